//! The workbench on the screen: title, track, the heads of the panes, the panes, the footer.

use ratatui::layout::Rect;

use crate::{
    course::{id::ExerciseId, short_title},
    screen::{
        keymap::Scope,
        theme::{Ground, Role},
        widget::{
            footer,
            grid::{self, Grid, MARGIN},
            pen::{self, Pen, columns},
            title,
            track::{self, Segment},
        },
    },
    text,
    tutor::{Revised, Trouble},
};

use super::{
    Bench, Left, Pane,
    files::Saving,
    foot, hints, over_paint,
    place::{self, Places},
    result, rows,
    run::{Live, Mark, Run},
    task,
};

const TABS: [(Pane, &str); 3] =
    [(Pane::Task, "1 Task"), (Pane::Code, "2 Code"), (Pane::Result, "3 Result")];
/// Between two tabs.
const TAB_GAP: u16 = 4;
/// Between the names of two files.
const FILE_GAP: u16 = 3;
/// Behind the name of a given file.
const READ_ONLY: &str = " read only";

/// The name of a file as it stands above the editor.
struct FileName {
    x: u16,
    words: String,
    says_read_only: bool,
}

/// Before the exercise is there, and where it cannot be opened.
pub fn draw_closed(pen: &mut Pen<'_>, exercise: &ExerciseId, trouble: Option<&Trouble>) {
    let area = pen.area();
    pen.fill(area, Ground::Screen);
    let grid = Grid::of(area);
    title::draw(pen, grid.title, &[exercise.as_str()], &[]);
    track::draw_rule(pen, grid.track);
    if let Some(trouble) = trouble {
        let words = [rows::span(super::sentence(trouble), Role::Note)];
        rows::draw(pen, grid.body, &rows::wrap(&words, grid.body.width, 0), 0, MARGIN);
    }
    footer::draw(pen, grid.footer, &[], &foot::end(Scope::Workbench));
}

impl Bench {
    pub(super) fn draw(&self, pen: &mut Pen<'_>) {
        let area = pen.area();
        pen.fill(area, Ground::Screen);
        if grid::is_too_small(area) {
            return;
        }
        let places = Places::of(self);
        self.draw_title(pen, &places.grid);
        if let Some(over) = &self.over {
            self.draw_over(pen, &places.grid, over);
        } else if places.wide {
            self.draw_panes(pen, &places);
        } else {
            self.draw_tabs(pen, &places);
        }
        if self.over.is_none() {
            self.draw_notice(pen, places.notice);
        }
        if let Some(question) = self.question {
            over_paint::draw_question(pen, question);
            pen.fill(places.grid.footer, Ground::Screen);
            footer::draw(pen, places.grid.footer, &[], &foot::answers(question));
            return;
        }
        if self.own.is_asking() {
            self.draw_asking(pen);
            pen.fill(places.grid.footer, Ground::Screen);
            footer::draw(pen, places.grid.footer, &[], &self.asking_hints());
            return;
        }
        footer::draw(pen, places.grid.footer, &foot::hints(self), &foot::end(self.scope()));
    }

    fn draw_title(&self, pen: &mut Pen<'_>, grid: &Grid) {
        let checks = &self.piece.exercise.checks;
        let module = format!("{} {}", self.piece.module_number, self.piece.module_title);
        let passed = self.known.passed_count(checks);
        let known = self.known.checked.is_some() || self.known.checked_live.is_some();
        let count = match (known, checks.len()) {
            (false, 1) => "1 check".to_owned(),
            (false, all) => format!("{all} checks"),
            (true, 1) => format!("{passed} of 1 check"),
            (true, all) => format!("{passed} of {all} checks"),
        };
        let course = short_title(&self.piece.course_title);
        let path = [course, module.as_str(), self.piece.exercise.title.as_str()];
        // The count on the right grows; where columns are few it has the room.
        let path = if place::is_wide(self.size) { &path[..] } else { &path[1..] };
        let due = format!("{} due", self.piece.due);
        let facts: &[&str] = if 0 < self.piece.due { &[&count, &due] } else { &[&count] };
        title::draw(pen, grid.title, path, facts);
        let segments: Vec<Segment> = checks
            .iter()
            .enumerate()
            .map(|(index, check)| match self.known.mark(index, check) {
                Mark::Passed => Segment::Passed,
                Mark::Failed => Segment::Failed,
                Mark::NotRun | Mark::Running | Mark::Unjudged | Mark::Skipped => Segment::Ahead,
            })
            .collect();
        track::draw(pen, grid.track, &segments);
    }

    fn draw_panes(&self, pen: &mut Pen<'_>, places: &Places) {
        self.draw_left_head(pen, places.left_head);
        self.draw_left(pen, places);
        pen.column(places.divider.x, places.divider.y..places.divider.bottom(), '│', Role::Faint);
        self.draw_file_names(pen, places.head, &self.head_state());
        self.files.shown().editor.view(pen, places.editor, self.pane == Pane::Code);
        pen.repeat(places.rule.x, places.rule.y, places.rule.width, '─', Role::Faint);
        self.draw_result(pen, places);
    }

    fn draw_tabs(&self, pen: &mut Pen<'_>, places: &Places) {
        let head = places.head;
        let mut x = head.x;
        for (pane, name) in TABS {
            let role = if pane == self.pane { Role::Here } else { Role::Muted };
            x = pen.write(x, head.y, head.right(), name, role) + TAB_GAP;
        }
        match self.pane {
            Pane::Task if self.left == Left::Task => self.draw_state(pen, head, x),
            Pane::Task => {
                let words = self.hints_for();
                pen.write_right(x, head.y, head.right(), &words, Role::Muted);
            }
            Pane::Code => {
                let names = Rect { x, width: head.right().saturating_sub(x), ..head };
                self.draw_file_names(pen, names, &self.head_state());
                self.files.shown().editor.view(pen, places.editor, true);
                let words = self.tab_state();
                let role = if self.known.visible_pass() {
                    Role::Pass
                } else if self.known.unread().is_some() {
                    Role::Fail
                } else {
                    Role::Muted
                };
                pen.write_cut(places.state.x, places.state.y, places.state.right(), &words, role);
            }
            Pane::Result => {
                self.draw_state(pen, head, x);
                self.draw_result(pen, places);
            }
        }
        if self.pane == Pane::Task {
            self.draw_left(pen, places);
        }
    }

    /// `auth.js   not checked yet` at the right end of the tabs.
    fn draw_state(&self, pen: &mut Pen<'_>, head: Rect, left: u16) {
        let state = self.state_of_run();
        let file = text::clean_line(&self.files.shown().path).into_owned();
        let words = match state.last() {
            Some(last) if self.pane == Pane::Result => last.clone(),
            Some(last) => format!("{file}   {last}"),
            None => file,
        };
        pen.write_right(left, head.y, head.right(), &words, Role::Muted);
    }

    fn draw_left_head(&self, pen: &mut Pen<'_>, row: Rect) {
        let here = self.pane == Pane::Task && self.chosen.is_none();
        let role = if here || self.pane == Pane::Task && self.left == Left::Hints {
            Role::Here
        } else {
            Role::Muted
        };
        let name = match self.left {
            Left::Task => "Task",
            Left::Hints => "Hints",
        };
        let x = pen.write(row.x, row.y, row.right(), name, role);
        if self.left == Left::Hints {
            pen.write_right(x + 2, row.y, row.right(), &self.hints_for(), Role::Muted);
        }
    }

    /// What the hints are asked for: the check that failed.
    fn hints_for(&self) -> String {
        let check = self.chosen.and_then(|index| self.piece.exercise.checks.get(index));
        check.map_or_else(String::new, |check| format!("for: {}", text::clean_line(&check.say)))
    }

    fn draw_left(&self, pen: &mut Pen<'_>, places: &Places) {
        let area = places.left;
        // The selection reaches to the divider and not over it.
        let right = if places.wide { places.divider.x.saturating_sub(1) } else { u16::MAX };
        let width = right.min(pen.area().right());
        let mut pen = pen.within(Rect::new(0, 0, width, u16::MAX));
        if self.left == Left::Hints {
            let rows = hints::rows(self, area.width);
            rows::draw(&mut pen, area, &rows, self.scroll.hints, MARGIN);
            return;
        }
        let parts = task::parts(self, area.width);
        let (text, list) = task::areas(self, places, &parts);
        let text_max = parts.text.len() - usize::from(text.height).min(parts.text.len());
        let scroll = self.scroll.task.min(text_max);
        rows::draw(&mut pen, text, &parts.text, scroll, MARGIN);
        rows::draw(&mut pen, list, &parts.list, self.scroll.task - scroll, MARGIN);
        if scroll < text_max && 0 < text.height {
            pen.repeat(text.right(), text.bottom() - 1, 1, '↓', Role::Muted);
        }
        if 0 < scroll && 0 < text.height {
            pen.repeat(text.right(), text.y, 1, '↑', Role::Muted);
        }
    }

    fn draw_result(&self, pen: &mut Pen<'_>, places: &Places) {
        let area = places.result;
        let rows = result::rows(self, area.width);
        // Another result may be shorter than the one that was scrolled.
        let scroll = self.scroll.result.min(rows.len().saturating_sub(usize::from(area.height)));
        rows::draw(pen, area, &rows, scroll, places.result_margin());
        let shown = scroll + usize::from(area.height);
        if shown < rows.len() && 0 < area.height {
            pen.repeat(area.right(), area.bottom() - 1, 1, '↓', Role::Muted);
        }
    }

    /// The one row above the editor.
    fn draw_notice(&self, pen: &mut Pen<'_>, row: Rect) {
        let words = self.save_trouble.as_ref().or(self.said.as_ref());
        if let Some(words) = words {
            // Its ground parts it from the first line of the code.
            let left = row.x.saturating_sub(1);
            pen.lay(Rect { x: left, width: row.width + 2, ..row }, Ground::Overlay);
            pen.write_cut(row.x, row.y, row.right(), words, Role::Note);
        }
    }
}

/// Files and the words on what is saved and checked.
impl Bench {
    /// The names of the files, then `state` at the right edge.
    fn draw_file_names(&self, pen: &mut Pen<'_>, row: Rect, state: &[String]) {
        pen.write_right(row.x, row.y, row.right(), &state.join("   "), Role::Muted);
        let names = self.file_names(Bench::beside_state(row, state));
        for (index, name) in names.into_iter().enumerate() {
            let shown = index == self.files.shown_index();
            let role = match (shown, self.pane) {
                (true, Pane::Code) if place::is_wide(self.size) => Role::Here,
                (true, _) => Role::Bright,
                (false, _) => Role::Muted,
            };
            let end = pen.write(name.x, row.y, row.right(), &name.words, role);
            if name.says_read_only {
                pen.write(end, row.y, row.right(), READ_ONLY, Role::Muted);
            }
        }
    }

    /// What `state` at the right edge leaves of a row.
    fn beside_state(row: Rect, state: &[String]) -> Rect {
        let taken = columns(&state.join("   ")) + FILE_GAP;
        Rect { width: row.width.saturating_sub(taken), ..row }
    }

    /// The names of the files, side by side. Where they do not fit, none is called read only, and then
    /// those that are not shown are cut.
    fn file_names(&self, row: Rect) -> Vec<FileName> {
        let files = self.files.all();
        let names: Vec<_> = files.iter().map(|file| text::clean_line(&file.path)).collect();
        let gaps = FILE_GAP * u16::try_from(files.len() - 1).unwrap_or(u16::MAX);
        let width = |says: bool| {
            let says =
                |index| if says && self.says_read_only(index) { columns(READ_ONLY) } else { 0 };
            let names = names.iter().enumerate().map(|(index, name)| columns(name) + says(index));
            names.sum::<u16>() + gaps
        };
        let says = width(true) <= row.width;
        let others = u16::try_from(files.len() - 1).unwrap_or(u16::MAX).max(1);
        let shown = columns(&names[self.files.shown_index()]);
        let room = row.width.saturating_sub(shown + gaps) / others;
        let is_cut = row.width < width(false);
        let mut x = row.x;
        let mut placed = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let is_other = index != self.files.shown_index();
            let words = if is_cut && is_other { pen::cut(name, room.max(1)) } else { name.clone() };
            let says_read_only = says && self.says_read_only(index);
            let taken = columns(&words) + if says_read_only { columns(READ_ONLY) } else { 0 };
            placed.push(FileName { x, words: words.into_owned(), says_read_only });
            x += taken + FILE_GAP;
        }
        placed
    }

    /// Whether the words stand behind the name of a file: where columns are few, three names are all
    /// that fits, and only the one that is shown says it.
    fn says_read_only(&self, index: usize) -> bool {
        let is_given = !self.files.all()[index].editor.is_writable();
        is_given && (place::is_wide(self.size) || index == self.files.shown_index())
    }

    /// What stands at the right edge of the names of the files.
    fn head_state(&self) -> Vec<String> {
        if place::is_wide(self.size) { self.state_of_run() } else { vec![self.saved_word()] }
    }

    /// What is saved and what is checked, in the order of the head of the editor.
    fn state_of_run(&self) -> Vec<String> {
        let fresh = self.known.checked_edits == self.files.edits();
        let run = match (&self.known.run, &self.known.checked) {
            (Run::Checking(_), _) => "checking".to_owned(),
            (Run::Idle | Run::Stopped | Run::Failed(_), Some(checked)) if fresh => {
                format!("checked in {} ms", checked.verdict.took.as_millis())
            }
            (Run::Idle | Run::Stopped | Run::Failed(_), Some(_)) => {
                "changed since the check".to_owned()
            }
            (Run::Idle | Run::Stopped | Run::Failed(_), None) if place::is_wide(self.size) => {
                match self.known.live {
                    Live::Off => "live checks off".to_owned(),
                    Live::Idle | Live::Waiting(_) | Live::Running(_) => "live checks on".to_owned(),
                }
            }
            (Run::Idle | Run::Stopped | Run::Failed(_), None) if self.piece.standing.passed => {
                match self.revised() {
                    Some(Revised::AsksMore { .. }) => "solved, asks for more".to_owned(),
                    Some(Revised::Unjudged { .. }) => "solved, changed since".to_owned(),
                    Some(Revised::Passes { .. }) | None => "solved before".to_owned(),
                }
            }
            (Run::Idle | Run::Stopped | Run::Failed(_), None) => "not checked yet".to_owned(),
        };
        vec![self.saved_word(), run]
    }

    fn saved_word(&self) -> String {
        let word = match self.files.shown().saving {
            Saving::Saved if self.piece.folder.is_none() => "in memory",
            Saving::Saved => "saved",
            Saving::Waiting(_) | Saving::Asked(_) => "saving",
            Saving::Failed => "not saved",
        };
        word.to_owned()
    }

    /// The row below the editor where the result is another tab.
    fn tab_state(&self) -> String {
        match &self.known.run {
            Run::Checking(_) => return "Checking.".to_owned(),
            Run::Stopped => return "Stopped. F5 checks again.".to_owned(),
            Run::Failed(trouble) => return format!("? {}", super::sentence(trouble)),
            Run::Idle => {}
        }
        if self.known.visible_pass() {
            return "✓ The visible checks pass. F5 checks the rest.".to_owned();
        }
        let checks = &self.piece.exercise.checks;
        match (&self.known.checked_live, &self.known.checked) {
            (Some(_), _) | (None, Some(_)) => {
                let failed = checks
                    .iter()
                    .enumerate()
                    .find(|(index, check)| self.known.mark(*index, check) == Mark::Failed);
                let count = format!("{} of {}", self.known.passed_count(checks), checks.len());
                if let Some((place, said)) = self.known.unread() {
                    let at = format!("{}:{}", place.file, place.line);
                    return format!("✗ {at}  {said}   {count} checks pass");
                }
                failed.map_or_else(
                    || format!("{count} checks pass"),
                    |(_, check)| format!("{count} checks pass   ✗ {}", check.say),
                )
            }
            (None, None) if self.known.live == Live::Off => {
                "Nothing checked yet. F5 checks.".to_owned()
            }
            (None, None) => {
                "Nothing checked yet. F5 checks; typing checks too, a moment after you stop."
                    .to_owned()
            }
        }
    }
}

/// A press on the tabs or on the name of a file.
pub fn press_head(bench: &mut Bench, places: &Places, x: u16) {
    let mut at = places.head.x;
    if !places.wide {
        for (pane, name) in TABS {
            let next = at + columns(name) + TAB_GAP;
            if x < next {
                bench.show(pane);
                return;
            }
            at = next;
        }
    }
    if places.wide || bench.pane == Pane::Code {
        let width = places.head.right().saturating_sub(at);
        let row = Bench::beside_state(Rect { x: at, width, ..places.head }, &bench.head_state());
        let under = bench.file_names(row).into_iter().rposition(|name| name.x <= x);
        bench.files.show(under.unwrap_or(0));
    }
}
