//! Contacts of the agent: kept in a file, held in memory, found by number in a moment.

mod book;
mod cell;
mod column_guess;
mod column_words;
mod columns;
mod file_text;
mod import;
mod lent;
mod number_words;
mod person;
mod sources;
mod table;
mod taking;
mod vcard;
mod vcard_lines;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use agent_core::{ColumnMeaning, Failure, ImportOutcome, WallMillis};
use serde::{Deserialize, Serialize};
use tracing::warn;

use crate::error::of_io;
use crate::files;
use agent_core::Lines;
use book::Book;
pub use lent::{BookChange, BookState, people_of};

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
    clock: fn() -> WallMillis,
    book: Arc<RwLock<Arc<Book>>>,
    /// Whose turn it is to change the book.
    turn: Arc<Mutex<BookFile>>,
    /// Whose turn it is to change what servers have lent.
    lending: Arc<Mutex<()>>,
    showing: Arc<Mutex<()>>,
}

/// What is known of the file by whoever may change the book.
#[derive(Debug, Default)]
struct BookFile {
    /// It was read, or there is none.
    loaded: bool,
    /// It was damaged, and nobody has been told.
    damaged: Option<Failure>,
}

impl Contacts {
    /// Empty until [`Contacts::load`]; `lines` says what national numbers mean, and `clock` is read when a damaged file is
    /// set aside.
    pub fn new(dir: &Path, lines: Lines, clock: fn() -> WallMillis) -> Self {
        let empty = Book::new(Vec::new(), BTreeMap::new(), lines);
        let book = Arc::new(RwLock::new(Arc::new(empty)));
        let file = dir.join("contacts.json");
        Self { file, clock, book, turn: Arc::default(), lending: Arc::default(), showing: Arc::default() }
    }

    /// Reads what is kept. Takes a while with many. A file whose content makes no sense is set aside, which is told once;
    /// one that can't be read at the moment is left alone, and may be tried again.
    pub fn load(&self) -> Result<(), Failure> {
        let mut turn = self.take_turn()?;
        turn.damaged.take().map_or(Ok(()), Err)
    }

    fn read_file(&self, turn: &mut BookFile) -> Result<(), Failure> {
        let bytes = match std::fs::read(&self.file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                turn.loaded = true;
                return Ok(());
            }
            Err(error) => return Err(of_io(&error)),
        };
        match serde_json::from_slice(&bytes) {
            Ok(contacts) => self.show(|book| book.with(contacts)),
            Err(error) => {
                let aside = files::aside(&self.file, (self.clock)());
                warn!(%error, ?aside, "the contacts are damaged and set aside");
                std::fs::rename(&self.file, &aside).map_err(|error| of_io(&error))?;
                turn.damaged = Some(Failure::Damaged { path: aside.display().to_string() });
            }
        }
        turn.loaded = true;
        Ok(())
    }

    /// Takes national and local numbers for those of another country or area.
    pub fn set_lines(&self, lines: Lines) {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let book = self.book();
        if book.lines != lines {
            self.show(|book| book.with_lines(lines));
        }
    }

    /// As [`Contacts::set_lines`], beside: with many contacts it takes a while.
    pub fn set_lines_later(&self, lines: Lines) {
        let contacts = self.clone();
        tokio::task::spawn_blocking(move || contacts.set_lines(lines));
    }

    /// What national and local numbers mean.
    pub fn lines(&self) -> Lines {
        self.book().lines.clone()
    }

    /// Whose number it is.
    pub fn find(&self, number: &str) -> Option<Contact> {
        self.book().find(number).cloned()
    }

    /// Everybody whose number it is, those first that go before others.
    pub fn find_all(&self, number: &str) -> Vec<Contact> {
        self.book().find_all(number).cloned().collect()
    }

    /// People by a part of their name, company or number, at most so many.
    pub fn search(&self, text: &str, limit: usize) -> Vec<Contact> {
        let sought = text.trim().to_lowercase();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let is_number = !digits.is_empty() && !sought.chars().any(char::is_alphabetic);
        let has = |number: &String| {
            let known: String = number.chars().filter(char::is_ascii_digit).collect();
            known.contains(&digits)
        };
        let is_it = |contact: &&Contact| {
            let company = contact.company.as_deref().unwrap_or_default();
            let by_name =
                contact.name.to_lowercase().contains(&sought) || company.to_lowercase().contains(&sought);
            by_name || (is_number && contact.numbers.iter().any(has))
        };
        self.book().all().filter(is_it).take(limit).cloned().collect()
    }

    /// The number with its country, where it is a valid one.
    pub fn e164(&self, number: &str) -> Option<String> {
        self.book().key(number).filter(|key| key.starts_with('+'))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.book().contacts.len()
    }

    /// Takes the contacts of a file, in place of those that came from an earlier state of it; docs/CONTACTS.md tells how
    /// that is told. `columns` answers [`ImportOutcome::WhichColumns`]. A file without contacts changes nothing.
    pub fn import(
        &self,
        file: &str,
        bytes: &[u8],
        columns: Option<&[ColumnMeaning]>,
    ) -> Result<ImportOutcome, Failure> {
        // Read before the turn is taken: a large file takes a while, and meanwhile a name may be given.
        let country = self.lines().country_code().to_lowercase();
        let (mut new, mut report) = match import::read(bytes, columns, Some(&country)) {
            Ok(import::Read::Contacts(new, report)) => (new, report),
            Ok(import::Read::WhichColumns { rows, guess }) => {
                return Ok(ImportOutcome::WhichColumns { rows, guess });
            }
            Err(why) => return Ok(ImportOutcome::Refused { why }),
        };
        file.clone_into(&mut report.source);
        if new.is_empty() {
            return Ok(ImportOutcome::Taken { report });
        }
        let _turn = self.take_turn()?;
        let book = self.book();
        report.source = sources::place(file, &new, &book);
        let mut contacts = book.contacts.clone();
        contacts.retain(|contact| contact.source == GIVEN_HERE || contact.source != report.source);
        report.replaced = u32::try_from(book.contacts.len() - contacts.len()).unwrap_or(u32::MAX);
        for contact in &mut new {
            contact.source.clone_from(&report.source);
        }
        contacts.append(&mut new);
        self.keep(contacts)?;
        Ok(ImportOutcome::Taken { report })
    }

    /// Gives a number a name, in place of any other; an empty one takes it back.
    pub fn give_name(&self, number: &str, name: &str) -> Result<(), Failure> {
        let _turn = self.take_turn()?;
        let book = self.book();
        let line = book.key(number);
        let is_it = |one: &Contact| {
            one.source == GIVEN_HERE && one.numbers.iter().any(|known| book.key(known) == line)
        };
        let mut contacts = book.contacts.clone();
        contacts.retain(|contact| !is_it(contact));
        if !name.is_empty() && line.is_some() {
            let given = Contact {
                name: name.to_owned(),
                company: book.find(number).and_then(|known| known.company.clone()),
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
        let _turn = self.take_turn()?;
        self.keep(Vec::new())
    }

    /// One changes the book at a time, and nobody before it was read from the disk: what is kept there would be lost.
    fn take_turn(&self) -> Result<MutexGuard<'_, BookFile>, Failure> {
        let mut turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if !turn.loaded {
            self.read_file(&mut turn)?;
        }
        Ok(turn)
    }

    /// On the disk first: what is found is there after a restart too.
    fn keep(&self, contacts: Vec<Contact>) -> Result<(), Failure> {
        let kept = serde_json::to_vec(&contacts).map_err(io::Error::other);
        let written = kept.and_then(|bytes| files::replace(&self.file, &bytes));
        written.map_err(|error| of_io(&error))?;
        self.show(|book| book.with(contacts));
        Ok(())
    }

    fn book(&self) -> Arc<Book> {
        Arc::clone(&self.book.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn lent_turn(&self) -> MutexGuard<'_, ()> {
        self.lending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn show_lent(&self, slot: u8, contacts: Vec<Contact>) {
        self.show(|book| book.with_lent(slot, contacts));
    }

    /// Our own and what is lent change apart; whoever comes second makes it of what the first has made.
    fn show(&self, change: impl FnOnce(&Book) -> Book) {
        let _showing = self.showing.lock().unwrap_or_else(PoisonError::into_inner);
        let book = Arc::new(change(&self.book()));
        let mut shown = self.book.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *shown, book);
        drop(shown);
        // Freeing 100,000 contacts takes a while too.
        drop(before);
    }
}

/// The text of a table, whatever its encoding.
pub(crate) fn table_text(bytes: &[u8]) -> String {
    file_text::utf16(bytes).unwrap_or_else(|| file_text::of_table(bytes, None, table::known_words))
}

#[cfg(test)]
mod kinds;

#[cfg(test)]
mod tests {
    use agent_core::{ImportRefusal, ImportReport, LeftOut, WhyLeftOut};

    use super::*;

    const CARD: &str =
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lovelace\nORG:Nordwind GmbH\nTEL:+49 30 123456\nEND:VCARD\n";

    fn open(dir: &tempfile::TempDir) -> Contacts {
        Contacts::new(dir.path(), Lines::of("DE", ""), || WallMillis(0))
    }

    fn taken(contacts: &Contacts, file: &str, text: &str) -> ImportReport {
        match contacts.import(file, text.as_bytes(), None).unwrap() {
            ImportOutcome::Taken { report } => report,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_was_imported_is_found_after_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let contacts = open(&dir);
        assert_eq!(taken(&contacts, "book.vcf", CARD).contacts, 1);
        assert_eq!(contacts.find("030 123456").unwrap().name, "Ada Lovelace");
        let again = taken(&contacts, "book.vcf", CARD);
        assert_eq!((again.contacts, again.replaced, contacts.count()), (1, 1, 1), "no second contact");
        let again = open(&dir);
        again.load().unwrap();
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
        again.set_lines(Lines::of("CN", ""));
        assert_eq!(again.find("030 123456"), None);
        again.clear().unwrap();
        assert_eq!(again.count(), 0);
    }

    #[test]
    fn another_file_of_the_same_name_is_kept_beside() {
        let dir = tempfile::tempdir().unwrap();
        let contacts = open(&dir);
        assert_eq!(taken(&contacts, "export.csv", "Name,Phone\nAda,030 5550101\n").source, "export.csv");
        let other = taken(&contacts, "export.csv", "Name,Phone\nBen,030 5550102\n");
        assert_eq!((other.source.as_str(), other.replaced, contacts.count()), ("export.csv (2)", 0, 2));
        let grown = taken(&contacts, "export.csv", "Name,Phone\nAda,030 5550101\nCay,030 5550103\n");
        assert_eq!((grown.source.as_str(), grown.replaced, contacts.count()), ("export.csv", 1, 3));
        contacts.give_name("030 5550109", "Eve").unwrap();
        assert_eq!(taken(&contacts, "export.csv", "Name,Phone\nAda,030 5550101\n").replaced, 2);
        assert_eq!(contacts.find("030 5550109").unwrap().name, "Eve", "a name given here is no file's");
    }

    #[test]
    fn the_contacts_of_an_earlier_version_are_kept_by_an_import_before_they_are_read() {
        let dir = tempfile::tempdir().unwrap();
        let old = r#"[{"name":"Ada","numbers":["030 5550101"],"source":"book.vcf"}]"#;
        std::fs::write(dir.path().join("contacts.json"), old).unwrap();
        let contacts = open(&dir);
        assert_eq!(taken(&contacts, "other.csv", "Name,Phone\nBen,030 5550102\n").contacts, 1);
        contacts.load().unwrap();
        assert_eq!(contacts.find("030 5550101").unwrap().name, "Ada");
        assert_eq!(contacts.find("030 5550102").unwrap().name, "Ben");
    }

    #[test]
    fn what_can_not_be_read_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let contacts = open(&dir);
        let refused = contacts.import("book.vcf", b"no contacts", None);
        assert_eq!(refused, Ok(ImportOutcome::Refused { why: ImportRefusal::NoContacts }));
        taken(&contacts, "book.vcf", CARD);
        let nobody = taken(&contacts, "book.vcf", "Name,Phone\nAda,ask her\n");
        assert_eq!((nobody.contacts, nobody.rows, nobody.rows_left_out), (0, 1, 1));
        let told = LeftOut { row: 2, text: "ask her".to_owned(), why: WhyLeftOut::NotANumber };
        assert_eq!(nobody.left_out, [told]);
        assert_eq!(contacts.count(), 1, "nobody in the file: what is kept stays");
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_told_once() {
        let dir = tempfile::tempdir().unwrap();
        let contacts = open(&dir);
        std::fs::write(dir.path().join("contacts.json"), "{").unwrap();
        // Whoever is first, it is told to whoever asks for that.
        contacts.give_name("030 5550109", "Eve").unwrap();
        let Err(Failure::Damaged { path }) = contacts.load() else { panic!("not told") };
        assert_eq!(std::fs::read(path).unwrap(), b"{");
        assert_eq!(contacts.load(), Ok(()));
        assert_eq!(contacts.count(), 1);
    }

    #[test]
    fn a_file_that_can_not_be_read_at_the_moment_is_not_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("contacts.json");
        // A folder in its place: reading it fails, for root too.
        std::fs::create_dir(&file).unwrap();
        let contacts = open(&dir);
        assert!(matches!(contacts.load(), Err(Failure::File { .. })));
        assert!(contacts.give_name("030 5550109", "Eve").is_err());
        assert!(contacts.clear().is_err());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is set aside");

        std::fs::remove_dir(&file).unwrap();
        std::fs::write(&file, r#"[{"name":"Ada","numbers":["030 5550101"],"source":"book.vcf"}]"#).unwrap();
        contacts.give_name("030 5550109", "Eve").unwrap();
        assert_eq!(contacts.count(), 2);
    }

    #[test]
    fn names_given_at_the_same_moment_are_all_kept() {
        let dir = tempfile::tempdir().unwrap();
        let contacts = open(&dir);
        std::thread::scope(|scope| {
            for at in 0..8 {
                let contacts = &contacts;
                scope.spawn(move || {
                    contacts.give_name(&format!("030 555010{at}"), &format!("N{at}")).unwrap();
                });
            }
        });
        let again = open(&dir);
        again.load().unwrap();
        assert_eq!(again.count(), 8);
    }

    #[test]
    fn callers_are_looked_up_while_a_file_is_taken() {
        let dir = tempfile::tempdir().unwrap();
        let contacts = open(&dir);
        taken(&contacts, "book.vcf", CARD);
        // Somebody else's turn to change the book, for as long as it takes.
        let _turn = contacts.take_turn().unwrap();
        assert_eq!(contacts.find("030 123456").unwrap().name, "Ada Lovelace");
        assert_eq!(contacts.count(), 1);
    }
}
