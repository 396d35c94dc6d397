//! Why a check of SQL failed, as a learner needs to see it.

use serde_json::Value;

use crate::{
    course::{
        check::{Check, Expected, ResultExpect, Test},
        exercise::Wrong,
        sql::Way,
    },
    judge::{
        Failure, Field,
        compare::{self, Patterns},
        rows::{self, Difference, Shown, Sight, same_row},
        script::{self, Scripts, ShownRows},
        sql::{
            Desk, Fallen, Why,
            plan::{Planned, Want},
        },
    },
    table::{Cell, Table},
    text::clean_line,
};

/// Columns of a plan, so that it fits beside what stands before it.
const PLAN_COLUMNS_MAX: usize = 64;
/// Rows of each side that are shown where their columns could not be paired.
const UNPAIRED_ROWS_MAX: usize = 5;
/// Characters of a statement in the table of fields.
const STATEMENT_SHOWN_CHARS: usize = 60;

/// Why `check` failed, without notes.
pub fn failure(check: &Check, desk: &Desk<'_>, fallen: &Fallen) -> Failure {
    let scripts = desk.scripts();
    let sight = scripts.sight(fallen.set);
    let headline = headline(check, scripts, &fallen.why);
    let own = if let Why::Problem(problem) = &fallen.why { Some(problem) } else { None };
    let mut failure = script::failure(check, &headline, own, fallen.statement.as_deref());
    failure.feedback = feedback(check, &scripts.exercise().wrongs, fallen);
    failure.fields = fields(fallen, sight);
    failure.stop = fallen.stop().cloned();
    failure.of = of(check, desk, fallen.set);
    if let Some(script) = &mut failure.script {
        script.rows = shown_rows(&fallen.why, sight);
        script.plan = planned(&fallen.why).map(plan_text);
    }
    failure
}

/// On which data, and in which of several runs.
fn of(check: &Check, desk: &Desk<'_>, set: usize) -> Option<String> {
    let run = way(check).and_then(|way| desk.failed_run(set, way));
    let words: Vec<String> = run.into_iter().chain(desk.scripts().on_which(set)).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// What happened, in a sentence: the author's, unless the answer did not come so far.
fn headline(check: &Check, scripts: &Scripts<'_>, why: &Why) -> String {
    let file = scripts.file();
    match why {
        Why::Absent(absent) => scripts.absent(*absent),
        Why::Empty => scripts.empty("statement", part(check)),
        Why::NoRows => format!("No statement of {file} gives rows."),
        Why::Problem(problem) => script::did_not_run(problem),
        Why::Query(problem) => {
            format!("What {file} made cannot be asked: {}.", problem.message())
        }
        Why::Rows { .. }
        | Why::Refused(_)
        | Why::Taken
        | Why::Unruly(_)
        | Why::Lacks(_)
        | Why::Plan(_) => script::does_not_hold(check),
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

fn feedback(check: &Check, wrongs: &[Wrong], fallen: &Fallen) -> Option<String> {
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
    script::feedback(check, wrongs, came_to_its_end, |when| {
        when.result.as_ref().is_some_and(|result| matches(result, fallen))
    })
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
