//! Whether somebody sits at the computer, as far as its system tells: whoever is ready and is not there is asked, and then
//! paused; a pause that is over ends by itself, where that is wanted and somebody is there; and whoever comes back to a pause
//! is reminded of it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Duty;
use crate::agent_state::reasons::{self, Reason};
use crate::agent_state::view::{AgentState, Guard};
use crate::now::Now;
use crate::policy::{FixedField, Policy};
use crate::queues::Queues;
use crate::settings::Wish;
use crate::shared::Shared;

/// So long nobody has used keyboard or mouse when the system says that it is idle.
const IDLE_AFTER: Duration = Duration::from_mins(1);
/// Somebody who reads uses neither.
const AWAY_AFTER: Duration = Duration::from_mins(5);
/// Time to say that one is there.
const ASKED_FOR: Duration = Duration::from_mins(1);
/// Time to stop it.
const RESUMES_AFTER: Duration = Duration::from_secs(30);
/// Whoever has not answered by then has seen it.
const REMINDED_FOR: Duration = Duration::from_mins(1);
/// What other programs know that pause by.
pub(super) const AWAY: &str = "away";

/// What this computer's system tells of who sits there. A system that tells nothing says none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    Locked,
    Unlocked,
    /// Keyboard and mouse have not been used for a minute.
    Idle,
    /// One of them is used.
    Active,
}

/// What is known of it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Chair {
    /// The system tells when keyboard and mouse are used.
    tells: bool,
    locked: Option<Duration>,
    /// Nobody has used them since then.
    idle: Option<Duration>,
    /// Somebody has come back then, and there was a pause.
    back: Option<Duration>,
    /// The agent has said to stay ready, until there is something new.
    excused: bool,
    counting: Option<Counting>,
}

/// What happens by itself, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Counting {
    guard: Guard,
    until: Duration,
}

impl Chair {
    /// Somebody is there, and not only perhaps.
    fn is_taken(&self) -> bool {
        self.tells && self.locked.is_none() && self.idle.is_none()
    }

    /// When whoever is ready since then counts as away.
    fn away_at(&self, ready: Duration) -> Option<Duration> {
        let idle = self.idle.map(|since| since.max(ready) + AWAY_AFTER);
        let locked = self.locked.map(|since| since.max(ready));
        idle.into_iter().chain(locked).min().filter(|_| !self.excused)
    }

    pub(super) fn stay(&mut self) {
        (self.excused, self.counting) = (true, None);
    }

    /// The agent has seen it, or there is another pause.
    pub(super) fn forget_return(&mut self) {
        (self.back, self.counting) = (None, None);
    }

    pub(super) fn guard(&self, now: Duration) -> Option<Guard> {
        let back = self.back.filter(|back| *back + REMINDED_FOR > now).map(|_| Guard::Back);
        self.counting.map(|counting| counting.guard).or(back)
    }

    pub(super) fn until(&self) -> Option<Duration> {
        self.counting.map(|counting| counting.until)
    }
}

impl Duty {
    pub(crate) fn on_presence(&mut self, presence: Presence, now: Now) {
        let is_paused = self.is_paused_here();
        let (chair, at) = (&mut self.guards.chair, now.monotonic);
        let is_back = match presence {
            Presence::Locked => {
                (chair.locked, chair.back) = (chair.locked.or(Some(at)), None);
                false
            }
            Presence::Unlocked => chair.locked.take().is_some(),
            Presence::Idle => {
                chair.tells = true;
                chair.idle = chair.idle.or(Some(at.saturating_sub(IDLE_AFTER)));
                false
            }
            Presence::Active => {
                chair.tells = true;
                chair.idle.take().is_some_and(|since| since + AWAY_AFTER <= at)
            }
        };
        chair.excused &= !matches!(presence, Presence::Unlocked | Presence::Active);
        if is_back && is_paused {
            chair.back = Some(at);
        }
    }

    fn is_paused_here(&self) -> bool {
        matches!(self.state, AgentState::Paused { elsewhere: false, .. })
    }

    /// What has counted down happens.
    pub(super) fn let_countdown_end(&mut self, queues: &mut Queues, shared: &mut Shared) {
        let now = shared.now.monotonic;
        let Some(over) = self.guards.chair.counting.take_if(|counting| counting.until <= now) else { return };
        let wish = match over.guard {
            Guard::Away => {
                // Once an absence, whatever the PBX makes of it.
                self.guards.chair.stay();
                Wish::Paused { reason: Some(away(shared.governed.policy())) }
            }
            _ => Wish::Ready,
        };
        self.apply(wish, queues, shared);
    }

    /// What begins to count down, or ends.
    pub(super) fn watch_chair(&mut self, now: Now, policy: &Policy) {
        let now = now.monotonic;
        let chair = &self.guards.chair;
        let resumes = policy.fixes(FixedField::AutoResume) && self.guards.asks_about_pause();
        let is_away = || chair.away_at(self.since.began).is_some_and(|at| at <= now);
        let wanted = if resumes && chair.is_taken() {
            Some((Guard::Resuming, RESUMES_AFTER))
        } else if self.watches_ready(policy) && is_away() {
            Some((Guard::Away, ASKED_FOR))
        } else {
            None
        };
        let going_on =
            chair.counting.filter(|counting| Some(counting.guard) == wanted.map(|(guard, _)| guard));
        let counting = going_on.or(wanted.map(|(guard, time)| Counting { guard, until: now + time }));
        let is_paused = self.is_paused_here();
        let chair = &mut self.guards.chair;
        chair.counting = counting;
        chair.back.take_if(|back| !is_paused || *back + REMINDED_FOR <= now);
    }

    fn watches_ready(&self, policy: &Policy) -> bool {
        policy.fixes(FixedField::PauseWhenAway) && self.state == AgentState::Ready
    }

    pub(super) fn chair_deadline(&self, now: Now, policy: &Policy) -> Option<Duration> {
        let chair = &self.guards.chair;
        let away = chair.away_at(self.since.began).filter(|_| self.watches_ready(policy));
        let reminded = chair.back.map(|back| back + REMINDED_FOR);
        [chair.until(), away, reminded].into_iter().flatten().filter(|at| *at > now.monotonic).min()
    }
}

/// The administrator's, where the list has one that is called so.
fn away(policy: &Policy) -> Reason {
    reasons::of(policy).into_iter().find(|reason| reason.id == AWAY).unwrap_or_else(|| Reason {
        id: AWAY.to_owned(),
        en: "Away".to_owned(),
        zh: "离开".to_owned(),
        ..Reason::default()
    })
}
