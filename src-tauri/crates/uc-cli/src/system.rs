//! What differs between the operating systems; the rest of this crate does not ask where it runs.

pub(crate) use here::{interrupted, make_private, terminated};

#[cfg(unix)]
mod here {
    use std::io;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

    use tokio::signal::unix::{SignalKind, signal};

    pub(crate) fn interrupted() -> impl Future<Output = ()> {
        came(SignalKind::interrupt())
    }

    pub(crate) fn terminated() -> impl Future<Output = ()> {
        came(SignalKind::terminate())
    }

    fn came(kind: SignalKind) -> impl Future<Output = ()> {
        let signals = signal(kind);
        async {
            match signals {
                Ok(mut signals) => drop(signals.recv().await),
                Err(_) => std::future::pending().await,
            }
        }
    }

    pub(crate) fn make_private(file: &Path) -> io::Result<()> {
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600))
    }
}

#[cfg(windows)]
mod here {
    use std::io;
    use std::path::Path;

    use tokio::signal::windows::{ctrl_break, ctrl_c};

    pub(crate) fn interrupted() -> impl Future<Output = ()> {
        let signals = ctrl_c();
        async {
            match signals {
                Ok(mut signals) => drop(signals.recv().await),
                Err(_) => std::future::pending().await,
            }
        }
    }

    /// Ctrl-Break is what another program can send to a console program.
    pub(crate) fn terminated() -> impl Future<Output = ()> {
        let signals = ctrl_break();
        async {
            match signals {
                Ok(mut signals) => drop(signals.recv().await),
                Err(_) => std::future::pending().await,
            }
        }
    }

    /// A user's folders are the user's there.
    pub(crate) fn make_private(_file: &Path) -> io::Result<()> {
        Ok(())
    }
}
