//! What goes wrong in a shift.

use std::time::Duration;

use fastrand::Rng;
use pbx_simulator::Fault;

/// One trouble; it lasts for some calls, or strikes between two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// A switch of the PBX, on for so many calls.
    Pbx(Vec<Fault>, u32),
    /// The PBX restarts.
    Reboot,
    /// Its sessions are gone.
    TokensExpire,
    /// The agent's machine sleeps; a customer calls meanwhile.
    Sleep(Duration),
    /// The agent's clock is set by so many seconds, for so many calls.
    ClockJumps(i64, u32),
    /// The agent's machine is in another network: it has another address. The old one still works, as nothing here can
    /// take it away.
    Moves(u8),
    /// Nothing can be written, for so many calls.
    DiskFull(u32),
    /// `kill -9`, in the middle of a call or between two.
    Killed {
        /// In the middle.
        in_a_call: bool,
    },
}

/// The next one.
pub(crate) fn draw(dice: &mut Rng) -> Trouble {
    let calls = dice.u32(1..4);
    match dice.u32(..17) {
        0 => Trouble::Pbx(vec![Fault::DropReports { actions: Vec::new() }], calls),
        1 => Trouble::Pbx(vec![Fault::DropReports { actions: vec!["BYE".to_owned()] }], calls),
        2 => Trouble::Pbx(vec![Fault::DropReports { actions: vec!["NewCdr".to_owned()] }], calls),
        3 => Trouble::Pbx(vec![Fault::DropReports { actions: vec!["RING".to_owned()] }], calls),
        4 => Trouble::Pbx(vec![Fault::DuplicateReports], calls),
        5 => Trouble::Pbx(vec![Fault::DuplicateReports, Fault::ReorderReports], calls),
        6 => Trouble::Pbx(vec![Fault::Hang], calls),
        7 => Trouble::Pbx(vec![Fault::Unreachable], calls),
        8 => Trouble::Pbx(vec![Fault::ServerError { status: 502 }], calls),
        9 => Trouble::Pbx(vec![Fault::Html], calls),
        10 => Trouble::Reboot,
        11 => Trouble::TokensExpire,
        12 => Trouble::Sleep(Duration::from_secs(dice.u64(3..9))),
        13 => Trouble::ClockJumps(dice.choice([-3600, -90, 90, 3600]).unwrap_or(0), calls),
        14 => Trouble::DiskFull(calls),
        15 => Trouble::Moves(dice.u8(2..250)),
        _ => Trouble::Killed { in_a_call: dice.bool() },
    }
}
