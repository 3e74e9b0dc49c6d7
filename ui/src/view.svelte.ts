// Holds the latest view of a window. Views arrive whole; one that is older than what is shown is dropped. Of a newer one
// the parts that say the same as before stay the same objects: what shows only those is not worked out again.

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
    this.#view = withSameParts(this.#view, view) as V;
  }
}

/** The new value, with those parts of the old one that are equal to its own. It is changed on the way: it comes from afar. */
function withSameParts(old: unknown, now: unknown): unknown {
  if (!isObject(old) || !isObject(now) || Array.isArray(old) !== Array.isArray(now)) return now;
  const keys = Object.keys(now);
  let isSame = keys.length === Object.keys(old).length;
  for (const key of keys) {
    now[key] = withSameParts(old[key], now[key]);
    isSame &&= now[key] === old[key];
  }
  return isSame ? old : now;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
