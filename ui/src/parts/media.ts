// Finds what is going on with one sound in the view.

import type { MediaId, MediaState, MediaView } from '../contract';

export function mediaState(all: MediaView[], media: MediaId): MediaState | null {
  return all.find((one) => sameMedia(one.media, media))?.state ?? null;
}

function sameMedia(a: MediaId, b: MediaId): boolean {
  if (a.kind === 'recording') return b.kind === 'recording' && a.name === b.name;
  return b.kind === 'voicemail' && a.extension === b.extension && a.file === b.file;
}

/** How far a download is, 0 to 1; null while the PBX does not say how long it is. */
export function progress(state: MediaState | null): number | null {
  if (state?.kind !== 'fetching' || state.total === null || state.total === 0) return null;
  return Math.min(1, state.received / state.total);
}

/** Bars of two units and a gap of one, around the middle of a picture 100 high; silence is a line. */
export function loudnessPath(loudness: number[]): string {
  return loudness
    .map((percent, at) => {
      const height = Math.max(percent, 4);
      return `M${at * 3} ${50 - height / 2}h2v${height}h-2z`;
    })
    .join('');
}
