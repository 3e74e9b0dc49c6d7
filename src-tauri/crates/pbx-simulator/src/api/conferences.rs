//! Conference rooms and who is in them. Whoever is invited is there at once: phones and outside lines of this PBX take
//! such calls by themselves.

use std::collections::BTreeMap;

use pbx_protocol::endpoints::{
    AddConference, Conference, ConferenceMember, Conferences, DeleteConference, Done, InviteToConference,
    KickFromConference, MuteInConference, QueryConferences, QueryRunningConferences, RunningConference,
    RunningConferences, UnmuteInConference, UpdateConference,
};
use pbx_protocol::{ConferenceNumber, DialString, Extension, Secret, Selection, Several};

use crate::api::Asker;
use crate::exchange::Exchange;
use crate::model::refusal::Refusal;

/// Characters that the document forbids in a room's name.
const FORBIDDEN: &[char] = &['&', '\'', '<', '>', '`', '|', '$', ']', '"'];

#[derive(Debug)]
pub(crate) struct Room {
    name: String,
    participant_password: Secret,
    moderator_password: Secret,
    waits_for_moderator: bool,
    pub(crate) members: Vec<Member>,
}

#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) number: DialString,
    channel: String,
    pub(crate) muted: bool,
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

    fn has(&self, number: &DialString) -> bool {
        self.members.iter().any(|member| member.number == *number)
    }

    fn settings(&self, number: &ConferenceNumber) -> Conference {
        Conference {
            number: number.to_string(),
            name: self.name.clone(),
            participant_password: Some(self.participant_password.clone()),
            moderator_password: Some(self.moderator_password.clone()),
            waits_for_moderator: Some(self.waits_for_moderator),
            more: BTreeMap::new(),
        }
    }

    fn running(&self, number: &ConferenceNumber) -> RunningConference {
        let status = if self.waits_for_moderator { "HOLD" } else { "Up" };
        let member = |member: &Member| ConferenceMember {
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

impl Exchange {
    pub(crate) fn is_in_conference(&self, extension: &Extension) -> bool {
        let number = DialString::from(extension);
        self.admin.rooms.values().any(|room| room.has(&number))
    }

    pub(crate) fn leave_conferences(&mut self, extension: &Extension) -> bool {
        let number = DialString::from(extension);
        let was_in_one = self.is_in_conference(extension);
        for room in self.admin.rooms.values_mut() {
            room.members.retain(|member| member.number != number);
        }
        was_in_one
    }

    pub(crate) fn query_conferences(
        &mut self,
        query: &QueryConferences,
        _: &Asker,
    ) -> Result<Conferences, Refusal> {
        let wanted: Vec<&ConferenceNumber> = match &query.rooms {
            Selection::All => self.admin.rooms.keys().collect(),
            Selection::Only(rooms) => rooms.iter().collect(),
        };
        let rooms = wanted.into_iter().map(|number| Ok(self.room(number)?.settings(number)));
        Ok(Conferences { rooms: rooms.collect::<Result<_, Refusal>>()? })
    }

    /// Empty rooms are left out.
    pub(crate) fn query_running_conferences(
        &mut self,
        query: &QueryRunningConferences,
        _: &Asker,
    ) -> Result<RunningConferences, Refusal> {
        let mut conferences = Vec::new();
        for number in &query.rooms {
            let room = self.room(number)?;
            if !room.members.is_empty() {
                conferences.push(room.running(number));
            }
        }
        Ok(RunningConferences { conferences })
    }

    pub(crate) fn update_conference(
        &mut self,
        update: &UpdateConference,
        _: &Asker,
    ) -> Result<Done, Refusal> {
        let is_pin = |secret: &Secret| secret.expose().bytes().all(|b| b.is_ascii_digit());
        let pins = [&update.participant_password, &update.moderator_password];
        let name_is_bad = update.name.as_ref().is_some_and(|name| name.contains(FORBIDDEN));
        if name_is_bad || !pins.into_iter().flatten().all(is_pin) {
            return Err(Refusal::MissingParameter);
        }
        let room = self.room_mut(&update.room)?;
        if let Some(name) = &update.name {
            room.name.clone_from(name);
        }
        if let Some(password) = &update.participant_password {
            room.participant_password = password.clone();
        }
        if let Some(password) = &update.moderator_password {
            room.moderator_password = password.clone();
        }
        if let Some(waits) = update.waits_for_moderator {
            room.waits_for_moderator = waits;
        }
        Ok(Done {})
    }

    pub(crate) fn invite_to_conference(
        &mut self,
        invite: &InviteToConference,
        asker: &Asker,
    ) -> Result<Done, Refusal> {
        self.room(&invite.room)?;
        for number in &invite.members {
            self.check_can_be_invited(number)?;
        }
        for number in &invite.members {
            let channel = format!("PJSIP/{number}-{}", self.channels.open(asker.now));
            let room = self.room_mut(&invite.room)?;
            if !room.has(number) {
                room.members.push(Member { number: number.clone(), channel, muted: false });
            }
        }
        self.announce_phones(asker.now);
        Ok(Done {})
    }

    fn check_can_be_invited(&self, number: &DialString) -> Result<(), Refusal> {
        match Extension::parse(number.as_str()).ok().filter(|number| self.phones.contains_key(number)) {
            Some(extension) if self.is_free(&extension) => Ok(()),
            Some(_) => Err(Refusal::ExtensionNotIdle),
            None => self.route_out("", number.as_str()).map(|_| ()).ok_or(Refusal::NoSuchNumber),
        }
    }

    pub(crate) fn kick_from_conference(
        &mut self,
        kick: &KickFromConference,
        asker: &Asker,
    ) -> Result<Done, Refusal> {
        let room = self.room_mut(&kick.room)?;
        match &kick.members {
            Selection::All => room.members.clear(),
            Selection::Only(numbers) => {
                check_members(room, numbers)?;
                room.members.retain(|member| numbers.iter().all(|number| *number != member.number));
            }
        }
        self.announce_phones(asker.now);
        Ok(Done {})
    }

    pub(crate) fn mute_in_conference(&mut self, mute: &MuteInConference, _: &Asker) -> Result<Done, Refusal> {
        self.set_muted(&mute.room, &mute.members, true)
    }

    pub(crate) fn unmute_in_conference(
        &mut self,
        unmute: &UnmuteInConference,
        _: &Asker,
    ) -> Result<Done, Refusal> {
        self.set_muted(&unmute.room, &unmute.members, false)
    }

    fn set_muted(
        &mut self,
        room: &ConferenceNumber,
        numbers: &Several<DialString>,
        muted: bool,
    ) -> Result<Done, Refusal> {
        let room = self.room_mut(room)?;
        check_members(room, numbers)?;
        let named = |member: &&mut Member| numbers.iter().any(|number| *number == member.number);
        room.members.iter_mut().filter(named).for_each(|member| member.muted = muted);
        Ok(Done {})
    }

    pub(crate) fn add_conference(&mut self, add: &AddConference, _: &Asker) -> Result<Done, Refusal> {
        if self.admin.rooms.contains_key(&add.room) {
            return Err(Refusal::Exists);
        }
        self.admin.rooms.insert(add.room.clone(), Room::new(add.room.as_str()));
        Ok(Done {})
    }

    pub(crate) fn delete_conference(
        &mut self,
        ask: &DeleteConference,
        asker: &Asker,
    ) -> Result<Done, Refusal> {
        self.admin.rooms.remove(&ask.room).ok_or(Refusal::NoSuchRecord)?;
        self.announce_phones(asker.now);
        Ok(Done {})
    }

    fn room(&self, number: &ConferenceNumber) -> Result<&Room, Refusal> {
        self.admin.rooms.get(number).ok_or(Refusal::NoSuchRecord)
    }

    fn room_mut(&mut self, number: &ConferenceNumber) -> Result<&mut Room, Refusal> {
        self.admin.rooms.get_mut(number).ok_or(Refusal::NoSuchRecord)
    }
}

fn check_members(room: &Room, numbers: &Several<DialString>) -> Result<(), Refusal> {
    if numbers.iter().all(|number| room.has(number)) { Ok(()) } else { Err(Refusal::NoSuchCall) }
}
