// What every component may reach: the host, and `send`, which keeps the latest refusal for the message stack.

import { createContext } from 'svelte';
import type { Intent, Preferences, Refusal } from './contract';
import type { Host } from './host/host';

export class Companion {
  readonly host: Host;
  refusal = $state.raw<Refusal | null>(null);

  /** Changes that the view has not shown yet. */
  #changes: Partial<Preferences> = {};

  constructor(host: Host) {
    this.host = host;
  }

  /** Sends what the person wants; true when the core took it. */
  async send(intent: Intent): Promise<boolean> {
    this.refusal = await this.host.dispatch(intent);
    return this.refusal === null;
  }

  /** Saves an edit of what is shown; the one just before is kept, though the view may not show it yet. */
  async savePreferences(shown: Preferences, edit: (now: Preferences) => Partial<Preferences>): Promise<void> {
    const isNews = ([key, value]: [string, unknown]) =>
      JSON.stringify(shown[key as keyof Preferences]) !== JSON.stringify(value);
    const changes = Object.fromEntries(Object.entries(this.#changes).filter(isNews));
    this.#changes = { ...changes, ...edit({ ...shown, ...changes }) };
    await this.send({ kind: 'save-preferences', preferences: { ...shown, ...this.#changes } });
  }
}

export const [companion, setCompanion] = createContext<Companion>();
