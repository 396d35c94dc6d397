//! Collation: how strings are ordered for people. (MongoDB manual, Collation.)
//!
//! Strengths 1 to 3 of the root order that `en` and most Latin languages share: first base letters,
//! then accents, then case. Strengths 4 and 5 are taken as 3. `simple` compares bytes.

mod weights;

use std::cmp::Ordering;

use bson::{Bson, Document};

use crate::lab::documents::{
    alias::type_name,
    error::{Code, CommandError},
    number::Number,
    shown::shown,
};

/// Letters of a locale's name that are read; longer names are unknown anyway.
const LOCALE_CHARS_MAX: usize = 32;
/// Stands between the levels of a key, below every weight.
const LEVEL_END: u32 = 0;

/// The languages whose letters stand in the root order; the others would need an order of their own.
const LOCALES: [&str; 14] = [
    "en",
    "en_US",
    "en_US_POSIX",
    "en_GB",
    "en_IN",
    "en_AU",
    "en_CA",
    "de",
    "fr",
    "it",
    "nl",
    "pt",
    "id",
    "ms",
];

/// How strings are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Collation {
    pub locale: String,
    /// 1: base letters; 2: and accents; 3: and case.
    pub strength: u8,
    /// Whether case counts at strength 1 and 2 too.
    pub case_level: bool,
    /// Whether upper case stands before lower case.
    pub upper_first: bool,
    /// Whether runs of digits are compared as numbers.
    pub numeric_ordering: bool,
    /// Whether spaces and punctuation do not count (`alternate: "shifted"`).
    pub shifted: bool,
}

impl Collation {
    /// Reads the `collation` option of a command.
    pub fn parse(document: &Document) -> Result<Collation, CommandError> {
        let mut collation = Collation {
            locale: String::new(),
            strength: 3,
            case_level: false,
            upper_first: false,
            numeric_ordering: false,
            shifted: false,
        };
        for (name, value) in document {
            match name.as_str() {
                "locale" => collation.locale = locale(value)?,
                "strength" => collation.strength = strength(value)?,
                "caseLevel" => collation.case_level = flag(name, value)?,
                "numericOrdering" => collation.numeric_ordering = flag(name, value)?,
                "caseFirst" => {
                    let choice = choice(name, value, &["off", "upper", "lower"])?;
                    collation.upper_first = choice == "upper";
                }
                "alternate" => {
                    let choice = choice(name, value, &["non-ignorable", "shifted"])?;
                    collation.shifted = choice == "shifted";
                }
                "maxVariable" => {
                    choice(name, value, &["punct", "space"])?;
                }
                "normalization" | "backwards" => {
                    flag(name, value)?;
                }
                "version" => {}
                other => {
                    return Err(CommandError::new(
                        Code::Location(40415),
                        format!("BSON field 'collation.{other}' is an unknown field."),
                    ));
                }
            }
        }
        if collation.locale.is_empty() {
            return Err(CommandError::new(
                Code::Location(40414),
                "BSON field 'collation.locale' is missing but a required field",
            ));
        }
        Ok(collation)
    }

    /// Whether this is the order of bytes, as if no collation were given.
    pub fn is_simple(&self) -> bool {
        self.locale == "simple"
    }

    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        if self.is_simple() { a.cmp(b) } else { self.key(a).cmp(&self.key(b)) }
    }

    /// Weights in whose order the strings stand; equal for strings that are equal.
    pub fn key(&self, text: &str) -> Vec<u32> {
        if self.is_simple() {
            return text.bytes().map(u32::from).collect();
        }
        let letters = weights::letters(text, self.numeric_ordering, self.shifted);
        let mut key: Vec<u32> = letters.iter().flat_map(|letter| letter.primary.clone()).collect();
        if self.strength >= 2 {
            key.push(LEVEL_END);
            key.extend(letters.iter().flat_map(|letter| letter.accents.iter().map(|id| id + 1)));
        }
        if self.strength >= 3 || self.case_level {
            key.push(LEVEL_END);
            key.extend(letters.iter().map(
                |letter| {
                    if letter.is_upper == self.upper_first { 1 } else { 2 }
                },
            ));
        }
        key
    }

    /// The collation in full, as a server tells it (`listCollections`, `listIndexes`).
    pub fn to_document(&self) -> Document {
        if self.is_simple() {
            return bson::doc! { "locale": "simple" };
        }
        bson::doc! {
            "locale": &self.locale,
            "caseLevel": self.case_level,
            "caseFirst": if self.upper_first { "upper" } else { "off" },
            "strength": i32::from(self.strength),
            "numericOrdering": self.numeric_ordering,
            "alternate": if self.shifted { "shifted" } else { "non-ignorable" },
            "maxVariable": "punct",
            "normalization": false,
            "backwards": false,
            "version": "57.1",
        }
    }
}

fn locale(value: &Bson) -> Result<String, CommandError> {
    let Bson::String(name) = value else { return Err(wrong_type("locale", value, "string")) };
    if name == "simple" || LOCALES.contains(&name.as_str()) {
        return Ok(name.clone());
    }
    let shown: String = name.chars().take(LOCALE_CHARS_MAX).collect();
    Err(CommandError::new(
        Code::BadValue,
        format!("Field 'locale' is invalid in: {{ locale: \"{shown}\" }}"),
    ))
}

fn strength(value: &Bson) -> Result<u8, CommandError> {
    let Some(number) = Number::of(value) else {
        return Err(wrong_type("strength", value, "number"));
    };
    match number.to_long() {
        Some(strength @ 1..=5) => Ok(u8::try_from(strength.min(3)).expect("it is 1 to 3")),
        _ => Err(CommandError::new(
            Code::BadValue,
            format!(
                "Enumeration value '{}' for field 'collation.strength' is not a valid value.",
                shown(value)
            ),
        )),
    }
}

fn flag(name: &str, value: &Bson) -> Result<bool, CommandError> {
    value.as_bool().ok_or_else(|| wrong_type(name, value, "bool"))
}

fn choice<'a>(name: &str, value: &'a Bson, choices: &[&str]) -> Result<&'a str, CommandError> {
    let Bson::String(text) = value else { return Err(wrong_type(name, value, "string")) };
    if choices.contains(&text.as_str()) {
        return Ok(text);
    }
    Err(CommandError::new(
        Code::BadValue,
        format!("Enumeration value '{text}' for field 'collation.{name}' is not a valid value."),
    ))
}

fn wrong_type(name: &str, value: &Bson, expected: &str) -> CommandError {
    CommandError::new(
        Code::TypeMismatch,
        format!(
            "BSON field 'collation.{name}' is the wrong type '{}', expected type '{expected}'",
            type_name(value)
        ),
    )
}

#[cfg(test)]
mod tests {
    #![expect(clippy::needless_pass_by_value, reason = "cases read better as values")]

    use super::*;
    use bson::doc;

    fn check(collation: Document, sorted: &[&str]) {
        let collation = Collation::parse(&collation).unwrap();
        for pair in sorted.windows(2) {
            assert_eq!(collation.compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
            assert_eq!(collation.compare(pair[1], pair[0]), Ordering::Greater, "{pair:?}");
        }
    }

    fn check_equal(collation: Document, a: &str, b: &str, expected: bool) {
        let parsed = Collation::parse(&collation).unwrap();
        assert_eq!(parsed.compare(a, b) == Ordering::Equal, expected, "{collation} {a} {b}");
    }

    #[test]
    fn letters_come_before_accents_and_accents_before_case() {
        check(doc! { "locale": "en" }, &["a", "A", "á", "Á", "b", "B"]);
        check(
            doc! { "locale": "en" },
            &["", " ", "_", "-", ",", "!", "$", "0", "9", "a", "z", "я", "日"],
        );
        check(doc! { "locale": "en" }, &["cafe", "café", "caff", "Zebra"]);
        check(doc! { "locale": "en", "caseFirst": "upper" }, &["A", "a", "B", "b"]);
        check(doc! { "locale": "en", "numericOrdering": true }, &["a1", "a2", "a10", "a010b", "b"]);
        check(doc! { "locale": "en" }, &["a1", "a10", "a2"]);
        check(doc! { "locale": "simple" }, &["A", "B", "a", "b"]);
    }

    #[test]
    fn strength_says_what_is_equal() {
        for (strength, case, accent) in [(1, true, true), (2, true, false), (3, false, false)] {
            check_equal(doc! { "locale": "en", "strength": strength }, "abc", "ABC", case);
            check_equal(doc! { "locale": "en", "strength": strength }, "resume", "résumé", accent);
            check_equal(doc! { "locale": "en", "strength": strength }, "e\u{301}", "é", true);
        }
        check_equal(doc! { "locale": "en", "strength": 1, "caseLevel": true }, "a", "A", false);
        check_equal(doc! { "locale": "en", "strength": 1, "caseLevel": true }, "a", "á", true);
        check_equal(
            doc! { "locale": "en", "strength": 1, "alternate": "shifted" },
            "a-b",
            "ab",
            true,
        );
    }

    #[test]
    fn faults_are_named_in_mongodbs_words() {
        let check = |document: Document, code: i32, message: &str| {
            let error = Collation::parse(&document).unwrap_err();
            assert_eq!((error.code.number(), error.message.as_str()), (code, message));
        };
        let missing = "BSON field 'collation.locale' is missing but a required field";
        check(doc! {}, 40414, missing);
        let unknown = "BSON field 'collation.colour' is an unknown field.";
        check(doc! { "locale": "en", "colour": 1 }, 40415, unknown);
        check(
            doc! { "locale": "en", "strength": 9 },
            2,
            "Enumeration value '9' for field 'collation.strength' is not a valid value.",
        );
        let invalid = "Field 'locale' is invalid in: { locale: \"xx\" }";
        check(doc! { "locale": "xx" }, 2, invalid);
    }
}
