// What a colleague's phone does, in words and shapes.

import type { PhoneStatus, Timer } from '../contract';
import { t } from '../i18n.svelte';
import { phoneLooks } from '../parts/phone-looks';
import { minutesOf } from '../timer.svelte';

/** What is not known to be so now has no colour. */
export function presenceLook(status: PhoneStatus, asOf: number | null) {
  const look = phoneLooks[status];
  return asOf === null ? look : { ...look, tone: 'plain' as const };
}

/** `3 min`, `over 12 min`, `2 h`. */
export function lastedText(timer: Timer, longer: boolean): string {
  const minutes = minutesOf(timer);
  if (minutes === 0) return longer ? '' : t('team.for-less');
  const time =
    minutes < 60 ? t('team.for', { n: minutes }) : t('team.for-hours', { n: Math.floor(minutes / 60) });
  return longer ? t('team.for-least', { time }) : time;
}
