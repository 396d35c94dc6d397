//! One exercise with the files beside it: task, starter, solution, other right answers, wrong ones.

mod test_files;

use std::{cell::RefCell, collections::BTreeSet};

use crate::{
    answers,
    course::{
        Course,
        exercise::{Exercise, Files as Contents, Kind, Mock, WorkFile},
        id::{ExerciseId, ModuleId},
        quiz::{ANSWERS_FILE, Answers, Ask},
        sql::Script,
    },
    diag::{Findings, Place},
    exchange::{api::Api, http_file},
    markup::parse::{Source, parse_text},
    pack::{
        Pack,
        files::{Files, Unreadable},
        languages,
        manifest::{Edit, ExerciseFile, Named, Variant, read_api, read_exercise},
    },
};

/// Reads exercise `id` of `course` in `exercises/MODULE/ID/`. The exercise comes back only when it can be used.
pub(super) fn load_exercise(
    files: &dyn Files,
    course: &Course,
    module: &ModuleId,
    id: &ExerciseId,
) -> (Option<Exercise>, Findings) {
    let folder = Pack::folder_of_exercise(module, id);
    let toml = format!("{folder}/exercise.toml");
    let (text, mut findings) = read_text(files, &toml);
    let Some(text) = text else { return (None, findings) };
    let (file, found) = read_exercise(course, id, &toml, &text);
    findings.append(found);
    let Some(file) = file else { return (None, findings) };
    let (paths, found) = files.list(&folder);
    findings.append(found);
    let module = module.clone();
    let languages = course.languages.iter().skip(1);
    let task = format!("{folder}/task.md");
    let named = languages.map(|language| languages::path_of(&task, language)).collect();
    let mut loader = Loader { files, module, folder, paths, named, findings };
    let exercise = loader.exercise(file);
    loader.unnamed();
    let findings = loader.findings;
    (Some(exercise).filter(|_| !findings.has_errors()), findings)
}

/// Where the mock API stands that the exercise in `folder` names.
pub(super) fn path_of_api(module: &ModuleId, folder: &str, named: &Named) -> String {
    match named.path.strip_prefix('@') {
        Some(name) => format!("lessons/{module}/data/{name}.toml"),
        None => format!("{folder}/{}", named.path),
    }
}

/// Reads the mock API at `path`; also the paths of all files that it is made of.
pub(super) fn load_api(files: &dyn Files, path: &str) -> (Option<Api>, Vec<String>, Findings) {
    let (text, mut findings) = read_text(files, path);
    let Some(text) = text else { return (None, vec![path.to_owned()], findings) };
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let used = RefCell::new(vec![path.to_owned()]);
    let beside = |name: &str| {
        let path = format!("{folder}/{name}");
        let text = read_text(files, &path).0;
        used.borrow_mut().push(path);
        text
    };
    let (api, found) = read_api(path, &text, &beside);
    findings.append(found);
    (api, used.into_inner(), findings)
}

/// Reads a file that must be there and must be UTF-8.
pub(super) fn read_text(files: &dyn Files, path: &str) -> (Option<String>, Findings) {
    let mut findings = Findings::new();
    let bytes = match files.read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            findings.error(Place::new(path, 1, 1), error.to_string());
            return (None, findings);
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => (Some(text), findings),
        Err(error) => {
            let valid =
                String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
            let place = Place::of_offset(path, &valid, valid.len());
            findings.error(place, "this is not UTF-8 text");
            (None, findings)
        }
    }
}

/// As [`read_text`], for a file that may be absent.
pub(super) fn read_optional(files: &dyn Files, path: &str) -> (Option<String>, Findings) {
    match files.read(path) {
        Err(Unreadable::Absent) => (None, Findings::new()),
        Ok(_) | Err(_) => read_text(files, path),
    }
}

struct Loader<'a> {
    files: &'a dyn Files,
    module: ModuleId,
    folder: String,
    /// All files of the folder, as paths in the pack.
    paths: Vec<String>,
    /// Those that something has named.
    named: BTreeSet<String>,
    findings: Findings,
}

impl Loader<'_> {
    fn exercise(&mut self, file: ExerciseFile) -> Exercise {
        let ExerciseFile { mut exercise, alternatives, wrongs, mock } = file;
        self.named.insert(self.path("exercise.toml"));
        exercise.task = self.task();
        exercise.starter = self.folder("starter");
        self.database(&mut exercise);
        if exercise.kind == Kind::Quiz {
            self.answer_sheet(&mut exercise);
        }
        exercise.solution = over(&exercise.starter, self.folder("solution"));
        self.exploits(&mut exercise);
        exercise.lab.mock = mock.and_then(|named| self.mock(&named));
        self.work_files(&mut exercise);
        self.tests(&mut exercise);
        for (check, module) in exercise.modules_tested() {
            if !exercise.solution.contains_key(module) {
                let place = Place::new(self.path("exercise.toml"), 1, 1);
                let why = format!("check `{}` loads `{module}`, which is no file", check.name);
                self.findings.error(place, why);
            }
        }
        for variant in alternatives {
            let mut answer = variant.answer.clone();
            answer.files = self.variant("also", &answer.name, &variant, &exercise.solution);
            exercise.alternatives.push(answer);
        }
        if exercise.kind == Kind::Quiz {
            self.answered(&exercise);
        }
        for variant in wrongs {
            let mut answer = variant.answer.clone();
            answer.files = self.variant("wrong", &answer.name, &variant, &exercise.solution);
            exercise.wrongs.push(answer);
        }
        exercise
    }

    /// Reads the exploits that checks name; a file of requests must be one that can be sent.
    fn exploits(&mut self, exercise: &mut Exercise) {
        for (inner, content) in exercise.exploits_mut() {
            let path = self.path(inner);
            let (text, found) = read_text(self.files, &path);
            self.findings.append(found);
            *content = text.unwrap_or_default();
            if http_file::is_named_so(inner) {
                for mistake in http_file::parse(content).1 {
                    let place = Place::new(&path, mistake.line, mistake.column);
                    let finding = self.findings.error(place, mistake.what);
                    if let Some(hint) = mistake.hint {
                        finding.hint(hint);
                    }
                }
            }
            self.named.insert(path);
        }
    }

    /// The mock API that the exercise names.
    fn mock(&mut self, named: &Named) -> Option<Mock> {
        let path = path_of_api(&self.module, &self.folder, named);
        let (api, files, found) = load_api(self.files, &path);
        self.named.extend(files.iter().cloned());
        if found.has_errors() && self.files.read(&path) == Err(Unreadable::Absent) {
            let why = format!("`mock` names {path}, and it is missing");
            self.findings.error(named.place.clone(), why);
        } else {
            self.findings.append(found);
        }
        Some(Mock { path, files, api: api? })
    }

    /// Gives the starter of a quiz its `answers.toml`, and looks for the programs to predict.
    fn answer_sheet(&mut self, exercise: &mut Exercise) {
        if exercise.starter.contains_key(ANSWERS_FILE) {
            let place = Place::new(self.path(&format!("starter/{ANSWERS_FILE}")), 1, 1);
            self.findings
                .error(place, format!("{ANSWERS_FILE} of the starter is made from the questions"))
                .hint("take this file away");
        }
        let questions: Vec<_> = exercise.questions().collect();
        for question in &questions {
            if let Ask::Predict(prediction) = &question.ask
                && !exercise.starter.contains_key(&prediction.code)
            {
                let place = Place::new(self.path("exercise.toml"), 1, 1);
                let (id, code) = (&question.id, &prediction.code);
                self.findings
                    .error(place, format!("question `{id}` runs `{code}`, which is no file"))
                    .hint(format!("the code stands in starter/{code}"));
            }
        }
        let sheet = answers::write(&exercise.title, &questions, &Answers::new());
        exercise.starter.insert(ANSWERS_FILE.to_owned(), sheet.into_bytes());
    }

    fn path(&self, inner: &str) -> String {
        format!("{}/{inner}", self.folder)
    }

    fn task(&mut self) -> String {
        let path = self.path("task.md");
        let (text, found) = read_text(self.files, &path);
        self.findings.append(found);
        let text = text.unwrap_or_default();
        if text.trim().is_empty() && !self.findings.has_errors() {
            self.findings.error(Place::new(&path, 1, 1), "the task is empty");
        }
        let (_, found) = parse_text(Source { file: &path, text: &text, start: 0 });
        self.findings.append(found);
        self.named.insert(path);
        text
    }

    /// Reads the scripts of the database. Those that the learner may see are given read-only.
    fn database(&mut self, exercise: &mut Exercise) {
        self.stores(exercise);
        let Some(mut database) = exercise.lab.sql.take() else { return };
        if !database.schema.path.is_empty() {
            self.script(&mut database.schema);
        }
        for set in &mut database.sets {
            self.script(&mut set.script);
        }
        exercise.lab.sql = Some(database.clone());
        let shown = database.sets.iter().filter(|set| exercise.shows_set(&set.name));
        let shown: Vec<&Script> = shown.map(|set| &set.script).collect();
        for script in std::iter::once(&database.schema).chain(shown) {
            if !script.path.is_empty() {
                self.give(script, &mut exercise.starter);
            }
        }
    }

    /// As `database`, of the data of a store.
    fn stores(&mut self, exercise: &mut Exercise) {
        let mut sets = Vec::new();
        for store in [&mut exercise.lab.mongo, &mut exercise.lab.redis].into_iter().flatten() {
            for set in &mut store.sets {
                self.script(&mut set.script);
            }
            sets.extend(store.sets.clone());
        }
        // What an attacker has to find out is not laid out.
        if exercise.kind == Kind::Attack {
            return;
        }
        let mut starter = std::mem::take(&mut exercise.starter);
        for set in sets.iter().filter(|set| exercise.shows_set(&set.name)) {
            self.give(&set.script, &mut starter);
        }
        exercise.starter = starter;
    }

    /// Gives a file of data to the learner, read-only.
    fn give(&mut self, script: &Script, starter: &mut Contents) {
        let text = script.text.clone().into_bytes();
        if starter.insert(script.path.clone(), text).is_some() {
            let place = Place::new(self.path(&format!("starter/{}", script.path)), 1, 1);
            self.findings.error(place, "a file of the data has this path already");
        }
    }

    fn script(&mut self, script: &mut Script) {
        let path = self.path(&script.path);
        let (text, found) = read_text(self.files, &path);
        self.findings.append(found);
        self.named.insert(path);
        script.text = text.unwrap_or_default();
    }

    /// The contents of a folder of the exercise, by paths in that folder.
    fn folder(&mut self, name: &str) -> Contents {
        let prefix = format!("{}/{name}/", self.folder);
        let mut contents = Contents::new();
        for path in &self.paths {
            let Some(inner) = path.strip_prefix(&prefix) else { continue };
            self.named.insert(path.clone());
            match self.files.read(path) {
                Ok(bytes) => {
                    contents.insert(inner.to_owned(), bytes);
                }
                Err(error) => {
                    self.findings.error(Place::new(path, 1, 1), error.to_string());
                }
            }
        }
        contents
    }

    /// What stands in the answers of a right answer and answers nothing.
    fn answered(&mut self, exercise: &Exercise) {
        let questions: Vec<_> = exercise.questions().collect();
        let alternatives = exercise.alternatives.iter();
        let folders = alternatives.map(|also| (format!("also/{}", also.name), &also.files));
        let solution = ("solution".to_owned(), &exercise.solution);
        for (folder, files) in std::iter::once(solution).chain(folders) {
            let Some(content) = files.get(ANSWERS_FILE) else { continue };
            let (_, found) = answers::read(content, &questions);
            let path = self.path(&format!("{folder}/{ANSWERS_FILE}"));
            // An alternative made by `edit` has no file of its own to point at.
            if self.paths.contains(&path) {
                self.findings.append(found.moved_to(&path));
            }
        }
    }

    /// Compares `files` with what stands in the folders, and adds what is given read-only.
    fn work_files(&mut self, exercise: &mut Exercise) {
        let toml = Place::new(self.path("exercise.toml"), 1, 1);
        for file in &exercise.files {
            if !exercise.starter.contains_key(&file.path) {
                let place = Place::new(self.path(&format!("starter/{}", file.path)), 1, 1);
                self.findings.error(place, "`files` names this file, and it is missing");
            }
        }
        for path in exercise.starter.keys() {
            if !exercise.files.iter().any(|file| file.path == *path) {
                exercise.files.push(WorkFile { path: path.clone(), edit: false });
            }
        }
        for (path, content) in &exercise.solution {
            let editable = exercise.files.iter().any(|file| file.path == *path && file.edit);
            if !editable && exercise.starter.get(path) != Some(content) {
                let place = Place::new(self.path(&format!("solution/{path}")), 1, 1);
                self.findings
                    .error(place, "the solution changes a file that the learner cannot edit")
                    .hint("name it in `files`, and give it to the starter");
            }
        }
        if exercise.solution == exercise.starter {
            self.findings
                .error(toml.clone(), "the solution is the starter: there is nothing to do")
                .hint("the files of the solution stand in solution/");
        }
        let app = exercise.app().to_owned();
        if exercise.kind != Kind::Quiz && !exercise.solution.contains_key(&app) {
            self.findings.error(toml, format!("the solution has no file `{app}` to start"));
        }
    }

    /// The whole answer: the solution with the folder or the edits of `variant` over it.
    fn variant<T>(
        &mut self,
        kind: &str,
        name: &str,
        variant: &Variant<T>,
        solution: &Contents,
    ) -> Contents {
        let folder = self.folder(&format!("{kind}/{name}"));
        let Some(edits) = &variant.edits else {
            if folder.is_empty() {
                self.findings
                    .error(variant.place.clone(), format!("the folder {kind}/{name} is missing"))
                    .hint("put the files that differ there, or write `edit`");
            }
            return over(solution, folder);
        };
        if !folder.is_empty() {
            let place = variant.place.clone();
            self.findings.error(place, format!("`{name}` has a folder and `edit`; keep one"));
        }
        let mut contents = solution.clone();
        for edit in edits {
            self.edit(edit, &mut contents);
        }
        contents
    }

    fn edit(&mut self, edit: &Edit, contents: &mut Contents) {
        let place = edit.place.clone();
        let Some(content) = contents.get_mut(&edit.file) else {
            self.findings.error(place, format!("the solution has no file `{}`", edit.file));
            return;
        };
        let Ok(text) = std::str::from_utf8(content) else {
            self.findings.error(place, format!("`{}` is not UTF-8 text", edit.file));
            return;
        };
        match text.matches(&edit.find).count() {
            1 => *content = text.replacen(&edit.find, &edit.put, 1).into_bytes(),
            0 => {
                let why = format!("`find` does not occur in `{}` of the solution", edit.file);
                self.findings.error(place, why);
            }
            times => {
                let why = format!("`find` occurs {times} times in `{}`", edit.file);
                self.findings.error(place, why).hint("take more of the text around it");
            }
        }
    }

    /// Reports the files that nothing names.
    fn unnamed(&mut self) {
        for path in self.paths.iter().filter(|path| !self.named.contains(*path)) {
            let place = Place::new(path, 1, 1);
            let hint = "an exercise holds exercise.toml, task.md, starter/, solution/, and \
                        also/NAME/, wrong/NAME/, checks/ for [check.test], and data/ for what \
                        exercise.toml names";
            self.findings.warning(place, "nothing names this file").hint(hint);
        }
    }
}

fn over(under: &Contents, upper: Contents) -> Contents {
    let mut whole = under.clone();
    whole.extend(upper);
    whole
}
