// A host without a shell, for tests and for a browser: shows the views it is given and remembers what was wanted.

import type {
  CallRecord,
  CardPerson,
  ColumnMeaning,
  DemoAction,
  DirectoryEntry,
  DoctorLine,
  Failure,
  HistoryPage,
  HistoryQuery,
  ImportOutcome,
  ImportReport,
  Intent,
  PasswordKept,
  PasswordSlot,
  PopView,
  Refusal,
  TestCall,
  TestCallTrouble,
  View,
} from '../contract';
import type { DragStep, Host } from './host';
import { popView } from './samples';

/** A file of one row, taken. */
export function importReport(change: Partial<ImportReport> = {}): ImportReport {
  const nothing = { rowsLeftOut: 0, numbersLeftOut: 0, replaced: 0, leftOut: [] };
  return { source: 'book.csv', unit: 'rows', contacts: 1, rows: 1, ...nothing, ...change };
}

export class FakeHost implements Host {
  readonly intents: Intent[] = [];
  readonly passwords: { slot: PasswordSlot; password: string }[] = [];
  readonly queries: HistoryQuery[] = [];
  readonly demoActions: DemoAction[] = [];
  /** The ways to practice and back that were gone. */
  readonly ways: ('practice' | 'practice-without-queues' | 'back')[] = [];
  readonly imported: { name: string; columns: ColumnMeaning[] | null }[] = [];
  /** What the next files come to, in turn; without any, one contact is taken of each. */
  readonly outcomes: ImportOutcome[] = [];
  favouriteFiles: Uint8Array[] = [];
  contacts = 0;
  opened = 0;
  drags: DragStep[] = [];
  /** How often the pop-up has given the keyboard back. */
  left = 0;
  /** Test calls that the pop-up has drawn. */
  shown = 0;
  /** What the next intents are answered with; null: accepted. */
  refusal: Refusal | null = null;
  historyFailure: Failure | null = null;
  records: CallRecord[] = [];
  directory: DirectoryEntry[] = [];
  people: CardPerson[] = [];
  /** With the session. */
  starts: boolean | null = false;
  kept: PasswordKept = 'keyring';
  /** What the next look finds. */
  lines: DoctorLine[] = [];
  rang: TestCall | TestCallTrouble = { kind: 'not-listening' };
  #watchers: ((view: View) => void)[] = [];
  #view: View | null;

  constructor(view: View | null = null) {
    this.#view = view;
  }

  show(view: View): void {
    this.#view = view;
    for (const watcher of this.#watchers) watcher(view);
  }

  async dispatch(intent: Intent): Promise<Refusal | null> {
    this.intents.push(intent);
    return this.refusal;
  }

  async watchView(onView: (view: View) => void): Promise<void> {
    this.#watchers.push(onView);
    if (this.#view !== null) onView(this.#view);
  }

  async watchPop(onView: (view: PopView) => void): Promise<void> {
    await this.watchView((view) => onView(popView(view)));
  }

  async storePassword(slot: PasswordSlot, password: string): Promise<PasswordKept> {
    this.passwords.push({ slot, password });
    return this.kept;
  }

  async historyPage(query: HistoryQuery): Promise<HistoryPage> {
    this.queries.push(query);
    if (this.historyFailure !== null) throw this.historyFailure;
    const wanted = this.records.filter((one) => `${one.number} ${one.name}`.includes(query.search));
    const [before] = query.before ?? [Infinity];
    const older = wanted.filter((one) => one.started < before);
    return { rows: older.slice(0, query.limit), more: older.length > query.limit };
  }

  async exportHistory(query: HistoryQuery): Promise<string> {
    this.queries.push(query);
    return '/downloads/calls.csv';
  }

  async exportFavourites(): Promise<string> {
    if (this.historyFailure !== null) throw this.historyFailure;
    return '/downloads/favourites.csv';
  }

  async importFavourites(bytes: Uint8Array): Promise<Refusal | null> {
    this.favouriteFiles.push(bytes);
    return this.refusal;
  }

  async exportStates(): Promise<string> {
    if (this.historyFailure !== null) throw this.historyFailure;
    return '/downloads/states.csv';
  }

  async forgetCall(id: string): Promise<void> {
    this.records = this.records.filter((one) => one.id !== id);
  }

  async forgetAllCalls(): Promise<void> {
    this.records = [];
  }

  async importContacts(name: string, _: Uint8Array, columns?: ColumnMeaning[]): Promise<ImportOutcome> {
    if (this.historyFailure !== null) throw this.historyFailure;
    this.imported.push({ name, columns: columns ?? null });
    const outcome = this.outcomes.shift() ?? { kind: 'taken', report: importReport({ source: name }) };
    if (outcome.kind === 'taken') this.contacts += outcome.report.contacts;
    return outcome;
  }

  async nameCaller(number: string, name: string): Promise<void> {
    this.records = this.records.map((one) =>
      one.number === number ? { ...one, name: name === '' ? null : name } : one,
    );
  }

  async writeJournal(): Promise<string> {
    if (this.historyFailure !== null) throw this.historyFailure;
    return '/downloads/journal.jsonl';
  }

  async forgetContacts(): Promise<void> {
    this.contacts = 0;
  }

  async countContacts(): Promise<number> {
    return this.contacts;
  }

  async lookup(text: string): Promise<DirectoryEntry[]> {
    const begins = (whole: string) => whole.toLowerCase().startsWith(text.toLowerCase());
    return this.directory.filter((entry) => begins(entry.number) || begins(entry.name));
  }

  async findPeople(text: string): Promise<CardPerson[]> {
    return this.people.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
  }

  async autostart(): Promise<boolean | null> {
    return this.starts;
  }

  async setAutostart(on: boolean): Promise<void> {
    if (this.historyFailure !== null) throw this.historyFailure;
    this.starts = on;
  }

  async checkComputer(): Promise<DoctorLine[]> {
    if (this.historyFailure !== null) throw this.historyFailure;
    return this.lines;
  }

  async testCall(): Promise<TestCall | TestCallTrouble> {
    return this.rang;
  }

  async testCallShown(): Promise<void> {
    this.shown++;
  }

  async supportBundle(): Promise<string> {
    if (this.historyFailure !== null) throw this.historyFailure;
    return '/downloads/uc-companion-support.json';
  }

  async dragPop(step: DragStep): Promise<void> {
    this.drags.push(step);
  }

  async leavePop(): Promise<void> {
    this.left += 1;
  }

  async demo(action: DemoAction): Promise<void> {
    this.demoActions.push(action);
  }

  async practise(leaveQueues: boolean): Promise<Refusal | null> {
    this.ways.push(leaveQueues ? 'practice-without-queues' : 'practice');
    return this.refusal;
  }

  async endPractice(): Promise<Refusal | null> {
    this.ways.push('back');
    return this.refusal;
  }

  async openMainWindow(): Promise<void> {
    this.opened++;
  }
}
