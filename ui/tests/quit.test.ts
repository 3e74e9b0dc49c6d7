// What is asked before the program ends.

import { expect, test } from 'vitest';
import type { QuitView } from '../src/contract';
import { call, queue, talkingCan, view } from '../src/host/samples';
import { all, at, mainWindow, text, wishes } from './stage';

const asked: QuitView = { kind: 'asked', queues: ['Support', 'Sales'] };

test('quitting while in queues has three answers and a way back, which has the keyboard', async () => {
  const { host, user } = await mainWindow(view({ queues: [queue()], quit: asked }));
  expect(text(at('quit-question'))).toContain('You are still signed in to Support, Sales');
  expect(text(at('quit-question'))).not.toContain('Your call goes on');
  expect(document.activeElement).toBe(at('quit-cancel'));
  for (const answer of ['quit-leave', 'quit-pause', 'quit-stay', 'quit-cancel']) await user.click(at(answer));
  expect(wishes(host)).toEqual([
    { kind: 'answer-quit', answer: 'leave' },
    { kind: 'answer-quit', answer: 'pause' },
    { kind: 'answer-quit', answer: 'stay' },
    { kind: 'cancel-quit' },
  ]);
});

test('what was answered keeps the keyboard and is not answered twice, while the phone system is told', async () => {
  const { host, show, user } = await mainWindow(view({ quit: asked }));
  await user.click(at('quit-leave'));
  await show(view({ revision: 2, quit: { kind: 'under-way', answer: 'leave' } }));
  expect(text(at('quit-question'))).toContain('Leaving the queues…');
  expect(document.activeElement).toBe(at('quit-leave'));
  await user.click(at('quit-leave'));
  await user.click(at('quit-stay'));
  await user.click(at('quit-cancel'));
  expect(wishes(host)).toEqual([{ kind: 'answer-quit', answer: 'leave' }, { kind: 'cancel-quit' }]);
});

test('during a call the question says what becomes of that', async () => {
  await mainWindow(view({ quit: asked, calls: [call({ state: 'talking', can: talkingCan })] }));
  expect(text(at('quit-question'))).toContain('Your call goes on at your phone');
});

test('Ctrl+Q asks to quit, before the sign-in too', async () => {
  const { host, user } = await mainWindow(view());
  await user.keyboard('{Control>}q{/Control}');
  expect(wishes(host)).toEqual([{ kind: 'quit' }]);
  expect(all('quit-question')).toEqual([]);
});
