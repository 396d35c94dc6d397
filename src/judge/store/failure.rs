//! Why a check of a store failed, as a learner needs to see it.

use serde_json::Value;

use crate::{
    course::{
        check::{Check, Expect, ResultExpect, StoreTest},
        exercise::Wrong,
        sql::Aspect,
    },
    judge::{
        Failure, Field,
        compare::{self, Patterns},
        rows::{Line, Mark, Shown, Sight},
        script::{self, Scripts, ShownRows},
        store::{
            Fallen, Why,
            difference::{Difference, Lists, Part, kind},
            words::written,
        },
    },
    table::Cell,
    text::clean_line,
};

/// Documents that are shown.
const SHOWN_MAX: usize = 20;
/// Characters of a document that are shown.
const DOCUMENT_CHARS_MAX: usize = 400;
/// Fields that a failure names.
const FIELDS_MAX: usize = 12;

/// Why `check` failed; `headline` says what happened, in a sentence.
pub fn failure(check: &Check, headline: &str, scripts: &Scripts<'_>, fallen: &Fallen) -> Failure {
    let sight = scripts.sight(fallen.set);
    let own = if let Why::Problem(problem) = &fallen.why { Some(problem) } else { None };
    let mut failure = script::failure(check, headline, own, fallen.statement.as_deref());
    failure.feedback = feedback(check, &scripts.exercise().wrongs, fallen);
    failure.fields = fields(&fallen.why, sight);
    failure.stop = fallen.stop().cloned();
    failure.of = scripts.on_which(fallen.set).filter(|_| is_about_data(&fallen.why));
    if let Some(script) = &mut failure.script {
        script.rows = shown(&fallen.why, sight);
    }
    failure
}

/// Whether another data set could have let the answer pass.
fn is_about_data(why: &Why) -> bool {
    !matches!(why, Why::Absent(_) | Why::Empty)
}

/// What happened to a script of commands, in a sentence: the author's, unless it did not come so far.
pub fn headline(check: &Check, test: &StoreTest, scripts: &Scripts<'_>, why: &Why) -> String {
    let file = scripts.file();
    match why {
        Why::Absent(absent) => scripts.absent(*absent),
        Why::Empty => scripts.empty("command", test.part),
        Why::NoValue => format!("No command of {file} gives a value."),
        Why::Problem(problem) => script::did_not_run(problem),
        Why::Query(problem) => {
            format!("What {file} left behind cannot be asked: {}.", problem.message())
        }
        Why::Differs(_) | Why::Values(_) | Why::Refused(_) | Why::Taken | Why::Unruly(_) => {
            script::does_not_hold(check)
        }
    }
}

/// As `headline`, of a program whose store was asked.
pub fn headline_of_program(check: &Check, why: &Why) -> String {
    match why {
        Why::Query(problem) => {
            format!("What the program left in its store cannot be asked: {}.", problem.message())
        }
        Why::Absent(_)
        | Why::Empty
        | Why::NoValue
        | Why::Problem(_)
        | Why::Differs(_)
        | Why::Values(_)
        | Why::Refused(_)
        | Why::Taken
        | Why::Unruly(_) => script::does_not_hold(check),
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
            Sight::Veiled => fields.iter().map(Field::veiled).collect(),
        },
        Why::Differs(difference) => match &**difference {
            Difference::Parts(parts) => {
                parts.iter().take(FIELDS_MAX).map(|part| of_part(part, 1, sight)).collect()
            }
            Difference::Lists(lists) => of_lists(lists, sight),
        },
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
    Some(ShownRows::Documents(Shown { columns: vec!["documents".to_owned()], lines }))
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
    script::feedback(check, wrongs, came_to_its_end, |when| matches(when, fallen))
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
