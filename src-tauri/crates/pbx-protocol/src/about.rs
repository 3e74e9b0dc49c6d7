//! What an endpoint says of itself: where it is, what it does, whose it is, and how it waits for others. Whoever needs to
//! know (the runtime's lanes, `uc`'s questions, docs/API.md) asks here; nobody guesses from a path.

use crate::{Extension, QueueNumber};

/// All that is known of an endpoint without a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// Address below `/api/{version}/`, without query.
    pub path: &'static str,
    /// The chapter of the vendor's document.
    pub group: Group,
    /// What it does on the PBX.
    pub does: Does,
    /// How it waits for the same program's other requests.
    pub waits: Waits,
}

impl About {
    /// A path that the document can't have does not compile.
    ///
    /// ```compile_fail
    /// # use pbx_protocol::{About, Does, Group};
    /// const WRONG: About = About::new("/Queue/query", Group::Queue, Does::Read);
    /// # let _ = WRONG;
    /// ```
    ///
    /// # Panics
    /// When it is compiled, as above; the macro makes a constant of each.
    #[must_use]
    pub const fn new(path: &'static str, group: Group, does: Does) -> Self {
        let bytes = path.as_bytes();
        // Put behind `/api/v1.1.0/`, a slash of its own would be the second.
        assert!(!bytes.is_empty() && bytes[0] != b'/', "a path has no slash in front");
        // A loop by hand, since a constant can't use iterators.
        let mut at = 0;
        while at < bytes.len() {
            let is_fit = bytes[at].is_ascii_lowercase() || bytes[at] == b'/' || bytes[at] == b'_';
            assert!(is_fit, "the document's paths have small letters, slashes and underscores");
            at += 1;
        }
        // What was clicked one after the other must arrive so; only looking may overtake.
        let waits = match does {
            Does::Read => Waits::ForAPlace,
            Does::Change | Does::Delete | Does::Ring => Waits::InOrder,
        };
        Self { path, group, does, waits }
    }

    /// It must not stand behind a request that hangs.
    #[must_use]
    pub const fn at_once(self) -> Self {
        Self { waits: Waits::AtOnce, ..self }
    }
}

/// The chapters of the vendor's document, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// "登陆", "API 心跳包", "退出登录": sign-in, heartbeat, sign-out.
    Session,
    /// "查询设备信息": the PBX itself.
    System,
    /// "分机": telephones and their settings.
    Extension,
    /// "中继": the lines to the outside.
    Trunk,
    /// "呼入路由": where calls from outside go.
    InboundRoute,
    /// "呼出路由": which trunk a dialled number takes.
    OutboundRoute,
    /// "会议室": rooms, and who is in them.
    Conference,
    /// "IVR": voice menus that callers answer by keys.
    Ivr,
    /// "队列": queues, their agents and callers.
    Queue,
    /// "广播组": one speaks, many phones listen.
    Paging,
    /// "语音通话", "自动拨号", "双向外呼": dial, hold, transfer, hang up.
    Call,
    /// "监听": a supervisor in an agent's call.
    Monitor,
    /// "播放语音": prompts played to a phone.
    Prompt,
    /// "语音留言": what callers left for extensions.
    Voicemail,
    /// "下载录音文件": recorded calls.
    Recording,
    /// "下载通话记录": call detail records as a file.
    Cdr,
    /// "酒店应用": wake-up calls and check-out.
    Hotel,
}

impl Group {
    /// As a command line has it: `inbound-route`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::System => "system",
            Self::Extension => "extension",
            Self::Trunk => "trunk",
            Self::InboundRoute => "inbound-route",
            Self::OutboundRoute => "outbound-route",
            Self::Conference => "conference",
            Self::Ivr => "ivr",
            Self::Queue => "queue",
            Self::Paging => "paging",
            Self::Call => "call",
            Self::Monitor => "monitor",
            Self::Prompt => "prompt",
            Self::Voicemail => "voicemail",
            Self::Recording => "recording",
            Self::Cdr => "cdr",
            Self::Hotel => "hotel",
        }
    }
}

/// What an endpoint does on the PBX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// It tells, and changes nothing; a ticket for one download is no change.
    Read,
    /// It changes something that can be changed back.
    Change,
    /// It takes something away for good.
    Delete,
    /// Somebody's phone rings.
    Ring,
}

/// How requests of one program wait for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// For nothing: a hang-up must not wait behind a request that hangs.
    AtOnce,
    /// For the one before: hold and mute of one phone must arrive as they were clicked.
    InOrder,
    /// For one of a few places: questions do not disturb each other, but many of them would the PBX.
    ForAPlace,
}

/// Whose the thing is that a request asks about or changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose<'a> {
    /// This extension's, be it the phone or the settings.
    Extension(&'a Extension),
    /// The queue's, and where it is about a member, that member's.
    Queue(&'a QueueNumber, Option<&'a Extension>),
    /// A call's with the outside, by its id.
    Call(&'a str),
    /// The mailbox of this extension.
    Mailbox(&'a Extension),
    /// Nobody's in particular: lists, trunks, routes, the PBX itself.
    ThePbx,
}
