// The keyboard stays on the page. What had it and goes (a row that is deleted, a button that is of no more use) hands it
// to its next neighbour; without this the browser puts it nowhere, and the person begins again at the top.

const CAN_HAVE_IT = 'a[href], button, input, select, textarea, [tabindex]:not([tabindex="-1"])';

const isUsable = (element: HTMLElement) =>
  element.isConnected && !element.matches(':disabled') && element.closest('[inert]') === null;

/** As an attachment of what holds everything: `{@attach keepsFocus}`. */
export function keepsFocus(root: HTMLElement): () => void {
  let held: HTMLElement | null = null;
  let around: HTMLElement[] = [];

  function remember(): void {
    held = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    around = [...root.querySelectorAll<HTMLElement>(CAN_HAVE_IT)];
  }

  /** A person who clicks beside everything wants the keyboard nowhere. */
  function onfocusout({ relatedTarget }: FocusEvent): void {
    if (relatedTarget !== null) return;
    queueMicrotask(() => {
      if (held !== null && isUsable(held) && document.activeElement === document.body) held = null;
    });
  }

  function handOn(): void {
    if (held === null || isUsable(held)) return;
    const now = document.activeElement;
    if (now !== null && now !== document.body && now !== held) return;
    const at = around.indexOf(held);
    const next = around.slice(at + 1).find(isUsable) ?? around.slice(0, Math.max(at, 0)).findLast(isUsable);
    held = null;
    next?.focus();
  }

  const watch = new MutationObserver(handOn);
  watch.observe(root, { subtree: true, childList: true, attributeFilter: ['disabled'] });
  root.addEventListener('focusin', remember);
  root.addEventListener('focusout', onfocusout);
  return () => {
    watch.disconnect();
    root.removeEventListener('focusin', remember);
    root.removeEventListener('focusout', onfocusout);
  };
}
