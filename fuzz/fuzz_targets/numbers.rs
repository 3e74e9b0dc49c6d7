//! What people write for numbers: whatever comes, what is read can be dialled and is read again as it is.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pbx_protocol::number::{self, Home};

fuzz_target!(|text: &str| {
    for home in [Home::Unknown, Home::China, Home::NorthAmerica, Home::Elsewhere] {
        if let Ok(written) = number::read_at(text, home) {
            let dial = written.dial.as_str();
            assert!((1..=32).contains(&dial.len()), "{dial}");
            assert!(dial.trim_start_matches('+').bytes().all(|b| b.is_ascii_digit() || b"*#".contains(&b)), "{dial}");
            assert_eq!(number::read_at(dial, home).map(|again| again.dial), Ok(written.dial));
            assert!(written.extension.is_none_or(|keys| !keys.is_empty() && keys.len() <= 24));
        }
    }
    for piece in number::split(text, Home::China) {
        assert!(!piece.text.is_empty());
    }
});
