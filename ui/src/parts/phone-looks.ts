// Shapes and tones of what phones and queue members are doing.

import type { MemberStatus, PhoneStatus } from '../contract';
import type { Outline, Tone } from './Shape.svelte';

interface Look {
  outline: Outline;
  tone: Tone;
}

export const phoneLooks: Record<PhoneStatus, Look> = {
  unknown: { outline: 'ring', tone: 'plain' },
  unavailable: { outline: 'cross', tone: 'plain' },
  idle: { outline: 'disc', tone: 'ok' },
  ringing: { outline: 'triangle', tone: 'warn' },
  'in-use': { outline: 'square', tone: 'info' },
  'on-hold': { outline: 'bars', tone: 'hold' },
  faulty: { outline: 'cross', tone: 'bad' },
};

export const memberLooks: Record<MemberStatus, Look> = {
  free: { outline: 'disc', tone: 'ok' },
  ringing: { outline: 'triangle', tone: 'warn' },
  talking: { outline: 'square', tone: 'info' },
  'on-hold': { outline: 'bars', tone: 'hold' },
  paused: { outline: 'bars', tone: 'warn' },
  'wrap-up': { outline: 'diamond', tone: 'info' },
  unavailable: { outline: 'cross', tone: 'plain' },
  unknown: { outline: 'ring', tone: 'plain' },
};
