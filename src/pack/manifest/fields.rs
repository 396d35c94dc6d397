//! A TOML file read key by key: every mistake becomes a finding with its place, none ends the
//! reading. The tree keeps the span of each key and value.

use std::{borrow::Cow, cell::RefCell, ops::Range};

use serde_json::Value as Json;
use toml::{
    Spanned,
    de::{DeString, DeTable, DeValue},
};

use crate::{
    course::fact::Day,
    diag::{Findings, Instead, Place, Severity},
    text::clean_line,
};

/// Faults of syntax that are all told. Where there are more, most of them follow from the first.
const FAULTS_SHOWN: usize = 3;

/// A parsed file, or the part of one that is TOML, and what was found in it so far.
pub struct Document<'t> {
    file: &'t str,
    text: &'t str,
    /// Where the TOML begins in `text`.
    start: usize,
    root: DeTable<'t>,
    findings: RefCell<Findings>,
}

impl<'t> Document<'t> {
    /// Reads the bytes `range` of `text`. Where it is no TOML, all its faults are in the findings
    /// and there is nothing else to say about it.
    ///
    /// # Errors
    /// The faults of syntax.
    pub fn parse(
        file: &'t str,
        text: &'t str,
        range: Range<usize>,
    ) -> Result<Document<'t>, Findings> {
        let start = range.start;
        let (root, errors) = DeTable::parse_recoverable(&text[range]);
        if errors.is_empty() {
            let findings = RefCell::new(Findings::new());
            return Ok(Document { file, text, start, root: root.into_inner(), findings });
        }
        let mut findings = Findings::new();
        // One bracket that is missing makes every line below it a fault.
        let (shown, others) =
            if errors.len() <= FAULTS_SHOWN { (errors.len(), 0) } else { (1, errors.len() - 1) };
        for error in &errors[..shown] {
            let at = start + error.span().map_or(0, |span| span.start);
            let found =
                findings.error(Place::of_offset(file, text, at), clean_line(error.message()));
            if others > 0 {
                found.hint(format!("look above it too; {others} more follow from this one"));
            }
        }
        Err(findings)
    }

    pub fn root(&self) -> Fields<'_> {
        Fields { doc: self, table: &self.root, at: self.start, known: RefCell::default() }
    }

    /// What was found, in the order of the file.
    pub fn into_findings(self) -> Findings {
        self.findings.into_inner().in_order_of_place()
    }

    fn report(&self, at: usize, report: Report) {
        let place = Place::of_offset(self.file, self.text, at);
        let mut findings = self.findings.borrow_mut();
        let found = match report.severity {
            Severity::Error => findings.error(place, report.message),
            Severity::Warning => findings.warning(place, report.message),
        };
        if let Some(hint) = report.hint {
            found.hint(hint);
        }
        found.instead = report.instead;
    }
}

/// What to say about a place: made from a message alone, or from a message and a hint.
pub struct Report {
    severity: Severity,
    message: String,
    hint: Option<String>,
    instead: Option<Instead>,
}

impl Report {
    pub fn warning(message: impl Into<String>, hint: impl Into<String>) -> Report {
        let (message, hint) = (message.into(), Some(hint.into()));
        Report { severity: Severity::Warning, message, hint, instead: None }
    }
}

impl From<String> for Report {
    fn from(message: String) -> Report {
        Report { severity: Severity::Error, message, hint: None, instead: None }
    }
}

impl From<&str> for Report {
    fn from(message: &str) -> Report {
        Report::from(message.to_owned())
    }
}

impl<M: Into<String>, H: Into<String>> From<(M, H)> for Report {
    fn from((message, hint): (M, H)) -> Report {
        Report { hint: Some(hint.into()), ..Report::from(message.into()) }
    }
}

/// A table whose keys are known in advance. Each key that is asked for counts as known;
/// [`Fields::finish`] reports the others.
pub struct Fields<'d> {
    doc: &'d Document<'d>,
    table: &'d DeTable<'d>,
    at: usize,
    known: RefCell<Vec<&'static str>>,
}

impl<'d> Fields<'d> {
    pub fn optional(&self, key: &'static str) -> Option<Node<'d>> {
        self.known.borrow_mut().push(key);
        let (key, value) = self.table.get_key_value(key)?;
        Some(Node::of_entry(self.doc, key, value))
    }

    /// As [`Fields::optional`]; a missing key is an error.
    pub fn required(&self, key: &'static str) -> Option<Node<'d>> {
        let node = self.optional(key);
        if node.is_none() {
            self.report(format!("`{key}` is missing"));
        }
        node
    }

    /// Whether `key` stands there; does not make it known.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(&self) {
        let known = self.known.borrow();
        for node in self.entries() {
            if !known.contains(&node.name) {
                let mut report = Report::from(format!("unknown key `{}`", node.shown_name()));
                report.instead = Instead::of(node.name, known.iter().copied());
                report.hint = report.instead.as_ref().map(Instead::hint);
                node.key_report(report);
            }
        }
    }

    /// As [`Fields::finish`], where the others belong into the members of the list `list`.
    pub fn finish_beside(&self, list: &str) {
        for node in self.entries() {
            if !self.known.borrow().contains(&node.name) {
                let name = node.shown_name();
                node.key_report((
                    format!("`{name}` does not go with `{list}`"),
                    format!("put it into the members of `{list}`"),
                ));
            }
        }
    }

    /// All entries in the order of the file: for tables whose keys are the author's.
    pub fn entries(&self) -> Vec<Node<'d>> {
        let entry = |(key, value)| Node::of_entry(self.doc, key, value);
        let mut nodes: Vec<_> = self.table.iter().map(entry).collect();
        nodes.sort_by_key(|node| node.key_at);
        nodes
    }

    pub fn report(&self, report: impl Into<Report>) {
        self.doc.report(self.at, report.into());
    }
}

/// One value, with the key that leads to it.
#[derive(Clone, Copy)]
pub struct Node<'d> {
    doc: &'d Document<'d>,
    name: &'d str,
    value: &'d DeValue<'d>,
    at: usize,
    key_at: usize,
}

impl<'d> Node<'d> {
    fn of_entry(
        doc: &'d Document<'d>,
        key: &'d Spanned<DeString<'d>>,
        value: &'d Spanned<DeValue<'d>>,
    ) -> Node<'d> {
        let (at, key_at) = (doc.start + value.span().start, doc.start + key.span().start);
        Node { doc, name: key.as_ref(), value: value.as_ref(), at, key_at }
    }

    /// The key.
    pub fn name(&self) -> &'d str {
        self.name
    }

    pub fn place(&self) -> Place {
        Place::of_offset(self.doc.file, self.doc.text, self.at)
    }

    fn shown_name(&self) -> Cow<'d, str> {
        clean_line(self.name)
    }

    pub fn report(&self, report: impl Into<Report>) {
        self.doc.report(self.at, report.into());
    }

    /// As [`Node::report`], with the place of the key.
    pub fn key_report(&self, report: impl Into<Report>) {
        self.doc.report(self.key_at, report.into());
    }

    pub fn is_text(&self) -> bool {
        matches!(self.value, DeValue::String(_))
    }

    pub fn is_table(&self) -> bool {
        matches!(self.value, DeValue::Table(_))
    }

    pub fn is_list(&self) -> bool {
        matches!(self.value, DeValue::Array(_))
    }

    /// The text as written; it may be empty.
    pub fn raw_text(&self) -> Option<String> {
        match self.value {
            DeValue::String(text) => Some(text.to_string()),
            _ => self.wrong_type("text"),
        }
    }

    /// Text that says something, as written.
    pub fn text(&self) -> Option<String> {
        let text = self.raw_text()?;
        if text.trim().is_empty() {
            self.report(format!("`{}` is empty", self.shown_name()));
            return None;
        }
        Some(text)
    }

    /// One line of text that is safe to show.
    pub fn line(&self) -> Option<String> {
        Some(clean_line(self.text()?.trim()).into_owned())
    }

    /// One line of at most `max` characters.
    pub fn short_line(&self, max: usize) -> Option<String> {
        let line = self.line()?;
        let chars = line.chars().count();
        if chars > max {
            self.report(format!(
                "`{}` has {chars} characters, at most {max} fit",
                self.shown_name()
            ));
            return None;
        }
        Some(line)
    }

    pub fn boolean(&self) -> Option<bool> {
        match self.value {
            DeValue::Boolean(value) => Some(*value),
            _ => self.wrong_type("true or false"),
        }
    }

    /// A whole number within `range`.
    pub fn integer<N: TryFrom<i64>>(&self, range: std::ops::RangeInclusive<i64>) -> Option<N> {
        let DeValue::Integer(digits) = self.value else { return self.wrong_type("a whole number") };
        let number = i64::from_str_radix(digits.as_str(), digits.radix()).ok();
        let within = number.filter(|number| range.contains(number));
        if within.is_none() {
            let (min, max) = (range.start(), range.end());
            self.report(format!("`{}` is a number from {min} to {max}", self.shown_name()));
        }
        within.and_then(|number| N::try_from(number).ok())
    }

    pub fn number(&self) -> Option<f64> {
        match self.json()? {
            Json::Number(number) => number.as_f64(),
            _ => self.wrong_type("a number"),
        }
    }

    /// A day without a time: `2026-11-03`.
    pub fn day(&self) -> Option<Day> {
        let DeValue::Datetime(when) = self.value else { return self.wrong_type("a day") };
        let (Some(date), None, None) = (when.date, when.time, when.offset) else {
            self.report((
                format!("`{}` is a day without a time", self.shown_name()),
                "as in `2026-11-03`",
            ));
            return None;
        };
        Some(Day { year: date.year, month: date.month, day: date.day })
    }

    /// The members of a list; their name is that of the list.
    pub fn members(&self) -> Vec<Node<'d>> {
        let DeValue::Array(array) = self.value else {
            self.wrong_type::<()>("a list");
            return Vec::new();
        };
        let member = |value: &'d Spanned<DeValue<'d>>| {
            let at = self.doc.start + value.span().start;
            Node { doc: self.doc, name: self.name, value: value.as_ref(), at, key_at: at }
        };
        array.iter().map(member).collect()
    }

    pub fn fields(&self) -> Option<Fields<'d>> {
        match self.value {
            DeValue::Table(table) => {
                Some(Fields { doc: self.doc, table, at: self.at, known: RefCell::default() })
            }
            _ => self.wrong_type("a table"),
        }
    }

    /// The value as JSON, with the keys of tables in the order of the file.
    pub fn json(&self) -> Option<Json> {
        match self.value {
            DeValue::String(text) => Some(Json::from(text.as_ref())),
            DeValue::Boolean(value) => Some(Json::from(*value)),
            DeValue::Integer(digits) => {
                let number = i64::from_str_radix(digits.as_str(), digits.radix());
                if number.is_err() {
                    self.report("this whole number is too large");
                }
                number.ok().map(Json::from)
            }
            DeValue::Float(digits) => {
                let number = digits.as_str().parse().ok().and_then(serde_json::Number::from_f64);
                if number.is_none() {
                    self.report("JSON has no such number");
                }
                number.map(Json::Number)
            }
            DeValue::Datetime(_) => {
                self.report(("JSON has no dates", "put it in quotes"));
                None
            }
            DeValue::Array(_) => self.members().iter().map(Node::json).collect(),
            DeValue::Table(_) => {
                let entries = self.fields()?.entries();
                let member = |node: Node<'_>| Some((node.name.to_owned(), node.json()?));
                entries.into_iter().map(member).collect::<Option<_>>().map(Json::Object)
            }
        }
    }

    /// The word of `words` that this text is.
    pub fn choice<T: Copy>(&self, words: &[(&str, T)]) -> Option<T> {
        let text = self.raw_text()?;
        let chosen = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if chosen.is_none() {
            let list: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            let list = list.join(", ");
            let mut report = Report::from(format!("`{}` is one of {list}", self.shown_name()));
            report.hint = meant(&text, words.iter().map(|(word, _)| *word));
            self.report(report);
        }
        chosen
    }

    /// What `parse` makes of the text, or its words as an error.
    pub fn parsed<T, E: ToString>(&self, parse: impl Fn(&str) -> Result<T, E>) -> Option<T> {
        match parse(&self.raw_text()?) {
            Ok(value) => Some(value),
            Err(error) => {
                self.report(error.to_string());
                None
            }
        }
    }

    fn wrong_type<T>(&self, wanted: &str) -> Option<T> {
        let found = match self.value {
            DeValue::String(_) => "text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.report(format!("`{}` is {wanted}, this is {found}", self.shown_name()));
        None
    }
}

/// The hint that offers the candidate nearest to `word`.
pub fn meant<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    Instead::of(word, candidates).map(|near| near.hint())
}
