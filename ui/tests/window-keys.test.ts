// Keys of the window that the agent chooses.

import { fireEvent, waitFor } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import type { KeyDeed, WindowKey } from '../src/contract';
import { call, talkingCan, view } from '../src/host/samples';
import { speak } from '../src/i18n.svelte';
import { KEYS, keysWith, pressedKey, writtenKeys } from '../src/keys/table';
import { shortcutOf, windowShortcutOf } from '../src/settings/shortcut';
import { all, at, inside, mainWindow, sure, text, wishes } from './stage';

beforeEach(() => speak('en'));

const HOLD: WindowKey = { deed: 'hold', shortcut: 'F9' };
const talking = call({ state: 'talking', can: talkingCan });
const row = (deed: KeyDeed) =>
  inside(
    'window-key-row',
    all('window-key-row').findIndex(({ dataset }) => dataset['deed'] === deed),
  );
const record = (deed: KeyDeed) => row(deed).getByTestId('window-key-record');
const saved = (host: { intents: unknown[] }) =>
  (host.intents as { kind: string; preferences?: { keys: object } }[]).findLast(
    ({ kind }) => kind === 'save-preferences',
  )?.preferences?.keys;
const preferring = (keys: WindowKey[], revision = 1) => {
  const one = view({ revision, keys, calls: [talking] });
  const chosen = Object.fromEntries(keys.map(({ deed, shortcut }) => [deed, shortcut]));
  return {
    ...one,
    settings: { ...one.settings, preferences: { ...one.settings.preferences, keys: chosen } },
  };
};

const pressed = (key: string, code: string, held = '') => ({
  key,
  code,
  ctrlKey: held.includes('C'),
  altKey: held.includes('A'),
  shiftKey: held.includes('S'),
  metaKey: held.includes('M'),
});

test('each deed has a row with its key; favourites keep theirs', async () => {
  await mainWindow(preferring([HOLD]), 'settings');
  expect(all('window-key-row')).toHaveLength(KEYS.length - 1);
  expect(text(record('hold'))).toBe('F9');
  expect(record('hold').ariaLabel).toBe('Hold, and off again: F9. Change the shortcut');
  expect(text(record('mute'))).toBe('Ctrl+Shift+M');
  expect(row('mute').queryByTestId('window-key-reset')).toBeNull();
  expect(text(at('window-keys'))).toContain('Ctrl+1 to Ctrl+9 always call your favourites');
});

test('a key is set by pressing it, and does nothing else meanwhile; Escape leaves it as it is', async () => {
  const { host, user } = await mainWindow(preferring([]), 'settings');
  await user.click(record('hold'));
  expect(text(record('hold'))).toBe('Press the keys…');
  await user.keyboard('{Escape}');
  expect(text(record('hold'))).toBe('Ctrl+Shift+H');
  await user.click(record('hold'));
  await user.keyboard('{Alt>}1{/Alt}');
  expect(location.hash).toBe('#settings');
  expect(saved(host)).toEqual({ hold: 'Alt+1' });
});

test('while a word is composed nothing is recorded', async () => {
  const { host, user } = await mainWindow(preferring([]), 'settings');
  await user.click(record('hold'));
  await fireEvent.keyDown(record('hold'), { key: 'h', code: 'KeyH', ctrlKey: true, keyCode: 229 });
  expect(text(record('hold'))).toBe('Press the keys…');
  expect(saved(host)).toBeUndefined();
});

test('a clash is refused in its row by the name of the other deed', async () => {
  const { host, user } = await mainWindow(preferring([]), 'settings');
  const refuse = async (why: Parameters<typeof refusalOf>[0]) => {
    host.refusal = refusalOf(why);
    await user.click(record('hold'));
    await user.keyboard('{Control>}{Shift>}m{/Shift}{/Control}');
    return text(await row('hold').findByTestId('window-key-refusal'));
  };
  expect(await refuse({ kind: 'doubled', with: 'mute' })).toContain('taken already by “Mute, and off again”');
  expect(await refuse({ kind: 'hotkey', with: 'dial-selection' })).toContain('“Call the marked number”');
  expect(await refuse({ kind: 'writes-sign' })).toContain('AltGr');
  expect(record('hold').getAttribute('aria-describedby')).toBe(at('window-key-refusal').id);
  expect(all('message')).toHaveLength(0);
  host.refusal = null;
  await user.click(record('hold'));
  await user.keyboard('{F9}');
  await waitFor(() => expect(all('window-key-refusal')).toHaveLength(0));
});

const refusalOf = (why: Extract<NonNullable<Refused>, { kind: 'invalid-key' }>['why']) =>
  ({ kind: 'invalid-key', deed: 'hold', why }) as const;
type Refused = Awaited<ReturnType<typeof mainWindow>>['host']['refusal'];

test('one is set back, or all of them after a question', async () => {
  const other: WindowKey = { deed: 'mute', shortcut: 'F8' };
  const { host, user } = await mainWindow(preferring([HOLD, other]), 'settings');
  await user.click(row('hold').getByTestId('window-key-reset'));
  expect(saved(host)).toEqual({ mute: 'F8' });
  const before = wishes(host).length;
  await user.click(at('window-keys-reset'));
  expect(text(at('window-keys-reset-question'))).toContain('You have changed 2 of them.');
  expect(document.activeElement).toBe(at('window-keys-reset-cancel'));
  expect(text(at('window-keys-reset-cancel'))).toBe('Keep mine');
  expect(wishes(host)).toHaveLength(before);
  await sure(user, 'window-keys-reset');
  expect(saved(host)).toEqual({});
});

test('all of them can’t go back where a usual key is one for all programs: said by both names', async () => {
  const { host, user } = await mainWindow(preferring([HOLD]), 'settings');
  host.refusal = refusalOf({ kind: 'hotkey', with: 'mute' });
  await user.click(at('window-keys-reset'));
  await sure(user, 'window-keys-reset');
  const said = text(await waitFor(() => at('window-keys-refusal')));
  expect(said).toContain('Hold, and off again: ');
  expect(said).toContain('“Mute, and back”');
});

test('a chosen key holds at once: for the hand, the button, the sheet and the announcement', async () => {
  const { host, show, user } = await mainWindow(preferring([]));
  await show(preferring([HOLD, { deed: 'ringing', shortcut: 'Ctrl+Shift+F2' }], 2));
  expect(at('call-hold').getAttribute('aria-keyshortcuts')).toBe('F9');
  expect(at('call-hold').title).toBe('F9');
  await user.keyboard('{Control>}{Shift>}h{/Shift}{/Control}');
  expect(wishes(host)).toEqual([]);
  await user.keyboard('{F9}');
  await waitFor(() => expect(wishes(host)).toEqual([{ kind: 'call', call: 1, command: 'hold' }]));
  await user.keyboard('{F1}');
  await waitFor(() => expect(text(at('keys-sheet'))).toContain('Hold, and off again F9'));
  await user.click(at('keys-close'));
  const ringing = call({ key: 2 });
  await show({
    ...preferring([HOLD, { deed: 'ringing', shortcut: 'Ctrl+Shift+F2' }], 3),
    calls: [talking, ringing],
  });
  await waitFor(() => expect(text(at('announce'))).toContain('Control Shift F2 goes to it'));
});

test('a page’s key and the sheet’s own are the chosen ones', async () => {
  await mainWindow(
    preferring([
      { deed: 'history', shortcut: 'F3' },
      { deed: 'sheet', shortcut: 'F2' },
    ]),
    'settings',
  );
  expect(at('nav-history').getAttribute('aria-keyshortcuts')).toBe('F3');
  expect(at('nav-history').title).toBe('History · F3');
  expect(at('keys-open').getAttribute('aria-keyshortcuts')).toBe('F2');
});

test('a key is read by what stands on it, by its place where that is no letter', () => {
  // French: A stands where others have Q, and to mark all does not quit.
  expect(pressedKey(KEYS, pressed('a', 'KeyQ', 'C'))).toBeUndefined();
  expect(pressedKey(KEYS, pressed('q', 'KeyA', 'C'))?.id).toBe('quit');
  expect(pressedKey(KEYS, pressed('к', 'KeyK', 'C'))?.id).toBe('dial');
  // German: ß stands where others have the minus.
  expect(pressedKey(KEYS, pressed('ß', 'Minus', 'C'))).toBeUndefined();
  expect(pressedKey(KEYS, pressed('k', 'KeyK', 'CM'))).toBeUndefined();
  expect(pressedKey(KEYS, pressed('3', 'Digit3', 'C'))?.reach).toEqual({
    press: ['[data-testid=favourite][data-place="3"]'],
  });
  expect(writtenKeys(pressed('+', 'Equal', 'CS'))).toBe('Control+Plus');
  expect(windowShortcutOf(pressed('h', 'KeyH', 'CS'))).toBe('Ctrl+Shift+H');
  expect(windowShortcutOf(pressed('h', 'KeyH', 'C'), true)).toBe('Meta+Ctrl+H');
  expect(windowShortcutOf(pressed('Shift', 'ShiftLeft', 'CS'))).toBeNull();
  // Cmd on a Mac is Ctrl elsewhere.
  expect(writtenKeys(pressed('h', 'KeyH', 'MS'), true)).toBe('Control+Shift+H');
  expect(shortcutOf(pressed(' ', 'Space', 'CA'))).toBe('Ctrl+Alt+Space');
});

test('a key of a deed that another one had is the other’s alone', () => {
  const keys = keysWith([
    { deed: 'hold', shortcut: 'Ctrl+Shift+M' },
    { deed: 'mute', shortcut: 'Ctrl+Shift+H' },
  ]);
  expect(pressedKey(keys, pressed('M', 'KeyM', 'CS'))?.id).toBe('hold');
  expect(pressedKey(keys, pressed('H', 'KeyH', 'CS'))?.id).toBe('mute');
});
