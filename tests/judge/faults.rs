//! Requests of the program itself that go wrong on their way because a check wants it.

use backlab::trace::What;

use crate::programs::{exercise, judged, read, told};

/// An upstream that counts what arrives, and a server whose `/sum` asks it three times by `ask`.
fn server(ask: &str) -> String {
    format!(
        r#"
const http = require("node:http");
let arrived = [];
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
{ask}
http.createServer(async (req, res) => {{
  if (req.url === "/arrived") return res.end(arrived.join(", "));
  if (req.url === "/reset") {{ arrived = []; return res.end(); }}
  try {{
    res.end(await ask(req.url));
  }} catch (error) {{
    res.statusCode = 502;
    const cause = error.cause ?? {{}};
    res.end(`${{error.name}}: ${{error.message}}; ${{cause.name}}: ${{cause.message}} ${{cause.code}} ${{cause.errno}} ${{cause.syscall}}`);
  }}
}}).listen(3000);
http.createServer((req, res) => {{
  let body = "";
  req.on("data", (piece) => {{ body += piece; }});
  req.on("end", () => {{
    arrived.push(`${{req.method}} ${{req.url}}${{body && " " + body}}`);
    res.end(JSON.stringify({{ n: arrived.length }}));
  }});
}}).listen(4000);
"#
    )
}

const ONCE: &str = r#"
async function ask(path) {
  const parts = [];
  for (let n = 0; n < 3; n += 1) parts.push((await (await fetch(`http://localhost:4000${path}`)).json()).n);
  return parts.join(" ");
}
"#;

const RETRIES: &str = r#"
async function get(url, tries = 3) {
  try {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
    return await answer.json();
  } catch (error) {
    if (tries === 1) throw error;
    await sleep(200);
    return get(url, tries - 1);
  }
}
async function ask(path) {
  const parts = [];
  for (let n = 0; n < 3; n += 1) parts.push((await get(`http://localhost:4000${path}`)).n);
  return parts.join(" ");
}
"#;

/// A check that sends `steps` while `faults` are on.
fn check(name: &str, faults: &[&str], steps: &str) -> String {
    let faults = faults.iter().map(|fault| format!("[[check.fault]]\n{fault}\n"));
    format!(
        "[[check]]\nname = \"{name}\"\nsay = \"it works\"\nfails = \"It does not.\"\n\
         why = \"It must.\"\n[check.http]\nsteps = [\n{steps}]\n{}",
        faults.collect::<String>()
    )
}

fn told_of(tables: &str, ask: &str) -> Vec<String> {
    told(&judged(&exercise(tables), &server(ask)))
}

const RESET: &str = "TypeError: fetch failed; Error: read ECONNRESET ECONNRESET -104 read";

#[test]
fn dropping_the_second_request_tells_a_client_that_retries_from_one_that_does_not() {
    let steps = "{ request = \"GET /sum\", expect = { status = 200, body = \"1 2 3\" } },\n";
    let tables = check("retries", &["kind = \"drop\"\nnth = 2"], steps);
    assert_eq!(told_of(&tables, RETRIES), ["pass"]);
    let once = told_of(&tables, ONCE);
    assert_eq!(once, [format!("FAIL status: 200; 502 / body: \"1 2 3\"; \"{RESET}\"")]);
}

#[test]
fn each_kind_does_what_it_says_and_ends_with_its_check() {
    let sum = |status: u16, body: &str| {
        format!(
            "{{ request = \"GET /sum\", expect = {{ status = {status}, body = '{body}' }} }},\n"
        )
    };
    let arrived = |list: &str| {
        format!(
            "{{ request = \"GET /arrived\", expect = {{ body = \"{list}\" }} }},\n\
             {{ request = \"GET /reset\" }},\n"
        )
    };
    let refused =
        "~TypeError: fetch failed; Error: connect ECONNREFUSED .*:4000 ECONNREFUSED -111 connect";
    let (one, two, three) = ("GET /sum", "GET /sum, GET /sum", "GET /sum, GET /sum, GET /sum");
    let tables = [
        check("refuse", &["kind = \"refuse\"\nnth = 2"], &(sum(502, refused) + &arrived(one))),
        check("drop", &["kind = \"drop\"\nnth = 2"], &(sum(502, RESET) + &arrived(one))),
        check("lost", &["kind = \"drop-answer\"\nnth = 2"], &(sum(502, RESET) + &arrived(two))),
        check(
            "two",
            &["kind = \"duplicate\"\nnth = 2"],
            &(sum(200, "1 2 4") + &arrived(&format!("{three}, {one}"))),
        ),
        check(
            "answer",
            &["kind = \"answer\"\nstatus = 503\nnth = 2"],
            &(sum(502, "~SyntaxError: Unexpected token .*") + &arrived(one)),
        ),
        check(
            "both",
            &["kind = \"drop\"\nnth = [1, 3]", "kind = \"drop-answer\"\nnth = 1"],
            &(sum(502, RESET) + &arrived("")),
        ),
        check(
            "other",
            &[
                "kind = \"drop\"\npath = \"/other*\"",
                "kind = \"drop\"\nport = 4001",
                "kind = \"drop\"\nmethod = \"POST\"",
            ],
            &(sum(200, "1 2 3") + &arrived(three)),
        ),
        check("none", &[], &(sum(200, "1 2 3") + &arrived(three))),
    ]
    .concat();
    assert_eq!(told_of(&tables, ONCE), ["pass"; 8]);
}

#[test]
fn a_client_sees_the_answer_of_something_on_the_way() {
    let ask = r#"
async function ask(path) {
  const answer = await fetch(`http://localhost:4000${path}`, { method: "POST", body: "x=1" });
  return `${answer.status} ${answer.statusText} ${answer.headers.get("retry-after")} ${await answer.text()}`;
}
"#;
    let fault = "kind = \"answer\"\nstatus = 429\nheaders = { Retry-After = \"2\" }";
    let steps = "{ request = \"GET /a\", expect = { body = \"429 Too Many Requests 2 Too Many Requests\" } },\n\
                 { request = \"GET /arrived\", expect = { body = \"\" } },\n";
    assert_eq!(told_of(&check("busy", &[fault], steps), ask), ["pass"]);
}

#[test]
fn a_delay_goes_by_the_programs_clock() {
    let ask = r"
async function ask(path) {
  const from = Date.now();
  try {
    await (await fetch(`http://localhost:4000${path}`, { signal: AbortSignal.timeout(500) })).text();
    return `came after ${Date.now() - from}`;
  } catch (error) {
    return `${error.name} after ${Date.now() - from}`;
  }
}
";
    let still = "[lab]\nclock = \"2026-01-01T09:00:00Z\"\n";
    let step =
        |body: &str| format!("{{ request = \"GET /a\", expect = {{ body = \"{body}\" }} }},\n");
    let tables = [
        check("late", &["kind = \"delay\"\nms = 1500"], &step("TimeoutError after 500")),
        check("in-time", &["kind = \"delay\"\nms = 300"], &step("came after 300")),
        check("plain", &[], &step("came after 0")),
    ];
    assert_eq!(told_of(&format!("{still}{}", tables.concat()), ask), ["pass"; 3]);
}

#[test]
fn requests_by_the_http_module_go_wrong_in_the_same_way() {
    let ask = r#"
function ask(path) {
  return new Promise((done) => {
    const seen = [];
    const request = http.request({ port: 4000, path, method: "POST" }, (answer) => {
      seen.push(answer.statusCode);
      answer.resume().on("end", () => seen.push("end"));
    });
    request.on("error", (error) => seen.push(`${error.message} ${error.code} ${error.errno} ${error.syscall}`));
    request.on("close", () => done(seen.join(", ")));
    if (path === "/destroyed") setTimeout(() => request.destroy(new Error("enough")), 100);
    request.end("x=1");
  });
}
"#;
    let step = |path: &str, body: &str| {
        format!("{{ request = \"GET {path}\", expect = {{ body = \"{body}\" }} }},\n")
    };
    let tables = [
        check("drop", &["kind = \"drop\""], &step("/a", "read ECONNRESET ECONNRESET -104 read")),
        check(
            "lost",
            &["kind = \"drop-answer\""],
            &step("/a", "read ECONNRESET ECONNRESET -104 read"),
        ),
        check("answer", &["kind = \"answer\"\nstatus = 503"], &step("/a", "503, end")),
        check(
            "late",
            &["kind = \"delay\"\nms = 3600000"],
            &step("/destroyed", "enough undefined undefined undefined"),
        ),
        check(
            "two",
            &["kind = \"duplicate\""],
            &(step("/b", "200, end")
                + "{ request = \"GET /arrived\", expect = { body = \"POST /a x=1, POST /b x=1, POST /b x=1\" } },\n"),
        ),
    ];
    assert_eq!(told_of(&tables.concat(), ask), ["pass"; 5]);
}

#[test]
fn a_call_of_a_module_can_be_disturbed_too() {
    let module = r#"
const http = require("node:http");
let arrived = 0;
exports.orders = async (tries) => {
  const server = http.createServer((req, res) => { arrived += 1; res.end("ok"); });
  await new Promise((done) => server.listen(4000, done));
  try {
    for (let n = 1; ; n += 1) {
      try {
        await (await fetch("http://localhost:4000/orders", { method: "POST" })).text();
        return `${n} sent, ${arrived} arrived`;
      } catch (error) {
        if (n === tries) throw error.cause;
      }
    }
  } finally {
    server.close();
  }
};
"#;
    let tables = |expect: &str| {
        format!(
            "[[check]]\nname = \"call\"\nsay = \"it works\"\nfails = \"It does not.\"\nwhy = \"It must.\"\n\
             [check.js]\nmodule = \"server.js\"\ncall = \"orders\"\n{expect}\n\
             [[check.fault]]\nkind = \"drop-answer\"\nnth = 1\n"
        )
    };
    let of = |expect: &str| told(&judged(&exercise(&tables(expect)), module));
    assert_eq!(of("args = [2]\nreturns = \"2 sent, 2 arrived\""), ["pass"]);
    assert_eq!(of("args = [1]\nthrows = \"Error\""), ["pass"]);
}

#[test]
fn the_recording_tells_what_went_wrong() {
    let steps = "{ request = \"GET /sum\", expect = { body = \"1 2 3\" } },\n";
    let tables = check("retries", &["kind = \"drop\"\nnth = 2"], steps);
    let verdict = judged(&exercise(&tables), &server(RETRIES));
    let entries = verdict.trace.entries.iter();
    let met: Vec<_> = entries
        .filter_map(|entry| match &entry.what {
            What::FetchMishap { how } => Some((entry.request.is_some(), how.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(met, [(true, "the connection broke before the request arrived")]);
}

#[test]
fn faults_are_read_with_care() {
    let findings = |fault: &str| {
        let steps = "{ request = \"GET /sum\", expect = { status = 200 } },\n";
        let (_, findings) = read(&check("a", &[fault], steps), &[]);
        let messages = findings.iter().map(|finding| finding.message.clone());
        messages.collect::<Vec<_>>().join("; ")
    };
    assert_eq!(findings("kind = \"drop\"\nnth = 2"), "");
    assert_eq!(
        findings("kind = \"lose\""),
        "`kind` is one of `refuse`, `drop`, `drop-answer`, `duplicate`, `delay`, `answer`"
    );
    assert_eq!(findings("kind = \"delay\""), "`ms` is missing");
    assert_eq!(findings("kind = \"drop\"\nms = 5"), "`ms` goes with kind = \"delay\"");
    assert_eq!(findings("kind = \"drop\"\nnth = 0"), "`nth` is a number from 1 to 1000");
    assert_eq!(findings("kind = \"drop\"\nnth = []"), "`nth` names no request");
    assert_eq!(findings("kind = \"drop\"\nmethod = \"get\""), "this is not a method");
    assert_eq!(
        findings("kind = \"drop\"\npath = \"users\""),
        "a path begins with `/` and has no query"
    );
    assert_eq!(findings("kind = \"answer\"\nstatus = 99"), "`status` is a number from 200 to 599");
}
