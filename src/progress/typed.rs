//! What was typed into the playground, so that it comes back after a restart. It stays on this
//! machine: a request that somebody typed may hold a password, so no export has it.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::progress::{
    Seconds,
    summary::{number, text},
};

/// Entries that are kept of each prompt; older ones go.
pub const TYPED_MAX: u32 = 1_000;

/// Bytes of an entry at most. A longer one is not kept: half a script is of no use.
pub const TYPED_BYTES_MAX: usize = 16 << 10;

/// Where something was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    Http,
    Sql,
    Mongo,
    Redis,
    Js,
}

/// Something that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    pub text: String,
    pub at: Seconds,
}

impl Prompt {
    fn name(self) -> &'static str {
        match self {
            Prompt::Http => "http",
            Prompt::Sql => "sql",
            Prompt::Mongo => "mongo",
            Prompt::Redis => "redis",
            Prompt::Js => "js",
        }
    }
}

/// What was typed there, newest first, at most `most`.
pub fn newest(connection: &Connection, prompt: Prompt, most: u32) -> rusqlite::Result<Vec<Typed>> {
    let sql = "SELECT text, at FROM typed WHERE place = ?1 ORDER BY id DESC LIMIT ?2";
    let mut query = connection.prepare_cached(sql)?;
    let typed = query.query_map(params![prompt.name(), most], |row| {
        Ok(Typed { text: text(row, 0), at: number(row, 1) })
    })?;
    typed.collect()
}

/// Keeps what was typed. The same as last time is kept once, with the later time.
pub fn put(
    transaction: &Transaction<'_>,
    at: Seconds,
    token: i64,
    prompt: Prompt,
    typed: &str,
) -> rusqlite::Result<()> {
    if typed.is_empty() || typed.len() > TYPED_BYTES_MAX {
        return Ok(());
    }
    let place = prompt.name();
    let sql = "SELECT id, text FROM typed WHERE place = ?1 ORDER BY id DESC LIMIT 1";
    let last =
        transaction.query_row(sql, [place], |row| Ok((number(row, 0), text(row, 1)))).optional()?;
    if let Some((last, _)) = last.filter(|(_, text)| text == typed) {
        transaction.execute("UPDATE typed SET at = max(at, ?2) WHERE id = ?1", [last, at])?;
        return Ok(());
    }
    let sql = "INSERT INTO typed (token, place, text, at) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (token) DO NOTHING";
    transaction.execute(sql, params![token, place, typed, at])?;
    let sql = "DELETE FROM typed WHERE id IN (
                   SELECT id FROM typed WHERE place = ?1 ORDER BY id DESC LIMIT -1 OFFSET ?2)";
    transaction.execute(sql, params![place, TYPED_MAX])?;
    Ok(())
}
