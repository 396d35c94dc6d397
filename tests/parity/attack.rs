//! An attack as a program that Node can be asked about: its repaired server and honest traffic, with
//! secrets that are known on both sides.

use backlab::{
    course::{
        check::{Body, Check, Expect, Expected, HttpStep, HttpTest, Test},
        exercise::{Exercise, Kind},
    },
    exchange::Headers,
};
use serde_json::Value;

/// What a secret is in both.
const VALUE: &str = "known-on-both-sides";

/// The exercise with kind `js`. What exploits do shows in the lab alone, so it stays there.
pub fn as_program(exercise: &Exercise) -> Exercise {
    let mut program = exercise.clone();
    program.kind = Kind::Js;
    for name in program.lab.secrets.drain(..) {
        program.lab.env.insert(name, VALUE.to_owned());
    }
    let names: Vec<String> = exercise.lab.secrets.clone();
    let honest = exercise.checks.iter().filter_map(|check| match &check.test {
        Test::Http(test) => Some((check, test)),
        _ => None,
    });
    program.checks = honest
        .map(|(check, test)| {
            let steps = test.steps.iter().map(|step| told(step, &names)).collect();
            let after = Vec::new();
            Check { after, test: Test::Http(HttpTest { steps }), ..check.clone() }
        })
        .collect();
    program
}

/// A step with the secrets filled in.
fn told(step: &HttpStep, names: &[String]) -> HttpStep {
    let text = |text: &str| {
        names
            .iter()
            .fold(text.to_owned(), |text, name| text.replace(&format!("{{{{{name}}}}}"), VALUE))
    };
    let value = |value: &Value| -> Value {
        serde_json::from_str(&text(&value.to_string())).expect("the value has no quotes")
    };
    let expected = |expected: &Expected| match expected {
        Expected::Equals(known) => Expected::Equals(value(known)),
        Expected::Has(known) => Expected::Has(value(known)),
        other => other.clone(),
    };
    let table = |fields: &[(String, Expected)]| {
        fields.iter().map(|(name, known)| (name.clone(), expected(known))).collect()
    };
    let headers: Headers =
        step.headers.iter().map(|(name, known)| (name.to_owned(), text(known))).collect();
    HttpStep {
        target: text(&step.target),
        headers,
        body: match &step.body {
            Body::Json(known) => Body::Json(value(known)),
            Body::Text(known) => Body::Text(text(known)),
            other => other.clone(),
        },
        expect: Expect {
            body: step.expect.body.as_ref().map(expected),
            headers: table(&step.expect.headers),
            json: table(&step.expect.json),
            ..step.expect.clone()
        },
        ..step.clone()
    }
}
