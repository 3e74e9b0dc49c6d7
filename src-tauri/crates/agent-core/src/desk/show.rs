//! The view: a pure projection of the parts, published when it differs from the last one.

use std::sync::Arc;

use super::Desk;
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
        View {
            revision: self.view.revision + 1,
            now: self.shared.now.wall,
            connection: ConnectionView { odd_rows: self.odd_rows.count(), ..self.session.view() },
            agent: self.agent_view(),
            calls: self.followers.view(&self.calls, &self.shared),
            dial: DialView {
                waiting: self.waiting.view(),
                question: self.dial_questions.view(),
                shown: self.dial_shown,
                ..self.calls.dial_view(&self.shared)
            },
            wrap_ups: self.followers.work.view(self.shared.now),
            queues: self.queues.view(&self.shared),
            voicemail: self.voicemail.view(&self.shared),
            media: self.sounds.view(self.shared.now),
            batch: self.sounds.batch_view(),
            notices: self.shared.notices.view(),
            recent: self.followers.rows.recent().to_vec(),
            history_revision: self.followers.rows.revision(),
            webhook: self.other_programs.webhook_view(),
            settings: self.shared.settings.clone(),
            password_kept: self.password_kept,
            demo: self.demo,
        }
    }

    /// Who is signed in, or will be again by itself.
    fn agent_view(&self) -> Option<AgentView> {
        let is_shown = self.session.is_known() && self.session.is_wanted();
        self.shared.own.as_ref().filter(|_| is_shown).map(|own| self.phone.view(own, &self.shared))
    }
}
