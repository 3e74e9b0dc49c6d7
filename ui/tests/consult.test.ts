// Somebody is asked first: what begins it, what is shown of it, and what it leads to.

import { waitFor } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import type { ConsultView, View } from '../src/contract';
import { call, colleague, consult, notices, running, talkingCan, view } from '../src/host/samples';
import { speak } from '../src/i18n.svelte';
import { all, at, inside, isDisabled, mainWindow, popWindow, text, wishes } from './stage';

beforeEach(() => speak('en'));

const talking = call({ state: 'talking', can: talkingCan, timer: running(192) });
const waits = call({ state: 'held', can: [], timer: running(192) });
const leg = call({
  key: 2,
  record: 'r2',
  state: 'talking',
  direction: 'internal',
  number: '102',
  name: 'Zhang Wei',
  can: ['hold', 'mute'],
});
const asking = (change: Partial<ConsultView> = {}, more: Partial<View> = {}): View =>
  view({ calls: [waits, leg], consult: consult(change), ...more });

test('the button opens a field, Enter sends it, and the keyboard is in the bracket', async () => {
  const { host, user, show } = await mainWindow(view({ calls: [talking] }));
  await user.click(at('call-consult'));
  await waitFor(() => expect(document.activeElement).toBe(at('consult-target')));
  await user.keyboard('102{Enter}');
  await waitFor(() => expect(wishes(host)).toEqual([{ kind: 'ask-first', call: 1, to: '102' }]));
  await show(asking({ step: 'holding', leg: null, can: [] }, { revision: 2, calls: [waits] }));
  await waitFor(() => expect(document.activeElement).toBe(at('consult')));
});

test('Control Shift Y opens it too', async () => {
  const { user } = await mainWindow(view({ calls: [talking] }));
  await user.keyboard('{Control>}{Shift>}Y{/Shift}{/Control}');
  await waitFor(() => expect(at('consult-target')).toBeTruthy());
});

test('a call about which nobody can be asked has no way to begin', async () => {
  await mainWindow(view({ calls: [{ ...talking, can: ['hang-up', 'hold'] }] }));
  expect(isDisabled(at('call-consult'))).toBe(true);
});

test('the two calls stand together, and what rings besides stands behind them', async () => {
  const third = call({ key: 3, record: 'r3', name: 'Chen Jie' });
  await mainWindow(view({ calls: [waits, third, leg], consult: consult() }));
  expect(all('call').map((one) => one.dataset['state'])).toEqual(['held', 'talking', 'ringing']);
  expect(at('consult').dataset['step']).toBe('talking');
  expect(text(at('consult'))).toContain('Wang Fang waits. You are talking to Zhang Wei.');
  expect(isDisabled(inside('call', 0).getByTestId('call-hangup'))).toBe(true);
});

test('hand over and back are sent; what waits for the end of the other call says so', async () => {
  const { host, user, show } = await mainWindow(asking());
  await user.click(at('consult-complete'));
  await user.click(at('consult-return'));
  expect(wishes(host)).toEqual([
    { kind: 'consult', command: 'hand-over' },
    { kind: 'consult', command: 'return' },
  ]);
  const waiting = { hint: { kind: 'hang-up-to-hand-over' }, pending: 'hand-over', can: ['return'] } as const;
  await show(asking({ ...waiting, can: ['return'] }, { revision: 2 }));
  expect(text(at('consult-hint'))).toBe(
    'Let Zhang Wei hang up, or hang up on your phone: Wang Fang is handed over then.',
  );
  expect(at('consult-complete').getAttribute('aria-disabled')).toBe('true');
  expect(isDisabled(at('consult-return'))).toBe(false);
});

test.each([
  [{ kind: 'dial-on-phone' }, 'Dial 102 on your phone; I follow.'],
  [{ kind: 'busy' }, 'Zhang Wei is busy.'],
  [{ kind: 'no-answer-yet' }, 'Zhang Wei has not answered yet. Wang Fang is still on hold.'],
  [{ kind: 'not-reached', reason: '503' }, 'Zhang Wei was not reached: 503'],
  [{ kind: 'no-sign' }, 'The phone system agreed, and Wang Fang is still here. Try again, or go back.'],
] as const)('%o is said', async (hint, says) => {
  await mainWindow(asking({ step: 'failed', leg: null, hint, can: ['return'] }, { calls: [waits] }));
  expect(text(at('consult-hint'))).toBe(says);
});

test('where it stands, and what to do, is announced', async () => {
  const { show } = await mainWindow(asking());
  const waiting: Partial<ConsultView> = {
    hint: { kind: 'hang-up-to-return' },
    pending: 'return',
    can: ['hand-over'],
  };
  await show(asking(waiting, { revision: 2 }));
  await waitFor(() =>
    expect(all('announce-politely').map(text).join()).toContain(
      'Let Zhang Wei hang up, or hang up on your phone',
    ),
  );
});

test('a row of the team asks first while a call goes on', async () => {
  const rows = { rows: [colleague()], total: 1, hidden: 0, free: null };
  const { host, user, show } = await mainWindow(view({ calls: [talking], team: rows }), 'team');
  await user.click(at('team-consult'));
  expect(wishes(host)).toEqual([{ kind: 'ask-first', call: 1, to: '102' }]);
  await show(asking({}, { revision: 2, team: rows }));
  expect(all('team-consult')).toHaveLength(0);
});

test('who waited and is gone is told, with whom the agent talks', async () => {
  const gone = notices({ kind: 'waiter-gone', name: 'Wang Fang', hungUp: true, with: 'Zhang Wei' });
  await mainWindow(view({ calls: [leg], notices: gone }));
  expect(text(at('message'))).toContain('Wang Fang hung up');
  expect(text(at('message'))).toContain('You are talking to Zhang Wei.');
});

const notHeld: Partial<ConsultView> = {
  step: 'failed',
  leg: null,
  hint: { kind: 'not-held' },
  can: ['return', 'try-again'],
};

test('a hold that was refused is tried again, or left', async () => {
  const { host, user } = await mainWindow(asking(notHeld, { calls: [talking] }));
  expect(text(at('consult'))).toContain('Wang Fang was not put on hold. Nobody was called.');
  expect(all('consult-complete')).toHaveLength(0);
  await user.click(at('consult-again'));
  expect(text(at('consult-return'))).toBe('Go on talking');
  await user.click(at('consult-return'));
  expect(wishes(host)).toEqual([
    { kind: 'consult', command: 'try-again' },
    { kind: 'consult', command: 'return' },
  ]);
});

const silent = { ...leg, pop: false };

test('the pop-up hands over and takes back, beside the call that waits', async () => {
  const { host, user, show } = await popWindow(asking({}, { calls: [waits, silent] }));
  expect(text(at('pop-hint'))).toBe('Waits. Talking to Zhang Wei');
  // Who waits is never hung up.
  expect(all('pop-hangup')).toHaveLength(0);
  expect(all('pop-hold')).toHaveLength(0);
  await user.click(at('pop-hand-over'));
  await user.click(at('pop-return'));
  expect(wishes(host)).toEqual([
    { kind: 'consult', command: 'hand-over' },
    { kind: 'consult', command: 'return' },
  ]);
  expect(at('pop-return').getAttribute('aria-label')).toBe('Back: Wang Fang');
  const waiting = { hint: { kind: 'hang-up-to-hand-over' }, pending: 'hand-over', can: ['return'] } as const;
  await show(asking({ ...waiting, can: ['return'] }, { revision: 2, calls: [waits, silent] }));
  expect(text(at('pop-hint'))).toContain('Let Zhang Wei hang up');
  expect(at('pop-hand-over').getAttribute('aria-disabled')).toBe('true');
});

test('where the pop-up does not show who waits, the deeds stand beside who is asked', async () => {
  const { show } = await popWindow(asking({}, { calls: [{ ...waits, pop: false }, leg] }));
  expect(all('pop-hand-over')).toHaveLength(1);
  await show(asking({}, { revision: 2, calls: [waits, leg] }));
  expect(all('pop-hand-over')).toHaveLength(1);
  await show(asking({ ...notHeld }, { revision: 3, calls: [talking] }));
  expect(at('pop-try-again')).toBeTruthy();
  await show(view({ revision: 4, calls: [talking] }));
  expect(all('pop-return')).toHaveLength(0);
  expect(at('pop-hold')).toBeTruthy();
});
