// Puts light or dark on the page: as preferred, or as the desktop has it, also when that changes.

import type { Theme } from '../contract';

const darkDesktop = () => window.matchMedia('(prefers-color-scheme: dark)');

export function applyTheme(theme: Theme): () => void {
  const desktop = darkDesktop();
  const apply = () => {
    const dark = theme === 'dark' || (theme === 'system' && desktop.matches);
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  };
  apply();
  desktop.addEventListener('change', apply);
  return () => desktop.removeEventListener('change', apply);
}
