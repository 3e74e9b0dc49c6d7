// The rows of the history that are shown: one search, page after page.

import type { CallRecord, Failure, HistoryPage, HistoryQuery } from '../contract';
import type { Host } from '../host/host';

const PAGE = 50;

/** What is looked for, besides the place in the list. */
export type Wanted = Omit<HistoryQuery, 'before' | 'limit'>;

export const EVERYTHING: Wanted = {
  search: '',
  direction: null,
  missed: false,
  called: null,
  from: null,
  to: null,
};

export class HistoryList {
  rows = $state.raw<CallRecord[]>([]);
  more = $state(false);
  loaded = $state(false);
  failure = $state.raw<Failure | null>(null);
  readonly #host: Host;
  #wanted: Wanted = EVERYTHING;
  #asked = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Shows the newest rows of a search; as many as were shown before when the search is the same. */
  async show(wanted: Wanted): Promise<void> {
    const isSame = JSON.stringify(wanted) === JSON.stringify(this.#wanted);
    const limit = isSame ? Math.max(PAGE, this.rows.length) : PAGE;
    this.#wanted = wanted;
    const page = await this.#ask({ ...wanted, before: null, limit });
    if (page !== null) this.#take(page, []);
  }

  /** Adds the next older rows. */
  async showMore(): Promise<void> {
    const last = this.rows.at(-1);
    if (last === undefined) return;
    const page = await this.#ask({ ...this.#wanted, before: [last.started, last.id], limit: PAGE });
    if (page !== null) this.#take(page, this.rows);
  }

  #take(page: HistoryPage, before: CallRecord[]): void {
    this.rows = [...before, ...page.rows];
    this.more = page.more;
    this.loaded = true;
    this.failure = null;
  }

  /** The answer, or null when a newer question was asked meanwhile or it failed. */
  async #ask(query: HistoryQuery): Promise<HistoryPage | null> {
    const mine = ++this.#asked;
    try {
      const page = await this.#host.historyPage(query);
      return mine === this.#asked ? page : null;
    } catch (failure) {
      // The host rejects with a Failure and nothing else.
      if (mine === this.#asked) this.failure = failure as Failure;
      return null;
    }
  }
}
