// Settings of other programs that are told of calls.

import { fireEvent, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { Scripts, View, WebhookView } from '../src/contract';
import { NOW, view } from '../src/host/samples';
import { all, at, isDisabled, mainWindow, text, wishes } from './stage';

const preferences = view().settings.preferences;
const saved = (scripts: Partial<Scripts>) => ({
  kind: 'save-preferences',
  preferences: { ...preferences, scripts: { ...preferences.scripts, ...scripts } },
});
const told = (scripts: Partial<Scripts>, change: Partial<View> = {}) =>
  view({
    settings: {
      ...view().settings,
      preferences: { ...preferences, scripts: { ...preferences.scripts, ...scripts } },
    },
    ...change,
  });
const hook = (slot: number, address = `https://hooks.example/${slot}`) => ({
  slot,
  address,
  events: ['end' as const],
});
const news: WebhookView = {
  slot: 0,
  last: null,
  waiting: 0,
  waitingSince: null,
  dropped: 0,
  trouble: null,
  unsigned: false,
  ownSecret: false,
  test: null,
  testing: false,
};

test('a web address is added in the first place that is free', async () => {
  const { host, user } = await mainWindow(told({ webhooks: [hook(1)] }), 'settings');
  await user.click(at('webhook-add'));
  const added = { slot: 0, address: '', events: ['end', 'missed', 'note'] };
  expect(wishes(host)).toEqual([saved({ webhooks: [hook(1), added] as Scripts['webhooks'] })]);
});

test('up to four web addresses, each with its own events; one that goes hands the keyboard on', async () => {
  const four = told({ webhooks: [0, 1, 2, 3].map((slot) => hook(slot)) });
  const { host, user, show } = await mainWindow(four, 'settings');
  expect(isDisabled(at('webhook-add'))).toBe(true);
  expect(all('webhook-row')).toHaveLength(4);
  await user.click(all('webhook-event-note')[2] as HTMLElement);
  const edited = [hook(0), hook(1), { ...hook(2), events: ['end', 'note'] }, hook(3)];
  expect(wishes(host).at(-1)).toEqual(saved({ webhooks: edited as Scripts['webhooks'] }));
  await user.click(all('webhook-remove')[1] as HTMLElement);
  expect(wishes(host).at(-1)).toEqual(
    saved({ webhooks: edited.filter((one) => one.slot !== 1) as Scripts['webhooks'] }),
  );
  await show(told({ webhooks: [hook(0)] }, { revision: 3 }));
  await waitFor(() => expect(document.activeElement).toBe(at('webhook-add')));
});

test('the secret goes to the keyring and nowhere else; it says how to check it', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  expect(text(at('settings-webhook-secret').closest('label') as HTMLElement)).toContain('send a test');
  await user.type(at('settings-webhook-secret'), 'top secret');
  await user.tab();
  await waitFor(() => expect((at('settings-webhook-secret') as HTMLInputElement).value).toBe(''));
  expect(host.passwords).toEqual([{ slot: { kind: 'webhook' }, password: 'top secret' }]);
  expect(wishes(host)).toEqual([]);
});

test('an address has a secret of its own, says so, and takes that of all again', async () => {
  const of = (slot: number, ownSecret: boolean) => ({ ...news, slot, ownSecret });
  const webhooks = [hook(0), hook(1)];
  const own = told({ webhooks }, { webhooks: [of(0, false), of(1, true)] });
  const { host, user, show } = await mainWindow(own, 'settings');
  expect(all('webhook-signed').map(text)).toEqual([
    'Signed with the secret of all addresses.',
    'Signed with its own secret.',
  ]);
  await user.type(all('webhook-own-secret')[0] as HTMLElement, 'of this one');
  await user.tab();
  await waitFor(() => expect((all('webhook-own-secret')[0] as HTMLInputElement).value).toBe(''));
  expect(host.passwords).toEqual([{ slot: { kind: 'webhook-of', slot: 0 }, password: 'of this one' }]);
  await user.click(at('webhook-own-forget'));
  expect(wishes(host)).toEqual([{ kind: 'forget-webhook-secret', slot: 1 }]);
  await show({ ...told({ webhooks }, { webhooks: [of(0, false), of(1, false)] }), revision: 2 });
  expect(document.activeElement).toBe(all('webhook-test')[1]);
});

test('a program is set up with its events and arguments', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  await user.click(at('settings-script-missed'));
  await user.click(at('settings-script-ring'));
  await user.click(at('settings-script-missed'));
  await fireEvent.change(at('settings-program'), { target: { value: '/opt/note' } });
  await fireEvent.change(at('settings-program-arguments'), { target: { value: '{event}\n\n-- {name}' } });
  expect(wishes(host).at(-1)).toEqual(
    saved({ events: ['ring'], program: '/opt/note', arguments: ['{event}', '-- {name}'] }),
  );
});

test('an address that can’t be one is refused at its field', async () => {
  const { host } = await mainWindow(told({ webhooks: [hook(0)] }), 'settings');
  host.refusal = { kind: 'invalid-setting', field: 'webhook' };
  const input = at('settings-webhook') as HTMLInputElement;
  await fireEvent.change(input, { target: { value: 'javascript:alert(1)' } });
  await waitFor(() => expect(text(at('settings-webhook-refusal'))).toContain('not a web address'));
  expect(input.getAttribute('aria-invalid')).toBe('true');
});

test('how each takes events stands beside it, and since when they wait', async () => {
  const trouble = { kind: 'blocked', status: 401 } as const;
  const blocked = {
    ...news,
    last: { status: 401, at: NOW },
    waiting: 3,
    waitingSince: NOW,
    dropped: 2,
    trouble,
  };
  const webhooks = [hook(0)];
  const { show } = await mainWindow(told({ webhooks }, { webhooks: [blocked] }), 'settings');
  expect(text(at('settings-webhook-news'))).toContain('Last answer: 401, Today');
  expect(text(at('webhook-waiting'))).toMatch(/3 waiting since Today \d+:\d+ · 2 dropped since the start/);
  expect(text(at('settings-webhook-news'))).toContain('the secret is not accepted');
  const away = { ...news, last: { status: null, at: NOW } };
  await show(told({ webhooks }, { revision: 2, webhooks: [away] }));
  expect(text(at('settings-webhook-news'))).toContain('No answer, Today');
  expect(text(at('webhook-waiting'))).toBe('0 waiting');
});

test('a test shows what came back, and can be asked once at a time', async () => {
  const webhooks = [hook(0)];
  const { host, user, show } = await mainWindow(told({ webhooks }), 'settings');
  await user.click(at('webhook-test'));
  expect(wishes(host)).toEqual([{ kind: 'test-webhook', slot: 0 }]);
  await show(told({ webhooks }, { revision: 2, webhooks: [{ ...news, testing: true }] }));
  expect(document.activeElement).toBe(at('webhook-test'));
  await user.click(at('webhook-test'));
  expect(wishes(host)).toHaveLength(1);
  const said = { status: 500, millis: 84, line: '<b>no</b>' };
  await show(told({ webhooks }, { revision: 3, webhooks: [{ ...news, test: said }] }));
  expect(text(at('webhook-answer'))).toBe('Test: 500 after 84 ms <b>no</b>');
  await show(
    told({ webhooks }, { revision: 4, webhooks: [{ ...news, test: { ...said, status: null, line: '' } }] }),
  );
  expect(text(at('webhook-answer'))).toContain('no answer after 84 ms');
});

test('a web address that anybody can read or forge is called so', async () => {
  const signed = (address: string, unsigned: boolean) =>
    told({ webhooks: [hook(0, address)] }, { webhooks: [{ ...news, unsigned }] });
  const { show } = await mainWindow(signed('http://hooks.example/', true), 'settings');
  expect(text(at('settings-webhook-plain'))).toContain('not encrypted');
  expect(text(at('settings-webhook-unsigned'))).toContain('forged');
  await show({ ...signed('https://hooks.example/', false), revision: 2 });
  for (const mark of ['plain', 'unsigned'])
    expect(document.querySelector(`[data-testid="settings-webhook-${mark}"]`)).toBeNull();
});

test('what the person did not allow stays as it was', async () => {
  const { host } = await mainWindow(told({ webhooks: [hook(0, '')] }), 'settings');
  const input = at('settings-webhook') as HTMLInputElement;
  host.refusal = { kind: 'not-confirmed' };
  input.value = 'https://hooks.example/';
  await fireEvent.change(input);
  await waitFor(() => expect(input.value).toBe(''));
  expect(text(at('message'))).toContain('You said no');
});
