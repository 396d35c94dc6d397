//! What may be written at a place of a file. It knows the form and what the file says itself, and of
//! the server what it is told: in an exercise nothing, for which paths there are is for whoever writes
//! to find out.

use std::ops::Range;

use super::{
    comment, is_name,
    lines::{At, Line},
    well_known::{HEADERS, METHODS, VALUES},
};

/// Something that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// As it is shown and as it is found by what is typed.
    pub label: String,
    /// What it means, in a few words; may be empty.
    pub says: String,
    /// What comes into the text.
    pub puts: String,
    /// Bytes of `puts` that stand behind the cursor afterwards.
    pub behind: usize,
}

/// All that may be written at a place, the likeliest first; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offers {
    /// The bytes of the line in whose place an offer comes.
    pub range: Range<usize>,
    pub list: Vec<Offer>,
}

impl Offer {
    fn new(label: impl Into<String>, says: impl Into<String>, behind: &str) -> Offer {
        let label = label.into();
        let puts = format!("{label}{behind}");
        Offer { says: says.into(), puts, behind: 0, label }
    }
}

/// The word before the cursor, and what may stand in its place.
struct Choice<'l> {
    word: &'l str,
    /// Whether the rest of the word, behind the cursor, goes as well.
    whole: bool,
    list: Vec<Offer>,
}

impl<'l> Choice<'l> {
    fn of(word: &'l str, list: Vec<Offer>) -> Choice<'l> {
        Choice { word, whole: true, list }
    }
}

/// What may be written at byte `byte` of line `line`, counted from 0.
pub fn offers(lines: &[String], line: usize, byte: usize) -> Option<Offers> {
    offers_with(lines, line, byte, &[])
}

/// The same where one knows what the server answers: `GET /users/:id`.
pub fn offers_with(
    lines: &[String],
    line: usize,
    byte: usize,
    routes: &[String],
) -> Option<Offers> {
    let (before, behind) = lines.get(line)?.split_at_checked(byte)?;
    let known = Known { routes, ..Known::of(lines, line) };
    let Choice { word, whole, list } = known.choice(before, behind)?;
    let list = fitting(list, word);
    let rest = behind.find(|ch: char| !is_word(ch)).unwrap_or(behind.len());
    let range = byte - word.len()..byte + if whole { rest } else { 0 };
    (!list.is_empty()).then_some(Offers { range, list })
}

/// Those that begin with the word, then those that hold it. One letter is held by too many.
fn fitting(list: Vec<Offer>, word: &str) -> Vec<Offer> {
    let word = word.to_lowercase();
    let holds = list.into_iter().filter(|offer| {
        let label = offer.label.to_lowercase();
        label.starts_with(&word) || 1 < word.chars().count() && label.contains(&word)
    });
    let (mut begin, hold): (Vec<_>, Vec<_>) =
        holds.partition(|offer| offer.label.to_lowercase().starts_with(&word));
    begin.extend(hold);
    begin
}

/// Characters of what an offer replaces behind the cursor.
fn is_word(ch: char) -> bool {
    ch.is_alphanumeric() || matches!(ch, '-' | '_' | '.' | '$' | '*' | '/' | '+')
}

/// What the file says around a line.
#[derive(Default)]
struct Known<'f> {
    at: At,
    /// With their values; of two with one name the later one.
    variables: Vec<(&'f str, &'f str)>,
    /// The names of the requests above, the nearest first.
    requests: Vec<&'f str>,
    /// The names of the fields that the request has already.
    fields: Vec<&'f str>,
    /// What the server answers.
    routes: &'f [String],
}

impl<'f> Known<'f> {
    fn of(lines: &'f [String], here: usize) -> Known<'f> {
        let mut known = Known::default();
        let (mut at, mut name, mut own) = (At::default(), "", true);
        let mut is_request = false;
        for (number, line) in lines.iter().enumerate() {
            if number == here {
                known.at = at;
            }
            match at.line(line) {
                Line::Separator(title) if number < here => {
                    known.end_request(name, is_request);
                    (name, is_request) = (title, false);
                }
                Line::Separator(_) => own = false,
                Line::Name(written) if number < here => name = written,
                Line::Request { .. } => is_request |= number < here,
                Line::Field { name, .. } if own && number != here => known.fields.push(name),
                Line::Variable { name, value: Some(value) } if number != here => {
                    known.variables.retain(|(other, _)| *other != name);
                    known.variables.push((name, value));
                }
                Line::Field { .. }
                | Line::Variable { .. }
                | Line::Name(_)
                | Line::Comment
                | Line::Answer { .. }
                | Line::Query(_)
                | Line::Empty
                | Line::Body
                | Line::Unread => {}
            }
        }
        known
    }

    /// A request above the line has ended.
    fn end_request(&mut self, name: &'f str, is_request: bool) {
        self.fields.clear();
        if is_request && is_name(name) {
            self.requests.retain(|other| *other != name);
            self.requests.insert(0, name);
        }
    }

    fn choice<'l>(&self, before: &'l str, behind: &str) -> Option<Choice<'l>> {
        let text = before.trim_start();
        // What begins with its mark is not another thing, whatever is put before the mark.
        let is_marked = text.is_empty() && behind.trim_start().starts_with(['#', '@']);
        if is_marked || text.starts_with("###") {
            return None;
        }
        if let Some(comment) = comment(text) {
            let word = comment.trim_start();
            let is_directive = word.is_empty() || word.starts_with('@');
            return is_directive.then(|| Choice::of(word, directives()));
        }
        if let Some((_, word)) = before.rsplit_once("{{").filter(|(_, word)| !word.contains("}}")) {
            let closes = behind.trim_start_matches(is_word).trim_start().starts_with("}}");
            let end = if closes { "" } else { "}}" };
            let word = word.trim_start();
            return Some(Choice::of(word, self.names(word, end)));
        }
        match self.at {
            At::Before => self.before(text, behind),
            At::Below if text.starts_with(['?', '&']) => None,
            At::Below | At::Fields => match text.split_once(':') {
                None => Some(Choice::of(text, self.headers(behind))),
                Some((name, value)) => self.values(name.trim(), value),
            },
            At::Body if text.is_empty() && behind.is_empty() => {
                Some(Choice::of(text, vec![next_request()]))
            }
            At::Body | At::Lost => None,
        }
    }

    /// Where a request line stands, or a variable.
    fn before<'l>(&self, text: &'l str, behind: &str) -> Option<Choice<'l>> {
        if let Some(variable) = text.strip_prefix('@') {
            return variable.split_once('=').and_then(|(_, value)| self.filled(value));
        }
        if let Some((method, target)) = text.split_once(char::is_whitespace) {
            return self.filled(target).or_else(|| self.paths(method, target.trim_start()));
        }
        let space = if behind.trim_start_matches(is_word).starts_with(' ') { "" } else { " " };
        let method = |(name, says): &(&str, &str)| Offer::new(*name, *says, space);
        let mut list: Vec<Offer> = METHODS.iter().map(method).collect();
        if text.is_empty() && behind.is_empty() {
            list.push(next_request());
            let comment = |directive: Offer| {
                Offer::new(format!("# {}", directive.label), directive.says, " ")
            };
            list.extend(directives().into_iter().map(comment));
            list.push(Offer::new("@", "a value with a name", ""));
        }
        Some(Choice::of(text, list))
    }

    /// `{{name}}`, where nothing is written yet.
    fn filled<'l>(&self, text: &'l str) -> Option<Choice<'l>> {
        let word = text.trim_start();
        let list = self.in_braces();
        word.is_empty().then_some(Choice { word, whole: false, list })
    }

    /// The paths that the server answers, behind the base or where there is none.
    fn paths<'l>(&self, method: &str, target: &'l str) -> Option<Choice<'l>> {
        let word = match target.strip_prefix("{{") {
            Some(rest) => rest.split_once("}}")?.1,
            None => target,
        };
        let is_path = word.is_empty() || word.starts_with('/');
        if !is_path || word.contains(|ch: char| ch.is_whitespace() || ch == '?') {
            return None;
        }
        let fits = |route: &&String| {
            let of = route.split_once(' ').map_or("", |(of, _)| of);
            of == "*" || of.eq_ignore_ascii_case(method)
        };
        let path = |route: &String| {
            let path = route.split_once(' ').map_or("", |(_, path)| path);
            // Something must stand for what the server takes as a value.
            let filled = path.split('/').map(|part| if part.starts_with(':') { "1" } else { part });
            let puts = filled.collect::<Vec<_>>().join("/").trim_end_matches('*').to_owned();
            Offer { puts, ..Offer::new(path, "", "") }
        };
        let mut list: Vec<Offer> = Vec::new();
        for offer in self.routes.iter().filter(fits).map(path) {
            if !list.contains(&offer) {
                list.push(offer);
            }
        }
        Some(Choice::of(word, list))
    }

    fn in_braces(&self) -> Vec<Offer> {
        let name = |(name, value): &(&str, &str)| Offer::new(format!("{{{{{name}}}}}"), *value, "");
        self.variables.iter().map(name).collect()
    }

    /// What may stand between `{{` and `}}`.
    fn names(&self, word: &str, end: &str) -> Vec<Offer> {
        let variable = |(name, value): &(&str, &str)| Offer::new(*name, *value, end);
        let mut list: Vec<Offer> = self.variables.iter().map(variable).collect();
        for request in &self.requests {
            list.extend(PARTS.iter().map(|(part, says)| {
                let offer = Offer::new(format!("{request}.{part}"), *says, end);
                // What still needs a name keeps the cursor at its end.
                let behind = if part.ends_with('.') { end.len() } else { 0 };
                Offer { behind, ..offer }
            }));
            let headers = format!("{request}.response.headers.");
            if word.starts_with(&headers) {
                let header = |name: &&str| Offer::new(format!("{headers}{name}"), "", end);
                list.extend(ANSWERED.iter().map(header));
            }
        }
        list
    }

    fn headers(&self, behind: &str) -> Vec<Offer> {
        let colon = if behind.contains(':') { "" } else { ": " };
        let known = |name: &str| self.fields.iter().any(|field| field.eq_ignore_ascii_case(name));
        let open = HEADERS.iter().filter(|(name, _)| !known(name));
        open.map(|(name, says)| Offer::new(*name, *says, colon)).collect()
    }

    fn values<'l>(&self, name: &str, value: &'l str) -> Option<Choice<'l>> {
        // Behind the colon stands a space, in lists one behind each comma.
        let part = value.rsplit(',').next().unwrap_or(value);
        let word = part.trim_start();
        if word.contains([';', ' ']) {
            return word.rsplit_once(' ').and_then(|(_, rest)| self.filled(rest));
        }
        let space = if part.is_empty() { " " } else { "" };
        let of_header = VALUES.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name));
        let values = of_header.flat_map(|(_, values)| values.iter());
        let mut list: Vec<Offer> =
            values.map(|(value, says)| Offer::new(*value, *says, "")).collect();
        list.extend(self.in_braces());
        for offer in &mut list {
            offer.puts.insert_str(0, space);
        }
        Some(Choice::of(word, list))
    }
}

/// What of a request that has a name can be read.
const PARTS: &[(&str, &str)] = &[
    ("response.body.$.", "a value of its answer"),
    ("response.headers.", "a header of its answer"),
    ("response.body.*", "all of its answer"),
    ("request.body.$.", "a value that it sent"),
    ("request.headers.", "a header that it sent"),
];

/// Headers of answers that later requests need.
const ANSWERED: &[&str] = &["Location", "ETag", "Set-Cookie", "Content-Type", "Link"];

fn directives() -> Vec<Offer> {
    vec![
        Offer::new("@name", "a name for the request", " "),
        Offer::new("@answer", "what was read in an answer", " "),
    ]
}

fn next_request() -> Offer {
    Offer::new("###", "begins a request", " ")
}

#[cfg(test)]
mod tests;
