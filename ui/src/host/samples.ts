// Parts of views to build scenarios and tests from. All persons and numbers are made up.

import {
  defaultAccount,
  defaultAgent,
  defaultView,
  type MediaState,
  type Account,
  type AgentStateView,
  type AgentView,
  type CallCommand,
  type CallRecord,
  type CallPages,
  type CallView,
  type ColleagueView,
  type ConnectionView,
  type ConsultView,
  type FavouriteView,
  type HotkeyAction,
  type HotkeyState,
  type HotkeysView,
  type MissedRow,
  type Notice,
  type NoticeView,
  type PhoneCommand,
  type PhoneSetup,
  type PopView,
  type QueueColour,
  type QueueMark,
  type QueueView,
  type Reason,
  type Timer,
  type View,
} from '../contract';

/** A timer that shows so much when the view comes. */
export const running = (seconds: number): Timer => ({ kind: 'runs', since: -1000 * seconds });

export const NOW = new Date(2026, 2, 12, 10, 32, 5).getTime();
export const MINUTE = 60_000;

/** Names that a window has to bear: long without a blank, from right to left, with a mark that turns the line, emoji. */
export const ODD_NAMES = {
  chinese: '北方电气设备制造集团有限责任公司华东销售部王建国',
  latin: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.padEnd(120, 'x'),
  arabic: 'شركة النور للتجارة والمقاولات العامة المحدودة فرع القاهرة الجديدة',
  turning: '\u202e0015 gro.live Eve',
  emoji: '👩‍👩‍👧‍👦🧑🏽‍🚀'.repeat(12),
};
export const LONG_NUMBER = '00861380013800012345';

export const account: Account = {
  ...defaultAccount,
  scheme: 'http',
  host: '192.168.1.10',
  username: 'api',
  extension: '101',
};

export const talkingCan: CallCommand[] = ['hang-up', 'hold', 'mute', 'transfer', 'ask-first'];

const COLOURS: QueueColour[] = ['blue', 'orange', 'green', 'violet', 'teal', 'pink', 'olive', 'red'];
const LETTERS: Record<string, string> = { '6400': 'S', '6401': 'A', '6402': 'R' };

/** As the core marks a queue of this number. */
export const mark = (number: string): QueueMark => ({
  number,
  colour: COLOURS[Number(number) % COLOURS.length] ?? 'blue',
  letter: LETTERS[number] ?? number.slice(-2),
});

export function call(change: Partial<CallView> = {}): CallView {
  return {
    key: 1,
    record: 'r-live',
    note: { text: '', result: '', tags: [] },
    card: null,
    missed: [],
    state: 'ringing',
    direction: 'inbound',
    number: '13800138000',
    name: 'Wang Fang',
    called: '6400',
    keyIn: null,
    queueName: 'Support',
    mark: change.queueName === null ? null : mark(change.called ?? '6400'),
    trunk: 'trunk1',
    started: NOW - 7000,
    answered: null,
    ended: null,
    timer: running(7),
    muted: false,
    muteUnknown: false,
    pending: null,
    end: null,
    pop: true,
    liftPhone: false,
    can: ['hang-up'],
    pages: null,
    ...change,
  };
}

/** Pages for calls; `offered` are the places of those that this call has. */
export function pages(names: string[], offered = names.map((_, place) => place)): CallPages {
  const page = (place: number) => ({ slot: place, name: names[place] ?? '', place });
  return { offered: offered.map(page), places: names.length };
}

export function consult(change: Partial<ConsultView> = {}): ConsultView {
  return {
    call: 1,
    leg: 2,
    number: '102',
    name: 'Zhang Wei',
    step: 'talking',
    hint: null,
    pending: null,
    can: ['hand-over', 'return'],
    ...change,
  };
}

export function queue(change: Partial<QueueView> = {}): QueueView {
  return {
    number: '6400',
    name: 'Support',
    mark: mark(change.number ?? '6400'),
    membership: 'dynamic',
    signedIn: true,
    paused: false,
    leftByYou: false,
    waiting: 2,
    members: [
      { extension: '101', name: 'Li Na', status: 'free' },
      { extension: '102', name: 'Zhang Wei', status: 'talking' },
      { extension: '103', name: 'Chen Jie', status: 'wrap-up' },
    ],
    asOf: null,
    pending: null,
    passwordNeededFor: null,
    can: ['leave', 'pause'],
    ...change,
  };
}

const ACTIONS: HotkeyAction[] = [
  'dial-selection',
  'show-dial',
  'pop-here',
  'hang-up',
  'hold',
  'mute',
  'pause-menu',
  'ready',
  'finish-work',
  'open-page',
  'dismiss-pop',
];

/** Keys for all programs, with what is not as usual. */
export function hotkeys(
  change: Partial<Record<HotkeyAction, [string | null, HotkeyState]>> = {},
  rest: Partial<HotkeysView> = {},
): HotkeysView {
  const usual: typeof change = {
    'dial-selection': ['Ctrl+Alt+D', 'working'],
    'pop-here': ['Ctrl+Alt+Space', 'working'],
  };
  const keys = ACTIONS.map((action) => {
    const [shortcut, state] = change[action] ?? usual[action] ?? [null, 'off'];
    return { action, shortcut, state };
  });
  return { ...defaultView.hotkeys, way: 'keys', keys, ...rest };
}

export const onlineConnection: ConnectionView = {
  ...defaultView.connection,
  state: 'online',
  since: NOW - 42 * MINUTE,
  checks: [
    { step: 'report-port', state: 'passed', detail: '192.168.1.23:8260' },
    { step: 'login', state: 'passed', detail: '192.168.1.10:9011' },
    { step: 'device', state: 'passed', detail: 'UC300, 1.3.8' },
    { step: 'extension', state: 'passed', detail: 'Li Na' },
    { step: 'reports', state: 'passed', detail: null },
  ],
  device: { name: 'UC300', firmware: '1.3.8', serial: 'a09805021987' },
  receiver: {
    address: '192.168.1.23',
    port: 8260,
    lastReport: NOW - 4 * MINUTE,
    mended: 0,
    protection: 'address-and-path',
  },
};

export function notices(...all: Notice[]): NoticeView[] {
  return all.map((notice, index) => ({ id: index + 1, at: NOW - (all.length - index) * MINUTE, notice }));
}

export const playing: MediaState = {
  kind: 'playing',
  position: 2000,
  length: 8000,
  paused: false,
  speed: 100,
  loudness: [20, 60, 100, 40],
};

export function record(change: Partial<CallRecord> = {}): CallRecord {
  return {
    id: '1-1',
    direction: 'inbound',
    number: '13800138000',
    name: 'Wang Fang',
    extension: '101',
    called: '6400',
    started: NOW - 20 * MINUTE,
    answered: NOW - 20 * MINUTE + 6000,
    ended: NOW - 16 * MINUTE,
    outcome: 'answered',
    handedTo: null,
    recording: null,
    channels: [],
    note: { text: '', result: '', tags: [] },
    filledIn: false,
    ...change,
  };
}

export function colleague(change: Partial<ColleagueView> = {}): ColleagueView {
  return {
    extension: '102',
    name: 'Zhang Wei',
    status: 'idle',
    timer: running(191),
    longer: false,
    asOf: null,
    seldom: false,
    queues: [],
    favourite: false,
    watch: 'impossible',
    ...change,
  };
}

export function favourite(change: Partial<FavouriteView> = {}): FavouriteView {
  return {
    number: '102',
    label: '',
    name: 'Zhang Wei',
    status: 'idle',
    asOf: null,
    isGone: false,
    ...change,
  };
}

/** A caller who was missed. */
export function missedRow(change: Partial<MissedRow> = {}): MissedRow {
  return {
    caller: '+8613800138000',
    number: '13800138000',
    canCall: true,
    name: 'Wang Fang',
    company: 'Nordwind GmbH',
    misses: {
      count: 3,
      first: NOW - 80 * MINUTE,
      last: NOW - 20 * MINUTE,
      longestRing: 20,
      queues: [{ number: '6400', name: 'Support' }],
    },
    record: 'r-missed',
    note: { text: '', result: '', tags: [] },
    earlierNote: null,
    tries: [],
    again: false,
    reminder: null,
    ...change,
  };
}

/** Who sits here. */
export function agent(change: Partial<AgentView> = {}): AgentView {
  return { ...defaultAgent, extension: '101', name: 'Li Na', phone: 'idle', ...change };
}

/** How the agent's phone is set up: as it comes. */
export function phoneSetup(change: Partial<PhoneSetup> = {}): PhoneSetup {
  return {
    noAnswer: { kind: 'off' },
    busy: { kind: 'off' },
    ringSeconds: 30,
    mobile: '13900139000',
    asOf: NOW - MINUTE,
    ...change,
  };
}

/** What can be changed of it. */
export const phoneCan: PhoneCommand[] = ['forward-no-answer', 'forward-busy', 'set-ring-time'];

export const REASONS: Reason[] = [
  { id: 'lunch', en: 'Lunch', zh: '午餐', minutes: 30, work: false },
  { id: 'break', en: 'Break', zh: '小休', minutes: 15, work: false },
  { id: 'meeting', en: 'Meeting', zh: '会议', minutes: null, work: true },
  { id: 'other', en: 'Other', zh: '其他', minutes: null, work: false },
];

/** What an agent with these calls is. */
function dutyIn(calls: CallView[]): AgentStateView {
  const stages = ['talking', 'held', 'dialing', 'ringing'] as const;
  const live = stages.flatMap((stage) => {
    const first = calls.find((call) => call.state === stage);
    return first === undefined ? [] : [duty({ state: { kind: 'on-call', call: stage }, timer: first.timer })];
  });
  return live[0] ?? duty();
}

/** What the agent is: ready for some minutes, with what can be chosen. */
export function duty(change: Partial<AgentStateView> = {}): AgentStateView {
  return {
    ...defaultView.agentState,
    state: { kind: 'ready' },
    timer: running(751),
    reasons: REASONS,
    can: ['take-pause'],
    ...change,
  };
}

/** Paused for this reason. */
export const pausedFor = (reason: Reason | null, seconds: number): Partial<AgentStateView> => ({
  state: { kind: 'paused', reason, elsewhere: false },
  timer: running(seconds),
  can: ['be-ready', 'take-pause'],
});

/** An agent at work, in two of three queues, nothing going on. */
export function view(change: Partial<View> = {}): View {
  return {
    ...defaultView,
    revision: 1,
    now: NOW,
    connection: onlineConnection,
    agent: agent(),
    agentState: dutyIn(change.calls ?? []),
    dial: { ...defaultView.dial, possible: true },
    hotkeys: hotkeys(),
    queues: [queue()],
    voicemail: { ...defaultView.voicemail, asOf: NOW - 2 * MINUTE },
    historyRevision: 1,
    settings: {
      ...defaultView.settings,
      account,
      preferences: {
        ...defaultView.settings.preferences,
        outsidePrefix: '9',
        language: 'en',
        theme: 'light',
        country: 'CN',
      },
    },
    passwordKept: 'keyring',
    ...change,
  };
}

/** Nobody has signed in yet. */
export function firstStart(connection: Partial<ConnectionView> = {}): View {
  const base = view();
  return view({
    agent: null,
    agentState: defaultView.agentState,
    queues: [],
    passwordKept: null,
    dial: defaultView.dial,
    settings: { ...base.settings, account: null },
    connection: { ...defaultView.connection, since: NOW, ...connection },
  });
}

const isAnswered = ({ state }: CallView) => state === 'talking' || state === 'held';

/** What the core makes of a view for the pop-up. */
export function popView({ revision, now, clock, calls, consult, testCall, settings }: View): PopView {
  const { language, theme, pop } = settings.preferences;
  const shown = calls.filter((call) => call.pop);
  const stays = pop.after === 'whole' ? shown.at(-1) : undefined;
  const whole = shown.findLast((call) => !isAnswered(call)) ?? stays ?? null;
  const strips = shown.filter((call) => call !== whole).slice(-4);
  return { revision, now, clock, whole, strips, consult, testCall, language, theme };
}
