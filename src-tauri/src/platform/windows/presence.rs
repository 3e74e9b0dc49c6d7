//! Who sits at the computer, as Windows tells of the session.

use std::time::Duration;

use windows_sys::Win32::System::RemoteDesktop::{
    WTS_CURRENT_SERVER_HANDLE, WTS_CURRENT_SESSION, WTS_SESSIONSTATE_LOCK, WTS_SESSIONSTATE_UNLOCK,
    WTSFreeMemory, WTSINFOEXW, WTSQuerySessionInformationW, WTSSessionInfoEx,
};
use windows_sys::Win32::System::SystemInformation::GetTickCount;
use windows_sys::Win32::UI::Input::KeyboardAndMouse::{GetLastInputInfo, LASTINPUTINFO};

use crate::platform::Sight;

/// There is nothing to be reached first.
pub(crate) struct Watch;

impl Watch {
    #[expect(clippy::unused_async, reason = "on other systems it takes a while")]
    pub(crate) async fn start() -> Self {
        Self
    }

    #[expect(clippy::unused_async, reason = "on other systems it takes a while")]
    pub(crate) async fn look(&mut self) -> Sight {
        Sight { unused: unused(), locked: locked() }
    }
}

fn unused() -> Option<Duration> {
    let size = u32::try_from(size_of::<LASTINPUTINFO>()).ok()?;
    let mut told = LASTINPUTINFO { cbSize: size, dwTime: 0 };
    #[expect(unsafe_code, reason = "no crate that we have asks for it; the struct lives as long as the call")]
    let (is_told, now) = unsafe { (GetLastInputInfo(&raw mut told) != 0, GetTickCount()) };
    // Both count milliseconds, and begin anew every 49 days.
    is_told.then(|| Duration::from_millis(now.wrapping_sub(told.dwTime).into()))
}

fn locked() -> Option<bool> {
    let (mut told, mut size) = (std::ptr::null_mut(), 0_u32);
    #[expect(unsafe_code, reason = "the system's own memory is read as long as it is ours, and given back")]
    let flags = unsafe {
        let (server, session) = (WTS_CURRENT_SERVER_HANDLE, WTS_CURRENT_SESSION);
        if WTSQuerySessionInformationW(server, session, WTSSessionInfoEx, &raw mut told, &raw mut size) == 0 {
            return None;
        }
        let is_whole = usize::try_from(size).is_ok_and(|size| size >= size_of::<WTSINFOEXW>());
        let info = is_whole.then(|| told.cast::<WTSINFOEXW>().read_unaligned());
        WTSFreeMemory(told.cast());
        info.filter(|info| info.Level == 1).map(|info| info.Data.WTSInfoExLevel1.SessionFlags)
    };
    match flags?.cast_unsigned() {
        WTS_SESSIONSTATE_LOCK => Some(true),
        WTS_SESSIONSTATE_UNLOCK => Some(false),
        _ => None,
    }
}
