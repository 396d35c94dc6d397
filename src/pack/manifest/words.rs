//! Questions that are answered in writing: a text, a number, blanks in a text.

use std::collections::BTreeSet;

use crate::{
    course::quiz::{Amount, Blank, Fill, Ignore, Words},
    pack::manifest::{
        ACCEPTED_MAX, BLANKS_MAX, LABEL_CHARS_MAX, OPTION_CHARS_MAX,
        check::slug,
        fields::{Fields, Node, meant},
    },
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Difference {
    Case,
    Space,
}

const DIFFERENCES: &[(&str, Difference)] =
    &[("case", Difference::Case), ("space", Difference::Space)];

pub(super) fn text(fields: &Fields<'_>) -> Option<Words> {
    let ignore = ignore(fields).unwrap_or(Ignore::CASE_AND_SPACE);
    words(fields, ignore, Empty::IsNoAnswer)
}

/// What a text that was left empty is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Empty {
    /// The whole question is open then.
    IsNoAnswer,
    /// Other blanks may be filled, so that this one is wrong.
    IsWrong,
}

/// `accept` and `why`, with the differences that do not count.
fn words(fields: &Fields<'_>, ignore: Ignore, empty: Empty) -> Option<Words> {
    let accept = fields.required("accept").and_then(|node| accepted(&node));
    let whys = fields.optional("why");
    let words = Words { accept: accept?, ignore, whys: Vec::new() };
    let whys = whys.map(|node| known(&node, &words, empty)).unwrap_or_default();
    Some(Words { whys, ..words })
}

/// Which differences the author says do not count; `None` where nothing is said.
fn ignore(fields: &Fields<'_>) -> Option<Ignore> {
    let list = fields.optional("ignore")?;
    let said: Vec<_> = list.members().iter().filter_map(|node| node.choice(DIFFERENCES)).collect();
    let has = |difference| said.contains(&difference);
    Some(Ignore { case: has(Difference::Case), space: has(Difference::Space) })
}

fn accepted(list: &Node<'_>) -> Option<Vec<String>> {
    let nodes = list.members();
    if list.is_list() && !(1..=ACCEPTED_MAX).contains(&nodes.len()) {
        list.report(format!("`accept` holds 1 to {ACCEPTED_MAX} texts"));
    }
    nodes.iter().map(|node| node.short_line(OPTION_CHARS_MAX)).collect()
}

/// Wrong answers that are known, each with what to say to it.
fn known(node: &Node<'_>, words: &Words, empty: Empty) -> Vec<(String, String)> {
    let Some(fields) = node.fields() else { return Vec::new() };
    let mut whys: Vec<(String, String)> = Vec::new();
    for entry in fields.entries() {
        let wrong = entry.name().to_owned();
        if words.accepts(&wrong) {
            entry.key_report("this answer is right: `accept` takes it");
        } else if wrong.trim().is_empty() && empty == Empty::IsNoAnswer {
            entry.key_report("an empty answer is no answer, and is not judged");
        } else if whys
            .iter()
            .any(|(known, _)| words.ignore.folded(known) == words.ignore.folded(&wrong))
        {
            entry.key_report("this answer stands here twice, up to what `ignore` forgives");
        } else if let Some(why) = entry.text() {
            whys.push((wrong, why));
        }
    }
    whys
}

pub(super) fn number(fields: &Fields<'_>) -> Option<Amount> {
    let value = fields.required("value").and_then(|node| node.number());
    let tolerance = fields.optional("tolerance").map_or(Some(0.0), |node| {
        let tolerance = node.number()?;
        if tolerance < 0.0 {
            node.report(("`tolerance` is below 0: no number fits", "tolerance = 0.5"));
            return None;
        }
        Some(tolerance)
    });
    let unit = fields.optional("unit").and_then(|node| node.short_line(LABEL_CHARS_MAX));
    let whys = fields.optional("why");
    let amount = Amount { value: value?, tolerance: tolerance?, unit, whys: Vec::new() };
    let whys = whys.map(|node| known_numbers(&node, &amount)).unwrap_or_default();
    Some(Amount { whys, ..amount })
}

fn known_numbers(node: &Node<'_>, amount: &Amount) -> Vec<(f64, String)> {
    let Some(fields) = node.fields() else { return Vec::new() };
    let mut whys = Vec::new();
    for entry in fields.entries() {
        match entry.name().parse::<f64>().ok().filter(|number| number.is_finite()) {
            None => entry.key_report(("this is no number", "why = { \"200\" = \"…\" }")),
            Some(number) if amount.accepts(number) => {
                entry.key_report("this number is right within the tolerance");
            }
            Some(number) => whys.extend(entry.text().map(|why| (number, why))),
        }
    }
    whys
}

pub(super) fn fill(fields: &Fields<'_>) -> Option<Fill> {
    let usual = ignore(fields).unwrap_or(Ignore::CASE_AND_SPACE);
    let text = fields.optional("text");
    let list = fields.required("blanks")?;
    let nodes = list.members();
    if list.is_list() && !(1..=BLANKS_MAX).contains(&nodes.len()) {
        list.report(format!("a question has 1 to {BLANKS_MAX} blanks, here are {}", nodes.len()));
    }
    let mut names = BTreeSet::new();
    let empty = if nodes.len() > 1 { Empty::IsWrong } else { Empty::IsNoAnswer };
    let blanks: Vec<_> = nodes.iter().map(|node| blank(node, (usual, empty), &mut names)).collect();
    let blanks: Vec<Blank> = blanks.into_iter().collect::<Option<_>>()?;
    let text = match text {
        Some(node) => Some(blank_text(&node, &blanks)?),
        None => None,
    };
    Some(Fill { text, blanks })
}

fn blank(
    node: &Node<'_>,
    (usual, empty): (Ignore, Empty),
    names: &mut BTreeSet<String>,
) -> Option<Blank> {
    let fields = node.fields()?;
    let name = fields.required("name").and_then(|node| {
        let name = slug(&node)?;
        if !names.insert(name.clone()) {
            node.report(format!("`{name}` is the name of another blank already"));
            return None;
        }
        Some(name)
    });
    let label = fields.optional("label").map(|node| node.short_line(LABEL_CHARS_MAX));
    let words = words(&fields, ignore(&fields).unwrap_or(usual), empty);
    fields.finish();
    let name = name?;
    let label = label.unwrap_or_else(|| Some(name.clone()))?;
    Some(Blank { name, label, words: words? })
}

/// The text, when each blank stands in it once and nothing else does.
fn blank_text(node: &Node<'_>, blanks: &[Blank]) -> Option<String> {
    let text = node.text()?;
    let mut named = Vec::new();
    for part in text.split("{{").skip(1) {
        let name = part.split_once("}}").map(|(name, _)| name.trim());
        match name.and_then(|name| blanks.iter().find(|blank| blank.name == name)) {
            Some(blank) if named.contains(&&blank.name) => {
                node.report(format!("`{{{{{}}}}}` stands in the text twice", blank.name));
            }
            Some(blank) => named.push(&blank.name),
            None => {
                let name = crate::text::clean_line(name.unwrap_or("")).into_owned();
                let hint = meant(&name, blanks.iter().map(|blank| &*blank.name));
                let hint = hint.unwrap_or_else(|| "`{{name}}` names one of `blanks`".to_owned());
                node.report((format!("no blank is named `{name}`"), hint));
            }
        }
    }
    for blank in blanks.iter().filter(|blank| !named.contains(&&blank.name)) {
        let name = &blank.name;
        node.report(format!("the text has no `{{{{{name}}}}}`, so this blank is nowhere"));
    }
    Some(crate::text::clean(text.trim_end()).into_owned())
}
