// Scenarios of an agent's day: what the agent is, at the left of the strip.

import type { AgentStateView, Reason, View } from '../contract';
import * as make from './samples';

const [lunch] = make.REASONS as [Reason];
const long: Reason = { ...lunch, en: make.ODD_NAMES.latin.slice(0, 40), zh: make.ODD_NAMES.chinese };

const inState = (duty: Partial<AgentStateView>, change: Partial<View> = {}): View =>
  make.view({ agentState: make.duty(duty), ...change });

const talking = make.call({ state: 'talking', timer: make.running(192), pop: false, can: make.talkingCan });

/** Where calls go that the phone does not take. */
export const phoneScenarios: Record<string, View> = {
  'phone-as-it-comes': make.view({
    agentState: make.duty({ can: ['take-pause'] }),
    agent: make.agent({
      doNotDisturb: false,
      setup: make.phoneSetup(),
      can: ['do-not-disturb', ...make.phoneCan],
    }),
  }),
  'phone-forwards': make.view({
    agentState: make.duty({ state: { kind: 'unreachable', why: 'dnd' } }),
    agent: make.agent({
      doNotDisturb: true,
      setup: make.phoneSetup({
        noAnswer: { kind: 'number', prefix: '9', number: '13800138000' },
        busy: { kind: 'extension', extension: '102' },
      }),
      can: ['let-ring', ...make.phoneCan],
    }),
  }),
  'phone-elsewhere': make.view({
    agent: make.agent({
      setup: make.phoneSetup({
        noAnswer: { kind: 'elsewhere', place: make.ODD_NAMES.latin.slice(0, 40) },
        busy: { kind: 'mobile', prefix: '' },
        ringSeconds: 45,
        mobile: null,
      }),
      can: make.phoneCan,
    }),
  }),
};

export const dayScenarios: Record<string, View> = {
  'quit-asked': make.view({ calls: [talking], quit: { kind: 'asked', queues: ['Support', 'Sales'] } }),
  'quit-asked-names': make.view({ quit: { kind: 'asked', queues: Object.values(make.ODD_NAMES) } }),
  'quit-under-way': make.view({ quit: { kind: 'under-way', answer: 'leave' } }),
  'state-paused': inState(make.pausedFor(lunch, 754)),
  'state-overrun': inState({
    ...make.pausedFor(lunch, 2462),
    guard: 'overrun',
    can: ['be-ready', 'take-pause', 'stay-paused'],
  }),
  'state-resuming': inState({
    ...make.pausedFor(lunch, 1812),
    guard: 'resuming',
    guardUntil: 18_000,
    can: ['be-ready', 'take-pause', 'stay-paused'],
  }),
  'state-back': inState({
    ...make.pausedFor(lunch, 2462),
    guard: 'back',
    can: ['be-ready', 'take-pause', 'stay-paused'],
  }),
  'state-away': inState({ guard: 'away', guardUntil: 42_000, can: ['take-pause', 'stay-ready'] }),
  'state-unanswered': inState({ guard: 'unanswered', can: ['take-pause', 'stay-ready'] }),
  'state-long': inState({
    ...make.pausedFor(long, 40_000),
    otherwise: Object.values(make.ODD_NAMES),
    reasons: make.REASONS.map((reason) => ({ ...reason, en: long.en, zh: long.zh })),
  }),
  'state-next': inState(
    {
      state: { kind: 'on-call', call: 'talking' },
      timer: make.running(192),
      next: { kind: 'paused', reason: lunch },
      can: ['be-ready', 'take-pause', 'drop-next'],
    },
    { calls: [talking], agent: make.agent({ phone: 'in-use' }) },
  ),
  'state-wrap-up': inState(
    {
      state: { kind: 'wrap-up' },
      timer: make.running(16),
      until: 44_000,
      can: ['take-pause', 'finish-work', 'extend-work'],
    },
    {
      wrapUps: [
        {
          record: 'r-live',
          number: '13800138000',
          name: 'Wang Fang',
          timer: make.running(16),
          note: { text: 'Wants an offer', result: '', tags: [] },
          lacksResult: false,
        },
      ],
    },
  ),
  'state-result-wanted': inState(
    {
      state: { kind: 'wrap-up' },
      timer: make.running(72),
      until: -12_000,
      overdue: true,
      guard: 'result',
      can: ['take-pause', 'extend-work'],
    },
    {
      results: {
        choices: [
          { id: 'sold', en: 'Sold', zh: '已成交' },
          { id: 'no-interest', en: 'No interest', zh: '无意向' },
        ],
        closed: true,
        required: true,
      },
      wrapUps: [
        {
          record: 'r-live',
          number: '13800138000',
          name: 'Wang Fang',
          timer: make.running(72),
          note: { text: 'Wants an offer', result: '', tags: [] },
          lacksResult: true,
        },
      ],
    },
  ),
  'state-otherwise': inState(
    { otherwise: ['Support'], can: ['be-ready', 'take-pause'] },
    {
      queues: [make.queue({ paused: true, can: ['leave', 'unpause'] })],
      notices: make.notices(
        { kind: 'paused-elsewhere', queues: ['Support'] },
        {
          kind: 'not-everywhere',
          paused: true,
          done: 3,
          of: 4,
          queues: ['Sales'],
          failure: { kind: 'timed-out' },
        },
      ),
    },
  ),
  'state-unreachable': inState(
    { state: { kind: 'unreachable', why: 'dnd' } },
    { agent: make.agent({ doNotDisturb: true, can: ['let-ring'] }) },
  ),
};
