//! Voicemail messages and recordings: fetched from the PBX, then kept in the downloads folder or played.
//!
//! Messages that are fetched to be heard lie in a folder of our own that is emptied at each start.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use agent_core::{Failure, Input, MediaEvent, MediaId, MediaPurpose};
use agent_storage::{Recordings, files};
use pbx_client::{DownloadError, Progress};
use pbx_protocol::Extension;
use pbx_protocol::endpoints::{DownloadRecording, DownloadVoicemail, GetRecordingRandom, GetVoicemailRandom};
use tokio::sync::oneshot;
use tracing::{debug, warn};

use crate::agent::Options;
use crate::clock::Clock;
use crate::failures;
use crate::inputs::Inputs;
use crate::link::Session;
use crate::ports::{Ports, Speaker, SpeakerError};
use crate::sound::{self, SoundError, Survey};
use crate::unheard::Unheard;

/// Smooth to the eye, and no flood for the loop.
const BETWEEN_PROGRESS: Duration = Duration::from_millis(100);
/// A name that was free may be taken when the file is complete; then the next one is.
const NAMES_TRIED: u32 = 5;

/// Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Fetcher {
    inputs: Inputs,
    speaker: Arc<dyn Speaker>,
    clock: Clock,
    downloads: PathBuf,
    cache: PathBuf,
    recordings: Recordings,
    unheard: Unheard,
    /// Counts wishes to hear something or nothing; only the latest is heard.
    wish: Arc<AtomicU64>,
    /// Held by what is heard.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Fetcher {
    pub(crate) fn new(
        inputs: Inputs,
        ports: &Ports,
        clock: Clock,
        options: &Options,
        recordings: Recordings,
    ) -> Self {
        let cache = options.media_dir();
        // Another program may hold a file in it. Without a cache nothing is heard, and the agent is told then.
        if let Err(error) = empty_dir(&cache) {
            warn!(%error, "the cache could not be emptied");
        }
        Self {
            inputs,
            speaker: Arc::clone(&ports.speaker),
            clock,
            downloads: options.downloads_dir.clone(),
            recordings,
            unheard: Unheard::new(Arc::clone(&ports.browser), cache.join("opened")),
            cache,
            wish: Arc::default(),
            turn: Arc::default(),
        }
    }

    /// `pbx`: whose recordings they are.
    pub(crate) fn fetch(
        &self,
        session: Result<Session, Failure>,
        pbx: String,
        media: MediaId,
        purpose: MediaPurpose,
    ) {
        let fetcher = self.clone();
        match purpose {
            MediaPurpose::Save => tokio::spawn(async move { fetcher.save(session, media).await }),
            MediaPurpose::Play => {
                // Counted here and not in the task: of two presses the later one is heard.
                let wish = self.next_wish();
                tokio::spawn(async move { fetcher.play(session, &pbx, media, wish).await })
            }
        };
    }

    pub(crate) fn stop_playing(&self) {
        // Counted first: a sound that is about to begin finds itself overtaken.
        self.next_wish();
        self.speaker.stop();
    }

    fn next_wish(&self) -> u64 {
        self.wish.fetch_add(1, Ordering::SeqCst) + 1
    }

    async fn save(&self, session: Result<Session, Failure>, media: MediaId) {
        let event = match self.keep(session, &media).await {
            Ok(path) => MediaEvent::Saved { path: path.display().to_string() },
            Err(failure) => MediaEvent::Failed { failure },
        };
        self.tell(media, event).await;
    }

    async fn play(&self, session: Result<Session, Failure>, pbx: &str, media: MediaId, wish: u64) {
        let file = match self.file_to_play(session, pbx, &media).await {
            Ok(file) => file,
            Err(failure) => return self.tell(media, MediaEvent::Failed { failure }).await,
        };
        if self.is_overtaken(wish) {
            return self.keep_silent(media).await;
        }
        // Whatever is heard gives way; its end is told before this one's beginning.
        self.speaker.stop();
        let _turn = self.turn.lock().await;
        if self.is_overtaken(wish) {
            return self.keep_silent(media).await;
        }
        let (Survey { length, loudness }, ended) = match self.begin(file.clone()).await {
            Ok(begun) => begun,
            Err(why) => return self.cannot_play(media, file, why).await,
        };
        self.tell(media.clone(), MediaEvent::Playing { length, loudness }).await;
        // The wish to stop may have come while the loudspeaker was being opened, when there was nothing to stop yet.
        if self.is_overtaken(wish) {
            self.speaker.stop();
        }
        // A speaker that vanishes without a word is no longer heard either.
        let _ = ended.await;
        self.tell(media, MediaEvent::Stopped).await;
    }

    /// Returns when it is heard, with what tells of its end.
    async fn begin(&self, sound: PathBuf) -> Result<(Survey, oneshot::Receiver<()>), Trouble> {
        let (over, ended) = oneshot::channel();
        let when_over = Box::new(move || {
            // When nobody waits for it, the program is ending.
            let _ = over.send(());
        });
        let speaker = Arc::clone(&self.speaker);
        let begin = move || {
            let survey = sound::survey(&sound).map_err(Trouble::Sound)?;
            speaker.play(&sound, when_over).map_err(Trouble::Speaker)?;
            Ok(survey)
        };
        // A file on which a decoder panics is damaged; nothing else in there can.
        let damaged = |_| Err(Trouble::Sound(SoundError::Unknown { extension: "wav" }));
        let survey = tokio::task::spawn_blocking(begin).await.unwrap_or_else(damaged)?;
        Ok((survey, ended))
    }

    /// Nobody heard it, so it is not heard.
    async fn keep_silent(&self, media: MediaId) {
        self.tell(media, MediaEvent::Withdrawn).await;
    }

    async fn cannot_play(&self, media: MediaId, file: PathBuf, why: Trouble) {
        let failure = match &why {
            Trouble::Sound(error) => failures::of_sound(error),
            Trouble::Speaker(error) => failures::of_speaker(*error),
        };
        match why {
            Trouble::Sound(SoundError::Unsupported { extension, .. } | SoundError::Unknown { extension }) => {
                self.unheard.remember(media.clone(), file, extension);
            }
            // An error page must not be taken for the recording the next time too.
            Trouble::Sound(SoundError::Empty | SoundError::NotASound(_)) => {
                if let Err(error) = tokio::fs::remove_file(&file).await {
                    debug!(%error, "what is no sound stays");
                }
            }
            Trouble::Sound(SoundError::Unreadable(_)) | Trouble::Speaker(_) => {}
        }
        self.tell(media, MediaEvent::Failed { failure }).await;
    }

    /// With the program that the system has for it.
    pub(crate) fn open_elsewhere(&self, media: MediaId) {
        let fetcher = self.clone();
        tokio::spawn(async move {
            let (unheard, wanted) = (fetcher.unheard.clone(), media.clone());
            let event = match tokio::task::spawn_blocking(move || unheard.open(&wanted)).await {
                Ok(Ok(())) => MediaEvent::Opened,
                Ok(Err(failure)) => MediaEvent::NotOpened { failure },
                Err(broken) => MediaEvent::NotOpened { failure: failures::of_io(&io::Error::other(broken)) },
            };
            fetcher.tell(media, event).await;
        });
    }

    fn is_overtaken(&self, wish: u64) -> bool {
        self.wish.load(Ordering::SeqCst) != wish
    }

    async fn file_to_play(
        &self,
        session: Result<Session, Failure>,
        pbx: &str,
        media: &MediaId,
    ) -> Result<PathBuf, Failure> {
        let MediaId::Recording { name } = media else {
            // Fetched each time: the PBX gives a deleted message's name to another.
            return self.download(session, media, &self.cache).await;
        };
        let place = self.recordings.place(pbx, name).map_err(|error| failures::of_io(&error))?;
        if Recordings::is_here(&place, Clock::wall()) {
            return Ok(place);
        }
        match self.download_to(&session?, media, &place).await {
            // Whoever was faster has fetched the same.
            Ok(()) | Err(DownloadError::Exists) => {}
            Err(error) => return Err(failures::of_download(error)),
        }
        let recordings = self.recordings.clone();
        // Not waited for: the sound is there, and somebody wants to hear it.
        tokio::task::spawn_blocking(move || recordings.trim());
        Ok(place)
    }

    async fn download(
        &self,
        session: Result<Session, Failure>,
        media: &MediaId,
        dir: &Path,
    ) -> Result<PathBuf, Failure> {
        let session = session?;
        for _ in 1..NAMES_TRIED {
            let path = free_path(dir, media).await?;
            match self.download_to(&session, media, &path).await {
                Ok(()) => return Ok(path),
                Err(DownloadError::Exists) => {}
                Err(error) => return Err(failures::of_download(error)),
            }
        }
        Err(failures::of_download(DownloadError::Exists))
    }

    /// Into the downloads folder, as the sound that it is.
    async fn keep(&self, session: Result<Session, Failure>, media: &MediaId) -> Result<PathBuf, Failure> {
        let session = session?;
        let folder = self.downloads.clone();
        // Before the PBX is asked: what it gives a file for lives half a minute, and a network drive may be slow.
        let made = tokio::task::spawn_blocking(move || std::fs::create_dir_all(folder)).await;
        made.unwrap_or_else(|broken| Err(io::Error::other(broken)))
            .map_err(|error| failures::of_io(&error))?;
        let folder = self.downloads.clone();
        let place = move |name: &str| files::free_path(&folder, name);
        let (MediaId::Voicemail { file: name, .. } | MediaId::Recording { name }) = media;
        let wanted = (self.downloads.as_path(), name.as_str());
        let progress = self.progress(media);
        let Session { client, token } = &session;
        let kept = match ticket(&session, media).await {
            Ok(Ticket::Voicemail(ticket)) => {
                client.download_sound(token, &ticket, wanted, place, progress).await
            }
            Ok(Ticket::Recording(ticket)) => {
                client.download_sound(token, &ticket, wanted, place, progress).await
            }
            Err(error) => Err(error),
        };
        kept.map_err(failures::of_download)
    }

    async fn download_to(
        &self,
        session: &Session,
        media: &MediaId,
        path: &Path,
    ) -> Result<(), DownloadError> {
        let Session { client, token } = session;
        let progress = self.progress(media);
        match ticket(session, media).await? {
            Ticket::Voicemail(ticket) => client.download(token, &ticket, path, progress).await,
            Ticket::Recording(ticket) => client.download(token, &ticket, path, progress).await,
        }
    }

    fn progress(&self, media: &MediaId) -> impl FnMut(Progress) + Send + use<> {
        let (inputs, clock, media) = (self.inputs.clone(), self.clock, media.clone());
        let mut last: Option<Duration> = None;
        move |Progress { received, total }| {
            let now = clock.running();
            if last.is_some_and(|last| now.saturating_sub(last) < BETWEEN_PROGRESS) {
                return;
            }
            last = Some(now);
            // It may get lost: the next one says more.
            inputs.try_send(Input::Media {
                media: media.clone(),
                event: MediaEvent::Progress { received, total },
            });
        }
    }

    async fn tell(&self, media: MediaId, event: MediaEvent) {
        self.inputs.send(Input::Media { media, event }).await;
    }
}

/// What the PBX gives a file for; it lives half a minute.
enum Ticket {
    Voicemail(DownloadVoicemail),
    Recording(DownloadRecording),
}

async fn ticket(session: &Session, media: &MediaId) -> Result<Ticket, DownloadError> {
    let Session { client, token } = session;
    match media {
        MediaId::Voicemail { extension, file } => {
            // The core parsed it before it asked the PBX for the mailbox.
            let extension = Extension::parse(extension)
                .map_err(|error| DownloadError::File(io::Error::new(io::ErrorKind::InvalidInput, error)))?;
            let ask = GetVoicemailRandom { extension, file: file.clone(), allowed_address: None };
            let random = client.send(token, &ask).await?.random;
            Ok(Ticket::Voicemail(DownloadVoicemail { extension: ask.extension, file: ask.file, random }))
        }
        MediaId::Recording { name } => {
            let ask = GetRecordingRandom { recording: name.clone(), allowed_address: None };
            let random = client.send(token, &ask).await?.random;
            Ok(Ticket::Recording(DownloadRecording { recording: ask.recording, random }))
        }
    }
}

/// Why nothing is heard.
enum Trouble {
    Sound(SoundError),
    Speaker(SpeakerError),
}

fn empty_dir(dir: &Path) -> io::Result<()> {
    let emptied = match std::fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    };
    files::create_private_dir(dir).and(emptied)
}

/// The folder may be on a slow network drive, so it is not looked at on a thread that others wait for.
async fn free_path(dir: &Path, media: &MediaId) -> Result<PathBuf, Failure> {
    let dir = dir.to_owned();
    let (MediaId::Voicemail { file: name, .. } | MediaId::Recording { name }) = media.clone();
    let found = tokio::task::spawn_blocking(move || {
        std::fs::create_dir_all(&dir)?;
        Ok(files::free_path(&dir, &name))
    });
    found
        .await
        .unwrap_or_else(|broken| Err(io::Error::other(broken)))
        .map_err(|error| failures::of_io(&error))
}
