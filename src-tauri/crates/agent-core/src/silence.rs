//! Whether reports fail to come though the phone is used: a firewall, or Status Monitor not ticked for it.

use crate::PhoneStatus;

/// What speaks for and against reports coming through.
#[derive(Debug, Default)]
pub(crate) struct Silence {
    /// A report about our phone has come; others' reports come through other ticks.
    heard: bool,
    /// The PBX has said, asked by us, that the phone is free: what it does after that is reported.
    was_idle: bool,
    evident: bool,
}

impl Silence {
    /// A new session: what the phone did in between was not reported to us.
    pub(crate) fn on_online(&mut self) {
        self.was_idle = false;
    }

    /// A report about our phone came.
    pub(crate) fn hear(&mut self) {
        self.heard = true;
        self.evident = false;
    }

    /// The PBX, asked by us, says what our phone is doing.
    pub(crate) fn see(&mut self, phone: PhoneStatus) {
        match phone {
            PhoneStatus::Idle => self.was_idle = true,
            PhoneStatus::Ringing | PhoneStatus::InUse | PhoneStatus::OnHold => {
                // Once for each time it was taken up, not for each time we ask.
                self.evident |= std::mem::take(&mut self.was_idle) && !self.heard;
            }
            PhoneStatus::Unknown | PhoneStatus::Unavailable | PhoneStatus::Faulty => {}
        }
    }

    /// The PBX took a number to dial, and nothing was reported of it.
    pub(crate) fn on_unheard_dial(&mut self) {
        self.evident |= !self.heard;
    }

    /// Whether the agent should be told now; told once for each piece of evidence.
    pub(crate) fn take_evidence(&mut self) -> bool {
        std::mem::take(&mut self.evident)
    }
}
