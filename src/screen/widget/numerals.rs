//! Numbers as people write them: words up to nine in sentences, digits in data.

/// `None of eight`, `Three of eight`, `Both`, `All eight`: how a sentence about a part begins.
pub fn share(part: usize, all: usize) -> String {
    match part {
        0 => format!("None of {}", in_words(all)),
        2 if all == 2 => "Both".to_owned(),
        part if part == all && 1 < all => format!("All {}", in_words(all)),
        part => format!("{} of {}", capital(&in_words(part)), in_words(all)),
    }
}

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

/// Begins as a sentence does.
pub fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Whole per cent, rounded; none only for nothing and 100 only for all.
pub fn per_cent(part: usize, whole: usize) -> Option<usize> {
    match part {
        _ if whole == 0 => None,
        0 => Some(0),
        part if whole <= part => Some(100),
        part => Some(((part * 200 + whole) / (whole * 2)).clamp(1, 99)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn per_cent_is_rounded_but_for_nothing_and_all() {
        let check = |part, whole, expected| assert_eq!(per_cent(part, whole), expected);
        check(56, 120, Some(47));
        check(0, 9, Some(0));
        check(1, 999, Some(1));
        check(998, 999, Some(99));
        check(9, 9, Some(100));
        check(0, 0, None);
    }
}
