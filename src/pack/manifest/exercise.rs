//! `exercise.toml`: everything of an exercise but the files beside it.

use std::collections::BTreeMap;

use crate::{
    course::{
        Course,
        exercise::{Alternative, Exercise, Files, Kind, LabNeeds, Reveal, Status, WorkFile, Wrong},
        id::ExerciseId,
        quiz::ANSWERS_FILE,
    },
    diag::{Findings, Place},
    pack::{
        files::is_inner_path,
        manifest::{
            ANSWER_MS_MAX, EXERCISE_TITLE_CHARS_MAX, HINTS, MEMORY_MB_MAX, MINUTES_MAX,
            TURN_MS_MAX, WALL_MS_MAX,
            attack::{lacks_notes, read_secrets, read_sides},
            check::{Checks, Ground, inner_path, read_checks},
            clock::read_clock,
            course::{lines, requires},
            database::{read_database, read_stores},
            fields::{Document, Fields, Node},
            question::read_questions,
            survives::read_survives,
            wrong::{Variant, read_alternatives, read_wrongs},
        },
    },
};

const KINDS: &[(&str, Kind)] = &[
    ("http", Kind::Http),
    ("js", Kind::Js),
    ("sql", Kind::Sql),
    ("mongo", Kind::Mongo),
    ("redis", Kind::Redis),
    ("quiz", Kind::Quiz),
    ("attack", Kind::Attack),
    ("stack", Kind::Stack),
];

const STATUSES: &[(&str, Status)] =
    &[("active", Status::Active), ("beta", Status::Beta), ("deprecated", Status::Deprecated)];

const REVEALS: &[(&str, Reveal)] =
    &[("after-hints", Reveal::AfterHints), ("after-pass", Reveal::AfterPass)];

/// An exercise whose files are still to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct ExerciseFile {
    /// Without task, starter, solution, alternatives and wrong answers.
    pub exercise: Exercise,
    pub alternatives: Vec<Variant<Alternative>>,
    pub wrongs: Vec<Variant<Wrong>>,
    /// The mock API that the exercise names.
    pub mock: Option<Named>,
}

/// A file that `exercise.toml` names, still to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// Relative to the exercise's folder, or `@NAME` for `lessons/MODULE/data/NAME.toml`.
    pub path: String,
    pub place: Place,
}

/// Reads the `exercise.toml` of exercise `id` of `course`.
pub fn read_exercise(
    course: &Course,
    id: &ExerciseId,
    file: &str,
    text: &str,
) -> (Option<ExerciseFile>, Findings) {
    let doc = match Document::parse(file, text, 0..text.len()) {
        Ok(doc) => doc,
        Err(findings) => return (None, findings),
    };
    let exercise = exercise(&doc.root(), id, course);
    let findings = doc.into_findings();
    (exercise.filter(|_| !findings.has_errors()), findings)
}

/// What a list says of an exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExerciseHead {
    pub title: String,
    pub minutes: u32,
    pub kind: Kind,
    pub rev: u32,
}

/// Reads what stands in the `exercise.toml` of exercise `id` before its first table, as most of them
/// is checks: a list of many exercises waits for none of those.
pub fn read_exercise_head(id: &ExerciseId, file: &str, text: &str) -> Option<ExerciseHead> {
    let tables = text.match_indices("\n[").map(|(at, _)| at + 1).next();
    let head = |end: usize| {
        let doc = Document::parse(file, text, 0..end).ok()?;
        let root = doc.root();
        own_id(&root.required("id")?, id)?;
        let title = root.required("title")?.short_line(EXERCISE_TITLE_CHARS_MAX)?;
        let minutes = root.required("minutes")?.integer(1..=MINUTES_MAX)?;
        let kind = root.required("kind")?.choice(KINDS)?;
        let rev = root.required("rev")?.integer(1..=i64::from(u32::MAX))?;
        Some(ExerciseHead { title, minutes, kind, rev })
    };
    // A text of several lines, or a list, may have a line that looks like a table.
    tables.and_then(head).or_else(|| head(text.len()))
}

/// The mock API that the `exercise.toml` of an `http` exercise names.
pub fn read_mock(file: &str, text: &str) -> Option<Named> {
    let doc = Document::parse(file, text, 0..text.len()).ok()?;
    let root = doc.root();
    mock(&root, root.optional("lab"), Kind::Http)
}

fn exercise(root: &Fields<'_>, wanted: &ExerciseId, course: &Course) -> Option<ExerciseFile> {
    let kind = root.required("kind").and_then(|node| node.choice(KINDS));
    let id = root.required("id").and_then(|node| own_id(&node, wanted));
    let rev = root.required("rev").and_then(|node| node.integer(1..=i64::from(u32::MAX)));
    let title = root.required("title").and_then(|node| node.short_line(EXERCISE_TITLE_CHARS_MAX));
    let difficulty = root.required("difficulty").and_then(|node| node.integer(1..=5));
    let minutes = root.required("minutes").and_then(|node| node.integer(1..=MINUTES_MAX));
    // The rest of another kind would only be misread.
    let kind = kind?;
    let is_quiz = kind == Kind::Quiz;
    let requires = requires(root.optional("requires"), course);
    let concepts = lines(root.optional("concepts"));
    let status = root.optional("status");
    let status = status.map_or(Some(Status::Active), |node| node.choice(STATUSES));
    let files = if is_quiz {
        quiz_files(root)
    } else {
        root.required("files").map(|node| work_files(&node)).unwrap_or_default()
    };
    let hints = root.required("hints").and_then(|node| hints(&node));
    let lab_node = root.optional("lab");
    let lab = lab_node.map(|node| lab(&node, kind)).unwrap_or_default();
    if kind == Kind::Attack {
        read_sides(root, &files, lab.app.as_deref());
    }
    let mock = mock(root, lab_node, kind);
    let reveal = root.optional("solution").map_or(Some(Reveal::AfterHints), |node| reveal(&node));
    let learned = root.optional("learned").and_then(|node| node.line()).unwrap_or_default();
    let explain = root.optional("explain").and_then(|node| node.text()).unwrap_or_default();
    let checks = if is_quiz { questions(root) } else { checks(root, &lab, kind) };
    if kind == Kind::Attack {
        lacks_notes(root, &files, &checks.list);
    }
    let alternatives = root.optional("also").map(|node| read_alternatives(&node));
    let survives = root.optional("survives").map(|node| read_survives(&node)).unwrap_or_default();
    let wrongs = root.optional("wrong").map(|node| read_wrongs(&node, &checks, is_quiz));
    root.finish();
    let exercise = Exercise {
        id: id?,
        rev: rev?,
        kind,
        title: title?,
        difficulty: difficulty?,
        minutes: minutes?,
        requires,
        concepts,
        status: status?,
        task: String::new(),
        files,
        lab,
        hints: hints?,
        reveal: reveal?,
        learned,
        explain,
        checks: checks.list,
        starter: Files::new(),
        solution: Files::new(),
        alternatives: Vec::new(),
        wrongs: Vec::new(),
        survives,
    };
    Some(ExerciseFile {
        exercise,
        alternatives: alternatives.unwrap_or_default(),
        wrongs: wrongs.unwrap_or_default(),
        mock,
    })
}

fn checks(root: &Fields<'_>, lab: &LabNeeds, kind: Kind) -> Checks {
    if let Some(node) = root.optional("question") {
        node.key_report(("questions go with `kind = \"quiz\"`", "use [[check]] tables here"));
    }
    let sets = lab.sets().iter().map(|set| set.name.clone()).collect();
    let ground = Ground {
        kind,
        sets,
        secrets: lab.secrets.clone(),
        clock_is_still: lab.still_at_ms.is_some(),
    };
    root.required("check").map(|node| read_checks(&node, &ground)).unwrap_or_default()
}

fn questions(root: &Fields<'_>) -> Checks {
    if let Some(node) = root.optional("check") {
        node.key_report(("a quiz has no [[check]]", "each [[question]] is a check of its own"));
    }
    root.required("question").map(|node| read_questions(&node)).unwrap_or_default()
}

/// A quiz has one file that the learner writes; what else stands in starter/ is given to read.
fn quiz_files(root: &Fields<'_>) -> Vec<WorkFile> {
    if let Some(node) = root.optional("files") {
        let words = format!("the file of a quiz is {ANSWERS_FILE}, and Backlab makes it");
        node.key_report((words, "leave `files` out; what stands in starter/ is given read-only"));
    }
    vec![WorkFile { path: ANSWERS_FILE.to_owned(), edit: true }]
}

fn own_id(node: &Node<'_>, wanted: &ExerciseId) -> Option<ExerciseId> {
    let id = node.parsed(ExerciseId::parse)?;
    if id != *wanted {
        node.report((
            format!("the id is `{id}`, and the folder is named `{wanted}`"),
            "an exercise stands in exercises/MODULE/ID/",
        ));
        return None;
    }
    Some(id)
}

fn work_files(list: &Node<'_>) -> Vec<WorkFile> {
    let mut files: Vec<WorkFile> = Vec::new();
    for node in list.members() {
        let Some(fields) = node.fields() else { continue };
        let path = fields.required("path");
        let edit = fields.optional("edit").map_or(Some(true), |node| node.boolean());
        fields.finish();
        let Some(at) = path else { continue };
        let (Some(path), Some(edit)) = (inner_path(&at), edit) else { continue };
        if files.iter().any(|file| file.path == path) {
            at.report(format!("`{path}` stands here twice"));
        } else {
            files.push(WorkFile { path, edit });
        }
    }
    if list.is_list() && !files.iter().any(|file| file.edit) {
        list.report(("no file can be edited", "files = [{ path = \"server.js\" }]"));
    }
    files
}

fn hints(list: &Node<'_>) -> Option<Vec<String>> {
    let nodes = list.members();
    if list.is_list() && nodes.len() != HINTS {
        list.report((
            format!("an exercise has {HINTS} hints, here are {}", nodes.len()),
            "nudge, pointer, near example, worked step",
        ));
    }
    nodes.iter().map(Node::text).collect::<Vec<_>>().into_iter().collect()
}

fn reveal(node: &Node<'_>) -> Option<Reveal> {
    let fields = node.fields()?;
    let reveal = fields.optional("reveal");
    fields.finish();
    reveal.map_or(Some(Reveal::AfterHints), |node| node.choice(REVEALS))
}

fn lab(node: &Node<'_>, kind: Kind) -> LabNeeds {
    let Some(fields) = node.fields() else { return LabNeeds::default() };
    let still_at_ms = fields.optional("clock").and_then(|node| {
        if !matches!(kind, Kind::Js | Kind::Mongo | Kind::Redis) {
            node.key_report("`clock` goes with the kinds `js`, `mongo` and `redis`");
        }
        read_clock(&node)
    });
    // Read by `mock`, which knows the kind.
    fields.optional("mock");
    let app = fields.optional("app").and_then(|node| inner_path(&node));
    let env = fields.optional("env").map(|node| environment(&node)).unwrap_or_default();
    let secrets = fields.optional("secrets").map_or_else(Vec::new, |node| {
        if kind != Kind::Attack {
            node.key_report("`secrets` goes with exercises of kind `attack`");
        }
        read_secrets(&node, |name| env.contains_key(name))
    });
    let seed = fields.optional("seed").and_then(|node| node.integer(0..=i64::MAX));
    let sql = fields.optional("sql").and_then(|node| read_database(&node));
    let [mongo, redis] = read_stores(&fields, kind);
    let mut needs =
        LabNeeds { app, sql, mongo, redis, env, secrets, seed, still_at_ms, ..LabNeeds::default() };
    if let Some(limits) = fields.optional("limits").and_then(|node| node.fields()) {
        let limit = |key, min: u32, max: u32| {
            limits.optional(key).and_then(|node| node.integer(i64::from(min)..=i64::from(max)))
        };
        needs.memory_mb = limit("memory_mb", 16, MEMORY_MB_MAX);
        needs.turn_ms = limit("turn_ms", 10, TURN_MS_MAX);
        needs.wall_ms = limit("wall_ms", 100, WALL_MS_MAX);
        needs.answer_ms = limit("answer_ms", 50, ANSWER_MS_MAX);
        limits.finish();
    }
    fields.finish();
    needs
}

/// `[lab] mock`, which an `http` exercise has and no other one.
fn mock(root: &Fields<'_>, lab: Option<Node<'_>>, kind: Kind) -> Option<Named> {
    let node = lab.filter(Node::is_table).and_then(|lab| lab.fields()?.optional("mock"));
    match (node, kind == Kind::Http) {
        (None, false) => None,
        (None, true) => {
            root.report((
                "an `http` exercise needs a mock API to send to",
                "[lab] mock = \"data/api.toml\", or mock = \"@shop\" for data/shop.toml of the \
                 module's lessons",
            ));
            None
        }
        (Some(node), false) => {
            node.key_report("`mock` goes with exercises of kind `http`");
            None
        }
        (Some(node), true) => {
            let path = node.raw_text()?;
            let shared = path.strip_prefix('@');
            if !is_inner_path(shared.unwrap_or(&path)) || shared.is_some_and(|n| n.contains('/')) {
                node.report((
                    "this names no mock API",
                    "`data/api.toml` in the exercise, or `@shop` for data/shop.toml of the \
                     module's lessons",
                ));
                return None;
            }
            Some(Named { path, place: node.place() })
        }
    }
}

fn environment(node: &Node<'_>) -> BTreeMap<String, String> {
    let Some(fields) = node.fields() else { return BTreeMap::new() };
    let mut env = BTreeMap::new();
    for entry in fields.entries() {
        let name = entry.name();
        let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if name.is_empty() || !plain {
            entry.key_report("the name of a variable is letters, digits and `_`");
        } else if let Some(value) = entry.raw_text() {
            if value.contains('\0') {
                entry.report("a variable holds no NUL character");
            } else {
                env.insert(name.to_owned(), value);
            }
        }
    }
    env
}
