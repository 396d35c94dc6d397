//! The commands by name, each in the file of what it is about.

mod admin;
mod aggregate;
mod catalog;
mod cursors;
mod delete;
mod explain;
mod explained;
mod find;
mod find_and_modify;
mod indexes;
mod insert;
mod reading;
mod source;
mod update;
mod writing;

use bson::Document;

use crate::lab::documents::{
    Effort, Server,
    error::{Code, CommandError},
    request::Request,
};

type Run = fn(&mut Server, &Request<'_>, &mut Effort) -> Result<Document, CommandError>;

/// What each command runs.
const COMMANDS: [(&str, Run); 45] = [
    ("find", find::find),
    ("insert", insert::insert),
    ("update", update::update),
    ("delete", delete::delete),
    ("findAndModify", find_and_modify::find_and_modify),
    ("findandmodify", find_and_modify::find_and_modify),
    ("aggregate", aggregate::aggregate),
    ("count", find::count),
    ("distinct", find::distinct),
    ("getMore", cursors::more),
    ("killCursors", cursors::kill),
    ("explain", explain::explain),
    ("createIndexes", indexes::create),
    ("listIndexes", indexes::list),
    ("dropIndexes", indexes::drop),
    ("deleteIndexes", indexes::drop),
    ("create", catalog::create),
    ("collMod", catalog::modify),
    ("drop", catalog::drop),
    ("dropDatabase", catalog::drop_database),
    ("renameCollection", catalog::rename),
    ("listCollections", catalog::list),
    ("listDatabases", catalog::list_databases),
    ("collStats", catalog::collection_stats),
    ("collstats", catalog::collection_stats),
    ("dbStats", catalog::database_stats),
    ("dbstats", catalog::database_stats),
    ("hello", admin::hello),
    ("isMaster", admin::is_master),
    ("ismaster", admin::is_master),
    ("ping", admin::ping),
    ("buildInfo", admin::build_info),
    ("buildinfo", admin::build_info),
    ("hostInfo", admin::host_info),
    ("getParameter", admin::parameter),
    ("getCmdLineOpts", admin::options),
    ("connectionStatus", admin::connection_status),
    ("whatsmyuri", admin::address),
    ("serverStatus", admin::server_status),
    ("endSessions", admin::ping),
    ("startSession", admin::start_session),
    ("refreshSessions", admin::ping),
    ("commitTransaction", admin::transaction),
    ("abortTransaction", admin::transaction),
    ("getLog", admin::log),
];

/// Runs the command that `request` names.
pub fn run(
    server: &mut Server,
    request: &Request<'_>,
    effort: &mut Effort,
) -> Result<Document, CommandError> {
    match COMMANDS.iter().find(|(name, _)| *name == request.name) {
        Some((_, run)) => run(server, request, effort),
        None => Err(CommandError::new(
            Code::CommandNotFound,
            format!("no such command: '{}'", request.name),
        )),
    }
}
