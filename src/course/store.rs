//! What an exercise works on that has a store: one of kind `mongo` or `redis`, or a program with a client.

use crate::course::sql::DataSet;

/// Whose commands a store speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speech {
    #[default]
    Mongo,
    Redis,
}

/// The store that an answer runs on, and the data sets that fill it in turn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Store {
    /// Of documents: the database that the answer begins in; `test` where it is absent.
    pub database: Option<String>,
    /// Where there is none, the store stays empty.
    pub sets: Vec<DataSet>,
}
