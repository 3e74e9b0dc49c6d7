//! Repairs the first line of the PBX's requests. It sends `POST  HTTP/1.1` (empty target), at times a target
//! without a slash or with host and port in front; no HTTP parser takes that.

/// The longest first line we look at; a longer one is not the PBX's.
pub const MAX_REQUEST_LINE: usize = 8 * 1024;

/// A first line that can't be repaired: no method, or no HTTP version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the first line is no HTTP request line")]
pub struct NotARequestLine;

/// Takes the first line without its line ending and gives it back with a target that begins with `/`.
pub fn repair(line: &[u8]) -> Result<Vec<u8>, NotARequestLine> {
    let text = std::str::from_utf8(line).map_err(|_| NotARequestLine)?;
    let mut words = text.split_ascii_whitespace();
    let method = words.next().ok_or(NotARequestLine)?;
    let rest: Vec<&str> = words.collect();
    let Some((version, target)) = rest.split_last() else { return Err(NotARequestLine) };
    let is_method = method.bytes().all(|b| b.is_ascii_uppercase());
    if !is_method || !version.starts_with("HTTP/1.") || target.len() > 1 {
        return Err(NotARequestLine);
    }
    let path = target.first().map_or_else(|| "/".to_owned(), |target| path_of(target));
    Ok(format!("{method} {path} {version}").into_bytes())
}

/// `report` is `/report`; `10.0.0.5:8260/report` and `http://10.0.0.5:8260/report` are `/report`.
fn path_of(target: &str) -> String {
    if target.starts_with('/') {
        return target.to_owned();
    }
    let without_scheme = target.split_once("://").map_or(target, |(_, rest)| rest);
    let (first, path) = without_scheme.split_once('/').unwrap_or((without_scheme, ""));
    let is_host = target.contains("://") || first.contains(':') || first.contains('.');
    if is_host { format!("/{path}") } else { format!("/{without_scheme}") }
}
