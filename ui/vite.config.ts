import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

// Two pages: the main window and the screen pop. No inline assets: the shell's CSP allows files of its own only.
export default defineConfig({
  base: './',
  plugins: [svelte(), svelteTesting()],
  server: { port: 5173, strictPort: true },
  build: {
    target: 'safari16',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { index: 'index.html', pop: 'pop.html' } },
  },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    restoreMocks: true,
    // Nothing here is timed: on a machine that builds beside it, a test of 2 s takes 6.
    testTimeout: 30_000,
  },
});
