//! Address books on Radicale.

use std::collections::BTreeMap;

use agent_core::{ContactSource, SourceTrouble};
use contact_sources::Opened;
use contact_sources::carddav::{self, Changes, Known};
use pbx_protocol::Secret;

use crate::contact_servers::AddressBook;

fn opened(address: &str, password: &str) -> Opened {
    let source =
        ContactSource { address: address.to_owned(), user: "ada".to_owned(), ..ContactSource::default() };
    Opened { source, password: Some(Secret::new(password)) }
}

fn names(changes: &Changes) -> Vec<&str> {
    let name = |text: &'static str| move |(_, card): &(String, String)| card.contains(text).then_some(text);
    let known = ["FN:Ben", "FN:Cay", "FN:Dan"];
    let mut names: Vec<&str> = known
        .into_iter()
        .flat_map(|one| changes.cards.iter().filter_map(name(one)).collect::<Vec<_>>())
        .collect();
    names.sort_unstable();
    names
}

#[tokio::test]
async fn only_what_has_changed_is_fetched_by_its_tokens_and_without() {
    let dir = tempfile::tempdir().unwrap();
    let book = AddressBook::start(dir.path());
    for at in 0..120 {
        book.put(&format!("many-{at}"), "Ben", &["+49 30 5550101"]);
    }
    book.put("cay", "Cay", &["+49 30 5550102"]);
    // The server's own address leads there: by who is signed in, and where their books are.
    let opened = opened(&book.address(), "secret");
    let first = carddav::read(&opened, &Known::default()).await.unwrap();
    assert_eq!((first.cards.len(), first.gone.len(), first.known.etags.len()), (121, 0, 121));
    assert_eq!(first.known.tokens.len(), 1, "it tells what has changed");

    let nothing = carddav::read(&opened, &first.known).await.unwrap();
    assert_eq!((nothing.cards.len(), nothing.gone.len()), (0, 0));
    assert_eq!(nothing.known.etags, first.known.etags);

    book.put("cay", "Dan", &["+49 30 5550102"]);
    book.remove("many-7");
    let without_tokens = Known { tokens: BTreeMap::new(), etags: first.known.etags.clone() };
    let of_nobody = Known {
        tokens: BTreeMap::from([("/ada/people/".to_owned(), "gone".to_owned())]),
        ..without_tokens.clone()
    };
    for known in [&first.known, &without_tokens, &of_nobody] {
        let changes = carddav::read(&opened, known).await.unwrap();
        assert_eq!(names(&changes), ["FN:Dan"]);
        assert_eq!(
            (changes.gone.as_slice(), changes.known.etags.len()),
            (&["/ada/people/many-7.vcf".to_owned()][..], 120)
        );
    }
    let (count, cards) = carddav::look(&opened, 3).await.unwrap();
    assert_eq!((count, cards.len()), (120, 3));
}

#[tokio::test]
async fn each_step_that_fails_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let mut book = AddressBook::start(dir.path());
    let at = book.address();
    let says = async |address: &str, password: &str| {
        carddav::look(&opened(address, password), 3).await.map(|_| ()).unwrap_err()
    };
    assert_eq!(says(&format!("{at}ada/nobody/"), "secret").await, SourceTrouble::NoAddressBook);
    assert_eq!(says(&at, "wrong").await, SourceTrouble::WrongPassword);
    assert_eq!(book.refused(), 1, "it is asked once");
    assert_eq!(says("http://nowhere.invalid/", "secret").await, SourceTrouble::UnknownName);
    assert_eq!(says(&at.replace("http:", "https:"), "secret").await, SourceTrouble::NoEncryption);
    book.go_away();
    assert!(matches!(says(&at, "secret").await, SourceTrouble::NoConnection { .. }));
}

#[tokio::test]
async fn a_server_that_takes_digest_alone_is_read_and_a_wrong_password_is_sent_once() {
    let dir = tempfile::tempdir().unwrap();
    let book = AddressBook::start_with_digest(dir.path());
    for at in 0..120 {
        // Put there by another program's Digest, or both sides of this one could share a mistake.
        book.put(&format!("many-{at}"), "Ben", &["+49 30 5550101"]);
    }
    // More requests than a number of that server is good for: an old one is no wrong password.
    let known = carddav::read(&opened(&book.address(), "secret"), &Known::default()).await.unwrap().known;
    assert_eq!(known.etags.len(), 120);
    book.put("many-7", "Dan", &["+49 30 5550102"]);
    let changes = carddav::read(&opened(&book.address(), "secret"), &known).await.unwrap();
    assert_eq!(names(&changes), ["FN:Dan"]);
    assert_eq!(book.refused(), 0);

    let said = carddav::look(&opened(&book.address(), "wrong"), 3).await.unwrap_err();
    assert_eq!(said, SourceTrouble::WrongPassword);
    assert_eq!(book.refused(), 1, "it is asked once");
    let nobody = Opened { password: None, ..opened(&book.address(), "") };
    assert_eq!(carddav::look(&nobody, 3).await.unwrap_err(), SourceTrouble::NoPassword);
}
