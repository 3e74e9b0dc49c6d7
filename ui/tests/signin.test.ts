import { waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { ConnectionView, Failure } from '../src/contract';
import { account, firstStart, NOW, view } from '../src/host/samples';
import { problemOf } from '../src/signin/problem';
import { all, at, isDisabled, mainWindow, text, wishes } from './stage';

const wrong: Failure = { kind: 'refused', errno: '30003', meaning: 'wrong-credentials', endpoint: 'login' };
const field = (name: string) => at(`signin-${name}`) as HTMLInputElement;
const refused = (problem: Failure, change: Partial<ConnectionView> = {}) => ({
  ...firstStart({ state: 'refused', problem, ...change }),
  settings: view().settings,
});

async function fillIn(user: Awaited<ReturnType<typeof mainWindow>>['user']): Promise<void> {
  await user.type(field('server'), ' 192.168.1.10 ');
  await user.type(field('username'), 'api');
  await user.type(field('password'), 'pässword');
  await user.type(field('extension'), '101');
}

test('first start: the password goes its own way, then the account is sent', async () => {
  const { host, user } = await mainWindow(firstStart());
  expect(at('connection').dataset['state']).toBe('signed-out');
  expect(field('port').value).toBe('9011');
  expect(field('report-port').value).toBe('8260');
  await fillIn(user);
  await user.click(at('signin-submit'));
  expect(host.passwords).toEqual([
    { slot: { kind: 'account', host: '192.168.1.10', port: 9011, username: 'api' }, password: 'pässword' },
  ]);
  // Nobody chose: whether the phone system speaks HTTPS is found out.
  expect(host.intents).toEqual([{ kind: 'sign-in', account: { ...account, scheme: 'auto' } }]);
  expect(JSON.stringify(host.intents)).not.toContain('pässword');
  expect(field('password').value).toBe('');
});

test('Enter in a field signs in', async () => {
  const { host, user } = await mainWindow(firstStart());
  await fillIn(user);
  await user.type(field('extension'), '{Enter}');
  expect(host.intents.map((intent) => intent.kind)).toEqual(['sign-in']);
});

test('a known account is filled in, and its kept password need not be typed', async () => {
  const { host, user } = await mainWindow({
    ...firstStart(),
    settings: view().settings,
    passwordKept: 'keyring',
  });
  expect(field('server').value).toBe('192.168.1.10');
  expect(field('password').placeholder).toBe('Kept: leave empty');
  await user.click(at('signin-submit'));
  expect(host.passwords).toEqual([]);
  expect(host.intents).toEqual([{ kind: 'sign-in', account }]);
});

test('a port that is no port is said before anything is sent', async () => {
  const { host, user } = await mainWindow(firstStart());
  await user.clear(field('report-port'));
  await user.type(field('report-port'), '99999');
  await user.click(at('signin-submit'));
  expect(host.intents).toEqual([]);
  expect(text(at('signin-error'))).toBe('Please check: Port for call events.');
  expect(field('report-port').ariaInvalid).toBe('true');
});

test('a refusal of the core names the field', async () => {
  const { host, user } = await mainWindow(firstStart());
  host.refusal = { kind: 'invalid-account', field: 'host' };
  await user.click(at('signin-submit'));
  expect(text(at('signin-error'))).toBe('Please check: Address of the PBX.');
  expect(field('server').ariaInvalid).toBe('true');
});

test('what is typed survives later views', async () => {
  const { user, show } = await mainWindow(firstStart());
  await user.type(field('server'), 'pbx.local');
  await show({ ...firstStart(), revision: 2 });
  expect(field('server').value).toBe('pbx.local');
});

test('while signing in, the steps show how far it is, and it can be called off', async () => {
  const checks: ConnectionView['checks'] = [
    { step: 'report-port', state: 'passed', detail: '192.168.1.23:8260' },
    { step: 'login', state: 'running', detail: null },
  ];
  const { host, user } = await mainWindow(firstStart({ state: 'signing-in', checks }));
  expect(isDisabled(at('signin-submit'))).toBe(true);
  expect(all('check').map((check) => [check.dataset['step'], check.dataset['state']])).toEqual([
    ['report-port', 'passed'],
    ['login', 'running'],
  ]);
  expect(text(all('check')[0] as HTMLElement)).toContain('192.168.1.23:8260');
  await user.click(at('signin-cancel'));
  expect(host.intents).toEqual([{ kind: 'sign-out' }]);
});

test('a taken report port is changed with one button', async () => {
  const { host, user } = await mainWindow({
    ...firstStart({ state: 'refused', freePort: 8261 }),
    settings: view().settings,
  });
  expect(at('signin-error').dataset['kind']).toBe('port-taken');
  await user.click(at('signin-use-port'));
  expect(host.intents).toEqual([{ kind: 'sign-in', account: { ...account, reportPort: 8261 } }]);
});

test('a refused password is not sent again unchanged', async () => {
  const { host, user } = await mainWindow({ ...refused(wrong), passwordKept: 'keyring' });
  expect(field('password').placeholder).toBe('');
  await user.click(at('signin-submit'));
  expect(host.intents).toEqual([]);
  await user.type(field('password'), 'another');
  await user.click(at('signin-submit'));
  expect(host.intents).toEqual([{ kind: 'sign-in', account }]);
});

test('an unknown certificate shows its fingerprint and is trusted by a button', async () => {
  const { host, user } = await mainWindow(refused({ kind: 'certificate-unknown', fingerprint: '9f86d081' }));
  expect(text(at('signin-fingerprint'))).toBe('9f86 d081');
  await user.click(at('signin-trust'));
  expect(host.intents).toEqual([{ kind: 'trust-certificate', fingerprint: '9f86d081' }]);
});

test('a changed certificate is a warning with words of its own', async () => {
  const { host, user } = await mainWindow(refused({ kind: 'certificate-changed', fingerprint: '9f86d081' }));
  expect(at('signin-trust').textContent).toContain('My administrator has confirmed it');
  await user.click(at('signin-trust'));
  expect(host.intents).toEqual([{ kind: 'trust-certificate', fingerprint: '9f86d081' }]);
});

test('plain HTTP is called not encrypted', async () => {
  const { user } = await mainWindow(refused({ kind: 'timed-out' }));
  await user.selectOptions(at('signin-scheme'), 'http');
  expect(at('signin-not-encrypted').textContent).toContain('Not encrypted');
  await user.selectOptions(at('signin-scheme'), 'https');
  expect(document.querySelector('[data-testid="signin-not-encrypted"]')).toBeNull();
});

test('encryption can be demanded where there is no way to the settings', async () => {
  const { host, user } = await mainWindow(refused({ kind: 'not-encrypted' }));
  expect(text(at('signin-error'))).toContain('without encryption');
  expect(at('signin-advanced').closest('details')?.open).toBe(true);
  await user.click(at('signin-only-encrypted'));
  const { preferences } = view().settings;
  expect(wishes(host)).toEqual([
    { kind: 'save-preferences', preferences: { ...preferences, onlyEncrypted: true } },
  ]);
});

test('a certificate is not carried over to another server', async () => {
  const pinned = { ...account, certificate: 'ab'.repeat(32) };
  const { host, user } = await mainWindow({
    ...firstStart(),
    settings: { ...view().settings, account: pinned },
  });
  await user.clear(field('server'));
  await user.type(field('server'), '10.0.0.1');
  await user.click(at('signin-submit'));
  expect(host.intents).toMatchObject([{ account: { host: '10.0.0.1', certificate: null } }]);
});

test('while the PBX is away at the start, the next try is named and can be had now', async () => {
  const { host, user } = await mainWindow(
    firstStart({
      state: 'reconnecting',
      problem: { kind: 'unreachable', reason: 'no-answer' },
      until: NOW + 10_000,
    }),
  );
  expect(document.body.textContent).toContain('Next try at 10:32:15');
  await user.click(at('retry-now'));
  expect(host.intents).toEqual([{ kind: 'retry-now' }]);
});

const base = firstStart().connection;
test.each<[Partial<ConnectionView>, string, string]>([
  [{ state: 'refused', problem: wrong }, 'wrong-credentials', 'five wrong passwords'],
  [{ state: 'locked-out', problem: wrong, until: NOW }, 'locked-out', 'Too many wrong passwords'],
  [{ problem: { kind: 'unreachable', reason: 'connection-refused' } }, 'connection-refused', '9011'],
  [{ problem: { kind: 'unreachable', reason: 'name-not-found' } }, 'name-not-found', 'IP address'],
  [{ problem: { kind: 'tls-mismatch' } }, 'tls-mismatch', 'protocol'],
  [{ problem: { kind: 'not-the-api' } }, 'not-the-api', 'API version'],
  [{ problem: { kind: 'http-status', status: 502 } }, 'http-status', 'API version'],
  [{ problem: { kind: 'unknown-extension', extension: '999' } }, 'unknown-extension', 'Check the number'],
  [{ problem: { kind: 'no-password' } }, 'no-password', 'Type the password'],
  [{ problem: { kind: 'password-refused' } }, 'password-refused', 'Type it again'],
  [{ problem: { kind: 'keyring-locked' } }, 'keyring-locked', 'Unlock'],
  [{ problem: { kind: 'port-taken', port: 8260 } }, 'port-taken', 'another port'],
  [
    { problem: { kind: 'refused', errno: '4711', meaning: 'unknown', endpoint: 'login' } },
    'refused',
    'administrator',
  ],
  [
    { checks: [{ step: 'report-port', state: 'failed', detail: 'permission denied' }] },
    'report-port',
    'permission denied',
  ],
])('problem %#: %s', (change, kind, advice) => {
  const problem = problemOf({ ...base, ...change });
  expect(problem?.kind).toBe(kind);
  expect(problem?.advice).toContain(advice);
});

test('locked out says until when; an unknown error is shown as it is', () => {
  expect(problemOf({ ...base, state: 'locked-out', until: NOW })?.title).toBe('Locked out until 10:32');
  const unknown: Failure = { kind: 'refused', errno: '4711', meaning: 'unknown', endpoint: 'login' };
  expect(problemOf({ ...base, problem: unknown })?.title).toContain('4711 from login');
});
test('without a problem there is none', () => expect(problemOf(base)).toBeNull());

test('the language can be changed before anybody has signed in', async () => {
  const { host, user } = await mainWindow(firstStart());
  await user.selectOptions(at('settings-language'), 'zh-CN');
  expect(wishes(host)).toMatchObject([
    { kind: 'save-preferences', preferences: { language: 'zh-CN', outsidePrefix: '9' } },
  ]);
});

test('a kept password that has worked is sent once more with one press', async () => {
  const { host, user, show } = await mainWindow(refused(wrong, { canTryPassword: true }));
  expect(text(at('signin-error'))).toContain('may refuse it by mistake');
  await user.click(at('signin-try-password'));
  expect(wishes(host)).toEqual([{ kind: 'try-password-again' }]);
  expect(host.passwords).toEqual([]);
  await show({ ...refused(wrong), revision: 2 });
  expect(all('signin-try-password')).toEqual([]);
});

test('the addresses of a server stay with it', async () => {
  const { settings } = view();
  const kept = { ...account, believed: ['10.0.0.6'] };
  const { host, user } = await mainWindow({ ...firstStart(), settings: { ...settings, account: kept } });
  await user.click(at('signin-submit'));
  await user.clear(field('server'));
  await user.type(field('server'), '10.0.0.1');
  await user.click(at('signin-submit'));
  const sent = wishes(host).map((intent) => (intent.kind === 'sign-in' ? intent.account.believed : null));
  expect(sent).toEqual([['10.0.0.6'], []]);
});

test('at the first start the keyboard is in the first empty field', async () => {
  await mainWindow(firstStart());
  expect(document.activeElement).toBe(field('server'));
});

test('a wrong field says what is wrong to who can’t see it, and a hint is its own', async () => {
  await mainWindow(refused({ kind: 'unknown-extension', extension: '999' }));
  expect(field('extension').getAttribute('aria-describedby')?.split(' ')).toEqual([
    at('signin-error').id,
    expect.stringContaining('hint'),
  ]);
  expect(field('username').getAttribute('aria-describedby')).toBeNull();
});

test('while this computer is locked out nothing is sent to that phone system, but to another one', async () => {
  const { user } = await mainWindow({
    ...firstStart({ state: 'locked-out', until: NOW + 1000 }),
    settings: view().settings,
  });
  expect(isDisabled(at('signin-submit'))).toBe(true);
  await user.type(field('server'), '1');
  expect(isDisabled(at('signin-submit'))).toBe(false);
});

test('what the system says of a port is a sentence of its own', () => {
  const checks = [{ step: 'report-port' as const, state: 'failed' as const, detail: 'permission denied' }];
  expect(problemOf({ ...base, state: 'refused', problem: null, checks })?.advice).toBe(
    'The system says: permission denied. Choose another port under Advanced.',
  );
});

test('more of the form unfolds by a button that says whether it is open', async () => {
  const { user } = await mainWindow(firstStart());
  const more = at('signin-advanced');
  expect([more.getAttribute('role'), more.getAttribute('aria-expanded')]).toEqual(['button', 'false']);
  await user.click(more);
  more.closest('details')?.dispatchEvent(new Event('toggle'));
  await waitFor(() => expect(more.getAttribute('aria-expanded')).toBe('true'));
});
