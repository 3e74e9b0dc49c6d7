//! What of an account can be right at all, before anybody is asked.

use pbx_protocol::Extension;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::failure::Refusal;
use crate::settings::Account;

/// The fields of an account that can be wrong at sight, named as in [`Account`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AccountField {
    Host,
    Port,
    ApiVersion,
    Username,
    Extension,
    ReportHost,
    ReportPort,
}

/// Names the first field that can't be right.
pub(crate) fn validate(account: &Account) -> Result<(), Refusal> {
    let invalid = |field| Err(Refusal::InvalidAccount { field });
    let is_host = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
    if !is_host(&account.host) {
        return invalid(AccountField::Host);
    }
    if account.port == 0 {
        return invalid(AccountField::Port);
    }
    if account.username.trim().is_empty() {
        return invalid(AccountField::Username);
    }
    if Extension::parse(&account.extension).is_err() {
        return invalid(AccountField::Extension);
    }
    // It becomes a part of every address: with a slash in it the requests would go somewhere else.
    let is_version = account.api_version.strip_prefix('v').is_some_and(|numbers| {
        numbers.starts_with(|c: char| c.is_ascii_digit())
            && numbers.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    });
    if !is_version {
        return invalid(AccountField::ApiVersion);
    }
    if account.report_host.as_deref().is_some_and(|host| !is_host(host)) {
        return invalid(AccountField::ReportHost);
    }
    if account.report_port == 0 {
        return invalid(AccountField::ReportPort);
    }
    Ok(())
}
