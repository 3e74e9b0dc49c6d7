//! What is kept of a journey that failed: the screen, the pages, and every log, under `target/journeys/NAME/`.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::app::App;
use crate::desktop::Desktop;

/// Saves everything there is; gives the folder.
pub(crate) async fn save(name: &str, desktop: &Desktop, app: Option<&App>) -> Result<PathBuf> {
    let program = App::program()?;
    let target = program.ancestors().nth(2).context("the program lies in no target folder")?;
    let folder = target.join("journeys").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    desktop.picture(&folder.join("screen.png"))?;
    std::fs::write(folder.join("windows.txt"), desktop.run("xwininfo", &["-root", "-tree"])?)?;
    copy_files(&desktop.logs(), &folder)?;
    copy_files(&desktop.data_dir().join("logs"), &folder)?;
    if let Some(app) = app {
        for (number, window) in app.windows().await?.into_iter().enumerate() {
            std::fs::write(folder.join(format!("window-{number}.html")), window.source().await?)?;
        }
    }
    Ok(folder)
}

fn copy_files(from: &Path, to: &Path) -> Result<()> {
    if !from.exists() {
        return Ok(());
    }
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
