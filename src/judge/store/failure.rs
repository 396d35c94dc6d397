//! Why a check of a store failed, as a learner needs to see it.

use serde_json::Value;

use crate::{
    course::{
        check::{Check, Expect, ResultExpect, StoreTest},
        exercise::Wrong,
        sql::Aspect,
    },
    diag::Place,
    judge::{
        Failure, Field, ShownRows, SqlFailure,
        compare::{self, Patterns},
        rows::{Line, Mark, Shown, Sight},
        store::{
            Desk, Fallen, Why,
            desk::Absent,
            difference::{Difference, Lists, Part, kind},
            words::written,
        },
    },
    lab::script::{Problem, ScriptError},
    table::Cell,
    text::{clean, clean_line},
};

/// Characters of a statement that a failure carries.
const STATEMENT_CHARS_MAX: usize = 2_000;
/// Documents that are shown.
const SHOWN_MAX: usize = 20;
/// Characters of a document that are shown.
const DOCUMENT_CHARS_MAX: usize = 400;
/// Fields that a failure names.
const FIELDS_MAX: usize = 12;

/// Why `check` failed.
pub fn failure(check: &Check, test: &StoreTest, desk: &Desk<'_>, fallen: &Fallen) -> Failure {
    let exercise = desk.exercise();
    let error = own_error(&fallen.why);
    let (line, caret) = error.and_then(ScriptError::pointed).unzip();
    let sight = if desk.shows(fallen.set) { Sight::Open } else { Sight::Veiled };
    let headline = headline(check, test, desk, &fallen.why);
    Failure {
        headline: clean_line(&headline).into_owned(),
        why: check.why.clone(),
        look: check.look.clone(),
        place: place(&fallen.why),
        line,
        feedback: feedback(check, &exercise.wrongs, fallen),
        fields: fields(&fallen.why, sight),
        stop: fallen.stop().cloned(),
        of: desk.set_name(fallen.set).filter(|_| is_about_data(&fallen.why)).map(
            |name| match sight {
                Sight::Open => format!("on the data set `{name}`"),
                Sight::Veiled => "on data that is not shown".to_owned(),
            },
        ),
        sql: Some(Box::new(SqlFailure {
            statement: fallen.statement.as_deref().map(statement),
            rows: shown(&fallen.why, sight),
            plan: None,
            caret,
            hint: error.and_then(|error| error.hint.clone()),
            notes: Vec::new(),
        })),
        ..Failure::default()
    }
}

/// Whether another data set could have let the answer pass.
fn is_about_data(why: &Why) -> bool {
    !matches!(why, Why::Absent(_) | Why::Empty)
}

fn statement(text: &str) -> String {
    let text: String = text.chars().take(STATEMENT_CHARS_MAX).collect();
    clean(&text).into_owned()
}

/// The mistake in the learner's own text.
fn own_error(why: &Why) -> Option<&ScriptError> {
    if let Why::Problem(Problem::Wrong(error)) = why { Some(error) } else { None }
}

fn place(why: &Why) -> Option<Place> {
    if let Why::Problem(problem) = why { problem.place().cloned() } else { None }
}

/// What happened, in a sentence: the author's, unless the answer did not come so far.
fn headline(check: &Check, test: &StoreTest, desk: &Desk<'_>, why: &Why) -> String {
    let (file, mark) = (desk.exercise().app(), desk.mark());
    match why {
        Why::Absent(Absent::File) => format!("{file} is not there, or it is no text."),
        Why::Absent(Absent::Part(number)) => {
            format!("The line `{mark} {number}` is missing in {file}: the answer stands below it.")
        }
        Why::Empty => match test.part {
            Some(number) => format!("No command stands below `{mark} {number}` in {file} yet."),
            None => format!("{file} holds no command yet."),
        },
        Why::NoValue => format!("No command of {file} gives a value."),
        Why::Problem(Problem::Wrong(error)) => {
            format!("Line {} does not run: {}.", error.place.line, clean_line(&error.message))
        }
        Why::Problem(problem @ Problem::Stopped { .. }) => {
            let line = problem.place().map(|place| format!("Line {}: ", place.line));
            format!("{}{}.", line.unwrap_or_default(), problem.message())
        }
        Why::Query(problem) => {
            format!("What {file} left behind cannot be asked: {}.", problem.message())
        }
        Why::Differs(_) | Why::Values(_) | Why::Refused(_) | Why::Taken | Why::Unruly(_) => {
            if check.fails.is_empty() {
                format!("This does not hold: {}.", check.say)
            } else {
                check.fails.clone()
            }
        }
    }
}

fn fields(why: &Why, sight: Sight) -> Vec<Field> {
    let field = |expected: &str, got: &str, note: Option<String>| Field {
        name: "command".to_owned(),
        expected: expected.to_owned(),
        got: got.to_owned(),
        differs: true,
        note,
    };
    match why {
        Why::Absent(_) | Why::Empty | Why::NoValue | Why::Problem(_) | Why::Query(_) => Vec::new(),
        Why::Refused(message) => {
            vec![field("taken", "refused", Some(clean_line(message).into_owned()))]
        }
        Why::Taken => vec![field("refused", "taken", None)],
        Why::Unruly(message) => {
            let note = Some(clean_line(message).into_owned());
            vec![field("refused by a rule", "an error that is no rule", note)]
        }
        Why::Values(fields) => match sight {
            Sight::Open => fields.clone(),
            Sight::Veiled => fields.iter().map(veiled).collect(),
        },
        Why::Differs(difference) => match &**difference {
            Difference::Parts(parts) => {
                parts.iter().take(FIELDS_MAX).map(|part| of_part(part, 1, sight)).collect()
            }
            Difference::Lists(lists) => of_lists(lists, sight),
        },
    }
}

/// What a value is called by a check, without the value.
fn veiled(field: &Field) -> Field {
    if !field.differs {
        return field.clone();
    }
    Field {
        expected: "the right value".to_owned(),
        got: "another value".to_owned(),
        note: None,
        ..field.clone()
    }
}

fn of_lists(lists: &Lists, sight: Sight) -> Vec<Field> {
    let (missing, extra) = (lists.missing.len(), lists.extra.len());
    let mut notes = Vec::new();
    if missing > 0 {
        notes.push(counted(missing, "is missing", "are missing"));
    }
    if extra > 0 {
        notes.push(counted(extra, "should not be there", "should not be there"));
    }
    if let Some(at) = lists.misplaced {
        notes.push(format!("all are there; from number {} on the order differs", at + 1));
    }
    let differs = !notes.is_empty();
    let mut fields = vec![Field {
        name: "documents".to_owned(),
        expected: lists.expected.len().to_string(),
        got: lists.got.len().to_string(),
        differs,
        note: differs.then(|| notes.join("; ")),
    }];
    let mut seen: Vec<(&Part, usize)> = Vec::new();
    for part in lists.changed.iter().flat_map(|changed| &changed.parts) {
        match seen.iter_mut().find(|(other, _)| other.path == part.path) {
            Some((_, times)) => *times += 1,
            None => seen.push((part, 1)),
        }
    }
    let parts = seen.into_iter().take(FIELDS_MAX);
    fields.extend(parts.map(|(part, times)| of_part(part, times, sight)));
    compare::differing_first(fields)
}

/// `times`: in so many documents.
fn of_part(part: &Part, times: usize, sight: Sight) -> Field {
    let mut notes = Vec::new();
    if part.aspect == Aspect::Type
        && let (Some(wanted), Some(came)) = (&part.expected, &part.got)
    {
        notes.push(format!("{} is expected, {} came", kind(wanted), kind(came)));
    }
    if times > 1 {
        notes.push(format!("in {times} documents"));
    }
    let shown = |value: &Option<Value>, veil: &str| match (value, sight) {
        (None, _) => "not there".to_owned(),
        // A reply of Redis has only texts, numbers and lists, which JSON writes as redis-cli does.
        (Some(value), Sight::Open) if part.path.starts_with("reply ") => {
            clean_line(&value.to_string()).into_owned()
        }
        (Some(value), Sight::Open) => line(value),
        (Some(value), Sight::Veiled) if part.aspect == Aspect::Type => kind(value).to_owned(),
        (Some(_), Sight::Veiled) => veil.to_owned(),
    };
    Field {
        name: if part.path.is_empty() {
            "result".to_owned()
        } else {
            clean_line(&part.path).into()
        },
        expected: shown(&part.expected, "the right value"),
        got: shown(&part.got, "another value"),
        differs: true,
        note: (!notes.is_empty()).then(|| notes.join("; ")),
    }
}

fn counted(count: usize, one: &str, more: &str) -> String {
    if count == 1 { format!("1 document {one}") } else { format!("{count} documents {more}") }
}

/// The documents that came and those that should have come, as one list.
fn shown(why: &Why, sight: Sight) -> Option<ShownRows> {
    let Why::Differs(difference) = why else { return None };
    let Difference::Lists(lists) = &**difference else { return None };
    if sight == Sight::Veiled {
        return None;
    }
    let row = |mark, value: &Value| Line::Row { mark, cells: vec![Cell::Text(line(value))] };
    let mut lines = Vec::new();
    for (at, value) in lists.got.iter().enumerate() {
        if let Some(changed) = lists.changed.iter().find(|changed| changed.got == at) {
            lines.push(row(Mark::Expected, &lists.expected[changed.expected]));
            lines.push(row(Mark::Came, value));
        } else if lists.extra.contains(&at) {
            lines.push(row(Mark::Extra, value));
        } else {
            lines.push(row(Mark::Fits, value));
        }
    }
    lines.extend(lists.missing.iter().map(|at| row(Mark::Missing, &lists.expected[*at])));
    let left = lines.len().saturating_sub(SHOWN_MAX);
    lines.truncate(SHOWN_MAX);
    if left > 0 {
        lines.push(Line::Cut(left));
    }
    Some(ShownRows::Together(Shown { columns: vec!["documents".to_owned()], lines }))
}

/// A value in one line, cut.
fn line(value: &Value) -> String {
    let text = written(value);
    let text = clean_line(&text);
    if text.chars().count() <= DOCUMENT_CHARS_MAX {
        return text.into_owned();
    }
    text.chars().take(DOCUMENT_CHARS_MAX).chain(['…']).collect()
}

/// The feedback of the first wrong answer that begins to fail at `check` and looks like this.
fn feedback(check: &Check, wrongs: &[Wrong], fallen: &Fallen) -> Option<String> {
    // An answer that did not run is none of those that an author had in mind, but for its error.
    let came_to_its_end = match &fallen.why {
        Why::NoValue
        | Why::Differs(_)
        | Why::Values(_)
        | Why::Refused(_)
        | Why::Taken
        | Why::Unruly(_) => true,
        Why::Absent(_) | Why::Empty | Why::Problem(_) | Why::Query(_) => false,
    };
    let looks_alike = |wrong: &&Wrong| match &wrong.when {
        None => came_to_its_end,
        Some(when) => matches(when, fallen),
    };
    wrongs
        .iter()
        .filter(|wrong| wrong.fails.first() == Some(&check.name))
        .find(looks_alike)
        .map(|wrong| wrong.feedback.clone())
}

/// Whether what the answer did is as `when` says.
fn matches(when: &Expect, fallen: &Fallen) -> bool {
    let mut patterns = Patterns::new();
    let error = match &fallen.why {
        Why::Problem(problem) | Why::Query(problem) => Some(problem.message()),
        Why::Refused(message) | Why::Unruly(message) => Some(message.clone()),
        Why::Absent(_)
        | Why::Empty
        | Why::NoValue
        | Why::Differs(_)
        | Why::Values(_)
        | Why::Taken => None,
    };
    let differs =
        |aspect| matches!(&fallen.why, Why::Differs(difference) if difference.has(aspect));
    let none = ResultExpect::default();
    let result = when.result.as_deref().unwrap_or(&none);
    let mut is = |expected: &Option<_>, got: Option<Value>| {
        expected.as_ref().is_none_or(|e| compare::holds(e, got.as_ref(), &mut patterns))
    };
    is(&result.error, error.map(Value::from))
        && is(&result.statement, fallen.statement.clone().map(Value::from))
        && result.differs.is_none_or(differs)
        && (when.json.is_empty()
            || fallen.got.as_ref().is_some_and(|got| {
                let fields = compare::values(&when.json, got, "result", &mut Patterns::new());
                fields.iter().all(|field| !field.differs)
            }))
}
