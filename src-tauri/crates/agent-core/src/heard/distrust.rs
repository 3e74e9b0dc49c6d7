//! Reports from the PBX's own address that were not believed: either somebody forges them, or true ones are lost.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::notice::Notice;
use crate::shared::Shared;

/// Why reports from the PBX's own address are not believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Distrust {
    /// They leave out the unguessable path that others of this session had.
    PathLeftOut,
    /// They give another serial number than those before, or none where one is needed.
    OtherPbx { serial: Option<String> },
}

/// What the agent was told of in this session, so that a stream of forgeries is one message.
#[derive(Debug, Default)]
pub(crate) struct Distrusted(Vec<Distrust>);

impl Distrusted {
    pub(crate) fn on_online(&mut self) {
        self.0.clear();
    }

    pub(crate) fn tell(&mut self, why: Distrust, shared: &mut Shared) {
        // By the kind: with another serial number each time, forgeries would be a message each.
        let is_known = |known: &Distrust| std::mem::discriminant(known) == std::mem::discriminant(&why);
        if !self.0.iter().any(is_known) {
            self.0.push(why.clone());
            shared.tell(Notice::ReportsNotBelieved { distrust: why });
        }
    }
}
