// The gallery in a real browser: built once, served from this process, looked at with Debian's Chromium.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build, preview, type PreviewServer } from 'vite';
import type { Entry } from '../../src/host/entries';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FOLDER = '../target/gallery';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Gallery {
  /** Looks at a page with the entry on it. */
  show<T>(entry: Entry, look: (page: Page) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function openGallery(): Promise<Gallery> {
  // Not for production: what a developer's browser has, the fake host, is what this is about.
  await build({
    mode: 'gallery',
    logLevel: 'error',
    // A test's process would get Svelte for a server.
    resolve: { conditions: ['browser', 'module', 'import'] },
    build: { outDir: FOLDER, emptyOutDir: true },
  });
  const server = await preview({ build: { outDir: FOLDER }, preview: { port: 0, host: '127.0.0.1' } });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
  const base = addressOf(server);
  // Making a page takes longer than loading one.
  const free: Page[] = [];
  return {
    async show(entry, look) {
      const page = free.pop() ?? (await newPage(browser));
      await open(page, base, entry);
      const found = await look(page);
      free.push(page);
      return found;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

async function newPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  await page.addInitScript(AXE);
  return page;
}

async function open(page: Page, base: string, entry: Entry): Promise<void> {
  await page.setViewportSize({ width: 980, height: 680 });
  const query = new URLSearchParams({ scenario: entry.scenario, language: entry.language ?? 'en' });
  // From nowhere: another page of the same address would only move its mark.
  await page.goto('about:blank');
  await page.goto(`${base}/${entry.window}.html?${query}#${entry.page ?? 'desk'}`);
  await page
    .locator(entry.window === 'pop' ? '[data-testid="pop"][data-settled=true]' : '.screen')
    .first()
    .waitFor();
  if (entry.press) await page.getByTestId(entry.press).first().click();
}

function addressOf(server: PreviewServer): string {
  const address = server.httpServer.address();
  if (address === null || typeof address === 'string') throw new Error('the gallery has no address');
  return `http://127.0.0.1:${address.port}`;
}
