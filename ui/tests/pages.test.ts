// Pages about a call in other programs: their buttons, and their settings.

import { fireEvent, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { CrmTarget, View, WrongTarget } from '../src/contract';
import { call, pages, view } from '../src/host/samples';
import { all, at, inside, isDisabled, mainWindow, popWindow, text, wishes } from './stage';

const NAMES = ['Customer file', 'Tickets', 'Orders', 'Forum'];
const ringing = (offered: number[]) =>
  view({ calls: [call({ can: ['hang-up', 'open-page'], pages: pages(NAMES, offered) })] });

const preferences = view().settings.preferences;
const of = (slot: number, change: Partial<CrmTarget> = {}): CrmTarget => ({
  slot,
  name: '',
  address: `https://crm.example/${slot}`,
  when: 'on-click',
  queues: [],
  direction: 'any',
  onlyOutside: false,
  ...change,
});
const saved = (crm: CrmTarget[]) => ({ kind: 'save-preferences', preferences: { ...preferences, crm } });
const set = (crm: CrmTarget[], change: Partial<View> = {}) =>
  view({ settings: { ...view().settings, preferences: { ...preferences, crm } }, ...change });

const windows = [
  ['call-crm', mainWindow],
  ['pop-crm', popWindow],
] as const;

test.each(windows)('%s: the first two are buttons, the others in a menu', async (testid, open) => {
  const { host, user } = await open(ringing([0, 1, 2, 3]));
  expect(all(testid).map((button) => button.dataset['target'])).toEqual(['0', '1']);
  await user.click(all(testid)[1] as HTMLElement);
  await user.click(at(`${testid}-more`));
  expect(all(testid).map((button) => button.dataset['target'])).toEqual(['0', '1', '2', '3']);
  await waitFor(() => expect(document.activeElement).toBe(all(testid)[2]));
  await user.keyboard('{ArrowDown}{Enter}');
  expect(wishes(host)).toEqual([
    { kind: 'open-page', call: 1, slot: 1 },
    { kind: 'open-page', call: 1, slot: 3 },
  ]);
  expect(all(testid)).toHaveLength(2);
  expect(document.activeElement).toBe(at(`${testid}-more`));
});

test.each(windows)('%s: Escape closes the menu and gives the keyboard back', async (testid, open) => {
  const { user } = await open(ringing([2]));
  await user.click(at(`${testid}-more`));
  expect(all(testid)).toHaveLength(1);
  await user.keyboard('{Escape}');
  expect(all(testid)).toHaveLength(0);
  expect(document.activeElement).toBe(at(`${testid}-more`));
});

test('a page has its place, whether or not another is for this call', async () => {
  const places = () => [...(at('call-hangup').closest('article')?.querySelector('.pages')?.children ?? [])];
  const { show } = await mainWindow(ringing([0, 1, 2]));
  const before = places().map((place) => (place as HTMLElement).dataset['target'] ?? 'more');
  expect(before).toEqual(['0', '1', 'more']);
  await show({ ...ringing([1]), revision: 2 });
  expect(places().map((place) => place.className.includes('free'))).toEqual([true, false, true]);
  await show({ ...ringing([]), revision: 3 });
  expect(places()).toHaveLength(3);
});

test('where none is set up there is no room for one', async () => {
  await mainWindow(view({ calls: [call()] }));
  expect(at('call-hangup').closest('article')?.querySelector('.pages')).toBeNull();
});

test('a page without a name says which it is, and each button of whose call', async () => {
  const { show } = await popWindow(view({ calls: [call({ pages: pages(['']) })] }));
  expect(at('pop-crm').title).toBe('Caller’s page');
  await show(view({ revision: 2, calls: [call({ pages: pages(['', 'Tickets']) })] }));
  expect(all('pop-crm').map((button) => button.title)).toEqual(['Caller’s page 1', 'Tickets']);
  expect(all('pop-crm')[1]?.getAttribute('aria-label')).toContain('Wang Fang');
});

test('a page is added in the first place that is free', async () => {
  const { host, user } = await mainWindow(set([of(1)]), 'settings');
  await user.click(at('crm-add'));
  expect(wishes(host)).toEqual([saved([of(1), of(0, { address: '' })])]);
});

test('up to eight pages; one that goes hands the keyboard on', async () => {
  const eight = [0, 1, 2, 3, 4, 5, 6, 7].map((slot) => of(slot));
  const { host, user, show } = await mainWindow(set(eight), 'settings');
  expect(isDisabled(at('crm-add'))).toBe(true);
  await show(set(eight.slice(0, 6), { revision: 2 }));
  await user.click(all('crm-remove')[3] as HTMLElement);
  const five = eight.slice(0, 6).filter(({ slot }) => slot !== 3);
  expect(wishes(host).at(-1)).toEqual(saved(five));
  await show(set(five, { revision: 3 }));
  await waitFor(() => expect(document.activeElement).toBe(at('crm-add')));
});

test('a page goes up one place, and the keyboard with it', async () => {
  const { host, user, show } = await mainWindow(set([of(2), of(0), of(1)]), 'settings');
  await user.click(all('crm-up')[0] as HTMLElement);
  expect(wishes(host)).toEqual([]);
  await user.click(all('crm-up')[2] as HTMLElement);
  expect(wishes(host)).toEqual([saved([of(2), of(1), of(0)])]);
  await show(set([of(2), of(1), of(0)], { revision: 2 }));
  await waitFor(() => expect(document.activeElement).toBe(inside('crm-row', 1).getByTestId('crm-up')));
});

test('when it opens and for which calls', async () => {
  const { host, user } = await mainWindow(set([of(0), of(1)]), 'settings');
  const second = inside('crm-row', 1);
  await user.selectOptions(second.getByTestId('settings-crm-when'), 'after-call');
  await user.selectOptions(second.getByTestId('settings-crm-direction'), 'in');
  await user.click(second.getByTestId('settings-crm-outside'));
  await fireEvent.change(second.getByTestId('settings-crm-queues'), { target: { value: ' 6400，6401, ' } });
  await fireEvent.change(second.getByTestId('settings-crm-name'), { target: { value: 'Tickets' } });
  expect(wishes(host).at(-1)).toEqual(
    saved([
      of(0),
      of(1, {
        name: 'Tickets',
        when: 'after-call',
        direction: 'in',
        onlyOutside: true,
        queues: ['6400', '6401'],
      }),
    ]),
  );
});

test('a test shows the address and opens it', async () => {
  const { host, user, show } = await mainWindow(set([of(0, { address: '' }), of(4)]), 'settings');
  expect(isDisabled(all('crm-test')[0] as HTMLElement)).toBe(true);
  await user.click(all('crm-test')[1] as HTMLElement);
  expect(wishes(host)).toEqual([{ kind: 'test-page', slot: 4 }]);
  const crmTests = [{ slot: 4, address: 'https://crm.example/?n=%2B4420' }];
  await show(set([of(0, { address: '' }), of(4)], { revision: 2, crmTests }));
  expect(text(at('crm-preview'))).toBe('https://crm.example/?n=%2B4420');
  expect(inside('crm-row', 1).getByTestId('crm-preview')).toBeTruthy();
});

test.each<[string, WrongTarget, string]>([
  ['settings-crm-url', { kind: 'not-web' }, 'begin with https://'],
  ['settings-crm-url', { kind: 'host-open' }, 'could choose'],
  ['settings-crm-url', { kind: 'unknown-word', word: 'phone' }, '{phone}'],
  ['settings-crm-url', { kind: 'not-closed' }, 'not closed'],
  ['settings-crm-url', { kind: 'too-long', most: 2000 }, '2000'],
  ['settings-crm-queues', { kind: 'not-a-queue', text: 'Sales' }, 'Sales'],
])('%s says at the field that it is %o', async (testid, why, words) => {
  const { host } = await mainWindow(set([of(0)]), 'settings');
  const input = at(testid) as HTMLInputElement;
  host.refusal = { kind: 'invalid-target', slot: 0, why };
  input.value = 'javascript:alert(1)';
  await fireEvent.change(input);
  await waitFor(() => expect(text(at(`${testid}-refusal`))).toContain(words));
  expect(input.getAttribute('aria-describedby')).toBe(at(`${testid}-refusal`).id);
  expect(all('refusal')).toEqual([]);
});
