import { screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { defaultView, type DueReminder, type MissedRow, type MissedView, type View } from '../src/contract';
import { call, MINUTE, missedRow, NOW, view } from '../src/host/samples';
import { all, at, inside, isDisabled, mainWindow, popWindow, text, wishes } from './stage';

const second = missedRow({
  caller: '102',
  number: '102',
  name: null,
  company: null,
  record: 'r-2',
  misses: { count: 5, first: NOW - 9 * MINUTE, last: NOW - 3 * MINUTE, longestRing: 7, queues: [] },
});

function list(rows: MissedRow[], change: Partial<MissedView> = {}, others: Partial<View> = {}): View {
  return view({ missed: { ...defaultView.missed, open: rows.length, rows, ...change }, ...others });
}

test('a row tells who, how often, when, and what was tried', async () => {
  const tries = [{ at: NOW, outcome: 'busy' as const }];
  const earlierNote = 'Wants an offer';
  await mainWindow(list([missedRow({ tries, earlierNote, again: true })]), 'missed');
  expect(text(at('missed-row'))).toBe(
    'Wang Fang Again Nordwind GmbH · 13800138000 · Support Wants an offer ' +
      '3 times 09:12 – 10:12 · rang up to 20 s Tried 10:32, busy Call back Done',
  );
  expect({ ...at('missed-row').dataset }).toMatchObject({
    number: '13800138000',
    tries: '1',
    state: 'trying',
  });
  expect(screen.getByRole('link', { name: 'Missed calls, 1 to call back' })).toBe(at('nav-missed'));
});

test('called back, done, and had back', async () => {
  const { host, user, show } = await mainWindow(list([missedRow(), second]), 'missed');
  await user.click(all('missed-call')[0] as HTMLElement);
  await user.click(all('missed-done')[0] as HTMLElement);
  await show(list([second], { undo: 1 }, { revision: 2 }));
  expect(document.activeElement?.closest('[data-testid=missed-row]')).toBe(at('missed-row'));
  await user.click(at('missed-undo'));
  expect(wishes(host)).toEqual([
    { kind: 'dial', number: '13800138000' },
    { kind: 'finish-missed', callers: ['+8613800138000'] },
    { kind: 'undo-missed' },
  ]);
});

test('several are done with at once', async () => {
  const { host, user } = await mainWindow(list([missedRow(), second]), 'missed');
  expect(all('missed-done-chosen')).toHaveLength(0);
  for (const box of all('missed-choose')) await user.click(box);
  await user.click(at('missed-done-chosen'));
  expect(wishes(host)).toEqual([{ kind: 'finish-missed', callers: ['+8613800138000', '102'] }]);
  expect(all('missed-done-chosen')).toHaveLength(0);
});

test('a caller without a number can be done with, and not called', async () => {
  const withheld = missedRow({ caller: 'withheld 7', number: null, canCall: false, name: null });
  await mainWindow(list([withheld]), 'missed');
  expect(all('missed-call')).toHaveLength(0);
  expect(text(at('missed-row'))).toContain('Number withheld');
  expect(isDisabled(at('missed-done'))).toBe(false);
});

test('without a connection nobody is called', async () => {
  const dial = { ...defaultView.dial, possible: false };
  await mainWindow(list([missedRow()], {}, { dial }), 'missed');
  expect(isDisabled(at('missed-call'))).toBe(true);
});

test('the agent chooses when to be reminded; what can not be is said at the field', async () => {
  const { host, user } = await mainWindow(list([missedRow({ reminder: NOW + MINUTE })]), 'missed');
  expect(at('missed-row').dataset['state']).toBe('reminded');
  await user.click(at('missed-remind'));
  expect(document.activeElement).toBe(at('remind-15'));
  host.refusal = { kind: 'time-is-past' };
  await user.type(at('remind-time'), '2026-03-12T09:00');
  await user.click(at('remind-at'));
  expect(text(at('remind-refused'))).toContain('has passed');
  expect(at('remind-time').getAttribute('aria-invalid')).toBe('true');
  host.refusal = null;
  for (const testid of ['remind-15', 'remind-60', 'remind-tomorrow', 'remind-none']) {
    if (all(testid).length === 0) await user.click(at('missed-remind'));
    await user.click(at(testid));
  }
  const caller = '+8613800138000';
  const at9 = (day: number) => new Date(2026, 2, day, 9).getTime();
  expect(wishes(host)).toEqual([
    { kind: 'remind', caller, when: { when: 'at', at: at9(12) } },
    { kind: 'remind', caller, when: { when: 'in', minutes: 15 } },
    { kind: 'remind', caller, when: { when: 'in', minutes: 60 } },
    { kind: 'remind', caller, when: { when: 'at', at: at9(13) } },
    { kind: 'drop-reminder', caller },
  ]);
});

test('a reminder that is due stands above the list', async () => {
  const due: DueReminder = {
    caller: '102',
    number: '102',
    canCall: true,
    name: 'Zhang Wei',
    at: NOW - MINUTE,
    late: true,
    told: 1,
  };
  const { host, user } = await mainWindow(list([second], { due: [due] }), 'missed');
  expect(at('missed-row').dataset['state']).toBe('due');
  expect(text(at('reminder'))).toBe('Zhang Wei 10:31late Call back +15 min Done');
  for (const testid of ['reminder-call', 'reminder-later', 'reminder-done']) await user.click(at(testid));
  expect(wishes(host)).toEqual([
    { kind: 'dial', number: '102' },
    { kind: 'remind', caller: '102', when: { when: 'in', minutes: 15 } },
    { kind: 'finish-missed', callers: ['102'] },
  ]);
});

test('the longest waiting comes first, or who called most often', async () => {
  const { user } = await mainWindow(list([missedRow(), second]), 'missed');
  const numbers = () => all('missed-row').map((row) => row.dataset['number']);
  expect(numbers()).toEqual(['13800138000', '102']);
  await user.selectOptions(at('missed-sort'), 'most');
  expect(numbers()).toEqual(['102', '13800138000']);
});

test('five hundred are drawn fifty at a time', async () => {
  const rows = Array.from({ length: 500 }, (_, index) => missedRow({ caller: String(index) }));
  const { user } = await mainWindow(list(rows, { open: 512 }), 'missed');
  expect(all('missed-row')).toHaveLength(50);
  await user.click(at('missed-more'));
  expect(all('missed-row')).toHaveLength(100);
});

test('what is noted belongs to the last of the calls', async () => {
  const { host, user } = await mainWindow(list([missedRow()]), 'missed');
  await user.click(at('missed-note'));
  await user.type(inside('missed-row').getByTestId('note-text'), 'x');
  expect(wishes(host).at(-1)).toMatchObject({ kind: 'annotate', record: 'r-missed' });
});

test('records that can not be had are told with their age', async () => {
  await mainWindow(list([missedRow()], { asOf: NOW - 5 * MINUTE }), 'missed');
  expect(text(at('missed-as-of'))).toContain('5 min ago');
});

test('nobody waits', async () => {
  await mainWindow(list([]), 'missed');
  expect(document.body.textContent).toContain('Nobody to call back');
});

test('the tray asks for the page', async () => {
  const { host, show } = await mainWindow(list([missedRow()]));
  expect(all('missed-row')).toHaveLength(0);
  await show(list([missedRow()], {}, { revision: 2, dial: { ...defaultView.dial, page: 'missed' } }));
  await expect.poll(() => all('missed-row').length).toBe(1);
  expect(host.intents.at(-1)).toEqual({ kind: 'look', page: 'missed' });
});

test('a window that is made because the tray asks for the page shows it', async () => {
  await mainWindow(list([missedRow()], {}, { dial: { ...defaultView.dial, page: 'missed' } }));
  await expect.poll(() => all('missed-row').length).toBe(1);
});

test.each([
  [[], ''],
  [[NOW - 26 * 60 * MINUTE], ''],
  [[NOW - MINUTE], 'Missed once today'],
  [[NOW - 26 * 60 * MINUTE, NOW - 9 * MINUTE, NOW - MINUTE], 'Missed twice today'],
  [[NOW - 3, NOW - 2, NOW - 1], 'Missed 3 times today'],
])('the pop-up tells how often the caller was missed today %#', async (missed, words) => {
  await popWindow(view({ calls: [call({ missed })] }));
  expect(all('pop-missed').map(text).join('')).toBe(words);
});
