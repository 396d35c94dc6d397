//! The keys of Home.

use crate::screen::keymap::{
    Binding, DOWN, END, ENTER, ESC, HOME as HOME_KEY, LEFT, PAGE_DOWN, PAGE_UP, QUESTION, RIGHT,
    Table, UP, plain,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeAction {
    /// Continues, unfolds a module, opens a lesson or an exercise.
    Take,
    Up,
    Down,
    First,
    Last,
    Unfold,
    Fold,
    /// Leaves the chosen module out, or takes it up again.
    Skip,
    /// Asks what the learner knows of the chosen module already.
    Test,
    Review,
    Progress,
    Search,
    Playground,
    /// The packs that are installed.
    Shelf,
    Help,
    Quit,
}

pub const HOME: Table<HomeAction> = Table {
    name: "home",
    types: false,
    bindings: &[
        Binding {
            group: "Course",
            shown: "Enter",
            says: "continue, open, unfold",
            keys: &[(ENTER, HomeAction::Take)],
        },
        Binding {
            group: "Course",
            shown: "↑ ↓  k j",
            says: "choose",
            keys: &[
                (DOWN, HomeAction::Down),
                (UP, HomeAction::Up),
                (plain('j'), HomeAction::Down),
                (plain('k'), HomeAction::Up),
            ],
        },
        Binding {
            group: "Course",
            shown: "→ ←  l h",
            says: "unfold, fold a module",
            keys: &[
                (RIGHT, HomeAction::Unfold),
                (LEFT, HomeAction::Fold),
                (plain('l'), HomeAction::Unfold),
                (plain('h'), HomeAction::Fold),
            ],
        },
        Binding {
            group: "Course",
            shown: "x",
            says: "skip, unskip a module",
            keys: &[(plain('x'), HomeAction::Skip)],
        },
        Binding {
            group: "Course",
            shown: "t",
            says: "what you know of a module",
            keys: &[(plain('t'), HomeAction::Test)],
        },
        Binding {
            group: "Course",
            shown: "g G",
            says: "first, last",
            keys: &[
                (plain('g'), HomeAction::First),
                (plain('G'), HomeAction::Last),
                (HOME_KEY, HomeAction::First),
                (END, HomeAction::Last),
                (PAGE_UP, HomeAction::First),
                (PAGE_DOWN, HomeAction::Last),
            ],
        },
        Binding {
            group: "You",
            shown: "v",
            says: "review what is due",
            keys: &[(plain('v'), HomeAction::Review)],
        },
        Binding {
            group: "You",
            shown: "p",
            says: "progress",
            keys: &[(plain('p'), HomeAction::Progress)],
        },
        Binding {
            group: "Anywhere",
            shown: "/",
            says: "search",
            keys: &[(plain('/'), HomeAction::Search)],
        },
        Binding {
            group: "Anywhere",
            shown: "P",
            says: "playground",
            keys: &[(plain('P'), HomeAction::Playground)],
        },
        Binding {
            group: "Anywhere",
            shown: "b",
            says: "packs",
            keys: &[(plain('b'), HomeAction::Shelf)],
        },
        Binding {
            group: "Anywhere",
            shown: "?",
            says: "these keys",
            keys: &[(QUESTION, HomeAction::Help)],
        },
        Binding {
            group: "Anywhere",
            shown: "q Esc",
            says: "leave",
            keys: &[(plain('q'), HomeAction::Quit), (ESC, HomeAction::Quit)],
        },
    ],
};
