//! Which recording a verdict keeps, and where in it a failed check stands.

use backlab::{
    course::{
        check::{Action, Check, JsTest, Test},
        exercise::{Exercise, Files},
        id::PackId,
    },
    exchange::Headers,
    judge::{Failure, Field, Hidden, Outcome, Verdict},
    trace::{
        Entry, SqlRan, Stream, Trace, What,
        timeline::{Kind, Timeline},
        told,
    },
    tutor::{Recording, Standing, Workpiece, recording::details},
};
use serde_json::json;

use super::{
    after, call, check, exercise, export, failure, files, http, judged, layers, recorded, status,
    step, words,
};

const APP: &str = r#"const express = require("express");
const app = express();
app.use(function count(req, res, next) { next(); });
app.get("/old", (req, res) => res.json({ ok: true }));
app.get("/slow", (req, res) => setTimeout(() => res.status(418).end(), 5));
app.get("/gone", (req, res) => {
  return res.status(404).json({ error: "gone" });
});
app.get("/throws", () => { throw new Error("no"); });
app.get("/never", () => {});
app.use("/later", (req, res, next) => setImmediate(next));
app.listen(3000);
"#;

fn get(name: &str, target: &str, expected: u16) -> Check {
    http(name, vec![step(&format!("GET {target}"), status(expected))])
}

/// The event at which the first check failed, in words, and the title of its request.
fn opened(verdict: &Verdict) -> (String, String) {
    let failures = verdict.checks.iter().filter_map(|check| match &check.outcome {
        Outcome::Failed(failure) => Some((**failure).clone()),
        Outcome::Passed | Outcome::Unjudged(_) | Outcome::Skipped { .. } => None,
    });
    let recording = Recording {
        trace: verdict.trace.clone(),
        failures: failures.collect(),
        ..Recording::default()
    };
    let (timeline, failed) = recording.timeline();
    let at = failed.first().unwrap().event;
    let (_, group) = timeline.group_at(at).unwrap();
    let words = |event: usize| {
        let words = told::words(&recording.trace, &timeline.events[event]);
        format!("{}{}", words.lead, words.rest)
    };
    assert!(timeline.events[at].failed);
    (words(group.events.start), words(at))
}

#[test]
fn a_failure_names_its_request_and_the_line_that_answered() {
    let checks = vec![get("old", "/old", 200), get("gone", "/gone", 200)];
    let verdict = judged(&exercise(checks), &files(APP));
    let recorded = failure(&verdict, 1).recorded.clone().unwrap();
    assert_eq!(recorded.request, Some(2));
    let first = &verdict.trace.entries[recorded.entries.start];
    assert!(matches!(first.what, What::RequestReceived { .. }), "{first:?}");
    assert_eq!(opened(&verdict), ("→ GET /gone".to_owned(), "status 404".to_owned()));
    let places = verdict.trace.entries.iter().filter_map(|entry| match &entry.what {
        What::ResponseStarted { place, .. } => Some(place.as_ref().map(|place| place.line)),
        _ => None,
    });
    // Of an answer that is no refusal the function is told alone.
    assert_eq!(places.collect::<Vec<_>>(), [None, Some(7)]);
}

#[test]
fn an_error_and_a_missing_answer_are_the_events_themselves() {
    let verdict = judged(&exercise(vec![get("throws", "/throws", 200)]), &files(APP));
    let failed = "(anonymous) failed".to_owned();
    assert_eq!(opened(&verdict), ("→ GET /throws".to_owned(), failed));
    let verdict = judged(&exercise(vec![get("never", "/never", 200)]), &files(APP));
    let (request, event) = opened(&verdict);
    assert_eq!(request, "→ GET /never");
    assert!(event == "no answer" || event.starts_with("the client left"), "{event}");
    let crashes =
        "const http = require('http');\nhttp.createServer(() => { boom(); }).listen(3000);";
    let verdict = judged(&exercise(vec![get("crashes", "/", 200)]), &files(crashes));
    assert_eq!(opened(&verdict).1, "threw ReferenceError: boom is not defined");
}

#[test]
fn the_recording_is_of_the_child_in_which_the_first_check_failed() {
    let fresh = |check| Check { fresh: true, ..check };
    // A fresh child, then the shared one, which fails nothing.
    let checks = vec![fresh(get("gone", "/gone", 200)), get("old", "/old", 200)];
    let verdict = judged(&exercise(checks), &files(APP));
    assert_eq!(opened(&verdict).0, "→ GET /gone");
    assert_eq!(Timeline::of(&verdict.trace).groups.len(), 2);
    // Both fail: the earlier check wins, and the later one names no place in another's recording.
    let checks = vec![fresh(get("gone", "/gone", 200)), get("slow", "/slow", 200)];
    let verdict = judged(&exercise(checks), &files(APP));
    assert_eq!(opened(&verdict).0, "→ GET /gone");
    assert_eq!(failure(&verdict, 1).recorded, None);
    let checks = vec![get("slow", "/slow", 200), fresh(get("gone", "/gone", 200))];
    let verdict = judged(&exercise(checks), &files(APP));
    assert_eq!(opened(&verdict), ("→ GET /slow".to_owned(), "status 418".to_owned()));
    // Nothing fails: the shared child, which ends last.
    let checks = vec![fresh(get("gone", "/gone", 404)), get("old", "/old", 200)];
    let verdict = judged(&exercise(checks), &files(APP));
    assert_eq!(words(&verdict), ["pass", "pass"]);
    let timeline = Timeline::of(&verdict.trace);
    let arrived = timeline.events.iter().find(|event| event.kind == Kind::Arrived).unwrap();
    assert_eq!(told::words(&verdict.trace, arrived).rest, "→ GET /old");
}

#[test]
fn the_bodies_of_requests_are_recorded() {
    let source = "const express = require('express');\nconst app = express();\n\
         app.use(express.json());\napp.post('/', (req, res) => res.sendStatus(204));\n\
         app.listen(3000);";
    let mut asked = get("post", "/", 201);
    if let Test::Http(test) = &mut asked.test {
        test.steps[0].method = "POST".into();
        test.steps[0].body = backlab::course::check::Body::Json(
            serde_json::json!({ "name": "Zoë", "password": "hunter22" }),
        );
    }
    let verdict = judged(&exercise(vec![after(&[], asked)]), &files(source));
    let bodies = verdict.trace.entries.iter().filter_map(|entry| match &entry.what {
        What::BodyReceived { bytes, body } => Some((*bytes, String::from_utf8_lossy(body))),
        _ => None,
    });
    let text = r#"{"name":"Zoë","password":"hunter22"}"#;
    assert_eq!(bodies.collect::<Vec<_>>(), [(text.len(), text.into())]);
    let recording = Recording { trace: verdict.trace.clone(), ..Recording::default() };
    let text = recording.text();
    assert!(text.starts_with("backlab recording 1\n"), "{text}");
    assert!(text.contains(r#"{"name":"Zoë","password":"hu…"}"#), "{text}");
    assert!(text.contains("← 204 No Content   no body"), "{text}");
}

#[test]
fn a_recording_as_text_holds_no_secret_that_has_its_name() {
    let headers = |pairs: &[(&str, &str)]| pairs.iter().copied().collect::<Headers>();
    let received = |text: &str| What::BodyReceived { bytes: text.len(), body: text.into() };
    let statement = "UPDATE users SET password = 'hunter22'";
    let whats = [
        What::RequestReceived {
            method: "POST".into(),
            target: "/reset?token=hunter22&page=2".into(),
            headers: headers(&[
                ("Authorization", "Bearer hunter22"),
                ("Cookie", "sid=hunter22"),
                ("Referer", "http://a.test/?api_key=hunter22"),
            ]),
        },
        received(r#"{"user":{"password":"hunter22"},"tokens":["hunter22"]}"#),
        What::FetchSent {
            method: "GET".into(),
            url: "http://ada:hunter22@b.test/?access_token=hunter22".into(),
        },
        What::Printed { stream: Stream::Out, text: "{ token: 'hunter22' }\n".into() },
        What::Sql(SqlRan { text: statement.into(), ..SqlRan::default() }),
        What::ResponseStarted {
            status: 302,
            headers: headers(&[
                ("Set-Cookie", "sid=hunter22; Path=/"),
                ("Location", "/in?token=hunter22"),
            ]),
            place: None,
        },
        What::ResponseEnded { bytes: 24, body: b"secret=hunter22&name=Ada"[..].into() },
    ];
    let mut trace = Trace::default();
    for what in whats {
        trace.push(Entry { at_us: 0, request: Some(1), what });
    }
    let field = |name: &str, got: &str| Field {
        name: name.into(),
        expected: "anything".into(),
        got: got.into(),
        differs: true,
        note: None,
    };
    let failure = Failure {
        headline: "POST /reset?token=hunter22 was never answered.".into(),
        fields: vec![
            field("body.token", "\"hunter22\""),
            field("body", r#"{"password":"hunter22"}"#),
        ],
        ..Failure::default()
    };
    let recording = Recording { trace, failures: vec![failure], ..Recording::default() };
    let text = recording.text();
    assert!(!text.contains("hunter2"), "{text}");
    for kept in ["POST /reset?token=hu…&page=2", "Bearer hu…", "&name=Ada", "{ token: 'hu…' }"]
    {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    // The rows of the X-ray, and what stands beside them, are cut by the same rule.
    let (timeline, _) = recording.timeline();
    for (at, event) in timeline.events.iter().enumerate() {
        let row = format!("{:?}", told::words(&recording.trace, event));
        let beside = format!("{:?}", details(&recording.trace, &timeline, at));
        let is_of_http = [Kind::Arrived, Kind::Gave, Kind::Answered].contains(&event.kind);
        if is_of_http || row.contains("fetch") {
            assert!(!(row + &beside).contains("hunter2"), "{beside}");
        }
    }
}

fn hidden(check: Check) -> Check {
    Check { hidden: true, ..check }
}

/// What is recorded of the checks of `exercise`, in words: while hidden checks show nothing, and
/// when they do.
fn shown(exercise: &Exercise, verdict: &Verdict) -> [Vec<String>; 2] {
    let piece = Workpiece {
        pack: PackId::parse("test/small").unwrap(),
        course_title: "Small".into(),
        module_number: 1,
        module_title: "One".into(),
        exercise: exercise.clone(),
        folder: None,
        files: Files::new(),
        due: 0,
        note: None,
        command: None,
        standing: Standing::default(),
        next: None,
    };
    [true, false].map(|guarded| {
        let recording = Recording::of_check(&piece, Files::new(), verdict, guarded);
        let told = recording.trace.entries.iter().filter_map(|entry| match &entry.what {
            What::RequestReceived { target, .. } => Some(target.clone()),
            What::Printed { text, .. } => Some(text.trim_end().to_owned()),
            _ => None,
        });
        told.collect()
    })
}

#[test]
fn requests_of_hidden_checks_are_taken_out_whatever_came_of_them() {
    let loud = format!(
        "{APP}\
         app.get('/loud', (req, res) => {{ console.log('loud'); res.end(); }});\n"
    );
    let checks = vec![
        get("old", "/old", 200),
        hidden(get("loud", "/loud", 200)),
        hidden(get("slow", "/slow", 200)),
        get("gone", "/gone", 200),
        hidden(Check { fresh: true, ..get("alone", "/old?alone", 200) }),
    ];
    let exercise = exercise(checks);
    let verdict = judged(&exercise, &files(&loud));
    let [guarded, open] = shown(&exercise, &verdict);
    assert_eq!(guarded, ["/old", "/gone"], "{:?}", words(&verdict));
    assert_eq!(open, ["/old", "/loud", "loud", "/slow", "/gone"]);
    // What belongs to no request was caused by the check that ran.
    let later = "const http = require('http');\nhttp.createServer((req, res) => res.end())\n\
         .on('connection', () => console.log('somebody came')).listen(3000);\n";
    let exercise = self::exercise(vec![get("one", "/1", 200), hidden(get("two", "/2", 200))]);
    let [guarded, open] = shown(&exercise, &judged(&exercise, &files(later)));
    assert_eq!(guarded, ["somebody came", "/1"]);
    assert_eq!(open, ["somebody came", "/1", "somebody came", "/2"]);
}

#[test]
fn a_hidden_check_of_the_recording_hides_no_request_of_others() {
    let looks = after(&["old"], hidden(recorded("looks", layers(&["nobody"]))));
    let exercise = exercise(vec![get("old", "/old", 200), looks, get("b", "/b", 404)]);
    let verdict = judged(&exercise, &files(APP));
    assert!(failure(&verdict, 1).recorded.is_some());
    let [guarded, open] = shown(&exercise, &verdict);
    assert_eq!(guarded, ["/old", "/b"]);
    assert_eq!(guarded, open);
}

#[test]
fn a_child_that_ran_for_a_hidden_check_alone_shows_nothing() {
    let source = "exports.twice = (n) => { console.log('given', n); return n + n; };\n";
    let twice = |name: &str, given: i64, expected: i64| {
        let mut call = call(export("twice"), json!(expected));
        if let Action::Call { args, .. } = &mut call.what {
            args.push(json!(given));
        }
        check(name, Test::Js(JsTest { module: "server.js".into(), calls: vec![call] }))
    };
    let of = |checks: Vec<Check>| {
        let exercise = exercise(checks);
        let verdict = judged(&exercise, &files(source));
        let recorded = verdict.checks.iter().any(|check| {
            matches!(&check.outcome, Outcome::Failed(failure) if failure.recorded.is_some())
        });
        (shown(&exercise, &verdict), verdict.hidden == Hidden::Whole, recorded)
    };
    let rows = |rows: &[&str]| rows.iter().map(|row| (*row).to_owned()).collect::<Vec<_>>();
    // Where all pass, the last child that may be shown is.
    let all = of(vec![twice("a", 1, 2), twice("b", 2, 4), hidden(twice("c", 3, 6))]);
    assert_eq!(all, ([rows(&["given 2"]), rows(&["given 2"])], false, false));
    // A failure that may be shown comes first.
    let both = of(vec![hidden(twice("c", 3, 5)), twice("a", 1, 3)]);
    assert_eq!(both, ([rows(&["given 1"]), rows(&["given 1"])], false, true));
    let alone = of(vec![twice("a", 1, 2), hidden(twice("c", 3, 5))]);
    assert_eq!(alone, ([rows(&[]), rows(&["given 3"])], true, true));
}
