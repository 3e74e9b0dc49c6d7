//! Sessions begin and end: what the parts fetch, forget and hand over then.

use pbx_protocol::Extension;

use super::Desk;
use crate::directory::Directory;
use crate::effect::Effect;
use crate::failure::Refusal;
use crate::policy::FixedField;
use crate::queues::ask::QueueList;
use crate::session::Change;
use crate::settings::{Account, Settings};
use crate::voicemail::ask::MailList;

impl Desk {
    pub(super) fn on_started(&mut self) {
        let Settings { account, signed_out, .. } = &self.shared.settings;
        // What is kept has worked once, so it counts as proven: a PBX that is away in the morning is waited for.
        if let Some(account) = account.clone().filter(|_| !signed_out) {
            // A settings file that someone has edited may hold nonsense; the form shows it then.
            let _ = self.session.sign_in(account, true, &mut self.shared);
        }
    }

    pub(super) fn sign_in(&mut self, account: Account) -> Result<(), Refusal> {
        // The form shows no fingerprint: without the administrator's, the person would be asked about a certificate that
        // is trusted already.
        let account = self.shared.governed.complete(account);
        let proven = self.shared.settings.account.as_ref() == Some(&account) && self.session.is_known();
        let is_another = self.session.account() != Some(&account);
        // The calls and queues of the session before are told under its extension.
        let own = self.shared.own.clone();
        // Before anything is forgotten: one that is refused leaves the session that is there.
        self.session.sign_in(account, proven, &mut self.shared)?;
        self.stay();
        self.on_offline();
        if is_another {
            self.forget_session(own);
        }
        Ok(())
    }

    pub(super) fn sign_out_for_good(&mut self) {
        self.duty.on_sign_out(&mut self.shared);
        self.stay_signed_out();
    }

    /// The same, and the pause goes on.
    pub(super) fn sign_out_paused(&mut self) {
        self.duty.on_sign_out_paused(&mut self.shared);
        self.stay_signed_out();
    }

    fn stay_signed_out(&mut self) {
        self.sign_out();
        self.shared.settings.signed_out = true;
        self.shared.save_settings();
    }

    fn sign_out(&mut self) {
        self.session.sign_out(&mut self.shared);
        self.doors.on_sign_out(&mut self.shared);
        self.forget_session(self.shared.own.clone());
    }

    pub(super) fn forget_account(&mut self) -> Result<(), Refusal> {
        let account = self.shared.settings.account.take().ok_or(Refusal::NotNow)?;
        // Before the queues are forgotten, whose passwords are kept by their numbers.
        let slots = self.queues.password_slots();
        self.duty.on_sign_out(&mut self.shared);
        self.sign_out();
        for slot in slots.into_iter().chain([account.password_slot()]) {
            self.shared.push(Effect::ForgetPassword { slot });
        }
        self.shared.settings.signed_out = false;
        // They name the messages of a mailbox that is nobody's on this computer any more.
        self.shared.settings.heard.clear();
        self.shared.settings.left_queues.clear();
        self.shared.save_settings();
        Ok(())
    }

    /// What the session before told is not that of the next; its calls are those of `own`.
    fn forget_session(&mut self, own: Option<Extension>) {
        let next = std::mem::replace(&mut self.shared.own, own);
        self.calls.end_all(self.shared.now);
        // Before they are cleared: other programs that were told of a begin are told of the end as well.
        self.followers.on_sign_out(&mut self.calls, &mut self.shared);
        self.calls.clear();
        self.consult.clear();
        self.shared.own = next;
        self.queues.clear();
        self.voicemail.clear();
        self.team.clear();
        self.sounds.clear(&mut self.shared);
        self.shared.directory = Directory::default();
        self.heard.forget();
        self.phone.on_offline();
    }

    pub(super) fn follow_session(&mut self) {
        for change in self.session.take_changes() {
            match change {
                Change::Online => self.on_online(),
                Change::Offline => self.on_offline(),
                Change::Stopped => {
                    self.on_offline();
                    // Nobody will tell us how they end.
                    self.calls.lose_all(self.shared.now);
                }
            }
        }
    }

    fn on_online(&mut self) {
        // Only what has worked is kept, since the next start signs in with it by itself.
        // The policy may have changed since this sign-in: the next one is as it wants it.
        if let Some(account) =
            self.session.account().map(|account| self.shared.governed.governs(account.clone()))
            && (self.shared.settings.account.as_ref() != Some(&account) || self.shared.settings.signed_out)
        {
            self.shared.settings.account = Some(account);
            self.shared.settings.signed_out = false;
            self.shared.save_settings();
        }
        let Some(own) = self.shared.own.clone() else { return };
        self.phone.is(self.shared.directory.status(&own));
        self.heard.on_online(&mut self.shared);
        self.team.on_online(&self.shared);
        self.heard.see_phone(self.phone.status(), &self.calls, self.shared.now);
        // A call that began before we were here may not be reported again before it ends.
        self.calls.ask_own_phone(&mut self.shared);
        self.shared.ask(QueueList {});
        if self.shared.governed.allows(FixedField::NoVoicemail).is_ok() {
            self.shared.ask_once(MailList { extension: own });
        }
    }

    fn on_offline(&mut self) {
        self.heard.on_offline();
        self.calls.on_offline();
        self.queues.on_offline();
        self.voicemail.on_offline();
        self.missed.on_offline();
        self.shared.directory.on_offline();
        self.phone.on_offline();
    }
}
