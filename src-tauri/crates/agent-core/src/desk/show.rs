//! The view: a pure projection of the parts.

use super::Desk;
use crate::calls::view::{CallState, CallView};
use crate::favourites;
use crate::phone::AgentView;
use crate::practice::Practice;
use crate::results;
use crate::session::view::ConnectionView;
use crate::view::View;
use crate::window_keys;

/// What to show now, but for its revision.
pub(super) fn view(desk: &Desk) -> View {
    let Desk { shared, session, calls, followers, .. } = desk;
    let agent_state = desk.duty.view(&desk.queues, shared);
    let seen: Vec<CallView> =
        followers.view(calls, shared).into_iter().map(|call| missed_before(call, desk)).collect();
    View {
        // Any other number would make each view differ from the one before, and every window would draw at each step.
        revision: 0,
        now: shared.now.wall,
        clock: u64::try_from(shared.now.monotonic.as_millis()).unwrap_or(u64::MAX),
        connection: ConnectionView { odd_rows: desk.heard.odd_rows.count(), ..session.view() },
        agent: agent(desk),
        practice: Practice::of(
            shared.governed.policy(),
            &agent_state.state,
            seen.iter().map(|call| call.state),
        ),
        agent_state,
        calls: seen,
        consult: desk.consult.view(calls, shared),
        dial: desk.doors.view(calls, shared),
        hotkeys: desk.hotkeys.view(shared),
        keys: window_keys::view(&shared.settings.preferences, shared.keyboard),
        wrap_ups: followers.work.view(shared),
        quit: desk.quitting.view(),
        results: results::view(shared.governed.policy()),
        queues: desk.queues.view(shared),
        team: desk.team.view(&desk.queues, shared),
        favourites: favourites::view(shared),
        // Numbers that are hidden are known by what is shown of them alone.
        stars: if shared.settings.names_hidden { Vec::new() } else { shared.stars.numbers().to_vec() },
        voicemail: desk.voicemail.view(session.clock_view(), shared),
        missed: desk.missed.view(shared),
        media: desk.sounds.view(shared.now),
        batch: desk.sounds.batch_view(),
        notices: shared.notices.view(),
        recent: followers.rows.recent().to_vec(),
        history_revision: followers.rows.revision(),
        contact_sources: shared.sources.view(),
        webhooks: desk.machine.programs.webhook_views(),
        crm_tests: desk.machine.programs.page_tests().to_vec(),
        settings: shared.settings.clone(),
        policy: shared.governed.policy().clone(),
        password_kept: desk.machine.password_kept,
        test_call: desk.machine.test_call.is_shown(),
        demo: shared.demo,
    }
}

/// A call that goes on, with how often it was missed before.
fn missed_before(call: CallView, desk: &Desk) -> CallView {
    let number = call.number.as_deref().filter(|_| call.state != CallState::Ended);
    let missed = number.map(|number| desk.missed.times(number, desk.shared.now.wall));
    CallView { missed: missed.unwrap_or_default(), ..call }
}

/// Who is signed in, or will be again by itself.
fn agent(Desk { shared, session, phone, .. }: &Desk) -> Option<AgentView> {
    let is_shown = session.is_known() && session.is_wanted();
    shared.own.as_ref().filter(|_| is_shown).map(|own| phone.view(own, shared))
}
