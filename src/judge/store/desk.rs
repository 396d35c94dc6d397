//! The stores of one exercise in one child: the answer and the solution run on each data set.

use std::collections::BTreeMap;

use crate::{
    course::{
        check::StoreTest,
        exercise::{Exercise, Files, Kind},
    },
    judge::{
        script::{self, Scripts, Who},
        store::{SEED, STILL_AT_MS},
    },
    lab::{
        Cancel, Limits, Machine,
        script::Script,
        store::{Data, Engine, Job, Keep, Opening, Ran, StoreId, StoreLab},
    },
    trace::Trace,
};

/// How a store came to be as it is: whose script or part of it ran there, on which data set, after
/// which commands, how often.
type Made = (Who, usize, Option<u32>, Option<String>, u32);

#[derive(Debug)]
pub struct Desk<'a> {
    machine: &'a Machine,
    engine: Engine,
    scripts: Scripts<'a>,
    limits: Limits,
    cancel: &'a Cancel,
    lab: Option<StoreLab>,
    /// Stores in which a script ran, and what it did the last time.
    made: BTreeMap<Made, (StoreId, Ran)>,
    /// Of the children before this one.
    trace: Trace,
}

impl<'a> Desk<'a> {
    /// `answer` are the files that are judged.
    pub fn new(
        machine: &'a Machine,
        exercise: &'a Exercise,
        answer: &Files,
        limits: Limits,
        cancel: &'a Cancel,
    ) -> Desk<'a> {
        let is_cache = exercise.kind == Kind::Redis;
        let (engine, mark) =
            if is_cache { (Engine::Cache, "#") } else { (Engine::Documents, "//") };
        Desk {
            machine,
            engine,
            scripts: Scripts::of(exercise, answer, mark),
            limits,
            cancel,
            lab: None,
            made: BTreeMap::new(),
            trace: Trace::default(),
        }
    }

    pub fn scripts(&self) -> &Scripts<'a> {
        &self.scripts
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// What a script does on a data set, the last time that `test` has it run.
    ///
    /// # Errors
    /// It could not be run, and that is not the answer's fault.
    pub fn run(&mut self, who: Who, set: usize, test: &StoreTest) -> Result<Ran, String> {
        self.made(who, set, test).map(|(_, ran)| ran)
    }

    /// What `script` gives after an answer has run; the store stays as the answer left it.
    ///
    /// # Errors
    /// It could not be run, and that is not the answer's fault.
    pub fn ask(
        &mut self,
        who: Who,
        set: usize,
        test: &StoreTest,
        script: &str,
    ) -> Result<Ran, String> {
        let (store, _) = self.made(who, set, test)?;
        let script = Script { file: "query", text: script };
        let job = Job {
            valued: true,
            advance_ms: test.advance_ms,
            ..Job::new(store, script, Keep::Nothing)
        };
        Ok(self.lab()?.run(&job))
    }

    /// The recording of all that ran.
    pub fn into_trace(mut self) -> Trace {
        self.lay_down();
        self.trace
    }

    /// A living child; after a death a new one, without stores.
    fn lab(&mut self) -> Result<&mut StoreLab, String> {
        if self.lab.as_ref().is_some_and(|lab| lab.stopped().is_some()) {
            self.lay_down();
        }
        if self.lab.is_none() {
            let lab = StoreLab::start(self.machine, self.engine, &self.limits, self.cancel);
            self.lab = Some(lab.map_err(|fault| fault.0)?);
        }
        self.lab.as_mut().ok_or_else(|| "the lab was lost".to_owned())
    }

    /// Ends the child, if there is one, and keeps its recording.
    fn lay_down(&mut self) {
        self.made.clear();
        if let Some(lab) = self.lab.take() {
            self.trace.append(lab.trace());
        }
    }

    fn made(&mut self, who: Who, set: usize, test: &StoreTest) -> Result<(StoreId, Ran), String> {
        // A child that died took its stores with it.
        self.lab()?;
        let key = (who, set, test.part, test.before.clone(), test.times);
        if let Some(made) = self.made.get(&key) {
            return Ok(made.clone());
        }
        let store = self.open(set)?;
        if let Some(before) = &test.before {
            let script = Script { file: "before", text: before };
            let ran = self.lab()?.run(&Job::new(store, script, Keep::Changes));
            if let Some(problem) = ran.problem {
                return Err(format!("`before` of the check does not run: {}.", problem.message()));
            }
        }
        let answer = self.scripts.text(who, test.part).unwrap_or_default();
        let script = Script { file: self.scripts.file(), text: &answer };
        let mut ran = Ran::default();
        for _ in 0..test.times {
            let job = Job { valued: true, ..Job::new(store, script, Keep::Changes) };
            ran = self.lab()?.run(&job);
            if ran.problem.is_some() {
                break;
            }
        }
        self.made.insert(key, (store, ran.clone()));
        Ok((store, ran))
    }

    /// A store with the data of a set.
    fn open(&mut self, set: usize) -> Result<StoreId, String> {
        let needs = &self.scripts.exercise().lab;
        let script = self.scripts.set(set).map(|set| &set.script);
        let script = script.map(|script| Script { file: &script.path, text: &script.text });
        let opening = Opening {
            still_at_ms: Some(needs.still_at_ms.unwrap_or(STILL_AT_MS)),
            seed: Some(needs.seed.unwrap_or(SEED)),
            database: needs.mongo.as_ref().and_then(|store| store.database.as_deref()),
            data: Data::of(self.engine, script),
        };
        self.lab()?.open(&opening).map_err(|problem| script::data_fails(&problem))
    }
}
