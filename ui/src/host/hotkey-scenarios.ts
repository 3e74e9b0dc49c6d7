// Scenarios of keys for all programs: by which way a desktop gives them, and what becomes of each.

import { defaultView, type View } from '../contract';
import * as make from './samples';

const some = {
  'dial-selection': ['Ctrl+Alt+D', 'working'],
  'pop-here': ['Ctrl+Alt+Space', 'taken'],
  hold: ['Ctrl+Alt+H', 'working'],
  mute: ['Ctrl+Alt+Shift+Meta+PageDown', 'not-arrived'],
} satisfies Parameters<typeof make.hotkeys>[0];

export const hotkeyScenarios: Record<string, View> = {
  hotkeys: make.view({ hotkeys: make.hotkeys(some, { testing: 'hold' }) }),
  'hotkeys-of-a-portal': make.view({
    hotkeys: make.hotkeys({ ...some, 'dial-selection': ['Ctrl+Alt+D', 'not-arrived'] }, { way: 'portal' }),
  }),
  'hotkeys-by-command': make.view({
    hotkeys: make.hotkeys(
      Object.fromEntries(
        make.hotkeys().keys.map(({ action, shortcut }) => [action, [shortcut, 'not-possible-here'] as const]),
      ),
      { way: 'command' },
    ),
  }),
  'window-keys': make.view({
    keys: [
      { deed: 'hold', shortcut: 'F9' },
      { deed: 'previous-region', shortcut: 'Ctrl+Shift+F6' },
    ],
  }),
};

/** Numbers that are marked in another program. */
export const markedScenarios: Record<string, View> = {
  'marked-number': make.view({
    dial: {
      ...defaultView.dial,
      possible: true,
      question: {
        id: 1,
        number: '+4930123456',
        dials: '9004930123456',
        name: null,
        source: 'selection',
        byItself: false,
        until: make.NOW + make.MINUTE,
      },
    },
  }),
  'marked-several': make.view({
    dial: {
      ...defaultView.dial,
      possible: true,
      choice: { id: 1, numbers: ['+4930123456', '03012345678', make.LONG_NUMBER] },
    },
  }),
};
