//! Words and sentences of prose, counted and found.

use std::ops::Range;

use crate::markup::prose::{Passage, PassageKind};

/// Words with their offsets: letters, digits and apostrophes between them.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |ch: char| ch.is_alphanumeric() || ch == '\'' || ch == '’';
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let start = rest.find(is_word)?;
        let len = rest[start..].find(|ch| !is_word(ch)).unwrap_or(rest.len() - start);
        let found = (at + start, &rest[start..start + len]);
        at += start + len;
        Some(found)
    })
}

/// How many words a reader reads: what stands between spaces and has a letter or a digit.
pub fn count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// The words outside code.
pub fn count_all<'p>(passages: impl IntoIterator<Item = &'p Passage>) -> usize {
    passages.into_iter().map(|passage| count(&passage.text)).sum()
}

/// Where the sentences of a passage stand in its text; headings and cells hold none.
pub fn sentences(passage: &Passage) -> Vec<Range<usize>> {
    if passage.kind != PassageKind::Sentences {
        return Vec::new();
    }
    let text = &passage.text;
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, ch) in text.char_indices().filter(|(at, _)| !passage.is_code(*at)) {
        let rest = &text[at + ch.len_utf8()..];
        let end = match ch {
            '\n' => at + 1,
            '.' | '?' | '!' | '…' => text.len() - rest.trim_start_matches(CLOSES).len(),
            _ => continue,
        };
        if at >= start && (ch == '\n' || ends_sentence(passage, at, end)) {
            add_sentence(text, start..end, &mut sentences);
            start = end;
        }
    }
    add_sentence(text, start..text.len(), &mut sentences);
    sentences
}

/// What may stand between the mark that ends a sentence and the space behind it.
const CLOSES: &[char] = &['"', '\'', '”', '’', ')', '.', '?', '!'];
/// Abbreviations whose full stop ends no sentence, without that stop.
const ABBREVIATIONS: &[&str] = &["e.g", "i.e", "vs", "Dr", "Mr", "Mrs", "No", "approx"];

/// Whether the mark at byte `at`, with what closes behind it up to byte `end`, ends a sentence: then
/// comes a space and what may begin one, a capital, a digit, a quote, code.
fn ends_sentence(passage: &Passage, at: usize, end: usize) -> bool {
    let before = &passage.text[..at];
    if ABBREVIATIONS.iter().any(|short| ends_with_word(before, short)) {
        return false;
    }
    let rest = &passage.text[end..];
    let next = rest.trim_start();
    match next.chars().next() {
        None => true,
        Some(_) if next.len() == rest.len() => false,
        Some(first) => !first.is_lowercase() || passage.is_code(passage.text.len() - next.len()),
    }
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word)
        .is_some_and(|rest| rest.chars().next_back().is_none_or(|ch| !ch.is_alphanumeric()))
}

fn add_sentence(text: &str, range: Range<usize>, sentences: &mut Vec<Range<usize>>) {
    let sentence = &text[range.clone()];
    if count(sentence) > 0 {
        let start = range.start + (sentence.len() - sentence.trim_start().len());
        sentences.push(start..range.end);
    }
}

/// A name of one or more words that is looked for in texts.
#[derive(Clone, Debug)]
pub struct Phrase {
    words: Vec<String>,
    /// Whether capitals count: names such as `URL` or `Express` are no everyday words.
    exact: bool,
}

impl Phrase {
    /// `None` where the name has no word.
    pub fn new(name: &str) -> Option<Phrase> {
        let exact = name.chars().any(char::is_uppercase);
        let fold = |word: &str| if exact { word.to_owned() } else { word.to_lowercase() };
        let words: Vec<_> = words(name).map(|(_, word)| fold(word)).collect();
        (!words.is_empty()).then_some(Phrase { words, exact })
    }

    /// The first word in small letters, to look the phrase up by.
    pub fn key(&self) -> String {
        self.words.first().map(|word| word.to_lowercase()).unwrap_or_default()
    }

    /// Whether `text`, words with their offsets, begins with this phrase; the last word may be a plural.
    pub fn begins(&self, text: &[(usize, &str)]) -> bool {
        let Some(text) = text.get(..self.words.len()) else { return false };
        let last = self.words.len() - 1;
        self.words.iter().zip(text).enumerate().all(|(index, (wanted, (_, word)))| {
            let word = if self.exact { (*word).to_owned() } else { word.to_lowercase() };
            let word = word.trim_end_matches("'s").trim_end_matches("’s");
            let plural = || word.strip_suffix('s').is_some_and(|stem| is_plural(stem, wanted));
            word == wanted || (index == last && plural())
        })
    }
}

/// Whether `stem` and an s make the plural of `word`: `port`, `indexe`, `querie`.
fn is_plural(stem: &str, word: &str) -> bool {
    stem == word
        || stem.strip_suffix('e') == Some(word)
        || stem.strip_suffix("ie").is_some_and(|root| word.strip_suffix('y') == Some(root))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::prose::passages;

    fn check_sentences(text: &str, expected: &[&str]) {
        let found: Vec<_> = passages(text, 0)
            .iter()
            .flat_map(|passage| {
                sentences(passage).into_iter().map(|range| passage.text[range].to_owned())
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn sentences_end_where_a_reader_stops() {
        check_sentences(
            "# No. Sentence\n\nOne. Two? `a. B` three! 4 five.",
            &["One.", "Two?", "a. B three!", "4 five."],
        );
        check_sentences(
            "It costs 1.50, e.g. for Node.js. \"Why?\" he asked.",
            &["It costs 1.50, e.g. for Node.js.", "\"Why?\" he asked."],
        );
        check_sentences(
            "- an item\n- another\n\n| a b. C | d |\n| - | - |\n",
            &["an item", "another"],
        );
        check_sentences(
            "Say \"stop.\" Then go on: three things…\n\n…",
            &["Say \"stop.\"", "Then go on: three things…"],
        );
    }

    #[test]
    fn phrases_match_words_and_plurals() {
        let begins = |name: &str, text: &str| {
            Phrase::new(name).unwrap().begins(&words(text).collect::<Vec<_>>())
        };
        assert!(begins("status code", "Status codes say"));
        assert!(begins("query", "queries run"));
        assert!(begins("index", "indexes"));
        assert!(begins("URL", "URLs"));
        assert!(begins("server", "server's port"));
        assert!(!begins("URL", "url"));
        assert!(!begins("status code", "status"));
        assert!(!begins("port", "portable"));
        assert!(Phrase::new("--").is_none());
    }

    #[test]
    fn words_are_counted_as_a_reader_counts() {
        assert_eq!(count("GET /users?page=2 - two words, that's 6"), 6);
        assert_eq!(count(" … – "), 0);
    }
}
