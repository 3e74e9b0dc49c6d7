//! What the shell lends the runtime: a keyring, a place for settings, a loudspeaker. Most of them may block;
//! the runtime calls those that do on no thread that others wait for.

use std::path::Path;
use std::sync::Arc;

use agent_core::PlayerCommand;
use agent_storage::{Keyring, SettingsStore};

use crate::network::Network;

/// All ports together.
#[derive(Debug)]
pub struct Ports {
    /// The operating system's keyring.
    pub keyring: Box<dyn Keyring>,
    /// Where settings are kept.
    pub settings: Arc<dyn SettingsStore>,
    /// What sounds are played on.
    pub speaker: Arc<dyn Speaker>,
    /// What opens web pages and files.
    pub browser: Arc<dyn Browser>,
    /// Where the PBX is and where we are.
    pub network: Arc<dyn Network>,
}

/// What opens web pages and files with other programs. May block.
pub trait Browser: std::fmt::Debug + Send + Sync + 'static {
    /// Opens an http or https address in the person's browser.
    fn open(&self, address: &str) -> std::io::Result<()>;
    /// Opens a file with the program that the person has chosen for its kind. Only files that this program wrote itself,
    /// under an extension that it chose, come here.
    fn open_file(&self, file: &Path) -> std::io::Result<()>;
}

/// Called once, when a sound is no longer heard: it ended, was stopped, or gave way to another.
pub type WhenOver = Box<dyn FnOnce() + Send>;

/// What sounds are played on. `play` may block; the others return at once.
pub trait Speaker: std::fmt::Debug + Send + Sync + 'static {
    /// Plays a file from its start, in place of what is heard, and returns when it is heard. After an error `when_over`
    /// means nothing.
    fn play(&self, file: &Path, when_over: WhenOver) -> Result<(), SpeakerError>;
    /// Stops the file that is heard.
    fn stop(&self);
    /// Pauses, resumes, seeks in, or changes the speed of the file that is heard.
    fn command(&self, command: PlayerCommand);
    /// Rings until told otherwise, as far as there is a sound device.
    fn start_ring(&self);
    /// Rings no more.
    fn stop_ring(&self);
}

/// Why nothing is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpeakerError {
    /// There is no sound device, or it does not let us.
    #[error("there is no usable sound device")]
    NoDevice,
    /// The file is no sound that can be read.
    #[error("the file can't be played")]
    Unreadable,
    /// The sound system does not answer.
    #[error("the sound system does not answer")]
    TimedOut,
}
