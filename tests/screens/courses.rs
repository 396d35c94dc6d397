//! Made-up learners of the built-in course.

use std::sync::Arc;

use backlab::{
    course::{
        Course, Module,
        id::{ExerciseId, LessonId, ModuleId, PackId},
    },
    tutor::{
        ModuleState, Next, Overview, Place, Reading, Reviews, Solving, Unfolded, UnfoldedRow,
        packs::{OtherPack, Others},
    },
};

/// Title, short title, lessons, lessons read, exercises, solved, of these with help.
type Line = (&'static str, &'static str, [usize; 5]);

/// Somebody in the middle of a course that is complete.
const MIDDLE: [Line; 14] = [
    ("From URL to answer", "From URL to answer", [4, 4, 6, 6, 0]),
    ("HTTP by hand", "HTTP by hand", [5, 5, 8, 8, 1]),
    ("Node: a server from nothing", "Node", [5, 5, 7, 7, 1]),
    ("Express 5: routes and middleware", "Express 5", [5, 5, 9, 9, 1]),
    ("REST APIs people can use", "REST", [6, 6, 8, 7, 0]),
    ("SQL: asking a database", "SQL", [5, 5, 9, 8, 0]),
    ("Schema, transactions and speed", "Schema and speed", [5, 5, 4, 3, 0]),
    ("The app meets the database", "App and database", [7, 6, 7, 6, 1]),
    ("Authentication", "Authentication", [6, 2, 11, 2, 0]),
    ("Attack it, then fix it", "Attack and fix", [5, 0, 12, 0, 0]),
    ("Documents and caches", "Documents and caches", [5, 0, 13, 0, 0]),
    ("Proving and running it", "Proving and running", [4, 0, 6, 0, 0]),
    ("Architecture and reliability", "Architecture", [6, 0, 9, 0, 0]),
    ("Capstone: an orders API", "Capstone", [2, 0, 11, 0, 0]),
];

pub fn middle() -> Overview {
    let next = Next {
        place: Place::Lesson(lesson_id(9, 3)),
        title: "Who are you, and may you".to_owned(),
        minutes: 6,
        page: Some((3, 5)),
        then: Some("The gate, rebuilt".to_owned()),
        days_away: None,
        last_solved: None,
    };
    overview(&MIDDLE, Some(next))
}

/// The first version of the course: two modules have content.
pub fn young() -> Overview {
    let lines = MIDDLE.map(|(title, short, _)| {
        let counts = match short {
            "From URL to answer" => [1, 1, 0, 0, 0],
            "Node" => [3, 1, 3, 1, 0],
            _ => [0; 5],
        };
        (title, short, counts)
    });
    let next = Next {
        place: Place::Lesson(lesson_id(3, 2)),
        title: "Modules, npm and package.json".to_owned(),
        minutes: 12,
        page: None,
        then: None,
        days_away: Some(7),
        last_solved: Some("A server that answers".to_owned()),
    };
    overview(&lines, Some(next))
}

/// The fourth module is finished, the fifth is next.
pub fn after_a_module() -> Overview {
    let mut lines = MIDDLE;
    for (_, _, counts) in &mut lines[4..] {
        *counts = [counts[0], 0, counts[2], 0, 0];
    }
    let next = Next {
        place: Place::Lesson(lesson_id(5, 1)),
        title: "Nouns, not verbs".to_owned(),
        minutes: 7,
        page: None,
        then: Some("Name the routes".to_owned()),
        days_away: None,
        last_solved: None,
    };
    overview(&lines, Some(next))
}

pub fn all_done() -> Overview {
    let lines = MIDDLE.map(|(title, short, [lessons, _, exercises, _, helped])| {
        (title, short, [lessons, lessons, exercises, exercises, helped])
    });
    overview(&lines, None)
}

pub fn first_start() -> Overview {
    let lines = MIDDLE.map(|(title, short, [lessons, _, exercises, ..])| {
        (title, short, [lessons, 0, exercises, 0, 0])
    });
    let next = Next {
        place: Place::Lesson(lesson_id(1, 1)),
        title: "What happens when you type a URL".to_owned(),
        minutes: 6,
        page: None,
        then: None,
        days_away: None,
        last_solved: None,
    };
    Overview { first_start: true, ..overview(&lines, Some(next)) }
}

/// Other packs, of which the first is begun.
pub fn others(more: usize) -> Others {
    let other = |id: &str, title: &str, [lessons, read, exercises, solved, helped]: [usize; 5]| {
        let (id, title) = (PackId::parse(id).unwrap(), title.to_owned());
        OtherPack { id, title, lessons, read, exercises, solved, helped }
    };
    let webhooks = other("ada/webhooks", "Webhooks in practice", [5, 2, 9, 2, 0]);
    let caching = other("ada/caching", "HTTP caching", [2, 0, 3, 0, 0]);
    Others { shown: if more == 0 { vec![webhooks] } else { vec![webhooks, caching] }, more }
}

/// The ninth module, as it is unfolded.
pub fn unfolded() -> Unfolded {
    let row = |place, title: &str, minutes| {
        let kind = if matches!(place, Place::Lesson(_)) { "lesson" } else { "js" };
        UnfoldedRow { place, title: title.to_owned(), minutes, kind, revised: None }
    };
    let lesson = |number| Place::Lesson(lesson_id(9, number));
    let exercise = |number| Place::Exercise(exercise_id(9, number));
    Unfolded {
        module: module_id(9),
        rows: vec![
            row(lesson(1), "Passwords at rest", 9),
            row(exercise(1), "Store a password", 15),
            row(exercise(2), "Compare without leaking time", 12),
            row(lesson(2), "Sessions and cookies", 11),
            row(lesson(3), "Who are you, and may you", 8),
            row(exercise(3), "The gate, rebuilt", 18),
        ],
    }
}

pub fn lesson_id(module: usize, number: usize) -> LessonId {
    LessonId::parse(&format!("m{module}-lesson-{number}")).unwrap()
}

pub fn exercise_id(module: usize, number: usize) -> ExerciseId {
    ExerciseId::parse(&format!("m{module}-exercise-{number}")).unwrap()
}

pub fn module_id(number: usize) -> ModuleId {
    ModuleId::parse(&format!("m{number:02}")).unwrap()
}

fn overview(lines: &[Line], next: Option<Next>) -> Overview {
    let modules = lines.iter().zip(1..).map(|(line, number)| module(line, number)).collect();
    Overview {
        reviews: Reviews::default(),
        asking_more: Vec::new(),
        course: Arc::new(Course {
            id: PackId::parse("backlab/backend").unwrap(),
            version: "1.0.0".to_owned(),
            title: "Backend, from a URL to an orders API".to_owned(),
            summary: String::new(),
            languages: vec!["en".to_owned()],
            authors: Vec::new(),
            licence: "CC-BY-SA-4.0".to_owned(),
            homepage: None,
            min_app: None,
            needs: Vec::new(),
            modules,
            moved: Vec::new(),
            retired: Vec::new(),
        }),
        first_start: false,
        next,
        modules: lines.iter().zip(1..).map(|(line, number)| state(line, number)).collect(),
        others: Others::default(),
        built_in: true,
        notes: Vec::new(),
    }
}

fn module((title, short, counts): &Line, number: usize) -> Module {
    Module {
        id: module_id(number),
        title: (*title).to_owned(),
        short: (*short).to_owned(),
        outcome: String::new(),
        hours: None,
        lessons: (1..=counts[0]).map(|at| lesson_id(number, at)).collect(),
        exercises: (1..=counts[2]).map(|at| exercise_id(number, at)).collect(),
    }
}

fn state((_, _, [lessons, read, exercises, solved, helped]): &Line, number: usize) -> ModuleState {
    let reading = |at| if at <= *read { Reading::Read } else { Reading::Ahead };
    let solving = |at| match at {
        at if at <= *helped => Solving::SolvedWithHelp,
        at if at <= *solved => Solving::Solved,
        _ => Solving::Ahead,
    };
    ModuleState {
        id: module_id(number),
        lessons: (1..=*lessons).map(reading).collect(),
        exercises: (1..=*exercises).map(solving).collect(),
        skipped: false,
    }
}
