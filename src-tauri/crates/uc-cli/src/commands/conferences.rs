//! Conference rooms and voice menus.

use super::{Arg, Command, arg, command, option};

const ROOM: Arg = arg("number", "room", "The room's number");
const MEMBERS: Arg = arg("membernumber", "members", "Numbers with commas between");

pub(super) const COMMANDS: &[Command] = &[
    command(
        "conference",
        "show",
        "conference/query",
        "Settings of conference rooms",
        &[arg("number", "rooms", "Numbers with commas between, or `all`")],
    ),
    command(
        "conference",
        "members",
        "conference/query_in_session",
        "Who is in conference rooms now",
        &[arg("number", "rooms", "Numbers with commas between")],
    ),
    command(
        "conference",
        "update",
        "conference/update",
        "Change a conference room",
        &[
            ROOM,
            option("name", "name", "Its name"),
            option("participantepassword", "participant-password", "Digits").secret(),
            option("moderatorpassword", "moderator-password", "Digits").secret(),
            option("waitformoderator", "wait-for-moderator", "Begin with the moderator only").yes_no(),
        ],
    ),
    command(
        "conference",
        "invite",
        "conference/add_member",
        "Call people into a conference room",
        &[
            ROOM,
            arg("invitemember", "numbers", "Extensions or outside numbers with commas between"),
            option("retries", "retries", "How often it is tried again").number(),
        ],
    ),
    command(
        "conference",
        "kick",
        "conference/kick_member",
        "Throw members out of a conference",
        &[ROOM, arg("membernumber", "members", "Numbers with commas between, or `all`")],
    ),
    command("conference", "mute", "conference/mute_member", "Mute members", &[ROOM, MEMBERS]),
    command(
        "conference",
        "unmute",
        "conference/unmute_member",
        "Let members be heard again",
        &[ROOM, MEMBERS],
    ),
    command("conference", "add", "conference/insert", "Add a conference room (firmware 4.3.4)", &[ROOM]),
    command(
        "conference",
        "delete",
        "conference/delete",
        "Delete a conference room (firmware 4.3.4)",
        &[ROOM],
    )
    .risky("Delete this conference room?"),
    command(
        "ivr",
        "show",
        "ivr/query",
        "Voice menus; all without a name",
        &[arg("name", "ivrs", "Names with commas between").optional()],
    ),
    command(
        "ivr",
        "update",
        "ivr/update",
        "Change a voice menu",
        &[
            arg("ivrid", "id", "The PBX's number of it, see `uc ivr show`"),
            option("ivrname", "name", "Its name"),
            option("promptrepeat", "repeats", "How often the prompt is said")
                .words(&["1", "2", "3", "4", "5"]),
            option("responsetimeout", "response-seconds", "How long it waits for a key, 1 to 10").number(),
        ],
    ),
];
