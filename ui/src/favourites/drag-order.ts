// Rows are put elsewhere with the mouse, a pen or a finger: held at their grip, let go over another row. The keyboard has
// its own way (Alt and an arrow), so the grip is no stop of it.

import { attachKeys } from '../parts/keys';

interface Held {
  row: HTMLElement;
  pointer: number;
  /** Takes Escape away again. */
  free: () => void;
}

/** `ondrop`: the row, and by how many places it goes towards the end. */
export function reorders(ondrop: (row: HTMLElement, by: number) => void): (list: HTMLElement) => () => void {
  return (list) => {
    let held: Held | null = null;
    let over: HTMLElement | null = null;
    const rows = () => [...list.querySelectorAll<HTMLElement>('[data-row]')];

    function mark(target: HTMLElement | null): void {
      delete over?.dataset['drop'];
      over = target;
      if (over !== null) over.dataset['drop'] = '';
    }

    function take(event: PointerEvent): void {
      const grip = event.target instanceof Element ? event.target.closest('[data-grip]') : null;
      const row = grip?.closest<HTMLElement>('[data-row]') ?? null;
      if (row === null || event.button !== 0) return;
      // Else text would be marked on the way.
      event.preventDefault();
      leave();
      held = {
        row,
        pointer: event.pointerId,
        free: attachKeys(document.documentElement, () => ({ Escape: leave })),
      };
      row.dataset['held'] = '';
    }

    function move(event: PointerEvent): void {
      if (held?.pointer !== event.pointerId) return;
      const under = document.elementFromPoint(event.clientX, event.clientY);
      const target = under?.closest<HTMLElement>('[data-row]') ?? null;
      mark(target !== null && list.contains(target) && target !== held.row ? target : null);
    }

    function drop(event: PointerEvent): void {
      if (held?.pointer !== event.pointerId) return;
      const [row, target] = [held.row, over];
      leave();
      if (target !== null) ondrop(row, rows().indexOf(target) - rows().indexOf(row));
    }

    function leave(): void {
      held?.free();
      delete held?.row.dataset['held'];
      held = null;
      mark(null);
    }

    list.addEventListener('pointerdown', take);
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', drop);
    window.addEventListener('pointercancel', leave);
    return () => {
      list.removeEventListener('pointerdown', take);
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', drop);
      window.removeEventListener('pointercancel', leave);
      leave();
    };
  };
}
