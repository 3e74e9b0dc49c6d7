import { waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { defaultView, type DialQuestion, type WaitingNumber } from '../src/contract';
import { MINUTE, NOW, view } from '../src/host/samples';
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

test('a refused number stays in the field, and the reason is said there until it is changed', async () => {
  const { host, user } = await mainWindow(view());
  host.refusal = { kind: 'invalid-number', why: 'words' };
  await user.type(number(), 'x{Enter}');
  expect(number().value).toBe('x');
  await waitFor(() => expect(text(at('dial-number-says'))).toContain('pick'));
  expect(number().getAttribute('aria-describedby')).toBe(at('dial-number-says').id);
  expect(all('message')).toHaveLength(0);
  await user.type(number(), '1');
  expect(text(at('dial-number-says'))).toBe('');
});

test('of a typed name the one person it means is called; of several the agent chooses', async () => {
  const { host, user } = await mainWindow(view());
  host.directory = [
    { number: '102', name: 'Zhang Wei', status: 'in-use', asOf: null },
    { number: '107', name: 'Zhao Min', status: 'idle', asOf: null },
  ];
  await user.type(number(), 'zha{Enter}');
  await waitFor(() => expect(text(at('dial-number-says'))).toContain('Several people match'));
  expect(wishes(host)).toEqual([]);
  expect(all('suggestion').map((one) => one.ariaSelected)).toEqual(['true', 'false']);
  await user.keyboard('{Enter}');
  await user.clear(number());
  await user.type(number(), 'zhao');
  await user.click(at('dial-submit'));
  await waitFor(() =>
    expect(wishes(host)).toEqual([
      { kind: 'dial', number: '102' },
      { kind: 'dial', number: '107' },
    ]),
  );
});

test('names find numbers; the arrow keys choose one', async () => {
  const { host, user } = await mainWindow(view());
  host.directory = [
    { number: '102', name: 'Zhang Wei', status: 'in-use', asOf: null },
    { number: '107', name: 'Zhao Min', status: 'idle', asOf: null },
  ];
  await user.type(number(), 'zha');
  await waitFor(() =>
    expect(all('suggestion').map(text)).toEqual(['102 Zhang Wei Phone in use', '107 Zhao Min Phone free']),
  );
  await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
  expect(wishes(host)).toEqual([{ kind: 'dial', number: '107' }]);
  expect(all('suggestion')).toHaveLength(0);
});

test('a colleague’s state that is some minutes old says so, and is grey', async () => {
  const { host, user } = await mainWindow(view());
  const at1029 = NOW - 3 * MINUTE;
  host.directory = [
    { number: '102', name: 'Zhang Wei', status: 'idle', asOf: at1029 },
    { number: '107', name: 'Zhao Min', status: 'idle', asOf: null },
  ];
  await user.type(number(), 'zha');
  await waitFor(() => expect(all('suggestion-status')).toHaveLength(2));
  const [old, fresh] = all('suggestion-status') as [HTMLElement, HTMLElement];
  expect(text(old)).toBe('Phone free as of 10:29');
  expect(old.querySelector('svg')?.classList.contains('plain')).toBe(true);
  expect(text(fresh)).toBe('Phone free');
  expect(fresh.querySelector('svg')?.classList.contains('ok')).toBe(true);
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
  await show(
    view({
      revision: 2,
      recent,
      dial: defaultView.dial,
    }),
  );
  expect(isDisabled(at('recent-number'))).toBe(true);
});

test('a number being dialled is named', async () => {
  await mainWindow(view({ dial: { ...defaultView.dial, pending: '102' } }));
  expect(text(at('dial-pending'))).toContain('Calling 102');
});

const waiting = (change: Partial<WaitingNumber> = {}): WaitingNumber => ({
  id: 1,
  number: '4930123456',
  door: 'link',
  ...change,
});
const withWaiting = (one: WaitingNumber | null, revision = 2) =>
  view({ revision, dial: { ...defaultView.dial, possible: true, waiting: one } });

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

const question = (change: Partial<DialQuestion> = {}): DialQuestion => ({
  id: 7,
  number: '+4930123456',
  dials: null,
  name: null,
  source: 'link',
  byItself: false,
  until: 0,
  ...change,
});
const asked = (one: DialQuestion | null, possible = true, revision = 2) =>
  view({ revision, dial: { ...defaultView.dial, possible, question: one } });

test('a number from another program is asked about, with its name and who asked', async () => {
  const { host, user, show } = await mainWindow(asked(question({ name: 'Nordwind GmbH' })));
  expect(at('dial-confirm').dataset).toMatchObject({ number: '+4930123456', source: 'link' });
  // Who is typing neither calls nor ticks anything.
  expect(document.activeElement).toBe(at('dial-confirm'));
  expect(text(at('dial-confirm'))).toContain(
    'Nordwind GmbH +4930123456 A link in another program asks for it.',
  );
  expect(wishes(host)).toEqual([]);
  await user.click(at('dial-confirm-call'));
  expect(wishes(host)).toEqual([{ kind: 'answer-dial', id: 7, answer: 'call' }]);
  await show(asked(null, true, 3));
  expect(all('dial-confirm')).toHaveLength(0);
});

test('who trusts the source is asked no more', async () => {
  const { host, user } = await mainWindow(asked(question({ source: 'command-line', number: '102,8001' })));
  expect(text(at('dial-confirm'))).toContain('102');
  expect(text(at('dial-confirm'))).toContain('8001');
  await user.click(at('dial-confirm-trust'));
  await user.click(at('dial-confirm-call'));
  expect(wishes(host)).toEqual([{ kind: 'answer-dial', id: 7, answer: 'call-and-trust' }]);
});

test('no, and Escape, call nobody; an unready phone system can’t be told to', async () => {
  const { host, user } = await mainWindow(asked(question(), false));
  expect(isDisabled(at('dial-confirm-call'))).toBe(true);
  at('dial-confirm').dispatchEvent(new Event('cancel', { cancelable: true }));
  await user.click(at('dial-confirm-cancel'));
  const no = { kind: 'answer-dial', id: 7, answer: 'drop' };
  expect(wishes(host)).toEqual([no, no]);
});

test('a trusted number that waits for the sign-in can only be stopped', async () => {
  await mainWindow(asked(question({ byItself: true }), false));
  expect(all('dial-confirm-call')).toHaveLength(0);
  expect(text(at('dial-confirm'))).toContain('called as soon as you are signed in');
});

test('trust in a source is taken back in the settings', async () => {
  const start = view();
  const trusting = { ...start.settings.preferences, trusted: ['link' as const] };
  const { host, user } = await mainWindow(
    { ...start, settings: { ...start.settings, preferences: trusting } },
    'settings',
  );
  expect(at('settings-trust-link').getAttribute('aria-checked')).toBe('true');
  expect(at('settings-trust-command-line').getAttribute('aria-checked')).toBe('false');
  await user.click(at('settings-trust-link'));
  expect(wishes(host)).toEqual([{ kind: 'save-preferences', preferences: { ...trusting, trusted: [] } }]);
});

test('a marked number says what is dialled for it, and where it is from', async () => {
  await mainWindow(asked(question({ source: 'selection', dials: '9004930123456' })));
  expect(at('dial-confirm').dataset['source']).toBe('selection');
  expect(text(at('dial-confirm-dials'))).toBe('The phone system is given 9004930123456.');
  expect(text(at('dial-confirm'))).toContain('It is marked in another program.');
});

test('of several marked numbers one is chosen; Escape chooses none', async () => {
  const several = (numbers: string[] | null, revision = 2) =>
    view({
      revision,
      dial: { ...defaultView.dial, possible: true, choice: numbers === null ? null : { id: 3, numbers } },
    });
  const { host, user, show } = await mainWindow(several(['03012345678', '01711234567']));
  // Who is typing chooses nothing.
  expect(document.activeElement).toBe(at('dial-choice'));
  expect(all('dial-choice-number').map(text)).toEqual(['03012345678', '01711234567']);
  at('dial-choice').dispatchEvent(new Event('cancel', { cancelable: true }));
  await user.click(all('dial-choice-number')[1] as HTMLElement);
  expect(wishes(host)).toEqual([
    { kind: 'answer-dial', id: 3, answer: 'drop' },
    { kind: 'choose-dial', id: 3, at: 1 },
  ]);
  await show(several(null, 3));
  expect(all('dial-choice')).toHaveLength(0);
});
