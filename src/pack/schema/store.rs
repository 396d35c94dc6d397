//! `[check.mongo]` and `[check.redis]`.

use schemars::JsonSchema;

use super::{
    sql::{OrderWord, Reference},
    value::{Advance, Paths, Statements},
};
use crate::pack::manifest::RUNS_MAX;

/// `[check.mongo]`, `[check.redis]`: what a script of commands gives, or what a program left in its store.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case", extend("minProperties" = 1))]
pub struct StoreTest {
    /// What the solution gives on the same data.
    same_as: Option<Reference>,
    /// By JSONPath into what came.
    json: Option<Paths>,
    /// For a list of documents; `free` unless it says otherwise.
    order: Option<OrderWord>,
    /// Runs after the answer, and what it gives is compared.
    #[schemars(example = &"db.users.find({ vip: true })")]
    query: Option<String>,
    /// Runs only a part of the answer: the one below the comment `// 3` or `# 3`.
    #[schemars(range(min = 1, max = 999))]
    part: Option<u32>,
    /// Runs on the data before the answer.
    before: Option<String>,
    /// How often the answer runs.
    #[schemars(range(min = 1, max = RUNS_MAX))]
    times: Option<u32>,
    /// Seconds by which the clock is moved after the answer.
    #[schemars(rename = "advance_s")]
    advance_s: Option<Advance>,
    /// Must run, each on a copy.
    accepts: Option<Statements>,
    /// A rule of the store must refuse the last statement of each.
    refuses: Option<Statements>,
}
