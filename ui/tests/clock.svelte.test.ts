// What a view costs the timers of a page.

import { flushSync } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { running } from '../src/host/samples';
import { secondsOf, setClock, wallNow } from '../src/timer.svelte';

afterEach(() => void vi.useRealTimers());

test('a view that was a little longer on its way has no timer worked out anew', () => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
  setClock(500_000, 9_000_000);
  let worked = 0;
  const end = $effect.root(() => {
    $effect(() => {
      secondsOf(running(59));
      wallNow();
      worked += 1;
    });
  });
  flushSync();
  worked = 0;
  vi.advanceTimersByTime(300);
  setClock(500_300 - 40, 9_000_300 - 40);
  flushSync();
  expect(worked).toBe(0);
  // The core's clock stood still, as it does while the computer sleeps.
  setClock(500_300 - 2000, 9_000_300);
  flushSync();
  expect(worked).toBe(1);
  end();
});
