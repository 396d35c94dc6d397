//! The line that opens a block of code: `LANGUAGE MODE key="value"`.

use crate::{course::lesson::Mode, diag::Instead, text::clean_line};

/// What stands after the backticks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fence {
    pub language: String,
    pub mode: Option<Mode>,
    /// In the order of the line.
    pub attributes: Vec<Attribute>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribute {
    pub key: Key,
    pub value: String,
    /// Where it stands, in bytes from the begin of the line that was read.
    pub at: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Setup,
    Send,
    Continues,
    On,
}

/// A mistake in the line: where (in bytes), what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub at: usize,
    pub message: String,
    pub hint: Option<String>,
    pub instead: Option<Instead>,
}

const MODES: &[(&str, Mode)] = &[
    ("run", Mode::Run),
    ("predict", Mode::Predict),
    ("fails", Mode::Fails),
    ("vulnerable", Mode::Vulnerable),
    ("fragment", Mode::Fragment),
    ("display", Mode::Display),
];

const KEYS: &[(&str, Key)] =
    &[("setup", Key::Setup), ("send", Key::Send), ("continues", Key::Continues), ("on", Key::On)];

/// Reads what follows the backticks.
pub(super) fn read_fence(line: &str) -> (Fence, Vec<Mistake>) {
    let mut reader = Reader { line, at: 0, fence: Fence::default(), mistakes: Vec::new() };
    reader.language();
    while reader.word() {}
    (reader.fence, reader.mistakes)
}

struct Reader<'a> {
    line: &'a str,
    at: usize,
    fence: Fence,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    fn language(&mut self) {
        self.skip_spaces();
        let word = self.take(|ch| !ch.is_whitespace());
        self.fence.language = clean_line(&word).into_owned();
    }

    /// Reads a mode or an attribute; `false` at the end of the line.
    fn word(&mut self) -> bool {
        self.skip_spaces();
        let at = self.at;
        let word = self.take(|ch| !ch.is_whitespace() && ch != '=');
        if !self.rest().starts_with('=') {
            if !word.is_empty() {
                self.mode_or_flag(at, &word);
            }
            return !word.is_empty();
        }
        self.at += 1;
        let Some(value) = self.value() else {
            let hint = format!("{}=\"..\"", clean_line(&word));
            self.mistake(at, "a value stands in quotes, and they end in this line", Some(hint));
            return false;
        };
        match find(KEYS, &word) {
            Some(Key::Continues) => {
                self.mistake(at, "`continues` has no value", None);
            }
            Some(key) => self.fence.attributes.push(Attribute { key, value, at }),
            None => self.unknown(at, "key", &word, KEYS.iter().map(|(word, _)| *word)),
        }
        true
    }

    fn mode_or_flag(&mut self, at: usize, word: &str) {
        if word == "continues" {
            let attribute = Attribute { key: Key::Continues, value: String::new(), at };
            self.fence.attributes.push(attribute);
        } else if let Some(mode) = find(MODES, word) {
            if self.fence.mode.is_some() {
                self.mistake(at, "a block of code has one mode", None);
            }
            self.fence.mode = Some(mode);
        } else {
            // One finding is enough: the mode is wrong, not missing.
            self.fence.mode.get_or_insert(Mode::Display);
            self.unknown(at, "mode", word, MODES.iter().map(|(word, _)| *word));
        }
    }

    /// A value in quotes, in which `\"` and `\\` stand for `"` and `\`.
    fn value(&mut self) -> Option<String> {
        let mut value = String::new();
        let mut chars = self.rest().char_indices();
        if chars.next()?.1 != '"' {
            return None;
        }
        while let Some((offset, ch)) = chars.next() {
            match ch {
                '"' => {
                    self.at += offset + 1;
                    return Some(value);
                }
                '\\' => match chars.next()?.1 {
                    ch @ ('"' | '\\') => value.push(ch),
                    ch => value.extend(['\\', ch]),
                },
                ch => value.push(ch),
            }
        }
        None
    }

    fn unknown<'k>(
        &mut self,
        at: usize,
        what: &str,
        word: &str,
        known: impl Iterator<Item = &'k str> + Clone,
    ) {
        let instead = Instead::of(word, known.clone());
        let all = || {
            let list: Vec<_> = known.map(|word| format!("`{word}`")).collect();
            format!("one of {}", list.join(", "))
        };
        let hint = instead.as_ref().map_or_else(all, Instead::hint);
        let message = format!("unknown {what} `{}`", clean_line(word));
        self.mistakes.push(Mistake { at, message, hint: Some(hint), instead });
    }

    fn mistake(&mut self, at: usize, message: &str, hint: Option<String>) {
        self.mistakes.push(Mistake { at, message: message.to_owned(), hint, instead: None });
    }

    fn rest(&self) -> &str {
        &self.line[self.at..]
    }

    fn skip_spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> String {
        let rest = self.rest();
        let end = rest.find(|ch| !wanted(ch)).unwrap_or(rest.len());
        let word = rest[..end].to_owned();
        self.at += end;
        word
    }
}

fn find<T: Copy>(words: &[(&str, T)], wanted: &str) -> Option<T> {
    words.iter().find(|(word, _)| *word == wanted).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_has_a_language_a_mode_and_attributes() {
        let (fence, mistakes) =
            read_fence(r#"js run send="GET / | A: \"x\\y\"" send="DELETE /" continues"#);
        assert_eq!(mistakes, []);
        assert_eq!((fence.language.as_str(), fence.mode), ("js", Some(Mode::Run)));
        let values: Vec<_> = fence.attributes.iter().map(|a| (a.key, a.value.as_str())).collect();
        assert_eq!(
            values,
            [(Key::Send, r#"GET / | A: "x\y""#), (Key::Send, "DELETE /"), (Key::Continues, ""),]
        );
    }

    #[test]
    fn mistakes_have_a_place() {
        let found = |line| {
            let (_, mistakes) = read_fence(line);
            mistakes.into_iter().map(|m| (m.at, m.message)).collect::<Vec<_>>()
        };
        assert_eq!(found("js rnu"), [(3, "unknown mode `rnu`".to_owned())]);
        assert_eq!(found("js run run").len(), 1);
        assert_eq!(found("js sned=\"x\""), [(3, "unknown key `sned`".to_owned())]);
        assert_eq!(found("js send=GET")[0].0, 3);
        assert_eq!(found("js send=\"GET")[0].0, 3);
        assert_eq!(found("js continues=\"x\"").len(), 1);
        assert_eq!(found(""), []);
    }
}
