//! A recording as a text that can be read and sent to somebody.

use std::fmt::Write as _;

use super::{Detail, Failed, Recording, details};
use crate::{
    exchange::secret,
    text::{clean, clean_line},
    trace::{
        timeline::{Event, Kind, Timeline},
        told,
    },
};

/// Stands first, so that whoever reads such a file knows what it holds.
const VERSION: &str = "backlab recording 1";
/// What the file holds, for who is about to send it.
const NOTE: &str = "note       Tokens, cookies and passwords are cut where their names tell. The values of\n           \
     statements, and what else has no such name, stand here as they were: read it before\n           \
     you send it.";
/// Before what belongs to an event: the columns of its time and its mark.
const MARGIN: &str = "         ";

/// All of it, request by request.
pub fn text(recording: &Recording) -> String {
    let (timeline, failed) = recording.timeline();
    let mut out = format!("{VERSION}\n");
    if let Some(exercise) = &recording.exercise {
        let _ = writeln!(out, "exercise   {exercise}");
    }
    let (kept, dropped) = (recording.trace.entries.len(), recording.trace.dropped);
    let _ = writeln!(out, "entries    {kept}, and {dropped} that found no room");
    if 0 < recording.kept_back {
        let _ = writeln!(out, "left out   {} of hidden checks", requests(recording.kept_back));
    }
    let _ = writeln!(
        out,
        "times      milliseconds since the request arrived; outside of requests since the start"
    );
    let _ = writeln!(out, "{NOTE}");
    for failure in &recording.failures {
        let _ = writeln!(out, "\nfailed     {}", line_of(&failure.headline));
        for field in failure.fields.iter().filter(|field| field.differs) {
            let [expected, got] =
                [&field.expected, &field.got].map(|words| secret::told(&field.name, words));
            let words = format!("{}: expected {expected}, came back {got}", field.name);
            let _ = writeln!(out, "           {}", clean_line(&words));
        }
    }
    for group in &timeline.groups {
        match group.request {
            Some(number) => {
                let began = told::ms(group.began_us);
                let _ = writeln!(out, "\nrequest {number}, {began} after the start");
            }
            None => out.push_str("\noutside of requests\n"),
        }
        for event in group.events.clone() {
            row(&mut out, recording, &timeline, &failed, event);
        }
    }
    out
}

fn row(out: &mut String, recording: &Recording, timeline: &Timeline, failed: &[Failed], at: usize) {
    let trace = &recording.trace;
    let event = &timeline.events[at];
    let time = timeline.at_us(trace, at).map_or_else(String::new, told::time);
    let mark = if event.failed { '✗' } else { ' ' };
    let words = told::words(trace, event);
    let right = if words.right.is_empty() { String::new() } else { format!("   {}", words.right) };
    let line = format!("{}{}{}{right}", told::bars(event), words.lead, words.rest);
    let _ = writeln!(out, "{time:>6} {mark} {}", line_of(&line));
    for Failed { failure, .. } in failed.iter().filter(|failed| failed.event == at) {
        let headline = &recording.failures[*failure].headline;
        let _ = writeln!(out, "{MARGIN}✗ {}", line_of(headline));
    }
    if tells_more(event) {
        let said = |detail: &Detail| match detail {
            // One line that is printed stands in the row itself.
            Detail::Labelled(_, text) => line.ends_with(text.as_str()),
            Detail::Headline(_) | Detail::Sql(_) | Detail::Code(_) => false,
        };
        for detail in details(trace, timeline, at).iter().filter(|detail| !said(detail)) {
            below(out, detail);
        }
    }
}

/// What its row does not say already.
fn tells_more(event: &Event) -> bool {
    match event.kind {
        Kind::Arrived | Kind::Answered | Kind::Within => true,
        Kind::Opened | Kind::Closed | Kind::Failed | Kind::Gave | Kind::Unanswered => false,
    }
}

fn below(out: &mut String, detail: &Detail) {
    let (label, text) = match detail {
        Detail::Headline(_) | Detail::Code(_) => return,
        Detail::Labelled(label, text) => (*label, text),
        Detail::Sql(text) => ("ran", text),
    };
    for (index, line) in clean(&secret::text(text)).lines().enumerate() {
        let label = if index == 0 { label } else { "" };
        let _ = writeln!(out, "{}", format!("{MARGIN}{label:<10}{line}").trim_end());
    }
}

/// Safe to show, and to send to others.
fn line_of(words: &str) -> String {
    clean_line(&secret::text(words)).into_owned()
}

fn requests(count: usize) -> String {
    if count == 1 { "1 request".to_owned() } else { format!("{count} requests") }
}
