//! What can be the address of a page in another program, said so that a person can put it right.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::target::{CrmTarget, MOST_TARGETS};
use crate::settings_check::is_web_address;
use crate::shown;

/// Every browser takes so much.
const LONGEST_ADDRESS: u16 = 2000;
/// What stands in braces by mistake is shown as far as it helps.
const LONGEST_WORD: usize = 40;
/// No queue has a longer number.
const LONGEST_QUEUE: usize = 16;
/// What braces may hold.
pub(super) const WORDS: [&str; 8] =
    ["number", "e164", "name", "extension", "queue", "callid", "direction", "result"];

/// Why a page can't be set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum WrongTarget {
    /// It is none of http or https, or has no host.
    NotWeb,
    /// The host has braces, or somebody's name: a caller would choose where it leads.
    HostOpen,
    /// Nothing is known by this name.
    UnknownWord { word: String },
    /// A brace is not closed.
    NotClosed,
    TooLong {
        /// Letters that it may have.
        most: u16,
    },
    /// That is no number of a queue.
    NotAQueue { text: String },
    /// There are more than can be, or two in one place.
    TooMany,
}

/// The address of a page, with its braces.
pub(crate) fn template(text: &str) -> Result<(), WrongTarget> {
    let text = text.trim();
    if text.chars().count() > usize::from(LONGEST_ADDRESS) {
        return Err(WrongTarget::TooLong { most: LONGEST_ADDRESS });
    }
    let (_, rest) = text.split_once("://").ok_or(WrongTarget::NotWeb)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // A caller must not choose the host.
    if host.contains(['{', '}', '@']) {
        return Err(WrongTarget::HostOpen);
    }
    if !is_web_address(text) {
        return Err(WrongTarget::NotWeb);
    }
    words(rest)
}

fn words(mut rest: &str) -> Result<(), WrongTarget> {
    while let Some((_, after)) = rest.split_once('{') {
        let (word, after) = after.split_once('}').ok_or(WrongTarget::NotClosed)?;
        if !WORDS.contains(&word) {
            return Err(WrongTarget::UnknownWord { word: shown::in_short(word, LONGEST_WORD) });
        }
        rest = after;
    }
    Ok(())
}

/// Names the first of the pages that was changed and can't be right.
pub(crate) fn targets(new: &[CrmTarget], old: &[CrmTarget]) -> Result<(), (u8, WrongTarget)> {
    for (at, target) in new.iter().enumerate() {
        let slot = target.slot;
        let is_twice = new[..at].iter().any(|other| other.slot == slot);
        if is_twice || usize::from(slot) >= MOST_TARGETS {
            return Err((slot, WrongTarget::TooMany));
        }
        let before = old.iter().find(|before| before.slot == slot);
        let is_new = before.is_none_or(|before| before.address != target.address);
        if is_new && !target.address.trim().is_empty() {
            template(&target.address).map_err(|why| (slot, why))?;
        }
        if let Some(text) = target.queues.iter().find(|queue| !is_queue(queue)) {
            return Err((slot, WrongTarget::NotAQueue { text: shown::in_short(text, LONGEST_WORD) }));
        }
    }
    Ok(())
}

fn is_queue(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST_QUEUE
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'#' | b'+'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_an_address_is_named() {
        let unknown = |word: &str| WrongTarget::UnknownWord { word: word.to_owned() };
        for (text, why) in [
            ("javascript:alert(1)", WrongTarget::NotWeb),
            ("javascript://crm.example/%0aalert(1)", WrongTarget::NotWeb),
            ("file:///etc/passwd", WrongTarget::NotWeb),
            ("crm.example/{number}", WrongTarget::NotWeb),
            ("https://", WrongTarget::NotWeb),
            ("https://a b.example/", WrongTarget::NotWeb),
            ("https://crm.example/\n", WrongTarget::NotWeb),
            ("https://{number}.example/", WrongTarget::HostOpen),
            ("https://ada@crm.example/", WrongTarget::HostOpen),
            ("https://crm.example/{password}", unknown("password")),
            ("https://crm.example/{Number}", unknown("Number")),
            ("https://crm.example/?a={number}&b={}", unknown("")),
            ("https://crm.example/{{number}}", unknown("{number")),
            ("https://crm.example/{number", WrongTarget::NotClosed),
        ] {
            // The line break at the end of an address that was pasted is cut off, in the middle of one it is not.
            let text = text.replace('\n', "\na");
            assert_eq!(template(&text), Err(why), "{text}");
        }
        for word in WORDS {
            assert_eq!(template(&format!(" HTTP://crm.example:8080/?x={{{word}}} ")), Ok(()));
        }
        let long = |letters: u16| format!("https://crm.example/{}", "x".repeat(usize::from(letters) - 20));
        assert_eq!(template(&long(LONGEST_ADDRESS)), Ok(()));
        assert_eq!(template(&long(LONGEST_ADDRESS + 1)), Err(WrongTarget::TooLong { most: 2000 }));
    }

    #[test]
    fn pages_are_at_most_eight_each_in_its_place() {
        let of = |slots: &[u8]| -> Vec<CrmTarget> {
            slots.iter().map(|slot| CrmTarget { slot: *slot, ..CrmTarget::default() }).collect()
        };
        assert_eq!(targets(&of(&[7, 0, 1, 2, 3, 4, 5, 6]), &[]), Ok(()));
        for (slots, slot) in [(&[0, 0][..], 0), (&[8], 8), (&[0, 1, 2, 3, 4, 5, 6, 7, 7], 7)] {
            assert_eq!(targets(&of(slots), &[]), Err((slot, WrongTarget::TooMany)), "{slots:?}");
        }
    }

    #[test]
    fn queues_are_numbers() {
        let of = |queue: &str| vec![CrmTarget { queues: vec![queue.to_owned()], ..CrmTarget::default() }];
        assert_eq!(targets(&of("6500"), &[]), Ok(()));
        for text in ["Support", "", "65 00", "12345678901234567"] {
            let why = WrongTarget::NotAQueue { text: text.to_owned() };
            assert_eq!(targets(&of(text), &[]), Err((0, why)), "{text}");
        }
    }

    #[test]
    fn what_stood_there_before_is_not_asked_about() {
        let old = vec![CrmTarget { address: "crm.example".to_owned(), ..CrmTarget::default() }];
        let new = vec![CrmTarget { name: "CRM".to_owned(), ..old[0].clone() }];
        assert_eq!(targets(&new, &old), Ok(()));
        assert_eq!(targets(&new, &[]), Err((0, WrongTarget::NotWeb)));
    }
}
