//! Where the caret of the program with the keyboard is, as Accessibility tells it to whom the person has allowed that. Nobody
//! is asked to allow it for this.

use std::ptr::NonNull;
use std::sync::mpsc;
use std::time::Duration;

use objc2_application_services::{AXError, AXUIElement, AXValue, AXValueType};
use objc2_core_foundation::{CFRetained, CFString, CFType, CGPoint, CGRect, CGSize};
use tauri::{LogicalPosition, LogicalSize, Monitor, PhysicalPosition, PhysicalSize};

use super::marked::{FOCUSED, everything, is_allowed_already, told};
use crate::place::Area;
use crate::platform::global_keys::ask_program;

const SELECTED_RANGE: &str = "AXSelectedTextRange";
const BOUNDS: &str = "AXBoundsForRange";
/// A ring waits no longer.
const TOLD_WITHIN: Duration = Duration::from_millis(30);

/// In pixels of that screen.
pub(crate) fn caret_on(screen: &Monitor) -> Option<Area> {
    if !is_allowed_already() {
        return None;
    }
    let (says, caret) = mpsc::channel();
    ask_program(caret_in_points, move |caret| {
        // Who asked may have gone on.
        let _ = says.send(caret);
    });
    let CGRect { origin, size } = caret.recv_timeout(TOLD_WITHIN).ok()??;
    let scale = screen.scale_factor();
    let at: PhysicalPosition<i32> = LogicalPosition::new(origin.x, origin.y).to_physical(scale);
    let size: PhysicalSize<i32> = LogicalSize::new(size.width, size.height).to_physical(scale);
    Some(Area { x: at.x, y: at.y, width: size.width, height: size.height })
}

fn caret_in_points() -> Option<CGRect> {
    let focused: CFRetained<AXUIElement> = told(&everything(), FOCUSED).ok()?;
    let range: CFRetained<AXValue> = told(&focused, SELECTED_RANGE).ok()?;
    let mut value: *const CFType = std::ptr::null();
    let mut caret = CGRect { origin: CGPoint { x: 0.0, y: 0.0 }, size: CGSize { width: 0.0, height: 0.0 } };
    #[expect(unsafe_code, reason = "the system's own way to hand something out")]
    // SAFETY: both places are ours and live as long as the calls; what is there behind a success was counted for us, and
    // is written to the second one only where it is a rectangle.
    let is_told = unsafe {
        let name = CFString::from_str(BOUNDS);
        let error = focused.copy_parameterized_attribute_value(&name, &range, NonNull::from(&mut value));
        let value = NonNull::new(value.cast_mut()).filter(|_| error == AXError::Success);
        let bounds = value.and_then(|value| CFRetained::from_raw(value).downcast::<AXValue>().ok());
        bounds.is_some_and(|bounds| bounds.value(AXValueType::CGRect, NonNull::from(&mut caret).cast()))
    };
    is_told.then_some(caret)
}
