// Where calls go that the phone does not take: what is typed, and the words for it.

import type { Forward } from '../contract';
import { t } from '../i18n.svelte';

export type Kind = Forward['kind'];

/** All that can be typed, for each kind of place; what belongs to another kind is kept while one looks around. */
export interface Draft {
  kind: Kind;
  extension: string;
  prefix: string;
  number: string;
}

export const KINDS: Kind[] = ['off', 'voicemail', 'extension', 'mobile', 'number'];
export const RING_SECONDS = [15, 30, 60, 120, 300];

export function draftOf(forward: Forward): Draft {
  const empty = { kind: forward.kind, extension: '', prefix: '', number: '' };
  switch (forward.kind) {
    case 'extension':
      return { ...empty, extension: forward.extension };
    case 'mobile':
      return { ...empty, prefix: forward.prefix };
    case 'number':
      return { ...empty, prefix: forward.prefix, number: forward.number };
    default:
      return empty;
  }
}

export function forwardOf({ kind, extension, prefix, number }: Draft): Forward {
  switch (kind) {
    case 'extension':
      return { kind, extension: extension.trim() };
    case 'mobile':
      return { kind, prefix: prefix.trim() };
    case 'number':
      return { kind, prefix: prefix.trim(), number: number.trim() };
    case 'elsewhere':
      return { kind, place: '' };
    default:
      return { kind };
  }
}

export function isSame(one: Forward, other: Forward): boolean {
  // Of a place that only the phone system can name nothing can be typed.
  if (one.kind === 'elsewhere' || other.kind === 'elsewhere') return one.kind === other.kind;
  return JSON.stringify(draftOf(one)) === JSON.stringify(draftOf(other));
}

export function forwardText(forward: Forward): string {
  switch (forward.kind) {
    case 'extension':
      return t('forward.to.extension.of', { extension: forward.extension });
    case 'number':
      return t('forward.to.number.of', { number: forward.prefix + forward.number });
    case 'elsewhere':
      return forward.place === ''
        ? t('forward.to.elsewhere')
        : t('forward.to.elsewhere.of', { place: forward.place });
    default:
      return t(`forward.to.${forward.kind}`);
  }
}
