//! `pack.toml`, `glossary.toml`, `facts.toml` and the front matter of a lesson.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::value::Id;
use crate::pack::manifest::{
    FACT_CHARS_MAX, HOURS_MAX, LESSON_TITLE_CHARS_MAX, MEANS_CHARS_MAX, MINUTES_MAX,
    SHORT_CHARS_MAX, TERM_CHARS_MAX,
};

/// `pack.toml`: what a pack is, and what its modules hold.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Pack {
    /// The version of the format: 1. A newer one is refused: "update Backlab".
    #[schemars(range(min = 1, max = 1))]
    format: u32,
    /// OWNER/NAME, two ids and one slash. It never changes: what learners solved is kept under it.
    #[schemars(
        regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$"),
        example = &"ada/http-caching"
    )]
    id: String,
    /// Three numbers; `-rc.1` and `+build` may follow. A version that was published never changes.
    #[schemars(
        regex(
            pattern = r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)([-+][0-9A-Za-z.+-]+)?$"
        ),
        example = &"1.4.0"
    )]
    version: String,
    /// What the shelf and Home call it.
    title: String,
    /// One sentence.
    summary: String,
    /// The first is the language of the texts; the others are translations.
    #[schemars(length(min = 1), inner(regex(pattern = "^[A-Za-z-]{2,12}$")))]
    languages: Vec<String>,
    /// Whose it is. `pack lint` asks for one or more.
    authors: Option<Vec<String>>,
    /// An SPDX expression.
    #[schemars(regex(pattern = r"^[A-Za-z0-9.+() -]+$"), example = &"CC-BY-SA-4.0")]
    licence: String,
    /// A web address.
    #[schemars(regex(pattern = "^https?://"), example = &"https://example.test/")]
    homepage: Option<String>,
    /// The oldest Backlab that can use it.
    #[schemars(rename = "min-app", regex(pattern = r"^[0-9]+\.[0-9]+\.[0-9]+"), example = &"0.1.0")]
    min_app: Option<String>,
    /// Engines that may start; others are denied.
    needs: Option<Vec<Need>>,
    /// In the order of the course.
    module: Vec<Module>,
    /// Old ids of lessons and exercises, and what each is called now.
    moved: Option<BTreeMap<String, Id>>,
    /// Ids of lessons and exercises that are gone.
    retired: Option<Vec<String>>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Need {
    Http,
    Js,
    Sql,
    Mongo,
    Redis,
    Stack,
}

/// `[[module]]`: lessons and exercises that belong together.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Module {
    /// Also the name of its folders in lessons/ and exercises/.
    #[schemars(example = &"m03")]
    id: Id,
    /// What Home shows.
    title: String,
    /// Where there is little room.
    #[schemars(length(max = SHORT_CHARS_MAX))]
    short: String,
    /// What one can do afterwards.
    outcome: String,
    /// Of all its lessons and exercises, once they are there.
    #[schemars(range(max = HOURS_MAX), extend("exclusiveMinimum" = 0))]
    hours: Option<f64>,
    /// Ids in the order of learning; may be empty.
    lessons: Vec<Id>,
    /// Ids: the same set as in the front matter of its lessons.
    exercises: Vec<Id>,
}

/// `glossary.toml`: the terms that lessons explain.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Glossary {
    term: Vec<Term>,
}

/// `[[term]]`: a word that a learner may look up. A lesson marks it: `[words](term:ID)`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Term {
    /// Never changes; `[words](term:ID)` leads here.
    #[schemars(example = &"status-code")]
    id: Id,
    /// As a text writes it.
    #[schemars(length(max = TERM_CHARS_MAX), example = &"status code")]
    name: String,
    /// A line of Markdown.
    #[schemars(length(max = MEANS_CHARS_MAX))]
    means: String,
    /// The lesson that explains it, and marks its first use.
    lesson: Id,
    /// Other names, found by a search.
    also: Option<Vec<String>>,
    /// Ids of other terms of this file.
    see: Option<Vec<Id>>,
}

/// `facts.toml`: versions, limits and dates that change without the pack.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Facts {
    fact: Vec<Fact>,
}

/// `[[fact]]`: `{fact:ID}` in a lesson stands for its value.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Fact {
    /// Never changes; `{fact:ID}` stands for the value.
    #[schemars(example = &"node-lts")]
    id: Id,
    /// One line of plain words.
    #[schemars(length(max = FACT_CHARS_MAX), example = &"26")]
    value: String,
    /// For whoever reviews it.
    about: String,
    /// An address, or a section.
    #[schemars(example = &"RFC 9110, section 15.5.6")]
    source: String,
    /// The day when it was last compared with the source, without quotes: `2026-11-03`.
    #[schemars(extend("format" = "date"))]
    reviewed: String,
}

/// The front matter of a lesson: TOML between two lines `+++`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Lesson {
    /// As the file is named.
    #[schemars(example = &"node-first-server")]
    id: Id,
    #[schemars(length(max = LESSON_TITLE_CHARS_MAX))]
    title: String,
    /// What one can do afterwards: one sentence that begins with a verb.
    #[schemars(example = &"Run a server that answers.")]
    objective: String,
    #[schemars(range(min = 1, max = MINUTES_MAX))]
    minutes: u32,
    /// Raised when reading it before no longer counts.
    #[schemars(range(min = 1))]
    rev: u32,
    /// Ids of lessons or exercises that come first; no circles.
    requires: Option<Vec<Id>>,
    /// What it teaches, in words of the pack's own.
    concepts: Option<Vec<String>>,
    /// The exercises that train it: of the same module, in their order.
    exercises: Option<Vec<Id>>,
    /// Questions from memory.
    review: Option<Vec<Review>>,
}

/// The front matter of a translation: LESSON.de.md beside LESSON.md, task.de.md beside task.md. What
/// it does not say is that of its source.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Translation {
    /// Of the lesson, or of the exercise.
    #[schemars(length(max = LESSON_TITLE_CHARS_MAX))]
    title: Option<String>,
    /// Of a lesson.
    objective: Option<String>,
    /// Fingerprints of the text that it was made from. `pack lint` says what to write.
    #[schemars(example = &"1f0c2d3e 9a8b7c6d")]
    source: Option<String>,
    /// Of a lesson: the questions of the source in its order, with the same options right.
    review: Option<Vec<Review>>,
}

/// `[[review]]`: a question from memory, asked again after days. It has an `answer`, or `options`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("anyOf" = [{"required": ["answer"]}, {"required": ["options"]}]))]
pub struct Review {
    /// Markdown.
    question: String,
    /// Markdown. Without options it is required.
    answer: Option<String>,
    /// Markdown, shown beside the answer.
    why: Option<String>,
    /// Two or more, one or more of them correct.
    #[schemars(length(min = 2))]
    options: Option<Vec<ReviewOption>>,
}

/// One option of a review question.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ReviewOption {
    text: String,
    /// False unless it says otherwise.
    correct: Option<bool>,
    /// Markdown, shown to who chose it.
    why: Option<String>,
}
