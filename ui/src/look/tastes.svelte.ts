// Language and theme follow the view, in both windows.

import type { View } from '../contract';
import { speak } from '../i18n.svelte';
import { applyTheme } from './theme';

export function followTastes(view: () => View | null): void {
  const language = $derived(view()?.settings.preferences.language ?? 'system');
  const theme = $derived(view()?.settings.preferences.theme ?? 'system');
  $effect.pre(() => speak(language));
  $effect.pre(() => applyTheme(theme));
}
