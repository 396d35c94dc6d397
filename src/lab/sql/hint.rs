//! What to do about a wrong statement: a nearer name, the missing bracket, SQLite's form.

use rusqlite::Connection;

use super::{
    dialect,
    split::{self, Token, TokenKind},
};
use crate::{
    diag::did_you_mean,
    lab::protocol::sql::{Constraint, Failing, Kind},
};

/// Names that are looked through or listed at most.
const NAMES_MAX: usize = 200;
const NAMES_LISTED_MAX: usize = 8;
/// Longer names are nobody's slip of the finger.
const NAME_CHARACTERS_MAX: usize = 40;

/// Words that begin a statement.
const BEGINNINGS: [&str; 8] =
    ["select", "insert", "update", "delete", "create", "drop", "alter", "with"];

/// A hint for `failing`, whose place counts from the start of the statement `text`.
pub fn hint(database: &Connection, text: &str, failing: &Failing) -> Option<String> {
    let tokens: Vec<Token<'_>> = split::tokens(text).collect();
    let at = tokens.iter().position(|token| failing.at < token.from + token.text.len());
    let at = at.unwrap_or(tokens.len());
    match failing.kind {
        Kind::Syntax => syntax(database, &tokens, at, &failing.message),
        // SQLite may take a foreign word for a column.
        Kind::Missing => dialect::form_near(&tokens, at)
            .filter(|_| failing.message.starts_with("no such column"))
            .map(str::to_owned)
            .or_else(|| missing(database, &tokens, &failing.message)),
        Kind::Meaning => meaning(&failing.message),
        Kind::Constraint(constraint) => broken(constraint, &failing.message),
        Kind::Limit => limit(&failing.message),
        Kind::Refused | Kind::Locked | Kind::Stale | Kind::Other => None,
    }
}

/// Whether a statement may be complete at `token`.
fn ends_statement(token: &Token<'_>) -> bool {
    match token.kind {
        TokenKind::Word => !is_keyword(token.text),
        TokenKind::Text | TokenKind::QuotedName | TokenKind::Number => true,
        TokenKind::Symbol => token.text == ")",
        TokenKind::Semicolon | TokenKind::Unended => false,
    }
}

fn syntax(database: &Connection, tokens: &[Token<'_>], at: usize, message: &str) -> Option<String> {
    if tokens.first().is_some_and(|first| first.text == ".") {
        return Some(CONSOLE_COMMAND.to_owned());
    }
    if message.starts_with("unrecognized token") {
        if tokens.get(at).is_some_and(|token| token.kind == TokenKind::Unended) {
            return Some("the quote that begins here is never closed".to_owned());
        }
        return dialect::form_near(tokens, at).map(str::to_owned);
    }
    if let Some(form) = dialect::form_near(tokens, at) {
        return Some(form.to_owned());
    }
    if let Some(bracket) = unbalanced(&tokens[..tokens.len().min(at + 1)], at >= tokens.len()) {
        return Some(bracket);
    }
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let here = tokens.get(at);
    if let (Some(comma), Some(here)) = (before.filter(|token| token.text == ","), here)
        && (here.text == ")" || is_keyword(here.text))
    {
        return Some(format!(
            "take the `{}` before `{}` away, or write what is missing",
            comma.text, here.text
        ));
    }
    if let Some(here) = here
        && here.kind == TokenKind::Word
    {
        let begins = BEGINNINGS.iter().any(|word| here.is(word));
        if begins && before.is_some_and(ends_statement) {
            let hint = "a statement begins here: the one before it needs a `;` at its end";
            return Some(hint.to_owned());
        }
        if let Some(word) = near_keyword(here.text) {
            return Some(format!("did you mean `{word}`?"));
        }
        let names_follow = ["table", "from", "into", "join", "update", "view", "index", "as"];
        if is_keyword(here.text)
            && before.is_some_and(|before| names_follow.iter().any(|word| before.is(word)))
        {
            return Some(format!(
                "`{0}` is a word of SQL; as a name it needs double quotes: \"{0}\"",
                here.text
            ));
        }
    }
    // A misspelt word passes for a name, and SQLite stumbles over the word after it.
    let before = before.filter(|token| token.kind == TokenKind::Word)?;
    let known = Names::of(database);
    let is_name = known.all().any(|name| name.eq_ignore_ascii_case(before.text));
    let word = near_keyword(before.text).filter(|_| !is_name)?;
    Some(format!("did you mean `{word}` for `{}`?", before.text))
}

const CONSOLE_COMMAND: &str =
    "a command that begins with a dot is none of SQL's; `backlab sql` takes some at its prompt";

/// What is wrong with the brackets of `tokens`; one that is open is wrong at the end, or where the
/// query goes on.
fn unbalanced(tokens: &[Token<'_>], is_end: bool) -> Option<String> {
    let mut open: Vec<usize> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "(" => open.push(at),
            ")" if open.pop().is_none() => return Some("this `)` closes nothing".to_owned()),
            _ => {}
        }
    }
    let last = tokens.get(*open.last()? + 1);
    let holds_query = last.is_some_and(|token| token.is("select") || token.is("with"));
    let goes_on = ["from", "where", "group", "order", "join"];
    let is_wrong = is_end
        || !holds_query
            && tokens.last().is_some_and(|token| goes_on.iter().any(|word| token.is(word)));
    is_wrong.then(|| match open.len() {
        1 => "one `(` is not closed".to_owned(),
        open => format!("{open} `(` are not closed"),
    })
}

fn missing(database: &Connection, tokens: &[Token<'_>], message: &str) -> Option<String> {
    let known = Names::of(database);
    if let Some(name) = message.strip_prefix("no such table: ") {
        let tables: Vec<&str> = known.tables.iter().map(|(table, _)| table.as_str()).collect();
        return Some(near(name, &tables).unwrap_or_else(|| listed("the tables are", &tables)));
    }
    if let Some(name) = message.strip_prefix("no such column: ") {
        return Some(missing_column(&known, tokens, name));
    }
    if let Some(name) = message.strip_prefix("no such function: ") {
        let form = dialect::function(name).map(str::to_owned);
        return form.or_else(|| near(name, &functions(database)));
    }
    if let Some((table, name)) =
        message.strip_prefix("table ").and_then(|rest| rest.split_once(" has no column named "))
    {
        let columns = known.columns(table);
        return Some(near(name, &columns).unwrap_or_else(|| listed("its columns are", &columns)));
    }
    None
}

/// `name` as SQLite tells it: `nmae`, `c.nmae`, or `"Lagos" - should this be a string literal in
/// single-quotes?`.
fn missing_column(known: &Names, tokens: &[Token<'_>], name: &str) -> String {
    if let Some(quoted) = name.strip_prefix('"') {
        let text = quoted.split('"').next().unwrap_or_default();
        return format!("double quotes are for names; a text stands in single quotes: '{text}'");
    }
    let bare = name.rsplit('.').next().unwrap_or(name);
    let named =
        |table: &str| tokens.iter().any(|token| unquoted(token.text).eq_ignore_ascii_case(table));
    let columns: Vec<&str> = known
        .tables
        .iter()
        .filter(|(table, _)| named(table))
        .flat_map(|(_, columns)| columns.iter().map(String::as_str))
        .collect();
    let is_it = |column: &str| column.eq_ignore_ascii_case(bare);
    if let Some((before, _)) = name.split_once('.')
        && columns.iter().any(|column| is_it(column))
    {
        return format!("`{before}` is none of this query's tables, or has no such column");
    }
    if let Some(found) = near(bare, &columns) {
        return found;
    }
    if let Some((table, _)) =
        known.tables.iter().find(|(_, columns)| columns.iter().any(|column| is_it(column)))
    {
        return format!("`{bare}` is a column of {table}, which this query does not read");
    }
    if columns.is_empty() {
        return "name a table after FROM, or put a text into single quotes".to_owned();
    }
    listed("the columns are", &columns) + "; a text stands in single quotes"
}

fn meaning(message: &str) -> Option<String> {
    let has = |words: &str| message.contains(words);
    let hint = if has("ambiguous column name") {
        "write the table before it: customers.id"
    } else if has("misuse of aggregate") || has("misuse of aliased aggregate") {
        "WHERE looks at one row at a time; a condition on a group stands after HAVING"
    } else if has("misuse of window function") {
        "a window function stands in SELECT or ORDER BY: filter its result in a query around this one"
    } else if has("values were supplied") || has("values for") {
        "name the columns that get a value: INSERT INTO customers (name, city) VALUES (...)"
    } else if has("already exists") {
        "drop it first, or write IF NOT EXISTS"
    } else if has("AUTOINCREMENT is only") {
        "an INTEGER PRIMARY KEY, with the whole word INTEGER, numbers its rows by itself"
    } else if has("wrong number of arguments") {
        "compare the number of arguments with what the function takes"
    } else if has("all VALUES must have the same number of terms") {
        "every row in brackets has as many values as the others"
    } else {
        return None;
    };
    Some(hint.to_owned())
}

fn broken(constraint: Constraint, message: &str) -> Option<String> {
    let about = message.split_once(": ").map_or("", |(_, about)| about);
    let columns = about.split(", ").map(bare_column).collect::<Vec<_>>().join(", ");
    Some(match constraint {
        Constraint::NotNull => format!("every row must have a value in {columns}"),
        Constraint::Unique | Constraint::PrimaryKey => {
            format!("another row has the same {columns} already")
        }
        Constraint::Check => format!("the row breaks the rule CHECK ({about})"),
        Constraint::ForeignKey => "the row names a row that is not there, or rows that stay name \
                                   one that goes"
            .to_owned(),
        Constraint::DataType if about.is_empty() => {
            "an INTEGER PRIMARY KEY takes whole numbers only".to_owned()
        }
        Constraint::DataType => "the column of a STRICT table takes its own type only".to_owned(),
        Constraint::Trigger | Constraint::Other => return None,
    })
}

fn limit(message: &str) -> Option<String> {
    use super::sandbox::{PAGE_BYTES, PAGES_MAX, VALUE_BYTES_MAX};
    if message.contains("too big") {
        return Some(format!("a text or blob may be {VALUE_BYTES_MAX} bytes long in the lab"));
    }
    if message.contains("disk is full") {
        let megabytes = (u64::from(PAGES_MAX) * PAGE_BYTES) >> 20;
        return Some(format!("a database may be {megabytes} MB large in the lab"));
    }
    (!message.starts_with("the ")).then(|| "the lab takes less of it than SQLite does".to_owned())
}

/// Tables and views with their columns.
struct Names {
    tables: Vec<(String, Vec<String>)>,
}

impl Names {
    /// None where the schema cannot be read, as when the time is up.
    fn of(database: &Connection) -> Names {
        let tables = strings(
            database,
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') UNION ALL SELECT name \
             FROM sqlite_temp_schema WHERE type IN ('table', 'view')",
            &[],
        );
        let with_columns = |table: String| {
            let columns = strings(database, "SELECT name FROM pragma_table_info(?1)", &[&table]);
            (table, columns)
        };
        Names { tables: tables.into_iter().map(with_columns).collect() }
    }

    fn columns(&self, table: &str) -> Vec<&str> {
        let of_table = self.tables.iter().filter(|(name, _)| name.eq_ignore_ascii_case(table));
        of_table.flat_map(|(_, columns)| columns.iter().map(String::as_str)).collect()
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().flat_map(|(table, columns)| {
            std::iter::once(table.as_str()).chain(columns.iter().map(String::as_str))
        })
    }
}

fn functions(database: &Connection) -> Vec<String> {
    strings(database, "SELECT DISTINCT name FROM pragma_function_list", &[])
}

/// The texts in the first column; none where the query fails.
fn strings(database: &Connection, query: &str, values: &[&String]) -> Vec<String> {
    let read = || {
        let mut statement = database.prepare(query)?;
        let rows = statement.query_map(rusqlite::params_from_iter(values), |row| row.get(0))?;
        rows.take(NAMES_MAX).collect::<rusqlite::Result<Vec<String>>>()
    };
    read().unwrap_or_default()
}

fn near<T: AsRef<str>>(name: &str, candidates: &[T]) -> Option<String> {
    if NAME_CHARACTERS_MAX < name.chars().count() {
        return None;
    }
    let lower = name.to_lowercase();
    let lowered: Vec<String> =
        candidates.iter().map(|candidate| candidate.as_ref().to_lowercase()).collect();
    let found = did_you_mean(&lower, lowered.iter().map(String::as_str))?;
    let at = lowered.iter().position(|candidate| candidate == found)?;
    Some(format!("did you mean `{}`?", candidates[at].as_ref()))
}

fn listed(what: &str, names: &[&str]) -> String {
    if names.is_empty() {
        return "there is no table yet".to_owned();
    }
    let more = if NAMES_LISTED_MAX < names.len() { " and more" } else { "" };
    let some: Vec<&str> = names.iter().take(NAMES_LISTED_MAX).copied().collect();
    format!("{what}: {}{more}", some.join(", "))
}

fn near_keyword(word: &str) -> Option<&'static str> {
    if is_keyword(word) || word.chars().count() < 3 || NAME_CHARACTERS_MAX < word.chars().count() {
        return None;
    }
    did_you_mean(&word.to_uppercase(), KEYWORDS)
}

fn is_keyword(word: &str) -> bool {
    KEYWORDS.iter().any(|keyword| keyword.eq_ignore_ascii_case(word))
}

fn bare_column(column: &str) -> &str {
    column.rsplit('.').next().unwrap_or(column)
}

fn unquoted(name: &str) -> &str {
    name.trim_matches(['"', '`', '[', ']'])
}

/// The words that learners type, the commonest first: of two that are as near it is the one.
/// SQLite has more.
const KEYWORDS: [&str; 62] = [
    "SELECT",
    "FROM",
    "WHERE",
    "ORDER",
    "GROUP",
    "BY",
    "JOIN",
    "ON",
    "LEFT",
    "INSERT",
    "INTO",
    "VALUES",
    "UPDATE",
    "SET",
    "DELETE",
    "CREATE",
    "TABLE",
    "LIMIT",
    "HAVING",
    "AND",
    "OR",
    "NOT",
    "NULL",
    "AS",
    "DISTINCT",
    "PRIMARY",
    "KEY",
    "FOREIGN",
    "REFERENCES",
    "UNIQUE",
    "CHECK",
    "DEFAULT",
    "INDEX",
    "DROP",
    "ALTER",
    "COLUMN",
    "VIEW",
    "UNION",
    "INNER",
    "OUTER",
    "FULL",
    "USING",
    "IN",
    "IS",
    "LIKE",
    "BETWEEN",
    "EXISTS",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "ASC",
    "DESC",
    "OFFSET",
    "WITH",
    "BEGIN",
    "COMMIT",
    "ROLLBACK",
    "TRANSACTION",
    "CONSTRAINT",
    "RETURNING",
];
