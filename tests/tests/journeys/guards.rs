//! What is asked about the agent's state is answered where it is asked: on the notification.

use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Result, ensure};
use journeys::{Lack, Look, journey_without, wait_for};

use crate::notifications::Played;
use crate::state::LoginSession;

const SESSION: &str = "/org/freedesktop/login1/session/auto";

#[tokio::test]
async fn a_question_about_the_state_is_answered_on_its_notification() -> Result<()> {
    journey_without(&[Lack::Notifications], "guard-buttons", async |journey| {
        journey.desktop.policy(r#"{ "pause": { "whenAway": true } }"#)?;
        let bus = zbus::connection::Builder::address(journey.desktop.bus()?)?.build().await?;
        bus.object_server().at(SESSION, LoginSession { locked: false, asked: AtomicU32::new(0) }).await?;
        bus.request_name("org.freedesktop.login1").await?;
        let session = bus.object_server().interface::<_, LoginSession>(SESSION).await?;
        let mut service = Played::start(&journey.desktop).await?;

        let main = journey.sign_in().await?;
        main.see("agent-state[data-state=ready]").await?;
        session.get_mut().await.locked = true;
        let away = service.asked("Nobody seems to be here").await?;
        ensure!(away.buttons.iter().any(|button| button == "stay-ready"), "{away:?}");
        service.presses(away.id, "pause").await?;
        main.see("agent-state[data-state=paused]").await?;

        let before = session.get().await.asked.load(Ordering::Relaxed);
        wait_for("the lock to be seen".to_owned(), async || {
            let asked = session.get().await.asked.load(Ordering::Relaxed);
            Ok(if asked > before + 1 { Look::Found(()) } else { Look::NotYet(format!("{asked} times")) })
        })
        .await?;
        session.get_mut().await.locked = false;
        let back = service.asked("already").await?;
        ensure!(back.buttons.iter().any(|button| button == "stay-paused"), "{back:?}");
        service.presses(back.id, "ready").await?;
        main.see("agent-state[data-state=ready]").await?;
        main.see_no("guard").await?;

        // One that is answered in the window is taken back.
        session.get_mut().await.locked = true;
        let again = service.asked("Nobody seems to be here").await?;
        main.click("guard-stay").await?;
        service.takes_back(again.id).await
    })
    .await
}
