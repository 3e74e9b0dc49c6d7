// Puts into words what came of a file of contacts.

import type { ImportRefusal, ImportReport, ImportUnit, LeftOut } from '../contract';
import { t } from '../i18n.svelte';

/** The largest file, as the core has it; a test compares them. */
export const LARGEST_MB = 64;

/** How many contacts came from where, in place of what. */
export function takenText(report: ImportReport, file: string): string {
  const { contacts: count, replaced, source } = report;
  const parts = [
    count === 0
      ? t('settings.contacts.imported-none', { file })
      : count === 1
        ? t('settings.contacts.imported-one', { file })
        : t('settings.contacts.imported', { count, file }),
    replaced > 0 ? t('settings.contacts.replaced', { count: replaced }) : null,
    replaced === 0 && source !== file ? t('settings.contacts.beside', { source }) : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** How much was left out; empty when all was taken. */
export function leftOutText(report: ImportReport): string {
  const { rowsLeftOut: count, rows, numbersLeftOut, unit, leftOut } = report;
  const why = leftOut.some((one) => one.why === 'no-name') ? 'left-out' : 'no-number';
  const parts = [
    count > 0 ? t(`settings.contacts.${why}.${unit}`, { count, rows }) : null,
    numbersLeftOut > 0 ? t('settings.contacts.unreadable', { count: numbersLeftOut }) : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** One row or card that was left out, and why. */
export function oneText({ row, text, why }: LeftOut, unit: ImportUnit): string {
  const reason = text === '' ? t('settings.contacts.nothing') : t(`settings.contacts.why.${why}`, { text });
  return t(`settings.contacts.at.${unit}`, { row, why: reason });
}

/** Why nothing of a file was taken. */
export function refusedText(why: ImportRefusal, file: string): string {
  return t(`settings.contacts.refused.${why}`, { file, megabytes: LARGEST_MB });
}
