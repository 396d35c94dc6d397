//! What another version of a pack means for what the learner did in it.

use crate::{
    course::{
        Course,
        id::{ExerciseId, LessonId},
    },
    pack::Pack,
    progress::{Summary, moved_to},
};

/// Only what was begun is told. All that was done is kept whatever stands here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Lessons and exercises that are new.
    pub new: usize,
    /// Old id and new one: what was done moves along.
    pub moved: Vec<(String, String)>,
    /// No longer in the pack; what was done there is kept in the archive.
    pub archived: Vec<String>,
    /// Solved in an earlier revision: the exercise, the revision that was solved, and the new one.
    pub raised: Vec<(String, u32, u32)>,
}

impl Changes {
    pub fn between(old: &Pack, new: &Pack, done: &Summary) -> Changes {
        let (was, is) = (ids(&old.course), ids(&new.course));
        let lessons = done.lessons.keys().map(LessonId::as_str);
        let begun: Vec<&str> =
            lessons.chain(done.exercises.keys().map(ExerciseId::as_str)).collect();
        let moves = &new.course.moved;
        let goes_to = |id: &str| moved_to(id, moves).map(str::to_owned);
        let mut changes = Changes {
            new: is
                .iter()
                .filter(|id| !was.contains(id) && !moves.iter().any(|(_, to)| to == *id))
                .count(),
            ..Changes::default()
        };
        for id in begun.iter().filter(|id| was.iter().any(|known| known == *id)) {
            match goes_to(id) {
                Some(to) if to != *id && is.contains(&to) => {
                    changes.moved.push(((*id).to_owned(), to));
                }
                Some(to) if !is.contains(&to) => changes.archived.push((*id).to_owned()),
                Some(_) | None => {}
            }
        }
        for (id, standing) in &done.exercises {
            let Some(passed) = standing.passed_rev else { continue };
            let now = goes_to(id.as_str()).and_then(|id| ExerciseId::parse(&id).ok());
            let head = now.and_then(|id| Some((new.exercise_head(&id)?.rev, id)));
            if let Some((rev, now)) = head.filter(|(rev, _)| passed < *rev) {
                changes.raised.push((now.to_string(), passed, rev));
            }
        }
        changes
    }

    /// The same for people, a sentence each.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if self.new > 0 {
            let what =
                if self.new == 1 { "lesson or exercise is" } else { "lessons and exercises are" };
            lines.push(format!("{} {what} new.", self.new));
        }
        for (old, new) in &self.moved {
            lines.push(format!("What you did in {old} moves to {new}."));
        }
        for id in &self.archived {
            lines.push(format!("{id} is no longer in it; your attempts go to the archive."));
        }
        for (id, passed, rev) in &self.raised {
            lines.push(format!(
                "{id} has revision {rev} now; your pass of revision {passed} is kept."
            ));
        }
        lines
    }

    /// Whether nothing that was done is touched.
    pub fn is_quiet(&self) -> bool {
        self.moved.is_empty() && self.archived.is_empty() && self.raised.is_empty()
    }
}

/// The ids of all lessons and exercises.
fn ids(course: &Course) -> Vec<String> {
    let modules = course.modules.iter();
    let ids = modules.flat_map(|module| {
        let lessons = module.lessons.iter().map(ToString::to_string);
        lessons.chain(module.exercises.iter().map(ToString::to_string))
    });
    ids.collect()
}
