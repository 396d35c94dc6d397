//! The databases of one exercise in one child: the answer and the solution run on each data set.

use std::collections::BTreeMap;

use crate::{
    course::{
        check::{Check, Test},
        exercise::{Exercise, Files},
        sql::{Database, Sessions, Wanted, Way},
    },
    judge::{
        script::{self, Scripts, Who},
        sql::turns,
    },
    lab::{
        Cancel, Limits, Machine,
        sql::{DatabaseId, Job, Keep, Problem, Ran, Script, SqlLab, plan::Plan},
    },
    trace::Trace,
};

/// A run of a script on a data set, once for all checks.
type Key = (Who, usize, Way);

#[derive(Debug)]
pub struct Desk<'a> {
    machine: &'a Machine,
    scripts: Scripts<'a>,
    limits: Limits,
    cancel: &'a Cancel,
    lab: Option<SqlLab>,
    /// The databases as the exercise gives them, by data set.
    given: BTreeMap<usize, DatabaseId>,
    /// Those in which a script ran.
    made: BTreeMap<Key, DatabaseId>,
    ran: BTreeMap<Key, Ran>,
    /// Of several runs on one database, which one did not come to its end, from 1.
    failed_runs: BTreeMap<Key, u32>,
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
        Desk {
            machine,
            scripts: Scripts::of(exercise, answer, "--"),
            limits,
            cancel,
            lab: None,
            given: BTreeMap::new(),
            made: BTreeMap::new(),
            ran: BTreeMap::new(),
            failed_runs: BTreeMap::new(),
            trace: Trace::default(),
        }
    }

    pub fn scripts(&self) -> &Scripts<'a> {
        &self.scripts
    }

    /// Runs what `checks` will ask for, as far as that is known before the first of them is judged.
    pub fn run_ahead(&mut self, checks: &[&Check]) {
        let tests = checks.iter().filter_map(|check| match &check.test {
            Test::Sql(test) if test.query.is_none() && test.way.is_plain() => Some(test),
            _ => None,
        });
        let mut keys: Vec<Key> = Vec::new();
        for test in tests {
            let authors = (test.wanted == Wanted::AsSolution).then_some(Who::Author);
            for set in self.scripts.sets(&test.on) {
                for who in authors.into_iter().chain([Who::Learner]) {
                    let key = (who, set, test.way.clone());
                    if self.scripts.text(who, test.way.part).is_ok() && !keys.contains(&key) {
                        keys.push(key);
                    }
                }
            }
        }
        // The child keeps a copy of one database at a time.
        keys.sort_by_key(|(_, set, _)| *set);
        // What cannot be had now is asked for again by the check that needs it, and said there.
        drop(self.run_all(keys));
    }

    fn run_all(&mut self, keys: Vec<Key>) -> Result<(), String> {
        let mut texts = Vec::new();
        for (who, set, way) in &keys {
            texts.push((self.given(*set)?, self.scripts.text(*who, way.part).unwrap_or_default()));
        }
        // A child that died on the way took the first ones with it.
        let is_open = |((_, set, _), (given, _)): (&Key, &(DatabaseId, String))| {
            self.given.get(set) == Some(given)
        };
        if !keys.iter().zip(&texts).all(is_open) {
            return Ok(());
        }
        let file = self.scripts.file();
        let jobs: Vec<Job<'_>> = texts
            .iter()
            .map(|(database, text)| Job {
                database: *database,
                script: Script { file, text },
                keep: Keep::Nothing,
            })
            .collect();
        let all = self.lab()?.run_all(&jobs);
        self.ran.extend(keys.into_iter().zip(all));
        Ok(())
    }

    /// What a script does on a data set; of several runs, the last one, or the first that did not
    /// come to its end.
    ///
    /// # Errors
    /// It could not be run, and that is not the answer's fault.
    pub fn run(&mut self, who: Who, set: usize, way: &Way) -> Result<Ran, String> {
        let key = (who, set, way.clone());
        if !self.ran.contains_key(&key) && !way.is_plain() {
            self.made(&key)?;
        }
        if let Some(ran) = self.ran.get(&key) {
            return Ok(ran.clone());
        }
        let text = self.scripts.text(who, way.part).unwrap_or_default();
        let given = self.given(set)?;
        let file = self.scripts.file();
        let ran = self.lab()?.run(given, Script { file, text: &text }, Keep::Nothing);
        self.ran.insert(key, ran.clone());
        Ok(ran)
    }

    /// What the learner's script does on a data set, with notes.
    ///
    /// # Errors
    /// It could not be run, and that is not the answer's fault.
    pub fn run_noted(&mut self, set: usize, part: Option<u32>) -> Result<Ran, String> {
        let text = self.scripts.text(Who::Learner, part).unwrap_or_default();
        let given = self.given(set)?;
        let script = Script { file: self.scripts.file(), text: &text };
        Ok(self.lab()?.run_noted(given, script, Keep::Nothing))
    }

    /// Runs a script, and keeps what it did to its database for `ask`.
    ///
    /// # Errors
    /// It could not be run, and that is not the answer's fault.
    pub fn make(&mut self, who: Who, set: usize, way: &Way) -> Result<(), String> {
        self.made(&(who, set, way.clone())).map(drop)
    }

    /// What is known of a run that was made before.
    pub fn known(&self, who: Who, set: usize, way: &Way) -> Option<&Ran> {
        self.ran.get(&(who, set, way.clone()))
    }

    /// Which of the learner's several runs did not come to its end: `run 2 of 2`.
    pub fn failed_run(&self, set: usize, way: &Way) -> Option<String> {
        let run = self.failed_runs.get(&(Who::Learner, set, way.clone()))?;
        Some(format!("run {run} of {}", way.times))
    }

    /// What `query` gives after a script has run; the database stays as the script left it.
    ///
    /// # Errors
    /// It could not be run, and that is not the answer's fault.
    pub fn ask(&mut self, who: Who, set: usize, way: &Way, query: &str) -> Result<Ran, String> {
        let database = self.made(&(who, set, way.clone()))?;
        Ok(self.lab()?.run(database, Script { file: "query", text: query }, Keep::Nothing))
    }

    /// How `query` would be run after a script has run; or what is wrong with it.
    ///
    /// # Errors
    /// It could not be asked, and that is not the answer's fault.
    pub fn explain(
        &mut self,
        who: Who,
        set: usize,
        way: &Way,
        query: &str,
    ) -> Result<Result<Plan, Problem>, String> {
        let database = self.made(&(who, set, way.clone()))?;
        Ok(self.lab()?.plan(database, Script { file: "query", text: query }))
    }

    /// The recording of all that ran.
    pub fn into_trace(mut self) -> Trace {
        self.lay_down();
        self.trace
    }

    fn database(&self) -> Option<&'a Database> {
        self.scripts.exercise().lab.sql.as_ref()
    }

    /// A living child; after a death a new one, without databases.
    fn lab(&mut self) -> Result<&mut SqlLab, String> {
        if self.lab.as_ref().is_some_and(|lab| lab.stopped().is_some()) {
            self.lay_down();
        }
        if self.lab.is_none() {
            let lab = SqlLab::start(self.machine, &self.limits, self.cancel);
            self.lab = Some(lab.map_err(|fault| fault.0)?);
        }
        self.lab.as_mut().ok_or_else(|| "the lab was lost".to_owned())
    }

    /// Ends the child, if there is one, and keeps its recording.
    fn lay_down(&mut self) {
        self.given.clear();
        self.made.clear();
        if let Some(lab) = self.lab.take() {
            self.trace.append(lab.trace());
        }
    }

    fn given(&mut self, set: usize) -> Result<DatabaseId, String> {
        // A child that died took its databases with it.
        self.lab()?;
        if let Some(database) = self.given.get(&set) {
            return Ok(*database);
        }
        let database = self.open(set, &Way::default())?;
        self.given.insert(set, database);
        Ok(database)
    }

    fn made(&mut self, key: &Key) -> Result<DatabaseId, String> {
        self.lab()?;
        if let Some(database) = self.made.get(key) {
            return Ok(*database);
        }
        let (who, set, way) = key;
        let database = self.open(*set, way)?;
        let text = self.scripts.text(*who, way.part).unwrap_or_default();
        let script = Script { file: self.scripts.file(), text: &text };
        let mut ran = Ran::default();
        for run in 1..=way.times {
            ran = match way.sessions {
                Sessions::One | Sessions::Marked => {
                    self.lab()?.run(database, script, Keep::Changes)
                }
                Sessions::AtOnce(count) => turns::run(self.lab()?, database, script, count),
            };
            if ran.problem.is_some() {
                if 1 < way.times {
                    self.failed_runs.insert(key.clone(), run);
                }
                break;
            }
        }
        self.ran.insert(key.clone(), ran);
        self.made.insert(key.clone(), database);
        Ok(database)
    }

    /// A database with the tables and the data of a set, and what `before` adds.
    fn open(&mut self, set: usize, way: &Way) -> Result<DatabaseId, String> {
        let database = self.database();
        let schema = database.map(|database| &database.schema);
        let data = self.scripts.set(set).map(|set| &set.script);
        let scripts = schema.into_iter().chain(data);
        let scripts = scripts.map(|script| Script { file: &script.path, text: &script.text });
        let before = way.before.as_deref().map(|text| Script { file: "before", text });
        let scripts: Vec<Script<'_>> = scripts.chain(before).collect();
        let lab = self.lab()?;
        let opened = match way.sessions {
            Sessions::One => lab.open(&scripts),
            Sessions::Marked | Sessions::AtOnce(_) => lab.open_shared(&scripts),
        };
        opened.map_err(|problem| script::data_fails(&problem))
    }
}
