// Puts failures, refusals and calls into words.

import type {
  CallEnd,
  CallRecord,
  CallView,
  Failure,
  KeyDeed,
  Refusal,
  Unplayable,
  WrongKey,
  WrongShortcut,
  WrongTarget,
} from './contract';
import { t } from './i18n.svelte';
import { KEYS } from './keys/table';

/** Why something could not be done, as one sentence. */
export function failureText(failure: Failure): string {
  switch (failure.kind) {
    case 'unreachable':
      return t(`failure.unreachable.${failure.reason}`);
    case 'http-status':
      return t('failure.http-status', { status: failure.status });
    case 'refused':
      return t('failure.refused.do', { ...whyRefused(failure), what: t(`do.${failure.meaning}`) });
    case 'unknown-extension':
      return t('failure.unknown-extension', { extension: failure.extension });
    case 'port-taken':
      return t('failure.port-taken', { port: failure.port });
    case 'ports-taken': {
      const { first, last } = failure;
      const ports = first === last ? String(first) : `${first}–${last}`;
      if (failure.holders.length === 0) return t('failure.ports-taken', { ports });
      return t('failure.ports-taken.by', { ports, holders: failure.holders.join(', ') });
    }
    case 'file':
      return t('failure.file', { detail: failure.detail });
    case 'damaged':
      return t('failure.damaged', { path: failure.path });
    case 'unplayable':
      return unplayableText(failure.why);
    default:
      return t(`failure.${failure.kind}`);
  }
}

/** What the PBX's no means, and its number for whoever looks it up. */
export function whyRefused(failure: Extract<Failure, { kind: 'refused' }>) {
  const { meaning, errno, endpoint } = failure;
  return { meaning: t(`meaning.${meaning}`), errno, endpoint };
}

function unplayableText(why: Unplayable): string {
  switch (why.kind) {
    case 'format':
      return t('failure.unplayable.format', { name: why.name });
    case 'not-a-sound':
      return t(`failure.unplayable.not-a-sound.${why.found}`);
    default:
      return t(`failure.unplayable.${why.kind}`);
  }
}

/** A number without what is written for the eye. */
export const bare = (number: string): string => number.replace(/[\s()./-]/g, '');

/** A setting can't be right: that is said where it was typed. */
export function isOfField(refusal: Refusal): boolean {
  return ['invalid-setting', 'invalid-hotkey', 'invalid-key', 'invalid-target'].includes(refusal.kind);
}

/** Why the core did not take an intent. */
export function refusalText(refusal: Refusal): string {
  if (refusal.kind === 'invalid-number') return t(`refusal.invalid-number.${refusal.why}`);
  if (refusal.kind === 'extension-in-transfer') {
    return t('refusal.extension-in-transfer', { number: refusal.number, extension: refusal.extension });
  }
  if (refusal.kind === 'no-such-reason')
    return t('refusal.no-such-reason', { known: refusal.known.join(', ') });
  if (refusal.kind === 'set-by-administrator') return t('refusal.set-by-administrator');
  if (refusal.kind === 'invalid-forward') return t(`refusal.invalid-forward.${refusal.why}`);
  if (refusal.kind === 'marked-not-read') return t(`refusal.marked-not-read.${refusal.why}`);
  if (refusal.kind === 'invalid-hotkey') return wrongShortcutText(refusal.why);
  if (refusal.kind === 'invalid-key') return wrongKeyText(refusal.why);
  if (refusal.kind === 'invalid-setting') return t(`refusal.invalid-setting.${refusal.field}`);
  if (refusal.kind === 'invalid-target') return wrongTargetText(refusal.why);
  if (refusal.kind !== 'invalid-account') return t(`refusal.${refusal.kind}`);
  return t('refusal.invalid-account', { field: t(`account.${refusal.field}`) });
}

function wrongShortcutText(why: WrongShortcut): string {
  switch (why.kind) {
    case 'doubled':
      return t('refusal.invalid-hotkey.doubled', { action: t(`hotkey.${why.with}`) });
    case 'in-window':
      return t('refusal.invalid-hotkey.in-window', { deed: deedName(why.with) });
    default:
      return t(`refusal.invalid-hotkey.${why.kind}`);
  }
}

function wrongKeyText(why: WrongKey): string {
  switch (why.kind) {
    case 'doubled':
      return t('refusal.invalid-key.doubled', { deed: deedName(why.with) });
    case 'hotkey':
      return t('refusal.invalid-key.hotkey', { action: t(`hotkey.${why.with}`) });
    default:
      return t(`refusal.invalid-key.${why.kind}`);
  }
}

/** What a key of the window does. */
function deedName(deed: KeyDeed): string {
  const row = KEYS.find(({ id }) => id === deed);
  return row === undefined ? '' : t(row.says);
}

function wrongTargetText(why: WrongTarget): string {
  switch (why.kind) {
    case 'unknown-word':
      return t('refusal.invalid-target.unknown-word', { word: `{${why.word}}` });
    case 'too-long':
      return t('refusal.invalid-target.too-long', { most: why.most });
    case 'not-a-queue':
      return t('refusal.invalid-target.not-a-queue', { text: why.text });
    default:
      return t(`refusal.invalid-target.${why.kind}`);
  }
}

/** The other party: the name where there is one, else the number, else "withheld". */
export function partyName(party: { name: string | null; number: string | null }): string {
  return party.name ?? party.number ?? t('call.withheld');
}

/** What else is known of a past call: the number below the name, and what was called. */
export function aboutText(record: CallRecord): string {
  const number = record.name === null ? null : (record.number ?? t('call.withheld'));
  const called = record.called === null ? null : t('call.called', { number: record.called });
  return [number, called].filter((part) => part !== null).join(' · ');
}

/** To whom a past call was handed over; null: it was not. */
export function handedText({ handedTo }: CallRecord): string | null {
  if (handedTo === null) return null;
  return handedTo === '' ? t('history.handed') : t('history.handed-to', { to: handedTo });
}

/** What was called, where it is not simply the agent: a queue or a DID. */
export function calledText(call: CallView): string | null {
  if (call.queueName !== null) return t('call.queue', { name: call.queueName, number: call.called ?? '' });
  if (call.called !== null) return t('call.called', { number: call.called });
  return null;
}

/** The one line that helps with a call now: how it ended, what is under way, what to do. */
export function hintText(call: CallView): string {
  if (call.end !== null) return endText(call.end);
  if (call.pending !== null) return t(`doing.${call.pending}`);
  if (call.liftPhone) return t('call.lift-own');
  return call.state === 'ringing' ? t('call.lift') : '';
}

function endText(end: CallEnd): string {
  switch (end.kind) {
    case 'answered-elsewhere':
      return end.by === null ? t('call.end.answered-elsewhere') : t('call.end.answered-by', { by: end.by });
    case 'not-reached':
      return t('call.end.not-reached', { reason: end.reason });
    case 'transferred':
      return end.to === null ? t('call.end.transferred') : t('call.end.transferred-to', { to: end.to });
    default:
      return t(`call.end.${end.kind}`);
  }
}
