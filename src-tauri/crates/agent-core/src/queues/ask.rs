//! What is asked about queues, and what is done with them.

use pbx_protocol::endpoints::{
    AddDynamicAgent, DelDynamicAgent, PauseAgent, QueryQueueStatus, QueryQueues, QueueSettings,
    QueueWithStatus, UnpauseAgent,
};
use pbx_protocol::{About, Endpoint, Extension, Meaning, QueueNumber, Secret, Selection};
use serde::{Deserialize, Serialize};

use crate::ask::Question;
use crate::command::QueueCommand;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::wire::Wire;

/// All queues' settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueList {}

impl Question for QueueList {
    type Answer = Vec<QueueSettings>;

    fn about(&self) -> About {
        QueryQueues::ABOUT
    }

    /// The queues' passwords, which the PBX tells as well, stay outside: the person types the one that is needed.
    async fn put(&self, wire: &impl Wire) -> Result<Vec<QueueSettings>, Failure> {
        let answer = wire.send(&QueryQueues { queues: Selection::All }).await?;
        Ok(answer.queues.into_iter().map(|queue| queue.settings).collect())
    }

    fn settle(self, outcome: Result<Vec<QueueSettings>, Failure>, desk: &mut Desk) {
        desk.queues.on_list(outcome, &mut desk.shared);
    }
}

/// One queue's members and waiting callers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueMembers {
    pub queue: QueueNumber,
}

impl Question for QueueMembers {
    type Answer = QueueWithStatus;

    fn about(&self) -> About {
        QueryQueueStatus::ABOUT
    }

    async fn put(&self, wire: &impl Wire) -> Result<QueueWithStatus, Failure> {
        Ok(wire.send(&QueryQueueStatus { queue: self.queue.clone() }).await?.queue)
    }

    fn settle(self, outcome: Result<QueueWithStatus, Failure>, desk: &mut Desk) {
        desk.on_queue_status(&self.queue, outcome);
    }
}

/// Changes the agent's place in a queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueDo {
    /// In which queue.
    pub queue: QueueNumber,
    pub command: QueueCommand,
    pub extension: Extension,
}

impl Question for QueueDo {
    type Answer = ();

    fn about(&self) -> About {
        match self.command {
            QueueCommand::Join => AddDynamicAgent::ABOUT,
            QueueCommand::Leave => DelDynamicAgent::ABOUT,
            QueueCommand::Pause => PauseAgent::ABOUT,
            QueueCommand::Unpause => UnpauseAgent::ABOUT,
        }
    }

    async fn put(&self, wire: &impl Wire) -> Result<(), Failure> {
        let (queue, extension) = (self.queue.clone(), self.extension.clone());
        match self.command {
            QueueCommand::Join => {
                let password = wire.queue_password(&queue).await?;
                let is_open = password.is_none();
                let request = AddDynamicAgent { queue, extension, password };
                in_an_open_queue(is_open, done(wire, &request).await)
            }
            QueueCommand::Leave => {
                let password = wire.queue_password(&queue).await?;
                let is_open = password.is_none();
                // The document requires one to leave, though not to join: that of an open queue is empty.
                let password = password.unwrap_or_else(|| Secret::new(""));
                let request = DelDynamicAgent { queue, extension, password };
                in_an_open_queue(is_open, done(wire, &request).await)
            }
            QueueCommand::Pause => done(wire, &PauseAgent { queue, extension }).await,
            QueueCommand::Unpause => done(wire, &UnpauseAgent { queue, extension }).await,
        }
    }

    fn settle(self, outcome: Result<(), Failure>, desk: &mut Desk) {
        desk.on_queue_done(&self.queue, self.command, outcome);
    }
}

async fn done<E: Endpoint>(wire: &impl Wire, request: &E) -> Result<(), Failure> {
    wire.send(request).await.map(|_| ())
}

/// A queue that was tried without a password may have one: the person is asked for it then.
fn in_an_open_queue(is_open: bool, outcome: Result<(), Failure>) -> Result<(), Failure> {
    // The vendor lists no error numbers for this: a PBX may call a missing password a wrong parameter.
    outcome.map_err(|failure| match failure {
        Failure::Refused {
            meaning:
                Meaning::WrongQueuePassword
                | Meaning::WrongCredentials
                | Meaning::BadParameter
                | Meaning::Unknown,
            ..
        } if is_open => Failure::NoPassword,
        failure => failure,
    })
}
