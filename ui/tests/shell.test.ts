import { screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { DemoAction } from '../src/contract';
import {
  agent,
  call,
  MINUTE,
  NOW,
  onlineConnection,
  queue,
  running,
  talkingCan,
  view,
} from '../src/host/samples';
import { all, at, mainWindow, text, wishes } from './stage';

const looks = (host: { intents: { kind: string }[] }) =>
  host.intents.filter((intent) => intent.kind === 'look');

test('one glance: signed in, no call, in which queues, not paused', async () => {
  await mainWindow(view());
  expect(at('connection').dataset['state']).toBe('online');
  expect(text(at('glance-call'))).toBe('No call');
  expect(text(at('glance-queues'))).toBe('In Support');
  expect(at('glance-queues').classList.contains('ok')).toBe(true);
  expect(text(at('agent'))).toBe('101 Li Na Phone free');
});

test('one glance: on a call, paused', async () => {
  const calls = [call({ state: 'talking', can: talkingCan, timer: running(61) }), call({ key: 2 })];
  await mainWindow(view({ calls, queues: [queue({ paused: true })] }));
  expect(text(at('glance-call'))).toBe('Talking Wang Fang 01:01 +1');
  expect(at('glance-queues').classList.contains('ok')).toBe(false);
});

test('a phone that seems dead can be asked about, once at a time', async () => {
  const dead = agent({ phone: 'unavailable', can: ['check-phone'] });
  const { host, user, show } = await mainWindow(view({ agent: dead }));
  expect(at('phone-check').ariaLabel).toBe('Check my phone');
  await user.click(at('phone-check'));
  expect(wishes(host)).toEqual([{ kind: 'phone', command: 'check-phone' }]);
  await show(view({ revision: 2, agent: { ...dead, can: [], pending: 'check-phone' } }));
  expect(at('phone-check').ariaDisabled).toBe('true');
  await show(view({ revision: 3 }));
  expect(all('phone-check')).toHaveLength(0);
});

test('do not disturb is switched on and off, and said in words', async () => {
  const free = agent({ doNotDisturb: false, can: ['do-not-disturb'] });
  const { host, user, show } = await mainWindow(view({ agent: free }));
  expect(at('phone-dnd').ariaPressed).toBe('false');
  await user.click(at('phone-dnd'));
  await show(view({ revision: 2, agent: { ...free, doNotDisturb: true, can: ['let-ring'] } }));
  expect(at('phone-dnd').ariaPressed).toBe('true');
  expect(text(at('agent'))).toContain('Do not disturb');
  await user.click(at('phone-dnd'));
  expect(wishes(host)).toEqual([
    { kind: 'phone', command: 'do-not-disturb' },
    { kind: 'phone', command: 'let-ring' },
  ]);
  await show(view({ revision: 3, agent: agent() }));
  expect(all('phone-dnd'), 'a phone system that does not say so').toHaveLength(0);
});

test('the core learns which page is looked at', async () => {
  const { host, user } = await mainWindow(view());
  await user.click(at('nav-history'));
  await waitFor(() => expect(at('nav-history').ariaCurrent).toBe('page'));
  expect(looks(host)).toEqual([
    { kind: 'look', page: 'desk' },
    { kind: 'look', page: 'history' },
  ]);
});

test('a reload stays on the page', async () => {
  await mainWindow(view(), 'voicemail');
  expect(at('nav-voicemail').ariaCurrent).toBe('page');
});

test('a lost PBX leaves the desk in place, says since when, and is tried now', async () => {
  const { host, user, show } = await mainWindow(view());
  expect(all('connection-banner')).toHaveLength(0);
  await show(
    view({
      revision: 2,
      connection: {
        ...onlineConnection,
        state: 'reconnecting',
        since: NOW - 3 * MINUTE,
        problem: { kind: 'timed-out' },
        until: NOW + 10_000,
      },
    }),
  );
  expect(at('connection').dataset['state']).toBe('reconnecting');
  expect(all('queue')).toHaveLength(1);
  expect(at('glance-queues').classList.contains('ok')).toBe(false);
  expect(text(at('connection-banner'))).toBe(
    'No connection to the phone system since 10:29 (3 min ago). The PBX did not answer in time. Next try at 10:32:15 Try now',
  );
  await user.click(at('retry-now'));
  expect(wishes(host)).toEqual([{ kind: 'retry-now' }]);
});

test.each(['signed-out', 'refused'] as const)('%s leads back to the sign-in', async (state) => {
  await mainWindow(view({ connection: { ...onlineConnection, state } }));
  expect(all('signin-form')).toHaveLength(1);
  expect(at('connection').dataset['state']).toBe(state);
});

test('a lock-out is waited for at the desk by an account that has worked, and at the sign-in by a new one', async () => {
  const connection = { ...onlineConnection, state: 'locked-out' as const };
  const { show } = await mainWindow(view({ connection }));
  expect(all('signin-form')).toHaveLength(0);
  await show(view({ connection, agent: null }));
  expect(all('signin-form')).toHaveLength(1);
});

test('the demo’s strip is there in the demo only', async () => {
  const { host, user, show } = await mainWindow(view());
  expect(all('demo')).toHaveLength(0);
  await show(view({ revision: 2, demo: true }));
  const actions: DemoAction[] = ['pick-up', 'hang-up', 'call-me', 'call-my-queue'];
  for (const action of actions) await user.click(at(`demo-${action}`));
  expect(host.demoActions).toEqual(actions);
});

test.each([
  [1, 'Voicemail, 1 new message'],
  [3, 'Voicemail, 3 new messages'],
])('what is new on a page is part of its link: %i', async (count, name) => {
  const messages = Array.from({ length: count }, (_, index) => ({
    file: `m${index}`,
    from: '1',
    fromName: null,
    date: '',
    seconds: 1,
    isNew: true,
    deleting: false,
  }));
  await mainWindow(
    view({ voicemail: { messages, asOf: NOW, refreshing: false, missing: false, news: null, clock: null } }),
  );
  expect(screen.getByRole('link', { name })).toBe(at('nav-voicemail'));
  expect(screen.getByRole('link', { name: 'History' })).toBe(at('nav-history'));
});
