//! `--demo`: a simulated PBX inside the program, and the strip that plays the world around the agent.

use std::sync::atomic::{AtomicUsize, Ordering};

use agent_core::{Account, DemoAction, Intent, PasswordSlot, Refusal, Scheme, Settings, SettingsTrouble};
use agent_runtime::{AgentHandle, Keyring, KeyringError};
use agent_storage::{SettingsError, SettingsStore};
use pbx_protocol::Secret;
use pbx_simulator::{Options, Simulator, StartError, World};

/// The agent of [`World::demo`] and the queue it always serves.
const AGENT: &str = "101";
const QUEUE: &str = "6500";
const USER: &str = "api";
const PASSWORD: &str = "simulated";

/// Customers who call, in turn.
const CUSTOMERS: [&str; 4] =
    ["13800138000", "\"Nordwind GmbH\" <+4930123456>", "\"王芳\" <13912345678>", "02012345678"];

/// The simulated PBX and who calls next.
#[derive(Debug)]
pub(crate) struct Demo {
    pbx: Simulator,
    calls: AtomicUsize,
}

impl Demo {
    /// Starts the PBX on a free port of this machine.
    pub(crate) async fn start() -> Result<Self, StartError> {
        let pbx = Simulator::start(World::demo(), Options::demo()).await?;
        Ok(Self { pbx, calls: AtomicUsize::new(0) })
    }

    /// Signs the agent in, as a person would.
    pub(crate) async fn sign_in(&self, agent: &AgentHandle) {
        let host = self.pbx.address().ip().to_string();
        let port = self.pbx.address().port();
        let slot = PasswordSlot::Account { host: host.clone(), port, username: USER.to_owned() };
        agent.store_password(slot, Secret::new(PASSWORD)).await;
        let account = Account {
            // Nothing of it leaves this machine.
            scheme: Scheme::Http,
            host,
            port,
            api_version: "v1.1.0".to_owned(),
            username: USER.to_owned(),
            extension: AGENT.to_owned(),
            report_host: None,
            report_port: free_port(),
            certificate: None,
            believed: Vec::new(),
        };
        if let Err(refusal) = agent.dispatch(Intent::SignIn { account }).await {
            tracing::error!(?refusal, "the demo could not sign in");
        }
    }

    /// Plays one action; what is not possible at this moment is refused.
    pub(crate) fn play(&self, action: DemoAction) -> Result<(), Refusal> {
        let control = self.pbx.control();
        let played = match action {
            DemoAction::PickUp => control.lift(AGENT),
            DemoAction::HangUp => control.hang_up(AGENT),
            DemoAction::CallMe => control.outside_calls_extension(self.next_customer(), AGENT),
            DemoAction::CallMyQueue => control.outside_calls_queue(self.next_customer(), QUEUE),
        };
        played.map_err(|_| Refusal::NotNow)
    }

    fn next_customer(&self) -> &'static str {
        CUSTOMERS[self.calls.fetch_add(1, Ordering::Relaxed) % CUSTOMERS.len()]
    }
}

/// A port that is free now; 8260 may be the real program's.
fn free_port() -> u16 {
    let probe = std::net::TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    probe.map_or(8260, |address| address.port())
}

/// No keyring: the demo leaves the agent's own alone, and passwords live as long as the program.
#[derive(Debug)]
pub(crate) struct NoKeyring;

impl Keyring for NoKeyring {
    fn get(&self, _service: &str, _user: &str) -> Result<Option<Secret>, KeyringError> {
        Err(KeyringError::Unavailable)
    }

    fn set(&self, _service: &str, _user: &str, _secret: &Secret) -> Result<(), KeyringError> {
        Err(KeyringError::Unavailable)
    }

    fn delete(&self, _service: &str, _user: &str) -> Result<(), KeyringError> {
        Err(KeyringError::Unavailable)
    }
}

/// Tastes are kept, the account is not: the next demo's PBX has another port.
#[derive(Debug)]
pub(crate) struct DemoSettings<S>(pub(crate) S);

impl<S: SettingsStore> SettingsStore for DemoSettings<S> {
    fn load(&self) -> Settings {
        Settings { account: None, ..self.0.load() }
    }

    fn trouble(&self) -> Option<SettingsTrouble> {
        self.0.trouble()
    }

    fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
        self.0.save(&Settings { account: None, ..settings.clone() })
    }
}
