//! Calls that begin at the PBX: queue, ring group or two outside numbers. (sections "自动拨号", "双向外呼")

use serde::{Deserialize, Serialize};

use super::Done;
use crate::{DialString, QueueNumber, RingGroupNumber};

/// Calls an outside number for a queue, whose agents get the call once it is answered. ("自动拨号（队列）")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialFromQueue {
    /// The queue whose agents get the call.
    #[serde(rename = "queueid")]
    pub queue: QueueNumber,
    /// The outside number, with the prefix an outbound route wants.
    #[serde(rename = "outto")]
    pub number: DialString,
}

endpoint!(DialFromQueue => Done, "queue/dial_outbound", Call, Ring, of |it| Queue(&it.queue, None));

/// Calls an outside number for a ring group. ("自动拨号（响铃组）")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialFromRingGroup {
    /// The ring group.
    #[serde(rename = "ringgroupid")]
    pub group: RingGroupNumber,
    /// The outside number, with the prefix an outbound route wants.
    #[serde(rename = "outto")]
    pub number: DialString,
}

endpoint!(DialFromRingGroup => Done, "ringgroup/dial_outbound", Call, Ring);

/// Calls two outside numbers and connects them; takes two free trunks. ("双向外呼")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BridgeOutside {
    /// Who is called first.
    pub caller: DialString,
    /// Who is called once the first has answered.
    #[serde(rename = "outto")]
    pub number: DialString,
}

endpoint!(BridgeOutside => Done, "outbound/dial_outbound", Call, Ring);
