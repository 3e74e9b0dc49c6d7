// The host inside the real program: one function of the shell for each method.

import { Channel, invoke } from '@tauri-apps/api/core';
import type {
  DirectoryEntry,
  DoctorLine,
  HistoryPage,
  ImportOutcome,
  PasswordKept,
  Refusal,
  TestCall,
  TestCallTrouble,
  View,
} from '../contract';
import type { Host } from './host';

function isRefusal(error: unknown): error is Refusal {
  return typeof error === 'object' && error !== null && 'kind' in error;
}

/** Null when the core took it. */
async function refusalOf(asked: Promise<unknown>): Promise<Refusal | null> {
  try {
    await asked;
    return null;
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}

export const tauriHost: Host = {
  dispatch: (intent) => refusalOf(invoke('dispatch', { intent })),
  async watchView(onView) {
    const channel = new Channel<View>();
    channel.onmessage = onView;
    await invoke('watch_view', { channel });
  },
  storePassword: (slot, password) => invoke<PasswordKept>('store_password', { slot, password }),
  historyPage: (query) => invoke<HistoryPage>('history_page', { query }),
  exportHistory: (query) => invoke<string>('export_history', { query }),
  forgetCall: (id) => invoke('forget_call', { id }),
  forgetAllCalls: () => invoke('forget_all_calls'),
  // Bytes travel as they are; headers hold ASCII only.
  importContacts(name, bytes, columns) {
    const headers: Record<string, string> = { name: encodeURIComponent(name) };
    if (columns !== undefined) headers['columns'] = JSON.stringify(columns);
    return invoke<ImportOutcome>('import_contacts', bytes, { headers });
  },
  nameCaller: (number, name) => invoke('name_caller', { number, name }),
  writeJournal: () => invoke<string>('write_journal'),
  forgetContacts: () => invoke('forget_contacts'),
  countContacts: () => invoke<number>('count_contacts'),
  lookup: (text) => invoke<DirectoryEntry[]>('lookup', { text }),
  autostart: () => invoke<boolean | null>('autostart'),
  setAutostart: (on) => invoke('set_autostart', { on }),
  checkComputer: () => invoke<DoctorLine[]>('check_computer'),
  testCall: () => invoke<TestCall | TestCallTrouble>('test_call'),
  testCallShown: () => invoke('test_call_shown'),
  supportBundle: () => invoke<string>('support_bundle'),
  demo: (action) => invoke('demo', { action }),
  openMainWindow: () => invoke('open_main_window'),
};

/** The pop-up has a door of its own, which takes the verbs of a call and nothing else. */
export const popHost: Host = {
  ...tauriHost,
  dispatch: (intent) => refusalOf(invoke('pop_dispatch', { intent })),
};
