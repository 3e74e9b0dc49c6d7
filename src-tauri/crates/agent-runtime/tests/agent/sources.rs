//! Contacts of real servers: who rings is known by what stands there now, and by what stood there while it is away.

use std::path::Path;
use std::sync::Arc;

use agent_core::{
    CallState, ContactSource, Intent, PasswordSlot, Preferences, SourceKind, SourceState, SourceTest,
    SourceTrouble, View,
};
use pbx_protocol::Secret;

use crate::bench::Bench;
use crate::contact_servers::{AddressBook, DirectoryServer};

const ADA: &str = "+49 30 5550101";

fn address_book(address: String) -> ContactSource {
    ContactSource { address, user: "ada".to_owned(), ..ContactSource::default() }
}

fn directory(address: String, certificate: Option<String>) -> ContactSource {
    ContactSource {
        slot: 1,
        kind: SourceKind::Ldap,
        address,
        user: "cn=reader,dc=example".to_owned(),
        base: "dc=example".to_owned(),
        certificate,
        ..ContactSource::default()
    }
}

fn start_directory(dir: &Path) -> DirectoryServer {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    DirectoryServer::start(dir, &made.cert.pem(), &made.signing_key.serialize_pem())
}

impl Bench {
    async fn uses(&self, sources: Vec<ContactSource>, password: &str) {
        for source in &sources {
            let slot =
                PasswordSlot::ContactSource { address: source.address.clone(), user: source.user.clone() };
            self.agent.store_password(slot, Secret::new(password)).await;
        }
        let preferences =
            Preferences { country: "DE".to_owned(), contact_sources: sources, ..Preferences::default() };
        self.agent.dispatch(Intent::SavePreferences { preferences: Box::new(preferences) }).await.unwrap();
    }

    async fn sees_source(&self, what: &str, wanted: impl Fn(&SourceState) -> bool) -> Arc<View> {
        self.sees(what, |view| view.contact_sources.iter().any(|source| wanted(&source.state))).await
    }

    /// What came of a test of the only source.
    async fn tests(&self, slot: u8) -> SourceTest {
        self.agent.dispatch(Intent::TestSource { slot }).await.unwrap();
        let view =
            self.sees("a test", |view| view.contact_sources.iter().any(|one| one.test.is_some())).await;
        view.contact_sources.iter().find_map(|one| one.test.clone()).unwrap()
    }

    /// The name under which the number rings.
    async fn rings_as(&self, number: &str, name: &str) {
        self.control.outside_calls_extension(number, "101").unwrap();
        let is_it = |view: &View| {
            let ringing = view.calls.iter().filter(|call| call.state == CallState::Ringing);
            ringing.filter_map(|call| call.name.as_deref()).any(|known| known == name)
        };
        self.sees(name, is_it).await;
        self.control.hang_up("101").unwrap();
        self.sees("the end", |view| view.calls.iter().all(|call| call.state == CallState::Ended)).await;
    }
}

fn is_ok(state: &SourceState) -> bool {
    matches!(state, SourceState::Ok { .. })
}

#[tokio::test]
async fn a_name_that_changes_in_the_address_book_is_shown_at_the_next_ring_and_stays_while_it_is_away() {
    let dir = tempfile::tempdir().unwrap();
    let mut server = AddressBook::start(dir.path());
    server.put("ada", "Ada Lovelace", &[ADA, "+49 151 5550102"]);
    server.put("nobody", "Nobody", &[]);
    let bench = Bench::online().await;
    bench.uses(vec![address_book(server.address())], "secret").await;
    let view = bench.sees_source("read", is_ok).await;
    let kept = view.contact_sources[0].kept;
    assert_eq!((kept.contacts, kept.skipped), (1, 1));
    bench.rings_as("0305550101", "Ada Lovelace").await;

    server.put("ada", "Countess Lovelace", &[ADA]);
    let SourceTest::Worked { count, examples } = bench.tests(0).await else { panic!("the test failed") };
    assert_eq!((count, examples), (2, vec![format!("Countess Lovelace {ADA}")]));
    // What works is read at once.
    bench.sees("another name", |view| view.contact_sources[0].kept.at > kept.at).await;
    bench.rings_as("0305550101", "Countess Lovelace").await;

    server.go_away();
    let bench = bench.restarted().await.signed_in().await;
    let view = bench.sees_source("failing", |state| matches!(state, SourceState::Failing { .. })).await;
    assert_eq!(view.contact_sources[0].kept.contacts, 1);
    bench.rings_as("+49305550101", "Countess Lovelace").await;

    server.come_back();
    bench.agent.woke();
    bench.sees_source("back", is_ok).await;
    let preferences = Preferences { country: "DE".to_owned(), ..Preferences::default() };
    bench.agent.dispatch(Intent::SavePreferences { preferences: Box::new(preferences) }).await.unwrap();
    bench.sees("gone", |view| view.contact_sources.is_empty()).await;
    let file = bench.dir.path().join("data/address-books/0.json");
    bench.until("forgotten", || !file.exists()).await;
    bench.until("its password forgotten too", || !bench.keyring.holds("contacts ada@")).await;
}

#[tokio::test]
async fn a_wrong_password_is_sent_once_by_the_next_start_neither() {
    let dir = tempfile::tempdir().unwrap();
    let server = AddressBook::start(dir.path());
    server.put("ada", "Ada Lovelace", &[ADA]);
    let bench = Bench::online().await;
    bench.uses(vec![address_book(server.address())], "wrong").await;
    let is_paused =
        |state: &SourceState| matches!(state, SourceState::Paused { why: SourceTrouble::WrongPassword });
    bench.sees_source("paused", is_paused).await;
    bench.agent.woke();
    assert_eq!(bench.tests(0).await, SourceTest::Failed { why: SourceTrouble::WrongPassword });
    let bench = bench.restarted().await;
    bench.sees_source("paused again", is_paused).await;
    assert_eq!(server.refused(), 1);

    let slot = PasswordSlot::ContactSource { address: server.address(), user: "ada".to_owned() };
    bench.agent.store_password(slot, Secret::new("secret")).await;
    bench.sees_source("read", is_ok).await;
}

#[tokio::test]
async fn a_directory_is_asked_who_rings_and_who_is_looked_for() {
    let dir = tempfile::tempdir().unwrap();
    let mut server = start_directory(dir.path());
    server.go_away();
    server.put("ada", "Ada Lovelace", &[ADA]);
    server.put("ben", "Ben Bauer", &[ADA, "+49 30 5550199"]);
    server.come_back();
    let bench = Bench::online().await;
    bench.uses(vec![directory(server.address(), None)], "secret").await;
    let SourceTest::Failed { why: SourceTrouble::CertificateUnknown { fingerprint } } = bench.tests(1).await
    else {
        panic!("a certificate that nobody has seen is trusted");
    };
    bench.uses(vec![directory(server.address(), Some(fingerprint.clone()))], "secret").await;
    let SourceTest::Worked { count, .. } = bench.tests(1).await else { panic!("the test failed") };
    assert_eq!(count, 2);
    bench.sees_source("asked", is_ok).await;

    bench.rings_as("0305550199", "Ben Bauer").await;
    let found = async |text: &str| {
        let people = bench.agent.find_people(text.to_owned()).await;
        people.into_iter().map(|one| one.name).collect::<Vec<_>>()
    };
    assert_eq!(found("lovel").await, ["Ada Lovelace"]);
    assert_eq!(found("*)(uid=*").await, [""; 0]);
    assert_eq!(found("lo").await, [""; 0], "two letters are in everybody's name");

    // Several people have one number: the agent says who it is.
    bench.control.outside_calls_extension("0305550101", "101").unwrap();
    let people = |view: &View| view.calls.last().and_then(|call| call.card.clone()).map(|card| card.people);
    let view = bench.sees("both", |view| people(view).is_some_and(|people| people.len() == 2)).await;
    let at = people(&view).unwrap().iter().position(|one| one.name == "Ben Bauer").unwrap();
    let call = view.calls.last().unwrap().key;
    bench.agent.dispatch(Intent::ChooseContact { call, person: u8::try_from(at).unwrap() }).await.unwrap();
    bench.sees("Ben", |view| view.calls.last().unwrap().name.as_deref() == Some("Ben Bauer")).await;
    bench.control.hang_up("101").unwrap();

    // What it said is good for an hour, be it there or not.
    server.go_away();
    bench.rings_as("0305550199", "Ben Bauer").await;
}

#[tokio::test]
async fn a_name_that_changes_in_the_directory_is_shown_at_the_next_ring() {
    let dir = tempfile::tempdir().unwrap();
    let mut server = start_directory(dir.path());
    server.go_away();
    server.put("ada", "Ada Lovelace", &[ADA]);
    server.come_back();
    let bench = Bench::online().await;
    bench.uses(vec![directory(server.plain_address(), None)], "secret").await;
    let SourceTest::Failed { why: SourceTrouble::CertificateUnknown { fingerprint } } = bench.tests(1).await
    else {
        panic!("a certificate that nobody has seen is trusted");
    };
    bench.uses(vec![directory(server.plain_address(), Some(fingerprint.clone()))], "secret").await;
    server.rename("ada", "Countess Lovelace");
    bench.rings_as("0305550101", "Countess Lovelace").await;
    bench.uses(vec![directory(server.plain_address(), Some(fingerprint))], "wrong").await;
    let SourceTest::Failed { why } = bench.tests(1).await else { panic!("a wrong password is taken") };
    assert_eq!(why, SourceTrouble::WrongPassword);
    bench.control.outside_calls_extension("0305550188", "101").unwrap();
    bench.sees_source("paused", |state| matches!(state, SourceState::Paused { .. })).await;
    assert_eq!(server.refused(), 1, "who rings is not asked with it");
}
