//! The demo without a person: opens the release program with `--demo` on a desktop of its own, clicks through a shift,
//! prints what the program showed at each step, and saves a picture of each to the folder named on the command line.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, ensure};
use journeys::{App, Desktop, Window};

const POP: &str = "UC Companion: call";

#[tokio::main]
async fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: tour FOLDER");
        return ExitCode::from(2);
    };
    match tour(Path::new(&folder)).await {
        Ok(steps) => {
            println!("\nThe tour succeeded: {steps} steps, pictures in {}", Path::new(&folder).display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("\nThe tour failed: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn tour(folder: &Path) -> Result<usize> {
    let desktop = Desktop::start()?;
    let data = desktop.data_dir();
    let app = App::open(&desktop, &["--demo", "--data-dir", &data.to_string_lossy()]).await?;
    let mut tour = Tour { desktop, main: app.main().clone(), app, folder: folder.to_owned(), steps: 0 };
    let outcome = shift(&mut tour).await;
    if outcome.is_err() {
        tour.desktop.picture(&folder.join("failed.png"))?;
    }
    outcome.map(|()| tour.steps)
}

/// The steps, as an agent would take them.
async fn shift(tour: &mut Tour) -> Result<()> {
    // Beside the corner of the pop-up.
    tour.desktop.shows_window("UC Companion").await?;
    tour.desktop.run("wmctrl", &["-r", "UC Companion", "-e", "0,32,24,-1,-1"])?;
    tour.main.see("connection[data-state=online]").await?;
    let agent = tour.main.see("agent").await?;
    tour.main.see("queue").await?;
    let missed = tour.main.see("message[data-kind=missed-while-away]").await?;
    tour.step("signed-in", &format!("{}; {}", agent.text, missed.text)).await?;
    tour.main.click("message message-dismiss").await?;
    missed_and_team(tour).await?;
    first_call(tour).await?;
    queue_call(tour).await?;
    queue_work(tour).await?;
    voicemail(tour).await?;
    click_to_dial(tour).await?;
    looks(tour).await
}

async fn missed_and_team(tour: &mut Tour) -> Result<()> {
    tour.main.click("nav-missed").await?;
    let waiting = tour.main.see("missed-row").await?;
    tour.step("missed-calls", &waiting.text).await?;
    tour.main.click("nav-team").await?;
    tour.main.click("team-row[data-extension=103] team-star").await?;
    let colleague = tour.main.see("team-row[data-extension=103]").await?;
    tour.step("team", &colleague.text).await?;
    tour.main.click("nav-desk").await?;
    let favourite = tour.main.see("favourite").await?;
    tour.step("favourite", &favourite.text).await
}

async fn first_call(tour: &mut Tour) -> Result<()> {
    tour.main.click("demo-call-me").await?;
    let pop = tour.app.pop().await?;
    tour.desktop.shows_window(POP).await?;
    let number = pop.see("pop-number").await?.text;
    tour.main.see_text("call[data-state=ringing] call-timer", "00:02").await?;
    let notification = tour.desktop.notification(&number).await?;
    pop.painted().await?;
    tour.step("ringing", &format!("pop-up {number}, notification {:?}", notification.summary)).await?;

    tour.main.click("demo-pick-up").await?;
    tour.main.see_text("call[data-state=talking] call-timer", "00:03").await?;
    tour.main.add("call note-text", "Asks for the delivery date of order 4711.").await?;
    tour.main.add("call note-tags", "delivery").await?;
    tour.call_step("answered", "call[data-state=talking]").await?;
    tour.main.click("call-hold").await?;
    tour.call_step("on-hold", "call[data-state=held]").await?;
    tour.main.click("call-hold").await?;
    tour.call_step("resumed", "call[data-state=talking]").await?;

    tour.main.click("call-transfer").await?;
    tour.main.fill("transfer-number", "102").await?;
    tour.call_step("transferring", "call[data-state=talking]").await?;
    tour.main.click("transfer-submit").await?;
    let told = tour.main.see("message[data-kind=transferred]").await?;
    tour.step("transferred", &told.text).await?;
    tour.main.click("message message-dismiss").await?;
    tour.main.see_no("call[data-state=talking]").await?;
    tour.desktop.shows_no_window(POP).await
}

async fn queue_call(tour: &mut Tour) -> Result<()> {
    tour.main.click("demo-call-my-queue").await?;
    tour.main.see_text("call[data-state=ringing] call-timer", "00:01").await?;
    tour.call_step("queue-call", "call[data-state=ringing]").await?;
    tour.main.click("demo-pick-up").await?;
    tour.main.see_text("call[data-state=talking] call-timer", "00:02").await?;
    tour.call_step("queue-answered", "call[data-state=talking]").await?;
    tour.main.click("call[data-state=talking] call-hangup").await?;
    let told = tour.main.see_text("call[data-state=ended]", "Nordwind GmbH").await?;
    tour.step("hung-up", &told.text).await?;
    tour.main.add("wrap-up note-text", "Offer sent, decides on Friday.").await?;
    tour.main.add("wrap-up note-result", "Call back").await?;
    tour.main.see("wrap-up-timer").await?;
    let work = tour.main.see("wrap-up").await?;
    tour.step("wrap-up", &work.text).await?;
    tour.main.click("wrap-up-done").await
}

async fn queue_work(tour: &mut Tour) -> Result<()> {
    tour.main.click("queue[data-queue=6501] queue-sign").await?;
    tour.main.fill("queue-password-input", "5501").await?;
    tour.queue_step("queue-password", "queue[data-queue=6501]").await?;
    tour.main.click("queue-password-submit").await?;
    tour.queue_step("queue-signed-in", "queue[data-queue=6501][data-signed-in=true]").await?;
    tour.main.click("queue[data-queue=6501] queue-pause").await?;
    tour.queue_step("queue-paused", "queue[data-queue=6501][data-paused=true]").await?;
    tour.main.click("queue[data-queue=6501] queue-pause").await?;
    tour.queue_step("queue-resumed", "queue[data-queue=6501][data-paused=false]").await
}

async fn voicemail(tour: &mut Tour) -> Result<()> {
    tour.main.click("nav-voicemail").await?;
    let rows = tour.main.see_count("voicemail-row", 3).await?;
    tour.step("voicemail", &format!("{} messages, the newest: {}", rows.len(), rows[0].text)).await?;
    tour.main.click("voicemail-row voicemail-download").await?;
    let saved = tour.main.see("voicemail-row media[data-state=saved]").await?;
    let file = std::fs::read_dir(tour.desktop.data_dir().join("downloads"))?.next().context("no file")??;
    let sound = std::fs::read(file.path())?;
    ensure!(sound.starts_with(b"RIFF"), "the file is no sound");
    tour.step("voicemail-saved", &format!("{} ({} bytes)", saved.text, sound.len())).await?;
    tour.main.click("message message-dismiss").await?;
    tour.main.click("voicemail-row[data-file=msg0002.wav] voicemail-play").await?;
    let time = tour.main.see_text("player-time", "00:03 /").await?;
    tour.step("voicemail-heard", &time.text).await?;
    tour.main.click("voicemail-row[data-file=msg0002.wav] voicemail-play").await?;
    tour.main.see_no("player").await
}

async fn click_to_dial(tour: &mut Tour) -> Result<()> {
    tour.main.click("nav-history").await?;
    let newest = tour.main.see_text("history-row", "Offer sent").await?;
    tour.step("history", &newest.text).await?;
    tour.main.fill("history-search", "4711").await?;
    let found = tour.main.see_count("history-row", 1).await?;
    tour.step("history-searched", &found[0].text).await?;
    tour.main.click("history-row history-call").await?;
    tour.main.click("nav-desk").await?;
    tour.main.see_text("call[data-state=dialing] call-timer", "00:01").await?;
    tour.call_step("own-phone-rings", "call[data-state=dialing]").await?;
    tour.main.click("demo-pick-up").await?;
    tour.main.see_text("call[data-state=talking] call-timer", "00:02").await?;
    tour.call_step("called-back", "call[data-state=talking][data-direction=outbound]").await?;
    tour.main.click("demo-hang-up").await?;
    tour.main.see_no("call[data-state=talking]").await
}

async fn looks(tour: &mut Tour) -> Result<()> {
    tour.main.click("nav-settings").await?;
    let receiver = tour.main.see("receiver").await?;
    tour.step("settings", &receiver.text).await?;
    tour.main.click("crm-add").await?;
    tour.main.click("settings-crm-url").await?;
    tour.step("settings-callers", "contacts, country, the caller's page").await?;
    tour.main.click("settings-program").await?;
    tour.step("settings-programs", "what other programs are told").await?;
    tour.main.choose("settings-theme", "dark").await?;
    tour.main.choose("settings-language", "zh-CN").await?;
    tour.main.click("nav-desk").await?;
    tour.main.click("demo-call-my-queue").await?;
    let ringing = tour.main.see("call[data-state=ringing]").await?;
    tour.main.see_text("call[data-state=ringing] call-timer", "00:01").await?;
    tour.step("dark-chinese", &ringing.text).await
}

/// What a step needs.
struct Tour {
    desktop: Desktop,
    app: App,
    main: Window,
    folder: PathBuf,
    steps: usize,
}

impl Tour {
    /// Tells what was shown, and takes a picture of it.
    async fn step(&mut self, name: &str, shown: &str) -> Result<()> {
        self.main.painted().await?;
        self.steps += 1;
        self.desktop.picture(&self.folder.join(format!("{:02}-{name}.png", self.steps)))?;
        println!("{:2}. {name:<16} {}", self.steps, one_line(shown));
        Ok(())
    }

    async fn call_step(&mut self, name: &str, call: &str) -> Result<()> {
        let state = self.main.see(call).await?.attribute("data-state").to_owned();
        let name_shown = self.main.see(&format!("{call} call-name")).await?.text;
        let number = self.main.see(&format!("{call} call-number")).await?.text;
        let timer = self.main.see(&format!("{call} call-timer")).await?.text;
        self.step(name, &format!("{:?} {state} {timer}", format!("{name_shown} {number}"))).await
    }

    async fn queue_step(&mut self, name: &str, queue: &str) -> Result<()> {
        let seen = self.main.see(queue).await?;
        let shown = |attribute: &str| seen.attribute(attribute) == "true";
        let title = seen.attribute("aria-label");
        let (signed_in, paused) = (shown("data-signed-in"), shown("data-paused"));
        self.step(name, &format!("{title}: signed in {signed_in}, paused {paused}")).await
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
