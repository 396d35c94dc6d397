//! What `pack lint --fix` changes: only what cannot change what a file says, and words that are
//! clearly misspelt.
//!
//! A file is mended when it can be read before and after, and says the same. Files that answers are
//! made of (starter/, solution/, also/, wrong/, checks/) are never touched, nor is code in lessons.

use crate::{
    diag::{Diagnostic, Instead, Place},
    pack::{lint::Found, manifest::front_matter},
};

/// A file with what was mended in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    pub path: String,
    pub text: String,
    /// In the order of the file.
    pub changes: Vec<Change>,
}

/// One thing that was changed, and where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub place: Place,
    /// As a sentence about the past, without its full stop.
    pub what: String,
}

const BOM: char = '\u{feff}';

/// Mends the file at `path`; `found` are the findings of the pack. `None` where there is nothing to
/// mend, or where it cannot be said that the file would still say the same.
pub fn mend(path: &str, text: &str, found: &[Found]) -> Option<Mended> {
    if !is_authors(path) {
        return None;
    }
    let mut file = File { path, text: text.to_owned(), changes: Vec::new() };
    let mistakes = found.iter().map(|found| &found.what);
    file.words(mistakes.filter(|what| what.place.file == path).collect());
    // What is said from here on stays said.
    let said = says(path, &file.text)?;
    file.order_mark();
    file.returns();
    file.spaces();
    file.last_line();
    let is_same = says(path, &file.text).is_some_and(|now| now == said);
    let File { text, mut changes, .. } = file;
    changes.sort_by(|a, b| a.place.cmp(&b.place));
    (is_same && !changes.is_empty()).then(|| Mended { path: path.to_owned(), text, changes })
}

/// Whether a file is an author's words: Markdown and TOML that no answer is made of.
fn is_authors(path: &str) -> bool {
    let parts: Vec<_> = path.split('/').collect();
    let inner = match parts[..] {
        ["exercises", _, _, inner, ..] => inner,
        _ => "",
    };
    let is_answer = ["starter", "solution", "also", "wrong", "checks"].contains(&inner);
    !is_answer && (is_markdown(path) || ends_with(path, "toml"))
}

fn is_markdown(path: &str) -> bool {
    ends_with(path, "md")
}

fn ends_with(path: &str, ending: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, found)| found == ending)
}

/// What a file says, as far as a change of its spaces could change it. `None` where it cannot be read.
fn says(path: &str, text: &str) -> Option<toml::Table> {
    let text = text.strip_prefix(BOM).unwrap_or(text).replace("\r\n", "\n");
    let toml = match front_matter(&text) {
        Some((matter, _)) if is_markdown(path) => &text[matter],
        // A task has no front matter: its lines are words and code.
        None if is_markdown(path) => "",
        _ => &text,
    };
    toml.parse().ok()
}

struct File<'p> {
    path: &'p str,
    text: String,
    changes: Vec<Change>,
}

impl File<'_> {
    /// Puts the words that were meant in the place of misspelt ones, where the file can be read then
    /// and gets no second key of that name.
    fn words(&mut self, mistakes: Vec<&Diagnostic>) {
        let mut meant: Vec<(usize, &Instead, &Place)> = Vec::new();
        for what in mistakes {
            let Some(instead) = &what.instead else { continue };
            let Some(at) = offset(&self.text, &what.place) else { continue };
            let end = self.text[at..].strip_prefix(&instead.found).map(|rest| rest.chars().next());
            let is_whole = end.is_some_and(|next| {
                !next.is_some_and(|ch| ch.is_alphanumeric() || "-_".contains(ch))
            });
            if is_whole && !meant.iter().any(|(other, _, _)| *other == at) {
                meant.push((at, instead, &what.place));
            }
        }
        // From the end, so that the offsets before stay right.
        meant.sort_by_key(|(at, _, _)| std::cmp::Reverse(*at));
        for (at, instead, place) in meant {
            let mut text = self.text.clone();
            text.replace_range(at..at + instead.found.len(), &instead.put);
            if says(self.path, &text).is_some() {
                self.text = text;
                let what = format!("`{}` is `{}` now", instead.found, instead.put);
                self.changes.push(Change { place: place.clone(), what });
            }
        }
    }

    fn order_mark(&mut self) {
        if let Some(rest) = self.text.strip_prefix(BOM) {
            self.text = rest.to_owned();
            self.note(1, "the byte order mark at the beginning is gone");
        }
    }

    fn returns(&mut self) {
        if let Some(at) = self.text.find("\r\n") {
            let line = 1 + self.text[..at].matches('\n').count();
            self.text = self.text.replace("\r\n", "\n");
            self.note(line, "lines end with a line feed alone");
        }
    }

    /// Takes spaces from the ends of lines, where they say nothing: not in code, not in a text of
    /// several lines, not where two of them break a line.
    fn spaces(&mut self) {
        let body = match front_matter(&self.text) {
            Some((_, body)) if is_markdown(self.path) => body,
            _ if is_markdown(self.path) => 0,
            _ => self.text.len(),
        };
        let mut kept = String::with_capacity(self.text.len());
        let mut first = None;
        let (mut at, mut count, mut is_code) = (0, 0, false);
        let lines: Vec<&str> = self.text.split_inclusive('\n').collect();
        for (number, line) in lines.iter().enumerate() {
            let bare = line.trim_end_matches(['\n', '\r']);
            let trimmed = bare.trim_end_matches([' ', '\t']);
            let next = lines.get(number + 1).is_some_and(|next| !next.trim().is_empty());
            let in_words = at >= body;
            if in_words && trimmed.trim_start_matches([' ', '>', '-']).starts_with("```") {
                is_code = !is_code;
            }
            let is_idle = if in_words {
                !is_code && is_idle_in_words(bare, trimmed, next)
            } else {
                self.is_idle_in_toml(at + trimmed.len(), bare.len() - trimmed.len())
            };
            if trimmed.len() < bare.len() && is_idle {
                kept.push_str(trimmed);
                kept.push_str(&line[bare.len()..]);
                count += 1;
                first.get_or_insert(number + 1);
            } else {
                kept.push_str(line);
            }
            at += line.len();
        }
        if let Some(line) = first {
            self.text = kept;
            let lines = if count == 1 { "1 line".to_owned() } else { format!("{count} lines") };
            self.note(line, &format!("{lines} lost the spaces at the end"));
        }
    }

    /// Whether the file says the same without `length` bytes from `at` on.
    fn is_idle_in_toml(&self, at: usize, length: usize) -> bool {
        if length == 0 {
            return false;
        }
        let mut without = self.text.clone();
        without.replace_range(at..at + length, "");
        says(self.path, &without) == says(self.path, &self.text)
    }

    fn last_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
            let line = self.text.matches('\n').count();
            self.note(line, "the last line ends with a line feed");
        }
    }

    fn note(&mut self, line: usize, what: &str) {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let place = Place::new(self.path, line, 1);
        self.changes.push(Change { place, what: what.to_owned() });
    }
}

/// Whether the spaces behind `trimmed` mean nothing in Markdown: two or more before another line of
/// the paragraph break it, and inline code may go on in the next line.
fn is_idle_in_words(bare: &str, trimmed: &str, has_next: bool) -> bool {
    let breaks = has_next && !trimmed.is_empty() && bare.ends_with("  ");
    let in_code = trimmed.matches('`').count() % 2 == 1;
    !breaks && !in_code
}

/// Where a place is, in bytes.
fn offset(text: &str, place: &Place) -> Option<usize> {
    let line = usize::try_from(place.line).ok()?.checked_sub(1)?;
    let start = match line {
        0 => 0,
        line => text.match_indices('\n').nth(line - 1)?.0 + 1,
    };
    let column = usize::try_from(place.column).ok()?.checked_sub(1)?;
    Some(start + text[start..].char_indices().nth(column)?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of a lesson's or a file's text, and what is said of it.
    fn check(path: &str, text: &str, expected: Option<&str>, says: &[&str]) {
        let mended = mend(path, text, &[]);
        assert_eq!(mended.as_ref().map(|mended| mended.text.as_str()), expected, "{text:?}");
        let changes = mended.map(|mended| mended.changes).unwrap_or_default();
        let lines: Vec<_> = changes
            .iter()
            .map(|change| format!("{}: {}", change.place.line, change.what))
            .collect();
        assert_eq!(lines, says);
    }

    #[test]
    fn spaces_that_say_nothing_go() {
        let spaces = "1: 1 line lost the spaces at the end";
        check("pack.toml", "a = 1 \t\nb = 2\n", Some("a = 1\nb = 2\n"), &[spaces]);
        check("lessons/m/a.md", "words \nmore\n", Some("words\nmore\n"), &[spaces]);
        check("lessons/m/a.md", "words  \n\nmore\n", Some("words\n\nmore\n"), &[spaces]);
        check(
            "lessons/m/a.md",
            "+++\na = 1 \n+++\nb  \nc \n",
            Some("+++\na = 1\n+++\nb  \nc\n"),
            &["2: 2 lines lost the spaces at the end"],
        );
    }

    #[test]
    fn spaces_that_say_something_stay() {
        check("pack.toml", "a = \"\"\"\nb \n\"\"\"\n", None, &[]);
        check("lessons/m/a.md", "one  \ntwo\n", None, &[]);
        check("lessons/m/a.md", "`one \ntwo`\n", None, &[]);
        check("lessons/m/a.md", "```js display\none \n```\n", None, &[]);
    }

    #[test]
    fn ends_of_lines_and_of_files_are_mended() {
        let unix = "1: lines end with a line feed alone";
        check("facts.toml", "a = 1\r\nb = 2\r\n", Some("a = 1\nb = 2\n"), &[unix]);
        check("facts.toml", "a = 1", Some("a = 1\n"), &["1: the last line ends with a line feed"]);
        let mark = "1: the byte order mark at the beginning is gone";
        check("facts.toml", "\u{feff}a = 1\n", Some("a = 1\n"), &[mark]);
        check("exercises/m/e/task.md", "", None, &[]);
    }

    #[test]
    fn what_cannot_be_read_or_is_an_answer_is_left_alone() {
        check("pack.toml", "a = \nb = 2 ", None, &[]);
        check("exercises/m/e/solution/answers.toml", "a = 1", None, &[]);
        check("exercises/m/e/starter/README.md", "a ", None, &[]);
        check("exercises/m/e/data/api.js", "a ", None, &[]);
    }
}
