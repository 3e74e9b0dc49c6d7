//! What the control can be told, with an example of each, for whoever writes a script.

/// An action as JSON, and what it does.
pub const ACTIONS: [(&str, &str); 15] = [
    (
        r#"{"do":"outside-calls-extension","from":"13800138000","extension":"101"}"#,
        "Somebody outside calls an extension",
    ),
    (r#"{"do":"outside-calls-queue","from":"13800138000","queue":"6500"}"#, "Somebody outside calls a queue"),
    (r#"{"do":"outside-answers","number":"02012345678"}"#, "The called number outside answers"),
    (r#"{"do":"outside-hangs-up","number":"02012345678"}"#, "The party outside hangs up, or refuses"),
    (r#"{"do":"extension-calls","extension":"101","to":"102"}"#, "Somebody lifts this phone and dials"),
    (r#"{"do":"lift","extension":"101"}"#, "Somebody answers the ringing phone"),
    (r#"{"do":"hang-up","extension":"101"}"#, "Somebody hangs up, or refuses what rings"),
    (r#"{"do":"press-hold","extension":"101"}"#, "The hold key: held, or on again; nothing is reported"),
    (
        r#"{"do":"transfer-on-phone","extension":"101","to":"102"}"#,
        "The transfer key; reported, unlike a transfer by API",
    ),
    (r#"{"do":"register","extension":"106"}"#, "The phone is plugged in"),
    (r#"{"do":"unregister","extension":"101"}"#, "The phone is unplugged"),
    (
        r#"{"do":"leave-voicemail","extension":"101","from":"13800138000","seconds":5}"#,
        "Somebody leaves a message",
    ),
    (
        r#"{"do":"pause-member","queue":"6500","extension":"101","paused":true}"#,
        "A supervisor pauses a member, or ends the pause",
    ),
    (r#"{"do":"expire-tokens"}"#, "Every token times out at once"),
    (r#"{"do":"reboot"}"#, "The PBX restarts: calls and tokens are gone, BootUp is reported"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::action::Action;

    /// No `_`: an action that is added has to be explained.
    fn place(action: &Action) -> usize {
        match action {
            Action::OutsideCallsExtension { .. } => 0,
            Action::OutsideCallsQueue { .. } => 1,
            Action::OutsideAnswers { .. } => 2,
            Action::OutsideHangsUp { .. } => 3,
            Action::ExtensionCalls { .. } => 4,
            Action::Lift { .. } => 5,
            Action::HangUp { .. } => 6,
            Action::PressHold { .. } => 7,
            Action::TransferOnPhone { .. } => 8,
            Action::Register { .. } => 9,
            Action::Unregister { .. } => 10,
            Action::LeaveVoicemail { .. } => 11,
            Action::PauseMember { .. } => 12,
            Action::ExpireTokens => 13,
            Action::Reboot => 14,
        }
    }

    #[test]
    fn each_action_is_explained_by_one_that_works() {
        for (at, (example, _)) in ACTIONS.iter().enumerate() {
            let action: Action = serde_json::from_str(example).unwrap();
            assert_eq!(place(&action), at, "{example}");
        }
    }
}
