//! The checks that are the same everywhere: each says what it sees of what it is given.

pub(crate) mod clock;
pub(crate) mod data_folder;
pub(crate) mod instance;
pub(crate) mod keyring;
pub(crate) mod own_address;
pub(crate) mod pbx;
pub(crate) mod report_port;
pub(crate) mod settings;
pub(crate) mod test_call;
