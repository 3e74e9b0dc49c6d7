// Every key of the window, once: the handler, the buttons' tooltips, the sheet and docs/KEYS.md are made from it.
// No letter stands alone, so that nothing happens to somebody who types or dictates.

import type { Page } from '../contract';
import type { MessageKey } from '../languages';

/** What a key reaches: what is pressed, what gets the keyboard, or a deed of the window itself. */
export type Reach =
  | { press: string[] }
  | { focus: string[] }
  | { page: Page }
  | { window: 'next-region' | 'previous-region' | 'sheet' | 'quit' | 'larger' | 'smaller' | 'usual-size' };

export interface Key {
  id: string;
  /** As `aria-keyshortcuts` writes it. */
  keys: string;
  says: MessageKey;
  reach: Reach;
}

/** In the order in which a call goes: of several calls the one that is talked on, then a held one, then one being dialled. */
const ofCall = (testid: string): string[] =>
  ['talking', 'held', 'dialing'].map(
    (state) => `[data-testid=call][data-state=${state}] [data-testid=${testid}]`,
  );
const byId = (testid: string): string[] => [`[data-testid=${testid}]`];

export const KEYS: readonly Key[] = [
  { id: 'dial', keys: 'Control+K', says: 'keys.dial', reach: { focus: byId('dial-number') } },
  {
    id: 'ringing',
    keys: 'Control+Shift+J',
    says: 'keys.ringing',
    reach: { focus: ['[data-testid=ringing-strip]', '[data-testid=call][data-state=ringing]'] },
  },
  { id: 'hold', keys: 'Control+Shift+H', says: 'keys.hold', reach: { press: ofCall('call-hold') } },
  { id: 'mute', keys: 'Control+Shift+M', says: 'keys.mute', reach: { press: ofCall('call-mute') } },
  {
    id: 'transfer',
    keys: 'Control+Shift+T',
    says: 'command.transfer',
    reach: { press: ofCall('call-transfer') },
  },
  {
    id: 'ask-first',
    keys: 'Control+Shift+Y',
    says: 'command.ask-first',
    reach: { press: ofCall('call-consult') },
  },
  {
    id: 'hang-up',
    keys: 'Control+Shift+E',
    says: 'command.hang-up',
    reach: { press: ofCall('call-hangup') },
  },
  { id: 'note', keys: 'Control+Shift+N', says: 'keys.note', reach: { focus: byId('note-text') } },
  { id: 'pause', keys: 'Control+Shift+P', says: 'keys.pause', reach: { press: byId('state-menu') } },
  {
    id: 'ready',
    keys: 'Control+Shift+R',
    says: 'keys.ready',
    reach: { press: ['[data-testid=agent-state][data-state=paused] [data-testid=state-toggle]'] },
  },
  {
    id: 'names',
    keys: 'Control+Shift+X',
    says: 'keys.names',
    reach: { press: byId('names-toggle') },
  },
  { id: 'favourite', keys: 'Control+1…9', says: 'keys.favourite', reach: { press: byId('favourite') } },
  { id: 'desk', keys: 'Alt+1', says: 'nav.desk', reach: { page: 'desk' } },
  { id: 'missed', keys: 'Alt+2', says: 'nav.missed', reach: { page: 'missed' } },
  { id: 'history', keys: 'Alt+3', says: 'nav.history', reach: { page: 'history' } },
  { id: 'voicemail', keys: 'Alt+4', says: 'nav.voicemail', reach: { page: 'voicemail' } },
  { id: 'team', keys: 'Alt+5', says: 'nav.team', reach: { page: 'team' } },
  { id: 'settings', keys: 'Alt+6', says: 'nav.settings', reach: { page: 'settings' } },
  { id: 'next-region', keys: 'F6', says: 'keys.next-region', reach: { window: 'next-region' } },
  {
    id: 'previous-region',
    keys: 'Shift+F6',
    says: 'keys.previous-region',
    reach: { window: 'previous-region' },
  },
  { id: 'larger', keys: 'Control+Plus', says: 'keys.larger', reach: { window: 'larger' } },
  { id: 'smaller', keys: 'Control+Minus', says: 'keys.smaller', reach: { window: 'smaller' } },
  { id: 'usual-size', keys: 'Control+0', says: 'keys.usual-size', reach: { window: 'usual-size' } },
  { id: 'quit', keys: 'Control+Q', says: 'keys.quit', reach: { window: 'quit' } },
  { id: 'sheet', keys: 'F1', says: 'keys.title', reach: { window: 'sheet' } },
];

/** The keys of what is pressed by this test id; undefined where there are none. */
export function keysOf(testid: string): string | undefined {
  return KEYS.find(({ reach }) => 'press' in reach && reach.press.some((one) => one.includes(`=${testid}]`)))
    ?.keys;
}

export const keysOfPage = (page: string): string | undefined =>
  KEYS.find(({ reach }) => 'page' in reach && reach.page === page)?.keys;

const isMac = () => /Mac/.test(navigator.platform);

/** As they stand on the keyboard: `Ctrl+Shift+H`, on a Mac `⇧⌘H`. */
export function shownKeys(keys: string, mac = isMac()): string {
  if (!mac) return keys.replace('Control', 'Ctrl').replace('Plus', '+').replace('Minus', '−');
  const name = (keys.split('+').at(-1) ?? '').replace('Plus', '+').replace('Minus', '−');
  const marks = { Alt: '⌥', Shift: '⇧', Control: '⌘' };
  return Object.entries(marks)
    .filter(([held]) => keys.includes(`${held}+`))
    .map(([, mark]) => mark)
    .join('')
    .concat(name);
}

/** What is held down with a key, as `aria-keyshortcuts` writes it; Cmd on a Mac is Ctrl elsewhere. */
export interface Pressed {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Of a row for nine the one that a digit means. */
const numbered = (key: Key, digit: string): Key =>
  'press' in key.reach
    ? { ...key, reach: { press: key.reach.press.map((one) => `${one}[data-place="${digit}"]`) } }
    : key;

/** The row of the table that was pressed. By the place of the key where its letter is another one: Alt+1 on a Mac is ¡. */
export function pressedKey(pressed: Pressed, mac = isMac()): Key | undefined {
  const sign = { '+': 'Plus', '=': 'Plus', '-': 'Minus' }[pressed.key];
  const held = [
    ...((mac ? pressed.metaKey : pressed.ctrlKey) ? ['Control'] : []),
    ...(pressed.altKey ? ['Alt'] : []),
    // Many a keyboard has + above =.
    ...(pressed.shiftKey && sign === undefined ? ['Shift'] : []),
  ];
  const names = [sign ?? pressed.key.toUpperCase(), pressed.code.replace(/^(?:Key|Digit)/, '')];
  const digit = names.find((name) => /^[1-9]$/.test(name));
  for (const key of KEYS) {
    if (names.some((name) => [...held, name].join('+') === key.keys)) return key;
    if (digit !== undefined && key.keys === [...held, '1…9'].join('+')) return numbered(key, digit);
  }
  return undefined;
}
