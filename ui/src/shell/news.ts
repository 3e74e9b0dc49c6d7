// What is announced between two views: a ring at once, all else when the reader has done with its sentence. Never a
// timer, an age or a count of seconds.

import type { CallView, View } from '../contract';
import { consultHintText, stepText } from '../consult/words';
import { t } from '../i18n.svelte';
import { keysWith } from '../keys/table';
import { calledText, hintText, partyName } from '../words';

export interface News {
  text: string;
  urgent: boolean;
}

export function newsOf(before: View | null, now: View): News[] {
  const calls = now.calls.flatMap((call) =>
    ofCall(
      before?.calls.find(({ key }) => key === call.key),
      call,
      now,
    ),
  );
  if (before === null) return calls;
  return [
    ...calls,
    ...ofConsult(before, now),
    ...ofConnection(before, now),
    ...ofVoicemail(before, now),
    ...ofTeam(before, now),
  ];
}

const politely = (text: string): News[] => [{ text, urgent: false }];

function ofCall(before: CallView | undefined, call: CallView, now: View): News[] {
  const name = partyName(call);
  // A call is over before it is known how it ended: that is said once, when it is.
  if (before !== undefined && call.end !== null && before.end === null)
    return politely(t('announce.ended', { name, how: hintText(call) }));
  if (before?.state === call.state) return [];
  switch (call.state) {
    case 'ringing':
      return before === undefined ? [{ text: ringText(call, now), urgent: true }] : [];
    case 'talking':
      if (before === undefined) return [];
      return politely(t(before.state === 'held' ? 'announce.resumed' : 'announce.answered', { name }));
    case 'held':
      return before === undefined ? [] : politely(t('announce.held', { name }));
    case 'dialing':
    case 'ended':
      return [];
  }
}

/** Where asking first stands, and what to do next. */
function ofConsult(before: View, now: View): News[] {
  const said = ({ consult, calls }: View): string => {
    const waits = calls.find(({ key }) => key === consult?.call);
    if (consult === null || waits === undefined) return '';
    const name = partyName(waits);
    const hint = consult.hint === null ? '' : ` ${consultHintText(consult.hint, consult, name)}`;
    return stepText(consult, name) + hint;
  };
  const text = said(now);
  return text === '' || text === said(before) ? [] : politely(text);
}

/** `Incoming call. Wang Fang, queue Support. Control Shift J goes to it.` */
function ringText(call: CallView, now: View): string {
  const about = calledText(call);
  const name = partyName(call);
  const key =
    keysWith(now.keys)
      .find(({ id }) => id === 'ringing')
      ?.keys.replaceAll('+', ' ') ?? '';
  return t('announce.ringing', { who: about === null ? name : `${name}, ${about}`, key });
}

function ofConnection(before: View, now: View): News[] {
  const online = ({ connection }: View) => connection.state === 'online';
  // That it is lost, the banner says.
  return !online(before) && online(now) ? politely(t('announce.connected')) : [];
}

/** Somebody who was waited for. */
function ofTeam(before: View, { team: { free } }: View): News[] {
  return free === null || free.id === before.team.free?.id
    ? []
    : politely(t('announce.free', { name: free.name }));
}

function ofVoicemail(before: View, now: View): News[] {
  if (before.voicemail.asOf === null) return [];
  const known = new Set(before.voicemail.messages.map(({ file, date }) => `${file} ${date}`));
  const fresh = now.voicemail.messages.filter(
    ({ file, date, isNew }) => isNew && !known.has(`${file} ${date}`),
  ).length;
  if (fresh === 0) return [];
  return politely(fresh === 1 ? t('announce.voicemail.one') : t('announce.voicemail', { n: fresh }));
}
