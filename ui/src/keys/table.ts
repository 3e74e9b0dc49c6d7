// Every key of the window, once: the handler, the buttons' tooltips, the sheet, the settings and docs/KEYS.md are made from
// it. What each reaches stands here; which key that is, the core says.
// No letter stands alone, so that nothing happens to somebody who types or dictates.

import { usualKeys, type KeyDeed, type Page, type WindowKey } from '../contract';
import type { MessageKey } from '../languages';

/** What a key reaches: what is pressed, what gets the keyboard, or a deed of the window itself. */
export type Reach =
  | { press: string[] }
  | { focus: string[] }
  | { page: Page }
  | { window: 'next-region' | 'previous-region' | 'sheet' | 'quit' | 'larger' | 'smaller' | 'usual-size' };

export interface Deed {
  id: KeyDeed | 'favourite';
  says: MessageKey;
  reach: Reach;
}

export interface Key extends Deed {
  /** As `aria-keyshortcuts` writes it. */
  keys: string;
}

/** In the order in which a call goes: of several calls the one that is talked on, then a held one, then one being dialled. */
const ofCall = (testid: string): string[] =>
  ['talking', 'held', 'dialing'].map(
    (state) => `[data-testid=call][data-state=${state}] [data-testid=${testid}]`,
  );
const byId = (testid: string): string[] => [`[data-testid=${testid}]`];

const DEEDS: readonly Deed[] = [
  { id: 'dial', says: 'keys.dial', reach: { focus: byId('dial-number') } },
  {
    id: 'ringing',

    says: 'keys.ringing',
    reach: { focus: ['[data-testid=ringing-strip]', '[data-testid=call][data-state=ringing]'] },
  },
  { id: 'hold', says: 'keys.hold', reach: { press: ofCall('call-hold') } },
  { id: 'mute', says: 'keys.mute', reach: { press: ofCall('call-mute') } },
  {
    id: 'transfer',

    says: 'command.transfer',
    reach: { press: ofCall('call-transfer') },
  },
  {
    id: 'ask-first',

    says: 'command.ask-first',
    reach: { press: ofCall('call-consult') },
  },
  {
    id: 'hang-up',

    says: 'command.hang-up',
    reach: { press: ofCall('call-hangup') },
  },
  { id: 'note', says: 'keys.note', reach: { focus: byId('note-text') } },
  { id: 'pause', says: 'keys.pause', reach: { press: byId('state-menu') } },
  {
    id: 'ready',

    says: 'keys.ready',
    reach: { press: ['[data-testid=agent-state][data-state=paused] [data-testid=state-toggle]'] },
  },
  {
    id: 'names',

    says: 'keys.names',
    reach: { press: byId('names-toggle') },
  },
  { id: 'favourite', says: 'keys.favourite', reach: { press: byId('favourite') } },
  { id: 'desk', says: 'nav.desk', reach: { page: 'desk' } },
  { id: 'missed', says: 'nav.missed', reach: { page: 'missed' } },
  { id: 'history', says: 'nav.history', reach: { page: 'history' } },
  { id: 'voicemail', says: 'nav.voicemail', reach: { page: 'voicemail' } },
  { id: 'team', says: 'nav.team', reach: { page: 'team' } },
  { id: 'settings', says: 'nav.settings', reach: { page: 'settings' } },
  { id: 'next-region', says: 'keys.next-region', reach: { window: 'next-region' } },
  {
    id: 'previous-region',

    says: 'keys.previous-region',
    reach: { window: 'previous-region' },
  },
  { id: 'larger', says: 'keys.larger', reach: { window: 'larger' } },
  { id: 'smaller', says: 'keys.smaller', reach: { window: 'smaller' } },
  { id: 'usual-size', says: 'keys.usual-size', reach: { window: 'usual-size' } },
  { id: 'quit', says: 'keys.quit', reach: { window: 'quit' } },
  { id: 'sheet', says: 'keys.title', reach: { window: 'sheet' } },
];

/** No agent can change them: favourites have their places. */
const OF_FAVOURITES = 'Control+1…9';

/** All of them, with those that the agent has chosen. */
export function keysWith(chosen: readonly WindowKey[]): readonly Key[] {
  return DEEDS.map((row) => {
    const isIt = ({ deed }: WindowKey) => deed === row.id;
    const keys = (chosen.find(isIt) ?? usualKeys.find(isIt))?.shortcut.replace('Ctrl', 'Control');
    return { ...row, keys: keys ?? OF_FAVOURITES };
  });
}

/** Of an agent who has chosen none. */
export const KEYS = keysWith([]);

/** The keys of what is pressed by this test id; undefined where there are none. */
export function keysOf(keys: readonly Key[], testid: string): string | undefined {
  return keys.find(({ reach }) => 'press' in reach && reach.press.some((one) => one.includes(`=${testid}]`)))
    ?.keys;
}

export const keysOfPage = (keys: readonly Key[], page: string): string | undefined =>
  keys.find(({ reach }) => 'page' in reach && reach.page === page)?.keys;

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

/** What is held down with a key, and is none by itself. */
const HELD = ['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'OS', 'Super', 'Hyper'];
const SIGNS: Record<string, string> = { '+': 'Plus', '=': 'Plus', '-': 'Minus' };
const BY_PLACE: Record<string, string> = {
  Space: 'Space',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};

export const isHeld = ({ key }: Pressed): boolean => HELD.includes(key);

/**
 * The key's name. By what stands on it, which is another one on each country's keyboard: where French has A, others have
 * Q. By its place where that is no letter of ours: Alt+1 on a Mac is ¡, a Russian К no K.
 */
export function keyName({ key, code }: Pressed): string {
  if (/^[a-z0-9]$/i.test(key)) return key.toUpperCase();
  return SIGNS[key] ?? BY_PLACE[code] ?? /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? key;
}

/** As `aria-keyshortcuts` writes it; null: it is not whole yet. */
export function writtenKeys(pressed: Pressed, mac = isMac()): string | null {
  if (isHeld(pressed)) return null;
  return [
    ...((mac ? pressed.metaKey : pressed.ctrlKey) ? ['Control'] : []),
    ...(pressed.altKey ? ['Alt'] : []),
    // Many a keyboard has + above =.
    ...(pressed.shiftKey && SIGNS[pressed.key] === undefined ? ['Shift'] : []),
    ...((mac ? pressed.ctrlKey : pressed.metaKey) ? ['Meta'] : []),
    keyName(pressed),
  ].join('+');
}

/** Which of them was pressed. */
export function pressedKey(keys: readonly Key[], pressed: Pressed, mac = isMac()): Key | undefined {
  const written = writtenKeys(pressed, mac);
  const digit = /[1-9]$/.exec(written ?? '')?.[0];
  const ofNine = digit === undefined ? undefined : written?.replace(/\d$/, '1…9');
  const isNumbered = ({ keys: theirs }: Key) => theirs === ofNine;
  const key = keys.find((one) => one.keys === written || isNumbered(one));
  return key !== undefined && digit !== undefined && isNumbered(key) ? numbered(key, digit) : key;
}
