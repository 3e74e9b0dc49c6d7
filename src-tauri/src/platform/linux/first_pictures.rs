//! The pop-up's first pictures come on the screen as soon as there are any. GTK draws a window sixty times a second at most: when the
//! pop-up is shown it draws what the page showed last, and the caller, whom the page has drawn some milliseconds after
//! that, a sixtieth of a second later. So what is to be drawn is looked for more often, for a moment. There is no event for
//! it: whoever has something new tells GTK's clock alone.

use std::time::Duration;

use gtk::glib::ControlFlow;
use gtk::prelude::WidgetExt as _;
use gtk::{ApplicationWindow, gdk};

/// A page that has been handed its view has drawn it twice by then.
const LOOKS: u32 = 40;
const BETWEEN_LOOKS: Duration = Duration::from_millis(1);

/// Of a window that has just been shown. On the main thread only.
pub(super) fn draw_at_once(window: &ApplicationWindow) {
    let window = window.clone();
    let mut left = LOOKS;
    gtk::glib::timeout_add_local(BETWEEN_LOOKS, move || {
        left -= 1;
        match window.window().filter(|_| left > 0 && window.is_visible()) {
            Some(surface) => {
                draw(&window, &surface);
                ControlFlow::Continue
            }
            None => ControlFlow::Break,
        }
    });
}

/// What waits for GTK's clock, which finds nothing to do then.
fn draw(window: &ApplicationWindow, surface: &gdk::Window) {
    let Some(context) = surface
        .update_area()
        .filter(|area| !area.is_empty())
        .and_then(|area| surface.begin_draw_frame(&area))
    else {
        return;
    };
    if let Some(cairo) = context.cairo_context() {
        window.draw(&cairo);
    }
    surface.end_draw_frame(&context);
    window.display().flush();
}
