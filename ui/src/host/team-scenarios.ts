// Scenarios of colleagues and of numbers at hand.

import { defaultView, type ColleagueView, type FavouriteView, type View } from '../contract';
import * as make from './samples';

const { MINUTE, NOW, ODD_NAMES: odd } = make;

const support = { number: '6400', name: 'Support', paused: false };
const sales = { number: '6401', name: 'Sales', paused: true };

const colleagues: ColleagueView[] = [
  make.colleague({ favourite: true, status: 'in-use', watch: 'on', queues: [support, sales] }),
  make.colleague({
    extension: '103',
    name: 'Chen Jie',
    queues: [support],
    longer: true,
    timer: make.running(760),
  }),
  make.colleague({
    extension: '107',
    name: 'Zhao Min',
    status: 'ringing',
    watch: 'possible',
    timer: make.running(4),
  }),
  make.colleague({ extension: '108', name: 'Wu Lei', status: 'on-hold', watch: 'possible', seldom: true }),
  make.colleague({
    extension: '110',
    name: null,
    status: 'unavailable',
    watch: 'possible',
    timer: make.running(9000),
  }),
  make.colleague({
    extension: '111',
    name: '<b>Eve</b>',
    status: 'unknown',
    watch: 'possible',
    longer: true,
  }),
  make.colleague({ extension: '112', name: 'Fax', status: 'faulty', watch: 'possible' }),
  ...Object.values(odd).map((name, index) =>
    make.colleague({
      extension: `12${index}`,
      name,
      queues: [{ ...sales, name }, support],
      asOf: index === 0 ? NOW - 12 * MINUTE : null,
    }),
  ),
];

const team = (change: Partial<View['team']> = {}, view: Partial<View> = {}): View =>
  make.view({
    team: { ...defaultView.team, rows: colleagues, total: colleagues.length, ...change },
    queues: [make.queue(), make.queue({ number: '6401', name: odd.chinese })],
    ...view,
  });

const favourites: FavouriteView[] = [
  make.favourite({ status: 'in-use' }),
  make.favourite({ number: '103', name: 'Chen Jie', label: 'Second level' }),
  make.favourite({ number: '+86 138 0013 8000', name: null, label: 'Wang Fang', status: null }),
  make.favourite({ number: '107', name: 'Zhao Min', status: 'ringing' }),
  make.favourite({ number: '110', name: 'Front door', status: 'unavailable' }),
  make.favourite({ number: '199', name: null, status: null, isGone: true }),
  make.favourite({ number: '6401', name: 'Sales', status: null }),
];

const talking = make.call({ state: 'talking', timer: make.running(192), pop: false, can: make.talkingCan });
const many = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    make.colleague({ extension: String(2000 + at), name: `Colleague ${at}`, timer: make.running(60 * at) }),
  );
const full = Array.from({ length: 24 }, (_, at) =>
  make.favourite({
    number: String(3000 + at),
    label: at % 3 === 0 ? (Object.values(odd)[at % 5] ?? '') : '',
    name: `Colleague ${at}`,
    asOf: at % 4 === 1 ? NOW - 9 * MINUTE : null,
  }),
);

export const teamScenarios: Record<string, View> = {
  team: team(),
  'team-in-call': team({}, { calls: [talking], agent: make.agent({ phone: 'in-use' }) }),
  'team-old': team(
    {
      rows: colleagues.map((one) => ({ ...one, asOf: NOW - 3 * MINUTE, watch: 'impossible' as const })),
    },
    { connection: { ...make.onlineConnection, state: 'reconnecting', until: NOW + 20_000 } },
  ),
  'team-many': team({ rows: many(250), total: 1000, hidden: 750 }),
  'team-none': team({ rows: [], total: 0 }),
  favourites: make.view({ favourites, recent: [{ number: '13800138000', name: 'Wang Fang' }] }),
  'favourites-in-call': make.view({ favourites, calls: [talking], agent: make.agent({ phone: 'in-use' }) }),
  'favourites-full': make.view({
    favourites: full,
    notices: make.notices({
      kind: 'favourites-taken',
      taken: 2,
      leftOut: [
        { line: 3, why: 'no-number', text: '' },
        { line: 4, why: 'not-a-number', text: odd.latin.slice(0, 40) },
        { line: 7, why: 'full', text: '13800138000' },
      ],
      more: 4,
    }),
  }),
};
