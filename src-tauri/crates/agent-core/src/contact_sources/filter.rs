//! The filter by which a directory is asked (RFC 4515), with `{number}` and `{name}` where what is looked for goes.
//!
//! One template serves both: what asks for a number that is not known, or for a name, is left out with its parentheses.

use std::fmt::Write as _;

/// What most directories call people and their numbers.
const USUAL: &str =
    "(|(telephoneNumber=*{number})(mobile=*{number})(homePhone=*{number})(cn=*{name}*)(o=*{name}*))";
/// Deeper ones are none of a person.
const DEEPEST: usize = 16;

/// A filter that was found right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterTemplate(Node);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    /// `&`, `|` or `!`, and what it holds.
    Of(char, Vec<Node>),
    /// What stands between two parentheses.
    Leaf(String),
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought<'a> {
    /// Digits.
    Number(&'a str),
    /// A part of a name.
    Name(&'a str),
}

impl FilterTemplate {
    /// Reads a filter; an empty one is the usual. `None`: its parentheses don't match, or it asks for nobody.
    pub fn parse(text: &str) -> Option<Self> {
        let text = if text.trim().is_empty() { USUAL } else { text.trim() };
        // As it is often written: the outer parentheses left out.
        let whole = if text.starts_with('(') { text.to_owned() } else { format!("({text})") };
        let (node, rest) = node(&whole, 0)?;
        let asks = whole.contains("{number}") || whole.contains("{name}");
        (rest.is_empty() && asks).then_some(Self(node))
    }

    /// The filter for this; `None`: it does not ask for such.
    pub fn fill(&self, sought: Sought) -> Option<String> {
        let (mark, other, value) = match sought {
            Sought::Number(number) => ("{number}", "{name}", number),
            Sought::Name(name) => ("{name}", "{number}", name),
        };
        let mut asks = false;
        let filled = fill(&self.0, (mark, other), &escaped(value), &mut asks)?;
        // A filter without what is looked for would find everybody.
        asks.then_some(filled)
    }
}

/// The node at the beginning, and what stands behind it.
fn node(text: &str, depth: usize) -> Option<(Node, &str)> {
    let inner = text.strip_prefix('(')?.trim_start();
    if depth > DEEPEST {
        return None;
    }
    let operator = inner.chars().next()?;
    if !matches!(operator, '&' | '|' | '!') {
        let end = inner.find(['(', ')'])?;
        let (leaf, rest) = inner.split_at(end);
        let is_one = leaf.split_once('=').is_some_and(|(attribute, _)| !attribute.trim().is_empty());
        return Some((Node::Leaf(leaf.to_owned()), rest.strip_prefix(')')?)).filter(|_| is_one);
    }
    let mut rest = inner[1..].trim_start();
    let mut nodes = Vec::new();
    while rest.starts_with('(') {
        let (one, behind) = node(rest, depth + 1)?;
        nodes.push(one);
        rest = behind.trim_start();
    }
    let is_whole = !nodes.is_empty() && (operator != '!' || nodes.len() == 1);
    Some((Node::Of(operator, nodes), rest.strip_prefix(')')?)).filter(|_| is_whole)
}

fn fill(node: &Node, (mark, other): (&str, &str), value: &str, asks: &mut bool) -> Option<String> {
    match node {
        Node::Leaf(leaf) if leaf.contains(other) => None,
        Node::Leaf(leaf) => {
            *asks |= leaf.contains(mark);
            Some(format!("({})", leaf.replace(mark, value)))
        }
        Node::Of(operator, nodes) => {
            let filled: String =
                nodes.iter().filter_map(|one| fill(one, (mark, other), value, asks)).collect();
            (!filled.is_empty()).then(|| format!("({operator}{filled})"))
        }
    }
}

/// What means something in a filter stands for itself (RFC 4515, 3).
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '*' | '(' | ')' | '\\' | '\0' => {
                // Writing to a String can't fail.
                let _ = write!(text, "\\{:02x}", u32::from(letter));
            }
            letter => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, sought: Sought) -> Option<String> {
        FilterTemplate::parse(template)?.fill(sought)
    }

    #[test]
    fn what_is_not_looked_for_is_left_out() {
        for (template, sought, filter) in [
            ("(telephoneNumber={number})", Sought::Number("123"), Some("(telephoneNumber=123)")),
            ("telephoneNumber={number}", Sought::Number("123"), Some("(telephoneNumber=123)")),
            ("(telephoneNumber={number})", Sought::Name("Ada"), None),
            ("(|(cn=*{name}*)(mobile=*{number}))", Sought::Name("Ada"), Some("(|(cn=*Ada*))")),
            (
                "(&(objectClass=person)(|(cn=*{name}*)(mobile=*{number})))",
                Sought::Number("9"),
                Some("(&(objectClass=person)(|(mobile=*9)))"),
            ),
            // What is left would find everybody.
            ("(&(objectClass=person)(mobile={number}))", Sought::Name("Ada"), None),
            ("(& (a=1) (! (cn={name})) )", Sought::Name("Ada"), Some("(&(a=1)(!(cn=Ada)))")),
            ("", Sought::Name("Ada"), Some("(|(cn=*Ada*)(o=*Ada*))")),
        ] {
            assert_eq!(filled(template, sought).as_deref(), filter, "{template}");
        }
    }

    #[test]
    fn a_filter_asks_for_somebody_and_its_parentheses_match() {
        for wrong in [
            "(cn=*)",
            "(telephoneNumber={number}",
            "(telephoneNumber={number}))",
            "(|(cn={name})",
            "(|)",
            "(&)",
            "()",
            "({number})",
            "(!(cn={name})(sn={name}))",
            "(cn={name})(sn={name})",
            "(cn=({name}))",
        ] {
            assert_eq!(FilterTemplate::parse(wrong), None, "{wrong}");
        }
        let deep = format!("{}(cn={{name}}){}", "(!".repeat(10_000), ")".repeat(10_000));
        assert_eq!(FilterTemplate::parse(&deep), None);
    }

    #[test]
    fn what_is_looked_for_is_never_a_part_of_the_filter() {
        for (name, filter) in [
            ("*)(uid=*", "(cn=*\\2a\\29\\28uid=\\2a*)"),
            ("a\\b", "(cn=*a\\5cb*)"),
            ("a\0", "(cn=*a\\00*)"),
            ("{number}", "(cn=*{number}*)"),
            ("王芳", "(cn=*王芳*)"),
        ] {
            assert_eq!(filled("(cn=*{name}*)", Sought::Name(name)).as_deref(), Some(filter));
        }
    }
}
