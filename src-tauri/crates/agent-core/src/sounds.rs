//! Messages and recordings on their way, saved, or heard. One is heard at a time.

use crate::notices::Notices;
use crate::outbox::Outbox;
use crate::{Effect, MediaEvent, MediaId, MediaPurpose, MediaState, MediaView, Notice, Now, Refusal};

/// Files in the order they were asked for.
#[derive(Debug, Default)]
pub(crate) struct Sounds {
    list: Vec<MediaView>,
}

impl Sounds {
    pub(crate) fn fetch(
        &mut self,
        media: MediaId,
        purpose: MediaPurpose,
        out: &mut Outbox,
    ) -> Result<(), Refusal> {
        let known = self.list.iter().find(|view| view.media == media);
        if known.is_some_and(|view| matches!(view.state, MediaState::Fetching { .. })) {
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

    fn is_playing(&self) -> bool {
        self.list.iter().any(|view| view.state == MediaState::Playing)
    }

    pub(crate) fn stop_playing(&mut self, out: &mut Outbox) -> Result<(), Refusal> {
        if !self.is_playing() {
            return Err(Refusal::NotNow);
        }
        self.stop(out);
        Ok(())
    }

    /// Of another session; what is still fetched goes its way untold.
    pub(crate) fn clear(&mut self, out: &mut Outbox) {
        if self.is_playing() {
            self.stop(out);
        }
        self.list.clear();
    }

    fn stop(&mut self, out: &mut Outbox) {
        self.list.retain(|view| view.state != MediaState::Playing);
        out.push(Effect::StopPlaying);
    }

    pub(crate) fn on_event(&mut self, media: MediaId, event: MediaEvent, notices: &mut Notices, now: Now) {
        let Some(view) = self.list.iter_mut().find(|view| view.media == media) else { return };
        let purpose = match view.state {
            MediaState::Fetching { purpose, .. } => Some(purpose),
            MediaState::Saved { .. } | MediaState::Playing | MediaState::Failed { .. } => None,
        };
        let state = match (event, purpose) {
            (MediaEvent::Progress { received, total }, Some(purpose)) => {
                Some(MediaState::Fetching { purpose, received, total })
            }
            (MediaEvent::Saved { path }, Some(_)) => {
                notices.add(Notice::MediaSaved { path: path.clone() }, now);
                Some(MediaState::Saved { path })
            }
            (MediaEvent::Playing, Some(_)) => Some(MediaState::Playing),
            (MediaEvent::Failed { failure }, _) => {
                let name = name_of(&media).to_owned();
                notices.add(Notice::MediaFailed { name, failure: failure.clone() }, now);
                Some(MediaState::Failed { failure })
            }
            (MediaEvent::Stopped, None) if view.state == MediaState::Playing => None,
            // Late news of something that is over.
            (
                MediaEvent::Progress { .. }
                | MediaEvent::Saved { .. }
                | MediaEvent::Playing
                | MediaEvent::Stopped,
                _,
            ) => return,
        };
        self.set(media, state);
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

    pub(crate) fn view(&self) -> Vec<MediaView> {
        self.list.clone()
    }
}

fn name_of(media: &MediaId) -> &str {
    match media {
        MediaId::Voicemail { file, .. } => file,
        MediaId::Recording { name } => name,
    }
}
