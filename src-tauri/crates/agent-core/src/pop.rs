//! The pop-up: which calls it shows, which of them whole, and where the agent wants it. It is drawn and placed elsewhere.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::calls::view::{CallDirection, CallState, CallView};
use crate::settings::Settings;
use crate::shared::Shared;

/// More would hide what the agent works in.
const MOST_STRIPS: usize = 4;
/// Sets of screens of which a place is kept; a desk, a meeting room, a home and what lies between.
const MOST_PLACES: usize = 8;
/// A whole, in the parts that places are kept in.
const WHOLE: u32 = 10_000;

/// What the agent wants of the pop-up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct PopTastes {
    pub show: PopShow,
    pub place: PopPlace,
    pub screen: PopScreen,
    pub after: PopAfter,
}

/// Which calls pop up. Notifications and announcements come for all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PopShow {
    #[default]
    All,
    Queue,
    Outside,
    None,
}

/// Where the pop-up stands on its screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PopPlace {
    #[default]
    BottomRight,
    BottomLeft,
    TopRight,
    TopLeft,
    /// Where the agent has left it.
    WhereLeft,
}

/// On which screen the pop-up stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PopScreen {
    /// Where the pointer is, else where the main window is.
    #[default]
    Pointer,
    MainWindow,
    Primary,
}

/// What becomes of the pop-up when the call is answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PopAfter {
    /// One line.
    #[default]
    Strip,
    /// Stays as it is.
    Whole,
    Gone,
}

/// Where the agent has left the pop-up, with one set of screens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct KeptPlace {
    /// All screens that were there.
    pub screens: String,
    /// The one it stood on.
    pub screen: String,
    /// Of the room that the pop-up leaves free beside it, so much lies at its left, in ten-thousandths.
    pub across: u32,
    /// The same of what lies above it.
    pub down: u32,
}

/// What can be wished of the pop-up's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum PopPlaceIntent {
    /// The agent has put the pop-up there: it stays there.
    KeepPopPlace { place: KeptPlace },
    /// The pop-up goes back to where it stands by itself.
    ResetPopPlace,
}

pub(crate) fn on_intent(intent: PopPlaceIntent, shared: &mut Shared) {
    match intent {
        PopPlaceIntent::KeepPopPlace { place } => shared.settings.keep_pop_place(place),
        PopPlaceIntent::ResetPopPlace => shared.settings.reset_pop_place(),
    }
    shared.save_settings();
}

impl Settings {
    /// The agent has put it there: it stays there.
    fn keep_pop_place(&mut self, place: KeptPlace) {
        // It comes from a page or a file; beyond a whole it would lie off the screen.
        let place = KeptPlace { across: place.across.min(WHOLE), down: place.down.min(WHOLE), ..place };
        // The newest last, so that what is dropped was used longest ago.
        self.pop_places.retain(|kept| kept.screens != place.screens);
        self.pop_places.push(place);
        let too_many = self.pop_places.len().saturating_sub(MOST_PLACES);
        self.pop_places.drain(..too_many);
        self.preferences.pop.place = PopPlace::WhereLeft;
    }

    /// As it was before the agent has moved anything.
    fn reset_pop_place(&mut self) {
        self.pop_places.clear();
        // For which calls it comes has nothing to do with where it stands.
        let usual = PopTastes::default();
        self.preferences.pop = PopTastes { place: usual.place, screen: usual.screen, ..self.preferences.pop };
    }
}

/// Whether the agent wants to see this call pop up as it stands now.
pub(crate) fn is_wanted(call: &CallView, tastes: PopTastes) -> bool {
    let is_meant = match tastes.show {
        PopShow::All => true,
        // Only what came by a queue has the mark of one.
        PopShow::Queue => call.mark.is_some(),
        PopShow::Outside => call.direction != CallDirection::Internal,
        PopShow::None => false,
    };
    is_meant && !(tastes.after == PopAfter::Gone && is_answered(call))
}

fn is_answered(call: &CallView) -> bool {
    matches!(call.state, CallState::Talking | CallState::Held)
}

/// What stands in the pop-up: one call whole at most, the others in a line each, oldest first.
#[derive(Debug, Default)]
pub struct PopShape<'a> {
    pub whole: Option<&'a CallView>,
    pub strips: Vec<&'a CallView>,
}

impl<'a> PopShape<'a> {
    /// The newest that waits for an answer is whole.
    pub fn of(calls: &'a [CallView], after: PopAfter) -> Self {
        let shown = || calls.iter().filter(|call| call.pop);
        // A call that wants an answer comes before one that goes on, whichever began later.
        let waits = shown().rfind(|call| !is_answered(call));
        let stays = || shown().next_back().filter(|_| after == PopAfter::Whole);
        let whole = waits.or_else(stays);
        let strips: Vec<&CallView> =
            shown().filter(|call| whole.is_none_or(|whole| whole.key != call.key)).collect();
        // The oldest give way: what came last is what the agent has not seen yet.
        let newest = strips.len().saturating_sub(MOST_STRIPS);
        Self { whole, strips: strips[newest..].to_vec() }
    }

    pub fn is_empty(&self) -> bool {
        self.whole.is_none() && self.strips.is_empty()
    }
}
