import { expect, test } from 'vitest';
import { MINUTE, NOW, onlineConnection, queue, view } from '../src/host/samples';
import { all, at, isDisabled, mainWindow, text, wishes } from './stage';

const out = queue({
  signedIn: false,
  members: [],
  can: ['join'],
});

test('a queue shows the agent’s place in it, its members and callers', async () => {
  await mainWindow(view());
  expect(at('queue').dataset).toMatchObject({ queue: '6400', signedIn: 'true', paused: 'false' });
  expect(text(at('queue-waiting'))).toBe('2');
  expect(text(at('queue-sign'))).toBe('Sign out');
  expect(text(at('queue-pause'))).toBe('Pause');
  expect(all('queue-member').map(text)).toEqual([
    '101 Li Na free',
    '102 Zhang Wei talking',
    '103 Chen Jie wrapping up',
  ]);
});

test('the toggles ask for the opposite of what the view shows', async () => {
  const { host, user, show } = await mainWindow(view());
  await user.click(at('queue-sign'));
  await user.click(at('queue-pause'));
  await show(
    view({
      revision: 2,
      queues: [queue({ paused: true, can: ['unpause'] })],
    }),
  );
  expect(text(at('queue-pause'))).toBe('Resume');
  expect(isDisabled(at('queue-sign'))).toBe(true);
  await user.click(at('queue-pause'));
  await show(view({ revision: 3, queues: [out] }));
  await user.click(at('queue-sign'));
  expect(wishes(host)).toEqual([
    { kind: 'queue', queue: '6400', command: 'leave' },
    { kind: 'queue', queue: '6400', command: 'pause' },
    { kind: 'queue', queue: '6400', command: 'unpause' },
    { kind: 'queue', queue: '6400', command: 'join' },
  ]);
});

test('the queue’s password is asked, stored apart, and the wish sent again', async () => {
  const { host, user, show } = await mainWindow(view({ queues: [out] }));
  expect(all('queue-password')).toHaveLength(0);
  await show(view({ revision: 2, queues: [{ ...out, passwordNeededFor: 'join' }] }));
  expect(document.activeElement).toBe(at('queue-password-input'));
  await user.keyboard('s3cret{Enter}');
  expect(host.passwords).toEqual([{ slot: { kind: 'queue', queue: '6400' }, password: 's3cret' }]);
  expect(wishes(host)).toEqual([{ kind: 'queue', queue: '6400', command: 'join' }]);
  expect(JSON.stringify(host.intents)).not.toContain('s3cret');
});

test('the question for a password can be closed', async () => {
  const { host, user } = await mainWindow(view({ queues: [{ ...out, passwordNeededFor: 'leave' }] }));
  await user.click(at('queue-password-cancel'));
  expect(wishes(host)).toEqual([{ kind: 'cancel-queue-password', queue: '6400' }]);
});

test('nobody who types a number is interrupted by the question', async () => {
  const { user, show } = await mainWindow(view({ queues: [out] }));
  await user.click(at('dial-number'));
  await show(view({ revision: 2, queues: [{ ...out, passwordNeededFor: 'join' }] }));
  expect(document.activeElement).toBe(at('dial-number'));
});

test('what is old says so', async () => {
  const { show } = await mainWindow(view());
  expect(all('queue-as-of')).toHaveLength(0);
  await show(view({ revision: 2, queues: [queue({ asOf: NOW - 3 * MINUTE })] }));
  expect(text(at('queue-as-of'))).toBe('as of 3 min ago');
  const old = queue({ asOf: NOW - 4000 });
  await show(
    view({ revision: 3, connection: { ...onlineConnection, state: 'reconnecting' }, queues: [old] }),
  );
  expect(text(at('queue-as-of'))).toBe('as of just now');
});

test('all queues are paused and resumed at once', async () => {
  const { host, user, show } = await mainWindow(view());
  expect(isDisabled(at('unpause-all'))).toBe(true);
  await user.click(at('pause-all'));
  await show(view({ revision: 2, queues: [queue({ paused: true, can: ['join', 'unpause'] })] }));
  expect(isDisabled(at('pause-all'))).toBe(true);
  await user.click(at('unpause-all'));
  expect(wishes(host)).toEqual([
    { kind: 'queue', queue: null, command: 'pause' },
    { kind: 'queue', queue: null, command: 'unpause' },
  ]);
});

test('callers that nobody has counted yet are not zero', async () => {
  await mainWindow(view({ queues: [queue({ waiting: null })] }));
  expect(text(at('queue-waiting'))).toBe('–');
});

const many = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    queue({
      number: String(6400 + index),
      name: `Queue ${String.fromCharCode(65 + index)}`,
      waiting: index === 4 ? 3 : 0,
      signedIn: index > 1,
      can: index > 1 ? ['leave', 'pause'] : ['join'],
    }),
  );

test('from six on each has a row: who waits first, then one’s own, then by name', async () => {
  const { host, user } = await mainWindow(view({ queues: many(6) }));
  expect(all('queue')).toHaveLength(0);
  expect(all('queue-row').map((row) => row.dataset['queue'])).toEqual([
    '6404',
    '6402',
    '6403',
    '6405',
    '6400',
    '6401',
  ]);
  await user.click(all('queue-pause')[0] as HTMLElement);
  await user.click(all('queue-sign')[0] as HTMLElement);
  expect(wishes(host)).toEqual([
    { kind: 'queue', queue: '6404', command: 'pause' },
    { kind: 'queue', queue: '6400', command: 'join' },
  ]);
  expect(all('queue-search')).toHaveLength(0);
  await user.click(all('queue-more')[0] as HTMLElement);
  expect(at('queue').dataset['queue']).toBe('6404');
});

test('a row that asks for a password opens by itself', async () => {
  const queues = many(6).map((one) =>
    one.number === '6401' ? { ...one, passwordNeededFor: 'join' as const } : one,
  );
  await mainWindow(view({ queues }));
  expect(at('queue').dataset['queue']).toBe('6401');
  expect(document.activeElement).toBe(at('queue-password-input'));
});

test('from ten on they are found by name or number', async () => {
  const { user } = await mainWindow(view({ queues: many(12) }));
  await user.type(at('queue-search'), 'queue c');
  expect(all('queue-row').map((row) => row.dataset['queue'])).toEqual(['6402']);
  await user.clear(at('queue-search'));
  await user.type(at('queue-search'), '6410');
  expect(all('queue-row')).toHaveLength(1);
  await user.type(at('queue-search'), 'x');
  expect(text(document.body)).toContain('No queue matches "6410x"');
});

test('a button that says its deed is no switch: a reader would say “Sign out, pressed”', async () => {
  await mainWindow(view({ queues: [queue({ signedIn: true, paused: true, can: ['leave', 'unpause'] })] }));
  for (const testid of ['queue-sign', 'queue-pause'])
    expect(at(testid).hasAttribute('aria-pressed')).toBe(false);
  expect(at('queue-pause').getAttribute('aria-label')).toContain('Resume');
});
