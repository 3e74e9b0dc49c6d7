//! What this computer tells: its files, its network, its desktop, other programs.

use super::Desk;
use crate::caller_card::CallerCard;
use crate::effect::RequestId;
use crate::failure::Failure;
use crate::input::Listening;
use crate::intent::PasswordKept;
use crate::media::{MediaEvent, MediaId};
use crate::notice::Notice;
use crate::other_programs::PageTrouble;
use crate::settings_file::SettingsTrouble;
use crate::{Answer, Effect, Intent};

impl Desk {
    pub(super) fn tell(&mut self, notice: Notice) {
        self.shared.tell(notice);
    }

    /// What would come with every call is told until it is closed, and then not again until the settings change.
    pub(super) fn tell_once(&mut self, notice: Notice) {
        self.other_programs.tell_once(notice, &mut self.shared);
    }

    pub(super) fn tell_wrong_template(&mut self) {
        self.tell_once(Notice::PageTrouble { trouble: PageTrouble::NoAddress });
    }

    pub(super) fn on_wish_of(&mut self, intent: Intent, door: crate::Door) {
        if let Err(refusal) = self.on_wish(intent, door) {
            self.shared.push(Effect::Refused { refusal });
        }
    }

    pub(super) fn on_listening(&mut self, outcome: Listening) {
        self.session.on_listening(outcome, &mut self.shared);
    }

    pub(super) fn on_sent(&mut self, id: RequestId, outcome: Result<Answer, Failure>, passed_over: u32) {
        if let Some(ask) = self.shared.outbox.settle(id, self.shared.now) {
            self.odd_rows.on_answer(&ask, passed_over);
            self.on_outcome(ask, outcome);
        }
    }

    pub(super) fn on_password_kept(&mut self, kept: PasswordKept) {
        if kept == PasswordKept::Session && self.password_kept != Some(kept) && !self.demo {
            self.tell(Notice::PasswordSessionOnly);
        }
        self.password_kept = Some(kept);
    }

    pub(super) fn on_identified(&mut self, number: &str, card: &CallerCard) {
        self.dial_questions.on_identified(number, card);
        self.followers.cards.on_identified(number, card);
    }

    pub(super) fn on_media(&mut self, media: MediaId, event: MediaEvent) {
        if let MediaEvent::Failed { failure } = &event {
            self.on_any_failure(failure);
        }
        if event.is_handed_over() {
            self.see_heard(&media);
        }
        self.see_listened();
        self.sounds.on_event(media, event, &mut self.shared);
    }

    /// A message that was played or saved stays "not new", even after a restart.
    fn see_heard(&mut self, media: &MediaId) {
        if let MediaId::Voicemail { extension, file } = media
            && self.voicemail.hear(extension, file, &mut self.shared.settings.heard)
        {
            self.shared.save_settings();
        }
    }

    pub(super) fn see_listened(&mut self) {
        if let Some(media) = self.sounds.take_listened(self.shared.now) {
            self.see_heard(&media);
        }
    }

    /// Announces the address that we have now, or tries at once what was waited for.
    pub(super) fn on_network_changed(&mut self) {
        self.session.retry_now(&mut self.shared);
        if self.shared.online {
            self.catching_up.on_loss(self.shared.now);
            self.calls.ask_own_phone(&mut self.shared);
        }
    }

    /// What happened while the machine slept was not heard.
    pub(super) fn on_woke(&mut self) {
        self.session.retry_now(&mut self.shared);
        if self.shared.online {
            self.catching_up.on_woke(self.shared.now);
            self.calls.ask_own_phone(&mut self.shared);
        }
    }
}

/// That the history could not be written is over when it is; that it was damaged, or is another version's, is not.
pub(super) fn is_over_when_written(notice: &Notice) -> bool {
    let stays = |failure: &Failure| matches!(failure, Failure::Damaged { .. } | Failure::LaterVersion);
    matches!(notice, Notice::HistoryTrouble { failure } if !stays(failure))
}

/// That they could not be kept is over when they are; that something in them was odd is not.
pub(super) fn is_over_when_kept(notice: &Notice) -> bool {
    matches!(notice, Notice::SettingsTrouble { trouble: SettingsTrouble::NotKept { .. } })
}

pub(super) fn is_over_when_read(notice: &Notice) -> bool {
    matches!(notice, Notice::ContactsTrouble { .. })
}
