//! How well words fit a title: at the start of a word, inside one, or letter by letter.

use std::ops::Range;

/// A title that is compared again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    text: String,
    /// Each character in small letters, with the byte where it begins.
    letters: Vec<(usize, char)>,
}

/// Better is greater: what a word of the query is worth by how it stands in the title.
const BEGINS_TITLE: i32 = 120;
const BEGINS_WORD: i32 = 100;
const INSIDE_WORD: i32 = 60;
/// Letter by letter; those that begin a word or follow each other are worth more.
const LETTERS: i32 = 10;
const LETTER_BEGINS_WORD: i32 = 8;
const LETTER_FOLLOWS: i32 = 4;
/// Letter by letter is never as good as a part of a word.
const LETTERS_MAX: i32 = 50;

impl Title {
    pub fn new(text: String) -> Title {
        let letters = text.char_indices().map(|(at, ch)| (at, small(ch))).collect();
        Title { text, letters }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// How well the query fits, and the bytes that match; `None` where a word of it does not.
    pub fn fit(&self, query: &Query) -> Option<(i32, Vec<Range<usize>>)> {
        let mut fit = 0;
        let mut marks = Vec::new();
        for word in &query.words {
            let (worth, at) = self.part(word).or_else(|| self.letter_by_letter(word))?;
            fit += worth;
            marks.extend(at);
        }
        marks.sort_by_key(|mark: &Range<usize>| mark.start);
        Some((fit, joined(marks)))
    }

    /// The word as one piece, at the start of a word if it can be.
    fn part(&self, word: &[char]) -> Option<(i32, Vec<Range<usize>>)> {
        let stands = |from: &usize| {
            let letters = self.letters.get(*from..*from + word.len());
            letters.is_some_and(|letters| letters.iter().map(|(_, ch)| ch).eq(word))
        };
        let places = || (0..self.letters.len()).filter(stands);
        let from = places().find(|from| self.begins_word(*from)).or_else(|| places().next())?;
        let worth = match from {
            0 => BEGINS_TITLE,
            from if self.begins_word(from) => BEGINS_WORD,
            _ => INSIDE_WORD,
        };
        let to = self.byte(from + word.len());
        Some((worth, std::iter::once(self.byte(from)..to).collect()))
    }

    fn letter_by_letter(&self, word: &[char]) -> Option<(i32, Vec<Range<usize>>)> {
        let mut from = 0;
        let mut worth = LETTERS;
        let mut marks = Vec::new();
        for (index, letter) in word.iter().enumerate() {
            let later = |begins: bool| {
                let places = self.letters.iter().enumerate().skip(from);
                let mut places = places.filter(|(_, (_, ch))| ch == letter).map(|(at, _)| at);
                places.find(|at| !begins || self.begins_word(*at) || *at == from)
            };
            // The start of a word first, if the rest still follows it.
            let first = later(false)?;
            let at =
                later(true).filter(|at| *at == first || self.has_rest(*at, &word[index + 1..]));
            let at = at.unwrap_or(first);
            worth += if self.begins_word(at) { LETTER_BEGINS_WORD } else { 0 };
            worth += if at == from && at > 0 { LETTER_FOLLOWS } else { 0 };
            marks.push(self.byte(at)..self.byte(at + 1));
            from = at + 1;
        }
        Some((worth.min(LETTERS_MAX), marks))
    }

    /// Whether these letters stand behind `at`, in their order.
    fn has_rest(&self, at: usize, rest: &[char]) -> bool {
        let mut behind = self.letters.iter().skip(at + 1).map(|(_, ch)| ch);
        rest.iter().all(|wanted| behind.any(|ch| ch == wanted))
    }

    fn begins_word(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.letters.get(before));
        before.is_none_or(|(_, ch)| !ch.is_alphanumeric())
    }

    /// Where the letter of this number begins; behind the last one, the end.
    fn byte(&self, at: usize) -> usize {
        self.letters.get(at).map_or(self.text.len(), |(byte, _)| *byte)
    }
}

/// What is typed, in words of small letters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<Vec<char>>,
}

impl Query {
    pub fn new(text: &str) -> Query {
        let word = |word: &str| word.chars().map(small).collect();
        Query { words: text.split_whitespace().map(word).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

fn small(ch: char) -> char {
    ch.to_lowercase().next().unwrap_or(ch)
}

/// Ranges in their order, those that touch as one.
fn joined(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The title with what matches in square brackets.
    fn marked(title: &str, query: &str) -> Option<String> {
        let (_, marks) = Title::new(title.to_owned()).fit(&Query::new(query))?;
        let mut shown = title.to_owned();
        for mark in marks.into_iter().rev() {
            shown.insert(mark.end, ']');
            shown.insert(mark.start, '[');
        }
        Some(shown)
    }

    #[test]
    fn what_matches_is_marked() {
        let check = |title: &str, query: &str, expected: &str| {
            assert_eq!(marked(title, query).as_deref(), Some(expected), "{query}");
        };
        check("Run this block", "run", "[Run] this block");
        check(
            "Start my server and keep it running",
            "run",
            "Start my server and keep it [run]ning",
        );
        check("A running run", "run", "A [run]ning run");
        check("Who are you, and may you", "wau", "[W]ho [a]re yo[u], and may you");
        check("Storing passwords", "pass sto", "[Sto]ring [pass]words");
        assert_eq!(marked("Storing passwords", "stx"), None);
        assert_eq!(marked("Storing passwords", "sto x"), None);
    }

    #[test]
    fn a_whole_word_comes_before_letters_here_and_there() {
        let fit = |title: &str| Title::new(title.to_owned()).fit(&Query::new("run")).unwrap().0;
        let titles = ["Run a SQL file", "The last run", "Keep it prunning", "Reset, undo, next"];
        let fits = titles.map(fit);
        assert!(fits.is_sorted_by(|better, worse| better > worse), "{fits:?}");
    }

    proptest! {
        #[test]
        fn marks_are_whole_letters_of_the_title(title in "\\PC{0,30}", query in "\\PC{0,8}") {
            if let Some((_, marks)) = Title::new(title.clone()).fit(&Query::new(&query)) {
                prop_assert!(marks.is_sorted_by(|one, next| one.end < next.start));
                for mark in marks {
                    prop_assert!(title.get(mark).is_some_and(|part| !part.is_empty()));
                }
            }
        }
    }
}
