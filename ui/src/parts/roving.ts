// A list is one stop of Tab, however long: the arrows, Home and End go from row to row, Tab through the buttons of the
// row, and out. Enter on a row does what the row is for, Delete asks whether it may go.

import { attachKeys, type KeyActions } from './keys';

const ROW = '[data-row]';
const INNER = 'a[href], button, input, select, textarea, [role=slider]';
/** These have a use of their own for arrows, Home and End. */
const FIELD = 'input, textarea, select, [role=slider]';

interface Deeds {
  /** Test ids of what Enter presses on a row: the first that can be. */
  enter: string[];
  /** Test id of what Delete presses. */
  remove?: string;
  /** For rows in an order of the person's own: Alt and an arrow put one a place further. */
  shift?: (row: HTMLElement, forward: boolean) => void;
}

/** For what holds the rows, `<ul {@attach roves(…)}>`; a row is marked by `data-row`. */
export function roves(deeds: Deeds): (list: HTMLElement) => () => void {
  return (list) => {
    let current: HTMLElement | null = null;
    const rows = () => [...list.querySelectorAll<HTMLElement>(ROW)];

    /** One row takes Tab, with all that is in it. */
    function arrange(): void {
      const all = rows();
      if (current === null || !all.includes(current)) current = all[0] ?? null;
      for (const row of all) {
        const stop = row === current ? 0 : -1;
        for (const one of [row, ...row.querySelectorAll<HTMLElement>(INNER)]) {
          // Of hundreds of rows one changes: an attribute that is set again counts as changed.
          if (one.getAttribute('tabindex') !== String(stop)) one.tabIndex = stop;
        }
      }
    }

    function go(to: (all: HTMLElement[], at: number) => HTMLElement | undefined): void {
      const all = rows();
      const next = to(all, current === null ? -1 : all.indexOf(current));
      next?.focus();
    }

    function press(testids: string[]): void {
      const found = testids
        .map((testid) => current?.querySelector<HTMLButtonElement>(`[data-testid=${testid}]`))
        .find((button) => button !== null && button?.disabled === false);
      found?.click();
    }

    const steps: KeyActions = {
      ArrowDown: () => go((all, at) => all[at + 1]),
      ArrowUp: () => go((all, at) => all[at - 1]),
      Home: () => go((all) => all[0]),
      End: () => go((all) => all.at(-1)),
    };
    const onRow: KeyActions = {
      ...steps,
      Enter: () => press(deeds.enter),
      ...(deeds.remove === undefined ? {} : { Delete: () => press([deeds.remove ?? '']) }),
    };
    const moves = (forward: boolean) => () => current !== null && deeds.shift?.(current, forward);
    const ofAlt: KeyActions =
      deeds.shift === undefined
        ? steps
        : { ArrowUp: moves(true), ArrowLeft: moves(true), ArrowDown: moves(false), ArrowRight: moves(false) };
    const actionsAt = (target: HTMLElement, withAlt: boolean): KeyActions =>
      withAlt ? ofAlt : target.matches(ROW) ? onRow : target.matches(FIELD) ? {} : steps;

    function onfocusin({ target }: FocusEvent): void {
      const row = (target as HTMLElement).closest<HTMLElement>(ROW);
      if (row === null || row === current) return;
      current = row;
      arrange();
    }

    arrange();
    const watch = new MutationObserver(arrange);
    watch.observe(list, { childList: true, subtree: true });
    list.addEventListener('focusin', onfocusin);
    const detach = attachKeys(list, actionsAt);
    return () => {
      watch.disconnect();
      list.removeEventListener('focusin', onfocusin);
      detach();
    };
  };
}
