//! The program starts on a machine where little works, says why where it can't, and says goodbye when it is told to end.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use journeys::{App, Area, Desktop, Look, journey, wait_for};

const MAIN: &str = "UC Companion";
const POP: &str = "UC Companion: call";
const CALLER: &str = "13800138000";

#[tokio::test]
async fn without_log_cache_and_spool_it_starts_and_pops() -> Result<()> {
    journey("broken-parts", async |journey| {
        let data = journey.desktop.data_dir();
        std::fs::create_dir_all(&data)?;
        // A file in the place of a folder is in the way of everybody, of the administrator too.
        for part in ["logs", "cache", "webhook"] {
            std::fs::write(data.join(part), "")?;
        }
        journey.sign_in().await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.desktop.shows_window(POP).await
    })
    .await
}

#[tokio::test]
async fn a_data_folder_that_can_not_be_used_is_told_in_a_window() -> Result<()> {
    journey("no-data-folder", async |journey| {
        let file = journey.desktop.file("in-the-way", b"")?;
        let below = file.join("data");
        let below = below.to_str().context("a path that is no text")?;
        journey.desktop.start_program(&App::program()?.to_string_lossy(), &["--data-dir", below])?;
        journey.desktop.shows_window("UC Companion could not start").await?;
        journey.desktop.close_window("UC Companion could not start")?;
        journey.desktop.shows_no_window("UC Companion could not start").await
    })
    .await
}

/// Two sessions of one person have each a bus of their own, and so nothing else finds the first program.
#[tokio::test]
async fn a_second_session_is_told_who_uses_the_data_folder() -> Result<()> {
    journey("data-folder-in-use", async |journey| {
        journey.sign_in().await?;
        let data = journey.desktop.data_dir();
        let (said, ended) = (data.with_file_name("said"), data.with_file_name("ended"));
        let second = format!(
            "DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere '{}' --data-dir '{}' 2>'{}'; echo $? >'{}'",
            App::program()?.display(),
            data.display(),
            said.display(),
            ended.display()
        );
        journey.desktop.start_program("sh", &["-c", &second])?;
        journey.desktop.shows_window("UC Companion could not start").await?;
        journey.desktop.close_window("UC Companion could not start")?;
        let ended = wait_for("the second to end", async || {
            let code = std::fs::read_to_string(&ended).unwrap_or_default();
            Ok(if code.is_empty() { Look::NotYet(code) } else { Look::Found(code) })
        })
        .await?;
        ensure!(ended == "1\n", "it ended with {ended}");
        let said = std::fs::read_to_string(said)?;
        let host = journey.desktop.run("uname", &["-n"])?;
        ensure!(said.contains(&format!(" on {host}, since 20")), "it said {said}");
        // The first one goes on.
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.desktop.shows_window(POP).await
    })
    .await
}

#[tokio::test]
async fn told_to_end_it_signs_out_and_keeps_the_note() -> Result<()> {
    journey("told-to-end", async |journey| {
        let main = journey.sign_in().await?;
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.pbx.lift("101")?;
        main.see("call[data-state=talking]").await?;
        main.fill("call note-text", "will pay on Friday").await?;
        main.leave("call note-text").await?;
        journey.terminate().await?;
        let snapshot = journey.pbx.snapshot();
        ensure!(snapshot.requests.last() == Some(&"logout"), "nobody signed out: {:?}", snapshot.requests);
        ensure!(snapshot.receivers.is_empty(), "reports still go to {:?}", snapshot.receivers);

        let main = journey.open().await?;
        main.see("connection[data-state=online]").await?;
        main.click("nav-history").await?;
        main.see_text("history-row history-note", "will pay on Friday").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_start_with_the_session_is_a_switch() -> Result<()> {
    journey("autostart", async |journey| {
        let main = journey.sign_in().await?;
        let entry = journey.desktop.config_dir().join("autostart/com.openvox.uc-companion-autostart.desktop");
        main.click("nav-settings").await?;
        main.click("settings-autostart[aria-checked=false]").await?;
        main.see("settings-autostart[aria-checked=true]").await?;
        let written = std::fs::read_to_string(&entry)?;
        let program = App::program()?;
        ensure!(written.contains(&format!("Exec=\"{}\" --hidden", program.display())), "{written}");
        main.click("settings-autostart").await?;
        main.see("settings-autostart[aria-checked=false]").await?;
        ensure!(!entry.exists(), "it is still there");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_autostart_that_comes_twice_opens_no_window() -> Result<()> {
    journey("hidden-twice", async |journey| {
        journey.sign_in().await?;
        journey.desktop.close_window(MAIN)?;
        journey.desktop.shows_no_window(MAIN).await?;
        journey.desktop.run(&App::program()?.to_string_lossy(), &["--hidden"])?;
        // What was asked of the window before is done when the pop-up is there.
        journey.pbx.outside_calls_extension(CALLER, "101")?;
        journey.desktop.shows_window(POP).await?;
        journey.desktop.shows_no_window(MAIN).await
    })
    .await
}

#[tokio::test]
async fn the_demo_is_a_program_of_its_own_and_leaves_nothing() -> Result<()> {
    journey("demo", async |journey| {
        journey.sign_in().await?;
        let temp = journey.desktop.data_dir().with_file_name("temp");
        std::fs::create_dir(&temp)?;
        let variable = format!("TMPDIR={}", temp.display());
        let program = App::program()?;
        journey.desktop.start_program("env", &[&variable, &program.to_string_lossy(), "--demo"])?;
        let folder = wait_for("the demo to have a folder with settings", async || {
            let folders = demo_folders(&temp)?;
            let ready = folders.iter().find(|folder| folder.join("settings.json").exists()).cloned();
            Ok(ready.map_or_else(|| Look::NotYet(format!("{folders:?}")), Look::Found))
        })
        .await?;
        ensure!(is_private(&folder)?, "others may look into {}", folder.display());
        journey.desktop.terminate(&format!("{} --demo", program.display())).await?;
        let left = journey.desktop.run("find", &[&temp.to_string_lossy(), "-mindepth", "1"])?;
        ensure!(left.is_empty(), "the demo left {left}");
        Ok(())
    })
    .await
}

/// Without a driver, under which all pages are found alike. A page that is not found is black on white.
#[tokio::test]
async fn the_demos_pop_up_shows_who_calls() -> Result<()> {
    journey("demo-pop-up", async |journey| {
        let desktop = &journey.desktop;
        // A command line of its own: the other journey of the demo ends all that are like its own.
        let arguments = ["--rendering", "auto", "--demo"];
        desktop.start_program(&App::program()?.to_string_lossy(), &arguments)?;
        let main = desktop.lies(MAIN, "somewhere", |_| true).await?;
        // The strip below, with "Call me", is there when the page knows that it is a demo.
        let strip = Area { y: main.y + main.height - 46, height: 46, ..main };
        coloured(desktop, strip, || true).await?;
        let (x, y) = ((strip.x + 562).to_string(), (strip.y + 23).to_string());
        desktop.run("xdotool", &["mousemove", &x, &y, "click", "1"])?;
        let pop = desktop.lies(POP, "somewhere", |_| true).await?;
        coloured(desktop, pop, || desktop.topmost(&[POP]).is_ok_and(|shown| shown.is_some())).await?;
        desktop.terminate(&arguments.join(" ")).await
    })
    .await
}

/// Waits until a part of the screen shows more than black and white, while this is so.
async fn coloured(desktop: &Desktop, part: Area, is_so: impl Fn() -> bool) -> Result<()> {
    let file = desktop.data_dir().with_file_name("part.png");
    let path = file.to_string_lossy();
    let part = format!("{}x{}+{}+{}", part.width, part.height, part.x, part.y);
    let most_colour =
        ["-colorspace", "HSL", "-channel", "G", "-separate", "-format", "%[fx:maxima]", "info:"];
    wait_for(format!("colour in {part}"), async || {
        desktop.picture(&file)?;
        let colour = desktop.run("convert", &[&[&*path, "-crop", &part][..], &most_colour[..]].concat())?;
        let is_coloured = is_so() && colour.parse::<f64>().is_ok_and(|colour| colour > 0.3);
        Ok(if is_coloured { Look::Found(()) } else { Look::NotYet(colour) })
    })
    .await
}

/// As `./demo` does where there is no display.
#[tokio::test]
async fn the_demo_can_be_toured() -> Result<()> {
    journey("demo-toured", async |journey| {
        let main = journey.open_with(&["--demo"]).await?;
        main.see("connection[data-state=online]").await?;
        main.click("demo-call-me").await?;
        journey.app()?.pop().await?.see("pop-number").await.map(|_| ())
    })
    .await
}

#[tokio::test]
async fn the_data_folder_is_the_agents_alone() -> Result<()> {
    journey("private-data", async |journey| {
        journey.open().await?;
        ensure!(is_private(&journey.desktop.data_dir())?, "others may look into it");
        Ok(())
    })
    .await
}

fn demo_folders(temp: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(temp)? {
        let path = entry?.path();
        let is_of_demo =
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("uc-companion-demo-"));
        folders.extend(is_of_demo.then_some(path));
    }
    Ok(folders)
}

fn is_private(folder: &Path) -> Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(std::fs::metadata(folder)?.permissions().mode().trailing_zeros() >= 6)
}
