//! The PBX: is it there, is it to be trusted, is it the API in the version that is asked for.

use agent_core::{Account, Scheme};
use pbx_client::{Client, ClientError, InvalidAddress, Knock, PbxAddress};

use crate::fact::Fact;

/// Asks without a token: no sign-in is tried, so none is counted against anybody.
pub(crate) async fn knock(account: &Account) -> Result<Knock, Unasked> {
    let client = |scheme| -> Result<Client, Unasked> {
        let address = PbxAddress::new(scheme, &account.host, account.port, &account.api_version)?;
        Ok(Client::new(address, account.certificate.clone())?)
    };
    let client = match account.scheme {
        Scheme::Http => client(pbx_client::Scheme::Http),
        Scheme::Https => client(pbx_client::Scheme::Https),
        // As the program does: a PBX that speaks TLS is asked by it.
        Scheme::Auto => match client(pbx_client::Scheme::Https) {
            Ok(encrypted) if encrypted.speaks_tls().await => Ok(encrypted),
            Ok(_) => client(pbx_client::Scheme::Http),
            Err(error) => Err(error),
        },
    }?;
    Ok(client.knock().await?)
}

/// Why nobody answered as it should.
#[derive(Debug)]
pub(crate) enum Unasked {
    Address,
    Client(ClientError),
}

impl From<InvalidAddress> for Unasked {
    fn from(_: InvalidAddress) -> Self {
        Self::Address
    }
}

impl From<ClientError> for Unasked {
    fn from(error: ClientError) -> Self {
        Self::Client(error)
    }
}

/// What came of it.
pub(crate) fn facts(account: &Account, knocked: &Result<Knock, Unasked>) -> Vec<Fact> {
    let address = pbx_client::authority(&account.host, account.port);
    let version = account.api_version.clone();
    match knocked {
        Ok(Knock { is_the_api: true, is_encrypted, .. }) => {
            let safety = if *is_encrypted { Fact::Encrypted } else { Fact::NotEncrypted };
            vec![Fact::Pbx { address, version }, safety]
        }
        Ok(Knock { is_the_api: false, .. }) => vec![Fact::PbxNotTheApi { address, version }],
        Err(Unasked::Address) => vec![Fact::PbxAddressWrong { address }],
        Err(Unasked::Client(error)) => vec![of_error(error, address, version)],
    }
}

fn of_error(error: &ClientError, address: String, version: String) -> Fact {
    match error {
        ClientError::NameNotFound => Fact::PbxNameUnknown { address },
        ClientError::ConnectionRefused => Fact::PbxPortClosed { address },
        ClientError::NoAnswer | ClientError::TimedOut => Fact::PbxSilent { address },
        ClientError::NoRoute => Fact::PbxNoRoute { address },
        ClientError::ConnectionLost => Fact::PbxLost { address },
        ClientError::TlsMismatch => Fact::PbxTlsMismatch { address },
        ClientError::CertificateUnknown { fingerprint } => {
            Fact::PbxCertificateUnknown { address, fingerprint: fingerprint.clone() }
        }
        ClientError::CertificateChanged { fingerprint } => {
            Fact::PbxCertificateChanged { address, fingerprint: fingerprint.clone() }
        }
        // A version that it does not have is a page that it does not have.
        ClientError::HttpStatus(404)
        | ClientError::TooLarge
        | ClientError::NotTheApi
        | ClientError::Refused { .. }
        | ClientError::Setup => Fact::PbxNotTheApi { address, version },
        ClientError::HttpStatus(status) => Fact::PbxStatus { address, status: *status },
    }
}

#[cfg(test)]
mod tests {
    use pbx_simulator::{Fault, Options, Simulator, Standalone, Tls, World};
    use tokio::net::TcpListener;

    use super::*;

    fn account(port: u16) -> Account {
        Account { host: "127.0.0.1".to_owned(), port, ..Account::default() }
    }

    async fn seen(account: &Account) -> Vec<Fact> {
        facts(account, &knock(account).await)
    }

    #[tokio::test]
    async fn a_pbx_that_is_there_is_called_so_and_nobody_signs_in() {
        let pbx = Simulator::start(World::demo(), Options::default()).await.unwrap();
        let port = pbx.address().port();
        let address = format!("127.0.0.1:{port}");
        let there = Fact::Pbx { address, version: "v1.1.0".to_owned() };
        assert_eq!(seen(&account(port)).await, [there.clone(), Fact::NotEncrypted]);
        let auto = Account { scheme: Scheme::Auto, ..account(port) };
        assert_eq!(seen(&auto).await, [there, Fact::NotEncrypted]);
    }

    #[tokio::test]
    async fn where_either_will_do_it_is_said_what_was_spoken() {
        let standalone = Standalone { tls: Some(Tls::OwnCertificate), ..Standalone::default() };
        let pbx =
            Simulator::start(World::demo(), Options { standalone, ..Options::default() }).await.unwrap();
        let auto = Account { scheme: Scheme::Auto, ..account(pbx.address().port()) };
        let [Fact::PbxCertificateUnknown { fingerprint, .. }] = &seen(&auto).await[..] else {
            panic!("its certificate is nobody's");
        };
        let trusted = Account { certificate: Some(fingerprint.clone()), ..auto };
        assert_eq!(seen(&trusted).await[1..], [Fact::Encrypted]);
    }

    #[tokio::test]
    async fn one_that_is_away_is_told_by_how_it_is_away() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let address = format!("127.0.0.1:{port}");
        assert_eq!(seen(&account(port)).await, [Fact::PbxPortClosed { address }]);
        let unknown = Account { host: "pbx.invalid".to_owned(), ..account(port) };
        assert!(matches!(seen(&unknown).await[..], [Fact::PbxNameUnknown { .. }]));
        let wrong = Account { host: "a b".to_owned(), ..account(port) };
        assert!(matches!(seen(&wrong).await[..], [Fact::PbxAddressWrong { .. }]));
    }

    #[tokio::test]
    async fn tls_that_is_refused_is_told() {
        let pbx = Simulator::start(World::demo(), Options::default()).await.unwrap();
        let encrypted = Account { scheme: Scheme::Https, ..account(pbx.address().port()) };
        assert!(matches!(seen(&encrypted).await[..], [Fact::PbxTlsMismatch { .. }]));
        let shown = ClientError::CertificateChanged { fingerprint: "ab12".to_owned() };
        let facts = facts(&encrypted, &Err(Unasked::Client(shown)));
        assert!(
            matches!(&facts[..], [Fact::PbxCertificateChanged { fingerprint, .. }] if fingerprint == "ab12")
        );
    }

    #[tokio::test]
    async fn something_else_at_its_port_is_told() {
        let pbx = Simulator::start(World::demo(), Options::default()).await.unwrap();
        pbx.control().set_fault(Fault::Html);
        assert!(matches!(seen(&account(pbx.address().port())).await[..], [Fact::PbxNotTheApi { .. }]));
    }
}
