// What is said of somebody who is asked first.

import type { ConsultHint, ConsultView } from '../contract';
import { t } from '../i18n.svelte';
import { failureText } from '../words';

export const askedName = (consult: ConsultView): string => consult.name ?? consult.number;

/** Where it stands, in one line. */
export function stepText(consult: ConsultView, waits: string): string {
  const asked = askedName(consult);
  if (consult.pending === 'return' && consult.leg === null) return t('consult.returning', { waits });
  if (consult.hint?.kind === 'not-held') return t('consult.step.not-held', { waits });
  return t(`consult.step.${consult.step}`, { asked, waits });
}

/** In the pop-up, which has little room and names who waits. */
export const consultText = (consult: ConsultView, waits: string): string =>
  consult.hint === null
    ? t(`pop.consult.${consult.step}`, { asked: askedName(consult) })
    : consultHintText(consult.hint, consult, waits);

/** The way back, which needs none where the call was never left. */
export const returnText = (consult: ConsultView, waits: string): string =>
  consult.hint?.kind === 'not-held' ? t('consult.go-on') : t('consult.return', { waits });

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
