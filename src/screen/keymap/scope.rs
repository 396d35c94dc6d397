//! The places that Help tells of, each with the tables that are heard there.

use crate::screen::keymap::{
    ANYWHERE, Key, TableId, console, home, palette, playground, quiz, reader, requests, review,
    search, shelf, stats, typing, workbench, xray,
};

/// A place with keys of its own, for Help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Home,
    Reader,
    Search,
    /// The panes of the workbench.
    Workbench,
    /// The workbench while typing.
    Editor,
    /// The same in a text of which the editor knows what fits.
    Suggesting,
    /// A quiz where one chooses and moves.
    Quiz,
    /// A quiz where one writes.
    QuizField,
    /// The command palette.
    Palette,
    /// Cards, while an answer is written.
    Recall,
    /// Cards, once the answer is shown.
    Review,
    Progress,
    /// Installed packs, and what is asked about one.
    Shelf,
    Xray,
    /// The HTTP tab of the playground.
    Requests,
    /// The same while a request is typed.
    Request,
    /// The panes of a console of the playground.
    Console,
    /// A console while typing.
    ConsoleEditor,
}

/// A row of Help without its actions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpRow {
    pub group: &'static str,
    /// Where the learner changed none of them.
    pub shown: &'static str,
    pub says: &'static str,
    /// The first key of each action, with the table where it stands.
    pub keys: Vec<(TableId, Key)>,
}

impl Scope {
    pub fn title(self) -> &'static str {
        match self {
            Scope::Home => "Home",
            Scope::Reader => "Reader",
            Scope::Search => "Search",
            Scope::Workbench => "Workbench",
            Scope::Editor | Scope::Suggesting => "Editor",
            Scope::Quiz | Scope::QuizField => "Quiz",
            Scope::Palette => "Commands",
            Scope::Recall | Scope::Review => "Review",
            Scope::Progress => "Progress",
            Scope::Shelf => "Packs",
            Scope::Xray => "X-ray",
            Scope::Requests | Scope::Request => "Playground",
            Scope::Console | Scope::ConsoleEditor => "Console",
        }
    }

    /// The rows of Help, those that work anywhere last.
    pub fn help(self) -> Vec<HelpRow> {
        let mut rows = match self {
            Scope::Home => home::HOME.help(),
            Scope::Reader => {
                let own = |row: &HelpRow| row.group != "Anywhere";
                let mut rows = reader::READER.help();
                rows.extend(reader::PREDICTION.help().into_iter().filter(own));
                rows
            }
            Scope::Search => search::SEARCH.help(),
            Scope::Workbench => {
                let over = workbench::OVER.help();
                let own = |row: &HelpRow| row.group != "Anywhere";
                let mut rows = workbench::PANES.help();
                rows.extend(over.into_iter().filter(own));
                rows
            }
            Scope::Editor => [workbench::EDITOR.help(), typing::TYPING.help()].concat(),
            Scope::Suggesting => [
                workbench::EDITOR.help(),
                typing::SUGGEST.help(),
                typing::TYPING.help(),
                typing::SUGGESTIONS.help(),
            ]
            .concat(),
            Scope::Palette => palette::PALETTE.help(),
            Scope::Quiz => quiz::CHOOSING.help(),
            Scope::QuizField => {
                let writes =
                    |row: &HelpRow| !row.shown.contains("Tab") && !row.says.contains("find");
                let rows = typing::TYPING.help().into_iter().filter(writes);
                quiz::WRITING.help().into_iter().chain(rows).collect()
            }
            Scope::Recall => {
                let writes =
                    |row: &HelpRow| !row.shown.contains("Tab") && !row.says.contains("find");
                let rows = typing::TYPING.help().into_iter().filter(writes);
                review::ASKING.help().into_iter().chain(rows).collect()
            }
            Scope::Review => review::ANSWERED.help(),
            Scope::Progress => stats::STATS.help(),
            Scope::Shelf => {
                let own = |row: &HelpRow| row.group != "Anywhere";
                let asked = shelf::ASKED.help().into_iter().filter(own);
                shelf::SHELF.help().into_iter().chain(asked).collect()
            }
            Scope::Xray => xray::XRAY.help(),
            Scope::Requests => {
                [requests::REQUESTS.help(), requests::lasts(), playground::PLAYGROUND.help()]
                    .concat()
            }
            Scope::Request => [
                requests::WRITING.help(),
                typing::SUGGEST.help(),
                typing::TYPING.help(),
                playground::TYPING_TOO.help(),
            ]
            .concat(),
            Scope::Console => {
                [console::PANES.help(), console::lasts(), playground::PLAYGROUND.help()].concat()
            }
            Scope::ConsoleEditor => {
                let own = |row: &HelpRow| row.shown != "Esc";
                let rows = playground::TYPING_TOO.help().into_iter().filter(own);
                [console::TYPES.help(), console::prompt(), console::lasts(), typing::SUGGEST.help()]
                    .concat()
                    .into_iter()
                    .chain(typing::TYPING.help())
                    .chain(rows)
                    .collect()
            }
        };
        // While typing, Ctrl+C copies and Ctrl+Z undoes: those rows are the editor's.
        let types = match self {
            Scope::Editor
            | Scope::Suggesting
            | Scope::Search
            | Scope::QuizField
            | Scope::Recall
            | Scope::ConsoleEditor
            | Scope::Request
            | Scope::Palette => true,
            Scope::Home
            | Scope::Reader
            | Scope::Workbench
            | Scope::Quiz
            | Scope::Review
            | Scope::Progress
            | Scope::Shelf
            | Scope::Xray
            | Scope::Requests
            | Scope::Console => false,
        };
        let taken = |row: &HelpRow| types && row.says == "suspend";
        let anywhere = ANYWHERE.help().into_iter().filter(|row| !taken(row));
        let copies = types && rows.iter().any(|row| row.says == COPIES);
        rows.extend(anywhere.map(|row| while_typing(row, types, copies)));
        rows
    }
}

/// What Help says of the keys that copy a selected text.
const COPIES: &str = "copy, cut, paste";

/// What a row of what works anywhere says where letters are typed, and where text can be selected.
fn while_typing(row: HelpRow, types: bool, copies: bool) -> HelpRow {
    match row.says {
        "commands" if types => {
            let keys = row.keys.into_iter().filter(|(_, key)| !key.writes()).collect();
            HelpRow { shown: "Ctrl+P", keys, ..row }
        }
        "leave; all is saved" if copies => {
            HelpRow { says: "leave; Ctrl+C where nothing is selected", ..row }
        }
        _ => row,
    }
}
