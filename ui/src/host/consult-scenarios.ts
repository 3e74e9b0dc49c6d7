// Scenarios of somebody who is asked first.

import type { CallView, ConsultView, View } from '../contract';
import * as make from './samples';

const { ODD_NAMES: odd } = make;

const waits = make.call({ state: 'held', timer: make.running(192), pop: false, can: [] });
const leg = make.call({
  key: 2,
  record: 'r-leg',
  state: 'talking',
  direction: 'internal',
  number: '102',
  name: 'Zhang Wei',
  called: null,
  queueName: null,
  trunk: null,
  timer: make.running(21),
  pop: false,
  can: ['hold', 'mute'],
});

const asked = (consult: Partial<ConsultView>, calls: CallView[] = [waits, leg]): View =>
  make.view({
    calls,
    consult: make.consult({ leg: calls.length > 1 ? 2 : null, ...consult }),
    agent: make.agent({ phone: 'in-use' }),
  });

const { settings } = make.view();
const { preferences } = settings;
const whole = {
  ...settings,
  preferences: { ...preferences, pop: { ...preferences.pop, after: 'whole' as const } },
};

export const consultScenarios: Record<string, View> = {
  'consult-holding': asked({ step: 'holding', can: [] }, [
    { ...waits, state: 'talking', pending: 'hold', can: [] },
  ]),
  'consult-by-hand': asked({ step: 'dialing', hint: { kind: 'dial-on-phone' }, can: ['return'] }, [
    { ...waits, can: ['unhold'] },
  ]),
  'consult-dialing': asked({ step: 'dialing', hint: { kind: 'no-answer-yet' }, can: ['return'] }, [
    waits,
    { ...leg, state: 'dialing', can: [] },
  ]),
  'consult-talking': asked({}),
  'consult-third': asked({}, [waits, leg, make.call({ key: 3, record: 'r-3', name: 'Chen Jie' })]),
  'consult-waits-for-hang-up': asked({
    hint: { kind: 'hang-up-to-hand-over' },
    pending: 'hand-over',
    can: ['return'],
  }),
  'consult-busy': asked({ step: 'ended', hint: { kind: 'busy' }, can: ['return'] }, [
    { ...waits, can: ['hang-up', 'unhold', 'transfer'] },
  ]),
  'consult-handing': asked({ step: 'handing', pending: 'hand-over', can: [] }, [
    { ...waits, pending: 'transfer', can: [] },
  ]),
  'consult-failed': asked({ step: 'failed', hint: { kind: 'no-sign' }, can: ['hand-over', 'return'] }, [
    { ...waits, can: ['hang-up', 'unhold', 'transfer'] },
  ]),
  'consult-not-held': asked({ step: 'failed', hint: { kind: 'not-held' }, can: ['return', 'try-again'] }, [
    { ...waits, state: 'talking', can: make.talkingCan },
  ]),
  'consult-pop': asked({}, [{ ...waits, pop: true }, leg]),
  'consult-pop-waits': asked(
    { name: odd.latin, hint: { kind: 'hang-up-to-hand-over' }, pending: 'hand-over', can: ['return'] },
    [{ ...waits, name: odd.turning, pop: true }, leg],
  ),
  'consult-pop-whole': {
    ...asked({}, [{ ...waits, pop: true }, leg]),
    settings: whole,
  },
  'consult-names': asked(
    { name: odd.latin, hint: { kind: 'hang-up-to-return' }, pending: 'return', can: ['hand-over'] },
    [
      { ...waits, name: odd.turning },
      { ...leg, name: odd.latin },
    ],
  ),
  'consult-gone': make.view({
    calls: [leg],
    notices: make.notices(
      { kind: 'waiter-gone', name: 'Wang Fang', hungUp: true, with: 'Zhang Wei' },
      { kind: 'nobody-takes-over', name: 'Wang Fang', to: 'Zhang Wei' },
      { kind: 'transferred-on-phone', name: 'Wang Fang' },
    ),
  }),
};
