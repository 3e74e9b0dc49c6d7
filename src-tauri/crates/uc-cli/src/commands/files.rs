//! Voicemail. The downloads of messages, recordings and records are more than one question and stand elsewhere.

use pbx_protocol::endpoints as e;

use super::{Command, arg, command};

pub(super) const COMMANDS: &[Command] = &[
    command::<e::QueryVoicemail>(
        "list",
        "Messages; of all extensions if no number is given",
        &[arg("extid", "extensions", "Numbers separated by commas").optional()],
    ),
    command::<e::DeleteVoicemail>(
        "delete",
        "Delete a message",
        &[
            arg("extid", "extension", "Whose mailbox"),
            arg("voicemailfile", "file", "Its name, e.g. msg0000.wav").one_alone(),
        ],
    )
    .risky("Delete this message?"),
];
