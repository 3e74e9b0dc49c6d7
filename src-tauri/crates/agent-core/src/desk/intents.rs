//! What the person wants: possible now, or refused with the reason.

use super::Desk;
use crate::calls::view::CallKey;
use crate::command::{CallCommand, QueueCommand};
use crate::doors::Door;
use crate::effect::Effect;
use crate::failure::Refusal;
use crate::favourites;
use crate::history::CallNote;
use crate::intent::{Intent, Page, PasswordSlot};
use crate::notice::Notice;
use crate::policy::FixedField;
use crate::pop;
use crate::queues::leaving::Then;
use crate::settings::Preferences;
use crate::settings_check;
use crate::veil::Veil;

impl Desk {
    pub(super) fn on_wish(&mut self, intent: Intent, door: Door) {
        let intent = if self.shared.settings.names_hidden { self.veil.uncover(intent) } else { intent };
        let command = intent.command();
        let Err(refusal) = self.on_intent(intent, door) else { return };
        if let (Some(command), false) = (command, door.shows_refusals()) {
            self.shared.tell(Notice::NotDone { door, command, refusal: refusal.clone() });
        }
        self.shared.push(Effect::Refused { refusal });
    }

    pub(super) fn on_intent(&mut self, intent: Intent, door: Door) -> Result<(), Refusal> {
        // Once for all doors: what a window greys out can still come from the tray or by a second start.
        self.shared.governed.allows_intent(&intent)?;
        let shared = &mut self.shared;
        match intent {
            Intent::SignIn { account } => self.sign_in(account),
            Intent::SignOut => {
                self.sign_out_for_good();
                Ok(())
            }
            Intent::LeaveAndSignOut => self.queues.leave_all(Then::SignOut, shared),
            Intent::PauseAndSignOut => self.queues.pause_all(Then::SignOut, shared),
            Intent::ForgetAccount => self.forget_account(),
            Intent::Call { call, command: CallCommand::OpenPage } => self.open_page(call, None),
            Intent::OpenPage { call, slot } => self.open_page(call, Some(slot)),
            Intent::Call { call, command } => self.calls.act(call, command, shared),
            Intent::Transfer { call, to } => self.calls.transfer(call, &to, shared),
            Intent::DismissPop { call } => self.calls.dismiss_pop(call),
            Intent::Annotate { record, note } => {
                self.annotate(record, note);
                Ok(())
            }
            Intent::FinishWrapUp { record } => self.finish_wrap_up(record.as_deref()),
            Intent::Queue { queue, command } => self.act_in_queues(queue.as_deref(), command),
            Intent::CancelQueuePassword { queue } => self.queues.cancel_password(&queue),
            Intent::Team { command } => self.team.command(command, shared),
            Intent::Favourite { command } => favourites::on_command(command, shared),
            Intent::RefreshVoicemail => self.voicemail.refresh(shared),
            Intent::DeleteVoicemail { file } => self.voicemail.delete(&file, shared),
            Intent::Look { page } => {
                self.look(page);
                Ok(())
            }
            Intent::HideNames { on } => {
                self.hide_names(on);
                Ok(())
            }
            Intent::DismissNotice { id } => shared.notices.dismiss(id).map(|_| ()).ok_or(Refusal::NoSuchItem),
            Intent::Door(intent) => {
                self.doors.on_intent(intent, door, &mut self.calls, &self.session, shared)
            }
            Intent::Hotkey(intent) => self.on_hotkey(intent, door),
            Intent::Consult(intent) => self.consult.on_intent(intent, &mut self.calls, shared),
            Intent::PopPlace(intent) => {
                pop::on_intent(intent, shared);
                Ok(())
            }
            Intent::State(intent) => self.duty.on_intent(intent, &mut self.queues, shared),
            Intent::Quit(intent) => self.on_quit(intent),
            Intent::Missed(intent) => self.missed.on_intent(intent, shared),
            Intent::Phone(intent) => self.phone.on_intent(intent, shared),
            Intent::Sound(intent) => self.sounds.on_intent(intent, &self.voicemail, shared),
            Intent::Session(intent) => self.session.on_intent(intent, shared),
            Intent::SavePreferences { preferences } => self.save_preferences(*preferences),
            Intent::TestPage { slot } => self.machine.programs.test_page(slot, shared),
            Intent::TestSource { slot } => shared.sources.test(slot, &mut shared.outbox),
            Intent::ChooseContact { call, person } => self.followers.cards.choose(call, person),
            Intent::TestWebhook { slot } => self.machine.programs.test_webhook(slot, shared),
            Intent::ForgetWebhookSecret { slot } => {
                shared.push(Effect::ForgetPassword { slot: PasswordSlot::WebhookOf { slot } });
                Ok(())
            }
        }
    }

    fn annotate(&mut self, record: String, note: CallNote) {
        self.missed.on_note(&record, &note.clone().tidied());
        self.followers.annotate(record, note, &mut self.calls, &mut self.shared);
    }

    /// The last call's work has a countdown; it may not have a card yet.
    fn finish_wrap_up(&mut self, record: Option<&str>) -> Result<(), Refusal> {
        if self.followers.work.lacks_result(record, &self.shared) {
            return Err(Refusal::ResultRequired);
        }
        let is_last = record.is_none_or(|record| self.followers.work.is_last(record));
        let was_counting = is_last && self.duty.finish_work();
        let finished = self.followers.finish_work(record, &mut self.shared);
        if was_counting { Ok(()) } else { finished }
    }

    fn open_page(&mut self, call: CallKey, slot: Option<u8>) -> Result<(), Refusal> {
        let call = self.calls.get(call).ok_or(Refusal::NoSuchCall)?;
        self.machine.programs.on_page_wanted(&mut self.shared);
        self.followers.open_page(call, slot, &mut self.shared)
    }

    /// Kept over a restart: a screen that is shared is not to show names because the program has ended.
    fn hide_names(&mut self, on: bool) {
        if self.shared.settings.names_hidden != on {
            self.shared.settings.names_hidden = on;
            self.veil = Veil::default();
            self.followers.rows.on_shown_otherwise();
            self.shared.save_settings();
        }
    }

    fn act_in_queues(&mut self, queue: Option<&str>, command: QueueCommand) -> Result<(), Refusal> {
        let (duty, queues, shared) = (&mut self.duty, &mut self.queues, &mut self.shared);
        match (queue, command) {
            // A pause in all of them is a wish about the agent: queues that are joined later follow it.
            (None, QueueCommand::Pause) => duty.in_all_queues(true, queues, shared),
            (None, QueueCommand::Unpause) => duty.in_all_queues(false, queues, shared),
            _ => queues.act(queue, command, shared),
        }
    }

    fn look(&mut self, page: Option<Page>) {
        self.doors.look(page);
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
        settings_check::validate(&preferences, before, self.shared.keyboard)?;
        let is_news = before.crm != preferences.crm || before.scripts != preferences.scripts;
        // Or the next address in its place would be signed with the secret of one that is gone.
        let is_gone = |slot: &u8| preferences.scripts.webhooks.iter().all(|one| one.slot != *slot);
        for slot in before.scripts.webhooks.iter().map(|one| one.slot).filter(is_gone) {
            self.shared.outbox.push(Effect::ForgetPassword { slot: PasswordSlot::WebhookOf { slot } });
        }
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
