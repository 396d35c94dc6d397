//! Recordings by hand, and what a check finds in them.

use super::*;
use crate::{course::check::SqlSeen, trace::SqlRan};

fn hashed(request: u32, call: &str, cost: u64) -> Entry {
    let ran = HashRan {
        call: call.to_owned(),
        algorithm: "bcrypt".to_owned(),
        cost: vec![("cost".to_owned(), cost)],
        place: Some(Place::new("server.js", 7, 1)),
        took_us: 40_000,
    };
    Entry { at_us: 0, request: Some(request), what: What::Hashed(ran) }
}

fn layer(request: u32, name: &str) -> Entry {
    let layer = crate::trace::Layer::Middleware;
    let what = What::LayerEntered { layer, name: name.to_owned(), place: None };
    Entry { at_us: 0, request: Some(request), what }
}

fn seen_layer(name: &str) -> TraceStep {
    TraceStep { seen: Seen::Layer(Expected::Equals(name.into())), count: None }
}

fn bcrypt(count: Option<u64>, least: f64) -> TraceStep {
    let seen = Seen::Hashed {
        algorithm: Some(Expected::Equals("bcrypt".into())),
        call: None,
        cost: vec![("cost".to_owned(), Expected::Range { min: Some(least), max: None })],
    };
    TraceStep { seen, count: count.map(|count| Expected::Equals(count.into())) }
}

/// `FIELD: EXPECTED, got GOT` of what differs, and the step.
fn words(steps: &[TraceStep], entries: &[Entry]) -> Option<String> {
    let entries: Vec<&Entry> = entries.iter().collect();
    let fallen = fallen(&TraceTest { steps: steps.to_vec(), statements_max: None }, &entries)?;
    let differing = fallen.fields.iter().filter(|field| field.differs);
    let mut words: Vec<String> = differing
        .map(|field| format!("{}: {}, got {}", field.name, field.expected, field.got))
        .collect();
    words.extend(fallen.of);
    words.extend(fallen.place.map(|place| format!("{}:{}", place.file, place.line)));
    Some(words.join("; "))
}

#[track_caller]
fn check(steps: &[TraceStep], entries: &[Entry], expected: Option<&str>) {
    assert_eq!(words(steps, entries).as_deref(), expected);
}

#[test]
fn a_hash_is_counted_by_its_cost() {
    let twice = [hashed(1, "bcrypt.hash", 12), hashed(1, "bcrypt.hash", 12)];
    check(&[bcrypt(Some(1), 10.0)], &twice[..1], None);
    check(&[bcrypt(None, 10.0)], &twice, None);
    check(&[bcrypt(Some(1), 10.0)], &twice, Some("times: 1, got 2; server.js:7"));
    check(&[bcrypt(Some(0), 10.0)], &[], None);
    let weak = [hashed(1, "bcrypt.hash", 4)];
    let expected = "cost.cost: at least 10, got 4; server.js:7";
    check(&[bcrypt(Some(1), 10.0)], &weak, Some(expected));
    check(&[bcrypt(Some(0), 10.0)], &weak, None);
}

#[test]
fn what_never_happened_is_said() {
    let none = "hash: \"bcrypt\", got no password was hashed; \
                cost.cost: at least 10, got no password was hashed";
    check(&[bcrypt(Some(1), 10.0)], &[layer(1, "json")], Some(none));
}

#[test]
fn steps_are_in_the_order_of_one_request() {
    let steps = [seen_layer("limit"), seen_layer("login")];
    let right = [layer(1, "limit"), layer(1, "json"), layer(1, "login")];
    check(&steps, &right, None);
    let wrong = [layer(1, "login"), layer(1, "limit")];
    check(&steps, &wrong, Some("order: after step 1, got before it; step 2 of 2"));
    let apart = [layer(1, "limit"), layer(2, "login")];
    let expected = "layer: \"login\", got \"limit\"; step 2 of 2";
    check(&steps, &apart, Some(expected));
    // One request that is as it must be is enough.
    let both = [layer(1, "login"), layer(2, "limit"), layer(1, "limit"), layer(2, "login")];
    check(&steps, &both, None);
}

fn ran(request: u32, text: &str, rows: u64) -> Entry {
    let ran =
        SqlRan { text: text.to_owned(), rows, parameters: "7".to_owned(), ..SqlRan::default() };
    Entry { at_us: 0, request: Some(request), what: What::Sql(ran) }
}

#[test]
fn a_statement_is_known_by_what_is_named() {
    let text = |text: &str| Some(Expected::Matches(text.to_owned()));
    let seen = |seen| [TraceStep { seen: Seen::Sql(Box::new(seen)), count: None }];
    let entries = [ran(1, "SELECT name\n  FROM users WHERE id = ?", 1), ran(1, "BEGIN", 0)];
    let one_row = Some(Expected::Equals(1.into()));
    let found =
        SqlSeen { text: text("SELECT name FROM .*"), rows: one_row.clone(), ..SqlSeen::default() };
    check(&seen(found), &entries, None);
    let other = SqlSeen { text: text("DELETE .*"), rows: one_row.clone(), ..SqlSeen::default() };
    let expected =
        "sql: text that matches /^DELETE .*$/, got \"SELECT name FROM users WHERE id = ?\"";
    check(&seen(other.clone()), &entries, Some(expected));
    let expected =
        "sql: text that matches /^DELETE .*$/, got no statement ran; rows: 1, got no statement ran";
    check(&seen(other), &[layer(1, "json")], Some(expected));
    let failed = SqlSeen { error: Some(Expected::Any), ..SqlSeen::default() };
    check(&seen(failed), &entries, Some("error: anything, got not sent"));
    let never = SqlSeen { text: text("SELECT.*"), parameters: text(""), ..SqlSeen::default() };
    let never =
        TraceStep { seen: Seen::Sql(Box::new(never)), count: Some(Expected::Equals(0.into())) };
    check(&[never], &entries, None);
}

#[test]
fn one_query_for_each_row_is_found_out() {
    let received = |request, target: &str| {
        let (method, headers) = ("GET".to_owned(), crate::exchange::Headers::default());
        let what = What::RequestReceived { method, target: target.to_owned(), headers };
        Entry { at_us: 0, request: Some(request), what }
    };
    let mut entries = vec![received(1, "/users/1"), ran(1, "SELECT 1", 1)];
    entries.push(received(2, "/orders"));
    entries.push(ran(2, "SELECT * FROM orders", 3));
    entries.extend((1..=3).map(|id| ran(2, &format!("SELECT name FROM users WHERE id = {id}"), 1)));
    let entries: Vec<&Entry> = entries.iter().collect();
    let test = |most| TraceTest { steps: Vec::new(), statements_max: Some(most) };
    assert_eq!(fallen(&test(4), &entries), None);
    let fallen = fallen(&test(2), &entries).unwrap();
    assert_eq!(fallen.of.as_deref(), Some("GET /orders"));
    let [field] = &fallen.fields[..] else { panic!("{fallen:?}") };
    assert_eq!((field.expected.as_str(), field.got.as_str()), ("at most 2", "4"));
    assert_eq!(
        field.note.as_deref(),
        Some("3 times the same but for its values: SELECT name FROM users WHERE id = ?")
    );
    assert_eq!(
        fallen.statements.unwrap(),
        ["1 x SELECT * FROM orders (3 rows)", "3 x SELECT name FROM users WHERE id = ? (3 rows)"]
    );
}
