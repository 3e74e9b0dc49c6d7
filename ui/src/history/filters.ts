// What the agent narrows the history to, and the question that it makes of it.

import type { CallDirection } from '../contract';
import type { Wanted } from './history-list.svelte';

export interface Filters {
  kind: 'all' | 'missed' | CallDirection;
  /** The number that was called, of a queue mostly; empty for any. */
  called: string;
  /** `2026-11-23` in the agent's own time zone, or empty. */
  day: string;
}

export const NO_FILTERS: Filters = { kind: 'all', called: '', day: '' };

/** A day is from midnight to the next midnight, which is not always 24 hours. */
export function wantedBy(search: string, { kind, called, day }: Filters): Wanted {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const midnight = (after: number) => (day === '' ? null : new Date(year, month - 1, date + after).getTime());
  return {
    search: search.trim(),
    direction: kind === 'all' || kind === 'missed' ? null : kind,
    missed: kind === 'missed',
    called: called === '' ? null : called,
    from: midnight(0),
    to: midnight(1),
  };
}
