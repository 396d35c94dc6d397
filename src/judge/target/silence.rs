//! Why no answer came, and why there is nothing that could answer.

use crate::{exchange::Response, lab::command, trace::Stop};

/// Why no whole answer came, as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Silence {
    pub why: Reason,
    /// What had come, where a head had come.
    pub part: Option<Box<Response>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The program is alive, has heard everything, and has no timer, job or I/O left.
    NothingLeft,
    Late {
        ms: u32,
    },
    /// The program closed the connection.
    Closed,
    Garbled(String),
    Endless,
    Ended(Stop),
    /// Nothing listens there.
    Refused {
        port: u16,
    },
    Cancelled,
}

impl Reason {
    /// Completes "GET /users: ..."; `server` is what was asked, in words.
    pub fn words(&self, server: &str) -> String {
        match self {
            Reason::NothingLeft => "no answer came".to_owned(),
            Reason::Late { ms } => format!("no answer came within {ms} ms"),
            Reason::Closed => "the connection was closed before the answer was whole".to_owned(),
            Reason::Garbled(_) => "what came back is not HTTP".to_owned(),
            Reason::Endless => "the answer has no end".to_owned(),
            Reason::Ended(_) => format!("{server} ended"),
            Reason::Refused { .. } => "nothing listens".to_owned(),
            Reason::Cancelled => "it was stopped".to_owned(),
        }
    }
}

/// Why a program did not come to listen.
#[derive(Clone, Debug, PartialEq)]
pub enum Unready {
    /// The lab is at fault.
    Fault(String),
    Ended(Stop),
    /// It runs, and listens nowhere.
    Silent,
    /// It listens on a port of its own choice instead of the one that it was given.
    Elsewhere {
        given: u16,
        named: u16,
    },
    /// Of the learner's own command.
    Command(command::Unready),
}
