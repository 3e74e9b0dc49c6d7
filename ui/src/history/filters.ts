// What the agent narrows the history to, and the question that it makes of it.

import type { CallDirection, WallMillis } from '../contract';
import type { Wanted } from './history-list.svelte';

export interface Filters {
  kind: 'all' | 'missed' | CallDirection;
  /** The number that was called, of a queue mostly; empty for any. */
  called: string;
  days: 'any' | 'today' | 'yesterday' | 'week' | 'month' | 'chosen';
  /** For `chosen`: `2026-11-23` in the agent's own time zone, or empty: without end on that side. */
  first: string;
  last: string;
}

export const NO_FILTERS: Filters = { kind: 'all', called: '', days: 'any', first: '', last: '' };

export function wantedBy(search: string, filters: Filters, now: WallMillis): Wanted {
  const { kind, called } = filters;
  const [from, to] = between(filters, now);
  return {
    search: search.trim(),
    direction: kind === 'all' || kind === 'missed' ? null : kind,
    missed: kind === 'missed',
    called: called === '' ? null : called,
    from,
    to,
  };
}

/** The same day at both ends to begin with: a field without a day looks as if it had today's. */
export function chosen(filters: Filters, today: WallMillis): Filters {
  const date = new Date(today);
  const two = (number: number) => String(number).padStart(2, '0');
  const written = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return { ...filters, days: 'chosen', first: filters.first || written, last: filters.last || written };
}

/** From which midnight to which. */
function between({ days, first, last }: Filters, now: WallMillis): [WallMillis | null, WallMillis | null] {
  const today = new Date(now);
  const before = (count: number) => midnight(today, -count);
  switch (days) {
    case 'any':
      return [null, null];
    case 'today':
      return [before(0), before(-1)];
    case 'yesterday':
      return [before(1), before(0)];
    case 'week':
      return [before(6), before(-1)];
    case 'month':
      return [before(29), before(-1)];
    case 'chosen':
      return [
        first === '' ? null : midnight(dateOf(first), 0),
        last === '' ? null : midnight(dateOf(last), 1),
      ];
  }
}

function dateOf(text: string): Date {
  const [year = 0, month = 1, date = 1] = text.split('-').map(Number);
  return new Date(year, month - 1, date);
}

/** A day is from midnight to the next midnight, which is not always 24 hours. */
function midnight(day: Date, after: number): WallMillis {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + after).getTime();
}
