// The account as it is typed: text in every field until it is sent.

import type { Account, Refusal, Scheme } from '../contract';

export interface Draft {
  scheme: Scheme;
  host: string;
  port: string;
  apiVersion: string;
  username: string;
  extension: string;
  reportHost: string;
  reportPort: string;
}

const FIRST_START: Draft = {
  // Nobody who starts for the first time should have to know: the core finds it out.
  scheme: 'auto',
  host: '',
  port: '9011',
  apiVersion: 'v1.1.0',
  username: '',
  extension: '',
  reportHost: '',
  reportPort: '8260',
};

export function draftOf(account: Account | null): Draft {
  if (account === null) return { ...FIRST_START };
  return {
    scheme: account.scheme,
    host: account.host,
    port: String(account.port),
    apiVersion: account.apiVersion,
    username: account.username,
    extension: account.extension,
    reportHost: account.reportHost ?? '',
    reportPort: String(account.reportPort),
  };
}

/** The account to send, or the field that can't be. All other checks are the core's. */
export function accountOf(draft: Draft, kept: Account | null): Account | Refusal {
  const port = portOf(draft.port);
  if (port === null) return { kind: 'invalid-account', field: 'port' };
  const reportPort = portOf(draft.reportPort);
  if (reportPort === null) return { kind: 'invalid-account', field: 'reportPort' };
  const host = draft.host.trim();
  const sameServer = kept !== null && kept.host === host && kept.port === port;
  return {
    scheme: draft.scheme,
    host,
    port,
    apiVersion: draft.apiVersion.trim(),
    username: draft.username.trim(),
    extension: draft.extension.trim(),
    reportHost: draft.reportHost.trim() === '' ? null : draft.reportHost.trim(),
    reportPort,
    // A pinned certificate and other addresses belong to one server.
    certificate: sameServer ? kept.certificate : null,
    believed: sameServer ? kept.believed : [],
  };
}

export function isRefusal(result: Account | Refusal): result is Refusal {
  return 'kind' in result;
}

function portOf(text: string): number | null {
  const port = Number(text.trim());
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? port : null;
}
