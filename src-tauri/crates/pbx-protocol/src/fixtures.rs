//! The requests that the vendor's document shows a PBX sending ("API报告示例"), byte for byte, for tests of whatever
//! reads them. Their `Content-Length`s equal the compact form of the bodies to the byte, so that is what was sent;
//! `BootUp` alone is documented without one.

/// One request as it came out of the PBX's socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capture {
    /// Its place in the document, the action and what happened, e.g. `04-ring-101-calls-106`.
    pub name: &'static str,
    /// Head and body.
    pub request: &'static [u8],
}

impl Capture {
    /// The lines before the blank line, each without its line ending; the first is the request line.
    pub fn head(&self) -> impl Iterator<Item = &'static [u8]> {
        self.split().0.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
    }

    /// The JSON behind the blank line.
    pub fn body(&self) -> &'static [u8] {
        self.split().1
    }

    fn split(&self) -> (&'static [u8], &'static [u8]) {
        const BLANK_LINE: &[u8] = b"\r\n\r\n";
        let end = self.request.windows(BLANK_LINE.len()).position(|window| window == BLANK_LINE);
        end.map_or((self.request, &[]), |end| (&self.request[..end], &self.request[end + BLANK_LINE.len()..]))
    }
}

macro_rules! captures {
    ($($name:literal),* $(,)?) => {
        &[$(Capture { name: $name, request: include_bytes!(concat!("../fixtures/reports/", $name, ".http")) }),*]
    };
}

/// All captures in the document's order.
pub const REPORTS: &[Capture] = captures![
    "01-bootup",
    "02-extension-status-in-use",
    "03-alert-101-calls-106",
    "04-ring-101-calls-106",
    "05-alert-106-calls-outside",
    "06-ring-106-calls-outside",
    "07-alert-outside-calls-101",
    "08-ring-outside-calls-101",
    "09-answer-106-answers-101",
    "10-answer-101-answers-outside",
    "11-answer-101-is-answered-by-106",
    "12-answer-106-is-answered-by-outside",
    "13-bye-106-hangs-up",
    "14-bye-101-is-hung-up",
    "15-bye-outside-hangs-up",
    "16-bye-106-is-hung-up",
    "17-transfer-101-hands-over-102",
    "18-transfer-102-hands-over-outside",
    "19-callfailed-102-does-not-answer",
    "20-newcdr-internal",
    "21-newcdr-outbound",
    "22-newcdr-inbound",
];
