//! A directory on slapd.

use std::time::Duration;

use agent_core::{ContactSource, Sought, SourceKind, SourceTrouble};
use contact_sources::Opened;
use contact_sources::ldap::{Directory, Found};
use pbx_protocol::Secret;

use crate::contact_servers::DirectoryServer;

const LIMIT: Duration = Duration::from_secs(20);

fn server(dir: &tempfile::TempDir) -> DirectoryServer {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    DirectoryServer::start(dir.path(), &made.cert.pem(), &made.signing_key.serialize_pem())
}

fn source(address: String) -> ContactSource {
    ContactSource {
        kind: SourceKind::Ldap,
        address,
        user: "cn=reader,dc=example".to_owned(),
        base: "ou=people,dc=example".to_owned(),
        ..ContactSource::default()
    }
}

fn opened(source: &ContactSource, password: &str) -> Opened {
    Opened { source: source.clone(), password: Some(Secret::new(password)) }
}

/// Whose certificate has been seen and trusted.
async fn trusted(source: ContactSource) -> ContactSource {
    let refused = Directory::open(&opened(&source, "secret")).await.unwrap_err();
    let SourceTrouble::CertificateUnknown { fingerprint } = refused else { panic!("{refused:?}") };
    ContactSource { certificate: Some(fingerprint), ..source }
}

async fn names(directory: &mut Directory, sought: Sought<'_>) -> Vec<String> {
    let found: Vec<Found> = directory.find(sought, 50, LIMIT).await.unwrap();
    found.into_iter().map(|one| one.name).collect()
}

#[tokio::test]
async fn people_are_found_by_name_and_number_and_nothing_else_by_an_injection() {
    let dir = tempfile::tempdir().unwrap();
    let mut server = server(&dir);
    server.go_away();
    server.put("ada", "Ada Lovelace", &["+49 30 5550101", "+49 151 5550102"]);
    server.put("wang", "王芳", &["+86 138 0013 8000"]);
    server.come_back();
    for address in [server.address(), server.plain_address()] {
        let source = trusted(source(address)).await;
        let mut directory = Directory::open(&opened(&source, "secret")).await.unwrap();
        assert_eq!(names(&mut directory, Sought::Name("lovel")).await, ["Ada Lovelace"]);
        assert_eq!(names(&mut directory, Sought::Name("王")).await, ["王芳"]);
        assert_eq!(names(&mut directory, Sought::Number("305550101")).await, ["Ada Lovelace"]);
        for injected in ["*)(uid=*", "*", "a)(|(uid=*", "\\2a", "ada\0"] {
            assert_eq!(names(&mut directory, Sought::Name(injected)).await, [""; 0], "{injected}");
            assert_eq!(names(&mut directory, Sought::Number(injected)).await, [""; 0], "{injected}");
        }
        let all = directory.look(50, LIMIT).await.unwrap();
        assert_eq!(all.iter().map(|one| one.numbers.len()).sum::<usize>(), 3);
    }
}

#[tokio::test]
async fn each_step_that_fails_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let mut server = server(&dir);
    server.go_away();
    server.put("ada", "Ada Lovelace", &["+49 30 5550101"]);
    server.come_back();
    let good = trusted(source(server.address())).await;
    let says = async |source: &ContactSource, password: &str| match Directory::open(&opened(source, password))
        .await
    {
        Ok(mut directory) => directory.look(50, LIMIT).await.map(|_| ()).unwrap_err(),
        Err(trouble) => trouble,
    };
    let changed = ContactSource { certificate: Some("00".repeat(32)), ..good.clone() };
    assert!(matches!(says(&changed, "secret").await, SourceTrouble::CertificateChanged { .. }));
    assert_eq!(says(&good, "wrong").await, SourceTrouble::WrongPassword);
    assert_eq!(server.refused(), 1, "it is asked once");
    assert_eq!(says(&good, "").await, SourceTrouble::NoPassword, "nobody is not who was meant");
    let no_base = ContactSource { base: "ou=nobody,dc=example".to_owned(), ..good.clone() };
    assert_eq!(says(&no_base, "secret").await, SourceTrouble::NoSuchBase);
    let finds_nobody = ContactSource { filter: "(title={name})".to_owned(), ..good.clone() };
    assert_eq!(says(&finds_nobody, "secret").await, SourceTrouble::BadFilter);
    let plain = ContactSource { address: server.plain_address().replace("ldap:", "ldaps:"), ..good.clone() };
    assert_eq!(says(&plain, "secret").await, SourceTrouble::NoEncryption);
    let nowhere = ContactSource { address: "ldaps://nowhere.invalid".to_owned(), ..good.clone() };
    assert_eq!(says(&nowhere, "secret").await, SourceTrouble::UnknownName);
    server.go_away();
    assert!(matches!(says(&good, "secret").await, SourceTrouble::NoConnection { .. }));
}

/// One address of this computer in place of another.
async fn by_ipv6(to: &str) -> String {
    let (scheme, place) = to.split_once("://").unwrap();
    let (_, port) = place.trim_end_matches('/').rsplit_once(':').unwrap();
    let port: u16 = port.parse().unwrap();
    let listener = tokio::net::TcpListener::bind("[::1]:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut far = tokio::net::TcpStream::connect(("localhost", port)).await.unwrap();
                // Either end may have gone first.
                let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
            });
        }
    });
    format!("{scheme}://{address}")
}

#[tokio::test]
async fn a_directory_at_an_ipv6_address_is_asked_when_its_certificate_is_trusted() {
    let dir = tempfile::tempdir().unwrap();
    let mut server = server(&dir);
    server.go_away();
    server.put("ada", "Ada Lovelace", &["+49 30 5550101"]);
    server.come_back();
    for address in [server.address(), server.plain_address()] {
        let source = trusted(source(by_ipv6(&address).await)).await;
        let mut directory = Directory::open(&opened(&source, "secret")).await.unwrap();
        assert_eq!(names(&mut directory, Sought::Name("lovel")).await, ["Ada Lovelace"]);
    }
}
