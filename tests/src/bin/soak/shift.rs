//! The shift: calls one after the other, troubles between and in them, and the account of what truly happened.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use agent_core::{CallDirection, CallOutcome};
use anyhow::{Context as _, Result, ensure};
use fastrand::Rng;
use pbx_protocol::endpoints::ExtensionStatus;
use pbx_simulator::snapshot::PhoneSeen;
use pbx_simulator::world::Phone;
use pbx_simulator::{Control, Options, Simulator, Snapshot, World};

use crate::agent::Does;
use crate::fault::{self, Trouble};
use crate::patient::Patient;

/// The agent's extension.
pub(crate) const OWN: &str = "101";
/// Memory is compared with what it was after so many calls.
const SETTLED: u32 = 50;
/// KiB that a process may grow by after them.
const GROWTH: u64 = 10 * 1024;

/// A call as it is compared. Reports do not tell a refused ring from one that nobody heard: both are missed here.
pub(crate) type Told = (CallDirection, String, CallOutcome);

/// See the module.
pub(crate) struct Shift {
    _pbx: Simulator,
    pub(crate) control: Control,
    pub(crate) patient: Option<Patient>,
    pub(crate) folder: PathBuf,
    pbx_port: u16,
    report_port: u16,
    dice: Rng,
    callers: u32,
    /// Calls since the process was started, and what it took after the first of them.
    calls_of_process: u32,
    settled_at: Option<u64>,
    /// KiB by which any process has grown since; nothing when none lived so long.
    pub(crate) grown: Option<u64>,
    pub(crate) truth: Vec<Told>,
    /// Numbers, and what was noted about the call with them.
    pub(crate) notes: Vec<(String, String)>,
    disk_is_full: bool,
}

impl Shift {
    pub(crate) async fn begin(folder: &Path, seed: u64) -> Result<Self> {
        let mut world = World::empty();
        for (number, name) in [(OWN, "Li Na"), ("102", "Wang Wei")] {
            world = world.phone(Phone::new(number, name));
        }
        // A ring that nobody ends would end the day.
        let options = Options { ring_timeout: Duration::from_mins(10), ..Options::default() };
        let pbx = Simulator::start(world, options).await?;
        let report_port = std::net::TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut shift = Self {
            control: pbx.control(),
            pbx_port: pbx.address().port(),
            _pbx: pbx,
            patient: None,
            folder: folder.join("agent"),
            report_port,
            dice: Rng::with_seed(seed),
            callers: 0,
            calls_of_process: 0,
            settled_at: None,
            grown: None,
            truth: Vec::new(),
            notes: Vec::new(),
            disk_is_full: false,
        };
        shift.start_agent().await?;
        Ok(shift)
    }

    /// Works for so long.
    pub(crate) async fn work(&mut self, time: Duration) -> Result<()> {
        let began = now();
        while began.elapsed() < time {
            for _ in 0..self.dice.u32(1..4) {
                self.any_call().await?;
            }
            let trouble = fault::draw(&mut self.dice);
            let at = began.elapsed().as_secs();
            println!("[{:3}:{:02}] {:3} calls; {trouble:?}", at / 60, at % 60, self.truth.len());
            self.suffer(trouble).await?;
        }
        Ok(())
    }

    pub(crate) async fn start_agent(&mut self) -> Result<()> {
        let patient = Patient::start(&self.folder, self.pbx_port, self.report_port)?;
        patient.shows("online after a start", |screen| screen.online).await?;
        (self.patient, self.calls_of_process, self.settled_at) = (Some(patient), 0, None);
        Ok(())
    }

    pub(crate) fn patient(&self) -> Result<&Patient> {
        self.patient.as_ref().context("no agent runs")
    }

    async fn suffer(&mut self, trouble: Trouble) -> Result<()> {
        match trouble {
            Trouble::Pbx(faults, calls) => {
                for fault in faults {
                    self.control.set_fault(fault);
                }
                self.calls(calls).await?;
                self.control.clear_faults();
                self.is_online_again().await
            }
            Trouble::Reboot => {
                self.control.reboot()?;
                self.is_online_again().await
            }
            Trouble::TokensExpire => {
                self.control.expire_tokens()?;
                self.calls(1).await
            }
            Trouble::Sleep(time) => {
                self.patient()?.sleeps(true).await?;
                self.missed_call(false).await?;
                tokio::time::sleep(time).await;
                self.patient()?.sleeps(false).await
            }
            Trouble::ClockJumps(seconds, calls) => {
                self.patient()?.clock_is_ahead(seconds)?;
                self.calls(calls).await?;
                self.patient()?.clock_is_ahead(0)
            }
            Trouble::Moves(to) => {
                let to = IpAddr::from([127, 0, 0, to]);
                self.patient.as_mut().context("no agent runs")?.does(&Does::Moves { to }).await?;
                let heard_there = |pbx: &Snapshot| pbx.receivers.iter().any(|one| one.host == to.to_string());
                self.control.wait_for(heard_there).await?;
                self.calls(1).await
            }
            Trouble::DiskFull(calls) => {
                self.disk_is_full = true;
                self.patient()?.disk_is_full(true).await?;
                self.calls(calls).await?;
                self.disk_is_full = false;
                self.patient()?.disk_is_full(false).await
            }
            Trouble::Killed { in_a_call: false } => self.is_killed().await,
            Trouble::Killed { in_a_call: true } => {
                let caller = self.rings().await?;
                self.talks(&caller).await?;
                self.note(&caller).await?;
                self.is_killed().await?;
                self.control.outside_hangs_up(&caller)?;
                self.is_over(CallDirection::Inbound, &caller, CallOutcome::Answered).await
            }
        }
    }

    async fn is_killed(&mut self) -> Result<()> {
        self.patient.take().context("no agent runs")?.dies().await?;
        self.start_agent().await
    }

    /// Within a pause that grows with each failed try.
    async fn is_online_again(&mut self) -> Result<()> {
        self.patient()?.shows("online again", |screen| screen.online).await.map(|_| ())
    }

    async fn calls(&mut self, count: u32) -> Result<()> {
        for _ in 0..count {
            self.any_call().await?;
        }
        Ok(())
    }

    async fn any_call(&mut self) -> Result<()> {
        match self.dice.u32(..6) {
            0 => self.missed_call(false).await?,
            1 => self.missed_call(true).await?,
            2 => self.call_outside().await?,
            _ => self.answered_call().await?,
        }
        self.calls_of_process += 1;
        self.weigh()
    }

    fn weigh(&mut self) -> Result<()> {
        if self.calls_of_process < SETTLED {
            return Ok(());
        }
        let weight = self.patient()?.memory()?;
        let settled = *self.settled_at.get_or_insert(weight);
        let grown = weight.saturating_sub(settled);
        ensure!(
            grown <= GROWTH,
            "from {settled} KiB the memory has grown by {grown} KiB, {GROWTH} are allowed"
        );
        self.grown = self.grown.max(Some(grown));
        Ok(())
    }

    async fn answered_call(&mut self) -> Result<()> {
        let caller = self.rings().await?;
        self.pass(50, 400).await;
        self.talks(&caller).await?;
        self.note(&caller).await?;
        self.pass(100, 900).await;
        if self.dice.bool() {
            self.control.hang_up(OWN)?;
        } else {
            self.control.outside_hangs_up(&caller)?;
        }
        self.is_over(CallDirection::Inbound, &caller, CallOutcome::Answered).await
    }

    async fn missed_call(&mut self, refused: bool) -> Result<()> {
        let caller = self.rings().await?;
        self.pass(50, 900).await;
        if refused {
            self.control.hang_up(OWN)?;
        } else {
            self.control.outside_hangs_up(&caller)?;
        }
        self.is_over(CallDirection::Inbound, &caller, CallOutcome::Missed).await
    }

    async fn call_outside(&mut self) -> Result<()> {
        let number = self.number();
        self.control.extension_calls(OWN, &number)?;
        self.pass(50, 400).await;
        self.control.outside_answers(&number)?;
        self.pass(100, 900).await;
        self.control.hang_up(OWN)?;
        self.is_over(CallDirection::Outbound, &number, CallOutcome::Answered).await
    }

    async fn rings(&mut self) -> Result<String> {
        let caller = self.number();
        self.control.outside_calls_extension(&caller, OWN)?;
        self.pbx_shows(|phone| phone.status == ExtensionStatus::Ringing).await?;
        Ok(caller)
    }

    async fn talks(&mut self, caller: &str) -> Result<()> {
        self.control.lift(OWN)?;
        let talks = |pbx: &Snapshot| {
            pbx.calls.iter().any(|call| call.talking && call.parties.iter().any(|one| one.number == caller))
        };
        self.control.wait_for(talks).await?;
        Ok(())
    }

    /// The agent writes something down where the screen offers it; what can't be kept is not counted.
    async fn note(&mut self, caller: &str) -> Result<()> {
        if self.disk_is_full || self.dice.bool() {
            return Ok(());
        }
        let Some(record) = self.patient()?.offers_a_note(caller).await else { return Ok(()) };
        let text = format!("wants the offer, {caller}");
        let does = Does::Writes { record, text: text.clone() };
        self.patient.as_mut().context("no agent runs")?.does(&does).await?;
        // What is a second old must outlive everything.
        tokio::time::sleep(Duration::from_secs(1)).await;
        self.notes.push((caller.to_owned(), text));
        Ok(())
    }

    async fn is_over(&mut self, direction: CallDirection, number: &str, outcome: CallOutcome) -> Result<()> {
        self.control.wait_for(|pbx| pbx.calls.is_empty()).await?;
        self.truth.push((direction, number.to_owned(), outcome));
        // The next one is another call for the agent, too.
        self.pass(300, 900).await;
        Ok(())
    }

    async fn pbx_shows(&self, wanted: impl Fn(&PhoneSeen) -> bool) -> Result<()> {
        let own = |phone: &&PhoneSeen| phone.extension.as_str() == OWN;
        self.control.wait_for(|pbx| pbx.phones.iter().find(own).is_some_and(&wanted)).await?;
        Ok(())
    }

    /// Nobody calls twice: a number names its call.
    fn number(&mut self) -> String {
        self.callers += 1;
        format!("138{:08}", self.callers)
    }

    async fn pass(&mut self, least: u64, most: u64) {
        tokio::time::sleep(Duration::from_millis(self.dice.u64(least..most))).await;
    }
}

#[expect(clippy::disallowed_methods, reason = "a shift lasts as long as it is told to")]
fn now() -> Instant {
    Instant::now()
}
