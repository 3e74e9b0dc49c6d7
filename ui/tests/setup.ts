// What jsdom lacks. Tests without a window (the bundle's) need nothing.

import { vi } from 'vitest';

if (typeof window !== 'undefined') {
  window.matchMedia = (query: string) =>
    ({
      matches: false,
      media: query,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }) as unknown as MediaQueryList;
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.open = false;
    this.dispatchEvent(new Event('close'));
  };
}

// jsdom lays nothing out, so nothing ever comes near the screen by itself; a test may say that it does.
export const nearers: (() => void)[] = [];
vi.stubGlobal(
  'IntersectionObserver',
  class {
    constructor(callback: IntersectionObserverCallback) {
      const seen = { isIntersecting: true } as IntersectionObserverEntry;
      nearers.push(() => callback([seen], this as unknown as IntersectionObserver));
    }
    observe(): void {}
    disconnect(): void {}
  },
);
