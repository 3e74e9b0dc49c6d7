// What keeps the agent from signing in, in words, with what to do about it and the button that does it.

import type { ConnectionView, Failure } from '../contract';
import { clock } from '../format';
import { t } from '../i18n.svelte';
import { failureText, whyRefused } from '../words';

export type Remedy =
  | { kind: 'use-port'; port: number }
  // Another one was trusted before: that is a warning and no first question.
  | { kind: 'trust'; fingerprint: string; insteadOfAnother: boolean }
  // It has worked before.
  | { kind: 'try-password' }
  | null;
export interface Problem {
  kind: string;
  title: string;
  advice: string;
  remedy: Remedy;
}

export function problemOf(connection: ConnectionView): Problem | null {
  if (connection.state === 'locked-out') {
    const until = connection.until === null ? '?' : clock(connection.until);
    return say('locked-out', t('problem.locked-out', { until }), t('advice.locked-out'));
  }
  if (connection.freePort !== null) {
    const port = connection.freePort;
    return say('port-taken', t('problem.port-taken'), t('advice.port-taken'), { kind: 'use-port', port });
  }
  const port = connection.checks.find((check) => check.step === 'report-port');
  if (port?.state === 'failed' && connection.problem === null) {
    return say(
      'report-port',
      t('problem.report-port'),
      port.detail === null
        ? t('advice.report-port')
        : t('advice.report-port.detail', { detail: port.detail }),
    );
  }
  if (connection.problem === null) return null;
  const problem = ofFailure(connection.problem);
  return connection.canTryPassword
    ? { ...problem, advice: t('advice.try-password'), remedy: { kind: 'try-password' } }
    : problem;
}

function ofFailure(failure: Failure): Problem {
  const title = failureText(failure);
  switch (failure.kind) {
    case 'unreachable':
      return say(failure.reason, title, t(`advice.${failure.reason}`));
    case 'certificate-unknown':
    case 'certificate-changed': {
      const insteadOfAnother = failure.kind === 'certificate-changed';
      const remedy: Remedy = { kind: 'trust', fingerprint: failure.fingerprint, insteadOfAnother };
      return say(failure.kind, title, t(`advice.${failure.kind}`), remedy);
    }
    case 'refused':
      return ofRefused(failure);
    case 'tls-mismatch':
    case 'not-the-api':
    case 'timed-out':
    case 'not-encrypted':
    case 'no-password':
    case 'password-refused':
    case 'keyring-locked':
    case 'unknown-extension':
    case 'ports-taken':
      return say(failure.kind, title, t(`advice.${failure.kind}`));
    case 'port-taken':
      return say(failure.kind, title, t('advice.report-port'));
    case 'http-status':
    case 'too-large':
    case 'cut-short':
      return say(failure.kind, title, t('advice.not-the-api'));
    case 'disk-full':
    case 'file':
    case 'damaged':
    case 'later-version':
    case 'no-sound-device':
    case 'unplayable':
    case 'no-program':
    case 'not-sent':
    case 'not-done':
    case 'not-signed-in':
    case 'forbidden':
      return say(failure.kind, title, '');
  }
}

function ofRefused(failure: Extract<Failure, { kind: 'refused' }>): Problem {
  if (failure.meaning === 'wrong-credentials') {
    return say('wrong-credentials', t('problem.wrong-credentials'), t('advice.wrong-credentials'));
  }
  return say('refused', t('failure.refused', whyRefused(failure)), t('advice.refused'));
}

function say(kind: string, title: string, advice: string, remedy: Remedy = null): Problem {
  return { kind, title, advice, remedy };
}
