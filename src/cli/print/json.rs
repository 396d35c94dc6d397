//! The JSON shapes of the command line. Each object has `"format": 1`; keys are never renamed or
//! removed within a format.

use serde::Serialize;
use serde_json::{Value, json};

use crate::{
    course::{
        Course, Module,
        attack::Stage,
        exercise::Exercise,
        id::{ExerciseId, LessonId},
    },
    exchange::{Headers, Request, Response},
    judge::{
        self, Came, CheckResult, Failure, Field, Outcome, ScriptFailure, ShownRows, Verdict,
        rows::{Line, Shown},
    },
    table::Cell,
    tutor::sending::Exchange,
    tutor::{ModuleState, Overview, Reading, Solving},
};

/// The version of every shape in this file.
pub const FORMAT: u32 = 1;

#[derive(Serialize)]
struct VerdictJson<'a> {
    format: u32,
    pack: &'a str,
    exercise: &'a str,
    rev: u32,
    outcome: &'static str,
    checks: Vec<CheckJson<'a>>,
    /// The requests of a `requests.http` file in their order; empty for other answers.
    exchanges: Vec<Value>,
    ms: u64,
}

#[derive(Serialize, Default)]
struct CheckJson<'a> {
    name: &'a str,
    hidden: bool,
    outcome: &'static str,
    say: &'a str,
    headline: Option<&'a str>,
    why: Option<&'a str>,
    look: Option<String>,
    feedback: Option<&'a str>,
    sent: Option<Value>,
    curl: Option<&'a str>,
    got: Option<Value>,
    expected: Option<Value>,
    differs: Option<Vec<&'a str>>,
    stop: Option<String>,
    /// `exploit` or `repair` in an exercise that has both.
    stage: Option<&'static str>,
}

/// A verdict. `show_hidden` opens all but the statements of hidden checks and why they are made.
pub fn verdict(
    pack: &str,
    id: &str,
    exercise: &Exercise,
    verdict: &Verdict,
    show_hidden: bool,
) -> String {
    let outcome = if verdict.passed() {
        "pass"
    } else if verdict.unjudged() {
        "unjudged"
    } else {
        "fail"
    };
    let stage = |result: &CheckResult| exercise.stage(exercise.check(&result.name)?);
    let checks = verdict.checks.iter().map(|result| CheckJson {
        stage: stage(result).map(Stage::name),
        ..check(result, show_hidden)
    });
    let checks = checks.collect();
    let ms = u64::try_from(verdict.took.as_millis()).unwrap_or(u64::MAX);
    let exchanges = verdict.exchanges.iter().map(own_exchange).collect();
    let rev = exercise.rev;
    line(&VerdictJson { format: FORMAT, pack, exercise: id, rev, outcome, checks, exchanges, ms })
}

/// The course with the learner's state. `title` gives a lesson's or an exercise's title and kind.
pub fn list(
    course: &Course,
    modules: &[ModuleState],
    title: impl Fn(&str) -> (String, String),
) -> String {
    let module = |(state, module): (&ModuleState, &Module)| {
        let lessons = module.lessons.iter().zip(&state.lessons).map(|(id, state)| {
            let (title, _) = title(id.as_str());
            json!({ "id": id.as_str(), "title": title, "state": reading(*state) })
        });
        let exercises = module.exercises.iter().zip(&state.exercises).map(|(id, state)| {
            let (title, kind) = title(id.as_str());
            json!({
                "id": id.as_str(), "title": title, "kind": kind, "state": solving(*state),
            })
        });
        let (lessons, exercises): (Vec<_>, Vec<_>) = (lessons.collect(), exercises.collect());
        json!({
            "id": module.id.as_str(), "title": module.title, "lessons": lessons,
            "exercises": exercises, "skipped": state.skipped,
        })
    };
    let modules: Vec<_> = modules.iter().zip(&course.modules).map(module).collect();
    line(&json!({
        "format": FORMAT,
        "packs": [{
            "id": course.id.as_str(), "version": course.version, "title": course.title,
            "modules": modules,
        }],
    }))
}

/// What the requests of `file` gave. Bodies are text: what is none in them is lost.
pub fn exchanges(file: &str, environment: Option<&str>, all: &[Exchange]) -> String {
    let one = |exchange: &Exchange| {
        let sent = exchange.sent.as_ref().map(|sent| {
            let mut value = request(&sent.request);
            value["url"] = json!(sent.url);
            value
        });
        let came = exchange.response.as_ref().map(|came| {
            let mut value = response(came);
            value["cut"] = json!(came.cut);
            value
        });
        let error = exchange.error.as_ref().map(|error| {
            json!({
                "line": error.line, "column": error.column, "what": error.what, "hint": error.hint,
            })
        });
        json!({
            "name": exchange.name, "line": exchange.line, "request": sent, "response": came,
            "error": error, "ms": exchange.ms,
        })
    };
    let all: Vec<_> = all.iter().map(one).collect();
    line(&json!({
        "format": FORMAT, "file": file, "environment": environment, "exchanges": all,
    }))
}

/// The id of each lesson and exercise with the word for its state.
pub fn states(overview: &Overview) -> impl Iterator<Item = (&str, &'static str)> {
    overview.course.modules.iter().zip(&overview.modules).flat_map(|(module, state)| {
        let lessons = module.lessons.iter().map(LessonId::as_str);
        let exercises = module.exercises.iter().map(ExerciseId::as_str);
        let read = lessons.zip(state.lessons.iter().map(|state| reading(*state)));
        read.chain(exercises.zip(state.exercises.iter().map(|state| solving(*state))))
    })
}

/// The word for a lesson's state, in lists for people too.
pub fn reading(state: Reading) -> &'static str {
    match state {
        Reading::Ahead => "ahead",
        Reading::Begun => "begun",
        Reading::Read => "read",
    }
}

/// The word for an exercise's state, in lists for people too.
pub fn solving(state: Solving) -> &'static str {
    match state {
        Solving::Ahead => "ahead",
        Solving::Tried => "tried",
        Solving::Solved => "solved",
        Solving::SolvedWithHelp => "solved with help",
    }
}

/// One line of JSON with a line break.
pub fn line(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string(value).expect("our own shapes have text keys only");
    text.push('\n');
    text
}

fn check(result: &CheckResult, show_hidden: bool) -> CheckJson<'_> {
    let base = CheckJson {
        name: &result.name,
        hidden: result.hidden,
        say: &result.say,
        ..CheckJson::default()
    };
    match &result.outcome {
        Outcome::Passed => CheckJson { outcome: "pass", ..base },
        Outcome::Failed(failure) => failed(base, failure, !result.hidden || show_hidden),
        Outcome::Unjudged(why) => CheckJson { outcome: "unjudged", why: Some(why), ..base },
        Outcome::Skipped { .. } => CheckJson { outcome: "skipped", ..base },
    }
}

fn failed<'a>(base: CheckJson<'a>, failure: &'a Failure, open: bool) -> CheckJson<'a> {
    let why = Some(failure.why.as_str()).filter(|why| !why.is_empty());
    if !open {
        return CheckJson { outcome: "fail", why, ..base };
    }
    let place = failure.place.as_ref().map(|place| format!("{}:{}", place.file, place.line));
    let row = |value: fn(&Field) -> &str| -> Value {
        failure.fields.iter().map(|field| (field.name.clone(), json!(value(field)))).collect()
    };
    let script = failure.script.as_deref();
    let fields = |value: fn(&Field) -> &str| (!failure.fields.is_empty()).then(|| row(value));
    let (expected, got_rows) = match script {
        None => (fields(|field| &field.expected), fields(|field| &field.got)),
        Some(script) => both_sides(script, fields(|field| &field.expected)),
    };
    CheckJson {
        outcome: "fail",
        headline: Some(&failure.headline),
        why,
        feedback: failure.feedback.as_deref(),
        look: place.or_else(|| failure.look.clone()),
        sent: failure.sent.as_ref().map(request).or_else(|| asked(script?, failure)),
        curl: failure.curl.as_deref(),
        got: failure.got.as_ref().map(response).or(got_rows),
        expected,
        differs: Some(failure.fields.iter().filter(|f| f.differs).map(|f| &*f.name).collect()),
        stop: failure.stop.as_ref().and_then(crate::trace::Stop::sentence),
        ..base
    }
}

/// `outcome` is `answered`, `unanswered` or `unsent`; of the latter two `why` tells the reason.
fn own_exchange(exchange: &judge::Exchange) -> Value {
    let (outcome, response, why) = match &exchange.came {
        Came::Answer(came) => ("answered", Some(response(came)), None),
        Came::Nothing(why) => ("unanswered", None, Some(why)),
        Came::Unsent(why) => ("unsent", None, Some(why)),
    };
    json!({
        "name": exchange.name, "line": exchange.line, "outcome": outcome,
        "request": request(&exchange.request), "response": response, "why": why,
        "doubt": exchange.doubt,
    })
}

fn request(request: &Request) -> Value {
    json!({
        "method": request.method, "target": request.target, "headers": headers(&request.headers),
        "body": String::from_utf8_lossy(&request.body),
    })
}

/// The statement of SQL, and on which data it ran.
fn asked(script: &ScriptFailure, failure: &Failure) -> Option<Value> {
    let statement = script.statement.as_ref()?;
    Some(json!({ "statement": statement, "on": failure.of, "notes": script.notes }))
}

/// The rows that are expected, with the other fields that a check of SQL names, and those that
/// came. Rows around which nothing differs may be left out, and are counted.
fn both_sides(script: &ScriptFailure, fields: Option<Value>) -> (Option<Value>, Option<Value>) {
    let (expected, got) = match &script.rows {
        None => (None, None),
        Some(ShownRows::Together(shown) | ShownRows::Documents(shown)) => {
            (Some(side(shown, |sign| sign != '+')), Some(side(shown, |sign| sign != '-')))
        }
        Some(ShownRows::Apart { expected, got }) => {
            (Some(side(expected, |_| true)), Some(side(got, |_| true)))
        }
    };
    let got = match &script.plan {
        None => got,
        Some(plan) => {
            let mut got = got.unwrap_or_else(|| json!({}));
            got["plan"] = json!(plan);
            Some(got)
        }
    };
    let Some(fields) = fields else { return (expected, got) };
    let mut expected = expected.unwrap_or_else(|| json!({}));
    expected["fields"] = fields;
    (Some(expected), got)
}

fn side(shown: &Shown, is_of_it: impl Fn(char) -> bool) -> Value {
    let (mut rows, mut left_out) = (Vec::new(), 0);
    for line in &shown.lines {
        match line {
            Line::Row { mark, cells } if is_of_it(mark.sign()) => {
                rows.push(cells.iter().map(cell).collect::<Value>());
            }
            Line::Row { .. } => {}
            Line::Cut(count) => left_out += count,
        }
    }
    json!({ "columns": shown.columns, "rows": rows, "left_out": left_out })
}

/// A number that JSON has no word for is its text.
fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Integer(number) => json!(number),
        Cell::Real(number) if number.is_finite() => json!(number),
        Cell::Real(_) => json!(cell.show()),
        Cell::Text(text) => json!(text),
        Cell::Blob(_) => json!({ "blob": cell.show() }),
    }
}

fn response(response: &Response) -> Value {
    json!({
        "status": response.status, "headers": headers(&response.headers), "body": response.text(),
    })
}

/// Pairs in order, since a field may be sent more than once.
fn headers(headers: &Headers) -> Value {
    headers.iter().map(|(name, value)| json!([name, value])).collect()
}
