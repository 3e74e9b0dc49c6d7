// Scenarios of contacts: servers of them in the settings, and a number that several people have.

import { defaultView, type ContactSource, type SourceView, type View } from '../contract';
import * as make from './samples';

const settings = defaultView.settings;
const NOW = make.NOW;
const MINUTE = 60_000;

const source = (slot: number, change: Partial<ContactSource>): ContactSource => ({
  slot,
  kind: 'carddav',
  name: '',
  address: 'https://cloud.example/remote.php/dav/',
  user: 'ada',
  certificate: null,
  base: '',
  filter: '',
  attributes: { name: '', company: '', numbers: [] },
  ...change,
});

const news = (slot: number, change: Partial<SourceView>): SourceView => ({
  slot,
  state: { state: 'never' },
  kept: { contacts: 0, skipped: 0, at: null },
  test: null,
  testing: false,
  ...change,
});

const fingerprint = '3f8a19c0d2b47e56'.repeat(4);
const kept = { contacts: 1204, skipped: 3, at: NOW - 3 * MINUTE };

const all: [ContactSource, SourceView][] = [
  [
    source(0, { name: 'Nextcloud' }),
    news(0, {
      state: { state: 'ok', at: NOW - 3 * MINUTE },
      kept,
      test: {
        kind: 'worked',
        count: 1207,
        examples: ['Ada Lovelace +49 30 5550101', '王芳 138 0013 8000', 'שרה כהן 03 555 0199'],
      },
    }),
  ],
  [
    source(1, { name: 'Head office', address: 'https://contacts.head-office.example/ada/' }),
    news(1, {
      state: {
        state: 'failing',
        since: NOW - 50 * MINUTE,
        why: { kind: 'certificate-changed', fingerprint },
      },
      kept,
    }),
  ],
  [
    source(2, { address: 'https://dav.example/' }),
    news(2, { state: { state: 'paused', why: { kind: 'wrong-password' } }, testing: true }),
  ],
  [
    source(3, {
      kind: 'ldap',
      name: 'Company',
      address: 'ldaps://ldap.example',
      user: 'cn=reader,dc=example,dc=com',
      base: 'ou=people,dc=example,dc=com',
    }),
    news(3, {
      state: { state: 'ok', at: NOW - MINUTE },
      test: { kind: 'failed', why: { kind: 'bad-filter' } },
    }),
  ],
  [source(4, { name: '', address: '', user: '' }), news(4, {})],
];

const withSources = (of: [ContactSource, SourceView][], change: Partial<View> = {}): View =>
  make.view({
    settings: {
      ...settings,
      preferences: { ...settings.preferences, contactSources: of.map(([one]) => one) },
    },
    contactSources: of.map(([, view]) => view),
    ...change,
  });

const company = source(100, {
  kind: 'ldap',
  name: 'Company',
  address: 'ldaps://ldap.example',
  user: '',
  base: 'dc=example,dc=com',
});
const ofPolicy = withSources([[company, news(100, {})]], {
  policy: {
    ...defaultView.policy,
    fixed: [
      {
        setting: { kind: 'contact-sources', sources: [company] },
        by: '/etc/uc-companion/policy.json',
      },
    ],
  },
});

const people = [
  { name: 'Ada Lovelace', company: 'Nordwind GmbH', numbers: ['+49 30 5550101', '+49 151 5550102'] },
  { name: 'Benjamin Bauer', company: 'Nordwind GmbH', numbers: ['+49 30 5550101'] },
  { name: '王芳', company: null, numbers: ['030 5550101'] },
];

export const sourceScenarios: Record<string, View> = {
  'contact-sources': withSources(all),
  'contact-sources-of-policy': ofPolicy,
  'contact-choice': make.view({
    calls: [
      make.call({
        name: 'Ada Lovelace',
        number: '0305550101',
        card: {
          name: 'Ada Lovelace',
          company: 'Nordwind GmbH',
          people,
          e164: '+49305550101',
          lastCalls: [],
          lastNote: null,
        },
      }),
    ],
  }),
};
