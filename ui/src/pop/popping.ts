// Which call the pop-up shows first.

import type { CallKey, CallView } from '../contract';

/** The calls of the pop-up: ringing ones first, ended ones last, the newest first among equals. */
export function popping(calls: CallView[]): CallView[] {
  return calls
    .filter((call) => call.pop)
    .toReversed()
    .sort((a, b) => place(a) - place(b));
}

function place(call: CallView): number {
  if (call.state === 'ringing') return 0;
  return call.state === 'ended' ? 2 : 1;
}

/** The call the person chose while it is there, else the first. */
export function front(calls: CallView[], chosen: CallKey | null): CallView | null {
  return calls.find((call) => call.key === chosen) ?? calls[0] ?? null;
}
