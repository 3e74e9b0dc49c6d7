//! The session's bus, over one connection that is kept: to open one takes longer than anything that is said on it.

use tokio::sync::Mutex;
use zbus::{Connection, connection};

static KEPT: Mutex<Option<Connection>> = Mutex::const_new(None);

/// The connection. Where the bus has closed the last one, a new one.
pub(super) async fn session() -> zbus::Result<Connection> {
    let mut kept = KEPT.lock().await;
    if let Some(open) = kept.as_ref().filter(|bus| !bus.is_closed()) {
        return Ok(open.clone());
    }
    // What is heard on it is passed on by our own threads, and not by one more that the library would start.
    let new = connection::Builder::session()?.internal_executor(false).build().await?;
    tokio::spawn(run(new.clone()));
    *kept = Some(new.clone());
    Ok(new)
}

async fn run(bus: Connection) {
    let works = async {
        loop {
            bus.executor().tick().await;
        }
    };
    tokio::select! {
        () = works => {}
        () = bus.closed() => {}
    }
}
