//! Numbers as people write them: words up to nine in sentences, digits in data.

/// `nine exercises`, `one exercise`, `12 exercises`.
pub fn count_of(count: usize, one: &str, many: &str) -> String {
    let thing = if count == 1 { one } else { many };
    format!("{} {thing}", in_words(count))
}

/// Words up to nine, then digits.
pub fn in_words(count: usize) -> String {
    const WORDS: [&str; 10] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    WORDS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// Whole per cent, rounded down, so that 100 means all.
pub fn per_cent(part: usize, whole: usize) -> Option<usize> {
    (part * 100).checked_div(whole)
}
