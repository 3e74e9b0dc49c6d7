// Every entry of the gallery, as the agents' windows have it: by axe, and by what axe does not see.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { entries, titleOf } from '../../src/host/entries';
import { openGallery, type Gallery } from './browser';
import { aside, cutInSilence, equalNames, outOfReach, violations } from './flaws';

interface Look {
  name: string;
  width: number;
  height: number;
  dark?: boolean;
  forced?: boolean;
  /** A size between others, where nothing but the places can differ. */
  placesOnly?: boolean;
}

const LOOKS: Look[] = [
  { name: 'usual, light', width: 980, height: 680 },
  { name: 'usual, forced colours', width: 980, height: 680, forced: true },
  { name: 'large, dark', width: 1920, height: 1080, dark: true },
  { name: 'laptop, light', width: 1366, height: 768, placesOnly: true },
  { name: 'small, dark', width: 720, height: 520, dark: true, placesOnly: true },
  { name: 'at 200 %, light', width: 490, height: 340 },
  { name: 'narrow, dark', width: 360, height: 640, dark: true },
];
/** The pop-up has one size. */
const POP: Look[] = [
  { name: 'light', width: 384, height: 208 },
  { name: 'dark', width: 384, height: 208, dark: true },
  { name: 'forced colours', width: 384, height: 208, forced: true },
];

let gallery: Gallery;
beforeAll(async () => {
  gallery = await openGallery();
});
afterAll(() => gallery.close());

async function flawsOf(page: Page, look: Look): Promise<string[]> {
  await page.setViewportSize({ width: look.width, height: look.height });
  await page.emulateMedia({
    colorScheme: look.dark ? 'dark' : 'light',
    forcedColors: look.forced ? 'active' : 'none',
    reducedMotion: 'reduce',
  });
  // The page hears of the colours a moment later.
  await page.waitForFunction(
    (theme) => document.documentElement.dataset['theme'] === theme,
    look.dark ? 'dark' : 'light',
  );
  const found = [
    ...(look.placesOnly ? [] : await page.evaluate(violations, look.forced ?? false)),
    ...(await page.evaluate(outOfReach)),
    ...(await page.evaluate(aside)),
    ...(await page.evaluate(cutInSilence)),
    ...(await page.evaluate(equalNames)),
  ];
  return found.map((flaw) => `${look.name}: ${flaw}`);
}

describe.concurrent('the gallery', (it) => {
  it.each(entries.map((entry) => ({ title: titleOf(entry), entry })))('$title', async ({ entry }) => {
    const flaws = await gallery.show(entry, async (page) => {
      const found: string[] = [];
      for (const look of entry.window === 'pop' ? POP : LOOKS) found.push(...(await flawsOf(page, look)));
      return found;
    });
    expect(flaws).toEqual([]);
  });
});
