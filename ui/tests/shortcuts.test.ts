// Every key of the table, once, and none where it would write.

import { fireEvent, waitFor } from '@testing-library/svelte';
import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import type { Reason } from '../src/contract';
import { call, duty, notices, pausedFor, REASONS, record, talkingCan, view } from '../src/host/samples';
import { speak, t } from '../src/i18n.svelte';
import { KEYS, keysOf, pressedKey, shownKeys } from '../src/keys/table';
import { stepped } from '../src/look/size';
import { all, at, isDisabled, mainWindow, text, wishes } from './stage';

beforeEach(() => speak('en'));

const talking = call({ state: 'talking', can: talkingCan });
const key = (id: string) => KEYS.find((one) => one.id === id)?.keys ?? '';

/** Presses what `aria-keyshortcuts` says, on what has the keyboard. */
async function press(keys: string): Promise<boolean> {
  const parts = keys.split('+');
  const name = parts.at(-1) ?? '';
  const held = (modifier: string) => parts.includes(modifier);
  return fireEvent.keyDown(document.activeElement ?? document.body, {
    key: { Plus: '+', Minus: '-' }[name] ?? (name.length === 1 ? name.toLowerCase() : name),
    code: /^[A-Z]$/.test(name) ? `Key${name}` : /^\d$/.test(name) ? `Digit${name}` : name,
    ctrlKey: held('Control'),
    altKey: held('Alt'),
    shiftKey: held('Shift'),
  });
}

test('no two keys are one, and none is a letter alone', () => {
  expect(new Set(KEYS.map(({ keys }) => keys)).size).toBe(KEYS.length);
  for (const { keys } of KEYS) expect(keys).toMatch(/^(?:(?:Control|Alt|Shift)\+)*F\d+$|^(?:Control|Alt)\+/);
});

test.each([
  ['hold', 'hold'],
  ['mute', 'mute'],
  ['hang-up', 'hang-up'],
])('%s', async (id, command) => {
  const { host } = await mainWindow(view({ calls: [talking] }), 'settings');
  await press(key(id));
  await waitFor(() => expect(wishes(host)).toEqual([{ kind: 'call', call: 1, command }]));
});

test('pause opens its reasons; ready ends a pause, and begins none', async () => {
  const { host, show } = await mainWindow(view(), 'settings');
  await press(key('pause'));
  await waitFor(() => expect(at('state-menu').ariaExpanded).toBe('true'));
  await press(key('ready'));
  await Promise.resolve();
  expect(wishes(host)).toEqual([]);
  const [lunch] = REASONS as [Reason];
  await show(view({ revision: 2, agentState: duty(pausedFor(lunch, 60)) }));
  await press(key('ready'));
  await waitFor(() => expect(wishes(host)).toEqual([{ kind: 'be-ready' }]));
});

test('transfer opens its field, and the keyboard is in it', async () => {
  await mainWindow(view({ calls: [talking] }));
  await press(key('transfer'));
  await waitFor(() => expect(document.activeElement).toBe(at('transfer-number')));
});

test.each([
  ['dial', 'dial-number'],
  ['note', 'note-text'],
])('%s brings the keyboard, from another page too', async (id, testid) => {
  await mainWindow(view({ calls: [talking] }), 'settings');
  await press(key(id));
  await waitFor(() => expect(document.activeElement).toBe(at(testid)));
});

test('the ringing call is gone to, and nothing is done to it', async () => {
  const { host } = await mainWindow(view({ calls: [talking, call({ key: 2 })] }));
  await press(key('ringing'));
  await waitFor(() => expect(document.activeElement).toBe(at('ringing-strip')));
  expect(wishes(host)).toEqual([]);
});

test('of several calls the one that is talked on is meant; a ringing one is never hung up', async () => {
  const held = call({ key: 2, state: 'held', can: ['hang-up', 'unhold'] });
  const { host, show } = await mainWindow(view({ calls: [held, { ...talking, key: 3 }] }));
  await press(key('hang-up'));
  await waitFor(() => expect(wishes(host)).toEqual([{ kind: 'call', call: 3, command: 'hang-up' }]));
  await show(view({ revision: 2, calls: [call({ key: 4 })] }));
  await press(key('hang-up'));
  await Promise.resolve();
  expect(wishes(host)).toHaveLength(1);
});

test.each(['desk', 'history', 'voicemail', 'team', 'settings'])('%s', async (page) => {
  await mainWindow(view(), page === 'desk' ? 'history' : 'desk');
  await press(key(page));
  await waitFor(() => expect(at(`nav-${page}`).ariaCurrent).toBe('page'));
});

test('F6 goes round the parts of the window, and back', async () => {
  await mainWindow(view({ notices: notices({ kind: 'answered-elsewhere', number: '1', by: null }) }));
  const region = () => document.activeElement?.closest('[data-region]')?.className.split(' ')[0];
  const seen: (string | undefined)[] = [];
  for (let step = 0; step < 4; step++) {
    await press('F6');
    seen.push(region());
  }
  expect(seen[0]).toBe('rail');
  expect(seen).toContain('page');
  expect(seen).toContain('stack');
  await press('Shift+F6');
  expect(region()).toBe(seen[2]);
});

test('the sheet is the table, and closes to where the keyboard was', async () => {
  const { user } = await mainWindow(view(), 'settings');
  at('keys-open').focus();
  await press('F1');
  await waitFor(() => expect(all('keys-sheet')).toHaveLength(1));
  expect(all('key-row').map(text)).toEqual(KEYS.map(({ says, keys }) => `${t(says)} ${shownKeys(keys)}`));
  await user.click(at('keys-close'));
  expect(all('keys-sheet')).toHaveLength(0);
  expect(document.activeElement).toBe(at('keys-open'));
});

test('buttons say their keys', async () => {
  await mainWindow(view({ calls: [talking] }));
  expect(at('call-hold').getAttribute('aria-keyshortcuts')).toBe(key('hold'));
  expect(at('call-hold').title).toBe('Ctrl+Shift+H');
  expect(at('nav-history').title).toBe('History · Alt+3');
  for (const one of KEYS)
    if ('press' in one.reach)
      expect(one.reach.press.some((way) => keysOf(KEYS, /=([\w-]+)\]$/.exec(way)?.[1] ?? ''))).toBe(true);
});

test('what can’t be pressed can’t be by a key either; a question has the window for itself', async () => {
  const waits = { ...talking, can: [], pending: 'hold' as const };
  const { host, user, show } = await mainWindow(view({ calls: [waits] }));
  expect(isDisabled(at('call-hold'))).toBe(true);
  await press(key('hold'));
  await show(view({ revision: 2, calls: [talking] }));
  await press('F1');
  await waitFor(() => expect(all('keys-sheet')).toHaveLength(1));
  await press(key('hold'));
  await user.click(at('keys-close'));
  expect(wishes(host)).toEqual([]);
});

test('typing is typing, and an input method’s keys do nothing', async () => {
  const { host, user } = await mainWindow(view({ calls: [talking] }));
  await user.type(at('note-text'), 'hmetpr 1?');
  expect(wishes(host).every(({ kind }) => kind === 'annotate')).toBe(true);
  await fireEvent.keyDown(at('note-text'), {
    key: 'H',
    code: 'KeyH',
    ctrlKey: true,
    shiftKey: true,
    keyCode: 229,
  });
  expect(wishes(host).every(({ kind }) => kind === 'annotate')).toBe(true);
});

test('a Mac has its own marks, and its own place for a letter', () => {
  expect(shownKeys('Control+Shift+H', true)).toBe('⇧⌘H');
  const mac = { key: '¡', code: 'Digit1', ctrlKey: false, metaKey: false, altKey: true, shiftKey: false };
  expect(pressedKey(KEYS, mac, true)?.id).toBe('desk');
  expect(pressedKey(KEYS, { ...mac, key: 'k', code: 'KeyK', altKey: false, metaKey: true }, true)?.id).toBe(
    'dial',
  );
});

test('from the top to Pause are six presses of Tab at most', async () => {
  const { user } = await mainWindow(view());
  await user.tab();
  expect(document.activeElement).toBe(at('skip'));
  await user.keyboard('{Enter}');
  let presses = 2;
  while (
    presses < 30 &&
    !['state-toggle'].includes((document.activeElement as HTMLElement).dataset['testid'] ?? '')
  ) {
    await user.tab();
    presses++;
  }
  expect(presses).toBeLessThanOrEqual(6);
});

test('a list is one stop of Tab; arrows, Home and End go through it', async () => {
  const { host, user, show } = await mainWindow(view(), 'history');
  host.records = [
    record({ id: 'a', number: '1' }),
    record({ id: 'b', number: '2' }),
    record({ id: 'c', number: '3' }),
  ];
  await show(view({ revision: 2, historyRevision: 2 }));
  await waitFor(() => expect(all('history-row')).toHaveLength(3));
  const rows = all('history-row');
  await waitFor(() => expect(rows.map((row) => row.tabIndex)).toEqual([0, -1, -1]));
  rows[0]?.focus();
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
  expect(document.activeElement).toBe(rows[1]);
  expect(all('history-call').map((button) => button.tabIndex)).toEqual([-1, 0, -1]);
  await user.keyboard('{End}');
  expect(document.activeElement).toBe(rows[2]);
  await user.keyboard('{Home}{Enter}');
  expect(wishes(host)).toEqual([{ kind: 'dial', number: '1' }]);
  await user.tab({ shift: true });
  expect(rows).not.toContain(document.activeElement);
});

test('docs/KEYS.md is the table', () => {
  const paper = readFileSync('../docs/KEYS.md', 'utf8');
  for (const { says, keys } of KEYS) expect(paper).toContain(`| ${t(says)} | ${shownKeys(keys, false)} |`);
});

test('the text grows and shrinks by steps, within 100 to 200 percent, and is kept', async () => {
  const { host } = await mainWindow(view());
  const saved = () =>
    wishes(host).map((one) => (one.kind === 'save-preferences' ? one.preferences.textPercent : one));
  await press(key('larger'));
  await press('Control+Shift+Plus');
  await press(key('smaller'));
  await press(key('usual-size'));
  await press(key('smaller'));
  await waitFor(() => expect(saved()).toEqual([110, 125, 110, 0, 0]));
  expect([stepped(200, 1), stepped(130, 1), stepped(0, -1), stepped(175, 1)]).toEqual([200, 150, 0, 200]);
});
