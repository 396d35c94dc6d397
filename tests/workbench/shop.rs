//! The SQL exercise of tests/cases/shop on the workbench, judged in the real lab.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    time::Duration,
};

use backlab::{
    course::{
        exercise::{Exercise, Files},
        id::{ExerciseId, LessonId},
    },
    judge::{Answer, Which, judge},
    lab::{Cancel, Machine},
    pack::{Pack, files::Disk},
    tutor::{Checked, Next, Place, Standing, Workpiece},
};

const ID: &str = "orders-per-user";

pub fn exercise() -> Exercise {
    exercise_of(ID)
}

pub fn exercise_of(id: &str) -> Exercise {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/shop");
    let pack = Pack::open(Arc::new(Disk::new(folder))).0.unwrap();
    pack.exercise(&ExerciseId::parse(id).unwrap()).0.unwrap()
}

fn files(id: &str, answer: &str) -> Files {
    let mut files = exercise_of(id).starter;
    files.insert("answer.sql".to_owned(), answer.into());
    files
}

pub fn piece(answer: &str) -> Workpiece {
    piece_of(ID, answer)
}

pub fn piece_of(id: &str, answer: &str) -> Workpiece {
    Workpiece {
        pack: backlab::course::id::PackId::parse("demo/shop").unwrap(),
        course_title: "The shop".into(),
        module_number: 1,
        module_title: "SQL".into(),
        exercise: exercise_of(id),
        folder: Some(PathBuf::from("work")),
        files: files(id, answer),
        note: None,
        due: 0,
        command: None,
        standing: Standing::default(),
        next: Some(Next {
            place: Place::Lesson(LessonId::parse("outer-joins").unwrap()),
            title: "Rows without a partner".into(),
            minutes: 5,
            page: None,
            then: None,
            days_away: None,
            last_solved: None,
        }),
    }
}

/// What the lab says of `answer`, in a time that is always the same.
pub fn checked(answer: &str, attempts: u32) -> Checked {
    checked_of(ID, answer, attempts)
}

pub fn checked_of(id: &str, answer: &str, attempts: u32) -> Checked {
    let machine = Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")));
    let (steps, _nobody) = mpsc::channel();
    let (exercise, answer) = (exercise_of(id), Answer::Files(files(id, answer)));
    let mut verdict = judge(&machine, &exercise, &answer, Which::All, &Cancel::new(), &steps);
    verdict.took = Duration::from_millis(9);
    let standing = Standing { attempts, passed: verdict.passed(), ..Standing::default() };
    Checked { exercise: exercise.id.clone(), verdict, standing, unsaved: None }
}
