// What can come of a conversation, in words: the administrator's in two languages, whatever others there are.

import type { CallResult } from '../contract';
import { language } from '../i18n.svelte';

export function resultText(result: CallResult): string {
  return language().startsWith('zh') ? result.zh : result.en;
}

/** What is kept is what the agent has read, in whichever language that was. */
export function resultOf(kept: string, choices: CallResult[]): CallResult | undefined {
  const words = kept.trim();
  return choices.find((result) => result.en === words || result.zh === words);
}
