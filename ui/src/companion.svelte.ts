// What every component may reach: the host, and `send`, which keeps the latest refusal for the message stack.

import { createContext } from 'svelte';
import {
  defaultView,
  type Fixed,
  type FixedField,
  type FixedSetting,
  type Intent,
  type Policy,
  type Preferences,
  type QueueMark,
  type Refusal,
  type ResultsView,
} from './contract';
import type { Host } from './host/host';
import { KEYS, type Key } from './keys/table';
import { bare, isOfField } from './words';

export class Companion {
  readonly host: Host;
  refusal = $state.raw<Refusal | null>(null);
  /** The sheet of keys is open. */
  sheet = $state(false);
  /** The menu of what one can be is open. */
  choosing = $state(false);
  /** What the administrator has set; follows the view. */
  policy = $state.raw<Policy>(defaultView.policy);
  /** The keys of the window as they are set; follows the view. */
  keys = $state.raw<readonly Key[]>(KEYS);
  /** Numbers at hand, as `bare` writes them; follows the view. */
  starred = $state.raw<readonly string[]>([]);
  /** Names are shown as initials; follows the view. */
  namesHidden = $state(false);
  /** By what queues are told apart; follows the view. */
  marks = $state.raw<QueueMark[]>([]);

  /** What can come of a conversation; follows the view. */
  results = $state.raw<ResultsView>(defaultView.results);

  /** Changes that the view has not shown yet, each with what it may show on the way there. */
  #changes: Record<string, { value: unknown; way: string[] }> = {};

  constructor(host: Host) {
    this.host = host;
  }

  /** What the administrator has set of this; undefined: the person may choose. */
  fixed<Kind extends FixedField>(
    field: Kind,
  ): { setting: Extract<FixedSetting, { kind: Kind }>; by: string } | undefined {
    const isIt = (one: Fixed): one is Fixed & { setting: Extract<FixedSetting, { kind: Kind }> } =>
      one.setting.kind === field;
    return this.policy.fixed.find(isIt);
  }

  isStarred(number: string): boolean {
    return this.starred.includes(bare(number));
  }

  /** The mark of the queue with this number. */
  mark(number: string | null): QueueMark | undefined {
    return this.marks.find((mark) => mark.number === number);
  }

  /** Where the administrator has set or forbidden this; null: the person may choose. */
  fixedBy(field: FixedField): string | null {
    return this.fixed(field)?.by ?? null;
  }

  /** Sends what the person wants; true when the core took it. */
  async send(intent: Intent): Promise<boolean> {
    this.refusal = await this.host.dispatch(intent);
    return this.refusal === null;
  }

  /** The same for a field, which shows the refusal itself, where it was typed. */
  async ask(intent: Intent): Promise<Refusal | null> {
    const refusal = await this.host.dispatch(intent);
    if (refusal === null) this.refusal = null;
    return refusal;
  }

  /**
   * Saves an edit of what is shown; the one just before is kept, though the view may not show it yet. What the core
   * refuses is no edit of anything: the refusal is for the field where it was typed.
   */
  async savePreferences(
    shown: Preferences,
    edit: (now: Preferences) => Partial<Preferences>,
  ): Promise<Refusal | null> {
    const seen = (key: string) => JSON.stringify(shown[key as keyof Preferences]);
    // Once the view shows something else, it is over: done, or another's word is the later one.
    const changes = Object.fromEntries(
      Object.entries(this.#changes).filter(([key, { way }]) => way.includes(seen(key))),
    );
    const values = Object.fromEntries(Object.entries(changes).map(([key, { value }]) => [key, value]));
    const edited = edit({ ...shown, ...values });
    for (const [key, value] of Object.entries(edited)) {
      const before = changes[key];
      const way = before === undefined ? [seen(key)] : [...before.way, JSON.stringify(before.value)];
      changes[key] = { value, way };
    }
    this.#changes = changes;
    const preferences = { ...shown, ...values, ...edited };
    const refusal = await this.host.dispatch({ kind: 'save-preferences', preferences });
    if (refusal === null) {
      this.refusal = null;
      return null;
    }
    const isTaken = ([key, { value }]: [string, { value: unknown }]) =>
      edited[key as keyof Preferences] !== value;
    this.#changes = Object.fromEntries(Object.entries(this.#changes).filter(isTaken));
    if (!isOfField(refusal)) this.refusal = refusal;
    return refusal;
  }
}

export const [companion, setCompanion] = createContext<Companion>();
