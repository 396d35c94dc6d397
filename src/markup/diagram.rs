//! Diagrams as text: who says what to whom (`seq`), and how something goes from hand to hand
//! (`flow`).

use crate::text::clean_line;

/// Lines of one diagram at most.
pub const LINES_MAX: usize = 60;
/// Names of one diagram at most.
pub const NAMES_MAX: usize = 12;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    pub kind: Kind,
    /// In the order in which they are first named.
    pub names: Vec<String>,
    pub steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sequence,
    Flow,
}

/// Who is given as a position in `names`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Arrow {
        from: usize,
        to: usize,
        label: String,
    },
    /// What someone asks or does alone.
    Alone {
        who: usize,
        words: String,
    },
    Gap,
}

/// Reads the lines of a diagram. Mistakes come with their line, counted from 0.
pub(super) fn read(language: &str, code: &str) -> (Diagram, Vec<(usize, String)>) {
    let kind = if language == "flow" { Kind::Flow } else { Kind::Sequence };
    let mut diagram = Diagram { kind, names: Vec::new(), steps: Vec::new() };
    let mut mistakes = Vec::new();
    for (number, line) in code.lines().enumerate() {
        if number == LINES_MAX {
            mistakes.push((number, format!("a diagram has at most {LINES_MAX} lines")));
            break;
        }
        match diagram.step(line.trim()) {
            Ok(step) => diagram.steps.push(step),
            Err(why) => mistakes.push((number, why)),
        }
    }
    while diagram.steps.last() == Some(&Step::Gap) {
        diagram.steps.pop();
    }
    if diagram.names.is_empty() && mistakes.is_empty() {
        mistakes.push((0, "the diagram is empty".to_owned()));
    }
    (diagram, mistakes)
}

impl Diagram {
    fn step(&mut self, line: &str) -> Result<Step, String> {
        if line.is_empty() {
            return Ok(Step::Gap);
        }
        let (who, words) = line.split_once(':').unwrap_or((line, ""));
        let words = clean_line(words.trim()).into_owned();
        let Some((from, to)) = who.split_once("->") else {
            if words.is_empty() {
                return Err("this line has no arrow and no words after a colon".to_owned());
            }
            return Ok(Step::Alone { who: self.name(who)?, words });
        };
        let (from, to) = (self.name(from)?, self.name(to)?);
        if from == to {
            return Ok(Step::Alone { who: from, words });
        }
        Ok(Step::Arrow { from, to, label: words })
    }

    fn name(&mut self, text: &str) -> Result<usize, String> {
        let name = clean_line(text.trim()).into_owned();
        if name.is_empty() {
            return Err("a name is missing beside the arrow".to_owned());
        }
        if let Some(at) = self.names.iter().position(|known| *known == name) {
            return Ok(at);
        }
        if self.names.len() == NAMES_MAX {
            return Err(format!("a diagram has at most {NAMES_MAX} names"));
        }
        self.names.push(name);
        Ok(self.names.len() - 1)
    }
}
