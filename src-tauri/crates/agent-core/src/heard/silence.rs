//! Whether reports fail to come though the phone is used: a firewall, or Status Monitor not ticked for it.
//!
//! Only what was heard in this session, at the address the PBX has now, speaks for reports; and each time the phone is
//! taken up must be heard anew, since a firewall or a VPN may begin to swallow them at any time.

use std::time::Duration;

use crate::now::Now;
use crate::phone::PhoneStatus;

/// A report may still be on its way when we are told of what it says.
const ON_ITS_WAY: Duration = Duration::from_secs(5);
/// So long after a report an answer may still say what was so before it.
const SETTLED: Duration = Duration::from_secs(10);

/// What speaks for and against reports coming through.
#[derive(Debug, Default)]
pub(crate) struct Silence {
    /// When a report about our phone came last; others' reports come through other ticks.
    heard_at: Option<Duration>,
    /// The PBX has said, asked by us, that the phone is free, and nothing was reported since: what it does next is to
    /// be reported.
    was_idle: bool,
    /// The phone is in use, which was not reported by then.
    unheard_by: Option<Duration>,
    /// An address that is not the PBX's, as far as we know, and was refused since the last report.
    stranger: Option<String>,
}

impl Silence {
    /// A new session, or another address of ours: nothing has come through yet.
    pub(crate) fn begin(&mut self) {
        *self = Self::default();
    }

    /// A report about our phone came.
    pub(crate) fn hear(&mut self, now: Now) {
        // One that comes proves the way: whatever spoke against it is void, the stranger included.
        *self = Self { heard_at: Some(now.monotonic), ..Self::default() };
    }

    /// Something was refused that did not come from where the PBX is.
    pub(crate) fn on_stranger(&mut self, address: String) {
        self.stranger = Some(address);
    }

    /// Who was refused while nothing was heard.
    pub(crate) fn stranger(&self) -> Option<String> {
        self.stranger.clone()
    }

    /// The PBX, asked by us, says what our phone is doing.
    pub(crate) fn see(&mut self, phone: PhoneStatus, now: Now) {
        match phone {
            PhoneStatus::Idle => {
                self.was_idle = self.heard_at.is_none_or(|heard| now.monotonic >= heard + SETTLED);
            }
            PhoneStatus::Ringing | PhoneStatus::InUse | PhoneStatus::OnHold => {
                // Once for each time it was taken up, not for each time we ask.
                if std::mem::take(&mut self.was_idle) {
                    self.unheard_by = Some(now.monotonic + ON_ITS_WAY);
                }
            }
            PhoneStatus::Unknown | PhoneStatus::Unavailable | PhoneStatus::Faulty => {}
        }
    }

    /// The PBX took a number to dial, and nothing was reported of it. A phone that is switched off has nothing to
    /// report, so this says nothing where reports have come.
    pub(crate) fn on_unheard_dial(&mut self, now: Now) {
        if self.heard_at.is_none() {
            self.unheard_by = Some(now.monotonic);
        }
    }

    /// Whether the agent should be told now; told once for each piece of evidence.
    pub(crate) fn take_evidence(&mut self, now: Now) -> bool {
        self.unheard_by.take_if(|by| *by <= now.monotonic).is_some()
    }

    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        self.unheard_by
    }
}
