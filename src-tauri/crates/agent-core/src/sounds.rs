//! Messages and recordings on their way, saved, or heard. One is heard at a time.

use std::time::Duration;

use crate::batch::Batch;
use crate::notices::Notices;
use crate::outbox::Outbox;
use crate::player::Player;
use crate::{
    BatchView, Effect, Failure, MediaEvent, MediaId, MediaPurpose, MediaState, MediaView, Notice, Now,
    PlayerCommand, PlayingView, Refusal,
};

/// Files in the order they were asked for.
#[derive(Debug, Default)]
pub(crate) struct Sounds {
    list: Vec<MediaView>,
    player: Player,
    batch: Option<Batch>,
}

impl Sounds {
    pub(crate) fn fetch(
        &mut self,
        media: MediaId,
        purpose: MediaPurpose,
        out: &mut Outbox,
    ) -> Result<(), Refusal> {
        if self.is_fetched(&media) {
            return Err(Refusal::NotNow);
        }
        if purpose == MediaPurpose::Play && self.is_playing() {
            self.stop(out);
        }
        let state = MediaState::Fetching { purpose, received: 0, total: None };
        self.set(media.clone(), Some(state));
        out.push(Effect::Fetch { media, purpose });
        Ok(())
    }

    /// Saves one after the other.
    pub(crate) fn save_all(&mut self, media: Vec<MediaId>, out: &mut Outbox) -> Result<(), Refusal> {
        if self.batch.is_some() {
            return Err(Refusal::NotNow);
        }
        self.batch = Some(Batch::new(media).ok_or(Refusal::NoSuchItem)?);
        self.fetch_next(out);
        Ok(())
    }

    fn fetch_next(&mut self, out: &mut Outbox) {
        let Some(media) = self.batch.as_ref().and_then(Batch::current).cloned() else { return };
        // One that is on its way already counts when it is there.
        let _ = self.fetch(media, MediaPurpose::Save, out);
    }

    fn is_fetched(&self, media: &MediaId) -> bool {
        let known = self.list.iter().find(|view| view.media == *media);
        known.is_some_and(|view| matches!(view.state, MediaState::Fetching { .. }))
    }

    /// What was fetched in vain lies where the runtime put it.
    pub(crate) fn open_elsewhere(&mut self, media: MediaId, out: &mut Outbox) -> Result<(), Refusal> {
        let known = self.list.iter().find(|view| view.media == media);
        if !known.is_some_and(|view| matches!(view.state, MediaState::Failed { can_open: true, .. })) {
            return Err(Refusal::NotNow);
        }
        out.push(Effect::OpenFile { media });
        Ok(())
    }

    fn is_playing(&self) -> bool {
        self.player.media().is_some()
    }

    pub(crate) fn stop_playing(&mut self, out: &mut Outbox) -> Result<(), Refusal> {
        if !self.is_playing() {
            return Err(Refusal::NotNow);
        }
        self.stop(out);
        Ok(())
    }

    pub(crate) fn command(
        &mut self,
        command: PlayerCommand,
        out: &mut Outbox,
        now: Now,
    ) -> Result<(), Refusal> {
        if !self.player.command(command, now.monotonic) {
            return Err(Refusal::NotNow);
        }
        out.push(Effect::Player { command });
        Ok(())
    }

    /// Of another session; what is still fetched goes its way untold.
    pub(crate) fn clear(&mut self, out: &mut Outbox) {
        if self.is_playing() {
            self.stop(out);
        }
        self.list.clear();
        self.batch = None;
    }

    fn stop(&mut self, out: &mut Outbox) {
        self.list.retain(|view| !is_playing(view));
        self.player.end();
        out.push(Effect::StopPlaying);
    }

    pub(crate) fn on_event(
        &mut self,
        media: MediaId,
        event: MediaEvent,
        notices: &mut Notices,
        out: &mut Outbox,
        now: Now,
    ) {
        let Some(view) = self.list.iter_mut().find(|view| view.media == media) else { return };
        let purpose = match view.state {
            MediaState::Fetching { purpose, .. } => Some(purpose),
            MediaState::Saved { .. } | MediaState::Playing(_) | MediaState::Failed { .. } => None,
        };
        let state = match (event, purpose) {
            (MediaEvent::Progress { received, total }, Some(purpose)) => {
                Some(MediaState::Fetching { purpose, received, total })
            }
            (MediaEvent::Saved { path }, Some(_)) => {
                if !self.is_one_of_many(&media, true) {
                    notices.add(Notice::MediaSaved { path: path.clone() }, now);
                }
                // What is saved while it is heard is still heard.
                let is_heard = self.player.media() == Some(&media);
                Some(if is_heard {
                    MediaState::Playing(PlayingView::default())
                } else {
                    MediaState::Saved { path }
                })
            }
            (MediaEvent::Playing { length, loudness }, Some(_)) => {
                let command = self.player.begin(media.clone(), length, loudness, now.monotonic);
                if let Some(command) = command {
                    out.push(Effect::Player { command });
                }
                Some(MediaState::Playing(PlayingView::default()))
            }
            (MediaEvent::Failed { failure }, _) => {
                if !self.is_one_of_many(&media, false) {
                    let name = name_of(&media).to_owned();
                    notices.add(Notice::MediaFailed { name, failure: failure.clone() }, now);
                }
                let can_open =
                    matches!(&failure, Failure::Unplayable { why } if why.may_be_heard_elsewhere());
                Some(MediaState::Failed { failure, can_open })
            }
            (MediaEvent::NotOpened { failure }, _) => {
                let name = name_of(&media).to_owned();
                notices.add(Notice::MediaFailed { name, failure }, now);
                return;
            }
            (MediaEvent::Stopped, purpose) if self.player.media() == Some(&media) => {
                self.player.end();
                if purpose.is_some() {
                    return;
                }
                None
            }
            // Late news of something that is over.
            (
                MediaEvent::Progress { .. }
                | MediaEvent::Saved { .. }
                | MediaEvent::Playing { .. }
                | MediaEvent::Opened
                | MediaEvent::Stopped,
                _,
            ) => return,
        };
        self.set(media, state);
        self.go_on_with_batch(notices, out, now);
    }

    fn is_one_of_many(&mut self, media: &MediaId, saved: bool) -> bool {
        self.batch.as_mut().is_some_and(|batch| batch.settle(media, saved))
    }

    fn go_on_with_batch(&mut self, notices: &mut Notices, out: &mut Outbox, now: Now) {
        let Some(batch) = &self.batch else { return };
        if let Some((saved, failed)) = batch.result() {
            self.batch = None;
            notices.add(Notice::ManySaved { saved, failed }, now);
        } else if batch.current().is_some_and(|next| !self.is_fetched(next)) {
            self.fetch_next(out);
        }
    }

    fn set(&mut self, media: MediaId, state: Option<MediaState>) {
        let at = self.list.iter().position(|view| view.media == media);
        match (at, state) {
            (Some(at), Some(state)) => self.list[at].state = state,
            (Some(at), None) => drop(self.list.remove(at)),
            (None, Some(state)) => self.list.push(MediaView { media, state }),
            (None, None) => {}
        }
    }

    /// The player's next second.
    pub(crate) fn next_deadline(&self, now: Now) -> Option<Duration> {
        self.player.next_deadline(now.monotonic)
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

fn is_playing(view: &MediaView) -> bool {
    matches!(view.state, MediaState::Playing(_))
}

fn name_of(media: &MediaId) -> &str {
    match media {
        MediaId::Voicemail { file, .. } => file,
        MediaId::Recording { name } => name,
    }
}
