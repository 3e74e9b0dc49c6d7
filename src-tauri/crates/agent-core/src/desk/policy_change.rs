//! The administrator has changed the policy while the program runs.

use super::Desk;
use crate::governed::Governed;
use crate::notice::Notice;
use crate::policy::Policy;

impl Desk {
    /// What concerns preferences and what is allowed holds at once. The session goes on as it is: under another server it
    /// would lose the call that is going on, and want a password that nobody has typed here yet.
    pub(super) fn on_policy(&mut self, policy: Policy) {
        let shared = &mut self.shared;
        // What the person has chosen by now, from under the policy that ends.
        let own = shared.governed.to_keep(&shared.settings);
        let governed = Governed::new(policy, &own);
        if governed.policy() == shared.governed.policy() {
            return;
        }
        let scripts = shared.settings.preferences.scripts.clone();
        shared.settings = governed.in_force();
        shared.governed = governed;
        shared.save_settings();
        if shared.settings.preferences.scripts != scripts {
            self.machine.programs.on_changed(shared);
        }
        let in_use = self.session.account().filter(|_| self.session.is_wanted());
        let at_next_sign_in =
            in_use.is_some_and(|account| shared.governed.governs(account.clone()) != *account);
        shared.notices.withdraw(|notice| matches!(notice, Notice::PolicyChanged { .. }));
        shared.tell(Notice::PolicyChanged { at_next_sign_in });
    }
}
