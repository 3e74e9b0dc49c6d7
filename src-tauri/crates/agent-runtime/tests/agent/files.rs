//! Messages and recordings: saved byte for byte under a harmless name, played, or refused with a reason.

use std::sync::Arc;
use std::time::Duration;

use agent_core::{
    CallState, Failure, HistoryQuery, Intent, MediaId, MediaState, NotSound, Notice, PlayerCommand,
    SoundIntent, Unplayable, View,
};
use pbx_simulator::world::Message;
use pbx_simulator::{Fault, World, wav};

use crate::bench::Bench;

fn voicemail(file: &str) -> MediaId {
    MediaId::Voicemail { extension: "101".to_owned(), file: file.to_owned() }
}

fn plays(view: &View, media: &MediaId) -> bool {
    matches!(state_of(view, media), Some(MediaState::Playing(_)))
}

fn state_of<'a>(view: &'a View, media: &MediaId) -> Option<&'a MediaState> {
    view.media.iter().find(|view| view.media == *media).map(|view| &view.state)
}

/// The bytes on the PBX.
fn sound(bench: &Bench, file: &str) -> Vec<u8> {
    let pbx = bench.control.snapshot();
    let message = pbx.voicemail.iter().find(|m| m.file == file && m.extension.as_str() == "101").unwrap();
    message.sound.to_vec()
}

async fn listed(bench: &Bench) -> Arc<View> {
    bench.sees("the mailbox", |view| !view.voicemail.messages.is_empty()).await
}

async fn save(bench: &Bench, media: &MediaId) -> String {
    bench.agent.dispatch(Intent::Sound(SoundIntent::Save { media: media.clone() })).await.unwrap();
    let is_saved = |view: &View| matches!(state_of(view, media), Some(MediaState::Saved { .. }));
    let view = bench.sees("saved", is_saved).await;
    let Some(MediaState::Saved { path }) = state_of(&view, media) else { panic!("{view:?}") };
    path.clone()
}

async fn failure(bench: &Bench, intent: Intent, media: &MediaId) -> Failure {
    bench.agent.dispatch(intent).await.unwrap();
    let has_failed = |view: &View| matches!(state_of(view, media), Some(MediaState::Failed { .. }));
    let view = bench.sees("failed", has_failed).await;
    let Some(MediaState::Failed { failure, .. }) = state_of(&view, media) else { panic!("{view:?}") };
    failure.clone()
}

#[tokio::test]
async fn a_saved_message_is_the_pbxs_bytes_and_overwrites_nothing() {
    let bench = Bench::online().await;
    listed(&bench).await;
    let media = voicemail("msg0000.wav");
    let first = save(&bench, &media).await;
    assert_eq!(std::fs::read(&first).unwrap(), sound(&bench, "msg0000.wav"));
    save(&bench, &media).await;
    bench.sees("the second", |_| bench.downloaded().len() == 2).await;
    assert_eq!(bench.downloaded(), ["msg0000 (2).wav", "msg0000.wav"]);
}

#[tokio::test]
async fn a_name_with_a_path_in_it_stays_in_the_folder() {
    let name = "../../x.wav";
    let mut world = World::demo();
    world.messages.push(Message {
        extension: "101".to_owned(),
        file: name.to_owned(),
        from: "102".to_owned(),
        age: Duration::from_mins(1),
        sound: wav::murmur(1, 9),
    });
    let bench = Bench::with(world).await.signed_in().await;
    listed(&bench).await;
    let path = save(&bench, &voicemail(name)).await;
    assert_eq!(path, bench.downloads().join("x.wav").display().to_string());
    assert_eq!(std::fs::read(path).unwrap(), sound(&bench, name));
}

#[tokio::test]
async fn what_breaks_off_leaves_nothing_behind() {
    let bench = Bench::online().await;
    listed(&bench).await;
    bench.control.set_fault_on("voicemail/download", Fault::CutShort { bytes: 1000 });
    let media = voicemail("msg0000.wav");
    let failure = failure(&bench, Intent::Sound(SoundIntent::Save { media: media.clone() }), &media).await;
    assert_eq!(failure, Failure::CutShort);
    assert_eq!(bench.downloaded(), [""; 0]);
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_named() {
    let bench = Bench::online().await;
    listed(&bench).await;
    std::fs::write(bench.downloads(), "a file where the folder should be").unwrap();
    let media = voicemail("msg0000.wav");
    let failure = failure(&bench, Intent::Sound(SoundIntent::Save { media: media.clone() }), &media).await;
    assert!(matches!(failure, Failure::File { .. }), "{failure:?}");
}

#[tokio::test]
async fn a_message_is_heard_to_its_end_or_until_it_is_stopped() {
    let bench = Bench::online().await;
    listed(&bench).await;
    let media = voicemail("msg0001.wav");
    for heard in 1..=2 {
        bench.agent.dispatch(Intent::Sound(SoundIntent::Play { media: media.clone() })).await.unwrap();
        bench.sees("playing", |view| plays(view, &media)).await;
        assert_eq!(bench.speaker.heard().len(), heard);
        assert_eq!(bench.speaker.heard().last().unwrap(), &sound(&bench, "msg0001.wav"));
        if heard == 1 {
            bench.speaker.reach_the_end();
        } else {
            bench.agent.dispatch(Intent::Sound(SoundIntent::StopPlaying)).await.unwrap();
        }
        bench.sees("silence", |view| state_of(view, &media).is_none()).await;
    }
    // A deleted message gives its name to another, so it is fetched each time.
    assert_eq!(bench.control.snapshot().times_asked("voicemail/download"), 2);
    assert_eq!(bench.downloaded(), [""; 0], "what was only heard is not kept");
}

#[tokio::test]
async fn of_two_wishes_the_latest_is_heard() {
    let bench = Bench::online().await;
    listed(&bench).await;
    let (slow, quick) = (voicemail("msg0000.wav"), voicemail("msg0001.wav"));
    bench.control.set_fault_on("voicemail/download", Fault::Slow { bytes_per_second: 48_000 });
    bench.agent.dispatch(Intent::Sound(SoundIntent::Play { media: slow.clone() })).await.unwrap();
    let on_its_way =
        |view: &View| matches!(state_of(view, &slow), Some(MediaState::Fetching { received: 1.., .. }));
    bench.sees("the slow one on its way", on_its_way).await;
    bench.control.clear_faults();
    bench.agent.dispatch(Intent::Sound(SoundIntent::Play { media: quick.clone() })).await.unwrap();
    bench.sees("the quick one", |view| plays(view, &quick)).await;
    bench.sees("the slow one gone", |view| state_of(view, &slow).is_none()).await;
    assert_eq!(bench.speaker.heard(), [sound(&bench, "msg0001.wav")]);
    let view = bench.is_online().await;
    assert!(plays(&view, &quick));
    let is_new = |file: &str| view.voicemail.messages.iter().any(|one| one.file == file && one.is_new);
    assert!(is_new("msg0000.wav"), "never heard");
}

#[tokio::test]
async fn without_a_sound_device_it_is_said() {
    let bench = Bench::online().await;
    listed(&bench).await;
    bench.speaker.unplug();
    let media = voicemail("msg0000.wav");
    let failure = failure(&bench, Intent::Sound(SoundIntent::Play { media: media.clone() }), &media).await;
    assert_eq!(failure, Failure::NoSoundDevice);
}

/// A message whose name and bytes a PBX may well choose like this.
async fn bench_with_message(file: &str, sound: Vec<u8>) -> Bench {
    let message = Message {
        extension: "101".to_owned(),
        file: file.to_owned(),
        from: "102".to_owned(),
        age: Duration::from_mins(1),
        sound: sound.into(),
    };
    let mut world = World::demo();
    world.messages.push(message);
    let bench = Bench::with(world).await.signed_in().await;
    listed(&bench).await;
    bench
}

#[tokio::test]
async fn what_cannot_be_played_is_named_and_opened_with_the_systems_program() {
    let bytes = b"#!AMR\n\x3c\x91\x17\x16".to_vec();
    // A system would run a file of that name.
    let bench = bench_with_message("../msg0009.exe", bytes.clone()).await;
    let media = voicemail("../msg0009.exe");
    let failure = failure(&bench, Intent::Sound(SoundIntent::Play { media: media.clone() }), &media).await;
    assert_eq!(failure, Failure::Unplayable { why: Unplayable::Format { name: "AMR".to_owned() } });
    bench.agent.dispatch(Intent::Sound(SoundIntent::OpenElsewhere { media: media.clone() })).await.unwrap();
    let opened = bench.browser.opened(1).await;
    let opened = std::path::Path::new(&opened[0]);
    assert_eq!(opened.file_name().unwrap(), "msg0009.amr");
    assert!(opened.starts_with(bench.dir.path().join("data")), "{}", opened.display());
    assert_eq!(std::fs::read(opened).unwrap(), bytes);
    let is_heard =
        |view: &View| view.voicemail.messages.iter().any(|one| one.file == "../msg0009.exe" && !one.is_new);
    bench.sees("the message as heard", is_heard).await;

    bench.browser.refuse();
    bench.agent.dispatch(Intent::Sound(SoundIntent::OpenElsewhere { media: media.clone() })).await.unwrap();
    let is_told = |view: &View| {
        view.notices
            .iter()
            .any(|one| matches!(&one.notice, Notice::MediaFailed { failure: Failure::NoProgram, .. }))
    };
    bench.sees("that no program opens it", is_told).await;
}

#[tokio::test]
async fn an_error_page_is_not_kept_as_the_recording() {
    let bench = Bench::online().await;
    let recordings = bench.dir.path().join("data/cache/recordings/127.0.0.1");
    std::fs::create_dir_all(&recordings).unwrap();
    // Behind a digest of the name, which tells it from others that are made harmless alike.
    let file = recordings.join("9480821843d834db-exten-1.wav");
    std::fs::write(&file, "<html><h1>502 Bad Gateway</h1></html>").unwrap();
    let media = MediaId::Recording { name: "exten-1.wav".to_owned() };
    let failure = failure(&bench, Intent::Sound(SoundIntent::Play { media: media.clone() }), &media).await;
    let why = Unplayable::NotASound { found: NotSound::WebPage };
    assert_eq!(failure, Failure::Unplayable { why });
    assert!(!file.exists());
    bench.agent.dispatch(Intent::Sound(SoundIntent::OpenElsewhere { media })).await.unwrap_err();
}

#[tokio::test]
async fn gsm_of_a_voicemail_is_heard() {
    let sound = include_bytes!("../sounds/tone-gsm.wav").to_vec();
    let bench = bench_with_message("msg0009.wav", sound).await;
    let media = voicemail("msg0009.wav");
    bench.agent.dispatch(Intent::Sound(SoundIntent::Play { media: media.clone() })).await.unwrap();
    let view = bench.sees("playing", |view| plays(view, &media)).await;
    let Some(MediaState::Playing(playing)) = state_of(&view, &media) else { panic!("{view:?}") };
    assert_eq!((playing.length, playing.loudness.len()), (520, 11));
}

#[tokio::test]
async fn a_recording_is_fetched_once_to_be_heard_twice() {
    let bench = Bench::online().await;
    bench.control.outside_calls_extension("13800138000", "101").unwrap();
    let in_state = |view: &View, state| view.calls.iter().any(|call| call.state == state);
    bench.sees("ringing", |view| in_state(view, CallState::Ringing)).await;
    bench.control.lift("101").unwrap();
    bench.sees("talking", |view| in_state(view, CallState::Talking)).await;
    bench.control.hang_up("101").unwrap();
    bench.sees("the booking", |view| view.history_revision >= 2).await;
    let page = bench.agent.history_page(HistoryQuery::default()).await.unwrap();
    let name = page.rows[0].recording.clone().unwrap();

    let media = MediaId::Recording { name: name.clone() };
    for _ in 0..2 {
        bench.agent.dispatch(Intent::Sound(SoundIntent::Play { media: media.clone() })).await.unwrap();
        bench.sees("playing", |view| plays(view, &media)).await;
        bench.speaker.reach_the_end();
        bench.sees("silence", |view| state_of(view, &media).is_none()).await;
    }
    let pbx = bench.control.snapshot();
    let recording = pbx.recordings.iter().find(|recording| recording.name == name).unwrap();
    assert_eq!(bench.speaker.heard(), [recording.sound.clone(), recording.sound.clone()]);
    assert_eq!(pbx.times_asked("recording/download"), 1);

    let bench = bench.restarted().await;
    bench.is_online().await;
    bench.agent.dispatch(Intent::Sound(SoundIntent::Play { media: media.clone() })).await.unwrap();
    let view = bench.sees("playing", |view| plays(view, &media)).await;
    assert_eq!(bench.control.snapshot().times_asked("recording/download"), 1, "after a restart too");
    let Some(MediaState::Playing(playing)) = state_of(&view, &media) else { panic!("{view:?}") };
    assert!(playing.length > 0 && !playing.loudness.is_empty(), "{playing:?}");
    for command in [PlayerCommand::Pause, PlayerCommand::Seek { position: 100 }, PlayerCommand::Resume] {
        bench.agent.dispatch(Intent::Sound(SoundIntent::Player { command })).await.unwrap();
    }
    bench.speaker.reach_the_end();
    bench.sees("silence", |view| state_of(view, &media).is_none()).await;
    let commands = [PlayerCommand::Pause, PlayerCommand::Seek { position: 100 }, PlayerCommand::Resume];
    assert_eq!(bench.speaker.commands(), commands);
}

#[tokio::test]
async fn many_messages_are_saved_at_once_and_are_no_longer_new() {
    let bench = Bench::online().await;
    let view = listed(&bench).await;
    assert!(view.voicemail.messages.iter().all(|message| message.is_new));
    let media = view.voicemail.messages.iter().map(|message| voicemail(&message.file)).collect();
    bench.agent.dispatch(Intent::Sound(SoundIntent::SaveAll { media })).await.unwrap();
    let told = |view: &View| {
        view.notices.iter().any(|one| matches!(one.notice, Notice::ManySaved { saved: 3, failed: 0, .. }))
    };
    let view = bench.sees("all of them", told).await;
    assert_eq!(bench.downloaded(), ["msg0000.wav", "msg0001.wav", "msg0002.wav"]);
    assert!(view.voicemail.messages.iter().all(|message| !message.is_new));
    let bench = bench.restarted().await;
    let view = listed(&bench).await;
    assert!(view.voicemail.messages.iter().all(|message| !message.is_new), "nor after a restart");
}
