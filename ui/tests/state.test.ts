// The agent's state at the left of the strip: what it says, and what can be chosen.

import { cleanup, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { AgentStateView, Intent, Reason, View, WhyUnreachable } from '../src/contract';
import {
  agent,
  call,
  duty,
  notices,
  onlineConnection,
  pausedFor,
  queue,
  REASONS,
  running,
  view,
} from '../src/host/samples';
import { dayScenarios } from '../src/host/day-scenarios';
import { noticeText } from '../src/notices/notice-text';
import { all, at, isDisabled, mainWindow, text, wishes } from './stage';

const [lunch] = REASONS as [Reason];
const inState = (change: Partial<AgentStateView>, other: Partial<View> = {}) =>
  view({ agentState: duty(change), ...other });
const onCall: Partial<AgentStateView> = { state: { kind: 'on-call', call: 'talking' } };

test.each<[Partial<AgentStateView>, string]>([
  [{}, 'Ready 12:31'],
  [pausedFor(lunch, 61), 'Paused · Lunch 01:01 / 30 min'],
  [pausedFor(null, 61), 'Paused 01:01'],
  [{ ...onCall, next: { kind: 'paused', reason: lunch } }, 'On a call 12:31 Then: Lunch'],
  [{ ...onCall, next: { kind: 'ready' } }, 'On a call 12:31 Then: Ready'],
  [{ otherwise: ['Support', 'Sales'] }, 'Ready 12:31 Paused in Support, Sales'],
  [{ ...pausedFor(lunch, 1), otherwise: ['Sales'] }, 'Paused · Lunch 00:01 / 30 min Still ready in Sales'],
  [{ state: { kind: 'paused', reason: null, elsewhere: true } }, 'Paused · by somebody else 12:31'],
  [{ changing: true }, 'Getting ready… 12:31'],
])('%o reads %s', async (change, words) => {
  await mainWindow(inState(change));
  expect(text(at('agent-state').querySelector('.words') as HTMLElement)).toBe(words);
});

test('programs read it by its attributes', async () => {
  const { show } = await mainWindow(inState(pausedFor(lunch, 1)));
  expect({ ...at('agent-state').dataset }).toMatchObject({ state: 'paused', reason: 'lunch' });
  await show(inState({ ...onCall, next: { kind: 'paused', reason: lunch } }, { revision: 2 }));
  expect({ ...at('agent-state').dataset }).toMatchObject({
    state: 'on-call',
    call: 'talking',
    next: 'lunch',
  });
});

test('after its minutes a pause looks otherwise', async () => {
  const { show } = await mainWindow(inState(pausedFor(lunch, 30 * 60 - 5)));
  expect(at('agent-state').classList.contains('over')).toBe(false);
  await show(inState(pausedFor(lunch, 30 * 60), { revision: 2 }));
  expect(at('agent-state').classList.contains('over')).toBe(true);
});

test('a reason is two clicks or one key away, and the keyboard comes back', async () => {
  const { host, user } = await mainWindow(view());
  await user.click(at('state-menu'));
  await user.click(all('pause-reason').find((one) => one.dataset['reason'] === 'break') as HTMLElement);
  expect(document.activeElement).toBe(at('state-menu'));
  await user.keyboard('{Enter}1');
  await user.keyboard('{Enter}{ArrowDown}{ArrowDown}{Enter}');
  const pause = (reason: string) => ({ kind: 'take-pause', reason, text: '' });
  expect(wishes(host)).toEqual([pause('break'), pause('lunch'), pause('break')]);
  await user.keyboard('{Enter}{Escape}');
  expect(all('pause-reason')).toHaveLength(0);
  expect(document.activeElement).toBe(at('state-menu'));
});

test('another reason is typed', async () => {
  const { host, user } = await mainWindow(view());
  await user.click(at('state-menu'));
  await user.keyboard('4');
  await waitFor(() => expect(document.activeElement).toBe(at('pause-other')));
  await user.keyboard('dentist 3{Enter}');
  expect(wishes(host)).toEqual([{ kind: 'take-pause', reason: 'other', text: 'dentist 3' }]);
});

test.each<[Partial<AgentStateView>, string, Intent]>([
  [{}, 'Pause', { kind: 'take-pause', reason: null, text: '' }],
  [pausedFor(lunch, 1), 'Back to ready', { kind: 'be-ready' }],
  [
    { ...onCall, next: { kind: 'ready' }, can: ['drop-next'] },
    'No change after the call',
    { kind: 'drop-next' },
  ],
])('one button for what is next %#', async (change, label, intent) => {
  const { host, user } = await mainWindow(inState(change));
  expect(text(at('state-toggle'))).toBe(label);
  await user.click(at('state-toggle'));
  expect(wishes(host)).toEqual([intent]);
});

test('where a reason is required, the button asks for it', async () => {
  const { host, user } = await mainWindow(inState({ reasonRequired: true }));
  await user.click(at('state-toggle'));
  expect(wishes(host)).toEqual([]);
  expect(all('pause-reason').map((one) => one.dataset['reason'])).toEqual([
    'lunch',
    'break',
    'meeting',
    'other',
  ]);
});

test('while the queues are asked, nothing is asked twice and the keyboard stays', async () => {
  const { host, user, show } = await mainWindow(view());
  await user.click(at('state-toggle'));
  await show(inState({ changing: true }, { revision: 2 }));
  expect(isDisabled(at('state-toggle'))).toBe(true);
  expect(document.activeElement).toBe(at('state-toggle'));
  await user.click(at('state-toggle'));
  expect(wishes(host)).toHaveLength(1);
});

const away = { ...onlineConnection, state: 'reconnecting' as const };
test.each<[WhyUnreachable, Partial<View>, Intent]>([
  ['no-connection', { connection: away }, { kind: 'retry-now' }],
  [
    'phone-unregistered',
    { agent: agent({ can: ['check-phone'] }) },
    { kind: 'phone', command: 'check-phone' },
  ],
  ['dnd', { agent: agent({ can: ['let-ring'] }) }, { kind: 'phone', command: 'let-ring' }],
  ['no-queue', { queues: [queue({ can: ['join'] })] }, { kind: 'queue', queue: null, command: 'join' }],
])('out of reach (%s): the press that helps', async (why, change, intent) => {
  const { host, user } = await mainWindow(inState({ state: { kind: 'unreachable', why } }, change));
  expect(at('agent-state').dataset['why']).toBe(why);
  await user.click(at('state-cure'));
  expect(wishes(host)).toEqual([intent]);
});

test('the work after a call counts down, takes longer, and is done', async () => {
  const atWork: Partial<AgentStateView> = {
    state: { kind: 'wrap-up' },
    until: 44_000,
    can: ['take-pause', 'finish-work', 'extend-work'],
  };
  const { host, user, show } = await mainWindow(inState(atWork));
  expect(text(at('state-timer'))).toBe('00:44 left');
  expect(at('agent-state').dataset['left']).toBe('44');
  await user.click(at('state-extend'));
  await user.click(at('state-toggle'));
  expect(wishes(host)).toEqual([{ kind: 'extend-wrap-up' }, { kind: 'finish-wrap-up', record: null }]);
  await show(inState({ ...atWork, until: null, can: ['take-pause'] }, { revision: 2 }));
  expect(text(at('state-toggle')), 'a rest of the phone system is not ours to end').toBe('Pause');
});

test('the card of the last call counts down as well, with what can be done about it', async () => {
  const { host, user, show } = await mainWindow(dayScenarios['state-wrap-up'] as View);
  expect(at('wrap-up').dataset['left']).toBe('44');
  expect(text(at('wrap-up-timer'))).toBe('00:44 left');
  await user.click(at('wrap-up-extend'));
  await user.click(at('wrap-up-pause'));
  await user.keyboard('1');
  expect(wishes(host)).toEqual([
    { kind: 'extend-wrap-up' },
    { kind: 'take-pause', reason: 'lunch', text: '' },
  ]);
  // A rest without a countdown has nothing to extend.
  await show(view({ revision: 2, wrapUps: (dayScenarios['state-wrap-up'] as View).wrapUps }));
  expect([all('wrap-up-extend').length, at('wrap-up').dataset['left']]).toEqual([0, undefined]);
});

test('two calls that rang unanswered are asked about', async () => {
  const away = inState({ guard: 'away', guardUntil: 42_000, can: ['take-pause', 'stay-ready'] });
  const stage = await mainWindow(away);
  expect(text(at('guard'))).toContain('Nobody seems to be here. Pause?');
  expect(at('guard-left').getAttribute('aria-hidden')).toBe('true');
  expect(text(at('guard-left'))).toMatch(/in \d+ s/);
  await stage.user.click(at('guard-stay'));
  expect(wishes(stage.host)).toEqual([{ kind: 'stay-ready' }]);
  cleanup();
  const unanswered = inState({ guard: 'unanswered', can: ['take-pause', 'stay-ready'] });
  const { host, user } = await mainWindow(unanswered);
  expect(text(at('guard'))).toContain('Two calls rang unanswered');
  expect(at('guard').dataset['kind']).toBe('unanswered');
  await user.click(at('guard-stay'));
  await user.click(at('guard-pause'));
  expect(wishes(host)).toEqual([{ kind: 'stay-ready' }, { kind: 'take-pause', reason: null, text: '' }]);
});

test('all queues are joined and left from the menu, as far as that is possible', async () => {
  const one = queue({ signedIn: false, leftByYou: true, can: ['join'] });
  const { host, user, show } = await mainWindow(view({ queues: [one] }));
  expect(text(at('queue-left'))).toBe('left by you');
  await user.click(at('state-menu'));
  expect(all('queues-leave-all')).toHaveLength(0);
  await user.click(at('queues-sign-all'));
  await show(view({ revision: 2, queues: [queue()] }));
  await user.click(at('state-menu'));
  await user.click(at('queues-leave-all'));
  expect(wishes(host)).toEqual([
    { kind: 'queue', queue: null, command: 'join' },
    { kind: 'queue', queue: null, command: 'leave' },
  ]);
});

test.each<[AgentStateView['guard'], string, string]>([
  ['back', 'Paused · Lunch for 41 min already', 'Stay paused'],
  ['resuming', 'Paused · Lunch: over. Ready in a moment', '10 more minutes'],
])('a pause that is asked about as %s goes on or ends', async (guard, words, stay) => {
  const duty = { ...pausedFor(lunch, 2462), guard, guardUntil: guard === 'back' ? null : 30_000 };
  const { host, user } = await mainWindow(inState(duty));
  expect(text(at('guard'))).toContain(words);
  expect(text(at('guard-stay'))).toBe(stay);
  expect(all('guard-left')).toHaveLength(guard === 'back' ? 0 : 1);
  await user.click(at('guard-stay'));
  await user.click(at('guard-ready'));
  expect(wishes(host)).toEqual([{ kind: 'stay-paused' }, { kind: 'be-ready' }]);
});

test('a pause that lasts long is asked about', async () => {
  const { host, user, show } = await mainWindow(inState({ ...pausedFor(lunch, 1860), guard: 'overrun' }));
  expect(text(at('guard'))).toContain('Paused · Lunch: longer than planned');
  await user.click(at('guard-stay'));
  await user.click(at('guard-ready'));
  expect(wishes(host)).toEqual([{ kind: 'stay-paused' }, { kind: 'be-ready' }]);
  await show(inState(pausedFor(lunch, 1860), { revision: 2 }));
  expect(all('guard')).toHaveLength(0);
});

test('the bar stands on every page', async () => {
  await mainWindow(inState(onCall, { calls: [call({ state: 'talking' })] }), 'history');
  expect(text(at('agent-state'))).toContain('On a call');
});

test('who paused where is told, with the way back', () => {
  const [paused, partly] = notices(
    { kind: 'paused-elsewhere', queues: ['Support'] },
    {
      kind: 'not-everywhere',
      paused: true,
      done: 3,
      of: 4,
      queues: ['Sales'],
      failure: { kind: 'timed-out' },
    },
  ).map(({ notice }) => noticeText(notice));
  expect(paused?.title).toBe('You were paused in Support, and not from this computer');
  expect(paused?.deed?.intent).toEqual({ kind: 'be-ready' });
  expect(partly?.title).toBe('Paused in 3 of 4 queues');
  expect(partly?.detail).toBe('Not in Sales. The PBX did not answer in time.');
  expect(partly?.deed?.intent).toEqual({ kind: 'queue', queue: null, command: 'pause' });
});

test('behind the countdown a result is wanted: red, with the way to where it is chosen', async () => {
  const duty = { ...view().agentState, state: { kind: 'wrap-up' as const }, until: -12_000, overdue: true };
  const wrapUps = [
    {
      record: 'r-1',
      number: '13800138000',
      name: 'Wang Fang',
      timer: running(40),
      note: { text: '', result: '', tags: [] },
      lacksResult: true,
    },
  ];
  const { user } = await mainWindow(
    view({ agentState: { ...duty, guard: 'result', can: ['take-pause'] }, wrapUps }),
    'history',
  );
  expect(at('agent-state').dataset['overdue']).toBe('');
  expect(text(at('state-timer'))).toContain('over');
  expect(text(at('guard'))).toContain('Choose a result');
  await user.click(at('guard-result'));
  await waitFor(() => expect(document.activeElement).toBe(at('note-result')));
});
