//! What somebody typed, as words to look for. Nothing that is typed is syntax.

use std::ops::Range;

use crate::catalog::token::{self, Placed};

/// Characters of a query that are read; what follows them is not looked for.
pub const QUERY_CHARS_MAX: usize = 200;
/// Words of a query that are read.
pub const WORDS_MAX: usize = 12;
/// Words that are complete stand for words that begin with them too, from this length on.
const STEM_CHARS_MIN: usize = 3;

/// The words that are looked for, in the order in which they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    terms: Vec<Term>,
}

/// One word as it was typed, without spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    pub typed: String,
    /// What it is made of: `res.end` has two. There is at least one.
    pub tokens: Vec<String>,
    /// It stands for words that begin with it too.
    pub begins: bool,
}

/// How words stand in a text, the better way first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stand {
    /// Each of them stands there as it was typed.
    Whole,
    /// Of one at least only the beginning was typed.
    Begun,
}

impl Words {
    /// Reads a query, whatever it is. A word has at least one letter or digit.
    pub fn of(query: &str) -> Words {
        let separates = |ch: char| ch.is_whitespace() || ch.is_control() || ch == '"';
        let cut: String = query.chars().take(QUERY_CHARS_MAX).collect();
        // The last word is not complete yet where no space follows it.
        Words::of_parts(cut.split(separates), !cut.ends_with(separates))
    }

    fn of_parts<'t>(parts: impl Iterator<Item = &'t str>, goes_on: bool) -> Words {
        let mut terms: Vec<_> = parts.filter_map(Term::of).take(WORDS_MAX).collect();
        if let Some(last) = terms.last_mut() {
            last.begins |= goes_on;
        }
        Words { terms }
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The same words with another one at `index`, all of them complete.
    pub(super) fn with(&self, index: usize, word: &str) -> Words {
        let typed = self.terms.iter().map(|term| term.typed.as_str()).enumerate();
        let parts = typed.map(|(at, typed)| if at == index { word } else { typed });
        Words::of_parts(parts, false)
    }

    /// Where any of the words stands in a text, in the text's order; what overlaps is one.
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let tokens = token::all(text);
        let mut places: Vec<_> = self.terms.iter().flat_map(|term| term.places(&tokens)).collect();
        places.sort_by_key(|place| (place.start, place.end));
        let mut marks: Vec<Range<usize>> = Vec::new();
        for place in places {
            match marks.last_mut() {
                Some(last) if place.start < last.end => last.end = last.end.max(place.end),
                Some(_) | None => marks.push(place),
            }
        }
        marks
    }

    /// The same, of each word the part that was typed: of `Tokens` the first five letters for `token`.
    pub fn typed_marks(&self, text: &str) -> Vec<Range<usize>> {
        let typed_part = |mark: Range<usize>| {
            let found = text[mark.clone()].to_lowercase();
            let typed = self.terms.iter().map(|term| term.typed.to_lowercase());
            let letters =
                typed.filter(|word| found.starts_with(word)).map(|word| word.chars().count());
            let end =
                letters.max().and_then(|letters| text[mark.clone()].char_indices().nth(letters));
            end.map_or(mark.clone(), |(bytes, _)| mark.start..mark.start + bytes)
        };
        self.marks(text).into_iter().map(typed_part).collect()
    }

    /// Whether every word stands in a text.
    pub fn stand_in(&self, text: &str) -> Option<Stand> {
        let tokens = token::all(text);
        let stands = |term: &Term| term.places(&tokens).next().is_some();
        if self.is_empty() || !self.terms.iter().all(stands) {
            return None;
        }
        let whole = |term: &Term| Term { begins: false, ..term.clone() };
        let are_whole = self.terms.iter().all(|term| stands(&whole(term)));
        Some(if are_whole { Stand::Whole } else { Stand::Begun })
    }

    /// As they would be typed.
    pub fn text(&self) -> String {
        let typed: Vec<_> = self.terms.iter().map(|term| term.typed.as_str()).collect();
        typed.join(" ")
    }
}

impl Term {
    fn of(typed: &str) -> Option<Term> {
        let tokens: Vec<_> = token::all(typed).into_iter().map(|(word, _)| word).collect();
        let begins = typed.chars().count() >= STEM_CHARS_MIN;
        (!tokens.is_empty()).then(|| Term { typed: typed.to_owned(), tokens, begins })
    }

    /// Where it stands among the words of a text: its first and last one.
    pub fn places<'w>(&'w self, words: &'w [Placed]) -> impl Iterator<Item = Range<usize>> + 'w {
        let stands = |window: &&[Placed]| {
            let last = self.tokens.len() - 1;
            self.tokens.iter().zip(*window).enumerate().all(|(at, (token, (word, _)))| {
                word == token || (self.begins && at == last && word.starts_with(token.as_str()))
            })
        };
        let range = |window: &[Placed]| {
            let last = &window[window.len() - 1];
            window[0].1.start..last.1.end
        };
        words.windows(self.tokens.len()).filter(stands).map(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words as they are looked for; `*` stands for more letters.
    fn shown(query: &str) -> Vec<String> {
        let words = Words::of(query);
        let term = |term: &Term| term.tokens.join("+") + if term.begins { "*" } else { "" };
        words.terms().iter().map(term).collect()
    }

    #[test]
    fn what_is_typed_is_never_syntax() {
        assert_eq!(shown(""), [""; 0]);
        assert_eq!(shown("  => \" * "), [""; 0]);
        assert_eq!(shown("tok"), ["tok*"]);
        assert_eq!(shown("in "), ["in"]);
        assert_eq!(shown("sql in"), ["sql*", "in*"]);
        assert_eq!(shown("a\" OR b*\0c"), ["a", "or", "b", "c*"]);
        assert_eq!(shown("Content-Type: x"), ["content+type*", "x*"]);
    }

    #[test]
    fn a_query_has_an_end() {
        assert_eq!(Words::of(&"ab ".repeat(5_000)).terms().len(), WORDS_MAX);
        let words = Words::of(&"a".repeat(10_000));
        assert_eq!(words.terms()[0].typed.len(), QUERY_CHARS_MAX);
    }

    #[test]
    fn a_word_stands_whole_or_as_a_beginning_and_its_parts_in_their_order() {
        let places = |query: &str, text: &str| -> Vec<String> {
            let words = token::all(text);
            let query = Words::of(query);
            query.terms()[0].places(&words).map(|place| text[place].to_owned()).collect()
        };
        assert_eq!(places("tok", "A token, Tokens, to"), ["token", "Tokens"]);
        assert_eq!(places("to ", "A token, Tokens, to"), ["to"]);
        assert_eq!(places("res.en", "res.end res, end; end.res"), ["res.end", "res, end"]);
        assert_eq!(places("a.b.c.d", "a.b.c"), [""; 0]);
    }
}
