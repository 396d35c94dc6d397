//! Which rows stand on Home. When height is short, air goes first, then folding, then scrolling.

use ratatui::layout::Rect;

use super::{Choice, Home};
use crate::{
    screen::widget::{
        numerals::{count_of, in_words},
        pen::columns,
        prose::wrap,
    },
    tutor::{ModuleState, Next, Overview, Place},
};

/// Labels stand left, in a column of this width.
pub const LABEL_COLUMNS: u16 = 12;

/// One row of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    Gap,
    /// A line of what must be said of the store or of a failure; the first carries the label.
    Note {
        text: String,
        first: bool,
    },
    /// The module before this one is finished.
    Finished(String),
    /// Air inside the block of what comes next.
    NextAir,
    /// Alone in its row it also says what the detail would say.
    NextTitle {
        roomy: bool,
    },
    NextDetail {
        text: String,
        minutes: bool,
    },
    /// What is due, or when the next cards come.
    Reviews,
    /// Exercises that were solved and ask for more now.
    AskingMore,
    /// Nothing is left to do.
    AllDone,
    /// The modules from the first to this number are finished.
    Folded {
        modules: usize,
    },
    Module(usize),
    /// Modules that have no content yet, as one row.
    Absent {
        first: usize,
        last: usize,
    },
    Item {
        module: usize,
        row: usize,
    },
    /// A pack that is not open; the first carries the label.
    Pack(usize),
    /// The way to all packs, where not every one has a row.
    Packs,
    Playground,
    Legend,
}

impl Row {
    pub fn choice(&self) -> Option<Choice> {
        match self {
            Row::NextAir | Row::NextTitle { .. } | Row::NextDetail { .. } => Some(Choice::Next),
            Row::Module(index) => Some(Choice::Module(*index)),
            Row::Item { module, row } => Some(Choice::Item { module: *module, row: *row }),
            Row::Reviews => Some(Choice::Reviews),
            Row::Pack(index) => Some(Choice::Pack(*index)),
            Row::Packs => Some(Choice::Packs),
            Row::AskingMore => Some(Choice::AskingMore),
            Row::Playground => Some(Choice::Playground),
            Row::Gap
            | Row::Note { .. }
            | Row::Finished(_)
            | Row::AllDone
            | Row::Folded { .. }
            | Row::Absent { .. }
            | Row::Legend => None,
        }
    }
}

/// What is given up so that all rows fit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Short {
    Nothing,
    Air,
    Finished,
    Absent,
}

/// The rows for a body of this size; more than fit where even folding does not help.
pub fn rows(home: &Home, overview: &Overview, body: Rect) -> Vec<Row> {
    let mut rows = Vec::new();
    for short in [Short::Nothing, Short::Air, Short::Finished, Short::Absent] {
        rows = rows_at(home, overview, body, short);
        if rows.len() <= usize::from(body.height) {
            break;
        }
    }
    rows
}

pub fn has_content(overview: &Overview, index: usize) -> bool {
    overview.modules.get(index).is_some_and(ModuleState::has_content)
}

fn rows_at(home: &Home, overview: &Overview, body: Rect, short: Short) -> Vec<Row> {
    let roomy = short == Short::Nothing;
    let mut rows = Vec::new();
    rows.extend(roomy.then_some(Row::Gap));
    rows.extend(finished_before(overview).map(Row::Finished));
    match &overview.next {
        Some(next) if roomy => {
            rows.extend([Row::NextAir, Row::NextTitle { roomy }]);
            rows.push(Row::NextDetail { text: details(next), minutes: true });
            rows.extend(away(next).map(|text| Row::NextDetail { text, minutes: false }));
            rows.push(Row::NextAir);
        }
        Some(next) => {
            rows.push(Row::NextTitle { roomy });
            rows.extend(away(next).map(|text| Row::NextDetail { text, minutes: false }));
        }
        None => rows.push(Row::AllDone),
    }
    let reviews = overview.reviews.due > 0 || overview.reviews.next.is_some();
    let more = !overview.asking_more.is_empty();
    rows.extend((roomy && (reviews || more)).then_some(Row::Gap));
    rows.extend(reviews.then_some(Row::Reviews));
    rows.extend(more.then_some(Row::AskingMore));
    let notes = notes(home, overview, body.width.saturating_sub(LABEL_COLUMNS));
    if !notes.is_empty() {
        rows.push(Row::Gap);
        rows.extend(notes);
    }
    rows.push(Row::Gap);
    push_modules(home, overview, short, &mut rows);
    rows.push(Row::Gap);
    rows.extend((0..overview.others.shown.len()).map(Row::Pack));
    rows.extend(leads_to_packs(overview).then_some(Row::Packs));
    rows.extend(roomy.then_some(Row::Gap));
    rows.push(Row::Playground);
    if roomy {
        rows.extend([Row::Gap, Row::Gap, Row::Legend]);
    }
    rows
}

/// Whether a row leads to all packs: none has a row of its own, or not every one has.
pub fn leads_to_packs(overview: &Overview) -> bool {
    overview.others.shown.is_empty() || 0 < overview.others.more
}

fn push_modules(home: &Home, overview: &Overview, short: Short, rows: &mut Vec<Row>) {
    let finished = folded_modules(home, overview, short);
    if finished > 0 {
        rows.push(Row::Folded { modules: finished });
    }
    let count = overview.course.modules.len();
    let mut index = finished;
    while index < count {
        let absent = (index..count).take_while(|at| !has_content(overview, *at)).count();
        if short >= Short::Absent && absent > 1 {
            rows.push(Row::Absent { first: index, last: index + absent - 1 });
            index += absent;
            continue;
        }
        rows.push(Row::Module(index));
        let items = home.rows_of(index).map_or(0, <[_]>::len);
        rows.extend((0..items).map(|row| Row::Item { module: index, row }));
        index += 1;
    }
}

/// How many modules from the first on become one row: finished ones, unless one of them is
/// unfolded or chosen, for then it is what the learner looks at.
fn folded_modules(home: &Home, overview: &Overview, short: Short) -> usize {
    if short < Short::Finished {
        return 0;
    }
    let finished = overview.modules.iter().take_while(|state| state.is_finished()).count();
    let looked_at = (0..finished)
        .any(|index| home.choice == Choice::Module(index) || home.rows_of(index).is_some());
    if finished < 2 || looked_at { 0 } else { finished }
}

/// `page 3 of 5  ·  then the exercise The gate, rebuilt`
fn details(next: &Next) -> String {
    let place = match (&next.place, next.page) {
        (Place::Lesson(_), Some((page, pages))) => format!("page {page} of {pages}"),
        (Place::Lesson(_), None) => "lesson".to_owned(),
        (Place::Exercise(_), _) => "exercise".to_owned(),
    };
    match &next.then {
        Some(then) => format!("{place}  ·  then the exercise {then}"),
        None => place,
    }
}

fn away(next: &Next) -> Option<String> {
    let days = next.days_away?;
    let unit = if days == 1 { "day" } else { "days" };
    Some(match &next.last_solved {
        Some(title) => format!("last here {days} {unit} ago; last solved: {title}"),
        None => format!("last here {days} {unit} ago"),
    })
}

/// `Module 3: nine exercises, two with help`, when what comes next begins a new module.
pub fn finished_before(overview: &Overview) -> Option<String> {
    let here = overview.here()?;
    let state = overview.modules.get(here)?;
    let before = (0..here).rev().find(|index| overview.modules[*index].is_walked())?;
    let done = overview.modules.get(before).filter(|state| state.is_finished())?;
    if state.is_begun() {
        return None;
    }
    let work = if done.exercises.is_empty() {
        count_of(done.lessons.len(), "lesson", "lessons")
    } else {
        count_of(done.exercises.len(), "exercise", "exercises")
    };
    let help = match done.solved_with_help() {
        0 => String::new(),
        count => format!(", {} with help", in_words(count)),
    };
    Some(format!("Module {}: {work}{help}", before + 1))
}

/// `The gate, rebuilt asks for more now; your pass is kept`
pub fn asking_more(exercises: &[Next]) -> String {
    match exercises {
        [] => String::new(),
        [one] => format!("{} asks for more now; your pass is kept", one.title),
        [first, ..] => {
            format!("{} exercises ask for more now, first {}", exercises.len(), first.title)
        }
    }
}

fn notes(home: &Home, overview: &Overview, room: u16) -> Vec<Row> {
    let mut sentences = overview.notes.clone();
    sentences.extend(home.still_passing.clone());
    if let Some(trouble) = &home.trouble {
        let next = trouble.next.as_deref().unwrap_or("");
        sentences.push(format!("{} {next}", trouble.what));
    }
    let mut rows = Vec::new();
    for sentence in sentences {
        for (index, text) in wrap(&sentence, room).into_iter().enumerate() {
            rows.push(Row::Note { text, first: index == 0 });
        }
    }
    rows
}

/// Where the parts of a module's row stand.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    pub left: u16,
    /// The number's last column is left of this.
    pub number: u16,
    pub title: u16,
    pub bar: u16,
    pub bar_width: u16,
    /// Counts, minutes and the like end left of this.
    pub count: u16,
    pub right: u16,
}

impl Columns {
    pub fn of(body: Rect) -> Columns {
        const COUNT_COLUMNS: u16 = 8;
        let bar_width = match body.width {
            ..70 => 8,
            70..88 => 14,
            88.. => 24,
        };
        let right = body.right();
        let count = right.saturating_sub(2);
        Columns {
            left: body.x,
            number: body.x + LABEL_COLUMNS + 2,
            title: body.x + LABEL_COLUMNS + 4,
            bar: count.saturating_sub(COUNT_COLUMNS + 1 + bar_width),
            bar_width,
            count,
            right,
        }
    }

    /// Whether the words of a row are short ones.
    pub fn is_narrow(&self) -> bool {
        self.bar_width < 14
    }

    /// Whether `text` fits from the bar to the counts.
    pub fn fits_beside(&self, text: &str) -> bool {
        columns(text) <= self.count.saturating_sub(self.bar)
    }
}
