//! What the frames of a child mean to its parent.

use super::{Ending, Failure, Happening, Layer, Reply, Spot, cut};
use crate::{
    diag::Place,
    lab::{Answer, Limits},
    trace::{self, HashRan, Left, Stop, Thrown, What},
};

impl From<Happening> for What {
    fn from(what: Happening) -> What {
        match what {
            Happening::RequestReceived { method, target, headers } => {
                What::RequestReceived { method, target, headers: headers.into_iter().collect() }
            }
            Happening::BodyReceived { bytes, body } => {
                What::BodyReceived { bytes, body: body.into_bytes() }
            }
            Happening::ResponseStarted { status, headers, place } => What::ResponseStarted {
                status,
                headers: headers.into_iter().collect(),
                place: place.map(Place::from),
            },
            Happening::ResponseEnded { bytes, body } => {
                What::ResponseEnded { bytes, body: body.into_bytes() }
            }
            Happening::ClientLeft => What::ClientLeft,
            Happening::Withheld => What::Withheld,
            Happening::FetchSent { method, url } => What::FetchSent { method, url },
            Happening::FetchAnswered { status } => What::FetchAnswered { status },
            Happening::RouteMatched { path } => What::RouteMatched { path },
            Happening::LayerEntered { layer, name, place } => What::LayerEntered {
                layer: match layer {
                    Layer::Middleware => trace::Layer::Middleware,
                    Layer::Handler => trace::Layer::Handler,
                    Layer::ErrorHandler => trace::Layer::ErrorHandler,
                },
                name,
                place: place.map(Place::from),
            },
            Happening::LayerLeft { failed } => {
                What::LayerLeft { how: if failed { Left::Failed } else { Left::Next } }
            }
            Happening::LayerUnreached { route, name, hands_on, place } => {
                What::LayerUnreached { route, name, hands_on, place: place.map(Place::from) }
            }
            Happening::Sql(statement) => What::Sql(statement.into()),
            Happening::Store(did) => did.into(),
            Happening::Hashed { call, algorithm, cost, place, took_us } => {
                let place = place.map(Place::from);
                What::Hashed(HashRan { call, algorithm, cost, place, took_us })
            }
            Happening::FetchMishap { how } => What::FetchMishap { how },
            Happening::ClockMoved { by_ms, passed_ms } => What::ClockMoved { by_ms, passed_ms },
            Happening::Threw(failure) => What::Threw(failure.into()),
        }
    }
}

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Answer {
        match reply {
            Reply::Value(value) => Answer::Value(value),
            Reply::Nothing => Answer::Nothing,
            Reply::Threw(failure) => Answer::Threw(Box::new(failure.into())),
        }
    }
}

impl From<Failure> for Thrown {
    fn from(failure: Failure) -> Thrown {
        Thrown {
            name: failure.name,
            message: failure.message,
            place: failure.place.map(Place::from),
            line: failure.line,
            stack: failure.stack,
        }
    }
}

impl From<Thrown> for Failure {
    fn from(thrown: Thrown) -> Failure {
        Failure {
            name: cut::text(thrown.name),
            message: cut::text(thrown.message),
            place: thrown.place.map(Spot::from),
            line: thrown.line.map(cut::text),
            stack: cut::text(thrown.stack),
        }
    }
}

impl From<Spot> for Place {
    fn from(spot: Spot) -> Place {
        Place::new(spot.file, spot.line, spot.column)
    }
}

impl From<Place> for Spot {
    fn from(place: Place) -> Spot {
        Spot { file: cut::text(place.file), line: place.line, column: place.column }
    }
}

impl Ending {
    /// The stop that this end is under `limits`.
    pub fn stop(self, limits: &Limits) -> Stop {
        match self {
            Ending::Finished => Stop::Finished,
            Ending::Exited(code) => Stop::Exited(code),
            Ending::Threw(failure) => Stop::Threw(Box::new(failure.into())),
            Ending::Turn { place } => {
                Stop::Turn { limit_ms: limits.turn_ms, place: place.map(Place::from) }
            }
            Ending::Memory => Stop::Memory { limit_mb: limits.memory_mb },
            Ending::Output => {
                Stop::Output { limit_bytes: limits.printed_bytes.unwrap_or(u64::MAX) }
            }
            Ending::Fault(fault) => Stop::Fault(fault),
        }
    }
}
