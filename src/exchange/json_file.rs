//! A JSON file that a person wrote: its value, or what is wrong with it and where.

use serde_json::Value;

/// What is wrong with such a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Line and column, counted from 1, in characters; `None` where it is none of the text.
    pub at: Option<(u32, u32)>,
    /// Lower case, no full stop.
    pub what: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Flaw {
    pub fn new(what: impl Into<String>) -> Flaw {
        Flaw { at: None, what: what.into(), hint: None }
    }

    #[must_use]
    pub fn hint(self, hint: &str) -> Flaw {
        Flaw { hint: Some(hint.to_owned()), ..self }
    }
}

/// Reads `text`, which may begin with a byte order mark and has at most `bytes_max` bytes.
///
/// # Errors
/// Says what is no JSON, and quotes nothing of it.
pub fn read(text: &str, bytes_max: usize) -> Result<Value, Flaw> {
    if text.len() > bytes_max {
        return Err(Flaw::new(format!("the file has more than {} kB", bytes_max >> 10)));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str(text).map_err(|error| {
        // The parser's words say what it expected, never what it found.
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        let at = Some((count(error.line().max(1)), column(text, &error)));
        Flaw { at, ..Flaw::new(format!("the file is not JSON: {words}")) }
    })
}

fn column(text: &str, error: &serde_json::Error) -> u32 {
    let line = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
    let bytes = error.column().saturating_sub(1).min(line.len());
    count(String::from_utf8_lossy(&line.as_bytes()[..bytes]).chars().count() + 1)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_json_has_its_place_and_is_not_quoted() {
        assert_eq!(read("\u{feff}[1]", 10).unwrap(), serde_json::json!([1]));
        for (text, at, what) in [
            ("{\n \"é\": \"hidden\" \"x\" }", Some((2, 16)), "not JSON: expected `,` or `}`"),
            ("", Some((1, 1)), "not JSON: EOF while parsing a value"),
            ("[hidden]", Some((1, 2)), "not JSON: expected value"),
            ("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", None, "more than 0 kB"),
        ] {
            let flaw = read(text, 30).unwrap_err();
            assert_eq!(flaw.at, at, "{text}");
            assert!(flaw.what.contains(what) && !flaw.what.contains("hidden"), "{}", flaw.what);
        }
    }
}
