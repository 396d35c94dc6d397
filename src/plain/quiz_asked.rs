//! A question of a quiz, asked line by line, and how the answer stands.

use std::{collections::BTreeMap, fmt::Write as _, io};

use crate::{
    course::{
        exercise::Exercise,
        quiz::{Ask, Given, Question},
    },
    judge::grade::{Standing, grade},
    plain::{quiz, talk::Talk},
    text::clean_line,
    tutor::{Cancel, Tutor},
};

/// What came of asking.
pub enum Asked {
    Given(Given),
    /// An empty line: nothing is answered.
    PassedOver,
    /// The input ended.
    End,
}

/// Asks, as often as the answer cannot be understood.
pub fn ask(
    exercise: &Exercise,
    number: usize,
    question: &Question,
    talk: &mut Talk<'_>,
) -> io::Result<Asked> {
    talk.say(quiz::question(exercise, number, question, numbered(question)).trim_start())?;
    match &question.ask {
        Ask::Single(options) => {
            let texts: Vec<_> = options.iter().map(|option| option.text.clone()).collect();
            ask_numbers("Type its number.", &texts, talk, |chosen| match chosen {
                [one] => Some(Given::Text(one.clone())),
                _ => None,
            })
        }
        Ask::Multiple { options, .. } => {
            let texts: Vec<_> = options.iter().map(|option| option.text.clone()).collect();
            let how = "Type the numbers of all that hold, with spaces between.";
            ask_numbers(how, &texts, talk, |chosen| Some(Given::List(chosen.to_vec())))
        }
        Ask::Order(order) => {
            let rows: Vec<_> = order.laid_out().into_iter().map(str::to_owned).collect();
            let how = "Type the numbers in the right order, with spaces between.";
            ask_numbers(how, &rows, talk, |chosen| Some(Given::List(chosen.to_vec())))
        }
        Ask::Match(pairing) => {
            let rights: Vec<String> = pairing.rights().into_iter().map(Into::into).collect();
            let left: Vec<_> = pairing.pairs.iter().map(|pair| pair.left.clone()).collect();
            ask_table(&left, talk, |text| {
                let at = text.parse::<usize>().ok()?.checked_sub(1)?;
                rights.get(at).cloned()
            })
        }
        Ask::Fill(fill) => {
            let labels: Vec<_> = fill.blanks.iter().map(|blank| blank.label.clone()).collect();
            Ok(match ask_table(&labels, talk, |text| Some(text.to_owned()))? {
                Asked::Given(Given::Table(by_label)) => {
                    let name = |blank: &crate::course::quiz::Blank| {
                        let text = by_label.get(&blank.label).cloned().unwrap_or_default();
                        (blank.name.clone(), text)
                    };
                    Asked::Given(Given::Table(fill.blanks.iter().map(name).collect()))
                }
                other => other,
            })
        }
        Ask::Text(_) | Ask::Number(_) => {
            talk.tell("Type it.")?;
            Ok(match talk.ask()? {
                None => Asked::End,
                Some(text) if text.is_empty() => Asked::PassedOver,
                Some(text) => Asked::Given(Given::Text(text)),
            })
        }
        Ask::Predict(_) => {
            talk.tell("Type its lines; a line with a dot alone ends them.")?;
            Ok(match talk.ask_lines(".")? {
                None => Asked::End,
                Some(text) if text.trim().is_empty() => Asked::PassedOver,
                Some(text) => Asked::Given(Given::Text(text)),
            })
        }
    }
}

/// Whether what there is to choose from is numbered.
fn numbered(question: &Question) -> bool {
    match &question.ask {
        Ask::Single(_) | Ask::Multiple { .. } | Ask::Order(_) | Ask::Match(_) => true,
        Ask::Text(_) | Ask::Number(_) | Ask::Fill(_) | Ask::Predict(_) => false,
    }
}

/// Asks for numbers until they name what there is; each at most once.
fn ask_numbers(
    how: &str,
    texts: &[String],
    talk: &mut Talk<'_>,
    given: impl Fn(&[String]) -> Option<Given>,
) -> io::Result<Asked> {
    talk.tell(how)?;
    loop {
        let Some(line) = talk.ask()? else { return Ok(Asked::End) };
        if line.is_empty() {
            return Ok(Asked::PassedOver);
        }
        match chosen(&line, texts).and_then(|chosen| given(&chosen)) {
            Some(given) => return Ok(Asked::Given(given)),
            None => talk.tell(&format!(
                "Numbers from 1 to {}, each once. {how} An empty line passes the question over.",
                texts.len()
            ))?,
        }
    }
}

fn chosen(line: &str, texts: &[String]) -> Option<Vec<String>> {
    let parts = line.split([' ', ',']).filter(|part| !part.is_empty());
    let numbers = parts.map(|part| part.parse::<usize>().ok()?.checked_sub(1));
    let numbers = numbers.collect::<Option<Vec<_>>>()?;
    let each_once = numbers.iter().enumerate().all(|(at, n)| !numbers[..at].contains(n));
    let texts = numbers.iter().map(|at| texts.get(*at).cloned()).collect::<Option<Vec<_>>>()?;
    (each_once && !texts.is_empty()).then_some(texts)
}

/// Asks for a text to each of the names.
fn ask_table(
    names: &[String],
    talk: &mut Talk<'_>,
    read: impl Fn(&str) -> Option<String>,
) -> io::Result<Asked> {
    let mut table = BTreeMap::new();
    for name in names {
        loop {
            talk.tell(&clean_line(name))?;
            let Some(line) = talk.ask()? else { return Ok(Asked::End) };
            if line.is_empty() {
                return Ok(Asked::PassedOver);
            }
            if let Some(text) = read(&line) {
                table.insert(name.clone(), text);
                break;
            }
            talk.tell("One of the numbers above. An empty line passes the question over.")?;
        }
    }
    Ok(Asked::Given(Given::Table(table)))
}

/// Says how the answer stands, and what the author says to it.
pub fn tell_grade(
    exercise: &Exercise,
    question: &Question,
    given: &Given,
    tutor: &Tutor,
    talk: &mut Talk<'_>,
) -> io::Result<()> {
    let printed = match &question.ask {
        Ask::Predict(_) => match tutor.run_prediction(exercise, &question.id, &Cancel::new()) {
            Ok(printed) => Some(printed),
            Err(trouble) => return talk.trouble(&trouble),
        },
        Ask::Single(_)
        | Ask::Multiple { .. }
        | Ask::Text(_)
        | Ask::Number(_)
        | Ask::Fill(_)
        | Ask::Order(_)
        | Ask::Match(_) => None,
    };
    let graded = grade(question, Some(given), printed.as_deref());
    let fails = exercise.check(&question.id).map_or("", |check| check.fails.as_str());
    let mut text = String::new();
    match graded.standing {
        Standing::Right => text.push_str("Right.\n"),
        Standing::Open => {
            let _ = writeln!(text, "{}", graded.note);
        }
        Standing::Wrong => {
            let note = match (fails, graded.note.as_str()) {
                ("", "") => "This answer does not hold.".to_owned(),
                ("", note) | (note, "") => note.to_owned(),
                (fails, note) => format!("{fails} {note}"),
            };
            let _ = writeln!(text, "Wrong. {}", clean_line(&note));
            for part in graded.parts.iter().filter(|part| part.right == Some(false)) {
                let given = if part.given.is_empty() { "nothing" } else { &part.given };
                let truth = part.truth.as_ref().map_or_else(String::new, |truth| {
                    format!("; printed is {}", clean_line(truth))
                });
                let _ = writeln!(text, "    {}: {given}{truth}", part.name);
            }
            for why in graded.said() {
                let _ = writeln!(text, "Note: {}", clean_line(why));
            }
        }
    }
    talk.tell(text.trim_end())?;
    if graded.standing == Standing::Right && !question.explain.trim().is_empty() {
        talk.tell(&clean_line(question.explain.trim()))?;
    }
    Ok(())
}
