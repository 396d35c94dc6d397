//! What `pack test` saw: how many of each kind held, and of an exercise which wrong answers and how many mutants each check failed,
//! and the mutants that nothing failed. Kept from one run to the next as it stands here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How many of each kind held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proved {
    pub exercises: usize,
    /// Checks that the solution passes and something fails.
    pub checks: usize,
    pub solutions: usize,
    pub alternatives: usize,
    /// Wrong answers that fail as they should, starters and empty answers among them.
    pub wrongs: usize,
    pub lessons: usize,
    /// Blocks that print what their lesson says.
    pub samples: usize,
}

impl Proved {
    pub fn add(&mut self, other: Proved) {
        self.exercises += other.exercises;
        self.checks += other.checks;
        self.solutions += other.solutions;
        self.alternatives += other.alternatives;
        self.wrongs += other.wrongs;
        self.lessons += other.lessons;
        self.samples += other.samples;
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExerciseProof {
    pub id: String,
    /// As `exercise.toml` writes it.
    pub kind: String,
    /// In the order of the exercise.
    pub checks: Vec<CheckProof>,
    /// `None` where no mutants were made: for a quiz, or where the solution does not pass.
    pub score: Option<Score>,
    /// Proved before, and not run again.
    #[serde(skip)]
    pub kept: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckProof {
    pub name: String,
    /// Names of the wrong answers that it fails; `starter` and `empty answer` among them.
    pub wrongs: Vec<String>,
    /// How many mutants it was the first check to fail.
    pub mutants: usize,
}

/// What came of the mutants of one solution.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// All that the solution gives, judged or not.
    pub made: usize,
    /// How many were killed, by the first check that failed.
    pub killed: BTreeMap<String, usize>,
    /// Those that passed every check, in the order of their places.
    pub survivors: Vec<Survivor>,
    pub unjudged: Vec<Unjudged>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survivor {
    /// In the answer.
    pub file: String,
    pub line: u32,
    pub column: u32,
    /// `201 becomes 200`.
    pub change: String,
    /// What kind of mistake it is: `status`.
    pub operator: String,
    /// The author's, from `[[survives]]`.
    pub reason: Option<String>,
}

/// Never the author's fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unjudged {
    /// Its name: `server.js:12:9: 201 becomes 200`.
    pub mutant: String,
    pub why: String,
}

impl Survivor {
    /// As `[[survives]]` writes it.
    pub fn name(&self) -> String {
        format!("{}:{}:{}: {}", self.file, self.line, self.column, self.change)
    }
}

impl Score {
    pub fn killed(&self) -> usize {
        self.killed.values().sum()
    }

    pub fn killed_by(&self, check: &str) -> usize {
        self.killed.get(check).copied().unwrap_or_default()
    }

    /// Survivors that have no reason.
    pub fn unexplained(&self) -> usize {
        self.survivors.iter().filter(|survivor| survivor.reason.is_none()).count()
    }

    /// Mutants that count: killed, or survivors without a reason.
    pub fn counted(&self) -> usize {
        self.killed() + self.unexplained()
    }

    /// Killed of those that count, in percent and rounded down; `None` where none count.
    pub fn percent(&self) -> Option<usize> {
        (self.killed() * 100).checked_div(self.counted())
    }
}

/// Mutants that are killed, and those that count, of several exercises.
pub fn sum<'s>(scores: impl Iterator<Item = &'s Score>) -> (usize, usize) {
    scores.fold((0, 0), |(killed, counted), score| {
        (killed + score.killed(), counted + score.counted())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survivor(reason: Option<&str>) -> Survivor {
        Survivor {
            file: "a.js".into(),
            line: 1,
            column: 1,
            change: "1 becomes 2".into(),
            operator: "number".into(),
            reason: reason.map(str::to_owned),
        }
    }

    #[test]
    fn a_reason_takes_a_survivor_out_of_the_score() {
        let mut score = Score { made: 9, ..Score::default() };
        assert_eq!(score.percent(), None);
        score.killed.insert("a".into(), 1);
        score.killed.insert("b".into(), 1);
        score.survivors.push(survivor(None));
        assert_eq!((score.percent(), score.counted()), (Some(66), 3));
        score.survivors.push(survivor(Some("it is right too")));
        assert_eq!((score.percent(), score.counted()), (Some(66), 3));
        assert_eq!((score.killed_by("b"), score.killed_by("c")), (1, 0));
    }
}
