//! A console of the playground: what is typed above, what came of it below, and beside them what the
//! database holds. The session itself lives in the worker; this asks it and shows what it said.

mod answer;
mod answer_draw;
mod draw;
mod figures;
mod foot;
mod keys;
mod over;
mod past;
mod place;
mod printed;
mod tree;

use ratatui::layout::{Rect, Size};

use self::{answer::Answer, over::Over, past::Past, printed::Printed, tree::TreeView};
use crate::{
    screen::{
        event::{Effect, Event, Generation, HighlightKey},
        keymap::Scope,
        widget::{editor::CodeEditor, pen::Pen, waited::Waited},
    },
    tutor::{
        Trouble,
        console::{Choice, Engine, MistakeKind, On, Opened, Ran, Vocabulary},
    },
};

/// Numbers of a console's questions begin here, each engine's with a range of its own in each
/// playground.
const FIRST_GENERATION: Generation = 3 << 61;
const GENERATIONS: Generation = 1 << 40;
const RANGES: u64 = Engine::ALL.len() as u64;
/// Bytes of what is shown while a program runs, the newest; all of it comes with its end.
const STREAMED_BYTES_MAX: usize = 16 << 10;

#[derive(Clone, Debug)]
pub struct Console {
    engine: Engine,
    size: Size,
    /// What is to be opened next; `None` for what there is.
    on: Option<On>,
    /// The number under which it asks what there is.
    look: Generation,
    /// The number of the last question.
    generation: Generation,
    session: Session,
    run: Run,
    /// The number of the file that is being written.
    writing: Option<Generation>,
    editor: CodeEditor,
    past: Past,
    pane: Pane,
    result: Shown,
    tree: TreeView,
    /// What the database holds, for who writes.
    words: Vocabulary,
    over: Over,
    /// Steps of a plan are told in plain words.
    plan_words: bool,
    /// One line between the editor and the result, until the next key.
    said: Option<String>,
}

/// What the keys move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Editor,
    Result,
    Tree,
}

#[derive(Clone, Debug)]
enum Session {
    Opening(Generation),
    Open {
        name: String,
    },
    /// It cannot be opened; says why.
    Broken(Trouble),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Run {
    Idle,
    Running {
        generation: Generation,
        input: String,
        /// The editor is emptied where it went well, as at a prompt.
        clears: bool,
        waited: Waited,
        /// What a program has printed so far.
        printed: String,
    },
}

/// What came of what was typed.
#[derive(Clone, Debug)]
enum Shown {
    Nothing,
    /// Of the last input alone.
    Answer(Box<Answer>),
    /// Of all inputs, the last on top.
    Printed(Printed),
}

impl Console {
    pub fn new(nth: u64, engine: Engine, size: Size) -> Console {
        let look = FIRST_GENERATION + GENERATIONS * (RANGES * nth + engine as u64);
        let first = look + 1;
        let mut console = Console {
            engine,
            size,
            on: None,
            look,
            generation: first,
            session: Session::Opening(first),
            run: Run::Idle,
            writing: None,
            editor: CodeEditor::new("", true),
            past: Past::default(),
            pane: Pane::Editor,
            result: Shown::Nothing,
            tree: TreeView::default(),
            words: Vocabulary::new(engine),
            over: Over::Nothing,
            plan_words: false,
            said: None,
        };
        console.lay_out();
        console
    }

    /// The session is asked for when the tab is seen first. Later another playground may have moved
    /// it, for each engine has one.
    pub fn shown(&self) -> Vec<Effect> {
        let (on, generation) = match self.session {
            Session::Opening(generation) => (self.on.clone(), generation),
            Session::Open { .. } => (None, self.look),
            Session::Broken(_) => return Vec::new(),
        };
        vec![Effect::OpenConsole { engine: self.engine, on, generation }]
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// What is opened first: a block of a lesson, with its text in the editor.
    pub fn begin_with(&mut self, on: On) {
        self.on = Some(on);
    }

    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => self.paste(text),
            Event::Mouse(mouse) => self.mouse(*mouse),
            Event::Resized { columns, rows } => {
                self.size = Size::new(*columns, *rows);
                self.lay_out();
                Vec::new()
            }
            Event::Elapsed { generation } => self.tick(*generation),
            Event::ConsoleOpened { generation, opened } => self.opened(*generation, opened),
            Event::ConsolePrinted { generation, text } => {
                self.printed(*generation, text);
                Vec::new()
            }
            Event::ConsoleRan { generation, ran } => self.ran(*generation, ran),
            Event::ConsoleChoices { engine, choices } if *engine == self.engine => {
                self.over.offer(choices);
                Vec::new()
            }
            Event::Exported { generation, path } if self.writing == Some(*generation) => {
                self.writing = None;
                self.said = Some(format!("Written to {path}"));
                Vec::new()
            }
            Event::Highlighted { key: HighlightKey::Console { engine, edit }, lines }
                if *engine == self.engine =>
            {
                self.editor.colour(*edit, lines.clone());
                Vec::new()
            }
            Event::Failed { generation: Some(generation), trouble } => {
                self.failed(*generation, trouble);
                Vec::new()
            }
            // Answers to what others asked.
            _ => Vec::new(),
        }
    }

    pub fn view(&self, pen: &mut Pen<'_>, body: Rect) {
        draw::draw(self, pen, body);
    }

    /// For the title line.
    pub fn facts(&self) -> Vec<String> {
        match &self.session {
            Session::Open { name } => vec![name.clone()],
            Session::Opening(_) | Session::Broken(_) => Vec::new(),
        }
    }

    pub fn scope(&self) -> Scope {
        if self.is_typing() { Scope::ConsoleEditor } else { Scope::Console }
    }

    pub fn is_typing(&self) -> bool {
        self.pane == Pane::Editor && self.over.is_nothing()
    }

    pub fn has_selection(&self) -> bool {
        self.is_typing() && self.editor.selected().is_some()
    }

    /// What runs is stopped on the way out; the session itself stays.
    pub fn leave(&mut self) -> Vec<Effect> {
        self.stop().into_iter().collect()
    }

    /// What the session works on.
    fn name(&self) -> &str {
        match &self.session {
            Session::Open { name } => name,
            Session::Opening(_) | Session::Broken(_) => "",
        }
    }

    fn open(&mut self, on: Option<On>) -> Vec<Effect> {
        let generation = self.next_generation();
        self.session = Session::Opening(generation);
        vec![Effect::OpenConsole { engine: self.engine, on, generation }]
    }

    fn opened(&mut self, generation: Generation, opened: &Opened) -> Vec<Effect> {
        match self.session {
            Session::Opening(asked) if asked == generation => {}
            Session::Open { .. } if self.look == generation => {}
            Session::Opening(_) | Session::Open { .. } | Session::Broken(_) => return Vec::new(),
        }
        self.session = Session::Open { name: opened.name.clone() };
        self.on = Some(opened.on.clone());
        self.tree.grow(&opened.tree);
        self.know(&opened.words);
        self.past.begin(&opened.typed);
        let Some(text) = &opened.text else { return Vec::new() };
        self.editor.replace_all(text);
        self.editor.to_end();
        self.edited()
    }

    /// The editor offers what the database holds from now on.
    fn know(&mut self, words: &Vocabulary) {
        self.words.clone_from(words);
        let words = words.clone();
        self.editor.complete_with(move |lines, line, byte| words.offers(lines, line, byte));
    }

    /// What follows a change of the text.
    fn edited(&mut self) -> Vec<Effect> {
        self.editor.mark(None);
        self.lay_out();
        vec![Effect::Highlight {
            key: HighlightKey::Console { engine: self.engine, edit: self.editor.edits() },
            language: self.engine.language().to_owned(),
            text: self.editor.text(),
        }]
    }

    /// Runs what stands in the editor.
    fn run(&mut self, clears: bool) -> Vec<Effect> {
        let input = self.editor.text();
        if self.run != Run::Idle {
            return Vec::new();
        }
        if input.trim().is_empty() {
            self.said = Some("Nothing to run yet.".to_owned());
            return Vec::new();
        }
        self.editor.mark(None);
        self.past.keep(&input);
        let mut effects = match self.session {
            // Whoever runs something after a failure wants another try.
            Session::Broken(_) => self.open(self.on.clone()),
            Session::Opening(_) | Session::Open { .. } => Vec::new(),
        };
        let generation = self.next_generation();
        let waited = Waited::default();
        self.run = Run::Running {
            generation,
            input: input.clone(),
            clears,
            waited,
            printed: String::new(),
        };
        effects.push(Effect::RunConsole { engine: self.engine, input, generation });
        effects.push(Effect::After { ms: waited.ms_to_next(), generation });
        effects
    }

    /// The time of a run is told while it runs.
    fn tick(&mut self, elapsed: Generation) -> Vec<Effect> {
        match &mut self.run {
            Run::Running { generation, waited, .. } if *generation == elapsed => {
                let ms = waited.go_on();
                vec![Effect::After { ms, generation: elapsed }]
            }
            Run::Running { .. } | Run::Idle => Vec::new(),
        }
    }

    /// What is printed while something runs stands there at once; what comes later is put to its input.
    fn printed(&mut self, printed_by: Generation, text: &str) {
        match (&mut self.run, &mut self.result) {
            (Run::Running { generation, printed, .. }, _) if *generation == printed_by => {
                printed.push_str(text);
                let over = printed.len().saturating_sub(STREAMED_BYTES_MAX);
                printed.drain(..printed.ceil_char_boundary(over));
            }
            (_, Shown::Printed(shown)) => shown.add(printed_by, text),
            (_, Shown::Nothing | Shown::Answer(_)) => {}
        }
    }

    fn ran(&mut self, generation: Generation, ran: &Ran) -> Vec<Effect> {
        let Run::Running { generation: asked, input, clears, .. } = &self.run else {
            return Vec::new();
        };
        if *asked != generation {
            return Vec::new();
        }
        let (input, clears) = (input.clone(), *clears);
        self.run = Run::Idle;
        self.tree.grow(&ran.tree);
        self.know(&ran.words);
        let went_well = ran.mistake.is_none();
        let line = ran.mistake.as_ref().filter(|mistake| mistake.kind == MistakeKind::Wrong);
        let line = line.and_then(|mistake| mistake.line);
        let is_same = self.editor.text() == input;
        match self.engine {
            Engine::Sql => self.result = Shown::Answer(Box::new(Answer::new(ran.clone()))),
            Engine::Mongo | Engine::Redis | Engine::Js => {
                let mut printed = match std::mem::replace(&mut self.result, Shown::Nothing) {
                    Shown::Printed(printed) => printed,
                    Shown::Nothing | Shown::Answer(_) => Printed::default(),
                };
                printed.push(generation, &input, ran, self.result_place().width);
                self.result = Shown::Printed(printed);
            }
        }
        if is_same && clears && went_well {
            self.editor.replace_all("");
            return self.edited();
        }
        if is_same {
            self.editor.mark(line.and_then(|line| usize::try_from(line).ok()?.checked_sub(1)));
        }
        Vec::new()
    }

    fn failed(&mut self, generation: Generation, trouble: &Trouble) {
        if self.writing == Some(generation) {
            self.writing = None;
            self.said = Some(trouble.to_string());
        }
        let is_lost = match self.session {
            Session::Opening(asked) => asked == generation,
            Session::Open { .. } => self.look == generation,
            Session::Broken(_) => false,
        };
        if is_lost {
            self.session = Session::Broken(trouble.clone());
        }
        if matches!(self.run, Run::Running { generation: asked, .. } if asked == generation) {
            self.run = Run::Idle;
            self.said = Some(trouble.to_string());
        }
    }

    /// Asks for an end of an opening that takes long.
    fn stop_opening(&self) -> Option<Effect> {
        match self.session {
            Session::Opening(generation) => Some(Effect::Stop { generation }),
            Session::Open { .. } | Session::Broken(_) => None,
        }
    }

    /// Asks for an end of what runs.
    fn stop(&self) -> Option<Effect> {
        match self.run {
            Run::Running { generation, .. } => Some(Effect::Stop { generation }),
            Run::Idle => None,
        }
    }

    fn next_generation(&mut self) -> Generation {
        self.generation += 1;
        self.generation
    }

    fn choose(&mut self, choice: &Choice) -> Vec<Effect> {
        self.over = Over::Nothing;
        self.result = Shown::Nothing;
        self.on = Some(choice.on.clone());
        self.open(Some(choice.on.clone()))
    }
}
