//! `delete`. (MongoDB manual, delete.)

use bson::{Document, doc};

use super::{
    reading::{Around, Wanted},
    writing::{Failures, number},
};
use crate::lab::documents::{
    Effort, Server,
    error::{Code, CommandError},
    namespace::Namespace,
    request::Request,
    shown::shown,
};

pub fn delete(
    server: &mut Server,
    request: &Request<'_>,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&["deletes", "ordered", "let"])?;
    let namespace = request.namespace()?;
    let statements = request.batch("deletes")?;
    let ordered = request.flag("ordered", true)?;
    let variables = request.object("let")?;
    let mut failures = Failures::default();
    for (at, statement) in statements.into_iter().enumerate() {
        let statement = request.inner("delete.deletes", statement);
        if let Err(error) = statement_of(server, &namespace, &statement, variables, effort)
            && !failures.add(at, error, ordered)
        {
            break;
        }
    }
    let mut reply = doc! { "n": number(effort.changed) };
    failures.put_into(&mut reply);
    Ok(reply)
}

fn statement_of(
    server: &mut Server,
    namespace: &Namespace,
    statement: &Request<'_>,
    variables: Option<&Document>,
    effort: &mut Effort,
) -> Result<(), CommandError> {
    statement.only(&["q", "limit", "collation", "hint"])?;
    let filter = statement.needed_object("q")?;
    let limit = match statement.number("limit")? {
        Some(limit @ 0..=1) => limit,
        Some(_) => {
            return Err(CommandError::new(
                Code::FailedToParse,
                format!(
                    "The limit field in delete objects must be 0 or 1. Got {}",
                    statement.value("limit").map_or_else(String::new, shown)
                ),
            ));
        }
        None => return Err(statement.missing("limit")),
    };
    let around = Around::new(server, namespace, statement.collation()?, variables)?;
    let scope = around.scope();
    let mut wanted = Wanted::new(filter, &scope)?;
    wanted.limit = (limit == 1).then_some(1);
    wanted.hint(statement)?;
    let found = wanted.run(server.store.collection(namespace), &scope, effort)?.found;
    let Some(collection) = server.store.collection_mut(namespace) else { return Ok(()) };
    for (record, _) in found {
        scope.step()?;
        if collection.remove(record, &scope)?.is_some() {
            effort.changed += 1;
        }
    }
    Ok(())
}
