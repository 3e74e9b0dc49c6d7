//! The endpoints of conference rooms. Whoever is invited is there at once: phones and outside lines of this PBX take
//! such calls by themselves.

use pbx_protocol::endpoints::{
    AddConference, Conferences, DeleteConference, Done, InviteToConference, KickFromConference,
    MuteInConference, QueryConferences, QueryRunningConferences, RunningConferences, UnmuteInConference,
    UpdateConference,
};
use pbx_protocol::{ConferenceNumber, DialString, Extension, Selection};

use crate::api::{Answered, Asker};
use crate::exchange::Exchange;
use crate::model::refusal::Refusal;
use crate::model::room::{self, Room};

pub(super) fn query(exchange: &mut Exchange, query: &QueryConferences, _: &Asker) -> Answered<Conferences> {
    let admin = &exchange.admin;
    let wanted: Vec<&ConferenceNumber> = match &query.rooms {
        Selection::All => admin.rooms.keys().collect(),
        Selection::Only(rooms) => rooms.iter().collect(),
    };
    let rooms = wanted.into_iter().map(|number| Ok(admin.room(number)?.settings(number)));
    Ok(Conferences { rooms: rooms.collect::<Answered<_>>()? })
}

/// Empty rooms are left out.
pub(super) fn query_running(
    exchange: &mut Exchange,
    query: &QueryRunningConferences,
    _: &Asker,
) -> Answered<RunningConferences> {
    let mut conferences = Vec::new();
    for number in &query.rooms {
        let room = exchange.admin.room(number)?;
        if !room.is_empty() {
            conferences.push(room.running(number));
        }
    }
    Ok(RunningConferences { conferences })
}

pub(super) fn update(exchange: &mut Exchange, update: &UpdateConference, _: &Asker) -> Answered<Done> {
    room::check(update)?;
    exchange.admin.room_mut(&update.room)?.apply(update);
    Ok(Done {})
}

pub(super) fn invite(exchange: &mut Exchange, invite: &InviteToConference, asker: &Asker) -> Answered<Done> {
    exchange.admin.room(&invite.room)?;
    // All are checked before the first is called: half an invitation would be hard to take back.
    for number in &invite.members {
        check_can_be_invited(exchange, number)?;
    }
    for number in &invite.members {
        let channel = format!("PJSIP/{number}-{}", exchange.calls.channels.open(asker.now));
        exchange.admin.room_mut(&invite.room)?.enter(number, channel);
    }
    exchange.announce_phones(asker.now);
    Ok(Done {})
}

fn check_can_be_invited(exchange: &Exchange, number: &DialString) -> Answered<()> {
    match Extension::parse(number.as_str()).ok().filter(|number| exchange.phones.has(number)) {
        Some(extension) if exchange.is_free(&extension) => Ok(()),
        Some(_) => Err(Refusal::ExtensionNotIdle),
        None => exchange.admin.route_out("", number.as_str()).map(|_| ()).ok_or(Refusal::NoSuchNumber),
    }
}

pub(super) fn kick(exchange: &mut Exchange, kick: &KickFromConference, asker: &Asker) -> Answered<Done> {
    exchange.admin.room_mut(&kick.room)?.kick(&kick.members)?;
    exchange.announce_phones(asker.now);
    Ok(Done {})
}

pub(super) fn mute(exchange: &mut Exchange, mute: &MuteInConference, _: &Asker) -> Answered<Done> {
    exchange.admin.room_mut(&mute.room)?.mute(&mute.members, true)
}

pub(super) fn unmute(exchange: &mut Exchange, unmute: &UnmuteInConference, _: &Asker) -> Answered<Done> {
    exchange.admin.room_mut(&unmute.room)?.mute(&unmute.members, false)
}

pub(super) fn add(exchange: &mut Exchange, add: &AddConference, _: &Asker) -> Answered<Done> {
    if exchange.admin.rooms.contains_key(&add.room) {
        return Err(Refusal::Exists);
    }
    exchange.admin.rooms.insert(add.room.clone(), Room::new(add.room.as_str()));
    Ok(Done {})
}

pub(super) fn delete(exchange: &mut Exchange, ask: &DeleteConference, asker: &Asker) -> Answered<Done> {
    exchange.admin.rooms.remove(&ask.room).ok_or(Refusal::NoSuchRecord)?;
    // Who was in it is free again.
    exchange.announce_phones(asker.now);
    Ok(Done {})
}
