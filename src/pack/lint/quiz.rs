//! Rules about the questions of a quiz: what stands to choose from, and what is said to whom.
//!
//! A question is a check whose words stand beside its options, blanks and rows, so the rules about
//! the words of checks look for them there.

use std::ops::RangeInclusive;

use crate::{
    course::{
        check::Check,
        quiz::{Ask, Choice, Question},
    },
    diag::Place,
    pack::lint::{Report, view::ExerciseView},
};

/// Options of a question: with two one guesses, of many nobody reads the last.
const OPTIONS: RangeInclusive<usize> = 3..=5;
/// Rows of an order that belong nowhere at most.
const DISTRACTORS_MAX: usize = 2;
/// A right option that differs from every wrong one by this factor, and by so many characters, is
/// found by its length.
const LENGTH_FACTOR_MAX: usize = 2;
const LENGTH_CHARS_OFF_MAX: usize = 16;

/// What is said to one wrong answer.
pub struct Said<'q> {
    pub text: &'q str,
    /// The key it stands in, and as which member where that is a list.
    key: &'static str,
    member: Option<usize>,
}

impl Said<'_> {
    /// Where question `nth` says it.
    pub fn place(&self, view: &ExerciseView<'_>, nth: usize) -> Place {
        match self.member {
            Some(at) => view.places.within("question", nth, self.key, at),
            None => view.places.inside("question", nth, self.key),
        }
    }
}

/// All that a question says to wrong answers.
pub fn said<'q>(check: &'q Check, question: &'q Question) -> Vec<Said<'q>> {
    let alone = |key, text: &'q str| Said { text, key, member: None };
    let inside = |key, at, text: &'q str| Said { text, key, member: Some(at) };
    let options = |options: &'q [Choice]| {
        let why = |(at, option): (usize, &'q Choice)| inside("options", at, &option.why);
        options.iter().enumerate().map(why).collect::<Vec<_>>()
    };
    let mut said = match &question.ask {
        Ask::Single(choices) => options(choices),
        Ask::Multiple { options: choices, missed } => {
            let mut said = options(choices);
            said.push(alone("missed", missed));
            said
        }
        Ask::Text(words) => words.whys.iter().map(|(_, why)| alone("why", why)).collect(),
        Ask::Number(amount) => amount.whys.iter().map(|(_, why)| alone("why", why)).collect(),
        Ask::Fill(fill) => {
            let blanks = fill.blanks.iter().enumerate();
            let whys = blanks.flat_map(|(at, b)| b.words.whys.iter().map(move |w| (at, w)));
            whys.map(|(at, (_, why))| inside("blanks", at, why)).collect()
        }
        Ask::Order(order) => {
            let early = order.early.iter().enumerate();
            let nowhere = order.distractors.iter().enumerate();
            let nowhere = nowhere.map(|(at, row)| inside("distractors", at, &row.why));
            early.map(|(at, row)| inside("early", at, &row.why)).chain(nowhere).collect()
        }
        Ask::Match(pairing) => {
            let pairs = pairing.pairs.iter().enumerate();
            let whys = pairs.flat_map(|(at, pair)| pair.whys.iter().map(move |why| (at, why)));
            let nowhere = pairing.distractors.iter().enumerate();
            let nowhere = nowhere.map(|(at, side)| inside("distractors", at, &side.why));
            whys.map(|(at, (_, why))| inside("pairs", at, why)).chain(nowhere).collect()
        }
        Ask::Predict(prediction) => {
            let early = prediction.early.iter().enumerate();
            let whys = prediction.whys.iter().map(|(_, why)| alone("why", why));
            early.map(|(at, line)| inside("early", at, &line.why)).chain(whys).collect()
        }
    };
    said.push(alone("fails", &check.fails));
    said
}

/// X16: what stands to choose from is neither little nor much, and says something of its own.
pub fn choices(view: &ExerciseView<'_>, report: &mut Report<'_>) {
    for (nth, question) in view.exercise.questions().enumerate() {
        if let Some(options) = options(question) {
            if !OPTIONS.contains(&options.len()) {
                let (min, max) = (OPTIONS.start(), OPTIONS.end());
                let count = options.len();
                let message = format!("{count} options stand to choose from, not {min} to {max}");
                let hint = "each wrong one is a mistake that somebody makes";
                report.say(view.places.inside("question", nth, "options"), message, hint);
            }
            for at in said_before(options) {
                let message = "another wrong option says the same";
                let hint = "why = \"what one would see if this were so\"";
                report.say(view.places.within("question", nth, "options", at), message, hint);
            }
        }
        if let Ask::Order(order) = &question.ask
            && DISTRACTORS_MAX < order.distractors.len()
        {
            let count = order.distractors.len();
            let message =
                format!("{count} rows belong nowhere, at most {DISTRACTORS_MAX} are of use");
            report.say(view.places.inside("question", nth, "distractors"), message, "");
        }
    }
}

/// X16: the right option is not found by its length.
pub fn lengths(view: &ExerciseView<'_>, report: &mut Report<'_>) {
    for (nth, question) in view.exercise.questions().enumerate() {
        let Some(options) = options(question) else { continue };
        let chars = |correct| {
            let same = options.iter().filter(move |option| option.correct == correct);
            same.map(|option| option.text.chars().count())
        };
        let shorter = is_far(chars(true).max(), chars(false).min());
        let longer = is_far(chars(false).max(), chars(true).min());
        let word = match (shorter, longer) {
            (true, _) => "short",
            (false, true) => "long",
            (false, false) => continue,
        };
        let message =
            format!("the right answer is found by its length: only what is right is {word}");
        let hint = "options of like length make one read them";
        report.say(view.places.inside("question", nth, "options"), message, hint);
    }
}

/// Whether the longest of some is far shorter than the shortest of others.
fn is_far(longest: Option<usize>, shortest: Option<usize>) -> bool {
    let (Some(longest), Some(shortest)) = (longest, shortest) else { return false };
    longest * LENGTH_FACTOR_MAX < shortest && longest + LENGTH_CHARS_OFF_MAX <= shortest
}

/// The wrong options whose words an earlier one has.
fn said_before(options: &[Choice]) -> impl Iterator<Item = usize> {
    let says = |option: &&Choice, why: &str| !option.correct && option.why.trim() == why;
    options.iter().enumerate().filter_map(move |(at, option)| {
        let before = options[..at].iter().any(|other| says(&other, option.why.trim()));
        (before && !option.correct).then_some(at)
    })
}

fn options(question: &Question) -> Option<&[Choice]> {
    match &question.ask {
        Ask::Single(options) | Ask::Multiple { options, .. } => Some(options),
        Ask::Text(_)
        | Ask::Number(_)
        | Ask::Fill(_)
        | Ask::Order(_)
        | Ask::Match(_)
        | Ask::Predict(_) => None,
    }
}
