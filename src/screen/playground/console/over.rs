//! What is laid over a console: the list of what a session may work on, and one row in full.

use ratatui::layout::Rect;

use crate::{
    screen::{
        theme::{Ground, Role},
        widget::{
            grid::MARGIN,
            pen::{Pen, columns},
            rows::{self, Row, fold, span},
            window,
        },
    },
    table::{Cell, Table},
    text::{clean, clean_line},
    tutor::console::Choice,
};

/// Names of choices and of columns take so much at most.
const NAME_COLUMNS_MAX: u16 = 24;
const GAP: u16 = 3;
/// The heading, and an empty row.
const HEAD_ROWS: u16 = 2;

#[derive(Clone, Debug, Default)]
pub enum Over {
    #[default]
    Nothing,
    /// The list is on its way while there is none.
    Choosing { choices: Option<Vec<Choice>>, chosen: usize },
    Row {
        /// The name of each column, and its value on as many lines as it has.
        cells: Vec<(String, String, bool)>,
        title: String,
        top: usize,
    },
}

impl Over {
    pub fn is_nothing(&self) -> bool {
        matches!(self, Over::Nothing)
    }

    /// A row of a table in full.
    pub fn of_row(table: &Table, index: usize) -> Option<Over> {
        let row = table.rows.get(index)?;
        let cell = |(name, cell): (&String, &Cell)| {
            let value = match cell {
                Cell::Text(text) => clean(text).into_owned(),
                Cell::Null | Cell::Integer(_) | Cell::Real(_) | Cell::Blob(_) => cell.show(),
            };
            (clean_line(name).into_owned(), value, *cell == Cell::Null)
        };
        let cells = table.columns.iter().zip(row).map(cell).collect();
        let title = format!("Row {} of {}", index + 1, table.rows.len());
        Some(Over::Row { cells, title, top: 0 })
    }

    /// The list came.
    pub fn offer(&mut self, list: &[Choice]) {
        if let Over::Choosing { choices, .. } = self {
            *choices = Some(list.to_vec());
        }
    }

    /// The choice that is marked.
    pub fn chosen(&self) -> Option<&Choice> {
        match self {
            Over::Choosing { choices, chosen } => choices.as_ref()?.get(*chosen),
            Over::Nothing | Over::Row { .. } => None,
        }
    }

    pub fn step(&mut self, by: isize, area: Rect) {
        let all = self.rows(area.width).len();
        match self {
            Over::Choosing { choices, chosen } => {
                let last = choices.as_ref().map_or(0, |list| list.len().saturating_sub(1));
                *chosen = chosen.saturating_add_signed(by).min(last);
            }
            Over::Row { top, .. } => {
                let seen = usize::from(area.height.saturating_sub(HEAD_ROWS));
                *top = top.saturating_add_signed(by).min(all.saturating_sub(seen));
            }
            Over::Nothing => {}
        }
    }

    /// Marks the choice at a row of the screen; says whether it was marked already.
    pub fn press(&mut self, area: Rect, y: u16) -> bool {
        let Some(below) = y.checked_sub(area.y + HEAD_ROWS).map(usize::from) else { return false };
        let Over::Choosing { choices: Some(list), chosen } = self else { return false };
        let height = usize::from(area.height.saturating_sub(HEAD_ROWS));
        let pressed = window::around(list.len(), height, *chosen).nth(below);
        let was = pressed == Some(*chosen);
        *chosen = pressed.unwrap_or(*chosen);
        was
    }

    pub fn draw(&self, pen: &mut Pen<'_>, area: Rect) {
        let list = Rect {
            y: area.y + HEAD_ROWS.min(area.height),
            height: area.height.saturating_sub(HEAD_ROWS),
            ..area
        };
        match self {
            Over::Nothing => {}
            Over::Choosing { choices: None, .. } => {
                pen.write(area.x, area.y, area.right(), "Work on", Role::Bright);
                pen.write(list.x, list.y, list.right(), "…", Role::Muted);
            }
            Over::Choosing { choices: Some(choices), chosen } => {
                pen.write(area.x, area.y, area.right(), "Work on", Role::Bright);
                draw_choices(pen, list, choices, *chosen);
            }
            Over::Row { title, top, .. } => {
                pen.write_cut(area.x, area.y, area.right(), title, Role::Bright);
                rows::draw(pen, list, &self.rows(area.width), *top, MARGIN);
            }
        }
    }

    /// The row in full: names left, values beside them.
    fn rows(&self, width: u16) -> Vec<Row> {
        let Over::Row { cells, .. } = self else { return Vec::new() };
        let names = cells.iter().map(|(name, ..)| columns(name)).max().unwrap_or(0);
        let names = names.min(NAME_COLUMNS_MAX);
        let room = width.saturating_sub(names + GAP);
        let mut all = Vec::new();
        for (name, value, is_null) in cells {
            let role = if *is_null { Role::Muted } else { Role::Code };
            let name = super::figures::cut_anywhere(name, names);
            let lines: Vec<Row> =
                value.split('\n').flat_map(|line| fold(line, room, role)).collect();
            for (at, mut line) in lines.into_iter().enumerate() {
                let label = if at == 0 { &*name } else { "" };
                let air = usize::from(names + GAP - columns(label));
                line.spans.insert(0, span(format!("{label}{}", " ".repeat(air)), Role::Muted));
                all.push(line);
            }
        }
        all
    }
}

fn draw_choices(pen: &mut Pen<'_>, list: Rect, choices: &[Choice], chosen: usize) {
    let names = choices.iter().map(|choice| columns(&choice.name)).max().unwrap_or(0);
    let says = list.x + names.min(NAME_COLUMNS_MAX) + GAP;
    let visible = window::around(choices.len(), usize::from(list.height), chosen);
    for (y, index) in (list.y..list.bottom()).zip(visible) {
        let choice = &choices[index];
        let is_chosen = index == chosen;
        if is_chosen {
            let left = list.x.saturating_sub(MARGIN);
            let ground = Rect { x: left, y, width: list.width + 2 * MARGIN, height: 1 };
            pen.fill(ground, Ground::Selected);
            pen.repeat(left, y, 1, '▌', Role::Here);
        }
        let role = if is_chosen { Role::Bright } else { Role::Text };
        pen.write_cut(list.x, y, says - 1, &choice.name, role);
        pen.write_cut(says, y, list.right(), &choice.says, Role::Muted);
    }
}
