// What timers show. The core's clock stands in each view; how far it has gone since, the page's own clock tells.

import { untrack } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import type { Timer } from './contract';

/** What the page's clock said when the core's stood at zero, in milliseconds. */
let zero = $state(0);

/** A view has come: this is what the core's clock says. */
export function setClock(clock: number): void {
  zero = performance.now() - clock;
}

/**
 * Whoever reads this is told of each second, as long as somebody can see the page. All timers move together: each by
 * itself would draw the page anew, and a page is drawn by the processor on many a desktop.
 */
const followSeconds = createSubscriber((tell) => {
  let next: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(next);
    if (document.visibilityState === 'hidden') return;
    tell();
    // With the core's clock, so that both windows show the same.
    const gone = (performance.now() - untrack(() => zero)) % 1000;
    next = setTimeout(look, 1000 - gone);
  };
  look();
  document.addEventListener('visibilitychange', look);
  return () => {
    clearTimeout(next);
    document.removeEventListener('visibilitychange', look);
  };
});

/** Whole seconds. */
export function secondsOf(timer: Timer): number {
  if (timer.kind === 'stands') return timer.seconds;
  followSeconds();
  return Math.floor(Math.max(0, performance.now() - zero - timer.since) / 1000);
}
