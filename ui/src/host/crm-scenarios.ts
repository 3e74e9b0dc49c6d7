// Scenarios of pages in other programs: their buttons at a call, and their settings.

import { defaultView, type CrmTarget, type View } from '../contract';
import * as make from './samples';

const settings = defaultView.settings;
const target = (slot: number, change: Partial<CrmTarget>): CrmTarget => ({
  slot,
  name: '',
  address: '',
  when: 'on-click',
  queues: [],
  direction: 'any',
  onlyOutside: false,
  ...change,
});

const NAMES = ['Customer file', 'Support tickets', 'Orders', '客户回访', make.ODD_NAMES.latin];
const talking = (offered: number[]) =>
  make.call({
    state: 'talking',
    answered: make.NOW - 192_000,
    timer: make.running(192),
    can: [...make.talkingCan, 'open-page'],
    pages: make.pages(NAMES, offered),
  });
const one = make.pages(['']);

/** At calls. */
export const pageScenarios: Record<string, View> = {
  'pages-one': make.view({ calls: [make.call({ can: ['hang-up', 'open-page'], pages: one })] }),
  'pages-all': make.view({ calls: [talking([0, 1, 2, 3, 4])] }),
  'pages-ringing': make.view({
    calls: [make.call({ can: ['hang-up', 'open-page'], pages: make.pages(NAMES) })],
  }),
  'pages-some': make.view({
    calls: [
      talking([1]),
      make.call({
        key: 2,
        record: 'r-2',
        can: ['hang-up', 'open-page'],
        pages: make.pages(NAMES, [0, 2, 3]),
      }),
    ],
  }),
  'pages-ended': make.view({
    calls: [
      make.call({
        state: 'ended',
        end: { kind: 'by-other' },
        ended: make.NOW,
        timer: { kind: 'stands', seconds: 192 },
        can: ['open-page'],
        pages: make.pages(NAMES),
      }),
    ],
  }),
};

/** In the settings. */
export const crmScenarios: Record<string, View> = {
  'crm-pages': make.view({
    settings: {
      ...settings,
      preferences: {
        ...settings.preferences,
        crm: [
          target(0, {
            name: 'Customer file',
            address: 'https://crm.example/find?tel={e164}&who={name}',
            when: 'on-ring',
            onlyOutside: true,
          }),
          target(2, {
            name: make.ODD_NAMES.latin,
            address: `https://tickets.example/new?${'a-long-parameter=1&'.repeat(6)}id={callid}`,
            when: 'after-call',
            queues: ['6400', '6401'],
            direction: 'in',
          }),
          target(1, {}),
        ],
      },
    },
    crmTests: [
      {
        slot: 0,
        address: 'https://crm.example/find?tel=%2B442079460958&who=Ada%20Lovelace%20%26%20Co',
      },
    ],
  }),
};
