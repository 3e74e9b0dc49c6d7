//! Wake-up calls and check-out.

use pbx_protocol::endpoints as e;

use super::{Arg, Command, arg, command, option};

const TIME: Arg = option("time", "time", "HH:MM by the PBX's clock").required();
const TYPE: Arg =
    option("type", "type", "onetime, or custom with --weekdays").words(&["onetime", "custom"]).required();
const WEEKDAYS: Arg = option("weekdays", "weekdays", "0 (Sunday) to 6 separated by commas");
const PROMPT: Arg = option("prompt", "prompt", "A custom prompt, e.g. custom/test");
const WHOM: Arg = arg("number", "extensions", "Numbers separated by commas");

pub(super) const COMMANDS: &[Command] = &[
    command::<e::AddWakeUpCall>("add-wake-up", "Add a wake-up call", &[WHOM, TIME, TYPE, WEEKDAYS, PROMPT]),
    command::<e::QueryWakeUpCalls>("wake-ups", "Wake-up calls", &[WHOM]),
    command::<e::UpdateWakeUpCall>(
        "update-wake-up",
        "Change a wake-up call",
        &[
            arg("number", "extension", "Whose"),
            arg("wakeupid", "id", "The id the PBX gave it, see `uc hotel wake-ups`"),
            TIME,
            TYPE,
            WEEKDAYS,
            PROMPT,
        ],
    ),
    command::<e::DeleteWakeUpCalls>(
        "delete-wake-ups",
        "Delete wake-up calls",
        &[arg("wakeupid", "ids", "Ids separated by commas, or `all`")],
    )
    .risky("Delete these wake-up calls?"),
    command::<e::CheckOut>(
        "check-out",
        "Check a guest out",
        &[arg("number", "room", "The extension of the room")],
    )
    .risky("Check this guest out? Messages and wake-up calls of the room are deleted."),
];
