//! Drives one agent's [`Desk`](agent_core::Desk): everything that touches network, keyring, loudspeaker or
//! clock, and nothing that knows of windows.
//!
//! A newcomer starts here, and reads in this order:
//!
//! * `agent`: [`AgentRuntime::start`] and the [`AgentHandle`] that the shell holds,
//! * `event_loop`: take the next input or the deadline, step, publish the view, perform the effects,
//! * `workers`: which worker does which effect; `lanes`: the order among questions to the PBX,
//! * `link`: where requests go and where reports come from, and `network`, which says when either has moved,
//! * the other workers: `vault` (passwords), `catch_up` (what was missed), `identify` (who calls), `sources` (servers of contacts), `fetch` and `unheard`
//!   (files), `webhook`, `ring`; and those of `agent_storage`, which keep things on this computer,
//! * `rehearsal`: a ring that the program sends to itself,
//! * `ports`: what the shell lends us; `sound` reads sounds of all kinds, and is the loudspeaker for a machine that has one.
//!
//! Nothing here decides about telephony: a worker does what an effect says and tells the desk what came of it.
//!
//! ```no_run
//! use agent_core::{DoorIntent, Intent, Keyboard, Policy};
//! use agent_runtime::{AgentRuntime, Options, Ports};
//!
//! # async fn example(ports: Ports) -> Result<(), Box<dyn std::error::Error>> {
//! let options = Options {
//!     data_dir: "data".into(),
//!     downloads_dir: "downloads".into(),
//!     demo: false,
//!     policy: Policy::default(),
//!     keyboard: Keyboard::Usual,
//! };
//! let agent = AgentRuntime::start(ports, options)?;
//! let mut views = agent.watch();
//! let dial = DoorIntent::Dial { number: "102".into() };
//! if let Err(refusal) = agent.dispatch(Intent::Door(dial)).await {
//!     println!("not now: {refusal:?}");
//! }
//! views.changed().await?;
//! println!("{} calls", views.borrow().calls.len());
//! agent.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod agent;
mod catch_up;
mod clock;
mod event_loop;
mod failures;
mod fetch;
mod identify;
mod inputs;
mod lanes;
mod link;
mod missed;
mod network;
mod ports;
mod programs;
mod rehearsal;
mod ring;
mod sound;
mod sources;
mod states;
mod system;
mod team_records;
mod unheard;
mod vault;
mod webhook;
mod workers;

pub use agent::{AgentHandle, AgentRuntime, Options, StartError};
pub use agent_storage::{Keyring, KeyringError};
pub use clock::Clock;
pub use network::{Asked, Network, NetworkWatch, SystemNetwork};
pub use ports::{Browser, Ports, Speaker, SpeakerError, WhenOver};
pub use rehearsal::{Arrived, RehearsalError, Rehearsed};
pub use sound::Loudspeaker;
