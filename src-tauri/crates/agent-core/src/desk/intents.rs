//! What the person wants: possible now, or refused with the reason.

use pbx_protocol::Extension;

use super::Desk;
use crate::directory::Directory;
use crate::odd_rows::OddRows;
use crate::phone::Phone;
use crate::settings_check;
use crate::silence::Silence;
use crate::voicemail::ask::MailList;
use crate::{
    Account, CallCommand, CallKey, Effect, Intent, MediaId, MediaPurpose, Page, PasswordSlot, Preferences,
    Refusal,
};

impl Desk {
    pub(super) fn on_intent(&mut self, intent: Intent) -> Result<(), Refusal> {
        match intent {
            Intent::SignIn { account } => self.sign_in(account),
            Intent::SignOut => {
                self.sign_out_for_good();
                Ok(())
            }
            Intent::LeaveAndSignOut => self.leave_and_sign_out(),
            Intent::ForgetAccount => self.forget_account(),
            Intent::RetryNow => self.retry_now(),
            Intent::TryPasswordAgain => self.try_password_again(),
            Intent::BelieveAddress { address } => self.believe(address),
            Intent::DoubtAddress { address } => self.doubt(&address),
            Intent::TrustCertificate { fingerprint } => self.trust(&fingerprint),
            Intent::Dial { number } => self.calls.dial(&number, &mut self.shared),
            Intent::ShowDial => {
                self.dial_shown = self.dial_shown.wrapping_add(1);
                Ok(())
            }
            Intent::AnswerDial { id, answer } => self.answer_dial(id, answer),
            Intent::DropWaiting => self.forget_waiting().then_some(()).ok_or(Refusal::NoSuchItem),
            Intent::Call { call, command: CallCommand::OpenPage } => self.open_page(call),
            Intent::Call { call, command } => self.calls.act(call, command, &mut self.shared),
            Intent::Transfer { call, to } => self.calls.transfer(call, &to, &mut self.shared),
            Intent::DismissPop { call } => self.calls.dismiss_pop(call),
            Intent::Annotate { record, note } => {
                self.followers.annotate(record, note, &mut self.calls, &mut self.shared);
                Ok(())
            }
            Intent::FinishWrapUp { record } => {
                self.followers.finish_work(record.as_deref(), &mut self.shared)
            }
            Intent::Queue { queue, command } => self.queues.act(queue.as_deref(), command, &mut self.shared),
            Intent::Phone { command } => self.phone.act(command, &mut self.shared),
            Intent::CancelQueuePassword { queue } => self.queues.cancel_password(&queue),
            Intent::RefreshVoicemail => self.refresh_voicemail(),
            Intent::DeleteVoicemail { file } => self.voicemail.delete(&file, &mut self.shared),
            Intent::Play { media } => self.fetch(media, MediaPurpose::Play),
            Intent::OpenElsewhere { media } => self.sounds.open_elsewhere(media, &mut self.shared),
            Intent::Save { media } => self.fetch(media, MediaPurpose::Save),
            Intent::SaveAll { media } => self.save_all(media),
            Intent::Player { command } => self.sounds.command(command, &mut self.shared),
            Intent::StopPlaying => self.sounds.stop_playing(&mut self.shared),
            Intent::Look { page } => {
                self.look(page);
                Ok(())
            }
            Intent::DismissNotice { id } => {
                self.shared.notices.dismiss(id).map(|_| ()).ok_or(Refusal::NoSuchItem)
            }
            Intent::SavePreferences { preferences } => self.save_preferences(preferences),
        }
    }

    fn retry_now(&mut self) -> Result<(), Refusal> {
        if !self.session.can_retry() {
            return Err(Refusal::NotNow);
        }
        self.session.retry_now(&mut self.shared);
        Ok(())
    }

    fn trust(&mut self, fingerprint: &str) -> Result<(), Refusal> {
        let account = self.session.trust(fingerprint).ok_or(Refusal::NotNow)?;
        self.session.sign_in(account, false, &mut self.shared)
    }

    fn refresh_voicemail(&mut self) -> Result<(), Refusal> {
        let extension = self.shared.signed_in()?;
        self.shared.ask_once(MailList { extension });
        Ok(())
    }

    fn sign_in(&mut self, account: Account) -> Result<(), Refusal> {
        let proven = self.shared.settings.account.as_ref() == Some(&account) && self.session.is_known();
        let is_another = self.session.account() != Some(&account);
        // The calls and queues of the session before are told under its extension.
        let own = self.shared.own.clone();
        self.session.sign_in(account, proven, &mut self.shared)?;
        self.leaving = None;
        self.on_offline();
        if is_another {
            self.forget_session(own);
        }
        Ok(())
    }

    pub(super) fn sign_out_for_good(&mut self) {
        self.sign_out();
        self.shared.settings.signed_out = true;
        self.shared.save_settings();
    }

    /// As often as a person asks, and not once more.
    fn try_password_again(&mut self) -> Result<(), Refusal> {
        let account = self.session.account().filter(|_| self.session.can_try_password()).cloned();
        let account = account.ok_or(Refusal::NotNow)?;
        let (host, port, username) = (account.host.clone(), account.port, account.username.clone());
        self.shared.push(Effect::ForgivePassword { slot: PasswordSlot::Account { host, port, username } });
        self.session.sign_in(account, true, &mut self.shared)
    }

    fn sign_out(&mut self) {
        self.leaving = None;
        let own = self.shared.own.clone();
        self.session.sign_out(&mut self.shared);
        self.dial_questions.forget();
        self.forget_waiting();
        self.forget_session(own);
    }

    fn forget_account(&mut self) -> Result<(), Refusal> {
        let account = self.shared.settings.account.clone().ok_or(Refusal::NotNow)?;
        let slots = self.queues.password_slots();
        self.sign_out();
        let (host, port, username) = (account.host, account.port, account.username);
        for slot in slots.into_iter().chain([PasswordSlot::Account { host, port, username }]) {
            self.shared.push(Effect::ForgetPassword { slot });
        }
        self.shared.settings.account = None;
        self.shared.settings.signed_out = false;
        self.shared.settings.heard.clear();
        self.shared.save_settings();
        Ok(())
    }

    fn save_preferences(&mut self, preferences: Preferences) -> Result<(), Refusal> {
        settings_check::validate(&preferences, &self.shared.settings.preferences)?;
        let before = &self.shared.settings.preferences;
        if before.crm_url != preferences.crm_url || before.scripts != preferences.scripts {
            self.other_programs.on_changed(&mut self.shared.notices);
        }
        if preferences.has_wrong_template() {
            self.tell_wrong_template();
        }
        self.shared.settings.preferences = preferences;
        self.shared.save_settings();
        Ok(())
    }

    /// What the session before told is not that of the next; its calls are those of `own`.
    fn forget_session(&mut self, own: Option<Extension>) {
        let next = std::mem::replace(&mut self.shared.own, own);
        self.calls.end_all(self.shared.now);
        self.followers.on_sign_out(&mut self.calls, &mut self.shared);
        self.calls.clear();
        self.shared.own = next;
        self.queues.clear();
        self.voicemail.clear();
        self.sounds.clear(&mut self.shared);
        self.shared.directory = Directory::default();
        self.silence = Silence::default();
        self.odd_rows = OddRows::default();
        self.phone = Phone::default();
    }

    fn open_page(&mut self, call: CallKey) -> Result<(), Refusal> {
        let call = self.calls.get(call).ok_or(Refusal::NoSuchCall)?;
        self.followers.open_page(call, &mut self.shared)
    }

    fn look(&mut self, page: Option<Page>) {
        self.queues.look(page == Some(Page::Desk));
        if page == Some(Page::Voicemail) {
            // Without a session it is asked for at the sign-in.
            let _ = self.refresh_voicemail();
        }
    }

    fn save_all(&mut self, media: Vec<MediaId>) -> Result<(), Refusal> {
        self.shared.signed_in()?;
        let there = |one: &MediaId| match one {
            MediaId::Voicemail { file, .. } => self.voicemail.contains(file),
            MediaId::Recording { .. } => true,
        };
        let media = media.into_iter().filter(there).collect();
        self.sounds.save_all(media, &mut self.shared)
    }

    fn fetch(&mut self, media: MediaId, purpose: MediaPurpose) -> Result<(), Refusal> {
        let own = self.shared.signed_in()?;
        if let MediaId::Voicemail { extension, file } = &media
            && !(*extension == own.as_str() && self.voicemail.contains(file))
        {
            return Err(Refusal::NoSuchItem);
        }
        self.sounds.fetch(media, purpose, &mut self.shared)
    }
}
