// Which page is open. It stands in the address (#history), so that a reload stays on it.

import type { Page } from '../contract';

export const PAGES: readonly Page[] = ['desk', 'missed', 'history', 'voicemail', 'team', 'settings'];

export class OpenPage {
  #page = $state<Page>(fromAddress());

  get current(): Page {
    return this.#page;
  }

  readAddress = (): void => {
    this.#page = fromAddress();
  };
}

function fromAddress(): Page {
  const wanted = location.hash.slice(1);
  return PAGES.find((page) => page === wanted) ?? 'desk';
}
