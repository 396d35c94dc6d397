//! The quiz drawn: the track has a segment for each question.

use ratatui::layout::{Position, Rect};

use super::{
    At, Ending, Quiz,
    body::{self, Field, Laid},
    item::Item,
    over::{self, Over, What},
};
use crate::{
    course::quiz::Ask,
    screen::{
        keymap::{
            Hint, PAGE_DOWN, plain,
            quiz::{CHOOSING, OVER, OverAction, QuizAction, WRITING},
        },
        theme::{Ground, Role},
        widget::{
            footer,
            grid::{Grid, MARGIN, PROSE_COLUMNS_MAX, centred},
            pen::Pen,
            prose, rows, title,
            track::{self, Segment},
        },
    },
};

/// "Start again?" lies over so much of the body.
const QUESTION_COLUMNS: u16 = 58;
const QUESTION_ROWS: u16 = 5;

pub fn draw(quiz: &Quiz, pen: &mut Pen<'_>) {
    let area = pen.area();
    let grid = Grid::of(area);
    let body = body(quiz);
    pen.fill(area, Ground::Screen);
    draw_title(quiz, pen, grid.title);
    track::draw(pen, grid.track, &segments(quiz));
    if let Some(broken) = &quiz.broken {
        draw_broken(pen, body, broken);
    } else if let Some(over) = quiz.over {
        rows::draw(pen, body, &over::rows(quiz, over, body.width), over.top, MARGIN);
    } else {
        draw_body(quiz, pen, body);
    }
    draw_said(quiz, pen, Rect { x: body.x, width: body.width, ..grid.spare });
    if quiz.asks_to_start_again {
        draw_question(pen, area);
    }
    footer::draw(pen, grid.footer, &hints(quiz), &end(quiz));
}

/// Where the question stands.
pub fn body(quiz: &Quiz) -> Rect {
    let grid = Grid::of(Rect::from((Position::ORIGIN, quiz.size)));
    centred(grid.body, PROSE_COLUMNS_MAX)
}

fn draw_title(quiz: &Quiz, pen: &mut Pen<'_>, row: Rect) {
    let piece = &quiz.piece;
    let module = format!("{} {}", piece.module_number, piece.module_title);
    let all = quiz.items.len();
    let fact = match quiz.at {
        At::Question(at) => format!("question {} of {all}", at + 1),
        At::Summary(_) => format!("{} of {all} right", quiz.right_count()),
    };
    title::draw(pen, row, &[&module, &piece.exercise.title], &[&fact]);
}

fn segments(quiz: &Quiz) -> Vec<Segment> {
    let items = quiz.items.iter().enumerate();
    items.map(|(index, item)| item.segment(quiz.at == At::Question(index))).collect()
}

fn draw_body(quiz: &Quiz, pen: &mut Pen<'_>, body: Rect) {
    let laid = body::lay_out(quiz, body.width);
    rows::draw(pen, body, &laid.rows, quiz.top, MARGIN);
    let Some(item) = quiz.item() else { return };
    for field in &laid.fields {
        draw_field(quiz, item, field, pen, body);
    }
    let below = laid.rows.len().saturating_sub(quiz.top + usize::from(body.height));
    if 0 < below && 0 < body.height {
        pen.repeat(body.right(), body.bottom() - 1, 1, '↓', Role::Muted);
    }
}

fn draw_field(quiz: &Quiz, item: &Item, field: &Field, pen: &mut Pen<'_>, body: Rect) {
    let Some(editor) = item.draft.nth_field(field.index) else { return };
    let Some(y) = field.row.checked_sub(quiz.top).and_then(|y| u16::try_from(y).ok()) else {
        return;
    };
    let area = Rect {
        x: body.x + field.x,
        y: body.y.saturating_add(y),
        width: field.width,
        height: field.height,
    };
    let focus = quiz.is_typing() && item.draft.at() == field.index;
    editor.view(&mut pen.within(body), area.intersection(body), focus);
}

fn draw_broken(pen: &mut Pen<'_>, body: Rect, broken: &str) {
    let words = format!(
        "{broken} Nothing was changed. F2 opens it in your editor; F7 starts the quiz again and \
         keeps what is there in the history."
    );
    for (y, line) in (body.y..body.bottom()).zip(prose::wrap(&words, body.width)) {
        pen.write(body.x, y, body.right(), &line, Role::Text);
    }
}

fn draw_said(quiz: &Quiz, pen: &mut Pen<'_>, row: Rect) {
    if let Some(words) = quiz.save_trouble.as_ref().or(quiz.said.as_ref()) {
        pen.write_cut(row.x, row.y, row.right(), words, Role::Muted);
    }
}

fn draw_question(pen: &mut Pen<'_>, area: Rect) {
    let width = area.width.min(QUESTION_COLUMNS);
    let height = area.height.min(QUESTION_ROWS);
    let place = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    };
    pen.restyle(area, Role::Dimmed);
    pen.fill(place, Ground::Overlay);
    let (x, right) = (place.x + MARGIN, place.right().saturating_sub(MARGIN));
    let words = "Start again? Your answers are kept in the history.";
    pen.write(x, place.y + 1, right, words, Role::Bright);
    let after = pen.write(x, place.y + 3, right, "Enter", Role::Here);
    let after = pen.write(after + 1, place.y + 3, right, "start again", Role::Muted);
    let after = pen.write(after + 3, place.y + 3, right, "Esc", Role::Bright);
    pen.write(after + 1, place.y + 3, right, "keep my answers", Role::Muted);
}

fn end(quiz: &Quiz) -> [Hint; 2] {
    if quiz.over.is_some() {
        return [OVER.hint(OverAction::Help, "help"), OVER.hint_of(plain('q'), "back")];
    }
    if quiz.is_typing() {
        return [WRITING.hint(QuizAction::Help, "help"), WRITING.hint(QuizAction::Back, "back")];
    }
    [CHOOSING.hint(QuizAction::Help, "help"), CHOOSING.hint(QuizAction::Back, "back")]
}

fn hints(quiz: &Quiz) -> Vec<Hint> {
    if quiz.asks_to_start_again {
        return Vec::new();
    }
    if quiz.broken.is_some() {
        return vec![
            CHOOSING.hint(QuizAction::EditOutside, "my editor"),
            CHOOSING.hint(QuizAction::StartAgain, "start again"),
        ];
    }
    if let Some(over) = quiz.over {
        let is_first = over.what == What::Beginning;
        let back = if is_first { "begin" } else { "back to the question" };
        let mut hints = vec![Hint::new("Enter", back)];
        if over.what == What::Hints {
            hints.insert(0, OVER.hint(OverAction::Hint, "next hint"));
        }
        return hints;
    }
    match quiz.item() {
        Some(item) => question_hints(quiz, item),
        None => summary_hints(quiz),
    }
}

fn summary_hints(quiz: &Quiz) -> Vec<Hint> {
    let passed = matches!(&quiz.ending, Ending::Checked(checked) if checked.verdict.passed());
    let at_end = matches!(quiz.at, At::Summary(row) if quiz.items.len() <= row);
    let take = match (at_end, passed) {
        (false, _) => "open",
        (true, true) => "next",
        (true, false) => "check",
    };
    vec![
        CHOOSING.hint(QuizAction::Take, take),
        Hint::new("↑↓", "choose"),
        CHOOSING.hint(QuizAction::Answer, "check all"),
        CHOOSING.hint(QuizAction::Hint, "hint"),
        CHOOSING.hint(QuizAction::StartAgain, "start again"),
    ]
}

fn question_hints(quiz: &Quiz, item: &Item) -> Vec<Hint> {
    let take = match (item.is_settled(), item.draft.empty_blank()) {
        (true, _) => "go on",
        (false, Some(_)) => "next blank",
        (false, None) => "answer",
    };
    let key = if item.is_predicted() { "F5" } else { "Enter" };
    let mut hints = vec![Hint::new(key, take)];
    let is_wrong = item.is_settled() && !item.is_right();
    let choose = if is_wrong { "choose again" } else { "choose" };
    match &item.question.ask {
        Ask::Single(_) => hints.push(Hint::new("↑↓", choose)),
        Ask::Multiple { .. } => hints.push(CHOOSING.hint(QuizAction::Toggle, choose)),
        Ask::Text(_) | Ask::Number(_) | Ask::Predict(_) => {}
        // There Enter does that.
        Ask::Fill(_) if item.draft.empty_blank().is_some() && !item.is_settled() => {}
        Ask::Fill(_) => hints.push(WRITING.hint(QuizAction::NextField, "next blank")),
        Ask::Order(order) => {
            hints.push(Hint::new("J K", "move"));
            if !order.distractors.is_empty() {
                hints.push(CHOOSING.hint(QuizAction::Toggle, "leave out"));
            }
        }
        Ask::Match(_) => hints.extend([Hint::new("1-9", "choose"), Hint::new("J K", "exchange")]),
    }
    hints.push(CHOOSING.hint(QuizAction::Hint, "hint"));
    hints.push(if quiz.is_typing() {
        WRITING.hint(QuizAction::Task, "task")
    } else {
        CHOOSING.hint(QuizAction::Task, "task")
    });
    if quiz.may_see_solution() {
        hints.push(CHOOSING.hint(QuizAction::Solution, "solution"));
    }
    // The same key in every kind, also where letters are written.
    if is_more_below(quiz) {
        hints.insert(1, CHOOSING.hint_of(PAGE_DOWN, "more"));
    } else {
        hints.push(CHOOSING.hint_of(PAGE_DOWN, "next"));
    }
    hints
}

fn is_more_below(quiz: &Quiz) -> bool {
    let body = body(quiz);
    quiz.top + usize::from(body.height) < body::lay_out(quiz, body.width).rows.len()
}

/// What stands under a click: a row that can be chosen, or a field.
pub fn choice_at(quiz: &Quiz, at: Position) -> Option<usize> {
    let body = body(quiz);
    if !body.contains(at) {
        return None;
    }
    let laid = body::lay_out(quiz, body.width);
    let row = quiz.top + usize::from(at.y - body.y);
    let is_field = |field: &&Field| {
        let columns = body.x + field.x..body.x + field.x + field.width;
        (field.row..field.row + usize::from(field.height)).contains(&row) && columns.contains(&at.x)
    };
    let field = laid.fields.iter().find(is_field).map(|field| field.index);
    field.or_else(|| laid.choices.iter().position(|rows| rows.contains(&row)))
}

/// Scrolls so that what the keys stand on is seen.
pub fn show_chosen(quiz: &mut Quiz) {
    let body = body(quiz);
    let laid = body::lay_out(quiz, body.width);
    let height = usize::from(body.height);
    quiz.top = quiz.top.min(laid.chosen.start).max((laid.chosen.end).saturating_sub(height));
    clamp(quiz, &laid, height);
}

/// Scrolls so that what is told about the answer is seen, from its first row.
pub fn show_told(quiz: &mut Quiz) {
    let body = body(quiz);
    let laid = body::lay_out(quiz, body.width);
    let height = usize::from(body.height);
    if let Some(told) = laid.told {
        let end = laid.rows.len().saturating_sub(height);
        quiz.top = quiz.top.max(end.min(told));
    }
    clamp(quiz, &laid, height);
}

/// Nothing is scrolled further than there is something to see.
pub fn keep_in_view(quiz: &mut Quiz) {
    let body = body(quiz);
    let height = usize::from(body.height);
    if let Some(over) = quiz.over {
        let rows = over::rows(quiz, over, body.width).len();
        quiz.over = Some(Over { top: over.top.min(rows.saturating_sub(height)), ..over });
    }
    let laid = body::lay_out(quiz, body.width);
    clamp(quiz, &laid, height);
}

fn clamp(quiz: &mut Quiz, laid: &Laid, height: usize) {
    quiz.top = quiz.top.min(laid.rows.len().saturating_sub(height));
}

impl Quiz {
    pub(super) fn right_count(&self) -> usize {
        match &self.ending {
            Ending::Checked(checked) => checked.verdict.passed_count(),
            Ending::Open | Ending::Checking { .. } | Ending::Failed(_) => {
                self.items.iter().filter(|item| item.is_right()).count()
            }
        }
    }

    /// Tells the fields how much room they have, and keeps what is seen within what there is.
    pub(super) fn fit(&mut self) {
        let body = body(self);
        let laid = body::lay_out(self, body.width);
        if let Some(item) = self.item_mut() {
            for field in &laid.fields {
                if let Some(editor) = item.draft.nth_field_mut(field.index) {
                    editor.resize(field.width, field.height);
                }
            }
        }
        keep_in_view(self);
    }
}
