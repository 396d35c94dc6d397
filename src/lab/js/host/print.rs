//! Standard output and error, streamed to the parent as they come.

use std::rc::Rc;

use rquickjs::{Ctx, Object, Result, Value, prelude::Opt};

use super::{Host, give, with_bytes};
use crate::lab::protocol::{Ending, ToParent};

/// Bytes of one frame; longer output is told in pieces.
const PIECE_BYTES: usize = 256 << 10;

pub fn install<'js>(object: &Object<'js>, host: &Rc<Host>) -> Result<()> {
    let this = Rc::clone(host);
    give(
        object,
        "print",
        move |ctx: Ctx<'js>, stream: u8, what: Value<'js>, request: Opt<Option<u32>>| {
            with_bytes(&ctx, &what, |bytes| {
                this.print(stream == 2, bytes, request.0.flatten());
            })
        },
    )
}

impl Host {
    /// Tells the parent what was printed; too much ends the run, and the part that fits is told.
    pub fn print(&self, err: bool, bytes: &[u8], request: Option<u32>) {
        let room = self.start.printed_bytes.saturating_sub(self.printed.get());
        let fitting = bytes.len().min(usize::try_from(room).unwrap_or(usize::MAX));
        for piece in bytes[..fitting].chunks(PIECE_BYTES) {
            let (bytes, at_us) = (piece.to_vec(), self.wire.at_us());
            self.wire.tell(&ToParent::Printed { err, bytes, request, at_us });
        }
        self.printed.set(self.printed.get() + fitting as u64);
        if fitting < bytes.len() {
            self.wire.end(Ending::Output);
        }
    }
}
