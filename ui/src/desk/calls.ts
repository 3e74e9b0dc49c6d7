// Which calls stand where on the desk.

import type { CallCommand, CallView, ConsultView } from '../contract';

export const live = (calls: CallView[]): CallView[] => calls.filter((call) => call.state !== 'ended');

/** The first card may be tall: what rings beside it is told in a line above everything. */
export const besides = (calls: CallView[]): CallView[] =>
  live(calls)
    .slice(1)
    .filter((call) => call.state === 'ringing');

/** Who waits while somebody is asked is handed over or taken back: hanging up stands on the desk alone, out of the way. */
export const offersHangUp = (call: CallView, consult: ConsultView | null): boolean =>
  call.state !== 'ended' && (call.key !== consult?.call || call.state !== 'held');

/** What asks for a number before it is done. */
export type ToSomebody = Extract<CallCommand, 'transfer' | 'ask-first'>;

/** Who waits while somebody is asked, and who is asked, stand together where the first of them is. */
export function together(calls: CallView[], consult: ConsultView | null): CallView[] {
  const leg = calls.find(({ key }) => key === consult?.leg);
  if (leg === undefined) return calls;
  return calls
    .filter((call) => call !== leg)
    .flatMap((call) => (call.key === consult?.call ? [call, leg] : [call]));
}

/** Of several calls the one that a colleague is handed: that which is talked on, else one that is held. */
export const transferable = (calls: CallView[]): CallView | undefined =>
  (['talking', 'held'] as const)
    .map((state) => calls.find((call) => call.state === state && call.can.includes('transfer')))
    .find((call) => call !== undefined);
