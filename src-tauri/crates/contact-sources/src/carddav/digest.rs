//! Who asks, as a server wants to know it that takes HTTP Digest (RFC 7616) alone: the password itself is not sent.

use std::sync::{Mutex, PoisonError};

use http_auth::digest::{DigestClient, Qop};
use http_auth::parser::ChallengeParser;
use http_auth::{ChallengeRef, PasswordParams};
use reqwest::header::{HeaderMap, WWW_AUTHENTICATE};

/// What the server has asked last, where it has.
#[derive(Default)]
pub(super) struct Digest(Mutex<Option<DigestClient>>);

impl Digest {
    /// What to send along; `None`: the server has asked nothing, or something that nobody here can answer.
    pub(super) fn answer(&self, who: &PasswordParams<'_>) -> Option<String> {
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let client = asked.as_mut()?;
        // The body goes in where nothing else will do: few servers have ever been tried with that.
        let body = who.body.filter(|_| !(client.qop() & Qop::Auth));
        client.respond(&PasswordParams { body, ..*who }).ok()
    }

    pub(super) fn set(&self, client: DigestClient) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(client);
    }
}

/// What a server wants that has refused somebody; `None`: it takes a password as it is, or nothing that is known here.
pub(super) fn wanted(headers: &HeaderMap) -> Option<DigestClient> {
    let values = headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    let challenges: Vec<ChallengeRef<'_>> =
        values.flat_map(|value| ChallengeParser::new(value).map_while(Result::ok)).collect();
    if challenges.iter().any(|challenge| challenge.scheme.eq_ignore_ascii_case("basic")) {
        return None;
    }
    challenges.iter().find_map(|challenge| DigestClient::try_from(challenge).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(values: &[&str]) -> Option<DigestClient> {
        let values = values.iter().map(|value| (WWW_AUTHENTICATE, value.parse().unwrap()));
        wanted(&values.collect())
    }

    const MD5: &str = r#"Digest realm="SabreDAV",qop="auth",nonce="5f3",opaque="df5""#;

    #[test]
    fn digest_is_for_servers_that_take_nothing_else() {
        assert!(asked(&[MD5]).is_some_and(|client| client.realm() == "SabreDAV" && !client.stale()));
        for with_basic in [&[MD5, r#"Basic realm="x""#][..], &[&format!(r#"basic realm="x", {MD5}"#)]] {
            assert!(asked(with_basic).is_none(), "{with_basic:?}");
        }
        // The first that is known here is the one that the server likes best.
        let unknown = r#"Digest realm="a", nonce="b", qop="auth", algorithm=SHA-9"#;
        assert!(asked(&[unknown, "Negotiate", MD5]).is_some_and(|client| client.nonce() == "5f3"));
    }

    #[test]
    fn what_nobody_understands_is_no_answer_and_no_panic() {
        for odd in
            ["", "Digest", "Digest realm=", r#"Digest realm="\""#, "Digest nonce=\u{e9}", ",,,=", "Bearer"]
        {
            assert!(asked(&[odd]).is_none(), "{odd}");
        }
        assert!(asked(&[]).is_none());
        let who =
            PasswordParams { username: "ada", password: "secret", uri: "/", method: "REPORT", body: None };
        assert_eq!(Digest::default().answer(&who), None);
    }
}
