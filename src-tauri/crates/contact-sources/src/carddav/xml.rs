//! Answers of `WebDAV` (RFC 4918, `multistatus`), by the names of their elements: prefixes are each server's own.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};
use quick_xml::{Reader, XmlVersion};

/// An answer nests eight deep; more is no answer.
const DEEPEST: usize = 32;

/// What was said of several addresses.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Multistatus {
    pub(super) responses: Vec<Response>,
    /// What the state is called that all of it is of.
    pub(super) token: Option<String>,
}

/// What was said of one.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Response {
    pub(super) href: String,
    /// Of the whole, where it has one.
    pub(super) status: Option<u16>,
    pub(super) is_collection: bool,
    pub(super) is_book: bool,
    pub(super) etag: Option<String>,
    pub(super) card: Option<String>,
    pub(super) token: Option<String>,
    pub(super) principal: Option<String>,
    pub(super) homes: Vec<String>,
}

/// `None`: it is something else.
pub(super) fn read(bytes: &[u8]) -> Option<Multistatus> {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    let mut said = Multistatus::default();
    let (mut open, mut value) = (Vec::<String>::new(), String::new());
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                if open.len() == DEEPEST || (open.is_empty() && name != "multistatus") {
                    return None;
                }
                if name == "response" {
                    said.responses.push(Response::default());
                }
                open.push(name);
                value.clear();
            }
            Event::End(_) => {
                let name = open.pop()?;
                let Some(parent) = open.last() else { return Some(said) };
                take(&mut said, &name, parent, &value);
                value.clear();
            }
            Event::Text(part) => value.push_str(&part.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(part) => value.push_str(&part.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(name) => value.push_str(&resolve(&name)?),
            Event::Eof => return None,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::DocType(_) | Event::Empty(_) => {}
        }
    }
}

/// What an element says, by itself and by the one around it.
fn take(said: &mut Multistatus, name: &str, parent: &str, value: &str) {
    if (name, parent) == ("sync-token", "multistatus") {
        said.token = text(value);
        return;
    }
    let Some(response) = said.responses.last_mut() else { return };
    match (name, parent) {
        ("href", "response") => value.trim().clone_into(&mut response.href),
        ("href", "current-user-principal") => response.principal = text(value),
        ("href", "addressbook-home-set") => response.homes.extend(text(value)),
        ("status", "response") => {
            response.status = value.split_whitespace().nth(1).and_then(|code| code.parse().ok());
        }
        ("collection", "resourcetype") => response.is_collection = true,
        ("addressbook", "resourcetype") => response.is_book = true,
        // Members that it does not have stand there as well, empty.
        ("getetag", "prop") => response.etag = response.etag.take().or_else(|| text(value)),
        ("sync-token", "prop") => response.token = response.token.take().or_else(|| text(value)),
        ("address-data", "prop") => response.card = response.card.take().or_else(|| text(value)),
        _ => {}
    }
}

fn text(value: &str) -> Option<String> {
    Some(value.trim().to_owned()).filter(|text| !text.is_empty())
}

fn resolve(name: &BytesRef) -> Option<String> {
    if let Some(letter) = name.resolve_char_ref().ok()? {
        return Some(letter.to_string());
    }
    resolve_predefined_entity(name).map(ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_each_servers_own() {
        let plain = "<multistatus xmlns='DAV:' xmlns:CR='urn:ietf:params:xml:ns:carddav'><response><href>/a/1.vcf</href>\
                     <propstat><prop><getetag>\"1\"</getetag><CR:address-data>BEGIN:VCARD&#13;\nFN:A &amp; B\nEND:VCARD</CR:address-data>\
                     </prop><status>HTTP/1.1 200 OK</status></propstat></response><sync-token>t2</sync-token></multistatus>";
        let said = read(plain.as_bytes()).unwrap();
        let of_a = Response {
            href: "/a/1.vcf".to_owned(),
            etag: Some("\"1\"".to_owned()),
            card: Some("BEGIN:VCARD\r\nFN:A & B\nEND:VCARD".to_owned()),
            ..Response::default()
        };
        assert_eq!(said, Multistatus { responses: vec![of_a], token: Some("t2".to_owned()) });
        let gone = "<x:multistatus xmlns:x='DAV:'><x:response><x:href>/a/2.vcf</x:href><x:status>HTTP/1.1 404 Not \
                    Found</x:status></x:response></x:multistatus>";
        assert_eq!(read(gone.as_bytes()).unwrap().responses[0].status, Some(404));
    }

    #[test]
    fn what_is_something_else_is_no_answer() {
        for text in [
            "",
            "<html><body/></html>",
            "{}",
            "<multistatus><response>",
            "<multistatus>&nobody;</multistatus>",
        ] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
        let deep = format!("<multistatus>{}", "<a>".repeat(100_000));
        assert_eq!(read(deep.as_bytes()), None);
    }
}
