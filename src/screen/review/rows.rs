//! A card as rows: what can be long stands above and scrolls, the field or the grades below.

use super::{Review, Said, Stage};
use crate::{
    course::lesson::Choice,
    screen::{
        theme::{Ground, Role},
        widget::{
            numerals::{capital, count_of, share},
            rows::{LABEL_COLUMNS, Row, fold, labelled, markdown, span, wrap},
            written,
        },
    },
    text,
    tutor::{Ask, Asked, Grade, NO_CARDS, Of, Place, Session, when},
};

/// Lines of a program, or of what it printed, that a card shows at most.
const CODE_ROWS_MAX: usize = 60;
/// `   Enter` behind the time of a grade.
const ENTER_COLUMNS: usize = 8;

/// What scrolls, and what is always in view.
pub fn rows(review: &Review) -> (Vec<Row>, Vec<Row>) {
    let Some(session) = &review.session else { return (Vec::new(), Vec::new()) };
    let width = review.body().width;
    let Some(asked) = review.asked() else {
        return (over(review, session, width), Vec::new());
    };
    let mut above = head(review, asked, width);
    let air = if review.is_tall() { 2 } else { 1 };
    match &review.stage {
        Stage::Asking(editor) => {
            let more = usize::from(review.is_of_a_lesson() && !review.is_tall());
            let mut below = vec![Row::empty(); air + more];
            // A letter needs no room, and the options do.
            let least = if asked.ask.options.is_empty() { written::SENTENCE_ROWS } else { 1 };
            below.extend(written::rows(editor, width, least));
            below.extend(vec![Row::empty(); air]);
            below.extend(what_f5_does(review, session));
            (above, below)
        }
        Stage::Answered { said, marked } => {
            let mut below = vec![Row::empty(); air];
            below.push(Row::words("How well did it come back?", Role::Muted));
            below.push(Row::empty());
            below.extend(Grade::ALL.map(|grade| grade_row(review, asked, grade, *marked)));
            let mut answer = vec![Row::empty(); air];
            answer.extend(self::answer(&asked.ask, said, width));
            let room = usize::from(review.body().height);
            if room < above.len() + answer.len() + below.len() {
                // The answer says what the options said.
                above = question(review, asked, width);
            }
            above.extend(answer);
            (above, below)
        }
    }
}

/// How many of `height` rows are left for what scrolls.
pub fn room_above(height: u16, above: &[Row], below: &[Row]) -> u16 {
    let below = u16::try_from(below.len()).unwrap_or(u16::MAX);
    let above = u16::try_from(above.len()).unwrap_or(u16::MAX);
    above.min(height.saturating_sub(below))
}

/// The grade whose row stands at `y`.
pub fn grade_at(review: &Review, y: u16) -> Option<Grade> {
    let (Some(_), Stage::Answered { .. }) = (review.asked(), &review.stage) else { return None };
    let body = review.body();
    let (above, below) = rows(review);
    let top = body.y + room_above(body.height, &above, &below);
    let first = top + u16::try_from(below.len() - Grade::ALL.len()).unwrap_or(0);
    let index = usize::from(y.checked_sub(first)?);
    (y < body.bottom()).then(|| Grade::ALL.get(index).copied()).flatten()
}

fn head(review: &Review, asked: &Asked, width: u16) -> Vec<Row> {
    let mut rows = question(review, asked, width);
    if !asked.ask.options.is_empty() {
        rows.push(Row::empty());
        rows.extend(options(&asked.ask.options, width));
    }
    if review.is_of_a_lesson() && matches!(review.stage, Stage::Asking(_)) {
        rows.push(Row::empty());
        let words = if asked.ask.options.is_empty() {
            "A sentence is enough. Write first, then compare; nobody grades the wording."
        } else {
            "A letter is enough. Write first, then compare."
        };
        rows.extend(wrap(&[span(words, Role::Muted)], width, 0));
    }
    rows
}

/// Where it comes from, and what is asked.
fn question(review: &Review, asked: &Asked, width: u16) -> Vec<Row> {
    let mut rows = vec![if review.is_of_a_lesson() {
        Row::words("From memory", Role::Muted)
    } else {
        path(asked, width)
    }];
    rows.push(Row::empty());
    rows.extend(markdown(&text::clean(&asked.ask.question), width, Role::Bright));
    if let Some((_, code)) = &asked.ask.code {
        rows.push(Row::empty());
        rows.extend(code_rows(code, '│', Some(Ground::Code), width));
    }
    rows
}

/// `4 Express 5  ›  Middleware: the pipeline         seen 9 days ago`
fn path(asked: &Asked, width: u16) -> Row {
    let seen = match asked.days {
        0 => "seen today".to_owned(),
        1 => "seen yesterday".to_owned(),
        days => format!("seen {days} days ago"),
    };
    let spans = vec![
        span(text::clean_line(&asked.module), Role::Muted),
        span("  ›  ", Role::Faint),
        span(text::clean_line(&asked.title), Role::Muted),
    ];
    let row = Row::of(spans);
    if row.columns() + 20 > width {
        return Row::words(text::clean_line(&asked.title), Role::Muted)
            .with_right(seen, Role::Muted);
    }
    row.with_right(seen, Role::Muted)
}

fn options(options: &[Choice], width: u16) -> Vec<Row> {
    let option = |(letter, option): (char, &Choice)| {
        let words = markdown(&text::clean(&option.text), width.saturating_sub(3), Role::Text);
        words.into_iter().enumerate().map(move |(index, mut row)| {
            let head = if index == 0 { format!("{letter}  ") } else { "   ".to_owned() };
            row.spans.insert(0, span(head, Role::Muted));
            row
        })
    };
    ('a'..='z').zip(options).flat_map(option).collect()
}

fn code_rows(code: &str, edge: char, ground: Option<Ground>, width: u16) -> Vec<Row> {
    let lines: Vec<&str> = code.trim_end().lines().collect();
    let row = |line: &str| {
        let line = text::clean_line(line);
        let folded = fold(&line, width.saturating_sub(2), Role::Text).into_iter();
        folded
            .map(|mut row| {
                row.spans.insert(0, span(format!("{edge} "), Role::Faint));
                row.ground = ground;
                row
            })
            .collect::<Vec<_>>()
    };
    let mut rows: Vec<Row> = lines.iter().take(CODE_ROWS_MAX).flat_map(|line| row(line)).collect();
    if CODE_ROWS_MAX < lines.len() {
        let more = format!("… {} more lines", lines.len() - CODE_ROWS_MAX);
        rows.push(Row::words(more, Role::Muted));
    }
    rows
}

fn what_f5_does(review: &Review, session: &Session) -> Vec<Row> {
    let f5 = vec![span("F5", Role::Bright), span("  shows the answer beside yours", Role::Muted)];
    let mut rows = vec![Row::of(f5)];
    if review.is_of_a_lesson() {
        if let Some(next) = &session.next {
            let what = match next.place {
                Place::Lesson(_) => "a lesson",
                Place::Exercise(_) => "an exercise",
            };
            let title = text::clean_line(&next.title).into_owned();
            let after = format!("After this: {title}, {what} of about {} minutes", next.minutes);
            rows.extend(vec![Row::empty(); if review.is_tall() { 2 } else { 1 }]);
            rows.push(Row::words(after, Role::Muted));
        }
    } else {
        let aloud = "Saying it aloud counts too: leave the box empty.";
        rows.push(Row::words(aloud, Role::Muted));
    }
    rows
}

fn answer(ask: &Ask, said: &Said, width: u16) -> Vec<Row> {
    let room = width.saturating_sub(LABEL_COLUMNS);
    let mut rows = labelled("yours", Role::Muted, yours(ask, said, room));
    rows.push(Row::empty());
    let right = if ask.is_output {
        code_rows(&ask.answer, '╎', None, room)
    } else {
        markdown(&text::clean(&ask.answer), room, Role::Text)
    };
    rows.extend(labelled("answer", Role::Bright, right));
    if let Some(why) = &ask.why {
        rows.push(Row::empty());
        rows.extend(labelled("why", Role::Muted, markdown(&text::clean(why), room, Role::Text)));
    }
    if let Some(before) = &ask.before {
        rows.push(Row::empty());
        rows.extend(labelled("before", Role::Muted, code_rows(before, '╎', None, room)));
    }
    rows
}

/// What was said; of a choice the option, with its mark and the author's word on a wrong one.
fn yours(ask: &Ask, said: &Said, room: u16) -> Vec<Row> {
    let words = match said {
        Said::Words(words) => words,
        Said::Nothing => return vec![Row::words("nothing written", Role::Muted)],
        Said::DoNotKnow => return vec![Row::words("I do not know", Role::Muted)],
    };
    if let Some(option) = ask.chosen(words) {
        let (mark, role) = if option.correct { ("✓", Role::Pass) } else { ("✗", Role::Fail) };
        let mut rows = markdown(&text::clean(&option.text), room.saturating_sub(2), Role::Text);
        for (index, row) in rows.iter_mut().enumerate() {
            row.spans.insert(0, if index == 0 { span(mark, role) } else { span(" ", role) });
            row.spans.insert(1, span(" ", Role::Text));
        }
        if !option.correct {
            rows.extend(markdown(&text::clean(&option.why), room, Role::Muted));
        }
        return rows;
    }
    let lines = words.lines().map(text::clean_line);
    lines.flat_map(|line| wrap(&[span(line, Role::Text)], room, 0)).collect()
}

fn grade_row(review: &Review, asked: &Asked, grade: Grade, marked: Grade) -> Row {
    let is_marked = grade == marked;
    let number = usize::try_from(grade.number()).unwrap_or(1);
    let (digit, label) =
        if is_marked { (Role::Here, Role::Bright) } else { (Role::Bright, Role::Text) };
    let enter = if is_marked { "   Enter" } else { "" };
    let wait = asked.waits.get(number - 1).copied().unwrap_or(0);
    // What a module asks before it is begun is not asked again.
    let wait = if review.module().is_some() { String::new() } else { when(wait) };
    Row {
        spans: vec![
            span(format!("{number:<width$}", width = usize::from(LABEL_COLUMNS)), digit),
            span(grade.words(), label),
        ],
        right: vec![
            span(wait, Role::Muted),
            span(format!("{enter:<ENTER_COLUMNS$}"), Role::Bright),
        ],
        ground: is_marked.then_some(Ground::Selected),
        bar: is_marked.then_some(Role::Here),
        ..Row::default()
    }
}

/// All cards were asked, or none is due.
fn over(review: &Review, session: &Session, width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    let say = |rows: &mut Vec<Row>, words: &str, role| {
        rows.extend(wrap(&[span(words, role)], width, 0));
    };
    let reviewed = review.graded.len();
    match (&review.of, reviewed) {
        (Of::Module(_), _) if session.asked.is_empty() => {
            say(&mut rows, "This module asks nothing yet.", Role::Bright);
        }
        (Of::Module(_), _) => {
            let (known, all) = (review.known(), session.asked.len());
            let words = format!("{} came back well.", share(known, all));
            say(&mut rows, &words, Role::Bright);
            rows.push(Row::empty());
            let advice = match review.following() {
                Some((_, module)) => format!(
                    "Little of this module is new to you. x skips it (its lessons stay open to \
                     you) and asks about {} next.",
                    text::clean_line(module)
                ),
                None if session.advises_skipping(known) => {
                    "Little of this module is new to you. x skips it; its lessons stay open to \
                     you, and Continue goes past it."
                        .to_owned()
                }
                None => {
                    "There is something in this module for you. Begin here; x skips it all the \
                         same."
                        .to_owned()
                }
            };
            say(&mut rows, &advice, Role::Text);
        }
        (Of::Lesson(_), _) => {
            say(&mut rows, "These questions come back in reviews.", Role::Text);
        }
        (Of::Due | Of::Shaky, 0) if session.asked.is_empty() => {
            say(&mut rows, "Nothing is due.", Role::Bright);
        }
        (Of::Due | Of::Shaky, 0) => say(&mut rows, "Nothing was reviewed.", Role::Bright),
        (Of::Due | Of::Shaky, count) => {
            let cards = capital(&count_of(count, "card", "cards"));
            say(&mut rows, &format!("{cards} reviewed."), Role::Bright);
        }
    }
    if !review.is_of_a_lesson() {
        rows.push(Row::empty());
        say(&mut rows, &next_words(session), Role::Text);
    }
    if let Some(next) = &session.next {
        rows.push(Row::empty());
        let label = format!("{:<width$}", "Next", width = usize::from(LABEL_COLUMNS));
        rows.push(Row {
            spans: vec![span(label, Role::Here), span(text::clean_line(&next.title), Role::Bright)],
            right: vec![
                span(format!("about {} min", next.minutes), Role::Muted),
                span("   Enter", Role::Bright),
            ],
            ground: Some(Ground::Selected),
            bar: Some(Role::Here),
            ..Row::default()
        });
    }
    rows
}

fn next_words(session: &Session) -> String {
    match (session.reviews.due, session.reviews.next) {
        (0, Some((wait, cards))) => {
            let cards = count_of(cards, "card", "cards");
            let verb = if cards.ends_with("cards") { "come" } else { "comes" };
            format!("{} {verb} {}.", capital(&cards), when(wait))
        }
        (0, None) => NO_CARDS.to_owned(),
        (due, _) => format!("{} still due today.", count_of(due, "card is", "cards are")),
    }
}
