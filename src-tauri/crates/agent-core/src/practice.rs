//! Whether the program can go away for practice. What practice is stands in the shell: another run of the program, in a
//! simulated world.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::agent_state::view::AgentState;
use crate::calls::view::CallState;
use crate::failure::Refusal;
use crate::policy::{FixedField, Policy};

/// Whether the agent can practise now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Practice {
    #[default]
    Possible,
    /// Somebody is on the line, and the program would be gone.
    InCall,
    /// The administrator does not want it.
    Forbidden,
}

impl Practice {
    pub(crate) fn of(
        policy: &Policy,
        state: &AgentState,
        calls: impl IntoIterator<Item = CallState>,
    ) -> Self {
        if policy.fixes(FixedField::NoPractice) {
            return Self::Forbidden;
        }
        // The phone can be in use without a call that is known here.
        let is_on_call = matches!(state, AgentState::OnCall { .. });
        if is_on_call || calls.into_iter().any(|call| call != CallState::Ended) {
            return Self::InCall;
        }
        Self::Possible
    }

    /// What a wish to practise is answered.
    pub const fn allows(self) -> Result<(), Refusal> {
        match self {
            Self::Possible => Ok(()),
            Self::InCall => Err(Refusal::InCall),
            Self::Forbidden => Err(Refusal::SetByAdministrator { field: FixedField::NoPractice }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent_state::view::CallStage;
    use crate::policy::{Fixed, FixedSetting};

    #[test]
    fn practice_costs_no_call() {
        let none = Policy::default();
        for state in [AgentState::SignedOut, AgentState::Ready, AgentState::WrapUp] {
            assert_eq!(Practice::of(&none, &state, []), Practice::Possible);
            assert_eq!(Practice::of(&none, &state, [CallState::Ended]), Practice::Possible);
            assert_eq!(Practice::of(&none, &state, [CallState::Ringing]), Practice::InCall);
        }
        let unknown = AgentState::OnCall { call: CallStage::OffHook };
        assert_eq!(Practice::of(&none, &unknown, []), Practice::InCall);
        assert_eq!(Practice::InCall.allows(), Err(Refusal::InCall));
    }

    #[test]
    fn an_administrator_can_leave_it_out() {
        let fixed = vec![Fixed { setting: FixedSetting::NoPractice, by: String::new() }];
        let practice = Practice::of(&Policy { fixed, ..Policy::default() }, &AgentState::Ready, []);
        let refusal = Refusal::SetByAdministrator { field: FixedField::NoPractice };
        assert_eq!((practice, practice.allows()), (Practice::Forbidden, Err(refusal)));
    }
}
