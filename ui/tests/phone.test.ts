// The agent's own phone on the settings page: where its calls go, what is typed, and what is refused at the field.

import { fireEvent } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { AgentStateView, AgentView, Forward, PhoneCommand, PhoneSetup } from '../src/contract';
import { agent, phoneCan, phoneSetup, REASONS, view } from '../src/host/samples';
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

const quiet = (
  doNotDisturb: boolean,
  duty: Partial<AgentStateView> = {},
  pending: PhoneCommand | null = null,
) => {
  const can: PhoneCommand[] = pending ? [] : [doNotDisturb ? 'let-ring' : 'do-not-disturb'];
  const open = withSetup({}, { doNotDisturb, can, pending });
  return {
    ...open,
    agentState: { ...open.agentState, can: ['take-pause' as const], reasons: REASONS, ...duty },
  };
};
const noCalls = { kind: 'phone', command: 'do-not-disturb' };

test('do not disturb asks whether to pause the queues too, and shows what the phone system says', async () => {
  const { host, user, show } = await mainWindow(quiet(false), 'settings');
  expect(at('phone-quiet-switch').ariaChecked).toBe('false');
  await user.click(at('phone-quiet-switch'));
  expect(text(at('phone-quiet-question'))).toContain('Direct calls do not ring. Pause your queues too?');
  expect((at('phone-quiet-pause') as HTMLInputElement).checked).toBe(true);
  await user.click(at('phone-quiet-on'));
  expect(wishes(host)).toEqual([noCalls, { kind: 'take-pause', reason: null, text: '' }]);
  await show(quiet(false, {}, 'do-not-disturb'));
  expect(at('phone-quiet-switch').ariaDisabled).toBe('true');
  expect(at('phone-quiet-switch').ariaChecked).toBe('false');
  await show(quiet(true));
  expect(at('phone-quiet-switch').ariaChecked).toBe('true');
  await user.click(at('phone-quiet-switch'));
  expect(wishes(host).at(-1)).toEqual({ kind: 'phone', command: 'let-ring' });
  expect(all('phone-quiet-question')).toHaveLength(0);
});

test('the queues go on ringing where the box is not ticked, and nothing is done by Cancel', async () => {
  const { host, user } = await mainWindow(quiet(false), 'settings');
  await user.click(at('phone-quiet-switch'));
  await user.click(at('phone-quiet-cancel'));
  expect(wishes(host)).toEqual([]);
  expect(document.activeElement).toBe(at('phone-quiet-switch'));
  await user.click(at('phone-quiet-switch'));
  await user.click(at('phone-quiet-pause'));
  await user.click(at('phone-quiet-on'));
  expect(wishes(host)).toEqual([noCalls]);
});

test('a pause has its reason where one is required, and nobody is asked who is in a pause or in no queue', async () => {
  const { host, user, show } = await mainWindow(quiet(false, { reasonRequired: true }), 'settings');
  await user.click(at('phone-quiet-switch'));
  const offered = [...(at('phone-quiet-reason') as HTMLSelectElement).options].map(({ value }) => value);
  expect(offered).toEqual(['lunch', 'break', 'meeting']);
  await user.selectOptions(at('phone-quiet-reason'), 'break');
  await user.click(at('phone-quiet-on'));
  expect(wishes(host)).toEqual([noCalls, { kind: 'take-pause', reason: 'break', text: '' }]);
  await show(quiet(false, { can: [] }));
  await user.click(at('phone-quiet-switch'));
  expect(wishes(host).at(-1)).toEqual(noCalls);
  expect(all('phone-quiet-question')).toHaveLength(0);
});

test('what the agent was is exported, and says where', async () => {
  const { user } = await mainWindow(view(), 'settings');
  await user.click(at('state-log-export'));
  await vi.waitFor(() => expect(text(at('state-log-told'))).toContain('/downloads/states.csv'));
});
