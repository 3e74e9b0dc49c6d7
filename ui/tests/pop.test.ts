import { waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { call, running, talkingCan, view } from '../src/host/samples';
import { all, at, isDisabled, popWindow, text } from './stage';

test('who calls, through which queue, and two ways out', async () => {
  const { host, user } = await popWindow(view({ calls: [call({ name: '<b>Eve</b>' })] }));
  expect(at('pop-name').textContent).toBe('<b>Eve</b>');
  expect(text(at('pop-number'))).toBe('13800138000');
  expect(text(at('pop-called'))).toBe('Queue Support 6400');
  expect(at('pop-call').dataset['state']).toBe('ringing');
  await user.click(at('pop-hangup'));
  await user.click(at('pop-dismiss'));
  await user.click(at('pop-open'));
  expect(host.intents).toEqual([
    { kind: 'call', call: 1, command: 'hang-up' },
    { kind: 'dismiss-pop', call: 1 },
  ]);
  expect(host.opened).toBe(1);
});

test('an unknown number stands where the name would', async () => {
  await popWindow(view({ calls: [call({ name: null })] }));
  expect(text(at('pop-number'))).toBe('13800138000');
  expect(text(at('pop-name'))).toBe('Unknown caller');
});

test('only calls that pop are shown, the newest ringing one first; the others are a click away', async () => {
  const calls = [
    call({ key: 1, name: 'Silent', pop: false }),
    call({ key: 2, name: 'First' }),
    call({ key: 3, name: 'Second' }),
    call({ key: 4, name: 'Talker', state: 'talking', can: talkingCan }),
    call({ key: 5, name: 'Gone', state: 'ended', end: { kind: 'by-other' } }),
  ];
  const { user, show } = await popWindow(view({ calls }));
  expect(all('pop-tab').map(text)).toEqual([
    'Second, Ringing',
    'First, Ringing',
    'Talker, Talking',
    'Gone, Ended',
  ]);
  expect(text(at('pop-name'))).toBe('Second');
  await user.click(all('pop-tab')[1] as HTMLElement);
  expect(text(at('pop-name'))).toBe('First');
  await show(view({ revision: 2, calls: calls.filter((one) => one.key !== 2) }));
  expect(text(at('pop-name'))).toBe('Second');
});

test('a new ring comes in front of the tab that was chosen', async () => {
  const talking = call({ key: 1, name: 'Talker', state: 'talking', can: talkingCan });
  const waiting = call({ key: 2, name: 'Waiter' });
  const { user, show } = await popWindow(view({ calls: [talking, waiting] }));
  await user.click(all('pop-tab')[1] as HTMLElement);
  expect(text(at('pop-name'))).toBe('Talker');
  // What was known when the tab was chosen does not take its place, whatever becomes of it.
  await show(view({ revision: 2, calls: [talking, { ...waiting, timer: running(9) }] }));
  expect(text(at('pop-name'))).toBe('Talker');
  await show(view({ revision: 3, calls: [talking, waiting, call({ key: 3, name: 'Third' })] }));
  expect(text(at('pop-name'))).toBe('Third');
});

test('what the core would refuse can’t be clicked', async () => {
  await popWindow(view({ calls: [call({ can: ['hold', 'mute', 'transfer'] })] }));
  expect(isDisabled(at('pop-hangup'))).toBe(true);
});

test('without a call the pop-up is empty', async () => {
  await popWindow(view());
  expect(all('pop-call')).toHaveLength(0);
});

test('what the core refuses is said in the pop-up itself', async () => {
  const { host, user } = await popWindow(view({ calls: [call()] }));
  host.refusal = { kind: 'no-such-call' };
  await user.click(at('pop-hangup'));
  expect(text(at('pop-hint'))).toBe('That call is over.');
});

test('arrows go from tab to tab, and each says how its call stands', async () => {
  const calls = [call({ key: 1, name: 'First' }), call({ key: 2, name: 'Second', state: 'talking' })];
  const { user } = await popWindow(view({ calls }));
  expect(all('pop-tab').map((tab) => [text(tab), tab.tabIndex])).toEqual([
    ['First, Ringing', 0],
    ['Second, Talking', -1],
  ]);
  (all('pop-tab')[0] as HTMLElement).focus();
  await user.keyboard('{ArrowRight}');
  await waitFor(() => expect(document.activeElement).toBe(all('pop-tab')[1]));
  expect(text(at('pop-name'))).toBe('Second');
  const panel = document.querySelector('[role=tabpanel]');
  expect(panel?.getAttribute('aria-labelledby')).toBe(all('pop-tab')[1]?.id);
});

test('a call that is over can’t be hung up', async () => {
  await popWindow(view({ calls: [call({ state: 'ended', end: { kind: 'by-other' }, can: [] })] }));
  expect(all('pop-hangup')).toHaveLength(0);
});
