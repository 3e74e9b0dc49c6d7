//! Wake-up calls and check-out.

use pbx_protocol::endpoints as e;

use super::{Arg, Command, arg, command, option};

const TIME: Arg = option("time", "time", "HH:MM by the PBX's clock").required();
const TYPE: Arg =
    option("type", "type", "onetime, or custom with --weekdays").words(&["onetime", "custom"]).required();
const WEEKDAYS: Arg = option("weekdays", "weekdays", "0 (Sunday) to 6 with commas between");
const PROMPT: Arg = option("prompt", "prompt", "A custom prompt, e.g. custom/test");
const WHOM: Arg = arg("number", "extensions", "Numbers with commas between");

pub(super) const COMMANDS: &[Command] = &[
    command::<e::AddWakeUpCall>("add-wake-up", "Add a wake-up call", &[WHOM, TIME, TYPE, WEEKDAYS, PROMPT]),
    command::<e::QueryWakeUpCalls>("wake-ups", "Wake-up calls", &[WHOM]),
    command::<e::UpdateWakeUpCall>(
        "update-wake-up",
        "Change a wake-up call",
        &[
            arg("number", "extension", "Whose"),
            arg("wakeupid", "id", "The PBX's number of it, see `uc hotel wake-ups`"),
            TIME,
            TYPE,
            WEEKDAYS,
            PROMPT,
        ],
    ),
    command::<e::DeleteWakeUpCalls>(
        "delete-wake-ups",
        "Delete wake-up calls",
        &[arg("wakeupid", "ids", "The PBX's numbers of them with commas between, or `all`")],
    )
    .risky("Delete these wake-up calls?"),
    command::<e::CheckOut>(
        "check-out",
        "Check a guest out",
        &[arg("number", "room", "The extension of the room")],
    )
    .risky("Check this guest out? Messages and wake-up calls of the room are deleted."),
];
