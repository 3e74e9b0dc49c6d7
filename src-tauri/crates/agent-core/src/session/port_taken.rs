//! Another program has the port for reports: another one of those that the administrator has given, or a matter for
//! time or the person.

use super::Session;
use crate::effect::Effect;
use crate::failure::Failure;
use crate::session::view::CheckStep;
use crate::shared::Shared;

/// More names than a message has room for.
const MOST_HOLDERS: usize = 3;

/// Ports that were asked for since the sign-in began, of those that the administrator has given.
#[derive(Debug, Default)]
pub(super) struct Taken {
    count: u32,
    holders: Vec<String>,
}

impl Session {
    pub(super) fn on_port_taken(
        &mut self,
        port: u16,
        free: Option<u16>,
        holder: Option<String>,
        shared: &mut Shared,
    ) {
        if let Some((first, last)) = shared.governed.policy().report_ports() {
            return self.try_next_port((first, last), holder, shared);
        }
        self.checks.failed(CheckStep::ReportPort);
        if self.proven {
            // The user before us, or our own last run, is about to give it back.
            return self.wait_or_refuse(Failure::PortTaken { port }, shared);
        }
        self.trouble.free_port = free;
        self.refuse(None, shared);
    }

    /// No other port is offered than the given ones: the firewall lets in these alone.
    fn try_next_port(&mut self, (first, last): (u16, u16), holder: Option<String>, shared: &mut Shared) {
        let taken = &mut self.trouble.taken;
        taken.count += 1;
        let is_news = |holder: &String| taken.holders.len() < MOST_HOLDERS && !taken.holders.contains(holder);
        let news = holder.filter(is_news);
        taken.holders.extend(news);
        let Some(account) = &mut self.account else { return };
        // In a circle, beginning with the one that this person had last: after all of them it is that one again.
        let port = account.report_port;
        account.report_port = if (first..last).contains(&port) { port + 1 } else { first };
        if taken.count <= u32::from(last - first) {
            let account = account.clone();
            return shared.push(Effect::Listen { account });
        }
        let holders = std::mem::take(&mut taken.holders);
        self.checks.failed(CheckStep::ReportPort);
        self.wait_or_refuse(Failure::PortsTaken { first, last, holders }, shared);
    }
}
