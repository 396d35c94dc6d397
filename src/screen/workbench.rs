//! The workbench: the task, the code, the result. It asks for checks, saves and hints and shows
//! what comes back; the file in the workspace is the truth.

mod compare;
mod diff;
mod exchanges;
mod files;
mod foot;
mod hints;
mod keys;
mod over;
mod over_paint;
mod own;
mod paint;
mod passed;
mod place;
mod renewed;
mod result;
mod revised;
mod run;
mod task;
mod xray;

use ratatui::{buffer::Buffer, layout::Size};

use crate::{
    course::{attack::Stage, exercise::Files, id::ExerciseId},
    judge::Outcome,
    screen::{
        event::{Effect, Event, Generation},
        keymap::{Listed, workbench::PANES},
        theme::Theme,
        widget::{pen::Pen, rows, waited::Waited},
    },
    tutor::{Checked, Trouble, Workpiece},
};

use self::{
    exchanges::Exchanges,
    files::OpenFiles,
    over::{Over, Question},
    own::Own,
    place::Places,
    run::{Checking, Knowledge, Live, Run},
};

/// Typing has stopped when no key came for so long.
const TYPING_STOPPED_MS: u64 = 400;

/// One exercise on the screen.
#[derive(Clone, Debug)]
pub struct Workbench {
    exercise: ExerciseId,
    size: Size,
    live: bool,
    bench: Option<Box<Bench>>,
    /// It was written anew, and is asked for.
    renews: bool,
    /// Why the exercise could not be opened.
    trouble: Option<Trouble>,
}

/// An exercise that is open.
#[derive(Clone, Debug)]
struct Bench {
    size: Size,
    piece: Workpiece,
    files: OpenFiles,
    known: Knowledge,
    exchanges: Exchanges,
    pane: Pane,
    left: Left,
    /// Where Esc leads from the code.
    came: Option<Came>,
    over: Option<Over>,
    /// Laid over everything until it is answered.
    question: Option<Question>,
    /// The command of the learner's own server.
    own: Own,
    /// The check whose result is shown.
    chosen: Option<usize>,
    scroll: Scroll,
    /// One row above the editor, until the next key.
    said: Option<String>,
    /// Stays until a save works again.
    save_trouble: Option<String>,
    copied: bool,
    /// The files that F5 checked last.
    ran: Files,
    last: Generation,
}

/// Where the keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Task,
    Code,
    Result,
}

/// From where one went to the code, to look at a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Came {
    Result,
    /// At this event.
    Xray(usize),
}

/// What the left pane shows when there are panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    Task,
    Hints,
}

/// First rows in view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Scroll {
    task: usize,
    hints: usize,
    result: usize,
}

impl Workbench {
    /// `live`: whether the settings let visible checks run a moment after typing stops.
    pub fn new(exercise: ExerciseId, size: Size, live: bool) -> Workbench {
        Workbench { exercise, size, live, bench: None, renews: false, trouble: None }
    }

    pub fn exercise(&self) -> &ExerciseId {
        &self.exercise
    }

    /// What the workbench needs when it comes to the top.
    pub fn shown(&self) -> Vec<Effect> {
        match self.bench {
            Some(_) => Vec::new(),
            None => vec![Effect::OpenExercise(self.exercise.clone())],
        }
    }

    /// The size of the screen, where the exercise with this id is still to come.
    pub fn waits_for(&self, exercise: &ExerciseId) -> Option<Size> {
        let waits = self.bench.is_none() || self.renews;
        (waits && self.exercise == *exercise).then_some(self.size)
    }

    /// Saves what is typed and not saved yet: for the moment when the program ends.
    pub fn leave(&mut self) -> Vec<Effect> {
        self.bench.as_mut().map_or_else(Vec::new, |bench| bench.files.save_now(&self.exercise))
    }

    /// Whether text is selected that Ctrl+C copies.
    pub fn has_selection(&self) -> bool {
        self.bench.as_ref().is_some_and(|bench| {
            bench.is_typing() && bench.files.shown().editor.selected().is_some()
        })
    }

    /// Whether letters, and Ctrl+Z with them, belong to a text.
    pub fn is_typing(&self) -> bool {
        self.bench.as_ref().is_some_and(|bench| bench.is_typing() || bench.own.is_typing())
    }

    /// The tables that are heard now; none where only yes and no are.
    pub fn listens(&self) -> Vec<&'static dyn Listed> {
        match &self.bench {
            Some(bench) => bench.listens(),
            None => vec![&PANES],
        }
    }

    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        if let Event::Resized { columns, rows } = event {
            self.size = Size::new(*columns, *rows);
        }
        let Some(bench) = &mut self.bench else { return self.before_open(event) };
        bench.size = self.size;
        let mut effects = match event {
            Event::Workpiece(piece) if self.renews && piece.exercise.id == self.exercise => {
                self.renews = false;
                bench.renewed((**piece).clone())
            }
            _ => bench.update(event),
        };
        bench.fit();
        effects.extend(bench.files.highlight());
        effects
    }

    pub fn view(&self, buffer: &mut Buffer, theme: &Theme) {
        let mut pen = Pen::new(buffer, theme);
        match &self.bench {
            Some(bench) => bench.draw(&mut pen),
            None => paint::draw_closed(&mut pen, &self.exercise, self.trouble.as_ref()),
        }
    }

    fn before_open(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Workpiece(piece) if piece.exercise.id == self.exercise => {
                let mut bench = Box::new(Bench::new((**piece).clone(), self.size, self.live));
                bench.fit();
                let effects = bench.files.highlight();
                self.bench = Some(bench);
                effects
            }
            Event::Failed { trouble, .. } => {
                self.trouble = Some(trouble.clone());
                Vec::new()
            }
            Event::Key(key) => keys::before_open(key),
            _ => Vec::new(),
        }
    }
}

impl Bench {
    fn new(piece: Workpiece, size: Size, live: bool) -> Bench {
        let files = OpenFiles::new(&piece.exercise, &piece.files);
        let pane = if place::is_wide(size) { Pane::Code } else { Pane::Task };
        Bench {
            size,
            files,
            // A command is not started while one types.
            known: Knowledge::new(live && piece.command.is_none()),
            exchanges: Exchanges::default(),
            pane,
            left: Left::Task,
            came: None,
            over: None,
            question: None,
            own: Own::default(),
            chosen: None,
            scroll: Scroll::default(),
            said: revised::said(&piece),
            save_trouble: None,
            copied: false,
            ran: Files::new(),
            last: 0,
            piece,
        }
    }

    fn id(&self) -> &ExerciseId {
        &self.piece.exercise.id
    }

    fn is_typing(&self) -> bool {
        let is_free = self.question.is_none() && !self.own.is_asking();
        self.pane == Pane::Code && self.over.is_none() && is_free
    }

    /// A number that no work of this screen had.
    fn next_generation(&mut self) -> Generation {
        self.last += 1;
        self.last
    }

    /// Lays out what depends on the size, and tells the editors how much room they have now.
    fn fit(&mut self) {
        self.fit_exchanges();
        let editor = Places::of(self).editor;
        self.files.resize(editor.width, editor.height);
    }

    fn update(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => self.key(key),
            Event::Mouse(mouse) => self.mouse(*mouse),
            Event::Paste(text) => self.paste(text),
            Event::Elapsed { generation } => self.elapsed(*generation),
            Event::CheckBegan { generation, at, of } => {
                if let Run::Checking(checking) = &mut self.known.run
                    && checking.generation == *generation
                {
                    checking.step = Some((*at, *of));
                }
                Vec::new()
            }
            Event::Checked { generation, checked } => {
                self.checked(*generation, checked);
                Vec::new()
            }
            Event::CheckedLive { generation, verdict } => {
                if self.known.live == Live::Running(*generation) {
                    let quick = run::is_quick(verdict);
                    self.known.live = if quick { Live::Idle } else { Live::Off };
                    self.known.checked_live = Some(verdict.clone());
                }
                Vec::new()
            }
            Event::ChangedOutside { exercise, path, text } if exercise == self.id() => {
                self.files.replace(path, text);
                self.said =
                    Some(format!("{path} changed on disk and was loaded; your version is in F8"));
                self.edited_live()
            }
            Event::Saved { exercise, path } if exercise == self.id() => {
                self.files.saved(path);
                self.save_trouble = None;
                Vec::new()
            }
            Event::SaveFailed { exercise, path, trouble } if exercise == self.id() => {
                self.files.save_failed(path);
                self.save_trouble = Some(sentence(trouble));
                Vec::new()
            }
            Event::Highlighted { key, lines } => {
                self.highlighted(key, lines);
                Vec::new()
            }
            Event::Hinted { exercise, standing } if exercise == self.id() => {
                self.hinted(standing);
                Vec::new()
            }
            Event::Revealed { exercise, standing } if exercise == self.id() => {
                self.piece.standing = standing.clone();
                Vec::new()
            }
            Event::History { exercise, attempts } if exercise == self.id() => {
                self.history_read(attempts);
                Vec::new()
            }
            Event::Replaced { exercise, files } if exercise == self.id() => self.replaced(files),
            Event::CommandKept { exercise, command } if exercise == self.id() => {
                self.command_kept(command.as_ref());
                Vec::new()
            }
            Event::ShowLine { path, line, from } => {
                self.show_line(path, *line, *from);
                Vec::new()
            }
            Event::Rechecked { pack, rechecked } => {
                self.rechecked(pack, rechecked);
                Vec::new()
            }
            Event::Failed { generation, trouble } => {
                self.failed(*generation, trouble);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}

/// What happened and what to do next, in one row.
fn sentence(trouble: &Trouble) -> String {
    match &trouble.next {
        Some(next) => format!("{} {next}", trouble.what),
        None => trouble.what.clone(),
    }
}

/// Checks: what F5 and typing start, and what comes back.
impl Bench {
    fn check(&mut self) -> Vec<Effect> {
        if matches!(self.known.run, Run::Checking(_)) {
            return Vec::new();
        }
        if self.asks_before_start() {
            return Vec::new();
        }
        let mut effects = self.files.save_now(&self.piece.exercise.id);
        let (generation, timer) = (self.next_generation(), self.next_generation());
        let waited = Waited::default();
        self.known.run = Run::Checking(Checking { generation, timer, step: None, waited });
        self.known.checked_edits = self.files.edits();
        self.known.live = self.known.live.at_rest();
        self.pane = Pane::Result;
        self.left = Left::Task;
        self.came = None;
        self.scroll.result = 0;
        let files = self.files.texts(&self.piece.files);
        self.ran.clone_from(&files);
        effects.push(Effect::Check { exercise: self.id().clone(), files, generation });
        effects.push(Effect::After { ms: waited.ms_to_next(), generation: timer });
        effects
    }

    /// Esc while a check runs; its answer is dropped when it still comes.
    fn stop(&mut self) -> Vec<Effect> {
        let Run::Checking(checking) = &self.known.run else { return Vec::new() };
        let generation = checking.generation;
        self.known.run = Run::Stopped;
        vec![Effect::Stop { generation }]
    }

    /// The text changed: it is saved, and the visible checks run when typing has stopped.
    fn edited(&mut self) -> Vec<Effect> {
        if self.known.run == Run::Stopped {
            self.known.run = Run::Idle;
        }
        let timer = self.next_generation();
        let mut effects = self.files.save_later(timer);
        effects.extend(self.edited_live());
        effects
    }

    fn edited_live(&mut self) -> Vec<Effect> {
        if self.known.live == Live::Off {
            return Vec::new();
        }
        let generation = self.next_generation();
        self.known.live = Live::Waiting(generation);
        vec![Effect::After { ms: TYPING_STOPPED_MS, generation }]
    }

    fn elapsed(&mut self, timer: Generation) -> Vec<Effect> {
        let mut effects = self.files.save_after(timer, &self.piece.exercise.id);
        if let Run::Checking(checking) = &mut self.known.run
            && checking.timer == timer
        {
            let ms = checking.waited.go_on();
            effects.push(Effect::After { ms, generation: timer });
        } else if self.known.live == Live::Waiting(timer)
            && !matches!(self.known.run, Run::Checking(_))
        {
            let generation = self.next_generation();
            self.known.live = Live::Running(generation);
            let files = self.files.texts(&self.piece.files);
            effects.push(Effect::CheckLive { exercise: self.id().clone(), files, generation });
        }
        effects
    }

    fn checked(&mut self, generation: Generation, checked: &Checked) {
        let ours = matches!(&self.known.run, Run::Checking(run) if run.generation == generation);
        if !ours || checked.exercise != *self.id() {
            return;
        }
        self.known.run = Run::Idle;
        self.known.checked = Some(Box::new(checked.clone()));
        self.known.checked_live = None;
        self.drop_exchanges();
        if !run::is_quick(&checked.verdict) {
            self.known.live = Live::Off;
        }
        self.piece.standing = checked.standing.clone();
        let failed = checked.verdict.first_failure().map(|(_, result, _)| result);
        let open = |result: &crate::judge::CheckResult| result.outcome != Outcome::Passed;
        let first = failed.or_else(|| checked.verdict.checks.iter().find(|result| open(result)));
        let name = first.map(|result| result.name.clone());
        let position =
            |name: &String| self.piece.exercise.checks.iter().position(|check| check.name == *name);
        self.choose(name.as_ref().and_then(position));
    }

    /// Shows the result of one check, and marks the line that it names.
    fn choose(&mut self, check: Option<usize>) {
        self.chosen = check;
        self.files.editor().close_suggestions();
        self.scroll.result = 0;
        self.copied = false;
        let place = self.open_failure().and_then(|failure| failure.place.clone());
        let of_stage = || self.file_of_stage();
        let file = place.as_ref().map(|place| place.file.as_str()).or_else(of_stage);
        if let Some(index) = file.and_then(|file| self.files.index_of(file)) {
            self.files.show(index);
        }
        // Lines that were typed since may have moved what the failure names.
        let fresh = self.known.checked_edits == self.files.edits();
        let place = place.as_ref().filter(|_| fresh);
        self.fit();
        self.files.mark(place.map(|place| (place.file.as_str(), place.line)));
    }

    /// The file to change where the check that is chosen failed and names no line, in an exercise
    /// with two answers.
    fn file_of_stage(&self) -> Option<&str> {
        let exercise = &self.piece.exercise;
        let check = exercise.checks.get(self.chosen?)?;
        if !matches!(self.known.judged(check)?.outcome, Outcome::Failed(_)) {
            return None;
        }
        match exercise.stage(check)? {
            Stage::Exploit => Some(exercise.requests()),
            Stage::Repair => Some(exercise.app()),
        }
    }

    fn failed(&mut self, generation: Option<Generation>, trouble: &Trouble) {
        match (&self.known.run, self.known.live) {
            (Run::Checking(checking), _) if generation == Some(checking.generation) => {
                self.known.run = Run::Failed(trouble.clone());
            }
            (_, Live::Running(live)) if generation == Some(live) => self.known.live = Live::Idle,
            (Run::Checking(_) | Run::Idle | Run::Stopped | Run::Failed(_), _) => {
                if generation.is_none() {
                    self.said = Some(sentence(trouble));
                }
            }
        }
    }
}
