//! Cards in plain text: those that are due, the questions of a lesson, and what a module asks before it
//! is begun. One answers from memory, hears the answer, and says how well it came back.

use std::{fmt::Write as _, io};

use crate::{
    markup,
    plain::{lines::counted, talk::Talk},
    text::{clean, clean_line},
    tutor::{Ask, Asked, CardId, Grade, Of, Reviews, Session, Tutor, when},
};

/// Lines of a program, or of what it printed, that a card reads out at most.
const CODE_LINES_MAX: usize = 60;
const HOW: &str = "Answer from memory, in your own words or aloud: an empty line shows the answer. Other \
                   words: ? (I do not know), later (not today), undo (the grade before), stop.";

/// How the questions ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// All were asked.
    Done,
    /// Somebody stopped before that.
    Stopped,
    /// The input ended.
    End,
}

/// What came back, so that it can be taken back.
struct Graded {
    at: usize,
    grade: Grade,
    /// `None` where nothing is recorded.
    token: Option<i64>,
}

/// What somebody wants with a question.
enum Heard {
    Answer(String),
    DoNotKnow,
    Later,
    Undo,
    Left(Left),
}

/// Asks the cards one after the other.
pub fn run(tutor: &Tutor, of: &Of, talk: &mut Talk<'_>) -> io::Result<Left> {
    let session = match tutor.session(of) {
        Ok(session) => session,
        Err(trouble) => {
            talk.trouble(&trouble)?;
            return Ok(Left::Stopped);
        }
    };
    let (graded, left) = ask_all(tutor, &session, talk)?;
    if left == Left::End {
        return Ok(left);
    }
    talk.say("\n")?;
    match of {
        Of::Module(_) if session.asked.is_empty() => {
            talk.tell("This module asks nothing yet.")?;
        }
        Of::Module(_) if left == Left::Done => {
            let well = |graded: &&Graded| matches!(graded.grade, Grade::Good | Grade::Easy);
            let known = graded.iter().filter(well).count();
            talk.tell(&format!("{known} of {} came back well.", session.asked.len()))?;
            talk.tell(&advice(&session, known))?;
        }
        Of::Module(_) => {}
        Of::Lesson(_) => talk.tell("These questions come back in reviews.")?,
        Of::Due | Of::Shaky => {
            match graded.len() {
                0 if session.asked.is_empty() => talk.tell("Nothing is due.")?,
                0 => talk.tell("Nothing was reviewed.")?,
                count => talk.tell(&format!("{} reviewed.", counted(count, "card")))?,
            }
            talk.tell(&in_words(tutor.reviews()))?;
        }
    }
    Ok(left)
}

/// What to do with a module of which so many questions came back well.
fn advice(session: &Session, known: usize) -> String {
    if !session.advises_skipping(known) {
        return "There is something in this module for you.".to_owned();
    }
    let next = session.following.as_ref().map_or_else(String::new, |(_, module)| {
        let number = module.split(' ').next().unwrap_or_default();
        format!(" \"review {number}\" asks about {} next.", clean_line(module))
    });
    format!(
        "Little of this module is new to you: \"skip\" and its number leave it out; its lessons \
         stay open to you.{next}"
    )
}

/// `3 cards are due.`, `2 cards come tomorrow.`
pub fn in_words(reviews: Reviews) -> String {
    match (reviews.due, reviews.next) {
        (0, None) => crate::tutor::NO_CARDS.to_owned(),
        (0, Some((wait, 1))) => format!("1 card comes {}.", when(wait)),
        (0, Some((wait, cards))) => format!("{cards} cards come {}.", when(wait)),
        (1, _) => "1 card is due.".to_owned(),
        (due, _) => format!("{due} cards are due."),
    }
}

fn ask_all(
    tutor: &Tutor,
    session: &Session,
    talk: &mut Talk<'_>,
) -> io::Result<(Vec<Graded>, Left)> {
    let mut graded: Vec<Graded> = Vec::new();
    let mut at = 0;
    if !session.asked.is_empty() {
        talk.tell(HOW)?;
    }
    while let Some(asked) = session.asked.get(at) {
        tell_question(session, at, asked, talk)?;
        let said = match hear(talk)? {
            Heard::Left(left) => return Ok((graded, left)),
            Heard::Undo => {
                at = take_back(tutor, &mut graded, talk)?.unwrap_or(at);
                continue;
            }
            Heard::Later => {
                put_off(tutor, &session.of, &asked.card);
                at += 1;
                continue;
            }
            Heard::DoNotKnow => None,
            Heard::Answer(words) => Some(words),
        };
        tell_answer(&asked.ask, said.as_deref(), talk)?;
        let suggested = said.as_deref().map_or(Grade::Again, |words| asked.ask.suggested(words));
        let Some(grade) = ask_grade(session, asked, suggested, talk)? else {
            return Ok((graded, Left::End));
        };
        let token = match session.of {
            Of::Module(_) => None,
            Of::Due | Of::Shaky | Of::Lesson(_) => {
                let words = said.unwrap_or_default();
                let reviewed = tutor.grade(&asked.card, grade, asked.ask.in_words(&words));
                if let Some(unsaved) = &reviewed.unsaved {
                    talk.tell(&clean_line(unsaved))?;
                }
                Some(reviewed.token)
            }
        };
        graded.push(Graded { at, grade, token });
        at += 1;
    }
    Ok((graded, Left::Done))
}

/// A question of a lesson is only gone past, for it becomes a card anyway.
fn put_off(tutor: &Tutor, of: &Of, card: &CardId) {
    match of {
        Of::Due | Of::Shaky => {
            tutor.put_off(card);
        }
        Of::Lesson(_) | Of::Module(_) => {}
    }
}

/// Takes the grade before back; gives the place of its card.
fn take_back(
    tutor: &Tutor,
    graded: &mut Vec<Graded>,
    talk: &mut Talk<'_>,
) -> io::Result<Option<usize>> {
    let Some(last) = graded.pop() else {
        talk.tell("Nothing was graded yet.")?;
        return Ok(None);
    };
    if let Some(token) = last.token {
        tutor.undo_review(token);
    }
    talk.tell("The grade is taken back.")?;
    Ok(Some(last.at))
}

fn hear(talk: &mut Talk<'_>) -> io::Result<Heard> {
    let Some(line) = talk.ask()? else { return Ok(Heard::Left(Left::End)) };
    Ok(match line.to_lowercase().as_str() {
        "?" => Heard::DoNotKnow,
        "later" => Heard::Later,
        "undo" => Heard::Undo,
        "stop" => Heard::Left(Left::Stopped),
        _ => Heard::Answer(line),
    })
}

fn tell_question(
    session: &Session,
    at: usize,
    asked: &Asked,
    talk: &mut Talk<'_>,
) -> io::Result<()> {
    let head = format!("Question {} of {}", at + 1, session.asked.len());
    let head = match session.of {
        Of::Lesson(_) | Of::Module(_) => head,
        Of::Due | Of::Shaky => {
            let seen = match asked.days {
                0 => "today".to_owned(),
                1 => "yesterday".to_owned(),
                days => format!("{days} days ago"),
            };
            format!("{head}: {}, {}, seen {seen}", asked.module, asked.title)
        }
    };
    let ask = &asked.ask;
    talk.say("\n")?;
    talk.say(&markup::plain::text(&head, &ask.question, talk.columns()))?;
    if let Some((language, code)) = &ask.code {
        talk.say(&listing(&format!("Code, {}", clean_line(language)), code))?;
    }
    for (letter, option) in ('a'..='z').zip(&ask.options) {
        talk.say(&format!("   {letter}  {}\n", clean_line(&option.text)))?;
    }
    Ok(())
}

/// `said`: `None` for "I do not know".
fn tell_answer(ask: &Ask, said: Option<&str>, talk: &mut Talk<'_>) -> io::Result<()> {
    talk.say("\n")?;
    match said.map(|words| (words, ask.chosen(words))) {
        None | Some(("", _)) => {}
        Some((_, Some(option))) if option.correct => talk.tell("That is right.")?,
        Some((_, Some(option))) => {
            talk.tell(&format!("That is wrong. {}", clean_line(&option.why)))?;
        }
        Some((words, None)) => talk.tell(&format!("Yours: {}", clean_line(words)))?,
    }
    if ask.is_output {
        talk.say(&listing("The answer", &ask.answer))?;
    } else {
        talk.say(markup::plain::text("The answer:", &ask.answer, talk.columns()).trim_end())?;
        talk.say("\n\n")?;
    }
    if let Some(why) = &ask.why {
        talk.say(markup::plain::text("Why:", why, talk.columns()).trim_end())?;
        talk.say("\n\n")?;
    }
    if let Some(before) = &ask.before {
        talk.say(&listing("What you said before", before))?;
    }
    Ok(())
}

/// `None` where the input ended.
fn ask_grade(
    session: &Session,
    asked: &Asked,
    suggested: Grade,
    talk: &mut Talk<'_>,
) -> io::Result<Option<Grade>> {
    let grades = Grade::ALL.iter().zip(asked.waits).map(|(grade, wait)| {
        let number = grade.number();
        match session.of {
            // Nothing of it is asked again.
            Of::Module(_) => format!("{number} {}", grade.words()),
            Of::Due | Of::Shaky | Of::Lesson(_) => {
                format!("{number} {} ({})", grade.words(), when(wait))
            }
        }
    });
    let grades: Vec<_> = grades.collect();
    let number = suggested.number();
    talk.tell(&format!(
        "How well did it come back? {}. An empty line takes {number}.",
        grades.join(", ")
    ))?;
    loop {
        let Some(line) = talk.ask()? else { return Ok(None) };
        if line.is_empty() {
            return Ok(Some(suggested));
        }
        let chosen = Grade::ALL.into_iter().find(|grade| grade.number().to_string() == line);
        if chosen.is_some() {
            return Ok(chosen);
        }
        talk.tell("Type a number from 1 to 4.")?;
    }
}

fn listing(what: &str, text: &str) -> String {
    let cleaned = clean(text.trim_end());
    let count = cleaned.lines().count();
    let lines: Vec<_> = cleaned.lines().take(CODE_LINES_MAX).collect();
    let mut told = markup::plain::listing(what, &lines.join("\n"));
    if CODE_LINES_MAX < count {
        let more = counted(count - CODE_LINES_MAX, "more line");
        let _ = write!(told, "    {more}\n\n");
    }
    told
}
