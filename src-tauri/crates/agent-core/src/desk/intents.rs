//! What the person wants: possible now, or refused with the reason.

use pbx_protocol::Extension;

use super::Desk;
use crate::calls::{Around, Calls};
use crate::directory::Directory;
use crate::follow::Followers;
use crate::odd_rows::OddRows;
use crate::phone::Phone;
use crate::settings_check;
use crate::silence::Silence;
use crate::voicemail::ask::MailList;
use crate::{
    Account, CallCommand, CallKey, CallNote, Effect, Intent, MediaId, MediaPurpose, Page, PasswordSlot,
    PhoneCommand, Preferences, QueueCommand, Refusal,
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
            Intent::Dial { number } => self.dial(&number),
            Intent::ShowDial => {
                self.dial_shown = self.dial_shown.wrapping_add(1);
                Ok(())
            }
            Intent::AnswerDial { id, answer } => self.answer_dial(id, answer),
            Intent::DropWaiting => self.forget_waiting().then_some(()).ok_or(Refusal::NoSuchItem),
            Intent::Call { call, command: CallCommand::OpenPage } => self.open_page(call),
            Intent::Call { call, command } => self.online_calls(|c, a, on| c.act(call, command, on, a)),
            Intent::Transfer { call, to } => self.transfer(call, &to),
            Intent::DismissPop { call } => self.calls.dismiss_pop(call),
            Intent::Annotate { record, note } => {
                self.annotate(record, note);
                Ok(())
            }
            Intent::FinishWrapUp { record } => self.finish_wrap_up(record.as_deref()),
            Intent::Queue { queue, command } => self.act_on_queues(queue.as_deref(), command),
            Intent::Phone { command } => self.act_on_phone(command),
            Intent::CancelQueuePassword { queue } => self.queues.cancel_password(&queue),
            Intent::RefreshVoicemail => self.refresh_voicemail(),
            Intent::DeleteVoicemail { file } => self.delete_voicemail(&file),
            Intent::Play { media } => self.fetch(media, MediaPurpose::Play),
            Intent::OpenElsewhere { media } => self.sounds.open_elsewhere(media, &mut self.outbox),
            Intent::Save { media } => self.fetch(media, MediaPurpose::Save),
            Intent::SaveAll { media } => self.save_all(media),
            Intent::Player { command } => self.sounds.command(command, &mut self.outbox, self.now),
            Intent::StopPlaying => self.sounds.stop_playing(&mut self.outbox),
            Intent::Look { page } => {
                self.look(page);
                Ok(())
            }
            Intent::DismissNotice { id } => self.notices.dismiss(id).map(|_| ()).ok_or(Refusal::NoSuchItem),
            Intent::SavePreferences { preferences } => self.save_preferences(preferences),
        }
    }

    fn retry_now(&mut self) -> Result<(), Refusal> {
        if !self.session.can_retry() {
            return Err(Refusal::NotNow);
        }
        self.session.retry_now(&mut self.outbox, self.now);
        Ok(())
    }

    fn trust(&mut self, fingerprint: &str) -> Result<(), Refusal> {
        let account = self.session.trust(fingerprint).ok_or(Refusal::NotNow)?;
        self.session.sign_in(account, false, &mut self.outbox, self.now)
    }

    fn dial(&mut self, number: &str) -> Result<(), Refusal> {
        let preferences = self.settings.preferences.clone();
        self.online_calls(|calls, around, _| calls.dial(number, &preferences, around))
    }

    fn transfer(&mut self, call: CallKey, to: &str) -> Result<(), Refusal> {
        let preferences = self.settings.preferences.clone();
        self.online_calls(|calls, around, on| calls.transfer(call, to, &preferences, on, around))
    }

    fn annotate(&mut self, record: String, note: CallNote) {
        self.followers.annotate(record, note, &mut self.calls, (&mut self.outbox, self.now));
    }

    fn finish_wrap_up(&mut self, record: Option<&str>) -> Result<(), Refusal> {
        let own = self.session.extension().ok_or(Refusal::NotNow)?;
        self.with_followers_of(&own, |followers, _, around| followers.finish_work(record, around))
    }

    fn refresh_voicemail(&mut self) -> Result<(), Refusal> {
        let extension = self.online_extension()?;
        self.outbox.ask_once(MailList { extension }, self.now);
        Ok(())
    }

    fn delete_voicemail(&mut self, file: &str) -> Result<(), Refusal> {
        let own = self.online_extension()?;
        self.voicemail.delete(file, &own, &mut self.outbox, self.now)
    }

    fn sign_in(&mut self, account: Account) -> Result<(), Refusal> {
        let proven = self.settings.account.as_ref() == Some(&account) && self.session.is_known();
        let is_another = self.session.account() != Some(&account);
        // The calls and queues of the session before are told under its extension.
        let own = self.session.extension();
        self.session.sign_in(account, proven, &mut self.outbox, self.now)?;
        self.leaving = None;
        self.on_offline();
        if is_another {
            self.forget_session(own);
        }
        Ok(())
    }

    pub(super) fn sign_out_for_good(&mut self) {
        self.sign_out();
        self.settings.signed_out = true;
        self.save_settings();
    }

    /// As often as a person asks, and not once more.
    fn try_password_again(&mut self) -> Result<(), Refusal> {
        let account = self.session.account().filter(|_| self.session.can_try_password()).cloned();
        let account = account.ok_or(Refusal::NotNow)?;
        let (host, port, username) = (account.host.clone(), account.port, account.username.clone());
        self.outbox.push(Effect::ForgivePassword { slot: PasswordSlot::Account { host, port, username } });
        self.session.sign_in(account, true, &mut self.outbox, self.now)
    }

    fn sign_out(&mut self) {
        self.leaving = None;
        let own = self.session.extension();
        self.session.sign_out(&mut self.outbox, self.now);
        self.dial_questions.forget();
        self.forget_waiting();
        self.forget_session(own);
    }

    fn forget_account(&mut self) -> Result<(), Refusal> {
        let account = self.settings.account.clone().ok_or(Refusal::NotNow)?;
        let slots = self.queues.password_slots();
        self.sign_out();
        let (host, port, username) = (account.host, account.port, account.username);
        for slot in slots.into_iter().chain([PasswordSlot::Account { host, port, username }]) {
            self.outbox.push(Effect::ForgetPassword { slot });
        }
        self.settings.account = None;
        self.settings.signed_out = false;
        self.settings.heard.clear();
        self.save_settings();
        Ok(())
    }

    fn save_preferences(&mut self, preferences: Preferences) -> Result<(), Refusal> {
        settings_check::validate(&preferences, &self.settings.preferences)?;
        let before = &self.settings.preferences;
        if before.crm_url != preferences.crm_url || before.scripts != preferences.scripts {
            self.other_programs.on_changed(&mut self.notices);
        }
        self.followers.set_preferences(&preferences);
        if self.followers.pages.is_wrong() {
            self.tell_wrong_template();
        }
        self.session.set_only_encrypted(preferences.only_encrypted);
        self.settings.preferences = preferences;
        self.save_settings();
        Ok(())
    }

    /// What the session before told is not that of the next; its calls are those of `own`.
    fn forget_session(&mut self, own: Option<Extension>) {
        if let Some(own) = own {
            self.calls.end_all(self.now);
            self.with_followers_of(&own, Followers::on_sign_out);
            self.calls.clear();
        }
        self.queues.clear();
        self.voicemail.clear();
        self.sounds.clear(&mut self.outbox);
        self.directory = Directory::default();
        self.silence = Silence::default();
        self.odd_rows = OddRows::default();
        self.phone = Phone::default();
    }

    fn open_page(&mut self, call: CallKey) -> Result<(), Refusal> {
        let own = self.session.extension().ok_or(Refusal::NotSignedIn)?;
        self.with_followers_of(&own, |followers, calls, around| {
            let call = calls.get(call).ok_or(Refusal::NoSuchCall)?;
            followers.pages.open(call, &followers.cards, around)
        })
    }

    fn look(&mut self, page: Option<Page>) {
        self.queues.look(page == Some(Page::Desk));
        if page == Some(Page::Voicemail) {
            // Without a session it is asked for at the sign-in.
            let _ = self.refresh_voicemail();
        }
    }

    fn online_extension(&self) -> Result<Extension, Refusal> {
        self.session.extension().filter(|_| self.session.is_online()).ok_or(Refusal::NotSignedIn)
    }

    fn online_calls(
        &mut self,
        act: impl FnOnce(&mut Calls, &mut Around<'_>, bool) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        if !self.session.is_online() {
            return Err(Refusal::NotSignedIn);
        }
        self.ask_calls(|calls, around| act(calls, around, true)).unwrap_or(Err(Refusal::NotSignedIn))
    }

    pub(super) fn act_on_queues(
        &mut self,
        queue: Option<&str>,
        command: QueueCommand,
    ) -> Result<(), Refusal> {
        let own = self.online_extension()?;
        match queue {
            Some(queue) => self.queues.act(queue, command, &own, &mut self.outbox, self.now),
            None => self.queues.act_on_all(command, &own, &mut self.outbox, self.now),
        }
    }

    fn act_on_phone(&mut self, command: PhoneCommand) -> Result<(), Refusal> {
        let own = self.online_extension()?;
        self.phone.act(command, own, &mut self.outbox, self.now)
    }

    fn save_all(&mut self, media: Vec<MediaId>) -> Result<(), Refusal> {
        self.online_extension()?;
        let there = |one: &MediaId| match one {
            MediaId::Voicemail { file, .. } => self.voicemail.contains(file),
            MediaId::Recording { .. } => true,
        };
        let media = media.into_iter().filter(there).collect();
        self.sounds.save_all(media, &mut self.outbox)
    }

    fn fetch(&mut self, media: MediaId, purpose: MediaPurpose) -> Result<(), Refusal> {
        let own = self.online_extension()?;
        if let MediaId::Voicemail { extension, file } = &media
            && !(*extension == own.as_str() && self.voicemail.contains(file))
        {
            return Err(Refusal::NoSuchItem);
        }
        self.sounds.fetch(media, purpose, &mut self.outbox)
    }
}
