//! The UI's types are these types: `ui/src/contract.ts` is generated from them, committed, and compared here.
//! `UPDATE_CONTRACT=1 cargo test -p agent-core --test contract` writes it anew.

use std::path::Path;

use agent_core::*;
use ts_rs::{Config, TS};

#[expect(clippy::too_many_lines, reason = "a list, a line a type")]
fn contract() -> String {
    let mut text = String::from(
        "// Generated from the Rust types of agent-core. Do not edit:\n\
         // UPDATE_CONTRACT=1 cargo test -p agent-core --test contract\n",
    );
    let config = Config::default();
    macro_rules! export {
        ($($name:ty),* $(,)?) => {$(
            text.push_str("\nexport ");
            text.push_str(&<$name as TS>::decl(&config));
            text.push('\n');
        )*};
    }
    export!(
        WallMillis,
        Scheme,
        Account,
        CrmWhen,
        CallEvent,
        Scripts,
        Language,
        Theme,
        PopLevel,
        DesktopPart,
        Lack,
        Preferences,
        Settings,
        SettingsTrouble,
        CallKey,
        MediaId,
        PlayerCommand,
        PlayingView,
        BatchView,
        MediaPurpose,
        Page,
        DialAnswer,
        DialQuestion,
        DialSource,
        Door,
        Intent,
        PopIntent,
        PasswordSlot,
        PasswordKept,
        DemoAction,
        Unreachable,
        NotSound,
        Unplayable,
        Failure,
        pbx_protocol::number::NotANumber,
        SettingField,
        Refusal,
        WebhookAnswer,
        WebhookTrouble,
        WebhookView,
        PageTrouble,
        ProgramTrouble,
        MediaState,
        MediaView,
        Notice,
        Distrust,
        NoticeView,
        CallDirection,
        CallState,
        CallCommand,
        CallEnd,
        PastCall,
        CallerCard,
        CallNote,
        CallView,
        WrapUpView,
        CallOutcome,
        CallRecord,
        HistoryQuery,
        HistoryPage,
        RecentNumber,
        ConnectionState,
        CheckStep,
        CheckState,
        Check,
        DeviceView,
        Protection,
        ReceiverView,
        ConnectionView,
        Membership,
        QueueCommand,
        Command,
        MemberStatus,
        MemberView,
        QueueView,
        PhoneStatus,
        AgentView,
        WaitingNumber,
        DialView,
        VoicemailView,
        VoicemailBox,
        DirectoryEntry,
        ColumnMeaning,
        WhyLeftOut,
        LeftOut,
        ImportUnit,
        ImportReport,
        ImportRefusal,
        ImportOutcome,
        View,
    );
    text
}

#[test]
fn contract_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/contract.ts");
    let expected = contract();
    if std::env::var_os("UPDATE_CONTRACT").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap();
    assert!(
        found == expected,
        "ui/src/contract.ts is out of date: UPDATE_CONTRACT=1 cargo test -p agent-core --test contract"
    );
}
