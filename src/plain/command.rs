//! The words that can be typed, and where each of them means something.

use crate::diag::did_you_mean;

/// Where a word means something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    Anywhere,
    Lesson,
    Exercise,
    /// An exercise that has files.
    Files,
    /// An exercise of questions.
    Quiz,
    /// An exercise that a server of one's own can answer.
    Stack,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Help,
    Home,
    List,
    Module,
    Skip,
    Review,
    Open,
    Search,
    Term,
    Quit,
    Next,
    Back,
    Page,
    Contents,
    Run,
    Again,
    Task,
    Files,
    Show,
    Edit,
    Write,
    Check,
    Hint,
    Hints,
    Solution,
    History,
    Restore,
    Reset,
    Command,
    Answer,
}

/// A word as it is typed, with what follows it, where it is known, and what it does.
struct Entry {
    word: Word,
    typed: &'static str,
    rest: &'static str,
    place: Where,
    says: &'static str,
}

const fn entry(
    word: Word,
    typed: &'static str,
    rest: &'static str,
    place: Where,
    says: &'static str,
) -> Entry {
    Entry { word, typed, rest, place, says }
}

const ENTRIES: [Entry; 30] = [
    entry(Word::Next, "next", "", Where::Anywhere, "goes on; an empty line does the same"),
    entry(Word::Back, "back", "", Where::Lesson, "the page before"),
    entry(Word::Page, "page", "N", Where::Lesson, "that page"),
    entry(Word::Contents, "contents", "", Where::Lesson, "the pages of this lesson"),
    entry(Word::Run, "run", "N", Where::Lesson, "run a block of this page, the first without N"),
    entry(Word::Again, "again", "", Where::Lesson, "this page once more"),
    entry(Word::Task, "task", "", Where::Exercise, "the task and its checks"),
    entry(Word::Answer, "answer", "N", Where::Quiz, "a question, the first open one without N"),
    entry(Word::Files, "files", "", Where::Files, "the files and where they are"),
    entry(Word::Show, "show", "FILE", Where::Files, "read a file"),
    entry(Word::Edit, "edit", "FILE", Where::Files, "open a file in your editor"),
    entry(Word::Write, "write", "FILE", Where::Files, "type a file anew, line by line"),
    entry(Word::Check, "check", "", Where::Exercise, "check what you have"),
    entry(Word::Hint, "hint", "", Where::Exercise, "the next hint"),
    entry(Word::Hints, "hints", "", Where::Exercise, "the hints so far"),
    entry(Word::Solution, "solution", "", Where::Exercise, "after the last hint or after passing"),
    entry(Word::History, "history", "", Where::Exercise, "every attempt"),
    entry(Word::Restore, "restore", "N", Where::Exercise, "put the files of an attempt back"),
    entry(Word::Reset, "reset", "", Where::Exercise, "start again; asks first"),
    entry(Word::Command, "command", "LINE", Where::Stack, "what starts your own server"),
    entry(Word::Home, "home", "", Where::Anywhere, "where you go on"),
    entry(Word::List, "list", "", Where::Anywhere, "the modules of the course"),
    entry(Word::Module, "module", "N", Where::Anywhere, "the lessons and exercises of a module"),
    entry(Word::Skip, "skip", "N", Where::Anywhere, "leave a module out, or take it up again"),
    entry(
        Word::Review,
        "review",
        "N",
        Where::Anywhere,
        "cards that are due; what module N asks first",
    ),
    entry(Word::Open, "open", "ID", Where::Anywhere, "a lesson or an exercise, by id or number"),
    entry(Word::Search, "search", "WORDS", Where::Anywhere, "look in all texts"),
    entry(Word::Term, "term", "NAME", Where::Anywhere, "what a word means"),
    entry(Word::Help, "help", "", Where::Anywhere, "these words; ? does the same"),
    entry(Word::Quit, "quit", "", Where::Anywhere, "leave; all is saved"),
];

/// What a line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed<'l> {
    /// An empty line goes on.
    Nothing,
    /// A number alone chooses from what was listed last.
    Number(usize),
    Word(Word, &'l str),
    /// No word that is known here, with what was perhaps meant.
    Unknown(&'l str, Option<&'static str>),
}

/// Reads a line where the words of these places are known.
pub fn read<'l>(line: &'l str, places: &[Where]) -> Typed<'l> {
    let line = line.trim();
    if line.is_empty() {
        return Typed::Nothing;
    }
    if let Ok(number) = line.parse() {
        return Typed::Number(number);
    }
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let lower = word.to_lowercase();
    let lower = match lower.as_str() {
        "?" => "help",
        "q" | "exit" | "leave" => "quit",
        "continue" => "next",
        "find" | "/" => "search",
        other => other,
    };
    let known = || ENTRIES.iter().filter(|entry| places.contains(&entry.place));
    match known().find(|entry| entry.typed == lower) {
        Some(entry) => Typed::Word(entry.word, rest.trim()),
        None => Typed::Unknown(word, did_you_mean(lower, known().map(|entry| entry.typed))),
    }
}

/// Every word of these places, a line each.
pub fn help(places: &[Where]) -> String {
    let entries = ENTRIES.iter().filter(|entry| places.contains(&entry.place));
    let line = |entry: &Entry| {
        let typed = format!("{} {}", entry.typed, entry.rest);
        format!("    {typed:<15} {}\n", entry.says)
    };
    entries.map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_word_a_number_or_nothing() {
        let read = |line| read(line, &[Where::Anywhere, Where::Lesson]);
        assert_eq!(read("  "), Typed::Nothing);
        assert_eq!(read("3"), Typed::Number(3));
        assert_eq!(read("RUN 2 "), Typed::Word(Word::Run, "2"));
        assert_eq!(read("?"), Typed::Word(Word::Help, ""));
        assert_eq!(read("searhc x"), Typed::Unknown("searhc", Some("search")));
        assert_eq!(read("check"), Typed::Unknown("check", None));
        assert_eq!(read("search  a b"), Typed::Word(Word::Search, "a b"));
    }

    /// What is typed names one thing, whatever is open.
    #[test]
    fn no_word_stands_twice() {
        for (index, entry) in ENTRIES.iter().enumerate() {
            assert!(ENTRIES[..index].iter().all(|before| before.typed != entry.typed));
        }
    }
}
