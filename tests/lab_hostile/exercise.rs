//! The smallest exercise that has checks.

use backlab::{
    course::{
        check::{Body, Check, Expect, Expected, HttpStep, HttpTest, Test},
        exercise::{Exercise, Files, Kind, LabNeeds, Reveal, Status, WorkFile},
        id::ExerciseId,
    },
    exchange::Request,
};
use serde_json::json;

pub fn exercise(checks: Vec<Check>) -> Exercise {
    Exercise {
        id: ExerciseId::parse("small").unwrap(),
        rev: 1,
        kind: Kind::Js,
        title: "Small".into(),
        difficulty: 1,
        minutes: 1,
        requires: Vec::new(),
        concepts: Vec::new(),
        status: Status::Active,
        task: String::new(),
        files: vec![WorkFile { path: "server.js".into(), edit: true }],
        lab: LabNeeds::default(),
        hints: Vec::new(),
        reveal: Reveal::AfterHints,
        learned: String::new(),
        explain: String::new(),
        checks,
        starter: Files::new(),
        solution: Files::new(),
        alternatives: Vec::new(),
        wrongs: Vec::new(),
    }
}

pub fn http(name: &str, steps: Vec<HttpStep>) -> Check {
    Check {
        name: name.into(),
        say: format!("{name} works"),
        fails: format!("{name} does not work."),
        why: "because".into(),
        look: None,
        hidden: false,
        after: Vec::new(),
        fresh: false,
        mishaps: Vec::new(),
        test: Test::Http(HttpTest { steps }),
    }
}

pub fn step(line: &str, expect: Expect) -> HttpStep {
    let request = Request::parse_line(line).unwrap();
    HttpStep {
        advance_ms: 0,
        method: request.method,
        target: request.target,
        headers: request.headers,
        body: Body::None,
        expect,
        captures: Vec::new(),
        parallel: 1,
    }
}

pub fn status(code: u16) -> Expect {
    Expect { status: Some(Expected::Equals(json!(code))), ..Expect::default() }
}

pub fn body(text: &str) -> Expect {
    Expect { body: Some(Expected::Equals(json!(text))), ..status(200) }
}
