//! Why a check of SQL failed, as a learner needs to see it.

use serde_json::Value;

use crate::{
    course::{
        check::{Check, Expected, ResultExpect, Test},
        exercise::{Exercise, Wrong},
        sql::Way,
    },
    diag::Place,
    judge::{
        Failure, Field,
        compare::{self, Patterns},
        rows::{self, Difference, Shown, Sight, same_row},
        sql::{
            Absent, Desk, Fallen, Why,
            plan::{Planned, Want},
        },
    },
    lab::sql::{Problem, SqlError},
    table::{Cell, Table},
    text::{clean, clean_line},
};

/// Columns of a plan, so that it fits beside what stands before it.
const PLAN_COLUMNS_MAX: usize = 64;
/// Rows of each side that are shown where their columns could not be paired.
const UNPAIRED_ROWS_MAX: usize = 5;
/// Characters of a statement that a failure carries.
const STATEMENT_CHARS_MAX: usize = 2_000;
/// Characters of a statement in the table of fields.
const STATEMENT_SHOWN_CHARS: usize = 60;

/// What a check of SQL adds to a failure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SqlFailure {
    /// The statement whose rows were compared, or that was tried; cut where it is long.
    pub statement: Option<String>,
    pub rows: Option<ShownRows>,
    /// How SQLite runs the statement: the steps as a tree, and below it what they took; safe to
    /// show, each line with its line break.
    pub plan: Option<String>,
    /// In `Failure::line`: the column, from 0, at which the mistake is, and how many are meant.
    pub caret: Option<(usize, usize)>,
    /// What to do about an error of SQL.
    pub hint: Option<String>,
    /// What other databases would do with the learner's statement, a line each; none where the
    /// author has words for this answer, since a note may give away what these ask.
    pub notes: Vec<String>,
}

/// The rows that came and those that should have come, where the learner may see them.
#[derive(Clone, Debug, PartialEq)]
pub enum ShownRows {
    /// As one list.
    Together(Shown),
    /// The columns do not pair.
    Apart { expected: Shown, got: Shown },
}

/// Why `check` failed, without notes.
pub fn failure(check: &Check, desk: &Desk<'_>, fallen: &Fallen) -> Failure {
    let exercise = desk.exercise();
    let error = place_error(&fallen.why);
    let (line, caret) = error.and_then(SqlError::pointed).unzip();
    let sight = if desk.shows(fallen.set) { Sight::Open } else { Sight::Veiled };
    let headline = headline(check, exercise, &fallen.why);
    Failure {
        headline: clean_line(&headline).into_owned(),
        why: check.why.clone(),
        look: check.look.clone(),
        place: place(&fallen.why),
        line,
        feedback: feedback(check, &exercise.wrongs, fallen),
        fields: fields(fallen, sight),
        stop: fallen.stop().cloned(),
        of: of(check, desk, fallen.set, sight),
        sql: Some(Box::new(SqlFailure {
            statement: fallen.statement.as_deref().map(statement),
            rows: shown_rows(&fallen.why, sight),
            plan: planned(&fallen.why).map(plan_text),
            caret,
            hint: error.and_then(|error| error.hint.clone()),
            notes: Vec::new(),
        })),
        ..Failure::default()
    }
}

/// On which data, and in which of several runs.
fn of(check: &Check, desk: &Desk<'_>, set: usize, sight: Sight) -> Option<String> {
    let data = desk.set_name(set).map(|name| match sight {
        Sight::Open => format!("on the data set `{name}`"),
        Sight::Veiled => "on data that is not shown".to_owned(),
    });
    let run = way(check).and_then(|way| desk.failed_run(set, way));
    let words: Vec<String> = run.into_iter().chain(data).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn statement(text: &str) -> String {
    let text: String = text.chars().take(STATEMENT_CHARS_MAX).collect();
    clean(&text).into_owned()
}

/// The mistake in the learner's own text.
fn place_error(why: &Why) -> Option<&SqlError> {
    match why {
        Why::Problem(Problem::Wrong(error)) => Some(error),
        Why::Problem(Problem::Stopped { .. })
        | Why::Absent(_)
        | Why::Empty
        | Why::NoRows
        | Why::Query(_)
        | Why::Rows { .. }
        | Why::Refused(_)
        | Why::Taken
        | Why::Unruly(_)
        | Why::Lacks(_)
        | Why::Plan(_) => None,
    }
}

fn place(why: &Why) -> Option<Place> {
    match why {
        Why::Problem(problem) => problem.place().cloned(),
        Why::Absent(_)
        | Why::Empty
        | Why::NoRows
        | Why::Query(_)
        | Why::Rows { .. }
        | Why::Refused(_)
        | Why::Taken
        | Why::Unruly(_)
        | Why::Lacks(_)
        | Why::Plan(_) => None,
    }
}

/// What happened, in a sentence: the author's, unless the answer did not come so far.
fn headline(check: &Check, exercise: &Exercise, why: &Why) -> String {
    let file = exercise.app();
    match why {
        Why::Absent(Absent::File) => format!("{file} is not there, or it is no text."),
        Why::Absent(Absent::Part(number)) => {
            format!("The line `-- {number}` is missing in {file}: the answer stands below it.")
        }
        Why::Empty => match way(check).and_then(|way| way.part) {
            Some(number) => format!("No statement stands below `-- {number}` in {file} yet."),
            None => format!("{file} holds no statement yet."),
        },
        Why::NoRows => format!("No statement of {file} gives rows."),
        Why::Problem(Problem::Wrong(error)) => {
            format!("Line {} does not run: {}.", error.place.line, clean_line(&error.message))
        }
        Why::Problem(problem @ Problem::Stopped { .. }) => {
            let line = problem.place().map(|place| format!("Line {}: ", place.line));
            format!("{}{}.", line.unwrap_or_default(), problem.message())
        }
        Why::Query(problem) => {
            format!("What {file} made cannot be asked: {}.", problem.message())
        }
        Why::Rows { .. }
        | Why::Refused(_)
        | Why::Taken
        | Why::Unruly(_)
        | Why::Lacks(_)
        | Why::Plan(_) => {
            if check.fails.is_empty() {
                format!("This does not hold: {}.", check.say)
            } else {
                check.fails.clone()
            }
        }
    }
}

/// Which part of the answer `check` is about.
pub fn part(check: &Check) -> Option<u32> {
    way(check)?.part
}

fn way(check: &Check) -> Option<&Way> {
    if let Test::Sql(test) = &check.test {
        Some(&test.way)
    } else if let Test::Plan(test) = &check.test {
        Some(&test.way)
    } else {
        None
    }
}

fn fields(fallen: &Fallen, sight: Sight) -> Vec<Field> {
    let field = |name: &str, expected: &str, got: String, note: Option<String>| Field {
        name: name.to_owned(),
        expected: expected.to_owned(),
        got,
        differs: true,
        note,
    };
    match &fallen.why {
        Why::Absent(_) | Why::Empty | Why::Problem(_) | Why::Query(_) => Vec::new(),
        Why::NoRows => {
            let last = fallen.statement.as_deref().unwrap_or_default();
            let last: String = last.chars().take(STATEMENT_SHOWN_CHARS).collect();
            let got = clean_line(last.lines().next().unwrap_or_default()).into_owned();
            vec![field("last statement", "one that gives rows, as SELECT does", got, None)]
        }
        Why::Rows { difference, fixed } => {
            let mut fields = rows::fields(difference, sight);
            if let (true, Some(first)) = (*fixed, fields.first_mut()) {
                let same = "the same rows came on the data that you see";
                let notes = first.note.take().into_iter().chain([same.to_owned()]);
                first.note = Some(notes.collect::<Vec<_>>().join("; "));
            }
            fields
        }
        Why::Refused(problem) => {
            vec![field("statement", "taken", "refused".to_owned(), Some(problem.message()))]
        }
        Why::Taken => vec![field("statement", "refused", "taken".to_owned(), None)],
        Why::Unruly(problem) => {
            let got = "an error that is no rule".to_owned();
            vec![field("statement", "refused by a rule", got, Some(problem.message()))]
        }
        Why::Lacks(what) => {
            let name = if what.contains(": ") { "key" } else { "column" };
            let name = if what.contains('.') || name == "key" { name } else { "table" };
            vec![field(name, what, "not there".to_owned(), None)]
        }
        Why::Plan(planned) => {
            let mut wants: Vec<&Want> = planned.wants.iter().collect();
            wants.sort_by_key(|want| want.holds);
            let row = |want: &&Want| Field {
                differs: !want.holds,
                ..field(&want.name, &want.expected, want.got.clone(), None)
            };
            wants.iter().map(row).collect()
        }
    }
}

fn plan_text(planned: &Planned) -> String {
    format!("{}{}\n", planned.plan.draw(PLAN_COLUMNS_MAX), planned.effort.steps().join(", "))
}

fn shown_rows(why: &Why, sight: Sight) -> Option<ShownRows> {
    let Why::Rows { difference, .. } = why else { return None };
    if sight == Sight::Veiled {
        return None;
    }
    Some(match difference.columns {
        None => ShownRows::Together(Shown::of(difference)),
        Some(_) => ShownRows::Apart {
            expected: Shown::first_of(&difference.expected, UNPAIRED_ROWS_MAX),
            got: Shown::first_of(&difference.got, UNPAIRED_ROWS_MAX),
        },
    })
}

/// The feedback of the first wrong answer that begins to fail at `check` and looks like this.
fn feedback(check: &Check, wrongs: &[Wrong], fallen: &Fallen) -> Option<String> {
    // An answer that did not run is none of those that an author had in mind, but for its error.
    let came_to_its_end = match &fallen.why {
        Why::NoRows
        | Why::Rows { .. }
        | Why::Refused(_)
        | Why::Taken
        | Why::Unruly(_)
        | Why::Lacks(_)
        | Why::Plan(_) => true,
        Why::Absent(_) | Why::Empty | Why::Problem(_) | Why::Query(_) => false,
    };
    let looks_alike = |wrong: &&Wrong| match &wrong.when {
        None => came_to_its_end,
        Some(when) => when.result.as_ref().is_some_and(|result| matches(result, fallen)),
    };
    wrongs
        .iter()
        .filter(|wrong| wrong.fails.first() == Some(&check.name))
        .find(looks_alike)
        .map(|wrong| wrong.feedback.clone())
}

/// Whether what the answer did is as `when` says.
fn matches(when: &ResultExpect, fallen: &Fallen) -> bool {
    let mut patterns = Patterns::new();
    let mut is = |expected: &Option<Expected>, got: Option<Value>| {
        expected.as_ref().is_none_or(|e| compare::holds(e, got.as_ref(), &mut patterns))
    };
    let got = fallen.got.as_ref();
    let (error, lacks) = match &fallen.why {
        Why::Problem(problem)
        | Why::Query(problem)
        | Why::Refused(problem)
        | Why::Unruly(problem) => (Some(problem.message()), None),
        Why::Lacks(what) => (None, Some(what.clone())),
        Why::Absent(_)
        | Why::Empty
        | Why::NoRows
        | Why::Rows { .. }
        | Why::Taken
        | Why::Plan(_) => (None, None),
    };
    let planned = planned(&fallen.why);
    let statement = fallen.statement.clone().map(Value::from);
    is(&when.rows, got.map(|table| Value::from(table.rows.len())))
        && is(&when.error, error.map(Value::from))
        && is(&when.lacks, lacks.map(Value::from))
        && is(&when.statement, statement)
        && is(&when.plan, planned.map(|planned| Value::from(planned.details())))
        && when.unmet.is_none_or(|wish| planned.is_some_and(|planned| planned.lacks(wish)))
        && has_rows(when, got)
        && when.fixed.is_none_or(|wanted| wanted == is_fixed(&fallen.why))
        && when.columns.as_ref().is_none_or(|names| got.is_some_and(|got| got.columns == *names))
        && when.differs.is_none_or(|aspect| {
            difference(&fallen.why).is_some_and(|difference| difference.has(aspect))
        })
}

fn has_rows(when: &ResultExpect, got: Option<&Table>) -> bool {
    if when.has_rows.is_empty() && when.lacks_rows.is_empty() {
        return true;
    }
    let came =
        |row: &Vec<Cell>| got.is_some_and(|got| got.rows.iter().any(|other| same_row(row, other)));
    got.is_some() && when.has_rows.iter().all(came) && !when.lacks_rows.iter().any(came)
}

fn is_fixed(why: &Why) -> bool {
    matches!(why, Why::Rows { fixed: true, .. })
}

fn planned(why: &Why) -> Option<&Planned> {
    match why {
        Why::Plan(planned) => Some(planned),
        Why::Absent(_)
        | Why::Empty
        | Why::NoRows
        | Why::Problem(_)
        | Why::Query(_)
        | Why::Rows { .. }
        | Why::Refused(_)
        | Why::Taken
        | Why::Unruly(_)
        | Why::Lacks(_) => None,
    }
}

fn difference(why: &Why) -> Option<&Difference> {
    match why {
        Why::Rows { difference, .. } => Some(difference),
        Why::Absent(_)
        | Why::Empty
        | Why::NoRows
        | Why::Problem(_)
        | Why::Query(_)
        | Why::Refused(_)
        | Why::Taken
        | Why::Unruly(_)
        | Why::Lacks(_)
        | Why::Plan(_) => None,
    }
}
