//! One journey: a desktop, a PBX and the program, with the steps that most journeys begin with.

use anyhow::{Context as _, Result};
use pbx_simulator::{Control, Options, Simulator, World};

use crate::app::App;
use crate::desktop::{Desktop, Lack, Manager};
use crate::evidence;
use crate::ports::free_port;
use crate::window::Window;

/// What a journey works with.
#[derive(Debug)]
pub struct Journey {
    /// Everything around the program.
    pub desktop: Desktop,
    /// The hand on the phones and the outside line.
    pub pbx: Control,
    /// The program, while it runs.
    app: Option<App>,
    simulator: Simulator,
    report_port: u16,
}

/// Runs one journey on a whole desktop, see [`journey_without`].
pub async fn journey(name: &str, steps: impl AsyncFnOnce(&mut Journey) -> Result<()>) -> Result<()> {
    journey_without(&[], name, steps).await
}

/// Runs one journey on the PBX of the demo, whose agent is 101. Nobody there lifts by himself. What went wrong is kept
/// under `target/journeys/`.
pub async fn journey_without(
    lacks: &[Lack],
    name: &str,
    steps: impl AsyncFnOnce(&mut Journey) -> Result<()>,
) -> Result<()> {
    journey_on(World::demo(), Options::default(), Desktop::start_without(lacks)?, name, steps).await
}

/// The same where somebody else manages the windows.
pub async fn journey_on_manager(
    manager: Manager,
    name: &str,
    steps: impl AsyncFnOnce(&mut Journey) -> Result<()>,
) -> Result<()> {
    journey_on(World::demo(), Options::default(), Desktop::start_on(manager)?, name, steps).await
}

/// The same on another PBX.
pub async fn journey_in(
    world: World,
    name: &str,
    steps: impl AsyncFnOnce(&mut Journey) -> Result<()>,
) -> Result<()> {
    journey_on(world, Options::default(), Desktop::start()?, name, steps).await
}

/// The same on the demo's PBX with other habits.
pub async fn journey_with(
    options: Options,
    name: &str,
    steps: impl AsyncFnOnce(&mut Journey) -> Result<()>,
) -> Result<()> {
    journey_on(World::demo(), options, Desktop::start()?, name, steps).await
}

/// The same where a screen reader can look.
pub async fn journey_with_reader(
    name: &str,
    steps: impl AsyncFnOnce(&mut Journey) -> Result<()>,
) -> Result<()> {
    journey_on(World::demo(), Options::default(), Desktop::start_with_reader()?, name, steps).await
}

/// The same on a screen with twice the pixels each way.
pub async fn journey_on_fine_screen(
    name: &str,
    steps: impl AsyncFnOnce(&mut Journey) -> Result<()>,
) -> Result<()> {
    journey_on(World::demo(), Options::default(), Desktop::start_fine()?, name, steps).await
}

async fn journey_on(
    world: World,
    options: Options,
    desktop: Desktop,
    name: &str,
    steps: impl AsyncFnOnce(&mut Journey) -> Result<()>,
) -> Result<()> {
    let simulator = Simulator::start(world, options).await?;
    let mut journey =
        Journey { desktop, pbx: simulator.control(), app: None, simulator, report_port: free_port()? };
    let Err(error) = steps(&mut journey).await else { return Ok(()) };
    Err(match evidence::save(name, &journey.desktop, journey.app.as_ref()).await {
        Ok(folder) => error.context(format!("journey {name}; evidence in {}", folder.display())),
        Err(trouble) => error.context(format!("journey {name}; no evidence: {trouble:#}")),
    })
}

impl Journey {
    /// Opens the program, for the first time or again, and gives its main window.
    pub async fn open(&mut self) -> Result<Window> {
        self.open_with(&[]).await
    }

    /// Opens the program with these arguments too.
    pub async fn open_with(&mut self, arguments: &[&str]) -> Result<Window> {
        let data = self.desktop.data_dir();
        let data = data.to_str().context("a path that is no text")?;
        let app = App::open(&self.desktop, &[&["--data-dir", data], arguments].concat()).await?;
        let main = app.main().clone();
        self.app = Some(app);
        Ok(main)
    }

    /// The program, which runs.
    pub fn app(&self) -> Result<&App> {
        self.app.as_ref().context("the program does not run")
    }

    /// Ends the program at once.
    pub async fn close(&mut self) -> Result<()> {
        self.app.take().context("the program does not run")?.end().await
    }

    /// Asks the program to end, as the end of a session does, and waits until it has.
    pub async fn terminate(&mut self) -> Result<()> {
        self.desktop.terminate(&self.command_line()).await?;
        self.is_lost().await
    }

    /// Ends it in the middle of whatever it does, as a crash does.
    pub async fn kill(&mut self) -> Result<()> {
        self.desktop.kill(&self.command_line()).await?;
        self.is_lost().await
    }

    /// Waits until the program has ended by itself.
    pub async fn has_quit(&mut self) -> Result<()> {
        self.desktop.ends(&self.command_line()).await?;
        self.is_lost().await
    }

    fn command_line(&self) -> String {
        format!("--data-dir {}", self.desktop.data_dir().display())
    }

    /// The driver has lost it, too.
    async fn is_lost(&mut self) -> Result<()> {
        let _ = self.app.take().context("the program does not run")?.end().await;
        Ok(())
    }

    /// Fills in the form of the first start with this password, and sends it.
    pub async fn fill_in(&self, main: &Window, password: &str) -> Result<()> {
        let pbx = self.simulator.address();
        main.fill("signin-server", &pbx.ip().to_string()).await?;
        main.fill("signin-port", &pbx.port().to_string()).await?;
        main.fill("signin-username", "api").await?;
        main.fill("signin-password", password).await?;
        main.fill("signin-extension", "101").await?;
        main.click("signin-advanced").await?;
        main.fill("signin-report-port", &self.report_port.to_string()).await?;
        main.click("signin-submit").await
    }

    /// Where the PBX is.
    pub fn pbx_address(&self) -> std::net::SocketAddr {
        self.simulator.address()
    }

    /// The port on which the form asks for reports.
    pub fn report_port(&self) -> u16 {
        self.report_port
    }

    /// Opens the program and signs 101 in.
    pub async fn sign_in(&mut self) -> Result<Window> {
        let main = self.open().await?;
        self.fill_in(&main, "simulated").await?;
        main.see("connection[data-state=online]").await?;
        Ok(main)
    }
}
