//! How far a line stands in: what a new line begins with, and where a closing bracket belongs.

use super::document::{Document, Position};

/// Lines that are searched for the bracket a closing one belongs to.
const LOOK_BACK_LINES: usize = 2_000;

/// Spaces of one level where the text shows none.
const DEFAULT_UNIT: &str = "  ";

/// One level of indentation as this text has it: a tab, or two to eight spaces.
pub fn unit(document: &Document) -> String {
    for line in document.lines() {
        let margin = margin(line);
        if margin.len() == line.len() {
            continue;
        }
        if margin.starts_with('\t') {
            return "\t".to_owned();
        }
        if (2..=8).contains(&margin.len()) {
            return margin.to_owned();
        }
    }
    DEFAULT_UNIT.to_owned()
}

/// The spaces and tabs that a line begins with.
pub fn margin(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// What Enter puts at `at`, and how many bytes of it stand behind the cursor.
pub fn line_break(document: &Document, at: Position, unit: &str) -> (String, usize) {
    let (head, tail) = document.line(at.line).split_at(at.byte);
    let margin = margin(head);
    let opened = head.trim_end().chars().next_back().and_then(closing);
    match opened {
        Some(closing) if tail.trim_start().starts_with(closing) => {
            let behind = format!("\n{margin}");
            (format!("\n{margin}{unit}{behind}"), behind.len())
        }
        Some(_) => (format!("\n{margin}{unit}"), 0),
        None => (format!("\n{margin}"), 0),
    }
}

/// The margin of the line that opens what `ch` closes, when `ch` is typed at `at` and nothing but
/// a margin stands before it.
pub fn closing_margin(document: &Document, at: Position, ch: char) -> Option<String> {
    let head = &document.line(at.line)[..at.byte];
    let opening = opening(ch)?;
    if margin(head) != head || head.is_empty() {
        return None;
    }
    let mut depth = 0usize;
    for line in document.lines()[..at.line].iter().rev().take(LOOK_BACK_LINES) {
        for found in line.chars().rev() {
            if found == ch {
                depth += 1;
            } else if found == opening && depth == 0 {
                return Some(margin(line).to_owned());
            } else if found == opening {
                depth -= 1;
            }
        }
    }
    None
}

/// Bytes of `line`'s margin that one level less takes away.
pub fn outdent(line: &str, unit: &str) -> usize {
    if line.starts_with('\t') {
        return 1;
    }
    let spaces = line.len() - line.trim_start_matches(' ').len();
    let level = if unit == "\t" { DEFAULT_UNIT.len() } else { unit.len() };
    spaces.min(level)
}

fn closing(opening: char) -> Option<char> {
    match opening {
        '{' => Some('}'),
        '(' => Some(')'),
        '[' => Some(']'),
        _ => None,
    }
}

fn opening(closing: char) -> Option<char> {
    match closing {
        '}' => Some('{'),
        ')' => Some('('),
        ']' => Some('['),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_is_what_the_text_uses() {
        assert_eq!(unit(&Document::new("a\n  b")), "  ");
        assert_eq!(unit(&Document::new("a\n\tb")), "\t");
        assert_eq!(unit(&Document::new("/*\n * x\n */\na\n    b")), "    ");
        assert_eq!(unit(&Document::new("a")), "  ");
    }

    #[test]
    fn enter_keeps_the_margin_and_goes_in_behind_a_bracket() {
        let enter =
            |text: &str, byte| line_break(&Document::new(text), Position::new(0, byte), "  ");
        assert_eq!(enter("  a", 3), ("\n  ".to_owned(), 0));
        assert_eq!(enter("  a", 1), ("\n ".to_owned(), 0));
        assert_eq!(enter("if (x) {", 8), ("\n  ".to_owned(), 0));
        assert_eq!(enter("f(() => {})", 9), ("\n  \n".to_owned(), 1));
    }

    #[test]
    fn a_closing_bracket_stands_under_the_line_that_opens_it() {
        let text = Document::new("  if (x) {\n    y({ z });\n    ");
        let margin = |ch| closing_margin(&text, Position::new(2, 4), ch);
        assert_eq!(margin('}').as_deref(), Some("  "));
        assert_eq!(margin(')'), None);
        assert_eq!(closing_margin(&text, Position::new(1, 8), '}'), None);
    }
}
