//! The console of documents: text in the words of mongosh 2 goes in, and what mongosh would print
//! comes out. A script is read by a parser of our own and worked out here; no JavaScript engine runs.

mod arguments;
mod base64;
mod builtin;
mod collection;
mod command;
mod cursor;
mod cursor_methods;
mod database;
mod date;
mod desk;
mod evaluate;
mod extended;
mod failure;
mod member;
mod nearest;
mod number;
mod parser;
mod print;
mod syntax;
mod token;
mod value;
mod variables;
mod written;

use std::{cell::RefCell, ops::Range, rc::Rc};

use bson::{Bson, doc};

use self::{
    cursor::Cursor, desk::Desk, evaluate::Evaluator, syntax::Statement, value::Value,
    variables::Variables,
};
pub use self::{
    failure::{Failure, Kind},
    parser::is_complete,
};
use super::{Effort, Server};
use crate::lab::script::STORE_STATEMENTS_MAX;

/// A prompt with its server, its database and its variables.
pub struct Console {
    desk: Desk,
    variables: Variables,
    /// What `it` goes on with.
    current: Option<Rc<RefCell<Cursor>>>,
    /// The cursor that the present statement showed, if it has more.
    shown_cursor: Option<Rc<RefCell<Cursor>>>,
}

/// What became of one statement.
#[derive(Clone, Debug)]
pub struct Told {
    /// Bytes of the script that the statement is.
    pub place: Range<usize>,
    /// The text that mongosh would print, without a line break at its end; also that of a failure.
    pub text: String,
    /// What the commands of the statement have cost, in their order.
    pub efforts: Vec<Effort>,
    /// The value; of a cursor the documents that were shown.
    pub outcome: Result<Bson, Failure>,
    /// Of a cursor that has more: all its documents, as far as they are `WHOLE_DOCUMENTS_MAX`.
    pub whole: Option<Bson>,
}

impl Console {
    pub fn new(server: Server) -> Console {
        Console {
            desk: Desk::new(server),
            variables: Variables::default(),
            current: None,
            shown_cursor: None,
        }
    }

    /// The same console with a server of its own: what is run there changes nothing here.
    #[must_use]
    pub fn copy(&self) -> Console {
        let mut cursors = std::collections::HashMap::new();
        let variables = self.variables.copy(&mut cursors);
        let current =
            self.current.as_ref().map(|cursor| variables::copied_cursor(cursor, &mut cursors));
        Console { desk: self.desk.copy(), variables, current, shown_cursor: None }
    }

    pub fn into_server(self) -> Server {
        self.desk.server
    }

    pub fn server(&mut self) -> &mut Server {
        &mut self.desk.server
    }

    /// Makes `name` the database that `db` is.
    pub fn go_to(&mut self, name: &str) {
        self.desk.database = name.into();
    }

    /// Puts documents into a collection of the database.
    ///
    /// # Errors
    /// What the server says against them.
    pub fn insert(&mut self, collection: &str, documents: Vec<Bson>) -> Result<(), String> {
        let database = self.desk.database.clone();
        let command = if documents.is_empty() {
            doc! { "create": collection }
        } else {
            doc! { "insert": collection, "documents": documents }
        };
        self.desk.begin();
        let sent = self.desk.send(&database, command).map_err(|error| error.message);
        self.desk.efforts.clear();
        let reply = sent?;
        let errors = reply.get_array("writeErrors").ok();
        let first = errors.and_then(|errors| errors.first()).and_then(Bson::as_document);
        match first.and_then(|error| error.get_str("errmsg").ok()) {
            Some(message) => Err(message.to_owned()),
            None => Ok(()),
        }
    }

    /// Runs the script and tells of each statement; the first that fails is the last that runs. A
    /// script that cannot be read does not run at all.
    pub fn run(&mut self, script: &str, told: &mut dyn FnMut(Told)) {
        self.desk.begin();
        let statements = match parser::parse(script) {
            Ok(statements) => statements,
            Err(unreadable) => {
                let failure = with_line(*unreadable.failure, script);
                let place = failure.place.clone().unwrap_or(0..0);
                let text = print::failure(&failure);
                let outcome = Err(failure);
                told(Told { place, text, efforts: Vec::new(), outcome, whole: None });
                return;
            }
        };
        if let Some(first) = statements.get(STORE_STATEMENTS_MAX) {
            let message = format!("a script has {STORE_STATEMENTS_MAX} statements at most");
            let failure = Failure::new(Kind::Limit, message).at(first.place.clone());
            let (place, text) = (first.place.clone(), print::failure(&failure));
            told(Told { place, text, efforts: Vec::new(), outcome: Err(failure), whole: None });
            return;
        }
        for statement in &statements {
            let one = self.statement(statement, script);
            let failed = one.outcome.is_err();
            told(one);
            if failed {
                return;
            }
        }
    }

    fn statement(&mut self, statement: &Statement, script: &str) -> Told {
        let mut evaluator = Evaluator {
            desk: &mut self.desk,
            variables: &mut self.variables,
            current: &mut self.current,
            script,
            depth: 0,
        };
        let worked_out = evaluator.statement(statement).and_then(|value| self.shown(&value));
        let mut text = std::mem::take(&mut self.desk.printed);
        let outcome = match worked_out {
            Ok((shown, value)) => {
                text.push_str(&shown);
                Ok(value)
            }
            Err(failure) => {
                let failure = failure.at(statement.place.clone());
                text.push_str(&print::failure(&failure));
                Err(failure)
            }
        };
        if text.ends_with('\n') {
            text.pop();
        }
        let efforts = std::mem::take(&mut self.desk.efforts);
        let whole = self.whole(outcome.as_ref().ok());
        Told { place: statement.place.clone(), text, efforts, outcome, whole }
    }

    /// What was shown and what a copy of the cursor would still give, which itself stays where it is.
    fn whole(&mut self, shown: Option<&Bson>) -> Option<Bson> {
        let cursor = self.shown_cursor.take()?;
        let mut copy = variables::copied_cursor(&cursor, &mut std::collections::HashMap::new())
            .borrow()
            .clone();
        let mut desk = self.desk.copy();
        let Some(Bson::Array(shown)) = shown else { return None };
        let mut all = shown.clone();
        while let Ok(Some(document)) = copy.next(&mut desk) {
            if WHOLE_DOCUMENTS_MAX <= all.len() {
                break;
            }
            all.push(document);
        }
        Some(Bson::Array(all))
    }

    /// The answer's text, and its value. A cursor runs now, because it is looked at.
    fn shown(&mut self, value: &Value) -> Result<(String, Bson), Failure> {
        let Value::Cursor(cursor) = value else {
            let bson = match value {
                Value::Undefined => Bson::Undefined,
                Value::Database(_) | Value::Collection(_) | Value::Explainable(..) => {
                    Bson::String(print::inspect(value))
                }
                value => value.to_bson()?,
            };
            return Ok((print::answer(value), bson));
        };
        self.current = Some(Rc::clone(cursor));
        let mut cursor = cursor.borrow_mut();
        if let Some(verbosity) = cursor.explained.clone() {
            let value = cursor_methods::explained(&mut self.desk, &cursor, &verbosity)?;
            return Ok((print::whole(&value), value.to_bson()?));
        }
        let (documents, has_more) = cursor.page(&mut self.desk)?;
        let documents = Bson::Array(documents);
        let mut text = match &documents {
            Bson::Array(documents) if documents.is_empty() => String::new(),
            documents => print::whole(&cursor_methods::value_of(&cursor, documents.clone())),
        };
        if has_more {
            text.push_str("\nType \"it\" for more");
            self.shown_cursor = self.current.clone();
        }
        Ok((text, documents))
    }
}

/// Documents of a cursor that are given as its whole value.
const WHOLE_DOCUMENTS_MAX: usize = 10_000;

/// The failure with its line and column in its message, as mongosh has them for a script that it
/// cannot read.
fn with_line(mut failure: Failure, script: &str) -> Failure {
    let at = failure.place.as_ref().map_or(0, |place| place.start).min(script.len());
    let before = script.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    failure.message = format!("{} ({line}:{column})", failure.message);
    failure
}

#[cfg(test)]
mod tests;
