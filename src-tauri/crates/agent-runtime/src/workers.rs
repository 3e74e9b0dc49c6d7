//! All that works for the loop, and which worker does which effect. Nothing here waits: each effect is handed over and
//! the loop goes on.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use agent_core::{
    Ask, Effect, Input, KeptMark, PageTrouble, PasswordSlot, Preferences, RequestId, Settings, SignOut,
    lines_of,
};
use agent_storage::{Contacts, History, RECORDINGS_LIMIT, Recordings, SettingsKeeper, Write};
use tokio::sync::oneshot;
use tracing::{debug, warn};

use crate::agent::Options;
use crate::catch_up::CatchUp;
use crate::clock::Clock;
use crate::fetch::Fetcher;
use crate::identify::Identifier;
use crate::inputs::Inputs;
use crate::lanes::Lanes;
use crate::link::{Link, Prepared, Wish};
use crate::ports::{Browser, Ports, Speaker};
use crate::programs;
use crate::sources::Sources;
use crate::states::States;
use crate::vault::{KEYRING_LIMIT, Vault};
use crate::webhook::{self, Webhooks};

/// The person waits for the program to close.
const GOODBYE_LIMIT: Duration = Duration::from_secs(2);

#[derive(Debug)]
pub(crate) struct Workers {
    pub(crate) inputs: Inputs,
    pub(crate) vault: Vault,
    pub(crate) history: History,
    pub(crate) link: Link,
    pub(crate) fetcher: Fetcher,
    pub(crate) settings: SettingsKeeper,
    pub(crate) speaker: Arc<dyn Speaker>,
    pub(crate) browser: Arc<dyn Browser>,
    pub(crate) catch_up: CatchUp,
    pub(crate) identifier: Identifier,
    pub(crate) webhooks: Webhooks,
    pub(crate) states: States,
    pub(crate) lanes: Lanes,
}

impl Workers {
    /// All of them, on the current tokio runtime. An error says that there is no thread for them.
    pub(crate) fn start(
        ports: Ports,
        options: &Options,
        preferences: &Preferences,
        clock: Clock,
        inputs: Inputs,
    ) -> io::Result<Self> {
        let (told, told_of_settings) = (inputs.clone(), inputs.clone());
        let history = History::start(&options.data_dir, Clock::wall, move |input| told.send_blocking(input))?;
        let recordings = Recordings::new(options.cache_dir().join("recordings"), RECORDINGS_LIMIT);
        let fetcher = Fetcher::new(inputs.clone(), &ports, clock, options, recordings.clone());
        let vault = Vault::start(ports.keyring, KEYRING_LIMIT)?;
        let link = Link::direct(inputs.clone(), ports.network, preferences.answer_seconds);
        let webhooks = Webhooks::start(&options.data_dir, &preferences.scripts, &vault, &inputs);
        let contacts = Contacts::new(&options.data_dir, lines_of(preferences), Clock::wall);
        Ok(Self {
            catch_up: CatchUp {
                history: history.clone(),
                inputs: inputs.clone(),
                folder: options.media_dir(),
                recordings,
                days: Arc::new(AtomicU32::new(preferences.history_days)),
            },
            identifier: Identifier {
                sources: Sources::new(contacts.clone(), vault.clone(), inputs.clone()),
                contacts,
                history: history.clone(),
                inputs: inputs.clone(),
            },
            settings: SettingsKeeper::start(ports.settings, move |input| told_of_settings.try_send(input)),
            lanes: Lanes::start(clock, vault.clone(), inputs.clone()),
            speaker: ports.speaker,
            browser: ports.browser,
            inputs,
            link,
            fetcher,
            vault,
            history,
            webhooks,
            states: States::start(&options.data_dir),
        })
    }

    /// Everything but refusals, which the loop passes on itself.
    pub(crate) fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Refused { refusal } => warn!(?refusal, "a refusal that nobody waits for"),
            Effect::Listen { account } => self.link.listen(account),
            Effect::StopListening => self.link.wish(Wish::Stop),
            Effect::Send { id, ask } => self.send(id, ask),
            Effect::Fetch { media, purpose } => {
                self.fetcher.fetch(self.link.line().session(), self.link.line().pbx(), media, purpose);
            }
            Effect::OpenFile { media } => self.fetcher.open_elsewhere(media),
            Effect::Player { command } => self.speaker.command(command),
            Effect::StopPlaying => self.fetcher.stop_playing(),
            Effect::Record { record } => self.history.write(Write::Record(record)),
            Effect::Draft { record } => self.history.write(Write::Draft(record)),
            Effect::AddRecording { channel, recording } => {
                self.history.write(Write::Recording { channel, recording });
            }
            Effect::OpenPage { address } => self.open_page(address),
            Effect::Post { slot, address, at, told } => self.webhooks.post(slot, &address, at, &told),
            Effect::TestWebhook { slot, address } => self.test_webhook(slot, address),
            Effect::KeepState { span } => self.states.keep(span),
            Effect::RunProgram { program, arguments } => {
                programs::start(program, arguments, self.inputs.clone());
            }
            Effect::Annotate { id, note } => self.history.write(Write::Note { id, note }),
            Effect::ReadNoted { id } => self.identifier.read_noted(id),
            Effect::KeepNoteTold { id, told } => self.history.write(Write::NoteTold { id, told }),
            Effect::Identify { number, sources } => self.identifier.start(number, sources),
            Effect::ReadSource { source } => self.identifier.sources.read(*source),
            Effect::TestSource { source } => self.identifier.sources.test(*source),
            Effect::ForgetSource { slot } => self.identifier.sources.forget(slot),
            Effect::ReadMissed { since } => self.identifier.read_missed(since),
            Effect::ReadTeam { ask } => {
                let lines = self.identifier.contacts.lines();
                self.catch_up.read_team(self.link.line().session(), *ask, lines);
            }
            Effect::KeepMark { caller, mark } => self.history.write(Write::Mark(KeptMark { caller, mark })),
            Effect::CatchUp { extension, pbx_clock } => {
                self.catch_up.start(self.link.line().session(), extension, pbx_clock);
            }
            Effect::SaveSettings { settings, in_force } => self.save(*settings, &in_force),
            Effect::ForgetPassword { slot } => {
                self.vault.forget(&slot, &self.link.line().place());
                if matches!(slot, PasswordSlot::WebhookOf { .. }) {
                    self.webhooks.changed().tell();
                }
            }
            Effect::ForgivePassword { slot } => self.vault.forgive(&slot, &self.link.line().place()),
            Effect::Believe { addresses } => self.link.wish(Wish::Believe { addresses }),
        }
    }

    fn save(&self, settings: Settings, preferences: &Preferences) {
        // What the window shows already holds from now on, also where the disk takes nothing.
        self.catch_up.days.store(preferences.history_days, Ordering::Relaxed);
        self.identifier.contacts.set_lines_later(lines_of(preferences));
        self.webhooks.set_addresses(&preferences.scripts);
        self.link.line().set_answer_seconds(preferences.answer_seconds);
        self.settings.save(settings);
    }

    fn test_webhook(&self, slot: u8, address: String) {
        let (vault, inputs) = (self.vault.clone(), self.inputs.clone());
        tokio::spawn(async move {
            let test = webhook::try_out(slot, &address, &vault).await;
            inputs.send(Input::WebhookTested { slot, test }).await;
        });
    }

    fn open_page(&self, address: String) {
        let (browser, inputs) = (Arc::clone(&self.browser), self.inputs.clone());
        tokio::task::spawn_blocking(move || {
            if let Err(error) = browser.open(&address) {
                warn!(%error, "the caller's page could not be opened");
                let trouble = PageTrouble::NoBrowser { detail: error.to_string() };
                inputs.send_blocking(Input::PageTrouble { trouble });
            }
        });
    }

    fn send(&mut self, id: RequestId, ask: Ask) {
        debug!(?id, ?ask, "asking the PBX");
        // Where we listen may have changed: what is announced is looked up just before.
        let looked = matches!(ask, Ask::KeepAlive(_)).then(|| {
            let (done, looked) = oneshot::channel();
            self.link.wish(Wish::LookAgain { done });
            looked
        });
        self.lanes.send(id, ask, self.link.line(), looked);
    }

    /// Says good-bye to the PBX and writes what is not written yet.
    pub(crate) async fn finish(self) {
        // First, as they return at once: whoever closes the program wants silence now.
        self.speaker.stop();
        self.speaker.stop_ring();
        let goodbye = Prepared::new(SignOut {}.into(), self.link.line());
        let said = tokio::time::timeout(GOODBYE_LIMIT, goodbye.put(&self.vault));
        // Side by side: it takes as long as the slowest, and the person waits.
        let ((), (), (), said) =
            tokio::join!(self.history.close(), self.settings.finish(), self.states.finish(), said);
        if !said.is_ok_and(|said| said.outcome.is_ok()) {
            debug!("the session was not closed on the PBX");
        }
    }
}
