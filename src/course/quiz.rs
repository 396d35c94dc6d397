//! A quiz: questions that are answered by choosing, writing, arranging or predicting.

use std::collections::BTreeMap;

pub use crate::course::lesson::Choice;

/// The file that holds the answers to a quiz.
pub const ANSWERS_FILE: &str = "answers.toml";

/// One question. It is a check of its exercise: its id is the check's name.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub id: String,
    /// Markdown.
    pub prompt: String,
    /// Markdown, shown once the answer is right.
    pub explain: String,
    pub ask: Ask,
}

/// What is asked, and what is right.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// One option; where several are correct, each of them is right alone.
    Single(Vec<Choice>),
    /// The whole set of the correct options.
    Multiple {
        options: Vec<Choice>,
        /// What to say when a correct option is left out and no wrong one is chosen.
        missed: String,
    },
    Text(Words),
    Number(Amount),
    Fill(Fill),
    Order(Order),
    Match(Pairing),
    Predict(Prediction),
}

/// Texts that are right, and wrong ones that are known.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    pub accept: Vec<String>,
    pub ignore: Ignore,
    /// A wrong answer, and what to say to it.
    pub whys: Vec<(String, String)>,
}

/// Differences between two texts that do not count. Space around a text never counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ignore {
    pub case: bool,
    /// Runs of white space count as one space.
    pub space: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    pub value: f64,
    /// Zero or more; numbers at this distance are right.
    pub tolerance: f64,
    /// Stands behind the field: `bytes`.
    pub unit: Option<String>,
    /// A wrong number, and what to say to it; held against the number within the tolerance.
    pub whys: Vec<(f64, String)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Fill {
    /// Text in which `{{name}}` stands for each blank; without it each blank is a row of its own.
    pub text: Option<String>,
    pub blanks: Vec<Blank>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Blank {
    /// An id, unique in the question.
    pub name: String,
    /// What the row says; the name where the author says nothing else.
    pub label: String,
    pub words: Words,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// In the right order; no two are alike.
    pub items: Vec<String>,
    /// Positions, from 0, whose items may stand in any order among themselves. Disjoint.
    pub swaps: Vec<Vec<usize>>,
    /// What belongs nowhere.
    pub distractors: Vec<Distractor>,
    pub early: Vec<Early>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Distractor {
    pub text: String,
    pub why: String,
}

/// What to say when one item stands before another that it has to follow.
#[derive(Clone, Debug, PartialEq)]
pub struct Early {
    /// Positions in the right order, from 0.
    pub item: usize,
    pub before: usize,
    pub why: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Pairing {
    pub pairs: Vec<Pair>,
    /// Right sides that fit no left one.
    pub distractors: Vec<Distractor>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Unique in the question.
    pub left: String,
    pub right: String,
    /// A wrong right side, and what to say to it.
    pub whys: Vec<(String, String)>,
}

/// What a program prints; the truth is the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// The file that is run as `node FILE`; it is among those that the learner is given.
    pub code: String,
    /// What to say when a line is put before another that it comes after.
    pub early: Vec<EarlyLine>,
    /// A whole wrong answer, and what to say to it.
    pub whys: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct EarlyLine {
    pub line: String,
    pub before: String,
    pub why: String,
}

/// What a learner answered to one question.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// An option, a text, a prediction; a number as it was written.
    Text(String),
    /// Options, or items in their order.
    List(Vec<String>),
    /// By name of the blank, or by left side.
    Table(BTreeMap<String, String>),
}

/// By id of the question.
pub type Answers = BTreeMap<String, Given>;

impl Ask {
    /// As `exercise.toml` writes it.
    pub fn name(&self) -> &'static str {
        match self {
            Ask::Single(_) => "single",
            Ask::Multiple { .. } => "multiple",
            Ask::Text(_) => "text",
            Ask::Number(_) => "number",
            Ask::Fill(_) => "fill",
            Ask::Order(_) => "order",
            Ask::Match(_) => "match",
            Ask::Predict(_) => "predict",
        }
    }
}

impl Given {
    /// Whether nothing was answered: an empty text, no member, only empty blanks.
    pub fn is_empty(&self) -> bool {
        match self {
            Given::Text(text) => text.trim().is_empty(),
            Given::List(list) => list.is_empty(),
            Given::Table(table) => table.values().all(|text| text.trim().is_empty()),
        }
    }
}

impl Ignore {
    pub const NOTHING: Ignore = Ignore { case: false, space: false };
    pub const CASE_AND_SPACE: Ignore = Ignore { case: true, space: true };

    /// `text` without the differences that do not count.
    pub fn folded(self, text: &str) -> String {
        let text = text.trim();
        let text = if self.space {
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        } else {
            text.to_owned()
        };
        if self.case { text.to_lowercase() } else { text }
    }
}

impl Words {
    pub fn accepts(&self, text: &str) -> bool {
        let given = self.ignore.folded(text);
        self.accept.iter().any(|accepted| self.ignore.folded(accepted) == given)
    }

    /// What the author says to this wrong answer.
    pub fn why(&self, text: &str) -> Option<&str> {
        let given = self.ignore.folded(text);
        let known = self.whys.iter().find(|(wrong, _)| self.ignore.folded(wrong) == given);
        known.map(|(_, why)| why.as_str())
    }
}

impl Amount {
    pub fn accepts(&self, number: f64) -> bool {
        is_within(number, self.value, self.tolerance)
    }

    /// What the author says to this wrong number.
    pub fn why(&self, number: f64) -> Option<&str> {
        let known = self.whys.iter().find(|(wrong, _)| is_within(number, *wrong, self.tolerance));
        known.map(|(_, why)| why.as_str())
    }
}

/// Decimal fractions have no exact binary form, so the last digits of a sum do not count.
fn is_within(number: f64, value: f64, tolerance: f64) -> bool {
    let rounding = (value.abs() + tolerance) * 4.0 * f64::EPSILON;
    (number - value).abs() <= tolerance + rounding
}

impl Order {
    /// Whether the item of `item` may stand at `position`.
    pub fn fits(&self, item: usize, position: usize) -> bool {
        let group = |at: usize| self.swaps.iter().position(|swap| swap.contains(&at));
        item == position || (group(item).is_some() && group(item) == group(position))
    }

    /// Items and distractors as they are first laid out: the same each time, never in a right order.
    pub fn laid_out(&self) -> Vec<&str> {
        let items = self.items.iter().map(String::as_str);
        let mut rows: Vec<_> = items.chain(self.distractors.iter().map(|d| &*d.text)).collect();
        shuffle(&mut rows);
        let is_right = |rows: &[&str]| {
            let mut kept = rows.iter().filter_map(|row| self.items.iter().position(|i| i == row));
            (0..self.items.len()).all(|at| kept.next().is_some_and(|item| self.fits(item, at)))
        };
        for _ in 0..rows.len() {
            if !is_right(&rows) {
                break;
            }
            rows.rotate_left(1);
        }
        rows
    }
}

impl Pairing {
    /// The right sides to choose from, each once, those that fit nothing among them: the same each
    /// time.
    pub fn rights(&self) -> Vec<&str> {
        let pairs = self.pairs.iter().map(|pair| pair.right.as_str());
        let mut rights: Vec<&str> = Vec::new();
        for right in pairs.chain(self.distractors.iter().map(|d| &*d.text)) {
            if !rights.contains(&right) {
                rights.push(right);
            }
        }
        shuffle(&mut rights);
        rights
    }
}

/// Puts `rows` into an order that depends on their texts alone.
fn shuffle(rows: &mut [&str]) {
    // FNV-1a, 64 bits.
    let hash = |text: &str| {
        text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    rows.sort_by_key(|row| hash(row));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(items: &[&str], swaps: &[&[usize]]) -> Order {
        Order {
            items: items.iter().map(|item| (*item).to_owned()).collect(),
            swaps: swaps.iter().map(|swap| swap.to_vec()).collect(),
            distractors: Vec::new(),
            early: Vec::new(),
        }
    }

    #[test]
    fn what_is_laid_out_is_never_right_already() {
        for items in [&["a", "b"][..], &["b", "a"], &["x", "y", "z"], &["z", "y", "x"]] {
            let order = order(items, &[]);
            assert_ne!(order.laid_out(), order.items);
            assert_eq!(order.laid_out(), order.laid_out());
        }
        let swappable = order(&["a", "b", "c"], &[&[0, 1]]);
        let rows = swappable.laid_out();
        assert_ne!(rows[2], "c", "{rows:?}");
    }

    #[test]
    fn texts_and_numbers_forgive_what_does_not_count() {
        let words = Words {
            accept: vec!["Content-Length".into()],
            ignore: Ignore::CASE_AND_SPACE,
            whys: vec![("length".into(), "the whole name".into())],
        };
        assert!(words.accepts("  content-length "));
        assert!(!words.accepts("content length"));
        assert_eq!(words.why("LENGTH"), Some("the whole name"));
        let exact = Words { ignore: Ignore::NOTHING, ..words };
        assert!(exact.accepts(" Content-Length\n"));
        assert!(!exact.accepts("content-length"));
        let amount = Amount { value: 0.3, tolerance: 0.0, unit: None, whys: Vec::new() };
        assert!(amount.accepts(0.1 + 0.2));
        assert!(!amount.accepts(0.300_1));
        assert!(!amount.accepts(f64::NAN));
    }
}
