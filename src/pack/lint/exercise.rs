//! Rules about what an exercise proves: wrong answers, other right ones, hidden checks, meaning.

use serde_json::Value;

use crate::{
    course::{
        check::{Check, Expect, Expected, Sent, Test},
        exercise::{Exercise, Kind, Status},
    },
    pack::lint::{
        Report,
        task::says_something,
        view::{ExerciseNote, ExerciseView, TextFile, plain_code},
    },
};

/// Wrong answers at least.
const WRONGS_MIN: usize = 2;
/// Hidden checks at least.
const HIDDEN_MIN: usize = 2;
/// Of the lines of the solution, so many in a hundred may be given.
const GIVEN_PERCENT_MAX: usize = 40;
/// Headers whose value is another in every run.
const CHANGING_HEADERS: &[&str] = &["date", "last-modified", "expires", "age"];

/// X03: wrong answers that are known.
pub fn wrongs(view: &ExerciseView<'_>, report: &mut Report<'_>) {
    let count = view.exercise.wrongs.len();
    if count < WRONGS_MIN && view.exercise.kind != Kind::Quiz {
        let message = format!("{count} wrong answers are known, not {WRONGS_MIN}");
        report.say(view.places.of("wrong"), message, "[[wrong]] with what it fails and feedback");
    }
}

/// X04: other right answers.
pub fn alternatives(view: &ExerciseView<'_>, report: &mut Report<'_>) {
    let exercise = view.exercise;
    if matches!(exercise.kind, Kind::Quiz | Kind::Stack) {
        return;
    }
    let wanted = if exercise.difficulty >= 4 { 3 } else { 1 };
    let count = exercise.alternatives.len();
    if count < wanted {
        let message = format!("{count} other right answers are known, not {wanted}");
        let hint = "[[also]]: the same reached in another way must pass";
        report.say(view.places.of("also"), message, hint);
    }
}

/// X05: what the learner cannot write an answer for.
pub fn hidden(view: &ExerciseView<'_>, report: &mut Report<'_>) {
    let count = view.exercise.checks.iter().filter(|check| check.hidden).count();
    if count < HIDDEN_MIN && view.exercise.kind != Kind::Quiz {
        let message = format!("{count} checks are hidden, not {HIDDEN_MIN}");
        report.say(view.places.of("check"), message, "`hidden = true`, with input of its own");
    }
}

/// X05: a right answer for the rows that are shown may be a list of them.
pub fn other_data(view: &ExerciseView<'_>, report: &mut Report<'_>) {
    let exercise = view.exercise;
    let sets = exercise.lab.sets();
    if sets.is_empty() || !matches!(exercise.kind, Kind::Sql | Kind::Mongo | Kind::Redis) {
        return;
    }
    let unseen = |check: &Check| {
        let on = exercise.sets_of(check);
        sets.iter()
            .any(|set| !exercise.shows_set(&set.name) && (on.is_empty() || on.contains(&set.name)))
    };
    if !exercise.checks.iter().any(|check| check.hidden && unseen(check)) {
        let message = "no hidden check runs on data that the learner does not see";
        let hint = "a second set in `sets` of [lab], and a hidden check with `on = [\"other\"]`";
        report.say(view.places.of("check"), message, hint);
    }
}

/// X09: meaning is compared, not spelling.
pub fn meaning(view: &ExerciseView<'_>, report: &mut Report<'_>) {
    for (nth, body) in bodies(view.exercise) {
        if let Expected::Equals(Value::String(body)) = body
            && is_json_structure(body)
        {
            let message = "this compares JSON as text: spaces and the order of keys would matter";
            report.say(view.places.member("check", nth), message, "json.\"$.key\" = ..");
        }
    }
}

/// X13: no header whose value is another in every run.
pub fn changing_headers(view: &ExerciseView<'_>, report: &mut Report<'_>) {
    for (nth, expect) in expectations(view.exercise) {
        for (name, expected) in &expect.headers {
            let changes = CHANGING_HEADERS.iter().any(|other| name.eq_ignore_ascii_case(other));
            // The times of files are real there too.
            let is_still = view.exercise.lab.still_at_ms.is_some()
                && !name.eq_ignore_ascii_case("last-modified");
            if changes && !is_still && matches!(expected, Expected::Equals(_)) {
                let message = format!("the header `{name}` has another value in every run");
                let hint = "{ any = true }, or a pattern with `~`";
                report.say(view.places.member("check", nth), message, hint);
            }
        }
    }
}

/// X13: answers and data that hang on the machine or the hour.
pub fn here_and_now(file: &TextFile<'_>, report: &mut Report<'_>) {
    let is_solution = file.path.contains("/solution/") || file.path.contains("/also/");
    if file.path.starts_with("exercises/") && is_solution {
        for found in file.patterns.here_and_now.find_iter(file.text) {
            let message = format!("`{}` hangs on the machine's zone or language", found.as_str());
            let hint = "name the zone and the language, or use the UTC functions";
            report.say(file.place(found.start()), message, hint);
        }
    }
    if file.path.starts_with("exercises/") && file.path.contains("/data/") {
        for found in file.patterns.changing_rows.find_iter(file.text) {
            let message = format!("`{}` makes other rows in every run", found.as_str());
            report.say(file.place(found.start()), message, "write the value itself");
        }
    }
}

/// X14: how much of the solution the learner gets.
pub fn given(view: &ExerciseView<'_>, report: &mut Report<'_>) {
    let exercise = view.exercise;
    // An attack exercise gives the whole faulty server, and a quiz an empty form.
    if matches!(exercise.kind, Kind::Quiz | Kind::Attack) {
        return;
    }
    let (mut given, mut all) = (0, 0);
    for file in exercise.files.iter().filter(|file| file.edit) {
        let lines = |files: &crate::course::exercise::Files| {
            let text =
                files.get(&file.path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            plain_code(&file.path, &text.unwrap_or_default())
        };
        let (starter, solution) = (lines(&exercise.starter), lines(&exercise.solution));
        let solution: Vec<_> = solution.lines().filter(|line| says_something(line)).collect();
        all += solution.len();
        given +=
            solution.iter().filter(|line| starter.lines().any(|known| known == **line)).count();
    }
    if given * 100 > all * GIVEN_PERCENT_MAX {
        let message = format!(
            "the starter has {given} of the {all} lines of the solution, more than \
             {GIVEN_PERCENT_MAX} in a hundred"
        );
        report.say(view.places.of("files"), message, "leave more to the learner");
    }
}

/// The bodies that are expected, each with the number of its check.
fn bodies(exercise: &Exercise) -> impl Iterator<Item = (usize, &Expected)> {
    let came =
        expectations(exercise).filter_map(|(nth, expect)| Some((nth, expect.body.as_ref()?)));
    let sent = sent(exercise).filter_map(|(nth, sent)| Some((nth, sent.body.as_ref()?)));
    came.chain(sent)
}

/// What is expected of answers, each with the number of its check.
fn expectations(exercise: &Exercise) -> impl Iterator<Item = (usize, &Expect)> {
    let asked = exercise.checks.iter().enumerate().flat_map(|(nth, check)| {
        let steps = if let Test::Http(test) = &check.test { test.steps.as_slice() } else { &[] };
        steps.iter().map(move |step| (nth, &step.expect))
    });
    asked.chain(sent(exercise).map(|(nth, sent)| (nth, &sent.response)))
}

/// What is expected of a learner's requests, each with the number of its check.
fn sent(exercise: &Exercise) -> impl Iterator<Item = (usize, &Sent)> {
    exercise.checks.iter().enumerate().flat_map(|(nth, check)| {
        let steps = if let Test::Sent(test) = &check.test { test.steps.as_slice() } else { &[] };
        steps.iter().map(move |step| (nth, &step.sent))
    })
}

fn is_json_structure(text: &str) -> bool {
    let value = serde_json::from_str::<Value>(text);
    value.is_ok_and(|value| value.is_object() || value.is_array())
}

/// What the rules about the whole pack want to know of an exercise.
pub fn note(view: &ExerciseView<'_>) -> ExerciseNote {
    let exercise = view.exercise;
    let placed = |list, ids: Vec<String>| {
        let place = |(nth, id)| (id, view.places.member(list, nth));
        ids.into_iter().enumerate().map(place).collect()
    };
    ExerciseNote {
        id: exercise.id.to_string(),
        minutes: exercise.minutes,
        difficulty: exercise.difficulty,
        is_deprecated: exercise.status == Status::Deprecated,
        requires: placed("requires", exercise.requires.iter().map(ToString::to_string).collect()),
        concepts: placed("concepts", exercise.concepts.clone()),
        difficulty_place: view.places.of("difficulty"),
        starter: exercise
            .starter
            .iter()
            .map(|(path, bytes)| plain_code(path, &String::from_utf8_lossy(bytes)))
            .collect(),
    }
}
