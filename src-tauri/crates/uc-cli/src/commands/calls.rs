//! Calls, listening in, prompts.

use pbx_protocol::endpoints as e;

use super::{Arg, Command, arg, command, option};

const EXTENSION: Arg = arg("extid", "extension", "The extension");
const INBOUND: Arg = arg("inboundid", "id", "The call's id, from `uc reports` or `uc extension show`");
const OUTBOUND: Arg = arg("outboundid", "id", "The call's id, from `uc reports` or `uc call outbound`");
const NUMBER: Arg = arg("outto", "number", "The outside number, with the prefix a route wants");
const AUTO: Arg = option("autoanswer", "auto-answer", "Whether the phone answers automatically").yes_no();
const PROMPT: Arg = arg("prompt", "prompts", "Names separated by +");

pub(super) const COMMANDS: &[Command] = &[
    command::<e::QueryInbound>(
        "inbound",
        "Look up calls from outside",
        &[arg("inboundid", "ids", "Ids separated by commas")],
    ),
    command::<e::QueryOutbound>(
        "outbound",
        "Look up calls to the outside; all if no id is given",
        &[arg("outboundid", "ids", "Ids separated by commas").optional()],
    ),
    command::<e::DialExtension>(
        "dial",
        "Call one extension from another, whose phone rings first",
        &[
            arg("caller", "caller", "Whose phone rings first"),
            arg("callee", "callee", "Who is called then"),
            AUTO,
        ],
    ),
    command::<e::DialOutbound>(
        "dial-out",
        "Call an outside number from an extension, whose phone rings first",
        &[EXTENSION, NUMBER, AUTO],
    ),
    command::<e::HangUpExtension>("hang-up", "End or refuse an extension's call", &[EXTENSION]),
    command::<e::HangUpInbound>("hang-up-inbound", "End a call from outside", &[INBOUND]),
    command::<e::HangUpOutbound>("hang-up-outbound", "End a call to the outside", &[OUTBOUND]),
    command::<e::HoldExtension>("hold", "Put an extension's call on hold", &[EXTENSION]),
    command::<e::UnholdExtension>("unhold", "Take it off hold", &[EXTENSION]),
    command::<e::MuteExtension>("mute", "Mute an extension", &[EXTENSION]),
    command::<e::UnmuteExtension>("unmute", "Let it be heard again", &[EXTENSION]),
    command::<e::TransferCall>(
        "transfer",
        "Hand a call over without asking",
        &[
            arg("callid", "call", "The call's id, from `uc reports`"),
            arg("transferor", "from", "The extension that hands it over"),
            arg("transferto", "to", "Extension, queue or outside number"),
        ],
    ),
    command::<e::DialFromQueue>(
        "dial-for-queue",
        "Call an outside number for a queue's agents",
        &[arg("queueid", "queue", "The queue's number"), NUMBER],
    ),
    command::<e::DialFromRingGroup>(
        "dial-for-ring-group",
        "Call an outside number for a ring group",
        &[arg("ringgroupid", "group", "The ring group's number"), NUMBER],
    ),
    command::<e::BridgeOutside>(
        "bridge",
        "Call two outside numbers and connect them",
        &[arg("caller", "first", "Who is called first"), NUMBER],
    ),
    command::<e::ListenIn>(
        "listen",
        "Hear a call, unheard",
        &[arg("listener", "supervisor", "Who listens"), arg("listenedext", "agent", "Whose call")],
    ),
    command::<e::WhisperTo>(
        "whisper",
        "Hear a call, heard by the agent only",
        &[arg("whisperer", "supervisor", "Who whispers"), arg("whisperedext", "agent", "Whose call")],
    ),
    command::<e::BargeIn>(
        "barge",
        "Join a call, heard by both sides",
        &[arg("bargein", "supervisor", "Who joins"), arg("bargedext", "agent", "Whose call")],
    ),
    command::<e::PlayToExtension>("play", "Play prompts to an extension", &[EXTENSION, PROMPT, AUTO]),
    command::<e::PlayToOutside>("play-out", "Play prompts to an outside number", &[NUMBER, PROMPT]),
];
