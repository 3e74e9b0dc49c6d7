import { fireEvent, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { defaultView, type DoctorLine } from '../src/contract';
import { call, view } from '../src/host/samples';
import { all, at, inside, isDisabled, mainWindow, popWindow, text } from './stage';

const lines: DoctorLine[] = [
  {
    check: 'clock',
    outcome: 'warn',
    seen: [{ outcome: 'warn', fact: { kind: 'clock-ahead', seconds: 90 } }],
  },
  {
    check: 'report-port',
    outcome: 'fail',
    seen: [{ outcome: 'fail', fact: { kind: 'port-taken', port: 8260, holder: 'softphone (4711)' } }],
  },
  { check: 'tray', outcome: 'ok', seen: [{ outcome: 'ok', fact: { kind: 'tray' } }] },
  { check: 'sound', outcome: 'unknown', seen: [{ outcome: 'unknown', fact: { kind: 'sound-unknown' } }] },
];

async function opened(found = lines, language = 'en') {
  const settings = { ...view().settings };
  settings.preferences = { ...settings.preferences, language };
  const stage = await mainWindow(view({ settings }), 'settings');
  stage.host.lines = found;
  expect(all('doctor-row')).toEqual([]);
  await stage.user.click(at('doctor-open'));
  await waitFor(() => expect(all('doctor-row').length).toBe(found.length));
  return stage;
}

test('each line says by words how it stands, what was seen and what to do', async () => {
  await opened();
  const rows = all('doctor-row').map(text);
  expect(rows[0]).toContain('clock warn this computer’s clock is 90 s ahead');
  expect(rows[0]).toContain('time server');
  expect(rows[1]).toContain('report port fail port 8260 is taken by softphone (4711) End that program');
  expect(inside('doctor-row', 2).queryByTestId('doctor-todo')).toBeNull();
  expect(all('doctor-row').map((row) => row.dataset['result'])).toEqual(['warn', 'fail', 'ok', 'unknown']);
  expect(text(at('doctor-told'))).toBe('Checked: 1 do not work, 1 could be better, 1 could not be checked.');
});

test('the same lines in the other language', async () => {
  await opened(lines, 'zh-CN');
  expect(text(all('doctor-row')[1] as HTMLElement)).toContain(
    '话务事件端口 故障 端口 8260 被 softphone (4711) 占用',
  );
});

test('it is reached, run and left by the keyboard', async () => {
  const { user, host } = await mainWindow(view(), 'settings');
  host.lines = lines;
  at('doctor-open').focus();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(all('doctor-row').length).toBe(4));
  expect(document.activeElement).toBe(at('doctor'));
  await user.tab();
  expect(document.activeElement).toBe(at('doctor-back'));
  await user.tab();
  expect(document.activeElement).toBe(at('doctor-check'));
  host.lines = lines.slice(0, 1);
  await user.keyboard('{Enter}');
  await waitFor(() => expect(all('doctor-row').length).toBe(1));
  await user.click(at('doctor-back'));
  expect(all('doctor')).toEqual([]);
});

test('who can’t sign in gets there too', async () => {
  const { user, host } = await mainWindow(defaultView);
  host.lines = lines;
  await user.click(at('signin-doctor'));
  await waitFor(() => expect(all('doctor-row').length).toBe(4));
  await user.click(at('doctor-back'));
  expect(all('signin-form').length).toBe(1);
});

test('a test call says the milliseconds of each step and what became of the keyboard', async () => {
  const { user, host } = await opened();
  const hop = (step: 'accepted' | 'parsed' | 'stepped' | 'shown', microseconds: number) => ({
    step,
    microseconds,
  });
  host.rang = {
    when: '2026-11-26 18:45',
    hops: [hop('accepted', 310), hop('parsed', 620), hop('stepped', 900), hop('shown', 41_200)],
    focus: 'kept',
  };
  await user.click(at('doctor-ring'));
  await waitFor(() => expect(text(at('doctor-told'))).toBe('Shown in 41 ms.'));
  const shown = [...at('doctor-rang').querySelectorAll('dt, dd')].map((one) => one.textContent);
  expect(shown).toEqual([
    'taken by the listener',
    '0.3 ms',
    'read',
    '0.6 ms',
    'understood',
    '0.9 ms',
    'shown',
    '41 ms',
  ]);
  expect(text(at('doctor-rang'))).toContain('The keyboard stayed where it was.');
  host.rang = { kind: 'not-sent', address: '10.0.0.7:8260', detail: 'Connection refused' };
  await user.click(at('doctor-ring'));
  await waitFor(() => expect(text(at('doctor-told'))).toContain('could not reach itself at 10.0.0.7:8260'));
  expect(all('doctor-rang')).toEqual([]);
});

test('one thing at a time, and what fails is told', async () => {
  const { user, host } = await opened();
  let answer: (lines: DoctorLine[]) => void = () => undefined;
  let asked = 0;
  host.checkComputer = () => {
    asked++;
    return new Promise((resolve) => (answer = resolve));
  };
  await user.click(at('doctor-check'));
  expect(text(at('doctor-told'))).toBe('Checking…');
  expect(isDisabled(at('doctor-ring'))).toBe(true);
  await user.click(at('doctor-check'));
  expect(asked).toBe(1);
  answer(lines);
  await waitFor(() => expect(isDisabled(at('doctor-ring'))).toBe(false));
  await user.click(at('doctor-bundle'));
  await waitFor(() => expect(text(at('doctor-told'))).toContain('/downloads/uc-companion-support.json'));
  host.historyFailure = { kind: 'file', detail: 'No space left' };
  await user.click(at('doctor-bundle'));
  await waitFor(() => expect(text(at('doctor-told'))).toContain('No space left'));
});

test('the pop-up shows a test as a test, and a call before it', async () => {
  const { host, show } = await popWindow(view({ testCall: true }));
  await fireEvent.animationStart(at('pop-test'));
  expect(host.shown).toBe(1);
  expect(text(at('pop-test'))).toContain('Test call');
  await show(view({ testCall: true, calls: [call({ pop: true })] }));
  expect(all('pop-test')).toEqual([]);
  expect(text(at('pop-name'))).toContain('Wang Fang');
});
