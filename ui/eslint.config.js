import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const noTimers = ['setTimeout', 'setInterval', 'requestAnimationFrame', 'requestIdleCallback'].map(
  (name) => ({
    name,
    message: 'One part of the page counts time, timer.svelte.ts; all else follows the view.',
  }),
);

export default ts.config(
  { ignores: ['dist/', 'src/contract.ts'] },
  js.configs.recommended,
  ts.configs.strict,
  svelte.configs['flat/recommended'],
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-restricted-globals': ['error', ...noTimers],
      'no-restricted-properties': [
        'error',
        ...noTimers.map((timer) => ({ object: 'window', property: timer.name, message: timer.message })),
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['@tauri-apps/*'], message: 'src/host/tauri.ts is the only door to the shell.' },
          ],
        },
      ],
      'no-eval': 'error',
      eqeqeq: 'error',
      'svelte/no-at-html-tags': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  { files: ['src/timer.svelte.ts'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['src/host/tauri.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['*.config.{js,ts}', 'tests/**'], languageOptions: { globals: { ...globals.node } } },
);
