//! Servers that the administrator has set: in front of the person's own, and the person's only where the policy leaves
//! something open, which is who they are there and which certificate they have seen.

use super::{ContactSource, FIRST_OF_POLICY};
use crate::policy::{FixedField, Policy};

/// As the policy wants them.
pub(crate) fn fix(sources: &mut Vec<ContactSource>, set: &[ContactSource]) {
    let own = std::mem::take(sources);
    let slots = FIRST_OF_POLICY..=u8::MAX;
    for (slot, set) in slots.zip(set) {
        let before = own.iter().find(|source| source.slot == slot).cloned().unwrap_or_default();
        let user = if set.user.is_empty() { before.user } else { set.user.clone() };
        let certificate = set.certificate.clone().or(before.certificate);
        sources.push(ContactSource { slot, user, certificate, ..set.clone() });
    }
    sources.extend(own.into_iter().filter(|source| source.slot < FIRST_OF_POLICY));
}

/// Without a policy there are none of it.
pub(crate) fn leave_own(sources: &mut Vec<ContactSource>, policy: &Policy) {
    if !policy.fixes(FixedField::ContactSources) {
        sources.retain(|source| source.slot < FIRST_OF_POLICY);
    }
}

/// What is the person's of those that the policy has set.
pub(crate) fn strip(sources: &mut [ContactSource]) {
    for source in sources.iter_mut().filter(|source| source.slot >= FIRST_OF_POLICY) {
        *source = ContactSource {
            slot: source.slot,
            user: std::mem::take(&mut source.user),
            certificate: source.certificate.take(),
            ..ContactSource::default()
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(slot: u8, address: &str, user: &str) -> ContactSource {
        ContactSource { slot, address: address.to_owned(), user: user.to_owned(), ..ContactSource::default() }
    }

    #[test]
    fn the_administrators_go_first_and_end_with_the_policy() {
        let own = source(0, "https://home.example/", "ada");
        let set = [source(0, "https://cloud.example/", ""), source(0, "https://team.example/", "desk")];
        let mut sources = vec![own.clone()];
        fix(&mut sources, &set);
        let slots: Vec<u8> = sources.iter().map(|source| source.slot).collect();
        assert_eq!(slots, [FIRST_OF_POLICY, FIRST_OF_POLICY + 1, 0]);

        // Who they are is theirs where it is not set, and outlasts a start.
        sources[0].user = "ada".to_owned();
        sources[1].user = "eve".to_owned();
        strip(&mut sources);
        assert_eq!(sources[0], source(FIRST_OF_POLICY, "", "ada"), "nothing of the policy is written");
        fix(&mut sources, &set);
        assert_eq!((sources[0].user.as_str(), sources[1].user.as_str()), ("ada", "desk"));
        assert_eq!(sources[0].address, "https://cloud.example/");

        leave_own(&mut sources, &Policy::default());
        assert_eq!(sources, [own]);
    }
}
