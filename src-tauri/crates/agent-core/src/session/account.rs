//! What of an account can be right at all, before anybody is asked.

use pbx_protocol::Extension;

use crate::{Account, Refusal};

/// Names the first field that can't be right.
pub(crate) fn validate(account: &Account) -> Result<(), Refusal> {
    let invalid = |field: &str| Err(Refusal::InvalidAccount { field: field.to_owned() });
    let is_host = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
    if !is_host(&account.host) {
        return invalid("host");
    }
    if account.port == 0 {
        return invalid("port");
    }
    if account.username.trim().is_empty() {
        return invalid("username");
    }
    if Extension::parse(&account.extension).is_err() {
        return invalid("extension");
    }
    let is_version = account.api_version.strip_prefix('v').is_some_and(|numbers| {
        numbers.starts_with(|c: char| c.is_ascii_digit())
            && numbers.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    });
    if !is_version {
        return invalid("apiVersion");
    }
    if account.report_host.as_deref().is_some_and(|host| !is_host(host)) {
        return invalid("reportHost");
    }
    if account.report_port == 0 {
        return invalid("reportPort");
    }
    Ok(())
}
