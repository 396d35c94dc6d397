//! What a failure on data that nobody may see keeps: where it stands in the code and what kind of thing
//! went wrong, and nothing that the program could have read from that data and handed on. Otherwise a
//! program that prints, answers or throws what it reads would tell what to write into its code.

use crate::{
    course::check::{Check, HttpTest, Test},
    judge::{Failure, Field, Hidden, Outcome, Verdict, fill},
    text,
    trace::{Stop, Thrown, Trace},
};

/// Fields that tell of the program and not of its data.
const OPEN: [&str; 5] = ["status", "answer", "exit code", "statements", "order"];
/// Names of errors that the language has; another may be data.
const ERRORS: [&str; 7] = [
    "AggregateError",
    "Error",
    "RangeError",
    "ReferenceError",
    "SyntaxError",
    "TypeError",
    "URIError",
];
/// Instead of what an error says.
const SILENT: &str = "what it says is not shown on this data";

/// Takes out of `verdict`, which came about on such data, all that could show it.
pub fn verdict(checks: &[&Check], verdict: &mut Verdict) {
    (verdict.trace, verdict.hidden) = (Trace::default(), Hidden::default());
    verdict.stop = verdict.stop.take().map(stop);
    for (check, result) in checks.iter().zip(&mut verdict.checks) {
        if let Outcome::Failed(failed) = &mut result.outcome {
            failure(check, failed);
        }
    }
}

fn failure(check: &Check, failure: &mut Failure) {
    if !is_as_written(&check.test) {
        if let Some(sent) = failure.sent.take() {
            let asked = format!("{} {}", sent.method, sent.target);
            failure.headline = without(&failure.headline, &text::clean_line(&asked));
        }
        failure.curl = None;
    }
    // The name of a function may be data.
    failure.unreached = None;
    if let Some(ended) = failure.stop.take() {
        let ended = stop(ended);
        if let Stop::Threw(thrown) = &ended {
            failure.headline = thrown.headline();
        }
        failure.stop = Some(ended);
    }
    // A check of the store itself has veiled its own already.
    if failure.script.is_none() {
        failure.fields.iter_mut().for_each(veil);
    }
    // The request of a check of the recording, with what it was filled with.
    if matches!(check.test, Test::Trace(_)) {
        failure.of = None;
    }
    (failure.got, failure.printed, failure.recorded) = (None, None, None);
    failure.statements.clear();
}

/// Whether a check sends what its author wrote, into which no earlier answer was put.
fn is_as_written(test: &Test) -> bool {
    let holds_none =
        |http: &HttpTest| http.steps.iter().flat_map(fill::texts).all(|text| !text.contains("{{"));
    matches!(test, Test::Http(http) if holds_none(http))
}

/// `headline` with other words for the request.
fn without(headline: &str, asked: &str) -> String {
    match headline.strip_prefix(asked) {
        Some(rest) => format!("The request{rest}"),
        None => headline.replace(asked, "the request"),
    }
}

fn veil(field: &mut Field) {
    if OPEN.contains(&field.name.as_str()) {
        field.note = None;
    } else {
        *field = field.veiled();
    }
}

fn stop(stop: Stop) -> Stop {
    let Stop::Threw(thrown) = stop else { return stop };
    let is_known = ERRORS.contains(&thrown.name.as_str());
    let name = if is_known { thrown.name } else { "Error".to_owned() };
    let stack = format!("{name}: {SILENT}");
    let message = SILENT.to_owned();
    Stop::Threw(Box::new(Thrown { name, message, stack, ..*thrown }))
}
