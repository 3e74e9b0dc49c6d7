// Does what a key of the table is for, by the very button or field that the agent sees: what can't be pressed by hand
// can't be by a key, and the keyboard ends where the button would leave it.

import { tick } from 'svelte';
import type { Key, Reach } from './table';

const isUsable = (element: HTMLElement) =>
  !element.matches(':disabled, [aria-disabled=true]') && element.closest('[inert]') === null;

function firstOf(selectors: string[]): HTMLElement | undefined {
  return selectors.flatMap((one) => [...document.querySelectorAll<HTMLElement>(one)]).find(isUsable);
}

/** What stands on the desk is reached from every page. */
async function find(selectors: string[]): Promise<HTMLElement | undefined> {
  const here = firstOf(selectors);
  if (here !== undefined || location.hash === '#desk') return here;
  location.hash = 'desk';
  // The address tells the page, and the page draws itself.
  window.dispatchEvent(new HashChangeEvent('hashchange'));
  await tick();
  return firstOf(selectors);
}

/** Puts the keyboard on the first of these that can be used, be it on the desk. */
export async function goTo(selectors: string[]): Promise<void> {
  (await find(selectors))?.focus();
}

/** What the window itself can do. */
export interface OfWindow {
  openSheet(): void;
  /** Ends the program, after a question where there is one. */
  quit(): void;
  /** Steps of a size; 0: back to the usual one. */
  resize(steps: number): void;
}

export async function reach(key: Key, own: OfWindow): Promise<void> {
  const { reach: to } = key;
  if ('page' in to) location.hash = to.page;
  else if ('press' in to) press(await find(to.press));
  else if ('focus' in to) await goTo(to.focus);
  else ofWindow(to.window, own);
}

function ofWindow(deed: Extract<Reach, { window: string }>['window'], own: OfWindow): void {
  switch (deed) {
    case 'sheet':
      return own.openSheet();
    case 'quit':
      return own.quit();
    case 'larger':
      return own.resize(1);
    case 'smaller':
      return own.resize(-1);
    case 'usual-size':
      return own.resize(0);
    case 'next-region':
      return stepRegion(1);
    case 'previous-region':
      return stepRegion(-1);
  }
}

function press(button: HTMLElement | undefined): void {
  // A hand on a key sees where it was: the keyboard is on the button, as after a click.
  button?.focus();
  button?.click();
}

/** The parts of the window, in the order in which they are read; empty ones are passed over. */
const REGIONS = '[data-region]';
const CAN_HAVE_IT = 'a[href], button, input, select, textarea, [tabindex="0"]';

function stepRegion(by: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)]
    .map((region) => ({
      region,
      first: [...region.querySelectorAll<HTMLElement>(CAN_HAVE_IT)].find(
        (one) => isUsable(one) && one.tabIndex >= 0,
      ),
    }))
    .filter(({ first }) => first !== undefined);
  const at = regions.findIndex(({ region }) => region.contains(document.activeElement));
  const next = at === -1 ? (by === 1 ? 0 : regions.length - 1) : (at + by + regions.length) % regions.length;
  regions[next]?.first?.focus();
}
