// What timers show. The core's clock stands in each view; how far it has gone since, the page's own clock tells.

import type { Timer } from './contract';

/** What the page's clock said when the core's stood at zero, in milliseconds. */
let zero = $state(0);

/** A view has come: this is what the core's clock says. */
export function setClock(clock: number): void {
  zero = performance.now() - clock;
}

/** With what is left of a second that has begun. */
export function secondsOf(timer: Timer): number {
  if (timer.kind === 'stands') return timer.seconds;
  return Math.max(0, performance.now() - zero - timer.since) / 1000;
}
