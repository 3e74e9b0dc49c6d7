// Who can be meant by what is being typed, with one of them marked by the arrow keys: colleagues at once, people of the
// contacts as soon as they are found.

import type { CardPerson, DirectoryEntry } from '../contract';
import type { Host } from '../host/host';

const SHOWN_AT_MOST = 6;
const PEOPLE_AT_MOST = 8;
/** Fewer letters are in everybody's name; of Chinese, Japanese and Korean ones two make a whole one. */
const isLongEnough = (typed: string) => [...typed].length >= (/[\u2e80-\uffff]/.test(typed) ? 2 : 3);

export interface Suggestion {
  number: string;
  name: string;
  /** What a colleague's phone is doing. */
  colleague: DirectoryEntry | null;
  company: string | null;
}

const ofColleague = (entry: DirectoryEntry): Suggestion => ({
  number: entry.number,
  name: entry.name,
  colleague: entry,
  company: null,
});

/** A row for each number. */
const ofPerson = ({ name, company, numbers }: CardPerson): Suggestion[] =>
  numbers.map((number) => ({ number, name: name || (company ?? ''), colleague: null, company }));

export class Suggestions {
  entries = $state.raw<Suggestion[]>([]);
  marked = $state(-1);
  readonly #host: Host;
  #asked = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Resolves when all are there. Answers that come back late, after more was typed, are dropped. */
  async ask(text: string): Promise<void> {
    const mine = ++this.#asked;
    const typed = text.trim();
    const late = isLongEnough(typed) ? this.#host.findPeople(typed) : [];
    const found = typed === '' ? [] : await this.#host.lookup(typed);
    if (mine !== this.#asked) return;
    this.entries = found.slice(0, SHOWN_AT_MOST).map(ofColleague);
    this.marked = -1;
    const people = (await late).flatMap(ofPerson);
    if (mine !== this.#asked || people.length === 0) return;
    const isNew = ({ number }: Suggestion, at: number) =>
      [...this.entries, ...people.slice(0, at)].every((known) => known.number !== number);
    const others = people.filter(isNew);
    this.entries = [...this.entries, ...others.slice(0, PEOPLE_AT_MOST)];
  }

  close(): void {
    this.#asked++;
    this.entries = [];
    this.marked = -1;
  }

  move(by: 1 | -1): void {
    const places = this.entries.length + 1;
    this.marked = ((this.marked + 1 + by + places) % places) - 1;
  }

  get chosen(): Suggestion | null {
    return this.entries[this.marked] ?? null;
  }
}
