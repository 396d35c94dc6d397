//! What the recording hears of a program's commands to its cache.

use std::{fmt::Write as _, time::Instant};

use crate::{
    lab::{
        cache::{Effort, Reply},
        js::host::Host,
        protocol::{Happening, ToParent, store::Did},
    },
    trace::VALUE_BYTES_MAX,
};

impl Host {
    /// A command was answered, or waits.
    pub(super) fn tell_cached(
        &self,
        words: &[Vec<u8>],
        reply: Option<&Reply>,
        efforts: &[Effort],
        began: Instant,
        request: Option<u32>,
    ) {
        if !self.is_told(request) {
            self.count_untold();
            return;
        }
        let took_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        let error = if let Some(Reply::Error(text)) = reply { Some(&**text) } else { None };
        let did = Did::cache(&text_of(words), &effort_of(words, efforts), error, took_us);
        self.tell_untold();
        let at_us = self.wire.at_us();
        let what = Happening::Store(did);
        self.wire.tell_soon(&ToParent::Happened { what, request, at_us });
    }
}

/// What a command did: EXEC what all of its transaction did, another what it did itself and not what
/// those did that waited for it.
fn effort_of(words: &[Vec<u8>], efforts: &[Effort]) -> Effort {
    let is_transaction = words.first().is_some_and(|name| name.eq_ignore_ascii_case(b"exec"));
    let count = if is_transaction { efforts.len() } else { 1 };
    let mut whole = Effort::default();
    for effort in efforts.iter().take(count) {
        whole.hits += effort.hits;
        whole.misses += effort.misses;
        whole.changed += effort.changed;
    }
    whole
}

/// The command as redis-cli takes it, as much of it as the recording keeps.
fn text_of(words: &[Vec<u8>]) -> String {
    let mut text = String::new();
    for word in words {
        if VALUE_BYTES_MAX < text.len() {
            break;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        write_word(&mut text, &word[..word.len().min(VALUE_BYTES_MAX)]);
    }
    text
}

fn write_word(to: &mut String, word: &[u8]) {
    let text = String::from_utf8_lossy(word);
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"\"'\\\u{fffd}".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        to.push_str(&text);
        return;
    }
    to.push('"');
    if text.contains('\u{fffd}') {
        to.push_str(&word.escape_ascii().to_string());
    } else {
        for c in text.chars() {
            match c {
                '"' | '\\' => to.extend(['\\', c]),
                '\n' => to.push_str("\\n"),
                '\r' => to.push_str("\\r"),
                '\t' => to.push_str("\\t"),
                c if c.is_ascii_control() => {
                    let _ = write!(to, "\\x{:02x}", u32::from(c));
                }
                c => to.push(c),
            }
        }
    }
    to.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &[&[u8]], expected: &str) {
        let words: Vec<Vec<u8>> = words.iter().map(|word| word.to_vec()).collect();
        assert_eq!(text_of(&words), expected);
    }

    #[test]
    fn a_command_is_told_as_a_console_takes_it() {
        check(&[], "");
        check(&[b"SET", b"user:1", b"Ada"], "SET user:1 Ada");
        check(&[b"SET", b"a b", b""], r#"SET "a b" """#);
        check(&[b"SET", b"k", "{\"n\":\"\u{e9}\"}\n".as_bytes()], r#"SET k "{\"n\":\"é\"}\n""#);
        check(&[b"SET", b"k", b"\x00\x01"], r#"SET k "\x00\x01""#);
        check(&[b"SET", b"k", b"\xff\"a"], r#"SET k "\xff\"a""#);
    }

    #[test]
    fn a_transaction_did_what_its_commands_did() {
        let one = Effort { hits: 1, changed: 2, ..Effort::default() };
        let two = Effort { misses: 1, changed: 3, ..Effort::default() };
        let efforts = [one, two];
        let counts = |words: &[&str]| {
            let words: Vec<Vec<u8>> = words.iter().map(|word| word.as_bytes().to_vec()).collect();
            let effort = effort_of(&words, &efforts);
            (effort.hits, effort.misses, effort.changed)
        };
        assert_eq!(counts(&["exec"]), (1, 1, 5));
        assert_eq!(counts(&["RPUSH", "jobs", "a"]), (1, 0, 2));
    }
}
