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

mod admin;
mod archive;
mod calls;
mod clock;
mod control;
mod control_port;
mod demo_world;
mod device;
mod dice;
mod downloads;
mod driver;
mod exchange;
mod extensions;
pub mod faults;
mod http;
mod options;
mod phones;
mod queue_calls;
mod queues;
mod receiver;
mod refusal;
mod report_body;
mod report_sender;
mod request;
mod routes;
mod sessions;
mod simulator;
pub mod snapshot;
mod voicemail;
mod wall_time;
pub mod wav;
pub mod world;

pub use clock::Now;
pub use control::{Action, Control, ControlError, WaitedTooLong};
pub use exchange::{Exchange, Input, Output};
pub use faults::Fault;
pub use options::{Options, ReportShape};
pub use receiver::Receiver;
pub use report_body::report_body;
pub use request::{Answer, Method, Request};
pub use simulator::{Simulator, StartError};
pub use snapshot::Snapshot;
pub use world::{World, WorldError};
