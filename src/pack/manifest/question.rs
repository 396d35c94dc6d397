//! `[[question]]`: what a quiz asks, and what is right.

use std::collections::BTreeSet;

use crate::{
    course::{
        check::{Check, Test},
        quiz::{Ask, Choice, Question},
    },
    pack::manifest::{
        CHOICES_MAX, OPTION_CHARS_MAX, QUESTIONS_MAX, SAY_CHARS_MAX,
        arrange::{matching, order, predict},
        check::{Checks, slug},
        fields::{Fields, Node, Report},
        words::{fill, number, text},
    },
    text::clean_line,
};

#[derive(Clone, Copy)]
enum Type {
    Single,
    Multiple,
    Text,
    Number,
    Fill,
    Order,
    Match,
    Predict,
}

const TYPES: &[(&str, Type)] = &[
    ("single", Type::Single),
    ("multiple", Type::Multiple),
    ("text", Type::Text),
    ("number", Type::Number),
    ("fill", Type::Fill),
    ("order", Type::Order),
    ("match", Type::Match),
    ("predict", Type::Predict),
];

/// Reads all `[[question]]` tables; each is a check.
pub(super) fn read_questions(list: &Node<'_>) -> Checks {
    let nodes = list.members();
    let mut ids = BTreeSet::new();
    let mut checks = Vec::new();
    for node in &nodes {
        let Some(fields) = node.fields() else { continue };
        let check = question(&fields, &mut ids);
        fields.finish();
        checks.extend(check);
    }
    if list.is_list() && (nodes.is_empty() || nodes.len() > QUESTIONS_MAX) {
        list.report(format!("a quiz has 1 to {QUESTIONS_MAX} questions, here are {}", nodes.len()));
    }
    Checks::of_questions(checks, ids)
}

fn question(fields: &Fields<'_>, ids: &mut BTreeSet<String>) -> Option<Check> {
    let id = fields.required("id").and_then(|node| new_id(&node, ids));
    let prompt = fields.required("prompt").and_then(|node| node.text());
    let say = match fields.optional("say") {
        Some(node) => node.short_line(SAY_CHARS_MAX),
        None => prompt.as_deref().map(shortened),
    };
    let fails = fields.optional("fails").and_then(|node| node.line()).unwrap_or_default();
    let explain = fields.optional("explain").and_then(|node| node.text()).unwrap_or_default();
    let ask =
        fields.required("type").and_then(|node| node.choice(TYPES)).and_then(|t| ask(fields, t));
    let (id, prompt, ask) = (id?, prompt?, ask?);
    Some(Check {
        name: id.clone(),
        say: say?,
        fails,
        why: String::new(),
        look: None,
        hidden: false,
        after: Vec::new(),
        fresh: false,
        on: Vec::new(),
        mishaps: Vec::new(),
        test: Test::Question(Box::new(Question { id, prompt, explain, ask })),
    })
}

fn new_id(node: &Node<'_>, ids: &mut BTreeSet<String>) -> Option<String> {
    let id = slug(node)?;
    if !ids.insert(id.clone()) {
        node.report(format!("`{id}` is the id of another question already"));
        return None;
    }
    Some(id)
}

/// The first line of a prompt without its marks, cut at a word.
fn shortened(prompt: &str) -> String {
    let line = prompt.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let plain: String = line.chars().filter(|ch| !matches!(ch, '`' | '*')).collect();
    let plain = clean_line(plain.trim()).into_owned();
    if plain.chars().count() <= SAY_CHARS_MAX {
        return plain;
    }
    let cut: String = plain.chars().take(SAY_CHARS_MAX - 1).collect();
    // A long word, such as an address, is cut where it must be.
    let whole = cut.rfind(' ').filter(|at| SAY_CHARS_MAX / 2 < *at).map_or(&*cut, |at| &cut[..at]);
    format!("{}…", whole.trim_end_matches([',', ';', ':', ' ']))
}

fn ask(fields: &Fields<'_>, kind: Type) -> Option<Ask> {
    match kind {
        Type::Single => options(fields, false).map(Ask::Single),
        Type::Multiple => {
            let missed = fields.optional("missed").and_then(|node| node.line());
            let options = options(fields, true)?;
            Some(Ask::Multiple { options, missed: missed.unwrap_or_default() })
        }
        Type::Text => text(fields).map(Ask::Text),
        Type::Number => number(fields).map(Ask::Number),
        Type::Fill => fill(fields).map(Ask::Fill),
        Type::Order => order(fields).map(Ask::Order),
        Type::Match => matching(fields).map(Ask::Match),
        Type::Predict => predict(fields).map(Ask::Predict),
    }
}

fn options(fields: &Fields<'_>, many: bool) -> Option<Vec<Choice>> {
    let list = fields.required("options")?;
    let nodes = list.members();
    let mut texts = BTreeSet::new();
    let mut options = Vec::new();
    for node in &nodes {
        options.push(option(node, &mut texts));
    }
    if list.is_list() && !(2..=CHOICES_MAX).contains(&nodes.len()) {
        list.report(format!("a question has 2 to {CHOICES_MAX} options, here are {}", nodes.len()));
    }
    let options: Vec<Choice> = options.into_iter().collect::<Option<_>>()?;
    let correct = options.iter().filter(|option| option.correct).count();
    if correct == 0 {
        list.report(("no option is correct", "write `correct = true` in the right one"));
    } else if correct == options.len() && !many {
        list.report(("every option is correct: every answer would pass", "leave one wrong"));
    }
    if let Some(at) = said_twice(&options) {
        let text = clean_line(&options[at].text);
        let words = format!("`{text}` says the same as another wrong option");
        nodes[at].report(Report::warning(words, "each wrong option has a reason of its own"));
    }
    Some(options)
}

/// The first wrong option whose words another one has before it.
fn said_twice(options: &[Choice]) -> Option<usize> {
    let wrong = || options.iter().enumerate().filter(|(_, option)| !option.correct);
    let is_said = |at: usize, why: &str| wrong().any(|(other, o)| other < at && o.why == why);
    wrong().find(|(at, option)| is_said(*at, &option.why)).map(|(at, _)| at)
}

fn option(node: &Node<'_>, texts: &mut BTreeSet<String>) -> Option<Choice> {
    let fields = node.fields()?;
    let text = fields.required("text").and_then(|node| {
        let text = node.short_line(OPTION_CHARS_MAX)?;
        if !texts.insert(text.clone()) {
            node.report("two options say the same");
        }
        Some(text)
    });
    let correct = fields.optional("correct").map_or(Some(false), |node| node.boolean());
    let why = fields.optional("why");
    fields.finish();
    let correct = correct?;
    if why.is_none() && !correct {
        fields.report((
            "a wrong option says nothing to who chooses it",
            "why = \"what one would see if this were so\"",
        ));
    }
    let why = why.and_then(|node| node.text()).unwrap_or_default();
    Some(Choice { text: text?, correct, why })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_prompt_is_cut_at_a_word() {
        for (prompt, expected) in [
            ("Which `status`?", "Which status?"),
            ("\n\n**Short.**\n\nMore.", "Short."),
            (
                "Where does the price of an order have to be computed?",
                "Where does the price of an order…",
            ),
            (
                "Take `https://shop.example/orders?id=7` apart.",
                "Take https://shop.example/orders?…",
            ),
            (&"x".repeat(50), &format!("{}…", "x".repeat(33))),
        ] {
            assert_eq!(shortened(prompt), expected);
            assert!(shortened(prompt).chars().count() <= SAY_CHARS_MAX);
        }
    }
}
