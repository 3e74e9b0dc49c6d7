import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync('src/look/tokens.css', 'utf8');
const ENOUGH_FOR_TEXT = 4.5; // WCAG AA
const ENOUGH_FOR_EDGES = 3; // WCAG 1.4.11: controls and focus

function tokens(theme: string): Map<string, string> {
  const block = new RegExp(`data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1];
  if (block === undefined) throw new Error(`no tokens for ${theme}`);
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((m) => [m[1] ?? '', m[2] ?? '']));
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const part = parseInt(hex.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['ground', 'surface', 'sunken'];
const hues = ['blue', 'orange', 'green', 'violet', 'teal', 'pink', 'olive', 'red'].map((hue) => `hue-${hue}`);
const text: [string, string][] = [
  ...['ink', 'ink-2', 'ok-ink', 'amber-ink', 'danger-ink', 'info-ink', 'hold-ink', 'brand-ink'].flatMap(
    (ink) => grounds.map((ground): [string, string] => [ink, ground]),
  ),
  ['ok-ink', 'ok-soft'],
  ['amber-ink', 'amber-soft'],
  ['danger-ink', 'danger-soft'],
  ['info-ink', 'info-soft'],
  ['hold-ink', 'hold-soft'],
  ['brand-ink', 'brand-soft'],
  ['brand-ink', 'amber-soft'],
  ['ink', 'brand-soft'],
  ['ink', 'amber-soft'],
  ['ink', 'danger-soft'],
  ['on-brand', 'brand'],
  ['on-brand', 'brand-hover'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
  ['on-amber', 'amber'],
  ...hues.map((hue): [string, string] => ['on-hue', hue]),
  ['rail-ink', 'rail'],
  ['rail-ink', 'rail-active'],
  ['rail-ink-2', 'rail'],
  ['rail-ink-2', 'rail-active'],
];
const edges: [string, string][] = [
  ['line-strong', 'surface'],
  ['focus', 'surface'],
  ['focus', 'ground'],
  ['amber', 'rail'],
  ...hues.flatMap((hue) => grounds.map((ground): [string, string] => [hue, ground])),
];

for (const theme of ['light', 'dark']) {
  const colours = tokens(theme);
  const ratio = (a: string, b: string) => contrast(colours.get(a) ?? '#000000', colours.get(b) ?? '#000000');
  test(`${theme}: no two hues are one`, () => {
    const seen = hues.map((hue) => colours.get(hue));
    expect(new Set(seen).size).toBe(hues.length);
  });
  test.each(text)(`${theme}: %s on %s can be read`, (ink, ground) => {
    expect(ratio(ink, ground)).toBeGreaterThanOrEqual(ENOUGH_FOR_TEXT);
  });
  test.each(edges)(`${theme}: %s on %s can be seen`, (edge, ground) => {
    expect(ratio(edge, ground)).toBeGreaterThanOrEqual(ENOUGH_FOR_EDGES);
  });
}

test('both themes define the same colours', () => {
  expect([...tokens('dark').keys()]).toEqual([...tokens('light').keys()]);
});
