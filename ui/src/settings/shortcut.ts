// A shortcut as the core writes it, `Ctrl+Alt+D`, from the keys that are pressed and for the eye.

import type { HotkeyAction, HotkeyView } from '../contract';
import { isHeld, keyName, writtenKeys, type Pressed } from '../keys/table';

/** The Windows key, or Cmd: not every engine tells of it with the key that comes behind. */
export const isMeta = (pressed: Pressed): boolean => ['Meta', 'OS', 'Super'].includes(pressed.key);

/** Null: it is not whole yet. A key that no shortcut can have is written down too, for the core to say so. */
export function shortcutOf(pressed: Pressed, withMeta = false): string | null {
  if (isHeld(pressed)) return null;
  const held = [
    ...(pressed.ctrlKey ? ['Ctrl'] : []),
    ...(pressed.altKey ? ['Alt'] : []),
    ...(pressed.shiftKey ? ['Shift'] : []),
    ...(pressed.metaKey || withMeta ? ['Meta'] : []),
  ];
  return [...held, keyName(pressed)].join('+');
}

/** The same for a key of the window, where Cmd on a Mac is Ctrl elsewhere. */
export function windowShortcutOf(pressed: Pressed, withMeta = false): string | null {
  const written = writtenKeys(pressed)?.replace('Control', 'Ctrl') ?? null;
  return written === null || !withMeta || isMac() || pressed.metaKey ? written : `Meta+${written}`;
}

const isMac = () => /Mac/.test(navigator.platform);
const isWindows = () => /Win/.test(navigator.platform);

/** As it stands on the keyboard. */
export function shownShortcut(shortcut: string): string {
  if (!isMac()) return shortcut.replace('Meta', isWindows() ? 'Win' : 'Super');
  return shortcut.replace('Ctrl+', '⌃').replace('Alt+', '⌥').replace('Shift+', '⇧').replace('Meta+', '⌘');
}

const EACH = {
  'dial-selection': true,
  'show-dial': true,
  'pop-here': true,
  'hang-up': true,
  hold: true,
  mute: true,
  'pause-menu': true,
  ready: true,
  'finish-work': true,
  'open-page': true,
  'dismiss-pop': true,
} satisfies Record<HotkeyAction, true>;

/** A row for each action, in the order in which they are shown. */
export const rowsOf = (keys: HotkeyView[]): HotkeyView[] =>
  (Object.keys(EACH) as HotkeyAction[]).map(
    (action) => keys.find((key) => key.action === action) ?? { action, shortcut: null, state: 'off' },
  );

/** What the desktop's own settings start in place of a key. */
export const COMMANDS: Record<HotkeyAction, string> = {
  'dial-selection': 'uc-companion dial-selection',
  'show-dial': 'uc-companion show',
  'pop-here': 'uc-companion pop-up',
  'hang-up': 'uc-companion hangup',
  hold: 'uc-companion hold',
  mute: 'uc-companion mute',
  'pause-menu': 'uc-companion pause',
  ready: 'uc-companion ready',
  'finish-work': 'uc-companion done',
  'open-page': 'uc-companion page',
  'dismiss-pop': 'uc-companion close-pop-up',
};
