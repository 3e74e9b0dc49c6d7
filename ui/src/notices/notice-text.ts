// Puts each kind of message into words, with the tone it is shown in.

import type { Failure, Notice } from '../contract';
import { t, type MessageKey } from '../i18n.svelte';
import { failureText } from '../words';

export type NoticeTone = 'good' | 'info' | 'warn' | 'bad';
export interface NoticeText {
  tone: NoticeTone;
  title: string;
  detail: string | null;
}

const ACTIONS: MessageKey[] = [
  'action.hold',
  'action.unhold',
  'action.mute',
  'action.unmute',
  'action.transfer',
  'action.hang-up',
  'action.join',
  'action.leave',
  'action.pause',
  'action.unpause',
];

function actionText(action: string): string {
  const key = ACTIONS.find((known) => known === `action.${action}`);
  return key === undefined ? action : t(key);
}

export function noticeText(notice: Notice): NoticeText {
  switch (notice.kind) {
    case 'dial-failed':
      return say('bad', t('notice.dial-failed', { number: notice.number }), failureText(notice.failure));
    case 'call-failed':
      return say('warn', t('notice.call-failed', { number: notice.number }), notice.reason);
    case 'call-action-failed':
      return say(
        'bad',
        t('notice.call-action-failed', { action: actionText(notice.action) }),
        failureText(notice.failure),
      );
    case 'transferred':
      return say('good', t('notice.transferred', { to: notice.to }));
    case 'answered-elsewhere':
      return notice.by === null
        ? say('info', t('notice.answered-elsewhere', { number: notice.number }))
        : say('info', t('notice.answered-by', { number: notice.number, by: notice.by }));
    case 'missed-while-away':
      return say(
        'warn',
        t('notice.missed-while-away', { count: notice.count }),
        t('notice.missed-while-away.detail'),
      );
    case 'queue-action-failed':
      return say(
        'bad',
        t('notice.queue-action-failed', { action: actionText(notice.action), queue: notice.queue }),
        failureText(notice.failure),
      );
    case 'reports-silent':
      return say(
        'warn',
        t('notice.reports-silent'),
        t('notice.reports-silent.detail', { receiver: notice.receiver }),
      );
    case 'unreadable-report':
      return say('info', t('notice.unreadable-report', { count: notice.count }));
    case 'unreadable-records':
      return say(
        'warn',
        t('notice.unreadable-records', { count: notice.count }),
        t('notice.unreadable-records.detail'),
      );
    case 'password-session-only':
      return say('warn', t('notice.password-session-only'), t('notice.password-session-only.detail'));
    case 'desktop-lacks':
      return say(
        'info',
        t(`notice.desktop-lacks.${notice.lack}`),
        t(`notice.desktop-lacks.${notice.lack}.detail`),
      );
    case 'session-taken':
      return say('warn', t('notice.session-taken'), t('notice.session-taken.detail'));
    case 'voicemail-failed':
      return say('bad', t('notice.voicemail-failed'), failureText(notice.failure));
    case 'voicemail-delete-failed':
      return say(
        'bad',
        t('notice.voicemail-delete-failed', { file: notice.file }),
        failureText(notice.failure),
      );
    case 'media-failed':
      return say('bad', mediaTitle(notice.failure, notice.name), failureText(notice.failure));
    case 'media-saved':
      return say('good', t('notice.media-saved'), notice.path);
    case 'many-saved':
      return say(
        notice.failed === 0 ? 'good' : 'bad',
        t('notice.many-saved', { count: notice.saved }),
        notice.failed === 0 ? undefined : t('notice.many-saved.failed', { count: notice.failed }),
      );
    case 'history-trouble':
      return say('bad', t('notice.history-trouble'), failureText(notice.failure));
  }
}

function mediaTitle(failure: Failure, name: string): string {
  switch (failure.kind) {
    case 'unplayable':
    case 'no-sound-device':
      return t('notice.media-unheard', { name });
    case 'no-program':
      return t('notice.media-unopened', { name });
    default:
      return t('notice.media-failed', { name });
  }
}

function say(tone: NoticeTone, title: string, detail: string | null = null): NoticeText {
  return { tone, title, detail };
}
