import { beforeEach, expect, test } from 'vitest';
import type { Door, Failure, Notice, Refusal } from '../src/contract';
import { notices, view } from '../src/host/samples';
import { speak } from '../src/i18n.svelte';
import { noticeText } from '../src/notices/notice-text';
import { failureText, refusalText } from '../src/words';
import { all, at, inside, mainWindow, text, wishes } from './stage';

beforeEach(() => speak('en'));
const failure: Failure = { kind: 'timed-out' };
const notDialled = (door: Door, refusal: Refusal) =>
  ({ kind: 'not-dialled', text: '138', door, refusal, waits: true }) as const;
const webhook = (status: number): Notice => ({
  kind: 'webhook-trouble',
  host: 'crm.example',
  trouble: { kind: 'blocked', status },
});

test.each<[Notice, string]>([
  [{ kind: 'dial-failed', number: '102', failure }, '102'],
  [{ kind: 'call-failed', number: '102', reason: '486 Busy Here' }, '486 Busy Here'],
  [
    { kind: 'action-failed', command: { part: 'call', command: 'hold' }, queue: null, failure },
    '“Hold” did not work',
  ],
  [
    { kind: 'phone-did-not-ring', number: '102', seconds: 15, taken: true },
    'did not ring within 15 s for 102',
  ],
  [{ kind: 'phone-did-not-ring', number: '102', seconds: 15, taken: false }, 'has not answered'],
  [
    { kind: 'action-unknown', call: 1, queue: null, command: { part: 'call', command: 'hold' } },
    '“Hold”: not known yet',
  ],
  [
    { kind: 'action-unknown', call: 1, queue: null, command: { part: 'call', command: 'mute' } },
    'Press Mute again',
  ],
  [{ kind: 'transferred', to: '102' }, '102'],
  [{ kind: 'answered-elsewhere', number: '138', by: null }, 'A colleague'],
  [{ kind: 'answered-elsewhere', number: '138', by: '102' }, '102 answered 138'],
  [
    { kind: 'action-failed', command: { part: 'queue', command: 'join' }, queue: '6400', failure },
    '“Sign in” did not work in queue 6400',
  ],
  [
    { kind: 'action-unknown', call: null, queue: '6400', command: { part: 'queue', command: 'pause' } },
    'in queue 6400: not known',
  ],
  [{ kind: 'reports-silent', receiver: '10.0.0.2:8260', refused: null }, '10.0.0.2:8260'],
  [{ kind: 'reports-silent', receiver: '10.0.0.2:8260', refused: '10.0.0.6' }, '10.0.0.6'],
  [{ kind: 'odd-extensions', count: 2 }, 'could not be read: 2'],
  [{ kind: 'receiver-moved', receiver: '10.0.0.3:8260' }, '10.0.0.3:8260'],
  [{ kind: 'unreadable-report', count: 3 }, '3'],
  [{ kind: 'unreadable-records', count: 3 }, 'Records of calls that could not be read: 3'],
  [{ kind: 'password-session-only' }, 'until the program ends'],
  [{ kind: 'desktop-lacks', lack: 'tray-library' }, 'libayatana-appindicator3'],
  [{ kind: 'desktop-lacks', lack: 'tray-host' }, 'minimizes'],
  [{ kind: 'desktop-lacks', lack: 'notification-service' }, 'Calls still pop up'],
  [{ kind: 'desktop-lacks', lack: 'notification-answer' }, 'do not answer'],
  [{ kind: 'desktop-lacks', lack: 'pop-up' }, 'notification tells'],
  [{ kind: 'session-taken' }, 'same API user'],
  [{ kind: 'voicemail-failed', failure }, 'voicemail'],
  [{ kind: 'voicemail-delete-failed', file: 'a.wav', failure }, 'a.wav'],
  [{ kind: 'media-failed', name: 'a.wav', failure }, 'a.wav'],
  [{ kind: 'media-saved', path: '/x/a.wav' }, '/x/a.wav'],
  [{ kind: 'history-trouble', failure }, 'history'],
  [{ kind: 'contacts-trouble', failure }, 'Contacts'],
  [{ kind: 'settings-trouble', trouble: { kind: 'set-aside', path: '/x/s.json' } }, '/x/s.json'],
  [
    { kind: 'settings-trouble', trouble: { kind: 'fields-lost', fields: ['preferences.theme', 'heard'] } },
    'preferences.theme, heard',
  ],
  [{ kind: 'settings-trouble', trouble: { kind: 'unreadable', failure } }, 'is not kept'],
  [{ kind: 'settings-trouble', trouble: { kind: 'not-kept', failure } }, 'tried again'],
  [notDialled('link', { kind: 'not-signed-in' }), 'A link asked to call 138'],
  [
    notDialled('command-line', { kind: 'not-now' }),
    'What you see has just changed, so this no longer fits. Look again, then try once more. The number waits',
  ],
  [notDialled('tray', { kind: 'not-now' }), '138 can’t be called now'],
  [
    { ...notDialled('link', { kind: 'invalid-number', why: 'words' }), text: 'x', waits: false },
    '“x” is not a phone number',
  ],
  [
    {
      kind: 'not-done',
      door: 'tray',
      command: { part: 'queue', command: 'pause' },
      refusal: { kind: 'not-signed-in' },
    },
    'Sign in first.',
  ],
  [
    {
      kind: 'not-done',
      door: 'notification',
      command: { part: 'call', command: 'hang-up' },
      refusal: { kind: 'no-such-call' },
    },
    'From the notification: “Hang up” is not possible That call is over.',
  ],
  [
    {
      kind: 'not-done',
      door: 'link',
      command: { part: 'call', command: 'open-page' },
      refusal: { kind: 'not-now' },
    },
    '“Caller’s page” is not possible',
  ],
  [{ kind: 'not-understood', argument: '--x', lacksValue: false }, 'started with “--x”'],
  [{ kind: 'not-understood', argument: 'dial', lacksValue: true }, 'has to follow it is missing'],
  ...([301, 308] as const).map((status): [Notice, string] => [
    webhook(status),
    `answers ${status}: it has moved`,
  ]),
  ...([401, 403] as const).map((status): [Notice, string] => [webhook(status), 'the secret is not accepted']),
  ...([404, 410] as const).map((status): [Notice, string] => [
    webhook(status),
    'there is nothing at this address',
  ]),
  [
    { kind: 'webhook-trouble', host: 'crm.example', trouble: { kind: 'event-refused', status: 422 } },
    'refused an event (422)',
  ],
  [{ kind: 'webhook-trouble', host: 'crm.example', trouble: { kind: 'no-address' } }, 'begin with http://'],
  [
    { kind: 'webhook-trouble', host: 'crm.example', trouble: { kind: 'away' } },
    'has not answered for minutes',
  ],
  [{ kind: 'page-trouble', trouble: { kind: 'no-address' } }, 'is no web address'],
  [{ kind: 'page-trouble', trouble: { kind: 'no-browser', detail: 'gone' } }, 'could not be started: gone'],
  [{ kind: 'program-trouble', program: '/x', trouble: { kind: 'no-full-path' } }, 'full path'],
  [{ kind: 'program-trouble', program: '/x', trouble: { kind: 'cannot-start', detail: 'gone' } }, 'gone'],
  [{ kind: 'program-trouble', program: '/x', trouble: { kind: 'failed', code: 3 } }, 'ended with code 3'],
  [{ kind: 'program-trouble', program: '/x', trouble: { kind: 'failed', code: null } }, 'by the system'],
  [{ kind: 'program-trouble', program: '/x', trouble: { kind: 'too-slow' } }, 'more than a minute'],
])('notice %#: %o', (notice, words) => {
  const said = noticeText(notice);
  expect(`${said.title} ${said.detail}`).toContain(words);
  if ('failure' in notice) expect(said.detail).toBe('The PBX did not answer in time.');
});

test.each<[Failure, string]>([
  [{ kind: 'timed-out' }, 'a.wav could not be loaded'],
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
    'Probably the call is not connected (error 10015 from extension/hold). Wait until somebody has answered, then try again.',
  ],
  [
    { kind: 'refused', errno: '77', meaning: 'unknown', endpoint: 'x/y' },
    'The phone system did not allow this (error 77 from x/y). Try once more; if it keeps happening, show this to your administrator.',
  ],
  [{ kind: 'unknown-extension', extension: '999' }, 'The PBX does not know extension 999.'],
  [{ kind: 'file', detail: 'Permission denied' }, 'A file could not be read or written: Permission denied'],
  [
    { kind: 'damaged', path: '/x' },
    'The file was damaged, so a new one was started. The old one is kept, and your administrator may save what is in it: /x',
  ],
  [{ kind: 'disk-full' }, 'The disk is full.'],
])('failure %#: %o', (why, words) => expect(failureText(why)).toBe(words));

test('a damaged file: what is lost, what comes back, what to do', () => {
  const damaged: Failure = { kind: 'damaged', path: '/x' };
  const history = noticeText({ kind: 'history-trouble', failure: damaged });
  expect(history.title).toBe('The call history was damaged and begins anew');
  expect(history.detail).toMatch(/Calls of the last two weeks come back .* \/x$/);
  const contacts = noticeText({ kind: 'contacts-trouble', failure: damaged });
  expect(contacts.detail).toMatch(/import your file again in the settings.* \/x$/);
});

test('of many files those that could not be loaded are named, with the reason', () => {
  const names = ['msg0002.wav', 'a.wav'];
  const some = noticeText({ kind: 'many-saved', saved: 3, failed: 2, names, failure: { kind: 'disk-full' } });
  expect(some).toMatchObject({ tone: 'bad', detail: 'Not loaded: msg0002.wav, a.wav. The disk is full.' });
  const more = noticeText({ kind: 'many-saved', saved: 0, failed: 7, names, failure: { kind: 'disk-full' } });
  expect(more.detail).toContain('a.wav and 5 more');
});

test.each<[Refusal, string]>([
  [
    { kind: 'not-now' },
    'What you see has just changed, so this no longer fits. Look again, then try once more.',
  ],
  [{ kind: 'invalid-account', field: 'apiVersion' }, 'Please check: API version.'],
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
    view({
      revision: 2,
      notices: notices({ kind: 'reports-silent', receiver: '192.168.1.23:8260', refused: null }),
    }),
  );
  expect(text(at('reports-help'))).toContain('192.168.1.23:8260');
  expect(text(at('reports-help'))).toContain('Status Monitor');
});

test('an address that was refused is allowed with one press', async () => {
  const silent = (refused: string | null) =>
    view({ notices: notices({ kind: 'reports-silent', receiver: '10.0.0.2:8260', refused }) });
  const { host, user, show } = await mainWindow(silent('10.0.0.6'));
  expect(text(at('message-deed'))).toBe('It is my PBX: accept 10.0.0.6');
  await user.click(at('message-deed'));
  expect(wishes(host)).toEqual([{ kind: 'believe-address', address: '10.0.0.6' }]);
  await show({ ...silent(null), revision: 2 });
  expect(all('message-deed')).toEqual([]);
});

test('many messages are counted, and closed at once', async () => {
  const three = Array.from({ length: 3 }, (_, index): Notice => ({
    kind: 'answered-elsewhere',
    number: String(index),
    by: null,
  }));
  const { host, user, show } = await mainWindow(view({ notices: notices(...three.slice(1)) }));
  expect(all('message-count')).toHaveLength(0);
  await show(view({ revision: 2, notices: notices(...three) }));
  expect(text(at('message-count'))).toBe('3 messages');
  await user.click(at('message-dismiss-all'));
  expect(wishes(host)).toEqual([1, 2, 3].map((id) => ({ kind: 'dismiss-notice', id })));
});
