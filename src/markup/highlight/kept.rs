//! A text that is highlighted again after each change, for the price of what changed.

use crate::markup::{
    Stretch,
    highlight::{Highlighter, LineState},
};

/// What is known of a text that was highlighted before.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    lines: Vec<Line>,
    /// Lines that had to be looked at the last time.
    read: usize,
}

#[derive(Clone, Debug)]
struct Line {
    text: String,
    /// The state before this line.
    before: LineState,
    /// The state behind it.
    behind: LineState,
    stretches: Vec<Stretch>,
}

impl Kept {
    /// How many lines had to be looked at the last time.
    pub fn lines_read(&self) -> usize {
        self.read
    }
}

impl Highlighter {
    /// As [`Highlighter::highlight`]. Lines that stood in `kept` and come after the same state are
    /// taken from there.
    pub fn highlight_again(
        &self,
        kept: &mut Kept,
        language: &str,
        text: &str,
    ) -> Vec<Vec<Stretch>> {
        let mut state = self.start(language, text);
        let old = std::mem::take(&mut kept.lines);
        let new: Vec<&str> = text.lines().collect();
        let same = |(line, text): &(&Line, &&str)| line.text == **text;
        let head = old.iter().zip(&new).take_while(same).count();
        let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(same).count();
        let changed = head..new.len() - tail;
        let gone = head..old.len() - tail;
        let mut old = old.into_iter();
        kept.read = 0;
        for (index, text) in new.into_iter().enumerate() {
            if index == changed.end {
                old.by_ref().take(gone.len()).for_each(drop);
            }
            let known = if changed.contains(&index) { None } else { old.next() };
            let line = known.filter(|line| line.before == state).unwrap_or_else(|| {
                kept.read += 1;
                let before = state.clone();
                let stretches = self.line(&mut state, text);
                Line { text: text.to_owned(), before, behind: state.clone(), stretches }
            });
            state.clone_from(&line.behind);
            kept.lines.push(line);
        }
        kept.lines.iter().map(|line| line.stretches.clone()).collect()
    }
}
