//! A running agent with a simulated PBX at the far end of the wire, and ports that a test can look into.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use agent_core::{
    Account, ConnectionState, Intent, Keyboard, PasswordKept, PasswordSlot, PlayerCommand, Policy, Scheme,
    Settings, View,
};
use agent_runtime::{
    AgentHandle, AgentRuntime, Asked, Browser, Keyring, KeyringError, Network, NetworkWatch, Options, Ports,
    Speaker, SpeakerError, SystemNetwork, WhenOver,
};
use agent_storage::{SettingsError, SettingsStore};
use pbx_protocol::Secret;
use pbx_simulator::{Control, Simulator, World};
use tokio::sync::watch;

/// Long enough for a loaded machine; a test that fails waits this long, one that passes does not.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
/// Of the simulated PBX's API user.
pub(crate) const PASSWORD: &str = "simulated";

/// See the module. The folder and the ports outlive an agent, so that another can be started on them.
pub(crate) struct Bench {
    pub(crate) pbx: Simulator,
    pub(crate) control: Control,
    pub(crate) agent: AgentHandle,
    pub(crate) dir: tempfile::TempDir,
    pub(crate) keyring: FakeKeyring,
    pub(crate) settings: MemorySettings,
    pub(crate) speaker: FakeSpeaker,
    pub(crate) browser: FakeBrowser,
    pub(crate) network: FakeNetwork,
    pub(crate) report_port: u16,
}

impl Bench {
    /// The demo's PBX without its past, nobody signed in.
    pub(crate) async fn start() -> Self {
        Self::with(World { past_calls: Vec::new(), ..World::demo() }).await
    }

    pub(crate) async fn with(world: World) -> Self {
        let pbx = Simulator::start(world, pbx_simulator::Options::default()).await.unwrap();
        let dir = tempfile::tempdir().unwrap();
        let (keyring, settings, speaker, browser, network) = Default::default();
        let agent = start_agent(dir.path(), &keyring, &settings, &speaker, &browser, &network);
        let report_port = free_port();
        Self {
            control: pbx.control(),
            pbx,
            agent,
            dir,
            keyring,
            settings,
            speaker,
            browser,
            network,
            report_port,
        }
    }

    /// Signed in as 101.
    pub(crate) async fn online() -> Self {
        Self::start().await.signed_in().await
    }

    pub(crate) async fn signed_in(self) -> Self {
        self.store_password(PASSWORD).await;
        self.agent.dispatch(Intent::SignIn { account: self.account() }).await.unwrap();
        self.is_online().await;
        self
    }

    /// The program ends and is started again.
    pub(crate) async fn restarted(self) -> Self {
        self.restarted_with(|_| ()).await
    }

    /// Meanwhile somebody edits its settings.
    pub(crate) async fn restarted_with(mut self, edit: impl FnOnce(&mut Settings)) -> Self {
        self.agent.shutdown().await;
        edit(&mut self.settings.0.lock().unwrap());
        self.agent = start_agent(
            self.dir.path(),
            &self.keyring,
            &self.settings,
            &self.speaker,
            &self.browser,
            &self.network,
        );
        self
    }

    pub(crate) fn account(&self) -> Account {
        Account {
            scheme: Scheme::Http,
            host: "127.0.0.1".to_owned(),
            port: self.pbx.address().port(),
            api_version: "v1.1.0".to_owned(),
            username: "api".to_owned(),
            extension: "101".to_owned(),
            report_host: None,
            report_port: self.report_port,
            certificate: None,
            believed: Vec::new(),
        }
    }

    pub(crate) async fn store_password(&self, password: &str) -> PasswordKept {
        let (host, port) = ("127.0.0.1".to_owned(), self.pbx.address().port());
        let slot = PasswordSlot::Account { host, port, username: "api".to_owned() };
        self.agent.store_password(slot, Secret::new(password)).await
    }

    pub(crate) async fn is_online(&self) -> Arc<View> {
        self.sees("online", |view| view.connection.state == ConnectionState::Online).await
    }

    /// Waits until the view is as wanted.
    pub(crate) async fn sees(&self, what: &str, wanted: impl Fn(&View) -> bool) -> Arc<View> {
        let mut views = self.agent.watch();
        let outcome = tokio::time::timeout(PATIENCE, views.wait_for(|view| wanted(view))).await;
        match outcome {
            Ok(Ok(view)) => return Arc::clone(&view),
            Ok(Err(_)) => panic!("the agent ended while waiting for: {what}"),
            Err(_) => {}
        }
        panic!("waited in vain for: {what}; the view: {:#?}", self.agent.watch().borrow());
    }

    /// Waits until the file is there, and reads it.
    pub(crate) async fn reads(&self, file: &Path) -> String {
        let read = async {
            loop {
                match tokio::fs::read_to_string(file).await {
                    Ok(text) => return text,
                    Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                }
            }
        };
        tokio::time::timeout(PATIENCE, read).await.unwrap_or_else(|_| panic!("no file {}", file.display()))
    }

    /// Waits until it is so.
    pub(crate) async fn until(&self, what: &str, is_so: impl Fn() -> bool) {
        let wait = async {
            while !is_so() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("waited in vain for: {what}"));
    }

    pub(crate) fn downloads(&self) -> PathBuf {
        self.dir.path().join("downloads")
    }

    /// Names in the downloads folder.
    pub(crate) fn downloaded(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.downloads()) else { return Vec::new() };
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

pub(crate) fn free_port() -> u16 {
    std::net::TcpListener::bind(("0.0.0.0", 0)).unwrap().local_addr().unwrap().port()
}

fn start_agent(
    dir: &Path,
    keyring: &FakeKeyring,
    settings: &MemorySettings,
    speaker: &FakeSpeaker,
    browser: &FakeBrowser,
    network: &FakeNetwork,
) -> AgentHandle {
    let ports = Ports {
        keyring: Box::new(keyring.clone()),
        settings: Arc::new(settings.clone()),
        speaker: Arc::new(speaker.clone()),
        browser: Arc::new(browser.clone()),
        network: Arc::new(network.clone()),
    };
    let options = Options {
        data_dir: dir.join("data"),
        downloads_dir: dir.join("downloads"),
        demo: false,
        policy: Policy::default(),
        keyboard: Keyboard::Usual,
    };
    AgentRuntime::start(ports, options).unwrap()
}

/// Keeps settings while the test runs.
#[derive(Debug, Clone, Default)]
pub(crate) struct MemorySettings(Arc<Mutex<Settings>>);

impl SettingsStore for MemorySettings {
    fn load(&self) -> Settings {
        self.0.lock().unwrap().clone()
    }
    fn save(&self, settings: &Settings) -> Result<(), SettingsError> {
        settings.clone_into(&mut self.0.lock().unwrap());
        Ok(())
    }
}

/// What a keyring is like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Mood {
    #[default]
    Healthy,
    Missing,
    /// Locked, and the person did not open it.
    Locked,
    /// Locked, and the question for its password never answered.
    Hung,
}

/// A keyring with moods.
#[derive(Debug, Clone, Default)]
pub(crate) struct FakeKeyring(Arc<(Mutex<Kept>, Condvar)>);

#[derive(Debug, Default)]
struct Kept {
    mood: Mood,
    secrets: BTreeMap<(String, String), Secret>,
}

impl FakeKeyring {
    /// Whether a password is kept under a name that begins so.
    pub(crate) fn holds(&self, name: &str) -> bool {
        self.open(|kept| kept.keys().any(|(_, user)| user.starts_with(name))).unwrap()
    }

    pub(crate) fn set_mood(&self, mood: Mood) {
        self.0.0.lock().unwrap().mood = mood;
        self.0.1.notify_all();
    }

    fn open<T>(
        &self,
        work: impl FnOnce(&mut BTreeMap<(String, String), Secret>) -> T,
    ) -> Result<T, KeyringError> {
        let (kept, changed) = &*self.0;
        let mut kept = changed.wait_while(kept.lock().unwrap(), |kept| kept.mood == Mood::Hung).unwrap();
        match kept.mood {
            Mood::Missing => Err(KeyringError::Unavailable),
            Mood::Locked => Err(KeyringError::Locked),
            Mood::Healthy | Mood::Hung => Ok(work(&mut kept.secrets)),
        }
    }
}

impl Keyring for FakeKeyring {
    fn get(&self, service: &str, user: &str) -> Result<Option<Secret>, KeyringError> {
        self.open(|secrets| secrets.get(&(service.to_owned(), user.to_owned())).cloned())
    }
    fn set(&self, service: &str, user: &str, secret: &Secret) -> Result<(), KeyringError> {
        self.open(|secrets| drop(secrets.insert((service.to_owned(), user.to_owned()), secret.clone())))
    }
    fn delete(&self, service: &str, user: &str) -> Result<(), KeyringError> {
        self.open(|secrets| drop(secrets.remove(&(service.to_owned(), user.to_owned()))))
    }
}

/// The system's, but for what a test says of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct FakeNetwork(Arc<Mutex<Around>>);

#[derive(Default)]
struct Around {
    pbx: Option<IpAddr>,
    own: Option<IpAddr>,
    changed: Option<Box<dyn Fn() + Send>>,
}

impl std::fmt::Debug for Around {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PBX {:?}, own {:?}", self.pbx, self.own)
    }
}

impl FakeNetwork {
    /// The name of the PBX leads there from now on, as far as reports are concerned.
    pub(crate) fn put_pbx(&self, address: &str) {
        self.0.lock().unwrap().pbx = Some(address.parse().unwrap());
    }

    /// The PBX is reached from this address from now on.
    pub(crate) fn put_us(&self, address: &str) {
        self.0.lock().unwrap().own = Some(address.parse().unwrap());
    }

    /// The cable is plugged into another wall.
    pub(crate) fn change(&self) {
        self.0.lock().unwrap().changed.as_ref().unwrap()();
    }
}

impl Network for FakeNetwork {
    fn addresses_of<'a>(&'a self, host: &'a str, port: u16) -> Asked<'a, Vec<SocketAddr>> {
        let said = self.0.lock().unwrap().pbx;
        match said {
            Some(pbx) => Box::pin(async move { Ok(vec![SocketAddr::new(pbx, port)]) }),
            None => SystemNetwork.addresses_of(host, port),
        }
    }
    fn own_address(&self, towards: SocketAddr) -> Asked<'_, IpAddr> {
        let said = self.0.lock().unwrap().own;
        match said {
            Some(own) => Box::pin(async move { Ok(own) }),
            None => SystemNetwork.own_address(towards),
        }
    }
    fn watch(&self, changed: Box<dyn Fn() + Send>) -> std::io::Result<NetworkWatch> {
        self.0.lock().unwrap().changed = Some(changed);
        Ok(Box::new(()))
    }
}

/// Remembers what it was to open.
#[derive(Debug, Clone, Default)]
pub(crate) struct FakeBrowser(watch::Sender<Vec<String>>, Arc<AtomicBool>);

impl FakeBrowser {
    /// From now on no program opens anything.
    pub(crate) fn refuse(&self) {
        self.1.store(true, Ordering::SeqCst);
    }

    /// Waits until it was to open so many, and gives them.
    pub(crate) async fn opened(&self, count: usize) -> Vec<String> {
        let mut pages = self.0.subscribe();
        let opened = tokio::time::timeout(PATIENCE, pages.wait_for(|pages| pages.len() >= count)).await;
        opened.unwrap().unwrap().clone()
    }
}

impl Browser for FakeBrowser {
    fn open(&self, address: &str) -> std::io::Result<()> {
        if self.1.load(Ordering::SeqCst) {
            return Err(std::io::ErrorKind::NotFound.into());
        }
        self.0.send_modify(|pages| pages.push(address.to_owned()));
        Ok(())
    }
    fn open_file(&self, file: &Path) -> std::io::Result<()> {
        self.open(&file.display().to_string())
    }
}

/// Remembers what it was given to play.
#[derive(Debug, Clone, Default)]
pub(crate) struct FakeSpeaker(Arc<Mutex<Heard>>);

#[derive(Default)]
struct Heard {
    unplugged: bool,
    rings: bool,
    files: Vec<Vec<u8>>,
    commands: Vec<PlayerCommand>,
    playing: Option<WhenOver>,
}

impl std::fmt::Debug for Heard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} files heard", self.files.len())
    }
}

impl FakeSpeaker {
    pub(crate) fn unplug(&self) {
        self.0.lock().unwrap().unplugged = true;
    }
    pub(crate) fn rings(&self) -> bool {
        self.0.lock().unwrap().rings
    }
    /// What was done to what is heard.
    pub(crate) fn commands(&self) -> Vec<PlayerCommand> {
        self.0.lock().unwrap().commands.clone()
    }
    /// The bytes of each file heard so far.
    pub(crate) fn heard(&self) -> Vec<Vec<u8>> {
        self.0.lock().unwrap().files.clone()
    }
    /// The file that is heard has come to its end.
    pub(crate) fn reach_the_end(&self) {
        self.stop();
    }
}

impl Speaker for FakeSpeaker {
    fn command(&self, command: PlayerCommand) {
        self.0.lock().unwrap().commands.push(command);
    }
    fn play(&self, file: &Path, when_over: WhenOver) -> Result<(), SpeakerError> {
        self.stop();
        let mut heard = self.0.lock().unwrap();
        if heard.unplugged {
            return Err(SpeakerError::NoDevice);
        }
        heard.files.push(std::fs::read(file).map_err(|_| SpeakerError::Unreadable)?);
        heard.playing = Some(when_over);
        Ok(())
    }
    fn stop(&self) {
        let playing = self.0.lock().unwrap().playing.take();
        if let Some(when_over) = playing {
            when_over();
        }
    }
    fn start_ring(&self) {
        self.0.lock().unwrap().rings = true;
    }
    fn stop_ring(&self) {
        self.0.lock().unwrap().rings = false;
    }
}
