//! An address book over `CardDAV` (RFC 6352): where its cards are, what has changed (RFC 6578, else by `ETag`), and the
//! cards themselves.

mod digest;
mod http;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use agent_core::SourceTrouble;
use reqwest::Url;
use serde::{Deserialize, Serialize};
use tracing::debug;

use crate::Opened;
use http::{Http, Said};
use xml::{Multistatus, Response};

/// Cards that are asked for at once: some servers refuse more.
const AT_ONCE: usize = 100;
/// A server that tells its changes in more parts than that tells the same ones.
const MOST_PARTS: usize = 100;
/// Address books of one person.
const MOST_BOOKS: usize = 20;

const ABOUT: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><d:prop><d:resourcetype/><d:sync-token/>
<d:current-user-principal/><c:addressbook-home-set/></d:prop></d:propfind>"#;
const LIST: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<d:propfind xmlns:d="DAV:"><d:prop><d:getetag/><d:resourcetype/></d:prop></d:propfind>"#;

/// What is known of it from the last time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// By the path of each address book, what it called its state.
    pub tokens: BTreeMap<String, String>,
    /// By the path of each card, what it called its state.
    pub etags: BTreeMap<String, String>,
}

/// What is to be kept now in place of what was known.
#[derive(Debug, Default)]
pub struct Changes {
    pub known: Known,
    /// New cards, and those that are others now: path and text.
    pub cards: Vec<(String, String)>,
    /// Paths of cards that are there no more.
    pub gone: Vec<String>,
}

/// Fetches what has changed since.
pub async fn read(opened: &Opened, known: &Known) -> Result<Changes, SourceTrouble> {
    let http = Http::new(opened)?;
    let books = find_books(&http).await?;
    let is_of_a_book = |path: &&String| books.iter().any(|book| path.starts_with(book.url.path()));
    let mut changes = Changes {
        gone: known.etags.keys().filter(|path| !is_of_a_book(path)).cloned().collect(),
        ..Changes::default()
    };
    for book in &books {
        read_book(&http, book, known, &mut changes).await?;
    }
    Ok(changes)
}

/// How many cards there are, and some of them.
pub async fn look(opened: &Opened, most: usize) -> Result<(usize, Vec<String>), SourceTrouble> {
    let http = Http::new(opened)?;
    let (mut count, mut cards) = (0, Vec::new());
    for book in find_books(&http).await? {
        let there = list(&http, &book).await?;
        count += there.len();
        let some: Vec<&String> = there.keys().take(most.saturating_sub(cards.len())).collect();
        if !some.is_empty() {
            cards.extend(fetch(&http, &book, &some).await?.into_iter().map(|(_, card)| card));
        }
    }
    Ok((count, cards))
}

/// One address book, and what it calls its state, where it does.
#[derive(Debug)]
struct Book {
    url: Url,
    token: Option<String>,
}

/// The address is an address book, or leads to some: by who is signed in, and by where their books are.
async fn find_books(http: &Http) -> Result<Vec<Book>, SourceTrouble> {
    let mut at = http.start();
    let mut about = match http.about(&at, ABOUT).await {
        // A server's own root often knows nothing of address books (RFC 6764, 5).
        Err(SourceTrouble::NoAddressBook) if at.path() == "/" => {
            at = http.join(&at, "/.well-known/carddav").ok_or(SourceTrouble::NoAddressBook)?;
            http.about(&at, ABOUT).await?
        }
        said => said?,
    };
    for _ in 0..2 {
        let Said { url, multistatus } = &about;
        let own = multistatus.responses.first().ok_or(SourceTrouble::NoAddressBook)?;
        if own.is_book {
            return Ok(vec![Book { url: url.clone(), token: own.token.clone() }]);
        }
        let homes: Vec<Url> = own.homes.iter().filter_map(|home| http.join(url, home)).collect();
        if !homes.is_empty() {
            return books_of(http, &homes).await;
        }
        let principal = own.principal.as_ref().and_then(|path| http.join(url, path));
        let Some(principal) = principal.filter(|principal| principal != url) else { break };
        about = http.about(&principal, ABOUT).await?;
    }
    // Perhaps it is the folder that the address books lie in.
    books_of(http, &[about.url]).await
}

async fn books_of(http: &Http, homes: &[Url]) -> Result<Vec<Book>, SourceTrouble> {
    let mut books = Vec::new();
    for home in homes {
        let Said { url, multistatus } = http.list(home, ABOUT).await?;
        let is_book = |response: &&Response| response.is_book;
        for response in multistatus.responses.iter().filter(is_book).take(MOST_BOOKS) {
            if let Some(url) = http.join(&url, &response.href) {
                books.push(Book { url, token: response.token.clone() });
            }
        }
    }
    if books.is_empty() { Err(SourceTrouble::NoAddressBook) } else { Ok(books) }
}

async fn read_book(
    http: &Http,
    book: &Book,
    known: &Known,
    changes: &mut Changes,
) -> Result<(), SourceTrouble> {
    let path = book.url.path();
    let before: BTreeMap<&String, &String> =
        known.etags.iter().filter(|(card, _)| card.starts_with(path)).collect();
    let mut etags: BTreeMap<String, String> =
        before.iter().map(|(card, etag)| ((*card).clone(), (*etag).clone())).collect();
    let told = match known.tokens.get(path) {
        Some(token) => since(http, book, token).await?,
        None => None,
    };
    let token = if let Some(Since { there, gone, token }) = told {
        etags.retain(|card, _| !gone.contains(card));
        etags.extend(there);
        Some(token)
    } else {
        // The token that was told before the list: what changes meanwhile is told twice, not never.
        etags = list(http, book).await?;
        book.token.clone()
    };
    let wanted: Vec<&String> =
        etags.iter().filter(|(card, etag)| before.get(card) != Some(etag)).map(|(card, _)| card).collect();
    debug!(cards = etags.len(), changed = wanted.len(), "an address book is read");
    for some in wanted.chunks(AT_ONCE) {
        changes.cards.extend(fetch(http, book, some).await?);
    }
    changes.gone.extend(before.into_keys().filter(|card| !etags.contains_key(*card)).cloned());
    changes.known.etags.append(&mut etags);
    if let Some(token) = token {
        changes.known.tokens.insert(path.to_owned(), token);
    }
    Ok(())
}

/// What a book says has changed since its state had that name.
struct Since {
    there: Vec<(String, String)>,
    gone: BTreeSet<String>,
    token: String,
}

/// `None`: it does not know that name any more, or tells no changes.
async fn since(http: &Http, book: &Book, token: &str) -> Result<Option<Since>, SourceTrouble> {
    let mut all = Since { there: Vec::new(), gone: BTreeSet::new(), token: token.to_owned() };
    for _ in 0..MOST_PARTS {
        let ask = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><d:sync-collection xmlns:d=\"DAV:\"><d:sync-token>{}</d:sync-token>\
             <d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>",
            quick_xml::escape::escape(all.token.as_str())
        );
        let multistatus = match http.report(&book.url, ask).await {
            Ok(multistatus) => multistatus,
            Err(SourceTrouble::NoAddressBook | SourceTrouble::Refused { code: 400..500 }) => return Ok(None),
            Err(trouble) => return Err(trouble),
        };
        let Multistatus { responses, token } = multistatus;
        let mut is_cut = false;
        for response in responses {
            let Some(card) = http.join(&book.url, &response.href).map(|url| url.path().to_owned()) else {
                continue;
            };
            match response.status {
                Some(507) => is_cut = true,
                Some(404) => drop(all.gone.insert(card)),
                _ if card == book.url.path() || response.is_collection => {}
                _ => all.there.push((card, response.etag.unwrap_or_default())),
            }
        }
        let Some(token) = token else { return Ok(None) };
        all.token = token;
        if !is_cut {
            return Ok(Some(all));
        }
    }
    Ok(None)
}

/// All its cards.
async fn list(http: &Http, book: &Book) -> Result<BTreeMap<String, String>, SourceTrouble> {
    let Said { url, multistatus } = http.list(&book.url, LIST).await?;
    let cards = multistatus.responses.into_iter().filter(|response| !response.is_collection);
    let card = |response: Response| {
        let path = http.join(&url, &response.href)?.path().to_owned();
        (path != book.url.path()).then(|| (path, response.etag.unwrap_or_default()))
    };
    Ok(cards.filter_map(card).collect())
}

async fn fetch(http: &Http, book: &Book, cards: &[&String]) -> Result<Vec<(String, String)>, SourceTrouble> {
    let hrefs: Vec<String> = cards
        .iter()
        .map(|card| format!("<d:href>{}</d:href>", quick_xml::escape::escape(card.as_str())))
        .collect();
    let hrefs = hrefs.concat();
    let ask = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><c:addressbook-multiget xmlns:d=\"DAV:\" \
         xmlns:c=\"urn:ietf:params:xml:ns:carddav\"><d:prop><d:getetag/><c:address-data/></d:prop>{hrefs}\
         </c:addressbook-multiget>"
    );
    let multistatus = http.report(&book.url, ask).await?;
    let card = |response: Response| {
        let path = http.join(&book.url, &response.href)?.path().to_owned();
        Some((path, response.card?))
    };
    Ok(multistatus.responses.into_iter().filter_map(card).collect())
}
