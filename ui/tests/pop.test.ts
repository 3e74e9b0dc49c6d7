import { fireEvent } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { call, running, talkingCan, view } from '../src/host/samples';
import { all, at, inside, isDisabled, popWindow, text } from './stage';

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

const calls = [
  call({ key: 1, name: 'Silent', pop: false }),
  call({ key: 2, name: 'First' }),
  call({ key: 3, name: 'Talker', state: 'talking', can: talkingCan }),
  call({ key: 4, name: 'Second' }),
];
const strips = () => all('pop-strip').map((strip) => `${strip.dataset['state']} ${strip.ariaLabel}`);

test('the newest ring is whole, each other call that pops is a strip', async () => {
  const { host, user, show } = await popWindow(view({ calls }));
  expect(text(inside('pop-call').getByTestId('pop-name'))).toBe('Second');
  expect(strips()).toEqual(['ringing Call with First', 'talking Call with Talker']);
  expect(inside('pop-strip', 0).queryByTestId('pop-hold')).toBeNull();
  for (const testid of ['pop-hold', 'pop-mute', 'pop-hangup', 'pop-open', 'pop-dismiss']) {
    await user.click(inside('pop-strip', 1).getByTestId(testid));
  }
  expect(host.intents).toEqual([
    { kind: 'call', call: 3, command: 'hold' },
    { kind: 'call', call: 3, command: 'mute' },
    { kind: 'call', call: 3, command: 'hang-up' },
    { kind: 'dismiss-pop', call: 3 },
  ]);
  expect(host.opened).toBe(1);
  await show(view({ revision: 2, calls: calls.slice(0, 3) }));
  expect(text(inside('pop-call').getByTestId('pop-name'))).toBe('First');
});

test('an answered call is a strip that says how it stands, and what the core refuses', async () => {
  const held = call({ state: 'held', muted: true, can: ['hang-up', 'unhold'] });
  const { host, user, show } = await popWindow(view({ calls: [held] }));
  expect(all('pop-call')).toHaveLength(0);
  expect(at('pop-strip').dataset).toMatchObject({ state: 'held', colour: 'blue' });
  expect(at('pop-hold').ariaPressed).toBe('true');
  expect(text(at('pop-hint'))).toBe('Muted');
  expect(document.querySelector('h1')?.textContent).toBe('Call with Wang Fang');
  await show(view({ revision: 2, calls: [{ ...held, muted: false }] }));
  expect(text(at('pop-hint'))).toBe('On hold');
  host.refusal = { kind: 'no-such-call' };
  await user.click(at('pop-hold'));
  expect(text(at('pop-hint'))).toBe('That call is over.');
});

test('a click that comes before one can have seen it is none', async () => {
  const { show } = await popWindow(view({ calls: [call()] }));
  // The browser for tests knows the property alone.
  const takesClicks = () => !at('pop').inert;
  expect(takesClicks()).toBe(false);
  await fireEvent.animationEnd(at('pop-moment'));
  expect(takesClicks()).toBe(true);
  await show(view({ revision: 2, calls: [call({ timer: running(9) })] }));
  expect(takesClicks()).toBe(true);
  // What comes in moves the buttons.
  await show(view({ revision: 3, calls: [call(), call({ key: 2 })] }));
  expect(takesClicks()).toBe(false);
  await fireEvent.animationEnd(at('pop-moment'));
  expect(takesClicks()).toBe(true);
});

test('it is dragged by what is no button, and a press alone moves nothing', async () => {
  const { host } = await popWindow(view({ calls: [call()] }));
  const pop = at('pop');
  const pointer = (type: string, on: Element, x: number) =>
    on.dispatchEvent(new MouseEvent(type, { bubbles: true, screenX: x, screenY: 5, clientX: x, clientY: 5 }));
  pointer('pointerdown', at('pop-hangup'), 10);
  pointer('pointermove', pop, 90);
  pointer('pointerup', pop, 90);
  expect(host.drags).toEqual([]);
  pointer('pointerdown', at('pop-called'), 10);
  pointer('pointermove', pop, 12);
  pointer('pointerup', pop, 12);
  expect(host.drags).toEqual([{ 'take-hold': { x: 10, y: 5 } }, 'let-go']);
  pointer('pointerdown', at('pop-called'), 10);
  pointer('pointermove', pop, 60);
  pointer('pointermove', pop, 61);
  pointer('pointerup', pop, 61);
  pointer('pointermove', pop, 80);
  expect(host.drags.slice(2)).toEqual([{ 'take-hold': { x: 10, y: 5 } }, 'move', 'move', 'let-go']);
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

test('a call that is over can’t be hung up', async () => {
  await popWindow(view({ calls: [call({ state: 'ended', end: { kind: 'by-other' }, can: [] })] }));
  expect(all('pop-hangup')).toHaveLength(0);
});

test('under the keyboard it is a dialog on a button that does no harm, until Escape', async () => {
  const { host, user } = await popWindow(view({ calls: [call()] }));
  expect(at('pop').getAttribute('role')).toBeNull();
  await user.keyboard('{Escape}');
  expect(host.left).toBe(0);
  await fireEvent.focus(window);
  expect(at('pop').getAttribute('role')).toBe('dialog');
  expect(document.activeElement).toBe(at('pop-open'));
  await user.keyboard('{Escape}');
  expect(host.left).toBe(1);
  expect(at('pop').getAttribute('role')).toBeNull();
});

test('what was refused is said on the strip of its call alone, and no longer when something becomes of the call', async () => {
  const two = (state: 'talking' | 'held') => [
    call({ key: 3, name: 'Talker', state, can: talkingCan }),
    call({ key: 4, name: 'Waiter', state: 'held', can: ['unhold'] }),
  ];
  const { host, user, show } = await popWindow(view({ calls: two('talking') }));
  host.refusal = { kind: 'no-such-call' };
  await user.click(inside('pop-strip', 0).getByTestId('pop-hold'));
  const hints = () => all('pop-hint').map(text);
  expect(hints()).toEqual(['That call is over.', 'On hold']);
  await show(view({ revision: 2, calls: two('held') }));
  expect(hints()).toEqual(['On hold', 'On hold']);
});
