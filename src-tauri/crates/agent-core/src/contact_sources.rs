//! Contacts of other servers: which there are, when each is read, and how each does. An address book (`CardDAV`) is read
//! every quarter of an hour; a directory (LDAP) is asked when somebody calls or is looked for.

pub(crate) mod check;
pub(crate) mod filter;
pub(crate) mod governed;
pub(crate) mod told;
pub(crate) mod view;

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::effect::Effect;
use crate::failure::Refusal;
use crate::intent::PasswordSlot;
use crate::now::Now;
use crate::outbox::Outbox;
use told::{KeptContacts, SourceNews, SourceTest, SourceTrouble};
use view::{SourceState, SourceView};

/// Sources that a person can have beside the administrator's.
pub(crate) const MOST_SOURCES: u8 = 8;
/// The administrator's have slots from here on.
pub(crate) const FIRST_OF_POLICY: u8 = 100;
const AGAIN: Duration = Duration::from_mins(15);
const FIRST_RETRY: Duration = Duration::from_mins(1);

/// What a server of contacts speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// An address book that is read as a whole and kept on this computer.
    #[default]
    Carddav,
    /// A directory that is asked about one person at a time.
    Ldap,
}

/// A server that has contacts. Its password is in the keyring.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct ContactSource {
    /// Names it for as long as it is there.
    pub slot: u8,
    pub kind: SourceKind,
    /// As the person calls it.
    pub name: String,
    /// `https://…` of an address book or a server of some; `ldaps://…`, or `ldap://…` with `StartTLS`.
    pub address: String,
    /// Whom it is asked as; empty: nobody.
    pub user: String,
    /// SHA-256 of its certificate in lowercase hex, where the person has trusted it.
    pub certificate: Option<String>,
    /// Below which entry of a directory people are.
    pub base: String,
    /// What of a directory is asked for; holds `{number}` or `{name}`. Empty: the usual.
    pub filter: String,
    pub attributes: SourceAttributes,
}

/// What a directory calls what is shown of people. Empty: the usual.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct SourceAttributes {
    pub name: String,
    pub company: String,
    pub numbers: Vec<String>,
}

impl ContactSource {
    /// It has all without which nobody can be asked.
    pub fn is_whole(&self) -> bool {
        !self.address.is_empty() && (self.kind == SourceKind::Carddav || !self.base.is_empty())
    }

    /// It can be asked about one person at a time.
    pub(crate) fn is_directory(&self) -> bool {
        self.kind == SourceKind::Ldap && self.is_whole()
    }

    /// Where its password is kept: with the server and the user, so that no other server is ever sent it.
    pub fn password_slot(&self) -> PasswordSlot {
        PasswordSlot::ContactSource { address: self.address.clone(), user: self.user.clone() }
    }

    /// Whether both are asked in the same way; what it is called does not matter.
    fn is_asked_as(&self, other: &Self) -> bool {
        Self { name: String::new(), ..self.clone() } == Self { name: String::new(), ..other.clone() }
    }
}

/// One source, and how it does.
#[derive(Debug)]
struct Known {
    source: ContactSource,
    state: SourceState,
    kept: KeptContacts,
    reading: bool,
    due: Option<Duration>,
    retry: Duration,
    test: Option<SourceTest>,
    testing: bool,
}

impl Known {
    fn new(source: ContactSource, now: Now) -> Self {
        Self {
            due: first_due(&source, now),
            source,
            state: SourceState::Never,
            kept: KeptContacts::default(),
            reading: false,
            retry: FIRST_RETRY,
            test: None,
            testing: false,
        }
    }

    /// What was wrong may be right now.
    fn start_anew(&mut self, now: Now) {
        if matches!(self.state, SourceState::Failing { .. } | SourceState::Paused { .. }) {
            self.state = SourceState::Never;
        }
        self.retry = FIRST_RETRY;
        self.due = first_due(&self.source, now);
    }

    fn succeed(&mut self, now: Now) {
        self.state = SourceState::Ok { at: now.wall };
        self.retry = FIRST_RETRY;
        self.due = (self.source.kind == SourceKind::Carddav).then_some(now.monotonic + AGAIN);
    }

    fn fail(&mut self, why: SourceTrouble, now: Now) {
        if why.waits_for_the_person() {
            self.state = SourceState::Paused { why };
            self.due = None;
            return;
        }
        let since = match self.state {
            SourceState::Failing { since, .. } => since,
            _ => now.wall,
        };
        self.state = SourceState::Failing { since, why };
        self.due = (self.source.kind == SourceKind::Carddav).then_some(now.monotonic + self.retry);
        self.retry = (self.retry * 2).min(AGAIN);
    }
}

/// An address book is read at once; a directory waits for a question.
fn first_due(source: &ContactSource, now: Now) -> Option<Duration> {
    (source.kind == SourceKind::Carddav && source.is_whole()).then_some(now.monotonic)
}

/// All sources of the settings that hold, by slot.
#[derive(Debug, Default)]
pub(crate) struct ContactSources(BTreeMap<u8, Known>);

impl ContactSources {
    /// Follows the settings, and asks for what is due.
    pub(crate) fn let_time_pass(&mut self, wanted: &[ContactSource], out: &mut Outbox, now: Now) {
        self.follow(wanted, out, now);
        for known in self.0.values_mut() {
            if !known.reading && known.due.is_some_and(|due| due <= now.monotonic) {
                (known.reading, known.due) = (true, None);
                out.push(Effect::ReadSource { source: Box::new(known.source.clone()) });
            }
        }
    }

    fn follow(&mut self, wanted: &[ContactSource], out: &mut Outbox, now: Now) {
        let gone: Vec<u8> =
            self.0.keys().filter(|slot| wanted.iter().all(|one| one.slot != **slot)).copied().collect();
        for slot in gone {
            let Some(known) = self.0.remove(&slot) else { continue };
            out.push(Effect::ForgetSource { slot });
            forget_password(&known.source, wanted, out);
        }
        for source in wanted {
            match self.0.get_mut(&source.slot) {
                Some(known) if known.source == *source => {}
                Some(known) if known.source.is_asked_as(source) => known.source.name.clone_from(&source.name),
                Some(known) => {
                    let before = std::mem::replace(known, Known::new(source.clone(), now));
                    // Of the same server as before: they stay until it has answered.
                    if before.source.address == known.source.address {
                        known.kept = before.kept;
                    }
                    forget_password(&before.source, wanted, out);
                }
                None => {
                    self.0.insert(source.slot, Known::new(source.clone(), now));
                }
            }
        }
    }

    pub(crate) fn on_news(&mut self, news: SourceNews, now: Now) {
        match news {
            SourceNews::Read { source, outcome, kept } => self.on_read(&source, outcome, kept, now),
            SourceNews::Asked { slot, outcome } => self.on_asked(slot, outcome, now),
            SourceNews::Tested { source, test } => self.on_tested(&source, test, now),
            SourceNews::Password { slot } => self.on_password(&slot, now),
        }
    }

    fn on_read(
        &mut self,
        source: &ContactSource,
        outcome: Result<(), SourceTrouble>,
        kept: KeptContacts,
        now: Now,
    ) {
        // What it was asked by other settings is none of these.
        let Some(known) = self.0.get_mut(&source.slot).filter(|known| known.source.is_asked_as(source))
        else {
            return;
        };
        (known.reading, known.kept) = (false, kept);
        match outcome {
            Ok(()) => known.succeed(now),
            Err(why) => known.fail(why, now),
        }
    }

    /// A directory was asked about somebody.
    fn on_asked(&mut self, slot: u8, outcome: Result<(), SourceTrouble>, now: Now) {
        let Some(known) = self.0.get_mut(&slot) else { return };
        match outcome {
            Ok(()) => known.succeed(now),
            Err(why) => known.fail(why, now),
        }
    }

    /// Asks a source for some examples of what it has.
    pub(crate) fn test(&mut self, slot: u8, out: &mut Outbox) -> Result<(), Refusal> {
        let known = self.0.get_mut(&slot).ok_or(Refusal::NoSuchItem)?;
        if known.testing || !known.source.is_whole() {
            return Err(Refusal::NotNow);
        }
        (known.testing, known.test) = (true, None);
        out.push(Effect::TestSource { source: Box::new(known.source.clone()) });
        Ok(())
    }

    fn on_tested(&mut self, source: &ContactSource, test: SourceTest, now: Now) {
        let Some(known) = self.0.get_mut(&source.slot).filter(|known| known.source.is_asked_as(source))
        else {
            return;
        };
        match &test {
            SourceTest::Failed { why } if why.waits_for_the_person() => known.fail(why.clone(), now),
            SourceTest::Failed { .. } => {}
            SourceTest::Worked { .. } if known.source.kind == SourceKind::Ldap => known.succeed(now),
            SourceTest::Worked { .. } => known.start_anew(now),
        }
        (known.testing, known.test) = (false, Some(test));
    }

    /// A password was typed: those that are asked with it are asked again.
    fn on_password(&mut self, slot: &PasswordSlot, now: Now) {
        let its = self.0.values_mut().filter(|known| known.source.password_slot() == *slot);
        its.for_each(|known| known.start_anew(now));
    }

    /// The network is there again, or another one: nobody waits for the next quarter of an hour.
    pub(crate) fn try_again(&mut self, now: Now) {
        let failing = self.0.values_mut().filter(|known| matches!(known.state, SourceState::Failing { .. }));
        for known in failing.filter(|known| known.due.is_some()) {
            (known.due, known.retry) = (Some(now.monotonic), FIRST_RETRY);
        }
    }

    /// Directories that may be asked now: one that has refused its password waits for the person.
    pub(crate) fn askable(&self) -> Vec<ContactSource> {
        let is_askable = |known: &&Known| {
            known.source.is_directory() && !matches!(known.state, SourceState::Paused { .. })
        };
        self.0.values().filter(is_askable).map(|known| known.source.clone()).collect()
    }

    pub(crate) fn next_deadline(&self) -> Option<Duration> {
        self.0.values().filter(|known| !known.reading).filter_map(|known| known.due).min()
    }

    pub(crate) fn view(&self) -> Vec<SourceView> {
        let view = |known: &Known| SourceView {
            slot: known.source.slot,
            state: match &known.state {
                SourceState::Never if known.reading => SourceState::Working,
                state => state.clone(),
            },
            kept: known.kept,
            test: known.test.clone(),
            testing: known.testing,
        };
        self.0.values().map(view).collect()
    }
}

/// Unless another source is asked with it.
fn forget_password(source: &ContactSource, still: &[ContactSource], out: &mut Outbox) {
    let slot = source.password_slot();
    if still.iter().all(|other| other.password_slot() != slot) {
        out.push(Effect::ForgetPassword { slot });
    }
}
