//! One desk with time by hand, a PBX that answers questions by itself, and a journal of all that happened.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use agent_core::{
    Answer, Ask, CallRecord, CallerMark, Desk, Effect, Failure, Input, KeptMark, NoteTold, NotedCall, Now,
    PastCallOf, RequestId, Startup, View, WallMillis,
};

use crate::world::{Mood, World};
use crate::{told, wire};

/// 2020-05-20 07:12:32 UTC, the second of the captures.
const START: i64 = 1_589_958_752_000;

/// Told where a story answers what was not asked; no story may.
pub(crate) const NOTHING_WAITS: &str = "(nothing waits for an answer)";

pub(crate) struct Bench {
    pub(crate) startup: Startup,
    desk: Desk,
    now: Now,
    pub(crate) world: World,
    /// Not answered yet.
    questions: VecDeque<(RequestId, Ask)>,
    /// The question asked last is answered first.
    pub(crate) answers_backwards: bool,
    deeds: VecDeque<(RequestId, Ask)>,
    told: Vec<String>,
    shown: Vec<(String, String)>,
    pub(crate) journal: Vec<(Now, Input)>,
    pub(crate) steps: Vec<Step>,
    /// What the disk has of calls that go on.
    drafts: BTreeMap<String, CallRecord>,
    /// What it has of those of the run before.
    left: BTreeMap<String, CallRecord>,
    /// Past calls, as the disk has them.
    past: BTreeMap<String, CallRecord>,
    marks: BTreeMap<String, CallerMark>,
    /// The history is asked for missed calls.
    reads_missed: bool,
    /// How far other programs know what came of past calls, as the disk has it.
    noted: BTreeMap<String, NoteTold>,
    /// What the history is asked about past calls, and answers.
    read_noted: Vec<(String, Option<Box<NotedCall>>)>,
}

/// What one input led to.
pub(crate) struct Step {
    pub(crate) before: Arc<View>,
    pub(crate) input: Input,
    pub(crate) effects: Vec<Effect>,
}

pub(crate) fn start() -> Now {
    // Not at zero: a span that is taken off would be cut short there, and nobody would see it.
    Now { monotonic: Duration::from_secs(100), wall: WallMillis(START) }
}

impl Bench {
    pub(crate) fn now(&self) -> Now {
        self.now
    }

    pub(crate) fn new() -> Self {
        let desk = Desk::new(Startup::default(), start());
        let shown = told::lines(&desk.view());
        let mut bench = Self {
            startup: Startup::default(),
            desk,
            now: start(),
            world: World::new(),
            questions: VecDeque::new(),
            answers_backwards: false,
            deeds: VecDeque::new(),
            told: Vec::new(),
            shown,
            journal: Vec::new(),
            steps: Vec::new(),
            drafts: BTreeMap::new(),
            left: BTreeMap::new(),
            past: BTreeMap::new(),
            marks: BTreeMap::new(),
            reads_missed: false,
            noted: BTreeMap::new(),
            read_noted: Vec::new(),
        };
        bench.open_history();
        bench
    }

    pub(crate) fn view(&self) -> Arc<View> {
        self.desk.view()
    }

    /// What has been asked for and shown since the last look; what only repeats itself in a long time is counted.
    pub(crate) fn take_told(&mut self) -> Vec<String> {
        let mut lines: Vec<(String, usize)> = Vec::new();
        for line in std::mem::take(&mut self.told) {
            // What is asked each minute fills a page in five, while any other repetition is worth a look.
            let is_routine = |line: &str| {
                ["send heartbeat", "send extensions"].contains(&line) || line.starts_with("send voicemail ")
            };
            let mut routine = lines.iter_mut().rev().take_while(|(last, _)| is_routine(last));
            match routine.find(|(last, _)| *last == line) {
                Some((_, times)) => *times += 1,
                None => lines.push((line, 1)),
            }
        }
        let told = |(line, times)| if times == 1 { line } else { format!("{line}, {times} times") };
        lines.into_iter().map(told).collect()
    }

    pub(crate) fn say(&mut self, line: String) {
        self.told.push(line);
    }

    /// Lets it happen, and lets the PBX answer what it is asked.
    pub(crate) fn happen(&mut self, input: Input) {
        self.step(input);
        if std::mem::take(&mut self.reads_missed) {
            self.tell_missed();
        }
        for (id, call) in std::mem::take(&mut self.read_noted) {
            self.step(Input::NotedRead { id, call });
        }
        if self.world.mood != Mood::Slow {
            self.answer_questions();
        }
    }

    pub(crate) fn answer_questions(&mut self) {
        while !self.questions.is_empty() {
            self.answer_once();
        }
    }

    /// Answers what is asked by now, but not what is asked because of the answers.
    pub(crate) fn answer_once(&mut self) {
        let mut questions = std::mem::take(&mut self.questions);
        if self.answers_backwards {
            questions.make_contiguous().reverse();
        }
        for (id, ask) in questions {
            let outcome = self.world.answer(&ask).unwrap();
            let passed_over = self.world.odd_rows(&ask);
            self.step(Input::Sent { id, outcome, passed_over });
        }
    }

    /// The program is killed and starts again; its history is not open yet.
    pub(crate) fn restart(&mut self) {
        self.startup.settings = self.view().settings.clone();
        self.startup.recent.clone_from(&self.view().recent);
        self.desk = Desk::new(self.startup.clone(), start());
        // As on a real machine: the clock that never jumps begins anew with the run, the wall's goes on.
        self.now = Now { monotonic: start().monotonic, ..self.now };
        self.journal.clear();
        self.questions.clear();
        self.deeds.clear();
        self.left = std::mem::take(&mut self.drafts);
        self.happen(Input::Started);
    }

    /// The history tells what the disk has.
    pub(crate) fn open_history(&mut self) {
        let unfinished = std::mem::take(&mut self.left).into_values().collect();
        self.happen(Input::HistoryOpened { recent: Vec::new(), unfinished });
    }

    /// What the disk has of missed calls. It leaves the sorting out to the desk.
    fn tell_missed(&mut self) {
        let line = |record: &CallRecord| record.number.as_deref().map(wire::line);
        let calls = self.past.values();
        let calls = calls
            .map(|record| PastCallOf { line: line(record), record: record.clone(), company: None })
            .collect();
        let marks = self.marks.iter();
        let marks = marks.map(|(caller, mark)| KeptMark { caller: caller.clone(), mark: *mark }).collect();
        self.step(Input::MissedRead { calls, marks });
    }

    /// A call as the disk has it now.
    fn noted(&self, id: &str) -> Option<Box<NotedCall>> {
        let record = self.past.get(id)?.clone();
        let line = record.number.as_deref().map(wire::line);
        let told = self.noted.get(id).copied().unwrap_or_default();
        Some(Box::new(NotedCall { call: PastCallOf { record, line, company: None }, told }))
    }

    /// The oldest call that the disk has.
    pub(crate) fn oldest_past(&self) -> String {
        self.past.values().min_by_key(|record| record.started).unwrap().id.clone()
    }

    /// The disk has no past calls any more.
    pub(crate) fn forget_past(&mut self) {
        self.past.clear();
        self.happen(Input::HistoryChanged);
    }

    /// The PBX's records fill in a call that nobody saw.
    pub(crate) fn fill_in(&mut self, record: CallRecord) {
        self.past.insert(record.id.clone(), record);
    }

    /// The PBX answers the oldest thing it was told to do.
    pub(crate) fn answer_deed(&mut self, outcome: impl FnOnce(&Ask) -> Result<Answer, Failure>) {
        let Some((id, ask)) = self.deeds.pop_front() else {
            return self.say(NOTHING_WAITS.to_owned());
        };
        let outcome = outcome(&ask);
        self.happen(Input::Sent { id, outcome, passed_over: 0 });
    }

    pub(crate) fn pass(&mut self, by: Duration) {
        let until = self.now.monotonic + by;
        // From deadline to deadline, as the event loop wakes: one leap would hide what lies between.
        while let Some(deadline) = self.desk.next_deadline().filter(|deadline| *deadline <= until) {
            self.go_to(deadline);
            self.happen(Input::Deadline);
        }
        self.go_to(until);
    }

    fn go_to(&mut self, monotonic: Duration) {
        let by = monotonic.saturating_sub(self.now.monotonic);
        let millis = i64::try_from(by.as_millis()).unwrap();
        self.now =
            Now { monotonic: self.now.monotonic.max(monotonic), wall: WallMillis(self.now.wall.0 + millis) };
    }

    fn step(&mut self, input: Input) {
        self.journal.push((self.now, input.clone()));
        let before = self.desk.view();
        let is_deadline = input == Input::Deadline;
        let effects = self.desk.step(input.clone(), self.now);
        let after = self.desk.view();
        assert!(Arc::ptr_eq(&before, &after) || before.revision < after.revision, "a revision must rise");
        if is_deadline {
            // One that stays would wake the event loop again at once, for ever.
            let next = self.desk.next_deadline();
            assert!(
                next.is_none_or(|next| next > self.now.monotonic),
                "a met deadline must not stay: {next:?}"
            );
        }
        self.steps.push(Step { before, input, effects: effects.clone() });
        for effect in effects {
            self.told.extend(told::effect(&effect));
            self.keep_request(effect);
        }
        self.show(&after);
    }

    /// `back 60 min`, `forward 60 min`: the wall's alone.
    pub(crate) fn set_clock(&mut self, text: &str) {
        let (way, minutes) = text.trim_end_matches(" min").split_once(' ').unwrap();
        let millis = minutes.parse::<i64>().unwrap() * 60_000;
        self.now.wall.0 += if way == "back" { -millis } else { millis };
    }

    fn keep_request(&mut self, effect: Effect) {
        match &effect {
            Effect::Draft { record } => drop(self.drafts.insert(record.id.clone(), record.clone())),
            Effect::Record { record } => {
                self.drafts.remove(&record.id);
                self.past.insert(record.id.clone(), record.clone());
            }
            Effect::ReadMissed { .. } => self.reads_missed = true,
            Effect::ReadNoted { id } => self.read_noted.push((id.clone(), self.noted(id))),
            Effect::KeepNoteTold { id, told } => drop(self.noted.insert(id.clone(), *told)),
            Effect::Annotate { id, note } => {
                if let Some(record) = self.past.get_mut(id) {
                    record.note.clone_from(note);
                }
            }
            Effect::KeepMark { caller, mark } if *mark == CallerMark::default() => {
                self.marks.remove(caller);
            }
            Effect::KeepMark { caller, mark } => drop(self.marks.insert(caller.clone(), *mark)),
            _ => {}
        }
        let Effect::Send { id, ask } = effect else { return };
        match (self.world.answer(&ask).is_some(), &ask) {
            (true, _) => self.questions.push_back((id, ask)),
            // Nobody waits for the answer to that.
            (false, Ask::SignOut(_)) => {}
            (false, _) => self.deeds.push_back((id, ask)),
        }
    }

    fn show(&mut self, view: &View) {
        let lines = told::lines(view);
        for (key, text) in &lines {
            if !self.shown.iter().any(|shown| shown.0 == *key && shown.1 == *text) {
                self.told.push(format!("{key} {text}"));
            }
        }
        for (key, _) in &self.shown {
            if !lines.iter().any(|line| line.0 == *key) {
                self.told.push(format!("{key} gone"));
            }
        }
        self.shown = lines;
    }
}

/// The view after a journal was read back from JSON and replayed, each report `times` times.
pub(crate) fn replay(startup: &Startup, journal: &[(Now, Input)], times: usize) -> View {
    // Through JSON, as a journal comes from the field: what it does not carry could not be replayed there.
    let written = serde_json::to_string(journal).unwrap();
    let journal: Vec<(Now, Input)> = serde_json::from_str(&written).unwrap();
    let mut desk = Desk::new(startup.clone(), start());
    for (now, input) in journal {
        let times = if matches!(input, Input::Report { .. }) { times } else { 1 };
        for _ in 0..times {
            desk.step(input.clone(), now);
        }
    }
    // Doubled reports are more steps: the same has to be shown, not as often.
    View { revision: 0, ..(*desk.view()).clone() }
}
