//! Settings of extensions: add, change, delete. (sections "添加分机", "编辑分机设置", "删除分机")

use serde::{Deserialize, Serialize};

use super::Done;
use crate::words::words;
use crate::{Extension, Secret, Several, lenient};

words! {
    /// Where an extension's calls go instead.
    ForwardTo {
        /// The extension's mailbox.
        Voicemail = "Voicemail",
        /// Another extension, named beside it.
        Extension = "Extension",
        /// The user's mobile.
        Mobile = "Mobile Number",
        /// A number, named beside it.
        Custom = "Custom Number",
    }
}

words! {
    /// How an extension may listen in on others.
    MonitorMode {
        /// Not at all. The document writes `Disabled`, `Disable` and `disable`.
        Disabled = "Disable" | "Disabled",
        /// In any way.
        Extensive = "Extensive",
        /// Heard by nobody.
        Listen = "Listen",
        /// Heard by the one it listens to.
        Whisper = "Whisper",
        /// Heard by both.
        BargeIn = "Barge-in",
    }
}

/// Settings of an extension; what is `None` keeps its value. An answer has the name and what goes on beside them, see
/// [`ExtensionInfo`](super::ExtensionInfo).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionSettings {
    /// The person's or the phone's name.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Caller ID shown to others.
    #[serde(
        rename = "callerid",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub caller_id: Option<String>,
    /// The password its phone registers with.
    #[serde(rename = "registerpassword", default, skip_serializing_if = "Option::is_none")]
    pub register_password: Option<Secret>,
    /// How many phones may register.
    #[serde(
        rename = "maxregistrations",
        default,
        with = "lenient::number",
        skip_serializing_if = "Option::is_none"
    )]
    pub max_registrations: Option<u32>,
    /// The password its user signs in to the PBX's pages with. (`userpassword` in answers)
    #[serde(
        rename = "loginpassword",
        alias = "userpassword",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub login_password: Option<Secret>,
    /// The user's address.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The user's mobile. (`moblie` in answers)
    #[serde(
        alias = "moblie",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub mobile: Option<String>,
    /// Of the prompts; in answers only.
    #[serde(default, deserialize_with = "lenient::optional_text", skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Whether it has a mailbox.
    #[serde(
        rename = "hasvoicemail",
        default,
        with = "lenient::on_off",
        skip_serializing_if = "Option::is_none"
    )]
    pub has_voicemail: Option<bool>,
    /// The mailbox's password.
    #[serde(rename = "vmsecret", default, skip_serializing_if = "Option::is_none")]
    pub voicemail_password: Option<Secret>,
    /// Whether messages are sent to the address.
    #[serde(
        rename = "enablevmtoemail",
        default,
        with = "lenient::on_off",
        skip_serializing_if = "Option::is_none"
    )]
    pub voicemail_to_email: Option<bool>,
    /// Whether calls nobody answers are forwarded.
    #[serde(
        rename = "noanswerforward",
        default,
        with = "lenient::on_off",
        skip_serializing_if = "Option::is_none"
    )]
    pub forward_no_answer: Option<bool>,
    /// Where those calls go.
    #[serde(rename = "ntransferto", default, skip_serializing_if = "Option::is_none")]
    pub no_answer_to: Option<ForwardTo>,
    /// The extension, where that is the destination.
    #[serde(
        rename = "ntransferext",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub no_answer_extension: Option<String>,
    /// Dialled before the number.
    #[serde(
        rename = "ntransferprefix",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub no_answer_prefix: Option<String>,
    /// The number, where that is the destination.
    #[serde(
        rename = "ntransfernum",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub no_answer_number: Option<String>,
    /// Whether calls are forwarded while it is busy.
    #[serde(
        rename = "busyforward",
        default,
        with = "lenient::on_off",
        skip_serializing_if = "Option::is_none"
    )]
    pub forward_busy: Option<bool>,
    /// Where those calls go.
    #[serde(rename = "btransferto", default, skip_serializing_if = "Option::is_none")]
    pub busy_to: Option<ForwardTo>,
    /// The extension, where that is the destination.
    #[serde(
        rename = "btransferext",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub busy_extension: Option<String>,
    /// Dialled before the number; at most 7 digits.
    #[serde(
        rename = "btransferprefix",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub busy_prefix: Option<String>,
    /// The number, where that is the destination; at most 15 digits.
    #[serde(
        rename = "btransfernum",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub busy_number: Option<String>,
    /// Whether the mobile is an extension too.
    #[serde(
        rename = "enablemobile",
        default,
        with = "lenient::on_off",
        skip_serializing_if = "Option::is_none"
    )]
    pub mobile_extension: Option<bool>,
    /// Whether phone and mobile ring together.
    #[serde(
        rename = "ringsimultaneous",
        default,
        with = "lenient::on_off",
        skip_serializing_if = "Option::is_none"
    )]
    pub ring_simultaneously: Option<bool>,
    /// Dialled before the mobile's number.
    #[serde(
        rename = "mobileprefix",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub mobile_prefix: Option<String>,
    /// Whether others may listen in.
    #[serde(
        rename = "allowbeingmonitored",
        default,
        with = "lenient::on_off",
        skip_serializing_if = "Option::is_none"
    )]
    pub may_be_monitored: Option<bool>,
    /// How it may listen in.
    #[serde(rename = "monitormode", default, skip_serializing_if = "Option::is_none")]
    pub monitor_mode: Option<MonitorMode>,
    /// How long it rings: 15, 30, 60, 120 or 300 s.
    #[serde(
        rename = "ringtimeout",
        default,
        with = "lenient::number",
        skip_serializing_if = "Option::is_none"
    )]
    pub ring_seconds: Option<u32>,
    /// Seconds, `Follow System` or `Unlimited`.
    #[serde(
        rename = "maxduration",
        default,
        deserialize_with = "lenient::optional_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub max_duration: Option<String>,
    /// Whether callers hear busy.
    #[serde(rename = "dnd", default, with = "lenient::on_off", skip_serializing_if = "Option::is_none")]
    pub do_not_disturb: Option<bool>,
}

/// Adds an extension. ("添加分机")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddExtension {
    /// Its number; the PBX takes the next free one without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Extension>,
    /// What is not the default.
    #[serde(flatten)]
    pub settings: ExtensionSettings,
}

endpoint!(AddExtension => Done, "extension/add", Extension, Change);

/// Changes an extension. ("编辑分机设置")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateExtension {
    /// The number it has now.
    #[serde(rename = "extid")]
    pub extension: Extension,
    /// The number it gets.
    #[serde(rename = "extnumber", default, skip_serializing_if = "Option::is_none")]
    pub new_number: Option<Extension>,
    /// What changes; `None` keeps its value.
    #[serde(flatten)]
    pub settings: ExtensionSettings,
}

endpoint!(UpdateExtension => Done, "extension/update", Extension, Change, of |it| Extension(&it.extension));

/// Deletes extensions. ("删除分机")
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteExtension {
    /// Numbers; the document has no "all" here.
    #[serde(rename = "number")]
    pub extensions: Several<Extension>,
}

endpoint!(DeleteExtension => Done, "extension/delete", Extension, Delete);
