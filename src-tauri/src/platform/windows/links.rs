//! Whether Windows offers the program for telephone links. The installer says so for all people; where it was told not to,
//! a person's own part of the registry does. What the installer has said, no person can take back: such links are refused
//! when they come.

use std::io;

use windows_registry::{CURRENT_USER, LOCAL_MACHINE};

const REGISTERED: &str = r"Software\RegisteredApplications";
const CAPABILITIES: &str = r"Software\OpenVox\UC Companion\Capabilities";
const COMMAND: &str = r"Software\Classes\UCCompanion.link\shell\open\command";
/// As the installer calls them.
const NAME: &str = "UC Companion";
const LINK: &str = "UCCompanion.link";
const SCHEMES: [&str; 4] = ["tel", "sip", "sips", "callto"];

/// Lets Windows offer it, or no longer.
pub(crate) fn offer_links(on: bool) -> io::Result<()> {
    if LOCAL_MACHINE.open(REGISTERED).and_then(|all| all.get_string(NAME)).is_ok() {
        return Ok(());
    }
    let registered = CURRENT_USER.create(REGISTERED)?;
    if !on {
        // An error says that it was not offered.
        let _ = registered.remove_value(NAME);
        return Ok(());
    }
    let program = std::env::current_exe()?;
    CURRENT_USER.create(COMMAND)?.set_string("", format!("\"{}\" link \"%1\"", program.display()))?;
    let capabilities = CURRENT_USER.create(CAPABILITIES)?;
    capabilities.set_string("ApplicationName", NAME)?;
    let schemes = capabilities.create("URLAssociations")?;
    for scheme in SCHEMES {
        schemes.set_string(scheme, LINK)?;
    }
    Ok(registered.set_string(NAME, CAPABILITIES)?)
}
