//! The program under test: the binary beside the running test, opened on a desktop.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, Result};

use crate::desktop::Desktop;
use crate::wait::{Look, wait_for};
use crate::webdriver::{WebDriver, is_lost};
use crate::window::Window;

/// A program that the driver loses as often as this is lost for another reason.
const OPENINGS: usize = 3;

/// The running program.
#[derive(Debug)]
pub struct App {
    driver: Arc<WebDriver>,
    main: Window,
}

impl App {
    /// Opens the program with these arguments and waits for its main window. Where the driver loses it before that, and no
    /// page of it has ended, it is opened anew.
    pub async fn open(desktop: &Desktop, arguments: &[&str]) -> Result<Self> {
        let line = arguments.join(" ");
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        let mut openings = 0;
        loop {
            openings += 1;
            let opened = WebDriver::open(desktop.driver(), &App::program()?, &arguments).await;
            let driver = Arc::new(opened.context("the program did not open")?);
            match window_at(&driver, "the main window", is_of_main).await {
                Ok(main) => return Ok(Self { driver, main }),
                Err(error) if openings < OPENINGS && is_lost(&error) && !desktop.has_lost_a_page()? => {
                    eprintln!("opened anew, for the driver has lost it: {error:#}");
                    desktop.kill(&line).await?;
                    // It knows by now.
                    let _ = driver.end().await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// The binary: built into the same folder as the test or tour that runs now.
    pub fn program() -> Result<PathBuf> {
        let me = std::env::current_exe()?;
        let mut folders = me.ancestors().skip(1);
        let found =
            folders.by_ref().take(2).map(|folder| folder.join("uc-companion")).find(|file| file.exists());
        found.with_context(|| format!("no uc-companion near {}: build it first", me.display()))
    }

    /// Waits until its main window is not only hidden but gone, page and all.
    pub async fn lets_main_go(&self) -> Result<()> {
        wait_for("the main window's page to go", async || {
            let left = self.driver.windows().await?.len();
            Ok(if left == 1 { Look::Found(()) } else { Look::NotYet(format!("{left} pages")) })
        })
        .await
    }

    /// The main window that was made anew.
    pub async fn new_main(&self) -> Result<Window> {
        window_at(&self.driver, "the new main window", is_of_main).await
    }

    /// The main window.
    pub fn main(&self) -> &Window {
        &self.main
    }

    /// The pop-up, as soon as its page is there.
    pub async fn pop(&self) -> Result<Window> {
        window_at(&self.driver, "the pop-up", |address| address.contains("pop.html")).await
    }

    /// All its windows.
    pub(crate) async fn windows(&self) -> Result<Vec<Window>> {
        let handles = self.driver.windows().await?;
        Ok(handles.into_iter().map(|handle| Window::new(Arc::clone(&self.driver), handle)).collect())
    }

    /// Ends the program at once, as the end of the machine's day would.
    pub async fn end(self) -> Result<()> {
        self.driver.end().await
    }
}

fn is_of_main(address: &str) -> bool {
    !address.contains("pop.html")
}

async fn window_at(driver: &Arc<WebDriver>, what: &str, wanted: impl Fn(&str) -> bool) -> Result<Window> {
    wait_for(what, async || {
        let mut addresses = Vec::new();
        for handle in driver.windows().await? {
            driver.switch_to(&handle).await?;
            let address = driver.address().await?;
            if wanted(&address) {
                return Ok(Look::Found(Window::new(Arc::clone(driver), handle)));
            }
            addresses.push(address);
        }
        Ok(Look::NotYet(format!("{addresses:?}")))
    })
    .await
}
