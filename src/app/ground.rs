//! What colour the terminal's ground has: it is asked once (OSC 11), and answers among the keys.
//!
//! Nobody waits for the answer: the first frame is drawn with what is known, and one that comes soon
//! enough changes the theme. It is recognised among the events of the input, because crossterm
//! takes it for keys, in one piece or in several, early or late; no part of it reaches a screen.

use std::time::{Duration, Instant};

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::screen::event::Event;

pub const QUESTION: &str = "\x1b]11;?\x1b\\";

/// An answer that comes later does not change colours under a learner's eyes any more.
const IN_TIME: Duration = Duration::from_millis(100);
/// For so long an Esc may be the first byte of an answer, and waits for what follows it.
const ESC_HELD: Duration = Duration::from_secs(3);
/// How long a key waits that may be the beginning of an answer, and how long a whole beginning does.
const KEY_WAITS: Duration = Duration::from_millis(30);
const BEGINNING_WAITS: Duration = Duration::from_secs(1);
/// What no key begins with.
const BEGINNING: &str = "\x1b]11;";
/// Characters of an answer at most.
const ANSWER_CHARS_MAX: usize = 64;

/// Finds the answer among the events.
pub struct Listening {
    asked: Option<Instant>,
    /// Events that may be part of an answer, and their characters.
    held: Vec<Event>,
    text: String,
}

/// What the characters so far can be.
enum Reads {
    /// The beginning of an answer.
    Part,
    /// An answer to our question; whether the ground is light, where that can be read.
    Answer(Option<bool>),
    Keys,
}

impl Listening {
    pub fn new(asked: Option<Instant>) -> Listening {
        Listening { asked, held: Vec::new(), text: String::new() }
    }

    /// Gives back what the screens are to hear.
    pub fn hear(&mut self, event: Event) -> Vec<Event> {
        let Some(asked) = self.asked else { return vec![event] };
        let Some(chars) = characters(&event).filter(|_| self.may_begin(&event, asked)) else {
            return self.give_up().into_iter().chain([event]).collect();
        };
        self.text.push_str(&chars);
        self.held.push(event);
        match reads(&self.text) {
            Reads::Part => Vec::new(),
            Reads::Keys => self.release(),
            Reads::Answer(light) => {
                self.held.clear();
                self.text.clear();
                self.asked = None;
                let in_time = asked.elapsed() < IN_TIME;
                light.filter(|_| in_time).map(|light| Event::Ground { light }).into_iter().collect()
            }
        }
    }

    /// How long what is held waits for more; `None` where nothing is.
    pub fn waits(&self) -> Option<Duration> {
        let is_begun = self.text.starts_with(BEGINNING);
        let time = if is_begun { BEGINNING_WAITS } else { KEY_WAITS };
        (!self.held.is_empty()).then_some(time)
    }

    /// Nothing more came: keys are keys, and what is left of an answer goes.
    pub fn give_up(&mut self) -> Vec<Event> {
        if self.text.starts_with(BEGINNING) {
            self.held.clear();
        }
        self.text.clear();
        std::mem::take(&mut self.held)
    }

    /// Whether an event can go on what is held, or begin it.
    fn may_begin(&self, event: &Event, asked: Instant) -> bool {
        let is_esc = matches!(event, Event::Key(KeyEvent { code: KeyCode::Esc, .. }));
        !self.held.is_empty() || !is_esc || asked.elapsed() < ESC_HELD
    }

    /// What was held is no answer. Its last event may begin one.
    fn release(&mut self) -> Vec<Event> {
        self.text.clear();
        let mut held = std::mem::take(&mut self.held);
        if held.len() < 2 {
            return held;
        }
        let last = held.pop();
        held.into_iter().chain(last.into_iter().flat_map(|last| self.hear(last))).collect()
    }
}

/// The characters that a terminal sent for this event, where they can be part of an answer.
fn characters(event: &Event) -> Option<String> {
    let Event::Key(key) = event else { return None };
    match key.code {
        KeyCode::Esc => Some("\x1b".to_owned()),
        KeyCode::Char('g') if key.modifiers == KeyModifiers::CONTROL => Some("\x07".to_owned()),
        KeyCode::Char(ch) if key.modifiers == KeyModifiers::ALT => Some(format!("\x1b{ch}")),
        KeyCode::Char(ch) if (key.modifiers - KeyModifiers::SHIFT).is_empty() => {
            Some(ch.to_string())
        }
        _ => None,
    }
}

fn reads(text: &str) -> Reads {
    let Some(rest) = text.strip_prefix(BEGINNING) else {
        return if BEGINNING.starts_with(text) { Reads::Part } else { Reads::Keys };
    };
    if let Some(colour) = rest.strip_suffix('\x07').or_else(|| rest.strip_suffix("\x1b\\")) {
        return Reads::Answer(is_light(colour));
    }
    let body = rest.strip_suffix('\x1b').unwrap_or(rest);
    let is_body = |ch: char| ch.is_ascii_alphanumeric() || ":/#.,".contains(ch);
    if body.chars().all(is_body) && rest.len() <= ANSWER_CHARS_MAX {
        Reads::Part
    } else {
        Reads::Keys
    }
}

/// Reads `rgb:ffff/ffff/ffff`, with one to four digits for each colour, `rgba:` or `#ffffff`.
fn is_light(colour: &str) -> Option<bool> {
    let parts: Vec<&str> = if let Some(("rgb" | "rgba", parts)) = colour.split_once(':') {
        parts.split('/').take(3).collect()
    } else {
        let digits = colour.strip_prefix('#').filter(|digits| digits.len() % 3 == 0)?;
        let size = digits.len() / 3;
        (0..3).map(|part| digits.get(part * size..(part + 1) * size)).collect::<Option<_>>()?
    };
    let part = |digits: &&str| {
        let is_short = (1..=4).contains(&digits.len());
        let value = u32::from_str_radix(digits, 16).ok().filter(|_| is_short)?;
        let whole = 16_u32.pow(u32::try_from(digits.len()).ok()?) - 1;
        Some(value * 1_000 / whole)
    };
    let [red, green, blue] = parts.iter().map(part).collect::<Option<Vec<_>>>()?[..] else {
        return None;
    };
    // How bright the eye finds each colour (ITU-R BT.601), in thousandths.
    Some(500_000 < 299 * red + 587 * green + 114 * blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    /// The events that crossterm makes of these bytes, each piece read by itself.
    fn events(pieces: &[&str]) -> Vec<Event> {
        let mut events = Vec::new();
        for piece in pieces {
            let mut chars = piece.chars().peekable();
            while let Some(ch) = chars.next() {
                events.push(match ch {
                    '\x1b' => match chars.next() {
                        Some(ch) => key(KeyCode::Char(ch), KeyModifiers::ALT),
                        None => key(KeyCode::Esc, KeyModifiers::NONE),
                    },
                    '\x07' => key(KeyCode::Char('g'), KeyModifiers::CONTROL),
                    ch if ch.is_ascii_uppercase() => key(KeyCode::Char(ch), KeyModifiers::SHIFT),
                    ch => key(KeyCode::Char(ch), KeyModifiers::NONE),
                });
            }
        }
        events
    }

    fn heard(pieces: &[&str]) -> Vec<Event> {
        let mut listening = Listening::new(Some(Instant::now()));
        let mut heard: Vec<_> =
            events(pieces).into_iter().flat_map(|event| listening.hear(event)).collect();
        heard.extend(listening.give_up());
        heard
    }

    #[test]
    fn an_answer_is_found_whole_or_in_pieces() {
        let light = [Event::Ground { light: true }];
        assert_eq!(heard(&["\x1b]11;rgb:fbfb/f8f8/F1F1\x1b\\"]), light);
        assert_eq!(heard(&["\x1b]11;rgb:ff/ff/ff\x07"]), light);
        assert_eq!(heard(&["\x1b", "]1", "1;rgb:ffff/ff", "ff/ffff\x1b", "\\"]), light);
        let dark = Event::Ground { light: false };
        let mut around = vec![dark.clone()];
        around.extend(events(&["q"]));
        assert_eq!(heard(&["\x1b]11;rgba:1515/1616/1a1a/ffff\x1b\\q"]), around);
    }

    #[test]
    fn keys_stay_keys() {
        for keys in ["q", "\x1b", "\x1b]x", "\x1b]1x", "\x1b\x1b", "\x1b]12;", "a]11;b"] {
            assert_eq!(heard(&[keys]), events(&[keys]), "{keys:?}");
        }
        assert_eq!(heard(&["\x1b", "q"]), events(&["\x1b", "q"]));
        let click = Event::Paste("x".to_owned());
        let mut listening = Listening::new(Some(Instant::now()));
        assert_eq!(listening.hear(events(&["\x1b"]).remove(0)), []);
        let both = [key(KeyCode::Esc, KeyModifiers::NONE), click.clone()];
        assert_eq!(listening.hear(click), both);
    }

    #[test]
    fn a_late_answer_is_swallowed_and_changes_nothing() {
        let mut listening = Listening::new(Instant::now().checked_sub(Duration::from_secs(9)));
        let answer = events(&["\x1b]11;rgb:ffff/ffff/ffff\x1b\\"]);
        let heard: Vec<_> = answer.into_iter().flat_map(|event| listening.hear(event)).collect();
        assert_eq!(heard, []);
        // By then nobody waits after an Esc.
        let mut listening = Listening::new(Instant::now().checked_sub(Duration::from_secs(9)));
        assert_eq!(listening.hear(events(&["\x1b"]).remove(0)), events(&["\x1b"]));
        // The rest of an answer that was cut off is no key.
        assert_eq!(super::tests::heard(&["\x1b]11;rgb:ff"]), []);
    }

    #[test]
    fn grounds_are_light_or_dark() {
        let check = |colour: &str, light: Option<bool>| assert_eq!(is_light(colour), light);
        check("rgb:0/0/0", Some(false));
        check("rgb:fdfd/f6f6/e3e3", Some(true));
        check("#002b36", Some(false));
        check("#fff", Some(true));
        check("rgb:zz/00/00", None);
        check("rgb:00/00", None);
        check("rgb:00000/0/0", None);
        check("", None);
    }
}
