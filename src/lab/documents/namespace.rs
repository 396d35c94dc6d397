//! Names of databases and collections, checked as MongoDB checks them. (MongoDB manual, naming restrictions.)

use std::fmt;

use crate::lab::documents::error::{Code, CommandError};

/// Bytes of a database's name.
const DATABASE_BYTES_MAX: usize = 63;
/// Bytes of a database's and a collection's name with the dot between them.
const NAMESPACE_BYTES_MAX: usize = 255;

/// Where a collection is: `shop.users`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Namespace {
    pub database: String,
    pub collection: String,
}

impl fmt::Display for Namespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.database, self.collection)
    }
}

impl Namespace {
    /// A namespace that may be read; the names of new collections are checked further.
    pub fn new(database: &str, collection: &str) -> Result<Namespace, CommandError> {
        check_database(database)?;
        let namespace =
            Namespace { database: database.to_owned(), collection: collection.to_owned() };
        let is_valid =
            !collection.is_empty() && !collection.starts_with('.') && !collection.contains('\0');
        if is_valid { Ok(namespace) } else { Err(namespace.invalid()) }
    }

    /// Refuses what no new collection may be called.
    pub fn check_new(&self) -> Result<(), CommandError> {
        if self.collection.contains('$') {
            return Err(CommandError::new(
                Code::InvalidNamespace,
                format!("Invalid collection name: {}", self.collection),
            ));
        }
        if self.collection.starts_with("system.") {
            return Err(CommandError::new(
                Code::InvalidNamespace,
                format!("cannot write to '{self}'"),
            ));
        }
        let bytes = self.database.len() + 1 + self.collection.len();
        if bytes > NAMESPACE_BYTES_MAX {
            return Err(CommandError::new(
                Code::InvalidNamespace,
                format!(
                    "Fully qualified namespace is too long. Namespace: {self} Max: {NAMESPACE_BYTES_MAX}"
                ),
            ));
        }
        Ok(())
    }

    fn invalid(&self) -> CommandError {
        CommandError::new(Code::InvalidNamespace, format!("Invalid namespace specified '{self}'"))
    }
}

/// Refuses what no database may be called.
pub fn check_database(name: &str) -> Result<(), CommandError> {
    let is_valid = !name.is_empty()
        && name.len() <= DATABASE_BYTES_MAX
        && !name.contains(['/', '\\', '.', ' ', '"', '$', '\0']);
    if is_valid {
        return Ok(());
    }
    Err(CommandError::new(Code::InvalidNamespace, format!("Invalid database name: '{name}'")))
}
