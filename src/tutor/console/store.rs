//! A session over documents or a cache: one store, spoken to as its own console is.

use std::fmt::Write as _;

use serde_json::Value;

use super::{
    Engine, Given, Ran, Tree, Vocabulary, What,
    data::Filling,
    ending::{limits, mistake, unfilled},
    tree::{self, Collection, Documents, Key},
};
use crate::{
    diag::Trouble,
    lab::{
        Cancel, Machine,
        script::Script,
        store::{self, Data, Job, Keep, Opening, StoreId, StoreLab},
    },
    trace::Stop,
};

const TYPED: &str = "typed";
/// Collections and keys that are told of.
const COLLECTIONS_MAX: usize = 100;
const KEYS_MAX: usize = 500;
/// What `PTTL` says of a key that stays.
const STAYS: i64 = -1;

pub struct StoreSession {
    lab: StoreLab,
    store: StoreId,
    engine: Engine,
}

impl StoreSession {
    pub fn open(
        machine: &Machine,
        engine: Engine,
        filling: &Filling,
        cancel: &Cancel,
    ) -> Result<StoreSession, Trouble> {
        let of =
            if engine == Engine::Redis { store::Engine::Cache } else { store::Engine::Documents };
        let mut lab = StoreLab::start(machine, of, &limits(), cancel)
            .map_err(|fault| Trouble::new(format!("The lab does not start: {fault}.")))?;
        let collections = filling.collections.as_ref();
        let collections = collections.map(|one| Script { file: &one.path, text: &one.text });
        let opening = Opening {
            database: filling.database.as_deref(),
            data: Data::of(store::Engine::Documents, collections),
            ..Opening::default()
        };
        let store = lab.open(&opening).map_err(|problem| unfilled(filling, &problem))?;
        for script in &filling.scripts {
            let script = Script { file: &script.path, text: &script.text };
            if let Some(problem) = lab.run(&Job::new(store, script, Keep::Changes)).problem {
                return Err(unfilled(filling, &problem));
            }
        }
        for text in &filling.before {
            // What a lesson shows as a mistake may stand among these.
            lab.run(&Job::new(store, Script { file: TYPED, text }, Keep::Changes));
        }
        Ok(StoreSession { lab, store, engine })
    }

    /// From now on `cancel` ends the session.
    pub fn heed(&self, cancel: &Cancel) {
        self.lab.heed(cancel);
    }

    pub fn stopped(&self) -> Option<&Stop> {
        self.lab.stopped()
    }

    pub fn run(&mut self, input: &str) -> Ran {
        let script = Script { file: TYPED, text: input };
        let ran = self.lab.run(&Job::new(self.store, script, Keep::Changes));
        let printed = |statement: &store::Statement| Given {
            session: None,
            what: What::Printed(statement.shown.clone()),
            notes: Vec::new(),
            took_us: None,
            full_scan_steps: None,
        };
        Ran {
            given: ran.statements.iter().map(printed).collect(),
            mistake: ran.problem.as_ref().map(mistake),
            ..Ran::default()
        }
    }

    /// What the store holds now.
    pub fn look(&mut self) -> (Tree, Vocabulary) {
        match self.engine {
            Engine::Redis => self.look_at_keys(),
            Engine::Mongo | Engine::Sql | Engine::Js => self.look_at_documents(),
        }
    }

    fn look_at_documents(&mut self) -> (Tree, Vocabulary) {
        let asked = "db.getName()\ndb.adminCommand({ listDatabases: 1 })\n";
        let [here, all] = &self.asked(asked)[..] else {
            return tree::unknown(self.engine, "the databases cannot be listed".to_owned());
        };
        let here = here.as_str().unwrap_or_default().to_owned();
        let names = all.pointer("/databases").and_then(Value::as_array).into_iter().flatten();
        let mut names: Vec<String> =
            names.filter_map(|one| Some(one.get("name")?.as_str()?.to_owned())).collect();
        names.retain(|name| !["admin", "config", "local"].contains(&name.as_str()));
        if !names.contains(&here) {
            names.insert(0, here.clone());
        }
        let mut databases = Vec::new();
        let mut room = COLLECTIONS_MAX;
        for name in names {
            let asked = format!("db.getSiblingDB({}).getCollectionNames()", quoted(&name));
            let collections = self.asked(&asked).pop().unwrap_or_default();
            let collections: Vec<String> = collections
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|one| Some(one.as_str()?.to_owned()))
                .take(room)
                .collect();
            room -= collections.len();
            let is_here = name == here;
            let collections = self.collections(&name, collections);
            databases.push(Documents { name, is_here, collections });
        }
        tree::of_documents(&databases)
    }

    fn collections(&mut self, database: &str, names: Vec<String>) -> Vec<Collection> {
        let mut asked = String::new();
        for name in &names {
            let one =
                format!("db.getSiblingDB({}).getCollection({})", quoted(database), quoted(name));
            let _ = writeln!(asked, "{one}.countDocuments()\n{one}.getIndexes()\n{one}.findOne()");
        }
        let answers = self.asked(&asked);
        let mut answers = answers.chunks_exact(3);
        let collection = |name: String| {
            let (count, indexes, one) = match answers.next() {
                Some([count, indexes, one]) => (count.as_u64(), indexes.clone(), one.clone()),
                Some(_) | None => (None, Value::Null, Value::Null),
            };
            let indexes = indexes.as_array().cloned().unwrap_or_default();
            let index = |index: Value| {
                let is_unique = index.get("unique").and_then(Value::as_bool).unwrap_or_default();
                Some((index.get("name")?.as_str()?.to_owned(), is_unique))
            };
            let fields = one.as_object().map(|one| one.keys().cloned().collect());
            Collection {
                name,
                count,
                indexes: indexes.into_iter().filter_map(index).collect(),
                fields: fields.unwrap_or_default(),
            }
        };
        names.into_iter().map(collection).collect()
    }

    fn look_at_keys(&mut self) -> (Tree, Vocabulary) {
        let keys = self.asked("KEYS *").pop().unwrap_or_default();
        let keys = keys.as_array().cloned().unwrap_or_default();
        let mut names: Vec<String> =
            keys.iter().filter_map(|key| Some(key.as_str()?.to_owned())).collect();
        names.sort();
        let more = names.len().saturating_sub(KEYS_MAX);
        names.truncate(KEYS_MAX);
        let mut asked = String::new();
        for name in &names {
            let name = quoted(name);
            let _ = writeln!(asked, "TYPE {name}\nPTTL {name}");
        }
        let answers = self.asked(&asked);
        let mut answers = answers.chunks_exact(2);
        let key = |name: String| {
            let (kind, left_ms) = match answers.next() {
                Some([kind, left]) => (kind.as_str().unwrap_or_default(), left.as_i64()),
                Some(_) | None => ("", None),
            };
            let left_ms =
                left_ms.filter(|left| *left != STAYS).and_then(|left| left.try_into().ok());
            Key { name, kind: kind.to_owned(), left_ms }
        };
        tree::of_keys(&names.into_iter().map(key).collect::<Vec<_>>(), more)
    }

    /// The values of statements that are run on a copy, up to the first that fails.
    fn asked(&mut self, text: &str) -> Vec<Value> {
        if text.is_empty() {
            return Vec::new();
        }
        let script = Script { file: TYPED, text };
        let job = Job { valued: true, ..Job::new(self.store, script, Keep::Nothing) };
        let ran = self.lab.run(&job);
        ran.statements.into_iter().map(|statement| statement.value.unwrap_or_default()).collect()
    }
}

/// As both consoles read it.
fn quoted(name: &str) -> String {
    Value::from(name).to_string()
}
