//! `[check.plan]`, and what `when` may say of its results.

use crate::{
    course::{
        check::{Expect, ResultExpect},
        sql::{PlanTest, Wish},
    },
    pack::manifest::{
        fields::{Fields, Node},
        sql::{finished, names, text, way},
    },
};

const WISHES: &[(&str, Wish)] = &[
    ("index", Wish::Index),
    ("search", Wish::Search),
    ("no-scan", Wish::NoScan),
    ("covering", Wish::Covering),
    ("no-sort", Wish::NoSort),
    ("full-scan-steps-max", Wish::FullScanSteps),
    ("vm-steps-max", Wish::VmSteps),
    ("statements-max", Wish::Statements),
];
/// Of a budget: SQLite's counters end there.
const STEPS_MAX: i64 = i32::MAX as i64;

/// Reads `[check.plan]`.
pub(super) fn read_plan(node: &Node<'_>, on: Vec<String>) -> Option<PlanTest> {
    let fields = node.fields()?;
    let list = |key| fields.optional(key).map(|list| names(&list)).unwrap_or_default();
    let budget = |key| fields.optional(key).and_then(|node| node.integer(0..=STEPS_MAX));
    let statement = fields.optional("statement");
    let test = PlanTest {
        indexes: fields.optional("index").map(|node| one_or_more(&node)).unwrap_or_default(),
        search: list("search"),
        no_scan: list("no-scan"),
        covering: list("covering"),
        no_sort: only_true(&fields, "no-sort"),
        full_scan_steps_max: budget("full-scan-steps-max"),
        vm_steps_max: budget("vm-steps-max"),
        statements_max: budget("statements-max"),
        way: way(&fields, statement.as_ref()),
        statement: statement.and_then(|node| node.text()),
        on,
    };
    fields.finish();
    if WISHES.iter().all(|(key, _)| !fields.has(key)) {
        let keys: Vec<String> = WISHES.iter().map(|(key, _)| format!("`{key}`")).collect();
        node.report((
            "nothing is asked of the plan: every plan would pass",
            format!("write one of {}", keys.join(", ")),
        ));
    }
    Some(test)
}

/// A name, or a list of names.
fn one_or_more(node: &Node<'_>) -> Vec<String> {
    if node.is_text() { node.line().into_iter().collect() } else { names(node) }
}

fn only_true(fields: &Fields<'_>, key: &'static str) -> bool {
    let Some(node) = fields.optional(key) else { return false };
    let value = node.boolean();
    if value == Some(false) {
        node.report(format!("`{key}` is only ever true"));
    }
    value.is_some()
}

/// Reads `when` of a wrong answer whose first check looks at the plan.
pub(super) fn read_plan_when(node: &Node<'_>) -> Option<Expect> {
    let fields = node.fields()?;
    let result = ResultExpect {
        unmet: fields.optional("unmet").and_then(|node| node.choice(WISHES)),
        plan: text(&fields, "plan"),
        error: text(&fields, "error"),
        ..ResultExpect::default()
    };
    Some(finished(node, &fields, result))
}
