//! Copied sentences: texts that share eight words in a row.

use std::collections::HashMap;

use crate::{
    diag::Place,
    markup::prose::{Passage, PassageKind},
    pack::lint::{
        Report,
        view::{CourseView, LessonNote},
        words::words,
    },
};

/// Words of a shingle: fewer are often the same by chance.
pub const SHINGLE_WORDS: usize = 8;

/// The hashes of every eight words in a row of `text`, without case and punctuation. They are the
/// same in every version of Backlab (FNV-1a, 64 bits), so that a list of them can be kept in place
/// of a text.
pub fn shingles(text: &str) -> Vec<u64> {
    let all: Vec<_> = words(text).map(|(_, word)| word.to_lowercase()).collect();
    all.windows(SHINGLE_WORDS).map(|window| hash(window.iter().map(String::as_str))).collect()
}

/// The shingles of sentences outside code, and where each begins in the file, in bytes.
pub(super) fn placed_shingles(passages: &[Passage]) -> Vec<(u64, u32)> {
    let mut placed = Vec::new();
    for passage in passages.iter().filter(|passage| passage.kind == PassageKind::Sentences) {
        let all: Vec<_> = words(&passage.text)
            .filter(|(at, _)| !passage.is_code(*at))
            .map(|(at, word)| (at, word.to_lowercase()))
            .collect();
        for window in all.windows(SHINGLE_WORDS) {
            let at = u32::try_from(passage.place_in_file(window[0].0)).unwrap_or(u32::MAX);
            placed.push((hash(window.iter().map(|(_, word)| word.as_str())), at));
        }
    }
    placed
}

/// L15: lessons that share a shingle; each stretch of words is told once.
pub fn copies(view: &CourseView<'_>, report: &mut Report<'_>) {
    let mut seen: HashMap<u64, &str> = HashMap::new();
    for lesson in view.order.iter().filter_map(|id| view.lessons.get(id)) {
        let mut goes_on = false;
        for (hash, at) in &lesson.shingles {
            let other = seen.get(hash).filter(|other| **other != lesson.id);
            if let (Some(other), false) = (other, goes_on) {
                let message = format!("{SHINGLE_WORDS} words in a row stand in `{other}` as well");
                report.say(place(view, lesson, *at), message, "say it anew, or leave it out");
            }
            goes_on = other.is_some();
        }
        for (hash, _) in &lesson.shingles {
            seen.entry(*hash).or_insert(&lesson.id);
        }
    }
}

fn place(view: &CourseView<'_>, lesson: &LessonNote, at: u32) -> Place {
    let bytes = view.files.read(&lesson.path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    Place::of_offset(&lesson.path, &text, at as usize)
}

/// FNV-1a over the words with a space behind each.
fn hash<'w>(words: impl Iterator<Item = &'w str>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in words.flat_map(|word| word.bytes().chain([b' '])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_words_make_equal_shingles_whatever_stands_between() {
        let one = shingles("One two, three four. Five six seven eight nine");
        let two = shingles("one TWO three four five (six) seven eight");
        assert_eq!((one.len(), two.len()), (2, 1));
        assert_eq!(one[0], two[0]);
        assert_ne!(one[0], one[1]);
        assert!(shingles("one two").is_empty());
        assert_eq!(hash(["a"].into_iter()), 0x089c_0207_b545_2844, "FNV-1a of `a `");
    }
}
