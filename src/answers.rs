//! `answers.toml`: what a learner answers to a quiz, as a file that a person can write as well.
//!
//! A question's id is a key. The file that a quiz starts with names every question and holds no
//! answer; what is chosen there by taking off a `#` is what the screen writes too.

mod write;

use std::{borrow::Cow, collections::BTreeMap};

use toml::{
    Spanned,
    de::{DeArray, DeTable, DeValue},
};

pub use self::write::write;
use crate::{
    course::quiz::{ANSWERS_FILE, Answers, Given, Question},
    diag::{Findings, Place, did_you_mean},
    text::clean_line,
};

/// Bytes of `answers.toml` at most.
pub const ANSWERS_BYTES_MAX: usize = 256 << 10;

/// Reads the answers of `content` to `questions`. What is no answer is among the findings, with its
/// line; the other answers stand.
pub fn read(content: &[u8], questions: &[&Question]) -> (Answers, Findings) {
    let mut findings = Findings::new();
    let mut answers = Answers::new();
    if ANSWERS_BYTES_MAX < content.len() {
        let most = ANSWERS_BYTES_MAX >> 10;
        let words = format!("the file has more than {most} kB, which no answer needs");
        findings.error(Place::new(ANSWERS_FILE, 1, 1), words);
        return (answers, findings);
    }
    let text = match std::str::from_utf8(content) {
        Ok(text) => text,
        Err(error) => {
            let valid = String::from_utf8_lossy(&content[..error.valid_up_to()]);
            let place = Place::of_offset(ANSWERS_FILE, &valid, valid.len());
            findings.error(place, "this is not UTF-8 text");
            return (answers, findings);
        }
    };
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        let place = Place::of_offset(ANSWERS_FILE, text, at);
        findings.error(place, clean_line(error.message())).hint(
            "an answer is a line like `id = \"text\"`; a line that begins with # does not count",
        );
    }
    for (key, value) in root.get_ref() {
        let id = key.get_ref().as_ref();
        let at = |offset| Place::of_offset(ANSWERS_FILE, text, offset);
        if !questions.iter().any(|question| question.id == id) {
            let words = format!("no question is named `{}`", clean_line(id));
            let found = findings.warning(at(key.span().start), words);
            let ids = questions.iter().map(|question| question.id.as_str());
            if let Some(near) = did_you_mean(id, ids) {
                found.hint(format!("did you mean `{near}`?"));
            }
        }
        match given(value) {
            Ok(given) => {
                answers.insert(id.to_owned(), given);
            }
            Err(offset) => {
                let words = format!("`{}` is no answer", clean_line(id));
                findings
                    .error(at(offset), words)
                    .hint("an answer is a text in quotes, a number, or a list of texts in quotes");
            }
        }
    }
    (answers, findings.in_order_of_place())
}

/// The answer in `value`, or where something stands that is none.
fn given(value: &Spanned<DeValue<'_>>) -> Result<Given, usize> {
    match value.get_ref() {
        DeValue::Array(members) => list(members).map(Given::List),
        DeValue::Table(entries) => {
            let entry = |(key, value): (&Spanned<_>, &_)| {
                let name: &Cow<'_, str> = Spanned::get_ref(key);
                Ok((name.to_string(), word(value)?))
            };
            entries.iter().map(entry).collect::<Result<BTreeMap<_, _>, _>>().map(Given::Table)
        }
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => word(value).map(Given::Text),
    }
}

fn list(members: &DeArray<'_>) -> Result<Vec<String>, usize> {
    members.iter().map(word).collect()
}

/// A text, or a number as it was written.
fn word(value: &Spanned<DeValue<'_>>) -> Result<String, usize> {
    match value.get_ref() {
        DeValue::String(text) => Ok(text.to_string()),
        DeValue::Integer(digits) if digits.radix() == 10 => Ok(digits.as_str().to_owned()),
        DeValue::Float(digits) => Ok(digits.as_str().to_owned()),
        DeValue::Integer(digits) => {
            let number = i64::from_str_radix(digits.as_str(), digits.radix());
            number.map(|number| number.to_string()).map_err(|_| value.span().start)
        }
        DeValue::Boolean(_) | DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => {
            Err(value.span().start)
        }
    }
}
