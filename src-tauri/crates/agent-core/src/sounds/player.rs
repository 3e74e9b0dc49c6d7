//! The player: where in what is heard we are, and what can be done to it.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::sounds::media::MediaId;

/// Speech outside this range can't be understood.
const SPEEDS: std::ops::RangeInclusive<u16> = 50..=200;
const NORMAL: u16 = 100;

/// The player's controls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum PlayerCommand {
    Pause,
    Resume,
    /// Go to another place.
    Seek {
        /// Milliseconds from the start.
        position: u32,
    },
    /// Go faster or slower, now and with what is heard next.
    Speed {
        /// 50 to 200; 100 is as it was spoken.
        percent: u16,
    },
}

/// A sound as it is heard.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlayingView {
    /// Milliseconds from the start, at the view's `now`.
    pub position: u32,
    /// Milliseconds in all; 0: not known.
    pub length: u32,
    /// It holds on.
    pub paused: bool,
    /// 100 is as it was spoken.
    pub speed: u16,
    /// How loud it is from start to end, each 0 to 100.
    pub loudness: Vec<u8>,
}

/// Who has listened for so long knows that there is a message, and whose.
const LISTENED: Duration = Duration::from_secs(2);

/// What is heard now.
#[derive(Debug)]
struct Heard {
    media: MediaId,
    begun: Duration,
    listened: bool,
    length: u32,
    loudness: Vec<u8>,
    paused: bool,
    /// The place at that time; from then on it moves, unless it holds on.
    position: u32,
    since: Duration,
}

/// Knows what is heard and where it stands; one at a time.
#[derive(Debug)]
pub(crate) struct Player {
    heard: Option<Heard>,
    speed: u16,
}

impl Default for Player {
    fn default() -> Self {
        Self { heard: None, speed: NORMAL }
    }
}

impl Player {
    /// Gives the command that the new sound needs, if it is to be heard at another speed.
    pub(crate) fn begin(
        &mut self,
        media: MediaId,
        length: u32,
        loudness: Vec<u8>,
        now: Duration,
    ) -> Option<PlayerCommand> {
        self.heard = Some(Heard {
            media,
            begun: now,
            listened: false,
            length,
            loudness,
            paused: false,
            position: 0,
            since: now,
        });
        // The loudspeaker begins each sound at its normal speed.
        (self.speed != NORMAL).then_some(PlayerCommand::Speed { percent: self.speed })
    }

    /// What is heard.
    pub(crate) fn media(&self) -> Option<&MediaId> {
        self.heard.as_ref().map(|heard| &heard.media)
    }

    pub(crate) fn end(&mut self) {
        self.heard = None;
    }

    /// Whether there was something to be commanded, and it made sense.
    pub(crate) fn command(&mut self, command: PlayerCommand, now: Duration) -> bool {
        let speed = self.speed;
        let Some(heard) = &mut self.heard else { return false };
        // What has passed went by at the speed so far: it is counted before the speed or the place changes.
        heard.position = heard.position(speed, now);
        heard.since = now;
        match command {
            PlayerCommand::Pause => heard.paused = true,
            PlayerCommand::Resume => heard.paused = false,
            PlayerCommand::Seek { position } => heard.position = position.min(heard.length),
            PlayerCommand::Speed { percent } if SPEEDS.contains(&percent) => self.speed = percent,
            PlayerCommand::Speed { .. } => return false,
        }
        true
    }

    /// What has been listened to; told once.
    pub(crate) fn take_listened(&mut self, now: Duration) -> Option<MediaId> {
        let heard = self.heard.as_mut().filter(|heard| !heard.listened)?;
        let whole = Duration::from_millis(heard.length.into());
        // Zero is a length that is not known: taken as it stands, each of those would be heard before it sounds.
        let enough = if whole.is_zero() { LISTENED } else { LISTENED.min(whole) };
        if now < heard.begun + enough {
            return None;
        }
        heard.listened = true;
        Some(heard.media.clone())
    }

    pub(crate) fn view(&self, media: &MediaId, now: Duration) -> Option<PlayingView> {
        let heard = self.heard.as_ref().filter(|heard| heard.media == *media)?;
        Some(PlayingView {
            position: heard.position(self.speed, now),
            length: heard.length,
            paused: heard.paused,
            speed: self.speed,
            loudness: heard.loudness.clone(),
        })
    }

    /// The next full second since something changed: what is shown moves by itself in between.
    pub(crate) fn next_deadline(&self, now: Duration) -> Option<Duration> {
        let heard = self.heard.as_ref()?;
        let moves = !heard.paused && heard.position(self.speed, now) < heard.length;
        let seconds = now.saturating_sub(heard.since).as_secs() + 1;
        moves.then(|| heard.since + Duration::from_secs(seconds))
    }
}

impl Heard {
    fn position(&self, speed: u16, now: Duration) -> u32 {
        if self.paused {
            return self.position;
        }
        let moved = now.saturating_sub(self.since).as_millis() * u128::from(speed) / u128::from(NORMAL);
        let position = u128::from(self.position) + moved;
        u32::try_from(position).unwrap_or(u32::MAX).min(self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn media() -> MediaId {
        MediaId::Recording { name: "a.wav".to_owned() }
    }

    #[test]
    fn the_place_moves_with_the_speed_and_stops_when_told() {
        let mut player = Player::default();
        let place = |player: &Player, now| player.view(&media(), at(now)).unwrap().position;
        assert!(!player.command(PlayerCommand::Pause, at(0)));
        assert_eq!(player.begin(media(), 60_000, Vec::new(), at(100)), None);
        assert_eq!(place(&player, 103), 3000);
        assert!(player.command(PlayerCommand::Speed { percent: 150 }, at(104)));
        assert_eq!(place(&player, 106), 7000);
        assert!(player.command(PlayerCommand::Pause, at(106)));
        assert_eq!((place(&player, 200), player.next_deadline(at(200))), (7000, None));
        assert!(player.command(PlayerCommand::Seek { position: 90_000 }, at(200)));
        assert_eq!(place(&player, 200), 60_000);
        assert!(player.command(PlayerCommand::Seek { position: 1000 }, at(200)));
        assert!(player.command(PlayerCommand::Resume, at(200)));
        assert_eq!(place(&player, 202), 4000);
        assert_eq!(player.next_deadline(at(202)), Some(at(203)));
        assert_eq!(place(&player, 999), 60_000);
        assert_eq!(player.next_deadline(at(999)), None);
        for percent in [0, 49, 201, u16::MAX] {
            assert!(!player.command(PlayerCommand::Speed { percent }, at(999)), "{percent}");
        }
    }

    #[test]
    fn a_moment_of_sound_is_not_listening() {
        let mut player = Player::default();
        player.begin(media(), 60_000, Vec::new(), at(100));
        assert_eq!(player.take_listened(at(101)), None);
        assert_eq!(player.take_listened(at(102)), Some(media()));
        assert_eq!(player.take_listened(at(103)), None, "told once");
        player.begin(media(), 500, Vec::new(), at(200));
        assert_eq!(player.take_listened(at(201)), Some(media()), "all of a short one");
        player.begin(media(), 0, Vec::new(), at(300));
        assert_eq!((player.take_listened(at(301)), player.take_listened(at(302))), (None, Some(media())));
        player.end();
        assert_eq!(player.take_listened(at(400)), None);
    }

    #[test]
    fn the_speed_stays_for_the_next_sound() {
        let mut player = Player::default();
        player.begin(media(), 1000, Vec::new(), at(0));
        player.command(PlayerCommand::Speed { percent: 200 }, at(0));
        player.end();
        assert_eq!(player.view(&media(), at(1)), None);
        let again = player.begin(media(), 1000, Vec::new(), at(5));
        assert_eq!(again, Some(PlayerCommand::Speed { percent: 200 }));
    }
}
