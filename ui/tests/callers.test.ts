// Settings of who calls: contacts, country, the caller's page, how long calls are kept.

import { fireEvent, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { view } from '../src/host/samples';
import { at, isDisabled, mainWindow, text, wishes } from './stage';

const preferences = view().settings.preferences;
const saved = (change: object) => ({ kind: 'save-preferences', preferences: { ...preferences, ...change } });

test('contacts come from a file, are counted, and go', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  await waitFor(() => expect(text(at('contacts-count'))).toContain('0'));
  expect(isDisabled(at('contacts-forget'))).toBe(true);
  await user.upload(at('contacts-import'), new File(['BEGIN:VCARD'], 'friends.vcf', { type: 'text/vcard' }));
  await waitFor(() => expect(text(at('contacts-told'))).toContain('friends.vcf'));
  expect(host.imported).toEqual(['friends.vcf']);
  expect(text(at('contacts-count'))).toContain('1');
  await user.click(at('contacts-forget'));
  await waitFor(() => expect(isDisabled(at('contacts-forget'))).toBe(true));
});

test('a file that can’t be read says why', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  host.historyFailure = { kind: 'disk-full' };
  await user.upload(at('contacts-import'), new File(['x'], 'friends.csv', { type: 'text/csv' }));
  await waitFor(() => expect(text(at('contacts-told'))).toContain('The disk is full.'));
  expect(isDisabled(at('contacts-import'))).toBe(false);
});

test('country, page and time of keeping are saved', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  await fireEvent.change(at('settings-country'), { target: { value: ' cn ' } });
  await fireEvent.change(at('settings-crm-url'), { target: { value: 'https://crm.example.com/?t={e164}' } });
  await user.selectOptions(at('settings-crm-when'), 'on-ring');
  await user.selectOptions(at('settings-keep'), '90');
  expect(wishes(host)).toEqual([
    saved({ country: 'CN' }),
    saved({ country: 'CN', crmUrl: 'https://crm.example.com/?t={e164}' }),
    saved({ country: 'CN', crmUrl: 'https://crm.example.com/?t={e164}', crmWhen: 'on-ring' }),
    saved({
      country: 'CN',
      crmUrl: 'https://crm.example.com/?t={e164}',
      crmWhen: 'on-ring',
      historyDays: 90,
    }),
  ]);
});

test('other programs are set up; the secret goes to the keyring and nowhere else', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  await user.click(at('settings-script-missed'));
  await user.click(at('settings-script-ring'));
  await user.click(at('settings-script-missed'));
  await fireEvent.change(at('settings-webhook'), { target: { value: 'http://127.0.0.1:9/calls' } });
  await fireEvent.change(at('settings-program'), { target: { value: '/opt/note' } });
  await fireEvent.change(at('settings-program-arguments'), { target: { value: '{event}\n\n-- {name}' } });
  await user.type(at('settings-webhook-secret'), 'top secret');
  await user.tab();
  await waitFor(() => expect((at('settings-webhook-secret') as HTMLInputElement).value).toBe(''));
  expect(host.passwords).toEqual([{ slot: { kind: 'webhook' }, password: 'top secret' }]);
  expect(wishes(host).at(-1)).toEqual(
    saved({
      scripts: {
        events: ['ring'],
        webhook: 'http://127.0.0.1:9/calls',
        program: '/opt/note',
        arguments: ['{event}', '-- {name}'],
      },
    }),
  );
});

test('a report of a problem is written, and the file is named', async () => {
  const { host, user } = await mainWindow(view(), 'settings');
  await user.click(at('journal-write'));
  await waitFor(() => expect(text(at('journal-told'))).toContain('/downloads/journal.jsonl'));
  host.historyFailure = { kind: 'disk-full' };
  await user.click(at('journal-write'));
  await waitFor(() => expect(text(at('journal-told'))).toContain('The disk is full.'));
});
