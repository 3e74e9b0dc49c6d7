//! Answers and reports as somebody recorded them: each endpoint's answers in their order, the last of them for ever, and
//! the reports in their rhythm from the first sign-in on.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use pbx_protocol::endpoints::Login;

use crate::api::request::{Answer, Request};
use crate::model::receiver::Receiver;
use crate::model::refusal::Refusal;
use crate::options::ReportTarget;
use crate::report_sender;
use crate::trace::{self, Answered, Asked, What};

#[derive(Debug)]
pub(crate) struct Replay {
    left: Mutex<Left>,
    target: ReportTarget,
}

#[derive(Debug)]
struct Left {
    answers: BTreeMap<String, VecDeque<(Asked, Answered)>>,
    /// With the time after the first sign-in.
    reports: Vec<(Duration, String)>,
}

impl Replay {
    pub(crate) fn of(path: &Path, target: ReportTarget) -> io::Result<Self> {
        let mut left = Left { answers: BTreeMap::new(), reports: Vec::new() };
        let mut signed_in = None;
        for line in trace::read(path)? {
            match line.what {
                What::Exchange { asked, answered } => {
                    if asked.endpoint == "login" {
                        signed_in.get_or_insert(line.at);
                    }
                    left.answers.entry(asked.endpoint.clone()).or_default().push_back((*asked, answered));
                }
                What::Report { report } => {
                    let after = (line.at - signed_in.unwrap_or_default()).clamp(0.0, 86_400.0);
                    left.reports.push((Duration::from_secs_f64(after), report));
                }
            }
        }
        Ok(Self { left: Mutex::new(left), target })
    }

    /// The answer that was recorded to this, or to the same endpoint next; the last one again where there is no more.
    pub(crate) fn answer(&self, request: &Request) -> Answer {
        let asked = Asked::of(request);
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(answers) = left.answers.get_mut(&asked.endpoint) else {
            return Answer::refused(Refusal::NotSupported);
        };
        let at = answers.iter().position(|(recorded, _)| recorded.body == asked.body).unwrap_or(0);
        let answer = if answers.len() > 1 { answers.remove(at) } else { answers.front().cloned() };
        let answer = answer.map_or(Answer::NotFound, |(_, answered)| answered.again());
        drop(left);
        answer.in_form(request.form())
    }

    /// Who signs in is sent the reports, once.
    pub(crate) fn reports_to(&self, request: &Request) -> Option<impl Future<Output = ()> + Send + use<>> {
        if request.endpoint() != Some("login") {
            return None;
        }
        let receiver = receiver(request, request.peer)?;
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let (reports, target) = (std::mem::take(&mut left.reports), self.target);
        Some(async move {
            let started = tokio::time::Instant::now();
            for (after, report) in reports {
                tokio::time::sleep_until(started + after).await;
                report_sender::send_recorded(&receiver, &report, target).await;
            }
        })
    }
}

fn receiver(request: &Request, peer: IpAddr) -> Option<Receiver> {
    let login: Login = request.read_or(&[("port", "8260")]).ok()?;
    let host = Receiver::host_of(peer);
    Receiver::resolve(&host, &login.port, login.url.as_deref(), login.urltag).ok()
}
