//! A script read into statements, without running anything.

mod expression;
mod refused;

use std::{ops::Range, rc::Rc};

use super::{
    failure::{Failure, Kind},
    syntax::{Command, DeclareKind, Expression, Statement, StatementKind},
    token::{self, Token, TokenKind, Unreadable},
};

/// Bytes of one script.
const SCRIPT_BYTES_MAX: usize = 2 << 20;
/// Brackets, functions and signs inside each other; MongoDB takes documents of 100 levels.
const DEPTH_MAX: usize = 128;
/// Bytes of a command's words after `show` or `use`.
const COMMAND_BYTES_MAX: usize = 200;

/// The statements of `script`, or why it cannot be read.
pub fn parse(script: &str) -> Result<Vec<Statement>, Unreadable> {
    if script.len() > SCRIPT_BYTES_MAX {
        let failure =
            Failure::new(Kind::Limit, format!("a script of more than {SCRIPT_BYTES_MAX} bytes"));
        return Err(Unreadable { failure: Box::new(failure.at(0..0)), is_unfinished: false });
    }
    let mut parser = Parser::new(script)?;
    let mut statements = Vec::new();
    while parser.token.kind != TokenKind::End {
        if !parser.takes(";")? {
            statements.push(parser.statement()?);
        }
    }
    Ok(statements)
}

/// Whether the text can run as it is, or fails for good; if not, another line may complete it.
pub fn is_complete(text: &str) -> bool {
    !parse(text).is_err_and(|unreadable| unreadable.is_unfinished)
}

pub struct Parser<'a> {
    script: &'a str,
    token: Token,
    /// Where the token before this one ended.
    last_end: usize,
    depth: usize,
    /// The brackets that are open, for the hint when one is never closed.
    open: Vec<(&'static str, usize)>,
    is_in_function: bool,
}

impl<'a> Parser<'a> {
    fn new(script: &'a str) -> Result<Parser<'a>, Unreadable> {
        let token = token::next(script, 0)?;
        let open = Vec::new();
        Ok(Parser { script, token, last_end: 0, depth: 0, open, is_in_function: false })
    }

    fn statement(&mut self) -> Result<Statement, Unreadable> {
        let from = self.token.place.start;
        if let Some((command, words)) = self.command()? {
            let place = from..self.last_end;
            return Ok(Statement { kind: StatementKind::Command(command, words), place });
        }
        if let Some(refusal) = refused::statement(&self.token) {
            return Err(refusal);
        }
        let kind = match self.name() {
            Some("const") => self.declaration(DeclareKind::Const)?,
            Some("let") => self.declaration(DeclareKind::Let)?,
            Some("var") => self.declaration(DeclareKind::Var)?,
            Some("return") if self.is_in_function => self.return_statement()?,
            Some("return") => {
                let place = self.token.place.clone();
                return Err(Unreadable::wrong("'return' outside of function.", place));
            }
            _ => StatementKind::Expression(self.expression()?),
        };
        let place = from..self.last_end;
        self.end_of_statement()?;
        Ok(Statement { kind, place })
    }

    /// `show dbs`, `use shop`, `it`: words that only mongosh's prompt knows.
    fn command(&mut self) -> Result<Option<(Command, String)>, Unreadable> {
        let command = match self.name() {
            Some("show") => Command::Show,
            Some("use") => Command::Use,
            Some("it") => Command::It,
            Some("help") => Command::Help,
            Some("cls") => Command::Clear,
            Some("exit" | "quit") => Command::Exit,
            _ => return Ok(None),
        };
        let from = self.token.place.end;
        let rest = &self.script[from..];
        let line = &rest[..rest.find(['\n', ';']).unwrap_or(rest.len())];
        let line = line.find("//").map_or(line, |comment| &line[..comment]);
        let words = line.trim();
        let takes_words = matches!(command, Command::Show | Command::Use);
        // `it.x`, `show = 1` and `use("shop")` are JavaScript.
        let is_plain = !words.starts_with(['.', '(', '=', '[', '?', ',', '+', ':', ')', '}']);
        if self.is_in_function || !is_plain || (!takes_words && !words.is_empty()) {
            return Ok(None);
        }
        if words.len() > COMMAND_BYTES_MAX {
            let place = from..from + line.trim_end().len();
            return Err(Unreadable::wrong("Unexpected token", place));
        }
        let words = words.to_owned();
        let end = from + line.trim_end().len();
        self.token = token::next(self.script, from + line.len())?;
        self.last_end = end;
        Ok(Some((command, words)))
    }

    fn declaration(&mut self, kind: DeclareKind) -> Result<StatementKind, Unreadable> {
        self.advance()?;
        let mut declared = Vec::new();
        loop {
            let place = self.token.place.clone();
            if self.is("{") || self.is("[") {
                return Err(refused::destructuring(place));
            }
            let name = self.own_name()?;
            let value = if self.takes("=")? { Some(self.expression()?) } else { None };
            if kind == DeclareKind::Const && value.is_none() {
                let message = "Missing initializer in const declaration.";
                return Err(self.stopped(message).hint("write `const name = value`, or use `let`"));
            }
            declared.push((name, value));
            if !self.takes(",")? {
                return Ok(StatementKind::Declare(kind, declared));
            }
        }
    }

    fn return_statement(&mut self) -> Result<StatementKind, Unreadable> {
        self.advance()?;
        let ends = self.token.is_on_new_line || self.is(";") || self.is("}");
        let value = if ends { None } else { Some(self.expression()?) };
        Ok(StatementKind::Return(value))
    }

    /// A semicolon, a line break, or the end of what encloses the statement.
    fn end_of_statement(&mut self) -> Result<(), Unreadable> {
        let ends = self.takes(";")?
            || self.token.is_on_new_line
            || self.token.kind == TokenKind::End
            || (self.is_in_function && self.is("}"));
        if ends { Ok(()) } else { Err(refused::after_statement(self)) }
    }

    /// The statements between braces, of which the first has been taken.
    fn block(&mut self) -> Result<Vec<Statement>, Unreadable> {
        let outer = std::mem::replace(&mut self.is_in_function, true);
        let mut statements = Vec::new();
        while !self.is("}") {
            if self.token.kind == TokenKind::End {
                return Err(self.stopped("Unexpected token"));
            }
            if !self.takes(";")? {
                statements.push(self.deeper(Parser::statement)?);
            }
        }
        self.is_in_function = outer;
        Ok(statements)
    }

    fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Parser<'a>) -> Result<T, Unreadable>,
    ) -> Result<T, Unreadable> {
        if self.depth >= DEPTH_MAX {
            let message = format!("more than {DEPTH_MAX} brackets inside each other");
            return Err(Unreadable::wrong(message, self.token.place.clone()));
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn advance(&mut self) -> Result<Token, Unreadable> {
        let token = token::next(self.script, self.token.place.end)?;
        self.last_end = self.token.place.end;
        Ok(std::mem::replace(&mut self.token, token))
    }

    fn is(&self, sign: &str) -> bool {
        matches!(self.token.kind, TokenKind::Sign(own) if own == sign)
    }

    fn takes(&mut self, sign: &str) -> Result<bool, Unreadable> {
        let is = self.is(sign);
        if is {
            self.advance()?;
        }
        Ok(is)
    }

    /// Takes an opening bracket, and remembers it until it is closed.
    fn opens(&mut self, sign: &'static str) -> Result<bool, Unreadable> {
        let at = self.token.place.start;
        let is = self.is(sign);
        if is {
            self.open.push((sign, at));
            self.advance()?;
        }
        Ok(is)
    }

    fn closes(&mut self, sign: &'static str) -> Result<(), Unreadable> {
        if !self.is(sign) {
            let message = format!("Unexpected token, expected \"{sign}\"");
            return Err(self.stopped(&message));
        }
        self.open.pop();
        self.advance()?;
        Ok(())
    }

    /// The word here, if it is one.
    fn name(&self) -> Option<&str> {
        if let TokenKind::Name(name) = &self.token.kind { Some(name) } else { None }
    }

    /// A name that the script gives to something.
    fn own_name(&mut self) -> Result<Rc<str>, Unreadable> {
        match self.name() {
            Some(name) if refused::is_reserved(name) => {
                let message = format!("Unexpected keyword '{name}'.");
                Err(Unreadable::wrong(message, self.token.place.clone())
                    .hint(format!("`{name}` is a word of JavaScript; choose another name")))
            }
            Some(name) => {
                let name = Rc::from(name);
                self.advance()?;
                Ok(name)
            }
            None => Err(self.stopped("Unexpected token")),
        }
    }

    /// The token here does not belong here; at the end of the script something is missing.
    fn stopped(&self, message: &str) -> Unreadable {
        let place = self.token.place.clone();
        if self.token.kind != TokenKind::End {
            return refused::hinted(self, Unreadable::wrong(message, place));
        }
        let unfinished = Unreadable::unfinished("Unexpected token", place);
        match self.open.last() {
            Some((sign, at)) => {
                let line = self.script[..*at].matches('\n').count() + 1;
                unfinished.hint(format!("the `{sign}` of line {line} is never closed"))
            }
            None => unfinished.hint("the statement goes on after this"),
        }
    }

    fn place_from(&self, from: usize) -> Range<usize> {
        from..self.last_end.max(from)
    }

    fn expression(&mut self) -> Result<Expression, Unreadable> {
        self.deeper(expression::assigned)
    }
}
