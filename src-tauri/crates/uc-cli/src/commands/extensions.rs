//! Extensions.

use pbx_protocol::endpoints as e;
use pbx_protocol::endpoints::{ForwardTo, MonitorMode};

use super::{Arg, Command, arg, command, option};

const TO_EXTENSION: &[&str] = &["Extension"];
/// A mobile's number stands with its user; one beside it is a number all the same.
const TO_NUMBER: &[&str] = &["Mobile Number", "Custom Number"];

/// What can be set of an extension, behind the parameters that differ.
macro_rules! with_settings {
    ($($first:expr),+ $(,)?) => {
        &[
            $($first,)+
            option("username", "name", "The person's or the phone's name"),
            option("callerid", "caller-id", "Caller ID shown to others"),
            option("registerpassword", "register-password", "The password its phone registers with").secret(),
            option("maxregistrations", "max-registrations", "How many phones may register").number(),
            option("loginpassword", "login-password", "The password its user signs in to the PBX with").secret(),
            option("email", "email", "The user's address"),
            option("mobile", "mobile", "The user's mobile"),
            option("hasvoicemail", "voicemail", "Whether it has a mailbox").on_off(),
            option("vmsecret", "voicemail-password", "The mailbox's password").secret(),
            option("enablevmtoemail", "voicemail-to-email", "Whether messages are sent by email").on_off(),
            option("noanswerforward", "forward-no-answer", "Forward calls nobody answers").on_off(),
            option("ntransferto", "no-answer-to", "Where they go").words(ForwardTo::WORDS),
            option("ntransferext", "no-answer-extension", "The extension they go to").with("ntransferto", TO_EXTENSION),
            option("ntransferprefix", "no-answer-prefix", "Dialled before the number they go to")
                .with("ntransferto", TO_NUMBER),
            option("ntransfernum", "no-answer-number", "The number they go to").with("ntransferto", TO_NUMBER),
            option("busyforward", "forward-busy", "Forward calls while it is busy").on_off(),
            option("btransferto", "busy-to", "Where they go").words(ForwardTo::WORDS),
            option("btransferext", "busy-extension", "The extension they go to").with("btransferto", TO_EXTENSION),
            option("btransferprefix", "busy-prefix", "Dialled before the number they go to")
                .with("btransferto", TO_NUMBER),
            option("btransfernum", "busy-number", "The number they go to").with("btransferto", TO_NUMBER),
            option("enablemobile", "mobile-extension", "Whether the mobile is an extension too").on_off(),
            option("ringsimultaneous", "ring-simultaneously", "Ring phone and mobile together").on_off(),
            option("mobileprefix", "mobile-prefix", "Dialled before the mobile's number"),
            option("allowbeingmonitored", "may-be-monitored", "Whether others may listen in").on_off(),
            option("monitormode", "monitor-mode", "How it may listen in").words(MonitorMode::WORDS),
            option("ringtimeout", "ring-seconds", "How long it rings")
                .words(&["15", "30", "60", "120", "300"]),
            option("maxduration", "max-duration", "Seconds, `Follow System` or `Unlimited`"),
            option("dnd", "do-not-disturb", "Whether callers hear busy").on_off(),
        ]
    };
}

const WHICH: Arg = arg("extid", "extensions", "Numbers separated by commas").optional();

pub(super) const COMMANDS: &[Command] = &[
    command::<e::ListExtensions>("list", "All extensions and what they do now", &[]),
    command::<e::QueryExtension>("show", "Settings and current calls; of all by default", &[WHICH]),
    command::<e::AddExtension>(
        "add",
        "Add an extension",
        with_settings![arg("number", "number", "Its number; by default the next free one").optional()],
    ),
    command::<e::UpdateExtension>(
        "update",
        "Change an extension",
        with_settings![
            arg("extid", "extension", "Its number"),
            option("extnumber", "new-number", "The number it gets"),
        ],
    ),
    command::<e::DeleteExtension>(
        "delete",
        "Delete extensions",
        &[arg("number", "extensions", "Numbers separated by commas")],
    )
    .risky("Delete these extensions, with their mailboxes?"),
];
