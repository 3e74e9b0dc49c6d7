// The only door to the outside. What stands behind it is the shell (tauri.ts) or, in tests and in a browser, fake.ts.

import type {
  CardPerson,
  ColumnMeaning,
  DemoAction,
  DirectoryEntry,
  DoctorLine,
  HistoryPage,
  HistoryQuery,
  ImportOutcome,
  Intent,
  PasswordKept,
  PasswordSlot,
  PopView,
  Refusal,
  TestCall,
  TestCallTrouble,
  View,
} from '../contract';

/** The pop-up hangs on the pointer: from when it is taken hold of until it is let go. */
export type DragStep = { 'take-hold': { x: number; y: number } } | 'move' | 'let-go';

export interface Host {
  /** Resolves to null when the core accepted the intent; what the PBX makes of it arrives in a later view. */
  dispatch(intent: Intent): Promise<Refusal | null>;
  /** Calls back with the current view first, then with every newer one. */
  watchView(onView: (view: View) => void): Promise<void>;
  /** The same for the pop-up, which shows less. */
  watchPop(onView: (view: PopView) => void): Promise<void>;
  /** Passwords travel here and nowhere else. */
  storePassword(slot: PasswordSlot, password: string): Promise<PasswordKept>;
  /** Rejects with a `Failure`. */
  historyPage(query: HistoryQuery): Promise<HistoryPage>;
  /** Writes the calls of a query as CSV into the downloads folder; resolves to where. Rejects with a `Failure`. */
  exportHistory(query: HistoryQuery): Promise<string>;
  /** Writes the favourites as CSV into the downloads folder; resolves to where. Rejects with a `Failure`. */
  exportFavourites(): Promise<string>;
  /** Takes the favourites of a CSV file; a message tells what became of them. Resolves to null when it was taken. */
  importFavourites(bytes: Uint8Array): Promise<Refusal | null>;
  /** Writes what the agent was, and when, as CSV into the downloads folder; resolves to where. Rejects with a `Failure`. */
  exportStates(): Promise<string>;
  /** Forgets one past call. Rejects with a `Failure`. */
  forgetCall(id: string): Promise<void>;
  /** Forgets all past calls. Rejects with a `Failure`. */
  forgetAllCalls(): Promise<void>;
  /** Writes what happened since the start, masked; says where. Rejects with a Failure. */
  writeJournal(): Promise<string>;
  /** Gives a number a name, in the history too; an empty one takes it back. Rejects with a Failure. */
  nameCaller(number: string, name: string): Promise<void>;
  /** Takes the contacts of a file. `columns` answers "which columns?" of the same file. Rejects with a `Failure`. */
  importContacts(name: string, bytes: Uint8Array, columns?: ColumnMeaning[]): Promise<ImportOutcome>;
  forgetContacts(): Promise<void>;
  countContacts(): Promise<number>;
  /** Directory entries whose name or number begins with the text. */
  lookup(text: string): Promise<DirectoryEntry[]>;
  /** People of the contacts by a part of their name or number; what other servers know comes late. */
  findPeople(text: string): Promise<CardPerson[]>;
  /** Whether the program starts with the session; null: that can't be changed here. Rejects with a `Failure`. */
  autostart(): Promise<boolean | null>;
  /** Rejects with a `Failure`. */
  setAutostart(on: boolean): Promise<void>;
  /** Looks at this computer. Takes some seconds. */
  checkComputer(): Promise<DoctorLine[]>;
  /** The program rings itself. */
  testCall(): Promise<TestCall | TestCallTrouble>;
  /** From the pop-up: it has drawn a test call. */
  testCallShown(): Promise<void>;
  /** Writes what was found, the policy and the journal, masked; says where. Rejects with a `Failure`. */
  supportBundle(): Promise<string>;
  /** From the pop-up: it is dragged. Where it is let go it stays. */
  dragPop(step: DragStep): Promise<void>;
  /** From the pop-up: the keyboard goes back to the window that had it. */
  leavePop(): Promise<void>;
  demo(action: DemoAction): Promise<void>;
  /** Ends the program and starts practice in its place. Resolves to null when it was taken. */
  practise(leaveQueues: boolean): Promise<Refusal | null>;
  /** Ends practice and starts the usual program in its place. */
  endPractice(): Promise<Refusal | null>;
  openMainWindow(): Promise<void>;
}
