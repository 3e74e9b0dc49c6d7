//! The test of both directions, step by step, as the first start shows it.

use crate::session::view::{Check, CheckState, CheckStep};

const STEPS: [CheckStep; 5] =
    [CheckStep::ReportPort, CheckStep::Login, CheckStep::Device, CheckStep::Extension, CheckStep::Reports];

/// How far each step is; empty before the first sign-in.
#[derive(Debug, Default)]
pub(super) struct Checks(Vec<Check>);

impl Checks {
    pub(super) fn restart(&mut self) {
        self.0 = STEPS.map(|step| Check { step, state: CheckState::Waiting, detail: None }).into();
        self.running(CheckStep::ReportPort);
    }

    pub(super) fn running(&mut self, step: CheckStep) {
        self.set(step, CheckState::Running);
    }

    pub(super) fn failed(&mut self, step: CheckStep) {
        self.set(step, CheckState::Failed);
        // What was still to come will not come.
        for check in self.0.iter_mut().filter(|check| check.state == CheckState::Running) {
            check.state = CheckState::Waiting;
        }
    }

    pub(super) fn passed(&mut self, step: CheckStep, detail: Option<&str>) {
        self.set(step, CheckState::Passed);
        for check in self.0.iter_mut().filter(|check| check.step == step) {
            check.detail = detail.map(str::to_owned);
        }
    }

    pub(super) fn set(&mut self, step: CheckStep, state: CheckState) {
        for check in self.0.iter_mut().filter(|check| check.step == step) {
            check.state = state;
        }
    }

    pub(super) fn view(&self) -> Vec<Check> {
        self.0.clone()
    }
}
