// Which call the pop-up shows first.

import type { CallKey, CallView } from '../contract';

/** The calls of the pop-up: the newest ringing one first, then the others, newest first. */
export function popping(calls: CallView[]): CallView[] {
  const shown = calls.filter((call) => call.pop).toReversed();
  const rings = shown.filter((call) => call.state === 'ringing');
  return [...rings, ...shown.filter((call) => call.state !== 'ringing')];
}

/** The call the person chose while it is there, else the first. */
export function front(calls: CallView[], chosen: CallKey | null): CallView | null {
  return calls.find((call) => call.key === chosen) ?? calls[0] ?? null;
}
