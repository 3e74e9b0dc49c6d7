//! What a PBX is made of: each part's state and the rules that need nothing but that part.

pub(crate) mod action;
pub(crate) mod administration;
pub(crate) mod archive;
pub(crate) mod call;
pub(crate) mod calls;
pub(crate) mod channels;
pub(crate) mod dial_plan;
pub(crate) mod dice;
pub(crate) mod leg;
pub(crate) mod mailbox;
pub(crate) mod now;
pub(crate) mod paging_group;
pub(crate) mod phone;
pub(crate) mod phones;
pub(crate) mod queue;
pub(crate) mod receiver;
pub(crate) mod refusal;
pub(crate) mod reports;
pub(crate) mod room;
pub(crate) mod sessions;
pub(crate) mod tickets;
pub(crate) mod trunk;
pub(crate) mod wake_up;
pub(crate) mod wall_time;
