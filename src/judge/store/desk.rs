//! The stores of one exercise in one child: the answer and the solution run on each data set.

use std::collections::BTreeMap;

use crate::{
    course::{
        check::StoreTest,
        exercise::{Exercise, Files, Kind},
        sql::DataSet,
    },
    judge::part,
    lab::{
        Cancel, Limits, Machine,
        script::{Problem, Script},
        store::{Data, Engine, Job, Keep, Opening, Ran, StoreId, StoreLab},
    },
    trace::Trace,
};

/// Where a store's clock stands still when the exercise does not say: 2026-01-01T09:00:00Z. Answer and
/// solution see the same time, so that what they write of it is the same.
const STILL_AT_MS: i64 = 1_767_258_000_000;
/// Answer and solution make the same ids.
const SEED: u64 = 1;

/// Whose script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Learner,
    /// The exercise's own solution.
    Author,
}

/// What of an answer is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    File,
    Part(u32),
}

/// How a store came to be as it is: whose script or part of it ran there, on which data set, after
/// which commands, how often.
type Made = (Who, usize, Option<u32>, Option<String>, u32);

#[derive(Debug)]
pub struct Desk<'a> {
    machine: &'a Machine,
    exercise: &'a Exercise,
    limits: Limits,
    cancel: &'a Cancel,
    /// The text of the answer; `None` where its file is not there or is no text.
    answer: Option<String>,
    solution: Option<String>,
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
        let text = |files: &Files| {
            files.get(exercise.app()).and_then(|bytes| String::from_utf8(bytes.clone()).ok())
        };
        Desk {
            machine,
            exercise,
            limits,
            cancel,
            answer: text(answer),
            solution: text(&exercise.solution),
            lab: None,
            made: BTreeMap::new(),
            trace: Trace::default(),
        }
    }

    pub fn exercise(&self) -> &'a Exercise {
        self.exercise
    }

    pub fn engine(&self) -> Engine {
        if self.exercise.kind == Kind::Redis { Engine::Cache } else { Engine::Documents }
    }

    /// What begins the comment of a part.
    pub fn mark(&self) -> &'static str {
        match self.engine() {
            Engine::Documents => "//",
            Engine::Cache => "#",
        }
    }

    /// The text of a script, or of its part.
    ///
    /// # Errors
    /// The file or the part is not there.
    pub fn text(&self, who: Who, part: Option<u32>) -> Result<String, Absent> {
        let text = match who {
            Who::Learner => self.answer.as_ref(),
            Who::Author => self.solution.as_ref(),
        };
        let text = text.ok_or(Absent::File)?;
        match part {
            None => Ok(text.clone()),
            Some(number) => part::of(text, number, self.mark()).ok_or(Absent::Part(number)),
        }
    }

    /// Which data sets a check runs on, by their place; all of them where `on` is empty.
    pub fn sets(&self, on: &[String]) -> Vec<usize> {
        let sets = self.data_sets();
        let wanted = |at: &usize| on.is_empty() || on.contains(&sets[*at].name);
        // Without data sets there is one run all the same, on a store that is empty.
        if sets.is_empty() { vec![0] } else { (0..sets.len()).filter(wanted).collect() }
    }

    /// The text of a data set.
    pub fn data(&self, set: usize) -> &'a str {
        self.data_sets().get(set).map_or("", |set| &set.script.text)
    }

    /// The name of a data set, where there is more than one.
    pub fn set_name(&self, set: usize) -> Option<&'a str> {
        let sets = self.data_sets();
        (sets.len() > 1).then(|| sets[set].name.as_str())
    }

    /// Whether the learner may see a data set.
    pub fn shows(&self, set: usize) -> bool {
        self.set_name(set).is_none_or(|name| self.exercise.shows_set(name))
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

    fn data_sets(&self) -> &'a [DataSet] {
        self.exercise.lab.sets()
    }

    /// A living child; after a death a new one, without stores.
    fn lab(&mut self) -> Result<&mut StoreLab, String> {
        if self.lab.as_ref().is_some_and(|lab| lab.stopped().is_some()) {
            self.lay_down();
        }
        if self.lab.is_none() {
            let lab = StoreLab::start(self.machine, self.engine(), &self.limits, self.cancel);
            self.lab = Some(lab.map_err(|fault| fault.0)?);
        }
        self.lab.as_mut().ok_or_else(|| "the lab was lost".to_owned())
    }

    /// Ends the child, if there is one, and keeps its recording.
    fn lay_down(&mut self) {
        self.made.clear();
        if let Some(lab) = self.lab.take() {
            for entry in &lab.trace().entries {
                self.trace.push(entry.clone());
            }
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
        let answer = self.text(who, test.part).unwrap_or_default();
        let script = Script { file: self.exercise.app(), text: &answer };
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
        let needs = &self.exercise.lab;
        let script = self.data_sets().get(set).map(|set| &set.script);
        let script = script.map(|script| Script { file: &script.path, text: &script.text });
        let data = match (script, self.engine()) {
            (None, _) => Data::Nothing,
            (Some(script), Engine::Documents) => Data::Collections(script),
            (Some(script), Engine::Cache) => Data::Commands(script),
        };
        let opening = Opening {
            still_at_ms: Some(needs.still_at_ms.unwrap_or(STILL_AT_MS)),
            seed: Some(needs.seed.unwrap_or(SEED)),
            database: needs.store.as_ref().and_then(|store| store.database.as_deref()),
            data,
        };
        self.lab()?.open(&opening).map_err(|problem| {
            let shown = match &problem {
                Problem::Wrong(error) => error.show(),
                Problem::Stopped { .. } => problem.message(),
            };
            format!("The exercise's own data does not load: {}", shown.trim_end())
        })
    }
}
