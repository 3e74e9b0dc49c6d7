//! What is marked in another program, as Accessibility tells it, which screen readers ask as well: to whom the person
//! allows it.

use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, Ordering};

use agent_core::NotRead;
use objc2_application_services::{
    AXError, AXIsProcessTrusted, AXIsProcessTrustedWithOptions, AXUIElement, kAXTrustedCheckOptionPrompt,
};
use objc2_core_foundation::{CFBoolean, CFDictionary, CFRetained, CFString, CFType, ConcreteType};
use tracing::info;

use crate::platform::global_keys::TOLD_WITHIN;

/// As the system's own headers name them.
pub(super) const FOCUSED: &str = "AXFocusedUIElement";
const SELECTED: &str = "AXSelectedText";
const SUBROLE: &str = "AXSubrole";
const PASSWORD: &str = "AXSecureTextField";

#[link(name = "Carbon", kind = "framework")]
#[expect(unsafe_code, reason = "no crate has this one")]
// SAFETY: as the system's header declares it; it takes nothing, and any thread may ask.
unsafe extern "C" {
    safe fn IsSecureEventInputEnabled() -> u8;
}

/// Asks the program that has the keyboard. On a thread of its own: it may take its time.
pub(crate) fn read_marked() -> Result<String, NotRead> {
    // A password is being typed, or a program guards all that is typed in it.
    if IsSecureEventInputEnabled() != 0 {
        return Err(NotRead::Password);
    }
    if !is_allowed() {
        return Err(NotRead::NotAllowed);
    }
    let focused: CFRetained<AXUIElement> = told(&everything(), FOCUSED).map_err(|_| NotRead::NotTold)?;
    if told::<CFString>(&focused, SUBROLE).is_ok_and(|role| role.to_string() == PASSWORD) {
        return Err(NotRead::Password);
    }
    told::<CFString>(&focused, SELECTED).map(|text| text.to_string())
}

/// The system asks the person, once in a run; what is answered there counts from the next press on.
fn is_allowed() -> bool {
    static ASKED: AtomicBool = AtomicBool::new(false);
    if ASKED.swap(true, Ordering::Relaxed) {
        return is_allowed_already();
    }
    #[expect(unsafe_code, reason = "the crate does not know which keys the system reads")]
    // SAFETY: the key is the system's own, and its value is a boolean, as its header says.
    unsafe {
        let asks = CFDictionary::from_slices(&[kAXTrustedCheckOptionPrompt], &[CFBoolean::new(true)]);
        AXIsProcessTrustedWithOptions(Some(asks.as_opaque()))
    }
}

/// Never asks the person.
pub(super) fn is_allowed_already() -> bool {
    #[expect(unsafe_code, reason = "the crate says so of all that is of C")]
    // SAFETY: it takes nothing, and any thread may ask.
    unsafe {
        AXIsProcessTrusted()
    }
}

/// Where the program with the keyboard is found. Whoever is asked from now on has a second to answer.
pub(super) fn everything() -> CFRetained<AXUIElement> {
    #[expect(unsafe_code, reason = "the crate says so of all that is of C")]
    // SAFETY: it takes nothing, and a time that is no negative number.
    unsafe {
        let all = AXUIElement::new_system_wide();
        let error = all.set_messaging_timeout(TOLD_WITHIN.as_secs_f32());
        if error != AXError::Success {
            info!(error = error.0, "programs are waited for as long as the system does");
        }
        all
    }
}

/// What it says of itself under this name, where it is of that type.
pub(super) fn told<T: ConcreteType>(element: &AXUIElement, name: &str) -> Result<CFRetained<T>, NotRead> {
    let mut value: *const CFType = std::ptr::null();
    #[expect(unsafe_code, reason = "the system's own way to hand something out")]
    // SAFETY: the place is ours and lives as long as the call; what is there behind a success was counted for us.
    let (error, value) = unsafe {
        let error = element.copy_attribute_value(&CFString::from_str(name), NonNull::from(&mut value));
        let value = NonNull::new(value.cast_mut()).filter(|_| error == AXError::Success);
        (error, value.map(|value| CFRetained::from_raw(value)))
    };
    if let Some(Ok(value)) = value.map(CFRetained::downcast) {
        return Ok(value);
    }
    if error == AXError::NoValue {
        return Err(NotRead::NothingMarked);
    }
    info!(error = error.0, name, "a program does not tell what is marked in it");
    Err(NotRead::NotTold)
}
