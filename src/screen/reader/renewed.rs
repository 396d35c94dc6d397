//! A lesson that its author writes anew while it is open: what was typed stays, and what ran as far as
//! its block is what it was.

use super::{Open, Reader, over::Over};
use crate::course::lesson::Sample;

impl Reader {
    /// Goes on from a lesson that was open before, on the same page.
    pub(super) fn go_on_from(&mut self, was: Open) {
        let Some(open) = &mut self.open else { return };
        let is_same = |open: &Open, sample: usize| {
            let found = (open.sample(sample), was.sample(sample));
            matches!(found, (Some(now), Some(before)) if runs_alike(now, before))
        };
        let runs = was.runs.iter().filter(|(at, _)| is_same(open, **at));
        open.runs = runs.map(|(at, run)| (*at, run.clone())).collect();
        open.waiting = was.waiting.iter().copied().filter(|at| is_same(open, *at)).collect();
        open.cards = was.cards;
        open.predictions = was.predictions;
        open.skipped = was.skipped;
        open.asking = was.asking.filter(|asking| open.asks_first(asking.sample));
        open.writing = was.writing.filter(|writing| writing.is_on(open.page));
        open.over = match was.over {
            Over::Contents { .. } => was.over,
            Over::Output { sample, .. } if open.runs.contains_key(&sample) => was.over,
            // What a term means is read anew.
            Over::Output { .. } | Over::Term { .. } | Over::Nothing => Over::Nothing,
        };
        open.marked = was.marked.filter(|at| open.samples().contains(at)).or(open.marked);
        open.finished |= was.finished;
        open.top = was.top;
        // So that it is laid out with all of this.
        open.width = 0;
        self.lay_out();
    }
}

/// Whether two blocks are the same program, wherever they stand and whatever is said of their output.
fn runs_alike(one: &Sample, other: &Sample) -> bool {
    let program = |sample: &Sample| {
        let Sample { language, mode, code, on, setup, sends, continues, .. } = sample.clone();
        (language, mode, code, on, setup, sends, continues)
    };
    program(one) == program(other)
}
