//! What the commands of the shelf print. All text of a pack is made safe to show.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::{
    cli::{
        exercise::utc,
        print::{json::FORMAT, prose::hanging},
    },
    pack::shelf::{Installed, Known, News, Pin, Record, Signature, Source},
    plain::lines::counted,
    text::clean_line,
    tutor::{Rechecked, packs::Offer},
};

/// Where what a label names begins.
const VALUE_COLUMN: usize = 13;

/// All that the learner has to know before a file of a pack is written, in lines of `columns`.
pub fn offer(offer: &Offer, columns: Option<usize>) -> String {
    let (course, parcel) = (offer.course(), &offer.parcel);
    let title = format!("{} {}  {}", course.id, course.version, clean_line(&course.title));
    let mut text = format!("{}\n", hanging(&title, columns, 2));
    let mut row = |name: &str, value: &str| {
        let _ = writeln!(text, "  {name:<10} {}", hanging(value, columns, VALUE_COLUMN));
    };
    row("", &clean_line(&course.summary));
    row("from", &parcel.source.to_string());
    row("sha256", &parcel.sha256);
    row("signature", &signature(offer));
    row("needs", &needs(course.needs.iter().map(|need| need.name())));
    let by = course.by().map_or(String::new(), |by| format!(", {by}"));
    row("licence", &format!("{}{by}", clean_line(&course.licence)));
    row("holds", &offer.holds());
    if let Some(was) = &offer.was {
        row("installed", &format!("{} from {}", was.version, was.source));
    }
    for note in &parcel.notes {
        row("", note);
    }
    for line in offer.changes.lines() {
        row("", &line);
    }
    text
}

fn signature(offer: &Offer) -> String {
    let Some(key) = &offer.parcel.key else {
        return "not signed: nobody vouches for where it comes from".to_owned();
    };
    let known = match offer.signature {
        Signature::None | Signature::First => {
            "a key that is new to you; from now on it is the \
            only one that this pack may have"
        }
        Signature::New => "new: until now the pack was not signed",
        Signature::Known => "the key that you trust",
        Signature::Other => "not the key that you trust",
    };
    // The key has nearly a line of its own width, and is compared as a whole.
    format!("{key}\n({known})")
}

fn needs<'n>(needs: impl Iterator<Item = &'n str>) -> String {
    let needs: Vec<_> = needs.collect();
    if needs.is_empty() {
        return "nothing: it only has text and questions".to_owned();
    }
    format!("{}: it runs them in the lab, behind its walls", needs.join(", "))
}

/// What an install has done.
pub fn done(offer: &Offer, news: &News) -> String {
    let (id, version) = (offer.id(), &offer.course().version);
    match news {
        News::First | News::Again => format!("{id} {version} is installed.\n"),
        News::Same => format!("{id} {version} is installed as it was.\n"),
        News::Update { from } => format!(
            "{id} is updated from {from} to {version}. Your files and every attempt are kept.\n"
        ),
        News::Downgrade { from } => format!(
            "{id} went back from {from} to {version}. Your files and every attempt are kept.\n"
        ),
    }
}

/// What became of solutions of earlier revisions.
pub fn rechecked(all: &[Rechecked]) -> String {
    let mut text = String::new();
    for Rechecked { exercise, was, rev, passes, .. } in all {
        let _ = if *passes {
            writeln!(text, "{exercise}: your solution passes in revision {rev} too.")
        } else {
            writeln!(
                text,
                "{exercise}: your pass of revision {was} is kept; revision {rev} asks for more, \
                 `backlab check {exercise}` shows what."
            )
        };
    }
    text
}

pub fn list(record: &Record) -> String {
    let mut text = String::new();
    for known in &record.packs {
        let Some(installed) = &known.installed else { continue };
        let Installed { version, title, source, .. } = installed;
        let _ = writeln!(text, "{:<28} {version:<10} {}", known.id.as_str(), clean_line(title));
        let _ = writeln!(
            text,
            "    {}, {}, installed {}",
            counted(installed.lessons, "lesson"),
            counted(installed.exercises, "exercise"),
            utc(installed.at)
        );
        let _ = writeln!(text, "    from {source}, {}", pin(&known.pin));
    }
    if text.is_empty() {
        text.push_str("No pack is installed. `backlab pack add SOURCE` installs one.\n");
    }
    text
}

fn pin(pin: &Pin) -> String {
    match pin {
        Pin::Nothing => "nothing is known of its key".to_owned(),
        Pin::Unsigned => "not signed".to_owned(),
        Pin::Key(key) => format!("signed with {}", clean_line(key)),
    }
}

pub fn as_value(record: &Record) -> Value {
    let packs = record.packs.iter().filter_map(|known| {
        let installed = known.installed.as_ref()?;
        let (kind, at) = match &installed.source {
            Source::Folder(path) => ("folder", path.display().to_string()),
            Source::File(path) => ("file", path.display().to_string()),
            Source::Url(url) => ("url", url.clone()),
            Source::Registry(at) => ("registry", at.clone()),
        };
        Some(json!({
            "id": known.id.as_str(), "version": installed.version, "title": installed.title,
            "source": { "kind": kind, "at": at }, "sha256": installed.sha256,
            "key": installed.key, "licence": installed.licence, "needs": installed.needs,
            "lessons": installed.lessons, "exercises": installed.exercises,
            "files": installed.files, "archive_bytes": installed.packed,
            "bytes": installed.unpacked, "installed_at": installed.at,
        }))
    });
    json!({ "format": FORMAT, "packs": packs.collect::<Vec<_>>() })
}

/// What is trusted of a pack now.
pub fn trusted(known: &Known) -> String {
    let mut text = match &known.pin {
        Pin::Nothing => format!("{}: the next signature is asked about.\n", known.id),
        Pin::Unsigned => format!("{} may come without a signature.\n", known.id),
        Pin::Key(key) => format!("{} must be signed with {key}.\n", known.id),
    };
    if known.downgrade {
        text.push_str("Its next install may be an older version, once.\n");
    }
    text
}
