// Names from anywhere: a value written from right to left turns nothing round. How they fit stands in tests/journeys.

import { beforeEach, expect, test } from 'vitest';
import { ODD_NAMES } from '../src/host/samples';
import { isolated, speak, t } from '../src/i18n.svelte';

beforeEach(() => speak('en'));

test('only what could turn a line round is set apart from its words and numbers', () => {
  for (const name of [ODD_NAMES.arabic, ODD_NAMES.turning, 'שלום'])
    expect(t('notice.answered-by', { number: '138', by: name })).toContain(`\u2068${name}\u2069`);
  for (const name of [ODD_NAMES.chinese, ODD_NAMES.latin, ODD_NAMES.emoji, '+49 30 1', ''])
    expect(isolated(name)).toBe(name);
});
