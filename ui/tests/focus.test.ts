// The keyboard is never lost: a place each.

import { fireEvent, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { View, VoicemailView } from '../src/contract';
import { call, notices, queue, record, running, talkingCan, view } from '../src/host/samples';
import { all, at, inside, isDisabled, mainWindow, sure, wishes } from './stage';

const talking = call({ state: 'talking', can: talkingCan });
const focused = () => document.activeElement;
const message = (file: string): VoicemailView => ({
  file,
  from: '13800138000',
  fromName: null,
  date: '2026-03-12 09:41:10',
  seconds: 34,
  isNew: false,
  deleting: false,
});
const box = (files: string[], revision = 1): View =>
  view({
    revision,
    voicemail: {
      messages: files.map(message),
      asOf: 1,
      refreshing: false,
      missing: false,
      news: null,
      clock: null,
    },
  });

test('hold: while the answer is awaited, and after it', async () => {
  const { host, user, show } = await mainWindow(view({ calls: [talking] }));
  await user.click(at('call-hold'));
  await show(view({ revision: 2, calls: [{ ...talking, can: [], pending: 'hold' }] }));
  expect(focused()).toBe(at('call-hold'));
  expect(at('call-hold').getAttribute('aria-disabled')).toBe('true');
  await user.click(at('call-hold'));
  expect(wishes(host)).toHaveLength(1);
  await show(view({ revision: 3, calls: [call({ state: 'held', can: ['hang-up', 'unhold', 'transfer'] })] }));
  expect(focused()).toBe(at('call-hold'));
  expect(isDisabled(at('call-hold'))).toBe(false);
});

test('pause of a queue: while the answer is awaited', async () => {
  const { user, show } = await mainWindow(view());
  await user.click(at('queue-pause'));
  await show(view({ revision: 2, queues: [queue({ pending: 'pause', can: [] })] }));
  expect(focused()).toBe(at('queue-pause'));
});

test('pause all: what is of no more use hands on to its neighbour', async () => {
  const { user, show } = await mainWindow(view());
  await user.click(at('pause-all'));
  await show(view({ revision: 2, queues: [queue({ paused: true, can: ['leave', 'unpause'] })] }));
  await waitFor(() => expect(focused()).toBe(at('unpause-all')));
});

test('transfer: sent and left, back to what opened it', async () => {
  const { user } = await mainWindow(view({ calls: [talking] }));
  for (const keys of ['102{Enter}', '{Escape}']) {
    await user.click(at('call-transfer'));
    await user.keyboard(keys);
    await waitFor(() => expect(focused()).toBe(at('call-transfer')));
  }
});

test('deleting a message: asked, left, and gone', async () => {
  const { user, show } = await mainWindow(box(['a', 'b']), 'voicemail');
  await user.click(inside('voicemail-row', 0).getByTestId('voicemail-delete'));
  await user.keyboard('{Escape}');
  await waitFor(() => expect(focused()).toBe(inside('voicemail-row', 0).getByTestId('voicemail-delete')));
  await user.click(inside('voicemail-row', 0).getByTestId('voicemail-delete'));
  await user.click(at('voicemail-delete-confirm'));
  await show(box(['b'], 2));
  await waitFor(() => expect(at('voicemail-row').contains(focused())).toBe(true));
});

test('deleting calls: all of them, and one', async () => {
  const { host, user } = await mainWindow(view(), 'desk');
  host.records = [record({ id: 'a' }), record({ id: 'b', started: 1 })];
  await user.click(at('nav-history'));
  await waitFor(() => expect(all('history-row')).toHaveLength(2));
  await user.click(at('history-forget-all'));
  await user.click(at('history-forget-cancel'));
  await waitFor(() => expect(focused()).toBe(at('history-forget-all')));
  await user.click(inside('history-row', 0).getByTestId('history-edit'));
  await user.click(at('history-forget'));
  await sure(user, 'history-forget-one');
  await waitFor(() => expect(all('history-row')).toHaveLength(1));
  await waitFor(() => expect(at('history-row').contains(focused())).toBe(true));
});

test('a message that is closed hands on to the next', async () => {
  const two = notices({ kind: 'session-taken' }, { kind: 'password-session-only' });
  const { user, show } = await mainWindow(view({ notices: two }));
  await user.click(inside('message', 0).getByTestId('message-dismiss'));
  await show(view({ revision: 2, notices: two.slice(0, 1) }));
  await waitFor(() => expect(focused()).toBe(at('message-dismiss')));
});

test('a queue’s password that is not given', async () => {
  const { user, show } = await mainWindow(view({ queues: [queue({ passwordNeededFor: 'join' })] }));
  await user.click(at('queue-password-cancel'));
  await show(view({ revision: 2 }));
  await waitFor(() => expect(at('queue').contains(focused()) || focused()?.closest('.window')).toBeTruthy());
});

test('the work after a call that is done', async () => {
  const work = {
    record: 'r',
    name: null,
    number: '138',
    timer: running(1),
    note: { text: '', result: '', tags: [] },
    lacksResult: false,
  };
  const { user, show } = await mainWindow(view({ wrapUps: [work] }));
  await user.click(at('wrap-up-done'));
  await show(view({ revision: 2 }));
  await waitFor(() => expect(focused()).not.toBe(document.body));
});

test('who clicks beside everything wants the keyboard nowhere', async () => {
  const { user } = await mainWindow(view());
  await user.click(at('pause-all'));
  await user.click(document.body);
  await fireEvent.focusOut(at('pause-all'), { relatedTarget: null });
  expect(focused()).toBe(document.body);
});
