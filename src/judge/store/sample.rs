//! A block of a lesson in MongoDB's or Redis's commands: what a console prints for them.

use crate::{
    course::lesson::Sample,
    judge::{
        sample::Ran,
        script,
        store::{SEED, STILL_AT_MS},
    },
    lab::{
        Cancel, Limits, Machine,
        script::{Problem, Script},
        store::{self, Data, Engine, Job, Keep, Opening, StoreLab},
    },
    trace::Stop,
};

/// The engine of a block in `language`, if it is one of a store.
pub fn engine(language: &str) -> Option<Engine> {
    match language {
        "mongo" => Some(Engine::Documents),
        "redis" => Some(Engine::Cache),
        _ => None,
    }
}

/// Runs `sample` on its store, after the blocks `before` that it continues, the earliest first. What
/// these give is left out.
pub fn run(
    machine: &Machine,
    engine: Engine,
    sample: &Sample,
    before: &[&Sample],
    cancel: &Cancel,
) -> Ran {
    let mut lab = match StoreLab::start(machine, engine, &Limits::default(), cancel) {
        Ok(lab) => lab,
        Err(broken) => return Ran::fault(broken.0),
    };
    let first = before.first().copied().unwrap_or(sample);
    let opening = Opening {
        still_at_ms: Some(STILL_AT_MS),
        seed: Some(SEED),
        database: None,
        data: first.on.as_ref().map(given).map_or(Data::Nothing, Data::Commands),
    };
    let store = match lab.open(&opening) {
        Ok(store) => store,
        Err(problem) => return ended(problem.show(), &problem, &lab),
    };
    if let Some(setup) = first.setup.as_ref().map(given)
        && let Some(problem) = lab.run(&Job::new(store, setup, Keep::Changes)).problem
    {
        return ended(problem.show(), &problem, &lab);
    }
    let name = format!("sample.{}", sample.language);
    let script = |text| Script { file: &name, text };
    for block in before {
        let ran = lab.run(&Job::new(store, script(&block.code), Keep::Changes));
        if let Some(problem @ Problem::Stopped { .. }) = &ran.problem {
            return ended(String::new(), problem, &lab);
        }
    }
    let ran = lab.run(&Job::new(store, script(&sample.code), Keep::Changes));
    let mut output = shown(&ran);
    match &ran.problem {
        None => Ran { output, stop: Stop::Finished, trace: lab.trace().clone() },
        Some(problem) => {
            // A limit is said by the stop itself.
            if let Problem::Wrong(error) = problem {
                output.push_str(&error.show());
            }
            ended(output, problem, &lab)
        }
    }
}

fn given((file, text): &(String, String)) -> Script<'_> {
    Script { file, text }
}

fn ended(output: String, problem: &Problem, lab: &StoreLab) -> Ran {
    Ran { output, stop: script::stop(problem), trace: lab.trace().clone() }
}

/// What the console prints, one statement after the other.
fn shown(ran: &store::Ran) -> String {
    let mut text = String::new();
    for statement in ran.statements.iter().filter(|statement| !statement.shown.is_empty()) {
        text.push_str(statement.shown.trim_end_matches('\n'));
        text.push('\n');
    }
    text
}
