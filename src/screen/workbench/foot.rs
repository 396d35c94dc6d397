//! The footer: the keys that work now, most useful first.

use crate::screen::keymap::{
    Hint, Scope,
    typing::{SUGGEST, SUGGESTIONS, Suggesting},
    workbench::{BenchAction, EDITOR, OVER, OverAction, PANES, SEARCH_NEXT, SEARCH_PREVIOUS},
};

use super::{
    Bench, Left, Pane,
    over::{Over, Question},
    place::{self, Places},
    result,
    run::Run,
    task,
};

/// Help and the way back, at the right edge.
pub fn end(scope: Scope) -> [Hint; 2] {
    match scope {
        Scope::Editor | Scope::Suggesting => {
            [EDITOR.hint(BenchAction::Help, "help"), EDITOR.hint(BenchAction::Back, "back")]
        }
        Scope::Home
        | Scope::Reader
        | Scope::Search
        | Scope::Workbench
        | Scope::Quiz
        | Scope::QuizField
        | Scope::Palette
        | Scope::Recall
        | Scope::Review
        | Scope::Progress
        | Scope::Shelf
        | Scope::Xray
        | Scope::Requests
        | Scope::Request
        | Scope::Console
        | Scope::ConsoleEditor => {
            [PANES.hint(BenchAction::Help, "help"), PANES.hint(BenchAction::Leave, "back")]
        }
    }
}

/// Yes and no.
pub fn answers(question: Question) -> [Hint; 2] {
    let (_, yes, no) = question.words();
    [Hint::new("Enter", yes), Hint::new("Esc", no)]
}

pub fn hints(bench: &Bench) -> Vec<Hint> {
    let wide = place::is_wide(bench.size);
    if let Some(over) = &bench.over {
        return laid_over(bench, over);
    }
    match bench.pane {
        Pane::Code if bench.files.shown().editor.is_searching() => searching(),
        Pane::Code if bench.files.shown().editor.is_suggesting() => suggesting(),
        Pane::Code => typing(bench),
        Pane::Task if bench.left == Left::Hints => reading_hints(bench),
        Pane::Task | Pane::Result if bench.known.has_passed() => passed(bench, wide),
        Pane::Task | Pane::Result => in_panes(bench, wide),
    }
}

fn laid_over(bench: &Bench, over: &Over) -> Vec<Hint> {
    let said = if bench.copied { "copied" } else { "copy" };
    match over {
        Over::Full { .. } => {
            let mut hints = vec![
                OVER.hint(OverAction::Take, "back to my file"),
                OVER.hint(OverAction::Down, "scroll"),
            ];
            if bench.open_failure().is_some_and(|failure| failure.curl.is_some()) {
                let label = if bench.copied { "copied as curl" } else { "copy as curl" };
                hints.push(OVER.hint(OverAction::Copy, label));
            }
            hints
        }
        Over::Solution(_) => vec![
            OVER.hint(OverAction::Take, "back to my file"),
            OVER.hint(OverAction::Down, "scroll both"),
            OVER.hint(OverAction::NextChange, "next change"),
            OVER.hint(OverAction::Copy, said),
            OVER.hint(OverAction::History, "history"),
        ],
        Over::History(past) if past.comparison.is_some() => vec![
            OVER.hint(OverAction::Take, "put back"),
            OVER.hint(OverAction::Down, "choose"),
            OVER.hint(OverAction::NextChange, "next change"),
            OVER.hint(OverAction::ScreenDown, "scroll"),
            OVER.hint(OverAction::Copy, said),
        ],
        Over::History(_) => Vec::new(),
    }
}

fn searching() -> Vec<Hint> {
    vec![
        Hint::new(SEARCH_NEXT.to_string(), "next match"),
        Hint::new(SEARCH_PREVIOUS.to_string(), "previous"),
        Hint::new("Esc", "close"),
    ]
}

fn suggesting() -> Vec<Hint> {
    vec![
        SUGGESTIONS.hint(Suggesting::Take, "take"),
        SUGGESTIONS.hint(Suggesting::Down, "choose"),
        SUGGESTIONS.hint(Suggesting::Close, "close"),
    ]
}

fn typing(bench: &Bench) -> Vec<Hint> {
    let mut hints = vec![EDITOR.hint(BenchAction::Check, "check")];
    if bench.files.shown().editor.can_suggest() {
        hints.push(SUGGEST.hint(Suggesting::Open, "suggest"));
    }
    if bench.is_stack() {
        hints.push(EDITOR.hint(BenchAction::Command, "my command"));
    }
    let help = help(bench);
    hints.extend(help.first().cloned());
    if 1 < bench.files.all().len() {
        hints.push(EDITOR.hint(BenchAction::NextFile, "other file"));
    }
    hints.extend(bench.xray_hint());
    hints.extend(help.into_iter().skip(1));
    hints.push(EDITOR.hint(BenchAction::EditOutside, "my editor"));
    hints.push(EDITOR.hint(BenchAction::History, "history"));
    hints.push(EDITOR.hint(BenchAction::Reset, "start again"));
    hints
}

/// F3 while it gives something and the exercise does not pass, then F4 where it may be seen.
fn help(bench: &Bench) -> Vec<Hint> {
    let may_see = bench.may_see_solution();
    let shown = bench.piece.standing.hints;
    let gives = shown < bench.piece.exercise.hints.len() && !bench.known.has_passed();
    let hint = (gives || !may_see).then(|| EDITOR.hint(BenchAction::Hint, "hint"));
    let solution = may_see.then(|| EDITOR.hint(BenchAction::Solution, "solution"));
    hint.into_iter().chain(solution).collect()
}

fn reading_hints(bench: &Bench) -> Vec<Hint> {
    let mut hints = Vec::new();
    if bench.piece.standing.hints < bench.piece.exercise.hints.len() {
        hints.push(PANES.hint(BenchAction::Hint, "one step further"));
    }
    hints.push(PANES.hint(BenchAction::Check, "check"));
    if bench.may_see_solution() {
        hints.push(PANES.hint(BenchAction::Solution, "solution"));
    }
    if !place::is_wide(bench.size) && bench.known.checked.is_some() {
        hints.push(PANES.hint(BenchAction::Result, "result"));
    }
    hints.push(PANES.hint(BenchAction::NextPane, "editor"));
    hints.extend(bench.xray_hint());
    hints.push(PANES.hint(BenchAction::Task, "task"));
    hints
}

fn in_panes(bench: &Bench, wide: bool) -> Vec<Hint> {
    let mut hints = Vec::new();
    if let Run::Checking(_) = bench.known.run {
        hints.push(PANES.hint(BenchAction::Back, "stop"));
    }
    if !wide {
        hints.push(PANES.hint(BenchAction::Code, "code"));
    }
    hints.push(PANES.hint(BenchAction::Check, "check"));
    if bench.is_stack() {
        hints.push(PANES.hint(BenchAction::Command, "my command"));
    }
    // A mock API's recording says less than the answers below.
    if !bench.shows_exchanges() {
        hints.extend(bench.xray_hint());
    }
    hints.extend(more_of_task(bench));
    hints.extend(help(bench));
    let in_full = (bench.pane == Pane::Result && result::has_more(bench))
        .then(|| PANES.hint(BenchAction::Take, "in full"));
    let curl = bench
        .open_failure()
        .filter(|failure| failure.curl.is_some())
        .map(|_| PANES.hint(BenchAction::Copy, "copy as curl"));
    if bench.shows_exchanges() {
        // Answers are read before they are copied.
        hints.extend(scroll(bench).into_iter().chain(in_full).chain(curl));
        hints.extend(bench.xray_hint());
    } else {
        hints.extend(curl.into_iter().chain(in_full));
    }
    hints.push(PANES.hint(BenchAction::EditOutside, "my editor"));
    hints.push(PANES.hint(BenchAction::History, "history"));
    if wide {
        hints.push(PANES.hint(BenchAction::NextPane, "pane"));
    }
    hints.push(PANES.hint(BenchAction::Reset, "start again"));
    hints
}

/// While the task says more than its pane shows.
fn more_of_task(bench: &Bench) -> Option<Hint> {
    let is_task = bench.pane == Pane::Task && bench.left == Left::Task;
    let is_longer = is_task && 0 < task::scroll_max(bench, &Places::of(bench));
    is_longer.then(|| PANES.hint(BenchAction::ScreenDown, "more of the task"))
}

/// Where the answers do not fit under the result.
fn scroll(bench: &Bench) -> Option<Hint> {
    let area = Places::of(bench).result;
    let is_longer = area.height < result::height(bench, area.width);
    (bench.pane == Pane::Result && bench.shows_exchanges() && is_longer)
        .then(|| PANES.hint(BenchAction::Down, "scroll"))
}

fn passed(bench: &Bench, wide: bool) -> Vec<Hint> {
    let mut hints = Vec::new();
    if let Some(next) = &bench.piece.next {
        let label = if wide { format!("next: {}", next.title) } else { "next".to_owned() };
        hints.push(PANES.hint(BenchAction::Take, label));
    }
    hints.extend(scroll(bench));
    hints.extend(more_of_task(bench));
    hints.push(PANES.hint(BenchAction::Solution, "solution"));
    hints.extend(bench.xray_hint());
    if !wide {
        hints.push(PANES.hint(BenchAction::Code, "code"));
    }
    hints.push(PANES.hint(BenchAction::History, "history"));
    if wide {
        hints.push(PANES.hint(BenchAction::NextPane, "pane"));
    }
    hints
}
