// Settings of who calls: contacts, country, the caller's page, how long calls are kept.

import { readFileSync } from 'node:fs';
import { fireEvent, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { ImportOutcome, LeftOut } from '../src/contract';
import { importReport } from '../src/host/fake';
import { view } from '../src/host/samples';
import { LARGEST_MB } from '../src/settings/import-words';
import { all, at, isDisabled, mainWindow, sure, text, wishes } from './stage';

const preferences = view().settings.preferences;
const saved = (change: object) => ({ kind: 'save-preferences', preferences: { ...preferences, ...change } });

const csv = (name: string) => new File(['Name,Phone'], name, { type: 'text/csv' });

test('contacts come from a file, are counted, and go', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  await waitFor(() => expect(text(at('contacts-count'))).toContain('0'));
  expect(isDisabled(at('contacts-forget'))).toBe(true);
  await user.upload(at('contacts-import'), new File(['BEGIN:VCARD'], 'friends.vcf', { type: 'text/vcard' }));
  await waitFor(() => expect(text(at('contacts-told'))).toBe('1 contact from friends.vcf'));
  expect(host.imported).toEqual([{ name: 'friends.vcf', columns: null }]);
  expect(text(at('contacts-count'))).toContain('1');
  expect(all('contacts-left-out-show')).toEqual([]);
  await user.click(at('contacts-forget'));
  await user.click(at('contacts-forget-cancel'));
  expect(text(at('contacts-count'))).toContain('1');
  expect(document.activeElement).toBe(at('contacts-forget'));
  await user.click(at('contacts-forget'));
  await sure(user, 'contacts-forget');
  await waitFor(() => expect(isDisabled(at('contacts-forget'))).toBe(true));
  expect(text(at('contacts-told'))).toBe('');
});

test('a file that can’t be read says why', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  host.historyFailure = { kind: 'disk-full' };
  await user.upload(at('contacts-import'), csv('friends.csv'));
  await waitFor(() => expect(text(at('contacts-told'))).toContain('The disk is full.'));
  expect(isDisabled(at('contacts-import'))).toBe(false);
  host.historyFailure = null;
  host.outcomes.push({ kind: 'refused', why: 'workbook' });
  await user.upload(at('contacts-import'), csv('friends.csv'));
  await waitFor(() => expect(text(at('contacts-told'))).toContain('friends.csv is a workbook.'));
});

test('a file that is too large is not even read', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  const file = csv('all.csv');
  Object.defineProperty(file, 'size', { value: LARGEST_MB * 1024 * 1024 + 1 });
  await user.upload(at('contacts-import'), file);
  await waitFor(() => expect(text(at('contacts-told'))).toContain('all.csv is larger than 64 MB.'));
  expect(host.imported).toEqual([]);
  const core = readFileSync('../src-tauri/crates/agent-core/src/contact_import.rs', 'utf8');
  expect(core).toContain(`LARGEST_CONTACTS_MB: usize = ${LARGEST_MB};`);
});

test('what was taken, replaced and left out is told, and shown when asked for', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  const leftOut: LeftOut[] = [
    { row: 5, text: '1.38E+10', why: 'shortened' },
    { row: 7, text: 'Ada', why: 'no-number' },
    { row: 9, text: 'ask her', why: 'not-a-number' },
    { row: 10, text: '', why: 'no-number' },
  ];
  const counts = { contacts: 48, rows: 51, rowsLeftOut: 3, numbersLeftOut: 1, replaced: 40 };
  host.outcomes.push({ kind: 'taken', report: importReport({ ...counts, leftOut }) });
  await user.upload(at('contacts-import'), csv('book.csv'));
  await waitFor(() =>
    expect(text(at('contacts-told'))).toBe(
      '48 contacts from book.csv · in place of 40 from before · 3 of 51 rows had no number · ' +
        'numbers that can’t be read: 1 Show',
    ),
  );
  expect(at('contacts-left-out-show').getAttribute('aria-expanded')).toBe('false');
  await user.click(at('contacts-left-out-show'));
  expect([...at('contacts-left-out').children].map((line) => line.textContent)).toEqual([
    'Row 5: 1.38E+10 is a number that a spreadsheet has shortened',
    'Row 7: Ada has no number',
    'Row 9: ask her is not a number',
    'Row 10: no name and no number',
  ]);
  await user.click(at('contacts-left-out-show'));
  expect(all('contacts-left-out')).toEqual([]);
});

test('cards, rows without a name, more than is told, and another file of the same name', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  const leftOut: LeftOut[] = [{ row: 1, text: '5550101', why: 'no-name' }];
  const report = importReport({ source: 'a.vcf (2)', unit: 'cards', rows: 900, rowsLeftOut: 899, leftOut });
  host.outcomes.push({ kind: 'taken', report });
  await user.upload(at('contacts-import'), csv('a.vcf'));
  await waitFor(() =>
    expect(text(at('contacts-told'))).toBe(
      '1 contact from a.vcf · kept as a.vcf (2), beside another file of that name · ' +
        '899 of 900 cards were left out Show',
    ),
  );
  await user.click(at('contacts-left-out-show'));
  expect(text(at('contacts-left-out'))).toContain('Card 1: 5550101 has neither a name nor a company');
  expect(text(at('contacts-left-out'))).toContain('and more');
});

const unclear: ImportOutcome = {
  kind: 'which-columns',
  rows: [
    ['1', '李娜', '13800138000'],
    ['2', '王伟', '13900139000'],
  ],
  guess: ['ignore', 'ignore', 'number'],
};

test('columns that can’t be told are asked for, and the answer goes with the file', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  host.outcomes.push(unclear);
  await user.upload(at('contacts-import'), csv('list.csv'));
  await waitFor(() => expect((at('columns-question') as HTMLDialogElement).open).toBe(true));
  expect(text(at('columns-question'))).toContain('13900139000');
  expect(isDisabled(at('columns-import'))).toBe(true);
  const [, second] = all('column-meaning') as [HTMLElement, HTMLElement];
  expect(second.getAttribute('aria-label')).toBe('Column 2');
  await user.selectOptions(second, 'name');
  expect(isDisabled(at('columns-import'))).toBe(false);
  await user.click(at('columns-import'));
  await waitFor(() => expect(text(at('contacts-told'))).toContain('1 contact from list.csv'));
  expect(host.imported.at(-1)).toEqual({ name: 'list.csv', columns: ['ignore', 'name', 'number'] });
  expect(all('columns-question')).toEqual([]);
});

test('Escape leaves the question about columns', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  host.outcomes.push(unclear);
  await user.upload(at('contacts-import'), csv('list.csv'));
  await waitFor(() => expect(all('columns-question').length).toBe(1));
  await fireEvent(at('columns-question'), new Event('cancel', { cancelable: true }));
  await waitFor(() => expect(all('columns-question')).toEqual([]));
  expect(host.imported.length).toBe(1);
});

test('the question about columns can be left', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  host.outcomes.push(unclear);
  await user.upload(at('contacts-import'), csv('list.csv'));
  await waitFor(() => expect(all('columns-question').length).toBe(1));
  await user.click(at('columns-cancel'));
  await waitFor(() => expect(all('columns-question')).toEqual([]));
  expect(host.imported.length).toBe(1);
  expect(document.activeElement).toBe(at('contacts-import'));
});

test('country and time of keeping are saved', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  await fireEvent.change(at('settings-country'), { target: { value: ' cn ' } });
  await user.selectOptions(at('settings-keep'), '90');
  expect(wishes(host)).toEqual([saved({ country: 'CN' }), saved({ country: 'CN', historyDays: 90 })]);
});

test('a report of a problem is written, and the file is named', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  await user.click(at('journal-write'));
  await waitFor(() => expect(text(at('journal-told'))).toContain('/downloads/journal.jsonl'));
  host.historyFailure = { kind: 'disk-full' };
  await user.click(at('journal-write'));
  await waitFor(() => expect(text(at('journal-told'))).toContain('The disk is full.'));
});
