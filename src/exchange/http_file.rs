//! The `.http` text form of requests, as REST Client and `JetBrains` editors write it.
//!
//! `### name` begins a request; then a request line, header fields, an empty line and the body.
//! `@name = value` is a variable, `# @name login` names a request for those below it, and
//! `# @answer name = value` is what a learner wrote down. Other lines with `#` or `//` are comments,
//! also in a body, as REST Client has it.

pub mod complete;
mod environment;
pub mod lines;
pub mod pieces;
mod reference;
mod second;
mod session;
mod well_known;

use self::second::Second;
pub use self::{
    environment::{ENVIRONMENT_BYTES_MAX, Environments, Outside, PRIVATE_FILE, PUBLIC_FILE},
    session::{Ahead, Filled, Kept, Session},
};
use crate::exchange::{Request, is_token};

/// Bytes of a file at most.
pub const FILE_BYTES_MAX: usize = 256 << 10;
/// Requests of a file at most.
pub const ENTRIES_MAX: usize = 100;
/// Header fields of a request at most.
pub const FIELDS_MAX: usize = 100;

/// Whether a file of this name holds requests.
pub fn is_named_so(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending == "http")
}

/// What a file holds. Variables are not filled in yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpFile {
    /// In the order of the file; of two with one name the later one holds.
    pub variables: Vec<Variable>,
    pub entries: Vec<Entry>,
    /// The lines `# @answer NAME = VALUE`.
    pub answers: Vec<Variable>,
    /// Lines that are sent as they stand, and were probably meant otherwise.
    pub doubts: Vec<Mistake>,
}

/// A name and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    pub name: String,
    pub value: String,
    /// Counted from 1, as every line here.
    pub line: u32,
}

/// A request as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// From `# @name`, else what stands behind `###`; may be empty.
    pub name: String,
    /// Where its request line stands.
    pub line: u32,
    pub method: String,
    /// A path, or an address with a host.
    pub target: String,
    /// Where in its line the target begins, counted from 1 in characters.
    pub target_column: u32,
    pub fields: Vec<Variable>,
    /// The lines of its body, each with where it stands.
    pub body: Vec<(u32, String)>,
}

impl Entry {
    /// Of its Content-Type, in lower case and without parameters (RFC 9110, section 8.3.1).
    pub fn media_type(&self) -> Option<String> {
        let is_it = |field: &&Variable| field.name.eq_ignore_ascii_case("content-type");
        let value = &self.fields.iter().find(is_it)?.value;
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }
}

/// A line that cannot be read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub line: u32,
    /// Counted from 1, in characters.
    pub column: u32,
    /// Lower case, no full stop.
    pub what: String,
    pub hint: Option<String>,
    pub kind: MistakeKind,
}

/// What somebody may do about a mistake without reading it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum MistakeKind {
    #[default]
    Other,
    /// Nothing gives this name a value.
    Unknown(String),
    /// Neither the request nor anything else says where it goes.
    NoHost,
    /// The file has more requests than are read.
    TooMany,
}

impl Mistake {
    /// `hint` may be empty.
    pub fn new(line: u32, column: u32, what: impl Into<String>, hint: &str) -> Mistake {
        let hint = (!hint.is_empty()).then(|| hint.to_owned());
        Mistake { line, column, what: what.into(), hint, kind: MistakeKind::Other }
    }

    #[must_use]
    pub fn of_kind(self, kind: MistakeKind) -> Mistake {
        Mistake { kind, ..self }
    }
}

/// A request with a name; the name may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub request: Request,
    /// Where its request line stands.
    pub line: u32,
}

/// Whether the first line of `text` is meant as a request: an address, or a method before one.
pub fn begins_with_request(text: &str) -> bool {
    let mut words = text.lines().next().unwrap_or_default().split_whitespace();
    let Some(first) = words.next() else { return false };
    let Some(target) = words.next() else { return first.contains("://") && is_address(first) };
    // In a sentence a word stands before an address too, and a path of a file may hold a blank.
    let is_upper = first.chars().all(|ch| ch.is_ascii_uppercase());
    let is_known = ["get", "post", "put", "patch", "delete", "head", "options"].contains(&first);
    is_address(target) && is_token(first) && (is_upper || is_known && target.contains("://"))
}

/// Reads all requests of a file whose variables are its own, each with a path for its target.
pub fn read(text: &str) -> (Vec<Named>, Vec<Mistake>) {
    let (file, mut mistakes) = parse(text);
    let session = Session::new(&file, &[]);
    let mut requests = Vec::new();
    for entry in &file.entries {
        match session.fill(entry) {
            Ok(Filled { base: None, request }) => {
                requests.push(Named { name: entry.name.clone(), request, line: entry.line });
            }
            Ok(Filled { base: Some(_), .. }) => {
                let what = format!("`{}` is not a path; paths begin with a slash", entry.target);
                mistakes.push(Mistake::new(entry.line, entry.target_column, what, ""));
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    (requests, mistakes)
}

/// Reads a file. Requests that cannot be read are left out, and said.
pub fn parse(text: &str) -> (HttpFile, Vec<Mistake>) {
    let mut reader = Reader::default();
    if text.len() > FILE_BYTES_MAX {
        let what = format!("the file has more than {} kB", FILE_BYTES_MAX >> 10);
        return (HttpFile::default(), vec![Mistake::new(1, 1, what, "")]);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (number, line) in (1..).zip(text.lines()) {
        reader.take(number, line);
    }
    reader.end_entry();
    (reader.file, reader.mistakes)
}

/// How far the text `after` a change goes beyond what is read of a file, where `before` did not go so
/// far: `at most 100 requests`.
pub fn outgrown(before: &str, after: &str) -> Option<String> {
    if FILE_BYTES_MAX < after.len().min(before.len()) {
        let grows = before.len() < after.len();
        return grows.then(too_long);
    }
    if FILE_BYTES_MAX < after.len() {
        return Some(too_long());
    }
    let left_out = |text| {
        let (_, mistakes) = parse(text);
        mistakes.iter().filter(|mistake| mistake.kind == MistakeKind::TooMany).count()
    };
    // One that was too long is read in part now, which is better than not at all.
    let is_worse = before.len() <= FILE_BYTES_MAX && left_out(before) < left_out(after);
    is_worse.then(|| format!("at most {ENTRIES_MAX} requests"))
}

fn too_long() -> String {
    format!("at most {} kB", FILE_BYTES_MAX >> 10)
}

#[derive(Default)]
struct Reader {
    file: HttpFile,
    mistakes: Vec<Mistake>,
    /// What stands behind the last `###`.
    title: String,
    /// From `# @name`.
    name: Option<String>,
    at: At,
}

/// Where in a request the reader is.
#[derive(Default)]
enum At {
    /// Before the request line.
    #[default]
    Before,
    /// After a request line that cannot be read: up to the next `###`.
    Lost,
    Fields(Entry),
    Body(Entry),
}

impl Reader {
    fn take(&mut self, number: u32, line: &str) {
        if let Some(title) = line.trim_start().strip_prefix("###") {
            self.end_entry();
            self.at = At::Before;
            self.name = None;
            title
                .trim_matches(|ch: char| ch == '#' || ch.is_whitespace())
                .clone_into(&mut self.title);
            return;
        }
        if let Some(comment) = comment(line) {
            self.comment(number, line, comment);
            return;
        }
        match std::mem::take(&mut self.at) {
            At::Before => self.before(number, line),
            At::Lost => self.at = At::Lost,
            At::Fields(entry) => self.field(number, line, entry),
            At::Body(mut entry) => {
                self.mistakes.extend(foreign(number, line));
                match second::in_body(number, line, &entry) {
                    Some(Second::Certain(mistake)) => self.mistakes.push(mistake),
                    Some(Second::Likely(doubt)) => self.file.doubts.push(doubt),
                    None => {}
                }
                entry.body.push((number, line.to_owned()));
                self.at = At::Body(entry);
            }
        }
    }

    fn comment(&mut self, number: u32, line: &str, comment: &str) {
        if let Some(name) = directive(comment, "@name") {
            if name.is_empty() || !name.chars().all(is_name_char) {
                let what = "a request's name is letters, digits, `_` and `-`";
                self.mistakes.push(Mistake::new(number, column(line, name), what, "# @name login"));
            } else {
                name.clone_into(self.name.get_or_insert_default());
                if let At::Fields(entry) | At::Body(entry) = &mut self.at {
                    name.clone_into(&mut entry.name);
                }
            }
        } else if let Some(rest) = directive(comment, "@answer") {
            match rest.split_once('=') {
                Some((name, value)) if !name.trim().is_empty() => {
                    let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
                    self.file.answers.push(Variable { name, value, line: number });
                }
                Some(_) | None => {
                    let what = "an answer is a name and a value";
                    let mistake =
                        Mistake::new(number, column(line, rest), what, "# @answer name = value");
                    self.mistakes.push(mistake);
                }
            }
        }
    }

    fn before(&mut self, number: u32, line: &str) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            return;
        }
        if let Some(variable) = trimmed.strip_prefix('@') {
            match variable.split_once('=') {
                Some((name, value)) if is_name(name.trim()) => {
                    let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
                    self.file.variables.push(Variable { name, value, line: number });
                }
                Some(_) | None => {
                    let what = "a variable is a name, `=` and a value";
                    let mistake = Mistake::new(
                        number,
                        column(line, trimmed),
                        what,
                        "@base = http://localhost:3000",
                    );
                    self.mistakes.push(mistake);
                }
            }
            return;
        }
        match self.request_line(number, line) {
            Ok(entry) => self.at = At::Fields(entry),
            Err(mistake) => {
                self.mistakes.push(mistake);
                self.at = At::Lost;
            }
        }
    }

    fn request_line(&mut self, number: u32, line: &str) -> Result<Entry, Mistake> {
        if self.file.entries.len() == ENTRIES_MAX {
            let what = format!("a file has at most {ENTRIES_MAX} requests");
            return Err(Mistake::new(number, 1, what, "").of_kind(MistakeKind::TooMany));
        }
        let text = line.trim();
        let text = match text.rsplit_once(char::is_whitespace) {
            Some((rest, version)) if version.starts_with("HTTP/") => rest.trim_end(),
            Some(_) | None => text,
        };
        let (method, target) = match text.split_once(char::is_whitespace) {
            Some((method, target)) => (method, target.trim_start()),
            // An address alone is read with GET.
            None if is_address(text) => ("GET", text),
            None => {
                let what = format!("`{}` is not a request: a method and a path", shown(text));
                return Err(Mistake::new(number, column(line, text), what, "GET /users"));
            }
        };
        if !is_token(method) {
            let what = format!("`{}` is not a method", shown(method));
            return Err(Mistake::new(number, column(line, method), what, "GET /users"));
        }
        if method.chars().any(|ch| ch.is_ascii_lowercase()) {
            let what = format!("`{}` is not a method; methods are written like GET", shown(method));
            let hint = format!("{} {}", method.to_ascii_uppercase(), shown(target));
            return Err(Mistake::new(number, column(line, method), what, &hint));
        }
        Ok(Entry {
            name: self.name.clone().unwrap_or_else(|| self.title.clone()),
            line: number,
            method: method.to_owned(),
            target: target.to_owned(),
            target_column: column(line, target),
            fields: Vec::new(),
            body: Vec::new(),
        })
    }

    fn field(&mut self, number: u32, line: &str, mut entry: Entry) {
        let text = line.trim();
        if text.is_empty() {
            self.at = At::Body(entry);
            return;
        }
        if entry.fields.is_empty() && text.starts_with(['?', '&']) {
            entry.target.push_str(text);
        } else if let Some((name, value)) = text.split_once(':').filter(|(n, _)| is_token(n.trim()))
        {
            if entry.fields.len() == FIELDS_MAX {
                let what = format!("a request has at most {FIELDS_MAX} header fields");
                self.mistakes.push(Mistake::new(number, 1, what, ""));
            } else {
                let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
                entry.fields.push(Variable { name, value, line: number });
            }
        } else if let Some(mistake) = second::in_fields(number, line) {
            self.mistakes.push(mistake);
        } else {
            let what = format!("`{}` is not a header field", shown(text));
            let hint = if text.starts_with(['{', '[', '"']) {
                "an empty line stands before the body"
            } else {
                "Accept: application/json"
            };
            self.mistakes.push(Mistake::new(number, column(line, text), what, hint));
        }
        self.at = At::Fields(entry);
    }

    fn end_entry(&mut self) {
        match std::mem::take(&mut self.at) {
            At::Before | At::Lost => {}
            At::Fields(entry) => self.file.entries.push(entry),
            At::Body(entry) => {
                let body = body_of(&entry);
                self.file.entries.push(Entry { body, ..entry });
            }
        }
    }
}

/// The lines without the empty ones around them. A form may go on in lines that begin with `&`.
fn body_of(entry: &Entry) -> Vec<(u32, String)> {
    let full = |(_, line): &(u32, String)| !line.trim().is_empty();
    let Some(first) = entry.body.iter().position(full) else { return Vec::new() };
    let last = entry.body.iter().rposition(full).unwrap_or(first);
    let lines = &entry.body[first..=last];
    let is_form = entry.media_type().as_deref() == Some("application/x-www-form-urlencoded");
    if !is_form {
        return lines.to_vec();
    }
    let mut body: Vec<(u32, String)> = Vec::new();
    for (number, line) in lines {
        let line = line.trim();
        match body.last_mut().filter(|_| line.starts_with('&')) {
            Some((_, before)) => before.push_str(line),
            None => body.push((*number, line.to_owned())),
        }
    }
    body
}

/// What stands behind the `#` or `//` of a comment.
fn comment(line: &str) -> Option<&str> {
    let line = line.trim_start();
    line.strip_prefix('#').or_else(|| line.strip_prefix("//"))
}

/// What stands behind `word` in a comment.
fn directive<'c>(comment: &'c str, word: &str) -> Option<&'c str> {
    let rest = comment.trim_start().strip_prefix(word)?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim())
}

/// A line of a body that other tools act on, and this one does not.
fn foreign(number: u32, line: &str) -> Option<Mistake> {
    let text = line.trim_start();
    let is_script = text.starts_with("> {%") || text.starts_with("< {%");
    let is_file = text.starts_with("< ") || text.starts_with("<@ ");
    let (what, hint) = match (is_script, is_file) {
        (true, _) => (
            "scripts do not run here",
            "`# @name login` names a request; {{login.response.body.$.token}} reads its answer",
        ),
        (false, true) => ("a body is not read from a file here", "write the body itself"),
        (false, false) => return None,
    };
    Some(Mistake::new(number, column(line, text), what, hint))
}

fn is_address(text: &str) -> bool {
    text.starts_with('/')
        || text.starts_with("http://")
        || text.starts_with("https://")
        || text.starts_with("{{")
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_name_char)
}

fn is_name_char(ch: char) -> bool {
    ch.is_alphanumeric() || ch == '_' || ch == '-'
}

/// Where `part`, a piece of `line`, begins: counted from 1, in characters.
fn column(line: &str, part: &str) -> u32 {
    let offset = (part.as_ptr() as usize).saturating_sub(line.as_ptr() as usize).min(line.len());
    let before = line.get(..offset).map_or(0, |before| before.chars().count());
    u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
}

/// Characters of somebody's text in a message.
const SHOWN_CHARS: usize = 60;

fn shown(text: &str) -> String {
    let mut chars = text.chars();
    let shown: String = chars.by_ref().take(SHOWN_CHARS).collect();
    if chars.next().is_some() { format!("{shown}…") } else { shown }
}

#[cfg(test)]
mod tests;
