// High contrast: the system paints over grounds and inks, so a state that is said by them has to be said again. jsdom
// paints nothing, so the rules are read: whoever colours a state has a rule for that state where colours are forced.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const STATES = /\[aria-(?:pressed|selected|checked|current)/;
const COLOURS = /(?:^|[;\s])(?:background|color|border-color|fill)\s*:/;

interface Rule {
  selectors: string[];
  forced: boolean;
  body: string;
}

/** The rules of a sheet, each with whether it stands where colours are forced. */
function rules(css: string): Rule[] {
  const found: Rule[] = [];
  const open: string[] = [];
  let text = '';
  for (const letter of css.replace(/\/\*[\s\S]*?\*\//g, '')) {
    if (letter === '{') {
      open.push(text.trim());
      text = '';
    } else if (letter === '}') {
      const head = open.pop() ?? '';
      const forced = open.some((one) => one.includes('forced-colors: active'));
      if (!head.startsWith('@')) found.push({ selectors: head.split(/\s*,\s*/), forced, body: text });
      text = '';
    } else if (letter === ';' && open.length === 0) text = '';
    else text += letter;
  }
  return found;
}

function sheets(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sheets(path);
    return /\.(?:svelte|css)$/.test(path) ? [path] : [];
  });
}

const styleOf = (path: string) => {
  const source = readFileSync(path, 'utf8');
  return path.endsWith('.css') ? source : (/<style>([\s\S]*)<\/style>/.exec(source)?.[1] ?? '');
};
/** What is in that state: `.tab[aria-selected='true']`, without what stands inside or beside it. */
const subject = (selector: string) =>
  selector
    .split(/\s+/)
    .find((part) => STATES.test(part))
    ?.replace(/::\w+$/, '') ?? '';

const coloured = sheets('src')
  .map((path): [string, Rule[]] => [path, rules(styleOf(path))])
  .filter(([, all]) => all.some((rule) => !rule.forced && rule.selectors.some((one) => STATES.test(one))));

test('what colours say is said where colours are forced', () => {
  expect(coloured.map(([path]) => path)).toContain(join('src', 'settings', 'Switch.svelte'));
  for (const [path, all] of coloured) {
    const states = (forced: boolean) =>
      all
        .filter((rule) => rule.forced === forced && (forced || COLOURS.test(rule.body)))
        .flatMap((rule) => rule.selectors.map(subject))
        .filter((one) => one !== '');
    const said = new Set(states(true));
    expect(
      states(false).filter((one) => !said.has(one)),
      path,
    ).toEqual([]);
  }
});
