//! Servers of contacts: address books are read into what is kept here, directories are asked about one person.
//!
//! One at a time signs in to one of them: two that try the same wrong password at once would lock its owner out twice as
//! fast. What a directory said is good for an hour, be it said too late for who waited.

mod directory;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use agent_core::{
    CardPerson, ContactSource, Input, KeptContacts, SourceKind, SourceNews, SourceTest, SourceTrouble,
};
use agent_storage::{BookChange, BookState, Contacts, people_of};
use contact_sources::Opened;
use contact_sources::carddav::{self, Changes, Known};
use contact_sources::ldap::Directory;
use pbx_protocol::Secret;
use tokio::sync::Mutex as Turn;
use tracing::warn;

use crate::clock::Clock;
use crate::identify::person;
use crate::inputs::Inputs;
use crate::vault::{NoSecret, Vault};
use directory::Asked;

/// The phone rings meanwhile.
const WHO_RINGS: Duration = Duration::from_millis(800);
const LIVE_SEARCH: Duration = Duration::from_secs(2);
/// Somebody who types on has not finished.
const TYPING_PAUSE: Duration = Duration::from_millis(250);
/// Fewer letters are in everybody's name; of Chinese, Japanese and Korean ones two make a whole one.
const SHORTEST_NAME: usize = 3;
const SHORTEST_EAST_ASIAN: usize = 2;
/// Shorter numbers are those of the house, whom the PBX knows.
const SHORTEST_NUMBER: usize = 4;
const MOST_FOUND: usize = 50;
const EXAMPLES: usize = 3;

/// Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Sources {
    contacts: Contacts,
    vault: Vault,
    inputs: Inputs,
    turns: Arc<Mutex<HashMap<u8, Arc<Turn<Asked>>>>>,
    typed: Arc<Mutex<u64>>,
}

impl Sources {
    pub(crate) fn new(contacts: Contacts, vault: Vault, inputs: Inputs) -> Self {
        Self { contacts, vault, inputs, turns: Arc::default(), typed: Arc::default() }
    }

    pub(crate) fn read(&self, source: ContactSource) {
        let this = self.clone();
        tokio::spawn(async move {
            let turn = this.turn(source.slot);
            let _turn = turn.lock().await;
            let (outcome, kept) = match this.read_book(&source).await {
                Ok(kept) => (Ok(()), kept),
                Err(trouble) => (Err(trouble), this.lent(&source).await.1),
            };
            this.inputs
                .send(Input::Source(SourceNews::Read { source: Box::new(source), outcome, kept }))
                .await;
        });
    }

    async fn read_book(&self, source: &ContactSource) -> Result<KeptContacts, SourceTrouble> {
        let opened = self.open(source).await?;
        let (state, _) = self.lent(source).await;
        let known = Known { tokens: state.tokens, etags: state.etags };
        let said = carddav::read(&opened, &known).await;
        let Changes { known, cards, gone } = self.settle(&opened, said)?;
        let state = BookState { tokens: known.tokens, etags: known.etags };
        let change = BookChange { state, cards, gone };
        let (contacts, source) = (self.contacts.clone(), source.clone());
        let kept =
            tokio::task::spawn_blocking(move || contacts.change_lent(&source, change, Clock::wall())).await;
        let detail = match kept {
            Ok(Ok(kept)) => return Ok(kept),
            Ok(Err(failure)) => format!("{failure:?}"),
            Err(broken) => broken.to_string(),
        };
        warn!(detail, "an address book can't be kept");
        Err(SourceTrouble::CannotKeep { detail })
    }

    async fn lent(&self, source: &ContactSource) -> (BookState, KeptContacts) {
        let (contacts, source) = (self.contacts.clone(), source.clone());
        tokio::task::spawn_blocking(move || contacts.lent_state(&source)).await.unwrap_or_default()
    }

    pub(crate) fn forget(&self, slot: u8) {
        let this = self.clone();
        tokio::spawn(async move {
            // Behind a reading that is under way: it would keep what is forgotten.
            let turn = this.turn(slot);
            let mut asked = turn.lock().await;
            *asked = Asked::default();
            let contacts = this.contacts.clone();
            // A task that broke has forgotten nothing; the next start does.
            let _ = tokio::task::spawn_blocking(move || contacts.forget_lent(slot)).await;
        });
    }

    pub(crate) fn test(&self, source: ContactSource) {
        let this = self.clone();
        tokio::spawn(async move {
            let turn = this.turn(source.slot);
            let mut asked = turn.lock().await;
            let looked = match source.kind {
                SourceKind::Carddav => this.look_at_book(&source).await,
                SourceKind::Ldap => this.look_at_directory(&source, &mut asked).await,
            };
            let test = match looked {
                Ok((count, people)) => SourceTest::Worked {
                    count: u32::try_from(count).unwrap_or(u32::MAX),
                    examples: people.iter().take(EXAMPLES).map(in_a_line).collect(),
                },
                Err(why) => SourceTest::Failed { why },
            };
            this.inputs.send(Input::Source(SourceNews::Tested { source: Box::new(source), test })).await;
        });
    }

    async fn look_at_book(&self, source: &ContactSource) -> Result<(usize, Vec<CardPerson>), SourceTrouble> {
        let opened = self.open(source).await?;
        // Some more than are shown: there are cards without a number.
        let said = carddav::look(&opened, EXAMPLES * 4).await;
        let (count, cards) = self.settle(&opened, said)?;
        let country = self.contacts.lines().country_code().to_lowercase();
        Ok((count, people_of(&cards, &country).into_iter().map(person).collect()))
    }

    async fn look_at_directory(
        &self,
        source: &ContactSource,
        asked: &mut Asked,
    ) -> Result<(usize, Vec<CardPerson>), SourceTrouble> {
        // Anew: it is asked whether all steps work, not whether they did.
        *asked = Asked::default();
        let opened = self.open(source).await?;
        let said = asked.look(&opened, MOST_FOUND).await;
        let people = self.settle(&opened, said)?;
        Ok((people.len(), people))
    }

    /// The source with its password, where that may be sent.
    async fn open(&self, source: &ContactSource) -> Result<Opened, SourceTrouble> {
        let password = match self.vault.read(&source.password_slot(), "").await {
            Ok(secret) => Some(secret),
            // An empty one in its place would count as a wrong one.
            Err(NoSecret::None) if !source.user.is_empty() => return Err(SourceTrouble::NoPassword),
            Err(NoSecret::None) => None,
            Err(NoSecret::Refused) => return Err(SourceTrouble::WrongPassword),
            Err(NoSecret::Waiting) => return Err(SourceTrouble::KeyringLocked),
        };
        Ok(Opened { source: source.clone(), password })
    }

    /// A password that was refused is not sent again, by the next start neither.
    fn settle<T>(&self, opened: &Opened, said: Result<T, SourceTrouble>) -> Result<T, SourceTrouble> {
        let Opened { source, password: Some(password) } = opened else { return said };
        let tell: fn(&Vault, &_, &str, &Secret) = match &said {
            Ok(_) => Vault::prove,
            Err(SourceTrouble::WrongPassword) => Vault::refuse,
            Err(_) => return said,
        };
        tell(&self.vault, &source.password_slot(), "", password);
        said
    }

    /// Whose number it is, by what directories say in time.
    pub(crate) async fn who_has(&self, number: &str, sources: Vec<ContactSource>) -> Vec<CardPerson> {
        let lines = self.contacts.lines();
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let sought = lines.sought(number).unwrap_or(digits);
        if sought.len() < SHORTEST_NUMBER {
            return Vec::new();
        }
        let found = self.ask_all(sources, directory::Question::Number(sought), WHO_RINGS).await;
        // Asked for by its end, a number finds those of other towns too.
        let has_it = |one: &CardPerson| one.numbers.iter().any(|known| lines.are_one(known, number));
        found.into_iter().filter(has_it).collect()
    }

    /// People by a part of their name: those kept here, then those whom directories know.
    pub(crate) async fn search(&self, text: &str, sources: Vec<ContactSource>) -> Vec<CardPerson> {
        let text = text.trim();
        let is_east_asian = text.chars().any(|letter| letter >= '\u{2e80}');
        let shortest = if is_east_asian { SHORTEST_EAST_ASIAN } else { SHORTEST_NAME };
        if text.chars().count() < shortest {
            return Vec::new();
        }
        let mine = {
            let mut typed = self.typed.lock().unwrap_or_else(PoisonError::into_inner);
            *typed += 1;
            *typed
        };
        let (contacts, sought) = (self.contacts.clone(), text.to_owned());
        let known = tokio::task::spawn_blocking(move || contacts.search(&sought, MOST_FOUND)).await;
        let mut people: Vec<CardPerson> = known.unwrap_or_default().into_iter().map(person).collect();
        if sources.is_empty() {
            return people;
        }
        tokio::time::sleep(TYPING_PAUSE).await;
        if *self.typed.lock().unwrap_or_else(PoisonError::into_inner) != mine {
            return people;
        }
        let found = self.ask_all(sources, directory::Question::Name(text.to_owned()), LIVE_SEARCH).await;
        people.extend(found.into_iter().filter(|one| !one.numbers.is_empty()));
        people.truncate(MOST_FOUND);
        people
    }

    /// All of them at once, in their order; what comes later than that is kept for the next time.
    async fn ask_all(
        &self,
        sources: Vec<ContactSource>,
        question: directory::Question,
        within: Duration,
    ) -> Vec<CardPerson> {
        let ask = |source: ContactSource| {
            let (this, question) = (self.clone(), question.clone());
            tokio::spawn(async move { this.ask(source, question).await })
        };
        let asked: Vec<_> = sources.into_iter().map(|source| (source.slot, ask(source))).collect();
        let until = tokio::time::Instant::now() + within;
        let mut people = Vec::new();
        for (slot, answer) in asked {
            if let Ok(answer) = tokio::time::timeout_at(until, answer).await {
                people.extend(answer.unwrap_or_default());
            } else {
                let outcome = Err(SourceTrouble::TooSlow);
                self.inputs.send(Input::Source(SourceNews::Asked { slot, outcome })).await;
            }
        }
        people
    }

    async fn ask(&self, source: ContactSource, question: directory::Question) -> Vec<CardPerson> {
        let turn = self.turn(source.slot);
        let kept = {
            let mut asked = turn.lock().await;
            if let Some(known) = asked.known(&source, &question) {
                return known;
            }
            asked.connection()
        };
        let said = self.say(&source, &question, kept, &turn).await;
        let (outcome, people) = match said {
            Ok(people) => (Ok(()), people),
            Err(trouble) => (Err(trouble), Vec::new()),
        };
        self.inputs.send(Input::Source(SourceNews::Asked { slot: source.slot, outcome })).await;
        people
    }

    /// Only signing in has its turn: who rings does not wait for who is typed.
    async fn say(
        &self,
        source: &ContactSource,
        question: &directory::Question,
        kept: Option<Directory>,
        turn: &Turn<Asked>,
    ) -> Result<Vec<CardPerson>, SourceTrouble> {
        let of_kept = match kept {
            Some(directory) => directory::find(directory, question, MOST_FOUND, LIVE_SEARCH).await.ok(),
            None => None,
        };
        let people = match of_kept {
            Some(people) => people,
            None => {
                directory::find(self.sign_in(source, turn).await?, question, MOST_FOUND, LIVE_SEARCH).await?
            }
        };
        let mut asked = turn.lock().await;
        // Meanwhile another one may stand in its place.
        if asked.known(source, question).is_none() {
            asked.keep(question.clone(), people.clone());
        }
        Ok(people)
    }

    async fn sign_in(&self, source: &ContactSource, turn: &Turn<Asked>) -> Result<Directory, SourceTrouble> {
        let mut asked = turn.lock().await;
        let opened = self.open(source).await?;
        let said = asked.open_anew(&opened).await;
        self.settle(&opened, said)
    }

    fn turn(&self, slot: u8) -> Arc<Turn<Asked>> {
        Arc::clone(self.turns.lock().unwrap_or_else(PoisonError::into_inner).entry(slot).or_default())
    }
}

fn in_a_line(one: &CardPerson) -> String {
    let who = if one.name.is_empty() { one.company.clone().unwrap_or_default() } else { one.name.clone() };
    let number = one.numbers.first().map_or("", String::as_str);
    agent_core::in_short(&format!("{who} {number}"), 120)
}
