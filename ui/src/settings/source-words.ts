// What is said of a server of contacts.

import type { ContactSource, SourceTrouble, SourceView } from '../contract';
import { age, clock, dayInSentence } from '../format';
import { t } from '../i18n.svelte';

/** The administrator's have slots from here on. */
export const FIRST_OF_POLICY = 100;

export function sourceName(source: ContactSource): string {
  const number = source.slot >= FIRST_OF_POLICY ? source.slot - FIRST_OF_POLICY + 1 : source.slot + 1;
  const name = source.name === '' ? t('settings.source.unnamed', { number }) : source.name;
  return t('settings.source.of', { name, kind: t(`settings.source.kind.${source.kind}`) });
}

export function whyText(why: SourceTrouble): string {
  switch (why.kind) {
    case 'no-connection':
    case 'cannot-keep':
      return t(`settings.source.why.${why.kind}`, { detail: why.detail });
    case 'refused':
      return t('settings.source.why.refused', { code: why.code });
    default:
      return t(`settings.source.why.${why.kind}`);
  }
}

/** What is to be known of it, a line each. */
export function stateLines(source: ContactSource, view: SourceView, now: number): string[] {
  const { contacts, skipped, at } = view.kept;
  const moment = (when: number) => ({ day: dayInSentence(when, now), time: clock(when) });
  const lines: string[] = [];
  const { state } = view;
  switch (state.state) {
    case 'ok':
      lines.push(
        source.kind === 'carddav'
          ? t('settings.source.state.ok.carddav', { count: contacts, age: age(state.at, now) })
          : t('settings.source.state.ok.ldap', { age: age(state.at, now) }),
      );
      break;
    case 'failing':
      lines.push(t('settings.source.state.failing', moment(state.since)), whyText(state.why));
      break;
    case 'paused':
      lines.push(t('settings.source.state.paused'), whyText(state.why));
      break;
    default:
      lines.push(t(`settings.source.state.${state.state}`));
  }
  if (state.state !== 'ok' && at !== null && contacts > 0)
    lines.push(t('settings.source.kept', { count: contacts, ...moment(at) }));
  if (skipped > 0) lines.push(t('settings.source.skipped', { skipped, count: contacts + skipped }));
  return lines;
}

/** The certificate that could be trusted. */
export function fingerprintOf(view: SourceView | undefined): string | null {
  const failed = view?.test?.kind === 'failed' ? view.test.why : null;
  const state = view?.state.state === 'failing' ? view.state.why : null;
  const untrusted = [failed, state].find((why) => why !== null && 'fingerprint' in why);
  return untrusted && 'fingerprint' in untrusted ? untrusted.fingerprint : null;
}

/** Name and number, which have directions of their own. */
export function partsOf(example: string): [string, string] {
  const number = /[+(]?\d[\d\s()/.-]*$/.exec(example)?.[0] ?? '';
  return [example.slice(0, example.length - number.length).trimEnd(), number];
}
