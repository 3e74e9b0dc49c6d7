// Scenarios of missed calls as work.

import { defaultView, type MissedRow, type MissedView, type View } from '../contract';
import * as make from './samples';

const { MINUTE, NOW, ODD_NAMES: odd } = make;

const missed = (change: Partial<MissedView>): View =>
  make.view({
    missed: { ...defaultView.missed, open: change.rows?.length ?? 0, ...change },
  });

const rows: MissedRow[] = [
  make.missedRow({
    tries: [{ at: NOW - 12 * MINUTE, outcome: 'busy' }],
    earlierNote: 'Wants an offer for 40 units',
  }),
  make.missedRow({
    caller: '+4930123456',
    number: '+49 30 123456',
    name: null,
    company: null,
    again: true,
    misses: { count: 1, first: NOW - 50 * MINUTE, last: NOW - 50 * MINUTE, longestRing: 34, queues: [] },
    reminder: NOW + 28 * MINUTE,
    record: 'r-2',
  }),
  make.missedRow({
    caller: 'withheld 7',
    number: null,
    canCall: false,
    name: null,
    company: null,
    misses: {
      count: 1,
      first: NOW - 9 * MINUTE,
      last: NOW - 9 * MINUTE,
      longestRing: 8,
      queues: [{ number: '6401', name: 'Sales' }],
    },
    record: 'r-3',
  }),
  make.missedRow({
    caller: '103',
    number: '103',
    name: 'Chen Jie',
    company: null,
    misses: { count: 2, first: NOW - 1500 * MINUTE, last: NOW - 4 * MINUTE, longestRing: 12, queues: [] },
    record: 'r-4',
    reminder: NOW - 2 * MINUTE,
  }),
];

const due = [
  {
    caller: '103',
    number: '103',
    canCall: true,
    name: 'Chen Jie',
    at: NOW - 2 * MINUTE,
    late: false,
    told: 1,
  },
  {
    caller: 'withheld 7',
    number: null,
    canCall: false,
    name: null,
    at: NOW - 190 * MINUTE,
    late: true,
    told: 0,
  },
];

const oddRows = Object.values(odd).map((name, at) =>
  make.missedRow({
    caller: `odd ${at}`,
    number: make.LONG_NUMBER,
    name,
    company: odd.chinese,
    misses: {
      count: 1234,
      first: NOW - 100_000 * MINUTE,
      last: NOW - at * MINUTE,
      longestRing: 6000,
      queues: Object.values(odd).map((name, at) => ({ number: `640${at}`, name })),
    },
    record: `r-odd-${at}`,
    earlierNote: odd.latin,
    tries: Array.from({ length: 20 }, () => ({ at: NOW - 30_000 * MINUTE, outcome: 'failed' as const })),
    again: true,
    reminder: NOW + 3000 * MINUTE,
  }),
);

const lastCall = {
  name: null,
  company: 'Nordwind GmbH',
  people: [],
  e164: null,
  lastCalls: [{ started: NOW - 9 * MINUTE, direction: 'inbound' as const, outcome: 'missed' as const }],
  lastNote: 'Wants an offer for 40 units',
};

export const missedScenarios: Record<string, View> = {
  missed: missed({ rows, due }),
  'pop-missed': make.view({
    calls: [make.call({ missed: [NOW - 70 * MINUTE, NOW - 9 * MINUTE], card: lastCall })],
  }),
  'missed-undo': missed({ rows: rows.slice(1, 3), undo: 2, asOf: NOW - 190 * MINUTE }),
  'missed-many': missed({
    open: 512,
    rows: Array.from({ length: 500 }, (_, at) =>
      make.missedRow({
        caller: `+8613800138${String(at).padStart(3, '0')}`,
        number: `13800138${String(at).padStart(3, '0')}`,
        name: at % 3 === 0 ? null : `Caller ${at}`,
        record: `r-${at}`,
      }),
    ),
  }),
  'missed-names': missed({
    rows: oddRows,
    due: oddRows.map(({ caller, number, name }) => ({
      caller,
      number,
      name,
      canCall: true,
      at: NOW - 20_000 * MINUTE,
      late: true,
      told: 0,
    })),
  }),
};
