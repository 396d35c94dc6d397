//! `backlab check` for an exercise of two stages.

use serde_json::Value;

use crate::command::Test;

const GATE: &str = "backlab-work/test/attack/open-gate";
const OPEN: &str = include_str!("../cases/attack/exercises/m01/open-gate/starter/server.js");
const MENDED: &str = include_str!("../cases/attack/exercises/m01/open-gate/solution/server.js");
const EXPLOIT: &str =
    include_str!("../cases/attack/exercises/m01/open-gate/solution/requests.http");

#[test]
fn an_exploit_comes_first_and_a_repair_after_it() {
    let test = Test::in_pack("attack");
    let started = test.args(["start", "open-gate"]).ends(0);
    let files: Vec<_> =
        started.stdout.lines().map(|line| line.rsplit('/').next().unwrap()).collect();
    assert_eq!(files, ["requests.http", "server.js"]);
    test.args(["check", "open-gate"])
        .prints("Exploit, on the server as you got it:\nFAIL      1  the note comes without a password\n")
        .prints("Repair, on your server:\nskipped   2  your exploit is refused now\n")
        .prints("The server looks at a header. Which one?")
        .prints("Your exploit, and what the server as you got it answered:")
        .prints("Next: change requests.http and check again")
        .prints("backlab run server.js   your server, for curl or a browser")
        .ends(1);
    test.file(&format!("{GATE}/requests.http"), EXPLOIT);
    test.args(["check", "open-gate"])
        .prints("pass      1")
        .prints("FAIL      2  your exploit is refused now")
        .prints("Sent (your own exploit):\n    curl -i -H 'User: ada' http://localhost:3000/note")
        .prints("came back  works: the note comes without a password")
        .prints("Next: change server.js and check again")
        .ends(1);
    test.file(&format!("{GATE}/server.js"), MENDED);
    test.args(["check", "open-gate"])
        .prints("all 5 checks pass")
        .prints("Learned: Who somebody says to be is no proof.")
        .ends(0);
    // What the exploit did is not undone by what the server becomes.
    test.file(&format!("{GATE}/server.js"), OPEN);
    test.args(["check", "open-gate"]).prints("pass      1").prints("FAIL      2").ends(1);
}

#[test]
fn the_solution_passes_and_json_names_the_stages() {
    let test = Test::in_pack("attack");
    for id in ["open-gate", "forge-none"] {
        let run = test.args(["check", id, "--solution", "--json"]).ends(0);
        let verdict: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!((&verdict["format"], &verdict["outcome"]), (&1.into(), &"pass".into()));
        let checks = verdict["checks"].as_array().unwrap();
        let stages: Vec<_> = checks.iter().map(|check| check["stage"].as_str().unwrap()).collect();
        assert_eq!(stages, ["exploit", "repair", "repair", "repair", "repair"]);
        let exchange = &verdict["exchanges"][0];
        let line = if id == "open-gate" { 2.into() } else { Value::Null };
        assert_eq!((&exchange["line"], &exchange["response"]["status"]), (&line, &200.into()));
    }
    test.args(["check", "forge-none"])
        .prints("Sent:\n    GET /report\n")
        .prints("Printed by your program:\n    403 Forbidden")
        .prints("sent      POST /login\n")
        .ends(1);
}

#[test]
fn a_server_at_a_url_is_asked_for_honest_traffic() {
    let test = Test::in_pack("attack");
    test.args(["check", "open-gate", "--url", "http://127.0.0.1:9"])
        .prints("unjudged  1  the note comes without a password")
        .prints("unjudged  3  Ada still reads her note")
        .prints("Exploits go to servers in the lab only")
        .ends(3);
}
