//! Wishes from outside our windows: what can't be done is told in the main window, and a number is not lost.

use pbx_protocol::number::{self, Home, NotANumber};

use super::Desk;
use crate::{Door, Intent, Notice, Refusal, shown};

impl Desk {
    pub(super) fn on_wish(&mut self, intent: Intent, door: Door) -> Result<(), Refusal> {
        if let Intent::Dial { number } = &intent {
            return self.dial_from(&number.clone(), door);
        }
        let deed = deed(&intent);
        self.on_intent(intent).inspect_err(|refusal| {
            if let (Some(deed), false) = (deed, door.shows_refusals()) {
                let notice = Notice::NotDone { door, deed: deed.to_owned(), refusal: refusal.clone() };
                self.notices.add(notice, self.now);
            }
        })
    }

    /// A wish that was not even understood: an argument of a second start.
    pub(super) fn on_not_understood(&mut self, argument: &str, lacks_value: bool) {
        let notice = Notice::NotUnderstood { argument: shown::asked(argument), lacks_value };
        self.notices.add(notice, self.now);
    }

    fn dial_from(&mut self, text: &str, door: Door) -> Result<(), Refusal> {
        let refusal = match self.on_intent(Intent::Dial { number: text.to_owned() }) {
            Ok(()) => {
                self.forget_waiting();
                return Ok(());
            }
            Err(refusal) if door.shows_refusals() => return Err(refusal),
            Err(refusal) => refusal,
        };
        let number = match self.number_of(text) {
            Ok(number) if refusal != Refusal::OwnNumber => number,
            Ok(_) => return self.not_dialled(shown::asked(text), door, refusal, false),
            Err(why) => {
                return self.not_dialled(shown::asked(text), door, Refusal::InvalidNumber { why }, false);
            }
        };
        self.forget_waiting();
        if door == Door::Start && refusal == Refusal::NotSignedIn {
            self.waiting.keep(number.clone(), door, true);
            self.notices.add(Notice::DialWaits { number }, self.now);
            return Ok(());
        }
        self.waiting.keep(number.clone(), door, false);
        self.not_dialled(number, door, refusal, true)
    }

    /// What the program was started with, now that we are signed in.
    pub(super) fn dial_waiting(&mut self) {
        if !(self.session.is_online() && self.calls.can_dial()) {
            return;
        }
        if let Some(due) = self.waiting.take_due() {
            self.withdraw_waits();
            // A refusal is told, and the number then waits for the person.
            let _ = self.dial_from(&due.number, Door::CommandLine);
        }
    }

    pub(super) fn forget_waiting(&mut self) -> bool {
        let waited = self.waiting.forget().is_some();
        if waited {
            self.withdraw_waits();
        }
        waited
    }

    fn withdraw_waits(&mut self) {
        self.notices.withdraw(|notice| {
            matches!(notice, Notice::DialWaits { .. } | Notice::NotDialled { waits: true, .. })
        });
    }

    /// A click on ten links must not push everything else away: the latest message takes the place of the one before.
    fn not_dialled(
        &mut self,
        text: String,
        door: Door,
        refusal: Refusal,
        waits: bool,
    ) -> Result<(), Refusal> {
        self.notices.withdraw(|old| matches!(old, Notice::NotDialled { .. }));
        self.notices.add(Notice::NotDialled { text, door, refusal: refusal.clone(), waits }, self.now);
        Err(refusal)
    }

    /// As it stands in the dial field: the number, and what is keyed in behind it.
    fn number_of(&self, text: &str) -> Result<String, NotANumber> {
        let home = Home::of_country(&self.settings.preferences.country);
        let written = number::read_at(text, home)?;
        Ok(match written.extension {
            Some(extension) => format!("{},{extension}", written.dial),
            None => written.dial.to_string(),
        })
    }
}

/// The word for what was wished, where it can come from outside of our windows.
fn deed(intent: &Intent) -> Option<&'static str> {
    match intent {
        Intent::Dial { .. } => Some("dial"),
        Intent::HangUp { .. } => Some("hang-up"),
        Intent::Hold { .. } => Some("hold"),
        Intent::Unhold { .. } => Some("unhold"),
        Intent::Mute { .. } => Some("mute"),
        Intent::Unmute { .. } => Some("unmute"),
        Intent::Transfer { .. } => Some("transfer"),
        Intent::JoinQueue { .. } => Some("join"),
        Intent::LeaveQueue { .. } => Some("leave"),
        Intent::PauseQueue { .. } | Intent::PauseAll => Some("pause"),
        Intent::UnpauseQueue { .. } | Intent::UnpauseAll => Some("unpause"),
        Intent::OpenCrm { .. } => Some("open-page"),
        Intent::SignIn { .. }
        | Intent::SignOut
        | Intent::ForgetAccount
        | Intent::RetryNow
        | Intent::TrustCertificate { .. }
        | Intent::DropWaiting
        | Intent::DismissPop { .. }
        | Intent::Annotate { .. }
        | Intent::FinishWrapUp { .. }
        | Intent::CancelQueuePassword { .. }
        | Intent::RefreshVoicemail
        | Intent::DeleteVoicemail { .. }
        | Intent::OpenElsewhere { .. }
        | Intent::Play { .. }
        | Intent::StopPlaying
        | Intent::Player { .. }
        | Intent::SaveAll { .. }
        | Intent::Save { .. }
        | Intent::Look { .. }
        | Intent::DismissNotice { .. }
        | Intent::SavePreferences { .. } => None,
    }
}
