//! A verdict as plain text: one line for each check, then the first failure in full.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::{
    course::{
        attack::Stage,
        exercise::{Exercise, Kind},
    },
    judge::{CheckResult, Failure, Field, Outcome, Side, Verdict},
    plain::{
        lines::{COLUMNS_MAX, wrap},
        requests, rows,
    },
    text::{clean, clean_line},
};

/// `Differs:` and the air behind it.
const FIELD_LABEL_COLUMNS: usize = 12;

/// What the words around a verdict depend on.
pub struct Framing<'a> {
    pub title: &'a str,
    /// As it is typed after `backlab check`.
    pub id: &'a str,
    /// The file that the learner changes.
    pub file: &'a str,
    /// What stands behind the id to check the same server again, where it is not in the lab.
    pub again: Option<String>,
    /// Attempts so far, this one counted: what a hidden check sent is shown from the second on.
    pub attempts: u32,
    /// One sentence that is shown after passing.
    pub learned: &'a str,
    pub alternatives: Vec<String>,
    /// The command that starts what requests in a shell go to, and what that is.
    pub serves: Option<(String, &'static str)>,
    /// The stage of each check, in the order of the verdict's; empty where there are no stages.
    pub stages: Vec<Stage>,
    pub next: Next,
}

/// In which words the last lines say what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// As commands after `backlab`.
    CommandLine,
    /// As words of plain mode.
    Plain,
}

impl<'a> Framing<'a> {
    /// `again` is what stands behind the id where the server is not in the lab.
    pub fn of(
        exercise: &'a Exercise,
        verdict: &Verdict,
        attempts: u32,
        again: Option<String>,
        next: Next,
    ) -> Framing<'a> {
        let checks = exercise.checks.iter();
        Framing {
            title: &exercise.title,
            id: exercise.id.as_str(),
            file: match &again {
                Some(_) => "your server",
                None => file_to_change(exercise, verdict),
            },
            again,
            attempts,
            learned: &exercise.learned,
            alternatives: exercise.alternatives.iter().map(|also| also.say.clone()).collect(),
            serves: serves(exercise),
            stages: checks.filter_map(|check| exercise.stage(check)).collect(),
            next,
        }
    }
}

/// The file that the first failure is about, where an exercise has two answers.
fn file_to_change<'e>(exercise: &'e Exercise, verdict: &Verdict) -> &'e str {
    let failed = verdict.first_failure().and_then(|(at, ..)| exercise.checks.get(at));
    match failed.and_then(|check| exercise.stage(check)) {
        Some(Stage::Exploit) => exercise.requests(),
        Some(Stage::Repair) => exercise.app(),
        None => exercise.files.iter().find(|file| file.edit).map_or("", |file| &file.path),
    }
}

/// What starts the server that requests in a shell go to.
fn serves(exercise: &Exercise) -> Option<(String, &'static str)> {
    match exercise.kind {
        Kind::Http => Some((format!("backlab serve {} --port 4010", exercise.id), "the API")),
        Kind::Attack => Some((format!("backlab run {}", exercise.app()), "your server")),
        Kind::Js | Kind::Sql | Kind::Mongo | Kind::Redis | Kind::Quiz | Kind::Stack => None,
    }
}

/// The whole text, with a line break at its end.
pub fn text(verdict: &Verdict, framing: &Framing<'_>) -> String {
    let passed = verdict.passed_count();
    let of = verdict.checks.len();
    let mut text = if verdict.passed() {
        format!("{}: all {of} checks pass.\n\n", framing.title)
    } else {
        format!("{}: {passed} of {of} checks pass.\n\n", framing.title)
    };
    let mut stage = None;
    for (index, check) in verdict.checks.iter().enumerate() {
        let new = framing.stages.get(index);
        if new != stage {
            stage = new;
            text.push_str(new.map_or("", |new| heading(*new)));
        }
        let _ =
            writeln!(text, "{:<8} {:>2}  {}", word(&check.outcome), index + 1, clean(&check.say));
    }
    text.push('\n');
    let is_exploit = !framing.stages.is_empty();
    if let Some((index, check, failure)) = verdict.first_failure() {
        let open = !check.hidden || framing.attempts > 1;
        text.push_str(&failure_text(index + 1, check, failure, open));
        text.push_str(&requests::text(&verdict.exchanges, is_exploit));
        text.push_str(&after_failure(verdict, framing));
    } else if let Some((index, reason)) = first_unjudged(verdict) {
        let sentence =
            format!("Check {} could not be judged: {reason} Your work is not at fault.", index + 1);
        let _ = writeln!(text, "{}", wrap(&sentence, COLUMNS_MAX));
        let again = framing.again.as_deref().unwrap_or_default();
        let _ = match framing.next {
            Next::CommandLine => {
                writeln!(text, "\nNext: check again:\n    backlab check {}{again}", framing.id)
            }
            Next::Plain => writeln!(text, "\nNext: type check once more."),
        };
    } else {
        if !framing.learned.is_empty() {
            let learned = format!("Learned: {}", clean(framing.learned));
            let _ = writeln!(text, "{}", wrap(&learned, COLUMNS_MAX));
        }
        for say in &framing.alternatives {
            let _ = writeln!(text, "{}", wrap(&format!("Also: {}", clean(say)), COLUMNS_MAX));
        }
        if let Some(rows) = &verdict.rows {
            let _ = write!(text, "\nYour answer gives:\n{}", rows::table(rows));
        }
        if !verdict.exchanges.is_empty() {
            let _ = write!(text, "\n{}", requests::text(&verdict.exchanges, is_exploit).trim_end());
            text.push('\n');
        }
        let _ = match framing.next {
            Next::CommandLine => {
                let id = framing.id;
                writeln!(text, "\nNext: see one way to write it:\n    backlab solution {id}")
            }
            Next::Plain => {
                writeln!(text, "\nNext: an empty line goes on; solution shows one way to write it.")
            }
        };
    }
    text
}

/// What to do after a failure.
fn after_failure(verdict: &Verdict, framing: &Framing<'_>) -> String {
    let Framing { file, id, .. } = framing;
    if framing.next == Next::Plain {
        return format!("Next: change {file} and type check again. Also: hint, show, edit.\n");
    }
    let again = framing.again.as_deref().unwrap_or(" --watch");
    let mut text = format!(
        "Next: change {file} and check again, or one of these:\n    backlab hint {id}\n    \
         backlab check {id}{again}\n"
    );
    if !verdict.exchanges.is_empty()
        && let Some((command, what)) = &framing.serves
    {
        let _ = writeln!(text, "    {command}   {what}, for curl or a browser");
    }
    text
}

fn heading(stage: Stage) -> &'static str {
    match stage {
        Stage::Exploit => "Exploit, on the server as you got it:\n",
        Stage::Repair => "Repair, on your server:\n",
    }
}

fn first_unjudged(verdict: &Verdict) -> Option<(usize, &str)> {
    verdict.checks.iter().enumerate().find_map(|(index, check)| match &check.outcome {
        Outcome::Unjudged(reason) => Some((index, reason.as_str())),
        Outcome::Passed | Outcome::Failed(_) | Outcome::Skipped { .. } => None,
    })
}

/// The word that stands for the mark.
pub fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "pass",
        Outcome::Failed(_) => "FAIL",
        Outcome::Unjudged(_) => "unjudged",
        Outcome::Skipped { .. } => "skipped",
    }
}

/// SQL statements that a failure shows.
const STATEMENTS_MAX: usize = 20;

/// The first failure. A hidden check says no more than its statement and why before the second
/// attempt, as on the screens.
fn failure_text(number: usize, check: &CheckResult, failure: &Failure, open: bool) -> String {
    let why = (!failure.why.is_empty()).then(|| format!("Why: {}", clean(&failure.why)));
    if !open {
        let said = format!("Check {number} does not hold: {}.", clean(&check.say));
        let later = "This check is hidden: what it found is shown from the second attempt on.";
        let rows = [wrap(&said, COLUMNS_MAX), String::new()];
        let why = why.map(|why| wrap(&why, COLUMNS_MAX));
        let rows: Vec<_> = rows.into_iter().chain(why).chain([wrap(later, COLUMNS_MAX)]).collect();
        return rows.join("\n") + "\n\n";
    }
    let mut text = String::new();
    let headline = format!("Check {number} failed: {}", clean(&failure.headline));
    let _ = writeln!(text, "{}\n", wrap(&headline, COLUMNS_MAX));
    text.push_str(&exchange_text(failure));
    if let Some(why) = why {
        let _ = writeln!(text, "{}", wrap(&why, COLUMNS_MAX));
    }
    for note in failure.notes() {
        let _ = writeln!(text, "{}", wrap(&format!("Note: {}", clean(note)), COLUMNS_MAX));
    }
    text.push_str(&look_text(failure));
    if let Some(printed) = &failure.printed {
        text.push_str(&printed_text(printed));
    }
    text.push_str(&statements_text(&failure.statements));
    if check.hidden {
        text.push_str("This was a hidden check.\n");
    }
    text.push('\n');
    text
}

fn exchange_text(failure: &Failure) -> String {
    let mut text = String::new();
    let of = failure.of.as_ref().map_or(String::new(), |of| format!(" ({of})"));
    match (failure.exchange, &failure.sent, &failure.curl) {
        // A request of the learner's own is told as they wrote it.
        (Some(_), Some(sent), _) if failure.side == Side::Found => {
            let _ = writeln!(text, "Sent{of}:\n    {} {}", sent.method, clean_line(&sent.target));
            for (name, value) in sent.headers.iter() {
                let _ = writeln!(text, "    {}: {}", clean_line(name), clean_line(value));
            }
            text.push('\n');
        }
        (Some(_), _, _) | (None, _, None) => {}
        (None, _, Some(curl)) => {
            let _ = writeln!(text, "Sent{of}:\n    {}\n", clean(curl));
        }
    }
    if let Some(script) = &failure.script {
        text.push_str(&rows::script(script, failure.of.as_deref()));
    }
    if failure.fields.is_empty() {
        return text;
    }
    for field in &failure.fields {
        text.push_str(&field_text(field, failure.side));
    }
    text.push('\n');
    if let Some(rows) = failure.script.as_ref().and_then(|script| script.rows.as_ref()) {
        text.push_str(&rows::compared(rows));
    }
    if let Some(plan) = failure.script.as_ref().and_then(|script| script.plan.as_ref()) {
        text.push_str(&rows::plan(plan));
    }
    text
}

/// One field: in a line where it fits, else its two values in a line each.
fn field_text(field: &Field, side: Side) -> String {
    let (name, expected) = (clean_line(&field.name), clean_line(&field.expected));
    let got = clean_line(&field.got);
    let (air, found) = (" ".repeat(FIELD_LABEL_COLUMNS), side.words());
    if !field.differs {
        return format!("{:FIELD_LABEL_COLUMNS$}{name}: {got}\n", "Equal:");
    }
    let label = format!("{:FIELD_LABEL_COLUMNS$}", "Differs:");
    let line = format!("{label}{name}: expected {expected}, {found} {got}\n");
    let mut text = if line.width() <= COLUMNS_MAX {
        line
    } else {
        let width = "expected".len().max(found.len());
        format!(
            "{label}{name}\n{air}{:width$}  {expected}\n{air}{found:width$}  {got}\n",
            "expected"
        )
    };
    if let Some(note) = &field.note {
        let note = wrap(&clean_line(note), COLUMNS_MAX - FIELD_LABEL_COLUMNS);
        let _ = writeln!(text, "{air}{}", note.replace('\n', &format!("\n{air}")));
    }
    text
}

/// The line of the learner's file, where it is known, then the author's words or those of whoever
/// read the file.
fn look_text(failure: &Failure) -> String {
    let mut text = String::new();
    if let Some(place) = &failure.place {
        let _ = writeln!(text, "Look at: {} line {}", clean(&place.file), place.line);
        if let Some(line) = &failure.line {
            let script = failure.script.as_ref();
            let caret =
                script.and_then(|script| script.caret).map_or(String::new(), |(at, length)| {
                    format!("    {:at$}{}\n", "", "^".repeat(length))
                });
            let _ = write!(text, "\n    {}\n{caret}", clean(line.trim()));
        }
        let hint = failure.script.as_ref().and_then(|script| script.hint.as_ref());
        for words in hint.into_iter().chain(&failure.look) {
            let _ = writeln!(text, "\n{}", wrap(&clean(words), COLUMNS_MAX));
        }
    } else if let Some(look) = &failure.look {
        let _ = writeln!(text, "{}", wrap(&format!("Look at: {}", clean(look)), COLUMNS_MAX));
    }
    text
}

fn printed_text(printed: &str) -> String {
    if printed.is_empty() {
        return "\nPrinted by your program: nothing.\n".to_owned();
    }
    let mut text = "\nPrinted by your program:\n".to_owned();
    for line in clean(printed).lines() {
        let _ = writeln!(text, "    {line}");
    }
    text
}

fn statements_text(statements: &[String]) -> String {
    if statements.is_empty() {
        return String::new();
    }
    let mut text = "\nSQL of your program:\n".to_owned();
    for statement in statements.iter().take(STATEMENTS_MAX) {
        let _ = writeln!(text, "    {}", clean_line(statement));
    }
    if STATEMENTS_MAX < statements.len() {
        let _ = writeln!(text, "    … {} more", statements.len() - STATEMENTS_MAX);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{diag::Place, trace::Trace};

    fn framing() -> Framing<'static> {
        Framing {
            title: "Two answers",
            id: "two-answers",
            again: None,
            file: "server.js",
            attempts: 1,
            learned: "A server answers every path until you branch.",
            alternatives: Vec::new(),
            serves: None,
            stages: Vec::new(),
            next: Next::CommandLine,
        }
    }

    fn verdict(outcomes: &[(bool, Outcome)]) -> Verdict {
        let checks = outcomes.iter().enumerate().map(|(index, (hidden, outcome))| CheckResult {
            name: format!("check-{index}"),
            say: format!("statement {index}"),
            hidden: *hidden,
            outcome: outcome.clone(),
        });
        Verdict {
            checks: checks.collect(),
            took: Duration::from_millis(4),
            trace: Trace::default(),
            hidden: crate::judge::Hidden::default(),
            stop: None,
            rows: None,
            exchanges: Vec::new(),
        }
    }

    fn failure() -> Outcome {
        let field = |name: &str, expected: &str, got: &str, note: Option<&str>| Field {
            name: name.into(),
            expected: expected.into(),
            got: got.into(),
            differs: note.is_some(),
            note: note.map(String::from),
        };
        Outcome::Failed(Box::new(Failure {
            headline: "the text has one line break too many at its end.".into(),
            why: "a program that compares the answer sees another text.".into(),
            place: Some(Place::new("app.js", 5, 3)),
            line: Some("  res.send(\"Hello\\n\");".into()),
            look: Some("what your handler answers".into()),
            printed: Some(String::new()),
            feedback: Some("end ends with what you give it.".into()),
            curl: Some("curl -i http://127.0.0.1:41873/".into()),
            fields: vec![
                field(
                    "body",
                    "\"Hello\"",
                    "\"Hello↵\"",
                    Some("only a line break at the end differs"),
                ),
                field("status", "200", "200", None),
            ],
            ..Failure::default()
        }))
    }

    #[test]
    fn a_failed_check_is_told_in_full() {
        let skipped = Outcome::Skipped { after: "check-1".into() };
        let verdict = verdict(&[(false, Outcome::Passed), (false, failure()), (true, skipped)]);
        assert_eq!(
            text(&verdict, &framing()),
            "Two answers: 1 of 3 checks pass.

pass      1  statement 0
FAIL      2  statement 1
skipped   3  statement 2

Check 2 failed: the text has one line break too many at its end.

Sent:
    curl -i http://127.0.0.1:41873/

Differs:    body: expected \"Hello\", came back \"Hello↵\"
            only a line break at the end differs
Equal:      status: 200

Why: a program that compares the answer sees another text.
Note: end ends with what you give it.
Look at: app.js line 5

    res.send(\"Hello\\n\");

what your handler answers

Printed by your program: nothing.

Next: change server.js and check again, or one of these:
    backlab hint two-answers
    backlab check two-answers --watch
"
        );
    }

    #[test]
    fn the_sql_of_the_program_stands_below_what_it_printed() {
        let Outcome::Failed(mut failed) = failure() else { panic!("no failure") };
        failed.statements =
            (0..22).map(|number| format!("SELECT {number} (1 row, 0.0 ms)")).collect();
        let text = text(&verdict(&[(false, Outcome::Failed(failed))]), &framing());
        let begins =
            "Printed by your program: nothing.\n\nSQL of your program:\n    SELECT 0 (1 row";
        assert!(text.contains(begins), "{text}");
        assert!(text.contains("    SELECT 19 (1 row, 0.0 ms)\n    … 2 more\n\n"), "{text}");
    }

    #[test]
    fn a_hidden_check_opens_at_the_second_attempt() {
        let verdict = verdict(&[(false, Outcome::Passed), (true, failure())]);
        let first = text(&verdict, &framing());
        let told = "Check 2 does not hold: statement 1.\n\nWhy: a program that compares the answer \
                    sees another text.\nThis check is hidden: what it found";
        assert!(first.contains(told), "{first}");
        for later in ["curl", "one line break too many", "Look at", "Differs", "Printed", "Note:"] {
            assert!(!first.contains(later), "{first}");
        }
        let second = text(&verdict, &Framing { attempts: 2, ..framing() });
        assert!(second.contains("curl -i"), "{second}");
    }

    #[test]
    fn what_cannot_be_judged_is_nobodys_fault() {
        let verdict = verdict(&[(false, Outcome::Unjudged("the lab could not start.".into()))]);
        assert!(verdict.unjudged());
        let text = text(&verdict, &framing());
        assert!(text.contains("unjudged  1  statement 0"), "{text}");
        assert!(text.contains("the lab could not start. Your work is not at fault."), "{text}");
    }

    #[test]
    fn passing_says_what_was_learned() {
        let text = text(&verdict(&[(false, Outcome::Passed)]), &framing());
        assert!(text.starts_with("Two answers: all 1 checks pass."), "{text}");
        assert!(text.contains("Learned: A server answers every path until you branch."), "{text}");
    }
}
