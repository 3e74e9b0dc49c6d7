//! The agent, without a window: a process that says on its standard output what a screen would show, and takes what a
//! person does on its standard input.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use agent_core::{
    Account, CallNote, CallState, ConnectionState, Intent, Keyboard, PlayerCommand, Policy, Scheme, Settings,
    View,
};
use agent_runtime::{
    AgentHandle, AgentRuntime, Asked, Browser, Keyring, KeyringError, Network, NetworkWatch, Options, Ports,
    Speaker, SpeakerError, SystemNetwork, WhenOver,
};
use agent_storage::{SettingsError, SettingsStore};
use anyhow::{Context as _, Result};
use pbx_protocol::Secret;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

/// The first argument of the process.
pub(crate) const COMMAND: &str = "agent";

/// What a screen would show of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Screen {
    pub(crate) online: bool,
    /// The numbers of live calls.
    pub(crate) live: Vec<String>,
    /// Kinds of the messages.
    pub(crate) messages: Vec<String>,
    /// The call in the history that a note can be written about now, and its number.
    pub(crate) noted: Option<(String, String)>,
}

/// What a person does.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Does {
    Writes {
        record: String,
        text: String,
    },
    /// To another network: the PBX is reached from this address of the loopback from then on.
    Moves {
        to: IpAddr,
    },
    Ends,
}

pub(crate) async fn run(folder: &Path, pbx: &str, reports: &str) -> Result<()> {
    let account = Account {
        scheme: Scheme::Http,
        host: "127.0.0.1".to_owned(),
        port: pbx.parse()?,
        api_version: "v1.1.0".to_owned(),
        username: "api".to_owned(),
        extension: crate::shift::OWN.to_owned(),
        report_host: None,
        report_port: reports.parse()?,
        certificate: None,
        believed: Vec::new(),
    };
    let network = Arc::new(Networks::default());
    let ports = Ports {
        keyring: Box::new(OnePassword),
        settings: Arc::new(SettingsFile { file: folder.join("settings.json"), account }),
        speaker: Arc::new(Silence),
        network: Arc::clone(&network) as Arc<dyn Network>,
        browser: Arc::new(NoBrowser),
    };
    let options = Options {
        data_dir: folder.to_owned(),
        downloads_dir: folder.join("downloads"),
        demo: false,
        policy: Policy::default(),
        keyboard: Keyboard::Usual,
    };
    let agent = AgentRuntime::start(ports, options)?;
    tokio::spawn(show(agent.clone()));
    let mut lines = input();
    while let Some(line) = lines.recv().await {
        match serde_json::from_str(&line).context("what the person does")? {
            Does::Writes { record, text } => {
                let note = CallNote { text, ..CallNote::default() };
                // A refusal shows at the end: the note is not there.
                let _ = agent.dispatch(Intent::Annotate { record, note }).await;
            }
            Does::Moves { to } => network.move_to(to),
            Does::Ends => break,
        }
    }
    agent.shutdown().await;
    Ok(())
}

fn input() -> mpsc::Receiver<String> {
    let (sender, lines) = mpsc::channel(16);
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    });
    lines
}

async fn show(agent: AgentHandle) {
    let mut views = agent.watch();
    let mut shown = None;
    loop {
        let screen = screen(&views.borrow_and_update());
        if shown.as_ref() != Some(&screen) {
            if let Ok(line) = serde_json::to_string(&screen) {
                println!("{line}");
            }
            shown = Some(screen);
        }
        if views.changed().await.is_err() {
            return;
        }
    }
}

fn screen(view: &View) -> Screen {
    let live = |state| !matches!(state, CallState::Ended);
    let number = |number: &Option<String>| number.clone().unwrap_or_default();
    let talking = view.calls.iter().find(|call| call.state == CallState::Talking);
    let after = || view.wrap_ups.first().map(|work| (work.record.clone(), number(&work.number)));
    let kind = |notice| {
        let value = serde_json::to_value(notice).unwrap_or_default();
        value["kind"].as_str().unwrap_or_default().to_owned()
    };
    Screen {
        online: view.connection.state == ConnectionState::Online,
        live: view.calls.iter().filter(|call| live(call.state)).map(|call| number(&call.number)).collect(),
        messages: view.notices.iter().map(|notice| kind(&notice.notice)).collect(),
        noted: talking.map(|call| (call.record.clone(), number(&call.number))).or_else(after),
    }
}

#[derive(Debug)]
struct OnePassword;

impl Keyring for OnePassword {
    fn get(&self, _: &str, _: &str) -> Result<Option<Secret>, KeyringError> {
        Ok(Some(Secret::new("simulated")))
    }
    fn set(&self, _: &str, _: &str, _: &Secret) -> Result<(), KeyringError> {
        Ok(())
    }
    fn delete(&self, _: &str, _: &str) -> Result<(), KeyringError> {
        Ok(())
    }
}

#[derive(Debug)]
struct SettingsFile {
    file: PathBuf,
    account: Account,
}

impl SettingsStore for SettingsFile {
    fn load(&self) -> Settings {
        let kept = std::fs::read(&self.file).ok().and_then(|json| serde_json::from_slice(&json).ok());
        kept.unwrap_or_else(|| Settings { account: Some(self.account.clone()), ..Settings::default() })
    }
    fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
        let beside = self.file.with_extension("new");
        let kept = serde_json::to_vec(settings)
            .map_err(std::io::Error::other)
            .and_then(|json| std::fs::write(&beside, json))
            .and_then(|()| std::fs::rename(&beside, &self.file));
        kept.map_err(|error| SettingsError(Box::new(error)))
    }
}

/// The operating system's, but for our own address in it.
#[derive(Default)]
struct Networks {
    own: Mutex<Option<IpAddr>>,
    changed: Mutex<Option<Box<dyn Fn() + Send>>>,
}

impl Networks {
    fn move_to(&self, to: IpAddr) {
        *self.own.lock().unwrap_or_else(PoisonError::into_inner) = Some(to);
        if let Some(changed) = &*self.changed.lock().unwrap_or_else(PoisonError::into_inner) {
            changed();
        }
    }
}

impl std::fmt::Debug for Networks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Networks").field("own", &self.own).finish_non_exhaustive()
    }
}

impl Network for Networks {
    fn addresses_of<'a>(&'a self, host: &'a str, port: u16) -> Asked<'a, Vec<SocketAddr>> {
        SystemNetwork.addresses_of(host, port)
    }
    fn own_address(&self, towards: SocketAddr) -> Asked<'_, IpAddr> {
        match *self.own.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(own) => Box::pin(async move { Ok(own) }),
            None => SystemNetwork.own_address(towards),
        }
    }
    fn watch(&self, changed: Box<dyn Fn() + Send>) -> std::io::Result<NetworkWatch> {
        *self.changed.lock().unwrap_or_else(PoisonError::into_inner) = Some(changed);
        Ok(Box::new(()))
    }
}

#[derive(Debug)]
struct Silence;

impl Speaker for Silence {
    fn play(&self, _: &Path, _: WhenOver) -> Result<(), SpeakerError> {
        Err(SpeakerError::NoDevice)
    }
    fn stop(&self) {}
    fn command(&self, _: PlayerCommand) {}
    fn start_ring(&self) {}
    fn stop_ring(&self) {}
}

#[derive(Debug)]
struct NoBrowser;

impl Browser for NoBrowser {
    fn open(&self, _: &str) -> std::io::Result<()> {
        Ok(())
    }
    fn open_file(&self, _: &Path) -> std::io::Result<()> {
        Ok(())
    }
}
