//! A colleague who has called back ends the row of a missed caller, where the administrator lets everybody's records be read.

use agent_core::{Fixed, FixedSetting, Policy, View};

use crate::bench::Bench;

const CALLER: &str = "13800138000";

fn open(view: &View) -> u32 {
    view.missed.open
}

async fn let_records_be_read(bench: &Bench) {
    let fixed = vec![Fixed { setting: FixedSetting::TeamRecords, by: "policy.json".to_owned() }];
    bench.agent.policy_read(Policy { fixed, ..Policy::default() }).await;
}

#[tokio::test]
async fn a_colleague_who_calls_back_ends_the_row_and_it_stays_ended() {
    let bench = Bench::online().await;
    for number in [CALLER, "13900139000"] {
        bench.control.outside_calls_queue(number, "6500").unwrap();
        bench
            .sees("it rings", |view| view.calls.iter().any(|call| call.number.as_deref() == Some(number)))
            .await;
        bench.control.outside_hangs_up(number).unwrap();
        bench.control.wait_for(|pbx| pbx.calls.is_empty()).await.unwrap();
    }
    bench.sees("two wait", |view| open(view) == 2).await;
    bench.control.extension_calls("102", CALLER).unwrap();
    bench.control.outside_answers(CALLER).unwrap();
    bench.control.wait_for(|pbx| pbx.calls.iter().any(|call| call.talking)).await.unwrap();
    bench.control.hang_up("102").unwrap();
    bench.control.wait_for(|pbx| pbx.calls.is_empty()).await.unwrap();

    let bench = bench.restarted().await;
    bench.is_online().await;
    bench.sees("two still", |view| open(view) == 2).await;
    let_records_be_read(&bench).await;
    bench.sees("one is done", |view| open(view) == 1).await;
    let everybody = bench.dir.path().to_owned();
    bench.agent.shutdown().await;
    let left = walk(&everybody).into_iter().filter(|file| file.ends_with("records.csv")).count();
    assert_eq!(left, 0, "everybody's calls do not lie about");
    let bench = bench.restarted().await;
    bench.sees("and stays done", |view| open(view) == 1).await;
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
