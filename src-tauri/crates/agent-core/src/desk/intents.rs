//! What the person wants: possible now, or refused with the reason.

use super::Desk;
use crate::command::{CallCommand, QueueCommand};
use crate::doors::Door;
use crate::effect::Effect;
use crate::failure::Refusal;
use crate::favourites;
use crate::intent::{Intent, Page};
use crate::notice::Notice;
use crate::policy::FixedField;
use crate::session::believing;
use crate::settings::Preferences;
use crate::settings_check;
use crate::sounds::media::MediaPurpose;

impl Desk {
    pub(super) fn on_wish(&mut self, intent: Intent, door: Door) {
        let command = intent.command();
        let Err(refusal) = self.on_intent(intent, door) else { return };
        if let (Some(command), false) = (command, door.shows_refusals()) {
            self.shared.tell(Notice::NotDone { door, command, refusal: refusal.clone() });
        }
        self.shared.push(Effect::Refused { refusal });
    }

    fn on_intent(&mut self, intent: Intent, door: Door) -> Result<(), Refusal> {
        // Once for all doors: what a window greys out can still come from the tray or by a second start.
        self.shared.governed.allows_intent(&intent)?;
        let shared = &mut self.shared;
        match intent {
            Intent::SignIn { account } => {
                // The form shows no fingerprint: without the administrator's, the person would be asked about a
                // certificate that is trusted already.
                let account = shared.governed.complete(account);
                self.sign_in(account)
            }
            Intent::SignOut => {
                self.sign_out_for_good();
                Ok(())
            }
            Intent::LeaveAndSignOut => self.queues.leave_all(shared),
            Intent::PauseAndSignOut => self.queues.pause_all(shared),
            Intent::ForgetAccount => self.forget_account(),
            Intent::RetryNow => self.session.retry(shared),
            Intent::TryPasswordAgain => self.session.try_password_again(shared),
            Intent::BelieveAddress { address } => believing::believe(address, &mut self.session, shared),
            Intent::DoubtAddress { address } => believing::doubt(&address, &mut self.session, shared),
            Intent::TrustCertificate { fingerprint } => self.session.trust(&fingerprint, shared),
            Intent::Dial { number } => self.doors.dial(&number, door, &mut self.calls, &self.session, shared),
            Intent::ShowDial => {
                self.doors.show_dial();
                Ok(())
            }
            Intent::ShowPage { page } => {
                self.doors.show_page(page);
                Ok(())
            }
            Intent::AnswerDial { id, answer } => self.doors.answer(id, answer, &mut self.calls, shared),
            Intent::DropWaiting => self.doors.drop_waiting(shared),
            Intent::Call { call, command: CallCommand::OpenPage } => {
                let call = self.calls.get(call).ok_or(Refusal::NoSuchCall)?;
                self.followers.open_page(call, shared)
            }
            Intent::Call { call, command } => self.calls.act(call, command, shared),
            Intent::Transfer { call, to } => self.calls.transfer(call, &to, shared),
            Intent::KeepPopPlace { place } => {
                shared.settings.keep_pop_place(place);
                shared.save_settings();
                Ok(())
            }
            Intent::ResetPopPlace => {
                shared.settings.reset_pop_place();
                shared.save_settings();
                Ok(())
            }
            Intent::DismissPop { call } => self.calls.dismiss_pop(call),
            Intent::Annotate { record, note } => {
                self.missed.on_note(&record, &note.clone().tidied());
                self.followers.annotate(record, note, &mut self.calls, shared);
                Ok(())
            }
            Intent::FinishWrapUp { record } => self.finish_wrap_up(record.as_deref()),
            Intent::ExtendWrapUp => self.duty.extend_work(),
            Intent::FinishMissed { callers } => self.missed.finish(&callers, shared),
            Intent::UndoMissed => self.missed.undo(shared),
            Intent::Remind { caller, when } => self.missed.remind(&caller, when, shared),
            Intent::DropReminder { caller } => self.missed.drop_reminder(&caller, shared),
            Intent::BeReady => self.duty.be_ready(&mut self.queues, shared),
            Intent::TakePause { reason, text } => {
                self.duty.take_pause(reason.as_deref(), &text, &mut self.queues, shared)
            }
            Intent::DropNext => self.duty.drop_next(),
            Intent::StayPaused => self.duty.stay_paused(),
            Intent::StayReady => self.duty.stay_ready(),
            Intent::Queue { queue: None, command: QueueCommand::Pause } => {
                self.duty.in_all_queues(true, &mut self.queues, shared)
            }
            Intent::Queue { queue: None, command: QueueCommand::Unpause } => {
                self.duty.in_all_queues(false, &mut self.queues, shared)
            }
            Intent::Queue { queue, command } => self.queues.act(queue.as_deref(), command, shared),
            Intent::Phone { command } => self.phone.act(command, shared),
            Intent::Forward { when, to } => self.phone.forward(when, to, shared),
            Intent::SetRingTime { seconds } => self.phone.set_ring_time(seconds, shared),
            Intent::CancelQueuePassword { queue } => self.queues.cancel_password(&queue),
            Intent::Team { command } => self.team.command(command, shared),
            Intent::Favourite { command } => favourites::on_command(command, shared),
            Intent::RefreshVoicemail => self.voicemail.refresh(shared),
            Intent::DeleteVoicemail { file } => self.voicemail.delete(&file, shared),
            Intent::Play { media } => self.sounds.want(media, MediaPurpose::Play, &self.voicemail, shared),
            Intent::OpenElsewhere { media } => self.sounds.open_elsewhere(media, shared),
            Intent::Save { media } => self.sounds.want(media, MediaPurpose::Save, &self.voicemail, shared),
            Intent::SaveAll { media } => self.sounds.save_all(media, &self.voicemail, shared),
            Intent::Player { command } => self.sounds.command(command, shared),
            Intent::StopPlaying => self.sounds.stop_playing(shared),
            Intent::Look { page } => {
                self.look(page);
                Ok(())
            }
            Intent::DismissNotice { id } => shared.notices.dismiss(id).map(|_| ()).ok_or(Refusal::NoSuchItem),
            Intent::SavePreferences { preferences } => self.save_preferences(preferences),
        }
    }

    /// The last call's work has a countdown; it may not have a card yet.
    fn finish_wrap_up(&mut self, record: Option<&str>) -> Result<(), Refusal> {
        let is_last = record.is_none_or(|record| self.followers.work.is_last(record));
        let was_counting = is_last && self.duty.finish_work();
        let finished = self.followers.finish_work(record, &mut self.shared);
        if was_counting { Ok(()) } else { finished }
    }

    fn look(&mut self, page: Option<Page>) {
        self.queues.look(page == Some(Page::Desk));
        self.missed.look(page == Some(Page::Missed));
        self.team.look(page);
        self.phone.look(page == Some(Page::Settings));
        if page == Some(Page::Voicemail) {
            // Without a session it is asked for at the sign-in.
            let _ = self
                .shared
                .governed
                .allows(FixedField::NoVoicemail)
                .and_then(|()| self.voicemail.refresh(&mut self.shared));
        }
    }

    fn save_preferences(&mut self, preferences: Preferences) -> Result<(), Refusal> {
        let before = &self.shared.settings.preferences;
        settings_check::validate(&preferences, before)?;
        let is_news = before.crm_url != preferences.crm_url || before.scripts != preferences.scripts;
        self.shared.settings.preferences = preferences;
        if is_news {
            // Each cause is told once, and the same cause at a new address is news again.
            self.machine.programs.on_changed(&mut self.shared);
        }
        if self.shared.settings.preferences.has_wrong_template() {
            self.machine.programs.tell_wrong_template(&mut self.shared);
        }
        self.shared.save_settings();
        Ok(())
    }
}
