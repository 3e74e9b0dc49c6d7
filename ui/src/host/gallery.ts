// The fake host as a gallery for a developer's browser: npm run dev, then ?scenario=talking&theme=dark&language=zh-CN.
// Nothing of this is in a build.

import type { LeftOut, Theme } from '../contract';
import { FakeHost, importReport } from './fake';
import { MINUTE, NOW, ODD_NAMES } from './samples';
import { records, scenarios } from './scenarios';

export function galleryHost(address: string): FakeHost {
  const wanted = new URLSearchParams(address);
  const view = scenarios[wanted.get('scenario') ?? 'desk'] ?? scenarios['desk'];
  if (view === undefined) throw new Error('the gallery is empty');
  const preferences = {
    ...view.settings.preferences,
    theme: (wanted.get('theme') ?? 'system') as Theme,
    language: wanted.get('language') ?? 'en',
  };
  const host = new FakeHost({ ...view, settings: { ...view.settings, preferences } });
  host.records = records;
  host.directory = [
    { number: '102', name: 'Zhang Wei', status: 'in-use', asOf: null },
    { number: '103', name: 'Chen Jie', status: 'idle', asOf: null },
    { number: '107', name: 'Zhao Min', status: 'ringing', asOf: null },
    { number: '110', name: 'Front door', status: 'unavailable', asOf: null },
    ...Object.values(ODD_NAMES).map((name, index) => ({
      number: `12${index}`,
      name,
      status: 'idle' as const,
      asOf: index === 0 ? NOW - 12 * MINUTE : null,
    })),
  ];
  // Contacts: the first file has to be asked about, the answer leaves something out.
  const numbers = ['13800138000', '13900139000', '1.38E+10', ''];
  const rows = numbers.map((number, at) => [`${at + 1}`, `Wang Wei ${at}`, '北方电气有限公司', number]);
  const leftOut: LeftOut[] = [
    { row: 3, text: '1.38E+10', why: 'shortened' },
    { row: 4, text: 'Wang Wei 3', why: 'no-number' },
  ];
  const report = importReport({ contacts: 48, rows: 50, rowsLeftOut: 2, leftOut });
  host.outcomes.push({ kind: 'which-columns', rows, guess: ['ignore', 'name', 'company', 'number'] });
  host.outcomes.push({ kind: 'taken', report });
  console.info('Scenarios:', Object.keys(scenarios).join(', '));
  return host;
}
