//! The loudspeaker of this machine. One thread owns the sound device, opens it for each sound (headsets come and go)
//! and closes it after; a machine without one answers with an error.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use agent_core::PlayerCommand;
use rodio::buffer::SamplesBuffer;
use rodio::source::EmptyCallback;
use rodio::{DeviceSinkBuilder, DeviceSinkError, MixerDeviceSink, Player, Source as _, math::nz};
use tracing::{debug, warn};

use crate::ports::{Speaker, SpeakerError, WhenOver};

/// Opening a device takes some tenths of a second at worst; a sound system that takes longer has hung.
const OPEN_LIMIT: Duration = Duration::from_secs(5);
/// A device that is lost again and again does not come back.
const MOST_LOSSES: u32 = 5;
/// More of it after each loss.
const RECOVERY: Duration = Duration::from_millis(100);

/// The default sound device, through the thread that owns it.
#[derive(Debug)]
pub struct Loudspeaker {
    commands: mpsc::Sender<Command>,
}

impl Loudspeaker {
    /// Starts the thread; the device is not touched before there is something to hear.
    pub fn start() -> Self {
        let (commands, queue) = mpsc::channel();
        let booth = Booth { commands: commands.clone(), playing: None, ring: None, played: 0 };
        let thread = std::thread::Builder::new().name("sound".to_owned());
        if let Err(error) = thread.spawn(move || booth.work(&queue)) {
            // The queue went with the thread: whoever sends to it is told that there is no device.
            warn!(%error, "there is no sound");
        }
        Self { commands }
    }

    fn send(&self, command: Command) {
        // An error says that the thread ended, by a panic in the sound system's library: nothing is heard then.
        let _ = self.commands.send(command);
    }
}

impl Speaker for Loudspeaker {
    fn play(&self, file: &Path, when_over: WhenOver) -> Result<(), SpeakerError> {
        let (reply, answer) = mpsc::channel();
        self.send(Command::Play { file: file.to_owned(), when_over, reply });
        match answer.recv_timeout(OPEN_LIMIT) {
            Ok(outcome) => outcome,
            Err(mpsc::RecvTimeoutError::Timeout) => Err(SpeakerError::TimedOut),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(SpeakerError::NoDevice),
        }
    }
    fn stop(&self) {
        self.send(Command::Stop);
    }
    fn command(&self, command: PlayerCommand) {
        self.send(Command::Player(command));
    }
    fn start_ring(&self) {
        self.send(Command::StartRing);
    }
    fn stop_ring(&self) {
        self.send(Command::StopRing);
    }
}

impl Drop for Loudspeaker {
    fn drop(&mut self) {
        self.send(Command::Quit);
    }
}

enum Command {
    Play {
        file: PathBuf,
        when_over: WhenOver,
        reply: mpsc::Sender<Result<(), SpeakerError>>,
    },
    Stop,
    Player(PlayerCommand),
    StartRing,
    StopRing,
    /// The file of this number was played to its end.
    Over(u64),
    /// The device that plays the file of this number is in trouble.
    Lost(u64),
    Quit,
}

impl std::fmt::Debug for Command {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Command(…)")
    }
}

/// What the thread knows.
struct Booth {
    commands: mpsc::Sender<Command>,
    playing: Option<Playing>,
    ring: Option<Output>,
    /// Numbers the files, so that the late end of one is not taken for the end of the next.
    played: u64,
}

struct Playing {
    number: u64,
    file: PathBuf,
    /// How often its device was lost.
    losses: u32,
    when_over: WhenOver,
    output: Output,
}

/// Heard until dropped. The player goes before its device.
struct Output {
    player: Player,
    _device: MixerDeviceSink,
}

impl Booth {
    fn work(mut self, queue: &mpsc::Receiver<Command>) {
        while let Ok(command) = queue.recv() {
            match command {
                Command::Play { file, when_over, reply } => {
                    self.stop();
                    let outcome = self.play(&file, when_over);
                    if reply.send(outcome).is_err() {
                        // The asker was told that it failed.
                        self.stop();
                    }
                }
                Command::Stop => self.stop(),
                Command::Player(command) => self.command(command),
                Command::StartRing => self.start_ring(),
                Command::StopRing => self.ring = None,
                Command::Over(number) => {
                    if self.playing.as_ref().is_some_and(|playing| playing.number == number) {
                        self.stop();
                    }
                }
                Command::Lost(number) => self.play_on(number),
                Command::Quit => return,
            }
        }
    }

    fn play(&mut self, file: &Path, when_over: WhenOver) -> Result<(), SpeakerError> {
        let (number, output) = self.begin(file)?;
        self.playing = Some(Playing { number, file: file.to_owned(), losses: 0, when_over, output });
        Ok(())
    }

    fn begin(&mut self, file: &Path) -> Result<(u64, Output), SpeakerError> {
        // The file first: for one that can't be read no headset need wake up.
        let sound = super::open(file).map_err(|error| {
            debug!(?error, "a sound can't be played");
            SpeakerError::Unreadable
        })?;
        self.played += 1;
        let number = self.played;
        let output = self.open(number)?;
        output.player.append(sound);
        let at_end = self.commands.clone();
        // An error says that the thread has ended already.
        output.player.append(EmptyCallback::new(Box::new(move || drop(at_end.send(Command::Over(number))))));
        Ok((number, output))
    }

    /// A headset was unplugged, or the sound system had a hiccup: goes on at the same place, on what is there now.
    fn play_on(&mut self, number: u64) {
        let Some(lost) = self.playing.take_if(|playing| playing.number == number) else { return };
        let Playing { file, losses, when_over, output, .. } = lost;
        let (place, speed, paused) = {
            let Output { player, .. } = &output;
            (player.get_pos(), player.speed(), player.is_paused())
        };
        // Given back before it is opened anew: some sound systems lend a device once only.
        drop(output);
        std::thread::sleep(RECOVERY * losses);
        let begun = if losses < MOST_LOSSES { self.begin(&file).ok() } else { None };
        let Some((number, output)) = begun else { return when_over() };
        output.player.set_speed(speed);
        if let Err(error) = output.player.try_seek(place) {
            debug!(%error, "it begins anew");
        }
        if paused {
            output.player.pause();
        }
        self.playing = Some(Playing { number, file, losses: losses + 1, when_over, output });
    }

    fn stop(&mut self) {
        if let Some(Playing { when_over, output, .. }) = self.playing.take() {
            // Silent first: what is told next may begin another sound.
            drop(output);
            when_over();
        }
    }

    fn command(&mut self, command: PlayerCommand) {
        let Some(Playing { output: Output { player, .. }, .. }) = &self.playing else { return };
        match command {
            PlayerCommand::Pause => player.pause(),
            PlayerCommand::Resume => player.play(),
            PlayerCommand::Speed { percent } => player.set_speed(f32::from(percent) / 100.0),
            PlayerCommand::Seek { position } => {
                if let Err(error) = player.try_seek(Duration::from_millis(position.into())) {
                    warn!(%error, "this kind of sound is heard from start to end only");
                }
            }
        }
    }

    fn start_ring(&mut self) {
        let tone = SamplesBuffer::new(nz!(1), nz!(16_000), ring_samples()).repeat_infinite();
        // No file has the number 0.
        match self.open(0) {
            Ok(output) => {
                output.player.append(tone);
                self.ring = Some(output);
            }
            Err(error) => warn!(%error, "the ring is not heard"),
        }
    }

    fn open(&self, number: u64) -> Result<Output, SpeakerError> {
        let device_lost = self.commands.clone();
        let device = open_device(move || {
            // An error says that the thread has ended already.
            let _ = device_lost.send(Command::Lost(number));
        });
        let device = device.map_err(|error| {
            debug!(%error, "no sound device");
            SpeakerError::NoDevice
        })?;
        Ok(Output { player: Player::connect_new(device.mixer()), _device: device })
    }
}

fn open_device(on_loss: impl Fn() + Clone + Send + 'static) -> Result<MixerDeviceSink, DeviceSinkError> {
    // A device in trouble says so a thousand times a second.
    let told = Arc::new(AtomicBool::new(false));
    let builder = DeviceSinkBuilder::from_default_device()?.with_error_callback(move |error| {
        if !told.swap(true, Ordering::Relaxed) {
            warn!(%error, "the sound device is in trouble");
            on_loss();
        }
    });
    let mut device = builder.open_sink_or_fallback()?;
    // The library would print a line each time.
    device.log_on_drop(false);
    Ok(device)
}

/// One period of the ring: two soft double beats of two tones, then a rest.
#[expect(clippy::cast_precision_loss, reason = "sample numbers are small")]
fn ring_samples() -> Vec<f32> {
    const RATE: usize = 16_000;
    const BEAT: usize = RATE * 2 / 5;
    const GAP: usize = RATE / 5;
    const REST: usize = RATE * 2;
    const RAMP: f32 = 400.0; // samples; a tone that begins at once clicks
    const LOUDNESS: f32 = 0.25;
    let wave = |at: f32, hertz: f32| (at * hertz * std::f32::consts::TAU / RATE as f32).sin();
    let beat = (0..BEAT).map(|sample| {
        let (at, left) = (sample as f32, (BEAT - sample) as f32);
        let envelope = (at / RAMP).min(left / RAMP).min(1.0);
        f32::midpoint(wave(at, 440.0), wave(at, 554.0)) * envelope * LOUDNESS
    });
    let silence = |samples| std::iter::repeat_n(0.0, samples);
    beat.clone().chain(silence(GAP)).chain(beat).chain(silence(REST)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_sound_is_named() {
        let speaker = Loudspeaker::start();
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("page.wav");
        std::fs::write(&file, "<html>not a sound</html>").unwrap();
        assert_eq!(speaker.play(&file, Box::new(|| ())), Err(SpeakerError::Unreadable));
        assert_eq!(
            speaker.play(&dir.path().join("gone.wav"), Box::new(|| ())),
            Err(SpeakerError::Unreadable)
        );
    }

    /// True with a sound device and without: it answers, and it can be told to stop.
    #[test]
    fn a_sound_plays_or_says_that_there_is_no_device() {
        let speaker = Loudspeaker::start();
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("murmur.wav");
        std::fs::write(&file, pbx_simulator::wav::murmur(60, 1)).unwrap();
        speaker.start_ring();
        let (over, ended) = mpsc::channel();
        match speaker.play(&file, Box::new(move || over.send(()).unwrap())) {
            Ok(()) => {
                speaker.stop();
                ended.recv_timeout(OPEN_LIMIT).unwrap();
            }
            Err(error) => assert_eq!(error, SpeakerError::NoDevice),
        }
        speaker.stop_ring();
    }

    #[test]
    fn the_ring_is_soft_and_ends_in_silence() {
        let samples = ring_samples();
        assert!(samples.iter().all(|sample| sample.abs() <= 0.25));
        assert!(samples[0].abs() < 0.001 && samples[samples.len() - 1].abs() < 0.001);
        assert!(samples.iter().any(|sample| sample.abs() > 0.1));
    }
}
