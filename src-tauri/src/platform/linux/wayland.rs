//! Wayland: there no program may say where its window stands, keep it on top, or refuse the keyboard. A pop-up needs all
//! three, and X gives them, which most such desktops speak too.

use std::env;

use gtk::gdk;
use gtk::glib::object::ObjectExt as _;

/// The person knows that here a pop-up leaves the keyboard where it is, e.g. by a line for the compositor.
const INSISTS: (&str, &str) = ("UC_COMPANION_POP_UP", "always");

/// What the session says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a variable of the environment, that is set or not"
)]
struct Session {
    wayland: bool,
    /// Beside Wayland: a server for programs that speak X.
    x: bool,
    /// The person has said what windows are to be drawn with.
    is_chosen: bool,
    /// A compositor of sway's kind, which gives each new window the keyboard.
    sway: bool,
    insists: bool,
}

impl Session {
    fn of_environment() -> Self {
        let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        Self {
            wayland: is_set("WAYLAND_DISPLAY"),
            x: is_set("DISPLAY"),
            is_chosen: is_set("GDK_BACKEND"),
            sway: is_set("SWAYSOCK"),
            insists: env::var_os(INSISTS.0).is_some_and(|value| value == INSISTS.1),
        }
    }

    /// What windows are to be drawn with, in the window library's words; `None`: with what it finds itself.
    fn backends(self) -> Option<&'static str> {
        (self.wayland && self.x && !self.is_chosen).then_some("x11,*")
    }

    /// Whether a pop-up leaves the keyboard where it is.
    fn may_pop(self, is_drawn_on_wayland: bool) -> bool {
        self.insists || !(is_drawn_on_wayland || (self.wayland && self.sway))
    }
}

/// Whether the windows of others are Wayland's, whatever ours are drawn by.
pub(super) fn is_the_session() -> bool {
    Session::of_environment().wayland
}

/// Before the window library starts. On the main thread only.
pub(super) fn choose_backend() {
    if let Some(backends) = Session::of_environment().backends() {
        gdk::set_allowed_backends(backends);
    }
}

/// Whether a pop-up leaves the keyboard where it is. On the main thread only, when the window library has started.
pub(crate) fn may_pop() -> bool {
    let is_drawn_on_wayland =
        gdk::Display::default().is_some_and(|display| display.type_().name() == "GdkWaylandDisplay");
    Session::of_environment().may_pop(is_drawn_on_wayland)
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: Session = Session { wayland: false, x: true, is_chosen: false, sway: false, insists: false };
    const BOTH: Session = Session { wayland: true, ..X };
    const SWAY: Session = Session { sway: true, ..BOTH };

    #[test]
    fn the_pop_up_is_there_where_it_leaves_the_keyboard() {
        for (session, backends, is_drawn_on_wayland, may_pop) in [
            (X, None, false, true),
            (BOTH, Some("x11,*"), false, true),
            // The server for X was named and is not there.
            (BOTH, Some("x11,*"), true, false),
            (Session { x: false, ..BOTH }, None, true, false),
            (Session { is_chosen: true, ..BOTH }, None, true, false),
            (Session { is_chosen: true, ..BOTH }, None, false, true),
            (SWAY, Some("x11,*"), false, false),
            (Session { x: false, ..SWAY }, None, true, false),
            (Session { insists: true, ..SWAY }, Some("x11,*"), false, true),
            (Session { insists: true, x: false, ..SWAY }, None, true, true),
            // An X server of its own, in a window of sway.
            (Session { wayland: false, ..SWAY }, None, false, true),
        ] {
            assert_eq!(session.backends(), backends, "{session:?}");
            assert_eq!(session.may_pop(is_drawn_on_wayland), may_pop, "{session:?}, {is_drawn_on_wayland}");
        }
    }
}
