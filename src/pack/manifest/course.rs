//! `pack.toml`: what a pack is and what its modules hold.

use std::collections::BTreeSet;

use crate::{
    course::{
        Course, Module, Need,
        id::{ExerciseId, LessonId, ModuleId, PackId},
    },
    diag::Findings,
    pack::manifest::{
        HOURS_MAX, SHORT_CHARS_MAX,
        fields::{Document, Fields, Node, meant},
        lists::Apart,
    },
};

/// The format that this version writes and reads.
const FORMAT: i64 = 1;

const NEEDS: &[(&str, Need)] = &[
    ("http", Need::Http),
    ("js", Need::Js),
    ("sql", Need::Sql),
    ("mongo", Need::Mongo),
    ("redis", Need::Redis),
    ("stack", Need::Stack),
];

/// Reads `pack.toml`. No course comes back when the pack is of a newer format, or when a part
/// that everything hangs on is missing.
pub fn read_course(file: &str, text: &str) -> (Option<Course>, Findings) {
    match read_quickly(file, text) {
        Some(course) => (Some(course), Findings::new()),
        None => read_whole(file, text),
    }
}

/// Reads a file in which nothing is wrong and nothing unusual; `None` where there is.
fn read_quickly(file: &str, text: &str) -> Option<Course> {
    let apart = Apart::take(text)?;
    let (course, findings) = read_whole(file, &apart.rest);
    let mut course = course.filter(|_| findings.is_empty())?;
    apart.put_back(&mut course)?;
    Some(course)
}

fn read_whole(file: &str, text: &str) -> (Option<Course>, Findings) {
    let doc = match Document::parse(file, text, 0..text.len()) {
        Ok(doc) => doc,
        Err(findings) => return (None, findings),
    };
    let course = course(&doc.root());
    let findings = doc.into_findings();
    (course.filter(|_| !findings.has_errors()), findings)
}

fn course(root: &Fields<'_>) -> Option<Course> {
    let format: i64 = root.required("format")?.integer(1..=i64::MAX)?;
    if format > FORMAT {
        root.report((
            format!("this pack has format {format}, this Backlab reads format {FORMAT}"),
            "update Backlab",
        ));
        return None;
    }
    let id = root.required("id").and_then(|node| node.parsed(PackId::parse));
    let version = root.required("version").and_then(|node| version(&node));
    let title = root.required("title").and_then(|node| node.line());
    let summary = root.required("summary").and_then(|node| node.line());
    let languages = root.required("languages").map(|node| languages(&node)).unwrap_or_default();
    let authors = lines(root.optional("authors"));
    let licence = root.required("licence").and_then(|node| licence(&node));
    let homepage = root.optional("homepage").and_then(|node| homepage(&node));
    if let Some(node) = root.optional("min-app") {
        min_app(&node);
    }
    let needs = needs(root.optional("needs"));
    let modules = modules(root);
    let moved = moved(root.optional("moved"));
    let retired = lines(root.optional("retired"));
    root.finish();
    Some(Course {
        id: id?,
        version: version?,
        title: title?,
        summary: summary?,
        languages,
        authors,
        licence: licence?,
        homepage,
        needs,
        modules,
        moved,
        retired,
    })
}

/// Lines of text; empty when the key is absent.
pub(super) fn lines(list: Option<Node<'_>>) -> Vec<String> {
    let Some(list) = list else { return Vec::new() };
    list.members().iter().filter_map(Node::line).collect()
}

/// Ids that `parse` reads, none twice; empty when the key is absent.
pub(super) fn ids<T: Ord + Clone, E: ToString>(
    list: Option<Node<'_>>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Vec<T> {
    let (mut ids, mut known) = (Vec::new(), BTreeSet::new());
    for node in list.iter().flat_map(Node::members) {
        let Some(id) = node.parsed(&parse) else { continue };
        if known.insert(id.clone()) {
            ids.push(id);
        } else {
            node.report(format!("`{}` holds this id twice", node.name()));
        }
    }
    ids
}

/// The ids of lessons and exercises that come first.
pub(super) fn requires(list: Option<Node<'_>>, course: &Course) -> Vec<LessonId> {
    let all = || {
        course.modules.iter().flat_map(|module| {
            let exercises = module.exercises.iter().map(ExerciseId::as_str);
            module.lessons.iter().map(LessonId::as_str).chain(exercises)
        })
    };
    for node in list.iter().flat_map(Node::members).filter(Node::is_text) {
        let text = node.raw_text().unwrap_or_default();
        if LessonId::parse(&text).is_ok() && !all().any(|id| id == text) {
            let message = format!("no lesson or exercise has the id `{text}`");
            let hint = meant(&text, all()).unwrap_or_else(|| "pack.toml lists them all".to_owned());
            node.report((message, hint));
        }
    }
    ids(list, LessonId::parse)
}

fn version(node: &Node<'_>) -> Option<String> {
    let text = node.raw_text()?;
    if parse_version(&text).is_none() {
        node.report(("this is not a version", "versions are three numbers, as in `1.4.0`"));
        return None;
    }
    Some(text)
}

fn min_app(node: &Node<'_>) {
    let Some(wanted) = version(node) else { return };
    let here = env!("CARGO_PKG_VERSION");
    if parse_version(&wanted) > parse_version(here) {
        node.report((
            format!("this pack needs Backlab {wanted}, this is {here}"),
            "update Backlab",
        ));
    }
}

/// The three numbers of a semantic version (semver.org, item 2); what follows them is only
/// checked for its characters.
pub fn parse_version(text: &str) -> Option<[u64; 3]> {
    let end = text.find(['-', '+']).unwrap_or(text.len());
    let (core, tail) = text.split_at(end);
    let mut numbers = [0; 3];
    let parts: Vec<_> = core.split('.').collect();
    if parts.len() != numbers.len() || tail.len() == 1 {
        return None;
    }
    for (number, part) in numbers.iter_mut().zip(parts) {
        let zeroed = part.len() > 1 && part.starts_with('0');
        if zeroed || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    let tail_is_plain = tail.bytes().all(|b| b.is_ascii_alphanumeric() || b".-+".contains(&b));
    tail_is_plain.then_some(numbers)
}

fn languages(list: &Node<'_>) -> Vec<String> {
    let mut languages = Vec::new();
    for node in list.members() {
        let Some(language) = node.raw_text() else { continue };
        let plain = language.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
        if plain && (2..=12).contains(&language.len()) {
            languages.push(language);
        } else {
            node.report(("this is not a language", "languages are written like `en` or `pt-BR`"));
        }
    }
    if list.is_list() && list.members().is_empty() {
        list.report(("`languages` is empty", "the first is the language of the pack's texts"));
    }
    languages
}

fn licence(node: &Node<'_>) -> Option<String> {
    let text = node.line()?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-.+() ".contains(&b);
    if !text.bytes().all(plain) {
        node.report((
            "this is not an SPDX licence expression",
            "as in `CC-BY-SA-4.0` or `MIT OR Apache-2.0`",
        ));
        return None;
    }
    Some(text)
}

fn homepage(node: &Node<'_>) -> Option<String> {
    let text = node.line()?;
    if !text.starts_with("https://") && !text.starts_with("http://") {
        node.report(("`homepage` is a web address", "it begins with `https://`"));
        return None;
    }
    Some(text)
}

fn needs(list: Option<Node<'_>>) -> Vec<Need> {
    list.iter().flat_map(Node::members).filter_map(|node| node.choice(NEEDS)).collect()
}

fn modules(root: &Fields<'_>) -> Vec<Module> {
    let Some(list) = root.required("module") else { return Vec::new() };
    let mut modules = Vec::new();
    let mut seen = BTreeSet::new();
    for node in list.members() {
        let Some(fields) = node.fields() else { continue };
        let module = module(&fields, &mut seen);
        fields.finish();
        modules.extend(module);
    }
    modules
}

/// Reads one `[[module]]`. `seen` holds the ids of modules, and of lessons and exercises, so far.
fn module(fields: &Fields<'_>, seen: &mut BTreeSet<(&'static str, String)>) -> Option<Module> {
    let id = fields.required("id");
    let title = fields.required("title").and_then(|node| node.line());
    let short = fields.required("short").and_then(|node| node.short_line(SHORT_CHARS_MAX));
    let outcome = fields.required("outcome").and_then(|node| node.line());
    let hours = fields.optional("hours").and_then(|node| hours(&node));
    if let Some(id) = id {
        once(&id, "module", seen);
    }
    for key in ["lessons", "exercises"] {
        for node in fields.optional(key).iter().flat_map(Node::members) {
            once(&node, "lesson or exercise", seen);
        }
    }
    let module = Module {
        id: id.and_then(|node| node.parsed(ModuleId::parse))?,
        title: title?,
        short: short?,
        outcome: outcome?,
        hours,
        lessons: ids(fields.required("lessons"), LessonId::parse),
        exercises: ids(fields.required("exercises"), ExerciseId::parse),
    };
    Some(module)
}

fn hours(node: &Node<'_>) -> Option<f64> {
    let hours = node.number()?;
    if hours <= 0.0 || hours > HOURS_MAX {
        node.report(format!("`hours` is more than 0 and at most {HOURS_MAX}"));
        return None;
    }
    Some(hours)
}

/// Reports an id that another thing of the same kind has already.
fn once(node: &Node<'_>, what: &'static str, seen: &mut BTreeSet<(&'static str, String)>) {
    if !node.is_text() {
        return;
    }
    let Some(id) = node.raw_text() else { return };
    if !seen.insert((what, id.clone())) {
        let id = crate::text::clean_line(&id).into_owned();
        node.report(format!("`{id}` is the id of another {what} already"));
    }
}

/// Old ids and new ones.
fn moved(table: Option<Node<'_>>) -> Vec<(String, String)> {
    let Some(fields) = table.and_then(|node| node.fields()) else { return Vec::new() };
    let mut moved = Vec::new();
    for node in fields.entries() {
        if LessonId::parse(node.name()).is_err() {
            node.key_report("the old id is not an id");
        } else if let Some(id) = node.parsed(LessonId::parse) {
            moved.push((node.name().to_owned(), id.to_string()));
        }
    }
    moved
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HEAD: &str = "format = 1\nid = \"a/b\"\nversion = \"1.0.0\"\ntitle = \"T\"\n\
        summary = \"S\"\nlanguages = [\"en\"]\nlicence = \"MIT\"\n";
    const MODULE: &str = "[[module]]\nid = \"m1\"\ntitle = \"M\"\nshort = \"M\"\noutcome = \"O\"\n";

    /// Whether the lists were taken out; what is made of them is the same then.
    fn is_quick(text: &str) -> bool {
        let quick = read_quickly("pack.toml", text);
        let (whole, findings) = read_whole("pack.toml", text);
        if quick.is_some() {
            assert!(findings.is_empty(), "{findings:?} in\n{text}");
            assert_eq!(quick, whole, "{text}");
        }
        quick.is_some()
    }

    #[test]
    fn plain_lists_are_read_quickly() {
        let check = |lists: &str| assert!(is_quick(&format!("{HEAD}{MODULE}{lists}")), "{lists}");
        check("lessons = [\"a\", \"b-2\"]\nexercises = []\n");
        check("exercises = [ ]\nlessons = [\n  \"a\",\n\t\"b\" ,\n]  \nhours = 2");
        check("lessons = [\"a\"]\nexercises = [\"b\"]\n\n[moved]\nc = \"a\"\n# lessons = [\n");
        assert!(is_quick(include_str!("../../../pack.toml")), "the course itself");
    }

    #[test]
    fn whatever_is_unusual_is_read_whole() {
        for lists in [
            "lessons = [\"a\", \"a\"]\nexercises = []\n",
            "lessons = [\"a\"]\nexercises = [\"a\"]\n",
            "lessons = [\"a\"]\nlessons = [\"b\"]\nexercises = []\n",
            "lessons = [\"a\", # first\n]\nexercises = []\n",
            "lessons = ['a']\nexercises = []\n",
            "lessons = [\"A\"]\nexercises = []\n",
            "lessons = [\"\\u0061\"]\nexercises = []\n",
            "lessons = [\"a\"] # all\nexercises = []\n",
            "lessons = [\"a\" \"b\"]\nexercises = []\n",
            "lessons = [\"a\",,]\nexercises = []\n",
            "lessons = [\"a\"",
            "lessons = [\"a\"]\n",
            "lessons=[\"a\"]\nexercises = []\n",
            "lessons = [\"a\"]\nexercises = []\nsurprise = 1\n",
            "hm = \"\"\"\nlessons = [\"a\"]\n\"\"\"\nlessons = []\nexercises = []\n",
            "lessons = []\nexercises = []\n[moved]\nlessons = [\"a\"]\n",
            "lessons = [\"a\"]\nexercises = []\n[[ module ]]\nlessons = [\"b\"]\n",
            "lessons = [\"a\"]\nexercises = []\n[module.more]\nlessons = [\"b\"]\n",
        ] {
            assert!(!is_quick(&format!("{HEAD}{MODULE}{lists}")), "{lists}");
        }
    }

    proptest! {
        /// Of any lines, the quick way makes what the long one makes, or nothing.
        #[test]
        fn both_ways_say_the_same(lines in proptest::collection::vec(prop_oneof![
            3 => Just(MODULE),
            3 => Just("lessons = [\"g\"]\nexercises = [\"h\"]"),
            20 => prop::sample::select(vec![
                "[[module]]", "id = \"m1\"", "id = \"m2\"", "title = \"M\"", "short = \"M\"",
                "outcome = \"O\"", "lessons = [\"a\"]", "lessons = [\"b\", \"c\"]", "lessons = []",
                "exercises = []", "exercises = [\"d\",]", "exercises = [\"a\"]", "lessons = [",
                "\"e\",", "]", "[moved]", "f = \"a\"", "'''", "[module]", "title = \"\"\"",
                "# lessons = [", "  [[module]]", "", "[[module]] # two", "authors = [",
            ]),
        ], 0..16)) {
            is_quick(&format!("{HEAD}{}\n", lines.join("\n")));
        }
    }
}
