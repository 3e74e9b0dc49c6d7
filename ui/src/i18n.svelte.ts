// Words. Both languages have the same keys (a test sees to it), so a key that compiles has its text.

import type { Language } from './contract';
import en from './messages/en.json';
import zh from './messages/zh-CN.json';

export type MessageKey = keyof typeof en;
export type Spoken = 'en' | 'zh-CN';

const texts: Record<Spoken, Record<MessageKey, string>> = { en, 'zh-CN': zh };
let spoken = $state<Spoken>('en');

export function speak(preference: Language): void {
  spoken = preference === 'system' ? ofDesktop(navigator.language) : preference;
  document.documentElement.lang = spoken;
}

function ofDesktop(tag: string): Spoken {
  return tag.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

export function language(): Spoken {
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
  return texts[spoken][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    isolated(String(values[name] ?? whole)),
  );
}
