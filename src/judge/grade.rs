//! How an answer to a question of a quiz stands: what of it is right, and what the author says to
//! what is wrong. Pure: what a program printed comes in as text.

mod arrange;

use std::collections::BTreeMap;

use crate::{
    course::quiz::{Amount, Ask, Choice, Fill, Given, Question, Words},
    text,
};

/// The headline of a question that nobody answered.
pub const NOT_ANSWERED: &str = "Not answered yet.";

/// How one answer stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    pub standing: Standing,
    /// The parts of the answer in its order: options that were chosen, blanks, rows, lines.
    pub parts: Vec<Part>,
    /// What the answer comes to, a sentence: `Two of five lines.` Empty where nothing is to be said.
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Right,
    Wrong,
    /// Nothing was answered.
    Open,
}

/// One part of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The option, the label of the blank, the row, the left side; `line 2` of what is printed.
    pub name: String,
    /// What was given; empty where the name says it.
    pub given: String,
    /// What it should be: known only where the run has shown it.
    pub truth: Option<String>,
    /// `None`: not judged, because a row before it stands wrong.
    pub right: Option<bool>,
    /// The author's words to this part.
    pub why: Option<String>,
}

impl Grade {
    /// The author's words to what is wrong, each once.
    pub fn said(&self) -> Vec<&str> {
        let mut said: Vec<&str> = Vec::new();
        for part in self.parts.iter().filter(|part| part.right != Some(true)) {
            if let Some(why) = part.why.as_deref().filter(|why| !said.contains(why)) {
                said.push(why);
            }
        }
        said
    }

    fn open() -> Grade {
        Grade { standing: Standing::Open, parts: Vec::new(), note: NOT_ANSWERED.to_owned() }
    }

    fn wrong(parts: Vec<Part>, note: impl Into<String>) -> Grade {
        Grade { standing: Standing::Wrong, parts, note: note.into() }
    }

    /// Right where every part is.
    fn of(parts: Vec<Part>, note: impl Into<String>) -> Grade {
        let right = parts.iter().all(|part| part.right == Some(true));
        let standing = if right { Standing::Right } else { Standing::Wrong };
        Grade { standing, parts, note: note.into() }
    }
}

impl Part {
    fn new(name: &str, given: &str, right: Option<bool>) -> Part {
        let (name, given) = (text::clean_line(name), text::clean_line(given));
        Part { name: name.into_owned(), given: given.into_owned(), truth: None, right, why: None }
    }

    fn why(self, why: Option<&str>) -> Part {
        let why = why.map(str::trim).filter(|why| !why.is_empty());
        Part { why: why.map(|why| text::clean(why).into_owned()), ..self }
    }
}

/// Grades `given`. `printed` is what the program of a prediction printed, and nothing else's
/// business.
pub fn grade(question: &Question, given: Option<&Given>, printed: Option<&str>) -> Grade {
    let Some(given) = given.filter(|given| !given.is_empty()) else { return Grade::open() };
    match (&question.ask, given) {
        (Ask::Single(options), Given::Text(text)) => single(options, text),
        (Ask::Multiple { options, missed }, Given::List(list)) => multiple(options, missed, list),
        (Ask::Multiple { options, missed }, Given::Text(text)) => {
            multiple(options, missed, std::slice::from_ref(text))
        }
        (Ask::Text(words), Given::Text(text)) => written(words, text),
        (Ask::Number(amount), Given::Text(text)) => number(amount, text),
        (Ask::Fill(fill), Given::Table(table)) => blanks(fill, table),
        (Ask::Order(order), Given::List(rows)) => arrange::order(order, rows),
        (Ask::Match(pairing), Given::Table(table)) => arrange::matching(pairing, table),
        (Ask::Predict(prediction), Given::Text(text)) => {
            arrange::predict(prediction, text, printed.unwrap_or_default())
        }
        (Ask::Single(_) | Ask::Text(_) | Ask::Number(_) | Ask::Predict(_), _) => {
            Grade::wrong(Vec::new(), "This question takes one text, in quotes.")
        }
        (Ask::Multiple { .. } | Ask::Order(_), _) => {
            Grade::wrong(Vec::new(), "This question takes a list of texts, in square brackets.")
        }
        (Ask::Fill(_) | Ask::Match(_), _) => {
            let id = &question.id;
            Grade::wrong(
                Vec::new(),
                format!("This question takes lines like `{id}.name = \"text\"`."),
            )
        }
    }
}

const NO_OPTION: &str = "This is none of the options.";

fn single(options: &[Choice], given: &str) -> Grade {
    let Some(option) = options.iter().find(|option| option.text == given.trim()) else {
        return Grade::wrong(vec![Part::new(given, "", Some(false))], NO_OPTION);
    };
    Grade::of(vec![chosen(option)], "")
}

fn chosen(option: &Choice) -> Part {
    Part::new(&option.text, "", Some(option.correct)).why(Some(&option.why))
}

fn multiple(options: &[Choice], missed: &str, given: &[String]) -> Grade {
    let is_given = |option: &&Choice| given.iter().any(|text| text.trim() == option.text);
    let unknown = given.iter().filter(|text| !options.iter().any(|o| o.text == text.trim()));
    let mut parts: Vec<_> = options.iter().filter(is_given).map(chosen).collect();
    let unknown: Vec<_> = unknown.map(|text| Part::new(text, "", Some(false))).collect();
    if !unknown.is_empty() {
        parts.extend(unknown);
        return Grade::wrong(parts, NO_OPTION);
    }
    let lacking = options.iter().filter(|o| o.correct && !is_given(o)).count();
    if lacking == 0 {
        return Grade::of(parts, "");
    }
    // Which ones are missing is for the learner to find.
    let note = match (lacking, missed) {
        (1, "") => "One more belongs to the answer.".to_owned(),
        (lacking, "") => format!("{} more belong to the answer.", in_words(lacking, true)),
        (_, missed) => missed.to_owned(),
    };
    Grade::wrong(parts, note)
}

fn written(words: &Words, given: &str) -> Grade {
    let part = Part::new("answer", given.trim(), Some(words.accepts(given)));
    Grade::of(vec![part.why(words.why(given))], "")
}

fn number(amount: &Amount, given: &str) -> Grade {
    let Some(number) = read_number(given) else {
        let part = Part::new("answer", given.trim(), Some(false));
        return Grade::wrong(vec![part], "This is no number. A number is written as 42 or 0.5.");
    };
    let part = Part::new("answer", given.trim(), Some(amount.accepts(number)));
    Grade::of(vec![part.why(amount.why(number))], "")
}

/// A number as people write it: digits, a point, spaces or `_` between groups.
fn read_number(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|ch| !ch.is_whitespace() && *ch != '_').collect();
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}

fn blanks(fill: &Fill, given: &BTreeMap<String, String>) -> Grade {
    let part = |blank: &crate::course::quiz::Blank| {
        let text = given.get(&blank.name).map_or("", |text| text.trim());
        let part = Part::new(&blank.label, text, Some(blank.words.accepts(text)));
        part.why(blank.words.why(text))
    };
    let mut parts: Vec<_> = fill.blanks.iter().map(part).collect();
    let note = share(&parts, "blank", "blanks");
    for name in given.keys().filter(|name| !fill.blanks.iter().any(|b| b.name == **name)) {
        parts.push(Part::new(name, &given[name], Some(false)).why(Some("No blank has this name.")));
    }
    Grade::of(parts, note)
}

/// `Two of five blanks are right.`; empty where all are.
fn share(parts: &[Part], one: &str, several: &str) -> String {
    let right = parts.iter().filter(|part| part.right == Some(true)).count();
    match (right, parts.len()) {
        (right, all) if right == all => String::new(),
        (_, 1) => format!("This {one} is not right."),
        (0, all) => format!("None of the {} {several} is right.", in_words(all, false)),
        (1, all) => format!("One of {} {several} is right.", in_words(all, false)),
        (right, all) => {
            format!("{} of {} {several} are right.", in_words(right, true), in_words(all, false))
        }
    }
}

/// Numbers up to nine as words.
fn in_words(number: usize, capital: bool) -> String {
    const WORDS: [(&str, &str); 10] = [
        ("none", "None"),
        ("one", "One"),
        ("two", "Two"),
        ("three", "Three"),
        ("four", "Four"),
        ("five", "Five"),
        ("six", "Six"),
        ("seven", "Seven"),
        ("eight", "Eight"),
        ("nine", "Nine"),
    ];
    match WORDS.get(number) {
        Some((small, large)) => (if capital { *large } else { *small }).to_owned(),
        None => number.to_string(),
    }
}
