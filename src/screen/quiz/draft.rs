//! An answer while it is made: what is chosen, written or moved on the screen.

use std::collections::BTreeMap;

use crate::{
    course::quiz::{Ask, Fill, Given, Order, Pairing, Question},
    screen::widget::editor::CodeEditor,
};

#[derive(Clone, Debug)]
pub enum Draft {
    /// The option that the keys stand on.
    Choice {
        at: usize,
    },
    Set {
        at: usize,
        chosen: Vec<bool>,
    },
    /// A text, a number, the lines of a prediction.
    Words(Box<CodeEditor>),
    Blanks {
        at: usize,
        fields: Vec<CodeEditor>,
    },
    Rows {
        at: usize,
        rows: Vec<Placed>,
    },
    Pairs {
        at: usize,
        rights: Vec<String>,
        /// By pair, an index of `rights`.
        given: Vec<Option<usize>>,
    },
}

/// A row that is put in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    pub text: String,
    /// Left out: it belongs nowhere.
    pub out: bool,
}

impl Draft {
    /// What was answered before, or the question as it is laid out first.
    pub fn new(question: &Question, given: Option<&Given>) -> Draft {
        let text = text_of(given);
        let list = list_of(given);
        match &question.ask {
            Ask::Single(options) => {
                let at = options.iter().position(|option| option.text == text);
                Draft::Choice { at: at.unwrap_or(0) }
            }
            Ask::Multiple { options, .. } => {
                let chosen = options.iter().map(|option| list.contains(&option.text)).collect();
                Draft::Set { at: 0, chosen }
            }
            Ask::Text(_) | Ask::Number(_) | Ask::Predict(_) => {
                Draft::Words(Box::new(CodeEditor::field(text)))
            }
            Ask::Fill(fill) => blanks(fill, given),
            Ask::Order(order) => rows(order, list),
            Ask::Match(pairing) => pairs(pairing, given),
        }
    }

    /// The answer as it stands.
    pub fn given(&self, question: &Question) -> Given {
        let texts = |all: Vec<&String>| Given::List(all.into_iter().cloned().collect());
        match (self, &question.ask) {
            (Draft::Choice { at }, Ask::Single(options)) => {
                Given::Text(options.get(*at).map_or_else(String::new, |o| o.text.clone()))
            }
            (Draft::Set { chosen, .. }, Ask::Multiple { options, .. }) => {
                let chosen = options.iter().zip(chosen).filter(|(_, chosen)| **chosen);
                texts(chosen.map(|(option, _)| &option.text).collect())
            }
            (Draft::Words(field), _) => Given::Text(field.text()),
            (Draft::Blanks { fields, .. }, Ask::Fill(fill)) => {
                let named = fill.blanks.iter().zip(fields);
                let entry = |(blank, field): (&crate::course::quiz::Blank, &CodeEditor)| {
                    (blank.name.clone(), field.text())
                };
                Given::Table(named.map(entry).collect())
            }
            (Draft::Rows { rows, .. }, _) => {
                texts(rows.iter().filter(|row| !row.out).map(|row| &row.text).collect())
            }
            (Draft::Pairs { rights, given, .. }, Ask::Match(pairing)) => {
                let mut table = BTreeMap::new();
                for (pair, right) in pairing.pairs.iter().zip(given) {
                    let right = right.and_then(|at| rights.get(at)).cloned().unwrap_or_default();
                    table.insert(pair.left.clone(), right);
                }
                Given::Table(table)
            }
            (
                Draft::Choice { .. }
                | Draft::Set { .. }
                | Draft::Blanks { .. }
                | Draft::Pairs { .. },
                _,
            ) => unreachable!("a draft is made from its question and stays with it"),
        }
    }

    /// Whether letters belong to a text.
    pub fn is_written(&self) -> bool {
        match self {
            Draft::Words(_) | Draft::Blanks { .. } => true,
            Draft::Choice { .. } | Draft::Set { .. } | Draft::Rows { .. } | Draft::Pairs { .. } => {
                false
            }
        }
    }

    /// The field that takes what is typed.
    pub fn field(&mut self) -> Option<&mut CodeEditor> {
        self.nth_field_mut(self.at())
    }

    pub fn nth_field_mut(&mut self, index: usize) -> Option<&mut CodeEditor> {
        match self {
            Draft::Words(field) => Some(field),
            Draft::Blanks { fields, .. } => fields.get_mut(index),
            Draft::Choice { .. } | Draft::Set { .. } | Draft::Rows { .. } | Draft::Pairs { .. } => {
                None
            }
        }
    }

    pub fn nth_field(&self, index: usize) -> Option<&CodeEditor> {
        match self {
            Draft::Words(field) => Some(field),
            Draft::Blanks { fields, .. } => fields.get(index),
            Draft::Choice { .. } | Draft::Set { .. } | Draft::Rows { .. } | Draft::Pairs { .. } => {
                None
            }
        }
    }

    /// The row that the keys stand on, from 0.
    pub fn at(&self) -> usize {
        match self {
            Draft::Choice { at }
            | Draft::Set { at, .. }
            | Draft::Blanks { at, .. }
            | Draft::Rows { at, .. }
            | Draft::Pairs { at, .. } => *at,
            Draft::Words(_) => 0,
        }
    }

    /// Goes `by` rows on, at most to the first or the last of `options` rows.
    pub fn step(&mut self, by: isize, options: usize) {
        let last = match self {
            Draft::Choice { .. } => options.saturating_sub(1),
            Draft::Set { chosen, .. } => chosen.len().saturating_sub(1),
            Draft::Blanks { fields, .. } => fields.len().saturating_sub(1),
            Draft::Rows { rows, .. } => rows.len().saturating_sub(1),
            Draft::Pairs { given, .. } => given.len().saturating_sub(1),
            Draft::Words(_) => 0,
        };
        match self {
            Draft::Choice { at }
            | Draft::Set { at, .. }
            | Draft::Blanks { at, .. }
            | Draft::Rows { at, .. }
            | Draft::Pairs { at, .. } => *at = at.saturating_add_signed(by).min(last),
            Draft::Words(_) => {}
        }
    }

    /// The next blank that is empty: behind the one that the keys stand on, then from the first.
    pub fn empty_blank(&self) -> Option<usize> {
        let Draft::Blanks { at, fields } = self else { return None };
        let all = fields.len();
        let mut others = (1..=all).map(|by| (at + by) % all.max(1));
        others.find(|index| fields[*index].text().trim().is_empty())
    }

    /// Goes to a blank.
    pub fn step_to(&mut self, blank: usize) {
        if let Draft::Blanks { at, .. } = self {
            *at = blank;
        }
    }

    /// Takes the row along, or exchanges the right side with that of the neighbour. Gives back
    /// whether anything changed.
    pub fn carry(&mut self, by: isize) -> bool {
        let from = self.at();
        self.step(by, 0);
        let to = self.at();
        match self {
            Draft::Rows { rows, .. } => rows.swap(from, to),
            Draft::Pairs { given, .. } => given.swap(from, to),
            Draft::Choice { .. } | Draft::Set { .. } | Draft::Words(_) | Draft::Blanks { .. } => {}
        }
        from != to
    }

    /// Chooses or leaves the row; gives back whether anything changed.
    pub fn toggle(&mut self, may_leave_out: bool) -> bool {
        match self {
            Draft::Set { at, chosen } => {
                if let Some(chosen) = chosen.get_mut(*at) {
                    *chosen = !*chosen;
                }
                true
            }
            Draft::Rows { at, rows } if may_leave_out => {
                if let Some(row) = rows.get_mut(*at) {
                    row.out = !row.out;
                }
                true
            }
            Draft::Rows { .. }
            | Draft::Choice { .. }
            | Draft::Words(_)
            | Draft::Blanks { .. }
            | Draft::Pairs { .. } => false,
        }
    }

    /// The key of a digit, from 0: goes to an option, chooses one of several, gives a right side.
    pub fn pick(&mut self, number: usize, options: usize) -> bool {
        match self {
            Draft::Choice { at } if number < options => {
                *at = number;
                true
            }
            Draft::Set { at, chosen } if number < chosen.len() => {
                *at = number;
                self.toggle(false)
            }
            Draft::Pairs { at, rights, given } if number < rights.len() => {
                if let Some(given) = given.get_mut(*at) {
                    *given = Some(number);
                }
                *at = (*at + 1).min(given.len().saturating_sub(1));
                true
            }
            Draft::Choice { .. }
            | Draft::Set { .. }
            | Draft::Pairs { .. }
            | Draft::Words(_)
            | Draft::Blanks { .. }
            | Draft::Rows { .. } => false,
        }
    }

    /// The next right side for the left one, around and around.
    pub fn turn(&mut self, by: isize) -> bool {
        let Draft::Pairs { at, rights, given } = self else { return false };
        let Some(given) = given.get_mut(*at) else { return false };
        let last = rights.len().saturating_sub(1);
        *given = Some(match (*given, by < 0) {
            (None | Some(0), true) => last,
            (None, false) => 0,
            (Some(at), true) => at - 1,
            (Some(at), false) if at == last => 0,
            (Some(at), false) => at + 1,
        });
        true
    }

    /// Takes the right side away.
    pub fn clear(&mut self) -> bool {
        let Draft::Pairs { at, given, .. } = self else { return false };
        given.get_mut(*at).is_some_and(|given| given.take().is_some())
    }
}

fn text_of(given: Option<&Given>) -> &str {
    match given {
        Some(Given::Text(text)) => text,
        Some(Given::List(_) | Given::Table(_)) | None => "",
    }
}

fn list_of(given: Option<&Given>) -> &[String] {
    match given {
        Some(Given::List(list)) => list,
        Some(Given::Text(_) | Given::Table(_)) | None => &[],
    }
}

fn entry<'g>(given: Option<&'g Given>, name: &str) -> &'g str {
    match given {
        Some(Given::Table(table)) => table.get(name).map_or("", String::as_str),
        Some(Given::Text(_) | Given::List(_)) | None => "",
    }
}

fn blanks(fill: &Fill, given: Option<&Given>) -> Draft {
    let field = |blank: &crate::course::quiz::Blank| CodeEditor::field(entry(given, &blank.name));
    Draft::Blanks { at: 0, fields: fill.blanks.iter().map(field).collect() }
}

/// The rows of an answer as they were put, and behind them those that were left out. Rows of the
/// file that the question does not have are gone; the file keeps them until it is answered anew.
fn rows(order: &Order, given: &[String]) -> Draft {
    let laid_out = order.laid_out();
    let mut rows: Vec<Placed> = Vec::new();
    for text in given {
        if laid_out.contains(&text.trim()) && !rows.iter().any(|row| row.text == text.trim()) {
            rows.push(Placed { text: text.trim().to_owned(), out: false });
        }
    }
    let out = !rows.is_empty() && !order.distractors.is_empty();
    for text in laid_out {
        if !rows.iter().any(|row| row.text == text) {
            rows.push(Placed { text: text.to_owned(), out });
        }
    }
    Draft::Rows { at: 0, rows }
}

fn pairs(pairing: &Pairing, given: Option<&Given>) -> Draft {
    let rights: Vec<String> = pairing.rights().into_iter().map(str::to_owned).collect();
    let chosen = |pair: &crate::course::quiz::Pair| {
        rights.iter().position(|right| right == entry(given, &pair.left))
    };
    let given = pairing.pairs.iter().map(chosen).collect();
    Draft::Pairs { at: 0, rights, given }
}
