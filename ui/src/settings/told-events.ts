// Of what other programs can be told.

import type { CallEvent } from '../contract';

export const OF_CALLS: CallEvent[] = ['ring', 'answer', 'end', 'missed', 'note'];
export const OF_ALL: CallEvent[] = [...OF_CALLS, 'state', 'voicemail'];

/** With it, or without where it was there. */
export function toggled(events: CallEvent[], event: CallEvent): CallEvent[] {
  return OF_ALL.filter((one) => events.includes(one) !== (one === event));
}
