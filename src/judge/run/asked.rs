//! Checks that ask a store of the program, and the solution's store when it is the measure.

use super::{NOTHING_TO_SEE, Run, User};
use crate::{
    course::{
        check::{Check, StoreTest, Test},
        store::Speech,
    },
    judge::{
        Answer, Outcome,
        script::Scripts,
        store::{self, Data, Witness},
        target::Target,
    },
    lab::{
        script::Script,
        store::{Engine, Ran},
    },
};

/// What errors name as the place of a check's own script.
const QUERY: &str = "query";

impl<'a> Run<'a> {
    /// Asks the store of the program that answered the checks before this one.
    pub(super) fn asked(&mut self, at: usize, check: &Check, test: &StoreTest, checks: &[&Check]) {
        // What is still written after an answer counts.
        if !self.comes_to_rest(check, checks) {
            return;
        }
        let came = self.users.iter().any(|user| check.after.contains(&checks[user.at].name));
        let Some(Target::Lab(running)) = self.shared.as_mut().filter(|_| came) else {
            self.outcomes[at] = Some(Outcome::Unjudged(NOTHING_TO_SEE.to_owned()));
            return;
        };
        let user = User { at, from: running.lab().trace_len() };
        if 0 < test.advance_ms {
            running.advance(test.advance_ms);
            self.last_user = Some(user);
        }
        self.users.push(user);
        let scripts = Scripts::of(self.exercise, &self.files, "//");
        let (engine, sets) = match test.speech {
            Speech::Mongo => (Engine::Documents, &self.exercise.lab.mongo),
            Speech::Redis => (Engine::Cache, &self.exercise.lab.redis),
        };
        let set = sets.as_ref().and_then(|store| store.sets.get(self.set));
        let data = Data { engine, set: self.set, text: set.map_or("", |set| &set.script.text) };
        let mut witness = Program { run: self, test, checks, engine };
        let looked = store::looked_at(&mut witness, test, &data);
        self.outcomes[at] = Some(store::outcome_of_program(check, &scripts, looked));
    }

    /// What `script` gives on a copy of the program's store.
    fn ask(&self, engine: Engine, script: &str) -> Result<Ran, String> {
        let Some(Target::Lab(running)) = &self.shared else {
            return Err(NOTHING_TO_SEE.to_owned());
        };
        let documents = self.exercise.lab.mongo.as_ref();
        let database = documents.and_then(|store| store.database.as_deref());
        let script = Script { file: QUERY, text: script };
        Ok(running.lab().ask_store(engine, database, script))
    }

    /// The solution, once it has answered all that the program of this run has answered.
    fn solution(&mut self, checks: &[&Check]) -> Result<&mut Run<'a>, String> {
        let wanted: Vec<usize> = self.users.iter().map(|user| user.at).collect();
        let known = self.reference.take().filter(|run| {
            let done = run.users.iter().map(|user| user.at);
            run.shared.is_some()
                && wanted.iter().copied().zip(done.clone()).all(|(a, b)| a == b)
                && done.len() <= wanted.len()
        });
        let mut run = known.unwrap_or_else(|| {
            let answer = Answer::Files(self.exercise.solution.clone());
            let (machine, cancel) = (self.machine, self.cancel);
            let mut run = Run::new(machine, self.exercise, &answer, cancel, checks.len(), self.set);
            // None waits for another: what this run answered is what is sent.
            run.outcomes.fill(Some(Outcome::Passed));
            Box::new(run)
        });
        for at in wanted.into_iter().skip(run.users.len()) {
            run.answer(at, checks);
            if run.outcomes[at] != Some(Outcome::Passed) {
                let name = &checks[at].name;
                return Err(format!("The exercise's own solution does not pass `{name}`."));
            }
        }
        let run = self.reference.insert(run);
        if let Some(Target::Lab(running)) = &mut run.shared {
            running.settle_fully();
        }
        Ok(run)
    }

    /// Sends the requests of a check that another program has answered; one of its store has moved the
    /// clock at most.
    fn answer(&mut self, at: usize, checks: &[&Check]) {
        let (Test::Store(test), Some(Target::Lab(running))) = (&checks[at].test, &mut self.shared)
        else {
            return self.judge(at, checks[at], checks);
        };
        let from = running.lab().trace_len();
        if 0 < test.advance_ms {
            running.settle_fully();
            running.advance(test.advance_ms);
        }
        self.users.push(User { at, from });
    }
}

/// A program that listens, with its store.
struct Program<'r, 'a> {
    run: &'r mut Run<'a>,
    test: &'r StoreTest,
    checks: &'r [&'r Check],
    engine: Engine,
}

impl Program<'_, '_> {
    fn query(&self) -> &str {
        self.test.query.as_deref().unwrap_or_default()
    }
}

impl Witness for Program<'_, '_> {
    fn given(&mut self) -> Result<Ran, String> {
        self.run.ask(self.engine, self.query())
    }

    fn expected(&mut self) -> Result<Ran, String> {
        let (engine, query) = (self.engine, self.query().to_owned());
        self.run.solution(self.checks)?.ask(engine, &query)
    }

    fn tried(&mut self, script: &str) -> Result<Ran, String> {
        self.run.ask(self.engine, script)
    }
}
