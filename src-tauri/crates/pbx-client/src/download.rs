//! Streams a file to disk: constant memory, and never a partial file under the final name.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pbx_protocol::{Download, Errno, Token, safe_file_name};
use tokio::fs::File;
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::time::{Instant, timeout};

use crate::client::Client;
use crate::error::ClientError;
use crate::{sound_file, system};

/// A PBX that sends nothing for this long has hung.
const IDLE_LIMIT: Duration = Duration::from_secs(20);
/// What comes more slowly than this is given up: a line that carries a call carries eight times as much.
const LEAST_BYTES_A_SECOND: u64 = 1024;
/// The span over which that rate is measured; a shorter pause costs nothing.
const RATE_SPAN: Duration = Duration::from_secs(30);
/// Somebody else may take a free name first.
const NAMES_TRIED: u32 = 5;
/// What is looked at to tell a refusal or a web page from a sound.
const SNIFFED: usize = 512;

/// How far a download is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes so far.
    pub received: u64,
    /// Bytes in all, where the PBX says.
    pub total: Option<u64>,
}

/// Why a download failed. Nothing is left under the final name.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// The PBX was not reached, or refused.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The connection closed before the announced end.
    #[error("the download broke off")]
    CutShort,
    /// Fewer than 1024 bytes a second for half a minute.
    #[error("the download is too slow")]
    TooSlow,
    /// Its bytes are no sound.
    #[error("what the PBX sent is no sound")]
    NotASound,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// There is a file of that name already.
    #[error("there is a file of that name already")]
    Exists,
    /// The file could not be written for another reason.
    #[error("the file can't be written: {0}")]
    File(io::Error),
}

impl From<io::Error> for DownloadError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::AlreadyExists => Self::Exists,
            _ => Self::File(error),
        }
    }
}

impl Client {
    /// Fetches a file into `destination`, which must not exist, and tells how far it is after each piece. May be
    /// dropped at any time.
    pub async fn download<D: Download>(
        &self,
        token: &Token,
        file: &D,
        destination: &Path,
        progress: impl FnMut(Progress) + Send,
    ) -> Result<(), DownloadError> {
        // Looked at first: a ticket works once and is not spent for a name that is taken.
        if tokio::fs::try_exists(destination).await? {
            return Err(DownloadError::Exists);
        }
        let (part, _) = self.fetch(token, file, destination, progress).await?;
        part.keep_as(destination).await?;
        Ok(())
    }

    /// Fetches a sound that a person keeps, beside `name`, which is the PBX's: under its stem and the extension that its
    /// bytes have, and marked as fetched. `place` finds a free path for a name. What is no sound is not kept.
    pub async fn download_sound<D: Download>(
        &self,
        token: &Token,
        file: &D,
        (folder, name): (&Path, &str),
        place: impl Fn(&str) -> PathBuf + Clone + Send + 'static,
        progress: impl FnMut(Progress) + Send,
    ) -> Result<PathBuf, DownloadError> {
        let name = safe_file_name(name);
        let (part, head) = self.fetch(token, file, &folder.join(&name), progress).await?;
        let extension = sound_file::extension(&head, &name).ok_or(DownloadError::NotASound)?;
        let named = Path::new(&name).with_extension(extension);
        // Marked before it has its name, so that nobody can open it unmarked.
        system::mark_as_fetched(&part.path);
        for _ in 0..NAMES_TRIED {
            // The folder may be on a slow network drive.
            let (place, named) = (place.clone(), named.clone());
            let placed = tokio::task::spawn_blocking(move || place(&named.to_string_lossy())).await;
            let destination = placed.map_err(io::Error::other)?;
            match part.keep_as(&destination).await {
                Ok(()) => return Ok(destination),
                // Another program was faster; `place` finds the next free name.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(DownloadError::Exists)
    }

    /// The whole file, next to where it will be kept, and its first bytes.
    async fn fetch<D: Download>(
        &self,
        token: &Token,
        file: &D,
        beside: &Path,
        progress: impl FnMut(Progress) + Send,
    ) -> Result<(Part, Vec<u8>), DownloadError> {
        let request = self.http.get(self.address.url(D::PATH)).query(&file.query(token));
        let response =
            timeout(IDLE_LIMIT, self.exchange(request)).await.map_err(|_| ClientError::TimedOut)??;
        // Made only now: a PBX that refuses leaves no file behind.
        let (part, mut out) = Part::create_beside(beside).await?;
        let head = pour(response, D::LARGEST, &mut out, progress).await?;
        refuse_what_is_no_file(&head, D::PATH)?;
        // On the disk before it gets its name, so that no crash leaves an empty file under it.
        out.sync_all().await?;
        Ok((part, head))
    }
}

/// Writes the whole body and gives back its first bytes.
async fn pour(
    mut response: reqwest::Response,
    largest: u64,
    out: &mut (impl AsyncWrite + Unpin),
    mut progress: impl FnMut(Progress) + Send,
) -> Result<Vec<u8>, DownloadError> {
    let total = response.content_length();
    // Refused before a byte is kept; the promise may be missing or wrong, so bytes are counted below as well.
    if total.is_some_and(|total| total > largest) {
        return Err(ClientError::TooLarge.into());
    }
    let mut head = Vec::new();
    let mut received = 0;
    let mut span = (Instant::now(), 0);
    while let Some(chunk) = timeout(IDLE_LIMIT, response.chunk())
        .await
        .map_err(|_| ClientError::TimedOut)?
        // A body shorter than promised is an error of the HTTP stack already.
        .map_err(|_| DownloadError::CutShort)?
    {
        let wanted = SNIFFED.saturating_sub(head.len()).min(chunk.len());
        head.extend_from_slice(&chunk[..wanted]);
        received += chunk.len() as u64;
        if received > largest {
            return Err(ClientError::TooLarge.into());
        }
        // Span by span, so that a quick beginning buys no endless rest.
        if span.0.elapsed() >= RATE_SPAN {
            if received - span.1 < LEAST_BYTES_A_SECOND * RATE_SPAN.as_secs() {
                return Err(DownloadError::TooSlow);
            }
            span = (Instant::now(), received);
        }
        out.write_all(&chunk).await?;
        progress(Progress { received, total });
    }
    // A write that failed may be told by the next call only.
    out.flush().await?;
    Ok(head)
}

/// A file that is removed when dropped.
struct Part {
    path: PathBuf,
}

impl Part {
    /// Its name is like no other, so a part that a crash left behind is not in the way.
    async fn create_beside(destination: &Path) -> io::Result<(Self, File)> {
        let random = getrandom::u32().map_err(|error| io::Error::other(error.to_string()))?;
        let mut name = destination.file_name().unwrap_or_default().to_owned();
        // Writing to an OsString can't fail.
        let _ = write!(name, ".{random:08x}.part");
        let path = destination.with_file_name(name);
        let mut options = File::options();
        options.write(true).create_new(true);
        system::keep_private(&mut options);
        let file = options.open(&path).await?;
        Ok((Self { path }, file))
    }

    /// A hard link fails when the name is taken, a rename would overwrite; where links are not possible, look first.
    async fn keep_as(&self, destination: &Path) -> io::Result<()> {
        match tokio::fs::hard_link(&self.path, destination).await {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            Err(_) if tokio::fs::try_exists(destination).await? => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => tokio::fs::rename(&self.path, destination).await,
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Gone already when it was renamed; nothing can be done when it can't be removed.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// The PBX refuses with HTTP 200 and JSON; something in between may answer with a web page.
fn refuse_what_is_no_file(head: &[u8], endpoint: &'static str) -> Result<(), ClientError> {
    #[derive(serde::Deserialize)]
    struct Refusal {
        errno: Errno,
    }
    match head.trim_ascii_start() {
        [b'{', ..] => Err(match serde_json::from_slice::<Refusal>(head) {
            Ok(Refusal { errno }) => ClientError::Refused { errno, endpoint },
            Err(_) => ClientError::NotTheApi,
        }),
        [] | [b'<', b'!' | b'?' | b'a'..=b'z' | b'A'..=b'Z', ..] => Err(ClientError::NotTheApi),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(head: &[u8]) -> Option<String> {
        refuse_what_is_no_file(head, "voicemail/download").err().map(|error| error.to_string())
    }

    #[test]
    fn a_refusal_and_a_page_are_no_file() {
        let refused = refusal(b" {\"status\":\"Failed\",\"errno\":\"20004\"}\r\n").unwrap();
        assert_eq!(refused, "voicemail/download was refused with errno 20004");
        for page in ["<html>", "\r\n<!DOCTYPE html>", "<?xml version", "{\"cut\":", "", " "] {
            assert_eq!(refusal(page.as_bytes()), Some(ClientError::NotTheApi.to_string()), "{page:?}");
        }
        for file in [b"RIFF\x24\0\0\0WAVE".as_slice(), b"id,from,to\n1,101,102\n", b"<\x80\x3c", b"ID3"] {
            assert_eq!(refusal(file), None, "{file:?}");
        }
    }

    #[cfg(all(test, target_os = "linux"))]
    #[tokio::test]
    async fn a_full_disk_is_named() {
        use tokio::io::AsyncReadExt as _;
        let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", server.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut stream, _) = server.accept().await.unwrap();
            assert_ne!(stream.read(&mut [0; 4096]).await.unwrap(), 0);
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nRIFF").await.unwrap();
        });
        let address = crate::PbxAddress::new(crate::Scheme::Http, "pbx", 9011, "v1.1.0").unwrap();
        let response = Client::new(address, None).unwrap().http.get(url).send().await.unwrap();
        // Every write to this device fails the way a full disk does.
        let mut full = File::options().write(true).open("/dev/full").await.unwrap();
        let outcome = pour(response, 4, &mut full, |_| {}).await;
        assert!(matches!(outcome, Err(DownloadError::DiskFull)), "{outcome:?}");
    }
}
