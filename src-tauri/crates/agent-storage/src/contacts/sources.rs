//! Which earlier import a file replaces. A window is told a file's name and not its folder, so the content decides:
//!
//! * the same contacts as an earlier import, whatever the name: replaced;
//! * the same name, and more than half of the smaller of the two is in both (by number or by name): replaced;
//! * else kept beside what is there, as `book.csv`, `book.csv (2)`, ….

use std::collections::HashSet;

use super::Contact;
use super::book::Book;

/// The name under which a file's contacts are kept, in place of what is kept under it now.
pub(super) fn place(file: &str, new: &[Contact], book: &Book) -> String {
    let mut sources: Vec<&str> = Vec::new();
    for contact in &book.contacts {
        // One source's contacts stand together: this is once a file.
        if !contact.source.is_empty() && sources.last() != Some(&contact.source.as_str()) {
            sources.push(&contact.source);
        }
    }
    let of = |source: &str| -> Vec<&Contact> {
        book.contacts.iter().filter(|contact| contact.source == source).collect()
    };
    if let Some(same) = sources.iter().find(|source| is_same(&of(source), new)) {
        return (*same).to_owned();
    }
    let newcomers: Vec<&Contact> = new.iter().collect();
    let namesakes = sources.iter().filter(|source| is_namesake(source, file));
    if let Some(earlier) = namesakes.into_iter().find(|source| is_later_state(&of(source), &newcomers, book))
    {
        return (*earlier).to_owned();
    }
    let numbered = (2..).map(|count: usize| format!("{file} ({count})"));
    std::iter::once(file.to_owned())
        .chain(numbered)
        .find(|name| !sources.contains(&name.as_str()))
        .unwrap_or_default()
}

fn is_same(kept: &[&Contact], new: &[Contact]) -> bool {
    let parts = |contact: &Contact| (contact.name.clone(), contact.company.clone(), contact.numbers.clone());
    kept.len() == new.len() && kept.iter().zip(new).all(|(one, other)| parts(one) == parts(other))
}

/// `book.csv` and `book.csv (2)`.
fn is_namesake(source: &str, file: &str) -> bool {
    source.strip_prefix(file).is_some_and(|rest| {
        let count = rest.strip_prefix(" (").and_then(|rest| rest.strip_suffix(')'));
        rest.is_empty() || count.is_some_and(|count| count.parse::<usize>().is_ok())
    })
}

fn is_later_state(kept: &[&Contact], new: &[&Contact], book: &Book) -> bool {
    let (few, many) = if kept.len() < new.len() { (kept, new) } else { (new, kept) };
    let marks = |contact: &Contact| -> Vec<String> {
        let numbers = contact.numbers.iter().filter_map(|number| book.key(number));
        // A name is no number: it can't be mistaken for one.
        numbers.chain(Some(contact.name.to_lowercase()).filter(|name| !name.is_empty())).collect()
    };
    let known: HashSet<String> = many.iter().flat_map(|contact| marks(contact)).collect();
    let shared = few.iter().filter(|contact| marks(contact).iter().any(|mark| known.contains(mark))).count();
    shared * 2 > few.len()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use agent_core::Lines;

    fn contacts(source: &str, who: &[(&str, &str)]) -> Vec<Contact> {
        who.iter()
            .map(|(name, number)| Contact {
                name: (*name).to_owned(),
                company: None,
                numbers: vec![(*number).to_owned()],
                source: source.to_owned(),
            })
            .collect()
    }

    const ADA: (&str, &str) = ("Ada", "030 5550101");
    const BEN: (&str, &str) = ("Ben", "030 5550102");
    const CAY: (&str, &str) = ("Cay", "030 5550103");

    #[test]
    fn a_file_replaces_an_earlier_state_of_itself_and_no_other() {
        let book = Book::new(contacts("book.csv", &[ADA, BEN, CAY]), BTreeMap::new(), Lines::of("DE", ""));
        for (file, who, kept_under, why) in [
            ("book.csv", vec![ADA, BEN, CAY], "book.csv", "the same again"),
            ("book (1).csv", vec![ADA, BEN, CAY], "book.csv", "the same, saved again"),
            ("book.csv", vec![ADA, BEN, ("Dan", "030 5550104")], "book.csv", "one of three is another"),
            ("book.csv", vec![ADA, BEN], "book.csv", "one has gone"),
            (
                "book.csv",
                vec![("Ada", "030 9999999"), ("B.", "+49 30 5550102")],
                "book.csv",
                "by name and by number",
            ),
            ("book.csv", vec![("Eve", "030 5550109")], "book.csv (2)", "another file of that name"),
            ("book.csv", vec![ADA, ("Eve", "030 5550109")], "book.csv (2)", "half is no majority"),
            ("other.csv", vec![ADA, BEN], "other.csv", "another name, not the same"),
        ] {
            assert_eq!(place(file, &contacts("", &who), &book), kept_under, "{why}");
        }
    }

    #[test]
    fn the_second_file_of_a_name_is_found_again_too() {
        let mut kept = contacts("book.csv", &[ADA, BEN]);
        kept.extend(contacts("book.csv (2)", &[CAY]));
        kept.extend(contacts("", &[("Eve", "030 5550109")]));
        let book = Book::new(kept, BTreeMap::new(), Lines::of("DE", ""));
        assert_eq!(place("book.csv", &contacts("", &[CAY]), &book), "book.csv (2)");
        assert_eq!(place("book.csv", &contacts("", &[("Cay", "030 1234567")]), &book), "book.csv (2)");
        assert_eq!(place("book.csv", &contacts("", &[("Eve", "030 5550109")]), &book), "book.csv (3)");
    }
}
