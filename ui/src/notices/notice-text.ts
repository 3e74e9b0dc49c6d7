// Puts each kind of message into words, with the tone it is shown in.

import type {
  Command,
  Door,
  Failure,
  Intent,
  Notice,
  PageTrouble,
  ProgramTrouble,
  Refusal,
  SettingsTrouble,
  WebhookTrouble,
} from '../contract';
import { t } from '../i18n.svelte';
import { failureText, refusalText } from '../words';

export type NoticeTone = 'good' | 'info' | 'warn' | 'bad';
export interface NoticeText {
  tone: NoticeTone;
  title: string;
  detail: string | null;
  /** What the agent can do about it with one press. */
  deed?: { label: string; intent: Intent };
}

function commandText({ command }: Command): string {
  return t(`command.${command}`);
}

export function noticeText(notice: Notice): NoticeText {
  switch (notice.kind) {
    case 'dial-failed':
      return say('bad', t('notice.dial-failed', { number: notice.number }), failureText(notice.failure));
    case 'phone-did-not-ring':
      return say(
        'warn',
        t('notice.phone-did-not-ring', { number: notice.number, seconds: notice.seconds }),
        t(notice.taken ? 'notice.phone-did-not-ring.detail' : 'notice.phone-did-not-ring.unanswered'),
      );
    case 'not-dialled':
      return notDialled(notice);
    case 'not-done':
      return say('warn', notDone(notice.door, commandText(notice.command)), refusalText(notice.refusal));
    case 'not-understood':
      return say(
        'warn',
        t(notice.lacksValue ? 'notice.not-understood.lacks-value' : 'notice.not-understood', {
          argument: notice.argument,
        }),
        t('notice.not-understood.detail'),
      );
    case 'webhook-trouble':
      return say(
        'bad',
        t('notice.webhook-trouble', { host: notice.host }),
        webhookTroubleText(notice.trouble),
      );
    case 'page-trouble':
      return say('bad', t('notice.page-trouble'), pageTroubleText(notice.trouble));
    case 'program-trouble':
      return say(
        'bad',
        t('notice.program-trouble', { program: notice.program }),
        programTroubleText(notice.trouble),
      );
    case 'call-failed':
      return say('warn', t('notice.call-failed', { number: notice.number }), notice.reason);
    case 'action-failed':
      return say('bad', actionText(notice), failureText(notice.failure));
    case 'action-unknown':
      return say('warn', actionText(notice), t(`notice.action-unknown.${whyUnknown(notice.command)}`));
    case 'not-everywhere': {
      const { done, of, paused, queues, failure } = notice;
      const title = paused ? 'notice.not-everywhere' : 'notice.not-everywhere.ready';
      const why = failureText(failure);
      return {
        ...say(
          'bad',
          t(title, { done, of }),
          t('notice.not-everywhere.detail', { queues: queues.join(', '), why }),
        ),
        deed: {
          label: t('notice.not-everywhere.again'),
          intent: { kind: 'queue', queue: null, command: paused ? 'pause' : 'unpause' },
        },
      };
    }
    case 'paused-elsewhere':
      return {
        ...say('warn', t('notice.paused-elsewhere', { queues: notice.queues.join(', ') })),
        deed: { label: t('command.be-ready'), intent: { kind: 'be-ready' } },
      };
    case 'transferred':
      return say('good', t('notice.transferred', { to: notice.to }));
    case 'transferred-on-phone':
      return say('good', t('notice.transferred-on-phone', { name: notice.name }));
    case 'waiter-gone': {
      const { name, hungUp, with: asked } = notice;
      const title = t(hungUp ? 'notice.waiter-gone' : 'notice.waiter-gone.otherwise', { name });
      return say('warn', title, asked === null ? undefined : t('notice.waiter-gone.with', { asked }));
    }
    case 'nobody-takes-over':
      return say(
        'bad',
        t('notice.nobody-takes-over', { name: notice.name, to: notice.to }),
        t('notice.nobody-takes-over.detail', { to: notice.to }),
      );
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
    case 'reports-silent':
      return reportsSilent(notice.receiver, notice.refused);
    case 'receiver-moved':
      return say(
        'info',
        t('notice.receiver-moved'),
        t('notice.receiver-moved.detail', { receiver: notice.receiver }),
      );
    case 'reports-not-believed':
      return say(
        'warn',
        t('notice.reports-not-believed'),
        t(`notice.reports-not-believed.${notice.distrust.why}`),
      );
    case 'unreadable-report':
      return say('info', t('notice.unreadable-report', { count: notice.count }));
    case 'odd-extensions':
      return say(
        'warn',
        t('notice.odd-extensions', { count: notice.count }),
        t('notice.odd-extensions.detail'),
      );
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
    case 'policy-changed':
      return say(
        'info',
        t('notice.policy-changed'),
        t(`notice.policy-changed.${notice.atNextSignIn ? 'at-next-sign-in' : 'now'}`),
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
      return manySaved(notice);
    case 'favourites-taken':
      return favouritesTaken(notice);
    case 'settings-trouble':
      return settingsTrouble(notice.trouble);
    case 'contacts-trouble':
    case 'history-trouble':
      return fileTrouble(notice.kind, notice.failure);
  }
}

/** What is gone with a damaged file, and what comes back, differs. */
function fileTrouble(kind: 'contacts-trouble' | 'history-trouble', failure: Failure): NoticeText {
  if (failure.kind === 'damaged') {
    const { path } = failure;
    return say('bad', t(`notice.${kind}.damaged`), t(`notice.${kind}.damaged.detail`, { path }));
  }
  if (failure.kind === 'later-version')
    return say('warn', t('notice.history-trouble.later-version'), failureText(failure));
  return say('bad', t(`notice.${kind}`), failureText(failure));
}

/** Which could not be loaded, and why the first could not. */
function manySaved({ saved, failed, names, failure }: Extract<Notice, { kind: 'many-saved' }>): NoticeText {
  const title = t('notice.many-saved', { count: saved });
  if (failure === null) return say('good', title);
  const first = names.join(', ');
  const more = failed - names.length;
  const all = more > 0 ? t('notice.many-saved.failed.more', { names: first, count: more }) : first;
  return say('bad', title, t('notice.many-saved.failed', { names: all, why: failureText(failure) }));
}

function reportsSilent(receiver: string, refused: string | null): NoticeText {
  const title = t('notice.reports-silent');
  if (refused === null) return say('warn', title, t('notice.reports-silent.detail', { receiver }));
  return {
    ...say('warn', title, t('notice.reports-silent.refused', { refused })),
    deed: {
      label: t('notice.reports-silent.believe', { refused }),
      intent: { kind: 'believe-address', address: refused },
    },
  };
}

function settingsTrouble(trouble: SettingsTrouble): NoticeText {
  switch (trouble.kind) {
    case 'set-aside':
      return say(
        'bad',
        t('notice.settings-trouble.set-aside'),
        t('notice.settings-trouble.set-aside.detail', { path: trouble.path }),
      );
    case 'fields-lost':
      return say(
        'warn',
        t('notice.settings-trouble.fields-lost'),
        t('notice.settings-trouble.fields-lost.detail', { fields: trouble.fields.join(', ') }),
      );
    case 'unreadable':
      return say(
        'bad',
        t('notice.settings-trouble.unreadable'),
        t('notice.settings-trouble.unreadable.detail', { why: failureText(trouble.failure) }),
      );
    case 'not-kept':
      return say(
        'bad',
        t('notice.settings-trouble.not-kept'),
        t('notice.settings-trouble.not-kept.detail', { why: failureText(trouble.failure) }),
      );
  }
}

function pageTroubleText(trouble: PageTrouble): string {
  switch (trouble.kind) {
    case 'no-address':
    case 'too-many':
      return t(`notice.page-trouble.${trouble.kind}`);
    case 'no-browser':
      return t('notice.page-trouble.no-browser', { detail: trouble.detail });
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

function notDialled(notice: { text: string; door: Door; refusal: Refusal; waits: boolean }): NoticeText {
  const { text, door } = notice;
  if (notice.refusal.kind === 'set-by-administrator')
    return say('warn', t('notice.not-dialled.links-off', { text }), refusalText(notice.refusal));
  if (!notice.waits)
    return say('warn', t('notice.not-dialled.no-number', { text }), t('notice.not-dialled.no-number.detail'));
  const title =
    door === 'link' || door === 'command-line' || door === 'hotkey'
      ? t(`notice.not-dialled.${door}`, { text })
      : t('notice.not-dialled', { text });
  return say('warn', title, t('notice.not-dialled.waits', { why: refusalText(notice.refusal) }));
}

function actionText(notice: Extract<Notice, { kind: 'action-failed' | 'action-unknown' }>): string {
  const command = commandText(notice.command);
  return notice.queue === null
    ? t(`notice.${notice.kind}`, { command })
    : t(`notice.${notice.kind}.queue`, { command, queue: notice.queue });
}

function whyUnknown({ part, command }: Command): 'call-detail' | 'mute' | 'queue-detail' | 'phone-detail' {
  if (part === 'queue' || part === 'phone') return `${part}-detail`;
  return command === 'mute' || command === 'unmute' ? 'mute' : 'call-detail';
}

function notDone(door: Door, command: string): string {
  return door === 'tray' || door === 'notification' || door === 'hotkey'
    ? t(`notice.not-done.${door}`, { command })
    : t('notice.not-done', { command });
}

/** Why a web address is not told of calls, and what to do; the settings page shows it too. */
export function webhookTroubleText(trouble: WebhookTrouble): string {
  switch (trouble.kind) {
    case 'blocked':
      return t('notice.webhook-trouble.blocked', {
        status: trouble.status,
        why: t(`notice.webhook-trouble.${whyBlocked(trouble.status)}`),
      });
    case 'event-refused':
      return t('notice.webhook-trouble.event-refused', { status: trouble.status });
    default:
      return t(`notice.webhook-trouble.${trouble.kind}`);
  }
}

function whyBlocked(status: number): 'moved' | 'secret' | 'gone' {
  if (status < 400) return 'moved';
  return status === 401 || status === 403 || status === 407 ? 'secret' : 'gone';
}

function programTroubleText(trouble: ProgramTrouble): string {
  switch (trouble.kind) {
    case 'cannot-start':
      return t('notice.program-trouble.cannot-start', { detail: trouble.detail });
    case 'failed':
      return trouble.code === null
        ? t('notice.program-trouble.killed')
        : t('notice.program-trouble.failed', { code: trouble.code });
    default:
      return t(`notice.program-trouble.${trouble.kind}`);
  }
}

/** Each row that was left out, by its line. */
function favouritesTaken({
  taken,
  leftOut,
  more,
}: Extract<Notice, { kind: 'favourites-taken' }>): NoticeText {
  const named = leftOut.map(({ line, why, text }) => t(`notice.favourites-taken.why.${why}`, { line, text }));
  const rest = more === 0 ? [] : [t('notice.favourites-taken.more', { count: more })];
  const detail = [...named, ...rest].join(' · ');
  return say(
    leftOut.length === 0 ? 'good' : 'warn',
    t('notice.favourites-taken', { count: taken }),
    detail === '' ? undefined : detail,
  );
}
