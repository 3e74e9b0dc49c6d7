//! What differs between the operating systems; the rest of this crate does not ask where it runs.

use std::io;
use std::path::Path;

use socket2::Socket;
use tokio::fs::OpenOptions;

/// A port is free again when its last connection is closed, and not minutes later. Windows takes this word for leave to
/// share the port, and needs it not.
pub(crate) fn free_port_at_once(socket: &Socket) -> io::Result<()> {
    if cfg!(unix) { socket.set_reuse_address(true) } else { Ok(()) }
}

/// Somebody's voice is not for the other users of this computer. On Windows a user's folders are the user's alone.
pub(crate) fn keep_private(options: &mut OpenOptions) {
    #[cfg(unix)]
    options.mode(0o600);
    #[cfg(not(unix))]
    let _ = options;
}

/// Tells the system that a file came over the network, as browsers do: then it asks before it opens what could do harm.
/// What can't be marked, as on a disk of another system, is kept without.
pub(crate) fn mark_as_fetched(file: &Path) {
    if let Err(error) = set(file) {
        tracing::debug!(%error, "a file could not be marked as fetched");
    }
}

/// A second stream of the file, which Explorer, Office and the protection of the system read.
#[cfg(windows)]
fn set(file: &Path) -> io::Result<()> {
    let mut stream = file.as_os_str().to_owned();
    stream.push(":Zone.Identifier");
    std::fs::write(stream, "[ZoneTransfer]\r\nZoneId=3\r\n")
}

/// Flags, moment in hex, program, as `LSQuarantine` writes it; a moment of zero is none.
#[cfg(target_os = "macos")]
fn set(file: &Path) -> io::Result<()> {
    xattr::set(file, "com.apple.quarantine", b"0081;00000000;UC Companion;")
}

/// Nobody looks there.
#[cfg(not(any(windows, target_os = "macos")))]
#[expect(clippy::unnecessary_wraps, reason = "the other systems may fail")]
fn set(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, windows))]
mod tests {
    #[test]
    fn a_file_says_where_it_came_from() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("message.wav");
        std::fs::write(&file, "RIFF").unwrap();
        super::mark_as_fetched(&file);
        let stream = std::fs::read_to_string(folder.path().join("message.wav:Zone.Identifier")).unwrap();
        assert!(stream.contains("ZoneId=3"), "{stream}");
    }
}
