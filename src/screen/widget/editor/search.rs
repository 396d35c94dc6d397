//! Finding a text in the document: the one-line field, and where its text stands.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use regex::RegexBuilder;

use super::{
    CodeEditor, Reaction, TAKEN,
    document::{Document, Position},
    undo::Selection,
};

/// Characters that the field takes.
const NEEDLE_CHARS_MAX: usize = 200;
/// Places that are counted; what stands behind them is not found.
const MATCHES_MAX: usize = 10_000;

#[derive(Clone, Debug)]
pub enum Search {
    Never,
    /// The field takes the keys.
    Open(Find),
    /// Kept, so that the next match can be asked for.
    Closed(Find),
}

/// What is looked for, and where it stands.
#[derive(Clone, Debug)]
pub struct Find {
    pub needle: String,
    /// In the order of the text.
    pub matches: Vec<(Position, Position)>,
    /// Where the cursor stood when the field was opened.
    origin: Position,
}

impl Find {
    pub fn open(needle: String, origin: Position, document: &Document) -> Find {
        let mut find = Find { needle, matches: Vec::new(), origin };
        find.look(document);
        find
    }

    pub fn type_in(&mut self, text: &str, document: &Document) {
        let line = text.lines().next().unwrap_or("");
        let room = NEEDLE_CHARS_MAX.saturating_sub(self.needle.chars().count());
        self.needle.extend(line.chars().filter(|ch| !ch.is_control()).take(room));
        self.look(document);
    }

    pub fn erase(&mut self, document: &Document) {
        self.needle.pop();
        self.look(document);
    }

    pub fn clear(&mut self, document: &Document) {
        self.needle.clear();
        self.look(document);
    }

    /// Looks again, after the text has changed.
    pub fn look(&mut self, document: &Document) {
        self.matches = matches(document, &self.needle);
    }

    /// The first match at or behind the place where the search began, else the first of all.
    pub fn nearest(&self) -> Option<(Position, Position)> {
        let from = self.matches.iter().find(|(start, _)| self.origin <= *start);
        from.or(self.matches.first()).copied()
    }

    /// The first match that begins behind `position`, else the first of all.
    pub fn next(&self, position: Position) -> Option<(Position, Position)> {
        let next = self.matches.iter().find(|(start, _)| position < *start);
        next.or(self.matches.first()).copied()
    }

    /// The last match that begins before `position`, else the last of all.
    pub fn previous(&self, position: Position) -> Option<(Position, Position)> {
        let previous = self.matches.iter().rfind(|(start, _)| *start < position);
        previous.or(self.matches.last()).copied()
    }

    /// Which match begins at `position`, counted from 1.
    pub fn number(&self, position: Position) -> Option<usize> {
        self.matches.iter().position(|(start, _)| *start == position).map(|index| index + 1)
    }
}

type Walk = fn(&Find, Position) -> Option<(Position, Position)>;

impl CodeEditor {
    /// Opens the field with what is selected, or with what was looked for last.
    pub(super) fn open_search(&mut self) -> Reaction {
        let selected = self.selected().filter(|text| !text.contains('\n'));
        let last = match &self.search {
            Search::Never => String::new(),
            Search::Open(find) | Search::Closed(find) => find.needle.clone(),
        };
        let origin = self.selection.start();
        self.search = Search::Open(Find::open(selected.unwrap_or(last), origin, &self.document));
        self.show_nearest();
        TAKEN
    }

    pub(super) fn key_in_search(&mut self, key: KeyEvent) -> Reaction {
        let shift = key.modifiers.contains(KeyModifiers::SHIFT);
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Esc => self.close_search(),
            KeyCode::Enter if shift => self.walk(Find::previous),
            KeyCode::Char('g' | 'G') if control && shift => self.walk(Find::previous),
            KeyCode::Up => self.walk(Find::previous),
            KeyCode::Char('g' | 'f') if control => self.walk(Find::next),
            KeyCode::Enter | KeyCode::Down => self.walk(Find::next),
            KeyCode::Backspace => self.in_field(Find::erase),
            KeyCode::Char('h') if control => self.in_field(Find::erase),
            KeyCode::Char('u') if control => self.in_field(Find::clear),
            KeyCode::Char('v') if control => {
                let yank = self.yank.clone();
                self.in_field(|find, document| find.type_in(&yank, document))
            }
            KeyCode::Char(ch) if !control && !key.modifiers.contains(KeyModifiers::ALT) => {
                self.in_field(|find, document| find.type_in(&ch.to_string(), document))
            }
            _ => Reaction::Ignored,
        }
    }

    /// Selects the next match of what is or was looked for.
    pub(super) fn walk(&mut self, walk: Walk) -> Reaction {
        let start = self.selection.start();
        let found = match &mut self.search {
            Search::Never => return self.open_search(),
            Search::Open(find) => walk(find, start),
            Search::Closed(find) => {
                find.look(&self.document);
                walk(find, start)
            }
        };
        self.show_match(found);
        TAKEN
    }

    pub(super) fn show_nearest(&mut self) {
        if let Search::Open(find) = &self.search {
            let found = find.nearest();
            self.show_match(found);
        }
    }

    fn in_field(&mut self, change: impl FnOnce(&mut Find, &Document)) -> Reaction {
        if let Search::Open(find) = &mut self.search {
            change(find, &self.document);
            self.show_nearest();
        }
        TAKEN
    }

    /// What was found stays selected.
    fn close_search(&mut self) -> Reaction {
        let search = std::mem::replace(&mut self.search, Search::Never);
        self.search = match search {
            Search::Open(find) => Search::Closed(find),
            other => other,
        };
        self.follow();
        TAKEN
    }

    fn show_match(&mut self, found: Option<(Position, Position)>) {
        if let Some((anchor, cursor)) = found {
            self.select(Selection { anchor, cursor });
        }
        self.follow();
    }
}

/// Letters match both cases unless the needle holds a capital.
fn matches(document: &Document, needle: &str) -> Vec<(Position, Position)> {
    if needle.is_empty() {
        return Vec::new();
    }
    let pattern = RegexBuilder::new(&regex::escape(needle))
        .case_insensitive(!needle.chars().any(char::is_uppercase))
        .build();
    let Ok(pattern) = pattern else { return Vec::new() };
    let lines = document.lines().iter().enumerate();
    lines
        .flat_map(|(line, text)| {
            let at = move |byte| document.snap(Position::new(line, byte));
            pattern.find_iter(text).map(move |found| (at(found.start()), at(found.end())))
        })
        .take(MATCHES_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_counts_only_with_a_capital() {
        let document = Document::new("Order order\nORDER");
        let count = |needle: &str| matches(&document, needle).len();
        assert_eq!((count("order"), count("Order"), count(".*"), count("")), (3, 1, 0, 0));
    }

    #[test]
    fn the_walk_goes_round() {
        let document = Document::new("a b a\na");
        let find = Find::open("a".into(), Position::new(0, 1), &document);
        assert_eq!(find.nearest().unwrap().0, Position::new(0, 4));
        assert_eq!(find.next(Position::new(1, 0)).unwrap().0, Position::default());
        assert_eq!(find.previous(Position::default()).unwrap().0, Position::new(1, 0));
        assert_eq!(find.number(Position::new(0, 4)), Some(2));
    }
}
