// The one clock of the page.

import { render } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MINUTE, NOW, queue, running, view } from '../src/host/samples';
import Timer from '../src/parts/Timer.svelte';
import type { View } from '../src/contract';
import { LatestView } from '../src/view.svelte';
import { at, mainWindow, text } from './stage';

const shows = () => document.body.textContent.match(/\d\d:\d\d/g);
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] }));
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test('timers go on from the clock of the view, all in the same moment', async () => {
  const views = new LatestView<View>();
  views.accept(view({ revision: 1, clock: 500_000 }));
  render(Timer, { timer: { kind: 'runs', since: 440_500 } });
  render(Timer, { timer: { kind: 'runs', since: 499_900 } });
  await pass(0);
  expect(shows()).toEqual(['00:59', '00:00']);
  await pass(999);
  expect(shows()).toEqual(['00:59', '00:00']);
  await pass(1);
  expect(shows()).toEqual(['01:00', '00:01']);
  expect(vi.getTimerCount()).toBe(1);
  await pass(10_000);
  expect(shows()).toEqual(['01:10', '00:11']);
  views.accept(view({ revision: 2, clock: 600_300 }));
  await pass(0);
  expect(shows()).toEqual(['02:39', '01:40']);
  // The second that had begun, then those of the core's clock.
  await pass(1000);
  expect(shows()).toEqual(['02:40', '01:41']);
  await pass(700);
  expect(shows()).toEqual(['02:41', '01:42']);
});

test('a timer is sized by its length alone, so that a second draws nothing around its figures', async () => {
  new LatestView<View>().accept(view({ revision: 1, clock: 500_000 }));
  const { container } = render(Timer, { timer: { kind: 'runs', since: 440_500 } });
  await pass(0);
  const box = container.querySelector('[data-shape]');
  expect(box?.getAttribute('data-shape')).toBe('00:00');
  const resized = vi.fn();
  const watcher = new MutationObserver(resized);
  if (box !== null) watcher.observe(box, { attributes: true, childList: true });
  await pass(60_000);
  expect(shows()).toEqual(['01:59']);
  expect(resized).not.toHaveBeenCalled();
  await pass(3_600_000);
  expect(box?.getAttribute('data-shape')).toBe('0:00:00');
  watcher.disconnect();
});

test('what is over stands', async () => {
  render(Timer, { timer: { kind: 'stands', seconds: 62 } });
  await pass(5_000);
  expect(shows()).toEqual(['01:02']);
  expect(vi.getTimerCount()).toBe(0);
});

test('nothing is counted that nobody sees, and nothing is missed', async () => {
  new LatestView<View>().accept(view({ revision: 1, clock: 0 }));
  const state = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  render(Timer, { timer: running(5) });
  await pass(60_000);
  expect(vi.getTimerCount()).toBe(0);
  state.mockReturnValue('visible');
  document.dispatchEvent(new Event('visibilitychange'));
  await pass(0);
  expect(shows()).toEqual(['01:05']);
});

test('an age goes on without a view', async () => {
  await mainWindow(view({ now: NOW, queues: [queue({ asOf: NOW - 2 * MINUTE })] }));
  expect(text(at('queue-as-of'))).toBe('as of 2 min ago');
  await pass(MINUTE);
  expect(text(at('queue-as-of'))).toBe('as of 3 min ago');
});
