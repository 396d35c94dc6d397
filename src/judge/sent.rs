//! What was sent and what came back, against what a check of an `http` or `attack` exercise names.

mod nearest;

use serde_json::Value;

use crate::{
    course::check::{Expect, Expected, Sent, SentStep, SentTest},
    exchange::{Response, target},
    judge::{
        Came, Exchange, Field,
        compare::{self, Patterns},
        fill::{self, Captured},
    },
};

/// What was sent, and what else is asked of it.
pub struct Recorded<'a> {
    pub exchanges: &'a [Exchange],
    /// The other checks of the exercise.
    pub others: &'a [&'a SentTest],
}

/// Where the recording falls short of a check.
pub struct Fallen {
    /// The request that came nearest, by its place among all.
    pub shown: Option<usize>,
    /// All that the check names, differing ones first.
    pub fields: Vec<Field>,
    /// `step 2 of 3`.
    pub of: Option<String>,
    /// The line of the file that it is about, where that is not the request's.
    pub line: Option<u32>,
    /// What the learner wrote down.
    pub noted: Option<String>,
}

/// Where the requests, or the state they left, are not as `test` says.
pub fn fallen(
    test: &SentTest,
    sent: &Recorded<'_>,
    state: &Value,
    captured: &mut Captured,
) -> Option<Fallen> {
    let exchanges = sent.exchanges;
    let mut patterns = Patterns::new();
    let of_steps = match &test.steps[..] {
        [] => None,
        [step] => one(step, sent, captured, &mut patterns),
        steps => in_order(steps, sent, captured, &mut patterns),
    };
    of_steps.or_else(|| {
        let expected = fill::expectation(&expect_of(&test.state), captured).json;
        let fields = compare::values(&expected, state, "state", &mut patterns);
        if !fields.iter().any(|field| field.differs) {
            return None;
        }
        // What changed the state last says most about it.
        let reads = ["GET", "HEAD", "OPTIONS"];
        let changes = |exchange: &&Exchange| !reads.contains(&exchange.request.method.as_str());
        let shown = exchanges.iter().rposition(|exchange| changes(&exchange));
        Some(Fallen { shown, fields, of: None, line: None, noted: None })
    })
}

fn expect_of(state: &[(String, Expected)]) -> Expect {
    Expect { json: state.to_vec(), ..Expect::default() }
}

/// One kind of request, so many times.
fn one(
    step: &SentStep,
    sent: &Recorded<'_>,
    captured: &mut Captured,
    patterns: &mut Patterns,
) -> Option<Fallen> {
    let exchanges = sent.exchanges;
    let wanted = filled(&step.sent, captured);
    let like: Vec<usize> =
        (0..exchanges.len()).filter(|at| is_like(&wanted, &exchanges[*at], patterns)).collect();
    let enough = match &step.count {
        None => !like.is_empty(),
        Some(count) => compare::holds(count, Some(&Value::from(like.len())), patterns),
    };
    if enough {
        return like.first().and_then(|first| capture(step, exchanges, *first, captured));
    }
    if like.is_empty() {
        return Some(nearest::to(&wanted, sent, 0, captured, patterns));
    }
    let count = step.count.clone().unwrap_or(Expected::Any);
    let field = compare::bare("requests like this", &count, Some(&like.len().into()), patterns);
    let shown = like.last().copied();
    Some(Fallen { shown, fields: vec![field], of: None, line: None, noted: None })
}

/// One request after the other, with others between them or not.
fn in_order(
    steps: &[SentStep],
    sent: &Recorded<'_>,
    captured: &mut Captured,
    patterns: &mut Patterns,
) -> Option<Fallen> {
    let exchanges = sent.exchanges;
    let mut from = 0;
    for (index, step) in steps.iter().enumerate() {
        let wanted = filled(&step.sent, captured);
        let like =
            |exchange: &Exchange, patterns: &mut Patterns| is_like(&wanted, exchange, patterns);
        let found = (from..exchanges.len()).find(|at| like(&exchanges[*at], patterns));
        let of = Some(format!("step {} of {}", index + 1, steps.len()));
        let Some(at) = found else {
            let early = (0..from).find(|at| like(&exchanges[*at], patterns));
            if early.is_some() {
                let field = Field {
                    name: "order".to_owned(),
                    expected: format!("after step {index}"),
                    got: "before it".to_owned(),
                    differs: true,
                    note: None,
                };
                let (shown, fields) = (early, vec![field]);
                return Some(Fallen { shown, fields, of, line: None, noted: None });
            }
            let first = if from < exchanges.len() { from } else { 0 };
            return Some(Fallen { of, ..nearest::to(&wanted, sent, first, captured, patterns) });
        };
        if let Some(fallen) = capture(step, exchanges, at, captured) {
            return Some(Fallen { of, ..fallen });
        }
        from = at + 1;
    }
    None
}

/// The first request that is as `step` says, and was answered so.
pub fn first_like(step: &SentStep, exchanges: &[Exchange], captured: &Captured) -> Option<usize> {
    let (wanted, mut patterns) = (filled(&step.sent, captured), Patterns::new());
    exchanges.iter().position(|exchange| is_like(&wanted, exchange, &mut patterns))
}

/// Whether a request is as `wanted` says, and was answered so.
fn is_like(wanted: &Sent, exchange: &Exchange, patterns: &mut Patterns) -> bool {
    let answered = matches!(exchange.came, Came::Answer(_));
    answered && !rows(wanted, exchange, patterns).iter().any(|field| field.differs)
}

/// Takes what later checks need; what is not there is a shortfall.
fn capture(
    step: &SentStep,
    exchanges: &[Exchange],
    at: usize,
    captured: &mut Captured,
) -> Option<Fallen> {
    let Came::Answer(response) = &exchanges[at].came else { return None };
    for (name, source) in &step.captures {
        if let Some(value) = fill::captured(source, response) {
            captured.insert(name.clone(), value);
            continue;
        }
        let field = Field {
            name: source.replacen('$', "answer body", 1),
            expected: "anything".to_owned(),
            got: "not sent".to_owned(),
            differs: true,
            note: None,
        };
        let (shown, fields) = (Some(at), vec![field]);
        return Some(Fallen { shown, fields, of: None, line: None, noted: None });
    }
    None
}

/// A row for each thing that `wanted` names, those that differ first.
fn rows(wanted: &Sent, exchange: &Exchange, patterns: &mut Patterns) -> Vec<Field> {
    let request = &exchange.request;
    let (path, query) = target::split(&request.target);
    let mut fields = Vec::new();
    let mut bare =
        |name: &str, expected: &Expected, got: Option<Value>, patterns: &mut Patterns| {
            fields.push(compare::bare(name, expected, got.as_ref(), patterns));
        };
    if let Some(expected) = &wanted.method {
        bare("method", expected, Some(request.method.clone().into()), patterns);
    }
    if let Some(expected) = &wanted.target {
        bare("target", expected, Some(request.target.clone().into()), patterns);
    }
    if let Some(expected) = &wanted.path {
        bare("path", expected, Some(path.into()), patterns);
    }
    let parameters = target::parameters(query.unwrap_or_default().as_bytes());
    for (name, expected) in &wanted.query {
        let shown = format!("parameter {name}");
        bare(&shown, expected, joined(&parameters, name), patterns);
    }
    for (name, expected) in &wanted.headers {
        bare(name, expected, request.headers.value(name).map(Value::from), patterns);
    }
    let form = target::parameters(&request.body);
    for (name, expected) in &wanted.form {
        bare(&format!("field {name}"), expected, joined(&form, name), patterns);
    }
    let sent = Expect { body: wanted.body.clone(), json: wanted.json.clone(), ..Expect::default() };
    let body = Response { body: request.body.clone(), ..Response::default() };
    fields.extend(compare::response(&sent, &body, patterns));
    if wanted.response != Expect::default() {
        match &exchange.came {
            Came::Answer(response) => {
                let rows = compare::response(&wanted.response, response, patterns);
                fields.extend(rows.into_iter().map(|field| match field.name.as_str() {
                    "status" => field,
                    name => Field { name: format!("answer {name}"), ..field },
                }));
            }
            Came::Nothing(_) | Came::Unsent(_) => fields.push(Field {
                name: "answer".to_owned(),
                expected: "one".to_owned(),
                got: "none".to_owned(),
                differs: true,
                note: None,
            }),
        }
    }
    compare::differing_first(fields)
}

/// The values of a name, joined as those of a header are.
fn joined(pairs: &[(String, String)], name: &str) -> Option<Value> {
    let values: Vec<&str> =
        pairs.iter().filter(|(found, _)| found == name).map(|(_, value)| value.as_str()).collect();
    (!values.is_empty()).then(|| Value::from(values.join(", ")))
}

/// `sent` with captures put into its texts.
fn filled(sent: &Sent, captured: &Captured) -> Sent {
    let table =
        |fields: &[(String, Expected)]| fill::expectation(&expect_of(fields), captured).json;
    let value = |expected: &Option<Expected>| {
        let expect = Expect { body: expected.clone(), ..Expect::default() };
        fill::expectation(&expect, captured).body
    };
    Sent {
        method: value(&sent.method),
        target: value(&sent.target),
        path: value(&sent.path),
        query: table(&sent.query),
        headers: table(&sent.headers),
        body: value(&sent.body),
        json: table(&sent.json),
        form: table(&sent.form),
        response: fill::expectation(&sent.response, captured),
    }
}

/// Whether what fell short looks as `when` of a wrong answer says.
pub fn matches(when: &Expect, fallen: &Fallen, exchanges: &[Exchange]) -> bool {
    let mut patterns = Patterns::new();
    let shown = fallen.shown.and_then(|at| exchanges.get(at));
    let silent = shown.is_some_and(|exchange| !matches!(exchange.came, Came::Answer(_)));
    if when.silent.is_some_and(|wanted| wanted != silent) {
        return false;
    }
    if let Some(expected) = &when.noted {
        return match &fallen.noted {
            Some(said) => compare::holds_written(expected, said, &mut patterns),
            None => compare::holds(expected, None, &mut patterns),
        };
    }
    match (&when.sent, shown) {
        (Some(sent), _) if **sent == Sent::default() => true,
        (Some(sent), Some(exchange)) => {
            !rows(sent, exchange, &mut patterns).iter().any(|field| field.differs)
        }
        (Some(_), None) => false,
        (None, _) => true,
    }
}
