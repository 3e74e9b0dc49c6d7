//! Tells the system that a file came over the network, as browsers do: then it asks before it opens what could do harm.
//! The only place of this crate that differs by system.

use std::path::Path;

/// What can't be marked, as on a disk of another system, is kept without.
pub(crate) fn mark(file: &Path) {
    if let Err(error) = set(file) {
        tracing::debug!(%error, "a file could not be marked as fetched");
    }
}

/// A second stream of the file, which Explorer, Office and the protection of the system read.
#[cfg(windows)]
fn set(file: &Path) -> std::io::Result<()> {
    let mut stream = file.as_os_str().to_owned();
    stream.push(":Zone.Identifier");
    std::fs::write(stream, "[ZoneTransfer]\r\nZoneId=3\r\n")
}

/// Flags, moment in hex, program, as `LSQuarantine` writes it; a moment of zero is none.
#[cfg(target_os = "macos")]
fn set(file: &Path) -> std::io::Result<()> {
    xattr::set(file, "com.apple.quarantine", b"0081;00000000;UC Companion;")
}

/// Nobody looks there.
#[cfg(not(any(windows, target_os = "macos")))]
#[expect(clippy::unnecessary_wraps, reason = "the other systems may fail")]
fn set(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(all(test, windows))]
mod tests {
    #[test]
    fn a_file_says_where_it_came_from() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("message.wav");
        std::fs::write(&file, "RIFF").unwrap();
        super::mark(&file);
        let stream = std::fs::read_to_string(folder.path().join("message.wav:Zone.Identifier")).unwrap();
        assert!(stream.contains("ZoneId=3"), "{stream}");
    }
}
