//! The endpoints that issue download tickets, and the three addresses that take them.

use bytes::Bytes;
use pbx_protocol::endpoints::{GetCdrRandom, GetRecordingRandom, GetVoicemailRandom};
use pbx_protocol::{Extension, Selection};
use serde_json::{Value, json};

use crate::api::request::{Answer, Request};
use crate::api::{Answered, Asker};
use crate::exchange::Exchange;
use crate::model::refusal::Refusal;
use crate::model::tickets::File;
use crate::model::wall_time::is_dashed;

pub(super) fn voicemail_ticket(
    exchange: &mut Exchange,
    ask: &GetVoicemailRandom,
    asker: &Asker,
) -> Answered<Value> {
    exchange.phones.get(&ask.extension)?.mailbox.message(&ask.file)?;
    let file = File::Voicemail { extension: ask.extension.to_string(), file: ask.file.clone() };
    let random = issue(exchange, file, ask.allowed_address.as_deref(), asker);
    Ok(json!({ "extid": ask.extension, "voicemailfile": ask.file, "random": random }))
}

pub(super) fn recording_ticket(
    exchange: &mut Exchange,
    ask: &GetRecordingRandom,
    asker: &Asker,
) -> Answered<Value> {
    if !exchange.archive.recordings.contains_key(&ask.recording) {
        return Err(Refusal::NoSuchRecording);
    }
    let file = File::Recording(ask.recording.clone());
    let random = issue(exchange, file, ask.allowed_address.as_deref(), asker);
    Ok(json!({ "recording": ask.recording, "random": random }))
}

pub(super) fn cdr_ticket(exchange: &mut Exchange, ask: &GetCdrRandom, asker: &Asker) -> Answered<Value> {
    if !is_dashed(&ask.start) || !is_dashed(&ask.end) || ask.start > ask.end {
        return Err(Refusal::CdrTime);
    }
    // A ticket for nothing is refused here, not at the download.
    rows_of(exchange, &ask.extensions, &ask.start, &ask.end)?;
    let (extensions, start, end) = (ask.extensions.to_string(), ask.start.clone(), ask.end.clone());
    let file = File::Cdr { extensions, start, end };
    let random = issue(exchange, file, ask.allowed_address.as_deref(), asker);
    Ok(json!({ "extid": ask.extensions, "starttime": ask.start, "endtime": ask.end, "random": random }))
}

/// Good for whoever asked and for `allowed`; an allowed address that is none allows nobody more.
fn issue(exchange: &mut Exchange, file: File, allowed: Option<&str>, asker: &Asker) -> String {
    let allowed = allowed.and_then(|text| text.trim().parse().ok());
    let addresses = [Some(asker.address), allowed].into_iter().flatten().collect();
    let random = exchange.dice.hex32();
    exchange.tickets.issue(random.clone(), file, addresses, asker.now);
    random
}

pub(super) fn voicemail(exchange: &mut Exchange, request: &Request, asker: &Asker) -> Answered<Answer> {
    let (extension, file) = (parameter(request, "extid")?, parameter(request, "voicemailfile")?);
    let wanted = File::Voicemail { extension: extension.clone(), file: file.clone() };
    redeem(exchange, request, &wanted, asker, Refusal::VoicemailTicket)?;
    // The ticket is used up by now, even where the file went in the meantime.
    let extension = Extension::parse(&extension).map_err(|_| Refusal::NoSuchExtension)?;
    Ok(sound(&exchange.phones.get(&extension)?.mailbox.message(&file)?.sound))
}

pub(super) fn recording(exchange: &mut Exchange, request: &Request, asker: &Asker) -> Answered<Answer> {
    let name = parameter(request, "recording")?;
    redeem(exchange, request, &File::Recording(name.clone()), asker, Refusal::RecordingTicket)?;
    exchange.archive.recordings.get(&name).map(sound).ok_or(Refusal::NoSuchRecording)
}

pub(super) fn cdr(exchange: &mut Exchange, request: &Request, asker: &Asker) -> Answered<Answer> {
    let extensions = parameter(request, "extid")?;
    let (start, end) = (parameter(request, "starttime")?, parameter(request, "endtime")?);
    let wanted = File::Cdr { extensions: extensions.clone(), start: start.clone(), end: end.clone() };
    redeem(exchange, request, &wanted, asker, Refusal::CdrTicket)?;
    let extensions = serde_json::from_value(Value::from(extensions));
    let csv = rows_of(exchange, &extensions.map_err(|_| Refusal::NoSuchExtension)?, &start, &end)?;
    Ok(Answer::File { content_type: "text/csv", bytes: Bytes::from(csv) })
}

fn parameter(request: &Request, name: &str) -> Answered<String> {
    request.parameter_or_member(name).ok_or(Refusal::MissingParameter)
}

fn redeem(
    exchange: &mut Exchange,
    request: &Request,
    file: &File,
    asker: &Asker,
    refusal: Refusal,
) -> Answered<()> {
    let random = parameter(request, "random")?;
    let is_good = exchange.tickets.redeem(&random, file, asker.address, asker.now);
    if is_good { Ok(()) } else { Err(refusal) }
}

fn rows_of(
    exchange: &Exchange,
    extensions: &Selection<Extension>,
    start: &str,
    end: &str,
) -> Answered<String> {
    let numbers: Option<Vec<String>> = match extensions {
        Selection::All => None,
        Selection::Only(list) => {
            Some(exchange.phones.existing(list)?.iter().map(ToString::to_string).collect())
        }
    };
    exchange.archive.csv(&exchange.setup, numbers.as_deref(), (start, end)).ok_or(Refusal::NoCdr)
}

fn sound(bytes: &Bytes) -> Answer {
    Answer::File { content_type: "audio/x-wav", bytes: bytes.clone() }
}
