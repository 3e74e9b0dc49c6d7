// Generated from the Rust types of agent-core. Do not edit:
// UPDATE_CONTRACT=1 cargo test -p agent-core --test contract

export type Account = { 
/**
 * Plain or TLS.
 */
scheme: Scheme, 
/**
 * Name or address of the PBX.
 */
host: string, 
/**
 * Port of its API, 9011 unless changed.
 */
port: number, 
/**
 * The version in the API's address, `v1.1.0` unless changed.
 */
apiVersion: string, username: string, 
/**
 * The agent's own extension.
 */
extension: string, 
/**
 * Address at which the PBX reaches us; `None`: the one from which we reach the PBX.
 */
reportHost: string | null, 
/**
 * Port on which we listen for reports, 8260 unless changed.
 */
reportPort: number, 
/**
 * SHA-256 of the PBX's certificate in lowercase hex, once the agent has trusted it.
 */
certificate: string | null, 
/**
 * Addresses from which reports may come besides the PBX's own, allowed by the agent.
 */
believed: Array<string>, };

export type AccountField = "host" | "port" | "apiVersion" | "username" | "extension" | "reportHost" | "reportPort";

export type AgentState = { "kind": "signed-out" } | { "kind": "unreachable", why: WhyUnreachable, } | { "kind": "on-call", 
/**
 * How far it is.
 */
call: CallStage, } | { "kind": "wrap-up" } | { "kind": "paused", 
/**
 * As it was chosen.
 */
reason: Reason | null, 
/**
 * Not by the agent at this computer.
 */
elsewhere: boolean, } | { "kind": "ready" };

export type AgentStateView = { state: AgentState, 
/**
 * Since it began, in an earlier run of the program perhaps.
 */
timer: Timer, 
/**
 * When the work after the call is over, by the view's `clock`.
 */
until: number | null, 
/**
 * It is over, and waits for a result and to be done: no call of a queue comes before.
 */
overdue: boolean, 
/**
 * What the agent is asked.
 */
guard: Guard | null, 
/**
 * When what is asked about happens by itself, by the view's `clock`.
 */
guardUntil?: number | null, 
/**
 * Queues have been asked to follow, and have not all answered.
 */
changing: boolean, 
/**
 * What comes after the call.
 */
next: Wish | null, 
/**
 * Names of the agent's queues that are not as the state says: paused while ready, or not paused while paused.
 */
otherwise: Array<string>, 
/**
 * Why one can be paused.
 */
reasons: Array<Reason>, 
/**
 * None of them is no choice.
 */
reasonRequired: boolean, 
/**
 * What the core would accept now.
 */
can: Array<StateCommand>, };

export type AgentView = { extension: string, 
/**
 * The name the PBX has for it.
 */
name: string | null, 
/**
 * What the phone is doing.
 */
phone: PhoneStatus, 
/**
 * Whether callers hear busy, as the PBX said last; `None`: it does not say.
 */
doNotDisturb: boolean | null, 
/**
 * Where calls go that it does not take; `None`: not read yet.
 */
setup: PhoneSetup | null, 
/**
 * What has been asked for and is not known to be done.
 */
pending: PhoneCommand | null, 
/**
 * What the core would accept now.
 */
can: Array<PhoneCommand>, };

export type BatchView = { 
/**
 * Saved, or failed.
 */
done: number, 
/**
 * Of how many.
 */
total: number, };

export type CallCommand = "open-page" | "hang-up" | "hold" | "unhold" | "mute" | "unmute" | "transfer" | "ask-first";

export type CallDirection = "inbound" | "outbound" | "internal";

export type CallEnd = { "kind": "by-agent" } | { "kind": "by-other" } | { "kind": "missed" } | { "kind": "answered-elsewhere", 
/**
 * Who, where known.
 */
by: string | null, } | { "kind": "not-reached", 
/**
 * The PBX's words.
 */
reason: string, } | { "kind": "transferred", 
/**
 * To whom, where known.
 */
to: string | null, } | { "kind": "lost" };

export type CallEvent = "ring" | "answer" | "end" | "missed" | "note" | "state" | "voicemail";

export type CallKey = number;

export type CallNote = { 
/**
 * In the agent's words.
 */
text: string, 
/**
 * What came of the conversation, in a word or two; empty: nothing chosen.
 */
result: string, 
/**
 * To find it by.
 */
tags: Array<string>, };

export type CallOutcome = "answered" | "missed" | "answered-elsewhere" | "declined" | "no-answer" | "failed" | "busy";

export type CallPage = { 
/**
 * Which of the settings it is.
 */
slot: number, 
/**
 * As the agent calls it.
 */
name: string, 
/**
 * The how manieth it is, from 0: its button stands in the same place at each call.
 */
place: number, };

export type CallPages = { 
/**
 * Those that can be opened.
 */
offered: Array<CallPage>, 
/**
 * How many there are for other calls: places stay, be they taken or not.
 */
places: number, };

export type CallRecord = { 
/**
 * Unique for ever: start in milliseconds, a dash, the call's key.
 */
id: string, 
/**
 * From where to where.
 */
direction: CallDirection, 
/**
 * The other party's number; `None` when withheld.
 */
number: string | null, 
/**
 * The other party's name at that time.
 */
name: string | null, 
/**
 * The agent's extension.
 */
extension: string, 
/**
 * What was called: DID or queue, where the PBX says.
 */
called: string | null, started: WallMillis, 
/**
 * Answered by the agent.
 */
answered: WallMillis | null, ended: WallMillis, 
/**
 * How it ended.
 */
outcome: CallOutcome, 
/**
 * To whom the agent handed it over, by name where the PBX has one; empty: nobody knows to whom. Untrusted text.
 */
handedTo: string | null, 
/**
 * Name of the recording on the PBX.
 */
recording: string | null, 
/**
 * Ids by which the PBX knows the call's channels.
 */
channels: Array<string>, 
/**
 * What the agent wrote about it.
 */
note: CallNote, 
/**
 * The program was not there: what is known is from the PBX's records.
 */
filledIn: boolean, };

export type CallResult = { 
/**
 * What other programs know it by.
 */
id: string, en: string, zh: string, };

export type CallStage = "ringing" | "dialing" | "talking" | "held" | "off-hook";

export type CallState = "ringing" | "dialing" | "talking" | "held" | "ended";

export type CallTry = { at: WallMillis, outcome: CallOutcome, };

export type CallView = { 
/**
 * To act on it.
 */
key: CallKey, 
/**
 * Where it stands.
 */
state: CallState, 
/**
 * Its id in the history, to note something about it.
 */
record: string, 
/**
 * What is noted so far.
 */
note: CallNote, 
/**
 * What is known of the other party besides.
 */
card: CallerCard | null, 
/**
 * When they were missed lately without anybody coming back to them, newest last.
 */
missed: Array<WallMillis>, 
/**
 * From where to where.
 */
direction: CallDirection, 
/**
 * The other party's number; `None` when withheld.
 */
number: string | null, 
/**
 * The other party's name, from the directory or the trunk. Untrusted text.
 */
name: string | null, 
/**
 * What was called: DID or queue number, where it differs from the agent's extension.
 */
called: string | null, 
/**
 * What the agent keys in on the phone when the other side has answered: the dialled number has an extension
 * behind it, or a conference's code. Digits, `*`, `#`, and `,` for a pause.
 */
keyIn: string | null, 
/**
 * The name of that queue, where it is one.
 */
queueName: string | null, 
/**
 * By what that queue is told from others.
 */
mark: QueueMark | null, 
/**
 * The trunk it came or left through.
 */
trunk: string | null, started: WallMillis, answered: WallMillis | null, ended: WallMillis | null, 
/**
 * Of ringing, of talking, or of the finished call.
 */
timer: Timer, 
/**
 * The agent is not heard.
 */
muted: boolean, 
/**
 * Whether the agent is heard is not known: both muting and unmuting are possible.
 */
muteUnknown: boolean, 
/**
 * What has been asked of the PBX and is not answered yet.
 */
pending: CallCommand | null, 
/**
 * The agent's own phone rings and has to be lifted: the other side is called after that.
 */
liftPhone: boolean, 
/**
 * How it ended.
 */
end: CallEnd | null, 
/**
 * The pop-up shows it.
 */
pop: boolean, 
/**
 * What the core would accept now.
 */
can: Array<CallCommand>, 
/**
 * Its pages in other programs; `None`: the settings have none.
 */
pages: CallPages | null, };

export type CalledNumber = { number: string, 
/**
 * Of the queue, where it is one. Untrusted text.
 */
name: string | null, };

export type CallerCard = { 
/**
 * From the contacts.
 */
name: string | null, 
/**
 * From the contacts.
 */
company: string | null, 
/**
 * Everybody whose number it is, as far as is known; the name and the company are those of the first, or of the one
 * whom the agent has chosen.
 */
people: Array<CardPerson>, 
/**
 * The number with its country, e.g. `+8613800138000`, where that is known.
 */
e164: string | null, 
/**
 * The latest calls with this number, newest first.
 */
lastCalls: Array<PastCall>, 
/**
 * What was last written about a call with this number.
 */
lastNote: string | null, };

export type CardPerson = { 
/**
 * Empty where only the company is known.
 */
name: string, company: string | null, 
/**
 * All of their numbers, as they were written.
 */
numbers: Array<string>, };

export type Check = { step: CheckStep, state: CheckState, 
/**
 * What was found: the address and port, the model, the name; for people to read.
 */
detail: string | null, };

export type CheckState = "waiting" | "running" | "passed" | "failed";

export type CheckStep = "report-port" | "login" | "device" | "extension" | "reports";

export type ColleagueView = { extension: string, 
/**
 * The name the PBX has for it. Untrusted text.
 */
name: string | null, 
/**
 * What the phone does.
 */
status: PhoneStatus, 
/**
 * For how long, as far as it was seen here.
 */
timer: Timer, 
/**
 * It was so already when we came to look: the timer says the least.
 */
longer: boolean, 
/**
 * When that was told, if it is too old to be shown as so.
 */
asOf: WallMillis | null, 
/**
 * The PBX reports nothing of this phone, so that it is seen each ten seconds only.
 */
seldom: boolean, 
/**
 * Queues of ours that it serves.
 */
queues: Array<ServedQueue>, favourite: boolean, 
/**
 * Whether the agent is told when it is free.
 */
watch: Watch, };

export type ColumnMeaning = "name" | "company" | "number" | "ignore";

export type Command = { "part": "call", "command": CallCommand } | { "part": "queue", "command": QueueCommand } | { "part": "phone", "command": PhoneCommand } | { "part": "state", "command": StateCommand } | { "part": "consult", "command": ConsultCommand };

export type ConnectionState = "signed-out" | "signing-in" | "online" | "reconnecting" | "refused" | "locked-out";

export type ConnectionView = { 
/**
 * Where it stands.
 */
state: ConnectionState, since: WallMillis, 
/**
 * Why it is not online.
 */
problem: Failure | null, 
/**
 * While reconnecting: when the next try is made. While locked out: until when.
 */
until: WallMillis | null, 
/**
 * Both directions step by step, in order, as far as they have been tried.
 */
checks: Array<Check>, device: DeviceView | null, 
/**
 * Where reports arrive.
 */
receiver: ReceiverView | null, 
/**
 * A port that is free, when the one asked for is taken.
 */
freePort: number | null, 
/**
 * Rows of the PBX's latest answers that could not be read.
 */
oddRows: number, 
/**
 * The password that is kept was refused, has worked before, and may be sent once more.
 */
canTryPassword: boolean, };

export type ConsultCommand = "hand-over" | "return" | "try-again";

export type ConsultHint = { "kind": "lift-phone" } | { "kind": "dial-on-phone" } | { "kind": "no-answer-yet" } | { "kind": "busy" } | { "kind": "no-answer" } | { "kind": "not-reached", reason: string, } | { "kind": "not-dialled", failure: Failure, } | { "kind": "hang-up-to-hand-over" } | { "kind": "hang-up-to-return" } | { "kind": "not-held" } | { "kind": "not-handed-over" } | { "kind": "no-sign" };

export type ConsultIntent = { "kind": "ask-first", call: CallKey, 
/**
 * Extension or outside number.
 */
to: string, } | { "kind": "consult", command: ConsultCommand, };

export type ConsultStep = "holding" | "dialing" | "talking" | "ended" | "handing" | "failed";

export type ConsultView = { 
/**
 * The call that waits.
 */
call: CallKey, 
/**
 * The call to who is asked; `None`: not heard of yet, or over.
 */
leg: CallKey | null, 
/**
 * Who is asked.
 */
number: string, 
/**
 * Their name, where the PBX has one. Untrusted text.
 */
name: string | null, step: ConsultStep, 
/**
 * What the agent has to know or do.
 */
hint: ConsultHint | null, 
/**
 * What is done as soon as it can be, or is under way.
 */
pending: ConsultCommand | null, 
/**
 * What the core would accept now.
 */
can: Array<ConsultCommand>, };

export type ContactSource = { 
/**
 * Names it for as long as it is there.
 */
slot: number, kind: SourceKind, 
/**
 * As the person calls it.
 */
name: string, 
/**
 * `https://…` of an address book or a server of some; `ldaps://…`, or `ldap://…` with `StartTLS`.
 */
address: string, 
/**
 * Whom it is asked as; empty: nobody.
 */
user: string, 
/**
 * SHA-256 of its certificate in lowercase hex, where the person has trusted it.
 */
certificate: string | null, 
/**
 * Below which entry of a directory people are.
 */
base: string, 
/**
 * What of a directory is asked for; holds `{number}` or `{name}`. Empty: the usual.
 */
filter: string, attributes: SourceAttributes, };

export type CrmDirection = "any" | "in" | "out";

export type CrmTarget = { 
/**
 * From 0 to 7: a button of a view that is old by now never opens another page.
 */
slot: number, 
/**
 * As the agent calls it; empty: it has a number.
 */
name: string, 
/**
 * Braces stand for what is known of the call. Empty: none yet.
 */
address: string, when: CrmWhen, 
/**
 * Numbers of the queues whose calls it is for; none: for all calls.
 */
queues: Array<string>, direction: CrmDirection, 
/**
 * Not for calls of colleagues.
 */
onlyOutside: boolean, };

export type CrmTest = { slot: number, 
/**
 * With everything filled in.
 */
address: string, };

export type CrmWhen = "on-click" | "on-ring" | "on-answer" | "after-call";

export type DemoAction = "pick-up" | "hang-up" | "call-me" | "call-my-queue";

export type DeviceView = { name: string, firmware: string, serial: string, };

export type DialAnswer = "call" | "call-and-trust" | "drop";

export type DialChoice = { 
/**
 * To choose or to drop it by, as a question's.
 */
id: number, numbers: Array<string>, };

export type DialQuestion = { 
/**
 * To answer it by; another number is another question.
 */
id: number, 
/**
 * What would be dialled, and behind a comma what is to be keyed in.
 */
number: string, 
/**
 * What the phone system is given for it, where that is another: behind a prefix.
 */
dials: string | null, 
/**
 * Whose number it is, where known. Untrusted text.
 */
name: string | null, source: DialSource, 
/**
 * The source is trusted: it is dialled as soon as that is possible, unless the person says no.
 */
byItself: boolean, 
/**
 * After this it is dead.
 */
until: WallMillis, };

export type DialSource = "link" | "command-line" | "selection";

export type DialView = { 
/**
 * The core would accept a number now.
 */
possible: boolean, 
/**
 * A number whose dialling has been asked and not been heard of yet.
 */
pending: string | null, 
/**
 * A number from outside that was not dialled.
 */
waiting: WaitingNumber | null, 
/**
 * A number from outside that is dialled if the person says so.
 */
question: DialQuestion | null, 
/**
 * Several numbers from outside: the person chooses which of them is asked about.
 */
choice: DialChoice | null, 
/**
 * Grows each time the dial field is asked for from outside the window.
 */
shown: number, 
/**
 * The page that was asked for from outside the window, until it is looked at.
 */
page: Page | null, };

export type DirectoryEntry = { number: string, name: string, 
/**
 * What the phone is doing.
 */
status: PhoneStatus, 
/**
 * When that was told, if it is some minutes ago.
 */
asOf: WallMillis | null, };

export type Distrust = { "why": "path-left-out" } | { "why": "other-pbx", serial: string | null, };

export type DoctorCheck = "system" | "webview" | "instance" | "data-folder" | "settings" | "keyring" | "clock" | "pbx" | "report-port" | "own-address" | "firewall" | "test-call" | "notifications" | "tray" | "links" | "autostart" | "sound" | "sessions";

export type DoctorFact = { "kind": "version", version: string, } | { "kind": "system", name: string, } | { "kind": "desktop", name: string, } | { "kind": "session", name: string, display: string, } | { "kind": "webview", version: string, } | { "kind": "webview-found", path: string, } | { "kind": "webview-of-the-system" } | { "kind": "drawn-by-card" } | { "kind": "drawn-without-card" } | { "kind": "drawn-for-another-computer" } | { "kind": "drawn-by-software" } | { "kind": "drawn-as-asked", with: string, } | { "kind": "drawn-as-variables-say" } | { "kind": "not-running" } | { "kind": "runs-here", pid: number, since: string, } | { "kind": "data-folder", path: string, } | { "kind": "data-folder-absent", path: string, } | { "kind": "space", megabytes: number, } | { "kind": "settings", path: string, } | { "kind": "settings-none" } | { "kind": "policy-none" } | { "kind": "policy", count: number, places: string, } | { "kind": "keyring" } | { "kind": "clock", seconds: number, } | { "kind": "slept", times: number, } | { "kind": "pbx", address: string, version: string, } | { "kind": "encrypted" } | { "kind": "not-encrypted" } | { "kind": "signed-in" } | { "kind": "listening", address: string, port: number, } | { "kind": "port-ours", port: number, pid: number, } | { "kind": "port-free", port: number, } | { "kind": "own-address", address: string, } | { "kind": "other-addresses", addresses: string, } | { "kind": "firewall-none" } | { "kind": "firewall-opens", name: string, port: number, } | { "kind": "test-call", milliseconds: number, when: string, } | { "kind": "notifications", name: string, } | { "kind": "tray" } | { "kind": "links-ours", schemes: string, } | { "kind": "autostart-on", place: string, } | { "kind": "autostart-off" } | { "kind": "sound", name: string, } | { "kind": "one-session" } | { "kind": "remote-shell" } | { "kind": "space-unknown", detail: string, } | { "kind": "clock-unknown" } | { "kind": "no-account" } | { "kind": "not-signed-in" } | { "kind": "own-address-unknown" } | { "kind": "firewall-unknown" } | { "kind": "test-call-focus-unknown", milliseconds: number, when: string, } | { "kind": "test-call-never" } | { "kind": "notifications-unknown" } | { "kind": "links-unknown" } | { "kind": "autostart-unknown" } | { "kind": "sound-unknown" } | { "kind": "pop-up-replaced" } | { "kind": "webview-old", version: string, needed: string, } | { "kind": "runs-unnamed" } | { "kind": "no-locks", detail: string, } | { "kind": "data-folder-open", path: string, mode: string, } | { "kind": "data-folder-share", path: string, name: string, } | { "kind": "space-low", megabytes: number, } | { "kind": "settings-lost", fields: string, } | { "kind": "policy-wrong", what: string, } | { "kind": "keyring-absent" } | { "kind": "keyring-locked" } | { "kind": "keyring-silent", seconds: number, } | { "kind": "clock-ahead", seconds: number, } | { "kind": "clock-behind", seconds: number, } | { "kind": "vpn", name: string, address: string, } | { "kind": "report-host-elsewhere", host: string, address: string, } | { "kind": "firewall-ufw", port: number, } | { "kind": "firewall-firewalld", port: number, } | { "kind": "firewall-windows", port: number, } | { "kind": "firewall-mac" } | { "kind": "notifications-no-buttons", name: string, } | { "kind": "notifications-absent" } | { "kind": "notifications-silent" } | { "kind": "do-not-disturb" } | { "kind": "tray-no-library" } | { "kind": "tray-absent" } | { "kind": "links-other", schemes: string, program: string, } | { "kind": "links-nobody", schemes: string, } | { "kind": "autostart-hidden", place: string, } | { "kind": "sound-none" } | { "kind": "sessions", count: number, list: string, } | { "kind": "remote-session", name: string, } | { "kind": "no-display" } | { "kind": "webview-absent", name: string, } | { "kind": "runs-elsewhere", host: string, pid: number, since: string, } | { "kind": "data-folder-unwritable", path: string, detail: string, } | { "kind": "space-none" } | { "kind": "settings-unreadable", path: string, detail: string, } | { "kind": "settings-damaged", path: string, detail: string, } | { "kind": "keyring-other" } | { "kind": "keyring-failed", detail: string, } | { "kind": "pbx-not-the-api", address: string, version: string, } | { "kind": "pbx-name-unknown", address: string, } | { "kind": "pbx-port-closed", address: string, } | { "kind": "pbx-silent", address: string, } | { "kind": "pbx-no-route", address: string, } | { "kind": "pbx-lost", address: string, } | { "kind": "pbx-tls-mismatch", address: string, } | { "kind": "pbx-certificate-unknown", address: string, fingerprint: string, } | { "kind": "pbx-certificate-changed", address: string, fingerprint: string, } | { "kind": "pbx-status", address: string, status: number, } | { "kind": "pbx-address-wrong", address: string, } | { "kind": "port-taken", port: number, holder: string, } | { "kind": "port-taken-unnamed", port: number, } | { "kind": "port-refused", port: number, detail: string, } | { "kind": "no-way", host: string, } | { "kind": "test-call-took-focus", when: string, };

export type DoctorLine = { check: DoctorCheck, 
/**
 * The worst of what was seen.
 */
outcome: DoctorOutcome, seen: Array<DoctorSeen>, };

export type DoctorOutcome = "ok" | "unknown" | "warn" | "fail";

export type DoctorSeen = { outcome: DoctorOutcome, fact: DoctorFact, };

export type Door = "window" | "pop-up" | "tray" | "notification" | "hotkey" | "link" | "command-line";

export type DoorIntent = { "kind": "dial", 
/**
 * As typed or linked: `tel:` and friends are understood.
 */
number: string, } | { "kind": "dial-marked", 
/**
 * Those that stand in it, see [`numbers_in`](crate::numbers_in).
 */
numbers: { Ok : Array<string> } | { Err : NotRead }, } | { "kind": "choose-dial", 
/**
 * The choice that was seen.
 */
id: number, 
/**
 * Which of them, from 0 on.
 */
at: number, } | { "kind": "show-dial" } | { "kind": "show-page", page: Page, } | { "kind": "answer-dial", 
/**
 * The question that was seen.
 */
id: number, 
/**
 * What the person says.
 */
answer: DialAnswer, } | { "kind": "drop-waiting" };

export type DueReminder = { caller: string, number: string | null, canCall: boolean, 
/**
 * Untrusted text.
 */
name: string | null, at: WallMillis, 
/**
 * It comes so much later than was wished that the agent should know: the computer slept, or a call went on.
 */
late: boolean, 
/**
 * Grows with each one that is told; 0: told in an earlier run.
 */
told: number, };

export type Failure = { "kind": "unreachable", reason: Unreachable, } | { "kind": "tls-mismatch" } | { "kind": "certificate-unknown", 
/**
 * SHA-256 in lowercase hex.
 */
fingerprint: string, } | { "kind": "certificate-changed", 
/**
 * SHA-256 in lowercase hex of the new one.
 */
fingerprint: string, } | { "kind": "http-status", 
/**
 * E.g. 502, of a proxy in between.
 */
status: number, } | { "kind": "not-the-api" } | { "kind": "timed-out" } | { "kind": "not-sent" } | { "kind": "too-large" } | { "kind": "refused", 
/**
 * Its error number.
 */
errno: string, 
/**
 * What that probably means.
 */
meaning: Meaning, 
/**
 * Which endpoint said so.
 */
endpoint: string, } | { "kind": "not-done" } | { "kind": "not-encrypted" } | { "kind": "no-password" } | { "kind": "password-refused" } | { "kind": "keyring-locked" } | { "kind": "port-taken", port: number, } | { "kind": "ports-taken", first: number, last: number, 
/**
 * Who has them, where that is known. Untrusted text.
 */
holders: Array<string>, } | { "kind": "unknown-extension", extension: string, } | { "kind": "disk-full" } | { "kind": "file", 
/**
 * The operating system's words.
 */
detail: string, } | { "kind": "damaged", 
/**
 * Where it is now.
 */
path: string, } | { "kind": "later-version" } | { "kind": "no-sound-device" } | { "kind": "unplayable", 
/**
 * What it is.
 */
why: Unplayable, } | { "kind": "no-program" } | { "kind": "cut-short" } | { "kind": "not-signed-in" } | { "kind": "forbidden" };

export type Favourite = { 
/**
 * As it is dialled: an extension, or as it was typed.
 */
number: string, 
/**
 * The agent's own name for it; empty: that of the directory.
 */
label: string, };

export type FavouriteCommand = { "kind": "add", 
/**
 * As typed.
 */
number: string, 
/**
 * The agent's own name for it; empty: none.
 */
label: string, } | { "kind": "remove", number: string, } | { "kind": "label", number: string, label: string, } | { "kind": "move", number: string, forward: boolean, } | { "kind": "take", rows: Array<FavouriteRow>, };

export type FavouriteRow = { 
/**
 * Its line in the file, from one on.
 */
line: number, label: string, number: string, };

export type FavouriteView = { number: string, 
/**
 * The agent's own name for it; empty: none.
 */
label: string, 
/**
 * What the PBX calls it. Untrusted text.
 */
name: string | null, 
/**
 * What the phone does; `None`: it is no colleague's.
 */
status: PhoneStatus | null, 
/**
 * When that was told, if it is too old to be shown as so.
 */
asOf: WallMillis | null, 
/**
 * It looks like an extension and is none of the PBX's.
 */
isGone: boolean, };

export type Fixed = { setting: FixedSetting, 
/**
 * The file, or the key of the registry, in which it stands.
 */
by: string, };

export type FixedField = "scheme" | "host" | "port" | "api-version" | "certificate" | "username" | "extension" | "report-host" | "report-ports" | "language" | "history-days" | "autostart" | "links" | "no-recordings" | "no-voicemail" | "no-export" | "no-webhooks" | "no-programs" | "no-practice" | "reasons" | "reason-required" | "results" | "result-required" | "after-call" | "no-hold" | "auto-resume" | "pause-when-away" | "quit-queues" | "contact-sources" | "team-records" | "voicemail-every" | "queue-colours" | "trusted";

export type FixedSetting = { "kind": "scheme", scheme: Scheme, } | { "kind": "host", host: string, } | { "kind": "port", port: number, } | { "kind": "api-version", apiVersion: string, } | { "kind": "certificate", 
/**
 * SHA-256 in lowercase hex.
 */
certificate: string, } | { "kind": "username", username: string, } | { "kind": "extension", extension: string, } | { "kind": "report-host", reportHost: string, } | { "kind": "report-ports", first: number, last: number, } | { "kind": "language", 
/**
 * As `zh-CN` is one.
 */
language: string, } | { "kind": "history-days", days: number, } | { "kind": "autostart", on: boolean, } | { "kind": "links", on: boolean, } | { "kind": "no-recordings" } | { "kind": "no-voicemail" } | { "kind": "no-export" } | { "kind": "no-webhooks" } | { "kind": "no-programs" } | { "kind": "no-practice" } | { "kind": "reasons", reasons: Array<Reason>, } | { "kind": "reason-required" } | { "kind": "results", results: Array<CallResult>, } | { "kind": "result-required" } | { "kind": "after-call", seconds: number, } | { "kind": "no-hold" } | { "kind": "auto-resume" } | { "kind": "pause-when-away" } | { "kind": "quit-queues", answer: QuitAnswer, } | { "kind": "contact-sources", sources: Array<ContactSource>, } | { "kind": "voicemail-every", seconds: number, } | { "kind": "team-records" } | { "kind": "queue-colours", colours: { [key in string]: QueueColour }, } | { "kind": "trusted", sources: Array<DialSource>, };

export type Focus = "kept" | "taken" | "unknown";

export type Forward = { "kind": "off" } | { "kind": "voicemail" } | { "kind": "extension", extension: string, } | { "kind": "mobile", 
/**
 * Dialled before it.
 */
prefix: string, } | { "kind": "number", 
/**
 * Dialled before it.
 */
prefix: string, number: string, } | { "kind": "elsewhere", 
/**
 * The PBX's word; empty: it does not say.
 */
place: string, };

export type ForwardWhen = "no-answer" | "busy";

export type FreeNews = { 
/**
 * Grows with each piece of news.
 */
id: number, extension: string, 
/**
 * Name, or number where there is none. Untrusted text.
 */
name: string, };

export type Guard = "overrun" | "unanswered" | "result" | "away" | "resuming" | "back";

export type HistoryPage = { rows: Array<CallRecord>, 
/**
 * There are older ones.
 */
more: boolean, };

export type HistoryQuery = { 
/**
 * Part of a number, name, note, result or tag; empty for all.
 */
search: string, 
/**
 * Of this direction only.
 */
direction: CallDirection | null, 
/**
 * Missed calls only.
 */
missed: boolean, 
/**
 * Calls to this queue or DID only.
 */
called: string | null, 
/**
 * Not older than this.
 */
from: WallMillis | null, 
/**
 * Older than this.
 */
to: WallMillis | null, 
/**
 * Older than this row (its `started` and `id`), for the next page.
 */
before: [WallMillis, string] | null, 
/**
 * Rows at most; the store caps it at 200.
 */
limit: number, };

export type Hop = { step: HopStep, microseconds: number, };

export type HopStep = "accepted" | "parsed" | "stepped" | "shown";

export type HotkeyAction = "dial-selection" | "show-dial" | "pop-here" | "hang-up" | "hold" | "mute" | "pause-menu" | "ready" | "finish-work" | "open-page" | "dismiss-pop";

export type HotkeyIntent = { "kind": "press-hotkey", action: HotkeyAction, } | { "kind": "start-ask-first", to: string, } | { "kind": "test-hotkey", action: HotkeyAction, };

export type HotkeyState = "off" | "working" | "not-arrived" | "taken" | "not-possible-here";

export type HotkeyView = { action: HotkeyAction, 
/**
 * As `Ctrl+Alt+D` is one.
 */
shortcut: string | null, state: HotkeyState, };

export type HotkeyWay = "keys" | "portal" | "command";

export type HotkeysView = { 
/**
 * `None`: not known yet.
 */
way: HotkeyWay | null, 
/**
 * Those that are not off.
 */
keys: Array<HotkeyView>, 
/**
 * The person has been asked to press this one.
 */
testing: HotkeyAction | null, 
/**
 * What a key wants of the windows, and how many times any did.
 */
asked: [HotkeyAction, number] | null, };

export type ImportOutcome = { "kind": "taken", 
/**
 * How many, and what was left out.
 */
report: ImportReport, } | { "kind": "which-columns", 
/**
 * The first rows, as they are.
 */
rows: Array<Array<string>>, 
/**
 * What each column seems to be.
 */
guess: Array<ColumnMeaning>, } | { "kind": "refused", why: ImportRefusal, };

export type ImportRefusal = "empty" | "too-large" | "workbook" | "no-contacts";

export type ImportReport = { 
/**
 * The name that its contacts are kept under: the file's, or `book.csv (2)` beside another file of that name.
 */
source: string, 
/**
 * What is counted.
 */
unit: ImportUnit, 
/**
 * How many contacts were taken.
 */
contacts: number, 
/**
 * How many rows or cards the file has.
 */
rows: number, 
/**
 * How many of them gave no contact.
 */
rowsLeftOut: number, 
/**
 * How many numbers could not be read in rows that gave a contact.
 */
numbersLeftOut: number, 
/**
 * How many contacts of an earlier import of this file they replace.
 */
replaced: number, 
/**
 * The first of what was left out, in the file's order.
 */
leftOut: Array<LeftOut>, };

export type ImportUnit = "rows" | "cards";

export type Intent = { "kind": "sign-in", account: Account, } | { "kind": "sign-out" } | { "kind": "leave-and-sign-out" } | { "kind": "pause-and-sign-out" } | { "kind": "forget-account" } | { "kind": "call", 
/**
 * With this one.
 */
call: CallKey, 
/**
 * A transfer needs to be told where to, and has a wish of its own.
 */
command: CallCommand, } | { "kind": "transfer", call: CallKey, 
/**
 * Extension, queue or outside number.
 */
to: string, } | { "kind": "dismiss-pop", call: CallKey, } | { "kind": "annotate", 
/**
 * Its id in the history.
 */
record: string, 
/**
 * All of the note.
 */
note: CallNote, } | { "kind": "finish-wrap-up", 
/**
 * The call's id in the history; none: that of the call that ended last.
 */
record: string | null, } | { "kind": "open-page", call: CallKey, 
/**
 * Which of the settings it is.
 */
slot: number, } | { "kind": "queue", 
/**
 * Its number; none: all that this can be done with.
 */
queue: string | null, 
/**
 * What to do.
 */
command: QueueCommand, } | { "kind": "cancel-queue-password", queue: string, } | { "kind": "team", command: TeamCommand, } | { "kind": "favourite", command: FavouriteCommand, } | { "kind": "refresh-voicemail" } | { "kind": "delete-voicemail", 
/**
 * Its name on the PBX.
 */
file: string, } | { "kind": "look", page: Page | null, } | { "kind": "hide-names", on: boolean, } | { "kind": "dismiss-notice", id: number, } | { "kind": "test-webhook", slot: number, } | { "kind": "forget-webhook-secret", slot: number, } | { "kind": "test-page", slot: number, } | { "kind": "test-source", slot: number, } | { "kind": "choose-contact", call: CallKey, 
/**
 * Which of those on the caller's card.
 */
person: number, } | { "kind": "save-preferences", 
/**
 * All of them.
 */
preferences: Preferences, } | DoorIntent | HotkeyIntent | ConsultIntent | PopPlaceIntent | StateIntent | QuitIntent | MissedIntent | PhoneIntent | SoundIntent | SessionIntent;

export type KeptContacts = { contacts: number, 
/**
 * Cards it has besides, which name nobody or have no number.
 */
skipped: number, 
/**
 * When it was read last.
 */
at: WallMillis | null, };

export type KeptPlace = { 
/**
 * All screens that were there.
 */
screens: string, 
/**
 * The one it stood on.
 */
screen: string, 
/**
 * Of the room that the pop-up leaves free beside it, so much lies at its left, in ten-thousandths.
 */
across: number, 
/**
 * The same of what lies above it.
 */
down: number, };

export type KeptWish = { wish: Wish, since: WallMillis, 
/**
 * Queues are paused for the work after a call, whatever the wish.
 */
holding: boolean, };

export type KeyDeed = "dial" | "ringing" | "hold" | "mute" | "transfer" | "ask-first" | "hang-up" | "note" | "pause" | "ready" | "names" | "desk" | "missed" | "history" | "voicemail" | "team" | "settings" | "next-region" | "previous-region" | "larger" | "smaller" | "usual-size" | "quit" | "sheet";

export type Lack = "tray-library" | "tray-host" | "notification-service" | "notification-answer" | "pop-up";

export type Language = "system" | string;

export type LeftOut = { 
/**
 * The row or card.
 */
row: number, 
/**
 * What stands there.
 */
text: string, 
/**
 * Why it was not taken.
 */
why: WhyLeftOut, };

export type MailNews = { 
/**
 * Grows with each piece of news.
 */
id: number, count: number, 
/**
 * Who left the newest of them, by name or number. Untrusted text.
 */
from: string | null, };

export type Meaning = "wrong-credentials" | "locked-out" | "token-gone" | "no-such-extension" | "no-such-call" | "extension-not-idle" | "no-such-number" | "no-such-queue" | "not-connected" | "no-outbound-permission" | "empty-number" | "wrong-queue-password" | "no-such-file" | "ticket-expired" | "bad-parameter" | "not-supported" | "unknown";

export type MediaId = { "kind": "voicemail", extension: string, file: string, } | { "kind": "recording", name: string, };

export type MediaPurpose = "play" | "save";

export type MediaState = { "kind": "fetching", purpose: MediaPurpose, 
/**
 * Bytes so far.
 */
received: number, 
/**
 * Bytes in all, where the PBX says.
 */
total: number | null, } | { "kind": "saved", path: string, } | { "kind": "playing" } & PlayingView | { "kind": "failed", failure: Failure, 
/**
 * It is here, and another program may play it.
 */
canOpen: boolean, };

export type MediaView = { media: MediaId, 
/**
 * What is going on.
 */
state: MediaState, };

export type MemberStatus = "free" | "ringing" | "talking" | "on-hold" | "paused" | "wrap-up" | "unavailable" | "unknown";

export type MemberView = { extension: string, 
/**
 * Its name, where the directory has one.
 */
name: string | null, 
/**
 * What it is doing.
 */
status: MemberStatus, };

export type Membership = "static" | "dynamic";

export type MissedIntent = { "kind": "finish-missed", callers: Array<string>, } | { "kind": "undo-missed" } | { "kind": "remind", caller: string, when: RemindWhen, } | { "kind": "drop-reminder", caller: string, };

export type MissedRow = { 
/**
 * Names the caller.
 */
caller: string, 
/**
 * As it was told last; `None`: withheld.
 */
number: string | null, 
/**
 * It can be called.
 */
canCall: boolean, 
/**
 * Untrusted text.
 */
name: string | null, 
/**
 * Untrusted text.
 */
company: string | null, misses: Misses, 
/**
 * The last of these calls in the history, to note something about it.
 */
record: string, 
/**
 * What is noted about that call.
 */
note: CallNote, 
/**
 * What was last noted about an earlier one.
 */
earlierNote: string | null, 
/**
 * Calls to them that did not reach them, the last one last.
 */
tries: Array<CallTry>, 
/**
 * Was done with before, and has called again.
 */
again: boolean, 
/**
 * When the agent wants to be reminded.
 */
reminder: WallMillis | null, };

export type MissedView = { 
/**
 * How many callers wait.
 */
open: number, 
/**
 * They, the longest waiting first; only while the page is seen, and at most five hundred.
 */
rows: Array<MissedRow>, 
/**
 * Reminders whose time has come, the oldest first.
 */
due: Array<DueReminder>, 
/**
 * So many callers were done with a moment ago, and can be taken back.
 */
undo: number | null, 
/**
 * The PBX's records can't be had: what it knows of later calls is missing here.
 */
asOf: WallMillis | null, };

export type Misses = { count: number, first: WallMillis, last: WallMillis, 
/**
 * Seconds.
 */
longestRing: number, 
/**
 * Queues, or other numbers that were called.
 */
queues: Array<CalledNumber>, };

export type NotANumber = "no-digits" | "words" | "several" | "too-long" | "unclear" | "code-in-link" | "more-than-a-number" | "other-system";

export type NotRead = "nothing-marked" | "password" | "not-allowed" | "not-told";

export type NotSound = "web-page" | "json" | "text" | "other";

export type Notice = { "kind": "dial-failed", number: string, failure: Failure, } | { "kind": "phone-did-not-ring", number: string, 
/**
 * For how long.
 */
seconds: number, 
/**
 * The PBX has taken the number; else not even that is known.
 */
taken: boolean, } | { "kind": "not-dialled", 
/**
 * The number, or what stood there instead, shortened and without invisible characters.
 */
text: string, 
/**
 * By which way it came.
 */
door: Door, refusal: Refusal, 
/**
 * It is a number and waits in the dial field.
 */
waits: boolean, } | { "kind": "not-done", door: Door, 
/**
 * What it was.
 */
command: Command, refusal: Refusal, } | { "kind": "not-understood", 
/**
 * Shortened, and without invisible characters.
 */
argument: string, 
/**
 * It is known, but what has to follow it is missing.
 */
lacksValue: boolean, } | { "kind": "webhook-trouble", 
/**
 * Its host.
 */
host: string, trouble: WebhookTrouble, } | { "kind": "page-trouble", trouble: PageTrouble, } | { "kind": "program-trouble", program: string, trouble: ProgramTrouble, } | { "kind": "call-failed", number: string, 
/**
 * The PBX's words: `480`, `486 Busy Here`.
 */
reason: string, } | { "kind": "action-failed", 
/**
 * What it was asked.
 */
command: Command, 
/**
 * The queue's number, where it is about one.
 */
queue: string | null, failure: Failure, } | { "kind": "action-unknown", 
/**
 * The call, where it is about one.
 */
call: CallKey | null, 
/**
 * What it was asked.
 */
command: Command, 
/**
 * The queue's number, where it is about one.
 */
queue: string | null, } | { "kind": "not-everywhere", 
/**
 * They were to pause the agent, or to end the pause.
 */
paused: boolean, 
/**
 * In so many it was done.
 */
done: number, of: number, 
/**
 * Names of the others.
 */
queues: Array<string>, 
/**
 * Why the first of them did not.
 */
failure: Failure, } | { "kind": "paused-elsewhere", 
/**
 * Names of the queues.
 */
queues: Array<string>, } | { "kind": "transferred", to: string, } | { "kind": "transferred-on-phone", 
/**
 * Whose call it was. Untrusted text.
 */
name: string, } | { "kind": "waiter-gone", 
/**
 * Who it was. Untrusted text.
 */
name: string, 
/**
 * They hung up; else the call ended otherwise.
 */
hungUp: boolean, 
/**
 * Who was asked, with whom the agent still talks.
 */
with: string | null, } | { "kind": "nobody-takes-over", 
/**
 * Whose call it was. Untrusted text.
 */
name: string, to: string, } | { "kind": "answered-elsewhere", number: string, 
/**
 * Who answered, where known.
 */
by: string | null, } | { "kind": "missed-while-away", count: number, } | { "kind": "reports-silent", 
/**
 * Where reports should arrive.
 */
receiver: string, 
/**
 * An address that was refused meanwhile: perhaps a second one of the PBX.
 */
refused: string | null, } | { "kind": "receiver-moved", 
/**
 * Where reports arrive now.
 */
receiver: string, } | { "kind": "reports-not-believed", distrust: Distrust, } | { "kind": "unreadable-report", 
/**
 * How often so far.
 */
count: number, } | { "kind": "odd-extensions", count: number, } | { "kind": "unreadable-records", count: number, } | { "kind": "password-session-only" } | { "kind": "desktop-lacks", lack: Lack, } | { "kind": "policy-changed", 
/**
 * The account that is signed in is not as it has to be: that holds from the next sign-in.
 */
atNextSignIn: boolean, } | { "kind": "session-taken" } | { "kind": "voicemail-failed", failure: Failure, } | { "kind": "voicemail-delete-failed", file: string, failure: Failure, } | { "kind": "media-failed", 
/**
 * Its name on the PBX.
 */
name: string, failure: Failure, } | { "kind": "media-saved", path: string, } | { "kind": "many-saved", 
/**
 * How many are there.
 */
saved: number, 
/**
 * How many could not be had.
 */
failed: number, 
/**
 * What the PBX calls the first of them.
 */
names: Array<string>, 
/**
 * Why the first could not be had.
 */
failure: Failure | null, } | { "kind": "favourites-taken", taken: number, 
/**
 * The first rows that could not be.
 */
leftOut: Array<RowLeftOut>, 
/**
 * So many more could not be.
 */
more: number, } | { "kind": "contacts-trouble", failure: Failure, } | { "kind": "settings-trouble", trouble: SettingsTrouble, } | { "kind": "history-trouble", failure: Failure, };

export type NoticeView = { 
/**
 * To close it by.
 */
id: number, at: WallMillis, notice: Notice, };

export type Page = "desk" | "history" | "missed" | "voicemail" | "team" | "settings";

export type PageTrouble = { "kind": "no-address" } | { "kind": "too-many" } | { "kind": "no-browser", 
/**
 * The system's words.
 */
detail: string, };

export type PasswordKept = "keyring" | "session";

export type PasswordSlot = { "kind": "account", 
/**
 * Name or address of the PBX.
 */
host: string, 
/**
 * Port of its API: another service on that host is somebody else.
 */
port: number, username: string, } | { "kind": "webhook" } | { "kind": "webhook-of", 
/**
 * Which of those in the settings it is.
 */
slot: number, } | { "kind": "queue", queue: string, } | { "kind": "contact-source", 
/**
 * Another server, or another user there, is somebody else.
 */
address: string, user: string, };

export type PastCall = { started: WallMillis, 
/**
 * From where to where.
 */
direction: CallDirection, 
/**
 * How it ended.
 */
outcome: CallOutcome, };

export type PbxClock = { 
/**
 * `2020-04-07 10:56:40`, or whatever the PBX writes.
 */
said: string, at: WallMillis, };

export type PhoneCommand = "check-phone" | "do-not-disturb" | "let-ring" | "forward-no-answer" | "forward-busy" | "set-ring-time";

export type PhoneIntent = { "kind": "phone", command: PhoneCommand, } | { "kind": "forward", when: ForwardWhen, to: Forward, } | { "kind": "set-ring-time", seconds: number, };

export type PhoneSetup = { 
/**
 * Calls that nobody answers.
 */
noAnswer: Forward | null, 
/**
 * Calls that come while it is in use.
 */
busy: Forward | null, 
/**
 * How long it rings before.
 */
ringSeconds: number | null, 
/**
 * The mobile number that the PBX has for the agent. Untrusted text.
 */
mobile: string | null, 
/**
 * When it was read.
 */
asOf: WallMillis, };

export type PhoneStatus = "unknown" | "unavailable" | "idle" | "ringing" | "in-use" | "on-hold" | "faulty";

export type PlayerCommand = { "kind": "pause" } | { "kind": "resume" } | { "kind": "seek", 
/**
 * Milliseconds from the start.
 */
position: number, } | { "kind": "speed", 
/**
 * 50 to 200; 100 is as it was spoken.
 */
percent: number, };

export type PlayingView = { 
/**
 * Milliseconds from the start, at the view's `now`.
 */
position: number, 
/**
 * Milliseconds in all; 0: not known.
 */
length: number, 
/**
 * It holds on.
 */
paused: boolean, 
/**
 * 100 is as it was spoken.
 */
speed: number, 
/**
 * How loud it is from start to end, each 0 to 100.
 */
loudness: Array<number>, };

export type Policy = { 
/**
 * What nobody else can change.
 */
fixed: Array<Fixed>, 
/**
 * Proposals for the first sign-in, which the person may change.
 */
proposed: Array<FixedSetting>, 
/**
 * With what the form of the first sign-in begins; made of the others.
 */
firstAccount: Account | null, 
/**
 * Keys and files that do not hold. Untrusted text.
 */
wrong: Array<string>, };

export type PopAfter = "strip" | "whole" | "gone";

export type PopIntent = { "kind": "call", 
/**
 * With this one.
 */
call: CallKey, 
/**
 * What to do.
 */
command: CallCommand, } | { "kind": "open-page", call: CallKey, 
/**
 * Which of the settings it is.
 */
slot: number, } | { "kind": "consult", command: ConsultCommand, } | { "kind": "dismiss-pop", call: CallKey, } | { "kind": "choose-contact", call: CallKey, person: number, };

export type PopLevel = "top" | "below-full-screen";

export type PopPlace = "bottom-right" | "bottom-left" | "top-right" | "top-left" | "where-left";

export type PopPlaceIntent = { "kind": "keep-pop-place", place: KeptPlace, } | { "kind": "reset-pop-place" };

export type PopScreen = "pointer" | "main-window" | "primary";

export type PopShow = "all" | "queue" | "outside" | "none";

export type PopTastes = { show: PopShow, place: PopPlace, screen: PopScreen, after: PopAfter, };

export type PopView = { 
/**
 * That of the view it was made of.
 */
revision: number, 
/**
 * The wall clock of that view; ages count from it.
 */
now: WallMillis, 
/**
 * That view's clock; timers count from it.
 */
clock: number, 
/**
 * The call that is shown with all that is known of it.
 */
whole: CallView | null, 
/**
 * Those that have a line each, oldest first.
 */
strips: Array<CallView>, 
/**
 * Somebody is asked first about one of these calls.
 */
consult: ConsultView | null, 
/**
 * The program shows itself how calls pop up.
 */
testCall: boolean, language: Language, theme: Theme, };

export type Practice = "possible" | "in-call" | "forbidden";

export type Preferences = { 
/**
 * What an outbound route wants in front of outside numbers, e.g. `9`.
 */
outsidePrefix: string, 
/**
 * What the trunk takes for the `+` of an international number, e.g. `00`; empty: `+`, or `00` behind a prefix.
 */
plus: string, 
/**
 * Shortcuts for all programs that are not the usual ones; empty: none.
 */
hotkeys: { [key in HotkeyAction]?: string }, 
/**
 * Keys of the window that are not the usual ones.
 */
keys: { [key in KeyDeed]?: string }, 
/**
 * Whose numbers are dialled without a question.
 */
trusted: Array<DialSource>, 
/**
 * Let the agent's own phone lift by itself when a number is dialled here.
 */
autoAnswer: boolean, 
/**
 * Play a ring through this computer's speakers.
 */
ringSound: boolean, 
/**
 * Language of everything shown.
 */
language: Language, 
/**
 * Light or dark.
 */
theme: Theme, 
/**
 * How large the main window draws its page, in percent; 0: as it is made, which is 100. Outside of 100 to 200 the
 * next of both is meant.
 */
textPercent: number, 
/**
 * Keep the main window's page while it is hidden in the tray: it is back at once, and holds its memory.
 */
keepWindow: boolean, 
/**
 * Colours of queues that have another than their usual one, by number.
 */
queueColours: { [key in string]: QueueColour }, 
/**
 * Whether the pop-up lies above programs that fill the screen.
 */
popLevel: PopLevel, pop: PopTastes, 
/**
 * Country of national numbers, e.g. `CN`; empty: digits are compared as they are.
 */
country: string, 
/**
 * Area code of local numbers, e.g. `021`; empty: local numbers are compared as they are.
 */
areaCode: string, 
/**
 * Pages of callers in other programs. The first two have a button each.
 */
crm: Array<CrmTarget>, 
/**
 * Other programs that are told of calls.
 */
scripts: Scripts, 
/**
 * Servers that have contacts, in the order in which they are asked.
 */
contactSources: Array<ContactSource>, 
/**
 * Seconds that the PBX is given for an answer, for one that is slow or far away; 0: ten.
 */
answerSeconds: number, 
/**
 * Sign in over connections that nobody can listen to, or not at all.
 */
onlyEncrypted: boolean, 
/**
 * Days for which calls are kept; 0: for ever.
 */
historyDays: number, };

export type ProgramTrouble = { "kind": "no-full-path" } | { "kind": "cannot-start", 
/**
 * The system's words.
 */
detail: string, } | { "kind": "failed", 
/**
 * Its exit code, where it had one.
 */
code: number | null, } | { "kind": "too-slow" };

export type Protection = "address-and-path" | "address-only";

export type QueueColour = "blue" | "orange" | "green" | "violet" | "teal" | "pink" | "olive" | "red";

export type QueueCommand = "join" | "leave" | "pause" | "unpause";

export type QueueMark = { number: string, colour: QueueColour, 
/**
 * One or two characters. Of another queue they are others.
 */
letter: string, };

export type QueueView = { number: string, name: string, mark: QueueMark, 
/**
 * How the agent belongs to it.
 */
membership: Membership, 
/**
 * Gets its calls, or would without the pause.
 */
signedIn: boolean, 
/**
 * Gets none for now.
 */
paused: boolean, 
/**
 * The agent has left this one by itself: signing in to all leaves it out.
 */
leftByYou: boolean, 
/**
 * Callers waiting; `None` before the first answer.
 */
waiting: number | null, 
/**
 * Who serves it now, in the PBX's order.
 */
members: Array<MemberView>, 
/**
 * When members and callers were last heard of, if that is longer ago than asking again explains. An age that only
 * grows would be a view at each answer, though nothing else has changed.
 */
asOf: WallMillis | null, 
/**
 * What has been asked of the PBX and is not answered yet.
 */
pending: QueueCommand | null, 
/**
 * The queue's password is needed for this: ask, store it, and send the intent again.
 */
passwordNeededFor: QueueCommand | null, 
/**
 * What the core would accept now.
 */
can: Array<QueueCommand>, };

export type QuitAnswer = "leave" | "pause" | "stay";

export type QuitIntent = { "kind": "quit" } | { "kind": "answer-quit", answer: QuitAnswer, } | { "kind": "cancel-quit" } | { "kind": "end-session" } | { "kind": "sleep" };

export type QuitView = { "kind": "asked", 
/**
 * Their names.
 */
queues: Array<string>, } | { "kind": "under-way", answer: QuitAnswer, } | { "kind": "done" };

export type Reason = { 
/**
 * What other programs know it by.
 */
id: string, en: string, zh: string, 
/**
 * How long it lasts as a rule.
 */
minutes: number | null, 
/**
 * It is work, only not on the phone.
 */
work: boolean, };

export type ReceiverView = { 
/**
 * Our address as the PBX was told.
 */
address: string, 
/**
 * Our port as the PBX was told.
 */
port: number, 
/**
 * When the latest report came, to ten seconds.
 */
lastReport: WallMillis | null, 
/**
 * Reports that were damaged and have been mended.
 */
mended: number, 
/**
 * What protects reports; `None` before the first.
 */
protection: Protection | null, };

export type RecentNumber = { 
/**
 * As it can be dialled.
 */
number: string, 
/**
 * Whose, where known.
 */
name: string | null, };

export type Refusal = { "kind": "not-signed-in" } | { "kind": "not-now" } | { "kind": "no-such-call" } | { "kind": "no-such-queue" } | { "kind": "invalid-number", why: NotANumber, } | { "kind": "own-number" } | { "kind": "unanswered" } | { "kind": "extension-in-transfer", number: string, 
/**
 * The extension behind it.
 */
extension: string, } | { "kind": "same-person" } | { "kind": "reason-required" } | { "kind": "no-such-reason", 
/**
 * Those that there are.
 */
known: Array<string>, } | { "kind": "result-required" } | { "kind": "invalid-account", field: AccountField, } | { "kind": "invalid-forward", why: WrongForward, } | { "kind": "invalid-setting", field: SettingField, } | { "kind": "invalid-hotkey", action: HotkeyAction, why: WrongShortcut, } | { "kind": "invalid-key", deed: KeyDeed, why: WrongKey, } | { "kind": "marked-not-read", why: NotRead, } | { "kind": "no-number-marked" } | { "kind": "invalid-target", 
/**
 * Which of them.
 */
slot: number, why: WrongTarget, } | { "kind": "set-by-administrator", field: FixedField, } | { "kind": "not-confirmed" } | { "kind": "time-is-past" } | { "kind": "time-is-too-far" } | { "kind": "no-such-item" } | { "kind": "favourites-full" } | { "kind": "in-call" } | { "kind": "shutting-down" };

export type RemindWhen = { "when": "in", minutes: number, } | { "when": "at", at: WallMillis, };

export type ResultsView = { choices: Array<CallResult>, 
/**
 * Nothing else can be written.
 */
closed: boolean, 
/**
 * Without one the work is not done.
 */
required: boolean, };

export type RowLeftOut = { line: number, why: WhyNoFavourite, 
/**
 * What stands there in place of a number, shortened.
 */
text: string, };

export type Scheme = "http" | "https" | "auto";

export type Scripts = { 
/**
 * Of what the program is told.
 */
events: Array<CallEvent>, 
/**
 * Web addresses that JSON is posted to.
 */
webhooks: Array<Webhook>, 
/**
 * Full path of a program that is started; empty: none.
 */
program: string, 
/**
 * Its arguments, one each; braces stand for what is known of the call.
 */
arguments: Array<string>, };

export type ServedQueue = { number: string, name: string, 
/**
 * Gets none of its calls for now; never said of what was told too long ago.
 */
paused: boolean, };

export type SessionIntent = { "kind": "retry-now" } | { "kind": "try-password-again" } | { "kind": "trust-certificate", 
/**
 * The fingerprint that was shown; another one is refused.
 */
fingerprint: string, } | { "kind": "believe-address", 
/**
 * As it was told.
 */
address: string, } | { "kind": "doubt-address", 
/**
 * As it was allowed.
 */
address: string, };

export type SettingField = "outside-prefix" | "plus" | "country" | "area-code" | "webhook" | "program" | "source-name" | "source-address" | "source-user" | "source-base" | "source-filter" | "source-attributes";

export type Settings = { 
/**
 * The PBX and who we are on it; `None` before the first sign-in and after "forget".
 */
account: Account | null, 
/**
 * Messages that were heard or saved, so that the others can be told as new.
 */
heard: Array<string>, 
/**
 * Messages of the mailbox that were told as new.
 */
mailTold: Array<string>, 
/**
 * What this desktop lacks, as far as the agent has been told.
 */
lacksTold: Array<Lack>, 
/**
 * The agent has signed out, and stays so at the next start.
 */
signedOut: boolean, 
/**
 * Ready or paused, which goes on where it was at the next start.
 */
wish: KeptWish, 
/**
 * Numbers at hand, in the agent's order.
 */
favourites: Array<Favourite>, 
/**
 * Queues that the agent has left one by one: signing in to all leaves them out.
 */
leftQueues: Array<string>, 
/**
 * Where the agent has left the pop-up, the latest last.
 */
popPlaces: Array<KeptPlace>, 
/**
 * Somebody else may look at the screen: names and numbers are hidden until that is taken back.
 */
namesHidden: boolean, preferences: Preferences, };

export type SettingsTrouble = { "kind": "set-aside", 
/**
 * Where it is now.
 */
path: string, } | { "kind": "fields-lost", 
/**
 * Which, from the outside in: `preferences.theme`.
 */
fields: Array<string>, } | { "kind": "unreadable", failure: Failure, } | { "kind": "not-kept", failure: Failure, };

export type SoundIntent = { "kind": "play", media: MediaId, } | { "kind": "open-elsewhere", media: MediaId, } | { "kind": "stop-playing" } | { "kind": "player", command: PlayerCommand, } | { "kind": "save-all", media: Array<MediaId>, } | { "kind": "save", media: MediaId, };

export type SourceAttributes = { name: string, company: string, numbers: Array<string>, };

export type SourceKind = "carddav" | "ldap";

export type SourceState = { "state": "never" } | { "state": "working" } | { "state": "ok", at: WallMillis, } | { "state": "failing", since: WallMillis, why: SourceTrouble, } | { "state": "paused", why: SourceTrouble, };

export type SourceTest = { "kind": "worked", 
/**
 * How many; of a directory, as many as it tells of at once.
 */
count: number, 
/**
 * Some of them. Untrusted text.
 */
examples: Array<string>, } | { "kind": "failed", why: SourceTrouble, };

export type SourceTrouble = { "kind": "unknown-name" } | { "kind": "no-connection", 
/**
 * The system's words.
 */
detail: string, } | { "kind": "too-slow" } | { "kind": "no-encryption" } | { "kind": "certificate-unknown", 
/**
 * SHA-256 in lowercase hex.
 */
fingerprint: string, } | { "kind": "certificate-changed", 
/**
 * SHA-256 in lowercase hex of the new one.
 */
fingerprint: string, } | { "kind": "no-password" } | { "kind": "wrong-password" } | { "kind": "keyring-locked" } | { "kind": "no-address-book" } | { "kind": "no-such-base" } | { "kind": "bad-filter" } | { "kind": "refused", 
/**
 * The HTTP status, or the code of the directory.
 */
code: number, } | { "kind": "not-understood" } | { "kind": "cannot-keep", 
/**
 * The system's words.
 */
detail: string, };

export type SourceView = { 
/**
 * Which of those in the settings it is.
 */
slot: number, state: SourceState, 
/**
 * What is kept of it, be it in reach or not.
 */
kept: KeptContacts, 
/**
 * What came of the last test.
 */
test: SourceTest | null, 
/**
 * A test is under way.
 */
testing: boolean, };

export type StateCommand = "be-ready" | "take-pause" | "drop-next" | "stay-paused" | "stay-ready" | "finish-work" | "extend-work";

export type StateIntent = { "kind": "be-ready" } | { "kind": "take-pause", 
/**
 * Its id; none: without a reason.
 */
reason: string | null, 
/**
 * In the agent's own words, for the reason "other".
 */
text: string, } | { "kind": "drop-next" } | { "kind": "stay-paused" } | { "kind": "stay-ready" } | { "kind": "extend-wrap-up" };

export type TeamCommand = { "kind": "find", 
/**
 * A part of a name, or how a number begins; empty: all.
 */
text: string, 
/**
 * Those who serve this queue.
 */
queue: string | null, } | { "kind": "watch", extension: string, } | { "kind": "stop-watching", extension: string, };

export type TeamView = { 
/**
 * Favourites first, then by name; none while the page is not seen.
 */
rows: Array<ColleagueView>, 
/**
 * How many colleagues there are, ourselves left out.
 */
total: number, 
/**
 * So many more are meant than are shown: a name has to be searched for.
 */
hidden: number, 
/**
 * Who is free by now and was waited for.
 */
free: FreeNews | null, };

export type TestCall = { 
/**
 * Day and time on this computer.
 */
when: string, 
/**
 * In the order in which they were made.
 */
hops: Array<Hop>, focus: Focus, };

export type TestCallTrouble = { "kind": "not-listening" } | { "kind": "in-call" } | { "kind": "not-sent", address: string, detail: string, } | { "kind": "not-taken", address: string, } | { "kind": "not-shown", seconds: number, };

export type Theme = "system" | "light" | "dark";

export type Timer = { "kind": "runs", 
/**
 * What the view's `clock` said when it began, in milliseconds; below zero, where that was in an earlier run.
 */
since: number, } | { "kind": "stands", seconds: number, };

export type Unplayable = { "kind": "format", 
/**
 * What people call it, e.g. AMR.
 */
name: string, } | { "kind": "unknown" } | { "kind": "empty" } | { "kind": "not-a-sound", found: NotSound, };

export type Unreachable = "name-not-found" | "connection-refused" | "no-answer" | "no-route" | "connection-lost";

export type View = { 
/**
 * Grows with every published view.
 */
revision: number, 
/**
 * The wall clock when this view was made; ages count from it.
 */
now: WallMillis, 
/**
 * The clock that never jumps, in milliseconds, when this view was made; timers count from it.
 */
clock: number, connection: ConnectionView, 
/**
 * Who is signed in; the last one while reconnecting.
 */
agent: AgentView | null, 
/**
 * Ready, paused, on a call …
 */
agentState: AgentStateView, 
/**
 * Live and just ended calls, oldest first.
 */
calls: Array<CallView>, 
/**
 * One of them waits while somebody is asked first.
 */
consult: ConsultView | null, dial: DialView, 
/**
 * Keys that work while another program has the keyboard.
 */
hotkeys: HotkeysView, 
/**
 * Keys of the window that are not the usual ones.
 */
keys: Array<WindowKey>, 
/**
 * The work after calls that is not done yet; that of the last call comes first.
 */
wrapUps: Array<WrapUpView>, 
/**
 * The program is to end.
 */
quit?: QuitView | null, 
/**
 * What can come of a conversation.
 */
results: ResultsView, 
/**
 * The agent's queues, by number.
 */
queues: Array<QueueView>, team: TeamView, 
/**
 * Numbers at hand, in the agent's order.
 */
favourites: Array<FavouriteView>, 
/**
 * The favourites' numbers in all the ways in which they are written, without blanks and marks.
 */
stars?: Array<string> | null, 
/**
 * The agent's mailbox.
 */
voicemail: VoicemailBox, 
/**
 * Missed calls that nobody has come back to.
 */
missed: MissedView, 
/**
 * Files on their way, saved or heard.
 */
media: Array<MediaView>, 
/**
 * Many files that are being saved.
 */
batch: BatchView | null, 
/**
 * Messages, oldest first.
 */
notices: Array<NoticeView>, 
/**
 * Latest numbers, newest first, at most ten.
 */
recent: Array<RecentNumber>, 
/**
 * Grows whenever the history changed: ask again for the page that is shown.
 */
historyRevision: number, 
/**
 * How web addresses that are told of calls take it; those that there was nothing to tell yet are left out.
 */
webhooks: Array<WebhookView>, 
/**
 * Pages that were opened for a call that is made up.
 */
crmTests: Array<CrmTest>, 
/**
 * How servers of contacts do, by slot.
 */
contactSources: Array<SourceView>, 
/**
 * The settings as they hold.
 */
settings: Settings, 
/**
 * What the administrator has set.
 */
policy: Policy, 
/**
 * Where passwords are stored; `None` until one is.
 */
passwordKept: PasswordKept | null, 
/**
 * The program shows itself how calls pop up.
 */
testCall: boolean, 
/**
 * The program runs on the simulated PBX.
 */
demo: boolean, 
/**
 * Whether the agent can go there to practise.
 */
practice: Practice, };

export type VoicemailBox = { 
/**
 * Newest first, by the PBX's own time.
 */
messages: Array<VoicemailView>, 
/**
 * When the list was last heard; `None`: never.
 */
asOf: WallMillis | null, 
/**
 * It is being asked for.
 */
refreshing: boolean, 
/**
 * The PBX has none for the extension, or does not show it.
 */
missing: boolean, 
/**
 * Its dates are of that clock; `None`: not known.
 */
clock?: PbxClock | null, 
/**
 * What came in last.
 */
news: MailNews | null, };

export type VoicemailView = { 
/**
 * Its name on the PBX.
 */
file: string, 
/**
 * Who left it.
 */
from: string, 
/**
 * That caller's name, where known.
 */
fromName: string | null, 
/**
 * When, in the PBX's local time: `2020-04-07 10:56:40`.
 */
date: string, 
/**
 * Seconds, where the PBX says.
 */
seconds: number | null, 
/**
 * Neither heard nor saved here yet.
 */
isNew: boolean, 
/**
 * It is being deleted.
 */
deleting: boolean, };

export type WaitingNumber = { 
/**
 * Another one each time, so that the same number twice is seen twice.
 */
id: number, 
/**
 * What would be dialled.
 */
number: string, 
/**
 * By which way it came.
 */
door: Door, };

export type WallMillis = number;

export type Watch = "impossible" | "possible" | "on";

export type Webhook = { 
/**
 * From 0 to 3. What waits belongs to it, so that it goes to the right address when that is changed.
 */
slot: number, 
/**
 * http or https; empty: none yet.
 */
address: string, 
/**
 * Of what it is told.
 */
events: Array<CallEvent>, };

export type WebhookAnswer = { 
/**
 * The HTTP status; `None`: nothing came back.
 */
status: number | null, at: WallMillis, };

export type WebhookTest = { 
/**
 * The HTTP status; `None`: nothing came back.
 */
status: number | null, 
/**
 * How long that took, in milliseconds.
 */
millis: number, 
/**
 * The first line of the answer. Untrusted text.
 */
line: string, };

export type WebhookTrouble = { "kind": "no-address" } | { "kind": "blocked", 
/**
 * The HTTP status.
 */
status: number, } | { "kind": "keyring-locked" } | { "kind": "away" } | { "kind": "event-refused", 
/**
 * The HTTP status.
 */
status: number, } | { "kind": "given-up" } | { "kind": "cannot-keep" };

export type WebhookView = { 
/**
 * Which of those in the settings it is.
 */
slot: number, 
/**
 * What it answered last.
 */
last: WebhookAnswer | null, 
/**
 * Events that wait to be taken.
 */
waiting: number, 
/**
 * When the first of these happened.
 */
waitingSince: WallMillis | null, 
/**
 * Events that nobody will be told of, since the program started.
 */
dropped: number, 
/**
 * What is wrong; `None`: nothing, as far as is known.
 */
trouble: WebhookTrouble | null, 
/**
 * No secret signs the events, so anybody could send the like.
 */
unsigned: boolean, 
/**
 * Its events are signed with a secret that no other address has.
 */
ownSecret: boolean, 
/**
 * What came of the last test.
 */
test: WebhookTest | null, 
/**
 * A test is under way.
 */
testing: boolean, };

export type WhyLeftOut = "no-number" | "no-name" | "not-a-number" | "shortened";

export type WhyNoFavourite = "no-number" | "not-a-number" | "known" | "full";

export type WhyUnreachable = "no-connection" | "phone-unregistered" | "phone-faulty" | "dnd" | "reports-silent" | "no-queue";

export type WindowKey = { deed: KeyDeed, 
/**
 * As `Ctrl+Shift+H` is one.
 */
shortcut: string, };

export type Wish = { "kind": "ready" } | { "kind": "paused", 
/**
 * As it was chosen; one that the list has no more is kept.
 */
reason: Reason | null, };

export type WrapUpView = { 
/**
 * The call's id in the history, to note something about it.
 */
record: string, 
/**
 * The other party's number.
 */
number: string | null, 
/**
 * The other party's name. Untrusted text.
 */
name: string | null, 
/**
 * Since the call ended.
 */
timer: Timer, 
/**
 * What is noted so far.
 */
note: CallNote, 
/**
 * It is done when there is a result.
 */
lacksResult: boolean, };

export type WrongForward = "no-extension" | "own-extension" | "unknown-extension" | "prefix" | "number" | "no-mobile" | "seconds" | "place";

export type WrongKey = { "kind": "not-a-key" } | { "kind": "no-modifier" } | { "kind": "only-shift" } | { "kind": "writes-sign" } | { "kind": "of-all" } | { "kind": "favourite" } | { "kind": "doubled", with: KeyDeed, } | { "kind": "hotkey", with: HotkeyAction, };

export type WrongShortcut = { "kind": "not-a-key" } | { "kind": "no-modifier" } | { "kind": "only-shift" } | { "kind": "of-all" } | { "kind": "doubled", with: HotkeyAction, } | { "kind": "favourite" } | { "kind": "in-window", with: KeyDeed, };

export type WrongTarget = { "kind": "not-web" } | { "kind": "host-open" } | { "kind": "unknown-word", word: string, } | { "kind": "not-closed" } | { "kind": "too-long", 
/**
 * Letters that it may have.
 */
most: number, } | { "kind": "not-a-queue", text: string, } | { "kind": "too-many" };

export const defaultView: View = {
  "revision": 0,
  "now": 0,
  "clock": 0,
  "connection": {
    "state": "signed-out",
    "since": 0,
    "problem": null,
    "until": null,
    "checks": [],
    "device": null,
    "receiver": null,
    "freePort": null,
    "oddRows": 0,
    "canTryPassword": false
  },
  "agent": null,
  "agentState": {
    "state": {
      "kind": "signed-out"
    },
    "timer": {
      "kind": "stands",
      "seconds": 0
    },
    "until": null,
    "overdue": false,
    "guard": null,
    "changing": false,
    "next": null,
    "otherwise": [],
    "reasons": [],
    "reasonRequired": false,
    "can": []
  },
  "calls": [],
  "consult": null,
  "dial": {
    "possible": false,
    "pending": null,
    "waiting": null,
    "question": null,
    "choice": null,
    "shown": 0,
    "page": null
  },
  "hotkeys": {
    "way": null,
    "keys": [],
    "testing": null,
    "asked": null
  },
  "keys": [],
  "wrapUps": [],
  "results": {
    "choices": [],
    "closed": false,
    "required": false
  },
  "queues": [],
  "team": {
    "rows": [],
    "total": 0,
    "hidden": 0,
    "free": null
  },
  "favourites": [],
  "voicemail": {
    "messages": [],
    "asOf": null,
    "refreshing": false,
    "missing": false,
    "news": null
  },
  "missed": {
    "open": 0,
    "rows": [],
    "due": [],
    "undo": null,
    "asOf": null
  },
  "media": [],
  "batch": null,
  "notices": [],
  "recent": [],
  "historyRevision": 0,
  "webhooks": [],
  "crmTests": [],
  "contactSources": [],
  "settings": {
    "account": null,
    "heard": [],
    "mailTold": [],
    "lacksTold": [],
    "signedOut": false,
    "wish": {
      "wish": {
        "kind": "ready"
      },
      "since": 0,
      "holding": false
    },
    "favourites": [],
    "leftQueues": [],
    "popPlaces": [],
    "namesHidden": false,
    "preferences": {
      "outsidePrefix": "",
      "plus": "",
      "hotkeys": {},
      "keys": {},
      "trusted": [],
      "autoAnswer": false,
      "ringSound": false,
      "language": "system",
      "theme": "system",
      "textPercent": 0,
      "keepWindow": false,
      "queueColours": {},
      "popLevel": "top",
      "pop": {
        "show": "all",
        "place": "bottom-right",
        "screen": "pointer",
        "after": "strip"
      },
      "country": "",
      "areaCode": "",
      "crm": [],
      "scripts": {
        "events": [],
        "webhooks": [],
        "program": "",
        "arguments": []
      },
      "contactSources": [],
      "answerSeconds": 0,
      "onlyEncrypted": false,
      "historyDays": 0
    }
  },
  "policy": {
    "fixed": [],
    "proposed": [],
    "firstAccount": null,
    "wrong": []
  },
  "passwordKept": null,
  "testCall": false,
  "demo": false,
  "practice": "possible"
};

export const defaultAgent: AgentView = {
  "extension": "",
  "name": null,
  "phone": "unknown",
  "doNotDisturb": null,
  "setup": null,
  "pending": null,
  "can": []
};

export const defaultAccount: Account = {
  "scheme": "http",
  "host": "",
  "port": 9011,
  "apiVersion": "v1.1.0",
  "username": "",
  "extension": "",
  "reportHost": null,
  "reportPort": 8260,
  "certificate": null,
  "believed": []
};

export const usualKeys: Array<WindowKey> = [
  {
    "deed": "dial",
    "shortcut": "Ctrl+K"
  },
  {
    "deed": "ringing",
    "shortcut": "Ctrl+Shift+J"
  },
  {
    "deed": "hold",
    "shortcut": "Ctrl+Shift+H"
  },
  {
    "deed": "mute",
    "shortcut": "Ctrl+Shift+M"
  },
  {
    "deed": "transfer",
    "shortcut": "Ctrl+Shift+T"
  },
  {
    "deed": "ask-first",
    "shortcut": "Ctrl+Shift+Y"
  },
  {
    "deed": "hang-up",
    "shortcut": "Ctrl+Shift+E"
  },
  {
    "deed": "note",
    "shortcut": "Ctrl+Shift+N"
  },
  {
    "deed": "pause",
    "shortcut": "Ctrl+Shift+P"
  },
  {
    "deed": "ready",
    "shortcut": "Ctrl+Shift+R"
  },
  {
    "deed": "names",
    "shortcut": "Ctrl+Shift+X"
  },
  {
    "deed": "desk",
    "shortcut": "Alt+1"
  },
  {
    "deed": "missed",
    "shortcut": "Alt+2"
  },
  {
    "deed": "history",
    "shortcut": "Alt+3"
  },
  {
    "deed": "voicemail",
    "shortcut": "Alt+4"
  },
  {
    "deed": "team",
    "shortcut": "Alt+5"
  },
  {
    "deed": "settings",
    "shortcut": "Alt+6"
  },
  {
    "deed": "next-region",
    "shortcut": "F6"
  },
  {
    "deed": "previous-region",
    "shortcut": "Shift+F6"
  },
  {
    "deed": "larger",
    "shortcut": "Ctrl+Plus"
  },
  {
    "deed": "smaller",
    "shortcut": "Ctrl+Minus"
  },
  {
    "deed": "usual-size",
    "shortcut": "Ctrl+0"
  },
  {
    "deed": "quit",
    "shortcut": "Ctrl+Q"
  },
  {
    "deed": "sheet",
    "shortcut": "F1"
  }
];
