//! What is wrong in somebody's file, said with a place and a hint.
//!
//! Author mistakes are collected, not thrown: a loader returns `(T, Findings)` and every finding
//! it could make. Messages are lower case without a full stop.

use std::fmt;

/// A place in a file of a pack or of a learner.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The path as its owner knows it: relative to the pack or to the exercise's folder.
    pub file: String,
    /// Counted from 1.
    pub line: u32,
    /// Counted from 1, in characters.
    pub column: u32,
}

impl Place {
    pub fn new(file: impl Into<String>, line: u32, column: u32) -> Place {
        Place { file: file.into(), line, column }
    }

    /// The place of byte `offset` of `text`, the content of `file`.
    pub fn of_offset(file: &str, text: &str, offset: usize) -> Place {
        let before = &text.as_bytes()[..offset.min(text.len())];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        Place::new(file, count(line), count(column))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The thing cannot be used until this is mended.
    Error,
    /// The thing works, and would be better without this.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub severity: Severity,
    pub place: Place,
    /// Lower case, no full stop.
    pub message: String,
    /// What to do next.
    pub hint: Option<String>,
    /// The word at the place, where it is clear which one was meant.
    pub instead: Option<Instead>,
}

/// A misspelt word, and the one that was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instead {
    /// As it stands at the place.
    pub found: String,
    pub put: String,
}

impl Instead {
    /// The word of `known` that is nearest to `word`, where one is near.
    pub fn of<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<Instead> {
        let put = did_you_mean(word, known)?.to_owned();
        Some(Instead { found: word.to_owned(), put })
    }

    /// The hint that offers it.
    pub fn hint(&self) -> String {
        format!("did you mean `{}`?", self.put)
    }
}

impl Diagnostic {
    /// Says what to do next; called on what `Findings::error` returns.
    pub fn hint(&mut self, hint: impl Into<String>) -> &mut Diagnostic {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.place, self.severity, self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\n    {}", hint.replace('\n', "\n    ")),
            None => Ok(()),
        }
    }
}

/// Everything that was found in one reading, in the order it was met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    list: Vec<Diagnostic>,
}

impl Findings {
    pub fn new() -> Findings {
        Findings::default()
    }

    pub fn error(&mut self, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.add(Severity::Error, place, message.into())
    }

    pub fn warning(&mut self, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.add(Severity::Warning, place, message.into())
    }

    pub fn append(&mut self, mut other: Findings) {
        self.list.append(&mut other.list);
    }

    /// The findings of a file that was read under another name.
    #[must_use]
    pub fn moved_to(mut self, file: &str) -> Findings {
        for found in &mut self.list {
            file.clone_into(&mut found.place.file);
        }
        self
    }

    /// Those of which `wanted` is true.
    #[must_use]
    pub fn retained(mut self, wanted: impl FnMut(&Diagnostic) -> bool) -> Findings {
        self.list.retain(wanted);
        self
    }

    /// The findings of one file as its reader goes through it; those of one place stay as they were.
    #[must_use]
    pub fn in_order_of_place(mut self) -> Findings {
        self.list.sort_by(|a, b| a.place.cmp(&b.place));
        self
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|found| found.severity == Severity::Error)
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    fn add(&mut self, severity: Severity, place: Place, message: String) -> &mut Diagnostic {
        self.list.push(Diagnostic { severity, place, message, hint: None, instead: None });
        self.list.last_mut().expect("a diagnostic was pushed on the line above")
    }
}

impl FromIterator<Diagnostic> for Findings {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(all: I) -> Findings {
        Findings { list: all.into_iter().collect() }
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

/// Something that did not work and is nobody's mistake in a file: a folder that cannot be written,
/// a file that is too large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What happened, a sentence.
    pub what: String,
    /// What to do next, a sentence.
    pub next: Option<String>,
}

impl Trouble {
    pub fn new(what: impl Into<String>) -> Trouble {
        Trouble { what: what.into(), next: None }
    }

    #[must_use]
    pub fn next(mut self, next: impl Into<String>) -> Trouble {
        self.next = Some(next.into());
        self
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.next {
            Some(next) => write!(f, " {next}"),
            None => Ok(()),
        }
    }
}

/// The candidate nearest to `word`, when it is near enough to be a slip of the finger.
///
/// Near means an optimal string alignment distance of at most a third of the word's length.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word: Vec<char> = word.chars().collect();
    let mut limit = (word.len() / 3).max(1);
    let mut slips = Slips::default();
    let mut nearest = None;
    for candidate in candidates {
        if let Some(count) = slips.between(&word, candidate, limit) {
            nearest = Some(candidate);
            // Only one that is nearer takes its place.
            limit = match count {
                0 => break,
                count => count - 1,
            };
        }
    }
    nearest
}

/// Counts slips; thousands of words are compared with one, so its memory is used again.
#[derive(Default)]
struct Slips {
    other: Vec<char>,
    /// Two rows above the one that is made, one row above, and that one.
    rows: [Vec<usize>; 3],
}

impl Slips {
    /// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`; `None`
    /// where they are more than `limit`.
    fn between(&mut self, a: &[char], b: &str, limit: usize) -> Option<usize> {
        let Slips { other: b_chars, rows: [above_above, above, row] } = self;
        b_chars.clear();
        b_chars.extend(b.chars());
        let b = &b_chars[..];
        if a.len().abs_diff(b.len()) > limit {
            return None;
        }
        above.clear();
        above.extend(0..=b.len());
        // No row after two that are all over the limit can be under it.
        let mut least_above = 0;
        for i in 1..=a.len() {
            row.clear();
            row.push(i);
            for j in 1..=b.len() {
                let substitution = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = substitution.min(above[j] + 1).min(row[j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(above_above[j - 2] + 1);
                }
                row.push(best);
            }
            let least = row.iter().copied().min().unwrap_or(0);
            if least > limit && least_above > limit {
                return None;
            }
            least_above = least;
            std::mem::swap(above_above, above);
            std::mem::swap(above, row);
        }
        Some(above[b.len()]).filter(|count| *count <= limit)
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let text = "id = 1\nzoë = x\n";
        assert_eq!(Place::of_offset("pack.toml", text, 0), Place::new("pack.toml", 1, 1));
        let x = text.find('x').unwrap();
        assert_eq!(Place::of_offset("pack.toml", text, x), Place::new("pack.toml", 2, 7));
        assert_eq!(Place::of_offset("pack.toml", text, 999), Place::new("pack.toml", 3, 1));
    }

    #[test]
    fn a_finding_reads_as_one_line_and_a_hint() {
        let mut findings = Findings::new();
        findings
            .error(Place::new("a/exercise.toml", 3, 1), "unknown key `hnts`")
            .hint("did you mean `hints`?");
        assert!(findings.has_errors());
        let shown: Vec<_> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            ["a/exercise.toml:3:1: error: unknown key `hnts`\n    did you mean `hints`?"]
        );
    }

    #[test]
    fn near_words_are_offered_and_far_ones_are_not() {
        let keys = ["hints", "checks", "status"];
        assert_eq!(did_you_mean("hnits", keys), Some("hints"));
        assert_eq!(did_you_mean("state", keys), None);
        assert_eq!(did_you_mean("statu", keys), Some("status"));
        assert_eq!(did_you_mean("", keys), None);
    }
}
