// A call that rings is seen and heard of, whatever is on the screen.

import { fireEvent } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { CallView } from '../src/contract';
import { agent, call, onlineConnection, running, talkingCan, view } from '../src/host/samples';
import { all, at, isDisabled, mainWindow, text, wishes } from './stage';

const talking = call({ state: 'talking', can: talkingCan });
const ringing = (change: Partial<CallView> = {}) =>
  call({ key: 2, state: 'ringing', name: 'Nordwind GmbH', number: '+4930123456', ...change });

test('it is announced once, on every page, and the window is called by it', async () => {
  const { show } = await mainWindow(view(), 'history');
  expect(all('announce')).toHaveLength(0);
  expect(document.title).toBe('UC Companion');
  await show(view({ revision: 2, calls: [ringing()] }));
  expect(at('announce').getAttribute('role')).toBe('alert');
  expect(text(at('announce'))).toBe(
    'Incoming call. Nordwind GmbH, Queue Support 6400. Control Shift J goes to it.',
  );
  expect(document.title).toBe('Nordwind GmbH is calling – UC Companion');
  expect(text(at('nav-desk'))).toContain('1');
  await show(view({ revision: 3, calls: [ringing({ timer: running(5) })] }));
  expect(all('announce'), 'not again with each second').toHaveLength(1);
  const first = at('announce');
  const second = ringing({ key: 3, number: null, name: null, queueName: null, called: null });
  await show(view({ revision: 4, calls: [ringing(), second] }));
  expect(all('announce'), 'another ring is another element').toHaveLength(2);
  expect(all('announce')[0]).toBe(first);
  await fireEvent.animationEnd(first);
  expect(all('announce').map(text)).toEqual(['Incoming call. Number withheld. Control Shift J goes to it.']);
  await show(view({ revision: 5 }));
  expect(document.title).toBe('UC Companion');
});

test('beside a conversation it stands in a line above, with its refusal', async () => {
  const { host, user, show } = await mainWindow(view({ calls: [talking, ringing()] }));
  const strip = at('ringing-strip');
  expect(text(strip)).toContain('Nordwind GmbH');
  expect(strip.compareDocumentPosition(at('call-hold')) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  await user.click(at('ringing-reject'));
  expect(wishes(host)).toEqual([{ kind: 'call', call: 2, command: 'hang-up' }]);
  await show(view({ revision: 2, calls: [talking, ringing({ pending: 'hang-up' })] }));
  expect(isDisabled(at('ringing-reject'))).toBe(true);
  await show(view({ revision: 3, calls: [talking] }));
  expect(all('ringing-strip')).toHaveLength(0);
});

test('the call in the strip of the window leads to the desk', async () => {
  await mainWindow(view({ calls: [ringing()] }), 'settings');
  expect(at('glance-call').getAttribute('href')).toBe('#desk');
});

test('the dial field that the tray asks for has the keyboard, on the desk', async () => {
  const { show } = await mainWindow(view(), 'history');
  const dial = {
    possible: true,
    pending: null,
    waiting: null,
    question: null,
    choice: null,
    shown: 1,
    page: null,
  };
  await show(view({ revision: 2, dial }));
  expect(location.hash).toBe('#desk');
});

test('a phone that can’t ring is told, and nothing is green', async () => {
  await mainWindow(view({ agent: agent({ phone: 'unavailable' }) }));
  expect(text(at('glance-phone'))).toBe('Phone not registered');
  expect(at('glance-queues').classList.contains('ok')).toBe(false);
});

test('without connection members have no colour and calls are not known', async () => {
  const connection = { ...onlineConnection, state: 'reconnecting' as const };
  await mainWindow(view({ connection, calls: [] }));
  for (const member of all('queue-member')) expect(member.dataset['fresh']).toBe('false');
  expect(text(document.body)).toContain('Calls are not known');
  expect(text(document.body)).not.toContain('No call right now');
});

test('the banner is told once; what counts in it is for eyes', async () => {
  const connection = { ...onlineConnection, state: 'reconnecting' as const, until: 1 };
  const { show } = await mainWindow(view({ connection }));
  expect(at('connection-banner').getAttribute('role')).toBeNull();
  const alerts = () => [...document.querySelectorAll('[role=alert]')].map((one) => one.textContent);
  const before = alerts();
  expect(before).toContain('No connection to the phone system.');
  await show(view({ revision: 2, now: view().now + 60_000, connection: { ...connection, until: 99_999 } }));
  expect(alerts()).toEqual(before);
});

test('on other pages it stands in a line above them, and can be refused there', async () => {
  const { host, user } = await mainWindow(view({ calls: [ringing()] }), 'settings');
  expect(text(at('ringing-strip'))).toContain('Nordwind GmbH');
  await user.click(at('ringing-reject'));
  expect(wishes(host)).toEqual([{ kind: 'call', call: 2, command: 'hang-up' }]);
});

test('what becomes of a call, the connection and the mailbox is said politely, and once', async () => {
  const message = (file: string) => ({
    file,
    from: '1',
    fromName: null,
    date: '2026-03-12 09:41:10',
    seconds: 1,
    isNew: true,
    deleting: false,
  });
  const box = (...files: string[]) => ({
    messages: files.map(message),
    asOf: 1,
    refreshing: false,
    missing: false,
    news: null,
    clock: null,
  });
  const { show } = await mainWindow(view({ calls: [call()], voicemail: box('a') }));
  const said = () => all('announce-politely').map(text);
  expect(said()).toEqual([]);
  await show(view({ revision: 2, calls: [talking], voicemail: box('a') }));
  await show(view({ revision: 3, calls: [call({ state: 'held' })], voicemail: box('a') }));
  await show(view({ revision: 4, calls: [talking], voicemail: box('a') }));
  const over = call({ state: 'ended', end: { kind: 'by-other' } });
  await show(view({ revision: 5, calls: [over], voicemail: box('a') }));
  const away = { ...onlineConnection, state: 'reconnecting' as const };
  await show(view({ revision: 6, connection: away, voicemail: box('a') }));
  await show(view({ revision: 7, voicemail: box('b', 'a') }));
  await show(view({ revision: 8, voicemail: box('b', 'a') }));
  expect(said()).toEqual([
    'Talking to Wang Fang.',
    'On hold: Wang Fang.',
    'Off hold: Wang Fang.',
    'Wang Fang: The other side hung up.',
    'Connected to the phone system again.',
    '1 new voicemail message.',
  ]);
  for (const one of all('announce-politely')) expect(one.getAttribute('role')).toBe('status');
});

test('how a call ended is said once, when it is known', async () => {
  const { show } = await mainWindow(view({ calls: [call({ state: 'ringing' })] }));
  const said = () => all('announce-politely').map(text);
  await show(view({ revision: 2, calls: [call({ state: 'ended', end: null })] }));
  expect(said()).toEqual([]);
  const missed = call({ state: 'ended', end: { kind: 'missed' } });
  await show(view({ revision: 3, calls: [missed] }));
  await show(view({ revision: 4, calls: [missed] }));
  expect(said()).toEqual(['Wang Fang: Missed call.']);
});
