// npm run pictures: every page in both languages, light and dark, into docs/images/pages, and the paper that shows them.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, it } from 'vitest';
import type { Entry } from '../../src/host/entries';
import { openGallery, type Gallery } from './browser';

const DOCS = '../docs';
const FOLDER = 'images/pages';
const LANGUAGES = ['en', 'zh-CN'];
const THEMES = ['light', 'dark'] as const;

const PAGES: { name: string; title: string; entry: Entry }[] = [
  { name: 'sign-in', title: 'Sign-in', entry: { window: 'index', scenario: 'first-start' } },
  { name: 'desk', title: 'Desk, talking', entry: { window: 'index', scenario: 'talking', page: 'desk' } },
  { name: 'missed', title: 'Missed calls', entry: { window: 'index', scenario: 'missed', page: 'missed' } },
  { name: 'history', title: 'History', entry: { window: 'index', scenario: 'desk', page: 'history' } },
  {
    name: 'voicemail',
    title: 'Voicemail',
    entry: { window: 'index', scenario: 'voicemail', page: 'voicemail' },
  },
  { name: 'team', title: 'Team', entry: { window: 'index', scenario: 'team', page: 'team' } },
  { name: 'settings', title: 'Settings', entry: { window: 'index', scenario: 'desk', page: 'settings' } },
  { name: 'pop', title: 'Pop-up, ringing', entry: { window: 'pop', scenario: 'ringing' } },
];

let gallery: Gallery;
beforeAll(async () => {
  mkdirSync(`${DOCS}/${FOLDER}`, { recursive: true });
  gallery = await openGallery();
});
afterAll(() => gallery.close());

const fileOf = (name: string, language: string, theme: string): string =>
  `${FOLDER}/${name}-${language === 'en' ? 'en' : 'zh'}-${theme}.png`;

it.each(PAGES)('$title', async ({ name, entry }) => {
  for (const language of LANGUAGES) {
    await gallery.show({ ...entry, language }, async (page) => {
      if (entry.window === 'pop') await page.setViewportSize({ width: 384, height: 208 });
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme, forcedColors: 'none', reducedMotion: 'reduce' });
        await page.waitForFunction((theme) => document.documentElement.dataset['theme'] === theme, theme);
        const path = `${DOCS}/${fileOf(name, language, theme)}`;
        await page.screenshot({ path });
        // A page has few colours: a third of the bytes.
        execFileSync('convert', [path, '-strip', '-colors', '255', `png8:${path}`]);
      }
    });
  }
});

it('the paper that shows them', () => {
  const heads = ['English, light', 'English, dark', '中文，浅色', '中文，深色'];
  const row = ({ name, title }: (typeof PAGES)[number]): string => {
    const pictures = LANGUAGES.flatMap((language) => THEMES.map((theme) => [language, theme] as const));
    const cells = pictures.map(
      ([language, theme], at) => `![${title}: ${heads[at]}](${fileOf(name, language, theme)})`,
    );
    return `| ${title} | ${cells.join(' | ')} |`;
  };
  const lines = [
    '# What each page looks like',
    '',
    'Written by `npm --prefix ui run pictures`, with the state that the gallery has for each page.',
    '',
    `| | ${heads.join(' | ')} |`,
    `|---|${heads.map(() => '---|').join('')}`,
    ...PAGES.map(row),
    '',
  ];
  writeFileSync(`${DOCS}/PICTURES.md`, lines.join('\n'));
});
