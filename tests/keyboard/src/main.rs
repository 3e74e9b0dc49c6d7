//! Whether a window that pops up the way the pop-up does on Windows leaves the keyboard where it is. The window library
//! under the program is the same one, without the webview, which Wine has not: run by `scripts/package-test wine`.
//!
//! Prints `kept` or `taken`. With the word `shown` the window is created hidden and then shown, as windows usually are:
//! that takes the keyboard, and so proves that this program would see it.
use std::time::{Duration, Instant};

use tao::dpi::PhysicalPosition;
use tao::event::{Event, StartCause, WindowEvent};
use tao::event_loop::{ControlFlow, EventLoop, EventLoopWindowTarget};
use tao::window::{Window, WindowBuilder};

/// Where no screen reaches, as in the program's own module for Windows.
const ASIDE: PhysicalPosition<i32> = PhysicalPosition::new(-32_000, -32_000);
const IN_SIGHT: PhysicalPosition<i32> = PhysicalPosition::new(100, 100);
/// Nothing tells that a window will not ask for the keyboard any more.
const SETTLED: Duration = Duration::from_secs(1);

fn main() -> anyhow::Result<()> {
    let usual = std::env::args().nth(1).is_some_and(|word| word == "shown");
    let event_loop = EventLoop::new();
    let main = WindowBuilder::new().with_title("Typed in").build(&event_loop)?;
    let mut pop: Option<Window> = None;
    event_loop.run(move |event, target, flow| match event {
        Event::WindowEvent { window_id, event: WindowEvent::Focused(true), .. }
            if window_id == main.id() && pop.is_none() =>
        {
            pop = pop_up(target, usual);
            *flow = ControlFlow::WaitUntil(in_a_moment());
        }
        Event::NewEvents(StartCause::ResumeTimeReached { .. }) => {
            let taken = !main.is_focused() || pop.as_ref().is_none_or(Window::is_focused);
            println!("{}", if taken { "taken" } else { "kept" });
            *flow = ControlFlow::ExitWithCode(taken.into());
        }
        _ => {}
    })
}

#[expect(clippy::disallowed_methods, reason = "the event loop's own clock")]
fn in_a_moment() -> Instant {
    Instant::now() + SETTLED
}

fn pop_up(target: &EventLoopWindowTarget<()>, usual: bool) -> Option<Window> {
    let pop = WindowBuilder::new()
        .with_title("Pops up")
        .with_decorations(false)
        .with_always_on_top(true)
        .with_visible_on_all_workspaces(true)
        .with_focused(false)
        .with_focusable(false)
        .with_visible(!usual)
        .with_position(ASIDE)
        .build(target)
        .ok()?;
    pop.set_outer_position(IN_SIGHT);
    if usual {
        pop.set_visible(true);
    }
    Some(pop)
}
