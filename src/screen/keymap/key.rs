//! A key as it is pressed, as it is shown, and as config.toml writes it.

use std::fmt;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key as it is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

impl Key {
    /// What was pressed, however the terminal said it: a capital letter carries its Shift itself,
    /// and Ctrl+letter is always the small letter.
    pub fn of(event: &KeyEvent) -> Key {
        let known = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let modifiers = event.modifiers & known;
        match event.code {
            KeyCode::Char(ch) if modifiers.contains(KeyModifiers::CONTROL) => {
                Key { code: KeyCode::Char(ch.to_ascii_lowercase()), modifiers }
            }
            KeyCode::Char(ch) if modifiers == KeyModifiers::SHIFT && ch.is_ascii_lowercase() => {
                plain(ch.to_ascii_uppercase())
            }
            KeyCode::Char(_) | KeyCode::BackTab => {
                Key { code: event.code, modifiers: modifiers - KeyModifiers::SHIFT }
            }
            code => Key { code, modifiers },
        }
    }

    /// The same key with `more` held down.
    #[must_use]
    pub const fn with(self, more: KeyModifiers) -> Key {
        Key { code: self.code, modifiers: self.modifiers.union(more) }
    }

    /// Reads a key as it is shown, or as it is called: `r`, `Shift+R`, `Ctrl+P`, `F5`, `PgDn`,
    /// `PageDown`, `↓`, `Down`.
    ///
    /// # Errors
    /// Says what is wrong with it, in lower case.
    pub fn parse(text: &str) -> Result<Key, String> {
        let mut rest = text;
        let mut modifiers = KeyModifiers::NONE;
        while let Some((word, after)) = rest.split_once('+').filter(|(_, after)| !after.is_empty())
        {
            modifiers |= match word.to_ascii_lowercase().as_str() {
                "ctrl" | "control" => KeyModifiers::CONTROL,
                "alt" | "option" => KeyModifiers::ALT,
                "shift" => KeyModifiers::SHIFT,
                _ => return Err(format!("`{}` is no key", text.escape_debug())),
            };
            rest = after;
        }
        let code = code_of(rest).ok_or_else(|| format!("`{}` is no key", text.escape_debug()))?;
        let code = match code {
            KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            code => code,
        };
        let key = Key::of(&KeyEvent::new(code, modifiers));
        match key.comes_as() {
            Some(other) => Err(format!("terminals send {key} as {other}")),
            None => Ok(key),
        }
    }

    /// What most terminals send in the place of this key.
    fn comes_as(self) -> Option<&'static str> {
        if !self.modifiers.contains(KeyModifiers::CONTROL) {
            return None;
        }
        match self.code {
            KeyCode::Char('i') | KeyCode::Tab | KeyCode::BackTab => Some("Tab"),
            KeyCode::Char('m') | KeyCode::Enter => Some("Enter"),
            KeyCode::Char('[') => Some("Esc"),
            KeyCode::Char('h') => Some("Backspace"),
            _ => None,
        }
    }

    /// Whether it writes a character where letters belong to a text.
    pub fn writes(self) -> bool {
        let command = KeyModifiers::CONTROL | KeyModifiers::ALT;
        matches!(self.code, KeyCode::Char(_)) && !self.modifiers.intersects(command)
    }

    /// The event that a terminal sends for this key.
    pub fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.modifiers)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, word) in [
            (KeyModifiers::CONTROL, "Ctrl+"),
            (KeyModifiers::ALT, "Alt+"),
            (KeyModifiers::SHIFT, "Shift+"),
        ] {
            if self.modifiers.contains(modifier) {
                f.write_str(word)?;
            }
        }
        let has_modifier = !self.modifiers.is_empty();
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(ch) if has_modifier => write!(f, "{}", ch.to_ascii_uppercase()),
            KeyCode::Char(ch) if ch.is_ascii_uppercase() => write!(f, "Shift+{ch}"),
            KeyCode::Char(ch) => write!(f, "{ch}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::BackTab => f.write_str("Shift+Tab"),
            code => write!(f, "{code}"),
        }
    }
}

/// The key that a word or a character names.
fn code_of(word: &str) -> Option<KeyCode> {
    let mut chars = word.chars();
    if let (Some(ch), None) = (chars.next(), chars.next()) {
        return Some(match ch {
            '↑' => KeyCode::Up,
            '↓' => KeyCode::Down,
            '←' => KeyCode::Left,
            '→' => KeyCode::Right,
            ch if ch.is_control() => return None,
            ch => KeyCode::Char(ch),
        });
    }
    let lower = word.to_ascii_lowercase();
    if let Some(number) = lower.strip_prefix('f').and_then(|number| number.parse().ok()) {
        return (1..=12).contains(&number).then_some(KeyCode::F(number));
    }
    Some(match lower.as_str() {
        "space" => KeyCode::Char(' '),
        "enter" | "return" => KeyCode::Enter,
        "esc" | "escape" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "backspace" => KeyCode::Backspace,
        "del" | "delete" => KeyCode::Delete,
        "ins" | "insert" => KeyCode::Insert,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "pgup" | "pageup" => KeyCode::PageUp,
        "pgdn" | "pagedown" => KeyCode::PageDown,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        _ => return None,
    })
}

/// A key without modifiers; a capital letter means Shift.
pub const fn plain(ch: char) -> Key {
    Key { code: KeyCode::Char(ch), modifiers: KeyModifiers::NONE }
}

pub const fn control(ch: char) -> Key {
    Key { code: KeyCode::Char(ch), modifiers: KeyModifiers::CONTROL }
}

pub const fn function(number: u8) -> Key {
    Key { code: KeyCode::F(number), modifiers: KeyModifiers::NONE }
}

/// A key that is no character: Enter, Esc, an arrow.
pub const fn named(code: KeyCode) -> Key {
    Key { code, modifiers: KeyModifiers::NONE }
}

pub const ENTER: Key = named(KeyCode::Enter);
pub const ESC: Key = named(KeyCode::Esc);
pub const TAB: Key = named(KeyCode::Tab);
pub const SHIFT_TAB: Key = named(KeyCode::BackTab);
pub const SPACE: Key = plain(' ');
pub const BACKSPACE: Key = named(KeyCode::Backspace);
pub const UP: Key = named(KeyCode::Up);
pub const DOWN: Key = named(KeyCode::Down);
pub const LEFT: Key = named(KeyCode::Left);
pub const RIGHT: Key = named(KeyCode::Right);
pub const PAGE_UP: Key = named(KeyCode::PageUp);
pub const PAGE_DOWN: Key = named(KeyCode::PageDown);
pub const HOME: Key = named(KeyCode::Home);
pub const END: Key = named(KeyCode::End);
pub const QUESTION: Key = plain('?');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_as_they_are_pressed() {
        let check = |key: Key, expected: &str| assert_eq!(key.to_string(), expected);
        check(SPACE, "Space");
        check(plain('R'), "Shift+R");
        check(control('r'), "Ctrl+R");
        check(function(5), "F5");
        check(ENTER, "Enter");
        check(ESC, "Esc");
        check(PAGE_DOWN, "PgDn");
        check(SHIFT_TAB, "Shift+Tab");
        check(QUESTION, "?");
    }

    #[test]
    fn a_key_is_the_same_however_the_terminal_says_it() {
        let shift = KeyModifiers::SHIFT;
        let event = |code, modifiers| Key::of(&KeyEvent::new(code, modifiers));
        assert_eq!(event(KeyCode::Char('R'), shift), plain('R'));
        assert_eq!(event(KeyCode::Char('r'), shift), plain('R'));
        assert_eq!(event(KeyCode::Char('R'), KeyModifiers::NONE), plain('R'));
        assert_eq!(event(KeyCode::Char('Q'), KeyModifiers::CONTROL), control('q'));
        assert_eq!(event(KeyCode::BackTab, shift), SHIFT_TAB);
        assert_ne!(event(KeyCode::Char('q'), KeyModifiers::ALT), plain('q'));
    }

    #[test]
    fn a_key_is_read_as_it_is_shown_and_as_it_is_called() {
        let check = |text: &str, key: Key| assert_eq!(Key::parse(text), Ok(key), "{text}");
        for key in [plain('r'), plain('R'), control('p'), function(12), SPACE, PAGE_DOWN, UP] {
            check(&key.to_string(), key);
        }
        check("PageDown", PAGE_DOWN);
        check("ctrl+p", control('p'));
        check("shift+tab", SHIFT_TAB);
        check("shift+r", plain('R'));
        check("+", plain('+'));
        check("Ctrl++", control('+'));
        check("Alt+Down", DOWN.with(KeyModifiers::ALT));
        let refused = |text: &str| Key::parse(text).unwrap_err();
        assert_eq!(refused("Ctrl+Enter"), "terminals send Ctrl+Enter as Enter");
        assert_eq!(refused("Ctrl+I"), "terminals send Ctrl+I as Tab");
        for text in ["", "F13", "Hyper+x", "Ctrl+", "rr", "\u{1b}"] {
            assert!(refused(text).ends_with("is no key"), "{text}");
        }
    }
}
