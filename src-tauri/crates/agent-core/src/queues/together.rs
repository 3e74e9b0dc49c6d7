//! What was asked of several queues at once, and is told as one.

use std::collections::BTreeSet;

use pbx_protocol::QueueNumber;

use super::Queues;
use crate::command::QueueCommand;
use crate::failure::Failure;
use crate::notice::Notice;
use crate::shared::Shared;

/// The queues that were asked, until all have answered.
#[derive(Debug)]
pub(super) struct Together {
    command: QueueCommand,
    of: usize,
    waits: BTreeSet<QueueNumber>,
    failed: Vec<(QueueNumber, Failure)>,
}

impl Queues {
    /// These were asked the same in one step.
    pub(super) fn tell_together(&mut self, command: QueueCommand, asked: BTreeSet<QueueNumber>) {
        // Of one alone its own message says more.
        let is_several = asked.len() > 1;
        self.together =
            is_several.then(|| Together { command, of: asked.len(), waits: asked, failed: Vec::new() });
    }

    /// Whether a failure is told with those of the others.
    pub(super) fn hear_together(
        &mut self,
        number: &QueueNumber,
        command: QueueCommand,
        outcome: &Result<(), Failure>,
        shared: &mut Shared,
    ) -> bool {
        let Some(together) = self.together.as_mut().filter(|together| together.command == command) else {
            return false;
        };
        if !together.waits.remove(number) {
            return false;
        }
        // Without an answer it may have worked: what became of it is asked for, and told by itself.
        let failure = outcome.as_ref().err().filter(|failure| !failure.may_have_worked());
        together.failed.extend(failure.map(|failure| (number.clone(), failure.clone())));
        if together.waits.is_empty() {
            self.tell_of_all(shared);
        }
        failure.is_some()
    }

    fn tell_of_all(&mut self, shared: &mut Shared) {
        let Some(Together { command, of, failed, .. }) = self.together.take() else { return };
        let Some((_, failure)) = failed.first() else { return };
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let names = failed.iter().map(|(number, _)| shared.directory.name_of_queue(number));
        shared.tell(Notice::NotEverywhere {
            paused: command == QueueCommand::Pause,
            done: count(of - failed.len()),
            of: count(of),
            queues: names.collect(),
            failure: failure.clone(),
        });
    }
}
