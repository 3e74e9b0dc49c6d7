import { waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { HotkeyAction, HotkeysView } from '../src/contract';
import { hotkeys, view } from '../src/host/samples';
import { all, at, inside, mainWindow, text } from './stage';
import { shortcutOf, shownShortcut } from '../src/settings/shortcut';

const settings = (keys: HotkeysView, revision = 1) =>
  mainWindow(view({ revision, hotkeys: keys }), 'settings');
const row = (action: HotkeyAction) => {
  const place = all('hotkey-row').findIndex(({ dataset }) => dataset['action'] === action);
  return inside('hotkey-row', place);
};
const states = () =>
  Object.fromEntries(all('hotkey-row').map(({ dataset }) => [dataset['action'], dataset['state']]));
const saved = (host: { intents: unknown[] }) =>
  (host.intents as { kind: string; preferences?: { hotkeys: object } }[]).findLast(
    ({ kind }) => kind === 'save-preferences',
  )?.preferences?.hotkeys;

test('each action has a row with its shortcut and state; none answers calls, and it is said why', async () => {
  await settings(hotkeys({ hold: ['Ctrl+Alt+H', 'taken'] }));
  expect(states()).toMatchObject({ 'dial-selection': 'working', hold: 'taken', mute: 'off' });
  expect(all('hotkey-row')).toHaveLength(11);
  expect(text(at('hotkeys'))).toContain('your phone system offers no request for it');
  expect(text(row('hold').getByTestId('hotkey-help'))).toContain('Choose another one');
});

test('a shortcut is recorded by pressing it, and reaches nothing else', async () => {
  const { host, user } = await settings(hotkeys());
  const record = row('hold').getByTestId('hotkey-record');
  await user.click(record);
  expect(text(record)).toBe('Press the keys…');
  // In this window Ctrl+Alt+1 would be nothing, Alt+1 the desk.
  await user.keyboard('{Alt>}1{/Alt}');
  expect(location.hash).toBe('#settings');
  expect(saved(host)).toEqual({ hold: 'Alt+1' });
  expect(text(record)).toBe('Set…');
});

test('Escape and the loss of the keyboard end the recording and save nothing', async () => {
  const { host, user } = await settings(hotkeys());
  const record = row('mute').getByTestId('hotkey-record');
  await user.click(record);
  await user.keyboard('{Control>}{Alt>}{/Alt}{/Control}{Escape}');
  expect(text(record)).toBe('Set…');
  await user.click(record);
  await user.tab();
  expect(text(record)).toBe('Set…');
  expect(saved(host)).toBeUndefined();
});

test('what can’t be had is said in its row, until something else is saved', async () => {
  const { host, user } = await settings(hotkeys());
  host.refusal = { kind: 'invalid-hotkey', action: 'hold', why: { kind: 'doubled', with: 'dial-selection' } };
  await user.click(row('hold').getByTestId('hotkey-record'));
  await user.keyboard('{Control>}{Alt>}d{/Alt}{/Control}');
  await waitFor(() =>
    expect(text(row('hold').getByTestId('hotkey-refusal'))).toContain(
      'taken already by “Call the marked number”',
    ),
  );
  expect(row('hold').getByTestId('hotkey-record').getAttribute('aria-describedby')).toBe(
    at('hotkey-refusal').id,
  );
  expect(all('message')).toHaveLength(0);
  host.refusal = null;
  await user.click(row('hold').getByTestId('hotkey-record'));
  await user.keyboard('{Control>}{Alt>}h{/Alt}{/Control}');
  await waitFor(() => expect(all('hotkey-refusal')).toHaveLength(0));
});

test('a shortcut is taken away, and tried', async () => {
  const { host, user, show } = await settings(hotkeys());
  await user.click(row('dial-selection').getByTestId('hotkey-test'));
  expect(host.intents.at(-1)).toEqual({ kind: 'test-hotkey', action: 'dial-selection' });
  await show(view({ revision: 2, hotkeys: hotkeys({}, { testing: 'dial-selection' }) }));
  expect(text(row('dial-selection').getByTestId('hotkey-help'))).toContain('Press Ctrl+Alt+D now');
  await show(view({ revision: 3, hotkeys: hotkeys({ 'dial-selection': ['Ctrl+Alt+D', 'not-arrived'] }) }));
  expect(text(row('dial-selection').getByTestId('hotkey-help'))).toContain('No press of it has arrived');
  await user.click(row('dial-selection').getByTestId('hotkey-clear'));
  expect(saved(host)).toEqual({ 'dial-selection': '' });
});

test('where no keys are given, the commands stand in their place', async () => {
  const keys = hotkeys().keys.map((key) => ({ ...key, state: 'not-possible-here' as const }));
  await settings(hotkeys({}, { way: 'command', keys }));
  expect(text(row('hold').getByTestId('hotkey-command'))).toBe('uc-companion hold');
  expect(text(row('ready').getByTestId('hotkey-command'))).toBe('uc-companion ready');
  expect(all('hotkey-record')).toHaveLength(0);
});

test('the key for a pause opens the menu, in a page that is made for it too', async () => {
  const asked = (times: number): HotkeysView => hotkeys({}, { asked: ['pause-menu', times] });
  const { user, show } = await mainWindow(view({ hotkeys: asked(1) }));
  expect(all('pause-reason').length).toBeGreaterThan(0);
  await user.keyboard('{Escape}');
  expect(all('pause-reason')).toHaveLength(0);
  await show(view({ revision: 2, hotkeys: hotkeys() }));
  expect(all('pause-reason')).toHaveLength(0);
  await show(view({ revision: 3, hotkeys: asked(2) }));
  expect(all('pause-reason').length).toBeGreaterThan(0);
});

test('a shortcut is read by what stands on the key', () => {
  const pressed = (key: string, code: string, held: string) => ({
    key,
    code,
    ctrlKey: held.includes('C'),
    altKey: held.includes('A'),
    shiftKey: held.includes('S'),
    metaKey: held.includes('M'),
  });
  expect(shortcutOf(pressed('d', 'KeyD', 'CA'))).toBe('Ctrl+Alt+D');
  // French: A stands where others have Q.
  expect(shortcutOf(pressed('a', 'KeyQ', 'CA'))).toBe('Ctrl+Alt+A');
  // With Alt a third sign.
  expect(shortcutOf(pressed('@', 'KeyQ', 'CA'))).toBe('Ctrl+Alt+Q');
  expect(shortcutOf(pressed('!', 'Digit1', 'CS'))).toBe('Ctrl+Shift+1');
  expect(shortcutOf(pressed('ArrowUp', 'ArrowUp', 'M'))).toBe('Meta+Up');
  expect(shortcutOf(pressed(' ', 'Space', 'CA'))).toBe('Ctrl+Alt+Space');
  expect(shortcutOf(pressed('Control', 'ControlLeft', 'C'))).toBeNull();
  expect(shownShortcut('Shift+Meta+9')).toBe('Shift+Super+9');
});
