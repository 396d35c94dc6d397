//! The figures of Progress in words.

use crate::{
    screen::widget::{
        numerals::{in_words, per_cent},
        waiting::spent,
    },
    tutor::{Figures, ModuleState},
};

/// A day with more than this is a full mark.
pub const MUCH_SECONDS: i64 = 20 * 60;

/// `47 %   26 h   6 due`
pub fn facts(figures: &Figures) -> Vec<String> {
    let mut facts = Vec::new();
    let states = || figures.modules.iter().map(|module| &module.state);
    let solved: usize = states().map(ModuleState::solved).sum();
    let all: usize = states().map(|state| state.exercises.len()).sum();
    facts.extend(per_cent(solved, all).map(|per_cent| format!("{per_cent} %")));
    let seconds = all_seconds(figures);
    facts.extend((seconds > 0).then(|| spent(seconds)));
    let due = figures.reviews.due;
    facts.extend((due > 0).then(|| format!("{due} due")));
    facts
}

/// `41 days, 26 h`
pub fn days(figures: &Figures) -> String {
    let days = figures.days;
    let unit = if days == 1 { "day" } else { "days" };
    format!("{days} {unit}, {}", spent(all_seconds(figures)))
}

pub fn recall(figures: &Figures) -> String {
    let meaning = "How likely you are to answer its cards today.";
    let due = figures.modules.iter().enumerate().filter(|(_, module)| module.due > 0);
    let worst = due.min_by_key(|(_, module)| module.recall.unwrap_or(100));
    match worst {
        Some((index, module)) => {
            let title = figures.course.modules.get(index).map_or("", |module| &module.title);
            let many = in_words(module.due);
            let cards = if module.due == 1 { "card is" } else { "cards are" };
            match module.recall {
                Some(recall) => {
                    format!("{meaning} {recall} % in {title}: {many} of its {cards} due.")
                }
                None => format!("{meaning} In {title} {many} {cards} due."),
            }
        }
        None => meaning.to_owned(),
    }
}

pub fn time(figures: &Figures) -> String {
    let [lessons, exercises, reviews] = figures.time.map(spent);
    format!("Lessons {lessons}   exercises {exercises}   reviews {reviews}")
}

/// What is measured, for those who wonder.
pub const TIME_MEANS: &str =
    "Measured between one key and the next page, save or answer; pauses over 5 min are left out.";

pub fn alone(figures: &Figures) -> String {
    let states = || figures.modules.iter().map(|module| &module.state);
    let solved: usize = states().map(ModuleState::solved).sum();
    let helped: usize = states().map(ModuleState::solved_with_help).sum();
    let all: usize = states().map(|state| state.exercises.len()).sum();
    let alone = solved - helped;
    let unit = if alone == 1 { "exercise" } else { "exercises" };
    format!("{alone} {unit} alone, {helped} with help, {} ahead", all - solved)
}

/// `—` where no card was reviewed before the last day, nothing where there can be none.
pub fn recall_of(recall: Option<u32>, begun: bool) -> String {
    match recall {
        Some(per_cent) => format!("{per_cent} %"),
        None if begun => "—".to_owned(),
        None => String::new(),
    }
}

fn all_seconds(figures: &Figures) -> i64 {
    figures.time.iter().sum()
}
