//! The contacts in memory, indexed by number. A book never changes: a change makes another one, so that callers are looked
//! up while a file of 100,000 is taken.

use std::collections::HashMap;

use rlibphonenumber::enums::Region;

use super::Contact;
use super::number_key::{country, key};

/// Contacts, and whose number is whose.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) contacts: Vec<Contact>,
    /// `cn`; what national numbers mean, and a hint to the encoding of old files.
    pub(super) country_code: String,
    country: Option<Region>,
    by_number: HashMap<String, usize>,
}

impl Book {
    pub(super) fn new(contacts: Vec<Contact>, country_code: &str) -> Self {
        let country = country(country_code);
        let mut by_number = HashMap::with_capacity(contacts.len());
        for (at, contact) in contacts.iter().enumerate() {
            for number in &contact.numbers {
                if let Some(key) = key(number, country) {
                    // Who was there first keeps the number.
                    by_number.entry(key).or_insert(at);
                }
            }
        }
        Self { contacts, country_code: country_code.trim().to_lowercase(), country, by_number }
    }

    /// What a number is compared by.
    pub(super) fn key(&self, number: &str) -> Option<String> {
        key(number, self.country)
    }

    pub(super) fn find(&self, number: &str) -> Option<&Contact> {
        self.by_number.get(&self.key(number)?).map(|at| &self.contacts[*at])
    }

    /// Whether another country's code would make other numbers of these.
    pub(super) fn is_of(&self, country_code: &str) -> bool {
        self.country == country(country_code)
    }
}
