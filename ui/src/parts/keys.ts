// Every key and every form goes through here, so that none that belongs to an input method does anything.
// tests/keys.test.ts reads the sources and finds what does not.

import type { Pressed } from '../keys/table';

/** What keys do, by their names: `Enter`, `Escape`, `ArrowDown`. */
export type KeyActions = Readonly<Record<string, () => void>>;

/**
 * An input method (Chinese, Japanese, Korean) takes keys for itself while a word is composed. WebKit tells of the
 * Enter that confirms the word only after the composition has ended, so that `isComposing` is false by then; what
 * remains is the key code 229, "handled by an input method", which has no other name than the deprecated one.
 */
function isOfInputMethod(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** For `onkeydown`: a key with an action does that and nothing else; all others go their way. */
export function onkeys(actions: KeyActions): (event: KeyboardEvent) => void {
  return (event) => {
    if (isOfInputMethod(event)) return;
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
}

/** For an attachment: the keys that what has the keyboard takes. Returns how to take them away. */
export function attachKeys(
  element: HTMLElement,
  actionsAt: (target: HTMLElement, withAlt: boolean) => KeyActions,
): () => void {
  const listener = (event: KeyboardEvent) =>
    onkeys(actionsAt(event.target as HTMLElement, event.altKey))(event);
  element.addEventListener('keydown', listener);
  return () => element.removeEventListener('keydown', listener);
}

/** For the window: what `act` takes does that and nothing else; while a word is composed nothing does. */
export function onshortcut(act: (event: Pressed) => boolean): (event: KeyboardEvent) => void {
  return (event) => {
    if (!isOfInputMethod(event) && act(event)) event.preventDefault();
  };
}

/** For what takes a shortcut: what `act` takes reaches nobody else, whatever it is for elsewhere. */
export function onrecording(act: (event: Pressed) => boolean): (event: KeyboardEvent) => void {
  return (event) => {
    if (isOfInputMethod(event) || !act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** For a form, as `{@attach submits(send)}`: sends by its button and by Enter, unless an input method has the Enter. */
export function submits(send: () => void): (form: HTMLFormElement) => () => void {
  return (form) => {
    let confirmsWord = false;
    const onkeydown = (event: KeyboardEvent) => (confirmsWord = isOfInputMethod(event));
    const onother = () => (confirmsWord = false);
    const onsubmit = (event: SubmitEvent) => {
      event.preventDefault();
      if (!confirmsWord) send();
    };
    form.addEventListener('keydown', onkeydown, true);
    form.addEventListener('keyup', onother, true);
    form.addEventListener('pointerdown', onother, true);
    form.addEventListener('submit', onsubmit);
    return () => {
      form.removeEventListener('keydown', onkeydown, true);
      form.removeEventListener('keyup', onother, true);
      form.removeEventListener('pointerdown', onother, true);
      form.removeEventListener('submit', onsubmit);
    };
  };
}
