//! What the agent is: ready, paused, on a call, out of reach, signed out. The agent's wish is the source; queues follow it,
//! and where somebody else pauses them, the state says so and leaves it at that.

pub(crate) mod after_call;
pub(crate) mod chair;
pub(crate) mod facts;
mod guard;
pub(crate) mod intents;
pub(crate) mod reasons;
pub(crate) mod told;
pub(crate) mod view;

use std::collections::BTreeSet;
use std::time::Duration;

use crate::agent_state::after_call::{AfterCall, Length};
use crate::agent_state::facts::Facts;
use crate::agent_state::reasons::{OTHER, Reason};
use crate::agent_state::view::{AgentState, AgentStateView, Guard};
use crate::command::{QueueCommand, StateCommand};
use crate::failure::Refusal;
use crate::notice::Notice;
use crate::now::{Now, WallMillis};
use crate::queues::Queues;
use crate::settings::{KeptWish, Wish};
use crate::shared::Shared;
use crate::shown;
use crate::timer::Timer;
use guard::Guards;

/// A telephone that is lifted and put down again is no call.
const OFF_HOOK_AFTER: Duration = Duration::from_secs(3);
/// A reason in the agent's own words; the bar has no room for more.
const LONGEST_REASON: usize = 40;

/// The agent's state, what is to come after the call, and since when.
#[derive(Debug, Default)]
pub(crate) struct Duty {
    state: AgentState,
    since: Since,
    /// What it was when that was last told, and since when by the clock on the wall.
    told_state: AgentState,
    told_since: WallMillis,
    /// When the wish that holds was made; `None`: in an earlier run, and nothing has happened yet in this one.
    wished: Option<Since>,
    next: Option<Wish>,
    /// The work that the conversation going on will leave.
    talk: Option<Length>,
    after: Option<AfterCall>,
    /// A result is wanted of the last conversation, and there is none.
    lacks_result: bool,
    guards: Guards,
    /// The phone is in use since then, and no call is known.
    off_hook: Option<Duration>,
    /// What was last told of queues that somebody else has paused.
    told: Vec<String>,
}

/// The beginning of something, which may lie in an earlier run of the program.
#[derive(Debug, Clone, Copy, Default)]
struct Since {
    began: Duration,
    lasted: Duration,
}

impl Since {
    fn now(now: Now) -> Self {
        Self { began: now.monotonic, lasted: Duration::ZERO }
    }

    /// A clock that was set back since then has nothing to say.
    fn kept(wish: &KeptWish, now: Now) -> Self {
        let millis = u64::try_from(now.wall.0.saturating_sub(wish.since.0)).unwrap_or(0);
        Self { began: now.monotonic, lasted: Duration::from_millis(millis) }
    }

    fn timer(self) -> Timer {
        Timer::running(self.began, self.lasted)
    }
}

impl Duty {
    /// Ready, or after the call.
    pub(crate) fn be_ready(&mut self, queues: &mut Queues, shared: &mut Shared) -> Result<(), Refusal> {
        // Else this would be the way around the result.
        if self.lacks_result && !self.is_on_call() {
            return Err(Refusal::ResultRequired);
        }
        self.wish(Wish::Ready, queues, shared)
    }

    /// A pause for a reason of the list, or after the call.
    pub(crate) fn take_pause(
        &mut self,
        reason: Option<&str>,
        text: &str,
        queues: &mut Queues,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        let reason = reason.map(|id| reason_of(id, text, shared)).transpose()?;
        if reason.is_none() && shared.governed.policy().reason_required() {
            return Err(Refusal::ReasonRequired);
        }
        self.wish(Wish::Paused { reason }, queues, shared)
    }

    /// The same at once and whatever goes on: the button beside the queues is about them.
    pub(crate) fn in_all_queues(
        &mut self,
        pause: bool,
        queues: &mut Queues,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        shared.signed_in()?;
        if !queues.could_follow(pause, shared.online) {
            return Err(Refusal::NotNow);
        }
        let wish = match (pause, &shared.settings.wish.wish) {
            (false, _) => Wish::Ready,
            (true, paused @ Wish::Paused { .. }) => paused.clone(),
            (true, Wish::Ready) if shared.governed.policy().reason_required() => {
                return Err(Refusal::ReasonRequired);
            }
            (true, Wish::Ready) => Wish::Paused { reason: None },
        };
        (self.next, self.after) = (None, None);
        self.apply(wish, queues, shared);
        Ok(())
    }

    fn wish(&mut self, wish: Wish, queues: &mut Queues, shared: &mut Shared) -> Result<(), Refusal> {
        shared.signed_in()?;
        if self.is_on_call() {
            // To want what holds already is to want no change.
            self.next = Some(wish).filter(|wish| *wish != shared.settings.wish.wish);
            return Ok(());
        }
        self.after = None;
        self.apply(wish, queues, shared);
        Ok(())
    }

    /// Nothing is to change after the call.
    pub(crate) fn drop_next(&mut self) -> Result<(), Refusal> {
        self.next.take().map(|_| ()).ok_or(Refusal::NotNow)
    }

    /// Now, and in all queues.
    pub(crate) fn apply(&mut self, wish: Wish, queues: &mut Queues, shared: &mut Shared) {
        queues.follow_wish(wish.is_pause(), shared);
        shared.notices.withdraw(is_of_the_state);
        // What was held off is as the wish says from now on.
        shared.settings.wish.holding = false;
        self.keep(wish, shared);
    }

    fn keep(&mut self, wish: Wish, shared: &mut Shared) {
        if shared.settings.wish.wish == wish {
            return;
        }
        self.wished = Some(Since::now(shared.now));
        self.guards.begin_anew();
        shared.settings.wish = KeptWish { wish, since: shared.now.wall, holding: false };
        shared.save_settings();
    }

    /// Whoever goes home has no pause any more.
    pub(crate) fn on_sign_out(&mut self, shared: &mut Shared) {
        self.forget_work();
        self.keep(Wish::Ready, shared);
    }

    /// Whoever keeps the place in the queues is paused in the next session as well.
    pub(crate) fn on_sign_out_paused(&mut self, shared: &mut Shared) {
        self.forget_work();
        if !shared.settings.wish.wish.is_pause() {
            self.keep(Wish::Paused { reason: None }, shared);
        }
    }

    /// The program ends behind what was asked of the queues.
    pub(crate) fn on_quit(&mut self, command: QueueCommand, shared: &mut Shared) {
        match command {
            QueueCommand::Pause => self.on_sign_out_paused(shared),
            QueueCommand::Leave | QueueCommand::Join | QueueCommand::Unpause => self.on_sign_out(shared),
        }
    }

    fn forget_work(&mut self) {
        (self.next, self.talk, self.after) = (None, None, None);
        self.guards.forget_calls();
    }

    fn is_on_call(&self) -> bool {
        matches!(self.state, AgentState::OnCall { .. })
    }

    /// Takes over how things are by now.
    pub(crate) fn follow(&mut self, facts: &Facts, queues: &mut Queues, shared: &mut Shared) {
        let now = shared.now;
        if self.wished.is_none() {
            self.since = Since::now(now);
            self.wished = Some(Since::kept(&shared.settings.wish, now));
        }
        self.off_hook = facts.is_off_hook().then(|| self.off_hook.unwrap_or(now.monotonic));
        self.follow_work(facts, queues, shared);
        if facts.call.is_none()
            && self.after.is_none()
            && let Some(next) = self.next.take()
        {
            self.apply(next, queues, shared);
        }
        if facts.call.is_none() {
            self.let_countdown_end(queues, shared);
        }
        self.release(facts, queues, shared);
        let KeptWish { wish, holding, .. } = &shared.settings.wish;
        queues.bring_in_line(wish.is_pause() || *holding, shared);
        self.hear_of_others(queues, shared);
        let state = self.state_of(&Facts { queues: queues.facts(), ..*facts }, shared);
        self.tell_change(&state, queues.is_changing_pause(), shared);
        if state.begins_anew(&self.state) {
            self.since = Since::now(now);
        }
        self.state = state;
        self.watch_pause(now);
        self.watch_chair(now, shared.governed.policy());
    }

    /// Somebody else has paused a queue, or ended the pause: told, and never undone by itself.
    fn hear_of_others(&mut self, queues: &mut Queues, shared: &mut Shared) {
        let elsewhere = queues.paused_elsewhere(shared);
        if elsewhere != self.told {
            shared.notices.withdraw(|notice| matches!(notice, Notice::PausedElsewhere { .. }));
            if elsewhere.iter().any(|queue| !self.told.contains(queue)) {
                shared.tell(Notice::PausedElsewhere { queues: elsewhere.clone() });
            }
            self.told = elsewhere;
        }
        let facts = queues.facts();
        let is_over = facts.is_settled && facts.own > 0 && facts.paused == 0;
        // No queue is paused, though it was wished and asked for: the wish has been overruled.
        if shared.settings.wish.wish.is_pause() && is_over {
            self.keep(Wish::Ready, shared);
        }
    }

    fn state_of(&self, facts: &Facts, shared: &Shared) -> AgentState {
        let is_off_hook = self.off_hook.is_some_and(|since| since + OFF_HOOK_AFTER <= shared.now.monotonic);
        facts.state(&shared.settings.wish.wish, is_off_hook, self.after.is_some())
    }

    pub(crate) fn next_deadline(&self, shared: &Shared) -> Option<Duration> {
        let now = shared.now;
        let off_hook = self.off_hook.map(|since| since + OFF_HOOK_AFTER).filter(|at| *at > now.monotonic);
        off_hook
            .into_iter()
            .chain(self.work_deadline(now))
            .chain(self.guard_deadline(now))
            .chain(self.chair_deadline(now, shared.governed.policy()))
            .min()
    }

    pub(crate) fn view(&self, queues: &Queues, shared: &Shared) -> AgentStateView {
        let wish = &shared.settings.wish.wish;
        let is_wished = matches!(self.state, AgentState::Paused { elsewhere: false, .. });
        AgentStateView {
            timer: self.wished.filter(|_| is_wished).unwrap_or(self.since).timer(),
            until: self.after.map(|after| millis(after.until)),
            overdue: self.is_overdue(),
            guard: self.guard(shared.now),
            guard_until: self.guards.chair.until().map(millis),
            changing: queues.is_changing_pause(),
            next: self.next.clone(),
            otherwise: queues.otherwise(&self.state, shared),
            reasons: reasons::of(shared.governed.policy()),
            reason_required: shared.governed.policy().reason_required(),
            can: self.can(wish, queues, shared),
            state: self.state.clone(),
        }
    }

    fn can(&self, wish: &Wish, queues: &Queues, shared: &Shared) -> BTreeSet<StateCommand> {
        if !shared.online {
            return BTreeSet::new();
        }
        let next = self.next.as_ref().unwrap_or(wish);
        let is_at_work = self.after.is_some() && !self.is_on_call();
        let is_paused_otherwise = !shared.settings.wish.holding && queues.facts().paused > 0;
        let waits_for_result = self.lacks_result && !self.is_on_call();
        let guard = self.guard(shared.now);
        let possible = [
            (StateCommand::BeReady, (next.is_pause() || is_paused_otherwise) && !waits_for_result),
            (StateCommand::TakePause, true),
            (StateCommand::DropNext, self.next.is_some()),
            (StateCommand::StayPaused, matches!(guard, Some(Guard::Overrun | Guard::Resuming | Guard::Back))),
            (StateCommand::StayReady, matches!(guard, Some(Guard::Unanswered | Guard::Away))),
            (StateCommand::FinishWork, is_at_work && !self.lacks_result),
            (StateCommand::ExtendWork, is_at_work && self.can_extend_work()),
        ];
        possible.into_iter().filter_map(|(command, is_possible)| is_possible.then_some(command)).collect()
    }
}

fn millis(at: Duration) -> u64 {
    u64::try_from(at.as_millis()).unwrap_or(u64::MAX)
}

fn reason_of(id: &str, text: &str, shared: &Shared) -> Result<Reason, Refusal> {
    let reason = reasons::called(id, shared.governed.policy())?;
    let text = shown::in_short(text, LONGEST_REASON);
    if reason.id != OTHER || text.is_empty() {
        return Ok(reason);
    }
    Ok(Reason { en: text.clone(), zh: text, ..reason })
}

fn is_of_the_state(notice: &Notice) -> bool {
    matches!(notice, Notice::PausedElsewhere { .. } | Notice::NotEverywhere { .. })
}
