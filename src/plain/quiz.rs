//! A quiz as plain text: its questions, a verdict on the answers, the solution.

use std::fmt::Write as _;

use crate::{
    answers,
    course::{
        exercise::Exercise,
        quiz::{ANSWERS_FILE, Ask, Given, Question},
    },
    judge::{Failure, Outcome, Verdict, grade::NOT_ANSWERED},
    markup,
    plain::{
        lines::{COLUMNS_MAX, wrap},
        verdict::{Next, word},
    },
    text::{clean, clean_line},
};

/// The questions with what there is to choose from.
pub fn questions(exercise: &Exercise) -> String {
    let numbered = (1..).zip(exercise.questions());
    numbered.map(|(number, asked)| question(exercise, number, asked, false)).collect()
}

/// One question, an empty line before it; what there is to choose from with numbers, if they are
/// asked for.
pub fn question(exercise: &Exercise, number: usize, question: &Question, numbers: bool) -> String {
    let title = format!("Question {number}, {}", asked_for(question));
    let prompt = markup::plain::text(&title, &question.prompt, COLUMNS_MAX);
    let mut text = format!("\n{}\n", prompt.trim_end());
    let rows = if numbers { choices(question) } else { rows(question) };
    for (at, row) in (1..).zip(rows) {
        let row = clean_line(&row);
        let _ =
            if numbers { writeln!(text, "{at:>4}  {row}") } else { writeln!(text, "    {row}") };
    }
    if let Ask::Predict(prediction) = &question.ask {
        let code = exercise.starter.get(&prediction.code);
        let code = code.map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
        for line in clean(&code).lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    text
}

/// What an answer names by numbers.
fn choices(question: &Question) -> Vec<String> {
    match &question.ask {
        Ask::Match(pairing) => pairing.rights().into_iter().map(str::to_owned).collect(),
        Ask::Single(_)
        | Ask::Multiple { .. }
        | Ask::Text(_)
        | Ask::Number(_)
        | Ask::Fill(_)
        | Ask::Order(_)
        | Ask::Predict(_) => rows(question),
    }
}

fn asked_for(question: &Question) -> &'static str {
    match &question.ask {
        Ask::Single(_) => "one of these",
        Ask::Multiple { .. } => "all of these that hold",
        Ask::Text(_) => "a text",
        Ask::Number(_) => "a number",
        Ask::Fill(_) => "a text for each blank",
        Ask::Order(order) if order.distractors.is_empty() => "all rows in order",
        Ask::Order(_) => "the rows in order, without what does not belong",
        Ask::Match(_) => "one on the right for each on the left",
        Ask::Predict(_) => "the lines that the program prints",
    }
}

fn rows(question: &Question) -> Vec<String> {
    match &question.ask {
        Ask::Single(options) | Ask::Multiple { options, .. } => {
            options.iter().map(|option| option.text.clone()).collect()
        }
        Ask::Text(_) | Ask::Predict(_) => Vec::new(),
        Ask::Number(amount) => amount.unit.iter().map(|unit| format!("in {unit}")).collect(),
        Ask::Fill(fill) => {
            let text = fill.text.iter().flat_map(|text| text.lines()).map(str::to_owned);
            text.chain(fill.blanks.iter().map(|blank| format!("{}: ____", blank.label))).collect()
        }
        Ask::Order(order) => order.laid_out().into_iter().map(str::to_owned).collect(),
        Ask::Match(pairing) => {
            let left = pairing.pairs.iter().map(|pair| format!("{}: ____", pair.left));
            let rights = pairing.rights().join("   ");
            left.chain([format!("to choose from: {rights}")]).collect()
        }
    }
}

/// One line for each answer, then what is to be said to those that are not right.
pub fn verdict(exercise: &Exercise, verdict: &Verdict, words: Next) -> String {
    let (passed, of) = (verdict.passed_count(), verdict.checks.len());
    let title = clean_line(&exercise.title);
    let mut text = if verdict.passed() {
        format!("{title}: all {of} answers are right.\n\n")
    } else {
        format!("{title}: {passed} of {of} answers are right.\n\n")
    };
    for (number, check) in (1..).zip(&verdict.checks) {
        let _ = writeln!(text, "{:<8} {number:>2}  {}", word(&check.outcome), clean(&check.say));
    }
    text.push('\n');
    let mut open = Vec::new();
    for (number, check) in (1..).zip(&verdict.checks) {
        match &check.outcome {
            Outcome::Failed(failure) if failure.headline == NOT_ANSWERED => {
                open.push(number.to_string());
            }
            Outcome::Failed(failure) => {
                let question = exercise.questions().find(|question| question.id == check.name);
                let predicted = question.is_some_and(|q| matches!(q.ask, Ask::Predict(_)));
                text.push_str(&wrong(number, failure, predicted));
            }
            Outcome::Unjudged(why) => {
                let words = format!(
                    "Question {number} could not be judged: {} Your answer is not at fault.",
                    clean(why)
                );
                let _ = writeln!(text, "{}\n", wrap(&words, COLUMNS_MAX));
            }
            Outcome::Passed | Outcome::Skipped { .. } => {}
        }
    }
    if !open.is_empty() {
        let _ = writeln!(text, "Not answered yet: {}.\n", open.join(", "));
    }
    text.push_str(&next(exercise, verdict, words));
    text
}

fn wrong(number: usize, failure: &Failure, predicted: bool) -> String {
    let mut text = String::new();
    let headline = format!("Question {number}: {}", clean(&failure.headline));
    let _ = writeln!(text, "{}", wrap(&headline, COLUMNS_MAX));
    for field in failure.fields.iter().filter(|field| field.differs) {
        let line = if predicted {
            let (got, expected) = (clean_line(&field.got), clean_line(&field.expected));
            format!("{}: you say `{got}`, printed is `{expected}`", clean_line(&field.name))
        } else if field.name == field.got {
            format!("Wrong here: {}", clean_line(&field.got))
        } else {
            format!("Wrong here: {} is `{}`", clean_line(&field.name), clean_line(&field.got))
        };
        let _ = writeln!(text, "    {line}");
    }
    if let Some(feedback) = &failure.feedback {
        let _ = writeln!(text, "{}", wrap(&format!("Note: {}", clean(feedback)), COLUMNS_MAX));
    }
    text.push('\n');
    text
}

fn next(exercise: &Exercise, verdict: &Verdict, words: Next) -> String {
    let id = &exercise.id;
    let mut text = String::new();
    let is_plain = words == Next::Plain;
    if verdict.unjudged() {
        let _ = if is_plain {
            writeln!(text, "Next: type check once more.")
        } else {
            writeln!(text, "Next: check again:\n    backlab check {id}")
        };
    } else if verdict.passed() {
        if !exercise.learned.is_empty() {
            let learned = format!("Learned: {}", clean(&exercise.learned));
            let _ = writeln!(text, "{}", wrap(&learned, COLUMNS_MAX));
        }
        for also in &exercise.alternatives {
            let _ = writeln!(text, "{}", wrap(&format!("Also: {}", clean(&also.say)), COLUMNS_MAX));
        }
        let _ = if is_plain {
            writeln!(text, "\nNext: an empty line goes on; solution says why each is right.")
        } else {
            writeln!(text, "\nNext: see why each answer is right:\n    backlab solution {id}")
        };
    } else if is_plain {
        text.push_str("Next: answer and a number asks one again. Also: check, hint.\n");
    } else {
        let _ = writeln!(
            text,
            "Next: change {ANSWERS_FILE} and check again, or one of these:\n    backlab hint \
             {id}\n    backlab check {id} --watch"
        );
    }
    text
}

/// The right answer to each question, with why it is right.
pub fn solution(exercise: &Exercise) -> String {
    let questions: Vec<_> = exercise.questions().collect();
    let content = exercise.solution.get(ANSWERS_FILE).map_or(&[][..], Vec::as_slice);
    let (answers, _) = answers::read(content, &questions);
    let mut text = String::new();
    for (number, question) in (1..).zip(&questions) {
        let say = exercise.check(&question.id).map_or("", |check| &check.say);
        let _ = writeln!(text, "{number:>2}  {}", clean_line(say));
        for line in answers.get(&question.id).map(given).unwrap_or_default() {
            let _ = writeln!(text, "        {}", clean_line(&line));
        }
        let explain = clean(&question.explain);
        for line in wrap(explain.trim(), COLUMNS_MAX - 4).lines() {
            let _ = writeln!(text, "    {line}");
        }
        text.push('\n');
    }
    text
}

fn given(given: &Given) -> Vec<String> {
    match given {
        Given::Text(text) => text.trim_end().lines().map(str::to_owned).collect(),
        Given::List(list) => list.clone(),
        Given::Table(table) => table.iter().map(|(name, text)| format!("{name}: {text}")).collect(),
    }
}
