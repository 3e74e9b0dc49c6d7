// Scenarios of the settings: other programs that are told of calls.

import { defaultView, type View } from '../contract';
import * as make from './samples';

const settings = defaultView.settings;
const preferences = settings.preferences;

export const programScenarios: Record<string, View> = {
  'programs-told': make.view({
    settings: {
      ...settings,
      preferences: {
        ...preferences,
        scripts: {
          ...preferences.scripts,
          webhooks: [
            { slot: 0, address: 'https://crm.example/uc/calls', events: ['end', 'missed', 'note'] },
            { slot: 1, address: 'http://10.0.0.8:8080/wallboard', events: ['ring', 'state'] },
            { slot: 2, address: '', events: [] },
            {
              slot: 3,
              address: `https://${'long-name-of-a-host.'.repeat(5)}example/`,
              events: ['voicemail'],
            },
          ],
        },
      },
    },
    webhooks: [
      {
        slot: 0,
        last: { status: 204, at: make.NOW },
        waiting: 0,
        waitingSince: null,
        dropped: 0,
        trouble: null,
        unsigned: false,
        ownSecret: true,
        test: { status: 200, millis: 84, line: '{"ok":true,"message":"Test received, שלום"}' },
        testing: false,
      },
      {
        slot: 1,
        last: { status: null, at: make.NOW },
        waiting: 3,
        waitingSince: make.NOW - 900_000,
        dropped: 2,
        trouble: { kind: 'blocked', status: 401 },
        unsigned: true,
        ownSecret: false,
        test: null,
        testing: true,
      },
    ],
  }),
};
