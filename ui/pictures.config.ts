import { defineConfig } from 'vitest/config';

// npm run pictures: each page in both languages, light and dark, into docs/images/pages.
export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/looks/*.pictures.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
