//! Queues: who is rung, who wins, who may sign in.

use crate::bench::{Bench, expect, world};
use pbx_protocol::endpoints::{Endpoint, QueryQueueStatus, QueryQueues};
use pbx_simulator::Options;
use serde_json::{Value, json};

fn call_queue(bench: &mut Bench, from: &str) {
    bench.does(json!({ "do": "outside-calls-queue", "from": from, "queue": "6500" }));
}

fn lift(bench: &mut Bench, extension: &str) {
    bench.does(json!({ "do": "lift", "extension": extension }));
}

fn status(bench: &mut Bench) -> Value {
    bench.ask("queuestatus/query", &json!({ "queueid": "6500" }))["queue"]["queuestatus"].clone()
}

#[test]
fn every_free_member_rings_and_the_others_leg_ends_when_one_answers() {
    let mut bench = Bench::new();
    call_queue(&mut bench, "13800138000");
    assert_eq!(status(&mut bench)["callercount"], 1);
    lift(&mut bench, "102");
    assert_eq!(status(&mut bench)["callercount"], 0);
    bench.pass(5);
    bench.does(json!({ "do": "hang-up", "extension": "102" }));
    expect(
        &bench.transcript(),
        "status 101 Ringing
         ALERT #1672 in[13800138000 to 6500 #1670]
         RING #1672 101, in[13800138000 to 6500 #1670]
         status 102 Ringing
         RING #1674 102, in[13800138000 to 6500 #1670]
         status 101 Idle
         status 102 InUse
         BYE #1672 101, in[13800138000 to 6500 #1670]
         ANSWER #1670 102, in[13800138000 to 6500 #1670]
         ANSWER #1670 in[13800138000 to 6500 #1670], 102
         BYE #1670 102, in[13800138000 to 6500 #1670]
         BYE #1674 in[13800138000 to 6500 #1674], 102
         status 102 Idle
         NewCdr #1670 13800138000 -> 6500(102) 5/5s ANSWERED Inbound",
    );
}

#[test]
fn a_member_rests_after_a_call_and_is_then_rung_again() {
    let mut bench = Bench::new();
    bench.ask("queue/pause_agent", &json!({ "queueid": "6500", "extid": "101" }));
    call_queue(&mut bench, "1");
    lift(&mut bench, "102");
    bench.does(json!({ "do": "hang-up", "extension": "102" }));
    assert_eq!(
        status(&mut bench)["members"],
        json!([{ "agent": "101", "agentstatus": "9" }, { "agent": "102", "agentstatus": "10" }])
    );
    call_queue(&mut bench, "2");
    bench.transcript();
    bench.pass(9);
    expect(&bench.transcript(), "");
    bench.pass(1);
    expect(
        &bench.transcript(),
        "status 102 Ringing
         ALERT #1676 in[2 to 6500 #1674]
         RING #1676 102, in[2 to 6500 #1674]",
    );
}

#[test]
fn a_caller_waits_while_nobody_is_free_and_is_served_when_somebody_comes_back() {
    let mut bench = Bench::new();
    for agent in ["101", "102"] {
        bench.ask("queue/pause_agent", &json!({ "queueid": "6500", "extid": agent }));
    }
    call_queue(&mut bench, "1");
    expect(&bench.transcript(), "");
    bench.ask("queue/unpause_agent", &json!({ "queueid": "6500", "extid": "101" }));
    expect(
        &bench.transcript(),
        "status 101 Ringing
         ALERT #1672 in[1 to 6500 #1670]
         RING #1672 101, in[1 to 6500 #1670]",
    );
}

#[test]
fn a_member_that_lets_it_ring_is_left_alone_for_a_while() {
    let mut bench = Bench::new();
    bench.ask("queue/pause_agent", &json!({ "queueid": "6500", "extid": "102" }));
    call_queue(&mut bench, "1");
    bench.transcript();
    bench.pass(20);
    expect(&bench.transcript(), "BYE #1672 101, in[1 to 6500 #1670]\nstatus 101 Idle");
    bench.pass(5);
    expect(&bench.transcript(), "status 101 Ringing\nRING #1674 101, in[1 to 6500 #1670]");
}

#[test]
fn a_caller_who_gives_up_ends_all_that_rings() {
    let mut bench = Bench::new();
    call_queue(&mut bench, "1");
    bench.transcript();
    bench.does(json!({ "do": "outside-hangs-up", "number": "1" }));
    expect(
        &bench.transcript(),
        "BYE #1670 in[1 to 6500 #1670], 101
         BYE #1672 101, in[1 to 6500 #1672]
         BYE #1674 102, in[1 to 6500 #1670]
         status 101 Idle
         status 102 Idle
         NewCdr #1670 1 -> 6500 0/0s NO ANSWER Inbound",
    );
}

#[test]
fn signing_in_takes_the_password_and_out_as_well() {
    let mut bench = Bench::new();
    let member = |password: &str| json!({ "queueid": "6500", "extid": "106", "password": password });
    assert_eq!(bench.ask("queue/add_dynamicagent", &member("1"))["errno"], "10032");
    assert_eq!(
        bench.ask("queue/add_dynamicagent", &json!({ "queueid": "6500", "extid": "106" }))["errno"],
        "10032"
    );
    assert_eq!(bench.ask("queue/add_dynamicagent", &member("666666"))["status"], "Success");
    assert_eq!(bench.ask("queue/add_dynamicagent", &member("666666"))["status"], "Success");
    let queues = bench.ask("queue/query", &json!({ "queueid": "6500" }));
    assert_eq!(queues["queues"][0]["dynamicagents"], "106");
    assert_eq!(queues["queues"][0]["agents"], "101,102");
    assert_eq!(queues["queues"][0]["password"], "666666", "the real one tells, so this one does");
    assert_eq!(bench.ask("queue/del_dynamicagent", &member("1"))["errno"], "10032");
    assert_eq!(bench.ask("queue/del_dynamicagent", &member("666666"))["status"], "Success");
    assert!(bench.pbx.snapshot(bench.now).member("6500", "106").is_none());
}

#[test]
fn refused_for_the_right_reason() {
    let mut bench = Bench::new();
    for (endpoint, body, errno) in [
        ("queue/pause_agent", json!({ "queueid": "6999", "extid": "101" }), "10013"),
        ("queue/pause_agent", json!({ "queueid": "6500", "extid": "777" }), "10006"),
        ("queue/pause_agent", json!({ "queueid": "6500", "extid": "106" }), "10006"),
        ("queue/pause_agent", json!({ "queueid": "6500" }), "10004"),
        ("queue/pause_agent", json!({ "queueid": "6500", "extid": "" }), "10004"),
        ("queuestatus/query", json!({ "queueid": "6999" }), "10013"),
        ("queuestatus/query", json!({ "queueid": "x" }), "10013"),
        ("queue/query", json!({ "queueid": "6500,6999" }), "10013"),
        (
            "queue/del_dynamicagent",
            json!({ "queueid": "6500", "extid": "101", "password": "666666" }),
            "10006",
        ),
    ] {
        assert_eq!(
            bench.ask(endpoint, &body),
            json!({ "status": "Failed", "errno": errno }),
            "{endpoint} {body}"
        );
    }
}

#[test]
fn answers_read_as_the_protocols_types() {
    let mut bench = Bench::with(world(), &Options::default());
    let queues = bench.ask(QueryQueues::ABOUT.path, &json!({})).to_string();
    let queues = pbx_protocol::answer::read::<QueryQueues>(queues.as_bytes()).unwrap();
    assert_eq!(queues.queues[0].settings.wrap_up_seconds, 10);
    let status = bench.ask(QueryQueueStatus::ABOUT.path, &json!({ "queueid": 6500 })).to_string();
    let status = pbx_protocol::answer::read::<QueryQueueStatus>(status.as_bytes()).unwrap();
    assert_eq!(status.queue.status.members.len(), 2);
}
