//! Inbound and outbound routes.

use pbx_protocol::endpoints as e;
use pbx_protocol::endpoints::DestinationType;

use super::{Arg, Command, arg, command, option};

const NAMES: Arg = arg("name", "routes", "Names separated by commas, or `all`");
const NAME: Arg = arg("name", "name", "Its name");

const INBOUND: &[Arg] = &[
    NAME,
    option("desttype", "to", "What kind of thing gets the call").words(DestinationType::WORDS).required(),
    option("dest", "destination", "Which one").required(),
    option("did", "did", "Pattern the called number has to match"),
    option("caller_id", "caller-id", "Pattern the caller has to match"),
];

const PATTERN: Arg = option("matchpattern", "pattern", "What follows the prefix, e.g. `X.`").required();
const TRUNKS: Arg = option("trunks", "trunks", "Names of trunks separated by commas").required();
const PREFIX: Arg = option("prefix", "prefix", "Taken off what is dialled");
const PREPEND: Arg = option("prepend", "prepend", "Put before what is dialled");
const CALLER: Arg = option("callerid", "caller-id", "The caller it is for");

pub(super) const COMMANDS: &[Command] = &[
    command::<e::QueryInboundRoutes>("show", "Inbound routes", &[NAMES]),
    command::<e::AddInboundRoute>("add", "Add an inbound route", INBOUND),
    command::<e::UpdateInboundRoute>("update", "Change an inbound route", INBOUND),
    command::<e::DeleteInboundRoutes>("delete", "Delete inbound routes", &[NAMES])
        .risky("Delete these routes? Calls they take will not be answered."),
    command::<e::QueryOutboundRoutes>("show", "Outbound routes", &[NAMES]),
    command::<e::AddOutboundRoute>(
        "add",
        "Add an outbound route",
        &[NAME, PATTERN, TRUNKS, PREFIX, PREPEND, CALLER],
    ),
    command::<e::UpdateOutboundRoute>(
        "update",
        "Change an outbound route",
        &[
            arg("id", "id", "The id the PBX gave it, see `uc outbound-route show all`"),
            NAME,
            PATTERN,
            TRUNKS,
            PREFIX,
            PREPEND,
            CALLER,
        ],
    ),
    command::<e::DeleteOutboundRoutes>("delete", "Delete outbound routes", &[NAMES])
        .risky("Delete these routes? Numbers they take can no longer be dialled."),
];
