//! Why the simulated PBX says no, and the error number it says it with.

/// One reason, one error number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    NotSupported,
    MissingParameter,
    NoSuchCallId,
    NoSuchExtension,
    NoSuchCall,
    ExtensionNotIdle,
    NoSuchNumber,
    NoSuchQueue,
    NotConnected,
    NoOutboundPermission,
    BadNumber,
    WrongQueuePassword,
    OnlyJson,
    OnlyPost,
    LockedOut,
    NoSuchToken,
    NoToken,
    TokenTimedOut,
    WrongPort,
    RecordingTicket,
    NoSuchRecording,
    VoicemailTicket,
    NoSuchVoiceFile,
    CdrTime,
    CdrTicket,
    NoCdr,
    WrongCredentials,
}

impl Refusal {
    /// 30003 is the document's; the others are those of the related Yeastar S-Series.
    pub(crate) fn errno(self) -> &'static str {
        match self {
            Self::NotSupported => "10003",
            Self::MissingParameter => "10004",
            Self::NoSuchCallId => "10005",
            Self::NoSuchExtension => "10006",
            Self::NoSuchCall => "10007",
            Self::ExtensionNotIdle => "10008",
            Self::NoSuchNumber => "10011",
            Self::NoSuchQueue => "10013",
            Self::NotConnected => "10015",
            Self::NoOutboundPermission => "10024",
            Self::BadNumber => "10031",
            Self::WrongQueuePassword => "10032",
            Self::OnlyJson => "20000",
            Self::OnlyPost => "20001",
            Self::LockedOut => "20002",
            Self::NoSuchToken => "20004",
            Self::NoToken => "20005",
            Self::TokenTimedOut => "20006",
            Self::WrongPort => "20008",
            Self::RecordingTicket => "20012",
            Self::NoSuchRecording => "20014",
            Self::VoicemailTicket => "20017",
            Self::NoSuchVoiceFile => "20018",
            Self::CdrTime => "20019",
            Self::CdrTicket => "20020",
            Self::NoCdr => "20021",
            Self::WrongCredentials => "30003",
        }
    }
}
