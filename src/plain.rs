//! The tutor line by line, for screen readers and for terminals that draw nothing: text goes down,
//! one question at a time, each ending in `> `. It does what the screens do, by the same verbs.

mod command;
mod exercise;
mod home;
mod lesson;
pub mod lines;
pub mod quiz;
mod quiz_asked;
mod requests;
mod review;
mod rows;
mod talk;
pub mod verdict;

use std::io::{self, BufRead, Write};

pub use self::exercise::HINTS;
use self::{
    command::{Typed, Where, Word},
    exercise::AtExercise,
    lesson::AtLesson,
    talk::Talk,
};
use crate::{
    diag::Trouble,
    tutor::{Place, Tutor},
};

/// What is known of where one reads and writes.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// Columns of a line at most.
    pub columns: usize,
    /// `$VISUAL`, else `$EDITOR`.
    pub editor: Option<String>,
}

/// Where one is.
enum Room {
    Home,
    Lesson(Box<AtLesson>),
    Exercise(Box<AtExercise>),
}

/// What comes after a line.
enum Then {
    Stay,
    Home,
    Open(Place),
    Quit,
    /// The input ended in the middle of something.
    End,
}

/// Talks until somebody leaves or the input ends.
///
/// # Errors
/// The input cannot be read. A reader of the output that went away is no error.
pub fn run(
    tutor: &Tutor,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    reader: &Reader,
) -> io::Result<()> {
    let mut talk = Talk::new(input, output, reader.columns.min(lines::COLUMNS_MAX));
    let mut visit = Visit { tutor, reader, offered: Vec::new() };
    match visit.run(&mut talk) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// One visit: whom to ask, and what was listed last.
struct Visit<'a> {
    tutor: &'a Tutor,
    reader: &'a Reader,
    /// What a number alone chooses.
    offered: Vec<Place>,
}

impl Visit<'_> {
    fn run(&mut self, talk: &mut Talk<'_>) -> io::Result<()> {
        talk.tell(
            "Backlab in plain text. Type a word and press Enter; \"help\" lists the words, an \
             empty line goes on.",
        )?;
        talk.say("\n")?;
        let mut room = Room::Home;
        home::recheck(self.tutor, talk)?;
        home::tell(self.tutor, talk)?;
        while let Some(line) = talk.ask()? {
            let then = self.hear(&mut room, &line, talk)?;
            match then {
                Then::Stay => {}
                Then::Quit | Then::End => break,
                Then::Home => {
                    room = Room::Home;
                    home::tell(self.tutor, talk)?;
                }
                Then::Open(place) => match self.enter(&place, talk)? {
                    Ok(new) => room = new,
                    Err(trouble) => talk.trouble(&trouble)?,
                },
            }
        }
        match room {
            Room::Home => talk.tell("Saved."),
            Room::Lesson(lesson) => talk.tell(&lesson.farewell()),
            Room::Exercise(work) => talk.tell(&work.farewell()),
        }
    }

    fn enter(&self, place: &Place, talk: &mut Talk<'_>) -> io::Result<Result<Room, Trouble>> {
        talk.say("\n")?;
        Ok(match place {
            Place::Lesson(id) => match self.tutor.open_lesson(id) {
                Ok(open) => {
                    let mut lesson = AtLesson::open(open);
                    lesson.tell(self.tutor, talk)?;
                    Ok(Room::Lesson(Box::new(lesson)))
                }
                Err(trouble) => Err(trouble),
            },
            Place::Exercise(id) => match self.tutor.open_exercise(id) {
                Ok(piece) => {
                    let work = AtExercise::open(piece);
                    work.tell(talk)?;
                    Ok(Room::Exercise(Box::new(work)))
                }
                Err(trouble) => Err(trouble),
            },
        })
    }

    fn hear(&mut self, room: &mut Room, line: &str, talk: &mut Talk<'_>) -> io::Result<Then> {
        let mut places = match room {
            Room::Home => Vec::new(),
            Room::Lesson(_) => vec![Where::Lesson],
            Room::Exercise(bench) => bench.places(),
        };
        places.push(Where::Anywhere);
        let (word, rest) = match command::read(line, &places) {
            Typed::Word(word, rest) => (word, rest),
            Typed::Nothing => (Word::Next, ""),
            Typed::Number(number) => {
                let place = number.checked_sub(1).and_then(|at| self.offered.get(at));
                if let Some(place) = place {
                    return Ok(Then::Open(place.clone()));
                }
                talk.tell("Nothing with that number was listed. \"list\" lists modules.")?;
                return Ok(Then::Stay);
            }
            Typed::Unknown(word, near) => {
                let word = crate::text::clean_line(word);
                let near =
                    near.map_or_else(String::new, |near| format!(" Did you mean \"{near}\"?"));
                talk.tell(&format!("\"{word}\" is no word here.{near} \"help\" lists them."))?;
                return Ok(Then::Stay);
            }
        };
        if let Some(then) = self.anywhere(word, rest, &places, talk)? {
            return Ok(then);
        }
        match room {
            Room::Home => self.at_home(talk),
            Room::Lesson(lesson) => lesson.hear(word, rest, self.tutor, talk),
            Room::Exercise(bench) => bench.hear(word, rest, self.tutor, self.reader, talk),
        }
    }

    /// An empty line at home goes on in the course.
    fn at_home(&self, talk: &mut Talk<'_>) -> io::Result<Then> {
        if let Some(next) = self.tutor.overview().next {
            return Ok(Then::Open(next.place));
        }
        talk.tell("Nothing is left to do. \"list\" names what there is.")?;
        Ok(Then::Stay)
    }

    /// Does what means the same everywhere; `None` where the room knows.
    fn anywhere(
        &mut self,
        word: Word,
        rest: &str,
        places: &[Where],
        talk: &mut Talk<'_>,
    ) -> io::Result<Option<Then>> {
        match word {
            Word::Help => {
                let more = if self.offered.is_empty() { "" } else { ", or a number of the list" };
                talk.say(&command::help(places))?;
                talk.tell(&format!("An empty line goes on{more}."))?;
            }
            Word::Home => return Ok(Some(Then::Home)),
            Word::Quit => return Ok(Some(Then::Quit)),
            Word::List => home::list(self.tutor, talk)?,
            Word::Module => self.offer(home::module(self.tutor, rest, talk)?),
            Word::Search => self.offer(home::search(self.tutor, rest, talk)?),
            Word::Skip => home::skip(self.tutor, rest, talk)?,
            Word::Review => return home::review(self.tutor, rest, talk).map(Some),
            Word::Term => home::term(self.tutor, rest, talk)?,
            Word::Open => {
                let number = rest.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                if let Some(place) = number.and_then(|at| self.offered.get(at)) {
                    return Ok(Some(Then::Open(place.clone())));
                }
                match self.tutor.find(rest) {
                    Ok(place) => return Ok(Some(Then::Open(place))),
                    Err(trouble) => talk.trouble(&Trouble {
                        next: trouble.next.filter(|next| !next.contains("backlab list")),
                        ..trouble
                    })?,
                }
            }
            _ => return Ok(None),
        }
        Ok(Some(Then::Stay))
    }

    fn offer(&mut self, places: Vec<Place>) {
        if !places.is_empty() {
            self.offered = places;
        }
    }
}
