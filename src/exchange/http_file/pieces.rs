//! A file in pieces, so that one request is changed and all the others stay byte for byte.
//!
//! A piece goes from its line `###` to the next one; what stands above the first `###` is a piece
//! too. Nothing but variables and comments is shared between pieces.

use std::ops::Range;

use super::lines::{At, Line};

/// Where each piece of `text` lies; together they are the text.
pub fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if 0 < at && line.trim_start().starts_with("###") {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// The piece that holds line `line`, counted from 1, and which of the piece's lines it is, counted
/// from 0.
pub fn piece_of_line(text: &str, line: u32) -> Option<(usize, usize)> {
    let mut piece = 0;
    let mut within = 0;
    for (number, content) in (1..).zip(text.split_inclusive('\n')) {
        if 1 < number && content.trim_start().starts_with("###") {
            piece += 1;
            within = 0;
        }
        if number == line {
            return Some((piece, within));
        }
        within += 1;
    }
    None
}

/// What there is to edit of a piece: all of it but the empty lines at its end.
pub fn content<'t>(text: &'t str, piece: &Range<usize>) -> &'t str {
    text.get(piece.clone()).unwrap_or_default().trim_end()
}

/// The pieces that hold `content` and nothing else, those at `near` first: who looks for a request
/// that he read before may find that others stand above it now.
pub fn find(text: &str, content: &str, near: usize) -> Option<Range<usize>> {
    let all = pieces(text);
    let content = with_plain_breaks(content.trim());
    let headed = headed(&content, true);
    let count = pieces(&content).len();
    let holds = |first: &usize| {
        let last = first.checked_add(count - 1).and_then(|last| all.get(last));
        let Some(last) = last else { return false };
        let there = with_plain_breaks(text[all[*first].start..last.end].trim());
        there == content || there == headed
    };
    let found = Some(near).filter(holds).or_else(|| (0..all.len()).rev().find(holds))?;
    Some(found..found + count)
}

/// `text` with `content` in the place of what the pieces `range` hold; the empty lines behind them
/// stay. An empty content takes the pieces away.
pub fn replaced(text: &str, range: Range<usize>, content: &str) -> String {
    let all = pieces(text);
    let (Some(first), Some(last)) = (all.get(range.start), all.get(range.end.saturating_sub(1)))
    else {
        return added(text, content);
    };
    let (before, after) = (&text[..first.start], &text[last.end..]);
    let old = &text[first.start..last.end];
    // Empty lines above it would belong to the piece before.
    let content = content.trim();
    if content.is_empty() {
        return format!("{before}{after}");
    }
    let tail = &old[old.trim_end().len()..];
    let mut new = headed(content, !before.is_empty());
    if old.contains("\r\n") {
        new = with_plain_breaks(&new).replace('\n', "\r\n");
    }
    new.push_str(tail);
    if !after.is_empty() && !new.ends_with('\n') {
        new.push('\n');
    }
    format!("{before}{new}{after}")
}

/// A piece with a header field: in the place of one of that name, else behind all others. A piece
/// without a request line stays as it is.
pub fn with_field(content: &str, name: &str, value: &str) -> String {
    let mut lines: Vec<String> = content.lines().map(str::to_owned).collect();
    let field = format!("{name}: {value}");
    match field_line(content, name) {
        Some(Spot::Of(line)) => lines[line] = field,
        Some(Spot::Behind(line)) => lines.insert(line + 1, field),
        None => {}
    }
    lines.join("\n")
}

/// The line behind which a new header field stands, counted from 0.
pub fn last_field_line(content: &str) -> Option<usize> {
    match field_line(content, "")? {
        Spot::Of(line) | Spot::Behind(line) => Some(line),
    }
}

/// Where a body begins, or would, counted from 0: behind the empty line.
pub fn body_line(content: &str) -> Option<usize> {
    let mut at = At::default();
    let mut is_below = false;
    for (number, line) in content.lines().enumerate() {
        match at.line(line) {
            Line::Request { .. } => is_below = true,
            Line::Empty if is_below => return Some(number + 1),
            _ => {}
        }
    }
    None
}

enum Spot {
    Of(usize),
    Behind(usize),
}

fn field_line(content: &str, name: &str) -> Option<Spot> {
    let mut at = At::default();
    let mut last = None;
    for (number, line) in content.lines().enumerate() {
        match at.line(line) {
            Line::Field { name: there, .. } if there.eq_ignore_ascii_case(name) => {
                return Some(Spot::Of(number));
            }
            Line::Request { .. } | Line::Query(_) | Line::Field { .. } => last = Some(number),
            Line::Empty | Line::Separator(_) if last.is_some() => break,
            _ => {}
        }
    }
    last.map(Spot::Behind)
}

fn with_plain_breaks(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// `text` with one more piece at its end.
pub fn added(text: &str, content: &str) -> String {
    let content = content.trim();
    if content.is_empty() {
        return text.to_owned();
    }
    let is_first = text.trim().is_empty();
    let gap = match (is_first, text.ends_with("\n\n"), text.ends_with('\n')) {
        (true, ..) | (false, true, _) => "",
        (false, false, true) => "\n",
        (false, false, false) => "\n\n",
    };
    format!("{text}{gap}{}\n", headed(content, !is_first))
}

/// A piece that stands below others begins with `###`, or it would be a part of the one above.
fn headed(content: &str, below: bool) -> String {
    if below && !content.trim_start().starts_with("###") {
        format!("###\n{content}")
    } else {
        content.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::http_file::parse;

    const FILE: &str = "@base = x\n\n### one\nGET /a\n\n\n### two\nPOST /b\n\n{}\n";

    #[test]
    fn a_file_comes_apart_at_its_separators() {
        let text: Vec<_> = pieces(FILE).into_iter().map(|piece| &FILE[piece]).collect();
        assert_eq!(text, ["@base = x\n\n", "### one\nGET /a\n\n\n", "### two\nPOST /b\n\n{}\n"]);
        assert_eq!(piece_of_line(FILE, 4), Some((1, 1)));
        assert_eq!(piece_of_line(FILE, 1), Some((0, 0)));
        assert_eq!(piece_of_line(FILE, 99), None);
        assert_eq!(pieces("").len(), 1);
    }

    #[test]
    fn one_piece_changes_and_its_empty_lines_stay() {
        assert_eq!(replaced(FILE, 1..2, "### one\nGET /c"), FILE.replace("/a", "/c"));
        assert_eq!(replaced(FILE, 1..2, " \n"), FILE.replace("### one\nGET /a\n\n\n", ""));
        assert_eq!(
            replaced("GET /a\r\n\r\n### b\r\nGET /b", 1..2, "### b\nGET /b\nA: b"),
            "GET /a\r\n\r\n### b\r\nGET /b\r\nA: b"
        );
        assert_eq!(replaced("GET /a\n###\nGET /b", 0..1, "GET /c"), "GET /c\n###\nGET /b");
        assert_eq!(
            replaced("###\nGET /a\n###\nGET /b", 1..2, "GET /c"),
            "###\nGET /a\n###\nGET /c"
        );
    }

    #[test]
    fn a_piece_is_found_where_it_stands_now() {
        let moved = format!("### new\nGET /n\n\n{FILE}");
        assert_eq!(find(FILE, "### one\nGET /a", 1), Some(1..2));
        assert_eq!(find(&moved, "### one\nGET /a", 2), Some(1..2));
        assert_eq!(find(&moved, "### one\nGET /x", 1), None);
        assert_eq!(find(FILE, "### one\nGET /a\n\n\n### two\nPOST /b\n\n{}", 0), Some(1..3));
        assert_eq!(find("###\r\nGET /a\r\n###\r\nGET /b", "GET /b", 9), Some(1..2));
    }

    #[test]
    fn a_field_takes_the_place_of_its_name() {
        let post = "### x\n@a = b\nPOST /a\n&c=d\nAccept: */*\n\n{}";
        let with = with_field(post, "accept", "text/html");
        assert_eq!(with, post.replace("Accept: */*", "accept: text/html"));
        let with = with_field(post, "A", "b");
        assert_eq!(with, post.replace("*/*\n", "*/*\nA: b\n"));
        assert_eq!(with_field("GET /a", "A", "b"), "GET /a\nA: b");
        assert_eq!(with_field("### no", "A", "b"), "### no");
        assert_eq!((last_field_line(post), body_line(post)), (Some(4), Some(6)));
        assert_eq!((last_field_line("GET /"), body_line("GET /")), (Some(0), None));
    }

    #[test]
    fn a_new_piece_stands_at_the_end() {
        assert_eq!(added("", "GET /a\n"), "GET /a\n");
        assert_eq!(added("GET /a", "### b\nGET /b"), "GET /a\n\n### b\nGET /b\n");
        assert_eq!(added("GET /a\n\n", "GET /b"), "GET /a\n\n###\nGET /b\n");
    }

    /// Lines that mean something in such a file, and some that do not.
    fn any_text() -> impl Strategy<Value = String> {
        let line = prop_oneof![
            Just("### a name".to_owned()),
            Just("  ####".to_owned()),
            Just("# @name login".to_owned()),
            Just("// a comment".to_owned()),
            Just("@base = http://localhost:1".to_owned()),
            Just("GET /a?b=1".to_owned()),
            Just("POST {{base}}/b HTTP/1.1".to_owned()),
            Just("Accept: */*".to_owned()),
            Just(String::new()),
            Just("{ \"a\": \"{{login.response.body.$.x}}\" }".to_owned()),
            "[ -~é\t]{0,12}",
        ];
        let ends = prop::sample::select(vec!["\n", "\n", "\n", "\r\n"]);
        (prop::collection::vec((line, ends), 0..30), any::<bool>()).prop_map(|(lines, open)| {
            let text: String = lines.iter().flat_map(|(line, end)| [line.as_str(), end]).collect();
            if open { text.trim_end_matches(['\r', '\n']).to_owned() } else { text }
        })
    }

    proptest! {
        /// Whatever is typed for one request: every other one is the same bytes as before, and is
        /// read as before.
        #[test]
        fn other_requests_never_change(text in any_text(), index in 0_usize..9, new in any_text()) {
            let before = pieces(&text);
            prop_assume!(index < before.len());
            let changed = replaced(&text, index..index + 1, &new);
            let after = pieces(&changed);
            let left_out = new.trim().is_empty();
            let above: Vec<_> = before[..index].iter().map(|piece| &text[piece.clone()]).collect();
            let below: Vec<_> = before[index + 1..].iter().map(|piece| &text[piece.clone()]).collect();
            prop_assert!(changed.starts_with(&above.concat()));
            prop_assert!(changed.ends_with(&below.concat()));
            let now = |range: std::ops::Range<usize>| -> Vec<&str> {
                after[range].iter().map(|piece| &changed[piece.clone()]).collect()
            };
            if !left_out {
                prop_assert_eq!(now(0..index), above);
                prop_assert_eq!(now(after.len() - below.len()..after.len()), below);
            }
            // Entries of the pieces that were not touched, as they are read.
            let told = |text: &str, wanted: &dyn Fn(usize) -> bool| -> Vec<String> {
                let (file, _) = parse(text);
                let of = |line| piece_of_line(text, line).unwrap().0;
                let kept = file.entries.iter().filter(|entry| wanted(of(entry.line)));
                kept.map(|entry| {
                    let fields: Vec<_> = entry.fields.iter().map(|f| (&f.name, &f.value)).collect();
                    let body: Vec<_> = entry.body.iter().map(|(_, line)| line).collect();
                    format!("{} {} {} {fields:?} {body:?}", entry.name, entry.method, entry.target)
                })
                .collect()
            };
            if !left_out {
                let added = after.len() - before.len();
                prop_assert_eq!(
                    told(&text, &|piece| piece != index),
                    told(&changed, &|piece| piece < index || index + added < piece)
                );
            }
        }
    }
}
