//! What authors of packs type: `pack test` and `pack stats`.

use serde_json::Value;

use super::command::Test;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_pack_is_proved_once_and_kept() {
    let test = Test::in_pack("clean");
    test.args(["pack", "test"])
        .prints("3 exercises: 3 solutions pass three times")
        .prints("Mutants: the checks kill ")
        .prints("Everything holds")
        .ends(0);
    let again = test.args(["pack", "test", "--json"]).ends(0);
    let value = json(&again.stdout);
    assert_eq!((&value["format"], &value["passed"]), (&1.into(), &true.into()));
    assert_eq!(value["kept"], value["units"]);
    assert_eq!(value["mutants"]["bar"], 80);
    let exercises = value["exercises"].as_array().unwrap();
    let greet = exercises.iter().find(|exercise| exercise["id"] == "greet").unwrap();
    assert_eq!(greet["kept"], true);
    let made = greet["mutants"]["made"].as_u64().unwrap();
    let killed = greet["mutants"]["killed"].as_u64().unwrap();
    let survive = greet["mutants"]["survivors"].as_array().unwrap().len() as u64;
    assert!(0 < killed && killed + survive == made, "{greet}");
    assert!(
        greet["checks"][0]["wrongs"].as_array().unwrap().contains(&"starter".into()),
        "{greet}"
    );
    // A quiz has no mutants.
    let recall = exercises.iter().find(|exercise| exercise["id"] == "recall").unwrap();
    assert_eq!(recall["mutants"], Value::Null);
    test.args(["pack", "test"]).prints("were not run again (--all runs them)").ends(0);
    let anew = test.args(["pack", "test", "--json", "--all", "--mutants", "none"]).ends(0);
    assert_eq!(json(&anew.stdout)["kept"], 0);
}

#[test]
fn a_part_of_a_pack_is_named_by_its_ids() {
    let test = Test::in_pack("clean");
    let run = test.args(["pack", "test", "--only", "greet,recall", "--json"]).ends(0);
    let value = json(&run.stdout);
    assert_eq!((&value["units"], &value["proved"]["lessons"]), (&2.into(), &0.into()));
    test.args(["pack", "test", "--only", "gret"])
        .complains("no module, lesson or exercise `gret`")
        .ends(2);
    test.args(["pack", "test", "--mutants", "many"]).complains("a number, `all` or `none`").ends(2);
    test.args(["pack", "test", "--bar", "101"]).complains("101").ends(2);
}

#[test]
fn a_bar_that_is_not_reached_fails_the_pack() {
    let test = Test::in_pack("shop");
    // No check asks at the edge of its CHECK.
    test.args(["pack", "test", "--only", "honest-users", "--mutants", "all", "--bar", "90"])
        .prints("error: the checks kill")
        .prints("less than 90 %")
        .ends(1);
}

#[test]
fn a_watched_pack_is_tested_after_each_save() {
    let test = Test::in_pack("clean");
    let staying = test.stay(["pack", "test", "--watch", "--only", "greet"]);
    let proved = || while !staying.line().contains("Everything holds") {};
    proved();
    test.file("exercises/m01/greet/task.md", "Greet everybody by name.\n");
    proved();
    // A mistake is told, and the next save mends it.
    let whole = std::fs::read_to_string(test.folder().join("pack.toml")).unwrap();
    test.file("pack.toml", "format =\n");
    while !staying.complaint().contains("pack.toml") {}
    test.file("pack.toml", &whole);
    proved();
    drop(staying);
}

#[test]
fn the_size_of_a_pack_is_told() {
    let test = Test::in_pack("clean");
    test.args(["pack", "stats"])
        .prints("exercises")
        .prints("no kill score is known")
        .prints("taught by lessons")
        .ends(0);
    test.args(["pack", "test", "--only", "greet"]).ends(0);
    let run = test.args(["pack", "stats", "--json"]).ends(0);
    let value = json(&run.stdout);
    let module = &value["modules"][0];
    assert!(0 < module["reading_minutes"].as_u64().unwrap(), "{module}");
    let exercises = module["exercises"].as_array().unwrap();
    let of = |id: &str| exercises.iter().find(|exercise| exercise["id"] == id).unwrap();
    assert!(of("greet")["mutants"]["percent"].is_u64());
    assert_eq!(of("tally")["mutants"], Value::Null);
    assert!(!value["concepts"].as_array().unwrap().is_empty());
    let table = test.args(["pack", "stats"]).ends(0).stdout;
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    test.args(["pack", "stats", "nowhere"]).complains("pack.toml").ends(3);
}
