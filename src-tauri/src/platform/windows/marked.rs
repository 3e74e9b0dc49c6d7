//! What is marked in another program, as UI Automation tells it, which screen readers ask as well. A program that knows
//! nothing of it is not sent Ctrl+C instead: see decision 0030.

use agent_core::NotRead;
use tracing::info;
use windows::Win32::System::Com::{
    CLSCTX_INPROC_SERVER, COINIT_MULTITHREADED, CoCreateInstance, CoInitializeEx, CoUninitialize,
};
use windows::Win32::UI::Accessibility::{
    CUIAutomation8, IUIAutomation2, IUIAutomationElement, IUIAutomationTextPattern, UIA_TextPatternId,
};
use windows::core::{Error, Result as Told};

use crate::platform::global_keys::TOLD_WITHIN;

/// Numbers are not looked for in more.
const LONGEST: i32 = 4_000;
/// Where a link has the keyboard, what is marked around it is known to its page, some steps above.
const HIGHEST: usize = 16;

/// Asks the program that has the keyboard. On a thread of its own: it may take its time.
#[expect(unsafe_code, reason = "whoever speaks COM begins and ends it on the thread")]
pub(crate) fn read_marked() -> Result<String, NotRead> {
    let not_told = |error: Error| {
        info!(%error, "a program does not tell what is marked in it");
        Err(NotRead::NotTold)
    };
    // SAFETY: nothing is passed, and a beginning that went well has its end, behind all that COM has given, errors too.
    unsafe {
        if let Err(error) = CoInitializeEx(None, COINIT_MULTITHREADED).ok() {
            return not_told(error);
        }
        let text = marked().unwrap_or_else(not_told);
        CoUninitialize();
        text
    }
}

#[expect(unsafe_code, reason = "COM is called by pointers")]
fn marked() -> Told<Result<String, NotRead>> {
    // SAFETY: COM is up on this thread; the pointers are counted by their types, and end before it does.
    unsafe {
        let automation: IUIAutomation2 = CoCreateInstance(&CUIAutomation8, None, CLSCTX_INPROC_SERVER)?;
        let millis = u32::try_from(TOLD_WITHIN.as_millis()).unwrap_or(u32::MAX);
        automation.SetConnectionTimeout(millis)?;
        automation.SetTransactionTimeout(millis)?;
        let focused = automation.GetFocusedElement()?;
        if focused.CurrentIsPassword()?.as_bool() {
            return Ok(Err(NotRead::Password));
        }
        let Some(text) = text_around(&automation, focused)? else { return Ok(Err(NotRead::NotTold)) };
        let ranges = text.GetSelection()?;
        let mut marked = String::new();
        for at in 0..ranges.Length()? {
            marked.push_str(&ranges.GetElement(at)?.GetText(LONGEST)?.to_string());
            marked.push('\n');
        }
        Ok(Ok(marked))
    }
}

/// The text that it is, or that it stands in.
#[expect(unsafe_code, reason = "COM is called by pointers")]
fn text_around(
    automation: &IUIAutomation2,
    focused: IUIAutomationElement,
) -> Told<Option<IUIAutomationTextPattern>> {
    // SAFETY: as above, from where it is called.
    unsafe {
        let walker = automation.ControlViewWalker()?;
        let mut element = focused;
        for _ in 0..HIGHEST {
            // What is no text answers with nothing, which is an error here.
            if let Ok(text) = element.GetCurrentPatternAs(UIA_TextPatternId) {
                return Ok(Some(text));
            }
            let Ok(above) = walker.GetParentElement(&element) else { break };
            element = above;
        }
        Ok(None)
    }
}
