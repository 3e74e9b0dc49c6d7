// The host inside the real program: one function of the shell for each method.

import { invoke } from '@tauri-apps/api/core';
import type {
  CardPerson,
  DirectoryEntry,
  DoctorLine,
  HistoryPage,
  ImportOutcome,
  PasswordKept,
  PopView,
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

/**
 * Asks for one view after the other; each answer waits until there is something new. So nothing piles up in front of a
 * page that is slow, and what it gets is the newest. Resolves with the first.
 */
async function follow<V extends { revision: number }>(
  command: string,
  onView: (view: V) => void,
  ready: () => Promise<void>,
): Promise<void> {
  let seen: number | null = null;
  const next = async () => {
    const view: V = await invoke<V>(command, { seen });
    seen = view.revision;
    onView(view);
  };
  await next();
  void (async () => {
    for (;;) {
      await ready();
      await next();
    }
  })();
}

/** A window that nobody sees draws nothing; it is up to date again in the moment in which it is shown. */
async function visible(): Promise<void> {
  while (document.visibilityState === 'hidden') {
    await new Promise((changed) => document.addEventListener('visibilitychange', changed, { once: true }));
  }
}

/** The pop-up is handed what it shows when it comes on the screen, too; what it asked for comes later, and may be the same. */
function followPop(onView: (view: PopView) => void): Promise<void> {
  let newest = -1;
  const show = (view: PopView) => {
    if (view.revision <= newest) return;
    newest = view.revision;
    onView(view);
  };
  window.addEventListener('pop-view', (event) => show((event as CustomEvent<PopView>).detail));
  return follow<PopView>('next_pop_view', show, () => Promise.resolve());
}

export const tauriHost: Host = {
  dispatch: (intent) => refusalOf(invoke('dispatch', { intent })),
  watchView: (onView) => follow<View>('next_view', onView, visible),
  watchPop: followPop,
  storePassword: (slot, password) => invoke<PasswordKept>('store_password', { slot, password }),
  historyPage: (query) => invoke<HistoryPage>('history_page', { query }),
  exportHistory: (query) => invoke<string>('export_history', { query }),
  exportFavourites: () => invoke<string>('export_favourites'),
  importFavourites: (bytes) => refusalOf(invoke('import_favourites', bytes)),
  exportStates: () => invoke<string>('export_states'),
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
  findPeople: (text) => invoke<CardPerson[]>('find_people', { text }),
  autostart: () => invoke<boolean | null>('autostart'),
  setAutostart: (on) => invoke('set_autostart', { on }),
  checkComputer: () => invoke<DoctorLine[]>('check_computer'),
  testCall: () => invoke<TestCall | TestCallTrouble>('test_call'),
  testCallShown: () => invoke('test_call_shown'),
  supportBundle: () => invoke<string>('support_bundle'),
  dragPop: (step) => invoke('drag_pop', { step }),
  leavePop: () => invoke('leave_pop'),
  demo: (action) => invoke('demo', { action }),
  practise: (leaveQueues) => refusalOf(invoke('practise', { leaveQueues })),
  endPractice: () => refusalOf(invoke('end_practice')),
  openMainWindow: () => invoke('open_main_window'),
};

/** The pop-up has a door of its own, which takes the verbs of a call and nothing else. */
export const popHost: Host = {
  ...tauriHost,
  dispatch: (intent) => refusalOf(invoke('pop_dispatch', { intent })),
};
