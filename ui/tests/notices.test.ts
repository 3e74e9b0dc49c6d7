import { beforeEach, expect, test } from 'vitest';
import type { Failure, Notice, Refusal } from '../src/contract';
import { notices, view } from '../src/host/samples';
import { speak } from '../src/i18n.svelte';
import { noticeText } from '../src/notices/notice-text';
import { failureText, refusalText } from '../src/words';
import { all, at, inside, mainWindow, text, wishes } from './stage';

beforeEach(() => speak('en'));
const failure: Failure = { kind: 'timed-out' };

test.each<[Notice, string]>([
  [{ kind: 'dial-failed', number: '102', failure }, '102'],
  [{ kind: 'call-failed', number: '102', reason: '486 Busy Here' }, '486 Busy Here'],
  [{ kind: 'call-action-failed', action: 'hold', failure }, 'Hold did not work'],
  [{ kind: 'transferred', to: '102' }, '102'],
  [{ kind: 'answered-elsewhere', number: '138', by: null }, 'A colleague'],
  [{ kind: 'answered-elsewhere', number: '138', by: '102' }, '102 answered 138'],
  [{ kind: 'queue-action-failed', action: 'join', queue: '6400', failure }, 'Signing in in queue 6400'],
  [{ kind: 'reports-silent', receiver: '10.0.0.2:8260' }, '10.0.0.2:8260'],
  [{ kind: 'unreadable-report', count: 3 }, '3'],
  [{ kind: 'unreadable-records', count: 3 }, 'Records of calls that could not be read: 3'],
  [{ kind: 'password-session-only' }, 'until the program ends'],
  [{ kind: 'desktop-lacks', lack: 'tray-library' }, 'libayatana-appindicator3'],
  [{ kind: 'desktop-lacks', lack: 'tray-host' }, 'minimizes'],
  [{ kind: 'desktop-lacks', lack: 'notification-service' }, 'Calls still pop up'],
  [{ kind: 'desktop-lacks', lack: 'notification-answer' }, 'do not answer'],
  [{ kind: 'session-taken' }, 'same API user'],
  [{ kind: 'voicemail-failed', failure }, 'voicemail'],
  [{ kind: 'voicemail-delete-failed', file: 'a.wav', failure }, 'a.wav'],
  [{ kind: 'media-failed', name: 'a.wav', failure }, 'a.wav'],
  [{ kind: 'media-saved', path: '/x/a.wav' }, '/x/a.wav'],
  [{ kind: 'history-trouble', failure }, 'history'],
])('notice %#: %o', (notice, words) => {
  const said = noticeText(notice);
  expect(`${said.title} ${said.detail}`).toContain(words);
  if ('failure' in notice) expect(said.detail).toBe('The PBX did not answer in time.');
});

test.each<[Failure, string]>([
  [{ kind: 'timed-out' }, 'a.wav could not be had'],
  [{ kind: 'unplayable', why: { kind: 'empty' } }, "a.wav can't be played"],
  [{ kind: 'no-sound-device' }, "a.wav can't be played"],
  [{ kind: 'no-program' }, 'a.wav could not be opened'],
])('a sound is not heard: %o', (failure, title) => {
  const said = noticeText({ kind: 'media-failed', name: 'a.wav', failure });
  expect(said.title).toBe(title);
});

test.each<[Failure, string]>([
  [{ kind: 'unreachable', reason: 'no-route' }, 'No network leads there.'],
  [{ kind: 'http-status', status: 502 }, 'The PBX answered with HTTP error 502.'],
  [
    { kind: 'refused', errno: '10015', meaning: 'not-connected', endpoint: 'extension/hold' },
    'Probably the call is not connected (error 10015 from extension/hold)',
  ],
  [
    { kind: 'refused', errno: '77', meaning: 'a-new-one', endpoint: 'x/y' },
    'The PBX said no (error 77 from x/y)',
  ],
  [{ kind: 'unknown-extension', extension: '999' }, 'The PBX does not know extension 999.'],
  [{ kind: 'file', detail: 'Permission denied' }, 'A file could not be read or written: Permission denied'],
  [{ kind: 'damaged', path: '/x' }, 'The file was damaged and has been set aside: /x'],
  [{ kind: 'disk-full' }, 'The disk is full.'],
])('failure %#: %o', (why, words) => expect(failureText(why)).toBe(words));

test.each<[Refusal, string]>([
  [{ kind: 'not-now' }, 'That is not possible right now.'],
  [{ kind: 'invalid-account', field: 'apiVersion' }, 'Please check: API version.'],
  [{ kind: 'invalid-account', field: 'newField' }, 'Please check: newField.'],
])('refusal %#: %o', (why, words) => expect(refusalText(why)).toBe(words));

test('messages stand newest first, bad news as alerts, and are closed by the core', async () => {
  const two = notices({ kind: 'transferred', to: '102' }, { kind: 'dial-failed', number: '9', failure });
  const { host, user } = await mainWindow(view({ notices: two }));
  expect(all('message').map((one) => [one.dataset['kind'], one.getAttribute('role')])).toEqual([
    ['dial-failed', 'alert'],
    ['transferred', 'status'],
  ]);
  await user.click(inside('message', 1).getByTestId('message-dismiss'));
  expect(wishes(host)).toEqual([{ kind: 'dismiss-notice', id: 1 }]);
  expect(all('message')).toHaveLength(2);
});

test('silent reports open the help on the desk, with the address that the PBX must reach', async () => {
  const { show } = await mainWindow(view());
  expect(all('reports-help')).toHaveLength(0);
  await show(
    view({ revision: 2, notices: notices({ kind: 'reports-silent', receiver: '192.168.1.23:8260' }) }),
  );
  expect(text(at('reports-help'))).toContain('192.168.1.23:8260');
  expect(text(at('reports-help'))).toContain('Status Monitor');
});
