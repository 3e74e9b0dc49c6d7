import { beforeEach, expect, test } from 'vitest';
import { age, bytes, clock, clockWithSeconds, day, duration, fingerprint, pbxMoment } from '../src/format';
import { MINUTE, NOW } from '../src/host/samples';
import { speak } from '../src/i18n.svelte';

beforeEach(() => speak('en'));

test.each([
  [0, '00:00'],
  [7, '00:07'],
  [192, '03:12'],
  [3599, '59:59'],
  [3723, '1:02:03'],
])('%i seconds are %s', (seconds, expected) => expect(duration(seconds)).toBe(expected));

test.each([
  [0, 'just now'],
  [59_000, 'just now'],
  [3 * MINUTE, '3 min ago'],
  [125 * MINUTE, '2 h ago'],
  [3 * 24 * 60 * MINUTE, '3 d ago'],
])('%i ms before is %s', (past, expected) => expect(age(NOW - past, NOW)).toBe(expected));

test('days by name, then by date, with the year when it is another one', () => {
  expect(day(NOW - 60 * MINUTE, NOW)).toBe('Today');
  expect(day(NOW - 11 * 60 * MINUTE, NOW)).toBe('Yesterday');
  expect(day(new Date(2026, 2, 9, 12).getTime(), NOW)).toMatch(/Mon.*9/);
  expect(day(new Date(2025, 2, 9, 12).getTime(), NOW)).toMatch(/2025/);
});

test('clocks have 24 hours', () => {
  expect(clock(new Date(2026, 0, 1, 0, 5).getTime())).toBe('00:05');
  expect(clockWithSeconds(new Date(2026, 0, 1, 17, 5, 9).getTime())).toBe('17:05:09');
});

test('sizes and fingerprints', () => {
  expect(bytes(120_000)).toBe('120 kB');
  expect(bytes(3_240_000)).toBe('3.2 MB');
  expect(fingerprint('9f86d081884c')).toBe('9f86 d081 884c');
});

test.each([
  ['2026-03-12 09:41:10', 'Today 09:41'],
  ['2026-03-11T23:05:00', 'Yesterday 23:05'],
  ['2026-03-13 00:27:36', 'Fri, Mar 13 00:27'],
  ['12/03/2026', '12/03/2026'],
  ['2026-99-99 09:41:10', '2026-99-99 09:41:10'],
])('a moment of the phone system: %s is %s', (text, shown) => expect(pbxMoment(text, NOW, null)).toBe(shown));

test.each([
  ['the same', '2026-03-12 10:32:00', '2026-03-12 09:41:10', 'Today 09:41'],
  ['eight hours ahead', '2026-03-12 18:32:00', '2026-03-12 17:41:10', 'Today 09:41'],
  ['nine behind', '2026-03-12 01:32:00', '2026-03-11 23:05:00', 'Today 08:05'],
  ['half an hour slow', '2026-03-12 10:02:00', '2026-03-12 09:41:10', 'Today 10:11'],
  ['tomorrow there', '2026-03-13 00:58:00', '2026-03-13 00:27:36', 'Today 10:01'],
  ['unreadable', 'no clock', '2026-03-12 09:41:10', 'Today 09:41'],
])('by this computer’s clock, where that of the phone system is %s', (_, said, wrote, shown) => {
  const at = new Date(2026, 2, 12, 10, 32).getTime();
  expect(pbxMoment(wrote, NOW, { said, at })).toBe(shown);
});
