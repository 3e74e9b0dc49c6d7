// A missed caller in words and in an order.

import type { CallTry, DueReminder, MissedRow, WallMillis } from '../contract';
import { clock, day, dayInSentence } from '../format';
import { t } from '../i18n.svelte';

export type Sort = 'oldest' | 'most';

/** How many rows a page draws at first, and how many more at a press. */
export const PAGE = 50;

export function sorted(rows: MissedRow[], sort: Sort): MissedRow[] {
  // They come with the longest waiting first.
  return sort === 'oldest' ? rows : rows.toSorted((a, b) => b.misses.count - a.misses.count);
}

export type RowState = 'open' | 'trying' | 'reminded' | 'due';

export function stateOf(row: MissedRow, due: DueReminder[]): RowState {
  if (due.some(({ caller }) => caller === row.caller)) return 'due';
  if (row.reminder !== null) return 'reminded';
  return row.tries.length > 0 ? 'trying' : 'open';
}

/** `10:32`, and with its day where that is another one: `Yesterday 10:32`. */
export function moment(at: WallMillis, now: WallMillis): string {
  return day(at, now) === t('time.today') ? clock(at) : `${day(at, now)} ${clock(at)}`;
}

/** `3 times`, `once`. */
export const countText = (count: number): string =>
  count === 1 ? t('missed.once') : t('missed.times', { n: count });

/** `09:12 – 10:32, rang up to 20 s`. */
export function whenText({ misses }: MissedRow, now: WallMillis): string {
  const span =
    misses.count === 1
      ? moment(misses.last, now)
      : `${moment(misses.first, now)} – ${moment(misses.last, now)}`;
  return `${span} · ${t('missed.rang', { n: misses.longestRing })}`;
}

/** `Tried 10:32, busy`; of several: `Tried 3 times, last 10:32, busy`. */
export function triesText(tries: CallTry[], now: WallMillis): string {
  const last = tries.at(-1);
  if (last === undefined) return '';
  const outcome = t(
    `missed.tried.${last.outcome === 'busy' || last.outcome === 'failed' ? last.outcome : 'no-answer'}`,
  );
  const values = { time: moment(last.at, now), outcome, n: tries.length };
  return t(tries.length === 1 ? 'missed.tried' : 'missed.tried.more', values);
}

/** `Reminder 11:00`, `Reminder tomorrow 09:00`. */
export function reminderText(at: WallMillis, now: WallMillis): string {
  const isToday = day(at, now) === t('time.today');
  const isTomorrow = day(at, tomorrowAt(0, now)) === t('time.today');
  const name = isToday ? '' : isTomorrow ? t('missed.tomorrow') : dayInSentence(at, now);
  return t('missed.reminder', { time: `${name} ${clock(at)}`.trim() });
}

/** The computer's own time of day, on the next day. */
export function tomorrowAt(hour: number, now: WallMillis): WallMillis {
  const today = new Date(now);
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1, hour).getTime();
}

/** Of the calls without an answer those of today, for the pop-up. */
export function missedToday(times: WallMillis[], now: WallMillis): string {
  const count = times.filter((at) => day(at, now) === t('time.today')).length;
  if (count === 0) return '';
  return count === 1
    ? t('pop.missed.one')
    : count === 2
      ? t('pop.missed.two')
      : t('pop.missed', { n: count });
}
