// Scenarios of too much: calls, queues, messages and letters that a window has to bear. And of what is refused or gone.

import { defaultView, type CallView, type Notice, type View, type VoicemailView } from '../contract';
import * as make from './samples';

const { MINUTE, NOW, ODD_NAMES: odd } = make;

const odds = [...Object.values(odd), 'מכירות 24', make.LONG_NUMBER];
const oddName = (index: number) => odds[index % odds.length] ?? null;
const count = <T>(times: number, one: (index: number) => T) =>
  Array.from({ length: times }, (_, at) => one(at));

const talking: Partial<CallView> = {
  state: 'talking',
  answered: NOW - 192_000,
  timer: make.running(192),
  can: [...make.talkingCan, 'open-page'],
  pages: make.pages([odd.chinese, odd.latin, odd.arabic]),
};

const card = {
  name: null,
  company: odd.chinese,
  people: [],
  e164: '+8613800138000',
  lastCalls: [{ started: NOW - 70 * MINUTE, direction: 'inbound' as const, outcome: 'missed' as const }],
  lastNote: odd.latin,
};

const fiveCalls = [
  make.call({ ...talking, key: 1, record: 'r-1', card }),
  make.call({ key: 2, record: 'r-2', name: 'Beijing Hongda Trading Co., Ltd. (Export)' }),
  make.call({ key: 3, record: 'r-3', number: null, name: null }),
  make.call({
    ...talking,
    key: 4,
    record: 'r-4',
    state: 'held',
    name: odd.arabic,
    number: make.LONG_NUMBER,
    muted: true,
    can: ['hang-up', 'transfer', 'unhold', 'unmute'],
  }),
  make.call({ key: 5, record: 'r-5', name: odd.emoji, queueName: 'מכירות', called: '6400' }),
];

const thirtyQueues = count(30, (index) =>
  make.queue({
    number: String(6400 + index),
    name: index < 7 ? (oddName(index) ?? '') : `Queue ${index}`,
    signedIn: index % 3 !== 0,
    paused: index % 5 === 1,
    membership: index % 4 === 0 ? 'static' : 'dynamic',
    waiting: index % 6 === 0 ? index : 0,
    passwordNeededFor: index === 9 ? 'join' : null,
    can: index % 3 === 0 ? ['join'] : index % 5 === 1 ? ['leave', 'unpause'] : ['leave', 'pause'],
  }),
);

const twoHundred = count(200, (index): VoicemailView => {
  const date = new Date(NOW - index * 95 * MINUTE);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return {
    file: `msg${String(index).padStart(4, '0')}.wav`,
    from: index % 9 === 0 ? make.LONG_NUMBER : `1380013${String(8000 + index)}`,
    fromName: index % 3 === 0 ? oddName(index / 3) : null,
    date: `${day} ${two(date.getHours())}:${two(date.getMinutes())}:10`,
    seconds: index % 7 === 0 ? null : 12 + index,
    isNew: index < 12,
    deleting: index % 40 === 3,
  };
});

const refused = (errno: string): Notice => ({
  kind: 'action-failed',
  command: { part: 'queue', command: 'leave' },
  queue: '6401',
  failure: { kind: 'refused', errno, meaning: 'unknown', endpoint: 'queue/del_dynamicagent' },
});
const sixteen: Notice[] = count(16, (index) =>
  index % 4 === 0
    ? refused(String(77770 + index))
    : { kind: 'answered-elsewhere', number: oddName(index) ?? String(index), by: oddName(index + 1) },
);

const box = (change: Partial<View['voicemail']>): Partial<View> => ({
  voicemail: { ...defaultView.voicemail, asOf: NOW, ...change },
});

export const crowds: Record<string, View> = {
  'five-calls': make.view({ calls: fiveCalls, agent: make.agent({ phone: 'in-use' }) }),
  'thirty-queues': make.view({ queues: thirtyQueues, calls: [make.call()] }),
  'sixteen-messages': make.view({ notices: make.notices(...sixteen) }),
  'two-hundred-messages': make.view(box({ messages: twoHundred })),
  'no-messages': make.view(box({})),
  'no-mailbox': make.view(box({ missing: true })),
  'messages-loading': make.view(box({ asOf: null, refreshing: true })),
  nothing: make.view({ queues: [], recent: [] }),
  withheld: make.view({ calls: [make.call({ number: null, name: null })] }),
  ended: make.view({
    calls: [
      make.call({
        state: 'ended',
        end: { kind: 'transferred', to: 'Wang Wei' },
        timer: { kind: 'stands', seconds: 62 },
        ended: NOW,
        can: [],
      }),
    ],
    wrapUps: [
      {
        record: 'r-live',
        number: '13800138000',
        name: 'Wang Fang',
        timer: make.running(7),
        note: { text: '', result: '', tags: [] },
        lacksResult: false,
      },
    ],
  }),
  'not-reached': make.view({
    calls: [
      make.call({
        state: 'ended',
        direction: 'outbound',
        end: { kind: 'not-reached', reason: '486 Busy Here' },
        timer: { kind: 'stands', seconds: 4 },
        ended: NOW,
        can: [],
      }),
    ],
  }),
  dialling: make.view({ dial: { ...defaultView.dial, pending: make.LONG_NUMBER } }),
  question: make.view({
    dial: {
      ...defaultView.dial,
      possible: true,
      question: {
        id: 1,
        number: '030123456,42',
        dials: '9030123456',
        name: odd.latin,
        source: 'link',
        byItself: false,
        until: NOW + MINUTE,
      },
    },
  }),
  unregistered: make.view({
    agent: make.agent({ name: odd.latin, extension: '10101010', phone: 'unavailable' }),
  }),
  quiet: make.view({ agent: make.agent({ doNotDisturb: true, can: ['let-ring', 'check-phone'] }) }),
  silent: make.view({
    notices: make.notices({ kind: 'reports-silent', receiver: '192.168.1.23:8260', refused: '10.0.0.9' }),
  }),
  'pop-test': make.view({ testCall: true }),
  'locked-out': make.firstStart({ state: 'locked-out', until: NOW + 10 * MINUTE }),
  unreachable: make.firstStart({
    state: 'refused',
    problem: { kind: 'unreachable', reason: 'no-answer' },
  }),
  'unknown-extension': make.firstStart({
    state: 'refused',
    problem: { kind: 'unknown-extension', extension: '999' },
  }),
  'certificate-changed': make.firstStart({
    state: 'refused',
    problem: { kind: 'certificate-changed', fingerprint: '9f86d081884c7d65'.repeat(4) },
  }),
  'port-refused': make.firstStart({
    state: 'refused',
    checks: [{ step: 'report-port', state: 'failed', detail: 'permission denied' }],
  }),
};
