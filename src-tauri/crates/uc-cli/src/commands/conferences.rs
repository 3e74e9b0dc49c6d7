//! Conference rooms and voice menus.

use pbx_protocol::endpoints as e;

use super::{Arg, Command, arg, command, option};

const ROOM: Arg = arg("number", "room", "The room's number");
const MEMBERS: Arg = arg("membernumber", "members", "Numbers separated by commas");

pub(super) const COMMANDS: &[Command] = &[
    command::<e::QueryConferences>(
        "show",
        "Settings of conference rooms",
        &[arg("number", "rooms", "Numbers separated by commas, or `all`")],
    ),
    command::<e::QueryRunningConferences>(
        "members",
        "Who is in conference rooms now",
        &[arg("number", "rooms", "Numbers separated by commas")],
    ),
    command::<e::UpdateConference>(
        "update",
        "Change a conference room",
        &[
            ROOM,
            option("name", "name", "Its name"),
            option("participantepassword", "participant-password", "Digits").secret(),
            option("moderatorpassword", "moderator-password", "Digits").secret(),
            option("waitformoderator", "wait-for-moderator", "Begin with the moderator only").yes_no(),
        ],
    ),
    command::<e::InviteToConference>(
        "invite",
        "Call people into a conference room",
        &[
            ROOM,
            arg("invitemember", "numbers", "Extensions or outside numbers separated by commas"),
            option("retries", "retries", "How often it is tried again").number(),
        ],
    ),
    command::<e::KickFromConference>(
        "kick",
        "Throw members out of a conference",
        &[ROOM, arg("membernumber", "members", "Numbers separated by commas, or `all`")],
    ),
    command::<e::MuteInConference>("mute", "Mute members", &[ROOM, MEMBERS]),
    command::<e::UnmuteInConference>("unmute", "Let members be heard again", &[ROOM, MEMBERS]),
    command::<e::AddConference>("add", "Add a conference room (firmware 4.3.4)", &[ROOM]),
    command::<e::DeleteConference>("delete", "Delete a conference room (firmware 4.3.4)", &[ROOM])
        .risky("Delete this conference room?"),
    command::<e::QueryIvrs>(
        "show",
        "Voice menus; all if no name is given",
        &[arg("name", "ivrs", "Names separated by commas").optional()],
    ),
    command::<e::UpdateIvr>(
        "update",
        "Change a voice menu",
        &[
            arg("ivrid", "id", "The id the PBX gave it, see `uc ivr show`"),
            option("ivrname", "name", "Its name"),
            option("promptrepeat", "repeats", "How often the prompt is said")
                .words(&["1", "2", "3", "4", "5"]),
            option("responsetimeout", "response-seconds", "How long it waits for a key, 1 to 10").number(),
        ],
    ),
];
