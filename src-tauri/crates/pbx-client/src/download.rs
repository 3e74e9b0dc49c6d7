//! Streams a file to disk: constant memory, and never a partial file under the final name.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pbx_protocol::{Download, Errno, Token};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

use crate::client::Client;
use crate::error::ClientError;

/// A PBX that sends nothing for this long has hung.
const IDLE_LIMIT: Duration = Duration::from_secs(20);
/// No recording is larger: a day of 8 kHz 16-bit sound is 1.4 GB.
const LARGEST_FILE: u64 = 2 * 1024 * 1024 * 1024;
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
    /// It could not be had from the PBX.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// It broke off.
    #[error("the download broke off")]
    CutShort,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// There is a file of that name already.
    #[error("there is a file of that name already")]
    Exists,
    /// Any other trouble with the file.
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

/// Removes the file unless it was kept.
struct Part {
    path: PathBuf,
}

impl Drop for Part {
    fn drop(&mut self) {
        // Gone already once it was renamed; nothing can be done when it can't be removed.
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Client {
    /// Fetches a file into `destination`, which must not exist, and tells how far it is after each piece.
    pub async fn download<D: Download>(
        &self,
        token: &Token,
        file: &D,
        destination: &Path,
        mut progress: impl FnMut(Progress) + Send,
    ) -> Result<(), DownloadError> {
        let request = self.http.get(self.address.url(D::PATH)).query(&file.query(token));
        let mut response = timeout(IDLE_LIMIT, request.send())
            .await
            .map_err(|_| ClientError::TimedOut)?
            .map_err(|error| self.explain(&error))?;
        if !response.status().is_success() {
            return Err(ClientError::HttpStatus(response.status().as_u16()).into());
        }
        let total = response.content_length();
        if total.is_some_and(|total| total > LARGEST_FILE) {
            return Err(ClientError::TooLarge.into());
        }

        let mut head = Vec::new();
        let mut received = 0;
        let part = Part { path: part_name(destination) };
        let mut out = File::options().write(true).create_new(true).open(&part.path).await?;
        while let Some(chunk) = timeout(IDLE_LIMIT, response.chunk())
            .await
            .map_err(|_| ClientError::TimedOut)?
            .map_err(|_| DownloadError::CutShort)?
        {
            if head.len() < SNIFFED {
                head.extend_from_slice(&chunk[..chunk.len().min(SNIFFED - head.len())]);
            }
            received += chunk.len() as u64;
            if received > LARGEST_FILE {
                return Err(ClientError::TooLarge.into());
            }
            out.write_all(&chunk).await?;
            progress(Progress { received, total });
        }
        if total.is_some_and(|total| total != received) {
            return Err(DownloadError::CutShort);
        }
        refuse_what_is_no_file(&head, D::PATH)?;
        out.flush().await?;
        out.sync_all().await?;
        drop(out);
        keep(&part.path, destination).await?;
        Ok(())
    }
}

/// A hard link fails when the name is taken, a rename would overwrite; where links are not possible, look first.
async fn keep(part: &Path, destination: &Path) -> io::Result<()> {
    match tokio::fs::hard_link(part, destination).await {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) if tokio::fs::try_exists(destination).await? => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => tokio::fs::rename(part, destination).await,
    }
}

fn part_name(destination: &Path) -> PathBuf {
    let mut name = destination.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    destination.with_file_name(name)
}

/// The PBX refuses with HTTP 200 and JSON; something in between may answer with a web page.
fn refuse_what_is_no_file(head: &[u8], endpoint: &'static str) -> Result<(), ClientError> {
    let start = head.trim_ascii_start();
    if start.starts_with(b"{") {
        #[derive(serde::Deserialize)]
        struct Refused {
            errno: Errno,
        }
        return Err(match serde_json::from_slice::<Refused>(start) {
            Ok(Refused { errno }) => ClientError::Refused { errno, endpoint },
            Err(_) => ClientError::NotTheApi,
        });
    }
    let looks_like_a_page = start.len() >= 5
        && (start[..5].eq_ignore_ascii_case(b"<html") || start[..5].eq_ignore_ascii_case(b"<!doc"));
    if looks_like_a_page || head.is_empty() { Err(ClientError::NotTheApi) } else { Ok(()) }
}
