//! Starts everything and hands out the one handle that the shell holds.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use agent_core::{
    BoundHotkey, CardPerson, ColumnMeaning, DesktopPart, DirectoryEntry, Door, Failure, FavouriteCommand,
    FixedField, HistoryPage, HistoryQuery, HotkeyWay, ImportOutcome, Input, Intent, Keyboard, Lack,
    PasswordKept, PasswordSlot, Policy, Presence, Refusal, SourceNews, Startup, View,
};
use agent_storage::{CallerNames, Contacts, History, Recordings, StateLog, favourites_file, files};
use pbx_protocol::Secret;
use tokio::sync::{mpsc, oneshot, watch};

use crate::clock::Clock;
use crate::event_loop::EventLoop;
use crate::failures;
use crate::inputs::{Inputs, Mail};
use crate::link::{Line, Wish, Wishes};
use crate::network;
use crate::ports::Ports;
use crate::rehearsal::Arrived;
use crate::sources::Sources;
use crate::vault::Vault;
use crate::webhook::{self, Changed};
use crate::workers::Workers;

/// How often contacts that can't be read are tried.
const CONTACTS_AGAIN: Duration = Duration::from_secs(10);

/// Where files go, and whether the PBX is the simulated one.
#[derive(Debug, Clone)]
pub struct Options {
    /// History and cache; created when it is not there.
    pub data_dir: PathBuf,
    /// Where saved messages and recordings go; created with the first.
    pub downloads_dir: PathBuf,
    /// The program runs on the simulated PBX.
    pub demo: bool,
    /// What the administrator has set.
    pub policy: Policy,
    /// What the agent's shortcuts stand on.
    pub keyboard: Keyboard,
}

impl Options {
    pub(crate) fn cache_dir(&self) -> PathBuf {
        self.data_dir.join("cache")
    }

    /// For what is fetched to be heard or read once; emptied at each start.
    pub(crate) fn media_dir(&self) -> PathBuf {
        self.cache_dir().join("media")
    }
}

/// Why nothing can be started. What fails later is shown in the view.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// It was started outside of a tokio runtime.
    #[error("there is no tokio runtime")]
    NoRuntime,
    /// The data folder can't be used.
    #[error("the data folder can't be used: {0}")]
    DataDir(#[source] io::Error),
    /// The operating system gives no thread.
    #[error("no thread can be started: {0}")]
    Thread(#[source] io::Error),
}

/// See [`AgentRuntime::start`].
#[derive(Debug, Clone, Copy)]
pub struct AgentRuntime;

impl AgentRuntime {
    /// Starts an agent on the current tokio runtime; it runs until [`AgentHandle::shutdown`].
    pub fn start(ports: Ports, options: Options) -> Result<AgentHandle, StartError> {
        let runtime = tokio::runtime::Handle::try_current().map_err(|_| StartError::NoRuntime)?;
        files::prepare_data_dir(&options.data_dir).map_err(StartError::DataDir)?;
        let (inputs, mail) = Inputs::channel();
        let startup = Startup {
            settings: ports.settings.load(),
            recent: Vec::new(),
            demo: options.demo,
            policy: options.policy.clone(),
            keyboard: options.keyboard,
        };
        if let Some(trouble) = ports.settings.trouble() {
            inputs.try_send(Input::SettingsTrouble { trouble });
        }
        let network_watch = network::follow(ports.network.as_ref(), inputs.clone());
        let clock = Clock::start();
        let preferences = &startup.in_force().preferences;
        let workers = Workers::start(ports, &options, preferences, clock, inputs.clone())
            .map_err(StartError::Thread)?;
        // They are not needed before the first call.
        let contacts = workers.identifier.contacts.clone();
        let sources = preferences.contact_sources.clone();
        runtime.spawn_blocking(move || contacts.load_lent(&sources));
        runtime.spawn(load_contacts(workers.identifier.contacts.clone(), inputs.clone()));
        let event_loop = EventLoop::new(startup, mail, workers, clock, network_watch);
        let (intents, wanted) = mpsc::unbounded_channel();
        runtime.spawn(hand_on(wanted, inputs.clone()));
        let agent = AgentHandle::new(&event_loop, inputs, intents, options);
        runtime.spawn(event_loop.run());
        Ok(agent)
    }
}

/// Hands on what people want in the order in which they want it, also while the loop has no place for it.
async fn hand_on(mut wanted: mpsc::UnboundedReceiver<Mail>, inputs: Inputs) {
    while let Some(mail) = wanted.recv().await {
        if !inputs.post(mail).await {
            return;
        }
    }
}

/// The way to a running agent. Cheap to clone; all clones are one agent.
#[derive(Debug, Clone)]
pub struct AgentHandle {
    inputs: Inputs,
    /// Without a bound, for no hand fills it; the channel of `inputs` has one.
    intents: mpsc::UnboundedSender<Mail>,
    view: watch::Receiver<Arc<View>>,
    vault: Vault,
    line: Line,
    wishes: Wishes,
    rehearsals: watch::Receiver<Option<Arrived>>,
    history: History,
    contacts: Contacts,
    sources: Sources,
    webhook_changed: Changed,
    downloads: PathBuf,
    data_dir: PathBuf,
    recordings: Recordings,
}

impl AgentHandle {
    fn new(
        event_loop: &EventLoop,
        inputs: Inputs,
        intents: mpsc::UnboundedSender<Mail>,
        options: Options,
    ) -> Self {
        let workers = &event_loop.workers;
        Self {
            inputs,
            intents,
            view: event_loop.watch(),
            vault: workers.vault.clone(),
            line: workers.link.line().clone(),
            wishes: workers.link.wishes(),
            rehearsals: event_loop.watch_rehearsals(),
            history: workers.history.clone(),
            contacts: workers.identifier.contacts.clone(),
            sources: workers.identifier.sources.clone(),
            webhook_changed: workers.webhooks.changed(),
            recordings: workers.catch_up.recordings.clone(),
            downloads: options.downloads_dir,
            data_dir: options.data_dir,
        }
    }

    /// Asks for something from the main window, which shows a refusal itself. `Ok` says that the core took it; what
    /// comes of it is seen in the view.
    pub async fn dispatch(&self, intent: Intent) -> Result<(), Refusal> {
        self.dispatch_from(Door::Window, intent).await
    }

    /// Asks for something by another way: a refusal is also told in the view, where that way shows none. It stands in the
    /// queue as soon as this returns: what one hand wants stays in its order, whoever awaits what.
    pub fn dispatch_from(
        &self,
        door: Door,
        intent: Intent,
    ) -> impl Future<Output = Result<(), Refusal>> + Send + use<> {
        let (reply, answer) = oneshot::channel();
        // An error says that the loop has ended, and drops the reply.
        let _ = self.intents.send(Mail::Dispatch { intent: Box::new(intent), door, reply });
        async { answer.await.unwrap_or(Err(Refusal::ShuttingDown)) }
    }

    /// A second start brought an argument that means nothing, or one without what has to follow it.
    pub async fn not_understood(&self, argument: String, lacks_value: bool) {
        self.inputs.send(Input::NotUnderstood { argument, lacks_value }).await;
    }

    /// The current view, and each one after it.
    pub fn watch(&self) -> watch::Receiver<Arc<View>> {
        self.view.clone()
    }

    pub(crate) fn wish(&self, wish: Wish) {
        // The task ends with the loop; then nobody answers.
        if let Some(wishes) = self.wishes.upgrade() {
            let _ = wishes.send(wish);
        }
    }

    pub(crate) fn watch_rehearsals(&self) -> watch::Receiver<Option<Arrived>> {
        self.rehearsals.clone()
    }

    /// Keeps a password for the sign-in or queue that needs it, and says where.
    pub async fn store_password(&self, slot: PasswordSlot, password: Secret) -> PasswordKept {
        let kept = self.vault.store(&slot, &self.line.place(), password).await;
        if matches!(slot, PasswordSlot::Webhook | PasswordSlot::WebhookOf { .. }) {
            self.webhook_changed.tell();
        }
        self.inputs.send(Input::PasswordKept { kept }).await;
        if matches!(slot, PasswordSlot::ContactSource { .. }) {
            self.inputs.send(Input::Source(SourceNews::Password { slot })).await;
        }
        kept
    }

    /// Past calls, newest first.
    pub async fn history_page(&self, query: HistoryQuery) -> Result<HistoryPage, Failure> {
        let query = HistoryQuery { search: self.meant(query.search).await, ..query };
        let page = self.history.page(self.with_digits(query)).await?;
        Ok(self.covered(page, |page, reply| Mail::Cover { page: Box::new(page), reply }).await)
    }

    /// What is shown of it, while names are hidden.
    async fn covered<T: Default>(&self, open: T, mail: impl FnOnce(T, oneshot::Sender<T>) -> Mail) -> T {
        if !self.view.borrow().settings.names_hidden {
            return open;
        }
        let (reply, answer) = oneshot::channel();
        self.inputs.post(mail(open, reply)).await;
        // Nothing is shown after the end.
        answer.await.unwrap_or_default()
    }

    /// The number that is meant by what a page shows of it, while numbers are hidden.
    async fn meant(&self, text: String) -> String {
        if !self.view.borrow().settings.names_hidden {
            return text;
        }
        let (reply, answer) = oneshot::channel();
        self.inputs.post(Mail::Meant { text: text.clone(), reply }).await;
        answer.await.unwrap_or(text)
    }

    /// A number is found in every spelling.
    fn with_digits(&self, query: HistoryQuery) -> HistoryQuery {
        HistoryQuery { digits: self.contacts.lines().sought(&query.search), ..query }
    }

    /// Writes the calls of a query as CSV into the downloads folder; says where.
    pub async fn export_history(&self, query: HistoryQuery) -> Result<String, Failure> {
        if self.view.borrow().policy.fixes(FixedField::NoExport) {
            return Err(Failure::Forbidden);
        }
        let query = HistoryQuery { search: self.meant(query.search).await, ..query };
        let path = self.in_downloads("calls.csv").await?;
        self.history.export(self.with_digits(query), path.clone()).await?;
        Ok(path.display().to_string())
    }

    async fn in_downloads(&self, name: &'static str) -> Result<PathBuf, Failure> {
        let downloads = self.downloads.clone();
        let path = tokio::task::spawn_blocking(move || {
            std::fs::create_dir_all(&downloads)?;
            Ok(files::free_path(&downloads, name))
        });
        let path = path.await.unwrap_or_else(|broken| Err(io::Error::other(broken)));
        path.map_err(|error| failures::of_io(&error))
    }

    /// Writes the favourites as CSV into the downloads folder; says where.
    pub async fn export_favourites(&self) -> Result<String, Failure> {
        let favourites = self.view.borrow().settings.favourites.clone();
        let path = self.in_downloads("favourites.csv").await?;
        let file = path.clone();
        self.do_aside(move || favourites_file::write(&favourites, std::fs::File::create(file)?)).await?;
        Ok(path.display().to_string())
    }

    /// Takes the favourites of a CSV file; what becomes of them, a message tells.
    pub async fn import_favourites(&self, bytes: Vec<u8>) -> Result<(), Refusal> {
        let rows = tokio::task::spawn_blocking(move || favourites_file::read(&bytes)).await;
        let command = FavouriteCommand::Take { rows: rows.unwrap_or_default() };
        self.dispatch_from(Door::Window, Intent::Favourite { command }).await
    }

    /// Writes what the agent was, and when, as CSV into the downloads folder; says where.
    pub async fn export_states(&self) -> Result<String, Failure> {
        if self.view.borrow().policy.fixes(FixedField::NoExport) {
            return Err(Failure::Forbidden);
        }
        let (downloads, log) = (self.downloads.clone(), StateLog::new(&self.data_dir));
        let written = tokio::task::spawn_blocking(move || {
            std::fs::create_dir_all(&downloads)?;
            let path = files::free_path(&downloads, "states.csv");
            log.export(&path).map(|()| path)
        });
        let path = written.await.unwrap_or_else(|broken| Err(io::Error::other(broken)));
        path.map(|path| path.display().to_string()).map_err(|error| failures::of_io(&error))
    }

    /// Forgets one past call, with its recording and what other programs have not been told of it yet.
    pub async fn forget_call(&self, id: String) -> Result<(), Failure> {
        let recording = self.history.forget(id.clone()).await?;
        self.inputs.send(Input::HistoryChanged).await;
        let (recordings, data_dir) = (self.recordings.clone(), self.data_dir.clone());
        self.do_aside(move || {
            recordings.forget(&recording.into_iter().collect::<Vec<_>>());
            webhook::forget(&data_dir, Some(&id))
        })
        .await
    }

    /// Forgets all past calls, with all recordings that were heard and what other programs have not been told yet.
    pub async fn forget_all_calls(&self) -> Result<(), Failure> {
        self.history.forget_all().await?;
        self.inputs.send(Input::HistoryChanged).await;
        let (recordings, data_dir) = (self.recordings.clone(), self.data_dir.clone());
        self.do_aside(move || {
            recordings.forget_all();
            webhook::forget(&data_dir, None)
        })
        .await
    }

    async fn do_aside(&self, work: impl FnOnce() -> io::Result<()> + Send + 'static) -> Result<(), Failure> {
        let done = tokio::task::spawn_blocking(work).await;
        done.unwrap_or_else(|broken| Err(io::Error::other(broken))).map_err(|error| failures::of_io(&error))
    }

    /// Takes the contacts of a vCard or CSV file, or asks which column of a table is which: `columns` is the answer.
    pub async fn import_contacts(
        &self,
        file: String,
        bytes: Vec<u8>,
        columns: Option<Vec<ColumnMeaning>>,
    ) -> Result<ImportOutcome, Failure> {
        let contacts = self.contacts.clone();
        let done =
            tokio::task::spawn_blocking(move || contacts.import(&file, &bytes, columns.as_deref())).await;
        done.unwrap_or_else(|broken| Err(Failure::File { detail: broken.to_string() }))
    }

    /// Gives a number a name: for the next call, and for all calls with it in the history. An empty one takes it back.
    pub async fn name_caller(&self, number: String, name: String) -> Result<(), Failure> {
        let name = name.trim().to_owned();
        let number = self.meant(number).await;
        let before = self.contacts.find(&number).map(|contact| contact.name);
        let (contacts, of, given) = (self.contacts.clone(), number.clone(), name.clone());
        let done = tokio::task::spawn_blocking(move || contacts.give_name(&of, &given)).await;
        done.unwrap_or_else(|broken| Err(Failure::File { detail: broken.to_string() }))?;
        let names = CallerNames {
            given: Some(name).filter(|name| !name.is_empty()),
            before: before.filter(|name| !name.is_empty()),
            known: self.contacts.find(&number).map(|contact| contact.name).filter(|name| !name.is_empty()),
        };
        let renamed = self.history.rename(number, names, self.contacts.lines()).await;
        self.inputs.send(Input::HistoryChanged).await;
        renamed
    }

    /// Forgets all contacts.
    pub async fn forget_contacts(&self) -> Result<(), Failure> {
        let contacts = self.contacts.clone();
        let done = tokio::task::spawn_blocking(move || contacts.clear()).await;
        done.unwrap_or_else(|broken| Err(Failure::File { detail: broken.to_string() }))
    }

    /// People of all contacts by a part of their name, company or number; those that servers are asked about come late.
    pub async fn find_people(&self, text: String) -> Vec<CardPerson> {
        let askable = self.view.borrow().askable_sources();
        let people = self.sources.search(&text, askable).await;
        self.covered(people, |people, reply| Mail::CoverPeople { people, reply }).await
    }

    /// How many contacts there are.
    pub fn contacts(&self) -> usize {
        self.contacts.count()
    }

    /// Extensions whose number begins with the text or whose name holds it.
    pub async fn lookup(&self, text: String) -> Vec<DirectoryEntry> {
        let (reply, answer) = oneshot::channel();
        // Nobody is found after the end.
        self.inputs.post(Mail::Lookup { text, reply }).await;
        answer.await.unwrap_or_default()
    }

    /// Writes what happened since the start into the downloads folder, for a report of a problem: names are masked, and
    /// numbers are others. Says where.
    pub async fn write_journal(&self) -> Result<String, Failure> {
        self.write_report("uc-companion-journal.jsonl", self.journal().await?).await
    }

    /// The same as a text.
    pub async fn journal(&self) -> Result<String, Failure> {
        let (reply, answer) = oneshot::channel();
        self.inputs.post(Mail::Journal { reply }).await;
        answer.await.map_err(|_| Failure::File { detail: "the program is ending".to_owned() })
    }

    /// Writes a text into the downloads folder, under this name or one like it; says where.
    pub async fn write_report(&self, name: &'static str, text: String) -> Result<String, Failure> {
        let downloads = self.downloads.clone();
        let write = move || {
            std::fs::create_dir_all(&downloads)?;
            let path = files::free_path(&downloads, name);
            files::replace(&path, text.as_bytes())?;
            Ok(path.display().to_string())
        };
        let written = tokio::task::spawn_blocking(write).await;
        let written = written.unwrap_or_else(|broken| Err(io::Error::other(broken)));
        written.map_err(|error| failures::of_io(&error))
    }

    /// The desktop lacks something: the agent is told, once.
    pub async fn lacks(&self, lack: Lack) {
        self.inputs.send(Input::DesktopLacks { lack }).await;
    }

    /// A part of the desktop works. Of interest only where a lack of it was told before.
    pub async fn has(&self, part: DesktopPart) {
        let was_told = self.view.borrow().settings.lacks_told.iter().any(|lack| lack.part() == part);
        if was_told {
            self.inputs.send(Input::DesktopHas { part }).await;
        }
    }

    /// The administrator's settings were read again; the core finds out whether anything has changed.
    pub async fn policy_read(&self, policy: Policy) {
        self.inputs.send(Input::PolicyRead { policy }).await;
    }

    /// What became of the keys that are to work while another program has the keyboard.
    pub async fn hotkeys_bound(&self, way: HotkeyWay, keys: Vec<BoundHotkey>) {
        self.inputs.send(Input::HotkeysBound { way, keys }).await;
    }

    /// Whether somebody sits at the computer.
    pub async fn presence(&self, presence: Presence) {
        self.inputs.send(Input::Presence { presence }).await;
    }

    /// The machine woke up, or the network came back: whoever knows may say so.
    pub fn woke(&self) {
        self.inputs.try_send(Input::Woke);
    }

    /// Signs out, writes what is not written yet, and ends. Returns within seconds, whatever hangs.
    pub async fn shutdown(&self) {
        let (done, ended) = oneshot::channel();
        if self.inputs.post(Mail::Shutdown { done }).await {
            // An error says that another shutdown was faster.
            let _ = ended.await;
        }
    }
}

/// A file that can't be read at the moment is tried again; callers have no names until then.
async fn load_contacts(contacts: Contacts, inputs: Inputs) {
    let mut told = false;
    loop {
        let to_load = contacts.clone();
        let loaded = tokio::task::spawn_blocking(move || to_load.load()).await;
        match loaded.unwrap_or_else(|broken| Err(Failure::File { detail: broken.to_string() })) {
            Ok(()) if told => return inputs.send(Input::ContactsRead).await,
            Ok(()) => return,
            Err(failure) => {
                let is_damaged = matches!(failure, Failure::Damaged { .. });
                if !told {
                    inputs.send(Input::ContactsTrouble { failure }).await;
                }
                // It does not mend itself.
                if is_damaged {
                    return;
                }
                told = true;
                tokio::time::sleep(CONTACTS_AGAIN).await;
            }
        }
    }
}
