//! The call queues: the agent's place in each, who serves it, who waits.
//!
//! Nothing reports queues, so they are asked: often while they are looked at, now and then while the agent is signed
//! in, never otherwise.

pub(crate) mod ask;
pub(crate) mod leaving;
pub(crate) mod mark;
mod pause;
mod queue;
mod together;
pub(crate) mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use pbx_protocol::endpoints::{AgentStatus, QueueSettings, QueueWithStatus};
use pbx_protocol::{Extension, Meaning, QueueNumber};

use crate::command::{Command, QueueCommand};
use crate::directory::Directory;
use crate::effect::Effect;
use crate::failure::{Failure, Refusal};
use crate::intent::PasswordSlot;
use crate::notice::Notice;
use crate::now::Now;
use crate::phone::PhoneStatus;
use crate::queues::view::{MemberView, Membership, QueueView};
use crate::shared::Shared;
use crate::shown;
use crate::team::view::ServedQueue;
use ask::{QueueDo, QueueList, QueueMembers};
use leaving::Leaving;
use queue::{Queue, Rest, Unsure, Watch, member_status, phone_of};
use together::Together;

// The pace at which a queue that one is in is asked: a PBX in trouble gets no more to do than one that is well.
const LIST_AGAIN: Duration = Duration::from_secs(30);

// No report tells of queues. Who watches callers wait sees a number ten seconds old at most, or of so many queues as old as
// keeps the PBX from more than a question a second.
const WHILE_LOOKED_AT: Duration = Duration::from_secs(10);
const BETWEEN_LOOKED_AT: Duration = Duration::from_millis(1_200);
/// Unwatched, only our own place and what it says of our phone matter: those we are in are asked by turns.
const BETWEEN_OURS: Duration = Duration::from_secs(30);

/// All queues of the PBX, by number.
#[derive(Debug, Default)]
pub(crate) struct Queues {
    by_number: BTreeMap<QueueNumber, Queue>,
    looked_at: bool,
    /// The list could not be had: ask again then.
    list_at: Option<Duration>,
    leaving: Option<Leaving>,
    together: Option<Together>,
}

impl Queues {
    /// Which queues there are. A PBX that says no to that has none for us; one that says nothing is asked again.
    pub(crate) fn on_list(&mut self, outcome: Result<Vec<QueueSettings>, Failure>, shared: &mut Shared) {
        match (outcome, shared.own.clone()) {
            (Ok(list), Some(own)) => self.replace(list, &own, &mut shared.directory),
            (Ok(_) | Err(Failure::Refused { .. }), _) => {}
            (Err(_), _) => self.list_at = Some(shared.now.monotonic + LIST_AGAIN),
        }
    }

    fn replace(&mut self, list: Vec<QueueSettings>, own: &Extension, directory: &mut Directory) {
        let name = |settings: &QueueSettings| (settings.number.clone(), shown::name(settings.name.clone()));
        directory.set_queues(list.iter().map(name).collect());
        // Only which queues there are is news: what was asked of each, and its last status, is still so.
        let mut old = std::mem::take(&mut self.by_number);
        for settings in list {
            // Who is in by the PBX's configuration can't leave through the API.
            let is_static = settings.static_agents.contains(own);
            let known = old.remove(&settings.number);
            let queue = Queue {
                membership: if is_static { Membership::Static } else { Membership::Dynamic },
                signed_in: is_static || settings.dynamic_agents.contains(own),
                // The list tells who is in, and never who pauses: that stands with the members alone.
                paused: known.as_ref().is_some_and(|queue| queue.paused),
                waiting: known.as_ref().and_then(|queue| queue.waiting),
                members: known.as_ref().map(|queue| queue.members.clone()).unwrap_or_default(),
                told: known.as_ref().and_then(|queue| queue.told),
                asked_at: known.as_ref().and_then(|queue| queue.asked_at),
                pending: known.as_ref().and_then(|queue| queue.pending),
                unsure: known.as_ref().and_then(|queue| queue.unsure.clone()),
                password_needed_for: known.as_ref().and_then(|queue| queue.password_needed_for),
                watch: known.map(|queue| queue.watch).unwrap_or_default(),
                rest: Rest { time: Duration::from_secs(settings.wrap_up_seconds.into()), is_on: false },
            };
            self.by_number.insert(settings.number, queue);
        }
    }

    pub(crate) fn look(&mut self, looked_at: bool) {
        self.looked_at = looked_at;
    }

    /// There is no such queue any more.
    pub(crate) fn forget(&mut self, number: &QueueNumber, directory: &mut Directory) {
        self.by_number.remove(number);
        directory.forget_queue(number);
    }

    /// The session ended: what was asked will not be answered.
    pub(crate) fn on_offline(&mut self) {
        self.list_at = None;
        for queue in self.by_number.values_mut() {
            queue.pending = None;
            queue.unsure = None;
            queue.watch = Watch::default();
        }
        self.together = None;
    }

    /// Where the passwords of queues are kept that are signed in to by hand.
    pub(crate) fn password_slots(&self) -> Vec<PasswordSlot> {
        self.by_number.keys().map(|number| PasswordSlot::Queue { queue: number.to_string() }).collect()
    }

    /// Of another session; what the person looks at stays.
    pub(crate) fn clear(&mut self) {
        self.by_number.clear();
        self.list_at = None;
        self.leaving = None;
        self.together = None;
    }

    fn act_on(&mut self, number: &str, command: QueueCommand, shared: &mut Shared) -> Result<(), Refusal> {
        let extension = shared.signed_in()?;
        let number = QueueNumber::parse(number).map_err(|_| Refusal::NoSuchQueue)?;
        let queue = self.by_number.get_mut(&number).ok_or(Refusal::NoSuchQueue)?;
        if !queue.can(true).contains(&command) {
            return Err(Refusal::NotNow);
        }
        queue.pending = Some(command);
        queue.unsure = None;
        queue.password_needed_for = None;
        shared.ask(QueueDo { queue: number, command, extension });
        Ok(())
    }

    /// In that queue, or without one wherever it is possible.
    pub(crate) fn act(
        &mut self,
        queue: Option<&str>,
        command: QueueCommand,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        match queue {
            Some(number) => {
                self.act_on(number, command, shared)?;
                remember_left(number, command, shared);
                Ok(())
            }
            None => self.act_on_all(command, shared),
        }
    }

    fn act_on_all(&mut self, command: QueueCommand, shared: &mut Shared) -> Result<(), Refusal> {
        shared.signed_in()?;
        let can = |queue: &Queue| queue.can(true).contains(&command);
        let all: Vec<&QueueNumber> =
            self.by_number.iter().filter(|(_, queue)| can(queue)).map(|(number, _)| number).collect();
        // Where nothing else is left to sign in to, these are what is meant.
        let is_meant = |number: &&&QueueNumber| command != QueueCommand::Join || !is_left(number, shared);
        let some: Vec<String> = all.iter().filter(is_meant).map(ToString::to_string).collect();
        let numbers = if some.is_empty() { all.iter().map(ToString::to_string).collect() } else { some };
        // Those that can't are left as they are: whoever pauses everywhere is paused in some already.
        let accepted = numbers.iter().filter(|number| self.act_on(number, command, shared).is_ok()).count();
        if accepted == 0 { Err(Refusal::NotNow) } else { Ok(()) }
    }

    pub(crate) fn cancel_password(&mut self, number: &str) -> Result<(), Refusal> {
        let number = QueueNumber::parse(number).map_err(|_| Refusal::NoSuchQueue)?;
        let queue = self.by_number.get_mut(&number).ok_or(Refusal::NoSuchQueue)?;
        queue.password_needed_for.take().map(|_| ()).ok_or(Refusal::NotNow)
    }

    pub(crate) fn on_acted(
        &mut self,
        number: &QueueNumber,
        command: QueueCommand,
        outcome: Result<(), Failure>,
        shared: &mut Shared,
    ) {
        if let Err(failure) = &outcome {
            self.on_left(command, failure);
        }
        let is_told_together = self.hear_together(number, command, &outcome, shared);
        let Some(queue) = self.by_number.get_mut(number) else { return };
        match outcome {
            Err(failure) if failure.may_have_worked() => {
                // It is asked for at once, and then more often than usual: what became of it shows in the members.
                queue.unsure = Some(Unsure { failure, since: shared.now.monotonic });
                queue.asked_at = None;
            }
            Ok(()) => {
                queue.on_done(command, shared.now);
                shared.notices.withdraw(|notice| match notice {
                    Notice::ActionFailed { queue: Some(queue), .. }
                    | Notice::ActionUnknown { queue: Some(queue), .. } => queue == number.as_str(),
                    _ => false,
                });
                shared.ask_anew(QueueMembers { queue: number.clone() });
            }
            Err(_) if is_told_together => queue.pending = None,
            Err(failure) => {
                queue.pending = None;
                on_refused(queue, number, command, failure, shared);
            }
        }
    }

    /// Returns what our own phone is doing, where the PBX tells.
    pub(crate) fn on_status(&mut self, answer: QueueWithStatus, shared: &mut Shared) -> PhoneStatus {
        let Some(queue) = self.by_number.get_mut(&answer.number) else { return PhoneStatus::Unknown };
        queue.waiting = Some(answer.status.waiting);
        queue.members =
            answer.status.members.into_iter().map(|member| (member.extension, member.status)).collect();
        queue.told = Some(shared.now);
        let own = shared.own.as_ref();
        let ours =
            queue.members.iter().find(|(extension, _)| Some(extension) == own).map(|(_, status)| *status);
        // While something is under way the answer may be from before it.
        if queue.pending.is_none() || queue.unsure.is_some() {
            queue.place_us(ours);
        }
        if let Some((command, failure)) = queue.learn_whether_done(ours, shared.now) {
            shared.tell(not_done(&answer.number, command, failure));
        }
        if queue.pending.is_none() {
            queue.watch(ours);
        }
        ours.map_or(PhoneStatus::Unknown, phone_of)
    }

    /// What stays unknown is told.
    pub(crate) fn give_up_asking(&mut self, shared: &mut Shared) {
        for (number, queue) in &mut self.by_number {
            if let Some(command) = queue.give_up_asking(shared.now) {
                shared.tell(not_known(number, command));
            }
        }
    }

    /// A queue has been asked that, and has not answered.
    fn waits_for(&self, command: QueueCommand) -> bool {
        self.by_number.values().any(|queue| queue.pending == Some(command))
    }

    /// Nobody waits any longer for what is pending.
    fn tell_unknown(&self, command: QueueCommand, shared: &mut Shared) {
        let pending = self.by_number.iter().filter(|(_, queue)| queue.pending == Some(command));
        for (number, _) in pending {
            shared.tell(not_known(number, command));
        }
    }

    /// Something happened that changes queues: ask those we are in at once.
    pub(crate) fn refresh_soon(&mut self) {
        // Of the others nothing changes by what our phone does, and each costs the PBX a request.
        for queue in self.by_number.values_mut().filter(|queue| queue.signed_in) {
            queue.asked_at = None;
        }
    }

    pub(crate) fn ask_due(&mut self, shared: &mut Shared) {
        let now = shared.now;
        if self.list_at.is_some_and(|at| at <= now.monotonic) {
            self.list_at = None;
            shared.ask(QueueList {});
        }
        let due: BTreeSet<QueueNumber> = self
            .refreshes()
            .filter(|(_, at)| *at <= now.monotonic)
            .map(|(number, _)| number.clone())
            .collect();
        for number in due {
            self.ask(&number, shared);
        }
    }

    fn ask(&mut self, number: &QueueNumber, shared: &mut Shared) {
        let Some(queue) = self.by_number.get_mut(number) else { return };
        queue.asked_at = Some(shared.now.monotonic);
        // A PBX that is slower than our pace is not asked twice about one queue.
        shared.ask_once(QueueMembers { queue: number.clone() });
    }

    /// Which queue is to be asked when.
    fn refreshes(&self) -> impl Iterator<Item = (&QueueNumber, Duration)> {
        let count = u32::try_from(self.by_number.len()).unwrap_or(u32::MAX);
        let pace = self.looked_at.then(|| WHILE_LOOKED_AT.max(BETWEEN_LOOKED_AT.saturating_mul(count)));
        let own = self
            .by_number
            .iter()
            .filter_map(move |(number, queue)| Some((number, queue.next_refresh(pace)?)));
        own.chain(self.turn().filter(|_| pace.is_none()))
    }

    /// Of those we are in, the one that was asked first, some time after the one that was asked last.
    fn turn(&self) -> Option<(&QueueNumber, Duration)> {
        let ours = || self.by_number.iter().filter(|(_, queue)| queue.signed_in);
        let (first, _) = ours().min_by_key(|(_, queue)| queue.asked_at)?;
        let last = ours().filter_map(|(_, queue)| queue.asked_at).max()?;
        Some((first, last + BETWEEN_OURS))
    }

    pub(crate) fn next_deadline(&self, online: bool, now: Now) -> Option<Duration> {
        let old = self.by_number.values().filter_map(|queue| queue.is_old_at(now));
        let refreshes = self.refreshes().map(|(_, at)| at);
        let asks = refreshes.chain(self.list_at).min().filter(|_| online);
        asks.into_iter().chain(self.leaving.map(Leaving::next_deadline)).chain(old).min()
    }

    /// Who serves a queue, as far as it has told.
    pub(crate) fn members_of(&self, number: &QueueNumber) -> impl Iterator<Item = &Extension> {
        let members = self.by_number.get(number).map(|queue| queue.members.as_slice()).unwrap_or_default();
        members.iter().map(|(extension, _)| extension)
    }

    /// Numbers of those that the agent is signed in to.
    pub(crate) fn ours(&self) -> BTreeSet<String> {
        let ours = self.by_number.iter().filter(|(_, queue)| queue.signed_in);
        ours.map(|(number, _)| number.to_string()).collect()
    }

    /// Who serves a queue that we are in.
    pub(crate) fn members_of_ours(&self) -> impl Iterator<Item = &Extension> {
        let ours = self.by_number.values().filter(|queue| queue.signed_in);
        ours.flat_map(|queue| queue.members.iter().map(|(extension, _)| extension))
    }

    /// The queues that one extension serves.
    pub(crate) fn served_by(&self, extension: &Extension, shared: &Shared) -> Vec<ServedQueue> {
        let serves = |(number, queue): (&QueueNumber, &Queue)| {
            let (_, status) = queue.members.iter().find(|(member, _)| member == extension)?;
            let is_fresh = queue.old_since(shared.online, shared.now).is_none();
            Some(ServedQueue {
                number: number.to_string(),
                name: shared.directory.name_of_queue(number),
                paused: is_fresh && *status == AgentStatus::Paused,
            })
        };
        self.by_number.iter().filter_map(serves).collect()
    }

    pub(crate) fn view(&self, shared: &Shared) -> Vec<QueueView> {
        let view = |(number, queue): (&QueueNumber, &Queue)| QueueView {
            number: number.to_string(),
            name: shared.directory.queue_name(number.as_str()).unwrap_or_default(),
            mark: mark::mark(number.as_str(), shared).unwrap_or_default(),
            membership: queue.membership,
            signed_in: queue.signed_in,
            paused: queue.paused,
            left_by_you: !queue.signed_in && is_left(number, shared),
            waiting: queue.waiting,
            members: queue
                .members
                .iter()
                .map(|(extension, status)| MemberView {
                    extension: extension.to_string(),
                    name: shared.directory.name(extension),
                    status: member_status(*status),
                })
                .collect(),
            as_of: queue.old_since(shared.online, shared.now),
            pending: queue.pending,
            password_needed_for: queue.password_needed_for,
            can: queue.can(shared.online),
        };
        self.by_number.iter().map(view).collect()
    }
}

fn is_left(number: &QueueNumber, shared: &Shared) -> bool {
    shared.settings.left_queues.iter().any(|left| left == number.as_str())
}

/// A queue that is left by itself is meant; one that is left with all others is not.
fn remember_left(number: &str, command: QueueCommand, shared: &mut Shared) {
    let left = &mut shared.settings.left_queues;
    let was_left = left.iter().any(|one| one == number);
    match (command, was_left) {
        (QueueCommand::Leave, false) => left.push(number.to_owned()),
        (QueueCommand::Join, true) => left.retain(|one| one != number),
        (QueueCommand::Leave | QueueCommand::Join | QueueCommand::Pause | QueueCommand::Unpause, _) => return,
    }
    shared.save_settings();
}

fn on_refused(
    queue: &mut Queue,
    number: &QueueNumber,
    command: QueueCommand,
    failure: Failure,
    shared: &mut Shared,
) {
    match &failure {
        Failure::NoPassword => {
            // No failure to tell: trying is how we learn that a queue wants a password, since none is known up here.
            queue.password_needed_for = Some(command);
            return;
        }
        Failure::Refused { meaning: Meaning::WrongQueuePassword | Meaning::WrongCredentials, .. } => {
            queue.password_needed_for = Some(command);
            // Kept, it would be sent again by itself at the next click, and be refused again.
            let slot = PasswordSlot::Queue { queue: number.to_string() };
            shared.push(Effect::ForgetPassword { slot });
        }
        _ => {}
    }
    shared.tell(not_done(number, command, failure));
}

fn not_done(number: &QueueNumber, command: QueueCommand, failure: Failure) -> Notice {
    Notice::ActionFailed { command: Command::Queue(command), queue: Some(number.to_string()), failure }
}

fn not_known(number: &QueueNumber, command: QueueCommand) -> Notice {
    Notice::ActionUnknown { command: Command::Queue(command), call: None, queue: Some(number.to_string()) }
}
