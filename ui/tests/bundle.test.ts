// @vitest-environment node
// What is shipped: two pages, nothing inline, nothing of the fake host, nothing that the CSP would stop.

import { build, type Rolldown } from 'vite';
import { beforeAll, expect, test, vi } from 'vitest';

let files: Map<string, string>;

beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'production');
  const built = (await build({
    mode: 'production',
    logLevel: 'silent',
    build: { write: false },
  })) as Rolldown.RolldownOutput;
  files = new Map(
    built.output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : String(file.source)]),
  );
}, 60_000);

const code = () => [...files.values()].join('\n');

test('both pages are there, their scripts in files of their own', () => {
  for (const page of ['index.html', 'pop.html']) {
    const html = files.get(page) ?? '';
    expect(html).toMatch(/<script type="module"[^>]* src="\.\/assets\//);
    expect(html).not.toMatch(/<script(?![^>]*src=)/);
    expect(html).not.toContain('<style');
  }
});

test('the fake host and its scenarios stay at home', () => {
  for (const trace of ['Wang Fang', 'the gallery is empty', 'FakeHost', 'Scenarios:'])
    expect(code()).not.toContain(trace);
});

test('nothing is evaluated and nothing is fetched from elsewhere', () => {
  expect(code()).not.toMatch(/\beval\(|new Function\(/);
  const addresses = new Set([...code().matchAll(/https?:\/\/\w[\w.-]+/g)].map((found) => found[0]));
  expect([...addresses].filter((one) => !/w3\.org|svelte\.dev|example\.com/.test(one))).toEqual([]);
});
