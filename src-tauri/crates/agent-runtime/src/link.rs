//! The seam to the PBX: where requests go, and where reports come from. There is one way today, straight over the
//! network; one through a relay would be a second variant here, and nobody else would know of it.

mod direct;
mod line;
mod prepared;

use std::sync::Arc;

use agent_core::Account;

use crate::inputs::Inputs;
use crate::network::Network;
use direct::Direct;
pub(crate) use direct::{Expecting, Wish, Wishes};
pub(crate) use line::{Line, Session};
pub(crate) use prepared::{Prepared, Said};

/// Owned by the loop alone: when it goes, the listener goes, and the port is free.
#[derive(Debug)]
pub(crate) enum Link {
    /// The PBX is asked at its address and reports to ours.
    Direct(Direct),
}

impl Link {
    pub(crate) fn direct(inputs: Inputs, network: Arc<dyn Network>, answer_seconds: u32) -> Self {
        let line = Line::default();
        line.set_answer_seconds(answer_seconds);
        Self::Direct(Direct::start(inputs, line, network))
    }

    /// The session of now, of which anybody may have a clone.
    pub(crate) fn line(&self) -> &Line {
        let Self::Direct(direct) = self;
        &direct.line
    }

    pub(crate) fn listen(&mut self, account: Account) {
        let Self::Direct(direct) = self;
        direct.asked += 1;
        direct.wish(Wish::Listen { asked: direct.asked, account });
    }

    /// Whether an outcome is that of the latest [`Link::listen`]; that of an earlier one would be taken for it.
    pub(crate) fn is_latest(&self, asked: u64) -> bool {
        let Self::Direct(direct) = self;
        direct.asked == asked
    }

    pub(crate) fn wish(&self, wish: Wish) {
        let Self::Direct(direct) = self;
        direct.wish(wish);
    }

    /// The way for wishes that no effect of the core brings.
    pub(crate) fn wishes(&self) -> Wishes {
        let Self::Direct(direct) = self;
        direct.wishes()
    }
}

#[cfg(test)]
pub(crate) use line::tests::account;
