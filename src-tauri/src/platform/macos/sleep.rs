//! The machine's sleep. The clocks tell of it too, some seconds after it woke; the system tells at once, and before it sleeps
//! waits for whoever wants to hear of it.

use std::ptr::NonNull;

use agent_runtime::AgentHandle;
use block2::RcBlock;
use objc2_app_kit::{NSWorkspace, NSWorkspaceDidWakeNotification, NSWorkspaceWillSleepNotification};
use objc2_foundation::{NSNotification, NSNotificationName};
use tauri::async_runtime::block_on;
use tracing::info;

use crate::quit;

/// Says whenever the machine woke up, and before it sleeps does what the administrator wants of the queues.
#[expect(clippy::unused_async, reason = "on other systems it goes on for as long as the program runs")]
pub(crate) async fn watch_sleep(agent: AgentHandle) {
    #[expect(unsafe_code, reason = "names of the system's own library")]
    // SAFETY: they are constants of it, there as long as the program.
    let (falls_asleep, woke) = unsafe { (NSWorkspaceWillSleepNotification, NSWorkspaceDidWakeNotification) };
    let of_sleep = agent.clone();
    // On the main thread, which the core does not need for it; the system sleeps when it returns.
    hear(falls_asleep, move || block_on(quit::before_sleep(&of_sleep)));
    hear(woke, move || {
        info!("the system says that it woke up");
        agent.woke();
    });
}

/// For as long as the program runs: the system's own centre keeps who hears.
fn hear(name: &NSNotificationName, act: impl Fn() + Send + Sync + 'static) {
    let heard = RcBlock::new(move |_: NonNull<NSNotification>| act());
    #[expect(unsafe_code, reason = "the crate can't know on which thread it is called")]
    // SAFETY: any may call it, as its type says; it is asked about no object, and wants none of a type.
    unsafe {
        let centre = NSWorkspace::sharedWorkspace().notificationCenter();
        centre.addObserverForName_object_queue_usingBlock(Some(name), None, None, &heard);
    }
}
