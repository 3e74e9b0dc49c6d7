import { defineConfig } from 'vitest/config';

// npm run looks: every entry of the gallery in a real browser. Apart from the other tests, which need none.
export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/looks/*.looks.ts'],
    // A machine that builds beside it takes its time; two pages at a time are what two cores draw.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxConcurrency: 2,
  },
});
