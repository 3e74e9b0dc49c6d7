//! Calls, listening in, prompts.

use super::{Arg, Command, arg, command, option};

const EXTENSION: Arg = arg("extid", "extension", "The extension");
const INBOUND: Arg = arg("inboundid", "id", "The call's id, from `uc reports` or `uc extension show`");
const OUTBOUND: Arg = arg("outboundid", "id", "The call's id, from `uc reports` or `uc call outbound`");
const NUMBER: Arg = arg("outto", "number", "The outside number, with the prefix a route wants");
const AUTO: Arg = option("autoanswer", "auto-answer", "Whether the phone lifts by itself").yes_no();
const PROMPT: Arg = arg("prompt", "prompts", "Names with + between");

pub(super) const COMMANDS: &[Command] = &[
    command(
        "call",
        "inbound",
        "inbound/query",
        "Look up calls from outside",
        &[arg("inboundid", "ids", "Ids with commas between")],
    ),
    command(
        "call",
        "outbound",
        "outbound/query",
        "Look up calls to the outside; all without an id",
        &[arg("outboundid", "ids", "Ids with commas between").optional()],
    ),
    command(
        "call",
        "dial",
        "extension/dial_extension",
        "Call one extension from another, whose phone rings first",
        &[
            arg("caller", "caller", "Whose phone rings first"),
            arg("callee", "callee", "Who is called then"),
            AUTO,
        ],
    ),
    command(
        "call",
        "dial-out",
        "extension/dial_outbound",
        "Call an outside number from an extension, whose phone rings first",
        &[EXTENSION, NUMBER, AUTO],
    ),
    command("call", "hang-up", "extension/hangup", "End or refuse an extension's call", &[EXTENSION]),
    command("call", "hang-up-inbound", "inbound/hangup", "End a call from outside", &[INBOUND]),
    command("call", "hang-up-outbound", "outbound/hangup", "End a call to the outside", &[OUTBOUND]),
    command("call", "hold", "extension/hold", "Put an extension's call on hold", &[EXTENSION]),
    command("call", "unhold", "extension/unhold", "Take it off hold", &[EXTENSION]),
    command("call", "mute", "extension/mute", "Mute an extension", &[EXTENSION]),
    command("call", "unmute", "extension/unmute", "Let it be heard again", &[EXTENSION]),
    command(
        "call",
        "transfer",
        "calltransfer",
        "Hand a call over without asking",
        &[
            arg("callid", "call", "The call's id, from `uc reports`"),
            arg("transferor", "from", "The extension that hands it over"),
            arg("transferto", "to", "Extension, queue or outside number"),
        ],
    ),
    command(
        "call",
        "dial-for-queue",
        "queue/dial_outbound",
        "Call an outside number for a queue's agents",
        &[arg("queueid", "queue", "The queue's number"), NUMBER],
    ),
    command(
        "call",
        "dial-for-ring-group",
        "ringgroup/dial_outbound",
        "Call an outside number for a ring group",
        &[arg("ringgroupid", "group", "The ring group's number"), NUMBER],
    ),
    command(
        "call",
        "bridge",
        "outbound/dial_outbound",
        "Call two outside numbers and connect them",
        &[arg("caller", "first", "Who is called first"), NUMBER],
    ),
    command(
        "monitor",
        "listen",
        "extension/listen",
        "Hear a call, unheard",
        &[arg("listener", "supervisor", "Who listens"), arg("listenedext", "agent", "Whose call")],
    ),
    command(
        "monitor",
        "whisper",
        "extension/whisper",
        "Hear a call, heard by the agent only",
        &[arg("whisperer", "supervisor", "Who whispers"), arg("whisperedext", "agent", "Whose call")],
    ),
    command(
        "monitor",
        "barge",
        "extension/barge",
        "Join a call, heard by both sides",
        &[arg("bargein", "supervisor", "Who joins"), arg("bargedext", "agent", "Whose call")],
    ),
    command(
        "prompt",
        "play",
        "extension/playprompt",
        "Play prompts to an extension",
        &[EXTENSION, PROMPT, AUTO],
    ),
    command(
        "prompt",
        "play-out",
        "outbound/playprompt",
        "Play prompts to an outside number",
        &[NUMBER, PROMPT],
    ),
];
