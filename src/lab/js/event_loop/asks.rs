//! What a test of a pack asks of the parent, and what it is told.

use rquickjs::Result;

use super::EventLoop;
use crate::lab::protocol::{ToParent, Told};

impl EventLoop<'_> {
    /// Sends what was asked, once nothing else is left to do: what belongs together goes together.
    pub(super) fn send_asks(&mut self) {
        let list = std::mem::take(&mut *self.host.asked.borrow_mut());
        if !list.is_empty() {
            self.asks_open += list.len();
            self.host.wire.tell(&ToParent::Asked { list });
        }
    }

    pub(super) fn hear_told(&mut self, list: Vec<(u64, Told)>) -> Result<()> {
        for (id, told) in list {
            self.asks_open = self.asks_open.saturating_sub(1);
            let told = serde_json::to_string(&told)
                .expect("what is told is plain data with names for keys");
            #[expect(clippy::cast_precision_loss, reason = "ids count up from 1")]
            let id = id as f64;
            self.dispatch(&self.ask.told.clone(), (id, told))?;
        }
        Ok(())
    }
}
