//! What a script gave, as text. Where several sessions ran, each statement stands before what it
//! gave, with the name of its session.

use super::{Ran, Statement};
use crate::text::clean_line;

/// Characters of a statement that stands before what it gave.
const STATEMENT_CHARS_MAX: usize = 68;

impl Ran {
    /// What `block` says of each statement, an empty line between two blocks.
    pub fn transcript(&self, block: impl Fn(&Statement) -> Option<String>) -> String {
        let mut text = String::new();
        let mut has_block = false;
        for statement in &self.statements {
            let (head, block) = (statement.head(), block(statement));
            if head.is_none() && block.is_none() {
                continue;
            }
            if has_block {
                text.push('\n');
            }
            has_block = block.is_some();
            text.extend(head.into_iter().chain(block));
        }
        text
    }
}

impl Statement {
    /// `B> UPDATE stock SET left = 0`, where several sessions run.
    fn head(&self) -> Option<String> {
        let session = self.session.as_ref()?;
        let line = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut line = clean_line(&line).into_owned();
        if let Some((end, _)) = line.char_indices().nth(STATEMENT_CHARS_MAX) {
            line.truncate(end);
            line.push('…');
        }
        Some(format!("{}> {line}\n", clean_line(session)))
    }
}
