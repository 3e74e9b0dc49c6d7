//! The session and the PBX itself. `uc login` and `uc logout` are more than one question and stand elsewhere.

use pbx_protocol::endpoints as e;

use super::{Command, arg, command, option};

pub(super) const COMMANDS: &[Command] = &[
    command::<e::Heartbeat>(
        "heartbeat",
        "Keep the session alive, and say where reports go",
        &[
            arg("ipaddr", "address", "Address reports are sent to"),
            arg("port", "port", "Port reports are sent to"),
            option("url", "url", "Path, or address:port/path with --url-kind 1"),
            option("urltag", "url-kind", "0: --url is a path, 1: it is absolute").words(&["0", "1"]),
        ],
    ),
    command::<e::QueryDeviceInfo>("info", "Model, serial number, firmware, time", &[]),
];
