//! The collections as the screen shows them: requests, and variables with where each comes from.

use std::sync::Arc;

use super::{Past, Server, kept::remember, pieces};
use crate::{
    diag::Trouble,
    exchange::http_file::{self, Environments, HttpFile, Mistake, PRIVATE_FILE, PUBLIC_FILE},
    tutor::Tutor,
};

/// Everything that the HTTP tab shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shelf {
    /// Where the files are or would be; `None` where they are kept in memory only.
    pub folder: Option<String>,
    pub collections: Vec<Collection>,
    /// Those that can be chosen.
    pub environments: Vec<String>,
    /// What must be said, as a sentence.
    pub note: Option<String>,
    /// The newest first.
    pub past: Vec<Arc<Past>>,
    pub server: Option<Server>,
    /// Cards that are due.
    pub due: usize,
}

impl Shelf {
    /// What was sent meanwhile; `false` where it is here already.
    pub fn remember(&mut self, past: &Arc<Past>) -> bool {
        let is_new = self.past.iter().all(|other| !Arc::ptr_eq(other, past));
        if is_new {
            remember(&mut self.past, Arc::clone(past));
        }
        is_new
    }
}

/// A file of requests.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    pub name: String,
    pub text: String,
    pub file: HttpFile,
    pub mistakes: Vec<Mistake>,
    /// Why it cannot be read; then it is empty.
    pub trouble: Option<Trouble>,
    pub variables: Vec<Known>,
}

/// A variable that requests of a file may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub name: String,
    /// As it may be shown.
    pub value: String,
    pub origin: Origin,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A line of the file, counted from 1.
    File(u32),
    /// The answer to the request of this name.
    Answer {
        request: String,
        line: u32,
    },
    Environment,
    /// A secret of the environment; its value is not told.
    Secret,
    /// The server that runs here.
    Server,
}

/// What was typed for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub file: String,
    /// Where it stood in the file when it was read.
    pub near: usize,
    /// What stood there; `None` for a new one.
    pub was: Option<String>,
    pub content: String,
}

impl Change {
    /// The file with the change. Where another program changed the same request meanwhile, its text
    /// stays and this one is added at the end.
    pub fn applied_to(&self, text: &str) -> String {
        let found = self.was.as_ref().and_then(|was| pieces::find(text, was, self.near));
        match found {
            Some(range) => pieces::replaced(text, range, &self.content),
            None => pieces::added(text, &self.content),
        }
    }
}

impl Tutor {
    /// The collections, and with them what the chosen environment gives. What cannot be read is said
    /// and left out.
    pub fn shelf(&self, environment: Option<&str>) -> Shelf {
        let (environments, note) = match self.environments() {
            Ok(environments) => (environments, None),
            Err(trouble) => (Environments::default(), Some(trouble.to_string())),
        };
        let outside = environments.variables(environment);
        let port = self.desk.port();
        let collections = self.workspace.collections().into_iter();
        let collections = collections.map(|(name, text)| {
            let (text, trouble) = match text {
                Ok(text) => (text, None),
                Err(trouble) => (String::new(), Some(trouble)),
            };
            let (file, mistakes) = http_file::parse(&text);
            let mut variables: Vec<Known> = file.variables.iter().map(of_file).collect();
            let outer = outside.iter().filter(|outer| !outer.name.starts_with('$'));
            for outer in outer {
                let (value, origin) = if outer.secret {
                    ("secret".to_owned(), Origin::Secret)
                } else {
                    (outer.value.clone(), Origin::Environment)
                };
                push_unknown(&mut variables, Known { name: outer.name.clone(), value, origin });
            }
            if let Some(port) = port {
                let (name, value) = ("base".to_owned(), format!(":{port}"));
                push_unknown(&mut variables, Known { name, value, origin: Origin::Server });
            }
            Collection { name, text, file, mistakes, trouble, variables }
        });
        let folder = self.workspace.playground();
        let kept = folder.is_none().then(|| {
            "Requests are kept in memory only: no folder for them can be written.".to_owned()
        });
        Shelf {
            folder: folder.map(|folder| folder.display().to_string()),
            collections: collections.collect(),
            environments: environments.names().map(str::to_owned).collect(),
            note: note.or(kept),
            past: self.desk.past(),
            server: self.desk.server(),
            due: self.reviews().due,
        }
    }

    /// Saves what was typed for one request; every other one stays byte for byte.
    ///
    /// # Errors
    /// It could not be written; what was there is untouched.
    pub fn save_request(&self, change: &Change) -> Result<(), Trouble> {
        self.change_collection(&change.file, |there| change.applied_to(there.unwrap_or("")))
    }

    pub(super) fn environments(&self) -> Result<Environments, Trouble> {
        let mut environments = Environments::default();
        for (name, secret) in [(PUBLIC_FILE, false), (PRIVATE_FILE, true)] {
            let Some(text) = self.workspace.beside_collections(name)? else { continue };
            environments.add(&text, secret).map_err(|flaw| {
                let place = flaw.at.map_or(String::new(), |(line, _)| format!(" line {line}"));
                Trouble::new(format!("{name}{place}: {}.", flaw.what))
            })?;
        }
        Ok(environments)
    }
}

fn of_file(variable: &http_file::Variable) -> Known {
    let line = variable.line;
    let (name, value) = (variable.name.clone(), variable.value.clone());
    let request = value.strip_prefix("{{").and_then(|rest| rest.split_once(".response."));
    let origin = match request {
        Some((request, _)) => Origin::Answer { request: request.trim().to_owned(), line },
        None => Origin::File(line),
    };
    Known { name, value, origin }
}

/// What the file says of a name holds.
fn push_unknown(variables: &mut Vec<Known>, known: Known) {
    if variables.iter().all(|other| other.name != known.name) {
        variables.push(known);
    }
}
