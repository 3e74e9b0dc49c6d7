// Holds the latest view. Views arrive whole; one that is older than what is shown is dropped.

import type { View } from './contract';

export class LatestView {
  #view = $state.raw<View | null>(null);

  get current(): View | null {
    return this.#view;
  }

  accept(view: View): void {
    if (this.#view !== null && view.revision < this.#view.revision) return;
    this.#view = view;
  }
}
