// The fake host as a gallery for a developer's browser: npm run dev, then ?scenario=talking&theme=dark&language=zh-CN.
// Nothing of this is in a build.

import type { Language, Theme } from '../contract';
import { FakeHost } from './fake';
import { ODD_NAMES } from './samples';
import { records, scenarios } from './scenarios';

export function galleryHost(address: string): FakeHost {
  const wanted = new URLSearchParams(address);
  const view = scenarios[wanted.get('scenario') ?? 'desk'] ?? scenarios['desk'];
  if (view === undefined) throw new Error('the gallery is empty');
  const preferences = {
    ...view.settings.preferences,
    theme: (wanted.get('theme') ?? 'system') as Theme,
    language: (wanted.get('language') ?? 'en') as Language,
  };
  const host = new FakeHost({ ...view, settings: { ...view.settings, preferences } });
  host.records = records;
  host.directory = [
    { number: '102', name: 'Zhang Wei', status: 'in-use' },
    { number: '103', name: 'Chen Jie', status: 'idle' },
    { number: '107', name: 'Zhao Min', status: 'ringing' },
    { number: '110', name: 'Front door', status: 'unavailable' },
    ...Object.values(ODD_NAMES).map((name, index) => ({
      number: `12${index}`,
      name,
      status: 'idle' as const,
    })),
  ];
  console.info('Scenarios:', Object.keys(scenarios).join(', '));
  return host;
}
