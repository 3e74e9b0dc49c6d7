import { beforeEach, expect, test, vi } from 'vitest';
import { EVERYTHING } from '../src/history/history-list.svelte';
import { popHost, tauriHost } from '../src/host/tauri';
import { view } from '../src/host/samples';

const shell = vi.hoisted(() => ({ invoke: vi.fn() }));
vi.mock('@tauri-apps/api/core', () => ({ invoke: shell.invoke }));

beforeEach(() => void shell.invoke.mockReset().mockResolvedValue(undefined));

test('an accepted intent is no refusal; a refused one is its refusal; anything else is an error', async () => {
  expect(await tauriHost.dispatch({ kind: 'sign-out' })).toBeNull();
  expect(shell.invoke).toHaveBeenCalledWith('dispatch', { intent: { kind: 'sign-out' } });
  shell.invoke.mockRejectedValueOnce({ kind: 'not-now' });
  expect(await tauriHost.dispatch({ kind: 'sign-out' })).toEqual({ kind: 'not-now' });
  shell.invoke.mockRejectedValueOnce('no such command');
  await expect(tauriHost.dispatch({ kind: 'sign-out' })).rejects.toBe('no such command');
});

test('the pop-up has a door of its own', async () => {
  const intent = { kind: 'call', call: 1, command: 'hang-up' } as const;
  expect(await popHost.dispatch(intent)).toBeNull();
  expect(shell.invoke.mock.calls).toEqual([['pop_dispatch', { intent }]]);
});

test('a view is asked for when the one before was shown, and waits until there is another', async () => {
  const answers: ((view: unknown) => void)[] = [];
  shell.invoke.mockImplementation(() => new Promise((answer) => answers.push(answer)));
  const seen: number[] = [];
  const watched = tauriHost.watchView((one) => seen.push(one.revision));
  answers[0]?.(view({ revision: 5 }));
  await watched;
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.(view({ revision: 9 }));
  await vi.waitFor(() => expect(answers).toHaveLength(3));
  expect(seen).toEqual([5, 9]);
  expect(shell.invoke.mock.calls).toEqual([null, 5, 9].map((seen) => ['next_view', { seen }]));
});

test('a window that nobody sees asks for nothing; the pop-up is ready before it is seen', async () => {
  const hidden = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  let revision = 0;
  shell.invoke.mockImplementation((command: string) =>
    command === 'next_pop_view' && revision > 1
      ? new Promise(() => undefined)
      : view({ revision: ++revision }),
  );
  await tauriHost.watchView(() => undefined);
  await popHost.watchPop(() => undefined);
  await vi.waitFor(() => expect(shell.invoke).toHaveBeenCalledTimes(3));
  const asked = () => shell.invoke.mock.calls.filter(([command]) => command === 'next_view').length;
  expect(asked()).toBe(1);
  shell.invoke.mockImplementation(() => new Promise(() => undefined));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(asked()).toBe(1);
  hidden.mockReturnValue('visible');
  document.dispatchEvent(new Event('visibilitychange'));
  await vi.waitFor(() => expect(asked()).toBe(2));
  hidden.mockRestore();
});

test('the pop-up shows at once what it is handed, and once what it had asked for as well', async () => {
  const answers: ((view: unknown) => void)[] = [];
  shell.invoke.mockImplementation(() => new Promise((answer) => answers.push(answer)));
  const seen: number[] = [];
  const watched = popHost.watchPop((one) => seen.push(one.revision));
  answers[0]?.(view({ revision: 5 }));
  await watched;
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  dispatchEvent(new CustomEvent('pop-view', { detail: view({ revision: 7 }) }));
  expect(seen).toEqual([5, 7]);
  answers[1]?.(view({ revision: 7 }));
  await vi.waitFor(() => expect(answers).toHaveLength(3));
  dispatchEvent(new CustomEvent('pop-view', { detail: view({ revision: 6 }) }));
  expect(seen).toEqual([5, 7]);
});

test('every other method is one command', async () => {
  const slot = { kind: 'queue', queue: '6400' } as const;
  const query = { ...EVERYTHING, before: null, limit: 50 };
  await tauriHost.storePassword(slot, 'x');
  await tauriHost.historyPage(query);
  await tauriHost.lookup('zh');
  await tauriHost.demo('call-me');
  await tauriHost.openMainWindow();
  expect(shell.invoke.mock.calls).toEqual([
    ['store_password', { slot, password: 'x' }],
    ['history_page', { query }],
    ['lookup', { text: 'zh' }],
    ['demo', { action: 'call-me' }],
    ['open_main_window'],
  ]);
});

test('a file of contacts travels as bytes, its name and columns in headers', async () => {
  const bytes = new Uint8Array([1]);
  await tauriHost.importContacts('联系人.csv', bytes);
  await tauriHost.importContacts('a.csv', bytes, ['name', 'number']);
  const name = encodeURIComponent('联系人.csv');
  expect(shell.invoke.mock.calls).toEqual([
    ['import_contacts', bytes, { headers: { name } }],
    ['import_contacts', bytes, { headers: { name: 'a.csv', columns: '["name","number"]' } }],
  ]);
});
