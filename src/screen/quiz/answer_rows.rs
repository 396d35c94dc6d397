//! The rows of an answer: options, fields, rows to put in order, pairs. A mark stands before each
//! part that was graded and is still as it was.

use crate::{
    course::quiz::{Ask, Fill, Pairing},
    judge::grade::Part,
    screen::{
        quiz::{
            body::{Field, Laid},
            draft::{Draft, Placed},
            item::Item,
        },
        theme::{Ground, Role},
        widget::{
            editor::CodeEditor,
            pen::columns,
            rows::{Row, Span, markdown, span, wrap},
        },
    },
    text::clean_line,
};

/// The mark, and the space behind it.
const MARK_COLUMNS: u16 = 2;
/// Between the left and the right side of a pair.
const ARROW: &str = "  →  ";
/// Rows of the field for a prediction, at least and at most.
const PREDICTION_ROWS: (usize, usize) = (3, 10);
/// What stands for a blank that is empty.
const EMPTY: &str = "____";

/// Puts the answer's rows behind those that are there.
pub fn push(laid: &mut Laid, item: &Item, width: u16) {
    let options = match &item.question.ask {
        Ask::Single(options) | Ask::Multiple { options, .. } => options.as_slice(),
        Ask::Text(_)
        | Ask::Number(_)
        | Ask::Fill(_)
        | Ask::Order(_)
        | Ask::Match(_)
        | Ask::Predict(_) => &[],
    };
    match &item.draft {
        Draft::Choice { at } => {
            for (index, option) in options.iter().enumerate() {
                let lead = format!("{}  ", index + 1);
                let row = Chosen { mark: mark_of(item, &option.text), here: index == *at };
                row.push(laid, &lead, &option.text, width);
            }
        }
        Draft::Set { at, chosen } => {
            for (index, option) in options.iter().enumerate() {
                let is_chosen = chosen.get(index) == Some(&true);
                let lead = format!("{} {}  ", if is_chosen { "[x]" } else { "[ ]" }, index + 1);
                let mark = mark_of(item, &option.text).filter(|_| is_chosen);
                Chosen { mark, here: index == *at }.push(laid, &lead, &option.text, width);
            }
        }
        Draft::Words(field) => words(laid, item, field, width),
        Draft::Blanks { at, fields } => {
            if let Ask::Fill(fill) = &item.question.ask {
                blanks(laid, item, fill, (*at, fields), width);
            }
        }
        Draft::Rows { at, rows } => order(laid, item, *at, rows, width),
        Draft::Pairs { at, rights, given } => {
            if let Ask::Match(pairing) = &item.question.ask {
                pairs(laid, item, pairing, (*at, rights, given), width);
            }
        }
    }
}

/// How a row stands, and whether the keys stand on it.
struct Chosen {
    mark: Option<bool>,
    here: bool,
}

impl Chosen {
    fn push(&self, laid: &mut Laid, lead: &str, words: &str, width: u16) {
        let role = if self.here { Role::Bright } else { Role::Text };
        let lead =
            vec![mark_span(self.mark), span(lead, if self.here { role } else { Role::Muted })];
        self.push_rows(laid, &lead, inline(words, width, role));
    }

    /// `lead` stands before the first row, air before the others.
    fn push_rows(&self, laid: &mut Laid, lead: &[Span], rows: Vec<Row>) {
        let air: u16 = lead.iter().map(|span| columns(&span.text)).sum();
        let place = laid.rows.len()..laid.rows.len() + rows.len();
        laid.choices.push(place.clone());
        if self.here {
            laid.chosen = place;
        }
        for (index, mut row) in rows.into_iter().enumerate() {
            let before = if index == 0 {
                lead.to_owned()
            } else {
                vec![span(" ".repeat(air.into()), Role::Text)]
            };
            row.spans.splice(0..0, before);
            if self.here {
                row.ground = Some(Ground::Selected);
                row.bar = Some(Role::Here).filter(|_| index == 0);
            }
            laid.rows.push(row);
        }
    }
}

fn mark_span(mark: Option<bool>) -> Span {
    match mark {
        Some(true) => span("✓ ", Role::Pass),
        Some(false) => span("✗ ", Role::FailBold),
        None => span("  ", Role::Text),
    }
}

/// Words with code and emphasis in them; what would begin a list or a heading stays as it is.
fn inline(words: &str, width: u16, role: Role) -> Vec<Row> {
    let room = width.saturating_sub(10).max(10);
    let numbered = words.trim_start_matches(|ch: char| ch.is_ascii_digit());
    let is_block = words.starts_with(['#', '>', '|', '~', '=', '+'])
        || ["- ", "* ", "---", "***", "```"].iter().any(|begin| words.starts_with(begin))
        || (numbered.len() < words.len() && numbered.starts_with(['.', ')']));
    if is_block {
        return wrap(&[span(clean_line(words), role)], room, 0);
    }
    markdown(words, room, role)
}

fn parts(item: &Item) -> &[Part] {
    item.graded().map_or(&[], |grade| &grade.parts)
}

/// How the option with this text stands.
fn mark_of(item: &Item, text: &str) -> Option<bool> {
    let name = clean_line(text);
    parts(item).iter().find(|part| part.name == name).and_then(|part| part.right)
}

/// How part `index` stands, while it is what was graded.
fn mark_at(item: &Item, index: usize, is_same: impl Fn(&Part) -> bool) -> Option<bool> {
    parts(item).get(index).filter(|part| is_same(part)).and_then(|part| part.right)
}

fn words(laid: &mut Laid, item: &Item, field: &CodeEditor, width: u16) {
    let unit = match &item.question.ask {
        Ask::Number(amount) => amount.unit.as_deref(),
        Ask::Single(_)
        | Ask::Multiple { .. }
        | Ask::Text(_)
        | Ask::Fill(_)
        | Ask::Order(_)
        | Ask::Match(_)
        | Ask::Predict(_) => None,
    };
    let lines = field.lines().len();
    let (least, most) = PREDICTION_ROWS;
    let height = if item.is_predicted() { lines.clamp(least, most) } else { 1 };
    let unit_columns = unit.map_or(0, |unit| columns(unit) + 2);
    let mark = mark_at(item, 0, |part| part.given == clean_line(field.text().trim()));
    let mark = mark.filter(|_| !item.is_predicted());
    laid.chosen = laid.rows.len()..laid.rows.len() + height;
    laid.fields.push(Field {
        index: 0,
        row: laid.rows.len(),
        x: MARK_COLUMNS,
        width: width.saturating_sub(MARK_COLUMNS + unit_columns),
        height: u16::try_from(height).unwrap_or(1),
    });
    for index in 0..height {
        let mut row = Row::of(vec![mark_span(mark.filter(|_| index == 0))]);
        row.bar = Some(Role::Here);
        row.ground = Some(Ground::Code);
        row.ground_from = MARK_COLUMNS;
        if let Some(unit) = unit {
            row = row.with_right(unit, Role::Muted);
        }
        laid.rows.push(row);
    }
}

fn blanks(laid: &mut Laid, item: &Item, fill: &Fill, fields: (usize, &[CodeEditor]), width: u16) {
    let (at, fields) = fields;
    if let Some(text) = &fill.text {
        for line in text.lines() {
            let words = line.trim_start();
            let margin = format!("│ {}", &line[..line.len() - words.len()]);
            let room = width.saturating_sub(columns(&margin));
            for mut row in wrap(&blanks_in(words, fill, fields, at), room, 0) {
                row.spans.insert(0, span(margin.clone(), Role::Faint));
                row.ground = Some(Ground::Code);
                laid.rows.push(row);
            }
        }
        laid.rows.push(Row::empty());
    }
    let widest = fill.blanks.iter().map(|blank| columns(&blank.label)).max().unwrap_or(0);
    for (index, blank) in fill.blanks.iter().enumerate() {
        let here = index == at;
        let given = fields.get(index).map(CodeEditor::text).unwrap_or_default();
        let mark = mark_at(item, index, |part| part.given == clean_line(given.trim()));
        let role = if here { Role::Bright } else { Role::Muted };
        let label = format!("{:width$}  ", blank.label, width = usize::from(widest));
        let x = MARK_COLUMNS + columns(&label);
        if here {
            laid.chosen = laid.rows.len()..laid.rows.len() + 1;
        }
        laid.fields.push(Field {
            index,
            row: laid.rows.len(),
            x,
            width: width.saturating_sub(x),
            height: 1,
        });
        let mut row = Row::of(vec![mark_span(mark), span(label, role)]);
        row.bar = here.then_some(Role::Here);
        row.ground = Some(Ground::Code);
        row.ground_from = x;
        laid.rows.push(row);
    }
}

/// A line of the text with what stands in its blanks.
fn blanks_in(line: &str, fill: &Fill, fields: &[CodeEditor], at: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once("{{") {
        let Some((name, after)) = behind.split_once("}}") else { break };
        spans.push(span(before, Role::Code));
        let index = fill.blanks.iter().position(|blank| blank.name == name.trim());
        let given = index.and_then(|index| fields.get(index)).map(CodeEditor::text);
        let given = given.unwrap_or_default();
        let role = if index == Some(at) { Role::Here } else { Role::Bright };
        let shown = if given.trim().is_empty() { EMPTY } else { given.trim() };
        spans.push(span(clean_line(shown), role));
        rest = after;
    }
    spans.push(span(rest, Role::Code));
    spans
}

fn order(laid: &mut Laid, item: &Item, at: usize, rows: &[Placed], width: u16) {
    let mut position = 0;
    for (index, placed) in rows.iter().enumerate() {
        let here = index == at;
        if placed.out {
            let lead = vec![mark_span(None), span("–   ", Role::Muted)];
            let mut words = inline(&placed.text, width.saturating_sub(12), Role::Muted);
            if let Some(first) = words.first_mut() {
                first.right = vec![span("left out", Role::Muted)];
            }
            Chosen { mark: None, here }.push_rows(laid, &lead, words);
            continue;
        }
        let name = clean_line(&placed.text);
        let mark = mark_at(item, position, |part| part.name == name);
        position += 1;
        Chosen { mark, here }.push(laid, &format!("{position:<2}  "), &placed.text, width);
    }
}

fn pairs(
    laid: &mut Laid,
    item: &Item,
    pairing: &Pairing,
    draft: (usize, &[String], &[Option<usize>]),
    width: u16,
) {
    let (at, rights, given) = draft;
    let widest = |texts: &mut dyn Iterator<Item = &str>| texts.map(columns).max().unwrap_or(0);
    let left = widest(&mut pairing.pairs.iter().map(|pair| pair.left.as_str()));
    let right = widest(&mut rights.iter().map(String::as_str));
    let beside = MARK_COLUMNS + left + columns(ARROW) + right <= width;
    for (index, pair) in pairing.pairs.iter().enumerate() {
        let here = index == at;
        let chosen = given.get(index).copied().flatten().and_then(|at| rights.get(at));
        let text = chosen.map_or(EMPTY, String::as_str);
        let mark = mark_at(item, index, |part| part.given == chosen.map_or("", |text| text));
        let role = if here { Role::Bright } else { Role::Text };
        let side = span(clean_line(text), if chosen.is_none() { Role::Muted } else { role });
        let name = clean_line(&pair.left);
        let rows = if beside {
            let air = " ".repeat(usize::from(left.saturating_sub(columns(&name))));
            vec![Row::of(vec![span(name, role), span(format!("{air}{ARROW}"), Role::Muted), side])]
        } else {
            let under = Row::of(vec![span(ARROW, Role::Muted), side]);
            vec![Row::of(vec![span(name, role)]), under]
        };
        Chosen { mark, here }.push_rows(laid, &[mark_span(mark)], rows);
    }
    laid.rows.push(Row::empty());
    let mut choices = Vec::new();
    for (index, right) in rights.iter().enumerate() {
        // A number and its words stay on one row.
        let words = clean_line(right).replace(' ', "\u{a0}");
        choices.push(span(format!("{}\u{a0}", index + 1), Role::Bright));
        choices.push(span(format!("{words}   "), Role::Muted));
    }
    laid.rows.extend(wrap(&choices, width, 0).into_iter().map(spaced));
}

/// Spaces that kept words together, as plain ones, with air between two choices.
fn spaced(mut row: Row) -> Row {
    let mut first = true;
    for span in &mut row.spans {
        span.text = span.text.replace('\u{a0}', " ");
        if span.role == Role::Bright && !first {
            span.text.insert_str(0, "  ");
        }
        first = false;
    }
    row
}
