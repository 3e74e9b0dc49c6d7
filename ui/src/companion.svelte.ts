// What every component may reach: the host, and `send`, which keeps the latest refusal for the message stack.

import { createContext } from 'svelte';
import type { Intent, Refusal } from './contract';
import type { Host } from './host/host';

export class Companion {
  readonly host: Host;
  refusal = $state.raw<Refusal | null>(null);

  constructor(host: Host) {
    this.host = host;
  }

  /** Sends what the person wants; true when the core took it. */
  async send(intent: Intent): Promise<boolean> {
    this.refusal = await this.host.dispatch(intent);
    return this.refusal === null;
  }
}

export const [companion, setCompanion] = createContext<Companion>();
