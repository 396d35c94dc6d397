//! What clients ask a server about itself. (MongoDB manual, diagnostic commands.)

#![expect(clippy::unnecessary_wraps, reason = "every command has one signature")]

use bson::{Bson, DateTime, Document, doc};

use crate::lab::documents::{
    Effort, Server,
    error::{Code, CommandError},
    measure::DOCUMENT_BYTES_MAX,
    request::Request,
};

/// The version whose behaviour this engine has.
pub const VERSION: &str = "7.0.0";
/// The wire protocol's version of that.
const WIRE_VERSION_MAX: i32 = 21;
/// Operations of one write command.
const BATCH_MAX: i32 = 100_000;
/// Bytes of one message.
const MESSAGE_BYTES_MAX: i32 = 48_000_000;
/// Minutes after which a session that nobody uses ends.
const SESSION_MINUTES: i32 = 30;

type Reply = Result<Document, CommandError>;

pub fn hello(server: &mut Server, _request: &Request<'_>, _effort: &mut Effort) -> Reply {
    let mut reply = doc! { "isWritablePrimary": true };
    reply.extend(about(server));
    Ok(reply)
}

pub fn is_master(server: &mut Server, request: &Request<'_>, _effort: &mut Effort) -> Reply {
    let mut reply = doc! { "ismaster": true };
    if request.flag("helloOk", false)? {
        reply.insert("helloOk", true);
    }
    reply.extend(about(server));
    Ok(reply)
}

pub fn ping(_server: &mut Server, _request: &Request<'_>, _effort: &mut Effort) -> Reply {
    Ok(Document::new())
}

pub fn build_info(_server: &mut Server, _request: &Request<'_>, _effort: &mut Effort) -> Reply {
    Ok(doc! {
        "version": VERSION,
        "versionArray": [7, 0, 0, 0],
        "gitVersion": "backlab",
        "modules": Bson::Array(Vec::new()),
        "bits": 64,
        "debug": false,
        "maxBsonObjectSize": size(DOCUMENT_BYTES_MAX),
        "storageEngines": ["memory"],
    })
}

pub fn host_info(server: &mut Server, _request: &Request<'_>, _effort: &mut Effort) -> Reply {
    Ok(doc! {
        "system": {
            "currentTime": DateTime::from_millis(server.world.now_ms()),
            "hostname": "lab",
            "cpuAddrSize": 64,
            "numCores": 1,
        },
        "os": { "type": "Lab", "name": "Backlab", "version": VERSION },
    })
}

pub fn parameter(_server: &mut Server, request: &Request<'_>, _effort: &mut Effort) -> Reply {
    if request.document.contains_key("featureCompatibilityVersion") {
        return Ok(doc! { "featureCompatibilityVersion": { "version": "7.0" } });
    }
    Err(CommandError::new(Code::InvalidOptions, "no option found to get"))
}

pub fn options(_server: &mut Server, _request: &Request<'_>, _effort: &mut Effort) -> Reply {
    Ok(doc! { "argv": ["mongod"], "parsed": {} })
}

pub fn connection_status(
    _server: &mut Server,
    _request: &Request<'_>,
    _effort: &mut Effort,
) -> Reply {
    let nobody = || Bson::Array(Vec::new());
    Ok(doc! {
        "authInfo": { "authenticatedUsers": nobody(), "authenticatedUserRoles": nobody() },
    })
}

pub fn address(_server: &mut Server, _request: &Request<'_>, _effort: &mut Effort) -> Reply {
    Ok(doc! { "you": "127.0.0.1:27017" })
}

pub fn server_status(server: &mut Server, _request: &Request<'_>, _effort: &mut Effort) -> Reply {
    Ok(doc! {
        "host": "lab",
        "version": VERSION,
        "process": "mongod",
        "localTime": DateTime::from_millis(server.world.now_ms()),
        "storageEngine": { "name": "memory" },
    })
}

pub fn start_session(server: &mut Server, _request: &Request<'_>, _effort: &mut Effort) -> Reply {
    let mut bytes = vec![0; 16];
    server.world.fill(&mut bytes);
    let id = bson::Binary { subtype: bson::spec::BinarySubtype::Uuid, bytes };
    Ok(doc! { "id": { "id": id }, "timeoutMinutes": SESSION_MINUTES })
}

/// A server without replication has no transactions.
pub fn transaction(_server: &mut Server, _request: &Request<'_>, _effort: &mut Effort) -> Reply {
    Err(CommandError::new(
        Code::IllegalOperation,
        "Transaction numbers are only allowed on a replica set member or mongos",
    ))
}

pub fn log(_server: &mut Server, _request: &Request<'_>, _effort: &mut Effort) -> Reply {
    Ok(doc! { "totalLinesWritten": 0, "log": Bson::Array(Vec::new()) })
}

fn about(server: &Server) -> Document {
    doc! {
        "maxBsonObjectSize": size(DOCUMENT_BYTES_MAX),
        "maxMessageSizeBytes": MESSAGE_BYTES_MAX,
        "maxWriteBatchSize": BATCH_MAX,
        "localTime": DateTime::from_millis(server.world.now_ms()),
        "logicalSessionTimeoutMinutes": SESSION_MINUTES,
        "connectionId": 1,
        "minWireVersion": 0,
        "maxWireVersion": WIRE_VERSION_MAX,
        "readOnly": false,
    }
}

fn size(bytes: u64) -> i32 {
    i32::try_from(bytes).unwrap_or(i32::MAX)
}
