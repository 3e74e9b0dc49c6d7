import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { languages } from '../src/i18n.svelte';
import { closest, byTag, type Texts } from '../src/languages';
import en from '../src/messages/en.json';

const keys = Object.keys(en) as (keyof Texts)[];
/** What lies in the folder, whatever the program makes of it. */
const files = readdirSync('src/messages').map((file): [string, Texts] => [
  file.replace(/\.json$/, ''),
  JSON.parse(readFileSync(join('src/messages', file), 'utf8')) as Texts,
]);
const contract = readFileSync('src/contract.ts', 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');

/** The text of a type of the contract, from `=` to `;`. */
function typeText(name: string): string {
  const found = new RegExp(`export type ${name} =([\\s\\S]*?);\\n`).exec(contract + '\n');
  if (!found?.[1]) throw new Error(`the contract has no ${name}`);
  return found[1];
}
const variants = (name: string) =>
  [...typeText(name).matchAll(/"([a-z][\w-]*)"(?=\s*(?:\||$))/gi)].map((m) => m[1] ?? '');
const kinds = (name: string) => [...typeText(name).matchAll(/"kind": "([\w-]+)"/g)].map((m) => m[1] ?? '');

test('a file in the folder is a language, under the name that it gives itself', () => {
  expect(languages).toEqual(files.map(([tag, texts]) => [tag, texts['language.name']]));
  const third = { ...en, 'language.name': 'Deutsch' };
  expect(byTag({ './messages/de-AT.json': third })).toEqual({ 'de-AT': third });
});

test.each([
  ['zh-CN', 'zh-CN'],
  ['zh-Hans', 'zh-CN'],
  ['zh_CN.UTF-8', 'zh-CN'],
  ['zh-Hant-TW', 'zh-TW'],
  ['en-GB', 'en'],
  ['EN', 'en'],
  ['de_AT@euro', 'de'],
  ['den', undefined],
  ['C.UTF-8', undefined],
  ['', undefined],
])('a system that says %s speaks %s', (wanted, tag) => {
  expect(closest(wanted, ['de', 'en', 'zh-CN', 'zh-TW'])).toBe(tag);
});

test.each(files)(
  '%s has every text, with the same values, under a tag that dates are written by',
  (tag, texts) => {
    expect(Intl.getCanonicalLocales(tag)).toEqual([tag]);
    expect(Object.keys(texts)).toEqual(keys);
    const values = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((m) => m[0]).sort();
    for (const key of keys) {
      expect(texts[key].trim(), key).not.toBe('');
      expect(values(texts[key]), key).toEqual(values(en[key]));
    }
  },
);

test.each([
  ['connection', variants('ConnectionState')],
  ['tray.state', variants('ConnectionState')],
  ['call.state', variants('CallState')],
  ['call.direction', variants('CallDirection')],
  ['command', ['CallCommand', 'QueueCommand', 'PhoneCommand', 'StateCommand'].flatMap(variants)],
  ['doing', variants('CallCommand')],
  ['call.end', kinds('CallEnd')],
  ['outcome', variants('CallOutcome')],
  ['phone', variants('PhoneStatus')],
  ['presence', variants('PhoneStatus')],
  ['notice.favourites-taken.why', variants('WhyNoFavourite')],
  ['state', kinds('AgentState').filter((kind) => kind !== 'on-call')],
  ['state.on-call', variants('CallStage')],
  ['state.why', variants('WhyUnreachable')],
  ['state.hint', variants('WhyUnreachable')],
  ['state.cure', variants('WhyUnreachable')],
  ['member', variants('MemberStatus')],
  ['queue.membership', variants('Membership')],
  ['check', variants('CheckStep')],
  ['check.state', variants('CheckState')],
  ['protection', variants('Protection')],
  ['nav', variants('Page')],
  ['demo', variants('DemoAction')],
  ['settings.kept', variants('PasswordKept')],
  ['settings.theme', variants('Theme')],
  ['settings.columns', variants('ColumnMeaning')],
  ['settings.contacts.why', variants('WhyLeftOut')],
  ['settings.contacts.at', variants('ImportUnit')],
  ['settings.contacts.no-number', variants('ImportUnit')],
  ['settings.contacts.left-out', variants('ImportUnit')],
  ['settings.contacts.refused', variants('ImportRefusal')],
  ['failure', kinds('Failure').filter((kind) => !['unreachable', 'unplayable'].includes(kind))],
  ['failure.unplayable', kinds('Unplayable').filter((kind) => kind !== 'not-a-sound')],
  ['failure.unplayable.not-a-sound', variants('NotSound')],
  ['failure.unreachable', variants('Unreachable')],
  ['meaning', variants('Meaning')],
  ['do', variants('Meaning')],
  ['account', variants('AccountField')],
  ['advice', variants('Unreachable')],
  [
    'refusal',
    kinds('Refusal').filter(
      (kind) => !/^(invalid-(forward|hotkey|key|number|setting|target)|marked-not-read)$/.test(kind),
    ),
  ],
  ['refusal.marked-not-read', variants('NotRead')],
  ['refusal.invalid-forward', variants('WrongForward')],
  ['refusal.invalid-target', kinds('WrongTarget')],
  ['settings.crm', variants('CrmWhen')],
  ['settings.crm.direction', variants('CrmDirection')],
  ['forward.when', variants('ForwardWhen')],
  ['forward.to', kinds('Forward')],
  ['refusal.invalid-setting', variants('SettingField')],
  ['refusal.invalid-hotkey', kinds('WrongShortcut')],
  ['refusal.invalid-key', kinds('WrongKey')],
  ['hotkey', variants('HotkeyAction')],
  ['hotkey.state', variants('HotkeyState')],
  ['dial-question.source', variants('DialSource')],
  ['dial-question.trust', variants('DialSource')],
  ['settings.trust', variants('DialSource')],
  ['refusal.invalid-number', variants('NotANumber')],
  ['notice', kinds('Notice').filter((kind) => !['desktop-lacks', 'settings-trouble'].includes(kind))],
  ['notice.settings-trouble', kinds('SettingsTrouble')],
  ['notice.desktop-lacks', variants('Lack')],
  ['doctor.check', variants('DoctorCheck')],
  ['doctor.outcome', variants('DoctorOutcome')],
  ['doctor.seen', kinds('DoctorFact')],
  ['settings.doctor.hop', variants('HopStep')],
  ['settings.doctor.focus', variants('Focus')],
  ['settings.doctor.trouble', kinds('TestCallTrouble')],
])('%s has a text for every variant of the contract', (prefix, names) => {
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) expect(keys).toContain(`${prefix}.${name}`);
});

test('every text is used, but for those that the shell reads', () => {
  const source = sources('src')
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
  const whole = new Set([...source.matchAll(/'([a-z][\w.-]+)'/gi)].map((m) => m[1]));
  const prefixes = [...source.matchAll(/`([a-z][\w.-]*\.)\$\{/gi)].map((m) => m[1] ?? '');
  const rest = keys.filter((key) => !/^(tray|notification|start|confirm)\./.test(key));
  const unused = rest.filter((key) => !whole.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)));
  expect(unused).toEqual([]);
});

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'messages' ? [] : sources(path);
    return path.endsWith('contract.ts') ? [] : [path];
  });
}
