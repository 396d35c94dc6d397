//! What the shelf says: a row for each pack, and all that is known of one that wants in.

use crate::{
    course::id::PackId,
    pack::shelf::{Installed, Pin, Signature},
    screen::{
        theme::Role,
        widget::{
            numerals::count_of,
            rows::{Row, labelled, span, wrap},
        },
    },
    text::clean_line,
    tutor::packs::{Offer, Standing},
};

/// Characters of a group of a key or a hash, as people compare them.
const GROUP_CHARS: usize = 8;

/// A pack of the list; the built-in course is the first.
pub struct Pack<'s> {
    pub id: &'s PackId,
    pub title: &'s str,
    /// `None`: the built-in course.
    pub installed: Option<&'s Installed>,
    pub is_open: bool,
    pub is_signed: bool,
}

pub fn packs(standing: &Standing) -> Vec<Pack<'_>> {
    let built_in = Pack {
        id: &standing.built_in.0,
        title: &standing.built_in.1,
        installed: None,
        is_open: standing.open.0 == standing.built_in.0,
        is_signed: false,
    };
    let installed = standing.record.packs.iter().filter_map(|known| {
        let installed = known.installed.as_ref()?;
        Some(Pack {
            id: &known.id,
            title: &installed.title,
            installed: Some(installed),
            is_open: standing.open.0 == known.id,
            is_signed: matches!(known.pin, Pin::Key(_)),
        })
    });
    std::iter::once(built_in).chain(installed).collect()
}

/// All that is shown before a pack is installed, in `width` columns.
pub fn offer(offer: &Offer, width: u16) -> Vec<Row> {
    let (course, parcel) = (offer.course(), &offer.parcel);
    let prose = |text: &str, role: Role| wrap(&[span(clean_line(text), role)], width, 0);
    let inner = width.saturating_sub(crate::screen::widget::rows::LABEL_COLUMNS);
    let field = |label: &str, text: &str, role: Role| {
        labelled(label, Role::Muted, wrap(&[span(clean_line(text), role)], inner, 0))
    };
    let mut rows = vec![
        Row::words(clean_line(&course.title), Role::Bright)
            .with_right(course.version.clone(), Role::Muted),
    ];
    let authors: Vec<_> = course.authors.iter().map(|author| clean_line(author)).collect();
    let by =
        if authors.is_empty() { String::new() } else { format!("   by {}", authors.join(", ")) };
    let licence = clean_line(&course.licence);
    rows.push(Row::words(format!("{}{by}   {licence}", course.id), Role::Muted));
    rows.extend(prose(&course.summary, Role::Text));
    rows.push(Row::empty());
    if let Err(distrust) = &offer.news {
        // What stands against it is not left below the edge.
        let trouble = distrust.trouble(offer.id());
        rows.extend(prose(&trouble.what, Role::Fail));
        rows.extend(prose(trouble.next.as_deref().unwrap_or(""), Role::Text));
        rows.push(Row::empty());
    }
    rows.extend(field("from", &parcel.source.to_string(), Role::Text));
    rows.extend(field("signed by", &signed_by(offer), Role::Text));
    rows.extend(field("sha256", &grouped(&parcel.sha256), Role::Text));
    rows.extend(field("holds", &offer.holds(), Role::Text));
    if let Some(was) = &offer.was {
        rows.extend(field("now", &format!("{} from {}", was.version, was.source), Role::Text));
    }
    rows.extend(field("may use", &needs(offer), Role::Text));
    let never = "reach the network, read your files, run a command, report anything";
    rows.extend(field("can never", never, Role::Text));
    rows.push(Row::empty());
    for note in &parcel.notes {
        rows.extend(prose(note, Role::Note));
    }
    for line in offer.changes.lines() {
        rows.extend(prose(&line, Role::Text));
    }
    if offer.news.is_ok() {
        rows.extend(prose(advice(offer), Role::Note));
    }
    rows
}

fn signed_by(offer: &Offer) -> String {
    let Some(key) = &offer.parcel.key else { return "nobody".to_owned() };
    let known = match offer.signature {
        Signature::None | Signature::First => "new to you",
        Signature::New => "not signed until now",
        Signature::Known => "the key that you trust",
        Signature::Other => "not the key that you trust",
    };
    format!("{}   {known}", grouped(key))
}

fn advice(offer: &Offer) -> &'static str {
    match offer.signature {
        Signature::None => "Nobody has signed it, so nobody vouches for where it comes from.",
        Signature::First | Signature::New => {
            "You have never seen this key. If somebody told you the key, compare it now. From here on \
             only this key can update the pack."
        }
        Signature::Known => "It is signed by the key that you trust.",
        Signature::Other => "Another key signed it than the one that you trust.",
    }
}

fn needs(offer: &Offer) -> String {
    let needs: Vec<_> = offer.course().needs.iter().map(|need| need.name()).collect();
    match &needs[..] {
        [] => "nothing: it has text and questions".to_owned(),
        _ => format!("the lab: {}", needs.join(", ")),
    }
}

/// In groups, as people compare them.
fn grouped(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let groups: Vec<String> =
        chars.chunks(GROUP_CHARS).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

/// `5 lessons, 9 exercises`.
pub fn holds(installed: &Installed) -> String {
    format!(
        "{}, {}",
        count_of(installed.lessons, "lesson", "lessons"),
        count_of(installed.exercises, "exercise", "exercises")
    )
}
