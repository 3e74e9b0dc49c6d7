//! A small PBX that speaks the UC API by the letter, for tests, scripts and the demo.
//!
//! [`Simulator`] is one on the network: the API's port, the report connections with the captured bytes, an optional
//! control port. It starts with what a [`World`] says, [`Control`] lifts its phones, calls in from outside and switches
//! faults, a [`Snapshot`] shows what goes on. [`pbx`] is the machine inside it without network and clock, for tests that
//! make their own time.
//!
//! Floors, each of which knows those below it only: `model` (a phone, a call, a queue: state and rules), `exchange` (owns
//! them, and does what needs several), `api` and `control` (what it is asked and told), `pbx` (one step after the
//! other), and above it what knows network and clock.
//!
//! It never depends on the client it is there to test.
//!
//! ```
//! use pbx_simulator::{Options, Simulator, World};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let simulator = Simulator::start(World::demo(), Options::default()).await?;
//! let control = simulator.control();
//! control.outside_calls_extension("13800138000", "101")?;
//! control.lift("101")?;
//! control.wait_for(|pbx| pbx.calls.iter().any(|call| call.talking)).await?;
//! # Ok(())
//! # }
//! ```

mod api;
mod clock;
mod control;
mod driver;
mod exchange;
mod faults;
mod http;
mod life;
mod model;
mod options;
pub mod pbx;
mod replay;
pub mod report_body;
mod report_sender;
mod simulator;
pub mod snapshot;
mod tls;
mod trace;
pub mod wav;
pub mod world;

pub use control::actions;
pub use control::{Control, WaitedTooLong};
pub use faults::Fault;
pub use options::{IdleWord, Options, ReportShape, ReportTarget, SecondDial, Standalone, Tls};
pub use simulator::{Simulator, StartError};
pub use snapshot::Snapshot;
pub use world::World;
