//! Queues and paging groups.

use pbx_protocol::endpoints as e;
use pbx_protocol::endpoints::{PagingType, RingStrategy};

use super::{Arg, Command, arg, command, option};

const QUEUE: Arg = arg("queueid", "queue", "The queue's number");
const AGENT: Arg = arg("extid", "extension", "The agent's extension");
const PAGING: Arg = arg("number", "group", "The group's number");
const MEMBERS: Arg = option("member", "members", "Extensions separated by commas");
const TYPE: Arg = option("type", "type", "paging: only the caller is heard; intercom: everybody")
    .words(PagingType::WORDS)
    .required();

pub(super) const COMMANDS: &[Command] = &[
    command::<e::QueryQueues>(
        "show",
        "Settings of queues; of all if no number is given",
        &[arg("queueid", "queues", "Numbers separated by commas").optional()],
    ),
    command::<e::UpdateQueue>(
        "update",
        "Change a queue",
        &[
            QUEUE,
            option("queuename", "name", "Its name"),
            option("password", "password", "Asked of dynamic agents").secret(),
            option("ringstrategy", "ring-strategy", "Whose phone rings").words(RingStrategy::WORDS),
            option("agents", "static-agents", "Extensions separated by commas"),
            option("dynamicagents", "dynamic-agents", "Extensions separated by commas"),
            option("agenttimeout", "ring-seconds", "How long an agent's phone rings").number(),
            option("wrapuptime", "wrap-up-seconds", "Rest after a call").number(),
            option("retry", "retry-seconds", "Pause before the next try").number(),
            option("maxwaittime", "max-wait-seconds", "How long a caller waits at most").number(),
            option("joinempty", "join-when-empty", "Let callers wait while nobody serves").on_off(),
            option("leavewhenempty", "leave-when-empty", "Send callers away once nobody serves").on_off(),
            option("announcepos", "announce-position", "Tell callers their place").on_off(),
            option("announcefreq", "announce-every-seconds", "How often").number(),
            option("announceholdtime", "announce-hold-time", "Tell callers how long it takes").on_off(),
        ],
    ),
    command::<e::QueryQueueStatus>("status", "Who serves a queue now, and how many wait", &[QUEUE]),
    command::<e::AddDynamicAgent>(
        "join",
        "Sign an agent in",
        &[QUEUE, AGENT, option("password", "password", "The queue's password").secret()],
    ),
    command::<e::DelDynamicAgent>(
        "leave",
        "Sign an agent out",
        &[QUEUE, AGENT, option("password", "password", "The queue's password").secret().required()],
    ),
    command::<e::PauseAgent>("pause", "Take an agent out of the ring", &[QUEUE, AGENT]),
    command::<e::UnpauseAgent>("unpause", "Put an agent back into the ring", &[QUEUE, AGENT]),
    command::<e::ListPagingGroups>("list", "All paging groups", &[]),
    command::<e::QueryPagingGroups>(
        "show",
        "Paging groups with their members",
        &[arg("number", "groups", "Numbers separated by commas, or `all`")],
    ),
    command::<e::AddPagingGroup>(
        "add",
        "Add a paging group",
        &[PAGING, option("name", "name", "Its name").required(), TYPE, MEMBERS.required()],
    ),
    command::<e::UpdatePagingGroup>(
        "update",
        "Change a paging group",
        &[PAGING, TYPE, option("name", "name", "Its name"), MEMBERS],
    ),
    command::<e::DeletePagingGroups>(
        "delete",
        "Delete paging groups",
        &[arg("number", "groups", "Numbers separated by commas, or `all`")],
    )
    .risky("Delete these paging groups?"),
];
