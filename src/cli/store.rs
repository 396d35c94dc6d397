//! `mongo` and `redis`: a script in the lab, or a prompt.

use std::path::Path;

use crate::{
    cli::{
        Ended, Failed,
        print::{complain, out},
        prompt::{self, Typed},
    },
    course::{
        exercise::Kind,
        store::{Speech, Store},
    },
    lab::{
        Cancel, Limits, Machine,
        script::Script,
        store::{self, Data, Engine, Job, Keep, Opening, Ran, StoreId, StoreLab},
    },
    text::clean,
    trace::Stop,
    tutor::{Place, Trouble, Tutor},
};

/// Runs `file`, else standard input; a prompt where somebody sits there. `data` is what the store holds
/// at first.
pub fn store(
    machine: &Machine,
    engine: Engine,
    file: Option<&Path>,
    data: &Store,
) -> Result<Ended, Failed> {
    let mut console = Console::open(machine, engine, data)?;
    let begin = if data.sets.is_empty() { "empty" } else { "with the exercise's data" };
    let greeting = match engine {
        Engine::Documents => format!(
            "Documents in the lab, {begin}, in memory: what you type is mongosh's.\n\
             `help` names commands, `exit` or Ctrl+D leaves.\n"
        ),
        Engine::Cache => format!(
            "A cache in the lab, {begin}, in memory: what you type is redis-cli's.\n\
             One command a line; `exit` or Ctrl+D leaves.\n"
        ),
    };
    prompt::feed(&mut console, file, &greeting)
}

/// The store of the exercise `id`, with the data that its task shows.
///
/// # Errors
/// `id` names no exercise of this kind.
pub fn data_of(tutor: &Tutor, engine: Engine, id: &str) -> Result<Store, Failed> {
    let (kind, speech) = match engine {
        Engine::Documents => (Kind::Mongo, Speech::Mongo),
        Engine::Cache => (Kind::Redis, Speech::Redis),
    };
    let no_data = |what: &str| {
        let trouble = Trouble::new(format!("{id} is {what} of kind {}.", kind.name()));
        Failed::Trouble(trouble.next("`backlab list` names the exercises."))
    };
    match tutor.find(id)? {
        Place::Lesson(_) => Err(no_data("a lesson and no exercise")),
        Place::Exercise(id) => {
            let work = tutor.open_exercise(&id)?;
            match work.exercise.lab.store(speech) {
                // A program's store too, but for one that its attacker is to find out about.
                Some(store) if work.exercise.kind != Kind::Attack => Ok(store.clone()),
                None if work.exercise.kind == kind => Ok(Store::default()),
                Some(_) | None => Err(no_data("no exercise")),
            }
        }
    }
}

/// One store, and the lab that holds it.
struct Console<'a> {
    machine: &'a Machine,
    engine: Engine,
    data: &'a Store,
    lab: StoreLab,
    store: StoreId,
}

impl<'a> Console<'a> {
    fn open(machine: &'a Machine, engine: Engine, data: &'a Store) -> Result<Self, Failed> {
        let (lab, store) = open(machine, engine, data)?;
        Ok(Console { machine, engine, data, lab, store })
    }

    fn run(&mut self, script: Script<'_>) -> Ran {
        self.lab.run(&Job::new(self.store, script, Keep::Changes))
    }
}

impl prompt::Console for Console<'_> {
    fn script(&mut self, name: &str, text: &str) -> Result<Ended, Failed> {
        let ran = self.run(Script { file: name, text });
        out(&shown(&ran))?;
        Ok(prompt::ended(ran.problem.as_ref()))
    }

    fn prompt(&mut self, goes_on: bool) -> String {
        match self.engine {
            Engine::Documents if goes_on => "... ".to_owned(),
            Engine::Documents => {
                let script = Script { file: "prompt", text: "db" };
                let ran = self.lab.run(&Job::new(self.store, script, Keep::Nothing));
                let name = ran.statements.first().map_or("", |statement| statement.shown.trim());
                format!("{}> ", clean(name))
            }
            Engine::Cache => "redis> ".to_owned(),
        }
    }

    fn is_complete(&self, typed: &str) -> bool {
        store::is_complete(self.engine, typed)
    }

    fn typed(&mut self, text: &str) -> Result<Typed, Failed> {
        let word = text.trim().trim_end_matches(';').trim_end_matches("()");
        if matches!(word, "exit" | "quit" | ".exit") {
            return Ok(Typed::Leave);
        }
        if self.engine == Engine::Cache && word.eq_ignore_ascii_case("help") {
            out(CACHE_HELP)?;
            return Ok(Typed::Next);
        }
        let ran = self.run(Script { file: "typed", text });
        out(&shown(&ran))?;
        if let Some(problem) = &ran.problem {
            complain(problem.show().trim_end());
        }
        if let Some(stop) = self.lab.stopped() {
            if let Stop::Fault(_) | Stop::Crashed(_) = stop {
                return Err(Failed::Broken(stop.sentence().unwrap_or_default()));
            }
            (self.lab, self.store) = open(self.machine, self.engine, self.data)?;
            complain("The lab was started again: the data is as it was at first.");
        }
        Ok(Typed::Next)
    }
}

const CACHE_HELP: &str = "\
SET name Ada EX 60      a text, gone after 60 seconds;  GET name, TTL name
INCR views              a number, one more
HSET user name Ada      a field of a hash;  HGETALL user
RPUSH jobs a b          at the end of a list;  LPOP jobs takes from its beginning
SADD tags a b           into a set;  SMEMBERS tags
ZADD board 10 ada       with a score;  ZRANGE board 0 -1 WITHSCORES
KEYS *                  all keys;  DEL name, TYPE name
MULTI .. EXEC           commands that run one after the other, with nothing in between
exit                    leaves
";

/// A lab with one store that holds the first set of `data`.
fn open(machine: &Machine, engine: Engine, data: &Store) -> Result<(StoreLab, StoreId), Failed> {
    let limits = Limits { wall_ms: None, ..Limits::default() };
    let mut lab = StoreLab::start(machine, engine, &limits, &Cancel::new())
        .map_err(|fault| Failed::Broken(fault.0))?;
    let script = data.sets.first().map(|set| &set.script);
    let script = script.map(|script| Script { file: &script.path, text: &script.text });
    let data = Opening {
        database: data.database.as_deref(),
        data: Data::of(engine, script),
        ..Opening::default()
    };
    match lab.open(&data) {
        Ok(store) => Ok((lab, store)),
        Err(problem) => Err(Failed::Broken(problem.show().trim_end().to_owned())),
    }
}

/// What the statements printed.
fn shown(ran: &Ran) -> String {
    let mut text = String::new();
    for statement in ran.statements.iter().filter(|statement| !statement.shown.is_empty()) {
        text.push_str(clean(statement.shown.trim_end_matches('\n')).as_ref());
        text.push('\n');
    }
    text
}
