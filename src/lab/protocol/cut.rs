//! Texts that a program chooses, cut so that a frame holds them.

use super::{Happening, Spot};

/// Bytes of one text. A frame with several, each byte written as six, is still short enough.
pub const TEXT_BYTES_MAX: usize = 64 << 10;

/// `text`, or its beginning when it is too long.
pub fn text(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(TEXT_BYTES_MAX));
    text
}

impl Happening {
    /// With what is too long cut.
    pub fn cut(self) -> Happening {
        match self {
            Happening::RequestReceived { method, target, headers } => Happening::RequestReceived {
                method: text(method),
                target: text(target),
                headers: fields(headers),
            },
            Happening::ResponseStarted { status, headers, place } => {
                let place = place.map(|spot| Spot { file: text(spot.file), ..spot });
                Happening::ResponseStarted { status, headers: fields(headers), place }
            }
            Happening::BodyReceived { bytes, body } => {
                Happening::BodyReceived { bytes, body: text(body) }
            }
            Happening::ResponseEnded { bytes, body } => {
                Happening::ResponseEnded { bytes, body: text(body) }
            }
            Happening::FetchSent { method, url } => {
                Happening::FetchSent { method: text(method), url: text(url) }
            }
            Happening::RouteMatched { path } => Happening::RouteMatched { path: text(path) },
            Happening::LayerEntered { layer, name, place } => Happening::LayerEntered {
                layer,
                name: text(name),
                place: place.map(|spot| Spot { file: text(spot.file), ..spot }),
            },
            Happening::LayerUnreached { route, name, hands_on, place } => {
                Happening::LayerUnreached {
                    hands_on,
                    route: text(route),
                    name: text(name),
                    place: place.map(|spot| Spot { file: text(spot.file), ..spot }),
                }
            }
            Happening::Hashed { call, algorithm, cost, place, took_us } => {
                let place = place.map(|spot| Spot { file: text(spot.file), ..spot });
                Happening::Hashed { call, algorithm, cost, place, took_us }
            }
            // What is thrown is cut when it becomes a frame's, and a statement or a command
            // when it is told.
            kept @ (Happening::ClientLeft
            | Happening::Withheld
            | Happening::FetchAnswered { .. }
            | Happening::LayerLeft { .. }
            | Happening::ClockMoved { .. }
            | Happening::FetchMishap { .. }
            | Happening::Sql(_)
            | Happening::Store(_)
            | Happening::Threw(_)) => kept,
        }
    }
}

/// The first of `headers`, as many as have room together.
fn fields(headers: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut room = TEXT_BYTES_MAX;
    let fits = |(name, value): &(String, String)| {
        // An empty field costs something too.
        let left = room.checked_sub(name.len() + value.len() + 4);
        room = left.unwrap_or(room);
        left.is_some()
    };
    headers.into_iter().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lab::protocol::{self, Failure, TO_PARENT_BYTES_MAX, ToParent},
        trace::Thrown,
    };

    #[test]
    fn the_longest_texts_fit_into_a_frame() {
        let long = || "\u{1}".repeat(8 << 20);
        let thrown = Thrown {
            name: long(),
            message: long(),
            place: Some(crate::diag::Place::new(long(), 1, 1)),
            line: Some(long()),
            stack: long(),
        };
        let happenings = [
            Happening::Threw(Failure::from(thrown)),
            Happening::RequestReceived {
                method: long(),
                target: long(),
                headers: vec![(String::new(), String::new()); 1 << 20],
            },
            Happening::ResponseStarted {
                status: 200,
                headers: vec![(long(), long())],
                place: None,
            },
            Happening::RouteMatched { path: "\u{e9}".repeat(1 << 20) },
        ];
        for what in happenings {
            let what = what.cut();
            let frame = ToParent::Happened { what, request: None, at_us: 0 };
            let mut bytes = Vec::new();
            protocol::append(&mut bytes, &frame).unwrap();
            assert_eq!(protocol::take(&mut bytes, TO_PARENT_BYTES_MAX).unwrap(), Some(frame));
        }
    }
}
