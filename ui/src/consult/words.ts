// What is said of somebody who is asked first.

import type { ConsultHint, ConsultView } from '../contract';
import { t } from '../i18n.svelte';
import { failureText } from '../words';

export const askedName = (consult: ConsultView): string => consult.name ?? consult.number;

/** Where it stands, in one line. */
export function stepText(consult: ConsultView, waits: string): string {
  const asked = askedName(consult);
  if (consult.pending === 'return' && consult.leg === null) return t('consult.returning', { waits });
  return t(`consult.step.${consult.step}`, { asked, waits });
}

/** What the agent has to know or do. */
export function consultHintText(hint: ConsultHint, consult: ConsultView, waits: string): string {
  const { number } = consult;
  const asked = askedName(consult);
  switch (hint.kind) {
    case 'not-reached':
      return t('consult.hint.not-reached', { asked, reason: hint.reason });
    case 'not-dialled':
      return t('consult.hint.not-dialled', { asked, why: failureText(hint.failure) });
    default:
      return t(`consult.hint.${hint.kind}`, { asked, number, waits });
  }
}
