//! A clock that stands still until a check moves it, and randomness from a seed.

use std::{
    sync::mpsc,
    time::{Duration, Instant},
};

use backlab::{
    judge::{Answer, Verdict, Which, judge},
    lab::Cancel,
    trace::{Entry, HashRan, What},
};

use crate::{
    machine,
    programs::{exercise, judged, read, told},
};

const STILL: &str = "[lab]\nclock = \"2026-01-01T09:00:00Z\"\nseed = 7\n";

/// `[[check]]` tables of kind http from their names and the lines of their steps.
fn checks(list: &[(&str, &str)]) -> String {
    let one = |(name, steps): &(&str, &str)| {
        format!(
            "[[check]]\nname = \"{name}\"\nsay = \"it works\"\nfails = \"It does not.\"\n\
             why = \"It must.\"\n[check.http]\nsteps = [\n{steps}]\n"
        )
    };
    list.iter().map(one).collect()
}

fn told_of(tables: &str, server: &str) -> Vec<String> {
    told(&judged(&exercise(tables), server))
}

/// A login that gives a token of one hour, signed by hand as RFC 7519 has it.
const TOKENS: &str = r#"
const http = require("node:http");
const { createHmac, timingSafeEqual } = require("node:crypto");
const SECRET = "for tests";
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const sign = (text) => createHmac("sha256", SECRET).update(text).digest("base64url");
function issue(user) {
  const now = Math.floor(Date.now() / 1000);
  const text = `${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: user, iat: now, exp: now + 3600 })}`;
  return `${text}.${sign(text)}`;
}
function check(token) {
  const [head, body, signature] = token.split(".");
  if (!timingSafeEqual(Buffer.from(sign(`${head}.${body}`)), Buffer.from(signature))) return null;
  const claims = JSON.parse(Buffer.from(body, "base64url"));
  return claims.exp > Date.now() / 1000 ? claims : null;
}
http.createServer((req, res) => {
  if (req.url === "/login") return res.end(JSON.stringify({ token: issue("ada") }));
  const claims = check((req.headers.authorization ?? "").slice(7));
  res.statusCode = claims ? 200 : 401;
  res.end(claims ? claims.sub : "expired");
}).listen(3000);
"#;

#[test]
fn sixty_one_minutes_expire_a_token_of_one_hour() {
    let tables = format!(
        "{STILL}{}",
        checks(&[(
            "expires",
            r#"{ request = "POST /login", expect = { status = 200 }, capture = { token = "$.token" } },
{ request = "GET /me", headers = { Authorization = "Bearer {{token}}" }, expect = { status = 200, body = "ada" } },
{ advance_s = 3540, request = "GET /me", headers = { Authorization = "Bearer {{token}}" }, expect = { status = 200 } },
{ advance_s = 120, request = "GET /me", headers = { Authorization = "Bearer {{token}}" }, expect = { status = 401 } },
"#
        )])
    );
    assert_eq!(told_of(&tables, TOKENS), ["pass"]);
    let forgets = TOKENS.replace("claims.exp > Date.now() / 1000 ? claims : null", "claims");
    assert_eq!(told_of(&tables, &forgets), ["FAIL status: 401; 200"]);
}

#[test]
fn everything_that_tells_the_time_goes_by_the_clock() {
    let server = r#"
const { performance } = require("node:perf_hooks");
const born = new Date();
require("node:http").createServer((req, res) => {
  const begun = Date.now();
  for (let n = 0; n < 1e5; n += 1);
  res.end(JSON.stringify({
    now: Date.now(), text: Date().slice(0, 24), made: new Date().toISOString(), born: born.getTime(),
    still: Date.now() - begun, run: performance.now(), up: process.uptime(), ns: `${process.hrtime.bigint()}`,
    origin: performance.timeOrigin, of: new Date(5).getTime(), is: new Date() instanceof Date,
    same: new Date().constructor === Date, arity: Date.length, sub: new (class extends Date {})().getTime(),
    utc: Date.UTC(2026, 0), name: Date.name,
  }));
}).listen(3000);
"#;
    let tables = format!(
        "{STILL}{}",
        checks(&[(
            "time",
            r#"{ request = "GET /", expect = { header.Date = "Thu, 01 Jan 2026 09:00:00 GMT", json = { "$.now" = 1767258000000, "$.text" = "Thu Jan 01 2026 09:00:00", "$.made" = "2026-01-01T09:00:00.000Z", "$.born" = 1767258000000, "$.still" = 0, "$.run" = 0, "$.up" = 0, "$.ns" = "0", "$.origin" = 1767258000000, "$.of" = 5, "$.is" = true, "$.same" = true, "$.arity" = 7, "$.sub" = 1767258000000, "$.utc" = 1767225600000, "$.name" = "Date" } } },
{ advance_s = 90.5, request = "GET /", expect = { header.Date = "Thu, 01 Jan 2026 09:01:30 GMT", json = { "$.now" = 1767258090500, "$.born" = 1767258000000, "$.run" = 90500, "$.up" = 90.5, "$.ns" = "90500000000", "$.origin" = 1767258000000 } } },
"#
        )])
    );
    assert_eq!(told_of(&tables, server), ["pass"]);
}

#[test]
fn an_answer_that_waits_for_a_timer_comes_at_once() {
    let server = r#"
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
require("node:http").createServer(async (req, res) => {
  const from = Date.now();
  if (req.url === "/slow") await sleep(700);
  if (req.url === "/chain") for (let n = 0; n < 10; n += 1) await sleep(100);
  if (req.url === "/signal") await new Promise((done) => AbortSignal.timeout(800).addEventListener("abort", done));
  if (req.url === "/late") await sleep(2500);
  if (req.url === "/never") { setInterval(() => {}, 10); return; }
  res.end(`${Date.now() - from}`);
}).listen(3000);
"#;
    let tables = format!(
        "{STILL}{}",
        checks(&[
            ("slow", "{ request = \"GET /slow\", expect = { body = \"700\" } },\n"),
            ("chain", "{ request = \"GET /chain\", expect = { body = \"1000\" } },\n"),
            ("signal", "{ request = \"GET /signal\", expect = { body = \"800\" } },\n"),
            ("many", "{ request = \"GET /slow\", parallel = 20, expect = { body = \"700\" } },\n"),
            ("late", "{ request = \"GET /late\", expect = { status = 200 } },\n"),
            ("never", "{ request = \"GET /never\", expect = { status = 200 } },\n"),
            ("alive", "{ request = \"GET /\", expect = { body = \"0\" } },\n"),
        ])
    );
    let began = Instant::now();
    let told = told_of(&tables, server);
    assert_eq!(told[..4], ["pass"; 4]);
    assert!(
        told[4].starts_with("FAIL answer: an answer that ends; none within 2 s"),
        "{}",
        told[4]
    );
    assert!(
        told[5].starts_with("FAIL answer: an answer that ends; none within 2 s"),
        "{}",
        told[5]
    );
    assert_eq!(told[6], "pass");
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn what_is_due_on_the_way_fires_in_its_order_at_its_own_time() {
    let server = r#"
const start = Date.now();
const seen = [];
const note = (what) => seen.push(`${what}@${Date.now() - start}`);
const http = require("node:http");
http.createServer((req, res) => {
  if (req.url === "/seen") return res.end(seen.join(" "));
  if (req.url === "/inner") return setTimeout(() => res.end("x"), 5);
  setTimeout(() => note("b"), 2000);
  setTimeout(() => { note("a"); process.nextTick(note, "tick"); Promise.resolve().then(() => note("job")); setImmediate(note, "check"); setTimeout(note, 500, "c"); }, 1000);
  const every = setInterval(() => { note("i"); if (Date.now() - start >= 2400) clearInterval(every); }, 800);
  setTimeout(async () => { await fetch("http://localhost:3000/inner"); note("fetched"); }, 2600);
  setTimeout(() => note("far"), 5000);
  res.end("begun");
}).listen(3000);
"#;
    let tables = format!(
        "{STILL}{}",
        checks(&[(
            "order",
            r#"{ request = "GET /", expect = { body = "begun" } },
{ request = "GET /seen", expect = { body = "" } },
{ advance_s = 0.999, request = "GET /seen", expect = { body = "i@800" } },
{ advance_s = 3, request = "GET /seen", expect = { body = "i@800 a@1000 tick@1000 job@1000 check@1000 c@1500 i@1600 b@2000 i@2400 fetched@2605" } },
{ advance_s = 1.001, request = "GET /seen", expect = { body = "~.* far@5000" } },
"#
        )])
    );
    assert_eq!(told_of(&tables, server), ["pass"]);
}

#[test]
fn a_start_a_call_and_a_whole_run_do_not_wait_for_real_time() {
    let tables = format!(
        "{STILL}[[check]]\nname = \"run\"\nsay = \"it works\"\nfails = \"It does not.\"\nwhy = \"It must.\"\n\
         [check.stdout]\nequals = \"10000\\nserved 300\\n\"\n\
         [[check]]\nname = \"call\"\nsay = \"it works\"\nfails = \"It does not.\"\nwhy = \"It must.\"\n\
         [check.js]\nmodule = \"server.js\"\ncalls = [\n{{ call = \"after\", args = [9000], returns = 9000 }},\n\
         {{ call = \"begin\" }},\n{{ advance_s = 59, call = \"fired\", returns = 0 }},\n\
         {{ advance_s = 1, call = \"fired\", returns = 1 }},\n]\n"
    );
    let program = r#"
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
let fired = 0;
exports.after = async (ms) => { const from = Date.now(); await sleep(ms); return Date.now() - from; };
exports.begin = () => { setTimeout(() => { fired += 1; }, 60_000); };
exports.fired = () => fired;
if (require.main === module) {
  const from = Date.now();
  setTimeout(() => {
    console.log(Date.now() - from);
    const at = Date.now();
    const server = require("node:http").createServer(async (req, res) => { await sleep(100); res.end("x"); });
    server.listen(3000, async () => {
      await sleep(200);
      await (await fetch("http://localhost:3000/")).text();
      console.log("served", Date.now() - at);
      server.close();
    });
  }, 10_000);
}
"#;
    let began = Instant::now();
    assert_eq!(told_of(&tables, program), ["pass", "pass"]);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[test]
fn an_interval_of_a_day_ends() {
    let server = r#"
let count = 0;
setInterval(() => { count += 1; }, 1000).unref();
require("node:http").createServer((req, res) => res.end(`${count}`)).listen(3000);
"#;
    let steps = "{ advance_s = 86400, request = \"GET /\", expect = { body = \"86400\" } },\n";
    assert_eq!(told_of(&format!("{STILL}{}", checks(&[("day", steps)])), server), ["pass"]);
}

#[test]
fn a_death_while_the_clock_moves_is_the_programs() {
    let server = r#"
require("node:http").createServer((req, res) => {
  setTimeout(() => { throw new Error("too late"); }, 60_000);
  res.end("ok");
}).listen(3000);
"#;
    let steps = "{ request = \"GET /\", expect = { body = \"ok\" } },\n\
                 { advance_s = 61, request = \"GET /\", expect = { body = \"ok\" } },\n";
    let verdict = judged(&exercise(&format!("{STILL}{}", checks(&[("dies", steps)]))), server);
    let told = told(&verdict);
    assert!(told[0].starts_with("FAIL answer"), "{told:?}");
    assert!(format!("{verdict:?}").contains("too late"));
}

/// The recording without its real times, and without the real port, which is the system's choice.
fn recorded(verdict: &Verdict) -> Vec<(Option<u32>, What)> {
    let of = |entry: &Entry| {
        let what = match entry.what.clone() {
            What::Listening { named, .. } => What::Listening { named, port: 0 },
            What::RequestReceived { method, target, headers } => {
                let headers = headers.iter().filter(|(name, _)| *name != "Host").collect();
                What::RequestReceived { method, target, headers }
            }
            What::Hashed(ran) => What::Hashed(HashRan { took_us: 0, ..ran }),
            what => what,
        };
        (entry.request, what)
    };
    verdict.trace.entries.iter().map(of).collect()
}

const RANDOM: &str = r#"
const crypto = require("node:crypto");
require("node:http").createServer((req, res) => {
  const salt = crypto.randomBytes(8);
  setTimeout(() => {
    console.log("answered at", Date.now());
    res.end(JSON.stringify({
      n: Math.random(), id: crypto.randomUUID(), web: globalThis.crypto.randomUUID(), int: crypto.randomInt(1e6),
      bytes: Array.from(globalThis.crypto.getRandomValues(new Uint8Array(4))),
      hash: crypto.scryptSync("secret", salt, 16, { N: 16 }).toString("hex"),
    }));
  }, Math.random() * 100);
}).listen(3000);
"#;

#[test]
fn the_same_seed_gives_the_same_run_twice() {
    let steps = "{ request = \"GET /a\", expect = { status = 200 } },\n\
                 { advance_s = 5, request = \"GET /b\", expect = { status = 200 } },\n";
    let run = |seed: &str| {
        let lab = STILL.replace("seed = 7", seed);
        recorded(&judged(&exercise(&format!("{lab}{}", checks(&[("random", steps)]))), RANDOM))
    };
    let first = run("seed = 7");
    assert!(first.iter().any(|(_, what)| matches!(what, What::ClockMoved { .. })));
    assert!(first.iter().any(|(_, what)| matches!(what, What::ResponseEnded { .. })));
    assert_eq!(first, run("seed = 7"));
    assert_ne!(first, run("seed = 8"));
    assert_ne!(run(""), run(""));
}

#[test]
fn the_recording_tells_when_the_clock_moved() {
    let server = "require(\"node:http\").createServer((req, res) => {\n\
                  setTimeout(() => res.end(\"x\"), 40);\n}).listen(3000);\n";
    let steps = "{ advance_s = 60, request = \"GET /\", expect = { body = \"x\" } },\n";
    let verdict = judged(&exercise(&format!("{STILL}{}", checks(&[("moves", steps)]))), server);
    let moves: Vec<_> = recorded(&verdict)
        .into_iter()
        .filter_map(|(_, what)| match what {
            What::ClockMoved { by_ms, passed_ms } => Some((by_ms, passed_ms)),
            _ => None,
        })
        .collect();
    assert_eq!(moves, [(60_000, 60_000), (40, 60_040)]);
}

#[test]
fn a_clock_that_goes_is_not_moved() {
    let steps = "{ advance_s = 60, request = \"GET /\", expect = { status = 200 } },\n";
    let findings = |lab: &str, steps: &str| {
        let (_, findings) = read(&format!("{lab}{}", checks(&[("a", steps)])), &[]);
        let messages = findings.iter().map(|finding| finding.message.clone());
        messages.collect::<Vec<_>>()
    };
    let still = "only a clock that stands still can be moved";
    assert_eq!(findings("", steps), [still]);
    assert_eq!(findings("[lab]\nclock = \"real\"\n", steps), [still]);
    assert_eq!(
        findings(STILL, &steps.replace("60", "0")),
        ["a clock is moved by 0.001 to 315360000 seconds"]
    );
    let wrong = "[lab]\nclock = \"tomorrow\"\n";
    let plain = "{ request = \"GET /\", expect = { status = 200 } },\n";
    assert_eq!(findings(wrong, plain), ["this is neither `real` nor a time of RFC 3339"]);
}

#[test]
fn a_server_at_a_url_has_a_clock_and_requests_of_its_own() {
    let moves = checks(&[(
        "moves",
        "{ advance_s = 60, request = \"GET /\", expect = { status = 200 } },\n",
    )]);
    let plain = checks(&[("disturbs", "{ request = \"GET /\", expect = { status = 200 } },\n")]);
    let tables = format!("{STILL}{moves}{plain}[[check.fault]]\nkind = \"drop\"\n");
    let answer = Answer::Url("http://127.0.0.1:9".to_owned());
    let (steps, _nobody) = mpsc::channel();
    let which = Which::All;
    let verdict = judge(&machine(), &exercise(&tables), &answer, which, &Cancel::new(), &steps);
    assert_eq!(
        told(&verdict),
        [
            "? This check moves the program's clock, which a server outside the lab does not allow.",
            "? This check disturbs the program's own requests, which a server outside the lab does not allow.",
        ]
    );
}
