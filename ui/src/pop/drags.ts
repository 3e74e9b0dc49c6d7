// A window without a title is dragged by whatever of it is neither a button nor a text to copy.

import type { Attachment } from 'svelte/attachments';
import type { DragStep } from '../host/host';

/** A hand that presses trembles by less. */
const A_TREMBLE = 4;

export const drags =
  (tell: (step: DragStep) => Promise<void>): Attachment<HTMLElement> =>
  (window) => {
    let from: { x: number; y: number } | null = null;
    let dragging = false;

    function press(event: PointerEvent): void {
      const isHandle = !(event.target as Element).closest('button, .copyable');
      if (event.button !== 0 || !isHandle) return;
      from = { x: event.screenX, y: event.screenY };
      const grip = { x: event.clientX * devicePixelRatio, y: event.clientY * devicePixelRatio };
      void tell({ 'take-hold': grip });
    }
    function move(event: PointerEvent): void {
      if (from === null) return;
      dragging ||= Math.hypot(event.screenX - from.x, event.screenY - from.y) >= A_TREMBLE;
      if (!dragging) return;
      void tell('move');
    }
    function release(): void {
      if (from !== null) void tell('let-go');
      from = null;
      dragging = false;
    }

    window.addEventListener('pointerdown', press);
    // While a button is held, the document hears of the pointer outside of the window as well.
    document.addEventListener('pointermove', move);
    document.addEventListener('pointerup', release);
    document.addEventListener('pointercancel', release);
    return () => {
      window.removeEventListener('pointerdown', press);
      document.removeEventListener('pointermove', move);
      document.removeEventListener('pointerup', release);
      document.removeEventListener('pointercancel', release);
    };
  };
