//! Turns what fell short into what a learner needs to see.

use std::fmt::Write as _;

use serde_json::Value;

use crate::{
    client::How,
    course::{
        check::{Check, Expect, Expected},
        exercise::{Files, Wrong},
    },
    diag::Place,
    exchange::Response,
    judge::{
        Failure, Field, Unreached,
        compare::{self, Patterns},
        observe::{Came, Shortfall, in_seconds},
        own,
        recorded::Recorded,
        target::{Reason, Silence, Unready},
    },
    lab, text,
    trace::{SqlRan, Stop, Thrown, Trace, What},
};

/// Bytes of the program's own output that a failure carries.
const PRINTED_BYTES_MAX: usize = 16 << 10;
/// SQL statements that a failure carries.
const STATEMENTS_MAX: usize = 200;
/// Characters of a statement, and of its values, that a line of it shows.
const STATEMENT_CHARS_MAX: usize = 200;
/// Bytes of a request's body that a shell can be given.
const CURL_BYTES_MAX: usize = 2_047;

pub const STOPPED: &str = "It was stopped before it was done.";
const BUSY: &str = "This computer was too busy to run the program for its time.";

/// Why an end is not the program's doing.
pub fn our_fault(stop: &Stop, starved: bool) -> Option<String> {
    match stop {
        Stop::Crashed(_) | Stop::Fault(_) => stop.sentence(),
        Stop::Wall { .. } if starved => Some(BUSY.to_owned()),
        Stop::Ended => Some(STOPPED.to_owned()),
        Stop::Finished
        | Stop::Exited(_)
        | Stop::Threw(_)
        | Stop::Turn { .. }
        | Stop::Wall { .. }
        | Stop::Memory { .. }
        | Stop::Output { .. } => None,
    }
}

/// What the recording knows of the time of one check.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// `None` where nobody could hear the program print.
    pub printed: Option<String>,
    /// Its SQL statements, as `Failure::statements` has them.
    pub statements: Vec<String>,
    /// The last error that nobody handled.
    pub thrown: Option<Thrown>,
    /// Why the program ended, where it did by itself.
    pub stop: Option<Stop>,
    /// `None` where nothing was recorded.
    pub recorded: Option<Recorded>,
    pub unreached: Option<Unreached>,
}

impl Evidence {
    /// From what the learner's own server printed: the end of it, which says why it ended.
    pub fn of_log(printed: &str, stop: Option<Stop>) -> Evidence {
        let mut begin = printed.len().saturating_sub(PRINTED_BYTES_MAX);
        while !printed.is_char_boundary(begin) {
            begin += 1;
        }
        let cut = if begin == 0 { "" } else { "…" };
        let printed = Some(format!("{cut}{}", text::clean(&printed[begin..])));
        Evidence { printed, stop, ..Evidence::default() }
    }

    /// From what was recorded of child `child` after the first `from` entries.
    pub fn of(trace: &Trace, from: usize, stop: Option<Stop>, child: u32) -> Evidence {
        let printed = trace.printed(from..trace.entries.len());
        let mut end = printed.len().min(PRINTED_BYTES_MAX);
        while !printed.is_char_boundary(end) {
            end -= 1;
        }
        let cut = if end < printed.len() { "…" } else { "" };
        let printed = Some(format!("{}{cut}", text::clean(&printed[..end])));
        let thrown = match &stop {
            Some(Stop::Threw(thrown)) => Some((**thrown).clone()),
            Some(_) | None => trace.entries.iter().skip(from).rev().find_map(|entry| {
                if let What::Threw(thrown) = &entry.what { Some(thrown.clone()) } else { None }
            }),
        };
        let statements = trace.entries.iter().skip(from).filter_map(|entry| {
            if let What::Sql(ran) = &entry.what { Some(statement_line(ran)) } else { None }
        });
        let statements = statements.take(STATEMENTS_MAX).collect();
        let recorded = Some(Recorded::since(trace, from, child));
        Evidence { printed, statements, thrown, stop, recorded, unreached: None }
    }
}

/// `SELECT name FROM notes WHERE id = ? [7] (1 row, 40 steps of a full scan, 0.1 ms)`.
fn statement_line(ran: &SqlRan) -> String {
    let short = |source: &str| {
        let words: Vec<&str> = source.split_whitespace().collect();
        let mut line = text::clean_line(&words.join(" ")).into_owned();
        if let Some((end, _)) = line.char_indices().nth(STATEMENT_CHARS_MAX) {
            line.truncate(end);
            line.push('…');
        }
        line
    };
    let mut line = short(&ran.text);
    if !ran.parameters.is_empty() {
        let _ = write!(line, " [{}]", short(&ran.parameters));
    }
    let count = |number: u64, one: &str, many: &str| {
        format!("{number} {}", if number == 1 { one } else { many })
    };
    let mut notes = Vec::new();
    if let Some(error) = &ran.error {
        notes.push(format!("error: {}", short(error)));
    } else if let Some(changed) = ran.changed.filter(|_| ran.rows == 0) {
        notes.push(count(changed, "row changed", "rows changed"));
    } else if 0 < ran.rows || is_query(&ran.text) {
        notes.push(count(ran.rows, "row", "rows"));
    }
    if 0 < ran.full_scan_steps {
        let steps = u64::from(ran.full_scan_steps);
        notes.push(count(steps, "step of a full scan", "steps of a full scan"));
    }
    let tenths = ran.took_us / 100;
    notes.push(format!("{}.{} ms", tenths / 10, tenths % 10));
    let _ = write!(line, " ({})", notes.join(", "));
    line
}

/// Whether the statement is there for the rows that it gives, even where it gives none.
fn is_query(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    ["select", "values", "with", "pragma"].iter().any(|word| first.eq_ignore_ascii_case(word))
}

/// Why `check` failed. `files` are the learner's, `wrongs` the known wrong answers.
pub fn failure(
    check: &Check,
    wrongs: &[Wrong],
    files: &Files,
    shortfall: Shortfall,
    evidence: Evidence,
) -> Failure {
    let feedback = feedback(check, wrongs, &shortfall);
    let (place, line) = place(&shortfall, &evidence, files);
    let curl = curl(&shortfall);
    let headline = headline(check, &shortfall, &evidence);
    // The author speaks of what the check asks for, and the program did not get that far.
    let (why, look) = if never_began(&shortfall.came) {
        (String::new(), None)
    } else {
        (check.why.clone(), check.look.clone())
    };
    let got = match shortfall.came {
        Came::Answer(response) => Some(*response),
        Came::Silence(silence) => silence.part.map(|part| *part),
        Came::Unready(_) | Came::Ran { .. } | Came::Called { .. } => None,
    };
    Failure {
        headline: text::clean_line(&headline).into_owned(),
        why,
        look,
        place,
        line,
        feedback,
        unreached: evidence.unreached,
        sent: shortfall.sent.map(|sent| sent.request),
        curl,
        got,
        fields: shortfall.fields,
        printed: evidence.printed,
        statements: evidence.statements,
        stop: evidence.stop,
        recorded: evidence.recorded,
        of: shortfall.of,
        ..Failure::default()
    }
}

/// Whether an error ended the program before it listened, or the learner's own command never did.
fn never_began(came: &Came) -> bool {
    match came {
        Came::Unready(Unready::Ended(stop)) => matches!(stop, Stop::Threw(_)),
        Came::Unready(Unready::Command(unready)) => !own::is_elsewhere(unready),
        Came::Unready(Unready::Silent | Unready::Fault(_) | Unready::Elsewhere { .. })
        | Came::Answer(_)
        | Came::Silence(_)
        | Came::Ran { .. }
        | Came::Called { .. } => false,
    }
}

/// A program that ended and should not have; `when` completes "The program ended ...".
pub fn died(
    check: &Check,
    files: &Files,
    (stop, when): (&Stop, &str),
    evidence: Evidence,
) -> Failure {
    let (place, line) = place_of(known(stop, evidence.thrown.as_ref()), files);
    Failure {
        headline: text::clean_line(&end_words(stop, when)).into_owned(),
        why: check.why.clone(),
        look: check.look.clone(),
        place,
        line,
        printed: evidence.printed,
        statements: evidence.statements,
        stop: evidence.stop,
        recorded: evidence.recorded,
        ..Failure::default()
    }
}

/// A check of the recording that did not hold. `place` is where what it is about was asked for.
pub fn not_recorded(
    check: &Check,
    wrongs: &[Wrong],
    files: &Files,
    (fields, of, place): (Vec<Field>, Option<String>, Option<Place>),
    evidence: Evidence,
) -> Failure {
    let came = Came::Ran { printed: String::new(), stop: None };
    let shortfall = Shortfall { sent: None, base: None, came, fields, of };
    let (place, line) = place_of(Known { place: place.as_ref(), line: None }, files);
    Failure { place, line, ..failure(check, wrongs, files, shortfall, evidence) }
}

/// What happened, in a sentence about the program: the author's, unless something else went wrong.
fn headline(check: &Check, shortfall: &Shortfall, evidence: &Evidence) -> String {
    match &shortfall.came {
        Came::Silence(silence) => silence_words(silence, shortfall),
        Came::Unready(Unready::Ended(stop)) => end_words(stop, "without listening on a port"),
        Came::Unready(Unready::Silent) => {
            "The program runs and does not listen on a port.".to_owned()
        }
        Came::Unready(Unready::Fault(fault)) => fault.clone(),
        Came::Unready(Unready::Elsewhere { given, named }) => {
            format!("The runner gave PORT={given}; the program listens on {named}.")
        }
        Came::Unready(Unready::Command(unready)) => own::words(unready),
        Came::Called { answer: lab::Answer::Ended(stop), .. } => {
            end_words(stop, "before it answered")
        }
        Came::Ran { stop: Some(stop), .. } if is_accident(stop) => {
            end_words(stop, "before it was done")
        }
        Came::Answer(_) | Came::Ran { .. } | Came::Called { .. } => match &evidence.stop {
            Some(stop @ Stop::Threw(_)) => end_words(stop, ""),
            Some(_) | None if check.fails.is_empty() => {
                format!("This does not hold: {}.", check.say)
            }
            Some(_) | None => check.fails.clone(),
        },
    }
}

fn is_accident(stop: &Stop) -> bool {
    match stop {
        Stop::Threw(_)
        | Stop::Turn { .. }
        | Stop::Wall { .. }
        | Stop::Memory { .. }
        | Stop::Output { .. }
        | Stop::Crashed(_)
        | Stop::Fault(_) => true,
        Stop::Finished | Stop::Exited(_) | Stop::Ended => false,
    }
}

fn silence_words(silence: &Silence, shortfall: &Shortfall) -> String {
    let asked = shortfall.sent.as_ref().map_or_else(
        || "The request".to_owned(),
        |sent| format!("{} {}", sent.request.method, sent.request.target),
    );
    let begun = silence.part.is_some();
    match &silence.why {
        Reason::NothingLeft | Reason::Late { .. } if begun => {
            format!("The answer to {asked} began and never ended.")
        }
        Reason::NothingLeft => {
            format!("{asked} was never answered: nothing is left in the program that could.")
        }
        Reason::Late { ms } => format!("{asked} was not answered within {}.", in_seconds(*ms)),
        Reason::Closed if begun => format!("The answer to {asked} was cut off."),
        Reason::Closed => format!("The connection was closed before {asked} was answered."),
        Reason::Garbled(_) => format!("What came back to {asked} is not HTTP."),
        Reason::Endless => format!("The answer to {asked} has no end: 16 MB came."),
        Reason::Ended(stop) => end_words(stop, &format!("before it answered {asked}")),
        Reason::Refused { port } => format!("Nothing listens on port {port} any more."),
        Reason::Cancelled => "Stopped.".to_owned(),
    }
}

/// How the program ended; `when` completes "The program ended ...".
fn end_words(stop: &Stop, when: &str) -> String {
    match stop {
        Stop::Finished | Stop::Ended => format!("The program ended {when}."),
        Stop::Exited(code) => {
            format!("The program ended itself with exit code {code} {when}.")
        }
        Stop::Threw(_)
        | Stop::Turn { .. }
        | Stop::Wall { .. }
        | Stop::Memory { .. }
        | Stop::Output { .. }
        | Stop::Crashed(_)
        | Stop::Fault(_) => stop.sentence().unwrap_or_default(),
    }
}

fn place(
    shortfall: &Shortfall,
    evidence: &Evidence,
    files: &Files,
) -> (Option<Place>, Option<String>) {
    let thrown = match &shortfall.came {
        Came::Called { answer: lab::Answer::Threw(thrown), .. } => Some(&**thrown),
        Came::Answer(_)
        | Came::Silence(_)
        | Came::Unready(_)
        | Came::Ran { .. }
        | Came::Called { .. } => evidence.thrown.as_ref(),
    };
    let known = match &evidence.stop {
        Some(stop) => known(stop, thrown),
        None => Known::of(thrown),
    };
    place_of(known, files)
}

/// A place, and its line where that is known too.
#[derive(Clone, Copy, Default)]
struct Known<'a> {
    place: Option<&'a Place>,
    line: Option<&'a str>,
}

impl<'a> Known<'a> {
    fn of(thrown: Option<&'a Thrown>) -> Known<'a> {
        thrown.map_or_else(Known::default, |thrown| Known {
            place: thrown.place.as_ref(),
            line: thrown.line.as_deref(),
        })
    }
}

fn known<'a>(stop: &'a Stop, thrown: Option<&'a Thrown>) -> Known<'a> {
    match stop {
        Stop::Threw(thrown) => Known::of(Some(thrown)),
        Stop::Turn { place, .. } => Known { place: place.as_ref(), line: None },
        Stop::Finished
        | Stop::Exited(_)
        | Stop::Wall { .. }
        | Stop::Memory { .. }
        | Stop::Output { .. }
        | Stop::Crashed(_)
        | Stop::Ended
        | Stop::Fault(_) => Known::of(thrown),
    }
}

fn place_of(known: Known<'_>, files: &Files) -> (Option<Place>, Option<String>) {
    let Some(place) = known.place else { return (None, None) };
    let line = known.line.map(str::to_owned).or_else(|| {
        let text = String::from_utf8_lossy(files.get(&place.file)?).into_owned();
        text.lines().nth(place.line.checked_sub(1)? as usize).map(str::to_owned)
    });
    let line = line.map(|line| text::clean_line(line.trim()).into_owned());
    (Some(place.clone()), line)
}

fn curl(shortfall: &Shortfall) -> Option<String> {
    let (sent, base) = (shortfall.sent.as_ref()?, shortfall.base.as_ref()?);
    let mut request = sent.request.clone();
    match &sent.how {
        How::Whole => {}
        How::Chunked { unfinished: false, .. } if request.body.len() <= CURL_BYTES_MAX => {
            request.headers.push("Transfer-Encoding", "chunked");
        }
        // A shell has no word for these.
        How::Chunked { .. } | How::Raw(_) => return None,
    }
    Some(request.as_curl(base))
}

/// The feedback of the first wrong answer that begins to fail at `check` and looks like this.
fn feedback(check: &Check, wrongs: &[Wrong], shortfall: &Shortfall) -> Option<String> {
    wrongs
        .iter()
        .filter(|wrong| wrong.fails.first() == Some(&check.name))
        .find(|wrong| wrong.when.as_ref().is_none_or(|when| matches(when, shortfall)))
        .map(|wrong| wrong.feedback.clone())
}

/// Whether what came back is as `when` says.
fn matches(when: &Expect, shortfall: &Shortfall) -> bool {
    let mut patterns = Patterns::new();
    let silent = matches!(shortfall.came, Came::Silence(_));
    if when.silent.is_some_and(|wanted| wanted != silent) {
        return false;
    }
    let elsewhere = match &shortfall.came {
        Came::Unready(Unready::Elsewhere { .. }) => true,
        Came::Unready(Unready::Command(unready)) => own::is_elsewhere(unready),
        Came::Unready(_)
        | Came::Answer(_)
        | Came::Silence(_)
        | Came::Ran { .. }
        | Came::Called { .. } => false,
    };
    if when.elsewhere.is_some_and(|wanted| wanted != elsewhere) {
        return false;
    }
    let names_response = when.status.is_some()
        || when.body.is_some()
        || !when.headers.is_empty()
        || !when.json.is_empty();
    let response: Option<&Response> = match &shortfall.came {
        Came::Answer(response) => Some(response),
        Came::Silence(silence) => silence.part.as_deref(),
        Came::Unready(_) | Came::Ran { .. } | Came::Called { .. } => None,
    };
    if names_response {
        let fields = response.map(|response| compare::response(when, response, &mut patterns));
        if fields.is_none_or(|fields| fields.iter().any(|field| field.differs)) {
            return false;
        }
    }
    let (printed, returned, threw) = match &shortfall.came {
        Came::Ran { printed, stop } => {
            let threw = match stop {
                Some(Stop::Threw(thrown)) => Some(Value::from(thrown.name.clone())),
                Some(_) | None => None,
            };
            (Some(Value::from(printed.clone())), None, threw)
        }
        Came::Called { answer, printed } => {
            let (returned, threw) = match answer {
                lab::Answer::Value(value) => (Some(value.clone()), None),
                lab::Answer::Threw(thrown) => (None, Some(Value::from(thrown.name.clone()))),
                lab::Answer::Nothing | lab::Answer::Never | lab::Answer::Ended(_) => (None, None),
            };
            (Some(Value::from(printed.clone())), returned, threw)
        }
        Came::Answer(_) | Came::Silence(_) | Came::Unready(_) => (None, None, None),
    };
    let mut is = |expected: &Option<Expected>, got: &Option<Value>| {
        expected.as_ref().is_none_or(|e| compare::holds(e, got.as_ref(), &mut patterns))
    };
    is(&when.prints, &printed) && is(&when.returns, &returned) && is(&when.throws, &threw)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Entry;

    fn line(ran: &SqlRan) -> String {
        let mut trace = Trace::default();
        let what = |text: &str| What::Sql(SqlRan { text: text.to_owned(), ..SqlRan::default() });
        trace.push(Entry { at_us: 0, request: None, what: what("SELECT 'before the check'") });
        trace.push(Entry { at_us: 1, request: Some(1), what: What::Sql(ran.clone()) });
        let [line] = <[String; 1]>::try_from(Evidence::of(&trace, 1, None, 0).statements).unwrap();
        line
    }

    #[test]
    fn a_statement_of_the_check_is_a_line() {
        let read = SqlRan {
            text: "SELECT *\n  FROM notes WHERE text = ?".to_owned(),
            parameters: "'milk'".to_owned(),
            rows: 1,
            full_scan_steps: 40,
            took_us: 1_250,
            ..SqlRan::default()
        };
        assert_eq!(
            line(&read),
            "SELECT * FROM notes WHERE text = ? ['milk'] (1 row, 40 steps of a full scan, 1.2 ms)"
        );
        let written = SqlRan { text: "DELETE FROM notes".into(), changed: Some(3), ..read.clone() };
        let written = SqlRan { rows: 0, full_scan_steps: 0, parameters: String::new(), ..written };
        assert_eq!(line(&written), "DELETE FROM notes (3 rows changed, 1.2 ms)");
        let failed = SqlRan { error: Some("no such table: notes".to_owned()), ..written };
        assert_eq!(line(&failed), "DELETE FROM notes (error: no such table: notes, 1.2 ms)");
        let made = SqlRan { text: "CREATE TABLE t (a)".into(), rows: 0, ..SqlRan::default() };
        assert_eq!(line(&made), "CREATE TABLE t (a) (0.0 ms)");
        let long = SqlRan { text: format!("SELECT '{}\u{1b}[2J'", "x".repeat(500)), ..read };
        let long = line(&long);
        assert!(long.contains("x… [") && !long.contains('\u{1b}'), "{long}");
    }
}
