//! The server through its front door: commands in, replies out.

mod arbitrary;
mod catalog;
mod pipelines;
mod properties;
mod queries;
mod time;
mod updates;
mod writes;

use super::*;
use crate::lab::documents::testing::StillWorld;

/// A server in a world that stands still.
pub fn server() -> Server {
    Server::new(Rc::new(StillWorld))
}

/// The reply to a command on the database `shop`.
pub fn reply(server: &mut Server, mut command: Document) -> Document {
    command.insert("$db", "shop");
    server.run(&command).reply
}

/// Runs a command that must succeed.
#[expect(clippy::needless_pass_by_value, reason = "commands are written as values")]
pub fn good(server: &mut Server, command: Document) -> Document {
    let reply = reply(server, command.clone());
    assert_eq!(reply.get("ok"), Some(&Bson::Double(1.0)), "{command} gave {reply}");
    assert!(!reply.contains_key("writeErrors"), "{command} gave {reply}");
    reply
}

/// A server with these documents in `shop.c`.
pub fn filled(documents: Vec<Document>) -> Server {
    let mut server = server();
    good(&mut server, doc! { "insert": "c", "documents": documents });
    server
}

/// All documents of `shop.c`, in their order.
pub fn all(server: &mut Server) -> Vec<Document> {
    found(server, doc! { "find": "c" })
}

/// The documents of a command's first batch.
pub fn found(server: &mut Server, command: Document) -> Vec<Document> {
    let reply = good(server, command);
    let batch = reply.get_document("cursor").unwrap().get_array("firstBatch").unwrap();
    batch.iter().map(|document| document.as_document().unwrap().clone()).collect()
}

/// What a reply says of an error: code, name and words.
pub fn error(reply: &Document) -> String {
    let errors = reply.get_array("writeErrors").ok();
    match errors.and_then(|errors| errors.first()?.as_document()) {
        Some(error) => {
            let code = error.get_i32("code").unwrap();
            format!(
                "[{}] {code}: {}",
                error.get_i32("index").unwrap(),
                error.get_str("errmsg").unwrap()
            )
        }
        None => match reply.get_str("errmsg") {
            Ok(message) => format!(
                "{} {}: {message}",
                reply.get_i32("code").unwrap(),
                reply.get_str("codeName").unwrap()
            ),
            Err(_) => format!("no error: {reply}"),
        },
    }
}
