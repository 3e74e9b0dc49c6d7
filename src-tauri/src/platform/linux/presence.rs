//! Who sits at the computer: X counts since when keyboard and mouse were used, logind knows whether the session is locked. A
//! server for X beside Wayland counts only what its own windows get, so there nobody is asked.

use std::time::Duration;

use tracing::debug;
use x11rb::connection::{Connection as _, RequestConnection as _};
use x11rb::protocol::screensaver::{self, ConnectionExt as _};
use x11rb::protocol::xproto::Window;
use x11rb::rust_connection::RustConnection;
use zbus::proxy::CacheProperties;
use zbus::{Connection, Proxy};

use super::wayland;
use crate::platform::Sight;

const SERVICE: &str = "org.freedesktop.login1";
const INTERFACE: &str = "org.freedesktop.login1.Session";
/// The session that asks.
const PATH: &str = "/org/freedesktop/login1/session/auto";

/// Whoever can be asked.
pub(crate) struct Watch {
    x: Option<(RustConnection, Window)>,
    session: Option<Proxy<'static>>,
}

impl Watch {
    pub(crate) async fn start() -> Self {
        let x = if wayland::is_the_session() { None } else { screen().ok().flatten() };
        let session = session().await;
        if let Err(error) = &session {
            debug!(%error, "nobody tells whether the session is locked");
        }
        Self { x, session: session.ok() }
    }

    pub(crate) async fn look(&mut self) -> Sight {
        let unused = self.x.as_ref().and_then(|(x, root)| {
            let told = x.screensaver_query_info(*root).ok()?.reply().ok()?;
            Some(Duration::from_millis(told.ms_since_user_input.into()))
        });
        let locked = match &self.session {
            Some(session) => session.get_property("LockedHint").await.ok(),
            None => None,
        };
        Sight { unused, locked }
    }
}

/// `None`: it does not count.
fn screen() -> anyhow::Result<Option<(RustConnection, Window)>> {
    let (x, screen) = x11rb::connect(None)?;
    if x.extension_information(screensaver::X11_EXTENSION_NAME)?.is_none() {
        return Ok(None);
    }
    let root = x.setup().roots.get(screen).map(|screen| screen.root);
    Ok(root.map(|root| (x, root)))
}

async fn session() -> zbus::Result<Proxy<'static>> {
    let bus = Connection::system().await?;
    // Its news come under the session's own name.
    zbus::proxy::Builder::new(&bus)
        .destination(SERVICE)?
        .path(PATH)?
        .interface(INTERFACE)?
        .cache_properties(CacheProperties::No)
        .build()
        .await
}
