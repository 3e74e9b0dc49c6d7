// What is dear to draw without a graphics card, and is therefore not drawn.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.(svelte|css)$/.test(file),
);

/** The values of this property in all sources. */
function declared(property: string): { file: string; value: string }[] {
  const pattern = new RegExp(`(?<![\\w-])${property}:\\s*([^;]+);`, 'g');
  return files.flatMap((file) =>
    [...readFileSync(`src/${file}`, 'utf8').matchAll(pattern)].map(([, value = '']) => ({ file, value })),
  );
}

test('only what lies over the page throws a shadow: one of a large box is blurred anew each time', () => {
  const blurred = declared('box-shadow').filter(({ value }) => !/^0 0 0 \d+px /.test(value));
  expect(blurred.map(({ file }) => file).sort()).toEqual([
    'look/base.css', // a menu
    'parts/Dialog.svelte',
    'parts/SuggestionList.svelte',
  ]);
});

test('what waits by an animation sleeps until it is over, and is not drawn sixty times a second', () => {
  const waits = declared('animation').filter(
    ({ value }) => value.includes('!important') && !value.startsWith('none'),
  );
  expect(waits.length).toBeGreaterThan(3);
  for (const { file, value } of waits) expect(value, file).toMatch(/^\S+ (1|10)ms/);
});
