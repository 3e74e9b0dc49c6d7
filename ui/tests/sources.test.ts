// Servers of contacts in the settings, people of the contacts in the dial field, and who of several it is.

import { fireEvent, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { ContactSource, SourceTrouble, SourceView, View } from '../src/contract';
import { NOW, view } from '../src/host/samples';
import { sourceScenarios } from '../src/host/source-scenarios';
import { all, at, inside, isDisabled, mainWindow, popWindow, text, wishes } from './stage';

const attributes = { name: '', company: '', numbers: [] };
const nothing = { name: '', address: '', user: '', certificate: null, base: '', filter: '', attributes };
const book: ContactSource = {
  ...nothing,
  slot: 0,
  kind: 'carddav',
  name: 'Cloud',
  address: 'https://cloud.example/',
  user: 'ada',
};
const ldap: ContactSource = {
  ...nothing,
  slot: 1,
  kind: 'ldap',
  name: 'Company',
  address: 'ldaps://ldap.example',
  base: 'dc=example',
};
const news = (change: Partial<SourceView>): SourceView => ({
  slot: 0,
  state: { state: 'never' },
  kept: { contacts: 0, skipped: 0, at: null },
  test: null,
  testing: false,
  ...change,
});
const preferences = view().settings.preferences;
const using = (contactSources: ContactSource[], views: SourceView[] = [], change: Partial<View> = {}) =>
  view({
    settings: { ...view().settings, preferences: { ...preferences, contactSources } },
    contactSources: views,
    ...change,
  });
const saved = (contactSources: ContactSource[]) => ({
  kind: 'save-preferences',
  preferences: { ...preferences, contactSources },
});
const lines = () => [...at('source-news').children].map((line) => text(line as HTMLElement)).join('\n');
const change = (testid: string, value: string) => fireEvent.change(at(testid), { target: { value } });

test('a source is added, changed and removed; the keyboard goes on', async () => {
  const { host, user, show } = await mainWindow(using([book]), 'settings');
  await user.click(all('source-add')[1] as HTMLElement);
  const added = { ...nothing, slot: 1, kind: 'ldap' as const };
  expect(wishes(host)).toEqual([saved([book, added])]);
  await change('source-user', 'ben');
  expect(wishes(host).at(-1)).toEqual(saved([{ ...book, user: 'ben' }, added]));
  await user.click(at('source-remove'));
  expect(wishes(host).at(-1)).toEqual(saved([added]));
  await show(using([], [], { revision: 3 }));
  await waitFor(() => expect(document.activeElement).toBe(all('source-add')[0]));
});

test('a directory has a base, a filter and names of attributes', async () => {
  const { host } = await mainWindow(using([ldap]), 'settings');
  await change('source-filter', '(cn={name})');
  await change('source-attribute-numbers', 'mobile，ipPhone, ');
  const edited = {
    ...ldap,
    filter: '(cn={name})',
    attributes: { ...attributes, numbers: ['mobile', 'ipPhone'] },
  };
  expect(wishes(host).at(-1)).toEqual(saved([edited]));
});

test('what can’t be right is refused at its field', async () => {
  const { host } = await mainWindow(using([ldap]), 'settings');
  host.refusal = { kind: 'invalid-setting', field: 'source-filter' };
  await change('source-filter', '(cn=*)');
  await waitFor(() => expect(at('source-filter-refusal')).toBeTruthy());
  expect(text(at('source-filter-refusal'))).toContain('{number} or {name}');
  expect(at('source-filter').getAttribute('aria-invalid')).toBe('true');
});

test('a password goes to the keyring and to nowhere else', async () => {
  const { host } = await mainWindow(using([book]), 'settings');
  await change('source-password', 'secret');
  await fireEvent.input(at('source-password'), { target: { value: 'secret' } });
  await fireEvent.change(at('source-password'));
  const slot = { kind: 'contact-source', address: book.address, user: 'ada' };
  await waitFor(() => expect(host.passwords).toContainEqual({ slot, password: 'secret' }));
  expect(JSON.stringify(host.intents)).not.toContain('secret');
  expect((at('source-password') as HTMLInputElement).value).toBe('');
});

test.each<[Partial<SourceView>, string, string]>([
  [{}, 'never', 'Not asked yet'],
  [{ state: { state: 'working' } }, 'working', 'Asking for the first time …'],
  [
    { state: { state: 'ok', at: NOW - 180_000 }, kept: { contacts: 1204, skipped: 3, at: NOW } },
    'ok',
    '1204 contacts, 3 min ago\n3 of 1207 skipped: no number',
  ],
  [
    { state: { state: 'paused', why: { kind: 'wrong-password' } } },
    'paused',
    'Paused until you do something\nPassword: refused. It is not tried again before you type it anew.',
  ],
])('a row says how its source does: %o', async (change, state, said) => {
  await mainWindow(using([book], [news(change)]), 'settings');
  expect(at('source-row').dataset['state']).toBe(state);
  expect(at('source-row').dataset['kind']).toBe('carddav');
  expect(lines()).toBe(said);
});

test('a source that fails says since when, why, and that its contacts stay', async () => {
  const failing = news({
    state: { state: 'failing', since: NOW - 3_000_000, why: { kind: 'unknown-name' } },
    kept: { contacts: 7, skipped: 0, at: NOW - 3_600_000 },
  });
  await mainWindow(using([book], [failing]), 'settings');
  expect(lines()).toMatch(
    /^Failing since today .+\nName lookup: no such server\. Check the address\.\n7 contacts of today .+ stay\.$/,
  );
});

test.each<SourceTrouble>([
  { kind: 'unknown-name' },
  { kind: 'no-connection', detail: 'refused' },
  { kind: 'no-encryption' },
  { kind: 'wrong-password' },
  { kind: 'no-such-base' },
  { kind: 'bad-filter' },
  { kind: 'refused', code: 53 },
])('a test that fails names its step: %o', async (why) => {
  await mainWindow(using([book], [news({ test: { kind: 'failed', why } })]), 'settings');
  expect(at('source-tested').dataset['why']).toBe(why.kind);
  expect(text(at('source-tested'))).toMatch(/^Failed: .+\./);
});

test('a test is sent once and shows some people', async () => {
  const { host, user, show } = await mainWindow(using([book], [news({})]), 'settings');
  await user.click(at('source-test'));
  expect(wishes(host)).toEqual([{ kind: 'test-source', slot: 0 }]);
  await show(using([book], [news({ testing: true })], { revision: 3 }));
  expect(isDisabled(at('source-test'))).toBe(true);
  const worked = news({ test: { kind: 'worked', count: 12, examples: ['Ada 030 1'] } });
  await show(using([book], [worked], { revision: 4 }));
  expect(text(at('source-news'))).toContain('Works: 12 found Ada 030 1');
});

test('a certificate is trusted by its fingerprint', async () => {
  const fingerprint = 'ab12'.repeat(16);
  const untrusted = news({ test: { kind: 'failed', why: { kind: 'certificate-unknown', fingerprint } } });
  const { host, user } = await mainWindow(using([book], [untrusted]), 'settings');
  expect(text(at('source-fingerprint'))).toContain('ab12 ab12');
  await user.click(at('source-trust'));
  expect(wishes(host)).toEqual([saved([{ ...book, certificate: fingerprint }])]);
});

test('of the administrator’s sources the person says who they are, and nothing else', async () => {
  await mainWindow(sourceScenarios['contact-sources-of-policy'] as View, 'settings');
  expect(isDisabled(at('source-address'))).toBe(true);
  expect(isDisabled(at('source-user'))).toBe(false);
  expect(all('source-remove')).toHaveLength(0);
});

test('people of the contacts stand behind the colleagues in the dial field, a row a number', async () => {
  const { host, user } = await mainWindow(view());
  host.people = [{ name: 'Ada Lovelace', company: 'Nordwind', numbers: ['030 1', '0151 2'] }];
  await user.type(at('dial-number'), 'lov');
  await waitFor(() => expect(all('suggestion')).toHaveLength(2));
  expect(text(all('suggestion')[1] as HTMLElement)).toBe('0151 2 Ada Lovelace Nordwind');
  await user.type(at('dial-number'), '{ArrowDown}{ArrowDown}{Enter}');
  await waitFor(() => expect(wishes(host)).toEqual([{ kind: 'dial', number: '0151 2' }]));
});

test('a Chinese name is looked for from two letters on', async () => {
  const { host, user } = await mainWindow(view());
  host.people = [{ name: '王芳', company: null, numbers: ['030 1'] }];
  await user.type(at('dial-number'), '王芳');
  await waitFor(() => expect(all('suggestion')).toHaveLength(1));
});

test.each([mainWindow, popWindow])(
  'several people have the number: the agent says who it is',
  async (open) => {
    const { host, user } = await open(sourceScenarios['contact-choice'] as View);
    expect(inside('contact-choice').getAllByRole('button').map(text)).toEqual([
      'Ada Lovelace',
      'Benjamin Bauer',
      '王芳',
    ]);
    expect((all('contact-person')[0] as HTMLElement).getAttribute('aria-pressed')).toBe('true');
    await user.click(all('contact-person')[2] as HTMLElement);
    expect(wishes(host)).toEqual([{ kind: 'choose-contact', call: 1, person: 2 }]);
  },
);

test('the other numbers of who calls stand on the card, each with a call', async () => {
  const ada = {
    name: 'Ada Lovelace',
    company: 'Nordwind GmbH',
    numbers: ['+49 30 5550101', '+49 151 5550102'],
  };
  const open = sourceScenarios['contact-choice'] as View;
  const [ringing] = open.calls;
  if (!ringing?.card) throw new Error('no card');
  const known = { ...open, calls: [{ ...ringing, card: { ...ringing.card, people: [ada] } }] };
  const { host, user } = await mainWindow(known);
  expect(all('caller-number').map(text), 'not the one that rings').toEqual(['+49 151 5550102']);
  await user.click(at('caller-number'));
  expect(wishes(host)).toEqual([{ kind: 'dial', number: '+49 151 5550102' }]);
  await user.click(at('caller-number-star'));
  expect(wishes(host).at(-1)).toEqual({
    kind: 'favourite',
    command: { kind: 'add', number: '+49 151 5550102', label: 'Ada Lovelace' },
  });
});
