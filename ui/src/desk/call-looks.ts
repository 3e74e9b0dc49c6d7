// Icon and tone of a call's states and directions, the same wherever a call is shown.

import type { CallDirection, CallOutcome, CallState } from '../contract';
import type { IconName } from '../parts/icons';
import type { Tone } from '../parts/Shape.svelte';

export const callLooks: Record<CallState, { icon: IconName; tone: Tone }> = {
  ringing: { icon: 'bell', tone: 'warn' },
  dialing: { icon: 'outbound', tone: 'info' },
  talking: { icon: 'phone', tone: 'ok' },
  held: { icon: 'pause', tone: 'hold' },
  ended: { icon: 'hangUp', tone: 'plain' },
};

export const directionIcons: Record<CallDirection, IconName> = {
  inbound: 'inbound',
  outbound: 'outbound',
  internal: 'internal',
};

export const outcomeLooks: Record<CallOutcome, { icon: IconName; tone: Tone }> = {
  answered: { icon: 'check', tone: 'ok' },
  missed: { icon: 'alert', tone: 'bad' },
  'answered-elsewhere': { icon: 'elsewhere', tone: 'plain' },
  declined: { icon: 'busy', tone: 'plain' },
  'no-answer': { icon: 'waiting', tone: 'warn' },
  failed: { icon: 'close', tone: 'bad' },
  busy: { icon: 'busy', tone: 'warn' },
};
