import { waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { call, mark, queue, record, view } from '../src/host/samples';
import { missedScenarios } from '../src/host/missed-scenarios';
import { teamScenarios } from '../src/host/team-scenarios';
import type { View } from '../src/contract';
import { all, at, isDisabled, mainWindow, popWindow } from './stage';

const sales = queue({ number: '6401', name: 'Sales' });
const queues = [queue(), sales];
const chips = (within: ParentNode = document) =>
  [...within.querySelectorAll<HTMLElement>('[data-testid="queue-colour"]')].map(
    ({ dataset }) => `${dataset['queue']} ${dataset['colour']} ${dataset['letter']}`,
  );
const SUPPORT = '6400 blue S';
const SALES = '6401 orange A';

test('two queues that ring are told apart by edge and letter, in the pop-up and on the desk', async () => {
  const second = call({ key: 2, called: '6401', queueName: 'Sales', mark: mark('6401') });
  await mainWindow(view({ calls: [call(), second], queues }));
  const cards = all('call');
  expect(cards.map((card) => card.dataset['colour'])).toEqual(['blue', 'orange']);
  expect(cards.map((card) => chips(card))).toEqual([[SUPPORT], [SALES]]);
  expect(chips(at('ringing-strip'))).toEqual([SALES]);
  expect(all('queue').map((card) => [card.dataset['colour'], ...chips(card)])).toEqual([
    ['blue', SUPPORT],
    ['orange', SALES],
  ]);
});

test('the pop-up has the edge and the letter of its queue; a direct call has none', async () => {
  const { show } = await popWindow(view({ calls: [call()] }));
  expect(at('pop-call').dataset['colour']).toBe('blue');
  expect(chips()).toEqual([SUPPORT]);
  await show(view({ revision: 2, calls: [call({ called: null, queueName: null })] }));
  expect(at('pop-call').dataset['colour']).toBeUndefined();
  expect(chips()).toEqual([]);
});

test('a past call has the mark of its queue', async () => {
  const { host } = await mainWindow(view({ queues }), 'settings');
  host.records = [record({ called: '6401' })];
  location.hash = 'history';
  await waitFor(() => expect(all('history-row')).toHaveLength(1));
  expect(chips(at('history-row'))).toEqual([SALES]);
});

test('a missed caller has the mark of each queue that was called', async () => {
  await mainWindow({ ...(missedScenarios['missed'] as View), queues }, 'missed');
  expect(chips()).toContain(SALES);
});

test('a colleague has the marks of the queues that are served', async () => {
  await mainWindow({ ...(teamScenarios['team'] as View), queues }, 'team');
  expect(chips(all('team-row')[0])).toEqual([SUPPORT, SALES]);
});

test('a colour is chosen in the settings, and given back', async () => {
  const { host, user, show } = await mainWindow(view({ queues }), 'settings');
  const choice = all('queue-colour-choice')[1] as HTMLElement;
  await user.selectOptions(choice, 'pink');
  const saved = () => host.intents.findLast((intent) => intent.kind === 'save-preferences');
  expect(saved()?.preferences.queueColours).toEqual({ '6401': 'pink' });
  const shown = view({ revision: 2, queues });
  shown.settings.preferences.queueColours = { '6401': 'pink' };
  await show(shown);
  await user.selectOptions(choice, '');
  expect(saved()?.preferences.queueColours).toEqual({});
});

test('what the administrator has set is not offered', async () => {
  const setting = { kind: 'queue-colours' as const, colours: {} };
  const policy = { ...view().policy, fixed: [{ setting, by: 'policy.json' }] };
  await mainWindow(view({ queues, policy }), 'settings');
  expect(isDisabled(all('queue-colour-choice')[0] as HTMLElement)).toBe(true);
});
