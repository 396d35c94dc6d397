//! `insert`. (MongoDB manual, insert.)

use bson::{Document, doc};

use super::{
    reading::Around,
    writing::{Failures, insert_one, number},
};
use crate::lab::documents::{Effort, Server, error::CommandError, request::Request};

pub fn insert(
    server: &mut Server,
    request: &Request<'_>,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    request.only(&["documents", "ordered", "bypassDocumentValidation"])?;
    let namespace = request.namespace()?;
    let documents = request.batch("documents")?;
    let ordered = request.flag("ordered", true)?;
    namespace.check_new()?;
    let around = Around::new(server, &namespace, None, None)?;
    let mut scope = around.scope();
    scope.bypasses_validation = request.flag("bypassDocumentValidation", false)?;
    let mut failures = Failures::default();
    for (at, document) in documents.into_iter().enumerate() {
        let inserted = scope.step().and_then(|()| insert_one(server, &namespace, document, &scope));
        match inserted {
            Ok(_) => effort.changed += 1,
            Err(error) => {
                if !failures.add(at, error, ordered) {
                    break;
                }
            }
        }
    }
    let mut reply = doc! { "n": number(effort.changed) };
    failures.put_into(&mut reply);
    Ok(reply)
}
