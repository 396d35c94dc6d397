//! Tests of the pack in JavaScript, which run in a child of their own.

use backlab::judge::Outcome;

use crate::{
    failure,
    programs::{judged, read, told},
};

const STILL: &str = "[lab]\nclock = \"2026-01-01T09:00:00Z\"\n";

/// A check for each of these tests of checks/a.test.js.
fn checks(tests: &[&str]) -> String {
    let one = |(index, name): (usize, &&str)| {
        format!(
            "[[check]]\nname = \"check-{index}\"\nsay = \"it works\"\nfails = \"It does not.\"\n\
             why = \"It must.\"\n[check.test]\nfile = \"checks/a.test.js\"\ntest = \"{name}\"\n"
        )
    };
    tests.iter().enumerate().map(one).collect()
}

fn verdict(lab: &str, tests: &[&str], file: &str, server: &str) -> backlab::judge::Verdict {
    let (exercise, findings) =
        read(&format!("{lab}{}", checks(tests)), &[("checks/a.test.js", file)]);
    assert!(!findings.has_errors(), "{findings:?}");
    judged(&exercise.unwrap(), server)
}

fn told_of(lab: &str, tests: &[&str], file: &str, server: &str) -> Vec<String> {
    told(&verdict(lab, tests, file, server))
}

/// Sessions that end after an hour without a request, and notes that belong to them.
const SESSIONS: &str = r#"
const http = require("node:http");
const crypto = require("node:crypto");
const sessions = new Map();
http.createServer((req, res) => {
  let body = "";
  req.on("data", (piece) => { body += piece; });
  req.on("end", () => {
    const sid = /sid=([^;]+)/.exec(req.headers.cookie ?? "")?.[1];
    const session = sessions.get(sid);
    const json = (status, value) => {
      res.statusCode = status;
      res.setHeader("Content-Type", "application/json");
      res.end(JSON.stringify(value));
    };
    if (req.url === "/login") {
      const id = crypto.randomUUID();
      sessions.set(id, { name: JSON.parse(body).name, until: Date.now() + 3600e3, notes: [] });
      res.setHeader("Set-Cookie", [`sid=${id}; HttpOnly`, "theme=dark"]);
      return json(200, { ok: true });
    }
    if (!session || session.until <= Date.now()) return json(401, { error: "log in first" });
    if (req.method === "POST") session.notes.push(JSON.parse(body).text);
    json(200, { name: session.name, notes: session.notes, agent: req.headers["x-agent"] });
  });
}).listen(3000);
"#;

const SESSION_TESTS: &str = r#"
const assert = require("node:assert");
const { login } = require("./login.js");
test("a session ends after an hour", async ({ request, clock }) => {
  const agent = await login(request);
  await agent.get("/me").set("X-Agent", "test").expect(200, { name: "Ada", notes: [], agent: "test" });
  await clock.advance({ minutes: 59 });
  await agent.get("/me").expect(200);
  await clock.advance({ minutes: 2 });
  await agent.get("/me").expect(401);
});
test("sessions are apart", async ({ request, url }) => {
  const [one, two] = [await login(request), await login(request)];
  await one.post("/notes").send({ text: "milk" }).expect(200);
  const { body } = await two.get("/me");
  assert.deepStrictEqual(body.notes, []);
  const answer = await fetch(`${url}/me`);
  assert.strictEqual(answer.status, 401);
  assert.strictEqual((await answer.json()).error, "log in first");
});
"#;

const LOGIN: &str = r#"
exports.login = async (request) => {
  const agent = request.agent();
  await agent.post("/login").send({ name: "Ada" }).expect(200);
  return agent;
};
"#;

#[test]
fn a_test_reaches_the_program_and_moves_its_clock() {
    let tables =
        format!("{STILL}{}", checks(&["a session ends after an hour", "sessions are apart"]));
    let files = [("checks/a.test.js", SESSION_TESTS), ("checks/login.js", LOGIN)];
    let (exercise, findings) = read(&tables, &files);
    assert!(!findings.has_errors(), "{findings:?}");
    let exercise = exercise.unwrap();
    assert_eq!(told(&judged(&exercise, SESSIONS)), ["pass", "pass"]);
    let endless = SESSIONS.replace("|| session.until <= Date.now()", "");
    let verdict = judged(&exercise, &endless);
    let told = told(&verdict);
    assert_eq!(told, ["FAIL test: 401 \"Unauthorized\"; 200 \"OK\"", "pass"]);
    let failed = failure(&verdict, 0);
    let note = failed.fields[0].note.as_deref().unwrap();
    assert_eq!(note, "checks/a.test.js line 10: expected 401 \"Unauthorized\", got 200 \"OK\"");
    assert_eq!(failed.sent.as_ref().unwrap().target, "/me");
    assert_eq!(failed.got.as_ref().unwrap().status, 200);
    let shared = SESSIONS.replace("notes: [] }", "notes: sessions.notes ??= [] }");
    let told = self::told(&judged(&exercise, &shared));
    assert!(told[1].starts_with("FAIL test: []; [ 'milk' ]"), "{told:?}");
}

#[test]
fn a_test_has_the_time_of_the_program() {
    let file = r#"
const assert = require("node:assert");
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
test("first", async ({ request, clock }) => {
  const agent = request.agent();
  await agent.get("/login").expect(200);
  assert.strictEqual(Date.now(), Date.parse("2026-01-01T09:00:00Z"));
  await agent.get("/now").expect(200, "1767258000000 sid=7");
  await clock.advance({ minutes: 59, seconds: 59 });
  await agent.get("/now").expect(200, "1767261599000 sid=7");
  await clock.advance(1000);
  await agent.get("/now").expect(200, "1767261600000 undefined");
});
test("second", async ({ request }) => {
  assert.strictEqual(Date.now(), Date.parse("2026-01-01T10:00:00Z"));
  await request.get("/now").expect(200, "1767261600000 undefined");
  await sleep(500);
  assert.strictEqual(Date.now(), Date.parse("2026-01-01T10:00:00.500Z"));
});
"#;
    let server = r#"
require("node:http").createServer((req, res) => {
  if (req.url === "/login") {
    res.setHeader("Set-Cookie", `sid=7; Expires=${new Date(Date.now() + 3600e3).toUTCString()}`);
  }
  res.end(`${Date.now()} ${req.headers.cookie}`);
}).listen(3000);
"#;
    assert_eq!(told_of(STILL, &["first", "second"], file, server), ["pass", "pass"]);
}

#[test]
fn a_program_cannot_touch_the_test() {
    let file = "const assert = require(\"node:assert\");\n\
                test(\"one\", async ({ request }) => {\n\
                  const { body } = await request.get(\"/\").expect(200);\n\
                  assert.strictEqual(body.n, 1);\n});\n";
    let hostile = r#"
const assert = require("node:assert");
assert.strictEqual = assert.ok = () => {};
Object.prototype.passed = true;
Array.prototype.map = () => [];
Promise.prototype.then = function (done) { done({ passed: true }); };
globalThis.test = () => {};
for (const path of ["checks/a.test.js", "./checks/a.test.js"]) {
  try { console.log(require("node:fs").readFileSync(path, "utf8")); } catch (error) { console.log(error.code); }
}
require("node:http").createServer((req, res) => {
  res.setHeader("Content-Type", "application/json");
  res.end('{"__proto__": {"n": 1, "passed": true}, "constructor": {"prototype": {"n": 1}}, "passed": true}');
}).listen(3000);
"#;
    let verdict = verdict("", &["one"], file, hostile);
    assert_eq!(told(&verdict), ["FAIL test: 1; undefined"]);
    assert_eq!(failure(&verdict, 0).printed.as_deref(), Some(""));
    let printed = verdict.trace.printed(0..verdict.trace.entries.len());
    assert_eq!(printed, "ENOENT\nENOENT\n");
}

#[test]
fn requests_that_begin_together_are_sent_at_once() {
    let file = "const assert = require(\"node:assert\");\n\
                test(\"burst\", async ({ request }) => {\n\
                  const all = await Promise.all(Array.from({ length: 20 }, () => request.post(\"/\")));\n\
                  assert.strictEqual(new Set(all.map(({ text }) => text)).size, 20);\n});\n";
    let server = |between: &str| {
        format!(
            "let last = 0;\nrequire(\"node:http\").createServer(async (req, res) => {{\n\
             const id = last + 1;\n{between}last = id;\nres.end(`${{id}}`);\n}}).listen(3000);\n"
        )
    };
    assert_eq!(told_of(STILL, &["burst"], file, &server("")), ["pass"]);
    let waits = server("await new Promise((done) => setTimeout(done, 20));\n");
    assert_eq!(told_of(STILL, &["burst"], file, &waits), ["FAIL test: 20; 1"]);
}

#[test]
fn more_requests_at_once_than_may_be_judge_nobody() {
    let file = |count: u32| {
        format!(
            "test(\"burst\", async ({{ request }}) => {{\n\
             await Promise.allSettled(Array.from({{ length: {count} }}, () => request.get(\"/\")));\n}});\n"
        )
    };
    let server = "require(\"node:http\").createServer((req, res) => res.end()).listen(3000);\n";
    assert_eq!(told_of("", &["burst"], &file(200), server), ["pass"]);
    let verdict = verdict("", &["burst"], &file(201), server);
    let Outcome::Unjudged(why) = &verdict.checks[0].outcome else { panic!("{verdict:?}") };
    assert!(why.contains("more than 200 requests at once"), "{why}");
}

#[test]
fn a_test_disturbs_requests_of_the_program() {
    let file = "test(\"retries\", async ({ request, fault }) => {\n\
                  await fault({ kind: \"drop\", nth: 1, port: 4000 });\n\
                  await request.get(\"/\").expect(200, \"up\");\n\
                  await fault();\n\
                  await request.get(\"/\").expect(200);\n});\n";
    let server = |tries: u32| {
        format!(
            r#"
const http = require("node:http");
http.createServer(async (req, res) => {{
  for (let n = 1; n <= {tries}; n += 1) {{
    try {{ return res.end(await (await fetch("http://localhost:4000/")).text()); }} catch {{}}
  }}
  res.statusCode = 502;
  res.end();
}}).listen(3000);
http.createServer((req, res) => res.end("up")).listen(4000);
"#
        )
    };
    assert_eq!(told_of("", &["retries"], file, &server(2)), ["pass"]);
    let once = told_of("", &["retries"], file, &server(1));
    assert_eq!(once, ["FAIL test: 200 \"OK\"; 502 \"Bad Gateway\""]);
}

#[test]
fn what_a_test_sends_is_not_taken_for_the_check_before_it() {
    let check = |name: &str, after: &str, table: &str| {
        format!(
            "[[check]]\nname = \"{name}\"\nsay = \"it works\"\nfails = \"It does not.\"\n\
             why = \"It must.\"\nafter = [{after}]\n{table}\n"
        )
    };
    let tables = [
        check("open", "", "[check.http]\nrequest = \"GET /open\"\nexpect = { status = 200 }"),
        check("own", "", "[check.test]\nfile = \"checks/a.test.js\"\ntest = \"own\""),
        check("unguarded", "\"open\"", "[check.trace]\nlayer = \"guard\"\ncount = 0"),
        check("guarded", "\"open\", \"own\"", "[check.trace]\nlayer = \"guard\"\ncount = 1"),
    ];
    let file =
        "test(\"own\", async ({ request }) => { await request.get(\"/own\").expect(200); });\n";
    let (exercise, findings) = read(&tables.concat(), &[("checks/a.test.js", file)]);
    assert!(!findings.has_errors(), "{findings:?}");
    let server = "const app = require(\"express\")();\n\
                  app.use(\"/own\", function guard(req, res, next) { next(); });\n\
                  app.use((req, res) => res.end());\napp.listen(3000);\n";
    assert_eq!(told(&judged(&exercise.unwrap(), server)), ["pass"; 4]);
}

#[test]
fn silence_and_death_are_the_programs() {
    let file = "test(\"asks\", async ({ request }) => { await request.get(\"/a\").expect(200); });\n\
                test(\"asks too\", async ({ request }) => { await request.get(\"/b\").expect(200); });\n";
    let server = "require(\"node:http\").createServer((req, res) => {\n\
                  if (req.url === \"/a\") return;\n  res.end();\n}).listen(3000);\n";
    let verdict = verdict("", &["asks", "asks too"], file, server);
    assert_eq!(
        failure(&verdict, 0).headline,
        "GET /a was never answered: nothing is left in the program that could."
    );
    assert_eq!(verdict.checks[1].outcome, Outcome::Passed);
    let dies = "require(\"node:http\").createServer((req, res) => {\n\
                if (req.url === \"/a\") throw new Error(\"oh\");\n  res.end();\n}).listen(3000);\n";
    let verdict = self::verdict("", &["asks", "asks too"], file, dies);
    let failed = failure(&verdict, 0);
    assert!(failed.headline.contains("oh"), "{}", failed.headline);
    assert_eq!(failed.place.as_ref().unwrap().file, "server.js");
    assert_eq!(verdict.checks[1].outcome, Outcome::Passed);
}

#[test]
fn what_is_the_files_fault_judges_nobody() {
    let server = "require(\"node:http\").createServer((req, res) => res.end()).listen(3000);\n";
    let of = |file: &str| told_of("", &["one"], file, server).concat();
    let fault = "? The pack's checks/a.test.js";
    let cases = [
        ("test(\"one\", () => {});\nthrow new Error(\"no\");\n", " line 2 is at fault: Error: no"),
        (
            "const x = ;\ntest(\"one\", () => {});\n",
            " line 1 is at fault: SyntaxError: Unexpected token ';'",
        ),
        (
            "test(\"one\", () => {});\ntest(\"one\", () => {});\n",
            " line 2 is at fault: Error: there are two tests named 'one'",
        ),
        (
            "if (false) test(\"one\", () => {});\n",
            " is at fault: Error: there is no test named 'one'",
        ),
        (
            "test(\"one\", () => new Promise(() => {}));\n",
            " is at fault: the test `one` waits for what never comes.",
        ),
        (
            "test(\"one\", () => process.exit(0));\n",
            " is at fault, in the test `one`: The program ended itself with exit code 0.",
        ),
        (
            "test(\"one\", async () => { setTimeout(() => { throw new Error(\"late\"); }); await new Promise((done) => setTimeout(done, 50)); });\n",
            " is at fault, in the test `one`: ",
        ),
    ];
    for (file, words) in cases {
        let told = of(file);
        assert!(told.starts_with(&format!("{fault}{words}")), "{file}\n{told}");
    }
    let lab = "[lab]\nlimits = { turn_ms = 100 }\n";
    let endless = told_of(lab, &["one"], "test(\"one\", () => { for (;;); });\n", server).concat();
    assert!(endless.starts_with(&format!("{fault} is at fault, in the test `one`: ")), "{endless}");
}

#[test]
fn what_a_test_may_not_do_it_is_told() {
    let server = "require(\"node:http\").createServer((req, res) => res.end()).listen(3000);\n";
    let file = "test(\"clock\", async ({ clock }) => { await clock.advance({ minutes: 61 }); });\n\
                test(\"unit\", async ({ clock }) => { await clock.advance({ years: 1 }); });\n\
                test(\"db\", async ({ db }) => { await db.query(\"SELECT 1\"); });\n\
                test(\"away\", async () => { await fetch(\"http://localhost:3000/\"); });\n\
                test(\"kind\", async ({ fault }) => { await fault({ kind: \"lose\" }); });\n";
    let told = told_of("", &["clock", "unit", "db", "away", "kind"], file, server);
    for (told, words) in told.iter().zip([
        "the clock of this exercise is the machine's",
        "not by 'years'",
        "db.query: an exercise of this kind has no database",
        "fetch failed",
        "the kind of a fault is one of refuse, drop",
    ]) {
        assert!(told.starts_with("FAIL test: no error; ") && told.contains(words), "{told}");
    }
}

#[test]
fn tests_and_checks_are_matched() {
    let findings = |tests: &[&str], files: &[(&str, &str)]| {
        let (_, findings) = read(&checks(tests), files);
        findings.iter().map(|finding| finding.message.clone()).collect::<Vec<_>>()
    };
    let file = "test(\"one\", () => {});\ntest(\"two\", () => {});\n";
    assert_eq!(findings(&["one", "two"], &[("checks/a.test.js", file)]), [""; 0]);
    assert_eq!(
        findings(&["one", "tow"], &[("checks/a.test.js", file)]),
        ["no check runs the test `two`", "checks/a.test.js has no test named `tow`"]
    );
    assert_eq!(
        findings(&["one"], &[]),
        ["check `check-0` runs checks/a.test.js, which is no file"]
    );
    let (_, found) = read(
        &checks(&["one"]).replace("checks/a.test.js", "starter/server.js"),
        &[("checks/a.test.js", "test(\"one\", () => {});\n")],
    );
    let found: Vec<_> = found.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(found, ["a file of tests is checks/NAME.test.js"]);
}
