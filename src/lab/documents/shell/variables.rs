//! The names that scripts have given to values.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use super::{
    cursor::Cursor,
    failure::{Failure, Kind},
    syntax::DeclareKind,
    value::Value,
};

/// Names that a console remembers.
const VARIABLES_MAX: usize = 1000;

#[derive(Debug, Default)]
pub struct Variables {
    /// Of the whole console.
    shared: HashMap<Rc<str>, Variable>,
    /// Of the functions that run, the innermost last.
    own: Vec<(Rc<str>, Value)>,
}

#[derive(Clone, Debug)]
struct Variable {
    value: Value,
    kind: DeclareKind,
}

impl Variables {
    /// The same names and values. Cursors are copied too, because reading from one moves it.
    pub fn copy(&self, cursors: &mut Cursors) -> Variables {
        let shared = self.shared.iter().map(|(name, variable)| {
            let value = copied(&variable.value, cursors);
            (Rc::clone(name), Variable { value, kind: variable.kind })
        });
        Variables { shared: shared.collect(), own: Vec::new() }
    }

    pub fn value(&self, name: &str) -> Option<&Value> {
        let own = self.own.iter().rev().find(|(own, _)| &**own == name).map(|(_, value)| value);
        own.or_else(|| self.shared.get(name).map(|variable| &variable.value))
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.own.iter().map(|(name, _)| &**name).chain(self.shared.keys().map(|name| &**name))
    }

    /// Gives a name to a value for the whole console. A name may be declared again, as mongosh's
    /// prompt allows it, so that a script can run twice.
    pub fn declare(
        &mut self,
        kind: DeclareKind,
        name: &Rc<str>,
        value: Value,
    ) -> Result<(), Failure> {
        self.keep(name, Variable { value, kind })
    }

    /// `name = value`; a name that nobody has declared becomes one of the whole console.
    pub fn assign(&mut self, name: &Rc<str>, value: Value) -> Result<(), Failure> {
        if let Some((_, own)) = self.own.iter_mut().rev().find(|(own, _)| own == name) {
            *own = value;
            return Ok(());
        }
        let kind = self.shared.get(name).map_or(DeclareKind::Var, |variable| variable.kind);
        if kind == DeclareKind::Const {
            return Err(Failure::new(Kind::Type, "Assignment to constant variable.")
                .hint(format!("declare `{name}` with `let` to change it later")));
        }
        self.keep(name, Variable { value, kind })
    }

    fn keep(&mut self, name: &Rc<str>, variable: Variable) -> Result<(), Failure> {
        if self.shared.len() >= VARIABLES_MAX && !self.shared.contains_key(name) {
            let message = format!("the console remembers {VARIABLES_MAX} names at most");
            return Err(Failure::new(Kind::Limit, message));
        }
        self.shared.insert(Rc::clone(name), variable);
        Ok(())
    }

    /// Begins a function's names; `leave` with what this returns ends them.
    pub fn enter(&self) -> usize {
        self.own.len()
    }

    pub fn leave(&mut self, mark: usize) {
        self.own.truncate(mark);
    }

    /// Gives a new name to a value inside the function that runs.
    pub fn declare_own(&mut self, name: &Rc<str>, value: Value) {
        self.own.push((Rc::clone(name), value));
    }
}

/// The copies that were made already.
pub type Cursors = HashMap<*const RefCell<Cursor>, Rc<RefCell<Cursor>>>;

/// The copy of a cursor, made once.
pub fn copied_cursor(cursor: &Rc<RefCell<Cursor>>, cursors: &mut Cursors) -> Rc<RefCell<Cursor>> {
    let copy = cursors
        .entry(Rc::as_ptr(cursor))
        .or_insert_with(|| Rc::new(RefCell::new(cursor.borrow().clone())));
    Rc::clone(copy)
}

/// The value with cursors of its own; those that were one stay one.
fn copied(value: &Value, cursors: &mut Cursors) -> Value {
    match value {
        Value::Cursor(cursor) => Value::Cursor(copied_cursor(cursor, cursors)),
        Value::List(values) if values.iter().any(holds_cursor) => {
            Value::list(values.iter().map(|value| copied(value, cursors)).collect())
        }
        other => other.clone(),
    }
}

fn holds_cursor(value: &Value) -> bool {
    matches!(value, Value::Cursor(_))
}
