// Names hidden from whoever else looks at the screen: the switch, the mark on every page, and the way back.

import { fireEvent } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { call, view } from '../src/host/samples';
import { at, mainWindow, text, wishes } from './stage';

const hidden = (namesHidden: boolean, revision = 1) =>
  view({ revision, calls: [call()], settings: { ...view().settings, namesHidden } });

test.each(['desk', 'missed', 'history', 'voicemail', 'team', 'settings'])(
  'on the page %s it is marked, with the way back',
  async (page) => {
    const { host, user, show } = await mainWindow(hidden(false), page);
    expect(at('names').dataset['hidden']).toBe('false');
    expect(at('names-toggle').getAttribute('aria-label')).toBe('Hide names');
    await user.click(at('names-toggle'));
    await show(hidden(true, 2));
    expect(text(at('names'))).toBe('Names and numbers are hidden Show names');
    await user.click(at('names-toggle'));
    expect(document.activeElement).toBe(at('names-toggle'));
    expect(wishes(host).filter(({ kind }) => kind === 'hide-names')).toEqual([
      { kind: 'hide-names', on: true },
      { kind: 'hide-names', on: false },
    ]);
  },
);

test('a key and a switch in the settings do the same', async () => {
  const { host, user } = await mainWindow(hidden(true), 'settings');
  expect(at('settings-names').getAttribute('aria-checked')).toBe('true');
  await user.click(at('settings-names'));
  await fireEvent.keyDown(document.body, { key: 'X', code: 'KeyX', ctrlKey: true, shiftKey: true });
  expect(wishes(host)).toEqual([
    { kind: 'hide-names', on: false },
    { kind: 'hide-names', on: false },
  ]);
});
