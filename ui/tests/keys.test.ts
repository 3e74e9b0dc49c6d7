// Keys that belong to an input method do nothing anywhere; and no key handler or form is made past parts/keys.ts.

import { fireEvent, waitFor } from '@testing-library/svelte';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { View } from '../src/contract';
import * as make from '../src/host/samples';
import { all, at, mainWindow, wishes, type Stage } from './stage';

const { call, firstStart, queue, view } = make;

function oneWebhook(): View {
  const { settings } = view();
  const webhooks = [{ slot: 0, address: '', events: [] }];
  const scripts = { ...settings.preferences.scripts, webhooks };
  return view({ settings: { ...settings, preferences: { ...settings.preferences, scripts } } });
}

function onePage(): View {
  const { settings } = view();
  const page = { slot: 0, name: '', address: '', when: 'on-click', direction: 'any' } as const;
  const crm = [{ ...page, queues: [], onlyOutside: false }];
  return view({ settings: { ...settings, preferences: { ...settings.preferences, crm } } });
}

/** The keys of a Chinese word's confirmation, as engines send them. */
const CONFIRMATIONS: Record<string, (field: HTMLElement, key: string) => Promise<void>> = {
  'while it is composed': async (field, key) => {
    await fireEvent.compositionStart(field);
    await fireEvent.keyDown(field, { key, keyCode: 229, isComposing: true });
    await fireEvent.compositionEnd(field, { data: '王' });
    await fireEvent.keyUp(field, { key, keyCode: 13 });
  },
  'told late, by WebKit': async (field, key) => {
    await fireEvent.compositionStart(field);
    await fireEvent.compositionEnd(field, { data: '王' });
    await fireEvent.keyDown(field, { key, keyCode: 229, isComposing: false });
    await fireEvent.keyUp(field, { key, keyCode: 229 });
  },
  'without a key code': async (field, key) => {
    await fireEvent.keyDown(field, { key, isComposing: true });
    await fireEvent.keyUp(field, { key });
  },
};

const out = queue({ signedIn: false, members: [], passwordNeededFor: 'join', can: ['join'] });
const talking = call({ state: 'talking', pop: false, answered: make.NOW, can: make.talkingCan });
const message = {
  file: 'msg0001.wav',
  from: '102',
  fromName: null,
  date: '2026-03-10 08:15:00',
  seconds: 7,
  isNew: false,
  deleting: false,
};
const playing = {
  media: { kind: 'voicemail', extension: '101', file: 'msg0001.wav' } as const,
  state: make.playing,
};
const mailbox = {
  voicemail: {
    messages: [message],
    asOf: make.NOW,
    refreshing: false,
    missing: false,
    news: null,
    clock: null,
  },
};

interface Place {
  field: string;
  view: View;
  page?: string;
  open?: (stage: Stage) => Promise<void>;
  key?: string;
  /** What the same key does when a person means it; nothing: the field sends nothing by keys at all. */
  does?: string;
}

const click = (testid: string) => (stage: Stage) => stage.user.click(at(testid));
const historyRow = async ({ host, user, show }: Stage) => {
  host.records = [make.record()];
  await show(view({ revision: 2, historyRevision: 2 }));
  await waitFor(() => expect(all('history-edit')).toHaveLength(1));
  await user.click(at('history-edit'));
};

const PLACES: Place[] = [
  { field: 'dial-number', view: view(), does: 'dial' },
  {
    field: 'transfer-number',
    view: view({ calls: [talking] }),
    open: click('call-transfer'),
    does: 'transfer',
  },
  {
    field: 'queue-password-input',
    view: view({ queues: [out] }),
    key: 'Escape',
    does: 'cancel-queue-password',
  },
  {
    field: 'voicemail-delete-cancel',
    view: view(mailbox),
    page: 'voicemail',
    open: click('voicemail-delete'),
  },
  {
    field: 'player-place',
    view: view({ ...mailbox, media: [playing] }),
    page: 'voicemail',
    key: 'End',
    does: 'player',
  },
  { field: 'note-text', view: view({ calls: [talking] }) },
  { field: 'note-result', view: view({ calls: [talking] }) },
  { field: 'note-tags', view: view({ calls: [talking] }) },
  { field: 'history-search', view: view(), page: 'history' },
  { field: 'history-name', view: view(), page: 'history', open: historyRow },
  { field: 'settings-webhook', view: oneWebhook(), page: 'settings' },
  { field: 'settings-webhook-secret', view: view(), page: 'settings' },
  { field: 'settings-program', view: view(), page: 'settings' },
  { field: 'settings-program-arguments', view: view(), page: 'settings' },
  { field: 'settings-crm-url', view: onePage(), page: 'settings' },
  { field: 'settings-country', view: view(), page: 'settings' },
];

for (const place of PLACES)
  for (const [when, confirm] of Object.entries(CONFIRMATIONS))
    test(`${place.field}: an input method's key ${when} does nothing`, async () => {
      const stage = await mainWindow(place.view, place.page);
      await place.open?.(stage);
      const field = at(place.field) as HTMLInputElement;
      field.focus();
      if ('value' in field && field.type !== 'button')
        await fireEvent.input(field, { target: { value: '102' } });
      const before = wishes(stage.host).length;
      const key = place.key ?? 'Enter';
      await confirm(field, key);
      expect(wishes(stage.host)).toHaveLength(before);
      expect(stage.host.passwords).toEqual([]);
      expect(all(place.field)).toHaveLength(1);
      if (place.does === undefined) return;
      await fireEvent.keyDown(field, { key, keyCode: 13 });
      expect(wishes(stage.host).at(-1)?.kind).toBe(place.does);
    });

test('Escape of an input method leaves a question open, a meant one closes it', async () => {
  const stage = await mainWindow(view(mailbox), 'voicemail');
  await stage.user.click(at('voicemail-delete'));
  await fireEvent.keyDown(at('voicemail-delete-cancel'), { key: 'Escape', keyCode: 229 });
  expect(all('voicemail-delete-cancel')).toHaveLength(1);
  await fireEvent.keyDown(at('voicemail-delete-cancel'), { key: 'Escape', keyCode: 27 });
  expect(all('voicemail-delete-cancel')).toHaveLength(0);
});

const FORMS: Place[] = [
  {
    field: 'signin-extension',
    view: { ...firstStart(), settings: view().settings, passwordKept: 'keyring' },
    does: 'sign-in',
  },
  { field: 'queue-password-input', view: view({ queues: [out] }), does: 'queue' },
];

for (const place of FORMS)
  test(`${place.field}: a form that an input method's Enter submits is not sent`, async () => {
    const { host } = await mainWindow(place.view);
    const field = at(place.field) as HTMLInputElement;
    await fireEvent.input(field, { target: { value: '101' } });
    await fireEvent.keyDown(field, { key: 'Enter', keyCode: 229 });
    field.form?.requestSubmit();
    expect(wishes(host)).toEqual([]);
    await fireEvent.keyUp(field, { key: 'Enter', keyCode: 229 });
    field.form?.requestSubmit();
    await waitFor(() => expect(wishes(host).at(-1)?.kind).toBe(place.does));
  });

/** What handles keys or forms past parts/keys.ts. */
function pastTheDoor(source: string): string[] {
  const keyHandler =
    /onkeydown=\{(?!onkeys\(|onshortcut\(|onrecording\()|\{onkeydown\}|\bonkey(?:up|press)\b|\bon:key\w+|KeyboardEvent|\bevent\.(?:key|code)\b/g;
  const listener = /addEventListener\(\s*['"](?:key|submit)/g;
  const form = /<form\b(?![^>]*\{@attach submits\()[^>]*>|<form\b[^>]*\bonsubmit/g;
  return [keyHandler, listener, form].flatMap((rule) => source.match(rule) ?? []);
}

test('no key handler and no form is made past parts/keys.ts', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => /\.(?:svelte|ts)$/.test(file) && file !== 'parts/keys.ts');
  expect(sources.length).toBeGreaterThan(50);
  const found = sources.map((file) => [file, pastTheDoor(readFileSync(`src/${file}`, 'utf8'))] as const);
  expect(found.filter(([, past]) => past.length > 0)).toEqual([]);
});

test.each([
  '<input onkeydown={(event) => send(event)} />',
  '<input {onkeydown} />',
  '<input onkeyup={send} />',
  '<svelte:window on:keydown={send} />',
  'function go(event: KeyboardEvent): void {}',
  "window.addEventListener('keydown', go)",
  '<form class="a" {onsubmit}>',
  '<form class="a">',
  "form.addEventListener('submit', go)",
])('%s is found', (source) => {
  expect(pastTheDoor(source)).not.toEqual([]);
});

test('what goes through the door is not found', () => {
  expect(pastTheDoor('<input onkeydown={onkeys({ Enter: send })} />')).toEqual([]);
  expect(pastTheDoor('<form class="a" {@attach submits(send)} novalidate>')).toEqual([]);
});
