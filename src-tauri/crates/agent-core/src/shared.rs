//! What the desk lends to each of its parts: the facts that several of them need, and the ways to the agent and out.
//!
//! It lies beside the parts, so that a part and this can be borrowed at once; a part keeps no copy of any of it.

use pbx_protocol::Extension;

use crate::ask::Ask;
use crate::contact_sources::ContactSources;
use crate::directory::Directory;
use crate::effect::Effect;
use crate::failure::Refusal;
use crate::favourites::stars::Stars;
use crate::governed::Governed;
use crate::hotkeys::keyboard::Keyboard;
use crate::notice::Notice;
use crate::notices::Notices;
use crate::now::Now;
use crate::outbox::Outbox;
use crate::settings::Settings;

/// What belongs to no part alone.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    /// As they hold.
    pub(crate) settings: Settings,
    pub(crate) governed: Governed,
    /// The program runs on the simulated PBX.
    pub(crate) demo: bool,
    pub(crate) keyboard: Keyboard,
    pub(crate) directory: Directory,
    pub(crate) sources: ContactSources,
    pub(crate) notices: Notices,
    pub(crate) outbox: Outbox,
    /// Our extension, from the first sign-in on: after signing out, too, since what is still told is told under it.
    pub(crate) own: Option<Extension>,
    /// There is a session with the PBX.
    pub(crate) online: bool,
    /// The moment of this step.
    pub(crate) now: Now,
    pub(crate) stars: Stars,
}

impl Shared {
    /// Who asks the PBX for something; nobody without a session.
    pub(crate) fn signed_in(&self) -> Result<Extension, Refusal> {
        self.own.clone().filter(|_| self.online).ok_or(Refusal::NotSignedIn)
    }

    pub(crate) fn tell(&mut self, notice: Notice) {
        self.notices.add(notice, self.now);
    }

    pub(crate) fn push(&mut self, effect: Effect) {
        self.outbox.push(effect);
    }

    pub(crate) fn ask(&mut self, question: impl Into<Ask>) {
        self.outbox.ask(question, self.now);
    }

    /// Asks again; an answer already under way is ignored, since it may be stale.
    pub(crate) fn ask_anew(&mut self, question: impl Into<Ask>) {
        self.outbox.ask_anew(question, self.now);
    }

    /// Asks, unless the answer is awaited already.
    pub(crate) fn ask_once(&mut self, question: impl Into<Ask>) {
        self.outbox.ask_once(question, self.now);
    }

    /// Asks who has this number.
    pub(crate) fn identify(&mut self, number: String) {
        let sources = self.sources.askable();
        self.outbox.push(Effect::Identify { number, sources });
    }

    pub(crate) fn let_sources_pass(&mut self) {
        let wanted = &self.settings.preferences.contact_sources;
        self.sources.let_time_pass(wanted, &mut self.outbox, self.now);
    }

    pub(crate) fn save_settings(&mut self) {
        let settings = Box::new(self.governed.to_keep(&self.settings));
        let in_force = Box::new(self.settings.preferences.clone());
        self.outbox.push(Effect::SaveSettings { settings, in_force });
    }
}
