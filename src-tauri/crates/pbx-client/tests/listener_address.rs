//! Where the report listener listens: its port, its path, and the address of ours that the PBX is told.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use pbx_client::{BindError, Incoming, Listener, address_towards};
use tokio::sync::mpsc;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(20);
const LOCAL: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

async fn listener() -> (Listener, mpsc::Receiver<Incoming>) {
    let (sender, receiver) = mpsc::channel(64);
    (Listener::bind(0, sender).await.unwrap(), receiver)
}

#[tokio::test]
async fn a_taken_port_offers_a_free_one() {
    let (first, _receiver) = listener().await;
    let (sender, _other) = mpsc::channel::<Incoming>(1);
    let Err(BindError::PortTaken { port, free: Some(free) }) =
        Listener::bind(first.port(), sender.clone()).await
    else {
        panic!("the port was not reported as taken");
    };
    assert_eq!(port, first.port());
    Listener::bind(free, sender).await.unwrap();
}

#[tokio::test]
async fn a_dropped_listener_gives_the_port_back() {
    let (first, _receiver) = listener().await;
    let port = first.port();
    drop(first);
    let again = timeout(PATIENCE, async {
        loop {
            let (sender, _receiver) = mpsc::channel::<Incoming>(1);
            if let Ok(listener) = Listener::bind(port, sender).await {
                return listener;
            }
            tokio::task::yield_now().await;
        }
    });
    assert_eq!(again.await.expect("the port stays taken").port(), port);
}

#[tokio::test]
async fn our_address_is_the_one_the_pbx_sees() {
    let pbx = tokio::net::TcpListener::bind((LOCAL, 0)).await.unwrap();
    assert_eq!(address_towards(pbx.local_addr().unwrap()).await.unwrap(), LOCAL);
}

#[tokio::test]
async fn paths_are_unguessable() {
    let (first, second) = (listener().await.0, listener().await.0);
    assert_ne!(first.path(), second.path());
    assert!(first.path().len() == 32 && first.path().bytes().all(|b| b.is_ascii_hexdigit()));
    assert!(!format!("{first:?}").contains(first.path()));
}
