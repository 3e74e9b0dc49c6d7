//! Files: JSON on Linux, property lists on macOS.

use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

use serde_json::{Map, Value as Json};

use crate::{Layer, Origin, Why};

/// Far above what a policy takes.
const LARGEST: u64 = 1 << 20;

/// Reads a file, by its ending as a property list or as JSON. `None`: there is none. Whose file it is, is not asked: see
/// `trusted`.
pub fn layer_of_file(path: &Path, origin: Origin) -> Option<Layer> {
    layer_if_trusted(path, origin, |_| Ok(()))
}

/// The same, of a file that may hold only what the administrator wrote.
pub(crate) fn layer_if_trusted(
    path: &Path,
    origin: Origin,
    trusted: impl FnOnce(&Metadata) -> Result<(), Why>,
) -> Option<Layer> {
    let place = path.display().to_string();
    match bytes_of(path, trusted) {
        Ok(bytes) if path.extension().is_some_and(|ending| ending == "plist") => {
            Some(layer_of_plist(&bytes, &place, origin))
        }
        Ok(bytes) => Some(layer_of_json(&bytes, &place, origin)),
        Err(Why::Unreadable(error)) if error.kind() == io::ErrorKind::NotFound => None,
        Err(why) => Some(Layer { place, origin, entries: Err(why) }),
    }
}

fn bytes_of(path: &Path, trusted: impl FnOnce(&Metadata) -> Result<(), Why>) -> Result<Vec<u8>, Why> {
    let file = File::open(path).map_err(Why::Unreadable)?;
    // Of what was opened, not of what stands there by now.
    trusted(&file.metadata().map_err(Why::Unreadable)?)?;
    let mut bytes = Vec::new();
    // A device or a pipe in its place would never end.
    file.take(LARGEST).read_to_end(&mut bytes).map_err(Why::Unreadable)?;
    Ok(bytes)
}

/// The keys of a JSON text; `place` is what troubles call it.
pub fn layer_of_json(bytes: &[u8], place: &str, origin: Origin) -> Layer {
    // Editors of Windows put a mark in front.
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let entries = match serde_json::from_slice(text) {
        Ok(Json::Object(entries)) => Ok(entries),
        Ok(Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Array(_)) => {
            Err(Why::NoKeys)
        }
        Err(error) => Err(Why::NotUnderstood(format!("it is no JSON: {error}"))),
    };
    Layer { place: place.to_owned(), origin, entries }
}

/// The same of a property list, as XML or binary: device management writes either.
pub fn layer_of_plist(bytes: &[u8], place: &str, origin: Origin) -> Layer {
    let entries = match plist::Value::from_reader(io::Cursor::new(bytes)) {
        Ok(plist::Value::Dictionary(entries)) => Ok(of_dictionary(entries)),
        Ok(_) => Err(Why::NoKeys),
        Err(error) => Err(Why::NotUnderstood(format!("it is no property list: {error}"))),
    };
    Layer { place: place.to_owned(), origin, entries }
}

fn of_dictionary(entries: plist::Dictionary) -> Map<String, Json> {
    entries.into_iter().map(|(name, value)| (name, of_value(value))).collect()
}

/// Dates and data are no value of any key.
fn of_value(value: plist::Value) -> Json {
    match value {
        plist::Value::Dictionary(entries) => Json::Object(of_dictionary(entries)),
        plist::Value::Array(list) => Json::Array(list.into_iter().map(of_value).collect()),
        plist::Value::Boolean(on) => Json::Bool(on),
        plist::Value::String(text) => Json::String(text),
        plist::Value::Integer(number) => number.as_unsigned().map_or(Json::Null, Json::from),
        _ => Json::Null,
    }
}
