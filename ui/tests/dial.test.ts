import { waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { WaitingNumber } from '../src/contract';
import { view } from '../src/host/samples';
import { all, at, isDisabled, mainWindow, text, wishes } from './stage';

const number = () => at('dial-number') as HTMLInputElement;

test('Enter and the button dial; the field is emptied when the core took it', async () => {
  const { host, user } = await mainWindow(view());
  expect(isDisabled(at('dial-submit'))).toBe(true);
  await user.type(number(), ' 13800138000 {Enter}');
  expect(number().value).toBe('');
  await user.type(number(), '102');
  await user.click(at('dial-submit'));
  expect(wishes(host)).toEqual([
    { kind: 'dial', number: '13800138000' },
    { kind: 'dial', number: '102' },
  ]);
});

test('a refused number stays in the field and the reason is shown until it is closed', async () => {
  const { host, user } = await mainWindow(view());
  host.refusal = { kind: 'invalid-number', why: 'words' };
  await user.type(number(), 'x{Enter}');
  expect(number().value).toBe('x');
  expect(at('message').dataset['kind']).toBe('refusal');
  await user.click(at('message-dismiss'));
  expect(all('message')).toHaveLength(0);
});

test('names find numbers; the arrow keys choose one', async () => {
  const { host, user } = await mainWindow(view());
  host.directory = [
    { number: '102', name: 'Zhang Wei', status: 'in-use' },
    { number: '107', name: 'Zhao Min', status: 'idle', asOf: 0 },
  ];
  await user.type(number(), 'zha');
  await waitFor(() =>
    expect(all('suggestion').map(text)).toEqual(['102 Zhang Wei Phone in use', '107 Zhao Min Phone free']),
  );
  await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
  expect(wishes(host)).toEqual([{ kind: 'dial', number: '107' }]);
  expect(all('suggestion')).toHaveLength(0);
});

test('Escape closes the suggestions and leaves the text', async () => {
  const { host, user } = await mainWindow(view());
  host.directory = [{ number: '102', name: 'Zhang Wei', status: 'idle', asOf: 0 }];
  await user.type(number(), '10');
  await waitFor(() => expect(all('suggestion')).toHaveLength(1));
  await user.keyboard('{Escape}');
  expect(all('suggestion')).toHaveLength(0);
  expect(number().value).toBe('10');
});

test('recent numbers call at a click, and only when dialling is possible', async () => {
  const recent = [{ number: '13800138000', name: 'Wang Fang' }];
  const { host, user, show } = await mainWindow(view({ recent }));
  await user.click(at('recent-number'));
  expect(wishes(host)).toEqual([{ kind: 'dial', number: '13800138000' }]);
  await show(view({ revision: 2, recent, dial: { possible: false, pending: null, waiting: null } }));
  expect(isDisabled(at('recent-number'))).toBe(true);
});

test('a number being dialled is named', async () => {
  await mainWindow(view({ dial: { possible: false, pending: '102', waiting: null } }));
  expect(text(at('dial-pending'))).toContain('Calling 102');
});

const waiting = (change: Partial<WaitingNumber> = {}): WaitingNumber => ({
  id: 1,
  number: '4930123456',
  door: 'link',
  whenOnline: false,
  ...change,
});
const withWaiting = (one: WaitingNumber | null, revision = 2) =>
  view({ revision, dial: { possible: true, pending: null, waiting: one } });

test('a number from outside waits in the field until it is called or dropped', async () => {
  const { host, user, show } = await mainWindow(withWaiting(waiting()));
  expect(number().value).toBe('4930123456');
  expect(text(at('dial-waiting'))).toContain('Waits to be called: 4930123456');
  expect(all('dial-waiting-take')).toHaveLength(0);
  await user.type(number(), '{Enter}');
  expect(wishes(host)).toEqual([{ kind: 'dial', number: '4930123456' }]);
  await show(withWaiting(waiting({ id: 2 }), 3));
  expect(number().value).toBe('4930123456');
  await user.click(at('dial-waiting-drop'));
  expect(wishes(host).at(-1)).toEqual({ kind: 'drop-waiting' });
  expect(number().value).toBe('');
});

test('a number from outside does not overwrite what is being typed, and is offered', async () => {
  const { user, show } = await mainWindow(view());
  await user.type(number(), '102');
  await show(withWaiting(waiting()));
  expect(number().value).toBe('102');
  await user.click(at('dial-waiting-take'));
  expect(number().value).toBe('4930123456');
});

test('what the program was started with is shown, and is not put into the field', async () => {
  const one = waiting({ door: 'start', whenOnline: true });
  await mainWindow(view({ dial: { possible: false, pending: null, waiting: one } }));
  expect(number().value).toBe('');
  expect(text(at('dial-waiting'))).toContain('4930123456 will be called as soon as you are signed in');
});
