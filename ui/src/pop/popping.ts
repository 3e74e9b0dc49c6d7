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

/** The call that the person chose, and the newest one then. */
export interface Choice {
  call: CallKey;
  newest: CallKey;
}

export function choose(calls: CallView[], call: CallKey): Choice {
  return { call, newest: newest(calls) };
}

/** The call the person chose, until it is gone or another comes; else the first. */
export function front(calls: CallView[], chosen: Choice | null): CallView | null {
  const holds = chosen !== null && newest(calls) <= chosen.newest;
  const kept = holds ? calls.find((call) => call.key === chosen.call) : undefined;
  return kept ?? calls[0] ?? null;
}

/** Keys rise from call to call. */
function newest(calls: CallView[]): CallKey {
  return Math.max(0, ...calls.map((call) => call.key));
}
