//! Repairs the first line of the PBX's requests. It sends `POST  HTTP/1.1` (empty target), at times a target
//! without a slash or with host and port in front; no HTTP parser takes that.

/// The longest first line we look at; a longer one is not the PBX's.
pub const MAX_REQUEST_LINE: usize = 8 * 1024;

/// A first line that can't be repaired: no method, no HTTP version, or bytes that no request line has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the first line is no HTTP request line")]
pub struct NotARequestLine;

/// Takes the first line without its line ending and gives it back with a target that begins with `/`.
pub fn repair(line: &[u8]) -> Result<Vec<u8>, NotARequestLine> {
    let text = std::str::from_utf8(line).map_err(|_| NotARequestLine)?;
    if text.chars().any(|c| c.is_control() && c != '\t') {
        return Err(NotARequestLine);
    }
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let (method, target, version) = match words.as_slice() {
        // The captures' own form: two blanks, and no target between.
        [method, version] => (method, "", version),
        [method, target, version] => (method, *target, version),
        _ => return Err(NotARequestLine),
    };
    // No PBX's request; repairing must not make one of it.
    if !method.bytes().all(|b| b.is_ascii_uppercase()) || !matches!(*version, "HTTP/1.0" | "HTTP/1.1") {
        return Err(NotARequestLine);
    }
    Ok(format!("{method} /{} {version}", path_of(target)).into_bytes())
}

/// Path and query without the leading slash: that of `report`, `//report`, `10.0.0.5:8260/report` and
/// `http://10.0.0.5:8260/report` alike is `report`.
fn path_of(target: &str) -> &str {
    let absolute = ["http://", "https://"].into_iter().find_map(|scheme| target.strip_prefix(scheme));
    let rest = absolute.unwrap_or(target);
    // The query is left out of the question: it may hold anything, a colon or another URL too.
    let first = rest.split(['/', '?']).next().unwrap_or_default();
    let path = if absolute.is_some() || is_host(first, rest) { &rest[first.len()..] } else { rest };
    path.trim_start_matches('/')
}

/// A port or an address gives a host away; a dot alone only with a path behind it, or `report.php` would be one.
fn is_host(first: &str, rest: &str) -> bool {
    let has_path = rest[first.len()..].starts_with('/');
    first.contains(':') || (first.contains('.') && (has_path || first.parse::<std::net::Ipv4Addr>().is_ok()))
}
