import { expect, test } from 'vitest';
import type { MediaState, Unplayable, View, VoicemailView } from '../src/contract';
import { MINUTE, NOW, playing, view } from '../src/host/samples';
import { all, at, isDisabled, mainWindow, text, wishes } from './stage';

const message: VoicemailView = {
  file: 'msg0001.wav',
  from: '13800138000',
  fromName: 'Wang Fang',
  date: '2026-03-12 09:41:10',
  seconds: 34,
  isNew: true,
  deleting: false,
};
const media = { kind: 'voicemail', extension: '101', file: 'msg0001.wav' } as const;

function box(messages: VoicemailView[], change: Partial<View> = {}): View {
  return view({
    voicemail: {
      messages,
      asOf: NOW - 3 * MINUTE,
      refreshing: false,
      missing: false,
      news: null,
      clock: null,
    },
    ...change,
  });
}

test('a date of a phone system in another zone is shown by this computer’s clock', async () => {
  const ahead = { said: '2026-03-12 18:32:00', at: NOW };
  const open = box([{ ...message, date: '2026-03-13 00:05:00' }]);
  await mainWindow({ ...open, voicemail: { ...open.voicemail, clock: ahead } }, 'voicemail');
  expect(text(at('voicemail-row'))).toContain('Today 16:05');
});

test('a message shows who, when and how long; the list how old it is', async () => {
  await mainWindow(box([message]), 'voicemail');
  expect(text(at('voicemail-row'))).toBe('Wang Fang New 13800138000 Today 09:41 00:34');
  expect(document.body.textContent).toContain('as of 3 min ago');
  expect(at('nav-voicemail').ariaLabel).toBe('Voicemail, 1 new message');
});

test('a message is played and saved by its extension and name', async () => {
  const { host, user } = await mainWindow(box([message]), 'voicemail');
  await user.click(at('voicemail-play'));
  await user.click(at('voicemail-download'));
  expect(wishes(host)).toEqual([
    { kind: 'play', media },
    { kind: 'save', media },
  ]);
});

test('deleting is asked first', async () => {
  const { host, user } = await mainWindow(box([message]), 'voicemail');
  await user.click(at('voicemail-delete'));
  expect(document.activeElement).toBe(at('voicemail-delete-cancel'));
  await user.click(at('voicemail-delete-cancel'));
  expect(wishes(host)).toEqual([]);
  await user.click(at('voicemail-delete'));
  await user.keyboard('{Escape}');
  expect(wishes(host)).toEqual([]);
  await user.click(at('voicemail-delete'));
  await user.click(at('voicemail-delete-confirm'));
  expect(wishes(host)).toEqual([{ kind: 'delete-voicemail', file: 'msg0001.wav' }]);
});

test('a message being deleted has no buttons', async () => {
  await mainWindow(box([{ ...message, deleting: true }]), 'voicemail');
  expect(all('voicemail-play')).toHaveLength(0);
  expect(text(at('voicemail-row'))).toContain('Deleting…');
});

test.each<[MediaState, string]>([
  [{ kind: 'fetching', purpose: 'save', received: 120_000, total: 310_000 }, '120 kB of 310 kB'],
  [{ kind: 'fetching', purpose: 'play', received: 120_000, total: null }, '120 kB'],
  [{ kind: 'saved', path: '/home/lina/msg0001.wav' }, 'Saved: /home/lina/msg0001.wav'],
  [playing, '00:02 / 00:08'],
  [{ kind: 'failed', failure: { kind: 'cut-short' }, canOpen: false }, 'broke off'],
])('news of a file %#', async (state, words) => {
  await mainWindow(box([message], { media: [{ media, state }] }), 'voicemail');
  expect(at('media').dataset['state']).toBe(state.kind);
  expect(text(at('media'))).toContain(words);
  expect(isDisabled(at('voicemail-download'))).toBe(state.kind === 'fetching');
});

test.each<[Unplayable, boolean, string]>([
  [{ kind: 'format', name: 'AMR' }, true, 'in the format AMR, which UC Companion'],
  [{ kind: 'unknown' }, true, "a format that UC Companion doesn't know"],
  [{ kind: 'empty' }, false, 'the recording is empty'],
  [{ kind: 'not-a-sound', found: 'web-page' }, false, 'a web page in place of the sound'],
  [{ kind: 'not-a-sound', found: 'json' }, false, 'an error message in place'],
  [{ kind: 'not-a-sound', found: 'text' }, false, 'a text in place of the sound'],
  [{ kind: 'not-a-sound', found: 'other' }, false, 'is no sound'],
])('what can not be played is named %#', async (why, canOpen, words) => {
  const state: MediaState = { kind: 'failed', failure: { kind: 'unplayable', why }, canOpen };
  const { host, user } = await mainWindow(box([message], { media: [{ media, state }] }), 'voicemail');
  expect(text(at('media'))).toContain(words);
  expect([all('media-open').length, all('media-save').length]).toEqual(canOpen ? [1, 1] : [0, 0]);
  if (canOpen) {
    await user.click(at('media-open'));
    await user.click(at('media-save'));
    expect(wishes(host)).toEqual([
      { kind: 'open-elsewhere', media },
      { kind: 'save', media },
    ]);
  }
});

test('progress is a bar as long as the size is known', async () => {
  const state: MediaState = { kind: 'fetching', purpose: 'save', received: 25, total: 100 };
  await mainWindow(box([message], { media: [{ media, state }] }), 'voicemail');
  expect(document.querySelector('progress')?.value).toBe(0.25);
});

test('the news of another file stay away', async () => {
  const other = { ...media, file: 'msg0002.wav' };
  await mainWindow(box([message], { media: [{ media: other, state: playing }] }), 'voicemail');
  expect(all('media')).toHaveLength(0);
});

test('the list is asked for by a button; an empty one says so', async () => {
  const { host, user } = await mainWindow(box([]), 'voicemail');
  expect(document.body.textContent).toContain('No messages');
  await user.click(at('voicemail-refresh'));
  expect(wishes(host)).toEqual([{ kind: 'refresh-voicemail' }]);
});

test('what is heard is paused, moved by mouse and keyboard, and hurried', async () => {
  const { host, user, show } = await mainWindow(
    box([message], { media: [{ media, state: playing }] }),
    'voicemail',
  );
  const place = at('player-place');
  expect(place.getAttribute('aria-valuetext')).toBe('00:02 of 00:08');
  place.focus();
  await user.keyboard('{ArrowRight}{ArrowLeft}{Home}{End} ');
  place.getBoundingClientRect = () => new DOMRect(100, 0, 200, 32);
  await user.pointer({ keys: '[MouseLeft]', target: place, coords: { clientX: 150 } });
  await user.selectOptions(at('player-speed'), '150');
  await user.click(at('player-pause'));
  expect(wishes(host)).toEqual([
    { kind: 'player', command: { kind: 'seek', position: 7000 } },
    { kind: 'player', command: { kind: 'seek', position: 0 } },
    { kind: 'player', command: { kind: 'seek', position: 0 } },
    { kind: 'player', command: { kind: 'seek', position: 8000 } },
    { kind: 'player', command: { kind: 'pause' } },
    { kind: 'player', command: { kind: 'seek', position: 2000 } },
    { kind: 'player', command: { kind: 'speed', percent: 150 } },
    { kind: 'player', command: { kind: 'pause' } },
  ]);
  const paused = { ...playing, paused: true } as MediaState;
  await show(box([message], { revision: 2, media: [{ media, state: paused }] }));
  await user.click(at('player-pause'));
  expect(wishes(host).at(-1)).toEqual({ kind: 'player', command: { kind: 'resume' } });
});

test('new messages are marked and counted, and all are saved by a click', async () => {
  const old = { ...message, file: 'msg0009.wav', isNew: false };
  const { host, user, show } = await mainWindow(box([{ ...message, isNew: true }, old]), 'voicemail');
  expect(all('voicemail-new')).toHaveLength(1);
  expect(text(at('nav-voicemail'))).toContain('1');
  await user.click(at('voicemail-save-all'));
  expect(wishes(host)).toEqual([{ kind: 'save-all', media: [media, { ...media, file: 'msg0009.wav' }] }]);
  await show(box([old], { revision: 2, batch: { done: 1, total: 2 } }));
  expect(text(at('batch'))).toBe('Saving 1 of 2');
  expect(all('voicemail-save-all')).toHaveLength(0);
});

test('an extension without a mailbox is told so, not as a mailbox without messages', async () => {
  const none = { messages: [], asOf: NOW, refreshing: false, missing: true, news: null, clock: null };
  await mainWindow(view({ voicemail: none }), 'voicemail');
  expect(document.body.textContent).toContain('No mailbox');
});
