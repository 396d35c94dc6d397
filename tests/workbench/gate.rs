//! The exercise that the mock-ups draw, and the verdicts they show.

use std::{path::PathBuf, time::Duration};

use backlab::{
    course::{
        check::{Check, Expect, Expected, HttpStep, HttpTest, Test},
        exercise::{Alternative, Exercise, Files, Kind, LabNeeds, Reveal, Status, WorkFile},
        id::{ExerciseId, LessonId, PackId},
    },
    diag::Place,
    exchange::{Headers, Request},
    judge::{CheckResult, Failure, Field, Outcome, Verdict},
    trace::{Entry, Trace, What},
    tutor::{Checked, Next, Place as There, Standing, Workpiece},
};

pub const BEFORE: &str = r#"const jwt = require("jsonwebtoken");

function auth(req, res, next) {
  // The seed: any value passes.
  if (req.headers.token) {
    next();
  } else {
    res.status(401).send("Unauthorized");
  }
}

module.exports = { auth };
"#;

pub const FAILING: &str = r#"const jwt = require("jsonwebtoken");
const SECRET = process.env.JWT_SECRET;

function refuse(res, error) {
  res.set("WWW-Authenticate", "Bearer");
  res.status(401).json({ error });
}

function auth(req, res, next) {
  const header = req.headers.authorization;
  if (!header) return refuse(res, "no token");
  const [scheme, token] = header.split(" ");
  req.user = jwt.decode(token);
  next();
}

module.exports = { auth };
"#;

pub const SOLUTION: &str = r#"const jwt = require("jsonwebtoken");
const SECRET = process.env.JWT_SECRET;

function refuse(res, error) {
  res.set("WWW-Authenticate", "Bearer");
  res.status(401).json({ error });
}

function auth(req, res, next) {
  const header = req.headers.authorization;
  if (!header) return refuse(res, "no token");
  const [scheme, token] = header.split(/ +/);
  if (scheme.toLowerCase() !== "bearer") {
    return refuse(res, "use Bearer");
  }
  try {
    req.user = jwt.verify(token, SECRET, {
      algorithms: ["HS256"],
    });
  } catch {
    return refuse(res, "invalid token");
  }
  next();
}

module.exports = { auth };
"#;

const SAYS: [&str; 9] = [
    "a valid token passes",
    "no token: 401",
    "401 names the scheme",
    "a token signed by nobody",
    "wrong scheme",
    "an expired token",
    "two spaces after Bearer",
    "a header sent twice",
    "next called once",
];

pub fn id() -> ExerciseId {
    ExerciseId::parse("the-gate").unwrap()
}

fn check(say: &str, hidden: bool) -> Check {
    let expect = Expect { status: Some(Expected::Any), ..Expect::default() };
    let step = HttpStep {
        advance_ms: 0,
        method: "GET".into(),
        target: "/me".into(),
        headers: Headers::new(),
        body: backlab::course::check::Body::None,
        expect,
        captures: Vec::new(),
        parallel: 1,
    };
    Check {
        name: say.replace(' ', "-"),
        say: say.into(),
        fails: "It failed.".into(),
        why: "It must not.".into(),
        look: None,
        hidden,
        after: Vec::new(),
        fresh: false,
        on: Vec::new(),
        mishaps: Vec::new(),
        test: Test::Http(HttpTest { steps: vec![step] }),
    }
}

pub fn exercise(hidden: usize) -> Exercise {
    let visible = SAYS.len() - hidden;
    Exercise {
        id: id(),
        rev: 1,
        kind: Kind::Http,
        title: "The gate, rebuilt".into(),
        difficulty: 3,
        minutes: 12,
        requires: Vec::new(),
        concepts: Vec::new(),
        status: Status::Active,
        task: "Rewrite `auth` so that it accepts `Authorization: Bearer` with a valid token and \
               sets `req.user`. Everybody else gets 401 with `WWW-Authenticate: Bearer`.\n\nThe \
               secret is in `process.env.JWT_SECRET`. `jsonwebtoken` is ready to require."
            .into(),
        files: vec![WorkFile { path: "auth.js".into(), edit: true }],
        lab: LabNeeds::default(),
        hints: vec![
            "Who made the token in this request? Find the line that asks that question.".into(),
            "Line 13. Read what `decode` needs, then what `verify` needs. One of them asks for a \
             secret."
                .into(),
            "The same idea with a plain signature. The comparison is what makes it proof:\n\n\
             ```js\nconst mac = hmac(body, SECRET);\nif (!timingSafeEqual(mac, sent)) {\n  return \
             refuse(res, \"bad signature\");\n}\n```"
                .into(),
            "Call `jwt.verify(token, SECRET)` and catch what it throws.".into(),
        ],
        reveal: Reveal::AfterHints,
        learned: "A token proves something only after `verify` has checked its signature with an \
                  algorithm that you chose."
            .into(),
        explain: "`verify` recomputes the signature with the secret and compares. `decode` never \
                  does, so anybody can write a token that it accepts.\\\n`algorithms` is yours to \
                  fix. A token that names its own algorithm would choose `none`.\\\nThe scheme is \
                  compared without case, as RFC 9110 asks, and `/ +/` forgives a second space."
            .into(),
        checks: SAYS.iter().enumerate().map(|(at, say)| check(say, visible <= at)).collect(),
        starter: files(BEFORE),
        solution: files(SOLUTION),
        alternatives: vec![
            Alternative {
                name: "regex".into(),
                say: "Split on `/ +/` to forgive two spaces; the checks accept both.".into(),
                files: files(SOLUTION),
            },
            Alternative {
                name: "one-text".into(),
                say: "Answer one and the same text for every bad token: it tells an attacker \
                      less."
                    .into(),
                files: files(SOLUTION),
            },
        ],
        wrongs: Vec::new(),
        survives: Vec::new(),
    }
}

pub fn files(text: &str) -> Files {
    [("auth.js".to_owned(), text.as_bytes().to_vec())].into_iter().collect()
}

pub fn piece(text: &str, hidden: usize) -> Workpiece {
    Workpiece {
        pack: PackId::parse("backlab/backend").unwrap(),
        course_title: "Backend, from a URL to an orders API".into(),
        module_number: 9,
        module_title: "Authentication".into(),
        exercise: exercise(hidden),
        folder: Some(PathBuf::from("work")),
        files: files(text),
        note: None,
        due: 6,
        command: None,
        standing: Standing::default(),
        next: Some(Next {
            place: There::Lesson(LessonId::parse("storing-passwords").unwrap()),
            title: "Storing passwords".into(),
            minutes: 8,
            page: None,
            then: None,
            days_away: None,
            last_solved: None,
        }),
    }
}

/// Enough of a recording for F6 to open something.
fn trace() -> Trace {
    let mut trace = Trace::default();
    let what = What::RequestReceived {
        method: "GET".into(),
        target: "/me".into(),
        headers: Headers::new(),
    };
    trace.push(Entry { at_us: 1_000, request: Some(1), what });
    trace
}

fn field(name: &str, expected: &str, got: &str) -> Field {
    let (name, expected, got) = (name.to_owned(), expected.to_owned(), got.to_owned());
    let differs = expected != got;
    Field { name, expected, got, differs, note: None }
}

pub fn failure() -> Failure {
    let token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpZCI6N30.c2lnbmVkIGJ5IG5vYm9keQ";
    let authorization = ("Authorization", format!("Bearer {token}"));
    let sent = Request {
        method: "GET".into(),
        target: "/me".into(),
        headers: [authorization].into_iter().collect(),
        body: Vec::new(),
    };
    Failure {
        headline: "A token signed by nobody got in.".into(),
        why: "`decode` reads a token. It never asks who signed it.".into(),
        place: Some(Place::new("auth.js", 13, 3)),
        line: Some("  req.user = jwt.decode(token);".into()),
        curl: Some("curl -i http://127.0.0.1:4010/me".into()),
        sent: Some(sent),
        of: Some("request 2 of 2".into()),
        fields: vec![
            field("status", "401", "200"),
            field("WWW-Authenticate", "Bearer", "not sent"),
            field("body.error", "\"invalid token\"", "not sent"),
            field("body.id", "not sent", "7"),
        ],
        printed: Some("GET /me 200\n".into()),
        ..Failure::default()
    }
}

/// What a learner wrote who passes: not the solution, and right.
pub const PASSING: &str = r#"const jwt = require("jsonwebtoken");
const SECRET = process.env.JWT_SECRET;

function refuse(res, error) {
  res.set("WWW-Authenticate", "Bearer");
  res.status(401).json({ error });
}

function auth(req, res, next) {
  const header = req.headers.authorization ?? "";
  const [scheme, token] = header.split(" ");
  if (scheme !== "Bearer") return refuse(res, "no token");
  try {
    req.user = jwt.verify(token, SECRET, {
      algorithms: ["HS256"],
    });
  } catch {
    return refuse(res, "invalid token");
  }
  next();
}

module.exports = { auth };
"#;

/// The first checks pass, the one at `failed` fails, the others are skipped; all pass for `None`.
pub fn verdict(exercise: &Exercise, failed: Option<usize>) -> Verdict {
    let outcome = |at: usize| match failed {
        Some(failed) if at == failed => Outcome::Failed(Box::new(failure())),
        Some(failed) if failed < at => {
            Outcome::Skipped { after: exercise.checks[failed].name.clone() }
        }
        Some(_) | None => Outcome::Passed,
    };
    let result = |(at, check): (usize, &Check)| CheckResult {
        name: check.name.clone(),
        say: check.say.clone(),
        hidden: check.hidden,
        outcome: outcome(at),
    };
    Verdict {
        checks: exercise.checks.iter().enumerate().map(result).collect(),
        took: Duration::from_millis(if failed.is_some() { 4 } else { 21 }),
        trace: trace(),
        hidden: backlab::judge::Hidden::default(),
        stop: None,
        rows: None,
        exchanges: Vec::new(),
    }
}

pub fn checked(exercise: &Exercise, failed: Option<usize>, attempts: u32) -> Checked {
    Checked {
        exercise: exercise.id.clone(),
        verdict: verdict(exercise, failed),
        standing: Standing { attempts, passed: failed.is_none(), ..Standing::default() },
        unsaved: None,
    }
}
