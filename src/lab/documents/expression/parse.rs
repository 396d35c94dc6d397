//! From a value to an expression, with MongoDB's words for what is wrong in it.

use bson::{Bson, Document};

use crate::lab::documents::{
    error::{Code, CommandError},
    expression::{
        ArrayOrder, EXPRESSION_DEPTH_MAX, Expression, Variable,
        form::{Form, Named, Signature},
        names::{check_variable, fault, field_path},
        table::signature,
    },
    number::Number,
    scope::Scope,
    shown::{shown, shown_document},
    sort::Sort,
    value::{is_too_deep, type_name},
};

/// The numbers by which the parts of dates, and `$firstN` and its like, refuse operands in words of their own.
const DATE_PART_UNKNOWN: u32 = 40535;
const SEVERAL_MISSING: u32 = 5_787_906;

/// The conversions that count their operands in words of their own.
const SHORT_CONVERSIONS: [&str; 8] = [
    "$toBool",
    "$toDate",
    "$toDecimal",
    "$toDouble",
    "$toInt",
    "$toLong",
    "$toObjectId",
    "$toString",
];

/// Reads a whole expression; `names` are variables beside those of the scope.
pub fn expression(
    value: &Bson,
    scope: &Scope<'_>,
    names: &[&str],
) -> Result<Expression, CommandError> {
    if is_too_deep(value) {
        return Err(too_deep());
    }
    let names = scope.variable_names().chain(names.iter().copied()).map(str::to_owned).collect();
    Parser { names, depth: 0 }.expression(value)
}

fn too_deep() -> CommandError {
    let message = format!("expressions may be nested {EXPRESSION_DEPTH_MAX} levels deep at most");
    CommandError::new(Code::Overflow, message)
}

#[derive(Clone)]
struct Parser {
    names: Vec<String>,
    depth: usize,
}

impl Parser {
    fn deeper(&self, more: &[&str]) -> Result<Parser, CommandError> {
        if self.depth >= EXPRESSION_DEPTH_MAX {
            return Err(too_deep());
        }
        let more = more.iter().map(|name| (*name).to_owned());
        let names = self.names.iter().cloned().chain(more).collect();
        Ok(Parser { names, depth: self.depth + 1 })
    }

    fn expression(&self, value: &Bson) -> Result<Expression, CommandError> {
        match value {
            Bson::String(text) if text.starts_with('$') => self.field(text),
            Bson::Array(parts) => Ok(Expression::Array(self.list(parts)?)),
            Bson::Document(fields) => self.document(fields),
            value => Ok(Expression::Literal(value.clone())),
        }
    }

    fn field(&self, text: &str) -> Result<Expression, CommandError> {
        let (name, parts) = field_path(text)?;
        let variable = match name.as_str() {
            "CURRENT" | "ROOT" => Variable::Root,
            "REMOVE" => Variable::Remove,
            "NOW" => Variable::Now,
            name if self.names.iter().any(|known| known == name) => {
                Variable::Named(name.to_owned())
            }
            "DESCEND" | "PRUNE" | "KEEP" => Variable::Named(name),
            "CLUSTER_TIME" | "JS_SCOPE" | "IS_MR" | "SEARCH_META" | "USER_ROLES" => {
                let message = format!("Builtin variable '$${name}' is not available");
                return Err(fault(51144, message));
            }
            name => return Err(fault(17276, format!("Use of undefined variable: {name}"))),
        };
        Ok(Expression::Field { variable, parts })
    }

    fn list(&self, parts: &[Bson]) -> Result<Vec<Expression>, CommandError> {
        let deeper = self.deeper(&[])?;
        parts.iter().map(|part| deeper.expression(part)).collect()
    }

    fn document(&self, fields: &Document) -> Result<Expression, CommandError> {
        let first = fields.iter().next();
        if let Some((name, operand)) = first
            && name.starts_with('$')
        {
            if fields.len() > 1 {
                let message = format!(
                    "An object representing an expression must have exactly one field: {}",
                    shown_document(fields)
                );
                return Err(fault(15983, message));
            }
            return self.deeper(&[])?.operator(name, operand);
        }
        let deeper = self.deeper(&[])?;
        let mut out = Vec::with_capacity(fields.len());
        for (name, value) in fields {
            if name.starts_with('$') {
                return Err(fault(
                    16410,
                    "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
                ));
            }
            if name.contains('.') {
                let message = "FieldPath field names may not contain '.'. Consider using $getField or \
                               $setField.";
                return Err(fault(16412, message));
            }
            out.push((name.clone(), deeper.expression(value)?));
        }
        Ok(Expression::Object(out))
    }

    fn operator(&self, name: &str, operand: &Bson) -> Result<Expression, CommandError> {
        match name {
            "$literal" | "$const" => Ok(Expression::Literal(operand.clone())),
            "$and" => self.operands(operand).map(Expression::And),
            "$or" => self.operands(operand).map(Expression::Or),
            "$cond" => self.condition(operand),
            "$ifNull" => {
                let parts = self.operands(operand)?;
                if parts.len() < 2 {
                    let message =
                        format!("$ifNull needs at least two arguments, had: {}", parts.len());
                    return Err(fault(1_257_300, message));
                }
                Ok(Expression::IfNull(parts))
            }
            "$switch" => self.switch(operand),
            "$let" => self.variables(operand),
            "$map" => self.map(operand),
            "$filter" => self.filter(operand),
            "$reduce" => self.reduce(operand),
            "$sortArray" => self.sort_array(operand),
            "$rand" if !is_empty(operand) => Err(match operand {
                Bson::Document(_) | Bson::Array(_) => {
                    fault(3_040_501, "$rand does not currently accept arguments")
                }
                _ => fault(10065, "invalid parameter: expected an object ($rand)"),
            }),
            "$function" | "$accumulator" => Err(CommandError::new(
                Code::BadValue,
                format!("{name} is not supported here, because it runs JavaScript in the database"),
            )),
            name => match signature(name) {
                Some(signature) => self.call(signature, operand),
                None => Err(CommandError::new(
                    Code::InvalidPipelineOperator,
                    format!("Unrecognized expression '{name}'"),
                )),
            },
        }
    }

    /// A list of operands, or one alone.
    fn operands(&self, operand: &Bson) -> Result<Vec<Expression>, CommandError> {
        match operand {
            Bson::Array(parts) => parts.iter().map(|part| self.expression(part)).collect(),
            value => Ok(vec![self.expression(value)?]),
        }
    }

    fn call(
        &self,
        signature: &'static Signature,
        operand: &Bson,
    ) -> Result<Expression, CommandError> {
        let operands = match (&signature.form, operand) {
            (Form::List { least, most }, operand) => {
                let parts = self.operands(operand)?;
                if SHORT_CONVERSIONS.contains(&signature.name) && parts.len() != 1 {
                    let (name, count) = (signature.name, parts.len());
                    let message = format!("{name} requires a single argument, got {count}");
                    return Err(fault(50723, message));
                }
                if signature.name == "$setEquals" && parts.len() < 2 {
                    let message =
                        format!("$setEquals needs at least two arguments had: {}", parts.len());
                    return Err(fault(17045, message));
                }
                check_count(signature.name, parts.len(), *least, *most)?;
                parts.into_iter().map(Some).collect()
            }
            (Form::Named(named), Bson::Document(fields)) => {
                self.named(signature.name, named, fields)?
            }
            (Form::NamedOrFirst(named), Bson::Document(fields))
                if !fields.keys().next().is_some_and(|name| name.starts_with('$')) =>
            {
                self.named(signature.name, named, fields)?
            }
            (Form::NamedOrFirst(named), operand) => {
                let mut parts = self.operands(operand)?;
                if parts.len() != 1 {
                    let message = format!(
                        "{} accepts exactly one argument if given an array, but was given {}",
                        signature.name,
                        parts.len()
                    );
                    return Err(fault(40536, message));
                }
                let count = named.required.len() + named.optional.len();
                let mut operands = vec![parts.pop()];
                operands.resize_with(count, || None);
                operands
            }
            (Form::Named(named), operand) => {
                let message = format!(
                    "{} only supports an object as an argument, found: {}",
                    signature.name,
                    type_name(operand)
                );
                return Err(fault(named.unknown, message));
            }
        };
        Ok(Expression::Call { signature, operands })
    }

    fn named(
        &self,
        operator: &str,
        named: &Named,
        fields: &Document,
    ) -> Result<Vec<Option<Expression>>, CommandError> {
        let all = || named.required.iter().chain(named.optional);
        let is_date_part = named.unknown == DATE_PART_UNKNOWN;
        if let Some(other) = fields.keys().find(|name| !all().any(|known| known == name)) {
            let message = if is_date_part {
                format!("unrecognized option to {operator}: \"{other}\"")
            } else {
                format!("Unrecognized argument to {operator}: {other}")
            };
            return Err(fault(named.unknown, message));
        }
        if let Some(missing) = named.required.iter().find(|name| !fields.contains_key(name)) {
            let message = if is_date_part {
                let given = shown_document(fields);
                format!("missing '{missing}' argument to {operator}, provided: {operator}: {given}")
            } else if named.missing == SEVERAL_MISSING {
                format!("Missing value for '{missing}'")
            } else {
                format!("Missing '{missing}' parameter to {operator}")
            };
            return Err(fault(named.missing, message));
        }
        all().map(|name| fields.get(name).map(|value| self.expression(value)).transpose()).collect()
    }

    fn condition(&self, operand: &Bson) -> Result<Expression, CommandError> {
        let Bson::Document(fields) = operand else {
            let mut parts = self.operands(operand)?.into_iter();
            check_count("$cond", parts.len(), 3, 3)?;
            let mut next = || parts.next().map(Box::new).expect("three were counted");
            return Ok(Expression::Condition { when: next(), then: next(), otherwise: next() });
        };
        let known = ["if", "then", "else"];
        if let Some(other) = fields.keys().find(|name| !known.contains(&name.as_str())) {
            return Err(fault(17083, format!("Unrecognized parameter to $cond: {other}")));
        }
        let part = |name: &str, code: u32| match fields.get(name) {
            Some(value) => self.expression(value).map(Box::new),
            None => Err(fault(code, format!("Missing '{name}' parameter to $cond"))),
        };
        let (when, then, otherwise) =
            (part("if", 17080)?, part("then", 17081)?, part("else", 17082)?);
        Ok(Expression::Condition { when, then, otherwise })
    }

    fn switch(&self, operand: &Bson) -> Result<Expression, CommandError> {
        let Bson::Document(fields) = operand else {
            let found = type_name(operand);
            let message = format!("$switch requires an object as an argument, found: {found}");
            return Err(fault(40060, message));
        };
        let (mut branches, mut otherwise) = (Vec::new(), None);
        for (name, value) in fields {
            match (name.as_str(), value) {
                ("branches", Bson::Array(parts)) => {
                    branches =
                        parts.iter().map(|part| self.branch(part)).collect::<Result<_, _>>()?;
                }
                ("branches", value) => {
                    let found = type_name(value);
                    let message =
                        format!("$switch requires an array for 'branches', found: {found}");
                    return Err(fault(40061, message));
                }
                ("default", value) => otherwise = Some(Box::new(self.expression(value)?)),
                (other, _) => {
                    return Err(fault(
                        40067,
                        format!("$switch found an unknown argument: {other}"),
                    ));
                }
            }
        }
        if branches.is_empty() {
            return Err(fault(40068, "$switch requires at least one branch."));
        }
        Ok(Expression::Switch { branches, otherwise })
    }

    fn branch(&self, part: &Bson) -> Result<(Expression, Expression), CommandError> {
        let Bson::Document(fields) = part else {
            let message =
                format!("$switch expected each branch to be an object, found: {}", type_name(part));
            return Err(fault(40062, message));
        };
        if let Some(other) = fields.keys().find(|name| *name != "case" && *name != "then") {
            let message = format!("$switch found an unknown argument to a branch: {other}");
            return Err(fault(40063, message));
        }
        let half = |name: &str, code: u32| match fields.get(name) {
            Some(value) => self.expression(value),
            None => {
                Err(fault(code, format!("$switch requires each branch have a '{name}' expression")))
            }
        };
        Ok((half("case", 40064)?, half("then", 40065)?))
    }

    fn variables(&self, operand: &Bson) -> Result<Expression, CommandError> {
        let fields = Parser::fields("$let", operand, 16874)?;
        check_names("$let", fields, &["vars", "in"], 16875)?;
        let Some(given) = fields.get("vars") else {
            return Err(fault(16876, "Missing 'vars' parameter to $let"));
        };
        let Bson::Document(given) = given else {
            let message =
                format!("invalid parameter: expected an object (vars), found {}", type_name(given));
            return Err(fault(10065, message));
        };
        let mut variables = Vec::new();
        for (name, value) in given {
            check_variable(name)?;
            variables.push((name.clone(), self.expression(value)?));
        }
        let names: Vec<&str> = given.keys().map(String::as_str).collect();
        let result = self.inner("$let", fields, "in", 16877, &names)?;
        Ok(Expression::Let { variables, result })
    }

    fn map(&self, operand: &Bson) -> Result<Expression, CommandError> {
        let fields = Parser::fields("$map", operand, 16878)?;
        check_names("$map", fields, &["input", "as", "in"], 16879)?;
        let name = loop_variable(fields)?;
        let input = self.inner("$map", fields, "input", 16880, &[])?;
        let result = self.inner("$map", fields, "in", 16882, &[&name])?;
        Ok(Expression::Map { input, name, result })
    }

    fn filter(&self, operand: &Bson) -> Result<Expression, CommandError> {
        let fields = Parser::fields("$filter", operand, 28646)?;
        check_names("$filter", fields, &["input", "as", "cond", "limit"], 28647)?;
        let name = loop_variable(fields)?;
        let input = self.inner("$filter", fields, "input", 28648, &[])?;
        let test = self.inner("$filter", fields, "cond", 28650, &[&name])?;
        let limit = fields.get("limit").map(|limit| self.expression(limit)).transpose()?;
        Ok(Expression::Filter { input, name, test, limit: limit.map(Box::new) })
    }

    fn reduce(&self, operand: &Bson) -> Result<Expression, CommandError> {
        let Bson::Document(fields) = operand else {
            let found = type_name(operand);
            let message = format!("$reduce requires an object as an argument, found: {found}");
            return Err(fault(40075, message));
        };
        let known = ["input", "initialValue", "in"];
        if let Some(other) = fields.keys().find(|name| !known.contains(&name.as_str())) {
            return Err(fault(40076, format!("$reduce found an unknown argument: {other}")));
        }
        let part = |name: &str, code: u32, names: &[&str]| match fields.get(name) {
            Some(value) => self.deeper(names)?.expression(value).map(Box::new),
            None => Err(fault(code, format!("$reduce requires '{name}' to be specified"))),
        };
        let input = part("input", 40077, &[])?;
        let start = part("initialValue", 40078, &[])?;
        let result = part("in", 40079, &["this", "value"])?;
        Ok(Expression::Reduce { input, start, result })
    }

    fn sort_array(&self, operand: &Bson) -> Result<Expression, CommandError> {
        let fields = Parser::fields("$sortArray", operand, 2_942_500)?;
        check_names("$sortArray", fields, &["input", "sortBy"], 2_942_501)?;
        let input = self.inner("$sortArray", fields, "input", 2_942_502, &[])?;
        let by = match fields.get("sortBy") {
            None => return Err(fault(2_942_503, "$sortArray requires 'sortBy' to be specified")),
            Some(Bson::Document(sort)) if !sort.is_empty() => {
                ArrayOrder::Fields(Sort::parse(sort)?)
            }
            Some(value) => match Number::of(value).and_then(Number::to_long) {
                Some(1) => ArrayOrder::Whole { descending: false },
                Some(-1) => ArrayOrder::Whole { descending: true },
                _ => {
                    let message = format!("Illegal $sortArray sortBy value: {}", shown(value));
                    return Err(fault(2_942_507, message));
                }
            },
        };
        Ok(Expression::SortArray { input, by })
    }

    fn fields<'a>(
        operator: &str,
        operand: &'a Bson,
        code: u32,
    ) -> Result<&'a Document, CommandError> {
        match operand {
            Bson::Document(fields) => Ok(fields),
            _ => Err(fault(code, format!("{operator} only supports an object as its argument"))),
        }
    }

    fn inner(
        &self,
        operator: &str,
        fields: &Document,
        name: &str,
        code: u32,
        names: &[&str],
    ) -> Result<Box<Expression>, CommandError> {
        match fields.get(name) {
            Some(value) => self.deeper(names)?.expression(value).map(Box::new),
            None => Err(fault(code, format!("Missing '{name}' parameter to {operator}"))),
        }
    }
}

fn is_empty(operand: &Bson) -> bool {
    match operand {
        Bson::Document(fields) => fields.is_empty(),
        Bson::Array(parts) => parts.is_empty(),
        _ => false,
    }
}

fn check_count(name: &str, count: usize, least: usize, most: usize) -> Result<(), CommandError> {
    if (least..=most).contains(&count) {
        return Ok(());
    }
    if least == most {
        let message =
            format!("Expression {name} takes exactly {least} arguments. {count} were passed in.");
        return Err(fault(16020, message));
    }
    let message = format!(
        "Expression {name} takes at least {least} arguments, and at most {most}, but {count} were passed in."
    );
    Err(fault(28667, message))
}

fn check_names(
    operator: &str,
    fields: &Document,
    known: &[&str],
    code: u32,
) -> Result<(), CommandError> {
    match fields.keys().find(|name| !known.contains(&name.as_str())) {
        Some(other) => Err(fault(code, format!("Unrecognized parameter to {operator}: {other}"))),
        None => Ok(()),
    }
}

/// The name of the variable of `$map` and `$filter`.
fn loop_variable(fields: &Document) -> Result<String, CommandError> {
    match fields.get("as") {
        None => Ok("this".to_owned()),
        Some(Bson::String(name)) => check_variable(name).map(|()| name.clone()),
        Some(value) => {
            let message = format!("'as' must be a string, found {}", type_name(value));
            Err(fault(16866, message))
        }
    }
}
