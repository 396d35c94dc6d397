//! A text as the words that are looked for: runs of letters and digits, without their case and
//! without the marks over letters.

use std::ops::Range;

/// Characters of one word that count; what follows them tells no words apart.
const WORD_CHARS_MAX: usize = 64;
/// Bytes between two words that make one thing of them: `res.end`, `same-site`, `std::fs`.
const JOINT_BYTES_MAX: usize = 3;
/// Letters of the Latin script whose marks are taken off, each under the letter that is left.
const MARKED: [(char, &str); 20] = [
    ('a', "àáâãäåāăąǎǟǡǻȁȃȧạảấầẩẫậắằẳẵặ"),
    ('c', "çćĉċč"),
    ('d', "ďḍ"),
    ('e', "èéêëēĕėęěȅȇȩẹẻẽếềểễệ"),
    ('g', "ĝğġģǧǵ"),
    ('h', "ĥȟḥ"),
    ('i', "ìíîïĩīĭįǐȉȋịỉ"),
    ('j', "ĵǰ"),
    ('k', "ķǩ"),
    ('l', "ĺļľḷ"),
    ('n', "ñńņňǹṇ"),
    ('o', "òóôõöōŏőơǒǫǭȍȏȫȭȯȱọỏốồổỗộớờởỡợ"),
    ('r', "ŕŗřȑȓṛ"),
    ('s', "śŝşšșṣ"),
    ('t', "ţťțṭ"),
    ('u', "ùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữự"),
    ('w', "ŵẁẃẅ"),
    ('y', "ýÿŷȳẏỳỵỷỹ"),
    ('z', "źżžẓ"),
    ('æ', "ǣǽ"),
];

/// A word with the bytes where it stands.
pub type Placed = (String, Range<usize>);

/// One word of a text.
pub struct Token<'w> {
    /// As it is compared.
    pub word: &'w str,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Nothing but a sign or two parts it from the word before.
    pub joined: bool,
}

/// Gives each word of `text` to `take`, in their order.
pub fn each(text: &str, mut take: impl FnMut(Token<'_>)) {
    let mut word = String::new();
    let (mut from, mut chars, mut last_end) = (None, 0, None);
    // The space at the end ends the last word.
    for (at, ch) in text.char_indices().chain([(text.len(), ' ')]) {
        if ch.is_alphanumeric() || (from.is_some() && is_mark(ch)) {
            if from.is_none() {
                from = Some(at);
                chars = 0;
                word.clear();
            }
            chars += 1;
            if chars <= WORD_CHARS_MAX {
                push_folded(&mut word, ch);
            }
        } else if let Some(start) = from.take() {
            let joined = last_end.is_some_and(|end| is_joint(&text[end..start]));
            last_end = Some(at);
            take(Token { word: &word, range: start..at, joined });
        }
    }
}

/// The words of a short text, each with its place.
pub fn all(text: &str) -> Vec<Placed> {
    let mut words = Vec::new();
    each(text, |token| words.push((token.word.to_owned(), token.range)));
    words
}

fn is_joint(between: &str) -> bool {
    between.len() <= JOINT_BYTES_MAX && !between.contains(char::is_whitespace)
}

/// A mark that follows its letter (the block U+0300 of Unicode).
fn is_mark(ch: char) -> bool {
    matches!(ch, '\u{300}'..='\u{36f}')
}

fn push_folded(word: &mut String, ch: char) {
    if ch.is_ascii() {
        word.push(ch.to_ascii_lowercase());
    } else {
        word.extend(ch.to_lowercase().filter(|ch| !is_mark(*ch)).map(without_mark));
    }
}

fn without_mark(ch: char) -> char {
    let may_have_one = matches!(ch, '\u{e0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    let plain = MARKED.iter().filter(|_| may_have_one).find(|(_, marked)| marked.contains(ch));
    plain.map_or(ch, |(plain, _)| *plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_neither_case_nor_marks() {
        let check = |text: &str, expected: &[&str]| {
            let words: Vec<_> = all(text).into_iter().map(|(word, _)| word).collect();
            assert_eq!(words, expected, "{text:?}");
        };
        check("", &[]);
        check(" => \" * ", &[]);
        check("res.end(\"x\"); // 404", &["res", "end", "x", "404"]);
        check("Le Café ÅNGSTRÖM naïve straße", &["le", "cafe", "angstrom", "naive", "straße"]);
        check("cafe\u{301} \u{301}x", &["cafe", "x"]);
        check("Việt İzmir ДОМ 東京", &["viet", "izmir", "дом", "東京"]);
        check(&"a".repeat(100), &[&"a".repeat(64)]);
    }

    #[test]
    fn words_know_their_place_and_whether_they_are_joined() {
        let mut found = Vec::new();
        let text = "É: same-site, std::fs a";
        each(text, |token| found.push((text[token.range.clone()].to_owned(), token.joined)));
        let expected = [
            ("É", false),
            ("same", false),
            ("site", true),
            ("std", false),
            ("fs", true),
            ("a", false),
        ];
        assert_eq!(found, expected.map(|(word, joined)| (word.to_owned(), joined)));
    }
}
