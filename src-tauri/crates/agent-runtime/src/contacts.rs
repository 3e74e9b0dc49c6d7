//! Contacts of the agent: kept in a file, held in memory, found by number in a moment.

mod import;
mod number_key;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use agent_core::Failure;
use rlibphonenumber::enums::Region;
use serde::{Deserialize, Serialize};
use tracing::warn;

use crate::clock::Clock;
use crate::{failures, files};
use number_key::{country, key};

/// The source of names that were given in the program.
const GIVEN_HERE: &str = "";

/// Somebody with a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Their name; empty when only the company is known.
    pub name: String,
    /// Where they work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// As they were written.
    pub numbers: Vec<String>,
    /// The file they came from.
    pub source: String,
}

/// Contacts, cheap to clone; all clones are one book.
#[derive(Debug, Clone)]
pub struct Contacts {
    file: PathBuf,
    book: Arc<RwLock<Book>>,
}

#[derive(Debug, Default)]
struct Book {
    contacts: Vec<Contact>,
    country: Option<Region>,
    by_number: HashMap<String, usize>,
}

impl Contacts {
    /// Empty until [`Contacts::load`]; `country` says what national numbers mean, e.g. `CN`.
    pub fn new(dir: &Path, country_code: &str) -> Self {
        let book = Book { country: country(country_code), ..Book::default() };
        Self { file: dir.join("contacts.json"), book: Arc::new(RwLock::new(book)) }
    }

    /// Reads what is kept. Takes a while with many; a damaged file is set aside and told in the log.
    pub fn load(&self) {
        let read = std::fs::read(&self.file).and_then(|bytes| Ok(serde_json::from_slice(&bytes)?));
        match read {
            Ok(contacts) => self.book.write().unwrap_or_else(PoisonError::into_inner).replace(contacts),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let aside = self.file.with_extension(format!("damaged-{}.json", Clock::wall().0));
                let moved = std::fs::rename(&self.file, &aside);
                warn!(%error, ?aside, ?moved, "the contacts can't be read and are set aside");
            }
        }
    }

    /// Takes national numbers for those of another country.
    pub fn set_country(&self, code: &str) {
        let mut book = self.book.write().unwrap_or_else(PoisonError::into_inner);
        let country = country(code);
        if book.country != country {
            book.country = country;
            let contacts = std::mem::take(&mut book.contacts);
            book.replace(contacts);
        }
    }

    /// As [`Contacts::set_country`], beside: with many contacts it takes a while.
    pub(crate) fn set_country_later(&self, code: &str) {
        let (contacts, code) = (self.clone(), code.to_owned());
        tokio::task::spawn_blocking(move || contacts.set_country(&code));
    }

    /// Whose number it is.
    pub fn find(&self, number: &str) -> Option<Contact> {
        let book = self.book.read().unwrap_or_else(PoisonError::into_inner);
        let key = key(number, book.country)?;
        book.by_number.get(&key).map(|at| book.contacts[*at].clone())
    }

    /// The number with its country, where it is a valid one.
    pub fn e164(&self, number: &str) -> Option<String> {
        let book = self.book.read().unwrap_or_else(PoisonError::into_inner);
        key(number, book.country).filter(|key| key.starts_with('+'))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.book.read().unwrap_or_else(PoisonError::into_inner).contacts.len()
    }

    /// Takes the contacts of a file in place of those that came from one of that name before; says how many there are.
    pub fn import(&self, source: &str, bytes: &[u8]) -> Result<usize, Failure> {
        let new = import::read(bytes, source);
        let new = new.map_err(|error| Failure::File { detail: error.to_string() })?;
        let count = new.len();
        let mut contacts = self.book.read().unwrap_or_else(PoisonError::into_inner).contacts.clone();
        contacts.retain(|contact| contact.source != source || source == GIVEN_HERE);
        contacts.extend(new);
        self.keep(contacts)?;
        Ok(count)
    }

    /// Gives a number a name, in place of any other; an empty one takes it back.
    pub fn give_name(&self, number: &str, name: &str) -> Result<(), Failure> {
        let (mut contacts, country) = {
            let book = self.book.read().unwrap_or_else(PoisonError::into_inner);
            (book.contacts.clone(), book.country)
        };
        let line = key(number, country);
        let is_it = |one: &Contact| {
            one.source == GIVEN_HERE && one.numbers.iter().any(|known| key(known, country) == line)
        };
        contacts.retain(|contact| !is_it(contact));
        if !name.is_empty() && line.is_some() {
            let given = Contact {
                name: name.to_owned(),
                company: self.find(number).and_then(|known| known.company),
                numbers: vec![number.to_owned()],
                source: GIVEN_HERE.to_owned(),
            };
            // The first that has a number keeps it.
            contacts.insert(0, given);
        }
        self.keep(contacts)
    }

    /// Forgets all contacts.
    pub fn clear(&self) -> Result<(), Failure> {
        self.keep(Vec::new())
    }

    /// On the disk first: what is found is there after a restart too.
    fn keep(&self, contacts: Vec<Contact>) -> Result<(), Failure> {
        let kept = serde_json::to_vec(&contacts).map_err(io::Error::other);
        let written = kept.and_then(|bytes| files::replace(&self.file, &bytes));
        written.map_err(|error| failures::of_io(&error))?;
        self.book.write().unwrap_or_else(PoisonError::into_inner).replace(contacts);
        Ok(())
    }
}

impl Book {
    fn replace(&mut self, contacts: Vec<Contact>) {
        self.contacts = contacts;
        self.by_number.clear();
        for (at, contact) in self.contacts.iter().enumerate() {
            for number in &contact.numbers {
                if let Some(key) = key(number, self.country) {
                    // Who was there first keeps the number.
                    self.by_number.entry(key).or_insert(at);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: &str =
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lovelace\nORG:Nordwind GmbH\nTEL:+49 30 123456\nEND:VCARD\n";

    #[test]
    fn what_was_imported_is_found_after_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let contacts = Contacts::new(dir.path(), "DE");
        assert_eq!(contacts.import("book.vcf", CARD.as_bytes()), Ok(1));
        assert_eq!(contacts.find("030 123456").unwrap().name, "Ada Lovelace");
        assert_eq!(
            contacts.import("book.vcf", CARD.as_bytes()),
            Ok(1),
            "the same file again is no second contact"
        );
        let again = Contacts::new(dir.path(), "DE");
        again.load();
        assert_eq!(again.count(), 1);
        assert_eq!(again.find("004930123456").unwrap().company.as_deref(), Some("Nordwind GmbH"));
        assert_eq!(again.e164("030 123456").as_deref(), Some("+4930123456"));
        assert_eq!(again.e164("101"), None);
        assert_eq!(again.find("123456"), None, "an internal number is not the end of another");
        again.give_name("030 123456", "Countess Lovelace").unwrap();
        let named = again.find("+4930123456").unwrap();
        assert_eq!(
            (named.name.as_str(), named.company.as_deref()),
            ("Countess Lovelace", Some("Nordwind GmbH"))
        );
        again.give_name("0049 30 123456", "").unwrap();
        assert_eq!(again.find("030 123456").unwrap().name, "Ada Lovelace", "taken back");
        again.set_country("CN");
        assert_eq!(again.find("030 123456"), None);
        again.clear().unwrap();
        assert_eq!(again.count(), 0);
    }

    #[test]
    fn what_can_not_be_read_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let contacts = Contacts::new(dir.path(), "DE");
        assert!(matches!(contacts.import("book.vcf", b"no contacts"), Err(Failure::File { .. })));
        std::fs::write(dir.path().join("contacts.json"), "{").unwrap();
        contacts.load();
        assert_eq!(contacts.count(), 0);
        let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|file| file.unwrap().path()).collect();
        assert!(matches!(&left[..], [aside] if std::fs::read(aside).unwrap() == b"{"), "{left:?}");
    }
}
