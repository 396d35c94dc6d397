//! `[[question]]`: what a quiz asks.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::value::{Id, InnerPath};
use crate::pack::manifest::{
    ACCEPTED_MAX, BLANKS_MAX, CHOICES_MAX, DISTRACTORS_MAX, ITEM_CHARS_MAX, ITEMS_MAX,
    LABEL_CHARS_MAX, OPTION_CHARS_MAX, SAY_CHARS_MAX, SIDE_CHARS_MAX,
};

/// `[[question]]`: which keys it has depends on its `type`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Question {
    /// Unique in the quiz; the key of the answer in answers.toml.
    #[schemars(example = &"price")]
    id: Id,
    #[schemars(rename = "type")]
    kind: Kind,
    /// Markdown.
    prompt: String,
    /// The row of the list; else from the prompt.
    #[schemars(length(max = SAY_CHARS_MAX))]
    say: Option<String>,
    /// The headline of a wrong answer.
    fails: Option<String>,
    /// Markdown, shown once the answer is right.
    explain: Option<String>,
    /// `single`, `multiple`.
    #[schemars(length(min = 2, max = CHOICES_MAX))]
    options: Option<Vec<Choice>>,
    /// `multiple`: what to say when a right one is left out.
    missed: Option<String>,
    /// `text`: each is right.
    #[schemars(length(min = 1, max = ACCEPTED_MAX), inner(length(max = OPTION_CHARS_MAX)))]
    accept: Option<Vec<String>>,
    /// `text`, `fill`: differences that do not count; both unless it is given.
    ignore: Option<Vec<Difference>>,
    /// `number`.
    value: Option<f64>,
    /// `number`: how far off is right; 0 unless it is given.
    #[schemars(range(min = 0))]
    tolerance: Option<f64>,
    /// `number`.
    #[schemars(length(max = LABEL_CHARS_MAX), example = &"bytes")]
    unit: Option<String>,
    /// `text`, `number`, `predict`: wrong answers that are known, each with what to say.
    why: Option<BTreeMap<String, String>>,
    /// `fill`.
    #[schemars(length(min = 1, max = BLANKS_MAX))]
    blanks: Option<Vec<Blank>>,
    /// `fill`: each blank stands in it once as `{{name}}`.
    text: Option<String>,
    /// `order`: in the right order.
    #[schemars(length(min = 2, max = ITEMS_MAX), inner(length(max = ITEM_CHARS_MAX)))]
    items: Option<Vec<String>>,
    /// `order`: groups of positions, from 1, that may stand in any order among themselves.
    swap: Option<Vec<Positions>>,
    /// `order`, `match`: rows that belong nowhere.
    #[schemars(length(max = DISTRACTORS_MAX))]
    distractors: Option<Vec<Distractor>>,
    /// `order`, `predict`: what comes too early, and what to say.
    early: Option<Vec<Early>>,
    /// `match`.
    #[schemars(length(min = 2, max = ITEMS_MAX))]
    pairs: Option<Vec<Pair>>,
    /// `predict`: a file of starter/ that runs once the learner has answered.
    code: Option<InnerPath>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Kind {
    Single,
    Multiple,
    Text,
    Number,
    Fill,
    Order,
    Match,
    Predict,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Difference {
    Case,
    Space,
}

/// Two or more of a group.
#[derive(JsonSchema)]
pub struct Positions(#[schemars(length(min = 2))] Vec<u32>);

/// One of `options`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Choice {
    #[schemars(length(max = OPTION_CHARS_MAX))]
    text: String,
    /// False unless it says otherwise.
    correct: Option<bool>,
    /// What a learner reads who chose it; a wrong one must have it.
    why: Option<String>,
}

/// One of `blanks`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Blank {
    name: Id,
    /// What the row shows; the name unless it is given.
    #[schemars(length(max = LABEL_CHARS_MAX))]
    label: Option<String>,
    #[schemars(length(min = 1, max = ACCEPTED_MAX), inner(length(max = OPTION_CHARS_MAX)))]
    accept: Vec<String>,
    ignore: Option<Vec<Difference>>,
    /// Wrong answers that are known, each with what to say; `""` where it was left empty.
    why: Option<BTreeMap<String, String>>,
}

/// One of `distractors`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Distractor {
    text: String,
    why: String,
}

/// One of `early`: `item` and `before` are positions from 1 in an `order`; `line` and `before` are
/// lines in a `predict`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("oneOf" = [{"required": ["item"]}, {"required": ["line"]}]))]
pub struct Early {
    #[schemars(range(min = 1))]
    item: Option<u32>,
    line: Option<String>,
    before: ItemOrLine,
    why: String,
}

#[derive(JsonSchema)]
#[schemars(untagged)]
enum ItemOrLine {
    Item(#[schemars(range(min = 1))] u32),
    Line(String),
}

/// One of `pairs`: a left and a right side.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum Pair {
    Sides(#[schemars(length(min = 2, max = 2), inner(length(max = SIDE_CHARS_MAX)))] Vec<String>),
    Known(KnownPair),
}

/// A pair that knows wrong right sides.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct KnownPair {
    #[schemars(length(max = SIDE_CHARS_MAX))]
    left: String,
    #[schemars(length(max = SIDE_CHARS_MAX))]
    right: String,
    /// Right sides of others, each with what to say.
    why: Option<BTreeMap<String, String>>,
}
