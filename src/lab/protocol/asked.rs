//! What a test of a pack asks of its parent, which reaches the learner's program for it.

use serde::{Deserialize, Serialize};

use super::bytes;
use crate::exchange::mishap::Mishap;

/// A wish of a test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Ask {
    /// Sends a request to the learner's program; those that come together are sent at once.
    Send {
        method: String,
        target: String,
        headers: Vec<(String, String)>,
        #[serde(with = "bytes")]
        body: Vec<u8>,
    },
    /// Moves the program's clock.
    Advance { ms: u64 },
    /// From now on these things go wrong with the program's own requests, and no others.
    Mishaps { list: Vec<Mishap> },
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Told {
    Answer {
        status: u16,
        headers: Vec<(String, String)>,
        #[serde(with = "bytes")]
        body: Vec<u8>,
    },
    Done,
    /// It could not be done; says why.
    Refused {
        why: String,
    },
}
