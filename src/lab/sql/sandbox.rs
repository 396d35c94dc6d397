//! The walls inside SQLite: what a foreign statement may touch, and how much it may take.
//!
//! They stand inside the child's own walls: a mistake here is still a mistake in a process that
//! has nothing to lose.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{
    Connection, OpenFlags,
    config::DbConfig,
    hooks::{AuthAction, AuthContext, Authorization},
    limits::Limit,
};

use super::math;
use crate::lab::turn::Turn;

/// Longest text, blob or row, in bytes. One call of `trim(X, Y)` or `instr(X, Y)` takes time in
/// proportion to the product of both lengths and cannot be interrupted: at 1 MB one `trim` ran for
/// over three seconds, at this length for a fraction of one.
pub const VALUE_BYTES_MAX: i32 = 20_000;
/// Longest statement: an INSERT with a thousand rows has its place.
const STATEMENT_BYTES_MAX: i32 = 1_000_000;
/// Columns of a table, an index or a result.
const COLUMNS_MAX: i32 = 100;
const EXPRESSION_DEPTH_MAX: i32 = 100;
/// Entries of the parser's stack, which parentheses in parentheses fill.
const PARSER_DEPTH_MAX: i32 = 100;
/// SELECTs that UNION and its like connect.
const COMPOUND_SELECTS_MAX: i32 = 50;
/// Instructions that one statement may be compiled to.
const INSTRUCTIONS_MAX: i32 = 250_000;
const FUNCTION_ARGUMENTS_MAX: i32 = 100;
/// Bytes of a LIKE or GLOB pattern, whose wildcards can cost time without end.
const PATTERN_BYTES_MAX: i32 = 100;
/// Numbers of parameters; none has a value, but a statement may be shown with them.
const PARAMETERS_MAX: i32 = 100;
const TRIGGER_DEPTH_MAX: i32 = 20;
const TRIGGER_STATEMENTS_MAX: i32 = 50;
/// Tables, views, indexes and triggers.
const SCHEMA_OBJECTS_MAX: i32 = 500;

/// Of one page of a database; SQLite's default.
pub const PAGE_BYTES: u64 = 4_096;
/// Pages of one database: 32 MB. Temporary tables are not counted here; the limit
/// of SQLite's memory holds them.
pub const PAGES_MAX: u32 = 8_192;
/// Instructions of SQLite's virtual machine between two looks at the clock, which costs half a
/// microsecond.
const INSTRUCTIONS_PER_LOOK: i32 = 2_000;

/// Why the walls refused a statement; the last reason stays until it is taken.
#[derive(Clone, Debug, Default)]
pub struct Refusals(Arc<Mutex<Option<String>>>);

impl Refusals {
    /// The reason, and none is left.
    pub fn take(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(super) fn put(&self, reason: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(reason);
    }
}

/// An empty database in memory, without walls: `raise` puts them up.
pub fn open() -> rusqlite::Result<Connection> {
    // Without SQLITE_OPEN_URI a name that looks like an address is only a name.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_in_memory_with_flags(flags)
}

/// Puts the walls around `database`. Statements after it are foreign.
pub fn raise(
    database: &mut Connection,
    memory_mb: u32,
    turn: &Arc<Turn>,
) -> rusqlite::Result<Refusals> {
    // The heap limit is the whole process's. Sorts and temporary tables stay in memory too: the
    // child has no folder for them.
    database.execute_batch(&format!(
        "PRAGMA page_size = {PAGE_BYTES}; PRAGMA hard_heap_limit = {}; PRAGMA temp_store = MEMORY; \
         PRAGMA max_page_count = {PAGES_MAX};",
        u64::from(memory_mb) << 20
    ))?;
    for (setting, value) in SETTINGS {
        database.set_db_config(setting, value)?;
    }
    for (limit, most) in LIMITS {
        database.set_limit(limit, most)?;
    }
    math::add(database)?;
    let clock = Arc::clone(turn);
    database.progress_handler(INSTRUCTIONS_PER_LOOK, Some(move || clock.over().is_some()))?;
    let refusals = Refusals::default();
    let kept = refusals.clone();
    database.authorizer(Some(move |asked: AuthContext<'_>| match refusal(&asked) {
        None => Authorization::Allow,
        Some(reason) => {
            kept.put(reason);
            Authorization::Deny
        }
    }))?;
    Ok(refusals)
}

const SETTINGS: [(DbConfig, bool); 8] = [
    (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    // A name in double quotes that nothing bears is a mistake, not a text.
    (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
    (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true),
    (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
    (DbConfig::SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, false),
];

const LIMITS: [(Limit, i32); 15] = [
    (Limit::SQLITE_LIMIT_LENGTH, VALUE_BYTES_MAX),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, STATEMENT_BYTES_MAX),
    (Limit::SQLITE_LIMIT_COLUMN, COLUMNS_MAX),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, EXPRESSION_DEPTH_MAX),
    (Limit::SQLITE_LIMIT_PARSER_DEPTH, PARSER_DEPTH_MAX),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, COMPOUND_SELECTS_MAX),
    (Limit::SQLITE_LIMIT_VDBE_OP, INSTRUCTIONS_MAX),
    (Limit::SQLITE_LIMIT_FUNCTION_ARG, FUNCTION_ARGUMENTS_MAX),
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, PATTERN_BYTES_MAX),
    (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, PARAMETERS_MAX),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, TRIGGER_DEPTH_MAX),
    (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    (Limit::SQLITE_LIMIT_SCHEMA, SCHEMA_OBJECTS_MAX),
    (Limit::SQLITE_LIMIT_TRIGGER_STEPS, TRIGGER_STATEMENTS_MAX),
];

/// Why this may not be; `None` where it may.
fn refusal(asked: &AuthContext<'_>) -> Option<String> {
    match asked.action {
        AuthAction::Attach { .. } => {
            Some("the lab has one database and no files: nothing can be attached".to_owned())
        }
        AuthAction::Detach { .. } => Some("the lab has one database: nothing can be detached".to_owned()),
        AuthAction::CreateVtable { module_name, .. } | AuthAction::DropVtable { module_name, .. } => {
            Some(format!("the lab has no virtual tables such as `{module_name}`"))
        }
        AuthAction::Pragma { pragma_name, pragma_value } => refused_pragma(pragma_name, pragma_value),
        AuthAction::Function { function_name } => FUNCTIONS_REFUSED
            .iter()
            .any(|name| name.eq_ignore_ascii_case(function_name))
            .then(|| format!("the function `{function_name}` is not in the lab")),
        AuthAction::Read { table_name, .. } => TABLES_REFUSED
            .iter()
            .any(|name| name.eq_ignore_ascii_case(table_name))
            .then(|| format!("the table `{table_name}` is not in the lab")),
        AuthAction::CreateIndex { .. }
        | AuthAction::CreateTable { .. }
        | AuthAction::CreateTempIndex { .. }
        | AuthAction::CreateTempTable { .. }
        | AuthAction::CreateTempTrigger { .. }
        | AuthAction::CreateTempView { .. }
        | AuthAction::CreateTrigger { .. }
        | AuthAction::CreateView { .. }
        // SQLite itself refuses what a statement of the learner would write to the schema's table;
        // what is asked here is its own writing.
        | AuthAction::Delete { .. }
        | AuthAction::Insert { .. }
        | AuthAction::Update { .. }
        | AuthAction::DropIndex { .. }
        | AuthAction::DropTable { .. }
        | AuthAction::DropTempIndex { .. }
        | AuthAction::DropTempTable { .. }
        | AuthAction::DropTempTrigger { .. }
        | AuthAction::DropTempView { .. }
        | AuthAction::DropTrigger { .. }
        | AuthAction::DropView { .. }
        | AuthAction::Select
        | AuthAction::Transaction { .. }
        | AuthAction::AlterTable { .. }
        | AuthAction::Reindex { .. }
        | AuthAction::Analyze { .. }
        | AuthAction::Savepoint { .. }
        | AuthAction::Recursive => None,
        // ATTACH with a computed name comes without it; so may things that a later SQLite asks.
        _ => Some("the lab does not do this".to_owned()),
    }
}

/// Functions that load code, run statements of their own, write to a log, or belong to virtual
/// tables.
const FUNCTIONS_REFUSED: [&str; 19] = [
    "bm25",
    "fts3_tokenizer",
    "fts5",
    "fts5_get_locale",
    "fts5_insttoken",
    "fts5_locale",
    "fts5_source_id",
    "highlight",
    "load_extension",
    "match",
    "matchinfo",
    "offsets",
    "optimize",
    "rtreecheck",
    "rtreedepth",
    "rtreenode",
    "snippet",
    "sqlite_log",
    "sqlite_offset",
];

/// Tables that every database has without a CREATE, and that show SQLite's insides.
pub(super) const TABLES_REFUSED: [&str; 6] =
    ["bytecode", "dbstat", "fts3tokenize", "sqlite_dbpage", "sqlite_stmt", "tables_used"];

/// PRAGMAs that only read.
const PRAGMAS_READ: [&str; 16] = [
    "collation_list",
    "database_list",
    "defer_foreign_keys",
    "encoding",
    "foreign_key_check",
    "foreign_key_list",
    "foreign_keys",
    "function_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "quick_check",
    "table_info",
    "table_list",
    "table_xinfo",
];

/// PRAGMAs whose value is a table, an index or a number of rows, so that they only read.
const PRAGMAS_ABOUT: [&str; 9] = [
    "foreign_key_check",
    "foreign_key_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "quick_check",
    "table_info",
    "table_xinfo",
];

fn refused_pragma(name: &str, value: Option<&str>) -> Option<String> {
    let is_in = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let value_is = |values: &[&str]| {
        value.is_some_and(|value| values.iter().any(|known| known.eq_ignore_ascii_case(value)))
    };
    if value.is_none() && is_in(&PRAGMAS_READ) || is_in(&PRAGMAS_ABOUT) {
        return None;
    }
    if is_in(&["table_list", "user_version", "defer_foreign_keys"]) {
        return None;
    }
    if is_in(&["foreign_keys"]) {
        return (!value_is(&["on", "1", "true", "yes"]))
            .then(|| "foreign keys are always enforced in the lab".to_owned());
    }
    Some(format!(
        "PRAGMA {name} is not in the lab; table_info, index_list and foreign_key_list are"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the bundled SQLite has and the lab lets be. A newer SQLite that has more makes the test
    /// below fail, so that somebody decides.
    const FUNCTIONS: &str = "-> ->> abs acos acosh asin asinh atan atan2 atanh avg ceil ceiling \
        changes char coalesce concat concat_ws cos cosh count cume_dist current_date current_time \
        current_timestamp date datetime degrees dense_rank exp first_value floor format glob \
        group_concat hex if ifnull iif instr json json_array json_array_insert json_array_length \
        json_error_position json_extract json_group_array json_group_object json_insert \
        json_object json_patch json_pretty json_quote json_remove json_replace json_set json_type \
        json_valid jsonb jsonb_array jsonb_array_insert jsonb_extract jsonb_group_array \
        jsonb_group_object jsonb_insert jsonb_object jsonb_patch jsonb_remove jsonb_replace \
        jsonb_set julianday lag last_insert_rowid last_value lead length like likelihood likely \
        ln log log10 log2 lower ltrim max min mod nth_value ntile nullif octet_length \
        percent_rank pi pow power printf quote radians random randomblob rank replace round \
        row_number rtrim sign sin sinh soundex sqlite_compileoption_get sqlite_compileoption_used \
        sqlite_source_id sqlite_version sqrt strftime string_agg substr substring subtype sum tan \
        tanh time timediff total total_changes trim trunc typeof unhex unicode unistr \
        unistr_quote unixepoch unlikely upper zeroblob";
    /// Modules of virtual tables; those that need CREATE VIRTUAL TABLE are out of reach.
    const MODULES: &str = "dbstat fts3 fts3tokenize fts4 fts4aux fts5 fts5vocab json_each \
        json_tree rtree rtree_i32";

    fn names(query: &str) -> Vec<String> {
        let database = open().unwrap();
        math::add(&database).unwrap();
        let mut statement = database.prepare(query).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn every_function_of_this_sqlite_is_known() {
        let known: Vec<&str> = FUNCTIONS.split_whitespace().chain(FUNCTIONS_REFUSED).collect();
        let found = names("SELECT DISTINCT name FROM pragma_function_list ORDER BY name");
        let unknown: Vec<_> = found.iter().filter(|name| !known.contains(&name.as_str())).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn every_module_of_this_sqlite_is_known() {
        let known: Vec<&str> = MODULES.split_whitespace().collect();
        let found = names("SELECT name FROM pragma_module_list WHERE name NOT LIKE 'pragma_%'");
        let unknown: Vec<_> = found.iter().filter(|name| !known.contains(&name.as_str())).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
