//! What people do, at random, and what happens to reports on their way.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::day::{Deed, Trouble};

fn deed() -> impl Strategy<Value = Deed> {
    let colleague = prop::sample::select(vec!["102", "103", "104"]);
    let phone = prop::sample::select(vec!["101", "101", "101", "102", "103", "104"]);
    let target = prop::sample::select(vec!["101", "102", "103", "5551234", "999"]);
    prop_oneof![
        4 => Just(Deed::OutsideCalls("101")),
        2 => colleague.clone().prop_map(Deed::OutsideCalls),
        3 => prop::sample::select(vec!["6500", "6501"]).prop_map(Deed::OutsideCallsQueue),
        3 => (phone.clone(), target).prop_map(|(from, to)| Deed::Calls(from, to)),
        8 => phone.clone().prop_map(Deed::Lift),
        5 => phone.clone().prop_map(Deed::HangUp),
        3 => Just(Deed::OutsideAnswers),
        4 => (0..3_usize).prop_map(Deed::OutsideHangsUp),
        1 => phone.clone().prop_map(Deed::PressHold),
        2 => (phone, colleague).prop_map(|(from, to)| Deed::Transfers(from, to)),
        2 => Just(Deed::Nothing),
    ]
}

pub(crate) fn deeds() -> impl Strategy<Value = Vec<(u64, Deed)>> {
    prop::collection::vec((1000..20_000_u64, deed()), 1..40)
}

/// Late by so many milliseconds, and perhaps once more so many milliseconds later.
pub(crate) fn trouble() -> impl Strategy<Value = Trouble> {
    let again = prop_oneof![3 => Just(None), 1 => (1..2000_u64).prop_map(Some)];
    let once = (0..400_u64, again, Just(false));
    prop::collection::vec(once, 64).prop_map(Trouble)
}

/// As above, and one in eight is lost, never three in a row: then nothing would tell that a call has ended.
pub(crate) fn losses() -> impl Strategy<Value = Trouble> {
    let lost = prop_oneof![7 => Just(false), 1 => Just(true)];
    prop::collection::vec((0..400_u64, Just(None), lost), 64).prop_map(Trouble)
}

/// The same days each time, so that a check that passed passes again; `DAYS=10000 DAYS_SEED=7` tries others.
pub(crate) fn config() -> ProptestConfig {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    ProptestConfig {
        cases: number("DAYS").map_or(200, |days: u64| u32::try_from(days).unwrap()),
        rng_seed: RngSeed::Fixed(number("DAYS_SEED").unwrap_or(1)),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
