//! `[[also]]` and `[[wrong]]`: other answers, right and wrong, as folders or as small edits.

use std::collections::BTreeMap;

use crate::{
    course::{
        check::{Expect, Test},
        exercise::{Alternative, Wrong},
    },
    diag::Place,
    pack::manifest::{
        check::{Checks, inner_path, slug},
        expect::{CameBack, read_when},
        fields::{Fields, Node, meant},
        plan::read_plan_when,
        sent::{noted_when, sent_when},
        sql::{read_rows_when, read_schema_when},
        store::read_store_when,
    },
    text::clean_line,
};

/// An answer that differs from the solution. Its files are still empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant<T> {
    pub answer: T,
    /// Where the folder is not used.
    pub edits: Option<Vec<Edit>>,
    pub place: Place,
}

/// One change to a file of the solution.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    pub file: String,
    /// Text that occurs exactly once.
    pub find: String,
    pub put: String,
    /// Where `find` stands.
    pub place: Place,
}

pub(super) fn read_alternatives(list: &Node<'_>) -> Vec<Variant<Alternative>> {
    let mut names = Vec::new();
    let mut alternatives = Vec::new();
    for node in list.members() {
        let Some(fields) = node.fields() else { continue };
        let name = fields.required("name").and_then(|node| new_name(&node, &mut names));
        let say = fields.required("say").and_then(|node| node.line());
        let edits = edits(&fields);
        fields.finish();
        if let (Some(name), Some(say)) = (name, say) {
            let answer = Alternative { name, say, files: BTreeMap::new() };
            alternatives.push(Variant { answer, edits, place: node.place() });
        }
    }
    alternatives
}

/// In a quiz the questions hold the feedback: there it may be left out.
pub(super) fn read_wrongs(list: &Node<'_>, checks: &Checks, is_quiz: bool) -> Vec<Variant<Wrong>> {
    let mut names = Vec::new();
    let mut wrongs = Vec::new();
    for node in list.members() {
        let Some(fields) = node.fields() else { continue };
        let name = fields.required("name").and_then(|node| new_name(&node, &mut names));
        let fails = fields.required("fails").map(|node| fails(&node, checks)).unwrap_or_default();
        let feedback = match fields.optional("feedback") {
            Some(node) => node.text(),
            None if is_quiz => Some(String::new()),
            None => fields.required("feedback").and_then(|node| node.text()),
        };
        let when = fields.optional("when").and_then(|node| {
            let first = checks.list.iter().find(|check| Some(&check.name) == fails.first())?;
            when(&node, &first.test)
        });
        let edits = edits(&fields);
        fields.finish();
        if let (Some(name), Some(feedback)) = (name, feedback) {
            let answer = Wrong { name, fails, feedback, when, files: BTreeMap::new() };
            wrongs.push(Variant { answer, edits, place: node.place() });
        }
    }
    wrongs
}

fn new_name(node: &Node<'_>, names: &mut Vec<String>) -> Option<String> {
    let name = slug(node)?;
    if names.contains(&name) {
        node.report(format!("`{name}` is the name of another one already"));
        return None;
    }
    names.push(name.clone());
    Some(name)
}

/// The names of the checks that a wrong answer fails.
fn fails(list: &Node<'_>, checks: &Checks) -> Vec<String> {
    let mut fails = Vec::new();
    for node in list.members() {
        let Some(name) = node.raw_text() else { continue };
        if !checks.names().any(|known| known == name) {
            let message = format!("no check is named `{}`", clean_line(&name));
            let all =
                || checks.names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let hint = meant(&name, checks.names()).unwrap_or_else(|| format!("checks: {}", all()));
            node.report((message, hint));
        } else if fails.contains(&name) {
            node.report(format!("`{name}` stands here twice"));
        } else {
            fails.push(name);
        }
    }
    if list.is_list() && list.members().is_empty() {
        list.report("a wrong answer fails a check");
    }
    fails
}

/// Reads what `when` says of what comes back to `test`.
fn when(node: &Node<'_>, test: &Test) -> Option<Expect> {
    let came_back = match test {
        // Of a test, the last answer that came.
        Test::Http(_) | Test::Blocked(_) | Test::Script(_) => CameBack::Response,
        Test::Stdout(_) => CameBack::Printed,
        Test::Exit(_) => CameBack::Code,
        Test::Js(_) => CameBack::Call,
        Test::Sql(_) => return read_rows_when(node),
        Test::Schema(_) => return read_schema_when(node),
        Test::Store(_) => return read_store_when(node),
        Test::Plan(_) => return read_plan_when(node),
        Test::Sent(_) => return sent_when(node),
        Test::Noted(_) => return noted_when(node),
        Test::Trace(_) => CameBack::Recorded,
        Test::Question(_) => CameBack::Answered,
    };
    read_when(node, came_back)
}

fn edits(fields: &Fields<'_>) -> Option<Vec<Edit>> {
    let list = fields.optional("edit")?;
    let edits: Vec<_> = list.members().iter().filter_map(edit).collect();
    if list.is_list() && list.members().is_empty() {
        list.report((
            "`edit` changes nothing",
            "edit = [{ file = \"server.js\", find = \"200\", put = \"201\" }]",
        ));
    }
    Some(edits)
}

fn edit(node: &Node<'_>) -> Option<Edit> {
    let fields = node.fields()?;
    let file = fields.required("file").and_then(|node| inner_path(&node));
    let find = fields.required("find");
    let put = fields.required("put").and_then(|node| node.raw_text());
    fields.finish();
    let find = find?;
    let text = find.raw_text()?;
    if text.is_empty() {
        find.report("`find` is empty");
        return None;
    }
    Some(Edit { file: file?, find: text, put: put?, place: find.place() })
}
