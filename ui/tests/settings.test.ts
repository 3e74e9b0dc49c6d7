import { fireEvent, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { Companion } from '../src/companion.svelte';
import type { Preferences } from '../src/contract';
import { call, onlineConnection, queue, view } from '../src/host/samples';
import { all, at, isDisabled, mainWindow, sure, text, wishes } from './stage';

const preferences = view().settings.preferences;
const saved = (change: object) => ({ kind: 'save-preferences', preferences: { ...preferences, ...change } });

test('each taste is saved with all the others, those changed just before included', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  await user.selectOptions(at('settings-language'), 'zh-CN');
  await user.selectOptions(at('settings-theme'), 'dark');
  await user.click(at('settings-auto-answer'));
  await user.click(at('settings-ring-sound'));
  const prefix = at('settings-outside-prefix') as HTMLInputElement;
  await user.clear(prefix);
  await user.type(prefix, '0');
  await fireEvent.change(prefix);
  expect(wishes(host)).toEqual([
    saved({ language: 'zh-CN' }),
    saved({ language: 'zh-CN', theme: 'dark' }),
    saved({ language: 'zh-CN', theme: 'dark', autoAnswer: true }),
    saved({ language: 'zh-CN', theme: 'dark', autoAnswer: true, ringSound: true }),
    saved({ language: 'zh-CN', theme: 'dark', autoAnswer: true, ringSound: true, outsidePrefix: '0' }),
  ]);
});

test.each([
  ['settings-country', 'country', 'ZZ', 'There is no country with this code'],
  ['settings-area-code', 'area-code', 'abc', 'An area code has digits only'],
  ['settings-outside-prefix', 'outside-prefix', 'nine', 'The prefix may hold digits'],
  ['settings-plus', 'plus', 'plus', 'In place of +'],
  ['settings-program', 'program', 'notepad', 'full path'],
] as const)('%s says at the field what can’t be right', async (testid, field, typed, words) => {
  const { host, user } = await mainWindow(view(), 'settings');
  const input = at(testid) as HTMLInputElement;
  host.refusal = { kind: 'invalid-setting', field };
  input.value = typed;
  await fireEvent.change(input);
  await waitFor(() => expect(text(at(`${testid}-refusal`))).toContain(words));
  expect(input.getAttribute('aria-invalid')).toBe('true');
  expect(input.getAttribute('aria-describedby')).toBe(at(`${testid}-refusal`).id);
  expect(input.value).toBe(typed);
  // What was refused does not come along with the next change.
  host.refusal = null;
  await user.click(at('settings-ring-sound'));
  expect(wishes(host).at(-1)).toEqual(saved({ ringSound: true }));
});

test('the switch shows what the system knows of the start with the session', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  const state = () => at('settings-autostart').getAttribute('aria-checked');
  await waitFor(() => expect(state()).toBe('false'));
  await user.click(at('settings-autostart'));
  await waitFor(() => expect(state()).toBe('true'));
  expect(host.starts).toBe(true);
  host.historyFailure = { kind: 'file', detail: 'Permission denied' };
  await user.click(at('settings-autostart'));
  await waitFor(() => expect(text(at('settings-autostart-told'))).toContain('Permission denied'));
  expect(state()).toBe('true');
});

test('the pop-up lies above programs that fill the screen unless told otherwise', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  expect(at('settings-pop-level').getAttribute('aria-checked')).toBe('true');
  await user.click(at('settings-pop-level'));
  expect(wishes(host)).toEqual([saved({ popLevel: 'below-full-screen' })]);
});

test('only encrypted connections can be demanded', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  await user.click(at('settings-only-encrypted'));
  expect(wishes(host)).toEqual([saved({ onlyEncrypted: true })]);
});

test('a slow PBX is waited for longer', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  expect((at('settings-patience') as HTMLSelectElement).value).toBe('10');
  await user.selectOptions(at('settings-patience'), '30');
  await user.selectOptions(at('settings-patience'), '10');
  expect(wishes(host)).toEqual([saved({ answerSeconds: 30 }), saved({ answerSeconds: 0 })]);
});

test('a change that the view shows is not sent again over a later one', async () => {
  const { host, user, show } = await mainWindow(view(), 'settings');
  await user.selectOptions(at('settings-theme'), 'dark');
  const settings = view().settings;
  await show(
    view({ revision: 2, settings: { ...settings, preferences: { ...preferences, theme: 'dark' } } }),
  );
  await user.click(at('settings-ring-sound'));
  await show(
    view({ revision: 3, settings: { ...settings, preferences: { ...preferences, theme: 'light' } } }),
  );
  await user.click(at('settings-auto-answer'));
  expect(wishes(host).at(-1)).toEqual(saved({ theme: 'light', autoAnswer: true, ringSound: true }));
});

test('language and theme follow the view', async () => {
  const { show } = await mainWindow(view(), 'settings');
  expect(document.documentElement.dataset['theme']).toBe('light');
  expect(document.documentElement.lang).toBe('en');
  await show(
    view({
      revision: 2,
      settings: { ...view().settings, preferences: { ...preferences, language: 'zh-CN', theme: 'dark' } },
    }),
  );
  expect(document.documentElement.dataset['theme']).toBe('dark');
  expect(document.documentElement.lang).toBe('zh-CN');
  expect(text(at('nav-settings'))).toBe('设置');
});

test('where nobody has the chosen language, English is spoken and shown as chosen', async () => {
  await mainWindow(
    view({ settings: { ...view().settings, preferences: { ...preferences, language: 'tlh' } } }),
    'settings',
  );
  expect(document.documentElement.lang).toBe('en');
  expect(at('settings-language')).toHaveProperty('value', 'en');
});

test('where passwords are kept and which protection is in force is said', async () => {
  const receiver = {
    address: '192.168.1.23',
    port: 8260,
    lastReport: null,
    mended: 12,
    protection: 'address-only',
  } as const;
  await mainWindow(
    view({ passwordKept: 'session', connection: { ...onlineConnection, receiver } }),
    'settings',
  );
  expect(document.body.textContent).toContain('Until the program ends');
  expect(text(at('receiver'))).toContain('192.168.1.23:8260');
  expect(text(at('receiver'))).toContain('The PBX’s address only'.replace('’', "'"));
  expect(text(at('receiver'))).toContain('None yet');
  expect(text(at('receiver'))).toContain('12 call events of the phone system were damaged and mended');
});

test('an account is forgotten after a question', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  await user.click(at('forget-account'));
  await user.click(at('forget-account-cancel'));
  await user.click(at('forget-account'));
  expect(wishes(host)).toEqual([]);
  await sure(user, 'forget-account');
  expect(wishes(host)).toEqual([{ kind: 'forget-account' }]);
});

test('signing out in a call says what is lost, and is asked about', async () => {
  const talking = view({ calls: [call({ state: 'talking' })], queues: [] });
  const { host, user } = await mainWindow(talking, 'settings');
  await user.click(at('sign-out'));
  expect(wishes(host)).toEqual([]);
  expect(text(at('sign-out-question'))).toContain('can’t be held, transferred or noted');
  await sure(user, 'sign-out');
  expect(wishes(host)).toEqual([{ kind: 'sign-out' }]);
});

test('signing out is an intent', async () => {
  const { host, user } = await mainWindow(view({ queues: [] }), 'settings');
  await user.click(at('sign-out'));
  expect(wishes(host)).toEqual([{ kind: 'sign-out' }]);
});

test('who is still in queues is asked whether to leave them too', async () => {
  const { host, user } = await mainWindow(
    view({
      queues: [
        queue(),
        queue({ number: '6500', name: '' }),
        // Nobody can sign out of that one.
        queue({
          number: '6501',
          name: 'Static',
          can: ['pause'],
        }),
      ],
    }),
    'settings',
  );
  await user.click(at('sign-out'));
  expect(text(at('quit-question'))).toContain('You are still signed in to Support, 6500');
  expect(text(at('quit-question'))).not.toContain('Static');
  await user.click(at('quit-cancel'));
  expect(wishes(host)).toEqual([]);
  await user.click(at('sign-out'));
  for (const deed of ['quit-leave', 'quit-pause', 'quit-stay']) {
    await fireEvent.animationEnd(at('quit-leave'));
    await user.click(at(deed));
    await user.click(at('sign-out'));
  }
  expect(wishes(host)).toEqual([
    { kind: 'leave-and-sign-out' },
    { kind: 'pause-and-sign-out' },
    { kind: 'sign-out' },
  ]);
});

test.each([
  ['leave', 'leave-and-sign-out'],
  ['pause', 'pause-and-sign-out'],
  ['stay', 'sign-out'],
] as const)('what the administrator has answered for the queues (%s) is not asked', async (answer, kind) => {
  const fixed = [{ setting: { kind: 'quit-queues' as const, answer }, by: 'policy.json' }];
  const governed = view({ queues: [queue()], policy: { ...view().policy, fixed } });
  const { host, user } = await mainWindow(governed, 'settings');
  await user.click(at('sign-out'));
  expect(wishes(host)).toEqual([{ kind }]);
  // Where it was in vain, there is a way out.
  await user.click(at('sign-out'));
  expect(text(at('quit-question'))).toContain('You are still signed in to');
});

test('rows of answers that could not be read are counted', async () => {
  const odd = (oddRows: number) =>
    view({ revision: oddRows + 1, connection: { ...onlineConnection, oddRows } });
  const { show } = await mainWindow(odd(0), 'settings');
  expect(text(at('receiver'))).not.toContain('could not be read');
  await show(odd(1));
  expect(text(at('receiver'))).toContain('1 row of the PBX');
  await show(odd(3));
  expect(text(at('receiver'))).toContain("3 rows of the PBX's answers could not be read");
});

test('an address that was allowed is shown and can be taken back', async () => {
  const { settings } = view();
  const account = settings.account && { ...settings.account, believed: ['10.0.0.6'] };
  const { host, user } = await mainWindow(view({ settings: { ...settings, account } }), 'settings');
  expect(text(at('believed'))).toContain('also come from 10.0.0.6');
  await user.click(at('believed-withdraw'));
  expect(wishes(host)).toEqual([{ kind: 'doubt-address', address: '10.0.0.6' }]);
});

test('what a switch is for is tied to it', async () => {
  await mainWindow(view(), 'settings');
  const hint = at('settings-ring-sound').getAttribute('aria-describedby') ?? '';
  expect(document.getElementById(hint)?.textContent).toContain('ring of the phone');
});

test('the pop-up: for which calls, where, and what becomes of it', async () => {
  const { host, user, show } = await mainWindow(view(), 'settings');
  const saved = () => host.intents.findLast((intent) => intent.kind === 'save-preferences')?.preferences.pop;
  expect(isDisabled(at('pop-reset'))).toBe(true);
  await user.selectOptions(at('pop-show'), 'none');
  await user.selectOptions(at('pop-place'), 'top-left');
  await user.selectOptions(at('pop-screen'), 'primary');
  await user.selectOptions(at('pop-after'), 'gone');
  expect(saved()).toEqual({ show: 'none', place: 'top-left', screen: 'primary', after: 'gone' });
  const moved = view({ revision: 2 });
  moved.settings.preferences.pop = { show: 'none', place: 'where-left', screen: 'pointer', after: 'strip' };
  await show(moved);
  expect(text(document.body)).toContain('Calls are still told by a notification');
  await user.click(at('pop-reset'));
  expect(wishes(host).at(-1)).toEqual({ kind: 'reset-pop-place' });
});

test('where there can be no pop-up the settings say so, and offer nothing', async () => {
  const shown = view();
  await mainWindow(view({ settings: { ...shown.settings, lacksTold: ['pop-up'] } }), 'settings');
  expect(text(at('pop-missing'))).toContain('the notification is used');
  expect(all('pop-show')).toHaveLength(0);
});

test('an edit that the view has shown, or another’s later word has overtaken, is not sent again', async () => {
  const { host } = await mainWindow(view(), 'settings');
  const app = new Companion(host);
  const shown = (change: Partial<Preferences>) => ({ ...view().settings.preferences, ...change });
  await app.savePreferences(shown({ theme: 'system' }), () => ({ theme: 'dark' }));
  await app.savePreferences(shown({ theme: 'system' }), () => ({ theme: 'light' }));
  // The first of the two is shown: the second is still on its way.
  await app.savePreferences(shown({ theme: 'dark' }), () => ({ outsidePrefix: '0' }));
  expect(wishes(host).at(-1)).toMatchObject({ preferences: { theme: 'light', outsidePrefix: '0' } });
  // It was shown, and then somebody else chose otherwise.
  await app.savePreferences(shown({ theme: 'light', outsidePrefix: '0' }), () => ({ plus: '00' }));
  await app.savePreferences(shown({ theme: 'dark', outsidePrefix: '7', plus: '00' }), () => ({
    ringSound: true,
  }));
  expect(wishes(host).at(-1)).toMatchObject({ preferences: { theme: 'dark', outsidePrefix: '7' } });
});
