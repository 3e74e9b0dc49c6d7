// Many queues: the order in which they are of use, and finding one.

import type { QueueView } from '../contract';

/** From so many queues on each has a row, and its card on demand. */
export const COMPACT_FROM = 6;
/** From so many on they are searched. */
export const SEARCHED_FROM = 10;

/** Where somebody waits first, then the agent's own, then by name. */
export function inOrder(queues: QueueView[]): QueueView[] {
  const waits = ({ waiting }: QueueView) => Number((waiting ?? 0) > 0);
  return queues.toSorted(
    (a, b) => waits(b) - waits(a) || Number(b.signedIn) - Number(a.signedIn) || a.name.localeCompare(b.name),
  );
}

/** Those whose name holds the text, or whose number begins with it. */
export function matching(queues: QueueView[], search: string): QueueView[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return queues;
  return queues.filter(
    ({ name, number }) => name.toLowerCase().includes(wanted) || number.startsWith(wanted),
  );
}
