// Holds the latest view of a window. Views arrive whole; one that is older than what is shown is dropped.

import { setClock } from './timer.svelte';

export class LatestView<V extends { revision: number; clock: number }> {
  #view = $state.raw<V | null>(null);

  get current(): V | null {
    return this.#view;
  }

  accept(view: V): void {
    if (this.#view !== null && view.revision < this.#view.revision) return;
    setClock(view.clock);
    this.#view = view;
  }
}
