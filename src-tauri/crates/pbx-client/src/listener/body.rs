//! Where a body ends. Its length may be missing, counted in characters while its bytes are more, or longer than what
//! comes; then the JSON's own end decides, within the bounds that every body has.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::timeout;

use super::connection::LARGEST_BODY;

/// What is still on its way when the body seems to be whole, and what a wrong length left out, comes within this: the PBX
/// sends a report in one go.
const REST_LIMIT: Duration = Duration::from_millis(200);
/// Without a length, a pause so long is the end.
const PAUSE_LIMIT: Duration = Duration::from_secs(2);

/// Reads what is missing; `length` is what the head says. At most a little more than the largest body.
pub(super) async fn read_body(
    stream: &mut (impl AsyncRead + Unpin),
    body: &mut Vec<u8>,
    length: Option<usize>,
) -> io::Result<()> {
    while body.len() <= LARGEST_BODY {
        let is_whole = is_whole(body);
        let patience = match length {
            // `BootUp` comes without a length; then the JSON's end is the body's.
            None if is_whole => return Ok(()),
            None => PAUSE_LIMIT,
            Some(length) if body.len() >= length && is_whole => return Ok(()),
            // Length and braces disagree: whichever is wrong, what is missing is on its way already.
            Some(length) if body.len() >= length || is_whole => REST_LIMIT,
            // The limit of the whole request is the only one.
            Some(_) => Duration::MAX,
        };
        match timeout(patience, stream.read_buf(body)).await {
            // Closed or silent: what came is judged by whoever reads it.
            Ok(Ok(0)) | Err(_) => return Ok(()),
            Ok(Ok(_)) => {}
            Ok(Err(error)) => return Err(error),
        }
    }
    Ok(())
}

/// The body that the head announced, if it is one, else all that came.
pub(super) fn true_length(body: &[u8], length: Option<usize>) -> usize {
    let announced = length.filter(|length| body.get(..*length).is_some_and(is_whole));
    announced.unwrap_or(body.len())
}

/// A damaged body is no JSON, but its braces are mostly right.
fn is_whole(body: &[u8]) -> bool {
    // Braces inside of texts count as well: the quotes of a damaged body can't tell where a text ends.
    let open = body.iter().fold(0_i64, |open, byte| match byte {
        b'{' => open + 1,
        b'}' => open - 1,
        _ => open,
    });
    let ends_like_an_object = body.trim_ascii_end().ends_with(b"}") && open == 0;
    ends_like_an_object
        || matches!(
            serde_json::Deserializer::from_slice(body).into_iter::<serde::de::IgnoredAny>().next(),
            Some(Ok(_))
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_whole_when_its_braces_are_closed() {
        for whole in [
            br#"{"a":1}"#.as_slice(),
            b"{}\r\n",
            br#"{"a":"b "c" d"}"#,
            br#"{"a":{"b":"}"}} "#,
            b"{\"a\":\"\xb1\xb1\"}",
        ] {
            assert!(is_whole(whole), "{}", String::from_utf8_lossy(whole));
        }
        for part in [b"".as_slice(), b"{", br#"{"a":{"b":1}"#, b"{\"a\":\"\xb1", b"<html>"] {
            assert!(!is_whole(part), "{}", String::from_utf8_lossy(part));
        }
    }

    #[test]
    fn the_announced_length_counts_where_it_can_be_true() {
        assert_eq!(true_length(b"{}\r\n", Some(2)), 2);
        assert_eq!(true_length(b"{}{}", Some(2)), 2);
        assert_eq!(true_length(br#"{"a":1}"#, Some(5)), 7);
        assert_eq!(true_length(br#"{"a":1}"#, Some(9)), 7);
        assert_eq!(true_length(b"<html>", Some(3)), 6);
        assert_eq!(true_length(b"<html>", None), 6);
    }
}
