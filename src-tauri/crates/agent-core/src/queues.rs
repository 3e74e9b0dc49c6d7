//! The call queues: the agent's place in each, who serves it, who waits.
//!
//! Nothing reports queues, so they are asked: often while they are looked at, now and then while the agent is signed
//! in, never otherwise.

pub(crate) mod ask;
mod leaving;
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
use crate::now::{Now, WallMillis};
use crate::phone::PhoneStatus;
use crate::queues::view::{MemberStatus, MemberView, Membership, QueueView};
use crate::shared::Shared;
use crate::shown;
use ask::{QueueDo, QueueList, QueueMembers};
use leaving::Leaving;

const WHILE_LOOKED_AT: Duration = Duration::from_secs(10);
const WHILE_SIGNED_IN: Duration = Duration::from_secs(30);
/// A PBX that was late with an answer is late with the deed, but not by more than that.
const DONE_WITHIN: Duration = Duration::from_secs(15);
const ASKED_FOR: Duration = Duration::from_mins(1);
const WHILE_UNSURE: Duration = Duration::from_secs(5);
const LIST_AGAIN: Duration = Duration::from_secs(30);

/// All queues of the PBX, by number.
#[derive(Debug, Default)]
pub(crate) struct Queues {
    by_number: BTreeMap<QueueNumber, Queue>,
    looked_at: bool,
    /// The list could not be had: ask again then.
    list_at: Option<Duration>,
    leaving: Option<Leaving>,
}

#[derive(Debug)]
struct Queue {
    membership: Membership,
    signed_in: bool,
    paused: bool,
    waiting: Option<u32>,
    members: Vec<(Extension, AgentStatus)>,
    as_of: Option<WallMillis>,
    asked_at: Option<Duration>,
    pending: Option<QueueCommand>,
    /// What is pending was not answered, and may have been done.
    unsure: Option<Unsure>,
    password_needed_for: Option<QueueCommand>,
}

/// What may have been done.
#[derive(Debug, Clone)]
struct Unsure {
    failure: Failure,
    since: Duration,
}

impl Queue {
    /// What turns out not to have been done, though it was asked.
    fn learn_whether_done(&mut self, ours: Option<AgentStatus>, now: Now) -> Option<(QueueCommand, Failure)> {
        let command = self.pending?;
        if matches!(command, QueueCommand::Pause | QueueCommand::Unpause) && hides_the_pause(ours) {
            return None;
        }
        let is_done = match command {
            QueueCommand::Join => self.signed_in,
            QueueCommand::Leave => !self.signed_in,
            QueueCommand::Pause => self.paused,
            QueueCommand::Unpause => !self.paused,
        };
        let unsure = self.unsure.take_if(|unsure| is_done || now.monotonic >= unsure.since + DONE_WITHIN)?;
        self.pending = None;
        (!is_done).then_some((command, unsure.failure))
    }

    /// What the core would accept now.
    fn can(&self, online: bool) -> BTreeSet<QueueCommand> {
        if !online || self.pending.is_some() {
            return BTreeSet::new();
        }
        let dynamic = self.membership == Membership::Dynamic;
        let possible = [
            (QueueCommand::Join, dynamic && !self.signed_in),
            (QueueCommand::Leave, dynamic && self.signed_in),
            (QueueCommand::Pause, self.signed_in && !self.paused),
            (QueueCommand::Unpause, self.signed_in && self.paused),
        ];
        possible.into_iter().filter_map(|(command, is_possible)| is_possible.then_some(command)).collect()
    }

    /// Takes over what the PBX says of our own place.
    fn place_us(&mut self, ours: Option<AgentStatus>) {
        if self.membership == Membership::Dynamic {
            self.signed_in = ours.is_some();
        }
        match ours {
            Some(AgentStatus::Paused) => self.paused = true,
            // Only these say that the agent would be rung; a busy phone hides the pause.
            Some(AgentStatus::NotInUse | AgentStatus::Ringing | AgentStatus::InUseAndRinging) => {
                self.paused = false;
            }
            None if self.membership == Membership::Dynamic => self.paused = false,
            None
            | Some(
                AgentStatus::Unknown
                | AgentStatus::InUse
                | AgentStatus::Busy
                | AgentStatus::Invalid
                | AgentStatus::Unavailable
                | AgentStatus::OnHold
                | AgentStatus::WrapUp,
            ) => {}
        }
    }

    /// Nothing made it clear for so long: the person may try again.
    fn give_up_asking(&mut self, now: Now) -> Option<QueueCommand> {
        self.unsure.take_if(|unsure| now.monotonic >= unsure.since + ASKED_FOR)?;
        self.pending.take()
    }

    fn next_refresh(&self, looked_at: bool) -> Option<Duration> {
        let pause = if self.unsure.is_some() {
            WHILE_UNSURE
        } else if looked_at {
            WHILE_LOOKED_AT
        } else if self.signed_in {
            WHILE_SIGNED_IN
        } else {
            return None;
        };
        Some(self.asked_at.map_or(Duration::ZERO, |at| at + pause))
    }
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
        let mut old = std::mem::take(&mut self.by_number);
        for settings in list {
            let is_static = settings.static_agents.contains(own);
            let known = old.remove(&settings.number);
            let queue = Queue {
                membership: if is_static { Membership::Static } else { Membership::Dynamic },
                signed_in: is_static || settings.dynamic_agents.contains(own),
                paused: known.as_ref().is_some_and(|queue| queue.paused),
                waiting: known.as_ref().and_then(|queue| queue.waiting),
                members: known.as_ref().map(|queue| queue.members.clone()).unwrap_or_default(),
                as_of: known.as_ref().and_then(|queue| queue.as_of),
                asked_at: known.as_ref().and_then(|queue| queue.asked_at),
                pending: known.as_ref().and_then(|queue| queue.pending),
                unsure: known.as_ref().and_then(|queue| queue.unsure.clone()),
                password_needed_for: known.and_then(|queue| queue.password_needed_for),
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
        }
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
            Some(number) => self.act_on(number, command, shared),
            None => self.act_on_all(command, shared),
        }
    }

    fn act_on_all(&mut self, command: QueueCommand, shared: &mut Shared) -> Result<(), Refusal> {
        shared.signed_in()?;
        let numbers: Vec<String> = self.by_number.keys().map(ToString::to_string).collect();
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
        if let (QueueCommand::Leave, Err(failure)) = (command, &outcome) {
            self.on_left(failure);
        }
        let Some(queue) = self.by_number.get_mut(number) else { return };
        if let Err(failure) = &outcome
            && failure.may_have_worked()
        {
            queue.unsure = Some(Unsure { failure: failure.clone(), since: shared.now.monotonic });
            queue.asked_at = None;
            return;
        }
        queue.pending = None;
        let failure = match outcome {
            Ok(()) => {
                match command {
                    QueueCommand::Join => (queue.signed_in, queue.paused) = (true, false),
                    QueueCommand::Leave => (queue.signed_in, queue.paused) = (false, false),
                    QueueCommand::Pause => queue.paused = true,
                    QueueCommand::Unpause => queue.paused = false,
                }
                shared.notices.withdraw(|notice| match notice {
                    Notice::ActionFailed { queue: Some(queue), .. }
                    | Notice::ActionUnknown { queue: Some(queue), .. } => queue == number.as_str(),
                    _ => false,
                });
                queue.asked_at = Some(shared.now.monotonic);
                shared.ask_anew(QueueMembers { queue: number.clone() });
                return;
            }
            Err(failure) => failure,
        };
        match &failure {
            Failure::NoPassword => {
                queue.password_needed_for = Some(command);
                return;
            }
            Failure::Refused { meaning: Meaning::WrongQueuePassword | Meaning::WrongCredentials, .. } => {
                queue.password_needed_for = Some(command);
                let slot = PasswordSlot::Queue { queue: number.to_string() };
                shared.push(Effect::ForgetPassword { slot });
            }
            _ => {}
        }
        shared.tell(not_done(number, command, failure));
    }

    /// Returns what our own phone is doing, where the PBX tells.
    pub(crate) fn on_status(&mut self, answer: QueueWithStatus, shared: &mut Shared) -> PhoneStatus {
        let Some(queue) = self.by_number.get_mut(&answer.number) else { return PhoneStatus::Unknown };
        queue.waiting = Some(answer.status.waiting);
        queue.members =
            answer.status.members.into_iter().map(|member| (member.extension, member.status)).collect();
        queue.as_of = Some(shared.now.wall);
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

    /// A queue is being left.
    fn is_leaving(&self) -> bool {
        self.by_number.values().any(|queue| queue.pending == Some(QueueCommand::Leave))
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
        let looked_at = self.looked_at;
        let due: Vec<QueueNumber> = self
            .by_number
            .iter()
            .filter(|(_, queue)| queue.next_refresh(looked_at).is_some_and(|at| at <= now.monotonic))
            .map(|(number, _)| number.clone())
            .collect();
        for number in due {
            self.ask(&number, shared);
        }
    }

    fn ask(&mut self, number: &QueueNumber, shared: &mut Shared) {
        let Some(queue) = self.by_number.get_mut(number) else { return };
        queue.asked_at = Some(shared.now.monotonic);
        shared.ask_once(QueueMembers { queue: number.clone() });
    }

    pub(crate) fn next_deadline(&self, online: bool) -> Option<Duration> {
        let refreshes = self.by_number.values().filter_map(|queue| queue.next_refresh(self.looked_at));
        let asks = refreshes.chain(self.list_at).min().filter(|_| online);
        asks.into_iter().chain(self.leaving.map(Leaving::next_deadline)).min()
    }

    pub(crate) fn view(&self, shared: &Shared) -> Vec<QueueView> {
        let view = |(number, queue): (&QueueNumber, &Queue)| QueueView {
            number: number.to_string(),
            name: shared.directory.queue_name(number.as_str()).unwrap_or_default(),
            membership: queue.membership,
            signed_in: queue.signed_in,
            paused: queue.paused,
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
            as_of: queue.as_of,
            pending: queue.pending,
            password_needed_for: queue.password_needed_for,
            can: queue.can(shared.online),
        };
        self.by_number.iter().map(view).collect()
    }
}

fn not_done(number: &QueueNumber, command: QueueCommand, failure: Failure) -> Notice {
    Notice::ActionFailed { command: Command::Queue(command), queue: Some(number.to_string()), failure }
}

fn not_known(number: &QueueNumber, command: QueueCommand) -> Notice {
    Notice::ActionUnknown { command: Command::Queue(command), call: None, queue: Some(number.to_string()) }
}

/// Whether this word would be the same with a pause and without.
const fn hides_the_pause(ours: Option<AgentStatus>) -> bool {
    match ours {
        None
        | Some(
            AgentStatus::Paused | AgentStatus::NotInUse | AgentStatus::Ringing | AgentStatus::InUseAndRinging,
        ) => false,
        Some(
            AgentStatus::Unknown
            | AgentStatus::InUse
            | AgentStatus::Busy
            | AgentStatus::Invalid
            | AgentStatus::Unavailable
            | AgentStatus::OnHold
            | AgentStatus::WrapUp,
        ) => true,
    }
}

fn phone_of(status: AgentStatus) -> PhoneStatus {
    match status {
        AgentStatus::NotInUse => PhoneStatus::Idle,
        AgentStatus::InUse | AgentStatus::Busy | AgentStatus::InUseAndRinging => PhoneStatus::InUse,
        AgentStatus::Ringing => PhoneStatus::Ringing,
        AgentStatus::OnHold => PhoneStatus::OnHold,
        AgentStatus::Unavailable | AgentStatus::Invalid => PhoneStatus::Unavailable,
        AgentStatus::Paused | AgentStatus::WrapUp | AgentStatus::Unknown => PhoneStatus::Unknown,
    }
}

fn member_status(status: AgentStatus) -> MemberStatus {
    match status {
        AgentStatus::NotInUse => MemberStatus::Free,
        AgentStatus::InUse | AgentStatus::Busy => MemberStatus::Talking,
        AgentStatus::Ringing | AgentStatus::InUseAndRinging => MemberStatus::Ringing,
        AgentStatus::OnHold => MemberStatus::OnHold,
        AgentStatus::Paused => MemberStatus::Paused,
        AgentStatus::WrapUp => MemberStatus::WrapUp,
        AgentStatus::Unavailable | AgentStatus::Invalid => MemberStatus::Unavailable,
        AgentStatus::Unknown => MemberStatus::Unknown,
    }
}
