// Language and theme follow the view, in both windows.

import type { Preferences } from '../contract';
import { speak } from '../i18n.svelte';
import { applyTheme } from './theme';

type Tastes = Pick<Preferences, 'language' | 'theme'>;

export function followTastes(tastes: () => Tastes | null): void {
  const language = $derived(tastes()?.language ?? 'system');
  const theme = $derived(tastes()?.theme ?? 'system');
  $effect.pre(() => speak(language));
  $effect.pre(() => applyTheme(theme));
}
