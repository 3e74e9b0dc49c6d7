import { fireEvent, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { EVERYTHING } from '../src/history/history-list.svelte';
import { MINUTE, NOW, playing, record, view } from '../src/host/samples';
import { nearers } from './setup';
import { all, at, inside, isDisabled, mainWindow, sure, text, wishes } from './stage';

const many = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    record({ id: `r-${index}`, number: String(5000 + index), name: null, started: NOW - index * MINUTE }),
  );

async function history(records = [record()], change = {}) {
  const stage = await mainWindow(view(), 'settings');
  stage.host.records = records;
  location.hash = 'history';
  await waitFor(() => expect(at('nav-history').ariaCurrent).toBe('page'));
  await stage.show(view({ revision: 2, ...change }));
  return stage;
}

test('a row shows who, how it ended, when and how long', async () => {
  await history([record({ name: '<b>Eve</b>' })]);
  await waitFor(() => expect(all('history-row')).toHaveLength(1));
  expect(at('history-row').dataset).toMatchObject({ direction: 'inbound', outcome: 'answered' });
  expect(text(at('history-row'))).toBe('Incoming <b>Eve</b> 13800138000 · to 6400 Answered 10:12 03:54');
});

test('pages: more is asked for below the last row', async () => {
  const { host, user } = await history(many(120));
  await waitFor(() => expect(all('history-row')).toHaveLength(50));
  await user.click(at('history-more'));
  await waitFor(() => expect(all('history-row')).toHaveLength(100));
  expect(host.queries.at(-1)).toEqual({ ...EVERYTHING, before: [NOW - 49 * MINUTE, 'r-49'], limit: 50 });
  await user.click(at('history-more'));
  await waitFor(() => expect(all('history-row')).toHaveLength(120));
  expect(all('history-more')).toHaveLength(0);
});

test('a change of the history asks again for all rows that are shown', async () => {
  const { host, user, show } = await history(many(120));
  await waitFor(() => expect(all('history-row')).toHaveLength(50));
  await user.click(at('history-more'));
  await waitFor(() => expect(all('history-row')).toHaveLength(100));
  const asked = host.queries.length;
  await show(view({ revision: 3 }));
  expect(host.queries).toHaveLength(asked);
  host.records = [record({ id: 'new', name: 'Newcomer', started: NOW + MINUTE }), ...host.records];
  await show(view({ revision: 4, historyRevision: 2 }));
  expect(host.queries.at(-1)).toEqual({ ...EVERYTHING, before: null, limit: 100 });
  await waitFor(() => expect(text(inside('history-row').getByText('Newcomer'))).toBe('Newcomer'));
});

test('a search starts at the newest again, and says when nothing is found', async () => {
  const { host, user } = await history(many(60));
  await user.type(at('history-search'), '5007');
  await waitFor(() => expect(all('history-row')).toHaveLength(1));
  expect(host.queries.at(-1)).toEqual({ ...EVERYTHING, search: '5007', before: null, limit: 50 });
  await user.type(at('history-search'), '9');
  await waitFor(() => expect(document.body.textContent).toContain('Nothing found for "50079"'));
});

test('a late answer to an older question is dropped', async () => {
  const { host, user } = await history([]);
  const answer = host.historyPage.bind(host);
  let release: () => void = () => undefined;
  host.historyPage = async (query) => {
    if (query.search === '1') await new Promise<void>((resolve) => (release = resolve));
    return answer(query);
  };
  host.records = [record({ number: '1', name: 'Old' }), record({ id: 'b', number: '12', name: 'New' })];
  await user.type(at('history-search'), '12');
  await waitFor(() => expect(all('history-row')).toHaveLength(1));
  release();
  await new Promise((resolve) => queueMicrotask(() => resolve(null)));
  expect(text(at('history-row'))).toContain('New');
});

test('a history that can’t be read says why', async () => {
  const stage = await mainWindow(view(), 'settings');
  stage.host.historyFailure = { kind: 'disk-full' };
  location.hash = 'history';
  await waitFor(() => expect(document.body.textContent).toContain('The disk is full.'));
});

test('call back dials the number; a withheld one can’t be', async () => {
  const { host, user } = await history([record(), record({ id: 'x', number: null, name: null })]);
  await waitFor(() => expect(all('history-row')).toHaveLength(2));
  await user.click(inside('history-row', 0).getByTestId('history-call'));
  expect(wishes(host)).toEqual([{ kind: 'dial', number: '13800138000' }]);
  expect(isDisabled(inside('history-row', 1).getByTestId('history-call'))).toBe(true);
});

test('a recording is played, stopped and saved', async () => {
  const recording = { kind: 'recording', name: 'rec-1.wav' } as const;
  const { host, user, show } = await history([record({ recording: 'rec-1.wav' }), record({ id: 'x' })]);
  await waitFor(() => expect(all('recording-play')).toHaveLength(1));
  await user.click(at('recording-play'));
  await user.click(at('recording-download'));
  await show(view({ revision: 3, media: [{ media: recording, state: playing }] }));
  expect(at('recording-play').getAttribute('aria-label')).toContain('Stop');
  await user.click(at('recording-play'));
  expect(wishes(host)).toEqual([
    { kind: 'play', media: recording },
    { kind: 'save', media: recording },
    { kind: 'stop-playing' },
  ]);
});

test('filters narrow the question, and the day is the agent’s own', async () => {
  const { host, user } = await history(many(3));
  await user.click(at('history-filter-missed'));
  expect(host.queries.at(-1)).toEqual({ ...EVERYTHING, missed: true, before: null, limit: 50 });
  expect(at('history-filter-missed').ariaPressed).toBe('true');
  await user.click(at('history-filter-outbound'));
  await user.selectOptions(at('history-filter-queue'), '6400');
  await user.selectOptions(at('history-filter-days'), 'chosen');
  await fireEvent.change(at('history-filter-first'), { target: { value: '2026-10-31' } });
  await fireEvent.change(at('history-filter-last'), { target: { value: '2026-10-31' } });
  expect(host.queries.at(-1)).toEqual({
    ...EVERYTHING,
    direction: 'outbound',
    called: '6400',
    from: new Date(2026, 9, 31).getTime(),
    to: new Date(2026, 10, 1).getTime(),
    before: null,
    limit: 50,
  });
});

test.each([
  ['today', 12, 13],
  ['yesterday', 11, 12],
  ['week', 6, 13],
] as const)('%s is one press, and another takes it back', async (days, first, after) => {
  const { host, user } = await history(many(3));
  expect(all('history-filter-first'), 'no day that looks chosen').toHaveLength(0);
  await user.selectOptions(at('history-filter-days'), days);
  const midnight = (date: number) => new Date(2026, 2, date).getTime();
  expect(host.queries.at(-1)).toMatchObject({ from: midnight(first), to: midnight(after) });
  await user.selectOptions(at('history-filter-days'), 'any');
  expect(host.queries.at(-1)).toMatchObject({ from: null, to: null });
});

test('no field looks set that is not: days begin as today’s, and one without a day says so', async () => {
  const { host, user } = await history(many(3));
  expect(all('history-filter-clear')).toHaveLength(0);
  await user.selectOptions(at('history-filter-days'), 'chosen');
  const ends = () => [at('history-filter-first'), at('history-filter-last')] as HTMLInputElement[];
  expect(ends().map(({ value }) => value)).toEqual(['2026-03-12', '2026-03-12']);
  const midnight = (date: number) => new Date(2026, 2, date).getTime();
  expect(host.queries.at(-1)).toMatchObject({ from: midnight(12), to: midnight(13) });
  await fireEvent.change(at('history-filter-first'), { target: { value: '' } });
  expect(host.queries.at(-1)).toMatchObject({ from: null, to: midnight(13) });
  expect(ends()[0]?.labels?.[0]?.textContent).toContain('From any day');
  expect(ends().map((one) => one.classList.contains('open'))).toEqual([true, false]);
  await user.click(at('history-filter-missed'));
  await user.click(at('history-filter-clear'));
  expect(host.queries.at(-1)).toEqual({ ...EVERYTHING, before: null, limit: 50 });
  expect(all('history-filter-first')).toHaveLength(0);
});

test('the calls that are shown are exported, and the file is named', async () => {
  const { host, user } = await history(many(3));
  await user.type(at('history-search'), '5001');
  await user.click(at('history-export'));
  expect(host.queries.at(-1)).toMatchObject({ search: '5001' });
  expect(text(at('history-told'))).toContain('/downloads/calls.csv');
});

test('one call or all of them go after a question', async () => {
  const { host, user } = await history(many(3));
  await waitFor(() => expect(all('history-row')).toHaveLength(3));
  await user.click(inside('history-row', 1).getByTestId('history-edit'));
  await user.click(at('history-forget'));
  expect(host.records).toHaveLength(3);
  await sure(user, 'history-forget-one');
  await waitFor(() => expect(all('history-row')).toHaveLength(2));
  await user.click(at('history-forget-all'));
  await user.click(at('history-forget-cancel'));
  expect(host.records).toHaveLength(2);
  // The second half of a double click answers nothing.
  await user.click(at('history-forget-all'));
  expect(document.activeElement).toBe(at('history-forget-cancel'));
  await user.click(at('history-forget-confirm'));
  expect(host.records).toHaveLength(2);
  expect(text(at('history-forget-confirm'))).toBe('Delete 2 calls');
  await sure(user, 'history-forget');
  await waitFor(() => expect(all('history-row')).toHaveLength(0));
});

test('a caller gets a name, in all calls with the number', async () => {
  const { user } = await history([
    record({ name: null }),
    record({ id: 'x', name: null, started: NOW - MINUTE }),
  ]);
  await waitFor(() => expect(all('history-row')).toHaveLength(2));
  await user.click(inside('history-row').getByTestId('history-edit'));
  await user.type(at('history-name'), 'Zhang Wei');
  await user.tab();
  await waitFor(() => expect(text(all('history-row')[1] as HTMLElement)).toContain('Zhang Wei'));
});

test('the next page comes by itself when the end is near', async () => {
  await history(many(120));
  await waitFor(() => expect(all('history-row')).toHaveLength(50));
  nearers.at(-1)?.();
  await waitFor(() => expect(all('history-row')).toHaveLength(100));
});

test('a call that was handed over says to whom, where that is known', async () => {
  await history([
    record({ id: '3-1', handedTo: 'Wang <b>Wei</b>' }),
    record({ id: '2-1', handedTo: '' }),
    record({ id: '1-1' }),
  ]);
  await waitFor(() => expect(all('history-row')).toHaveLength(3));
  expect(all('history-handed-to').map(text)).toEqual(['Handed over to Wang <b>Wei</b>', 'Handed over']);
});
