//! Home in plain text: where one goes on, the modules, what a search finds, what a term means.

use std::{fmt::Write as _, io};

use crate::{
    catalog::Stage,
    course::{Module, id::ModuleId},
    markup,
    plain::{
        Then,
        lines::counted,
        review::{self, Left},
        talk::Talk,
    },
    text::clean_line,
    tutor::{
        Cancel, Hit, Lead, ModuleState, Next, Of, Overview, Place, Reading, Revised, Solving,
        Tutor, still_passing,
    },
};

/// Hits of each group that are read out.
const HITS_MAX: usize = 5;

/// Judges solved exercises anew that were changed since, and says which of them pass; `tell` says which
/// do not.
pub fn recheck(tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<()> {
    if !tutor.has_to_recheck() {
        return Ok(());
    }
    talk.tell("Exercises were changed since you solved them. Your answers are checked once more.")?;
    if let Some(words) = still_passing(&tutor.recheck(&Cancel::new())) {
        talk.tell(&words)?;
    }
    Ok(())
}

/// Where one goes on.
pub fn tell(tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<()> {
    let overview = tutor.overview();
    for note in &overview.notes {
        talk.tell(&clean_line(note))?;
    }
    if overview.first_start {
        talk.tell(&format!(
            "{} Everything runs here, offline. Nothing you type is ever lost.",
            welcome(&overview)
        ))?;
    }
    for exercise in &overview.asking_more {
        let Place::Exercise(id) = &exercise.place else { continue };
        talk.tell(&format!(
            "{} was changed since you solved it and asks for more now; your pass is kept. Type \
             \"open {id}\", then check.",
            clean_line(&exercise.title)
        ))?;
    }
    if overview.reviews.due > 0 {
        talk.tell(&format!("{} Type review.", review::in_words(overview.reviews)))?;
    }
    let Some(next) = &overview.next else {
        let done = if overview.modules.iter().any(|state| state.skipped) {
            "All that is not skipped is read and solved."
        } else {
            "Everything in this course is done."
        };
        return talk.tell(&format!("{done} \"list\" names what there is."));
    };
    if overview.first_start {
        talk.tell(
            "Where should you start? \"review 1\" asks a few questions of the first module.",
        )?;
    }
    let begins = if overview.first_start { "Begin" } else { "Continue" };
    talk.tell(&format!("{begins}: {}", in_words(next)))?;
    if let Some(days) = next.days_away {
        let solved = next
            .last_solved
            .as_ref()
            .map_or_else(String::new, |title| format!("; last solved: {}", clean_line(title)));
        talk.tell(&format!("Last here {} ago{solved}.", counted(days as usize, "day")))?;
    }
    Ok(())
}

/// What the course is; of another pack than the built-in one also who wrote it.
fn welcome(overview: &Overview) -> String {
    if overview.built_in {
        let course = "Backlab teaches the backend by having you build one, break it and repair it.";
        return course.to_owned();
    }
    let course = &overview.course;
    let by = course.by().map_or(String::new(), |by| format!(", {by}"));
    format!("{}{by}. {}", clean_line(&course.title), clean_line(&course.summary))
}

/// `Who are you, and may you. Page 3 of 5, about 6 minutes.`
pub fn in_words(next: &Next) -> String {
    let page = next.page.map_or_else(String::new, |(page, of)| format!("Page {page} of {of}, "));
    let what = match next.place {
        Place::Lesson(_) => "a lesson",
        Place::Exercise(_) => "an exercise",
    };
    let minutes = counted(next.minutes as usize, "minute");
    match page.as_str() {
        "" => format!("{}. It is {what} of about {minutes}.", clean_line(&next.title)),
        page => format!("{}. {page}about {minutes}.", clean_line(&next.title)),
    }
}

/// The modules, a line each.
pub fn list(tutor: &Tutor, talk: &mut Talk<'_>) -> io::Result<()> {
    let overview = tutor.overview();
    let mut text = format!("{}\n", clean_line(&overview.course.title));
    for ((number, module), state) in overview.course.numbered().zip(&overview.modules) {
        let _ = writeln!(text, "{number:>4}  {}: {}", clean_line(&module.title), how_far(state));
    }
    talk.say(&text)?;
    talk.tell("\"module 1\" lists the lessons and exercises of the first.")
}

/// Leaves a module out, or takes it up again.
pub fn skip(tutor: &Tutor, wanted: &str, talk: &mut Talk<'_>) -> io::Result<()> {
    let overview = tutor.overview();
    let Some((number, module)) = numbered(&overview, wanted) else {
        return ask_which(&overview, talk);
    };
    let was_skipped = overview.modules.get(number - 1).is_some_and(|state| state.skipped);
    if let Err(trouble) = tutor.skip(&module.id, !was_skipped) {
        return talk.trouble(&trouble);
    }
    if was_skipped {
        talk.tell(&format!("Module {number} is taken up again."))
    } else {
        talk.tell(&format!(
            "Module {number} is skipped. \"skip {number}\" takes it up again, and so does \
             opening one of its lessons."
        ))
    }
}

/// Asks the cards that are due, or what a module asks before it is begun.
pub fn review(tutor: &Tutor, wanted: &str, talk: &mut Talk<'_>) -> io::Result<Then> {
    let of = if wanted.is_empty() {
        Of::Due
    } else {
        let overview = tutor.overview();
        let Some((number, module)) = numbered(&overview, wanted) else {
            ask_which(&overview, talk)?;
            return Ok(Then::Stay);
        };
        if !overview.modules.get(number - 1).is_some_and(ModuleState::can_be_skipped) {
            talk.tell(&format!(
                "Module {number} is begun or empty. A module that is not begun can be asked about; \
                 \"review\" alone asks the cards that are due."
            ))?;
            return Ok(Then::Stay);
        }
        Of::Module(module.id.clone())
    };
    Ok(match review::run(tutor, &of, talk)? {
        Left::End => Then::End,
        Left::Done | Left::Stopped => Then::Stay,
    })
}

/// The module of this number or id.
fn numbered<'o>(overview: &'o Overview, wanted: &str) -> Option<(usize, &'o Module)> {
    let number = wanted.parse::<usize>().ok();
    let is_it =
        |(at, module): &(usize, &Module)| number == Some(*at) || module.id.as_str() == wanted;
    overview.course.numbered().find(is_it)
}

fn ask_which(overview: &Overview, talk: &mut Talk<'_>) -> io::Result<()> {
    let count = overview.course.modules.len();
    talk.tell(&format!("Which module? They are numbered from 1 to {count}."))
}

fn how_far(state: &ModuleState) -> String {
    if state.lessons.is_empty() && state.exercises.is_empty() {
        return "not in this version yet".to_owned();
    }
    if state.skipped {
        return "skipped".to_owned();
    }
    let help = match state.solved_with_help() {
        0 => String::new(),
        count => format!(", {count} with help"),
    };
    format!(
        "{}, {} read; {}, {} solved{help}",
        counted(state.lessons.len(), "lesson"),
        state.read(),
        counted(state.exercises.len(), "exercise"),
        state.solved()
    )
}

/// The lessons and exercises of a module, numbered so that a number opens one.
pub fn module(tutor: &Tutor, wanted: &str, talk: &mut Talk<'_>) -> io::Result<Vec<Place>> {
    let overview = tutor.overview();
    let Some((number, module)) = numbered(&overview, wanted) else {
        ask_which(&overview, talk)?;
        return Ok(Vec::new());
    };
    let id: &ModuleId = &module.id;
    let rows = match tutor.unfold(id) {
        Ok(unfolded) => unfolded.rows,
        Err(trouble) => {
            talk.trouble(&trouble)?;
            return Ok(Vec::new());
        }
    };
    let state = overview.modules.get(number - 1);
    let mut text = format!("Module {number}: {}\n", clean_line(&module.title));
    if rows.is_empty() {
        text.push_str("Not in this version yet.\n");
    }
    for (at, row) in (1..).zip(&rows) {
        let what = match &row.place {
            Place::Lesson(_) => "lesson",
            Place::Exercise(_) => "exercise",
        };
        let done = state.map_or("", |state| how_done(module, state, &row.place));
        let minutes = counted(row.minutes as usize, "minute");
        let title = clean_line(&row.title);
        let revised = match row.revised {
            Some(Revised::AsksMore { .. }) => "; asks for more now",
            Some(Revised::Unjudged { .. }) => "; changed since",
            Some(Revised::Passes { .. }) | None => "",
        };
        let _ = writeln!(text, "{at:>4}  {what}: {title}, {minutes}{done}{revised}");
    }
    talk.say(&text)?;
    if !rows.is_empty() {
        talk.tell("A number opens one of them.")?;
    }
    if state.is_some_and(|state| state.can_be_skipped() && !state.skipped) {
        talk.tell(&format!(
            "\"review {number}\" asks a few of its questions first and says whether to skip it."
        ))?;
    }
    Ok(rows.into_iter().map(|row| row.place).collect())
}

fn how_done(module: &Module, state: &ModuleState, place: &Place) -> &'static str {
    match place {
        Place::Lesson(id) => {
            let at = module.lessons.iter().position(|known| known == id);
            match at.and_then(|at| state.lessons.get(at)) {
                Some(Reading::Read) => ", read",
                Some(Reading::Begun) => ", begun",
                Some(Reading::Ahead) | None => "",
            }
        }
        Place::Exercise(id) => {
            let at = module.exercises.iter().position(|known| known == id);
            match at.and_then(|at| state.exercises.get(at)) {
                Some(Solving::Solved) => ", solved",
                Some(Solving::SolvedWithHelp) => ", solved with help",
                Some(Solving::Tried) => ", tried",
                Some(Solving::Ahead) | None => "",
            }
        }
    }
}

/// What a search finds, numbered so that a number opens one.
pub fn search(tutor: &Tutor, words: &str, talk: &mut Talk<'_>) -> io::Result<Vec<Place>> {
    if words.is_empty() {
        talk.tell("Search for what? Type it behind the word, as in \"search token\".")?;
        return Ok(Vec::new());
    }
    if tutor.lacks_index() {
        talk.tell("The texts are read once, so that they can be searched.")?;
        tutor.index();
    }
    let answer = tutor.search(words, None);
    if let Stage::Failed(why) = &answer.stage {
        talk.tell(&format!("The texts cannot be searched: {}.", clean_line(why)))?;
        return Ok(Vec::new());
    }
    if answer.count() == 0 {
        let closest = answer.closest.as_ref().map_or_else(String::new, |(words, count)| {
            format!(" Closest: {} ({count}).", clean_line(words))
        });
        let words = clean_line(words);
        talk.tell(&format!("No lesson, exercise or term has \"{words}\".{closest}"))?;
        return Ok(Vec::new());
    }
    let mut text = String::new();
    let mut places = Vec::new();
    let groups =
        [("lesson", &answer.lessons), ("exercise", &answer.exercises), ("note", &answer.notes)];
    let mut hits: Vec<_> = groups
        .into_iter()
        .flat_map(|(what, hits)| hits.iter().take(HITS_MAX).map(move |hit| (what, hit)))
        .collect();
    hits.sort_by_key(|(_, hit)| !hit.is_named);
    for (what, hit) in hits {
        places.push(place_of(hit));
        let module = hit.module.as_ref().map_or_else(String::new, |(number, title)| {
            format!(", module {number} {}", clean_line(title))
        });
        let _ = writeln!(text, "{:>4}  {what}: {}{module}", places.len(), clean_line(&hit.title));
    }
    for hit in answer.terms.iter().take(HITS_MAX) {
        if let Lead::Term { means, .. } = &hit.leads {
            let _ = writeln!(text, "      term: {}: {}", clean_line(&hit.title), clean_line(means));
        }
    }
    talk.say(&text)?;
    let more = [&answer.lessons, &answer.exercises, &answer.terms, &answer.notes];
    if answer.more || more.iter().any(|hits| HITS_MAX < hits.len()) {
        talk.tell("There are more; another word finds fewer.")?;
    }
    if !places.is_empty() {
        talk.tell("A number opens one of them.")?;
    }
    Ok(places)
}

fn place_of(hit: &Hit) -> Place {
    match &hit.leads {
        Lead::Lesson { lesson, .. } | Lead::Term { lesson, .. } | Lead::Note { lesson, .. } => {
            Place::Lesson(lesson.clone())
        }
        Lead::Exercise { exercise, .. } => Place::Exercise(exercise.clone()),
    }
}

/// What a word of the course means.
pub fn term(tutor: &Tutor, wanted: &str, talk: &mut Talk<'_>) -> io::Result<()> {
    let (glossary, _) = tutor.pack().glossary();
    let lower = wanted.to_lowercase();
    let is_it = |name: &str| name.to_lowercase() == lower;
    let found = glossary.terms.iter().find(|term| {
        is_it(&term.name) || is_it(term.id.as_str()) || term.also.iter().any(|name| is_it(name))
    });
    let Some(term) = found else {
        let names = glossary.terms.iter().map(|term| term.name.as_str());
        let near = crate::diag::did_you_mean(wanted, names);
        let near = near.map_or_else(String::new, |near| format!(" Did you mean \"{near}\"?"));
        let wanted = clean_line(wanted);
        return talk.tell(&format!("The course has no term \"{wanted}\".{near}"));
    };
    talk.say(markup::plain::text(&term.name, &term.means, talk.columns()).trim_end())?;
    talk.say("\n")?;
    talk.tell(&format!("The lesson that explains it: open {}", term.lesson))
}
