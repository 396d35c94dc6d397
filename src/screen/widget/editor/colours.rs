//! The classes of the text, as the worker found them last. They follow the edits until it has
//! looked again, so that nothing flickers while one types.

use crate::markup::{Class, Stretch};

use super::{document::Position, undo::Change};

/// For each line its stretches; a line without any is plain.
#[derive(Clone, Debug, Default)]
pub struct Colours {
    lines: Vec<Vec<Stretch>>,
}

impl Colours {
    pub fn new(lines: Vec<Vec<Stretch>>) -> Colours {
        Colours { lines }
    }

    /// The stretches of a line.
    pub fn line(&self, line: usize) -> &[Stretch] {
        self.lines.get(line).map_or(&[], Vec::as_slice)
    }

    pub fn class_at(&self, line: usize, byte: usize) -> Class {
        class_at(self.line(line), byte)
    }

    /// Moves the stretches as a change moved the text; what came has the class of what it came
    /// into.
    pub fn follow(&mut self, change: &Change) {
        let Position { line: first, byte } = change.at;
        if self.lines.len() <= first {
            return;
        }
        let end = change.at.after(&change.removed);
        let tail = split(self.line(end.line), end.byte).1;
        let (mut head, _) = split(self.line(first), byte);
        let came: Vec<&str> = change.added.split('\n').collect();
        let class = head.last().or(tail.first()).map_or(Class::Code, |(_, class)| *class);
        let mut lines = Vec::new();
        for (index, text) in came.iter().enumerate() {
            let mut line = if index == 0 { std::mem::take(&mut head) } else { Vec::new() };
            line.push((text.len(), class));
            lines.push(line);
        }
        if let Some(last) = lines.last_mut() {
            last.extend(tail);
        }
        let last = end.line.min(self.lines.len() - 1);
        self.lines.splice(first..=last, lines);
    }
}

/// The class of the stretch over byte `byte`.
pub fn class_at(stretches: &[Stretch], byte: usize) -> Class {
    let mut end = 0;
    for (length, class) in stretches {
        end += length;
        if byte < end {
            return *class;
        }
    }
    Class::Code
}

/// The stretches before byte `at`, and those from it on.
fn split(stretches: &[Stretch], at: usize) -> (Vec<Stretch>, Vec<Stretch>) {
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    let mut start = 0;
    for (length, class) in stretches {
        let before = at.saturating_sub(start).min(*length);
        if 0 < before {
            head.push((before, *class));
        }
        if before < *length {
            tail.push((length - before, *class));
        }
        start += length;
    }
    (head, tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: &Change, expected: &[&[Stretch]]) {
        let word = (5, Class::Keyword);
        let rest = (3, Class::Code);
        let mut colours = Colours::new(vec![vec![word, rest], vec![(4, Class::Comment)]]);
        colours.follow(change);
        assert_eq!(colours.lines, expected);
    }

    fn change(line: usize, byte: usize, removed: &str, added: &str) -> Change {
        let (removed, added) = (removed.to_owned(), added.to_owned());
        Change { at: Position::new(line, byte), removed, added }
    }

    #[test]
    fn stretches_follow_the_text() {
        use Class::{Code, Comment, Keyword};
        check(&change(0, 5, "", "x"), &[&[(5, Keyword), (1, Keyword), (3, Code)], &[(4, Comment)]]);
        check(
            &change(0, 5, "", "\nab"),
            &[&[(5, Keyword), (0, Keyword)], &[(2, Keyword), (3, Code)], &[(4, Comment)]],
        );
        check(&change(0, 2, "xxxxxx\nxx", ""), &[&[(2, Keyword), (0, Keyword), (2, Comment)]]);
        check(&change(7, 0, "", "x"), &[&[(5, Keyword), (3, Code)], &[(4, Comment)]]);
    }
}
