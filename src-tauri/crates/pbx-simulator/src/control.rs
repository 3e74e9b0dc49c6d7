//! Test controls: phones, outside callers, faults.

pub(crate) mod act;
pub mod actions;
pub(crate) mod port;

use std::sync::Arc;
use std::time::Duration;

use pbx_protocol::{DialString, Extension, QueueNumber};

use crate::driver::Driver;
use crate::faults::Fault;
use crate::model::action::{Action, ControlError};
use crate::snapshot::Snapshot;

/// The awaited state did not come about.
#[derive(Debug, thiserror::Error)]
#[error("waited {} s in vain; the exchange: {last:#?}", waited.as_secs())]
pub struct WaitedTooLong {
    /// How long was waited.
    pub waited: Duration,
    /// The exchange at the end.
    pub last: Arc<Snapshot>,
}

/// Long enough for a loaded machine; a test that fails waits this long, one that passes does not.
const PATIENCE: Duration = Duration::from_secs(20);

/// Lifts phones, calls in from outside, switches faults, and waits for what comes of it. Cheap to clone, usable from any
/// thread.
///
/// ```
/// use pbx_simulator::{Fault, Options, Simulator, World};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let simulator = Simulator::start(World::demo(), Options::default()).await?;
/// let control = simulator.control();
/// control.set_fault(Fault::DropReports { actions: vec!["BYE".to_owned()] });
/// control.outside_calls_queue("13800138000", "6500")?;
/// control.lift("102")?;
/// control.wait_for(|pbx| pbx.calls.iter().any(|call| call.talking)).await?;
/// control.hang_up("102")?;
/// assert!(control.snapshot().calls.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Control {
    driver: Arc<Driver>,
}

impl Control {
    pub(crate) fn new(driver: Arc<Driver>) -> Self {
        Self { driver }
    }

    /// Does one action.
    pub fn act(&self, action: Action) -> Result<(), ControlError> {
        self.driver.act(action)
    }

    /// Somebody outside calls an extension; `from` is shown as it is, e.g. `"Eve" <13800138000>`.
    pub fn outside_calls_extension(&self, from: &str, to: &str) -> Result<(), ControlError> {
        self.act(Action::OutsideCallsExtension { from: from.to_owned(), extension: extension(to)? })
    }

    /// Somebody outside calls a queue.
    pub fn outside_calls_queue(&self, from: &str, queue: &str) -> Result<(), ControlError> {
        let queue = QueueNumber::parse(queue).map_err(|_| ControlError::NotANumber)?;
        self.act(Action::OutsideCallsQueue { from: from.to_owned(), queue })
    }

    /// The outside number (without prefix) that is being called answers.
    pub fn outside_answers(&self, number: &str) -> Result<(), ControlError> {
        self.act(Action::OutsideAnswers { number: number.to_owned() })
    }

    /// The outside party with this number hangs up, or refuses when it is being called.
    pub fn outside_hangs_up(&self, number: &str) -> Result<(), ControlError> {
        self.act(Action::OutsideHangsUp { number: number.to_owned() })
    }

    /// Somebody lifts this phone and dials: an extension, a queue or an outside number with its prefix.
    pub fn extension_calls(&self, from: &str, to: &str) -> Result<(), ControlError> {
        self.act(Action::ExtensionCalls { extension: extension(from)?, to: number(to)? })
    }

    /// Somebody answers this ringing phone. A call it is in already goes on hold.
    pub fn lift(&self, phone: &str) -> Result<(), ControlError> {
        self.act(Action::Lift { extension: extension(phone)? })
    }

    /// Somebody hangs up this phone, or refuses the call that rings there.
    pub fn hang_up(&self, phone: &str) -> Result<(), ControlError> {
        self.act(Action::HangUp { extension: extension(phone)? })
    }

    /// Somebody presses the hold key: the call is held, or goes on. Nothing is reported.
    pub fn press_hold(&self, phone: &str) -> Result<(), ControlError> {
        self.act(Action::PressHold { extension: extension(phone)? })
    }

    /// Somebody transfers with the phone's key; this, unlike a transfer by API, is reported.
    pub fn transfer_on_phone(&self, phone: &str, to: &str) -> Result<(), ControlError> {
        self.act(Action::TransferOnPhone { extension: extension(phone)?, to: number(to)? })
    }

    /// The phone registers.
    pub fn register(&self, phone: &str) -> Result<(), ControlError> {
        self.act(Action::Register { extension: extension(phone)? })
    }

    /// The phone is unplugged.
    pub fn unregister(&self, phone: &str) -> Result<(), ControlError> {
        self.act(Action::Unregister { extension: extension(phone)? })
    }

    /// Somebody leaves a message of this many seconds.
    pub fn leave_voicemail(&self, phone: &str, from: &str, seconds: u32) -> Result<(), ControlError> {
        self.act(Action::LeaveVoicemail { extension: extension(phone)?, from: from.to_owned(), seconds })
    }

    /// A supervisor pauses a member, or ends the pause.
    pub fn pause_member(&self, queue: &str, phone: &str, paused: bool) -> Result<(), ControlError> {
        let queue = QueueNumber::parse(queue).map_err(|_| ControlError::NoSuchQueue)?;
        self.act(Action::PauseMember { queue, extension: extension(phone)?, paused })
    }

    /// Every token times out at once.
    pub fn expire_tokens(&self) -> Result<(), ControlError> {
        self.act(Action::ExpireTokens)
    }

    /// The PBX restarts: calls and tokens are gone, `BootUp` is reported to those it knew.
    pub fn reboot(&self) -> Result<(), ControlError> {
        self.act(Action::Reboot)
    }

    /// Puts the PBX's clock forward; whatever becomes due happens.
    pub fn skip(&self, time: Duration) {
        self.driver.skip(time);
    }

    /// Switches a fault on, for every endpoint or every report.
    pub fn set_fault(&self, fault: Fault) {
        self.driver.faults().set(None, fault);
    }

    /// Switches a fault on for one endpoint, e.g. `extension/hold`.
    pub fn set_fault_on(&self, endpoint: &str, fault: Fault) {
        self.driver.faults().set(Some(endpoint), fault);
    }

    /// Switches all faults off.
    pub fn clear_faults(&self) {
        self.driver.faults().clear();
    }

    /// The exchange as it is now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.driver.snapshot()
    }

    /// Waits until the exchange is as wanted.
    pub async fn wait_for(&self, wanted: impl Fn(&Snapshot) -> bool) -> Result<Arc<Snapshot>, WaitedTooLong> {
        let mut snapshots = self.driver.watch();
        let found = snapshots.wait_for(|snapshot| wanted(snapshot));
        match tokio::time::timeout(PATIENCE, found).await {
            Ok(Ok(snapshot)) => Ok(Arc::clone(&snapshot)),
            Ok(Err(_)) | Err(_) => Err(WaitedTooLong { waited: PATIENCE, last: self.snapshot() }),
        }
    }
}

fn extension(text: &str) -> Result<Extension, ControlError> {
    Extension::parse(text).map_err(|_| ControlError::NotANumber)
}

fn number(text: &str) -> Result<DialString, ControlError> {
    DialString::parse(text).map_err(|_| ControlError::NotANumber)
}
