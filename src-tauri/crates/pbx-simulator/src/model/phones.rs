//! All phones by their number. Whatever names one that is not there is refused here.

use std::collections::BTreeMap;

use pbx_protocol::{Extension, Selection, Several};

use crate::model::phone::{Phone, PhoneState};
use crate::model::refusal::Refusal;

#[derive(Debug)]
pub(crate) struct Phones(BTreeMap<Extension, Phone>);

impl Phones {
    pub(crate) fn new(phones: BTreeMap<Extension, Phone>) -> Self {
        Self(phones)
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (&Extension, &Phone)> {
        self.0.iter()
    }

    pub(crate) fn insert(&mut self, number: Extension, phone: Phone) {
        self.0.insert(number, phone);
    }

    pub(crate) fn remove(&mut self, number: &Extension) {
        self.0.remove(number);
    }

    pub(crate) fn get(&self, number: &Extension) -> Result<&Phone, Refusal> {
        self.0.get(number).ok_or(Refusal::NoSuchExtension)
    }

    pub(crate) fn get_mut(&mut self, number: &Extension) -> Result<&mut Phone, Refusal> {
        self.0.get_mut(number).ok_or(Refusal::NoSuchExtension)
    }

    pub(crate) fn has(&self, number: &Extension) -> bool {
        self.0.contains_key(number)
    }

    /// Those that are named, all of which must exist.
    pub(crate) fn existing(&self, numbers: &Several<Extension>) -> Result<Vec<Extension>, Refusal> {
        numbers.iter().map(|number| self.get(number).map(|_| number.clone())).collect()
    }

    pub(crate) fn selected(&self, wanted: &Selection<Extension>) -> Result<Vec<Extension>, Refusal> {
        match wanted {
            Selection::All => Ok(self.0.keys().cloned().collect()),
            Selection::Only(numbers) => self.existing(numbers),
        }
    }

    /// After a restart every phone counts as idle until it does something.
    pub(crate) fn forget_announced(&mut self) {
        self.0.values_mut().for_each(|phone| phone.announced = PhoneState::Idle);
    }

    /// The phone takes its mailbox along; what was reported was reported of the old number.
    pub(crate) fn renumber(&mut self, old: &Extension, new: &Extension) {
        if let Some(mut phone) = self.0.remove(old) {
            phone.line.number = new.to_string();
            phone.announced = PhoneState::Idle;
            self.0.insert(new.clone(), phone);
        }
    }
}
