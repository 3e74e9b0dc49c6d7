//! The contacts in memory, indexed by number. A book never changes: a change makes another one, so that callers are looked
//! up while a file of 100,000 is taken.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Contact;
use agent_core::Lines;

/// Contacts, and whose number is whose.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// Given here, or of files.
    pub(super) contacts: Vec<Contact>,
    /// What national numbers mean.
    pub(super) lines: Lines,
    /// Of address books on servers, by slot.
    lent: BTreeMap<u8, Arc<[Contact]>>,
    by_number: HashMap<String, Whose>,
}

/// Where the contacts with a number stand: first ours, then what is lent.
#[derive(Debug)]
struct Whose {
    first: Place,
    others: Vec<Place>,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    Own(usize),
    Lent(u8, usize),
}

impl Book {
    pub(super) fn new(contacts: Vec<Contact>, lent: BTreeMap<u8, Arc<[Contact]>>, lines: Lines) -> Self {
        let mut by_number = HashMap::with_capacity(contacts.len());
        let mut add = |place: Place, contact: &Contact| {
            for number in &contact.numbers {
                let Some(key) = lines.key(number) else { continue };
                by_number
                    .entry(key)
                    .and_modify(|whose: &mut Whose| whose.others.push(place))
                    .or_insert(Whose { first: place, others: Vec::new() });
            }
        };
        contacts.iter().enumerate().for_each(|(at, contact)| add(Place::Own(at), contact));
        for (slot, lent) in &lent {
            lent.iter().enumerate().for_each(|(at, contact)| add(Place::Lent(*slot, at), contact));
        }
        Self { contacts, lines, lent, by_number }
    }

    /// The same with other contacts of our own.
    pub(super) fn with(&self, contacts: Vec<Contact>) -> Self {
        Self::new(contacts, self.lent.clone(), self.lines.clone())
    }

    /// The same where numbers mean something else.
    pub(super) fn with_lines(&self, lines: Lines) -> Self {
        Self::new(self.contacts.clone(), self.lent.clone(), lines)
    }

    /// The same with what that server has now; nothing: it is gone.
    pub(super) fn with_lent(&self, slot: u8, contacts: Vec<Contact>) -> Self {
        let mut lent = self.lent.clone();
        if contacts.is_empty() {
            lent.remove(&slot);
        } else {
            lent.insert(slot, contacts.into());
        }
        Self::new(self.contacts.clone(), lent, self.lines.clone())
    }

    /// What a number is compared by.
    pub(super) fn key(&self, number: &str) -> Option<String> {
        self.lines.key(number)
    }

    pub(super) fn find(&self, number: &str) -> Option<&Contact> {
        self.find_all(number).next()
    }

    /// Everybody who has the number; who was there first comes first.
    pub(super) fn find_all(&self, number: &str) -> impl Iterator<Item = &Contact> {
        let whose = self.key(number).and_then(|key| self.by_number.get(&key));
        let places = whose.into_iter().flat_map(|whose| std::iter::once(&whose.first).chain(&whose.others));
        places.filter_map(|place| match place {
            Place::Own(at) => self.contacts.get(*at),
            Place::Lent(slot, at) => self.lent.get(slot)?.get(*at),
        })
    }

    /// All of them, ours first.
    pub(super) fn all(&self) -> impl Iterator<Item = &Contact> {
        self.contacts.iter().chain(self.lent.values().flat_map(|lent| lent.iter()))
    }
}
