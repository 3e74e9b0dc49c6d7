//! What holds whatever happens: random lines of stories, sensible or not, in any order.

use agent_core::{
    Ask, CallCommand, CallKey, CallState, CallView, ConnectionState, ConsultIntent, DialAnswer, Door,
    DoorIntent, Effect, Forward, ForwardWhen, HotkeyIntent, HotkeyState, HotkeyView, Input, Intent, Journal,
    MediaState, MediaView, MissedIntent, PhoneCommand, PhoneIntent, QueueCommand, RemindWhen, SessionIntent,
    SoundIntent, View,
};
use proptest::prelude::*;

use crate::bench::{self, Bench};
use crate::script;

/// One thing that happens.
#[derive(Debug, Clone)]
enum Happening {
    /// A line of a story.
    Line(String),
    /// One of the actions that are offered just then.
    Offered(usize),
}

/// Reports of two calls at once, on the ids that calls of the captures share and confuse.
fn report() -> impl Strategy<Value = Happening> {
    let actions =
        prop::sample::select(vec!["RING", "ALERT", "ANSWER", "BYE", "Tranfer", "CallFailed 486 Busy Here"]);
    let parties = prop::sample::select(vec![
        "101, in[13800138000 to 101 #1670]",
        "in[13800138000 to 101 #1670], 101",
        "101, in[13900139000 to 6500 #1680]",
        "102, in[13900139000 to 6500 #1680]",
        "101, 102, in[13900139000 to 6500 #1680]",
        "101, 106",
        "106, 101",
        "101",
        "102",
        "101, out[101 to 5551234 #1690]",
        "out[101 to 5551234 #1690], 101",
        "in[13800138000 to 101 #1670]",
    ]);
    let channels = prop::sample::select(vec!["#1670", "#1671", "#1672", "#1680", "#1681", "#1690", "#1691"]);
    (actions, channels, parties)
        .prop_map(|(action, channel, parties)| Happening::Line(format!("< {action} {channel} {parties}")))
}

fn other_line() -> impl Strategy<Value = Happening> {
    prop::sample::select(vec![
        "< status 101 Idle",
        "< status 101 Ringing",
        "< status 101 Busy",
        "< status 102 Busy",
        "< NewCdr #1670 13800138000 -> 101 10/4s ANSWERED Inbound exten-1.wav",
        "< NewCdr #1680 13900139000 -> 6500 10/0s NO ANSWER Inbound",
        "< NewCdr #1690 101 -> 5551234 10/4s ANSWERED Outbound",
        "< BootUp",
        "< an unreadable report",
        "< listening",
        "< port taken",
        "! woke up",
        "! path honoured",
        "! saved msg0001.wav",
        "> sign out",
        "> sign in",
        "> leave all and sign out",
        "< no: refused 30003",
        "! keys by keys: mute taken",
        "! keys by portal",
        "> keys hold Ctrl+Alt+H",
        "> from hotkey: press hold",
        "> from hotkey: press pop-here",
        "> from hotkey: mark 030 12345678, 0171 1234567",
        "> look desk",
        "> look voicemail",
        "> look away",
        "> dial 102",
        "> dial 5551234",
        "> dial nonsense",
        "> hang up call 1",
        "> hold call 1",
        "> transfer 106 call 2",
        "> retry",
        "> delete msg0001.wav",
        "> play msg0001.wav",
        "! amr msg0001.wav",
        "> pause 6500",
        "world phone Busy in[13800138000 to 101 #1670]",
        "world phone Idle",
        "world answers well",
        "world answers unreachable",
        "world answers refused 10003",
    ])
    .prop_map(|line| Happening::Line(line.to_owned()))
}

fn happening() -> impl Strategy<Value = Happening> {
    // Mostly yes: a PBX that mostly refuses lets nothing begin.
    let answers = prop::sample::select(vec![
        "< ok",
        "< ok",
        "< ok",
        "< no: refused 10015",
        "< no: refused 10003",
        "< no: timed-out",
    ])
    .prop_map(|line| Happening::Line(line.to_owned()));
    let waits = prop::sample::select(vec!["(20 ms)", "(2 s)", "(10 s)", "(5 min)", "(40 min)"])
        .prop_map(|line| Happening::Line(line.to_owned()));
    prop_oneof![
        // Reports outweigh the rest: what they do to each other in odd orders is what is looked for.
        6 => report(),
        2 => other_line(),
        4 => (0..64_usize).prop_map(Happening::Offered),
        3 => answers,
        2 => waits,
    ]
}

fn signed_in() -> Bench {
    let mut bench = Bench::new();
    for line in [
        "world queue 6500 Sales; static 101 102; members 101=1 102=1; waiting 0",
        "world queue 6501 Support; dynamic 101 103; members 103=1; waiting 2",
        "world voicemail msg0001.wav 13800138000 2020-04-07_10:56:40 34",
        "signed in as 101",
        "> pages 0 on-ring, 1 on-answer 6500, 2 after-call out outside",
    ] {
        script::perform(&mut bench, line);
    }
    bench
}

/// Every action the view offers.
fn offered(view: &View) -> Vec<Intent> {
    let mut intents: Vec<Intent> = Vec::new();
    for call in &view.calls {
        let key = call.key;
        intents.extend(call.can.iter().map(|command| match command {
            CallCommand::Transfer => Intent::Transfer { call: key, to: "106".to_owned() },
            CallCommand::AskFirst => {
                Intent::Consult(ConsultIntent::AskFirst { call: key, to: "103".to_owned() })
            }
            command => Intent::Call { call: key, command: *command },
        }));
        let pages = call.pages.iter().flat_map(|pages| &pages.offered);
        intents.extend(pages.map(|page| Intent::OpenPage { call: key, slot: page.slot }));
        intents.extend(call.pop.then_some(Intent::DismissPop { call: key }));
    }
    let consult = view.consult.iter().flat_map(|consult| consult.can.iter());
    intents.extend(consult.map(|command| Intent::Consult(ConsultIntent::Consult { command: *command })));
    if view.connection.can_try_password {
        intents.push(Intent::Session(SessionIntent::TryPasswordAgain));
    }
    if view.queues.iter().any(|queue| queue.can.contains(&QueueCommand::Leave)) {
        intents.push(Intent::Queue { queue: None, command: QueueCommand::Leave });
    }
    for queue in &view.queues {
        let number = queue.number.clone();
        let of_queue =
            |command: &QueueCommand| Intent::Queue { queue: Some(number.clone()), command: *command };
        intents.extend(queue.can.iter().map(of_queue));
        let is_asked = queue.password_needed_for.is_some();
        intents.extend(is_asked.then(|| Intent::CancelQueuePassword { queue: number.clone() }));
    }
    let phone = view.agent.iter().flat_map(|agent| agent.can.iter());
    intents.extend(phone.map(|command| match command {
        PhoneCommand::ForwardNoAnswer => {
            Intent::Phone(PhoneIntent::Forward { when: ForwardWhen::NoAnswer, to: Forward::Voicemail })
        }
        PhoneCommand::ForwardBusy => {
            Intent::Phone(PhoneIntent::Forward { when: ForwardWhen::Busy, to: Forward::Voicemail })
        }
        PhoneCommand::SetRingTime => Intent::Phone(PhoneIntent::SetRingTime { seconds: 60 }),
        command => Intent::Phone(PhoneIntent::Phone { command: *command }),
    }));
    let opens = |media: &&MediaView| matches!(media.state, MediaState::Failed { can_open: true, .. });
    let media = view.media.iter().filter(opens).map(|one| one.media.clone());
    intents.extend(media.map(|media| Intent::Sound(SoundIntent::OpenElsewhere { media })));
    intents.extend(view.missed.undo.map(|_| Intent::Missed(MissedIntent::UndoMissed)));
    for row in &view.missed.rows {
        let caller = row.caller.clone();
        intents.push(Intent::Missed(MissedIntent::Remind {
            caller: caller.clone(),
            when: RemindWhen::In { minutes: 15 },
        }));
        intents.extend(
            row.reminder.map(|_| Intent::Missed(MissedIntent::DropReminder { caller: caller.clone() })),
        );
        intents.push(Intent::Missed(MissedIntent::FinishMissed { callers: vec![caller] }));
    }
    intents.extend(view.notices.iter().map(|notice| Intent::DismissNotice { id: notice.id }));
    if view.dial.possible {
        intents.push(Intent::Door(DoorIntent::Dial { number: "102".to_owned() }));
        intents.push(Intent::Door(DoorIntent::Dial { number: "5551234".to_owned() }));
    }
    if let Some(question) = &view.dial.question {
        intents.push(Intent::Door(DoorIntent::AnswerDial { id: question.id, answer: DialAnswer::Drop }));
        if view.dial.possible {
            intents.push(Intent::Door(DoorIntent::AnswerDial {
                id: question.id,
                answer: DialAnswer::CallAndTrust,
            }));
        }
    }
    if let Some(choice) = &view.dial.choice {
        intents.push(Intent::Door(DoorIntent::ChooseDial { id: choice.id, at: choice.numbers.len() - 1 }));
        intents.push(Intent::Door(DoorIntent::AnswerDial { id: choice.id, answer: DialAnswer::Drop }));
    }
    let may_work = |key: &&HotkeyView| matches!(key.state, HotkeyState::Working | HotkeyState::NotArrived);
    let keys = view.hotkeys.keys.iter().filter(may_work);
    intents.extend(keys.map(|key| Intent::Hotkey(HotkeyIntent::TestHotkey { action: key.action })));
    if view.connection.state == ConnectionState::Online {
        intents.push(Intent::RefreshVoicemail);
    }
    intents
}

fn perform(bench: &mut Bench, happening: &Happening) {
    match happening {
        Happening::Line(line) => drop(script::perform(bench, line)),
        Happening::Offered(pick) => {
            let intents = offered(&bench.view());
            if let Some(intent) = intents.get(pick % intents.len().max(1)) {
                bench.happen(Input::Intent { intent: intent.clone(), door: Door::Window });
            }
        }
    }
}

/// The call that an effect acts on, where an intent named one.
fn acts_on_call(input: &Input) -> Option<CallKey> {
    let Input::Intent { intent, .. } = input else { return None };
    match intent {
        Intent::Call { call, .. }
        | Intent::Transfer { call, .. }
        | Intent::Consult(ConsultIntent::AskFirst { call, .. }) => Some(*call),
        _ => None,
    }
}

fn steers_a_call(effect: &Effect) -> bool {
    matches!(effect, Effect::Send { ask: Ask::CallDo(_), .. })
}

/// One of thirty callers, and what becomes of the call.
#[derive(Debug, Clone, Copy)]
struct Caller {
    answered: bool,
    withheld: bool,
}

impl Caller {
    /// The reports of call `at`, in the order of the PBX.
    fn reports(self, at: usize) -> Vec<String> {
        let number = if self.withheld { "anonymous".to_owned() } else { format!("1380013{at:04}") };
        // As in the captures, ids of one call differ by a few; those of two calls never meet.
        let line = 3000 + 10 * at;
        let (inside, outside) = (line + 2, format!("in[{number} to 101 #{line}]"));
        let mut reports = vec![format!("< RING #{inside} 101, {outside}")];
        if self.answered {
            reports.push(format!("< ANSWER #{line} 101, {outside}"));
        }
        reports.push(format!("< BYE #{line} {outside}, 101"));
        reports
    }
}

fn callers() -> impl Strategy<Value = Vec<Caller>> {
    let caller = (any::<bool>(), any::<bool>());
    let caller = caller.prop_map(|(answered, withheld)| Caller { answered, withheld });
    prop::collection::vec(caller, 30)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    /// The bench itself asserts that revisions rise and that no met deadline stays.
    #[test]
    fn what_is_offered_is_accepted(happenings in prop::collection::vec(happening(), 1..60)) {
        let mut bench = signed_in();
        for happening in &happenings {
            let at = bench.steps.len();
            perform(&mut bench, happening);
            if let (Happening::Offered(_), Some(step)) = (happening, bench.steps.get(at)) {
                let accepted = !step.effects.iter().any(|effect| matches!(effect, Effect::Refused { .. }));
                prop_assert!(accepted, "{:?} was offered and then refused: {:?}", step.input, step.effects);
            }
        }
    }

    #[test]
    fn only_a_wish_about_a_live_call_steers_one(happenings in prop::collection::vec(happening(), 1..60)) {
        let mut bench = signed_in();
        for happening in &happenings {
            perform(&mut bench, happening);
        }
        for step in &bench.steps {
            if step.effects.iter().any(steers_a_call) {
                // Who is asked first is called, and the call handed over, behind what the PBX says.
                let asked_first = step.before.consult.as_ref().map(|consult| consult.call);
                let key = acts_on_call(&step.input).or(asked_first);
                let is_key = matches!(&step.input, Input::Intent { intent: Intent::Hotkey(_), .. });
                // A key means the call that can do it.
                let is_meant = |call: &CallView| Some(call.key) == key || (is_key && !call.can.is_empty());
                let is_live = |call: &CallView| call.state != CallState::Ended && is_meant(call);
                prop_assert!(step.before.calls.iter().any(is_live), "{:?}", step.input);
            }
        }
    }

    #[test]
    fn what_waits_settles_without_an_answer(happenings in prop::collection::vec(happening(), 1..60)) {
        let mut bench = signed_in();
        for happening in &happenings {
            perform(&mut bench, happening);
        }
        // The PBX says nothing from now on.
        script::perform(&mut bench, "world answers slowly");
        // Longer than the desk waits for any answer.
        script::perform(&mut bench, "(5 min)");
        let view = bench.view();
        prop_assert!(view.calls.iter().all(|call| call.pending.is_none()), "{:?}", view.calls);
        prop_assert!(view.queues.iter().all(|queue| queue.pending.is_none()), "{:?}", view.queues);
        prop_assert_eq!(&view.dial.pending, &None);
    }

    #[test]
    fn a_journal_replays_and_reports_may_come_twice(happenings in prop::collection::vec(happening(), 1..60)) {
        let mut bench = signed_in();
        for happening in &happenings {
            perform(&mut bench, happening);
        }
        let seen = View { revision: 0, ..(*bench.view()).clone() };
        prop_assert_eq!(&bench::replay(&bench.startup, &bench.journal, 1), &seen);
        prop_assert_eq!(&bench::replay(&bench.startup, &bench.journal, 2), &seen);
    }

    #[test]
    fn a_masked_journal_replays_and_tells_of_nobody(happenings in prop::collection::vec(happening(), 1..60)) {
        let mut bench = signed_in();
        for happening in &happenings {
            perform(&mut bench, happening);
        }
        let mut journal = Journal::new(bench.startup.clone());
        for (now, input) in &bench.journal {
            journal.note(input, *now);
        }
        let masked = journal.masked();
        for private in ["13800138000", "13900139000", "5551234", "Li Na", "Wang", "Sales", "10.0.0.5", "10.0.0.7"] {
            prop_assert!(!masked.contains(private), "{private} in {masked}");
        }
        // Whatever names somebody is masked: what is left to compare is the course of things.
        let shape = |view: &View| {
            let calls = view.calls.iter().map(|call| (call.state, call.direction, call.pending, call.timer));
            (view.connection.state, calls.collect::<Vec<_>>(), view.notices.len(), view.queues.len())
        };
        let views = agent_core::replay(&masked).unwrap();
        prop_assert_eq!(views.last().map(|view| shape(view)), Some(shape(&bench.view())));
    }

    /// Thirty calls at once, many of them without a number: each has its own end.
    #[test]
    fn thirty_calls_at_once_are_thirty(callers in callers(), mut order in prop::collection::vec(any::<prop::sample::Index>(), 90)) {
        let mut bench = signed_in();
        let mut left: Vec<_> = callers.iter().enumerate().map(|(at, caller)| caller.reports(at).into_iter()).collect();
        let mut told: Vec<usize> = Vec::new();
        while let Some(pick) = order.pop() {
            let open: Vec<usize> = (0..left.len()).filter(|at| left[*at].len() > 0).collect();
            if open.is_empty() {
                break;
            }
            let at = open[pick.index(open.len())];
            if left[at].len() == callers[at].reports(at).len() {
                told.push(at);
            }
            script::perform(&mut bench, &left[at].next().unwrap());
            let live = bench.view().calls.iter().filter(|call| call.state != CallState::Ended).count();
            let begun = told.iter().filter(|at| left[**at].len() > 0).count();
            prop_assert_eq!(live, begun);
        }
        let lines: Vec<String> = bench.view().calls.iter().map(|call| call.number.clone().unwrap_or_default()).collect();
        let expected: Vec<String> = told.iter().map(|at| if callers[*at].withheld { String::new() } else { format!("1380013{at:04}") }).collect();
        prop_assert_eq!(lines, expected);
        let talked: Vec<bool> = bench.view().calls.iter().map(|call| call.answered.is_some()).collect();
        let answered: Vec<bool> = told.iter().map(|at| callers[*at].answered).collect();
        prop_assert_eq!(talked, answered);
    }
}
