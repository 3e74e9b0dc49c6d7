//! The view: a pure projection of the parts, published when it differs from the last one.

use std::sync::Arc;

use super::Desk;
use crate::voicemail::ask::MailList;
use crate::{AgentView, ConnectionView, DialView, View};

impl Desk {
    pub(super) fn publish(&mut self) {
        let next = self.build_view();
        let is_same = View { revision: self.view.revision, now: self.view.now, ..next.clone() } == *self.view;
        if !is_same {
            self.view = Arc::new(next);
        }
    }

    fn build_view(&self) -> View {
        let online = self.session.is_online();
        View {
            revision: self.view.revision + 1,
            now: self.now.wall,
            connection: ConnectionView { odd_rows: self.odd_rows.count(), ..self.session.view() },
            agent: self.agent_view(),
            calls: self.followers.view(
                &self.calls,
                &self.directory,
                |number| self.queues.name(number),
                (online, self.now),
            ),
            dial: DialView {
                waiting: self.waiting.view(),
                question: self.dial_questions.view(),
                shown: self.dial_shown,
                ..self.calls.dial_view(online)
            },
            wrap_ups: self.followers.work.view(self.now),
            queues: self.queues.view(&self.directory, online),
            voicemail: self.voicemail.view(
                self.session.extension().as_ref(),
                &self.directory,
                &self.settings.heard,
                self.is_asking_for_voicemail(),
            ),
            media: self.sounds.view(self.now),
            batch: self.sounds.batch_view(),
            notices: self.notices.view(),
            recent: self.followers.rows.recent().to_vec(),
            history_revision: self.followers.rows.revision(),
            webhook: self.other_programs.webhook_view(),
            settings: self.settings.clone(),
            password_kept: self.password_kept,
            demo: self.demo,
        }
    }

    fn is_asking_for_voicemail(&self) -> bool {
        let list = |extension| self.outbox.waits_for(&MailList { extension }.into());
        self.session.extension().is_some_and(list)
    }

    /// Who is signed in, or will be again by itself.
    fn agent_view(&self) -> Option<AgentView> {
        let is_shown = self.session.is_known() && self.session.is_wanted();
        self.session.extension().filter(|_| is_shown).map(|own| {
            let name = self.directory.name(&own);
            self.phone.view(&own, name, self.session.is_online())
        })
    }
}
