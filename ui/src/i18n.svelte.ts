// Words. All languages have the same keys (a test sees to it), so a key that compiles has its text.

import type { Language } from './contract';
import { byTag, closest, type MessageKey, type Texts } from './languages';
import en from './messages/en.json';

const texts = byTag(import.meta.glob<Texts>('./messages/*.json', { eager: true, import: 'default' }));
let spoken = $state('en');

/** Tag and name of each language. It is named in itself, so that whoever can't read the present one finds it. */
export const languages = Object.entries(texts).map(([tag, its]): [string, string] => [
  tag,
  its['language.name'],
]);

export function speak(preference: Language): void {
  spoken = spokenFor(preference === 'system' ? navigator.language : preference);
  document.documentElement.lang = spoken;
}

/** The tag of the language closest to the wanted one; English where none is close. */
export function spokenFor(wanted: string): string {
  return closest(wanted, Object.keys(texts)) ?? 'en';
}

export function language(): string {
  return spoken;
}

/** Letters of scripts that are written from right to left, and marks that turn a line round. */
const TURNS =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u202a-\u202e\u2066-\u2069]/u;

/** A value that is written from right to left must not turn the words and numbers around it round. */
export function isolated(value: string): string {
  return TURNS.test(value) ? `\u2068${value}\u2069` : value;
}

/** The text of a key, with each `{name}` replaced. */
export function t(key: MessageKey, values: Record<string, string | number> = {}): string {
  return (texts[spoken] ?? en)[key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    isolated(String(values[name] ?? whole)),
  );
}
