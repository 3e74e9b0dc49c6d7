//! Where the caret of the program in front is. Windows knows its own; a program that draws one by itself tells nobody but
//! who asks it, and a ring does not wait for that.

use tauri::Monitor;
use windows_sys::Win32::Foundation::POINT;
use windows_sys::Win32::Graphics::Gdi::ClientToScreen;
use windows_sys::Win32::UI::WindowsAndMessaging::{GUITHREADINFO, GetGUIThreadInfo};

use crate::place::Area;

/// In pixels, whichever screen that is on.
pub(crate) fn caret_on(_screen: &Monitor) -> Option<Area> {
    let size = u32::try_from(size_of::<GUITHREADINFO>()).ok()?;
    let mut told = GUITHREADINFO { cbSize: size, ..GUITHREADINFO::default() };
    // No thread by its number is the one in front.
    #[expect(unsafe_code, reason = "no crate that we have asks for it; the struct lives as long as the call")]
    // SAFETY: the struct says its own size, and nothing else is written.
    let is_told = unsafe { GetGUIThreadInfo(0, &raw mut told) } != 0;
    if !is_told || told.hwndCaret.is_null() {
        return None;
    }
    let caret = told.rcCaret;
    let mut at = POINT { x: caret.left, y: caret.top };
    #[expect(unsafe_code, reason = "the same")]
    // SAFETY: the point lives as long as the call; a window that is gone meanwhile is an error.
    let is_on_screen = unsafe { ClientToScreen(told.hwndCaret, &raw mut at) } != 0;
    is_on_screen.then(|| Area {
        x: at.x,
        y: at.y,
        width: caret.right.saturating_sub(caret.left),
        height: caret.bottom.saturating_sub(caret.top),
    })
}
