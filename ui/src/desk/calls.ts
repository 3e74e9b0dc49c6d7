// Which calls stand where on the desk.

import type { CallView } from '../contract';

export const live = (calls: CallView[]): CallView[] => calls.filter((call) => call.state !== 'ended');

/** The first card may be tall: what rings beside it is told in a line above everything. */
export const besides = (calls: CallView[]): CallView[] =>
  live(calls)
    .slice(1)
    .filter((call) => call.state === 'ringing');

/** Of several calls the one that a colleague is handed: that which is talked on, else one that is held. */
export const transferable = (calls: CallView[]): CallView | undefined =>
  (['talking', 'held'] as const)
    .map((state) => calls.find((call) => call.state === state && call.can.includes('transfer')))
    .find((call) => call !== undefined);
