//! How the course goes, in figures: what Progress shows and `backlab progress` prints.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    course::{
        Course,
        id::{ExerciseId, LessonId},
    },
    progress::{Card, SECONDS_A_DAY, Seconds, What},
    tutor::{ModuleState, Place, Reviews, Tutor},
};

/// Weeks of the calendar, today's the last.
pub const WEEKS: usize = 9;
/// Days before a Monday that 1970 began with: it was a Thursday.
const THURSDAY: i64 = 3;

/// How the course goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    pub course: Arc<Course>,
    /// In the order of the course.
    pub modules: Vec<ModuleFigures>,
    /// The module that holds what comes next, counted from 0.
    pub here: Option<usize>,
    pub reviews: Reviews,
    /// Nine weeks from Monday to Sunday, this one last; days are those of Greenwich.
    pub weeks: Vec<[Day; 7]>,
    /// Days on which anything was done, of all time.
    pub days: usize,
    /// Seconds with lessons, exercises and reviews.
    pub time: [Seconds; 3],
    pub shaky: Vec<Shaky>,
    pub notes: Vec<String>,
}

/// How a module goes.
#[derive(Clone, Debug, PartialEq)]
pub struct ModuleFigures {
    pub state: ModuleState,
    /// How likely its cards are known today, in per cent; `None` where none was reviewed before the
    /// last day: right after a review the model says 100 of every card, known or not.
    pub recall: Option<u32>,
    pub due: usize,
    pub seconds: Seconds,
}

/// Something to be looked at again.
#[derive(Clone, Debug, PartialEq)]
pub struct Shaky {
    pub place: Place,
    pub title: String,
    pub why: String,
}

impl Tutor {
    /// All figures of the course that is open.
    pub fn figures(&self) -> Figures {
        let course = &self.pack.course;
        let overview = self.overview();
        let cards = self.progress.cards(&course.id);
        let activity = self.progress.activity(&course.id);
        let now = (self.now)();
        let mut seconds: BTreeMap<usize, i64> = BTreeMap::new();
        let mut time = [0; 3];
        for ((what, id), spent) in &activity.by {
            let kind = match what {
                What::Lesson => 0,
                What::Exercise => 1,
                What::Review => 2,
            };
            time[kind] += spent;
            if let Some(module) = module_of(course, id) {
                *seconds.entry(module).or_default() += spent;
            }
        }
        let mut cards_of: BTreeMap<usize, Vec<&Card>> = BTreeMap::new();
        for card in &cards {
            if let Some(module) = module_of(course, &card.id.source) {
                cards_of.entry(module).or_default().push(card);
            }
        }
        let modules = overview.modules.iter().enumerate().map(|(index, state)| {
            let own = cards_of.get(&index).map_or(&[][..], Vec::as_slice);
            let is_a_day_old =
                |card: &&&Card| card.reviewed_at.is_some_and(|at| SECONDS_A_DAY <= now - at);
            let reviewed = own.iter().filter(is_a_day_old);
            let recalls: Vec<f64> = reviewed.filter_map(|card| card.recall(now)).collect();
            ModuleFigures {
                state: state.clone(),
                recall: mean_per_cent(&recalls),
                due: own.iter().filter(|card| card.due <= now).count(),
                seconds: seconds.get(&index).copied().unwrap_or(0),
            }
        });
        let today = now.div_euclid(SECONDS_A_DAY);
        Figures {
            modules: modules.collect(),
            here: overview.here(),
            reviews: overview.reviews,
            weeks: weeks(&activity.days, today),
            days: activity.days.len(),
            time,
            shaky: self.shaky_list(),
            notes: overview.notes.clone(),
            course: overview.course,
        }
    }
}

/// The days of each week from Monday on; `None` where nothing was done, and ahead of today.
fn weeks(days: &BTreeMap<i64, i64>, today: i64) -> Vec<[Day; 7]> {
    let monday = today - (today + THURSDAY).rem_euclid(7);
    let first = monday - 7 * i64::try_from(WEEKS - 1).unwrap_or(0);
    let week = |week: i64| {
        let day = |weekday: i64| {
            let day = first + week * 7 + weekday;
            match days.get(&day) {
                _ if day > today => Day::Ahead,
                None => Day::Nothing { today: day == today },
                Some(seconds) => Day::Some { seconds: *seconds, today: day == today },
            }
        };
        [0, 1, 2, 3, 4, 5, 6].map(day)
    };
    (0..i64::try_from(WEEKS).unwrap_or(0)).map(week).collect()
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    Ahead,
    Nothing {
        today: bool,
    },
    /// 0 where something was tried and no time was measured.
    Some {
        seconds: i64,
        today: bool,
    },
}

fn mean_per_cent(recalls: &[f64]) -> Option<u32> {
    let count = u32::try_from(recalls.len()).ok().filter(|count| *count > 0)?;
    let mean = recalls.iter().sum::<f64>() / f64::from(count) * 100.0;
    (0..=100).min_by(|one, other| {
        (f64::from(*one) - mean).abs().total_cmp(&(f64::from(*other) - mean).abs())
    })
}

/// The module, counted from 0, of a lesson or an exercise.
fn module_of(course: &Course, id: &str) -> Option<usize> {
    let lesson = LessonId::parse(id).ok().and_then(|id| course.module_of_lesson(&id));
    let exercise = || ExerciseId::parse(id).ok().and_then(|id| course.module_of_exercise(&id));
    lesson.or_else(exercise).map(|(number, _)| number - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday_and_end_with_today() {
        // 2026-11-29 was a Sunday, 2026-11-30 a Monday.
        let sunday = 20_786;
        let days = BTreeMap::from([(sunday, 60), (sunday - 6, 1_201), (sunday - 62, 0), (1, 9)]);
        let calendar = weeks(&days, sunday);
        assert_eq!(calendar.len(), WEEKS);
        assert_eq!(calendar[8][6], Day::Some { seconds: 60, today: true });
        assert_eq!(calendar[8][0], Day::Some { seconds: 1_201, today: false });
        assert_eq!(calendar[0][0], Day::Some { seconds: 0, today: false });
        assert_eq!(calendar[4][3], Day::Nothing { today: false });
        let calendar = weeks(&days, sunday + 1);
        assert_eq!(calendar[8][0], Day::Nothing { today: true });
        assert_eq!(calendar[8][1], Day::Ahead);
        assert_eq!(calendar[7][6], Day::Some { seconds: 60, today: false });
    }

    #[test]
    fn a_mean_is_told_in_whole_per_cent() {
        assert_eq!(mean_per_cent(&[]), None);
        assert_eq!(mean_per_cent(&[1.0]), Some(100));
        assert_eq!(mean_per_cent(&[0.9, 0.52]), Some(71));
    }
}
