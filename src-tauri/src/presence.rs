//! Who sits at the computer: asked of its system while that matters, and told to the core where it changes.

use std::time::Duration;

use agent_core::{AgentState, FixedField, Presence, View};
use agent_runtime::AgentHandle;
use tokio::time::sleep;
use tracing::info;

use crate::platform::{Sight, Watch};

/// Soon enough for questions that count in minutes.
const LOOKS_EVERY: Duration = Duration::from_secs(5);
/// What the core takes for idle.
const IDLE_AFTER: Duration = Duration::from_mins(1);

/// Follows until the program ends.
pub(crate) async fn follow(agent: AgentHandle) {
    let mut views = agent.watch();
    // An error says that the program is ending.
    if views.wait_for(|view| matters(view)).await.is_err() {
        return;
    }
    let mut watch = Watch::start().await;
    let mut known = Sight::default();
    loop {
        if views.wait_for(|view| matters(view)).await.is_err() {
            return;
        }
        let seen = watch.look().await;
        for presence in changes(known, seen) {
            info!(?presence, "somebody is at the computer, or nobody");
            agent.presence(presence).await;
        }
        known = seen;
        sleep(LOOKS_EVERY).await;
        if !matters(&views.borrow()) {
            // What nobody looks at any more counts as usual.
            for presence in changes(known, Sight::usual(known)) {
                agent.presence(presence).await;
            }
            known = Sight::default();
        }
    }
}

/// A pause that may be forgotten, or a readiness that is guarded.
fn matters(view: &View) -> bool {
    match &view.agent_state.state {
        AgentState::Paused { elsewhere, .. } => !elsewhere,
        AgentState::Ready => view.policy.fixes(FixedField::PauseWhenAway),
        AgentState::SignedOut
        | AgentState::Unreachable { .. }
        | AgentState::OnCall { .. }
        | AgentState::WrapUp => false,
    }
}

impl Sight {
    /// As it is while somebody works, as far as the system tells anything.
    fn usual(told: Self) -> Self {
        Self { unused: told.unused.map(|_| Duration::ZERO), locked: told.locked.map(|_| false) }
    }
}

/// What is new of it. The lock comes first, so that whoever unlocks comes back once.
fn changes(before: Sight, now: Sight) -> Vec<Presence> {
    let is_idle = |sight: Sight| sight.unused.map(|unused| unused >= IDLE_AFTER);
    let lock = match (before.locked, now.locked) {
        (Some(true), Some(false)) => Some(Presence::Unlocked),
        (None | Some(false), Some(true)) => Some(Presence::Locked),
        _ => None,
    };
    let use_of_it = (is_idle(before) != is_idle(now)).then(|| is_idle(now)).flatten();
    let use_of_it = use_of_it.map(|idle| if idle { Presence::Idle } else { Presence::Active });
    lock.into_iter().chain(use_of_it).collect()
}

#[cfg(test)]
mod tests {
    use agent_core::{Fixed, FixedSetting};

    use super::*;

    const fn sight(unused: Option<u64>, locked: Option<bool>) -> Sight {
        let unused = match unused {
            Some(seconds) => Some(Duration::from_secs(seconds)),
            None => None,
        };
        Sight { unused, locked }
    }

    #[test]
    fn only_what_changes_is_told() {
        let none = Sight::default();
        for (before, now, told) in [
            (none, none, vec![]),
            (none, sight(Some(3), Some(false)), vec![Presence::Active]),
            (sight(Some(3), Some(false)), sight(Some(59), Some(false)), vec![]),
            (sight(Some(59), None), sight(Some(60), None), vec![Presence::Idle]),
            (
                sight(Some(400), Some(true)),
                sight(Some(0), Some(false)),
                vec![Presence::Unlocked, Presence::Active],
            ),
            (none, sight(None, Some(true)), vec![Presence::Locked]),
            (sight(Some(400), Some(true)), none, vec![]),
        ] {
            assert_eq!(changes(before, now), told, "{before:?} {now:?}");
        }
    }

    #[test]
    fn it_matters_in_a_pause_and_where_readiness_is_guarded() {
        let mut view = View::default();
        let states = [
            AgentState::Paused { reason: None, elsewhere: false },
            AgentState::Paused { reason: None, elsewhere: true },
            AgentState::Ready,
            AgentState::WrapUp,
        ];
        let matter = |view: &mut View| {
            states.each_ref().map(|state| {
                view.agent_state.state = state.clone();
                matters(view)
            })
        };
        assert_eq!(matter(&mut view), [true, false, false, false]);
        view.policy.fixed.push(Fixed { setting: FixedSetting::PauseWhenAway, by: String::new() });
        assert_eq!(matter(&mut view), [true, false, true, false]);
    }
}
