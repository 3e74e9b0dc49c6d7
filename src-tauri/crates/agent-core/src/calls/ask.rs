//! What is asked about calls, and what is done with them.

use pbx_protocol::endpoints::{QueryInbound, QueryOutbound};
use pbx_protocol::{About, Endpoint as _, Extension, InboundId, OutboundId, Selection, Several};
use serde::{Deserialize, Serialize};

use super::own_phone;
use crate::ask::{Order, Question};
use crate::calls::view::CallKey;
use crate::command::CallCommand;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::notice::Notice;
use crate::wire::Wire;

/// A call's line to the outside, by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Line {
    /// Somebody called from outside.
    Inbound(InboundId),
    /// Somebody outside was called.
    Outbound(OutboundId),
}

/// Is the outside line of one of several calls still there?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineOf {
    /// The call that it is taken for.
    pub call: CallKey,
    pub line: Line,
}

impl Question for LineOf {
    /// The lines that were found, as a rule one or none: whom each talks to, where that is known.
    type Answer = Vec<Option<Extension>>;

    fn about(&self) -> About {
        match self.line {
            Line::Inbound(_) => QueryInbound::ABOUT,
            Line::Outbound(_) => QueryOutbound::ABOUT,
        }
    }

    async fn put(&self, wire: &impl Wire) -> Result<Self::Answer, Failure> {
        match &self.line {
            Line::Inbound(id) => {
                let found = wire.send(&QueryInbound { ids: Several::one(id.clone()) }).await?.calls;
                Ok(found.into_iter().map(|line| line.callee.map(|callee| callee.extension)).collect())
            }
            Line::Outbound(id) => {
                let found = wire.send(&QueryOutbound { ids: Selection::one(id.clone()) }).await?.calls;
                Ok(found.into_iter().map(|_| None).collect())
            }
        }
    }

    fn settle(self, outcome: Result<Self::Answer, Failure>, desk: &mut Desk) {
        own_phone::on_line(&mut desk.calls, self.call, outcome, &mut desk.shared);
    }
}

/// Calls a number: our own phone rings first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dial {
    /// Which dial of this run of the program.
    pub serial: u32,
    /// How the PBX is told to.
    pub order: Order,
}

impl Question for Dial {
    type Answer = ();

    fn about(&self) -> About {
        self.order.about()
    }

    async fn put(&self, wire: &impl Wire) -> Result<(), Failure> {
        self.order.give(wire).await
    }

    fn settle(self, outcome: Result<(), Failure>, desk: &mut Desk) {
        let Some((number, failure)) = desk.calls.on_dialled(self.serial, outcome, &mut desk.shared) else {
            return;
        };
        if !desk.consult.on_not_dialled(self.serial, &failure, &mut desk.calls) {
            desk.shared.tell(Notice::DialFailed { number, failure });
        }
    }
}

/// Does something with a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallDo {
    /// The call that is meant.
    pub call: CallKey,
    /// What is wanted.
    pub command: CallCommand,
    /// How the PBX is told to: by our phone, or by the call's line.
    pub order: Order,
}

impl Question for CallDo {
    type Answer = ();

    fn about(&self) -> About {
        self.order.about()
    }

    async fn put(&self, wire: &impl Wire) -> Result<(), Failure> {
        self.order.give(wire).await
    }

    fn settle(self, outcome: Result<(), Failure>, desk: &mut Desk) {
        desk.calls.on_acted(self.call, self.command, outcome, &mut desk.shared);
    }
}
