// A language is a file in messages/: its name is the tag, and `language.name` in it what it calls itself.

import type en from './messages/en.json';

export type MessageKey = keyof typeof en;
export type Texts = Record<MessageKey, string>;

/** The texts of each language by its tag. */
export function byTag(files: Record<string, Texts>): Record<string, Texts> {
  return Object.fromEntries(
    Object.entries(files).map(([path, texts]) => [path.replace(/^.*\/|\.json$/g, ''), texts]),
  );
}

/** The tag of the same language that has most in common with what is wanted; the shell's `closest` does the same. */
export function closest(wanted: string, tags: string[]): string | undefined {
  const parts = tagParts(wanted);
  const inCommon = (tag: string) => tagParts(tag).filter((part) => parts.includes(part)).length;
  return tags
    .filter((tag) => tagParts(tag)[0] === parts[0])
    .sort((one, other) => inCommon(other) - inCommon(one))[0];
}

/** `zh_CN.UTF-8` is `zh`, `cn`. */
function tagParts(tag: string): string[] {
  return tag
    .toLowerCase()
    .replace(/[.@].*/, '')
    .split(/[-_]/);
}
