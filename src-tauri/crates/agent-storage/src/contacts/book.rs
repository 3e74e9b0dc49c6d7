//! The contacts in memory, indexed by number. A book never changes: a change makes another one, so that callers are looked
//! up while a file of 100,000 is taken.

use std::collections::HashMap;

use super::Contact;
use crate::lines::Lines;

/// Contacts, and whose number is whose.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) contacts: Vec<Contact>,
    /// What national numbers mean.
    pub(super) lines: Lines,
    by_number: HashMap<String, usize>,
}

impl Book {
    pub(super) fn new(contacts: Vec<Contact>, lines: Lines) -> Self {
        let mut by_number = HashMap::with_capacity(contacts.len());
        for (at, contact) in contacts.iter().enumerate() {
            for number in &contact.numbers {
                if let Some(key) = lines.key(number) {
                    // Who was there first keeps the number.
                    by_number.entry(key).or_insert(at);
                }
            }
        }
        Self { contacts, lines, by_number }
    }

    /// What a number is compared by.
    pub(super) fn key(&self, number: &str) -> Option<String> {
        self.lines.key(number)
    }

    pub(super) fn find(&self, number: &str) -> Option<&Contact> {
        self.by_number.get(&self.key(number)?).map(|at| &self.contacts[*at])
    }
}
