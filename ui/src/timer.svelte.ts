// What timers show. The core's clock stands in each view; how far it has gone since, the page's own clock tells.

import { untrack } from 'svelte';
import { createSubscriber } from 'svelte/reactivity';
import type { Timer, WallMillis } from './contract';

/** What the page's clock said when the core's stood at zero, in milliseconds. */
let zero = $state(0);

/** What the wall's clock said when the page's stood at zero. */
let wallZero = $state(0);

/** So far apart nobody sees two clocks, and views differ by how long each was on its way. In milliseconds. */
const APART = 100;

/**
 * A view has come: this is what the core's clock says, and the wall's. All timers of the page are worked out anew only
 * where that is news.
 */
export function setClock(clock: number, wall: WallMillis): void {
  const now = performance.now();
  untrack(() => {
    if (Math.abs(now - clock - zero) > APART) zero = now - clock;
    if (Math.abs(wall - now - wallZero) > APART) wallZero = wall - now;
  });
}

/**
 * Whoever reads this is told each time so many milliseconds are over, as long as somebody can see the page. All timers
 * move together: each by itself would draw the page anew, and a page is drawn by the processor on many a desktop.
 */
function following(period: number): () => void {
  return createSubscriber((tell) => {
    let next: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(next);
      if (document.visibilityState === 'hidden') return;
      tell();
      // With the core's clock, so that both windows show the same.
      const gone = (performance.now() - untrack(() => zero)) % period;
      next = setTimeout(look, period - gone);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(next);
      document.removeEventListener('visibilitychange', look);
    };
  });
}

const followSeconds = following(1000);
// An age is told in minutes: a sixth of one late is not seen.
const followAges = following(10_000);

/** Whole seconds until the core's clock says this; the last one counts in full. */
export function secondsUntil(clock: number): number {
  followSeconds();
  return Math.ceil(Math.max(0, clock - (performance.now() - zero)) / 1000);
}

/** Whole seconds since the core's clock said this. */
export function secondsSince(clock: number): number {
  followSeconds();
  return Math.floor(Math.max(0, performance.now() - zero - clock) / 1000);
}

/** Whole seconds. */
export function secondsOf(timer: Timer): number {
  if (timer.kind === 'stands') return timer.seconds;
  followSeconds();
  return Math.floor(Math.max(0, performance.now() - zero - timer.since) / 1000);
}

/** Whole minutes, for many timers at once: each second a page of them would be drawn anew. */
export function minutesOf(timer: Timer): number {
  if (timer.kind === 'stands') return Math.floor(timer.seconds / 60);
  const now = wallNow() - wallZero;
  return Math.floor(Math.max(0, now - zero - timer.since) / 60_000);
}

/** What the wall's clock says now; ages count to it. */
export function wallNow(): WallMillis {
  followAges();
  return wallZero + performance.now();
}
