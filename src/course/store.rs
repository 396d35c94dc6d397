//! What an exercise of kind `mongo` or `redis` works on.

use crate::course::sql::DataSet;

/// The store that an answer runs on, and the data sets that fill it in turn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Store {
    /// Of documents: the database that the answer begins in; `test` where it is absent.
    pub database: Option<String>,
    /// Where there is none, the store stays empty.
    pub sets: Vec<DataSet>,
}
