//! `[check.mongo]` and `[check.redis]`, and what `when` may say of their results.

use crate::{
    course::{
        check::{Expect, Gives, ListOrder, ResultExpect, StoreTest},
        sql::Aspect,
        store::Speech,
    },
    pack::manifest::{
        RUNS_MAX,
        clock::read_advance,
        expect::{Subject, paths, read_expected},
        fields::{Fields, Node},
        sql::{finished, statements},
    },
};

const UNCOMPARED: (&str, &str) = (
    "what `query` gives is compared with nothing",
    "same-as = \"solution\", or json.\"$[0].name\" = \"Ada\"",
);
const ORDERS: &[(&str, ListOrder)] = &[("free", ListOrder::Free), ("exact", ListOrder::Exact)];

/// What can differ between two values.
const ASPECTS: &[(&str, Aspect)] = &[
    ("missing", Aspect::Missing),
    ("extra", Aspect::Extra),
    ("null", Aspect::Null),
    ("type", Aspect::Type),
    ("value", Aspect::Value),
    ("order", Aspect::Order),
];

/// Reads `[check.mongo]` or `[check.redis]` of an answer that is a script of such commands.
pub(super) fn read_store_test(node: &Node<'_>, on: Vec<String>) -> Option<StoreTest> {
    let fields = node.fields()?;
    let text = |key| fields.optional(key).and_then(|node| node.text());
    let scripts = |key| fields.optional(key).map(|list| statements(&list)).unwrap_or_default();
    let times = fields.optional("times").map_or(Some(1), |node| node.integer(1..=RUNS_MAX));
    // Each is read before one that is missing ends this, so that all mistakes are told.
    let (wanted, advance_ms) = (wanted(&fields), read_advance(&fields, true));
    let order = fields.optional("order").map_or(Some(ListOrder::Free), |node| node.choice(ORDERS));
    let wish = StoreTest {
        speech: speech(node),
        part: fields.optional("part").and_then(|node| node.integer(1..=999)),
        before: text("before"),
        times: times?,
        // The clock of a store stands still wherever it is judged.
        advance_ms: advance_ms?,
        query: text("query"),
        wanted: wanted?,
        order: order?,
        accepts: scripts("accepts"),
        refuses: scripts("refuses"),
        on,
    };
    fields.finish();
    if wish.wanted == Gives::Anything && ["accepts", "refuses"].iter().all(|key| !fields.has(key)) {
        node.report((
            "nothing is asked of the answer: all would pass",
            "write `same-as`, `json`, `accepts` or `refuses`",
        ));
    }
    if let (Gives::Anything, Some(query)) = (&wish.wanted, fields.optional("query")) {
        query.key_report(UNCOMPARED);
    }
    Some(wish)
}

/// Reads `[check.mongo]` or `[check.redis]` of an answer that is a program: what it left in its store.
pub(super) fn read_asked(node: &Node<'_>, clock_is_still: bool) -> Option<StoreTest> {
    let fields = node.fields()?;
    for key in ["part", "before", "times"] {
        if let Some(node) = fields.optional(key) {
            node.key_report((
                format!("`{key}` goes with answers that are scripts of commands"),
                "a program's store is asked as its requests left it",
            ));
        }
    }
    let query = fields.optional("query");
    let scripts = |key| fields.optional(key).map(|list| statements(&list)).unwrap_or_default();
    let (wanted, advance_ms) = (wanted(&fields), read_advance(&fields, clock_is_still));
    let order = fields.optional("order").map_or(Some(ListOrder::Free), |node| node.choice(ORDERS));
    let (speech, accepts, refuses) = (speech(node), scripts("accepts"), scripts("refuses"));
    fields.finish();
    match (query, &wanted) {
        (None, Some(Gives::AsSolution | Gives::Values(_))) => {
            let example = match speech {
                Speech::Mongo => "query = \"db.users.find({}, { _id: 0 })\"",
                Speech::Redis => "query = \"GET views\"",
            };
            fields.report((
                "nothing is asked of the store: a program gives no value itself",
                example,
            ));
        }
        (None, Some(Gives::Anything)) if accepts.is_empty() && refuses.is_empty() => {
            fields.report((
                "nothing is asked of the store: all programs would pass",
                "write `query` with `same-as` or `json`, or `accepts`, or `refuses`",
            ));
        }
        (Some(query), Some(Gives::Anything)) => query.key_report(UNCOMPARED),
        // What could not be read has a finding.
        (_, None)
        | (None, Some(Gives::Anything))
        | (Some(_), Some(Gives::AsSolution | Gives::Values(_))) => {}
    }
    Some(StoreTest {
        speech,
        times: 1,
        advance_ms: advance_ms?,
        query: query.and_then(|node| node.text()),
        wanted: wanted?,
        order: order?,
        accepts,
        refuses,
        ..StoreTest::default()
    })
}

/// Whose commands the table names.
fn speech(node: &Node<'_>) -> Speech {
    if node.name() == "redis" { Speech::Redis } else { Speech::Mongo }
}

fn wanted(fields: &Fields<'_>) -> Option<Gives> {
    match (fields.optional("same-as"), fields.optional("json")) {
        (None, None) => Some(Gives::Anything),
        (Some(node), None) => node.choice(&[("solution", ())]).map(|()| Gives::AsSolution),
        (None, Some(table)) => Some(Gives::Values(paths(Some(table)))),
        (Some(_), Some(json)) => {
            json.key_report("a check has either `same-as` or `json`");
            None
        }
    }
}

/// Reads `when` of a wrong answer whose first check looks at a store.
pub(super) fn read_store_when(node: &Node<'_>) -> Option<Expect> {
    let fields = node.fields()?;
    let text = |key| fields.optional(key).and_then(|node| read_expected(&node, Subject::Text));
    let json = paths(fields.optional("json"));
    let result = ResultExpect {
        differs: fields.optional("differs").and_then(|node| node.choice(ASPECTS)),
        error: text("error"),
        statement: text("statement"),
        ..ResultExpect::default()
    };
    Some(Expect { json, ..finished(node, &fields, result) })
}
