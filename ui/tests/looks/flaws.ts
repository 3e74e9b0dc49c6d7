// What a page must not have, at any size, found by measuring it. Each runs inside the page.

/** What axe finds. Forced colours are the system's: axe reads the page's own there, which nobody sees. */
export async function violations(forced: boolean): Promise<string[]> {
  const { axe } = window as unknown as { axe: typeof import('axe-core') };
  const rules = { 'color-contrast': { enabled: !forced } };
  const { violations: found } = await axe.run(document, {
    rules,
    resultTypes: ['violations'],
    selectors: false,
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** What can be pressed or typed into and is cut off, out of the window's width, or under another one. */
export function outOfReach(): string[] {
  const isVisible = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')];
  const dialog = document.querySelector('dialog[open]');
  const reachable = all.filter((one) => isVisible(one) && (dialog === null || dialog.contains(one)));
  const nameOf = (element: Element) =>
    element.getAttribute('data-testid') ?? element.textContent.trim().slice(0, 30);
  const flaws: string[] = [];
  const boxes = reachable.map((element) => ({ element, box: element.getBoundingClientRect() }));
  for (const { element, box } of boxes) {
    if (box.left < -0.5 || box.right > innerWidth + 0.5)
      flaws.push(`${nameOf(element)} is out of the window: ${box.left} to ${box.right}`);
    for (let around = element.parentElement; around !== null; around = around.parentElement) {
      const style = getComputedStyle(around);
      const edge = around.getBoundingClientRect();
      const cutAcross =
        style.overflowX !== 'visible' && (box.right > edge.right + 1 || box.left < edge.left - 1);
      const cutBelow =
        style.overflowY === 'hidden' && around !== document.body && box.bottom > edge.bottom + 1;
      if (cutAcross || cutBelow) flaws.push(`${nameOf(element)} is cut off by ${around.className}`);
    }
  }
  for (const [at, one] of boxes.entries())
    for (const other of boxes.slice(at + 1)) {
      const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      const apart = wide < 2 || high < 2;
      if (!apart && isSameLayer(one.element, other.element))
        flaws.push(`${nameOf(one.element)} and ${nameOf(other.element)} lie on each other`);
    }
  return flaws;

  function scroller(element: Element): Element | null {
    let around: Element | null = element.parentElement;
    while (around !== null && !/auto|scroll/.test(getComputedStyle(around).overflowY))
      around = around.parentElement;
    return around;
  }

  /** What scrolls passes under what stands. */
  function isSameLayer(one: Element, other: Element): boolean {
    return scroller(one) === scroller(other);
  }
}

/** What is wider than what scrolls it: it can't be seen, and WebKit lays a bar for it over the lowest line. */
export function aside(): string[] {
  return [...document.querySelectorAll('.scroll')]
    .filter((element) => element.scrollWidth > element.clientWidth + 1)
    .map((element) => `${element.className} is ${element.scrollWidth} wide in ${element.clientWidth}`);
}

/** Text that is cut, with nothing that says it whole. */
export function cutInSilence(): string[] {
  const cut = [...document.querySelectorAll<HTMLElement>('.clip')].filter(
    (element) =>
      element.checkVisibility() &&
      element.scrollWidth > element.clientWidth + 1 &&
      element.closest('[title]') === null,
  );
  return cut.map((element) => `${element.className}: ${element.textContent.trim().slice(0, 40)}`);
}

/** Buttons and links of one name, which a reader's list of them can't tell apart. */
export function equalNames(): string[] {
  const { axe } = window as unknown as { axe: { setup(): void; teardown(): void; commons: Commons } };
  interface Commons {
    text: { accessibleText(element: Element): string };
  }
  const seen = new Map<string, number>();
  axe.setup();
  for (const element of document.querySelectorAll('a[href], button:not([role=menuitem])')) {
    if (!element.checkVisibility()) continue;
    const name = axe.commons.text.accessibleText(element);
    // Without a name there is more amiss, and behind a dialog nothing has one: both are axe's.
    if (name !== '') seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  axe.teardown();
  return [...seen].filter(([, times]) => times > 1).map(([name, times]) => `${times} times “${name}”`);
}
