//! A console on the screen.

use ratatui::layout::Rect;

use super::{
    Console, Pane, Run, Session, Shown,
    answer_draw::{self, How},
    place::{self, Places, is_wide, places},
};
use crate::{
    screen::{
        theme::{Ground, Role},
        widget::{grid::MARGIN, pen::Pen, prose::wrap, rows},
    },
    tutor::console::Engine,
};

/// The headline and the empty row below it.
pub const HEADLINE_ROWS: u16 = 2;

pub fn draw(console: &Console, pen: &mut Pen<'_>, body: Rect) {
    let wide = is_wide(console.size.width);
    let has_tree = wide && console.has_tree();
    let places = places(body, has_tree, console.editor.lines().len());
    if console.pane == Pane::Tree && places.tree.is_none() {
        console.tree.draw(pen, body, console.name(), true);
        return;
    }
    if let Some(tree) = places.tree {
        let focus = console.pane == Pane::Tree && console.over.is_nothing();
        console.tree.draw(pen, tree, console.name(), focus);
        pen.column(place::divider(body), body.y..body.bottom(), '│', Role::Faint);
    }
    pen.fill(places.editor, Ground::Code);
    console.editor.view(pen, places.editor, console.is_typing());
    draw_said(console, pen, places.said);
    draw_result(console, pen, places, wide);
    if console.is_typing() {
        // The list of what fits may reach over what stands below.
        console.editor.view(pen, places.editor, true);
    }
}

/// What is to be said, or how what is being written goes on.
fn draw_said(console: &Console, pen: &mut Pen<'_>, row: Rect) {
    if let Some(said) = &console.said {
        pen.write_cut(row.x, row.y, row.right(), said, Role::Text);
        return;
    }
    let cursor = console.editor.cursor();
    let line = console.editor.lines().get(cursor.line);
    let hint = line.and_then(|line| console.words.hint(line, cursor.byte));
    if let Some(hint) = hint.filter(|_| console.is_typing()) {
        pen.write_cut(row.x, row.y, row.right(), &hint, Role::Muted);
    }
}

fn draw_result(console: &Console, pen: &mut Pen<'_>, places: Places, wide: bool) {
    let area = places.result;
    if !console.over.is_nothing() {
        console.over.draw(pen, area);
        return;
    }
    if let Session::Broken(trouble) = &console.session {
        let next = trouble.next.iter().flat_map(|next| wrap(next, area.width));
        let lines = wrap(&trouble.what, area.width).into_iter().chain(next);
        for (y, line) in (area.y..area.bottom()).zip(lines) {
            pen.write(area.x, y, area.right(), &line, Role::Text);
        }
        return;
    }
    let running = running(&console.run);
    if let Run::Running { printed, .. } = &console.run
        && !printed.is_empty()
    {
        return draw_streamed(pen, area, printed, running.as_deref().unwrap_or_default());
    }
    if let Some(words) = &running {
        pen.write(area.x, area.y, area.right(), words, Role::Text);
    }
    let focus = console.pane == Pane::Result;
    match &console.result {
        Shown::Nothing if running.is_none() => {
            let lines = [nothing_yet(console.engine), lasts(console.engine)];
            for (y, line) in (area.y..area.bottom()).zip(lines) {
                pen.write_cut(area.x, y, area.right(), line, Role::Muted);
            }
        }
        Shown::Nothing => {}
        Shown::Answer(answer) => {
            let (words, facts) = answer_draw::headline(answer, area.width);
            if running.is_none() && answer.given().is_some() {
                let mut row = rows::Row::of(words);
                row.right = vec![rows::span(facts.join("   "), Role::Muted)];
                rows::draw(pen, Rect { height: 1.min(area.height), ..area }, &[row], 0, MARGIN);
            }
            let how = How { is_wide: wide, plan_words: console.plan_words, focus };
            let below = below_headline(answer, &console.run, area);
            answer_draw::draw(answer, pen, below, how);
        }
        Shown::Printed(printed) => {
            let above = if running.is_some() { HEADLINE_ROWS.min(area.height) } else { 0 };
            let list = Rect { y: area.y + above, height: area.height - above, ..area };
            rows::draw(pen, list, printed.rows(), printed.top(list.height), MARGIN);
        }
    }
}

/// The last rows of what a program prints, below how long it runs.
fn draw_streamed(pen: &mut Pen<'_>, area: Rect, printed: &str, running: &str) {
    pen.write(area.x, area.y, area.right(), running, Role::Text);
    let head = HEADLINE_ROWS.min(area.height);
    let list = Rect { y: area.y + head, height: area.height - head, ..area };
    let clean = crate::text::clean(printed);
    let all: Vec<rows::Row> =
        clean.lines().flat_map(|line| rows::fold(line, list.width, Role::Code)).collect();
    let from = all.len().saturating_sub(usize::from(list.height));
    rows::draw(pen, list, &all, from, MARGIN);
}

/// A mistake has no headline but its own words, which stand in the first row while nothing runs.
pub fn below_headline(answer: &super::Answer, run: &Run, area: Rect) -> Rect {
    let has_none = answer.given().is_none() && running(run).is_none();
    let head = if has_none { 0 } else { HEADLINE_ROWS };
    let head = head.min(area.height);
    Rect { y: area.y + head, height: area.height - head, ..area }
}

/// What stands there while something runs: nothing at first.
fn running(run: &Run) -> Option<String> {
    match run {
        Run::Idle => None,
        Run::Running { waited, .. } => waited.running(),
    }
}

/// How long what is done here is kept. The inputs themselves come back with ↑.
fn lasts(engine: Engine) -> &'static str {
    match engine {
        Engine::Sql => "The data begin anew with each start of Backlab; what is typed is kept.",
        Engine::Mongo | Engine::Redis => {
            "What is stored goes when Backlab ends; each start begins with the same data."
        }
        Engine::Js => "Values go when Backlab ends; what is typed is kept.",
    }
}

fn nothing_yet(engine: Engine) -> &'static str {
    match engine {
        Engine::Sql => "Nothing run yet. F5 runs what stands above.",
        Engine::Mongo => {
            "Nothing run yet. Enter runs it, as in mongosh; Ctrl+Space says what fits."
        }
        Engine::Redis => "Nothing run yet. Enter runs a command; Ctrl+Space says what fits.",
        Engine::Js => "Nothing run yet. Enter runs it, as in node; const, let and class are kept.",
    }
}
