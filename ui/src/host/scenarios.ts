// Scenarios for a developer's browser: ?scenario=desk&theme=dark&language=zh-CN. See gallery.ts.

import { defaultView, type CallRecord, type RecentNumber, type View, type VoicemailView } from '../contract';
import { consultScenarios } from './consult-scenarios';
import { crowds } from './crowds';
import { dayScenarios, phoneScenarios } from './day-scenarios';
import { hotkeyScenarios, markedScenarios } from './hotkey-scenarios';
import { crmScenarios, pageScenarios } from './crm-scenarios';
import { programScenarios } from './program-scenarios';
import { sourceScenarios } from './source-scenarios';
import { missedScenarios } from './missed-scenarios';
import * as make from './samples';
import { teamScenarios } from './team-scenarios';

const { MINUTE, NOW, ODD_NAMES: odd } = make;

const queues = [
  make.queue(),
  make.queue({
    number: '6401',
    name: 'Sales',
    paused: true,
    waiting: 0,
    members: [
      { extension: '101', name: 'Li Na', status: 'paused' },
      { extension: '107', name: 'Zhao Min', status: 'ringing' },
    ],
    can: ['leave', 'unpause'],
  }),
  make.queue({
    number: '6402',
    name: 'Reception',
    membership: 'static',
    waiting: 0,
    members: [
      { extension: '101', name: 'Li Na', status: 'free' },
      { extension: '110', name: null, status: 'unavailable' },
    ],
    can: ['pause'],
  }),
];

const recent: RecentNumber[] = [
  { number: '13800138000', name: 'Wang Fang' },
  { number: '02088886666', name: null },
  { number: '102', name: 'Zhang Wei' },
  { number: '4008001234', name: null },
];

const messages: VoicemailView[] = [
  {
    file: 'msg0003.wav',
    from: '13800138000',
    fromName: 'Wang Fang',
    date: '2026-03-12 09:41:10',
    seconds: 34,
    isNew: false,
    deleting: false,
  },
  {
    file: 'msg0002.wav',
    from: '02088886666',
    fromName: null,
    date: '2026-03-11 17:03:52',
    seconds: 12,
    isNew: false,
    deleting: false,
  },
  {
    file: 'msg0001.wav',
    from: '102',
    fromName: 'Zhang Wei',
    date: '2026-03-10 08:15:00',
    seconds: 71,
    isNew: false,
    deleting: false,
  },
  {
    file: 'msg0000.wav',
    from: '4008001234',
    fromName: null,
    date: '2026-03-09 13:22:41',
    seconds: null,
    isNew: true,
    deleting: true,
  },
];

const talking = make.call({
  state: 'talking',
  answered: NOW - 192_000,
  timer: make.running(192),
  pop: false,
  can: make.talkingCan,
});

const desk = (change: Partial<View> = {}) =>
  make.view({
    queues,
    recent,
    demo: true,
    voicemail: {
      messages,
      asOf: NOW - 2 * MINUTE,
      refreshing: false,
      missing: false,
      news: null,
      clock: null,
    },
    ...change,
  });

const away = { ...make.onlineConnection, since: NOW - 3 * MINUTE };

export const scenarios: Record<string, View> = {
  ...crowds,
  ...dayScenarios,
  ...hotkeyScenarios,
  ...markedScenarios,
  ...missedScenarios,
  ...teamScenarios,
  ...consultScenarios,
  ...phoneScenarios,
  ...programScenarios,
  ...pageScenarios,
  ...crmScenarios,
  ...sourceScenarios,
  desk: desk(),
  'names-hidden': desk({
    calls: [make.call({ name: 'W. F.', number: '•••00' })],
    settings: { ...defaultView.settings, account: make.account, namesHidden: true },
  }),
  ringing: desk({ calls: [make.call()], agent: make.agent({ phone: 'ringing' }) }),
  talking: desk({
    calls: [
      talking,
      make.call({
        key: 2,
        number: '02088886666',
        name: '<b>Eve</b>',
        called: '02081234567',
        queueName: null,
      }),
    ],
    agent: make.agent({ phone: 'in-use' }),
    notices: make.notices({ kind: 'answered-elsewhere', number: '4008001234', by: '102' }),
  }),
  held: desk({
    calls: [
      {
        ...talking,
        state: 'held',
        muted: true,
        can: ['hang-up', 'transfer', 'unhold', 'unmute'],
      },
      make.call({
        key: 2,
        state: 'dialing',
        direction: 'internal',
        number: '102',
        name: 'Zhang Wei',
        called: null,
        queueName: null,
        liftPhone: true,
      }),
      make.call({
        key: 3,
        state: 'ended',
        end: { kind: 'by-other' },
        timer: { kind: 'stands', seconds: 62 },
        ended: NOW,
        number: null,
        name: null,
      }),
    ],
  }),
  notices: desk({
    notices: make.notices(
      { kind: 'reports-silent', receiver: '192.168.1.23:8260', refused: null },
      { kind: 'call-failed', number: '4008001234', reason: '486 Busy Here' },
      {
        kind: 'action-failed',
        command: { part: 'queue', command: 'join' },
        queue: '6401',
        failure: {
          kind: 'refused',
          errno: '10032',
          meaning: 'wrong-queue-password',
          endpoint: 'queue/login',
        },
      },
      { kind: 'media-saved', path: '/home/lina/Downloads/msg0003.wav' },
    ),
  }),
  names: desk({
    calls: [
      make.call({ name: odd.chinese, queueName: odd.chinese }),
      make.call({ key: 2, name: odd.arabic, number: make.LONG_NUMBER }),
      make.call({ ...talking, key: 3, name: odd.latin, queueName: odd.latin, number: make.LONG_NUMBER }),
      make.call({ key: 4, state: 'ended', end: { kind: 'transferred', to: odd.latin }, name: odd.turning }),
    ],
    wrapUps: [
      {
        record: 'r-names',
        number: '102',
        name: odd.emoji,
        timer: make.running(7),
        note: { text: '', result: '', tags: [] },
        lacksResult: false,
      },
      {
        record: 'r-names-2',
        number: make.LONG_NUMBER,
        name: odd.latin,
        timer: make.running(1800),
        note: { text: '', result: '', tags: [] },
        lacksResult: false,
      },
    ],
    agent: make.agent({ name: odd.latin, phone: 'ringing' }),
    queues: [
      make.queue({
        name: odd.latin,
        members: Object.values(odd).map((name, index) => ({
          extension: String(101 + index),
          name,
          status: 'talking' as const,
        })),
        passwordNeededFor: 'join',
      }),
    ],
    recent: Object.values(odd).map((name, index) => ({ number: `1380013800${index}`, name })),
    dial: {
      ...defaultView.dial,
      possible: true,
      waiting: { id: 1, number: make.LONG_NUMBER, door: 'link' },
    },
    notices: make.notices(
      { kind: 'answered-elsewhere', number: odd.latin, by: odd.arabic },
      {
        kind: 'not-dialled',
        text: odd.latin,
        door: 'link',
        refusal: { kind: 'invalid-number', why: 'words' },
        waits: false,
      },
    ),
    voicemail: {
      messages: messages.map((message, index) => ({
        ...message,
        fromName: Object.values(odd)[index] ?? null,
        isNew: true,
      })),
      asOf: NOW - 2 * MINUTE,
      refreshing: false,
      missing: false,
      news: null,
      clock: null,
    },
  }),
  password: desk({
    queues: [
      make.queue({
        signedIn: false,
        members: [],
        passwordNeededFor: 'join',
        can: ['join'],
      }),
    ],
  }),
  reconnecting: desk({
    connection: {
      ...away,
      state: 'reconnecting',
      problem: { kind: 'unreachable', reason: 'no-answer' },
      until: NOW + 12_000,
    },
    dial: defaultView.dial,
    queues: queues.map((queue) => ({
      ...queue,
      asOf: NOW - 3 * MINUTE,
      can: [],
    })),
  }),
  practice: desk({ demo: false }),
  'practice-in-call': desk({ demo: false, practice: 'in-call', calls: [talking] }),
  untested: desk({
    connection: {
      ...make.onlineConnection,
      checks: make.onlineConnection.checks.map((check) =>
        check.step === 'reports' ? { ...check, state: 'running' } : check,
      ),
    },
    queues: [],
    recent: [],
    demo: false,
  }),
  voicemail: desk({
    media: [
      { media: { kind: 'voicemail', extension: '101', file: 'msg0003.wav' }, state: make.playing },
      {
        media: { kind: 'voicemail', extension: '101', file: 'msg0002.wav' },
        state: { kind: 'fetching', purpose: 'save', received: 120_000, total: 310_000 },
      },
      {
        media: { kind: 'voicemail', extension: '101', file: 'msg0001.wav' },
        state: { kind: 'saved', path: '/home/lina/Downloads/UC Companion/msg0001.wav' },
      },
    ],
  }),
  'first-start': make.firstStart(),
  'signing-in': make.firstStart({
    state: 'signing-in',
    checks: [
      { step: 'report-port', state: 'passed', detail: '192.168.1.23:8260' },
      { step: 'login', state: 'running', detail: null },
      { step: 'device', state: 'waiting', detail: null },
      { step: 'extension', state: 'waiting', detail: null },
      { step: 'reports', state: 'waiting', detail: null },
    ],
  }),
  'wrong-password': {
    ...make.firstStart({
      state: 'refused',
      problem: { kind: 'refused', errno: '30003', meaning: 'wrong-credentials', endpoint: 'login' },
      checks: [
        { step: 'report-port', state: 'passed', detail: '192.168.1.23:8260' },
        { step: 'login', state: 'failed', detail: null },
        { step: 'device', state: 'waiting', detail: null },
        { step: 'extension', state: 'waiting', detail: null },
        { step: 'reports', state: 'waiting', detail: null },
      ],
    }),
    settings: make.view().settings,
  },
  certificate: make.firstStart({
    state: 'refused',
    problem: {
      kind: 'certificate-unknown',
      fingerprint: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    },
  }),
  port: make.firstStart({ state: 'refused', freePort: 8261 }),
};

const rec = (minutesAgo: number, change: Partial<CallRecord>): CallRecord => {
  const started = NOW - minutesAgo * MINUTE;
  return make.record({
    id: `${started}-1`,
    started,
    answered: started + 6000,
    ended: started + 240_000,
    ...change,
  });
};

export const records: CallRecord[] = [
  rec(20, { recording: 'rec-1.wav', handedTo: 'Zhang Wei' }),
  rec(45, { direction: 'outbound', number: '02088886666', name: null, called: null, recording: 'rec-2.wav' }),
  rec(70, { outcome: 'missed', answered: null, number: '4008001234', name: null }),
  rec(95, { direction: 'internal', number: '102', name: 'Zhang Wei', called: null }),
  rec(120, { outcome: 'answered-elsewhere', answered: null, name: '<b>Eve</b>', number: '13911112222' }),
  rec(1300, {
    direction: 'outbound',
    outcome: 'no-answer',
    answered: null,
    number: '13700001111',
    name: 'Liu Yang',
    called: null,
  }),
  rec(1400, { outcome: 'declined', answered: null, number: null, name: null }),
  ...Object.values(odd).map((name, index) =>
    rec(1500 + index, { name, number: make.LONG_NUMBER, handedTo: index === 0 ? name : null }),
  ),
  rec(4400, {
    direction: 'outbound',
    outcome: 'failed',
    answered: null,
    number: '99',
    name: null,
    called: null,
  }),
];
