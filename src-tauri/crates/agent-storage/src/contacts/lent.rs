//! Contacts of address books on servers, a file each: they are there while the server is not. Only what was told as
//! changed is read anew.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use agent_core::{ContactSource, Failure, ImportUnit, KeptContacts, WallMillis};
use pbx_protocol::number::Home;
use serde::{Deserialize, Serialize};
use tracing::warn;

use super::taking::Taking;
use super::{Contact, Contacts, vcard};
use crate::error::of_io;
use crate::files;

/// What an address book calls its state: of the whole, and of each card.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BookState {
    /// By the path of each address book.
    pub tokens: BTreeMap<String, String>,
    /// By the path of each card.
    pub etags: BTreeMap<String, String>,
}

/// What has changed in an address book since it was read last.
#[derive(Debug, Clone, Default)]
pub struct BookChange {
    /// What it calls its state now.
    pub state: BookState,
    /// Paths and texts of cards that are new or others now.
    pub cards: Vec<(String, String)>,
    /// Paths of cards that are gone.
    pub gone: Vec<String>,
}

/// What the file of one source holds.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    /// Whose contacts they are: at another address, or as another user, there are others.
    address: String,
    user: String,
    at: WallMillis,
    tokens: BTreeMap<String, String>,
    cards: BTreeMap<String, Card>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Card {
    etag: String,
    /// None where it names nobody or has no number.
    contacts: Vec<Contact>,
}

impl Kept {
    fn is_of(&self, source: &ContactSource) -> bool {
        self.address == source.address && self.user == source.user
    }

    fn read(file: &Path, source: &ContactSource) -> Self {
        let text = match std::fs::read(file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Self::default(),
            Err(error) => {
                warn!(%error, slot = source.slot, "what is kept of an address book can't be read");
                return Self::default();
            }
        };
        // A damaged one is no loss: the server has all of it.
        serde_json::from_slice(&text).ok().filter(|kept: &Self| kept.is_of(source)).unwrap_or_default()
    }

    fn contacts(&self) -> Vec<Contact> {
        self.cards.values().flat_map(|card| card.contacts.iter().cloned()).collect()
    }

    fn account(&self) -> KeptContacts {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        KeptContacts {
            contacts: count(self.cards.values().map(|card| card.contacts.len()).sum()),
            skipped: count(self.cards.values().filter(|card| card.contacts.is_empty()).count()),
            at: Some(self.at).filter(|at| *at != WallMillis::default()),
        }
    }

    fn change(&mut self, change: BookChange, country: &str) {
        for path in &change.gone {
            self.cards.remove(path);
        }
        for (path, text) in change.cards {
            let contacts = contacts_of(&text, country);
            self.cards.insert(path, Card { etag: String::new(), contacts });
        }
        for (path, etag) in change.state.etags {
            // One that was announced and then not handed out is asked for again the next time.
            if let Some(card) = self.cards.get_mut(&path) {
                card.etag = etag;
            }
        }
        self.tokens = change.state.tokens;
    }
}

fn contacts_of(card: &str, country: &str) -> Vec<Contact> {
    let mut taking = Taking::new(ImportUnit::Cards, Home::of_country(country));
    vcard::read(card.as_bytes(), Some(country), &mut taking);
    taking.done().0
}

impl Contacts {
    fn lent_file(&self, slot: u8) -> PathBuf {
        self.lent_dir().join(format!("{slot}.json"))
    }

    fn lent_dir(&self) -> PathBuf {
        self.file.with_file_name("address-books")
    }

    /// Takes what is kept of these sources, and forgets what is kept of others.
    pub fn load_lent(&self, sources: &[ContactSource]) {
        let _turn = self.lent_turn();
        for source in sources {
            let kept = Kept::read(&self.lent_file(source.slot), source);
            self.show_lent(source.slot, kept.contacts());
        }
        let is_known = |path: &Path| sources.iter().any(|source| path == self.lent_file(source.slot));
        let Ok(files) = std::fs::read_dir(self.lent_dir()) else { return };
        for file in files.flatten().map(|file| file.path()).filter(|path| !is_known(path)) {
            // Nobody sees them; they are tried again at the next start.
            let _ = std::fs::remove_file(file);
        }
    }

    /// What is known of that source's address books, so that only changes are fetched, and how much is kept.
    pub fn lent_state(&self, source: &ContactSource) -> (BookState, KeptContacts) {
        let _turn = self.lent_turn();
        let kept = Kept::read(&self.lent_file(source.slot), source);
        let etags = kept.cards.iter().map(|(path, card)| (path.clone(), card.etag.clone())).collect();
        (BookState { tokens: kept.tokens.clone(), etags }, kept.account())
    }

    /// Takes what has changed; on the disk first.
    pub fn change_lent(
        &self,
        source: &ContactSource,
        change: BookChange,
        at: WallMillis,
    ) -> Result<KeptContacts, Failure> {
        let _turn = self.lent_turn();
        let file = self.lent_file(source.slot);
        let mut kept = Kept::read(&file, source);
        kept.change(change, &self.lines().country_code().to_lowercase());
        (kept.address, kept.user, kept.at) = (source.address.clone(), source.user.clone(), at);
        files::create_private_dir(&self.lent_dir()).map_err(|error| of_io(&error))?;
        let text = serde_json::to_vec(&kept).map_err(|error| of_io(&io::Error::other(error)))?;
        files::replace(&file, &text).map_err(|error| of_io(&error))?;
        self.show_lent(source.slot, kept.contacts());
        Ok(kept.account())
    }

    /// Forgets what is kept of that source.
    pub fn forget_lent(&self, slot: u8) {
        let _turn = self.lent_turn();
        if let Err(error) = std::fs::remove_file(self.lent_file(slot))
            && error.kind() != io::ErrorKind::NotFound
        {
            warn!(%error, slot, "what was kept of an address book can't be removed");
        }
        self.show_lent(slot, Vec::new());
    }
}

/// Who is on some cards, as they are written on them.
pub fn people_of(cards: &[String], country: &str) -> Vec<Contact> {
    cards.iter().flat_map(|card| contacts_of(card, country)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use agent_core::Lines;

    fn card(name: &str, number: &str) -> String {
        format!("BEGIN:VCARD\nVERSION:4.0\nFN:{name}\n{number}END:VCARD\n")
    }

    fn open(dir: &tempfile::TempDir) -> Contacts {
        Contacts::new(dir.path(), Lines::of("DE", ""), || WallMillis(0))
    }

    fn source(slot: u8) -> ContactSource {
        ContactSource { slot, address: "https://cloud.example/".to_owned(), ..ContactSource::default() }
    }

    fn change(cards: &[(&str, String)], gone: &[&str]) -> BookChange {
        BookChange {
            state: BookState {
                tokens: BTreeMap::from([("/b/".to_owned(), "t1".to_owned())]),
                etags: cards.iter().map(|(path, _)| ((*path).to_owned(), "e1".to_owned())).collect(),
            },
            cards: cards.iter().map(|(path, text)| ((*path).to_owned(), text.clone())).collect(),
            gone: gone.iter().map(|path| (*path).to_owned()).collect(),
        }
    }

    #[test]
    fn what_a_server_has_told_is_found_after_a_restart_and_changes_with_it() {
        let dir = tempfile::tempdir().unwrap();
        let (contacts, source) = (open(&dir), source(0));
        let ada = card("Ada", "TEL:+49 30 5550101\nTEL;TYPE=cell:+49 151 5550102\n");
        let cards = [("/b/1.vcf", ada), ("/b/2.vcf", card("Nobody", "")), ("/b/3.vcf", "broken".to_owned())];
        let kept = contacts.change_lent(&source, change(&cards, &[]), WallMillis(7)).unwrap();
        assert_eq!(kept, KeptContacts { contacts: 1, skipped: 2, at: Some(WallMillis(7)) });
        contacts.give_name("030 5550109", "Eve").unwrap();
        contacts.clear().unwrap();

        let again = open(&dir);
        again.load().unwrap();
        again.load_lent(std::slice::from_ref(&source));
        let found = again.find("030 5550101").unwrap();
        assert_eq!((found.name.as_str(), found.numbers.len(), again.count()), ("Ada", 2, 0));
        let (state, kept) = again.lent_state(&source);
        assert_eq!((state.etags.len(), state.tokens["/b/"].as_str(), kept.contacts), (3, "t1", 1));

        let renamed = [("/b/1.vcf", card("Ada Lovelace", "TEL:+49 30 5550101\n"))];
        again.change_lent(&source, change(&renamed, &["/b/2.vcf", "/b/3.vcf"]), WallMillis(8)).unwrap();
        assert_eq!(again.find("030 5550101").unwrap().name, "Ada Lovelace");
        assert_eq!(again.find("0151 5550102"), None);
        assert_eq!(again.lent_state(&source).1.skipped, 0);
        again.forget_lent(0);
        assert_eq!(again.find("030 5550101"), None);
    }

    #[test]
    fn another_server_in_its_place_has_other_contacts() {
        let dir = tempfile::tempdir().unwrap();
        let (contacts, source) = (open(&dir), source(0));
        let cards = [("/b/1.vcf", card("Ada", "TEL:+49 30 5550101\n"))];
        contacts.change_lent(&source, change(&cards, &[]), WallMillis(7)).unwrap();
        let other = ContactSource { address: "https://other.example/".to_owned(), ..source.clone() };
        assert_eq!(contacts.lent_state(&other), (BookState::default(), KeptContacts::default()));
        let again = open(&dir);
        again.load_lent(&[other]);
        assert_eq!(again.find("030 5550101"), None);
        again.load_lent(&[]);
        assert!(!dir.path().join("address-books/0.json").exists(), "of a source that is gone");
    }

    #[test]
    fn several_people_have_one_number() {
        let dir = tempfile::tempdir().unwrap();
        let contacts = open(&dir);
        let one = [("/b/1.vcf", card("Ada", "TEL:+49 30 5550101\n"))];
        let two = [("/c/1.vcf", card("Ben", "TEL:030 5550101\n"))];
        contacts.change_lent(&source(0), change(&one, &[]), WallMillis(7)).unwrap();
        contacts.change_lent(&source(1), change(&two, &[]), WallMillis(7)).unwrap();
        let names = |contacts: &Contacts| {
            contacts.find_all("030 5550101").into_iter().map(|one| one.name).collect::<Vec<_>>()
        };
        assert_eq!(names(&contacts), ["Ada", "Ben"]);
        contacts.give_name("030 5550101", "Countess").unwrap();
        assert_eq!(names(&contacts), ["Countess", "Ada", "Ben"], "what was given here goes first");
        assert_eq!(contacts.search("be", 9).into_iter().map(|one| one.name).collect::<Vec<_>>(), ["Ben"]);
        assert_eq!(contacts.search("5550101", 2).len(), 2);
    }
}
