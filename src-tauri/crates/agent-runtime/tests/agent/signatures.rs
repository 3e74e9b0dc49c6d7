//! With whose secret what web addresses are told is signed.

use agent_core::{Intent, PasswordSlot, Scripts, View};
use pbx_protocol::Secret;

use crate::bench::Bench;
use crate::receiver::{Post, Receiver};
use crate::scripts::{one, tell};

pub(crate) fn assert_signed(post: &Post, secret: &str) {
    let (stamp, told) =
        post.header("x-uc-companion-signature").split_once(",v1=").map(|(t, v)| (&t[2..], v)).unwrap();
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
    let tag = ring::hmac::sign(&key, format!("{stamp}.{}", post.body).as_bytes());
    let told: Vec<u8> =
        (0..told.len() / 2).map(|at| u8::from_str_radix(&told[2 * at..2 * at + 2], 16).unwrap()).collect();
    assert_eq!(told, tag.as_ref());
}

#[tokio::test]
async fn an_address_with_a_secret_of_its_own_is_signed_with_that_and_the_others_with_the_one_of_all() {
    let mut receivers =
        [Receiver::start("127.0.0.1:0", &[]).await, Receiver::start("127.0.0.1:0", &[]).await];
    let bench = Bench::online().await;
    let hook = |slot: u8| one(slot, format!("http://{}/", receivers[usize::from(slot)].address), vec![]);
    let webhooks = [hook(0), hook(1)].concat();
    tell(&bench, Scripts { webhooks: webhooks.clone(), ..Scripts::default() }).await;
    bench.agent.store_password(PasswordSlot::Webhook, Secret::new("of all")).await;
    bench.agent.store_password(PasswordSlot::WebhookOf { slot: 1 }, Secret::new("of one")).await;
    let owns = |view: &View| -> Vec<bool> { view.webhooks.iter().map(|one| one.own_secret).collect() };
    bench.sees("whose it is", |view| owns(view) == [false, true]).await;
    for (slot, secret) in [(0, "of all"), (1, "of one")] {
        bench.agent.dispatch(Intent::TestWebhook { slot }).await.unwrap();
        assert_signed(&receivers[usize::from(slot)].next().await, secret);
    }
    // It goes with its address, and on the person's word.
    let first_alone = Scripts { webhooks: webhooks[..1].to_vec(), ..Scripts::default() };
    tell(&bench, first_alone).await;
    tell(&bench, Scripts { webhooks, ..Scripts::default() }).await;
    bench.sees("that it is gone", |view| owns(view) == [false, false]).await;
    bench.agent.store_password(PasswordSlot::WebhookOf { slot: 1 }, Secret::new("of one")).await;
    bench.sees("that it is back", |view| owns(view) == [false, true]).await;
    bench.agent.dispatch(Intent::ForgetWebhookSecret { slot: 1 }).await.unwrap();
    bench.sees("that it is taken back", |view| owns(view) == [false, false]).await;
    bench.agent.dispatch(Intent::TestWebhook { slot: 1 }).await.unwrap();
    assert_signed(&receivers[1].next().await, "of all");
}
