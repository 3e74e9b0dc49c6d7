//! Short names for elements: the words of a path are `data-testid`s, as in `queue[data-queue=6500] queue-sign`.

/// The CSS selector for a path.
pub(crate) fn css(path: &str) -> String {
    path.split_whitespace().map(one).collect::<Vec<_>>().join(" ")
}

fn one(word: &str) -> String {
    let (name, conditions) = word.split_at(word.find('[').unwrap_or(word.len()));
    let conditions = conditions.replace('=', "=\"").replace(']', "\"]");
    format!("[data-testid=\"{name}\"]{conditions}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_css() {
        for (path, expected) in [
            ("call", r#"[data-testid="call"]"#),
            (
                "queue[data-queue=6500] queue-sign",
                r#"[data-testid="queue"][data-queue="6500"] [data-testid="queue-sign"]"#,
            ),
            ("a[b=c][d=e]", r#"[data-testid="a"][b="c"][d="e"]"#),
        ] {
            assert_eq!(css(path), expected);
        }
    }
}
