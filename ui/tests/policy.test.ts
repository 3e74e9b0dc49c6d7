import { expect, test } from 'vitest';
import { defaultView, type FixedSetting, type View } from '../src/contract';
import { account, firstStart, view } from '../src/host/samples';
import { waitFor } from '@testing-library/svelte';
import { all, at, isDisabled, mainWindow, text } from './stage';

const by = '/etc/uc-companion/policy.json';
const policy = (...settings: FixedSetting[]): View['policy'] => ({
  ...defaultView.policy,
  fixed: settings.map((setting) => ({ setting, by })),
});
const field = (name: string) => at(`signin-${name}`) as HTMLInputElement;

test('a preset fills the form, and only the password is asked', async () => {
  const firstAccount = { ...account, scheme: 'auto' as const };
  const { host, user } = await mainWindow({
    ...firstStart(),
    policy: { ...defaultView.policy, firstAccount },
  });
  expect([field('server').value, field('username').value, field('extension').value]).toEqual([
    account.host,
    account.username,
    account.extension,
  ]);
  expect(all('fixed')).toHaveLength(0);
  await user.type(field('password'), 'secret');
  await user.click(at('signin-submit'));
  expect(host.intents).toEqual([{ kind: 'sign-in', account: firstAccount }]);
});

test('what is fixed is locked in the form, and says by whom', async () => {
  await mainWindow({
    ...firstStart(),
    policy: {
      ...policy({ kind: 'host', host: 'pbx.example' }, { kind: 'extension', extension: '101' }),
      firstAccount: { ...account, host: 'pbx.example', username: '' },
    },
  });
  expect(isDisabled(field('server'))).toBe(true);
  expect(isDisabled(field('extension'))).toBe(true);
  expect(isDisabled(field('username'))).toBe(false);
  expect(all('fixed').map((one) => [text(one), one.title])).toEqual([
    ['Set by your administrator', by],
    ['Set by your administrator', by],
  ]);
});

test('what is fixed is locked in the settings', async () => {
  await mainWindow(
    view({
      policy: policy(
        { kind: 'language', language: 'en' },
        { kind: 'history-days', days: 30 },
        { kind: 'no-webhooks' },
        { kind: 'no-programs' },
      ),
    }),
    'settings',
  );
  for (const name of ['settings-language', 'settings-keep', 'webhook-add', 'settings-program']) {
    expect(isDisabled(at(name)), name).toBe(true);
  }
  expect(isDisabled(at('settings-theme'))).toBe(false);
  expect(all('fixed')).toHaveLength(4);
});

test('what is forbidden is not offered', async () => {
  await mainWindow(
    view({ policy: policy({ kind: 'no-export' }, { kind: 'no-recordings' }, { kind: 'no-voicemail' }) }),
    'history',
  );
  expect(all('nav-history')).toHaveLength(1);
  for (const name of ['history-export', 'recording-play', 'recording-download', 'nav-voicemail']) {
    expect(all(name), name).toHaveLength(0);
  }
});

test('what of a policy does not hold is named in the settings', async () => {
  await mainWindow(view({ policy: { ...defaultView.policy, wrong: ['reportPorts'] } }), 'settings');
  expect(text(at('policy-wrong'))).toContain('reportPorts');
});

test('without a policy everything is offered', async () => {
  await mainWindow(view(), 'history');
  expect(all('history-export')).toHaveLength(1);
  expect(all('nav-voicemail')).toHaveLength(1);
});

test('the start with the session is as the administrator has set it, whatever the system says', async () => {
  const { host } = await mainWindow(view({ policy: policy({ kind: 'autostart', on: true }) }), 'settings');
  const autostart = at('settings-autostart');
  expect([autostart.getAttribute('aria-checked'), isDisabled(autostart)]).toEqual(['true', true]);
  expect(all('fixed').map(text)).toEqual(['Set by your administrator']);
  host.show(view({ policy: policy() }));
  await waitFor(() => expect(at('settings-autostart').getAttribute('aria-checked')).toBe('false'));
  expect(isDisabled(at('settings-autostart'))).toBe(false);
});

test('where links are not taken none is called at once', async () => {
  const sample = view();
  sample.settings.preferences.trusted = ['link', 'command-line'];
  await mainWindow({ ...sample, policy: policy({ kind: 'links', on: false }) }, 'settings');
  const trusted = (source: string) => {
    const one = at(`settings-trust-${source}`);
    return [one.getAttribute('aria-checked'), isDisabled(one)];
  };
  expect(trusted('link')).toEqual(['false', true]);
  expect(trusted('command-line')).toEqual(['true', false]);
});

test('whose numbers are called at once can be the administrator’s to say', async () => {
  const sample = view();
  sample.settings.preferences.trusted = ['selection'];
  const question = { id: 1, number: '102', dials: null, name: null, byItself: false, until: 0 } as const;
  const dial = { ...sample.dial, question: { ...question, source: 'link' as const } };
  const fixed = policy({ kind: 'trusted', sources: ['selection'] });
  await mainWindow({ ...sample, dial, policy: fixed }, 'settings');
  for (const [source, on] of Object.entries({ link: 'false', 'command-line': 'false', selection: 'true' })) {
    expect(at(`settings-trust-${source}`).getAttribute('aria-checked')).toBe(on);
    expect(isDisabled(at(`settings-trust-${source}`))).toBe(true);
  }
  expect(all('dial-confirm-call')).toHaveLength(1);
  expect(all('dial-confirm-trust')).toHaveLength(0);
});

test('a port of a range is found by the program itself', async () => {
  await mainWindow({ ...firstStart(), policy: policy({ kind: 'report-ports', first: 8260, last: 8299 }) });
  expect(isDisabled(field('report-port'))).toBe(true);
});

test('where all given ports are taken it says which, and by whom', async () => {
  const ports = { kind: 'ports-taken', first: 8260, last: 8299 } as const;
  await mainWindow(firstStart({ state: 'refused', problem: { ...ports, holders: ['li', 'python3'] } }));
  const said = text(at('signin-error'));
  for (const words of ['8260–8299', 'li, python3', 'administrator']) expect(said).toContain(words);
  expect(all('signin-use-port')).toHaveLength(0);
});

test('a changed policy and a refused link are told', async () => {
  const refusal = { kind: 'set-by-administrator', field: 'links' } as const;
  await mainWindow(
    view({
      notices: [
        { id: 1, at: 0, notice: { kind: 'policy-changed', atNextSignIn: true } },
        { id: 2, at: 0, notice: { kind: 'not-dialled', text: 'tel:1', door: 'link', refusal, waits: false } },
      ],
    }),
  );
  const said = all('message').map(text).join();
  for (const words of ['has changed', 'next sign-in', 'links call nobody', 'has set this']) {
    expect(said).toContain(words);
  }
});
