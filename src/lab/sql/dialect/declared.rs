//! The words of a column's type, and what PostgreSQL and MySQL understand by them.

/// What a type says about its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers from the first to the last.
    Integer(i64, i64),
    /// Binary fractions.
    Real,
    /// Decimal fractions, exact.
    Exact,
    Text,
    Boolean,
    Date,
    Time,
    Timestamp,
    Uuid,
    Json,
    Bytes,
    /// Known, and of no concern here.
    Other,
}

/// Where a type's name is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// In PostgreSQL and MySQL.
    Both,
    MySql,
    Postgres,
    /// In neither.
    Nowhere,
    /// An integer that PostgreSQL and MySQL number by themselves.
    Serial,
}

/// A type as it stands in CREATE TABLE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// In upper case, one space between words, without what stands in brackets.
    pub name: String,
    pub home: Home,
    pub kind: Kind,
    /// The numbers in brackets.
    pub sizes: Vec<u64>,
}

impl Declared {
    pub fn of(words: &str) -> Declared {
        let (before, rest) = words.split_once('(').unwrap_or((words, ""));
        let (inner, after) = rest.split_once(')').unwrap_or((rest, ""));
        let sizes: Vec<u64> =
            inner.split(',').filter_map(|size| size.trim().parse().ok()).collect();
        let words = before.split_whitespace().chain(after.split_whitespace());
        let name = words.collect::<Vec<_>>().join(" ").to_ascii_uppercase();
        let (home, kind) = known(&name);
        let home = if home == Home::Both && !postgres_takes_sizes(kind, &name, &sizes) {
            Home::MySql
        } else {
            home
        };
        Declared { name, home, kind, sizes }
    }
}

/// Only some of PostgreSQL's types take numbers in brackets.
fn postgres_takes_sizes(kind: Kind, name: &str, sizes: &[u64]) -> bool {
    match kind {
        Kind::Integer(..) | Kind::Boolean | Kind::Date | Kind::Json => sizes.is_empty(),
        Kind::Text => sizes.is_empty() || name != "TEXT",
        Kind::Real => sizes.is_empty() || name == "FLOAT" && sizes.len() == 1,
        Kind::Exact | Kind::Time | Kind::Timestamp | Kind::Uuid | Kind::Bytes | Kind::Other => true,
    }
}

fn known(name: &str) -> (Home, Kind) {
    let found = TYPES.iter().find(|(names, _, _)| names.contains(&name));
    if let Some((_, home, kind)) = found {
        return (*home, *kind);
    }
    // MySQL puts these words behind a number's type.
    for word in [" UNSIGNED", " ZEROFILL", " SIGNED"] {
        if let Some(number) = name.strip_suffix(word) {
            return match known(number) {
                (Home::Both | Home::MySql, Kind::Integer(_, most)) if word != " SIGNED" => {
                    (Home::MySql, Kind::Integer(0, most.saturating_mul(2).saturating_add(1)))
                }
                (Home::Both | Home::MySql, kind) => (Home::MySql, kind),
                (Home::Postgres | Home::Nowhere | Home::Serial, _) => (Home::Nowhere, Kind::Other),
            };
        }
    }
    let is_array = name.ends_with("[]");
    (if is_array { Home::Postgres } else { Home::Nowhere }, Kind::Other)
}

const SMALL: Kind = Kind::Integer(i16::MIN as i64, i16::MAX as i64);
const WHOLE: Kind = Kind::Integer(i32::MIN as i64, i32::MAX as i64);
const BIG: Kind = Kind::Integer(i64::MIN, i64::MAX);

/// (PostgreSQL manual, Data Types, Table 8.1; MySQL 8.4 manual, Data Types.)
const TYPES: [(&[&str], Home, Kind); 29] = [
    (&["INT", "INTEGER", "INT4"], Home::Both, WHOLE),
    (&["SMALLINT", "INT2"], Home::Both, SMALL),
    (&["BIGINT", "INT8"], Home::Both, BIG),
    (&["TINYINT", "INT1"], Home::MySql, Kind::Integer(i8::MIN as i64, i8::MAX as i64)),
    (&["MEDIUMINT", "INT3", "MIDDLEINT"], Home::MySql, Kind::Integer(-(1 << 23), (1 << 23) - 1)),
    (&["SERIAL"], Home::Serial, WHOLE),
    (&["BIGSERIAL", "SERIAL8"], Home::Serial, BIG),
    (&["SMALLSERIAL", "SERIAL2", "SERIAL4"], Home::Serial, SMALL),
    (&["REAL", "FLOAT", "FLOAT4", "FLOAT8", "DOUBLE PRECISION"], Home::Both, Kind::Real),
    (&["DOUBLE"], Home::MySql, Kind::Real),
    (&["DECIMAL", "NUMERIC", "DEC"], Home::Both, Kind::Exact),
    (&["FIXED"], Home::MySql, Kind::Exact),
    (
        &["TEXT", "VARCHAR", "CHAR", "CHARACTER", "CHARACTER VARYING", "CHAR VARYING", "NCHAR"],
        Home::Both,
        Kind::Text,
    ),
    (&["TINYTEXT", "MEDIUMTEXT", "LONGTEXT", "NVARCHAR"], Home::MySql, Kind::Text),
    (&["BOOLEAN", "BOOL"], Home::Both, Kind::Boolean),
    (&["DATE"], Home::Both, Kind::Date),
    (&["TIME"], Home::Both, Kind::Time),
    (&["TIMESTAMP"], Home::Both, Kind::Timestamp),
    (&["DATETIME"], Home::MySql, Kind::Timestamp),
    (
        &["TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITHOUT TIME ZONE"],
        Home::Postgres,
        Kind::Timestamp,
    ),
    (&["UUID"], Home::Postgres, Kind::Uuid),
    (&["JSON"], Home::Both, Kind::Json),
    (&["JSONB"], Home::Postgres, Kind::Json),
    (
        &["BLOB", "TINYBLOB", "MEDIUMBLOB", "LONGBLOB", "BINARY", "VARBINARY"],
        Home::MySql,
        Kind::Bytes,
    ),
    (&["BYTEA"], Home::Postgres, Kind::Bytes),
    (&["BIT"], Home::Both, Kind::Other),
    (&["YEAR"], Home::MySql, Kind::Other),
    (&["SIGNED", "UNSIGNED", "SIGNED INTEGER", "UNSIGNED INTEGER"], Home::MySql, BIG),
    (
        &["TIMETZ", "INTERVAL", "INET", "CIDR", "MONEY", "XML", "TSVECTOR", "BIT VARYING"],
        Home::Postgres,
        Kind::Other,
    ),
];
