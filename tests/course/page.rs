//! The generated part of docs/COURSE.md: the time of each module, and the kill matrix of each
//! exercise. What only a run can tell is taken from a run, or from the page as it stands.

use std::{collections::BTreeMap, fmt::Write as _};

use backlab::{
    audit::{Audit, Score, stats::Stats},
    course::{Module, exercise::Exercise},
    pack::Pack,
};
use sha2::{Digest, Sha256};

/// A module as it was planned: minutes of exercises, and hours in all.
pub const PLANNED: [(&str, u32, &str); 13] = [
    ("m01", 33, "1.5"),
    ("m02", 61, "2.5"),
    ("m03", 75, "3"),
    ("m04", 84, "3"),
    ("m05", 125, "4"),
    ("m06", 104, "4"),
    ("m07", 78, "4"),
    ("m08", 105, "2.5"),
    ("m09", 182, "4"),
    ("m10", 184, "5"),
    ("m11", 164, "4.5"),
    ("m12", 104, "3"),
    ("m13", 189, "4.5"),
];

/// Before the sentence about the mutants of an exercise.
const MUTANTS: &str = "Mutants: ";
/// Before a survivor.
const SURVIVOR: &str = "- ";

/// What a run said of one exercise, as the page has it.
#[derive(Clone, Default)]
pub struct Scored {
    sentence: String,
    /// How many mutants each check was the first to fail, by its name.
    cells: BTreeMap<String, String>,
    survivors: Vec<String>,
}

impl Scored {
    /// `None` where the exercise has no mutants.
    pub fn of(audit: &Audit, id: &str) -> Option<Scored> {
        let proof = audit.exercises.iter().find(|proof| proof.id == id)?;
        let score = proof.score.as_ref()?;
        let cells =
            proof.checks.iter().map(|check| (check.name.clone(), check.mutants.to_string()));
        let survivors = score.survivors.iter().map(|survivor| {
            let reason = survivor.reason.as_deref().unwrap_or("no reason is given");
            format!("`{}`: {reason}", survivor.name())
        });
        Some(Scored {
            sentence: sentence(score),
            cells: cells.collect(),
            survivors: survivors.collect(),
        })
    }
}

fn sentence(score: &Score) -> String {
    let percent = score.percent().map_or("-".to_owned(), |percent| format!("{percent} %"));
    let explained = score.survivors.len() - score.unexplained();
    let explained = match explained {
        0 => String::new(),
        1 => "; 1 more survives with a reason".to_owned(),
        count => format!("; {count} more survive with a reason"),
    };
    format!("{percent}, {} of {} killed{explained}.", score.killed(), score.counted())
}

/// What stands on the page.
pub struct Told(BTreeMap<String, Scored>);

impl Told {
    pub fn read(generated: &str) -> Told {
        let mut told = BTreeMap::new();
        for section in generated.split("\n#### `").skip(1) {
            let Some((id, rest)) = section.split_once('`') else { continue };
            let mut scored = Scored::default();
            for line in rest.lines() {
                if let Some(sentence) = line.strip_prefix(MUTANTS) {
                    sentence.clone_into(&mut scored.sentence);
                } else if let Some(survivor) = line.strip_prefix(SURVIVOR) {
                    scored.survivors.push(survivor.to_owned());
                } else if let [_, check, _, mutants, _] = line.split('|').collect::<Vec<_>>()[..] {
                    scored.cells.insert(check.trim().to_owned(), mutants.trim().to_owned());
                }
            }
            if !scored.sentence.is_empty() {
                told.insert(id.to_owned(), scored);
            }
        }
        Told(told)
    }

    pub fn scored(&self, id: &str) -> Option<Scored> {
        self.0.get(id).cloned()
    }

    /// Percents of mutants that are killed, where any count.
    pub fn scores(&self) -> Vec<(&str, usize)> {
        let percent = |scored: &Scored| scored.sentence.split_once(" %")?.0.parse().ok();
        self.0.iter().filter_map(|(id, scored)| Some((id.as_str(), percent(scored)?))).collect()
    }
}

pub fn text(pack: &Pack, stats: &Stats, scored: &dyn Fn(&str) -> Option<Scored>) -> String {
    let mut text = String::new();
    times(stats, &mut text);
    text.push_str("\n## Which check fails what\n");
    for module in pack.course.modules.iter().filter(|module| !module.exercises.is_empty()) {
        let _ = write!(text, "\n### {}\n", module.title);
        for id in &module.exercises {
            let exercise = pack.exercise(id).0.expect("pack lint finds no error");
            matrix(pack, module, &exercise, scored(id.as_str()), &mut text);
        }
    }
    text
}

fn times(stats: &Stats, text: &mut String) {
    text.push_str(
        "\n## How long it takes\n\nMinutes. Reading: 200 words a minute, those of printed lines and of questions too, 5 seconds for a \
         line of code.\nExercises: as their authors say. Planned: minutes of exercises, and hours of the module in all, in which \
         blocks are run,\npredictions made and questions answered.\n\n\
         | Module | Lessons | Reading | Exercises | Their minutes | Planned | Hours planned |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for module in &stats.modules {
        let planned = PLANNED.iter().find(|(id, ..)| *id == module.id);
        let (minutes, hours) = planned
            .map_or(("-".to_owned(), "-"), |(_, minutes, hours)| (minutes.to_string(), hours));
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {minutes} | {hours} |",
            module.title,
            module.lessons.len(),
            module.reading_minutes(),
            module.exercises.len(),
            module.exercise_minutes(),
        );
    }
}

fn matrix(
    pack: &Pack,
    module: &Module,
    exercise: &Exercise,
    scored: Option<Scored>,
    text: &mut String,
) {
    let (id, scored) = (&exercise.id, scored.unwrap_or_default());
    let _ = write!(
        text,
        "\n#### `{id}`\n\n{} ({}, files {})\n\n| Check | Wrong answers that it fails | Mutants |\n\
         | --- | --- | --- |\n",
        exercise.title,
        exercise.kind.name(),
        digest(pack, &format!("exercises/{}/{id}", module.id)),
    );
    for check in &exercise.checks {
        let wrongs = exercise.wrongs.iter().filter(|wrong| wrong.fails.contains(&check.name));
        let wrongs: Vec<&str> = wrongs.map(|wrong| wrong.name.as_str()).collect();
        let mutants = scored.cells.get(&check.name).map_or("-", String::as_str);
        let _ = writeln!(text, "| {} | {} | {mutants} |", check.name, wrongs.join(", "));
    }
    if !scored.sentence.is_empty() {
        let _ = write!(text, "\n{MUTANTS}{}\n", scored.sentence);
    }
    for (at, survivor) in scored.survivors.iter().enumerate() {
        let gap = if at == 0 { "\n" } else { "" };
        let _ = writeln!(text, "{gap}{SURVIVOR}{survivor}");
    }
}

/// The beginning of a hash of all its files: where it is another, the run is an old one.
fn digest(pack: &Pack, folder: &str) -> String {
    let mut hash = Sha256::new();
    for (path, content) in pack.contents(folder) {
        hash.update((path.len() as u64).to_le_bytes());
        hash.update(path.as_bytes());
        hash.update((content.len() as u64).to_le_bytes());
        hash.update(&content);
    }
    hash.finalize().iter().take(4).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
