//! The agent's state: ready, paused for a reason, over a restart, where somebody else decides otherwise, and where nobody
//! is there.

use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Result, ensure};
use journeys::{Look, journey, wait_for};

#[tokio::test]
async fn a_pause_with_its_reason_outlasts_the_program() -> Result<()> {
    journey("state-pause", async |journey| {
        let main = journey.sign_in().await?;
        main.see("agent-state[data-state=ready]").await?;
        main.click("state-menu").await?;
        main.click("pause-reason[data-reason=lunch]").await?;
        main.see("agent-state[data-state=paused][data-reason=lunch]").await?;
        journey.pbx.wait_for(|pbx| pbx.member("6500", "101").is_some_and(|member| member.paused)).await?;

        journey.close().await?;
        let main = journey.open().await?;
        main.see("agent-state[data-state=paused][data-reason=lunch]").await?;
        ensure!(journey.pbx.snapshot().member("6500", "101").is_some_and(|member| member.paused));
        main.click("state-toggle").await?;
        main.see("agent-state[data-state=ready]").await?;
        journey.pbx.wait_for(|pbx| pbx.member("6500", "101").is_some_and(|member| !member.paused)).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_comes_after_the_call_is_chosen_during_it() -> Result<()> {
    journey("state-next", async |journey| {
        let main = journey.sign_in().await?;
        journey.pbx.outside_calls_extension("13800138000", "101")?;
        main.see("agent-state[data-state=on-call][data-call=ringing]").await?;
        journey.pbx.lift("101")?;
        main.see("agent-state[data-state=on-call][data-call=talking]").await?;
        main.click("state-menu").await?;
        main.click("pause-reason[data-reason=break]").await?;
        main.see("agent-state[data-state=on-call][data-next=break]").await?;
        ensure!(journey.pbx.snapshot().member("6500", "101").is_some_and(|member| !member.paused));
        journey.pbx.outside_hangs_up("13800138000")?;
        main.see("agent-state[data-state=paused][data-reason=break]").await?;
        journey.pbx.wait_for(|pbx| pbx.member("6500", "101").is_some_and(|member| member.paused)).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_pause_by_somebody_else_is_told_with_the_way_back() -> Result<()> {
    journey("state-elsewhere", async |journey| {
        let main = journey.sign_in().await?;
        main.see("agent-state[data-state=ready]").await?;
        // Its first look, which the pause is compared with.
        main.see("queue[data-queue=6500] queue-member").await?;
        journey.pbx.pause_member("6500", "101", true)?;
        main.see_text("message[data-kind=paused-elsewhere]", "not from this computer").await?;
        main.see("agent-state[data-state=paused][data-reason=]").await?;
        main.click("message[data-kind=paused-elsewhere] message-deed").await?;
        main.see("agent-state[data-state=ready]").await?;
        ensure!(journey.pbx.snapshot().member("6500", "101").is_some_and(|member| !member.paused));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_phone_that_is_unplugged_or_lets_nobody_through_is_out_of_reach() -> Result<()> {
    journey("state-unreachable", async |journey| {
        let main = journey.sign_in().await?;
        main.see("agent-state[data-state=ready]").await?;
        journey.pbx.unregister("101")?;
        main.see("agent-state[data-state=unreachable][data-why=phone-unregistered]").await?;
        journey.pbx.register("101")?;
        main.see("agent-state[data-state=ready]").await?;
        main.click("phone-dnd").await?;
        main.see("agent-state[data-state=unreachable][data-why=dnd]").await?;
        main.click("state-cure").await?;
        main.see("agent-state[data-state=ready]").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn after_a_call_the_agent_is_held_off_until_done() -> Result<()> {
    journey("state-after-call", async |journey| {
        journey.desktop.policy(r#"{ "afterCall": { "seconds": 300 } }"#)?;
        let main = journey.sign_in().await?;
        main.see("agent-state[data-state=ready]").await?;
        journey.pbx.outside_calls_extension("13800138000", "101")?;
        main.see("call[data-state=ringing]").await?;
        journey.pbx.lift("101")?;
        journey.pbx.wait_for(|pbx| pbx.member("6500", "101").is_some_and(|member| member.paused)).await?;
        journey.pbx.outside_hangs_up("13800138000")?;
        main.see("agent-state[data-state=wrap-up]").await?;
        main.click("wrap-up-extend").await?;
        ensure!(journey.pbx.snapshot().member("6500", "101").is_some_and(|member| member.paused));
        main.click("state-toggle").await?;
        main.see("agent-state[data-state=ready]").await?;
        journey.pbx.wait_for(|pbx| pbx.member("6500", "101").is_some_and(|member| !member.paused)).await?;
        Ok(())
    })
    .await
}

/// What logind says of the session.
pub(crate) struct LoginSession {
    pub(crate) locked: bool,
    /// How often it was asked.
    pub(crate) asked: AtomicU32,
}

#[zbus::interface(name = "org.freedesktop.login1.Session")]
impl LoginSession {
    #[zbus(property)]
    fn locked_hint(&self) -> bool {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.locked
    }
}

#[tokio::test]
async fn whoever_is_ready_at_a_locked_computer_is_asked_and_told_when_back_from_a_pause() -> Result<()> {
    journey("state-locked", async |journey| {
        journey.desktop.policy(r#"{ "pause": { "whenAway": true } }"#)?;
        let bus = zbus::connection::Builder::address(journey.desktop.bus()?)?.build().await?;
        let path = "/org/freedesktop/login1/session/auto";
        bus.object_server().at(path, LoginSession { locked: false, asked: AtomicU32::new(0) }).await?;
        bus.request_name("org.freedesktop.login1").await?;
        let session = bus.object_server().interface::<_, LoginSession>(path).await?;

        let main = journey.sign_in().await?;
        main.see("agent-state[data-state=ready]").await?;
        session.get_mut().await.locked = true;
        main.see("guard[data-kind=away]").await?;
        session.get_mut().await.locked = false;
        main.see_no("guard").await?;
        main.see("agent-state[data-state=ready]").await?;

        main.click("state-menu").await?;
        main.click("pause-reason[data-reason=lunch]").await?;
        main.see("agent-state[data-state=paused][data-reason=lunch]").await?;
        let before = session.get().await.asked.load(Ordering::Relaxed);
        session.get_mut().await.locked = true;
        wait_for("the lock to be seen".to_owned(), async || {
            let asked = session.get().await.asked.load(Ordering::Relaxed);
            Ok(if asked > before + 1 { Look::Found(()) } else { Look::NotYet(format!("{asked} times")) })
        })
        .await?;
        session.get_mut().await.locked = false;
        main.see("guard[data-kind=back]").await?;
        main.click("guard-stay").await?;
        main.see_no("guard").await?;
        Ok(())
    })
    .await
}
