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
    pub fn with(&self, index: usize, word: &str) -> Words {
        let typed = self.terms.iter().map(|term| term.typed.as_str()).enumerate();
        let parts = typed.map(|(at, typed)| if at == index { word } else { typed });
        Words::of_parts(parts, false)
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
