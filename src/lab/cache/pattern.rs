//! Glob patterns of KEYS, SCAN, PSUBSCRIBE and CONFIG GET: `*`, `?`, `[a-z]`, `[^a]`, `\`.

use crate::lab::cache::{refusal::Refusal, turn::Turn};

/// Whether the whole of `text` fits `pattern` (Redis manual, KEYS). Only the last `*` is ever taken
/// back, so that the work is at most the product of the two lengths.
pub fn matches(pattern: &[u8], text: &[u8], turn: &Turn) -> Result<bool, Refusal> {
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        turn.step()?;
        if pattern.get(at) == Some(&b'*') {
            star = Some((at + 1, from));
            at += 1;
            continue;
        }
        match (text.get(from), one(pattern, at)) {
            (None, None) => return Ok(true),
            (Some(byte), Some((piece, next))) if piece.holds(*byte) => {
                at = next;
                from += 1;
                continue;
            }
            (None, Some(_)) => return Ok(false),
            (Some(_), _) => {}
        }
        let Some((after_star, taken)) = star else { return Ok(false) };
        at = after_star;
        from = taken + 1;
        star = Some((after_star, from));
    }
}

/// What one byte of the text is held against.
enum Piece<'a> {
    Any,
    Literal(u8),
    Class { members: &'a [u8], is_negated: bool },
}

impl Piece<'_> {
    fn holds(&self, byte: u8) -> bool {
        match self {
            Piece::Any => true,
            Piece::Literal(literal) => *literal == byte,
            Piece::Class { members, is_negated } => class_holds(members, byte) != *is_negated,
        }
    }
}

/// The piece at `at` and where the next one begins; `None` at the end of the pattern.
fn one(pattern: &[u8], at: usize) -> Option<(Piece<'_>, usize)> {
    Some(match *pattern.get(at)? {
        b'?' => (Piece::Any, at + 1),
        b'\\' if at + 1 < pattern.len() => (Piece::Literal(pattern[at + 1]), at + 2),
        b'[' => class(pattern, at + 1),
        literal => (Piece::Literal(literal), at + 1),
    })
}

/// The class whose first byte after `[` is at `start`. One that is not closed reaches to the end.
fn class(pattern: &[u8], start: usize) -> (Piece<'_>, usize) {
    let is_negated = pattern.get(start) == Some(&b'^');
    let from = start + usize::from(is_negated);
    let mut at = from;
    while at < pattern.len() && pattern[at] != b']' {
        let is_escape = pattern[at] == b'\\' && at + 1 < pattern.len();
        let is_range = pattern.len() >= at + 3 && pattern[at + 1] == b'-';
        at += if is_escape {
            2
        } else if is_range {
            3
        } else {
            1
        };
    }
    let end = at.min(pattern.len());
    (Piece::Class { members: &pattern[from..end], is_negated }, (end + 1).min(pattern.len()))
}

fn class_holds(members: &[u8], byte: u8) -> bool {
    let mut rest = members;
    loop {
        rest = match rest {
            [] => return false,
            [b'\\', literal, after @ ..] => {
                if *literal == byte {
                    return true;
                }
                after
            }
            [low, b'-', high, after @ ..] => {
                if (*low.min(high)..=*low.max(high)).contains(&byte) {
                    return true;
                }
                after
            }
            [literal, after @ ..] => {
                if *literal == byte {
                    return true;
                }
                after
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::lab::cache::still::Still;

    fn check(pattern: &str, text: &str, expected: bool) {
        let turn = Turn::new(Rc::new(Still::default()));
        let found = matches(pattern.as_bytes(), text.as_bytes(), &turn);
        assert_eq!(found, Ok(expected), "{pattern} {text}");
    }

    #[test]
    fn patterns_fit_as_in_the_manual() {
        for (pattern, text, expected) in [
            ("h?llo", "hxllo", true),
            ("h?llo", "hllo", false),
            ("h*llo", "heeeello", true),
            ("h[ae]llo", "hillo", false),
            ("h[^e]llo", "hallo", true),
            ("h[^e]llo", "hello", false),
            ("h[a-b]llo", "hbllo", true),
            ("*", "", true),
            ("", "", true),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
            (r"a\*b", "a*b", true),
            (r"a\*b", "axb", false),
            (r"[\]]", "]", true),
            ("[z-a]", "m", true),
            ("[abc", "b", true),
            (r"a\", r"a\", true),
        ] {
            check(pattern, text, expected);
        }
    }
}
