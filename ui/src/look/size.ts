// How large the page is drawn, in percent of how it is made. The shell draws it so, as if the window were smaller.

export const SIZES = [100, 110, 125, 150, 175, 200] as const;

/** The size so many steps from this one; no steps: the usual one. 0 is what nobody has chosen. */
export function stepped(percent: number, steps: number): number {
  if (steps === 0) return 0;
  const at = SIZES.findLastIndex((size) => size <= Math.max(percent, 100));
  const next = SIZES[Math.min(Math.max(at + steps, 0), SIZES.length - 1)] ?? 100;
  return next === 100 ? 0 : next;
}
