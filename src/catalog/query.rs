//! What somebody typed, as an expression of FTS5 (<https://sqlite.org/fts5.html#full_text_query_syntax>).
//!
//! Nothing that is typed is syntax: every word becomes a string in quotes, and the characters that
//! could end one separate words.

/// Characters of a query that are read; what follows them is not looked for.
pub const QUERY_CHARS_MAX: usize = 200;
/// Words of a query that are read.
pub const WORDS_MAX: usize = 12;
/// Words that are complete stand for words that begin with them too, from this length on.
const STEM_CHARS_MIN: usize = 3;

/// The words that are looked for, in the order in which they were typed; none of them is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    words: Vec<String>,
    /// The last word is not complete yet: no space follows it.
    goes_on: bool,
}

impl Words {
    /// Reads a query, whatever it is. A word has at least one letter or digit.
    pub fn of(query: &str) -> Words {
        let separates = |ch: char| ch.is_whitespace() || ch.is_control() || ch == '"';
        let cut: String = query.chars().take(QUERY_CHARS_MAX).collect();
        let says = |word: &&str| word.chars().any(char::is_alphanumeric);
        let words = cut.split(separates).filter(says).take(WORDS_MAX).map(str::to_owned);
        Words { words: words.collect(), goes_on: !cut.ends_with(separates) }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// The same words with another one at `index`, all of them complete.
    pub fn with(&self, index: usize, word: &str) -> Words {
        let mut words = self.words.clone();
        if let Some(place) = words.get_mut(index) {
            word.clone_into(place);
        }
        Words { words, goes_on: false }
    }

    /// All words as they are.
    pub fn whole(&self) -> String {
        let terms: Vec<_> = self.words.iter().map(|word| format!("\"{word}\"")).collect();
        terms.join(" AND ")
    }

    /// All words, as they are or as the beginning of another.
    pub fn begun(&self) -> String {
        self.terms().join(" AND ")
    }

    /// Any of the words, as it is or as the beginning of another: what is marked.
    pub fn any(&self) -> String {
        self.terms().join(" OR ")
    }

    /// The word at `index` alone, as it is or as the beginning of another.
    pub fn one(&self, index: usize) -> String {
        self.terms().into_iter().nth(index).unwrap_or_default()
    }

    fn terms(&self) -> Vec<String> {
        let last = self.words.len().saturating_sub(1);
        let term = |(index, word): (usize, &String)| {
            let begins = (index == last && self.goes_on) || word.chars().count() >= STEM_CHARS_MIN;
            if begins { format!("\"{word}\" *") } else { format!("\"{word}\"") }
        };
        self.words.iter().enumerate().map(term).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_never_syntax() {
        let check = |query: &str, whole: &str, begun: &str| {
            let words = Words::of(query);
            assert_eq!((words.whole().as_str(), words.begun().as_str()), (whole, begun), "{query}");
        };
        check("", "", "");
        check("  => \" * ", "", "");
        check("tok", "\"tok\"", "\"tok\" *");
        check("in ", "\"in\"", "\"in\"");
        check("sql in", "\"sql\" AND \"in\"", "\"sql\" * AND \"in\" *");
        check(
            "a\" OR b*\0c",
            "\"a\" AND \"OR\" AND \"b*\" AND \"c\"",
            "\"a\" AND \"OR\" AND \"b*\" AND \"c\" *",
        );
        check("Content-Type: x", "\"Content-Type:\" AND \"x\"", "\"Content-Type:\" * AND \"x\" *");
    }

    #[test]
    fn a_query_has_an_end() {
        assert_eq!(Words::of(&"ab ".repeat(5_000)).iter().count(), WORDS_MAX);
        assert_eq!(Words::of(&"a".repeat(10_000)).iter().next().unwrap().len(), QUERY_CHARS_MAX);
    }
}
