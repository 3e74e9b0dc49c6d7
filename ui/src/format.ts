// Times, ages and sizes as people read them. Nothing here looks at a clock: `now` comes with the view.

import type { PbxClock, WallMillis } from './contract';
import { language, t } from './i18n.svelte';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `03:07`, `1:02:03`. */
export function duration(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(Math.floor(seconds) % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** `10:32`. */
export function clock(at: WallMillis): string {
  return dated(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** `10:32:05`. */
export function clockWithSeconds(at: WallMillis): string {
  return dated(at, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
}

/** `Today`, `Yesterday`, `Mon 3 Mar`. */
export function day(at: WallMillis, now: WallMillis): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY);
  if (days === 0) return t('time.today');
  if (days === 1) return t('time.yesterday');
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return dated(at, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** The same within a sentence, where a language writes it otherwise: `today`. */
export function dayInSentence(at: WallMillis, now: WallMillis): string {
  const alone = day(at, now);
  if (alone === t('time.today')) return t('time.in-sentence.today');
  return alone === t('time.yesterday') ? t('time.in-sentence.yesterday') : alone;
}

/** `just now`, `3 min ago`, `2 h ago`, `4 d ago`. */
export function age(at: WallMillis, now: WallMillis): string {
  const past = now - at;
  if (past < MINUTE) return t('time.just-now');
  if (past < HOUR) return t('time.minutes-ago', { n: Math.floor(past / MINUTE) });
  if (past < DAY) return t('time.hours-ago', { n: Math.floor(past / HOUR) });
  return t('time.days-ago', { n: Math.floor(past / DAY) });
}

/**
 * `Today 09:41` for a moment as the phone system writes it, `2026-03-12 09:41:10`, by this computer's clock where it is
 * known what the other one shows. What is no moment stays as it was sent.
 */
export function pbxMoment(text: string, now: WallMillis, other: PbxClock | null): string {
  const at = written(text);
  if (at === null) return text;
  const shown = other === null ? null : written(other.said);
  const ours = other === null || shown === null ? at : at - (shown - other.at);
  return `${day(ours, now)} ${clock(ours)}`;
}

/** As if it were of a clock on this wall: winter and summer are told apart by that, where both are of one zone. */
function written(text: string): WallMillis | null {
  const at = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(text) ? new Date(text.replace(' ', 'T')).getTime() : NaN;
  return Number.isNaN(at) ? null : at;
}

/** `640 kB`, `3.2 MB`. */
export function bytes(count: number): string {
  return count < 1_000_000 ? `${Math.ceil(count / 1000)} kB` : `${(count / 1_000_000).toFixed(1)} MB`;
}

/** A SHA-256 in groups of four, which two people can compare on the telephone. */
export function fingerprint(hex: string): string {
  return (hex.match(/.{1,4}/g) ?? []).join(' ');
}

/** The midnight before. What changes with the day alone is given this and not `now`: each view has another one. */
export function startOfDay(at: WallMillis): WallMillis {
  return new Date(at).setHours(0, 0, 0, 0);
}

function dated(at: WallMillis, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language(), options).format(at);
}
