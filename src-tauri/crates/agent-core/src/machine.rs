//! What is known of this computer: where its keyring keeps passwords, and what the programs around us can't do.

use crate::intent::PasswordKept;
use crate::notice::Notice;
use crate::other_programs::OtherPrograms;
use crate::shared::Shared;
use crate::test_call::TestCall;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Machine {
    pub(crate) programs: OtherPrograms,
    pub(crate) password_kept: Option<PasswordKept>,
    pub(crate) test_call: TestCall,
}

impl Machine {
    pub(crate) fn on_password_kept(&mut self, kept: PasswordKept, shared: &mut Shared) {
        // Told when it becomes so, not with each queue's password.
        if kept == PasswordKept::Session && self.password_kept != Some(kept) && !shared.demo {
            shared.tell(Notice::PasswordSessionOnly);
        }
        self.password_kept = Some(kept);
    }
}
