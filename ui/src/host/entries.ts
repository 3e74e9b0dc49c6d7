// What stands in the gallery: each state of each page, once. tests/looks walks all of it; a page, a state or a window
// that is not here has been looked at by nobody.

import type { Page } from '../contract';
import { crmScenarios } from './crm-scenarios';
import { phoneScenarios } from './day-scenarios';
import { hotkeyScenarios } from './hotkey-scenarios';
import { programScenarios } from './program-scenarios';
import { scenarios } from './scenarios';
import { sourceScenarios } from './source-scenarios';
import { teamScenarios } from './team-scenarios';

export interface Entry {
  window: 'index' | 'pop';
  scenario: string;
  page?: Page;
  language?: string;
  /** The test id of what is pressed first: a dialog, a row that opens. */
  press?: string;
}

const main = (page: Entry['page'], names: string[]): Entry[] =>
  names.map((scenario) => ({ window: 'index', scenario, ...(page ? { page } : {}) }));
const press = (page: Entry['page'], scenario: string, press: string): Entry => ({
  window: 'index',
  scenario,
  ...(page ? { page } : {}),
  press,
});

/** Each scenario's desk or sign-in; what has no desk of interest stands with its own page below. */
const ELSEWHERE = [
  'voicemail',
  'two-hundred-messages',
  'no-messages',
  'no-mailbox',
  'messages-loading',
  'not-reached',
  'pop-test',
  ...Object.keys(teamScenarios).filter((name) => name.startsWith('team')),
  'missed',
  'missed-undo',
  'missed-many',
  'missed-names',
  ...Object.keys(phoneScenarios),
  ...Object.keys(programScenarios),
  ...Object.keys(hotkeyScenarios),
  ...Object.keys(crmScenarios),
  ...Object.keys(sourceScenarios),
  'pop-missed',
  'consult-pop',
  'consult-pop-waits',
  'consult-pop-whole',
  'practice',
  'practice-in-call',
];

export const entries: Entry[] = [
  ...main(
    'desk',
    Object.keys(scenarios).filter((name) => !ELSEWHERE.includes(name)),
  ),
  press('desk', 'five-calls', 'call-transfer'),
  press('desk', 'talking', 'call-consult'),
  press('desk', 'pages-all', 'call-crm-more'),
  { window: 'index', scenario: 'consult-waits-for-hang-up', page: 'desk', language: 'zh-CN' },
  press('desk', 'state-paused', 'state-menu'),
  ...main('voicemail', [
    'voicemail',
    'names',
    'two-hundred-messages',
    'no-messages',
    'no-mailbox',
    'messages-loading',
  ]),
  press('voicemail', 'voicemail', 'voicemail-delete'),
  ...main('team', ['team', 'team-in-call', 'team-old', 'team-many', 'team-none']),
  press('desk', 'favourites', 'favourites-edit'),
  press('desk', 'favourites-in-call', 'favourite'),
  ...main('missed', ['desk', 'missed', 'missed-undo', 'missed-many', 'missed-names']),
  press('missed', 'missed', 'missed-remind'),
  press('missed', 'missed', 'missed-note'),
  press('missed', 'missed', 'missed-choose'),
  { window: 'index', scenario: 'missed', page: 'missed', language: 'zh-CN' },
  ...main('history', ['desk', 'five-calls']),
  press('history', 'desk', 'history-edit'),
  press('history', 'desk', 'history-forget-all'),
  ...main('settings', [
    'desk',
    'names',
    'thirty-queues',
    ...Object.keys(phoneScenarios),
    ...Object.keys(programScenarios),
    ...Object.keys(hotkeyScenarios),
    ...Object.keys(crmScenarios),
    'contact-sources',
    'contact-sources-of-policy',
    'practice',
    'practice-in-call',
  ]),
  press('settings', 'hotkeys', 'hotkey-record'),
  press('settings', 'window-keys', 'window-key-record'),
  press('settings', 'window-keys', 'window-keys-reset'),
  { window: 'index', scenario: 'window-keys', page: 'settings', language: 'zh-CN' },
  press('settings', 'phone-as-it-comes', 'phone-quiet-switch'),
  press('settings', 'practice', 'practise'),
  { window: 'index', scenario: 'practice', page: 'settings', language: 'zh-CN', press: 'practise' },
  { window: 'index', scenario: 'hotkeys', page: 'settings', language: 'zh-CN' },
  { window: 'index', scenario: 'contact-sources', page: 'settings', language: 'zh-CN' },
  ...main('desk', ['contact-choice']),
  { window: 'index', scenario: 'quit-asked', page: 'desk', language: 'zh-CN' },
  press('settings', 'desk', 'doctor-open'),
  press('settings', 'desk', 'keys-open'),
  ...(['desk', 'history', 'voicemail', 'settings'] as const).map((page): Entry => ({
    window: 'index',
    scenario: 'names',
    page,
    language: 'zh-CN',
  })),
  { window: 'index', scenario: 'team', page: 'team', language: 'zh-CN' },
  { window: 'index', scenario: 'favourites', page: 'desk', language: 'zh-CN', press: 'favourites-edit' },
  { window: 'index', scenario: 'first-start', language: 'zh-CN' },
  ...[
    'ringing',
    'withheld',
    'talking',
    'held',
    'ended',
    'not-reached',
    'names',
    'five-calls',
    'pop-test',
    'pop-missed',
    'pages-one',
    'pages-ringing',
    'pages-some',
    'contact-choice',
    'consult-pop',
    'consult-pop-waits',
    'consult-pop-whole',
  ].map((scenario): Entry => ({ window: 'pop', scenario })),
  { window: 'pop', scenario: 'names', language: 'zh-CN' },
  { window: 'pop', scenario: 'pages-ringing', press: 'pop-crm-more' },
  { window: 'index', scenario: 'crm-pages', page: 'settings', language: 'zh-CN' },
];

export const titleOf = ({ window, scenario, page, language, press }: Entry): string =>
  [window, page, scenario, language, press].filter((part) => part !== undefined).join(' ');
