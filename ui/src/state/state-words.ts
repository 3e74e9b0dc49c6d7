// The agent's state in words, and how it looks.

import type { AgentState, AgentStateView, Reason, Wish } from '../contract';
import { language, t } from '../i18n.svelte';
import type { Outline, Tone } from '../parts/Shape.svelte';

export const stateLooks: Record<AgentState['kind'], { outline: Outline; tone: Tone }> = {
  'signed-out': { outline: 'ring', tone: 'plain' },
  unreachable: { outline: 'cross', tone: 'bad' },
  'on-call': { outline: 'square', tone: 'info' },
  'wrap-up': { outline: 'diamond', tone: 'hold' },
  paused: { outline: 'bars', tone: 'warn' },
  ready: { outline: 'disc', tone: 'ok' },
};

/** Reasons are the administrator's, in two languages whatever others there are. */
export function reasonText(reason: Reason): string {
  return language().startsWith('zh') ? reason.zh : reason.en;
}

/** `Paused · Lunch`, `Not reachable · phone not registered`. */
export function stateText({ state }: AgentStateView): string {
  switch (state.kind) {
    case 'unreachable':
      return `${t('state.unreachable')} · ${t(`state.why.${state.why}`)}`;
    case 'on-call':
      return t(`state.on-call.${state.call}`);
    case 'paused':
      if (state.elsewhere) return `${t('state.paused')} · ${t('state.elsewhere')}`;
      return state.reason === null ? t('state.paused') : `${t('state.paused')} · ${reasonText(state.reason)}`;
    default:
      return t(`state.${state.kind}`);
  }
}

/** What comes after the call. */
export function wishText(wish: Wish): string {
  if (wish.kind === 'ready') return t('state.ready');
  return wish.reason === null ? t('state.paused') : reasonText(wish.reason);
}

/** What the state is told by to programs: `lunch`, `paused`, `ready`. */
export function wishWord(wish: Wish): string {
  return wish.kind === 'paused' && wish.reason !== null ? wish.reason.id : wish.kind;
}

/** Queues that are not as the state says. */
export function otherwiseText({ state, otherwise }: AgentStateView): string | null {
  if (otherwise.length === 0) return null;
  const key = state.kind === 'paused' ? 'state.otherwise.ready' : 'state.otherwise.paused';
  return t(key, { queues: otherwise.join(', ') });
}

/** How long the state lasts as a rule, in minutes. */
export function limitOf(state: AgentState): number | null {
  return state.kind === 'paused' ? (state.reason?.minutes ?? null) : null;
}
