//! Trunks.

use pbx_protocol::endpoints as e;

use super::{Arg, Command, arg, command, option};

const TYPES: &[&str] = &["register", "peer", "account"];
const NAMES: Arg = arg("trunkname", "trunks", "Names separated by commas, or `all`");

macro_rules! with_settings {
    ($($first:expr),+ $(,)?) => {
        &[
            $($first,)+
            option("trunktype", "type", "register: we register there; account: they here; peer: neither")
                .words(TYPES)
                .required(),
            option("host", "provider", "The provider's name or address"),
            option("port", "sip-port", "Its SIP port"),
            option("domain", "domain", "The provider's domain"),
            option("username", "account", "The SIP account"),
            option("authname", "auth-name", "The name the account authenticates with"),
            option("fromuser", "from-user", "User of the From header"),
            option("password", "password", "The account's password").secret(),
        ]
    };
}

pub(super) const COMMANDS: &[Command] = &[
    command::<e::ListTrunks>("list", "All trunks and whether they work", &[]),
    command::<e::QueryTrunks>("show", "Settings of SIP trunks", &[NAMES]),
    command::<e::AddTrunk>("add", "Add a SIP trunk", with_settings![arg("trunkname", "name", "Its name")]),
    command::<e::UpdateTrunk>(
        "update",
        "Change a SIP trunk",
        with_settings![
            arg("id", "id", "The id the PBX gave it, see `uc trunk show all`"),
            arg("trunkname", "name", "The name it has or gets"),
        ],
    ),
    command::<e::DeleteTrunks>("delete", "Delete SIP trunks", &[NAMES])
        .risky("Delete these trunks? Calls through them end."),
];
