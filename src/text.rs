//! Foreign text made safe to show: packs, programs and file names may not drive the terminal.
//!
//! Control characters become their visible pictures (U+2400 block), bidirectional controls and
//! zero-width characters become `U+XXXX` in angle brackets, tabs become spaces. Newlines stay.

use std::borrow::Cow;

/// Columns between two tab stops.
pub const TAB_COLUMNS: usize = 2;

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
    fn a_line_stays_one_line() {
        assert_eq!(clean_line("a\nb"), "a↵b");
    }
}
