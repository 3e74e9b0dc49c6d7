//! Tickets ("random") and the downloads they open: 30 seconds, once, for one file, from one or two addresses.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use bytes::Bytes;
use pbx_protocol::endpoints::{
    Download, DownloadCdr, DownloadRecording, DownloadVoicemail, GetCdrRandom, GetRecordingRandom,
    GetVoicemailRandom,
};
use pbx_protocol::{Extension, Selection};
use serde_json::{Value, json};

use crate::api::Asker;
use crate::api::request::{Answer, Request};
use crate::exchange::Exchange;
use crate::model::refusal::Refusal;
use crate::model::wall_time::is_dashed;

/// The document gives a random 30 seconds and one use.
pub(crate) const TICKET_LIFETIME: Duration = Duration::from_secs(30);

#[derive(Debug, Default)]
pub(crate) struct Tickets(BTreeMap<String, Ticket>);

#[derive(Debug)]
struct Ticket {
    file: File,
    until: Duration,
    addresses: Vec<IpAddr>,
}

/// What one ticket opens.
#[derive(Debug, Clone, PartialEq, Eq)]
enum File {
    Voicemail { extension: String, file: String },
    Recording(String),
    Cdr { extensions: String, start: String, end: String },
}

impl Tickets {
    /// Good for whoever asked and for `allowed`; an allowed address that is none allows nobody more.
    fn issue(&mut self, random: String, file: File, allowed: Option<&str>, asker: &Asker) {
        let allowed = allowed.and_then(|text| text.trim().parse().ok());
        let addresses = [Some(asker.address), allowed].into_iter().flatten().collect();
        self.0.insert(random, Ticket { file, until: asker.now.elapsed + TICKET_LIFETIME, addresses });
    }

    /// A ticket shown is a ticket used, whatever it was shown for.
    fn redeem(&mut self, random: &str, file: &File, asker: &Asker) -> bool {
        self.0.retain(|_, ticket| ticket.until > asker.now.elapsed);
        self.0
            .remove(random)
            .is_some_and(|ticket| ticket.file == *file && ticket.addresses.contains(&asker.address))
    }

    pub(crate) fn forget(&mut self) {
        self.0.clear();
    }
}

impl Exchange {
    pub(crate) fn voicemail_random(
        &mut self,
        ask: &GetVoicemailRandom,
        asker: &Asker,
    ) -> Result<Value, Refusal> {
        self.message(&ask.extension, &ask.file)?;
        let file = File::Voicemail { extension: ask.extension.to_string(), file: ask.file.clone() };
        let random = self.issue(file, ask.allowed_address.as_deref(), asker);
        Ok(json!({ "extid": ask.extension, "voicemailfile": ask.file, "random": random }))
    }

    pub(crate) fn recording_random(
        &mut self,
        ask: &GetRecordingRandom,
        asker: &Asker,
    ) -> Result<Value, Refusal> {
        if !self.archive.recordings.contains_key(&ask.recording) {
            return Err(Refusal::NoSuchRecording);
        }
        let random =
            self.issue(File::Recording(ask.recording.clone()), ask.allowed_address.as_deref(), asker);
        Ok(json!({ "recording": ask.recording, "random": random }))
    }

    pub(crate) fn cdr_random(&mut self, ask: &GetCdrRandom, asker: &Asker) -> Result<Value, Refusal> {
        if !is_dashed(&ask.start) || !is_dashed(&ask.end) || ask.start > ask.end {
            return Err(Refusal::CdrTime);
        }
        self.rows_of(&ask.extensions, &ask.start, &ask.end)?;
        let file = File::Cdr {
            extensions: ask.extensions.to_string(),
            start: ask.start.clone(),
            end: ask.end.clone(),
        };
        let random = self.issue(file, ask.allowed_address.as_deref(), asker);
        Ok(json!({
            "extid": ask.extensions, "starttime": ask.start, "endtime": ask.end, "random": random
        }))
    }

    /// The three addresses that are fetched with GET.
    pub(crate) fn download(
        &mut self,
        name: &str,
        request: &Request,
        asker: &Asker,
    ) -> Result<Answer, Refusal> {
        let parameter = |name| request.parameter(name).ok_or(Refusal::MissingParameter).map(str::to_owned);
        match name {
            DownloadVoicemail::PATH => {
                let (extension, file) = (parameter("extid")?, parameter("voicemailfile")?);
                let wanted = File::Voicemail { extension: extension.clone(), file: file.clone() };
                self.redeem(request, &wanted, asker, Refusal::VoicemailTicket)?;
                let extension = Extension::parse(&extension).map_err(|_| Refusal::NoSuchExtension)?;
                Ok(sound(self.message(&extension, &file)?.sound.clone()))
            }
            DownloadRecording::PATH => {
                let name = parameter("recording")?;
                self.redeem(request, &File::Recording(name.clone()), asker, Refusal::RecordingTicket)?;
                let recording = self.archive.recordings.get(&name).ok_or(Refusal::NoSuchRecording)?;
                Ok(sound(recording.clone()))
            }
            DownloadCdr::PATH => {
                let (extensions, start, end) =
                    (parameter("extid")?, parameter("starttime")?, parameter("endtime")?);
                let wanted =
                    File::Cdr { extensions: extensions.clone(), start: start.clone(), end: end.clone() };
                self.redeem(request, &wanted, asker, Refusal::CdrTicket)?;
                let extensions = serde_json::from_value(Value::from(extensions));
                let extensions = extensions.map_err(|_| Refusal::NoSuchExtension)?;
                let csv = self.rows_of(&extensions, &start, &end)?;
                Ok(Answer::File { content_type: "text/csv", bytes: Bytes::from(csv) })
            }
            _ => Err(Refusal::NotSupported),
        }
    }

    fn issue(&mut self, file: File, allowed: Option<&str>, asker: &Asker) -> String {
        let random = self.dice.hex32();
        self.tickets.issue(random.clone(), file, allowed, asker);
        random
    }

    fn redeem(
        &mut self,
        request: &Request,
        file: &File,
        asker: &Asker,
        refusal: Refusal,
    ) -> Result<(), Refusal> {
        let random = request.parameter("random").ok_or(Refusal::MissingParameter)?;
        if self.tickets.redeem(random, file, asker) { Ok(()) } else { Err(refusal) }
    }

    fn rows_of(&self, extensions: &Selection<Extension>, start: &str, end: &str) -> Result<String, Refusal> {
        let numbers: Option<Vec<String>> = match extensions {
            Selection::All => None,
            Selection::Only(list) => Some(self.existing(list)?.iter().map(ToString::to_string).collect()),
        };
        self.archive.csv(numbers.as_deref(), start, end).ok_or(Refusal::NoCdr)
    }
}

/// The names of the downloads, for the list of requests seen.
pub(crate) fn download_name(endpoint: &str) -> Option<&'static str> {
    [DownloadVoicemail::PATH, DownloadRecording::PATH, DownloadCdr::PATH]
        .into_iter()
        .find(|name| *name == endpoint)
}

fn sound(bytes: Bytes) -> Answer {
    Answer::File { content_type: "audio/x-wav", bytes }
}
