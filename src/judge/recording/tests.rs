//! Recordings by hand, and what a check finds in them.

use super::*;

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
    let fallen = fallen(&TraceTest { steps: steps.to_vec() }, &entries)?;
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
