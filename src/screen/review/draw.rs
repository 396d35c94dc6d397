//! Review drawn: the track has a segment for each card, at the end of a lesson for each page.

use std::cmp::Ordering;

use ratatui::layout::Rect;

use super::{Review, Stage, rows};
use crate::{
    course::short_title,
    screen::{
        keymap::{
            Hint,
            review::{ANSWERED, ASKING, AnsweredAction, AskingAction},
        },
        theme::{Ground, Role},
        widget::{
            footer,
            grid::{Grid, MARGIN},
            pen::Pen,
            prose::wrap,
            rows as drawn, title,
            track::{self, Segment},
            waiting::minutes_for,
        },
    },
    tutor::{Of, Place, Session},
};

pub fn draw(review: &Review, pen: &mut Pen<'_>) {
    let area = pen.area();
    let grid = Grid::of(area);
    pen.fill(area, Ground::Screen);
    if let Some(session) = &review.session {
        draw_title(review, session, pen, grid.title);
        draw_track(review, session, pen, grid.track);
    } else {
        title::draw(pen, grid.title, &["Review"], &[]);
        track::draw_rule(pen, grid.track);
    }
    let body = review.body();
    let (above, below) = rows::rows(review);
    let room = rows::room_above(body.height, &above, &below);
    let upper = Rect { height: room, ..body };
    drawn::draw(&mut pen.within(area), upper, &above, review.top, MARGIN);
    let lower = Rect { y: body.y + room, height: body.height - room, ..body };
    drawn::draw(pen, lower, &below, 0, MARGIN);
    if is_more_below(review) {
        pen.repeat(body.right() + 1, upper.bottom().saturating_sub(1), 1, '↓', Role::Muted);
    }
    if let Some(trouble) = &review.trouble {
        let words = format!("{} {}", trouble.what, trouble.next.as_deref().unwrap_or(""));
        let lines = wrap(words.trim(), grid.body.width);
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(grid.body.height);
        let place = Rect { y: grid.spare.bottom() - height, height, ..grid.body };
        pen.fill(place, Ground::Screen);
        for (y, line) in (place.y..place.bottom()).zip(&lines) {
            pen.write(place.x, y, place.right(), line, Role::Text);
        }
    }
    footer::draw(pen, grid.footer, &hints(review), &end(review));
}

fn draw_title(review: &Review, session: &Session, pen: &mut Pen<'_>, row: Rect) {
    let asked = session.asked.len();
    let due = match session.reviews.due {
        0 => None,
        due => Some(format!("{due} due")),
    };
    let is_asking = review.at < asked;
    let mut facts = Vec::new();
    let path = match (&review.of, &session.path) {
        (Of::Module(_) | Of::Lesson(_), Some((module, lesson))) => {
            if is_asking {
                facts.push(format!("question {} of {asked}", review.at + 1));
            }
            // What is due has nothing to do with a module that is not begun.
            facts.extend(due.filter(|_| review.module().is_none()));
            let course = short_title(&session.course);
            vec![course, module, lesson]
        }
        (Of::Shaky, _) => {
            if is_asking {
                facts.push(format!("card {} of {asked}", review.at + 1));
            }
            vec!["Progress", "Review"]
        }
        (Of::Due | Of::Lesson(_) | Of::Module(_), _) => {
            if is_asking {
                facts.push(format!("card {} of {asked}", review.at + 1));
                let minutes = minutes_for(asked - review.at);
                facts.push(format!("about {minutes} min left"));
            } else {
                facts.extend(due);
            }
            vec!["Review"]
        }
    };
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    title::draw(pen, row, &path, &facts);
}

fn draw_track(review: &Review, session: &Session, pen: &mut Pen<'_>, row: Rect) {
    let (count, at) = match review.of {
        Of::Lesson(_) => (session.pages, session.pages.saturating_sub(1)),
        Of::Due | Of::Shaky | Of::Module(_) => (session.asked.len(), review.at),
    };
    if count == 0 {
        track::draw_rule(pen, row);
        return;
    }
    let segment = |index: usize| match index.cmp(&at) {
        Ordering::Less => Segment::Done,
        Ordering::Equal => Segment::Here,
        Ordering::Greater => Segment::Ahead,
    };
    track::draw(pen, row, &(0..count).map(segment).collect::<Vec<_>>());
}

/// Whether what scrolls goes on below what is seen of it.
fn is_more_below(review: &Review) -> bool {
    let (above, below) = rows::rows(review);
    let room = rows::room_above(review.body().height, &above, &below);
    review.top + usize::from(room) < above.len()
}

fn hints(review: &Review) -> Vec<Hint> {
    let Some(session) = &review.session else { return Vec::new() };
    let undo = || {
        let known = review.graded.last().is_some_and(|graded| graded.token.is_some());
        known.then(|| ANSWERED.hint(AnsweredAction::Undo, "undo"))
    };
    let Some(asked) = review.asked() else {
        let label = match (&session.next, review.module()) {
            (Some(_), Some(_)) => "begin it",
            (Some(_), None) => "next",
            (None, _) => "back",
        };
        let take = ANSWERED.hint(AnsweredAction::Take, label);
        let skip = review.module().map(|_| ANSWERED.hint(AnsweredAction::Skip, "skip the module"));
        return [Some(take), skip, undo()].into_iter().flatten().collect();
    };
    match &review.stage {
        Stage::Asking(_) => {
            let (compare, past) =
                if review.is_of_a_lesson() { ("compare", "skip") } else { ("answer", "not today") };
            let mut hints = vec![
                ASKING.hint(AskingAction::Answer, compare),
                ASKING.hint(AskingAction::DoNotKnow, "I do not know"),
                ASKING.hint(AskingAction::NotToday, past),
            ];
            if is_more_below(review) {
                hints.insert(1, ASKING.hint(AskingAction::ScrollDown, "more"));
            }
            hints
        }
        Stage::Answered { marked, .. } => {
            let open = match asked.place {
                Place::Lesson(_) => "open the lesson",
                Place::Exercise(_) => "open the exercise",
            };
            let mut hints = vec![
                Hint::new("1-4", "choose"),
                ANSWERED.hint(AnsweredAction::Take, marked.words()),
            ];
            if is_more_below(review) {
                hints.push(ANSWERED.hint(AnsweredAction::ScrollDown, "more"));
            }
            if !review.is_of_a_lesson() {
                hints.push(ANSWERED.hint(AnsweredAction::OpenLesson, open));
            }
            hints.extend(undo());
            hints
        }
    }
}

fn end(review: &Review) -> [Hint; 2] {
    if review.is_typing() {
        return [ASKING.hint(AskingAction::Help, "help"), ASKING.hint(AskingAction::Leave, "back")];
    }
    [ANSWERED.hint(AnsweredAction::Help, "help"), ANSWERED.hint(AnsweredAction::Leave, "back")]
}
