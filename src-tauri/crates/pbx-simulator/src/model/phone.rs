//! One extension with its phone and its mailbox: what it is set to, and what it may be doing.

use pbx_protocol::Secret;
use pbx_protocol::endpoints::{ExtensionSettings, ExtensionStatus, MonitorMode};

use crate::model::mailbox::Mailbox;
use crate::world;

#[derive(Debug)]
pub(crate) struct Phone {
    /// As the world has it; administrators change the name and do-not-disturb.
    pub(crate) line: world::Phone,
    /// What administrators set besides.
    pub(crate) settings: ExtensionSettings,
    pub(crate) mailbox: Mailbox,
    /// What was last reported of it: a report is due when it does something else.
    pub(crate) announced: PhoneState,
}

impl Phone {
    pub(crate) fn new(line: world::Phone) -> Self {
        let settings = usual_settings();
        Self { line, settings, mailbox: Mailbox::default(), announced: PhoneState::Idle }
    }

    /// Whether it can be rung: it is there, wants to be, and is free or takes a second call.
    pub(crate) fn can_be_rung(&self, state: PhoneState) -> bool {
        match state {
            PhoneState::Idle => !self.line.dnd,
            PhoneState::InUse | PhoneState::Held => self.line.call_waiting && !self.line.dnd,
            PhoneState::Unregistered | PhoneState::Ringing | PhoneState::InUseAndRinging => false,
        }
    }

    /// Takes over what is given.
    pub(crate) fn apply(&mut self, changes: &ExtensionSettings) {
        if let Some(name) = &changes.username {
            self.line.name.clone_from(name);
        }
        if let Some(dnd) = changes.do_not_disturb {
            self.line.dnd = dnd;
        }
        // Both sides are objects of the same type, so the merge reads back. It spares a line for each of 29 members.
        let (Ok(mut merged), Ok(given)) =
            (serde_json::to_value(&self.settings), serde_json::to_value(changes))
        else {
            return;
        };
        if let (Some(merged), Some(given)) = (merged.as_object_mut(), given.as_object()) {
            merged.extend(given.clone());
        }
        if let Ok(settings) = serde_json::from_value(merged) {
            // These two are kept in `line` alone.
            self.settings = ExtensionSettings { username: None, do_not_disturb: None, ..settings };
        }
    }
}

/// Those of the document's example.
fn usual_settings() -> ExtensionSettings {
    ExtensionSettings {
        register_password: Some(Secret::new("12345133333323123qW@")),
        login_password: Some(Secret::new("12345678qW@")),
        voicemail_password: Some(Secret::new("666666")),
        max_registrations: Some(1),
        language: Some("cn".to_owned()),
        has_voicemail: Some(true),
        voicemail_to_email: Some(false),
        forward_no_answer: Some(false),
        forward_busy: Some(false),
        may_be_monitored: Some(false),
        monitor_mode: Some(MonitorMode::Disabled),
        max_duration: Some("10800".to_owned()),
        ..ExtensionSettings::default()
    }
}

/// What a phone is doing, all its calls together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PhoneState {
    Unregistered,
    Idle,
    Ringing,
    /// The receiver is off the hook.
    InUse,
    /// A second call rings.
    InUseAndRinging,
    /// Its only calls are held.
    Held,
}

impl PhoneState {
    /// As the query endpoints say it.
    pub(crate) fn queried(self) -> ExtensionStatus {
        match self {
            Self::Held => ExtensionStatus::OnHold,
            Self::Unregistered | Self::Idle | Self::Ringing | Self::InUse | Self::InUseAndRinging => {
                self.reported()
            }
        }
    }

    /// Reports know one word for everything off hook.
    pub(crate) fn reported(self) -> ExtensionStatus {
        match self {
            Self::Unregistered => ExtensionStatus::Unavailable,
            Self::Idle => ExtensionStatus::Idle,
            Self::Ringing => ExtensionStatus::Ringing,
            Self::InUse | Self::InUseAndRinging | Self::Held => ExtensionStatus::InUse,
        }
    }
}
