//! One conference room and who is in it.

use std::collections::BTreeMap;

use pbx_protocol::endpoints::{Conference, ConferenceMember, Done, RunningConference, UpdateConference};
use pbx_protocol::{ConferenceNumber, DialString, Secret, Selection, Several};

use crate::model::refusal::Refusal;

/// Characters that the document forbids in a room's name.
const FORBIDDEN: &[char] = &['&', '\'', '<', '>', '`', '|', '$', ']', '"'];

#[derive(Debug)]
pub(crate) struct Room {
    name: String,
    participant_password: Secret,
    moderator_password: Secret,
    waits_for_moderator: bool,
    members: Vec<Participant>,
}

#[derive(Debug)]
struct Participant {
    number: DialString,
    channel: String,
    muted: bool,
}

impl Room {
    pub(crate) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            participant_password: Secret::new(""),
            moderator_password: Secret::new(""),
            waits_for_moderator: false,
            members: Vec::new(),
        }
    }

    pub(crate) fn has(&self, number: &DialString) -> bool {
        self.members.iter().any(|member| member.number == *number)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub(crate) fn enter(&mut self, number: &DialString, channel: String) {
        if !self.has(number) {
            self.members.push(Participant { number: number.clone(), channel, muted: false });
        }
    }

    pub(crate) fn leave(&mut self, number: &DialString) {
        self.members.retain(|member| member.number != *number);
    }

    /// All of them or none.
    pub(crate) fn kick(&mut self, members: &Selection<DialString>) -> Result<(), Refusal> {
        match members {
            Selection::All => self.members.clear(),
            Selection::Only(numbers) => {
                self.check_members(numbers)?;
                numbers.iter().for_each(|number| self.leave(number));
            }
        }
        Ok(())
    }

    pub(crate) fn mute(&mut self, numbers: &Several<DialString>, muted: bool) -> Result<Done, Refusal> {
        self.check_members(numbers)?;
        let named = |member: &&mut Participant| numbers.iter().any(|number| *number == member.number);
        self.members.iter_mut().filter(named).for_each(|member| member.muted = muted);
        Ok(Done {})
    }

    fn check_members(&self, numbers: &Several<DialString>) -> Result<(), Refusal> {
        if numbers.iter().all(|number| self.has(number)) { Ok(()) } else { Err(Refusal::NoSuchCall) }
    }

    /// Takes over what is given.
    pub(crate) fn apply(&mut self, update: &UpdateConference) {
        if let Some(name) = &update.name {
            self.name.clone_from(name);
        }
        if let Some(password) = &update.participant_password {
            self.participant_password = password.clone();
        }
        if let Some(password) = &update.moderator_password {
            self.moderator_password = password.clone();
        }
        if let Some(waits) = update.waits_for_moderator {
            self.waits_for_moderator = waits;
        }
    }

    pub(crate) fn settings(&self, number: &ConferenceNumber) -> Conference {
        Conference {
            number: number.to_string(),
            name: self.name.clone(),
            participant_password: Some(self.participant_password.clone()),
            moderator_password: Some(self.moderator_password.clone()),
            waits_for_moderator: Some(self.waits_for_moderator),
            more: BTreeMap::new(),
        }
    }

    pub(crate) fn running(&self, number: &ConferenceNumber) -> RunningConference {
        // Nobody comes in here as moderator, so a room that waits for one waits forever.
        let status = if self.waits_for_moderator { "HOLD" } else { "Up" };
        let member = |member: &Participant| ConferenceMember {
            number: member.number.to_string(),
            channel: member.channel.clone(),
            status: status.to_owned(),
            more: BTreeMap::new(),
        };
        RunningConference {
            call: None,
            number: number.to_string(),
            name: None,
            members: self.members.iter().map(member).collect(),
            more: BTreeMap::new(),
        }
    }
}

/// A name without forbidden characters, and PINs of digits: phones have no other keys.
pub(crate) fn check(update: &UpdateConference) -> Result<(), Refusal> {
    let is_pin = |secret: &Secret| secret.expose().bytes().all(|b| b.is_ascii_digit());
    let pins = [&update.participant_password, &update.moderator_password];
    let name_is_bad = update.name.as_ref().is_some_and(|name| name.contains(FORBIDDEN));
    let is_sound = !name_is_bad && pins.into_iter().flatten().all(is_pin);
    if is_sound { Ok(()) } else { Err(Refusal::MissingParameter) }
}
