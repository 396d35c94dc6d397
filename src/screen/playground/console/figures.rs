//! Times and cells as they stand in a narrow place.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use crate::screen::widget::pen::columns;

/// `0.3 ms`, `12 ms`, `2.4 s`.
pub fn in_ms(us: u64) -> String {
    match us {
        0..=9_999 => format!("{}.{} ms", us / 1_000, us / 100 % 10),
        10_000..=999_999 => format!("{} ms", us / 1_000),
        1_000_000.. => format!("{}.{} s", us / 1_000_000, us / 100_000 % 10),
    }
}

/// `text` in at most `room` columns; what is cut ends in `…`, wherever that is.
pub fn cut_anywhere(text: &str, room: u16) -> Cow<'_, str> {
    if columns(text) <= room {
        return Cow::Borrowed(text);
    }
    let Some(room) = room.checked_sub(1) else { return Cow::Borrowed("") };
    let mut kept = String::new();
    let mut width = 0;
    for grapheme in text.graphemes(true) {
        width += columns(grapheme);
        if room < width {
            break;
        }
        kept.push_str(grapheme);
    }
    kept.push('…');
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_two_figures_at_least() {
        let check = |us, expected: &str| assert_eq!(in_ms(us), expected);
        check(0, "0.0 ms");
        check(430, "0.4 ms");
        check(9_999, "9.9 ms");
        check(12_345, "12 ms");
        check(2_450_000, "2.4 s");
    }

    #[test]
    fn cells_are_cut_inside_of_words() {
        assert_eq!(cut_anywhere("one two three", 9), "one two …");
        assert_eq!(cut_anywhere("日本語", 4), "日…");
        assert_eq!(cut_anywhere("abc", 0), "");
    }
}
