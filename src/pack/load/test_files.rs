//! The tests of an exercise in JavaScript: each stands in a file of checks/, and has its [[check]].

use super::Loader;
use crate::{
    course::{
        check::{ScriptTest, Test},
        exercise::{Exercise, Files as Contents},
    },
    diag::{Place, did_you_mean},
};

/// How a file of tests ends.
const ENDING: &str = ".test.js";

/// A test as its file names it.
#[derive(Debug, PartialEq)]
struct Named {
    name: String,
    line: u32,
}

impl Loader<'_> {
    /// Gives the tests their files, and reports those that have no check, and checks without a test.
    pub(super) fn tests(&mut self, exercise: &mut Exercise) {
        let toml = Place::new(self.path("exercise.toml"), 1, 1);
        let inner = self.folder("checks");
        let files: Contents =
            inner.into_iter().map(|(path, text)| (format!("checks/{path}"), text)).collect();
        for (path, content) in &files {
            let of_file = |test: &&ScriptTest| test.file == *path;
            let scripts = exercise.checks.iter().filter_map(|check| {
                if let Test::Script(test) = &check.test { Some(test) } else { None }
            });
            let wanted: Vec<&str> =
                scripts.filter(of_file).map(|test| test.name.as_str()).collect();
            if !path.ends_with(ENDING) {
                continue;
            }
            let named = named(&String::from_utf8_lossy(content));
            if named.is_empty() {
                self.findings
                    .error(Place::new(self.path(path), 1, 1), "no test stands in this file")
                    .hint("test(\"name\", async ({ request }) => { ... })");
            }
            for Named { name, line } in &named {
                if !wanted.contains(&name.as_str()) {
                    let place = Place::new(self.path(path), *line, 1);
                    self.findings
                        .error(place, format!("no check runs the test `{name}`"))
                        .hint("[check.test] names its `file` and its name as `test`");
                }
            }
            for name in wanted {
                if !named.iter().any(|test| test.name == name) {
                    let message = format!("{path} has no test named `{name}`");
                    let all = named.iter().map(|test| test.name.as_str());
                    let hint = did_you_mean(name, all);
                    let finding = self.findings.error(toml.clone(), message);
                    if let Some(near) = hint {
                        finding.hint(format!("did you mean `{near}`?"));
                    }
                }
            }
        }
        for check in &mut exercise.checks {
            let Test::Script(test) = &mut check.test else { continue };
            if files.contains_key(&test.file) {
                test.files.clone_from(&files);
            } else {
                let why = format!("check `{}` runs {}, which is no file", check.name, test.file);
                self.findings.error(toml.clone(), why);
            }
        }
    }
}

/// The tests of a file, found by their words: `test("name", `. Nothing is run for it.
fn named(text: &str) -> Vec<Named> {
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let start = line.trim_start();
        if ["//", "/*", "*"].iter().any(|comment| start.starts_with(comment)) {
            continue;
        }
        for (at, word) in line.match_indices("test(") {
            let before = line[..at].chars().next_back();
            let is_whole = before.is_none_or(|ch| !(ch.is_alphanumeric() || "_$.".contains(ch)));
            let rest = line[at + word.len()..].trim_start();
            let name = is_whole.then(|| text_of(rest)).flatten();
            found.extend(name.map(|name| Named {
                name: name.to_owned(),
                line: u32::try_from(index + 1).unwrap_or(u32::MAX),
            }));
        }
    }
    found
}

/// The text that a literal at the start of `rest` stands for, where it is plain.
fn text_of(rest: &str) -> Option<&str> {
    let quote = rest.chars().next().filter(|ch| "\"'`".contains(*ch))?;
    let (name, _) = rest[1..].split_once(quote)?;
    (!name.contains('\\') && !name.contains("${")).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_found_by_their_names() {
        let text = "const a = 1;\n\
                    test(\"a token expires\", async ({ request }) => {\n\
                      // test(\"no\")\n\
                      regex.test('x');\n  retest(\"y\");\n});\n\
                    test(  'two', () => {}); test(`three`, f);\ntest(`${a}`, f);\n";
        let found: Vec<(String, u32)> =
            named(text).into_iter().map(|test| (test.name, test.line)).collect();
        let expected = [("a token expires", 2), ("two", 7), ("three", 7)];
        assert_eq!(found, expected.map(|(name, line)| (name.to_owned(), line)));
    }
}
