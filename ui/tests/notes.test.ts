// What is written about a call: while talking, after it, and later.

import { waitFor } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import type { CallNote } from '../src/contract';
import { NOW, call, record, running, talkingCan, view } from '../src/host/samples';
import { all, at, inside, mainWindow, popWindow, text, wishes } from './stage';

// A call for each test: what was being written about a call is meant to outlive its editor.
let id = 'r-0';
beforeEach(({ task }) => {
  id = `r-${task.id}`;
});

const note = (change: Partial<CallNote> = {}): CallNote => ({ text: '', result: '', tags: [], ...change });
const talking = (change = {}) => call({ record: id, state: 'talking', can: talkingCan, ...change });
const work = (change = {}) => ({
  record: id,
  name: 'Wang Fang',
  number: '13800138000',
  timer: running(12),
  note: note(),
  lacksResult: false,
  ...change,
});
const field = (testid: string) => at(testid) as HTMLInputElement;

test('a note is kept with each key, and not once more when its field is left', async () => {
  const { host, user } = await mainWindow(view({ calls: [talking()] }));
  await user.type(at('note-text'), 'wan');
  const typed = ['w', 'wa', 'wan'].map((said) => ({
    kind: 'annotate',
    record: id,
    note: note({ text: said }),
  }));
  expect(wishes(host)).toEqual(typed);
  await user.tab();
  expect(wishes(host)).toEqual(typed);
});

test('a letter that was taken back does not come back with an older state of the note', async () => {
  const { host, user, show } = await mainWindow(view({ calls: [talking()] }));
  await user.type(at('note-text'), 'ab');
  await show(view({ revision: 2, calls: [talking({ note: note({ text: 'ab' }) })] }));
  await user.keyboard('c{Backspace}');
  await show(view({ revision: 3, calls: [talking({ note: note({ text: 'abc' }) })] }));
  expect(field('note-text').value).toBe('ab');
  expect(wishes(host).at(-1)).toEqual({ kind: 'annotate', record: id, note: note({ text: 'ab' }) });
});

test('a result and tags are kept too, however the tags are separated', async () => {
  const { host, user } = await mainWindow(view({ calls: [talking()] }));
  await user.type(at('note-result'), 'Resolved');
  await user.type(at('note-tags'), 'refund， vip,,');
  await user.click(at('note-keep'));
  expect(wishes(host).at(-1)).toEqual({
    kind: 'annotate',
    record: id,
    note: note({ result: 'Resolved', tags: ['refund', 'vip'] }),
  });
});

test('no field to write in before the call is answered', async () => {
  await mainWindow(view({ calls: [call()] }));
  expect(all('note-editor')).toHaveLength(0);
});

test('a note that changed elsewhere is taken over, what is being written stays', async () => {
  const { user, show } = await mainWindow(view({ calls: [talking()] }));
  await user.type(at('note-tags'), 'mine');
  await show(view({ revision: 2, calls: [talking({ note: note({ text: 'theirs', tags: ['theirs'] }) })] }));
  expect(field('note-text').value).toBe('theirs');
  expect(field('note-tags').value).toBe('mine');
});

test('when the call ends, the wrap-up goes on in the middle of the word', async () => {
  const { host, user, show } = await mainWindow(view({ calls: [talking()] }));
  await user.type(at('note-text'), 'calls ba');
  await show(view({ revision: 2, calls: [], wrapUps: [work()] }));
  expect(document.activeElement).toBe(at('note-text'));
  await user.keyboard('ck');
  await user.tab();
  expect(field('note-text').value).toBe('calls back');
  expect(wishes(host).at(-1)).toEqual({ kind: 'annotate', record: id, note: note({ text: 'calls back' }) });
});

test('the wrap-up says of whom and for how long, until it is done', async () => {
  const { host, user } = await mainWindow(view({ wrapUps: [work()] }));
  expect(text(at('wrap-up-name'))).toBe('Wang Fang');
  expect(text(at('wrap-up-timer'))).toBe('00:12');
  await user.click(at('wrap-up-done'));
  expect(wishes(host)).toEqual([{ kind: 'finish-wrap-up', record: id }]);
});

test('work that is not done stays, and can be gone back to', async () => {
  const older = work({
    record: `${id}-older`,
    name: 'Li Na',
    timer: running(1200),
    note: note({ text: 'offer' }),
  });
  const { host, user } = await mainWindow(view({ wrapUps: [work(), older] }));
  expect(text(at('wrap-up-name'))).toBe('Wang Fang');
  await user.click(at('wrap-up-choose'));
  expect(text(at('wrap-up-name'))).toBe('Li Na');
  await user.type(at('note-text'), ' sent');
  expect(wishes(host).at(-1)).toEqual({
    kind: 'annotate',
    record: `${id}-older`,
    note: note({ text: 'offer sent' }),
  });
  await user.click(inside('wrap-up').getByTestId('wrap-up-done'));
  expect(wishes(host).at(-1)).toEqual({ kind: 'finish-wrap-up', record: `${id}-older` });
});

test('the history shows a note and lets it be changed', async () => {
  const { host, user, show } = await mainWindow(view(), 'settings');
  host.records = [
    record({ id, note: note({ text: 'refund', result: 'Resolved', tags: ['vip'] }), filledIn: true }),
  ];
  location.hash = 'history';
  await show(view({ revision: 2 }));
  await waitFor(() => expect(text(at('history-note'))).toBe('Resolved · refund · #vip'));
  await user.click(at('history-edit'));
  expect(all('history-note')).toHaveLength(0);
  expect(text(at('history-row'))).toContain('this program was not running');
  await user.type(inside('history-row').getByTestId('note-text'), ' done');
  await user.tab();
  expect(wishes(host).at(-1)).toEqual({
    kind: 'annotate',
    record: id,
    note: note({ text: 'refund done', result: 'Resolved', tags: ['vip'] }),
  });
});

const card = {
  name: null,
  e164: null,
  people: [],
  company: '<i>ACME</i>',
  lastCalls: [{ started: NOW - 3_600_000, direction: 'inbound' as const, outcome: 'missed' as const }],
  lastNote: 'wants a refund',
};

test.each([
  ['window', mainWindow],
  ['pop-up', popWindow],
])('what is known of a caller is there at once: %s', async (_, open) => {
  await open(view({ calls: [call({ card })] }));
  expect(text(at('caller-company'))).toBe('<i>ACME</i>');
  expect(text(at('caller-last'))).toContain('Missed');
  expect(text(at('caller-note'))).toContain('wants a refund');
});

test('nothing was written, so nothing was kept', async () => {
  await mainWindow(view({ calls: [talking()] }));
  expect(text(at('note-keep'))).toBe('Keep');
});

const choices = [
  { id: 'sold', en: 'Sold', zh: '已成交' },
  { id: 'no-interest', en: 'No interest', zh: '无意向' },
];

test('where the administrator has a list, one of it is chosen; the id stands at the field', async () => {
  const results = { choices, closed: true, required: true };
  const lacking = work({ lacksResult: true });
  const { host, user, show } = await mainWindow(view({ wrapUps: [lacking], results }));
  expect(text(at('wrap-up-lacks'))).toContain('Choose what came of the last call first');
  expect(at('wrap-up-done').getAttribute('aria-disabled')).toBe('true');
  await user.click(at('wrap-up-done'));
  expect(wishes(host)).toEqual([]);
  expect(document.activeElement).toBe(at('note-result'));
  await user.selectOptions(at('note-result'), 'Sold');
  expect(at('note-result').dataset['result']).toBe('sold');
  expect(wishes(host).at(-1)).toEqual({ kind: 'annotate', record: id, note: note({ result: 'Sold' }) });
  await show(view({ revision: 2, wrapUps: [work({ note: note({ result: 'Sold' }) })], results }));
  expect(all('wrap-up-lacks')).toEqual([]);
  await user.click(at('wrap-up-done'));
  expect(wishes(host).at(-1)).toEqual({ kind: 'finish-wrap-up', record: id });
});

test('a result in the other language, or of an older list, stays what it is', async () => {
  const results = { choices, closed: true, required: false };
  const { show } = await mainWindow(view({ wrapUps: [work({ note: note({ result: '已成交' }) })], results }));
  expect(field('note-result').value).toBe('已成交');
  expect(at('note-result').dataset['result']).toBe('sold');
  const older = work({ note: note({ result: 'Bought' }) });
  await show(view({ revision: 2, wrapUps: [older], results }));
  await waitFor(() => expect(field('note-result').value).toBe('Bought'));
  expect(at('note-result').dataset['result']).toBe('');
});
