// Puts a view on the stage: the whole window over a fake host.

import { fireEvent, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { tick } from 'svelte';
import { expect } from 'vitest';
import App from '../src/App.svelte';
import { Companion } from '../src/companion.svelte';
import type { PopView, View } from '../src/contract';
import { FakeHost } from '../src/host/fake';
import Pop from '../src/pop/Pop.svelte';
import { LatestView } from '../src/view.svelte';

export interface Stage {
  host: FakeHost;
  user: ReturnType<typeof userEvent.setup>;
  show(view: View): Promise<void>;
}

export async function mainWindow(view: View, page = 'desk'): Promise<Stage> {
  location.hash = page;
  const host = new FakeHost(view);
  const views = new LatestView<View>();
  render(App, { app: new Companion(host), views });
  await host.watchView((next) => views.accept(next));
  return stage(host);
}

export async function popWindow(view: View): Promise<Stage> {
  const host = new FakeHost(view);
  const views = new LatestView<PopView>();
  render(Pop, { app: new Companion(host), views });
  await host.watchPop((next) => views.accept(next));
  return stage(host);
}

async function stage(host: FakeHost): Promise<Stage> {
  await tick();
  return {
    host,
    user: userEvent.setup({ delay: null }),
    async show(next) {
      host.show(next);
      await tick();
    },
  };
}

/** The intents sent, without the looks, which go with every page. */
export const wishes = (host: FakeHost) => host.intents.filter((intent) => intent.kind !== 'look');

export const at = (testid: string) => screen.getByTestId(testid);
export const all = (testid: string) => screen.queryAllByTestId(testid);
export const inside = (testid: string, index = 0) => {
  const element = all(testid)[index];
  if (element === undefined) throw new Error(`no ${testid} number ${index}`);
  return within(element);
};
/** Takes no click: for good, or while an answer is awaited. */
export const isDisabled = (element: HTMLElement) =>
  (element as HTMLButtonElement).disabled || element.getAttribute('aria-disabled') === 'true';
export const text = (element: HTMLElement) => element.textContent.replace(/\s+/g, ' ').trim();

/** Answers a question before something is gone: its button takes nothing before it is armed. */
export async function sure(user: Stage['user'], testid: string): Promise<void> {
  expect(isDisabled(at(`${testid}-confirm`))).toBe(true);
  await fireEvent.animationEnd(at(`${testid}-confirm`));
  await user.click(at(`${testid}-confirm`));
}
