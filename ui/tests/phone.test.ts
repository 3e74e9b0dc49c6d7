// The agent's own phone on the settings page: where its calls go, what is typed, and what is refused at the field.

import { fireEvent } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { AgentView, Forward, PhoneSetup } from '../src/contract';
import { agent, phoneCan, phoneSetup, view } from '../src/host/samples';
import { all, at, inside, mainWindow, text, wishes } from './stage';

const with102: Forward = { kind: 'extension', extension: '102' };
let revision = 1;
const withSetup = (setup: Partial<PhoneSetup> | null, change: Partial<AgentView> = {}) =>
  view({
    revision: revision++,
    agent: agent({ setup: setup === null ? null : phoneSetup(setup), can: phoneCan, ...change }),
  });
const select = (element: HTMLElement, value: string) => fireEvent.change(element, { target: { value } });
const field = () => at('phone-forward-number') as HTMLInputElement;
const noAnswer = () => inside('phone-forward', 0).getByTestId('phone-forward-to') as HTMLSelectElement;

test('what the phone system says is shown with its age', async () => {
  const { show } = await mainWindow(withSetup(null), 'settings');
  expect(text(at('phone-card'))).toContain('Asking the phone system');
  await show(withSetup({ noAnswer: with102, ringSeconds: 45 }));
  expect(noAnswer().value).toBe('extension');
  expect(field().value).toBe('102');
  expect((at('phone-ring-seconds') as HTMLSelectElement).value).toBe('45');
  expect(text(at('phone-as-of'))).toContain('10:31');
  expect(all('phone-forward-save')).toHaveLength(0);
});

test('a place is chosen, saved, and shown when it is read back', async () => {
  const { host, user, show } = await mainWindow(withSetup({}), 'settings');
  await select(noAnswer(), 'extension');
  await user.type(field(), '102');
  await user.click(at('phone-forward-save'));
  expect(wishes(host)).toEqual([{ kind: 'forward', when: 'no-answer', to: with102 }]);
  await show(withSetup({}, { pending: 'forward-no-answer', can: [] }));
  expect(at('phone-forward-save').getAttribute('aria-disabled')).toBe('true');
  await show(withSetup({ noAnswer: with102 }));
  expect(all('phone-forward-save')).toHaveLength(0);
  expect(field().value).toBe('102');
});

test('what the core refuses is said at the field, and stays there', async () => {
  const { host, user } = await mainWindow(withSetup({}), 'settings');
  host.refusal = { kind: 'invalid-forward', why: 'unknown-extension' };
  await select(noAnswer(), 'extension');
  await user.type(field(), '999');
  await user.click(at('phone-forward-save'));
  const refusal = at('phone-forward-refusal');
  expect(text(refusal)).toContain('no such extension');
  expect(field().getAttribute('aria-describedby')).toBe(refusal.id);
  expect(field().value).toBe('999');
});

test('where the phone system says no, the old place comes back', async () => {
  const { user, show } = await mainWindow(withSetup({ noAnswer: with102 }), 'settings');
  await user.clear(field());
  await user.type(field(), '103');
  await user.click(at('phone-forward-save'));
  await show(withSetup({ noAnswer: with102 }, { pending: 'forward-no-answer', can: [] }));
  await show(withSetup({ noAnswer: with102 }));
  expect(field().value).toBe('102');
});

test('what somebody else changes takes nothing away that was typed', async () => {
  const { user, show } = await mainWindow(withSetup({ noAnswer: with102 }), 'settings');
  await user.clear(field());
  await user.type(field(), '103');
  await show(withSetup({ noAnswer: { kind: 'voicemail' } }));
  expect(text(at('phone-forward-elsewhere'))).toContain('To my voicemail');
  expect(field().value).toBe('103');
  await user.click(at('phone-forward-drop'));
  expect(noAnswer().value).toBe('voicemail');
  expect(all('phone-forward-elsewhere')).toHaveLength(0);
  // Without anything typed the newer place is simply there.
  await show(withSetup({ noAnswer: with102 }));
  expect(field().value).toBe('102');
});

test('what the agent was is exported, and says where', async () => {
  const { user } = await mainWindow(view(), 'settings');
  await user.click(at('state-log-export'));
  await vi.waitFor(() => expect(text(at('state-log-told'))).toContain('/downloads/states.csv'));
});
