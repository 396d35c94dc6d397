//! Statements and expressions become values; methods become commands to the server.

mod chain;
mod operate;
mod walk;

use std::{cell::RefCell, rc::Rc};

use super::{
    builtin,
    cursor::Cursor,
    desk::Desk,
    failure::{Failure, Kind},
    nearest::did_you_mean,
    print,
    syntax::{Arrow, Body, Expression, ExpressionKind, Key, Piece, Statement, StatementKind},
    value::{Record, Value},
    variables::Variables,
    written,
};

/// Expressions inside each other while they are worked out, with the functions that they call.
const DEPTH_MAX: usize = 256;
/// What a call counts of that, because it takes as much room as so many expressions.
const DEPTH_OF_CALL: usize = 8;
/// Bytes of a string that a script puts together.
const TEXT_BYTES_MAX: usize = 16 << 20;

pub type Result<T> = std::result::Result<T, Failure>;

/// What one script is worked out with.
pub struct Evaluator<'a> {
    pub desk: &'a mut Desk,
    pub variables: &'a mut Variables,
    /// The cursor that `it` goes on with.
    pub current: &'a mut Option<Rc<RefCell<Cursor>>>,
    pub script: &'a str,
    pub depth: usize,
}

impl Evaluator<'_> {
    /// The value of a statement outside functions; `undefined` for a declaration.
    pub fn statement(&mut self, statement: &Statement) -> Result<Value> {
        match &statement.kind {
            StatementKind::Command(command, words) => {
                super::command::run(*command, words, self.desk, self.current)
                    .map_err(|failure| failure.at(statement.place.clone()))
            }
            StatementKind::Declare(kind, declared) => {
                for (name, value) in declared {
                    let value = self.declared(value.as_ref())?;
                    let result = if &**name == "db" {
                        self.set_database(&value)
                    } else {
                        self.variables.declare(*kind, name, value)
                    };
                    result.map_err(|failure| failure.at(statement.place.clone()))?;
                }
                Ok(Value::Undefined)
            }
            StatementKind::Return(value) => self.declared(value.as_ref()),
            StatementKind::Expression(expression) => self.expression(expression),
        }
    }

    fn declared(&mut self, value: Option<&Expression>) -> Result<Value> {
        let Some(value) = value else { return Ok(Value::Undefined) };
        let worked_out = self.expression(value)?;
        keepable(&worked_out).map_err(|failure| failure.at(value.place.clone()))?;
        Ok(worked_out)
    }

    pub fn expression(&mut self, expression: &Expression) -> Result<Value> {
        self.desk.step()?;
        if self.depth >= DEPTH_MAX {
            let message = format!("more than {DEPTH_MAX} values and calls inside each other");
            return Err(Failure::new(Kind::Limit, message).at(expression.place.clone()));
        }
        self.depth += 1;
        let value = self.shallow(expression);
        self.depth -= 1;
        value.map_err(|failure| failure.at(expression.place.clone()))
    }

    fn shallow(&mut self, expression: &Expression) -> Result<Value> {
        match &expression.kind {
            ExpressionKind::Undefined => Ok(Value::Undefined),
            ExpressionKind::Null => Ok(Value::Null),
            ExpressionKind::Bool(value) => Ok(Value::Bool(*value)),
            ExpressionKind::Number(number) => Ok(Value::Number(*number)),
            ExpressionKind::Text(text) => Ok(Value::Text(Rc::clone(text))),
            ExpressionKind::Template(pieces) => self.template(pieces),
            ExpressionKind::Pattern(source, flags) => builtin::pattern(source, flags),
            ExpressionKind::Name(name) => self.named(name),
            ExpressionKind::List(values) => {
                let values = values.iter().map(|value| self.expression(value));
                Ok(Value::list(values.collect::<Result<_>>()?))
            }
            ExpressionKind::Record(fields) => self.record(fields),
            ExpressionKind::Arrow(arrow) => Ok(Value::Arrow(Rc::clone(arrow))),
            ExpressionKind::Chain(head, links) => chain::chain(self, head, links),
            ExpressionKind::Unary(operator, value) => operate::unary(self, *operator, value),
            ExpressionKind::Binary(first, rest) => operate::binary(self, first, rest),
            ExpressionKind::Choice(parts) => {
                let [condition, then, otherwise] = &**parts;
                let holds = self.expression(condition)?.is_truthy();
                self.expression(if holds { then } else { otherwise })
            }
            ExpressionKind::Assign(name, value) => {
                let value = self.declared(Some(value))?;
                if &**name == "db" {
                    self.set_database(&value)?;
                } else {
                    self.variables.assign(name, value.clone())?;
                }
                Ok(value)
            }
        }
    }

    fn template(&mut self, pieces: &[Piece]) -> Result<Value> {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Code(code) => text.push_str(&written::text(&self.expression(code)?)),
            }
            operate::check_length(text.len())?;
        }
        Ok(Value::text(text))
    }

    fn named(&mut self, name: &Rc<str>) -> Result<Value> {
        if let Some(value) = self.variables.value(name) {
            return Ok(value.clone());
        }
        if &**name == "db" {
            return Ok(Value::Database(Rc::clone(&self.desk.database)));
        }
        if let Some(value) = builtin::named(name) {
            return Ok(value);
        }
        let failure = Failure::new(Kind::Reference, format!("{name} is not defined"));
        let names = self.variables.names().chain(builtin::NAMES).chain(["db"]);
        Err(match (did_you_mean(name, names), &**name) {
            (Some(hint), _) => failure.hint(hint),
            (None, "require" | "process" | "fetch" | "setTimeout" | "load") => {
                failure.hint("the console has no modules, files or timers")
            }
            (None, _) => failure.hint(format!("a string needs quotes: \"{name}\"")),
        })
    }

    fn record(&mut self, fields: &[(Key, Expression)]) -> Result<Value> {
        let mut worked_out = Vec::with_capacity(fields.len());
        for (key, value) in fields {
            let key = match key {
                Key::Fixed(name) => Rc::clone(name),
                Key::Computed(name) => Rc::from(written::text(&self.expression(name)?)),
            };
            worked_out.push((key, self.expression(value)?));
        }
        Ok(Value::Record(Rc::new(Record::new(worked_out))))
    }

    fn set_database(&mut self, value: &Value) -> Result<()> {
        let Value::Database(name) = value else {
            let message = "Cannot reassign 'db' to non-Database type";
            return Err(Failure::input(message)
                .hint("write `use shop`, or `db = db.getSiblingDB(\"shop\")`"));
        };
        self.desk.database = Rc::clone(name);
        Ok(())
    }

    /// Calls a function of the script or of mongosh.
    pub fn call(&mut self, function: &Value, arguments: &[Value]) -> Result<Value> {
        match function {
            Value::Arrow(arrow) => self.call_arrow(arrow, arguments),
            Value::Builtin(name) => builtin::call(self.desk, name, arguments),
            other => {
                let message = format!("{} is not a function", print::inspect(other));
                Err(Failure::new(Kind::Type, message).hint("write `doc => ..`"))
            }
        }
    }

    fn call_arrow(&mut self, arrow: &Arrow, arguments: &[Value]) -> Result<Value> {
        let mark = self.variables.enter();
        for (at, name) in arrow.parameters.iter().enumerate() {
            let value = arguments.get(at).cloned().unwrap_or(Value::Undefined);
            self.variables.declare_own(name, value);
        }
        self.depth += DEPTH_OF_CALL;
        let value = match &arrow.body {
            Body::Expression(expression) => self.expression(expression),
            Body::Block(statements) => self.block(statements),
        };
        self.depth -= DEPTH_OF_CALL;
        self.variables.leave(mark);
        let value = value?;
        keepable(&value)?;
        Ok(value)
    }

    fn block(&mut self, statements: &[Statement]) -> Result<Value> {
        for statement in statements {
            match &statement.kind {
                StatementKind::Return(value) => return self.declared(value.as_ref()),
                StatementKind::Declare(_, declared) => {
                    for (name, value) in declared {
                        let value = self.declared(value.as_ref())?;
                        self.variables.declare_own(name, value);
                    }
                }
                StatementKind::Command(..) | StatementKind::Expression(_) => {
                    self.statement(statement)?;
                }
            }
        }
        Ok(Value::Undefined)
    }
}

/// A function may not outlive the call that it is written in, where its names are.
fn keepable(value: &Value) -> Result<()> {
    if matches!(value, Value::Arrow(_)) {
        return Err(Failure::new(Kind::Unsupported, "a function cannot be kept in this console")
            .hint("write it where it is used: `.forEach(doc => print(doc.name))`"));
    }
    Ok(())
}
