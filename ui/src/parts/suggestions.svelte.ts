// Directory entries for what is being typed, with one of them marked by the arrow keys.

import type { DirectoryEntry } from '../contract';
import type { Host } from '../host/host';

const SHOWN_AT_MOST = 6;

export class Suggestions {
  entries = $state.raw<DirectoryEntry[]>([]);
  marked = $state(-1);
  readonly #host: Host;
  #asked = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Answers that come back late, after more was typed, are dropped. */
  async ask(text: string): Promise<void> {
    const mine = ++this.#asked;
    const found = text.trim() === '' ? [] : await this.#host.lookup(text.trim());
    if (mine !== this.#asked) return;
    this.entries = found.slice(0, SHOWN_AT_MOST);
    this.marked = -1;
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

  get chosen(): DirectoryEntry | null {
    return this.entries[this.marked] ?? null;
  }
}
