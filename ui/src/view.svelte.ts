// Holds the latest view of a window. Views arrive whole; one that is older than what is shown is dropped.

import type { WallMillis } from './contract';
import { setClock } from './timer.svelte';

/** What every window's view has. */
export interface Dated {
  revision: number;
  clock: number;
  now: WallMillis;
}

export class LatestView<V extends Dated> {
  #view = $state.raw<V | null>(null);

  get current(): V | null {
    return this.#view;
  }

  accept(view: V): void {
    if (this.#view !== null && view.revision < this.#view.revision) return;
    setClock(view.clock, view.now);
    this.#view = view;
  }
}
