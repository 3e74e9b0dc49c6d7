import { expect, test } from 'vitest';
import type { ColleagueView, PhoneStatus, View } from '../src/contract';
import { colleague, view } from '../src/host/samples';
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

test('what says the same stays the same object, so that nothing is drawn for it', () => {
  const latest = new LatestView<View>();
  const rows = (status: PhoneStatus) => [
    colleague(),
    colleague({ extension: '103', name: 'Chen Jing', status }),
  ];
  const team = (now: ColleagueView[]) => ({ rows: now, total: 2, hidden: 0, free: null });
  latest.accept(view({ revision: 1, team: team(rows('idle')) }));
  const before = latest.current;
  latest.accept(view({ revision: 2, team: team(rows('in-use')) }));
  const now = latest.current;
  expect(now).not.toBe(before);
  expect(now?.settings).toBe(before?.settings);
  expect(now?.team.rows[0]).toBe(before?.team.rows[0]);
  expect(now?.team.rows[1]).not.toBe(before?.team.rows[1]);
  expect(now?.team.rows[1]?.status).toBe('in-use');
  // One more, one less.
  latest.accept(view({ revision: 3, team: team(rows('in-use').slice(1)) }));
  expect(latest.current?.team.rows.map(({ name }) => name)).toEqual(['Chen Jing']);
});
