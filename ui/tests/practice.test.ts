import { fireEvent, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { call, queue, view } from '../src/host/samples';
import { defaultView } from '../src/contract';
import { all, at, isDisabled, mainWindow, sure, text } from './stage';

test('who is not signed in practises by one press', async () => {
  const { host, user } = await mainWindow(defaultView);
  await user.click(at('practise'));
  expect(host.ways).toEqual(['practice']);
});

test('who is signed in is told first what that means', async () => {
  const { host, user } = await mainWindow(view({ queues: [] }), 'settings');
  await user.click(at('practise'));
  expect(host.ways).toEqual([]);
  expect(text(at('practise-question'))).toContain('real calls ring at your phone only');
  await user.click(at('practise-cancel'));
  expect(all('practise-question')).toEqual([]);
  await user.click(at('practise'));
  await sure(user, 'practise');
  expect(host.ways).toEqual(['practice']);
});

test('who is in queues says whether to leave them', async () => {
  const { host, user } = await mainWindow(view({ queues: [queue({ can: ['leave'] })] }), 'settings');
  await user.click(at('practise'));
  expect(text(at('practise-question'))).toContain('You are still signed in to');
  await fireEvent.animationEnd(at('practise-confirm'));
  await user.click(at('practise-stay'));
  await user.click(at('practise'));
  await sure(user, 'practise');
  expect(host.ways).toEqual(['practice', 'practice-without-queues']);
});

test('during a call the button says why not, and does nothing', async () => {
  const talks = view({ practice: 'in-call', calls: [call({ state: 'talking' })] });
  const { host, user, show } = await mainWindow(talks, 'settings');
  expect(isDisabled(at('practise'))).toBe(true);
  expect(at('practise').getAttribute('aria-describedby')).toBe(at('practise-why').id);
  await user.click(at('practise'));
  expect(all('practise-question')).toEqual([]);
  await show(view());
  await user.click(at('practise'));
  expect(all('practise-question')).toHaveLength(1);
  expect(host.ways).toEqual([]);
});

test('a call that comes behind the question is told', async () => {
  const { host, user } = await mainWindow(view({ queues: [] }), 'settings');
  host.refusal = { kind: 'in-call' };
  await user.click(at('practise'));
  await sure(user, 'practise');
  await waitFor(() => expect(text(at('message'))).toContain('A call goes on'));
  expect(isDisabled(at('practise'))).toBe(false);
});

test('where the administrator does not want it, it is not offered', async () => {
  await mainWindow(view({ practice: 'forbidden' }), 'settings');
  expect(all('practise')).toEqual([]);
});

test('practice is marked on every page and has the way back', async () => {
  const { host, user } = await mainWindow(view({ demo: true }), 'settings');
  expect(all('practise')).toEqual([]);
  expect(text(at('demo'))).toContain('Practice');
  await user.click(at('practice-end'));
  expect(host.ways).toEqual(['back']);
});
