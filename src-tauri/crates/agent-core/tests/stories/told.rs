//! The view and the effects as lines. Each line of the view has a name; a story shows the lines that changed.

use std::collections::BTreeSet;

use agent_core::{
    AgentStateView, AgentView, Ask, CallCommand, CallDo, CallView, Dial, Effect, Forward, Line, LineOf,
    MissedRow, MissedView, Misses, Order, QueueDo, QueueView, SignIn, Told, ToldCall, TryEncryption, View,
    WebhookView,
};
use serde::Serialize;
use serde_json::Value;

/// Everything a story can show, by name. Running timers are left out: they change each second.
pub(crate) fn lines(view: &View) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let mut add = |key: String, text: String| lines.push((key, text));
    let connection = &view.connection;
    let mut state = words(&connection.state);
    if let Some(problem) = &connection.problem {
        state += &format!(", {}", words(problem));
    }
    if let Some(port) = connection.free_port {
        state += &format!(", port {port} is free");
    }
    if let Some(until) = connection.until {
        state += &format!(", until {}", clock(until.0));
    }
    if connection.can_try_password {
        state += ", can try the password again";
    }
    add("connection".to_owned(), state);
    if connection.odd_rows > 0 {
        add("odd rows".to_owned(), connection.odd_rows.to_string());
    }
    for check in &connection.checks {
        let detail = check.detail.as_ref().map(|detail| format!(": {detail}")).unwrap_or_default();
        add(format!("check {}", words(&check.step)), format!("{}{detail}", words(&check.state)));
    }
    if let Some(agent) = &view.agent {
        add("agent".to_owned(), format!("{} {}", agent.extension, agent.name.clone().unwrap_or_default()));
        add("phone".to_owned(), phone_line(agent));
        for (key, text) in setup_lines(agent) {
            add(key, text);
        }
    }
    if let Some(number) = &view.dial.pending {
        add("dial".to_owned(), format!("waits for the phone: {number}"));
    }
    if let Some(waiting) = &view.dial.waiting {
        let by = words(&waiting.door);
        add("number".to_owned(), format!("waits for the agent: {} by {by}", waiting.number));
    }
    lines.extend(crate::keys::lines(view));
    lines.extend(crate::going::lines(view));
    lines.extend(around(view));
    lines.extend(view.contact_sources.iter().map(crate::contacts::line));
    let mut add = |key: String, text: String| lines.push((key, text));
    view.calls.iter().for_each(|call| add(format!("call {}", call.key.0), call_line(call)));
    view.consult.iter().for_each(|one| add("consult".to_owned(), crate::consult::line(one)));
    for (at, wrap_up) in view.wrap_ups.iter().enumerate() {
        let who = wrap_up.name.as_ref().or(wrap_up.number.as_ref());
        let note = words(&wrap_up.note);
        let lacks = if wrap_up.lacks_result { ", lacks a result" } else { "" };
        let note = format!("{note}{lacks}");
        let key = if at == 0 { "wrap-up".to_owned() } else { format!("wrap-up {}", at + 1) };
        add(key, format!("of {} {note}", who.map_or("(withheld)", String::as_str)));
    }
    for queue in &view.queues {
        add(format!("queue {}", queue.number), queue_line(queue));
    }
    lines.extend(crate::team::lines(view));
    let mut add = |key: String, text: String| lines.push((key, text));
    if let Some(news) = &view.voicemail.news {
        let from = news.from.as_deref().unwrap_or("(withheld)");
        add(format!("news {}", news.id), format!("{} new messages, of {from}", news.count));
    }
    if view.voicemail.missing {
        add("mailbox".to_owned(), "missing".to_owned());
    }
    for message in &view.voicemail.messages {
        let name = message.from_name.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
        let deleting = if message.deleting { ", deleting" } else { "" };
        let seconds = message.seconds.map(|seconds| format!(", {seconds} s")).unwrap_or_default();
        let new = if message.is_new { ", new" } else { "" };
        let text = format!("from {}{name} at {}{seconds}{new}{deleting}", message.from, message.date);
        add(format!("voicemail {}", message.file), text);
    }
    lines.extend(missed(&view.missed));
    let mut add = |key: String, text: String| lines.push((key, text));
    for media in &view.media {
        add(format!("media {}", fields(&media.media)), words(&media.state));
    }
    if view.test_call {
        add("test call".to_owned(), "shown".to_owned());
    }
    if let Some(batch) = view.batch {
        add("saving".to_owned(), format!("{} of {}", batch.done, batch.total));
    }
    for notice in &view.notices {
        add(format!("message {}", notice.id), words(&notice.notice));
    }
    if !view.recent.is_empty() {
        let numbers = view.recent.iter().map(|recent| match &recent.name {
            Some(name) => format!("{} ({name})", recent.number),
            None => recent.number.clone(),
        });
        add("recent".to_owned(), numbers.collect::<Vec<_>>().join(", "));
    }
    lines
}

/// Missed callers and reminders.
fn missed(view: &MissedView) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let mut add = |key: String, text: String| lines.push((key, text));
    for row in &view.rows {
        add(format!("missed {}", row.caller), missed_line(row));
    }
    for due in &view.due {
        let late = if due.late { ", late" } else { "" };
        add(format!("due {}", due.caller), format!("at {}{late}, told {}", clock(due.at.0), due.told));
    }
    if let Some(count) = view.undo {
        add("undo".to_owned(), format!("{count} callers"));
    }
    if let Some(as_of) = view.as_of {
        add("records".to_owned(), format!("of {}", clock(as_of.0)));
    }
    lines
}

fn missed_line(row: &MissedRow) -> String {
    let Misses { count, first, last, longest_ring, queues } = &row.misses;
    let mut line = format!("{count} times");
    if let Some(name) = &row.name {
        line += &format!(" ({name})");
    }
    line += &format!(" {} to {}, rang {longest_ring} s", clock(first.0), clock(last.0));
    if !queues.is_empty() {
        let queues: Vec<&str> =
            queues.iter().map(|queue| queue.name.as_deref().unwrap_or(&queue.number)).collect();
        line += &format!(" in {}", queues.join(" "));
    }
    for one in &row.tries {
        line += &format!(", tried {} {}", clock(one.at.0), words(&one.outcome));
    }
    if let Some(at) = row.reminder {
        line += &format!(", remind {}", clock(at.0));
    }
    let marks =
        [(row.again, ", again"), (!row.can_call, ", can't be called"), (!row.note.is_empty(), ", noted")];
    line.extend(marks.into_iter().filter_map(|(is, mark)| is.then_some(mark)));
    line
}

/// Where its calls go; as usual it is not told, since each sign-in would begin with it.
fn setup_lines(agent: &AgentView) -> Vec<(String, String)> {
    let Some(setup) = &agent.setup else { return Vec::new() };
    let forwards = [("calls not taken", &setup.no_answer), ("calls while busy", &setup.busy)];
    let told = forwards.into_iter().filter(|(_, to)| **to != Some(Forward::Off));
    let seconds = setup.ring_seconds.filter(|seconds| *seconds != 30);
    let rings = seconds.map(|seconds| ("rings".to_owned(), format!("{seconds} s")));
    told.map(|(which, to)| (which.to_owned(), words(to))).chain(rings).collect()
}

/// What it is doing, and what is not as usual.
fn phone_line(agent: &AgentView) -> String {
    let Value::Object(members) = serde_json::to_value(agent).unwrap() else { unreachable!("a struct") };
    let unusual = members.iter().filter_map(|(name, value)| match (name.as_str(), value) {
        ("extension" | "name" | "phone" | "can" | "setup", _) | (_, Value::Null | Value::Bool(false)) => None,
        (name, Value::Bool(true)) => Some(format!(", {name}")),
        (name, value) => Some(format!(", {} {name}", flat(value))),
    });
    words(&agent.phone) + &unusual.collect::<String>()
}

fn call_line(call: &CallView) -> String {
    let mut line = format!("{} {}", words(&call.state), words(&call.direction));
    line += &format!(" {}", call.number.as_deref().unwrap_or("(withheld)"));
    if let Some(name) = &call.name {
        line += &format!(" ({name})");
    }
    if let Some(keys) = &call.key_in {
        line += &format!(", then key in {keys}");
    }
    if let Some(called) = &call.called {
        let queue = call.queue_name.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
        line += &format!(", called {called}{queue}");
    }
    let marks = [(call.muted, ", muted"), (call.mute_unknown, ", perhaps muted"), (call.pop, ", pop")];
    line.extend(marks.into_iter().filter_map(|(is, mark)| is.then_some(mark)));
    if let Some(note) = Some(words(&call.note)).filter(|note| !note.is_empty()) {
        line += &format!(", noted {note}");
    }
    if let Some(card) = &call.card {
        let company = card.company.as_deref().unwrap_or_default();
        let last = card.last_note.as_deref().unwrap_or_default();
        line += &format!(", known as {company} {} calls {last}", card.last_calls.len());
    }
    if let Some(others) = call.card.as_ref().filter(|card| card.people.len() > 1) {
        let names: Vec<&str> = others.people.iter().map(|one| one.name.as_str()).collect();
        line += &format!(", may be {}", names.join(" or "));
    }
    if !call.missed.is_empty() {
        line += &format!(", missed {} times lately", call.missed.len());
    }
    if let Some(pending) = call.pending {
        line += &format!(", {} pending", words(&pending));
    } else if call.lift_phone {
        line += ", lift-phone pending";
    }
    if let Some(end) = &call.end {
        line += &format!(", {}, {} s", words(end), call.timer.seconds(0));
    }
    // A single page is told by what can be done.
    let pages: Vec<String> =
        call.pages.iter().flat_map(|pages| &pages.offered).map(|page| page.slot.to_string()).collect();
    let line = if pages.len() > 1 { format!("{line}, pages {}", pages.join("/")) } else { line };
    // Asking first goes with handing over; a word that stands in each story says nothing.
    let can = call.can.iter().filter(|command| **command != CallCommand::AskFirst).collect();
    let actions = possible(&can);
    if actions.is_empty() { line } else { format!("{line}, can {actions}") }
}

fn queue_line(queue: &QueueView) -> String {
    let mut line = format!("{} {}", queue.name, words(&queue.membership));
    line += if queue.signed_in { ", signed in" } else { ", signed out" };
    if queue.paused {
        line += ", paused";
    }
    if queue.left_by_you {
        line += " by the agent";
    }
    if let Some(waiting) = queue.waiting {
        line += &format!(", {waiting} waiting");
    }
    for member in &queue.members {
        line += &format!(", {} {}", member.extension, words(&member.status));
    }
    if let Some(pending) = queue.pending {
        line += &format!(", {} pending", words(&pending));
    }
    if let Some(action) = queue.password_needed_for {
        line += &format!(", password needed to {}", words(&action));
    }
    let actions = possible(&queue.can);
    if actions.is_empty() { line } else { format!("{line}, can {actions}") }
}

/// The agent's state in one line.
pub(crate) fn state(view: &AgentStateView, clock: u64) -> String {
    let mut line = format!("state {} for {} s", words(&view.state), view.timer.seconds(clock));
    if let Some(until) = view.until {
        line += &format!(", {} s left", until.saturating_sub(clock) / 1000);
    }
    if view.overdue {
        line += ", overdue";
    }
    if let Some(guard) = view.guard {
        line += &format!(", asked {}", words(&guard));
        if let Some(until) = view.guard_until {
            line += &format!(" for {} s", until.saturating_sub(clock) / 1000);
        }
    }
    if view.changing {
        line += ", changing";
    }
    if let Some(next) = &view.next {
        line += &format!(", then {}", words(next));
    }
    if !view.otherwise.is_empty() {
        line += &format!(", otherwise in {}", view.otherwise.join(" "));
    }
    let can = possible(&view.can);
    if can.is_empty() { line } else { format!("{line}, can {can}") }
}

/// What the desk asked for; replies are told where they are refusals.
pub(crate) fn effect(effect: &Effect) -> Option<String> {
    Some(match effect {
        Effect::Refused { refusal } => format!("refused {}", words(refusal)),
        Effect::Listen { account } => format!("listen for reports on port {}", account.report_port),
        Effect::StopListening => "stop listening".to_owned(),
        Effect::Send { ask: Ask::SignIn(SignIn { account }), .. } => {
            format!("send login {}@{}:{}", account.username, account.host, account.port)
        }
        Effect::Send { ask: Ask::TryEncryption(TryEncryption { account }), .. } => {
            format!("try TLS with {}:{}", account.host, account.port)
        }
        Effect::Send { ask, .. } => format!("send {} {}", name(ask), of(ask)).trim_end().to_owned(),
        Effect::Fetch { media, purpose } => format!("fetch {} to {}", fields(media), words(purpose)),
        Effect::OpenFile { media } => format!("open {} elsewhere", fields(media)),
        Effect::Player { command } => format!("player {}", words(command)),
        Effect::StopPlaying => "stop playing".to_owned(),
        Effect::Record { record } => {
            let recording = record.recording.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
            let handed = match record.handed_to.as_deref() {
                None => String::new(),
                Some("") => ", handed over".to_owned(),
                Some(to) => format!(", handed over to {to}"),
            };
            let seconds = record.answered.map_or(0, |answered| (record.ended.0 - answered.0) / 1000);
            format!(
                "history {} {} {}, talked {seconds} s{handed}{recording}",
                words(&record.outcome),
                words(&record.direction),
                record.number.as_deref().unwrap_or("(withheld)"),
            )
        }
        // Each conversation is kept while it goes on; told where something was written.
        Effect::Draft { record } if record.note.is_empty() => return None,
        Effect::Draft { record } => format!("keep {}", words(&record.note)),
        Effect::AddRecording { channel, recording } => format!("recording of #{channel} is {recording}"),
        Effect::OpenPage { address } => format!("open {address}"),
        Effect::Annotate { id, note } => format!("note {} about {id}", words(note)),
        // Asked about each call and at each sign-in; what comes of it is told.
        Effect::CatchUp { extension, pbx_clock: (said, _) } => {
            format!("catch up with {extension}, PBX clock {said}")
        }
        Effect::Post { address, told, .. } => format!("post {} to {address}", post(told)),
        Effect::ReadSource { source } => format!("read contacts of {}", source.address),
        Effect::TestSource { source } => format!("test contacts of {}", source.address),
        Effect::ForgetSource { slot } => format!("forget contacts of source {slot}"),
        Effect::Identify { number, sources } if !sources.is_empty() => {
            let asked: Vec<&str> = sources.iter().map(|source| source.address.as_str()).collect();
            format!("ask {} about {number}", asked.join(" "))
        }
        Effect::TestWebhook { address, .. } => format!("test {address}"),
        Effect::RunProgram { program, arguments } => format!("run {program} {arguments:?}"),
        // What comes of it is told, or read in its file by the runtime's tests.
        Effect::Identify { .. }
        | Effect::ReadMissed { .. }
        | Effect::ReadNoted { .. }
        | Effect::KeepNoteTold { .. }
        | Effect::KeepState { .. } => return None,
        Effect::ReadTeam { ask } => {
            let numbers: Vec<&str> = ask.numbers.iter().map(String::as_str).collect();
            format!("ask everybody's records since {} about {}", clock(ask.since.0), numbers.join(" "))
        }
        Effect::KeepMark { caller, mark } => {
            let done = if mark.done.is_some() { " done" } else { "" };
            let reminder = mark.reminder.map_or_else(String::new, |reminder| {
                format!(", remind {}{}", clock(reminder.at.0), if reminder.told { " told" } else { "" })
            });
            format!("mark {caller}{done}{reminder}")
        }
        Effect::SaveSettings { settings, .. } => match &settings.account {
            Some(account) => format!("save settings of {}", account.extension),
            None => "save settings".to_owned(),
        },
        Effect::ForgivePassword { slot } => format!("forgive password of {}", words(slot)),
        Effect::Believe { addresses } => format!("believe {}", addresses.join(" ")),
        Effect::ForgetPassword { slot } => format!("forget password of {}", words(slot)),
    })
}

fn post(told: &Told) -> String {
    let who = |call: &ToldCall| {
        call.name.clone().or_else(|| call.number.clone()).unwrap_or_else(|| "nobody".to_owned())
    };
    match told {
        Told::Call { event, call } => {
            let ended = call.outcome.map_or_else(String::new, |outcome| format!(", {outcome:?}"));
            format!("{} of {}{ended}", event.word(), who(call))
        }
        Told::Note { call, note } => {
            let times = [note.talk_seconds, note.hold_seconds, note.after_call_seconds];
            let told =
                format!("note {} of {} {}", note.revision, who(call), words(&(&note.result, &note.text)));
            format!("{} {:?}, {times:?} s", told.trim_end(), note.tags)
        }
        Told::State { change } => {
            let why = change.reason.as_ref().map(|why| format!(" for {why}")).unwrap_or_default();
            format!("state {} after {}{why}", change.to, change.from)
        }
        Told::Voicemail { message } => format!("voicemail {}", words(message)),
    }
}

fn around(view: &View) -> Vec<(String, String)> {
    let pages = view.crm_tests.iter();
    let pages = pages.map(|test| (format!("tested page {}", test.slot), test.address.clone()));
    let names = view.settings.names_hidden.then(|| ("names".to_owned(), "hidden".to_owned()));
    names.into_iter().chain(view.webhooks.iter().map(webhook_line)).chain(pages).collect()
}

fn webhook_line(webhook: &WebhookView) -> (String, String) {
    let trouble = webhook.trouble.map_or_else(|| "fine".to_owned(), |trouble| words(&trouble));
    let counts = format!("{} wait, {} dropped", webhook.waiting, webhook.dropped);
    let testing = if webhook.testing { ", testing" } else { "" };
    let test = webhook.test.as_ref().map(|test| format!(", tested {}", words(test))).unwrap_or_default();
    (format!("webhook {}", webhook.slot), format!("{trouble}, {counts}{testing}{test}"))
}

/// What is asked, in a word: as a rule the question's own name.
pub(crate) fn name(ask: &Ask) -> String {
    match ask {
        Ask::LineOf(LineOf { line: Line::Inbound(_), .. }) => "inbound".to_owned(),
        Ask::LineOf(LineOf { line: Line::Outbound(_), .. }) => "outbound".to_owned(),
        Ask::Dial(Dial { order, .. }) | Ask::CallDo(CallDo { command: CallCommand::HangUp, order, .. }) => {
            words_of_order(order).0
        }
        Ask::CallDo(CallDo { command, .. }) => words(command),
        Ask::QueueDo(QueueDo { command, .. }) => format!("{}-queue", words(command)),
        ask => {
            let name = flat(&serde_json::to_value(ask).unwrap()["ask"]);
            let other = OTHER_NAMES.iter().find(|(own, _)| *own == name);
            other.map_or(name, |(_, other)| (*other).to_owned())
        }
    }
}

/// Questions that the stories have always called something else.
const OTHER_NAMES: [(&str, &str); 10] = [
    ("sign-in", "login"),
    ("keep-alive", "heartbeat"),
    ("sign-out", "logout"),
    ("device", "device-info"),
    ("extension-list", "extensions"),
    ("own-phone", "extension"),
    ("queue-list", "queues"),
    ("queue-members", "queue-status"),
    ("mail-list", "voicemail"),
    ("mail-delete", "delete-voicemail"),
];

/// Whose it is, and what else is told to the PBX.
fn of(ask: &Ask) -> String {
    match ask {
        Ask::LineOf(LineOf { line: Line::Inbound(id), .. }) => id.to_string(),
        Ask::LineOf(LineOf { line: Line::Outbound(id), .. }) => id.to_string(),
        Ask::Dial(Dial { order, .. }) | Ask::CallDo(CallDo { order, .. }) => words_of_order(order).1,
        Ask::QueueDo(QueueDo { queue, extension, .. }) => format!("{queue} {extension}"),
        Ask::ExtensionList(_) => String::new(),
        ask => {
            let mut value = serde_json::to_value(ask).unwrap();
            value.as_object_mut().unwrap().shift_remove("ask");
            flat(&value)
        }
    }
}

/// `hang-up-extension` and `101`.
fn words_of_order(order: &Order) -> (String, String) {
    let mut value = serde_json::to_value(order).unwrap();
    let name = value.as_object_mut().unwrap().shift_remove("order").unwrap();
    (flat(&name), flat(&value))
}

/// An enum's name with its fields: `refused 10015 not-connected extension/hold`.
pub(crate) fn words(value: &impl Serialize) -> String {
    flat(&serde_json::to_value(value).unwrap())
}

/// The same without the name.
fn fields(value: &impl Serialize) -> String {
    let mut value = serde_json::to_value(value).unwrap();
    value.as_object_mut().unwrap().remove("kind");
    flat(&value)
}

fn flat(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.replace('\n', " / "),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(list) => list.iter().map(flat).collect::<Vec<_>>().join(" "),
        // What was asked is told by its name alone; whose it was stands before the kind of message.
        Value::Object(object) if object.contains_key("part") => flat(&object["command"]),
        Value::Object(object) => {
            let name = ["kind"].iter().find(|name| object.contains_key(**name));
            let part = object.get("command").and_then(|command| command.get("part"));
            let of_name = name.map(|name| match (flat(&object[*name]), part) {
                (kind, Some(part)) if kind.starts_with("action-") => format!("{}-{kind}", flat(part)),
                (kind, _) => kind,
            });
            let others = object.iter().filter(|(key, _)| name != Some(&key.as_str())).map(|(_, v)| flat(v));
            let all = of_name.into_iter().chain(others).filter(|text| !text.is_empty());
            all.collect::<Vec<_>>().join(" ")
        }
    }
}

/// What can be done.
pub(crate) fn possible<T: Serialize>(can: &BTreeSet<T>) -> String {
    can.iter().map(|command| words(command).replace('-', " ")).collect::<Vec<_>>().join("/")
}

/// `07:12:32`
pub(crate) fn clock(millis: i64) -> String {
    let seconds = millis / 1000;
    format!("{:02}:{:02}:{:02}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
}
