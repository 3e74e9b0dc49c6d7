//! What of this computer keeps calls from popping up, and what to do about it.
//!
//! A newcomer starts here. [`examine`] looks at eighteen things and makes a [`Line`] of each; it changes nothing but what
//! it takes back at once (a file in the data folder, a secret in the keyring, a listener at the report port).
//!
//! * `fact`: all that can be seen, each with its [`Outcome`] and a name under which both languages word it,
//! * `checks`: what is looked at in the same way everywhere; `system`: what each operating system tells,
//! * `words`: lines for a terminal and for scripts, from the message files of the window,
//! * `bundle`: what somebody sends to whoever repairs the program, without a name, a number or a secret.
//!
//! A check is given what it looks at: folders, an [`Environment`], an answer. So a test breaks the thing and reads the line.

mod bundle;
mod checks;
mod environment;
mod fact;
mod line;
mod system;
mod trouble;
mod words;

use std::path::{Path, PathBuf};

use agent_core::{Account, Settings};
use agent_storage::{Keyring, data_lock};
use policy::Policy;
use time::OffsetDateTime;
use tokio::task::spawn_blocking;

pub use bundle::{Bundle, FILE_NAME as BUNDLE_NAME};
pub use checks::test_call::{Focus, Hop, HopStep, TestCall};
pub use environment::Environment;
pub use fact::Fact;
pub use line::{Check, Line, Outcome, Seen, exit_code};
pub use system::computer_name;
pub use trouble::TestCallTrouble;
pub use words::{Words, kind};

use checks::own_address::interfaces;
use checks::{clock, data_folder, instance, keyring, own_address, pbx, report_port, settings, test_call};

/// The port that every account begins with.
const USUAL_PORT: u16 = 8260;

/// Whose program is looked at.
#[derive(Debug)]
pub struct Patient<'a> {
    pub version: String,
    pub data_dir: PathBuf,
    pub environment: Environment,
    pub policy: &'a Policy,
    pub keyring: Box<dyn Keyring>,
    /// What the program says of itself, when it is the one that looks.
    pub program: Option<Program>,
}

/// What only the program knows.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// The version of what draws its windows.
    pub webview: Option<String>,
    /// What its windows are drawn with, and why; `None` where the system decides.
    pub drawing: Option<Fact>,
    pub signed_in: bool,
    /// Address and port at which it listens for reports.
    pub listens: Option<(String, u16)>,
    /// The account as it holds, which a policy or the demo may make another than the file's.
    pub account: Option<Account>,
}

/// Looks at everything. What may block does so on threads that nobody else waits for: a call may come meanwhile.
pub async fn examine(patient: Patient<'_>) -> Vec<Line> {
    let Patient { version, data_dir, environment, policy, keyring, program } = patient;
    let (settings, mut settings_facts) = settings::read(&data_dir.join("settings.json"));
    settings_facts.extend(settings::policy_facts(policy));
    let account = account(program.as_ref(), settings, policy);
    // The port that would be listened at, whether or not anybody does.
    let port = port(account.as_ref(), policy);
    // A person may have to open it; meanwhile the rest is looked at.
    let keyring = spawn_blocking(|| keyring::facts(keyring, keyring::LIMIT));
    let webview = program.as_ref().and_then(|program| program.webview.clone());
    let (its_environment, its_folder) = (environment.clone(), data_dir.clone());
    let here = spawn_blocking(move || Here::look(&its_environment, &its_folder, webview.as_deref(), port));
    // Looked at, not taken: the program may start at this moment.
    let held = data_lock::look(&data_dir);
    let (pbx, report_port, own_address, notifications, tray) = tokio::join!(
        ask_pbx(account.as_ref(), program.as_ref()),
        report_port(port, &held, program.as_ref()),
        own_address(account.as_ref()),
        system::notifications(&environment),
        system::tray(&environment),
    );
    let mut here = here.await.unwrap_or_default();
    here.webview.extend(program.and_then(|program| program.drawing));
    let mut lines = here.lines(version, pbx.clock);
    let others = [
        (Check::Instance, instance::facts(held, &system::computer_name())),
        (Check::Settings, settings_facts),
        (Check::Keyring, keyring.await.unwrap_or_default()),
        (Check::Pbx, pbx.facts),
        (Check::ReportPort, report_port),
        (Check::OwnAddress, own_address),
        (Check::TestCall, test_call::facts(test_call::read(&data_dir))),
        (Check::Notifications, notifications),
        (Check::Tray, tray),
    ];
    lines.extend(others.map(|(check, facts)| Line::new(check, facts)));
    lines.sort_by_key(|line| line.check);
    lines
}

/// What files and commands of this computer tell.
#[derive(Default)]
struct Here {
    desktop: Vec<Fact>,
    webview: Vec<Fact>,
    data_folder: Vec<Fact>,
    sleeps: Vec<Fact>,
    firewall: Vec<Fact>,
    links: Vec<Fact>,
    autostart: Vec<Fact>,
    sound: Vec<Fact>,
    sessions: Vec<Fact>,
}

impl Here {
    fn look(environment: &Environment, data_dir: &Path, webview: Option<&str>, port: u16) -> Self {
        Self {
            desktop: system::desktop(environment),
            webview: system::webview(webview),
            data_folder: data_folder::facts(folder(data_dir)),
            sleeps: clock::sleeps(&data_dir.join("logs")),
            firewall: system::firewall(port),
            links: system::links(environment),
            autostart: system::autostart(environment),
            sound: system::sound(environment),
            sessions: system::sessions(environment),
        }
    }

    /// Its lines, with what others found of the same things.
    fn lines(self, version: String, mut clock: Vec<Fact>) -> Vec<Line> {
        let mut about = vec![Fact::Version { version }];
        about.extend(self.desktop);
        clock.extend(self.sleeps);
        [
            (Check::System, about),
            (Check::Webview, self.webview),
            (Check::DataFolder, self.data_folder),
            (Check::Clock, clock),
            (Check::Firewall, self.firewall),
            (Check::Links, self.links),
            (Check::Autostart, self.autostart),
            (Check::Sound, self.sound),
            (Check::Sessions, self.sessions),
        ]
        .into_iter()
        .map(|(check, facts)| Line::new(check, facts))
        .collect()
    }
}

/// The one that the program uses, else the one that the file holds, under what the administrator has set.
fn account(program: Option<&Program>, settings: Settings, policy: &Policy) -> Option<Account> {
    // A program that is signed out has none, whatever the file holds.
    if let Some(program) = program {
        return program.account.clone();
    }
    let server = policy.server();
    // The administrator's server can be asked before anybody has signed in.
    let proposed = || Account { host: String::new(), ..Account::default() };
    let mut account = settings.account.or_else(|| server.map(|_| proposed()))?;
    if let Some(server) = server {
        account.host.clone_from(&server.host);
        account.port = server.port.unwrap_or(account.port);
        if let Some(https) = server.https {
            account.scheme = if https { agent_core::Scheme::Https } else { agent_core::Scheme::Http };
        }
    }
    if let Some(version) = policy.text(policy::Name::ApiVersion) {
        version.clone_into(&mut account.api_version);
    }
    if let Some(certificate) = policy.text(policy::Name::Certificate) {
        account.certificate = Some(certificate.to_owned());
    }
    Some(account)
}

fn port(account: Option<&Account>, policy: &Policy) -> u16 {
    let set = policy.ports().map(|ports| (ports.first, ports.last));
    match (account.map(|account| account.report_port), set) {
        (Some(port), Some((first, last))) if (first..=last).contains(&port) => port,
        (_, Some((first, _))) => first,
        (Some(port), None) => port,
        (None, None) => USUAL_PORT,
    }
}

fn folder(path: &Path) -> data_folder::Folder<'_> {
    data_folder::Folder {
        path,
        mode: system::mode(path),
        share: system::share(path),
        free: fs4::available_space(path),
    }
}

/// The PBX's part.
struct AskedPbx {
    facts: Vec<Fact>,
    clock: Vec<Fact>,
}

async fn ask_pbx(account: Option<&Account>, program: Option<&Program>) -> AskedPbx {
    let Some(account) = account else {
        return AskedPbx { facts: vec![Fact::NoAccount], clock: vec![Fact::ClockUnknown] };
    };
    let knocked = pbx::knock(account).await;
    let date = knocked.as_ref().ok().and_then(|knock| knock.date.as_deref());
    let clock = clock::facts(date, OffsetDateTime::now_utc());
    let mut facts = pbx::facts(account, &knocked);
    let session = |program: &Program| if program.signed_in { Fact::SignedIn } else { Fact::NotSignedIn };
    facts.extend(program.map(session));
    AskedPbx { facts, clock }
}

async fn report_port(port: u16, held: &data_lock::Use, program: Option<&Program>) -> Vec<Fact> {
    // To try the port that the program holds itself would find it taken.
    if let Some((address, port)) = program.and_then(|program| program.listens.clone()) {
        return vec![Fact::Listening { address, port }];
    }
    let tried = report_port::try_it(port).await;
    // Who has a port is asked only where that is the question: it is slow, and on some systems needs rights.
    let holder = match &tried {
        Ok(()) => None,
        Err(_) => spawn_blocking(move || system::port_holder(port)).await.ok().flatten(),
    };
    let running = match held {
        data_lock::Use::Taken(Some(holder)) => Some(holder.pid),
        data_lock::Use::Taken(None) | data_lock::Use::Free | data_lock::Use::Unknown(_) => None,
    };
    report_port::facts(port, &tried, holder, running)
}

async fn own_address(account: Option<&Account>) -> Vec<Fact> {
    let Some(account) = account else { return vec![Fact::OwnAddressUnknown] };
    let own = own_address::towards(&account.host, account.port).await;
    own_address::facts(&own, &account.host, account.report_host.as_deref(), &interfaces())
}
