//! Whether the desktop offers the program for telephone links. The package's entry says so for all people; what one person
//! has taken out or put back stands in a list of their own, which other programs write too.

use std::io;

use gtk::gio::prelude::AppInfoExt as _;
use gtk::gio::{AppInfo, DesktopAppInfo};

/// As the packages call it.
const ENTRY: &str = "com.openvox.uc-companion.desktop";
const KINDS: [&str; 4] =
    ["x-scheme-handler/tel", "x-scheme-handler/sip", "x-scheme-handler/sips", "x-scheme-handler/callto"];

/// Lets the desktop offer it, or no longer. Where no package has put it into the menu there is nothing to offer.
pub(crate) fn offer_links(on: bool) -> io::Result<()> {
    let Some(entry) = DesktopAppInfo::new(ENTRY) else { return Ok(()) };
    for kind in KINDS {
        let is_offered = AppInfo::all_for_type(kind).iter().any(|app| app.id().as_deref() == Some(ENTRY));
        // Only what is to change: the list is the person's.
        match (is_offered, on) {
            (false, true) => entry.add_supports_type(kind),
            (true, false) => entry.remove_supports_type(kind),
            (true, true) | (false, false) => Ok(()),
        }
        .map_err(io::Error::other)?;
    }
    Ok(())
}
