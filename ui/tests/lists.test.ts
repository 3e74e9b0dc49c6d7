// What a view that says nothing of a list costs the page that shows it.

import { waitFor } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { defaultView, type View } from '../src/contract';
import { MINUTE, missedRow, NOW, record, view } from '../src/host/samples';
import { all, mainWindow } from './stage';

const LONG_AGO = NOW - 40 * 24 * 60 * MINUTE;

afterEach(() => void vi.restoreAllMocks());

const missed = missedRow({ misses: { ...missedRow().misses, first: LONG_AGO, last: LONG_AGO } });
const message = {
  file: 'msg0001.wav',
  from: '13800138000',
  fromName: null,
  date: '2026-01-12 09:41:10',
  seconds: 34,
  isNew: true,
  deleting: false,
};

test.each<[string, string, Partial<View>]>([
  ['history', 'history-row', {}],
  ['missed', 'missed-row', { missed: { ...defaultView.missed, open: 1, rows: [missed] } }],
  [
    'voicemail',
    'voicemail-row',
    { voicemail: { ...defaultView.voicemail, messages: [message], clock: null } },
  ],
])('a later view of the same day has no date of the page %s written anew', async (page, row, change) => {
  const { host, show } = await mainWindow(view(change), 'settings');
  host.records = [record({ started: LONG_AGO })];
  location.hash = page;
  await waitFor(() => expect(all(row)).toHaveLength(1));
  const written = vi.spyOn(Intl.DateTimeFormat.prototype as { format: unknown }, 'format', 'get');
  await show(view({ ...change, revision: 2, now: NOW + MINUTE }));
  expect(written).not.toHaveBeenCalled();
  await show(view({ ...change, revision: 3, now: NOW + 24 * 60 * MINUTE }));
  expect(written).toHaveBeenCalled();
});
