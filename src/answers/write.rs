//! The file as it is given to a learner and as the screen keeps it: each question as a comment, its
//! form below it, and in the form what was answered.

use std::fmt::Write as _;

use crate::{
    course::quiz::{Answers, Ask, Fill, Given, Pairing, Question},
    text::clean,
};

/// Columns of a comment.
const COLUMNS: usize = 88;

/// The text of `answers.toml` for `questions` with `answers`. Answers to what is not asked (any
/// more) stand at the end, so that nothing is lost.
pub fn write(title: &str, questions: &[&Question], answers: &Answers) -> String {
    let mut sheet = String::new();
    comment(&mut sheet, "", &format!("Answers to: {title}"));
    comment(
        &mut sheet,
        "",
        "A line that begins with # does not count. Take the # off the answers that you choose, and \
         write between the quotes where they are empty.",
    );
    for (at, question) in questions.iter().enumerate() {
        sheet.push('\n');
        comment(&mut sheet, &format!("{:<3}", at + 1), &question.prompt);
        ask(&mut sheet, question, answers.get(&question.id));
    }
    let asked = |id: &str| questions.iter().any(|question| question.id == id);
    let others: Vec<_> = answers.iter().filter(|(id, _)| !asked(id)).collect();
    if !others.is_empty() {
        sheet.push('\n');
        comment(&mut sheet, "", "Answers to questions that this quiz does not ask:");
        for (id, given) in others {
            plain(&mut sheet, &key(id), given);
        }
    }
    sheet
}

fn ask(sheet: &mut String, question: &Question, given: Option<&Given>) {
    let id = &question.id;
    let text = match given {
        Some(Given::Text(text)) => text.as_str(),
        Some(Given::List(_) | Given::Table(_)) | None => "",
    };
    let list = match given {
        Some(Given::List(list)) => list.as_slice(),
        Some(Given::Text(_) | Given::Table(_)) | None => &[],
    };
    match &question.ask {
        Ask::Single(options) => {
            comment(sheet, "   ", "One of these:");
            for option in options {
                let off = if option.text == text { "" } else { "# " };
                line(sheet, &format!("{off}{id} = {}", quoted(&option.text)));
            }
            let known = options.iter().any(|option| option.text == text);
            if !known && !text.trim().is_empty() {
                line(sheet, &format!("{id} = {}", quoted(text)));
            }
        }
        Ask::Multiple { options, .. } => {
            comment(sheet, "   ", "All of these that hold:");
            let texts: Vec<_> = options.iter().map(|option| option.text.as_str()).collect();
            rows(sheet, id, list, &texts, false);
        }
        Ask::Text(_) => line(sheet, &format!("{id} = {}", quoted(text))),
        Ask::Number(amount) => {
            let number = text.trim().parse::<f64>().is_ok_and(f64::is_finite);
            let value = if number { toml_number(text.trim()) } else { quoted(text) };
            let unit = amount.unit.as_ref().map(|unit| format!("   # {unit}")).unwrap_or_default();
            line(sheet, &format!("{id} = {value}{unit}"));
        }
        Ask::Fill(fill) => blanks(sheet, id, fill, given),
        Ask::Order(order) => {
            let extra =
                if order.distractors.is_empty() { "" } else { ", without what does not belong" };
            comment(sheet, "   ", &format!("All of these in the right order{extra}:"));
            rows(sheet, id, list, &order.laid_out(), true);
        }
        Ask::Match(pairing) => pairs(sheet, id, pairing, given),
        Ask::Predict(prediction) => {
            let words =
                format!("What does {} print? One line each, between the quotes:", prediction.code);
            comment(sheet, "   ", &words);
            line(sheet, &format!("{id} = {}", block(text)));
        }
    }
}

/// A list in which what was not chosen is a comment. `ordered`: what was chosen comes first, as it
/// was put.
fn rows(sheet: &mut String, id: &str, chosen: &[String], all: &[&str], ordered: bool) {
    line(sheet, &format!("{id} = ["));
    let known = |row: &String| all.contains(&row.as_str());
    let first = chosen.iter().filter(|row| ordered || !known(row));
    for row in first {
        line(sheet, &format!("  {},", quoted(row)));
    }
    for row in all {
        let is_chosen = chosen.iter().any(|other| other == row);
        if !(ordered && is_chosen) {
            let off = if is_chosen { "" } else { "# " };
            line(sheet, &format!("  {off}{},", quoted(row)));
        }
    }
    line(sheet, "]");
}

fn blanks(sheet: &mut String, id: &str, fill: &Fill, given: Option<&Given>) {
    for row in fill.text.iter().flat_map(|text| text.lines()) {
        line(sheet, format!("#      {row}").trim_end());
    }
    for blank in &fill.blanks {
        let label =
            if blank.label == blank.name { String::new() } else { format!("   # {}", blank.label) };
        let value = quoted(in_table(given, &blank.name));
        line(sheet, &format!("{id}.{} = {value}{label}", blank.name));
    }
    others(sheet, id, given, |name| fill.blanks.iter().any(|blank| blank.name == name));
}

fn pairs(sheet: &mut String, id: &str, pairing: &Pairing, given: Option<&Given>) {
    comment(sheet, "   ", "To each one of these:");
    for right in pairing.rights() {
        line(sheet, &format!("#      {}", quoted(right)));
    }
    for pair in &pairing.pairs {
        let value = quoted(in_table(given, &pair.left));
        line(sheet, &format!("{id}.{} = {value}", key(&pair.left)));
    }
    others(sheet, id, given, |name| pairing.pairs.iter().any(|pair| pair.left == name));
}

fn in_table<'a>(given: Option<&'a Given>, name: &str) -> &'a str {
    match given {
        Some(Given::Table(table)) => table.get(name).map_or("", String::as_str),
        Some(Given::Text(_) | Given::List(_)) | None => "",
    }
}

/// The entries of a table that nobody asks for.
fn others(sheet: &mut String, id: &str, given: Option<&Given>, known: impl Fn(&str) -> bool) {
    let Some(Given::Table(table)) = given else { return };
    for (name, text) in table.iter().filter(|(name, _)| !known(name)) {
        line(sheet, &format!("{id}.{} = {}", key(name), quoted(text)));
    }
}

fn plain(sheet: &mut String, key: &str, given: &Given) {
    match given {
        Given::Text(text) => line(sheet, &format!("{key} = {}", quoted(text))),
        Given::List(list) => {
            let list: Vec<_> = list.iter().map(|text| quoted(text)).collect();
            line(sheet, &format!("{key} = [{}]", list.join(", ")));
        }
        Given::Table(table) if table.is_empty() => line(sheet, &format!("{key} = {{}}")),
        Given::Table(_) => others(sheet, key, Some(given), |_| false),
    }
}

fn line(sheet: &mut String, line: &str) {
    sheet.push_str(line);
    sheet.push('\n');
}

/// Words as comment lines, the first behind `lead`, those after it as far to the right.
fn comment(sheet: &mut String, lead: &str, words: &str) {
    let mut lead = lead.to_owned();
    let words = clean(words.trim());
    for paragraph in words.lines() {
        let mut row = String::new();
        for word in paragraph.split_whitespace() {
            let columns = row.chars().count() + word.chars().count() + lead.chars().count() + 3;
            if !row.is_empty() && COLUMNS < columns {
                line(sheet, &format!("# {lead}{row}"));
                lead = " ".repeat(lead.chars().count());
                row.clear();
            }
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(word);
        }
        line(sheet, format!("# {lead}{row}").trim_end());
        lead = " ".repeat(lead.chars().count());
    }
}

/// A key, in quotes where it has to be.
fn key(name: &str) -> String {
    let bare = |ch: char| ch.is_ascii_alphanumeric() || matches!(ch, '-' | '_');
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { quoted(name) }
}

/// A TOML basic string (TOML 1.0, "String").
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for ch in text.chars() {
        match ch {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            ch if ch.is_control() => {
                // Writing to a text cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(ch));
            }
            ch => out.push(ch),
        }
    }
    out.push('"');
    out
}

/// Several lines between three quotes, where these can hold them as they are.
fn block(text: &str) -> String {
    let safe = |ch: char| ch == '\n' || ch == '\t' || !ch.is_control();
    if text.contains("'''") || text.ends_with('\'') || !text.chars().all(safe) {
        return quoted(text);
    }
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("'''\n{text}{end}'''")
}

/// A number as TOML writes it, where the learner wrote it in a way that TOML does not know.
fn toml_number(text: &str) -> String {
    let digits = text.trim_start_matches(['+', '-']);
    let whole = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let (before, after) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let leading_zero = before.len() > 1 && before.starts_with('0');
    let fits = whole && digits.len() < 19 || digits.contains('.') && plain(before) && plain(after);
    if fits && !leading_zero { text.to_owned() } else { quoted(text) }
}
