//! What a program's statements may not do: leave its database and its folder, load code, or lift
//! the limits.

use rusqlite::{
    config::DbConfig,
    hooks::{AuthAction, AuthContext},
    limits::Limit,
};

use crate::lab::sql::sandbox::TABLES_REFUSED;

/// Longest text, blob or row, in bytes.
const VALUE_BYTES_MAX: i32 = 16 << 20;
const STATEMENT_BYTES_MAX: i32 = 4 << 20;
/// Instructions that one statement may be compiled to.
const INSTRUCTIONS_MAX: i32 = 5_000_000;
/// Bytes of a LIKE or GLOB pattern; each wildcard takes some of the stack.
const PATTERN_BYTES_MAX: i32 = 5_000;
const TRIGGER_DEPTH_MAX: i32 = 100;
/// Levels of an expression, each of which takes some of the stack.
const EXPRESSION_DEPTH_MAX: i32 = 1_000;

/// Bytes of one database in memory: what a program can hold beside it.
pub const DATABASE_BYTES_MAX: u64 = 64 << 20;
/// Bytes of one database in a file, a little less than a child's files may have, so that SQLite
/// says that it is full before the system does.
pub const FILE_BYTES_MAX: u64 = 15 << 20;
/// Instructions of SQLite's virtual machine between two looks at the clock.
pub const INSTRUCTIONS_PER_LOOK: i32 = 2_000;

/// The limits that Node names in `limits`, in its order, each with the most that the lab allows.
pub const LIMITS: [(Limit, i32); 11] = [
    (Limit::SQLITE_LIMIT_LENGTH, VALUE_BYTES_MAX),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, STATEMENT_BYTES_MAX),
    (Limit::SQLITE_LIMIT_COLUMN, 2_000),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, EXPRESSION_DEPTH_MAX),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 500),
    (Limit::SQLITE_LIMIT_VDBE_OP, INSTRUCTIONS_MAX),
    (Limit::SQLITE_LIMIT_FUNCTION_ARG, 1_000),
    // VACUUM attaches a database of its own.
    (Limit::SQLITE_LIMIT_ATTACHED, 1),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, PATTERN_BYTES_MAX),
    (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 32_766),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, TRIGGER_DEPTH_MAX),
];

/// Settings that no option changes.
pub const SETTINGS: [(DbConfig, bool); 4] = [
    (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    // A view may call the program's own functions.
    (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, true),
    (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
];

/// Why this may not be; `None` where it may. `vacuums` says that the statement is a VACUUM.
pub fn refusal(asked: &AuthContext<'_>, vacuums: bool) -> Option<String> {
    match asked.action {
        // The database that VACUUM copies into is a temporary one without a name.
        AuthAction::Attach { filename: "" } if vacuums => None,
        AuthAction::Attach { .. } if vacuums => {
            Some("VACUUM INTO is not in the lab: a database stays in its file".to_owned())
        }
        // One with a name that is computed comes without it.
        AuthAction::Attach { .. } | AuthAction::Unknown { .. } => {
            Some("ATTACH is not in the lab: open a second DatabaseSync instead".to_owned())
        }
        AuthAction::CreateVtable { module_name, .. }
        | AuthAction::DropVtable { module_name, .. } => {
            Some(format!("the lab has no virtual tables such as `{module_name}`"))
        }
        AuthAction::Pragma { pragma_name, pragma_value } => {
            refused_pragma(pragma_name, pragma_value)
        }
        AuthAction::Function { function_name } => FUNCTIONS_REFUSED
            .iter()
            .any(|name| name.eq_ignore_ascii_case(function_name))
            .then(|| format!("the function `{function_name}` is not in the lab")),
        AuthAction::Read { table_name, .. } => TABLES_REFUSED
            .iter()
            .any(|name| name.eq_ignore_ascii_case(table_name))
            .then(|| format!("the table `{table_name}` is not in the lab")),
        // Everything else stays in the database, and what its schema allows is SQLite's to say.
        _ => None,
    }
}

/// Functions that load code or write to a log.
const FUNCTIONS_REFUSED: [&str; 3] = ["fts3_tokenizer", "load_extension", "sqlite_log"];

/// PRAGMAs that may be read and set.
const PRAGMAS: [&str; 50] = [
    "analysis_limit",
    "application_id",
    "auto_vacuum",
    "automatic_index",
    "busy_timeout",
    "cache_size",
    "case_sensitive_like",
    "cell_size_check",
    "checkpoint_fullfsync",
    "collation_list",
    "compile_options",
    "count_changes",
    "data_version",
    "database_list",
    "defer_foreign_keys",
    "encoding",
    "foreign_key_check",
    "foreign_key_list",
    "foreign_keys",
    "freelist_count",
    "full_column_names",
    "fullfsync",
    "function_list",
    "ignore_check_constraints",
    "incremental_vacuum",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "journal_mode",
    "journal_size_limit",
    "legacy_alter_table",
    "locking_mode",
    "module_list",
    "optimize",
    "page_count",
    "pragma_list",
    "query_only",
    "quick_check",
    "read_uncommitted",
    "recursive_triggers",
    "reverse_unordered_selects",
    "secure_delete",
    "short_column_names",
    "shrink_memory",
    "synchronous",
    "table_info",
    "table_list",
    "table_xinfo",
    "user_version",
];

/// PRAGMAs that may be read, and set to these values.
const PRAGMAS_WITH: [(&str, &[&str]); 13] = [
    ("cache_spill", &[]),
    ("hard_heap_limit", &[]),
    ("max_page_count", &[]),
    ("mmap_size", &["0"]),
    ("page_size", &["512", "1024", "2048", "4096"]),
    ("schema_version", &[]),
    ("soft_heap_limit", &[]),
    ("temp_store", &["2", "memory"]),
    ("threads", &["0"]),
    ("trusted_schema", &["0", "1", "on", "off", "true", "false"]),
    ("wal_autocheckpoint", &["1", "10", "100", "1000"]),
    ("wal_checkpoint", &["passive", "full", "restart", "truncate", "noop"]),
    // Without effect while the database defends itself, which it always does.
    ("writable_schema", &["0", "1", "on", "off", "true", "false"]),
];

fn refused_pragma(name: &str, value: Option<&str>) -> Option<String> {
    if PRAGMAS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return None;
    }
    let Some((_, values)) = PRAGMAS_WITH.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))
    else {
        return Some(format!("PRAGMA {name} is not in the lab"));
    };
    let value = value?;
    if values.iter().any(|known| known.eq_ignore_ascii_case(value)) {
        return None;
    }
    Some(match values {
        [] => format!("PRAGMA {name} cannot be set in the lab"),
        values => format!("PRAGMA {name} can be set to {} in the lab", values.join(", ")),
    })
}
