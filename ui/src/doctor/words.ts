// A computer's facts in words. The core of it is the shell's: a fact, by its name, and what it means.

import type { DoctorFact, DoctorSeen, TestCallTrouble } from '../contract';
import { t } from '../i18n.svelte';
import type { MessageKey } from '../languages';

/** What belongs into the sentence. */
function values(fact: DoctorFact): Record<string, string | number> {
  return fact;
}

/** What was seen. */
export function seenText(fact: DoctorFact): string {
  return t(`doctor.seen.${fact.kind}`, values(fact));
}

/** What to do about it; nothing where it is good. Whatever is not good has a text: a test sees to it. */
export function todoText(seen: DoctorSeen): string {
  if (seen.outcome === 'ok') return '';
  return t(`doctor.do.${seen.fact.kind}` as MessageKey, values(seen.fact));
}

/** Why a test call came to nothing. */
export function troubleText(trouble: TestCallTrouble): string {
  const { kind, ...rest } = trouble;
  return t(`settings.doctor.trouble.${kind}`, rest);
}

/** Whole ones above ten, tenths below: the first steps take less than one. */
export function milliseconds(microseconds: number): string {
  const whole = microseconds / 1000;
  return whole >= 10 ? whole.toFixed(0) : whole.toFixed(1);
}
