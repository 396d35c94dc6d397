//! What the shelf says: a row for each pack, and all that is known of one that wants in.

use crate::{
    course::id::PackId,
    pack::shelf::{Distrust, Installed, Pin, Signature},
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
    let by = course.by().map_or(String::new(), |by| format!("   {by}"));
    let licence = clean_line(&course.licence);
    rows.push(Row::words(format!("{}{by}   {licence}", course.id), Role::Muted));
    rows.extend(prose(&course.summary, Role::Text));
    rows.push(Row::empty());
    if let Err(distrust) = &offer.news {
        // What stands against it is not left below the edge.
        rows.extend(prose(&distrust.to_string(), Role::Fail));
        rows.extend(prose(distrust.advice(), Role::Text));
        if !distrust.can_be_trusted() {
            let how =
                "To take these bytes, remove the pack and add it again; your progress is kept.";
            rows.extend(prose(how, Role::Text));
        }
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

/// Whether the learner can say that what stands against an offer is all right.
pub fn can_be_trusted(offer: &Offer) -> bool {
    offer.news.as_ref().is_err_and(Distrust::can_be_trusted)
}

/// What trusting it does, in a few words.
pub fn trusting(distrust: &Distrust) -> &'static str {
    match distrust {
        Distrust::OtherKey { .. } => "trust the new key",
        Distrust::SignatureGone { .. } => "take it unsigned",
        Distrust::Older { .. } => "go back once",
        Distrust::OtherBytes { .. } => "",
    }
}

/// The question whether to trust what stands against an offer, and what that means.
pub fn doubt(offer: &Offer, width: u16) -> Vec<Row> {
    let Err(distrust) = &offer.news else { return Vec::new() };
    let id = offer.id();
    let (question, facts, means) = match distrust {
        Distrust::OtherKey { pinned, now } => (
            format!("Trust another key for {id}?"),
            [("until now", grouped(pinned)), ("new key", grouped(now))],
            "Whoever has the new key can update this pack from then on, and the old key no longer \
             can. A stranger who took the pack over looks the same as an author with a new key: \
             compare the keys with what the author tells you in another way than with this pack.",
        ),
        Distrust::SignatureGone { pinned } => (
            format!("Take {id} without a signature?"),
            [("until now", grouped(pinned)), ("this one", "is signed by nobody".to_owned())],
            "Then nobody vouches for where it comes from, and anybody who hands it on could have \
             changed it. If a later version is signed, you are told.",
        ),
        Distrust::Older { newest, now } => (
            format!("Go back to an older version of {id}?"),
            [("you had", newest.clone()), ("this one", now.clone())],
            "What was mended since then comes back with it. This holds for one install; your \
             files and every attempt are kept.",
        ),
        Distrust::OtherBytes { .. } => return Vec::new(),
    };
    let inner = width.saturating_sub(crate::screen::widget::rows::LABEL_COLUMNS);
    let mut rows = wrap(&[span(question, Role::Bright)], width, 0);
    rows.push(Row::empty());
    for (label, fact) in facts {
        rows.extend(labelled(label, Role::Muted, wrap(&[span(fact, Role::Text)], inner, 0)));
    }
    rows.push(Row::empty());
    rows.extend(wrap(&[span(means, Role::Note)], width, 0));
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
