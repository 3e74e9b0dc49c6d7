// Which calls stand where on the desk.

import type { CallView } from '../contract';

export const live = (calls: CallView[]): CallView[] => calls.filter((call) => call.state !== 'ended');

/** The first card may be tall: what rings beside it is told in a line above everything. */
export const besides = (calls: CallView[]): CallView[] =>
  live(calls)
    .slice(1)
    .filter((call) => call.state === 'ringing');
