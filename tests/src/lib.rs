//! What the journeys are made of: the real program in a real window, on a desktop of its own, with a simulated PBX at
//! the far end of the wire.
//!
//! [`journey`] sets all of that up for one test and keeps evidence when it fails. [`Window`] is what a person does in a
//! window: look, click, type. Nothing here sleeps for a fixed time: everything waits for what it wants to see.

mod app;
mod breaks;
mod desktop;
mod evidence;
mod journey;
mod other_program;
mod ports;
mod reader;
mod selector;
mod wait;
mod webdriver;
mod window;

pub use app::App;
pub use breaks::Break;
pub use desktop::{Area, Desktop, Lack, Manager, Notification};
pub use journey::{
    Journey, journey, journey_in, journey_on_fine_screen, journey_on_manager, journey_with,
    journey_with_reader, journey_without,
};
pub use other_program::OtherProgram;
pub use ports::free_port;
pub use reader::{Alert, Alerts, Element, Reader, Role};
pub use wait::{Look, PATIENCE, wait_for};
pub use window::{Seen, Window};
