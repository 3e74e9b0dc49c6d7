//! A small PBX that speaks the UC API by the letter, for tests, scripts and the demo.
//!
//! [`Exchange`] is the PBX itself: a pure state machine that takes a request, a press on a phone or the passing of
//! time, and gives back an answer and the reports that go out. [`Simulator`] puts it on the network: the API's
//! port, the report connections with the captured bytes, an optional control port. [`Control`] is the hand on the
//! phones, the outside line and the fault switches.
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
pub mod faults;
mod http;
mod model;
mod options;
mod report_body;
mod report_sender;
mod simulator;
pub mod snapshot;
pub mod wav;
pub mod world;

pub use api::request::{Answer, Method, Request};
pub use clock::Now;
pub use control::{Control, WaitedTooLong};
pub use exchange::{Exchange, Input, Output};
pub use faults::Fault;
pub use model::action::{Action, ControlError};
pub use model::receiver::Receiver;
pub use options::{Options, ReportShape};
pub use report_body::report_body;
pub use simulator::{Simulator, StartError};
pub use snapshot::Snapshot;
pub use world::{World, WorldError};
