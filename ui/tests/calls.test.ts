import { waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { call, running, talkingCan, view } from '../src/host/samples';
import { all, at, inside, isDisabled, mainWindow, text, wishes } from './stage';

const talking = call({ state: 'talking', can: talkingCan, timer: running(192) });

test('a ringing call shows who, how and for how long, and what to do', async () => {
  await mainWindow(view({ calls: [call()] }));
  expect(at('call').dataset).toMatchObject({ state: 'ringing', direction: 'inbound' });
  expect(text(at('call-name'))).toBe('Wang Fang');
  expect(text(at('call-number'))).toBe('13800138000');
  expect(text(at('call-timer'))).toBe('00:07');
  expect(text(at('call-called'))).toBe('Queue Support 6400');
  expect(text(at('call'))).toContain('Lift the handset');
  expect(all('call-hold')).toHaveLength(0);
});

test('markup in a name is text', async () => {
  await mainWindow(view({ calls: [call({ name: '<b>Eve</b>' })] }));
  expect(at('call-name').textContent).toBe('<b>Eve</b>');
  expect(at('call-name').querySelector('b')).toBeNull();
});

test('a withheld number and an unknown name are said', async () => {
  await mainWindow(view({ calls: [call({ name: null }), call({ key: 2, name: null, number: null })] }));
  expect(text(inside('call', 0).getByTestId('call-name'))).toBe('Unknown caller');
  expect(text(inside('call', 1).getByTestId('call-number'))).toBe('Number withheld');
});

test('hold and mute are toggles that show the view, not the click', async () => {
  const { host, user, show } = await mainWindow(view({ calls: [talking] }));
  await user.click(at('call-hold'));
  await user.click(at('call-mute'));
  expect(wishes(host)).toEqual([
    { kind: 'call', call: 1, command: 'hold' },
    { kind: 'call', call: 1, command: 'mute' },
  ]);
  expect(at('call-hold').ariaPressed).toBe('false');
  const held = call({
    state: 'held',
    muted: true,
    can: ['hang-up', 'transfer', 'unhold', 'unmute'],
  });
  await show(view({ revision: 2, calls: [held] }));
  expect(at('call-hold').ariaPressed).toBe('true');
  expect(at('call-mute').ariaPressed).toBe('true');
  await user.click(at('call-hold'));
  await user.click(at('call-mute'));
  expect(wishes(host).slice(2)).toEqual([
    { kind: 'call', call: 1, command: 'unhold' },
    { kind: 'call', call: 1, command: 'unmute' },
  ]);
});

test('whether the agent is muted may be unknown: the button says so, and mutes', async () => {
  const unsure = call({ ...talking, muteUnknown: true, can: [...talkingCan, 'unmute'] });
  const { host, user } = await mainWindow(view({ calls: [unsure] }));
  expect(at('call-mute').ariaPressed).toBe('mixed');
  expect(text(at('call'))).toContain('Muted or not: unknown');
  await user.click(at('call-mute'));
  expect(wishes(host)).toEqual([{ kind: 'call', call: 1, command: 'mute' }]);
});

test('a button is open only while the core would take it', async () => {
  await mainWindow(view({ calls: [call({ state: 'talking', can: [], pending: 'hold' })] }));
  for (const button of ['call-hold', 'call-mute', 'call-transfer', 'call-hangup']) {
    expect(isDisabled(at(button)), button).toBe(true);
  }
  expect(text(at('call'))).toContain('Putting on hold…');
});

test('an ended call says how, and has no buttons', async () => {
  await mainWindow(
    view({ calls: [call({ state: 'ended', end: { kind: 'answered-elsewhere', by: '102' } })] }),
  );
  expect(text(at('call'))).toContain('102 answered.');
  expect(all('call-hangup')).toHaveLength(0);
});

test('transfer: the panel opens, Enter sends and closes', async () => {
  const { host, user } = await mainWindow(view({ calls: [talking] }));
  await user.click(at('call-transfer'));
  expect(document.activeElement).toBe(at('transfer-number'));
  await user.keyboard('102{Enter}');
  expect(wishes(host)).toEqual([{ kind: 'transfer', call: 1, to: '102' }]);
  expect(all('transfer')).toHaveLength(0);
});

test('transfer: Escape closes without a word to the core; a refusal keeps the panel', async () => {
  const { host, user } = await mainWindow(view({ calls: [talking] }));
  await user.click(at('call-transfer'));
  await user.keyboard('{Escape}');
  expect(all('transfer')).toHaveLength(0);
  expect(wishes(host)).toEqual([]);
  host.refusal = { kind: 'invalid-number', why: 'words' };
  await user.click(at('call-transfer'));
  await user.keyboard('abc{Enter}');
  expect((at('transfer-number') as HTMLInputElement).value).toBe('abc');
  await waitFor(() => expect(text(at('transfer-number-says'))).toContain('Not a phone number'));
});

test('without a call the desk says what will come', async () => {
  await mainWindow(view());
  expect(all('call')).toHaveLength(0);
  expect(document.body.textContent).toContain('No call right now');
});

test('what goes on comes before what is over', async () => {
  const over = call({ key: 1, name: 'Gone', state: 'ended', end: { kind: 'by-other' } });
  const rings = call({ key: 2, name: 'Newcomer' });
  await mainWindow(view({ calls: [over, rings] }));
  expect(all('call').map((card) => card.dataset['state'])).toEqual(['ringing', 'ended']);
});
