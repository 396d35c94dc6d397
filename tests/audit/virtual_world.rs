//! `pack test` on an exercise whose checks move the clock, disturb requests and are tests of the
//! pack's own.

use crate::{audited_files, shown};

const PACK: &str = r#"format = 1
id = "demo/limits"
version = "0.1.0"
title = "Limits"
summary = "One exercise."
languages = ["en"]
authors = []
licence = "CC-BY-SA-4.0"
min-app = "0.1.0"
needs = ["js"]
retired = []

[[module]]
id = "m11"
title = "Limits"
short = "Limits"
outcome = "Limit."
lessons = ["limits"]
exercises = ["bucket"]
"#;

const LESSON: &str = r#"+++
id = "limits"
title = "Limits"
objective = "Limit requests."
minutes = 1
requires = []
concepts = ["limit"]
exercises = ["bucket"]
rev = 1

[[review]]
question = "What refills?"
answer = "The bucket."
+++
# Limits

A bucket refills.
"#;

const EXERCISE: &str = r#"id = "bucket"
rev = 1
kind = "js"
title = "A bucket that refills"
difficulty = 2
minutes = 10
requires = ["limits"]
concepts = ["limit"]
status = "active"
files = [{ path = "server.js" }, { path = "upstream.js", edit = false }]
hints = ["one", "two", "three", "four"]
learned = "A limit is a bucket that refills."
explain = "It refills."

[lab]
clock = "2026-01-01T09:00:00Z"
seed = 3

[[check]]
name = "refills"
say = "2 a minute, and 2 more later"
fails = "The bucket does not refill after a minute."
why = "A limit is about a time."
look = "the time of the first request"
[check.http]
steps = [
  { request = "GET /", parallel = 2, expect = { status = 200 } },
  { request = "GET /", expect = { status = 429 } },
  { advance_s = 60, request = "GET /", expect = { status = 200 } },
]

[[check]]
name = "each-minute"
say = "each minute has a bucket"
fails = "The third minute had no bucket of its own."
why = "A limit that ends once is none."
look = "when the count begins again"
fresh = true
[check.test]
file = "checks/minutes.test.js"
test = "each minute has its own bucket"

[[check]]
name = "retries"
say = "a broken connection is tried again"
fails = "One broken connection became an error."
why = "The next try often works."
look = "the catch around fetch"
fresh = true
[check.http]
request = "GET /"
expect = { status = 200, body = "up" }
[[check.fault]]
kind = "drop"
nth = 1

[[wrong]]
name = "never-refills"
edit = [{ file = "server.js", find = "now - begun >= 60_000", put = "begun === 0" }]
fails = ["refills", "each-minute"]
when = { status = 429 }
feedback = "The bucket was filled once, and never again."

[[wrong]]
name = "refills-once"
edit = [{ file = "server.js", find = "begun = now;", put = "begun = begun === 0 ? now : Infinity;" }]
fails = ["each-minute"]
when = { status = 429 }
feedback = "The second minute was the last one with a bucket."

[[wrong]]
name = "gives-up"
edit = [{ file = "server.js", find = "tries < 3", put = "tries < 1" }]
fails = ["retries"]
when = { status = 502 }
feedback = "The connection broke once, and nobody tried again."
"#;

const SERVER: &str = r#"const http = require("node:http");
let [begun, count] = [0, 0];
http.createServer(async (req, res) => {
  const now = Date.now();
  if (now - begun >= 60_000) {
    begun = now;
    count = 0;
  }
  count += 1;
  if (count > 2) {
    res.statusCode = 429;
    return res.end();
  }
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      return res.end(await (await fetch("http://localhost:4000/")).text());
    } catch {}
    await new Promise((done) => setTimeout(done, 100));
  }
  res.statusCode = 502;
  res.end();
}).listen(3000, () => require("./upstream.js"));
"#;

const UPSTREAM: &str =
    "require(\"node:http\").createServer((req, res) => res.end(\"up\")).listen(4000);\n";

const TESTS: &str = r#"test("each minute has its own bucket", async ({ request, clock }) => {
  for (let minute = 0; minute < 5; minute += 1) {
    await request.get("/").expect(200);
    await request.get("/").expect(200);
    await request.get("/").expect(429);
    await clock.advance({ minutes: 1 });
  }
});
"#;

fn findings(path: &str, find: &str, put: &str) -> Vec<String> {
    let folder = "exercises/m11/bucket";
    let files = [
        ("pack.toml".to_owned(), PACK),
        ("lessons/m11/limits.md".to_owned(), LESSON),
        (format!("{folder}/exercise.toml"), EXERCISE),
        (format!("{folder}/task.md"), "Limit.\n"),
        (format!("{folder}/starter/server.js"), "// Begin here.\n"),
        (format!("{folder}/starter/upstream.js"), UPSTREAM),
        (format!("{folder}/solution/server.js"), SERVER),
        (format!("{folder}/checks/minutes.test.js"), TESTS),
    ];
    shown(&audited_files(&files, path, find, put))
}

#[test]
fn a_pack_that_moves_the_clock_is_proved() {
    assert_eq!(findings("", "", ""), [""; 0]);
}

#[test]
fn a_broken_file_of_tests_is_named() {
    let path = "exercises/m11/bucket/checks/minutes.test.js";
    let broken = findings(path, "request.get", "requst.get");
    let words = "got requst is not defined (checks/minutes.test.js line 3)";
    assert!(!broken.is_empty() && broken[0].contains(words), "{broken:#?}");
    let broken = findings(path, "minute < 5;", "minute < ;");
    assert!(broken[0].contains("checks/minutes.test.js line 2 is at fault"), "{broken:#?}");
}
