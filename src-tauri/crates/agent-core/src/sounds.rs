//! Messages and recordings on their way, saved, or heard. One is heard at a time.

pub(crate) mod batch;
pub(crate) mod intents;
pub(crate) mod media;
pub(crate) mod player;

use std::time::Duration;

use pbx_protocol::Meaning;

use crate::effect::Effect;
use crate::failure::{Failure, Refusal};
use crate::notice::Notice;
use crate::now::Now;
use crate::shared::Shared;
use crate::sounds::batch::{Batch, BatchView};
use crate::sounds::media::{MediaEvent, MediaId, MediaPurpose, MediaState, MediaView};
use crate::sounds::player::{Player, PlayerCommand, PlayingView};
use crate::voicemail::Voicemail;

/// More than a page shows.
const MOST: usize = 50;
/// A download that finds no PBX is tried again after that, so often.
const TRIED_AGAIN: Duration = Duration::from_secs(5);
// A minute in all, in which only time online counts: a PBX that starts anew costs no file.
const TRIES: u32 = 12;

/// Files in the order they were asked for.
#[derive(Debug, Default)]
pub(crate) struct Sounds {
    list: Vec<MediaView>,
    player: Player,
    batch: Option<Batch>,
    /// The PBX is away: the batch goes on then.
    batch_at: Option<Duration>,
}

impl Sounds {
    /// A message has to be in our mailbox.
    pub(crate) fn want(
        &mut self,
        media: MediaId,
        purpose: MediaPurpose,
        voicemail: &Voicemail,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        let own = shared.signed_in()?;
        if let MediaId::Voicemail { extension, file } = &media
            && !(*extension == own.as_str() && voicemail.contains(file))
        {
            return Err(Refusal::NoSuchItem);
        }
        self.fetch(media, purpose, shared)
    }

    fn fetch(&mut self, media: MediaId, purpose: MediaPurpose, shared: &mut Shared) -> Result<(), Refusal> {
        if self.is_fetched(&media) {
            return Err(Refusal::NotNow);
        }
        // There is one loudspeaker, and the person has turned to the next: silence until it comes, not the old one.
        if purpose == MediaPurpose::Play && self.is_playing() {
            self.stop(shared);
        }
        let state = MediaState::Fetching { purpose, received: 0, total: None };
        self.set(media.clone(), Some(state));
        shared.push(Effect::Fetch { media, purpose });
        Ok(())
    }

    /// Saves one after the other.
    pub(crate) fn save_all(
        &mut self,
        media: Vec<MediaId>,
        voicemail: &Voicemail,
        shared: &mut Shared,
    ) -> Result<(), Refusal> {
        shared.signed_in()?;
        let there = |one: &MediaId| match one {
            MediaId::Voicemail { file, .. } => voicemail.contains(file),
            MediaId::Recording { .. } => true,
        };
        // One that was deleted since the page was drawn costs the others nothing.
        let media = media.into_iter().filter(there).collect();
        if self.batch.is_some() {
            return Err(Refusal::NotNow);
        }
        self.batch = Some(Batch::new(media).ok_or(Refusal::NoSuchItem)?);
        self.fetch_next(shared);
        Ok(())
    }

    fn fetch_next(&mut self, shared: &mut Shared) {
        let Some(media) = self.batch.as_ref().and_then(Batch::current).cloned() else { return };
        // One that is on its way already counts when it is there.
        let _ = self.fetch(media, MediaPurpose::Save, shared);
    }

    fn is_fetched(&self, media: &MediaId) -> bool {
        let known = self.list.iter().find(|view| view.media == *media);
        known.is_some_and(|view| matches!(view.state, MediaState::Fetching { .. }))
    }

    /// What was fetched in vain lies where the runtime put it.
    pub(crate) fn open_elsewhere(&mut self, media: MediaId, shared: &mut Shared) -> Result<(), Refusal> {
        let known = self.list.iter().find(|view| view.media == media);
        if !known.is_some_and(|view| matches!(view.state, MediaState::Failed { can_open: true, .. })) {
            return Err(Refusal::NotNow);
        }
        shared.push(Effect::OpenFile { media });
        Ok(())
    }

    /// What has been listened to; told once.
    pub(crate) fn take_listened(&mut self, now: Now) -> Option<MediaId> {
        self.player.take_listened(now.monotonic)
    }

    fn is_playing(&self) -> bool {
        self.player.media().is_some()
    }

    pub(crate) fn stop_playing(&mut self, shared: &mut Shared) -> Result<(), Refusal> {
        if !self.is_playing() {
            return Err(Refusal::NotNow);
        }
        self.stop(shared);
        Ok(())
    }

    pub(crate) fn command(&mut self, command: PlayerCommand, shared: &mut Shared) -> Result<(), Refusal> {
        if !self.player.command(command, shared.now.monotonic) {
            return Err(Refusal::NotNow);
        }
        shared.push(Effect::Player { command });
        Ok(())
    }

    /// Of another session; what is still fetched goes its way untold.
    pub(crate) fn clear(&mut self, shared: &mut Shared) {
        if self.is_playing() {
            self.stop(shared);
        }
        self.list.clear();
        self.batch = None;
        self.batch_at = None;
    }

    /// That it was saved, or could not be. What is still heard or fetched goes on.
    pub(crate) fn forget_message(&mut self, name: &str) {
        self.list.retain(|view| {
            let is_it = matches!(&view.media, MediaId::Voicemail { file, .. } if file == name);
            let is_over = matches!(view.state, MediaState::Saved { .. } | MediaState::Failed { .. });
            !(is_it && is_over)
        });
    }

    fn stop(&mut self, shared: &mut Shared) {
        self.list.retain(|view| !is_playing(view));
        self.player.end();
        shared.push(Effect::StopPlaying);
    }

    pub(crate) fn on_event(&mut self, media: MediaId, event: MediaEvent, shared: &mut Shared) {
        let Some(view) = self.list.iter_mut().find(|view| view.media == media) else { return };
        match (event, &view.state) {
            (MediaEvent::NotOpened { failure }, _) => {
                let name = media.name().to_owned();
                shared.tell(Notice::MediaFailed { name, failure });
            }
            (event, &MediaState::Fetching { purpose, .. }) => self.on_fetching(media, purpose, event, shared),
            (event, MediaState::Saved { .. } | MediaState::Playing(_) | MediaState::Failed { .. }) => {
                self.on_fetched(media, event, shared);
            }
        }
    }

    fn on_fetching(&mut self, media: MediaId, purpose: MediaPurpose, event: MediaEvent, shared: &mut Shared) {
        let state = match event {
            MediaEvent::Progress { received, total } => {
                Some(MediaState::Fetching { purpose, received, total })
            }
            MediaEvent::Saved { path } => Some(self.on_saved(&media, path, shared)),
            MediaEvent::Playing { length, loudness } => {
                let command = self.player.begin(media.clone(), length, loudness, shared.now.monotonic);
                if let Some(command) = command {
                    shared.push(Effect::Player { command });
                }
                Some(MediaState::Playing(PlayingView::default()))
            }
            MediaEvent::Failed { failure } if self.waits_for_the_pbx(&media, &failure) => {
                self.batch_at = Some(shared.now.monotonic + TRIED_AGAIN);
                self.set(media, None);
                return;
            }
            MediaEvent::Failed { failure } => Some(self.on_failed(&media, failure, shared)),
            // One that is saved as well goes its way: only the hearing was called off.
            MediaEvent::Withdrawn if purpose == MediaPurpose::Play => None,
            // It was heard before and is being saved now; that goes on.
            MediaEvent::Stopped if self.player.media() == Some(&media) => return self.player.end(),
            MediaEvent::Withdrawn
            | MediaEvent::Stopped
            | MediaEvent::Opened
            | MediaEvent::NotOpened { .. } => return,
        };
        self.set(media, state);
        self.go_on_with_batch(shared);
    }

    fn on_fetched(&mut self, media: MediaId, event: MediaEvent, shared: &mut Shared) {
        let state = match event {
            MediaEvent::Failed { failure } => Some(self.on_failed(&media, failure, shared)),
            MediaEvent::Stopped if self.player.media() == Some(&media) => {
                self.player.end();
                None
            }
            // Late news of something that is over.
            MediaEvent::Progress { .. }
            | MediaEvent::Saved { .. }
            | MediaEvent::Playing { .. }
            | MediaEvent::Opened
            | MediaEvent::NotOpened { .. }
            | MediaEvent::Withdrawn
            | MediaEvent::Stopped => return,
        };
        self.set(media, state);
        self.go_on_with_batch(shared);
    }

    fn on_saved(&mut self, media: &MediaId, path: String, shared: &mut Shared) -> MediaState {
        if !self.is_one_of_many(media, None) {
            shared.tell(Notice::MediaSaved { path: path.clone() });
        }
        // What is saved while it is heard is still heard.
        if self.player.media() == Some(media) {
            MediaState::Playing(PlayingView::default())
        } else {
            MediaState::Saved { path }
        }
    }

    fn on_failed(&mut self, media: &MediaId, failure: Failure, shared: &mut Shared) -> MediaState {
        if !self.is_one_of_many(media, Some(&failure)) {
            let name = media.name().to_owned();
            shared.tell(Notice::MediaFailed { name, failure: failure.clone() });
        }
        let can_open = matches!(&failure, Failure::Unplayable { why } if why.may_be_heard_elsewhere());
        MediaState::Failed { failure, can_open }
    }

    /// Many files are not lost to a moment without the PBX.
    fn waits_for_the_pbx(&mut self, media: &MediaId, failure: &Failure) -> bool {
        let is_away = matches!(
            failure,
            Failure::NotSignedIn
                | Failure::Unreachable { .. }
                | Failure::TimedOut
                | Failure::Refused { meaning: Meaning::TokenGone, .. }
        );
        is_away && self.batch.as_mut().is_some_and(|batch| batch.try_again(media, TRIES))
    }

    /// While the PBX is away nothing is fetched.
    pub(crate) fn go_on_when_due(&mut self, shared: &mut Shared) {
        if self.batch_at.take_if(|at| *at <= shared.now.monotonic).is_none() {
            return;
        }
        if shared.online {
            self.fetch_next(shared);
        } else {
            self.batch_at = Some(shared.now.monotonic + TRIED_AGAIN);
        }
    }

    fn is_one_of_many(&mut self, media: &MediaId, trouble: Option<&Failure>) -> bool {
        self.batch.as_mut().is_some_and(|batch| batch.settle(media, trouble))
    }

    fn go_on_with_batch(&mut self, shared: &mut Shared) {
        let Some(batch) = &self.batch else { return };
        if let Some(result) = batch.result() {
            self.batch = None;
            shared.tell(result);
        } else if batch.current().is_some_and(|next| !self.is_fetched(next)) {
            self.fetch_next(shared);
        }
    }

    fn set(&mut self, media: MediaId, state: Option<MediaState>) {
        let at = self.list.iter().position(|view| view.media == media);
        match (at, state) {
            (Some(at), Some(state)) => self.list[at].state = state,
            (Some(at), None) => drop(self.list.remove(at)),
            (None, Some(state)) => {
                self.list.push(MediaView { media, state });
                self.forget_the_oldest();
            }
            (None, None) => {}
        }
    }

    /// What is over is of interest for a while only, and each view holds the list.
    fn forget_the_oldest(&mut self) {
        if self.list.len() > MOST
            && let Some(at) = self.list.iter().position(is_over)
        {
            self.list.remove(at);
        }
    }

    /// The player's next second.
    pub(crate) fn next_deadline(&self, now: Now) -> Option<Duration> {
        self.player.next_deadline(now.monotonic).into_iter().chain(self.batch_at).min()
    }

    pub(crate) fn view(&self, now: Now) -> Vec<MediaView> {
        let mut list = self.list.clone();
        for view in &mut list {
            if let Some(playing) = self.player.view(&view.media, now.monotonic)
                && is_playing(view)
            {
                view.state = MediaState::Playing(playing);
            }
        }
        list
    }

    pub(crate) fn batch_view(&self) -> Option<BatchView> {
        self.batch.as_ref().map(Batch::view)
    }
}

fn is_over(view: &MediaView) -> bool {
    matches!(view.state, MediaState::Saved { .. } | MediaState::Failed { .. })
}

fn is_playing(view: &MediaView) -> bool {
    matches!(view.state, MediaState::Playing(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_is_forgotten_after_a_while() {
        let (mut sounds, mut shared) = (Sounds::default(), Shared::default());
        let name = |number: usize| MediaId::Recording { name: format!("{number}.wav") };
        sounds.fetch(name(0), MediaPurpose::Save, &mut shared).unwrap();
        for number in 1..200 {
            sounds.fetch(name(number), MediaPurpose::Save, &mut shared).unwrap();
            let saved = MediaEvent::Saved { path: format!("/downloads/{number}.wav") };
            sounds.on_event(name(number), saved, &mut shared);
        }
        let shown: Vec<MediaId> = sounds.view(shared.now).into_iter().map(|view| view.media).collect();
        assert_eq!(shown.len(), MOST);
        assert!(shown.contains(&name(0)), "what is on its way stays");
        assert!(shown.contains(&name(199)) && !shown.contains(&name(1)), "{shown:?}");
    }
}
