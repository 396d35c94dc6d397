//! Foreign text made safe to show: packs, programs and file names may not drive the terminal.
//!
//! Control characters become their visible pictures (U+2400 block), bidirectional controls and
//! zero-width characters become `U+XXXX` in angle brackets, tabs become spaces. Newlines stay.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

/// Columns between two tab stops.
pub const TAB_COLUMNS: usize = 2;
/// Characters that `line_around` leaves of a line at most.
const LINE_CHARS_MAX: usize = 100;

/// `text` with everything that could change the terminal or hide itself made visible.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|ch| ch != '\n' && is_unsafe(ch)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut column = 0;
    let mut rest = text.chars().peekable();
    while let Some(ch) = rest.next() {
        match ch {
            '\n' => {
                out.push('\n');
                column = 0;
            }
            '\r' if rest.peek() == Some(&'\n') => {}
            '\t' => {
                let width = TAB_COLUMNS - column % TAB_COLUMNS;
                out.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            ch if is_unsafe(ch) => {
                let shown = visible(ch);
                column += shown.chars().count();
                out.push_str(&shown);
            }
            ch => {
                out.push(ch);
                column += 1;
            }
        }
    }
    Cow::Owned(out)
}

/// `clean`, with line breaks made visible too: for titles, names and single table cells.
pub fn clean_line(text: &str) -> Cow<'_, str> {
    let cleaned = clean(text);
    if cleaned.contains('\n') { Cow::Owned(cleaned.replace('\n', "↵")) } else { cleaned }
}

/// `line` made safe and cut around its character number `column`, counted from 1; and in how many
/// columns that character begins.
pub fn line_around(line: &str, column: u32) -> (String, usize) {
    let before = column.saturating_sub(1) as usize;
    let skipped = before.saturating_sub(LINE_CHARS_MAX / 2);
    let skipped = if line.chars().count() <= LINE_CHARS_MAX { 0 } else { skipped };
    let piece = |from: usize, to: usize| -> String {
        let cut: String = line.chars().skip(from).take(to.saturating_sub(from)).collect();
        clean_line(&cut).into_owned()
    };
    let mark = if skipped == 0 { "" } else { "… " };
    let left = format!("{mark}{}", piece(skipped, before));
    let columns = UnicodeWidthStr::width(left.as_str());
    (left + &piece(before, skipped + LINE_CHARS_MAX), columns)
}

/// Whether `ch` moves the cursor, changes direction, or takes no room on the screen.
pub fn is_unsafe(ch: char) -> bool {
    ch.is_control() || is_bidi_control(ch) || is_invisible(ch)
}

fn is_bidi_control(ch: char) -> bool {
    matches!(ch, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_invisible(ch: char) -> bool {
    matches!(
        ch,
        '\u{00ad}'
            | '\u{034f}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2028}'..='\u{2029}'
            | '\u{2060}'..='\u{2065}'
            | '\u{206a}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

fn visible(ch: char) -> String {
    match u32::from(ch) {
        code @ 0..=0x1f => char::from_u32(0x2400 + code).map_or_else(String::new, String::from),
        0x7f => "\u{2421}".to_owned(),
        code => format!("<U+{code:04X}>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_borrowed() {
        assert!(matches!(clean("Zoë asks: 日本?\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn escapes_bidi_and_zero_width_become_visible() {
        assert_eq!(clean("\u{1b}[2J"), "␛[2J");
        assert_eq!(clean("a\u{202e}b"), "a<U+202E>b");
        assert_eq!(clean("a\u{200b}b"), "a<U+200B>b");
        assert_eq!(clean("\u{9b}1m"), "<U+009B>1m");
    }

    #[test]
    fn tabs_align_and_carriage_returns_before_newlines_go() {
        assert_eq!(clean("\tx\r\na\tb"), "  x\na b");
        assert_eq!(clean("a\rb"), "a␍b");
    }

    #[test]
    fn a_line_is_cut_around_a_character_and_the_column_is_where_it_begins() {
        assert_eq!(line_around("GET /日本{{x}}\u{1b}", 8), ("GET /日本{{x}}␛".to_owned(), 9));
        let long = format!("{}!{}", "a".repeat(300), "b".repeat(300));
        let (cut, column) = line_around(&long, 301);
        assert_eq!((cut.chars().count(), column), (102, 52));
        assert_eq!(cut.chars().nth(52), Some('!'));
        assert_eq!(line_around("ab", 9), ("ab".to_owned(), 2));
    }

    #[test]
    fn a_line_stays_one_line() {
        assert_eq!(clean_line("a\nb"), "a↵b");
    }
}
