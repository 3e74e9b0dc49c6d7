//! How the receiver takes what it is told, as the agent sees it.

use std::sync::Arc;

use agent_core::{Input, WallMillis, WebhookAnswer, WebhookTrouble, WebhookView};
use tokio::sync::Mutex;

use super::post::Meaning;
use super::signing::Signed;
use crate::clock::Clock;
use crate::inputs::Inputs;

/// Tells the desk what has changed.
#[derive(Debug, Clone)]
pub(super) struct News {
    inputs: Inputs,
    /// Held while it is told, so that the latest is told last.
    known: Arc<Mutex<WebhookView>>,
}

impl News {
    pub(super) fn new(slot: u8, inputs: Inputs) -> Self {
        let known = WebhookView { slot, ..WebhookView::default() };
        Self { inputs, known: Arc::new(Mutex::new(known)) }
    }

    /// `for_minutes`: nothing else has been answered for as long as is ever waited.
    pub(super) async fn answered(&self, status: Option<u16>, meaning: Meaning, for_minutes: bool) {
        self.change(|view| {
            view.last = Some(WebhookAnswer { status, at: Clock::wall() });
            view.trouble = match (meaning, status) {
                (Meaning::Taken, _) => None,
                (Meaning::Blocked, Some(status)) => Some(WebhookTrouble::Blocked { status }),
                (Meaning::Refused, Some(status)) => Some(WebhookTrouble::EventRefused { status }),
                (Meaning::Later | Meaning::Away, _) if for_minutes => Some(WebhookTrouble::Away),
                // It was blocked and is away now: both may end.
                (Meaning::Later | Meaning::Away | Meaning::Blocked | Meaning::Refused, _) => {
                    view.trouble.filter(|trouble| *trouble != WebhookTrouble::KeyringLocked)
                }
            };
            if meaning == Meaning::Refused {
                view.dropped += 1;
            }
        })
        .await;
    }

    pub(super) async fn waiting(&self, count: u32, since: Option<WallMillis>) {
        self.change(|view| (view.waiting, view.waiting_since) = (count, since)).await;
    }

    pub(super) async fn dropped(&self, count: u32, why: WebhookTrouble) {
        self.change(|view| {
            view.dropped += count;
            view.trouble = Some(why);
        })
        .await;
    }

    pub(super) async fn trouble(&self, trouble: WebhookTrouble) {
        self.change(|view| view.trouble = Some(trouble)).await;
    }

    pub(super) async fn signed(&self, signed: Signed) {
        self.change(|view| {
            (view.unsigned, view.own_secret) = (signed == Signed::Not, signed == Signed::WithItsOwn);
        })
        .await;
    }

    /// What was wrong may be right now.
    pub(super) async fn start_anew(&self) {
        self.change(|view| view.trouble = None).await;
    }

    async fn change(&self, edit: impl FnOnce(&mut WebhookView)) {
        let mut known = self.known.lock().await;
        let before = known.clone();
        edit(&mut known);
        if *known != before {
            self.inputs.send(Input::Webhook { news: known.clone() }).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::Mail;

    #[tokio::test]
    async fn a_receiver_that_fails_for_minutes_is_told_until_it_takes_something() {
        let (inputs, mut mail) = Inputs::channel();
        let news = News::new(0, inputs);
        for (status, meaning, for_minutes, trouble) in [
            (Some(503), Meaning::Later, false, None),
            (None, Meaning::Later, true, Some(WebhookTrouble::Away)),
            (Some(503), Meaning::Later, true, Some(WebhookTrouble::Away)),
            (Some(204), Meaning::Taken, true, None),
        ] {
            news.answered(status, meaning, for_minutes).await;
            let Some(Mail::Input(input)) = mail.recv().await else { panic!("nothing is told") };
            let Input::Webhook { news } = *input else { panic!("{input:?}") };
            assert_eq!((news.last.and_then(|last| last.status), news.trouble), (status, trouble));
        }
    }
}
