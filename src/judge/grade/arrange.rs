//! Answers that are arrangements: an order, pairs, the lines that a program prints.

use std::collections::BTreeMap;

use crate::{
    course::quiz::{Order, Pairing, Prediction},
    judge::grade::{Grade, Part, in_words, share},
};

/// Rows are right up to the first that is not; what is behind it is not judged, because one row in
/// a wrong place moves all behind it.
pub fn order(order: &Order, given: &[String]) -> Grade {
    let item = |row: &String| order.items.iter().position(|item| item == row.trim());
    let stranger = |row: &String| order.distractors.iter().find(|d| d.text == row.trim());
    let mut parts = Vec::new();
    let mut unknown = false;
    let mut position = 0;
    let mut straight = true;
    for (at, row) in given.iter().enumerate() {
        let right = match (item(row), stranger(row)) {
            (Some(found), _) => {
                let twice = given[..at].iter().any(|other| item(other) == Some(found));
                let fits = !twice && straight && order.fits(found, position);
                straight &= fits;
                position += 1;
                if fits {
                    Some(true)
                } else if twice || parts.iter().all(|part: &Part| part.right != Some(false)) {
                    Some(false)
                } else {
                    None
                }
            }
            (None, Some(_)) => Some(false),
            (None, None) => {
                unknown = true;
                Some(false)
            }
        };
        let why = stranger(row).map(|distractor| distractor.why.as_str());
        parts.push(Part::new(row.trim(), "", right).why(why));
    }
    too_early(order, given, &mut parts);
    let lacking =
        (0..order.items.len()).filter(|at| !given.iter().any(|row| item(row) == Some(*at)));
    let lacking = lacking.count();
    if unknown {
        return Grade::wrong(parts, "A row stands there that is none of the rows to put in order.");
    }
    if lacking > 0 {
        let verb = if lacking == 1 { "row is" } else { "rows are" };
        return Grade::wrong(parts, format!("{} {verb} missing.", in_words(lacking, true)));
    }
    let note = order_note(&parts, order, given);
    Grade::of(parts, note)
}

/// The author's words to the first row that stands before one that it has to follow.
fn too_early(order: &Order, given: &[String], parts: &mut [Part]) {
    let at = |item: usize| given.iter().position(|row| row.trim() == order.items[item]);
    for early in &order.early {
        if let (Some(item), Some(before)) = (at(early.item), at(early.before))
            && item < before
            && parts[item].why.is_none()
            && parts[item].right != Some(true)
        {
            parts[item] = parts[item].clone().why(Some(&early.why));
        }
    }
}

fn order_note(parts: &[Part], order: &Order, given: &[String]) -> String {
    if parts.iter().all(|part| part.right == Some(true)) {
        return String::new();
    }
    let strange = given.iter().filter(|row| order.distractors.iter().any(|d| d.text == row.trim()));
    match (strange.count(), parts.iter().take_while(|part| part.right == Some(true)).count()) {
        (0, 0) => "The first row is another one.".to_owned(),
        (0, 1) => "The first row stands right; the second is another one.".to_owned(),
        (0, right) => {
            format!(
                "The first {} rows stand right; the next is another one.",
                in_words(right, false)
            )
        }
        (1, _) => "One row does not belong here.".to_owned(),
        (strange, _) => format!("{} rows do not belong here.", in_words(strange, true)),
    }
}

pub fn matching(pairing: &Pairing, given: &BTreeMap<String, String>) -> Grade {
    let part = |pair: &crate::course::quiz::Pair| {
        let right = given.get(&pair.left).map_or("", |text| text.trim());
        let known = pair.whys.iter().find(|(wrong, _)| wrong == right).map(|(_, why)| &**why);
        let stranger = pairing.distractors.iter().find(|d| d.text == right).map(|d| &*d.why);
        Part::new(&pair.left, right, Some(right == pair.right)).why(known.or(stranger))
    };
    let mut parts: Vec<_> = pairing.pairs.iter().map(part).collect();
    let note = share(&parts, "pair", "pairs");
    for (left, right) in given {
        if !pairing.pairs.iter().any(|pair| pair.left == *left) {
            let part = Part::new(left, right, Some(false));
            parts.push(part.why(Some("No left side says this.")));
        }
    }
    Grade::of(parts, note)
}

/// Line by line; white space at the end of a line and empty lines at the end do not count, nor do
/// those before the first line where the program prints none there.
pub fn predict(prediction: &Prediction, given: &str, printed: &str) -> Grade {
    let (mut given, printed) = (lines(given), lines(printed));
    if printed.first().is_some_and(|line| !line.is_empty()) {
        let empty = given.iter().take_while(|line| line.is_empty()).count();
        given.drain(..empty);
    }
    let all = given.len().max(printed.len());
    let mut parts: Vec<Part> = Vec::new();
    for at in 0..all {
        let (yours, truth) = (given.get(at), printed.get(at));
        let name = format!("line {}", at + 1);
        let part = Part::new(&name, yours.map_or("", |line| line), Some(yours == truth));
        let truth = truth.map(|line| crate::text::clean_line(line).into_owned());
        parts.push(Part { truth, ..part });
    }
    let right = parts.iter().filter(|part| part.right == Some(true)).count();
    if right == all {
        return Grade::of(parts, "");
    }
    if let Some(why) = predicted_why(prediction, &given, &printed)
        && let Some(first) = parts.iter_mut().find(|part| part.right == Some(false))
    {
        *first = first.clone().why(Some(why));
    }
    let note = match (right, all) {
        (0, 1) => "The program prints something else.".to_owned(),
        (right, all) => {
            let verb = if right == 1 { "is" } else { "are" };
            let all = in_words(all, false);
            format!("{} of {all} lines {verb} as printed.", in_words(right, true))
        }
    };
    Grade::wrong(parts, note)
}

fn predicted_why<'p>(
    prediction: &'p Prediction,
    given: &[&str],
    printed: &[&str],
) -> Option<&'p str> {
    let whole = prediction.whys.iter().find(|(wrong, _)| lines(wrong) == given);
    let at =
        |lines: &[&str], line: &str| lines.iter().position(|other| other.trim() == line.trim());
    let is_early = |lines: &[&str], line: &str, before: &str| {
        at(lines, line).zip(at(lines, before)).is_some_and(|(line, before)| line < before)
    };
    let early = prediction.early.iter().find(|early| {
        is_early(given, &early.line, &early.before)
            && !is_early(printed, &early.line, &early.before)
    });
    whole.map(|(_, why)| &**why).or_else(|| early.map(|early| &*early.why))
}

fn lines(text: &str) -> Vec<&str> {
    text.trim_end().lines().map(str::trim_end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::grade::Standing;

    #[track_caller]
    fn check_stands(given: &str, printed: &str, standing: Standing) {
        let prediction = Prediction { code: String::new(), whys: Vec::new(), early: Vec::new() };
        assert_eq!(predict(&prediction, given, printed).standing, standing, "{given:?}");
    }

    #[test]
    fn empty_lines_around_a_prediction_count_only_where_they_are_printed() {
        check_stands("\n\n  one\ntwo\n\n", "  one\ntwo\n", Standing::Right);
        check_stands("one\n\ntwo", "one\ntwo\n", Standing::Wrong);
        check_stands("\none", "\none\n", Standing::Right);
        check_stands("one", "\none\n", Standing::Wrong);
    }
}
