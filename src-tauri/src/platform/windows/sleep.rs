//! The machine's sleep. The clocks tell of it too, half a minute after it woke at the latest; Windows tells at once, and
//! before it sleeps waits two seconds for whoever wants to hear of it.

use std::ffi::c_void;
use std::sync::OnceLock;

use agent_runtime::AgentHandle;
use tauri::async_runtime::block_on;
use tracing::{debug, info};
use windows_sys::Win32::Foundation::ERROR_SUCCESS;
use windows_sys::Win32::System::Power::{
    DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS, PowerRegisterSuspendResumeNotification,
};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    DEVICE_NOTIFY_CALLBACK, PBT_APMRESUMEAUTOMATIC, PBT_APMSUSPEND,
};

use crate::quit;

/// Whose queues they are; the system calls a function that knows nothing else.
static AGENT: OnceLock<AgentHandle> = OnceLock::new();

/// Says whenever the machine woke up, and before it sleeps does what the administrator wants of the queues.
#[expect(clippy::unused_async, reason = "on other systems it goes on for as long as the program runs")]
pub(crate) async fn watch_sleep(agent: AgentHandle) {
    if AGENT.set(agent).is_err() {
        return;
    }
    let mut told =
        DEVICE_NOTIFY_SUBSCRIBE_PARAMETERS { Callback: Some(on_power), Context: std::ptr::null_mut() };
    let mut registered = std::ptr::null_mut();
    #[expect(unsafe_code, reason = "no crate that we have asks for it")]
    // SAFETY: both live as long as the call, which copies what is told; the function is there as long as the program, and
    // so is what it uses. It is never taken back.
    let error = unsafe {
        let recipient = (&raw mut told).cast();
        PowerRegisterSuspendResumeNotification(DEVICE_NOTIFY_CALLBACK, recipient, &raw mut registered)
    };
    if error != ERROR_SUCCESS {
        debug!(error, "nobody tells of sleep but the clocks");
    }
}

/// On a thread of the system, which waits for it.
#[expect(unsafe_code, reason = "the system's own type for it; nothing that it brings is read")]
unsafe extern "system" fn on_power(_context: *const c_void, what: u32, _setting: *const c_void) -> u32 {
    let Some(agent) = AGENT.get() else { return ERROR_SUCCESS };
    match what {
        PBT_APMSUSPEND => block_on(quit::before_sleep(agent)),
        PBT_APMRESUMEAUTOMATIC => {
            info!("the system says that it woke up");
            agent.woke();
        }
        _ => {}
    }
    ERROR_SUCCESS
}
