//! What a PBX is made of: each part's state and the rules that need nothing but that part.

pub(crate) mod action;
pub(crate) mod administration;
pub(crate) mod archive;
pub(crate) mod call;
pub(crate) mod dice;
pub(crate) mod phone;
pub(crate) mod receiver;
pub(crate) mod refusal;
pub(crate) mod sessions;
pub(crate) mod wall_time;
