import { expect, test } from 'vitest';
import type { View } from '../src/contract';
import { view } from '../src/host/samples';
import { LatestView } from '../src/view.svelte';

test('a view with a lower revision than the shown one is dropped', () => {
  const latest = new LatestView<View>();
  expect(latest.current).toBeNull();
  latest.accept(view({ revision: 7, historyRevision: 1 }));
  latest.accept(view({ revision: 6, historyRevision: 2 }));
  expect(latest.current?.historyRevision).toBe(1);
  latest.accept(view({ revision: 8, historyRevision: 3 }));
  expect(latest.current?.historyRevision).toBe(3);
});
