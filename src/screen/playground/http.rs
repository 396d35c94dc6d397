//! The HTTP tab: collections of requests on the left, the request that is chosen and its answer on
//! the right. The file of a request is the truth; what is typed goes there.

mod answer;
mod composer;
mod draw;
mod editing;
mod foot;
mod keys;
mod lines;
mod over;
mod places;
mod raw;
mod saving;
mod sent;
mod serving;
mod tree;
mod viewer;

use ratatui::layout::{Rect, Size};

use self::{
    editing::{Editing, Spot, entry_in},
    over::Over,
    saving::Typed,
    sent::{Asked, Refused, Sending},
    tree::{Choice, Row},
    viewer::{Part, Viewer},
};
use crate::{
    exchange::http_file::{Entry, pieces},
    screen::{
        event::{Effect, Event, Generation},
        keymap::Scope,
        widget::{field::Field, pen::Pen},
    },
    tutor::{
        Trouble,
        playground::{Collection, OWN_FILE, Shelf},
    },
};

/// Numbers of this tab's work lie between those of the palette and of the consoles.
const FIRST_GENERATION: Generation = 5 << 60;
/// Each playground has so many.
const GENERATIONS: Generation = 1 << 40;

#[derive(Clone, Debug)]
pub struct Http {
    size: Size,
    /// `None` until it is read.
    shelf: Option<Box<Shelf>>,
    environment: Option<String>,
    chosen: Choice,
    focus: Focus,
    editing: Option<Editing>,
    /// What was left, until its text is known to be in the file.
    left: Vec<Editing>,
    viewer: Viewer,
    /// What is looked for in the answer, while it is typed.
    finding: Option<Field>,
    over: Option<Over>,
    sending: Option<Sending>,
    asked: Asked,
    /// Why the request was not sent; until the next one is.
    trouble: Option<Refused>,
    /// Said until the next key.
    said: Option<String>,
    /// What was typed is only here, and why.
    unsaved: Option<Trouble>,
    /// What was typed last: that request is chosen when the files come anew.
    typed: Option<Typed>,
    loading: Loading,
    generation: Generation,
}

/// The files are read once at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loading {
    Not,
    UnderWay,
    /// And once more, for something changed since.
    Again,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Focus {
    Tree,
    Answer,
}

impl Http {
    pub fn new(nth: u64, size: Size) -> Http {
        Http {
            size,
            shelf: None,
            environment: None,
            chosen: Choice::Sample,
            focus: Focus::Tree,
            editing: None,
            left: Vec::new(),
            viewer: Viewer::new(),
            finding: None,
            over: None,
            sending: None,
            asked: Asked::default(),
            trouble: None,
            said: None,
            unsaved: None,
            typed: None,
            loading: Loading::Not,
            generation: FIRST_GENERATION + GENERATIONS * nth,
        }
    }

    pub fn shown(&self) -> Vec<Effect> {
        vec![Effect::LoadShelf { environment: self.environment.clone() }]
    }

    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => self.paste(text),
            Event::Mouse(mouse) => self.mouse(*mouse),
            Event::Resized { columns, rows } => {
                self.size = Size::new(*columns, *rows);
                // As much from the top as the cursor allows.
                self.viewer.top = 0;
                self.fit();
                Vec::new()
            }
            Event::Shelf(loaded) => {
                self.take_shelf(loaded);
                match std::mem::replace(&mut self.loading, Loading::Not) {
                    Loading::Again => self.load(),
                    Loading::Not | Loading::UnderWay => Vec::new(),
                }
            }
            Event::ShelfChanged => self.load(),
            Event::RequestSaved { change, unsaved } => self.saved(change, unsaved.as_ref()),
            Event::Answered { generation, past } => {
                self.answered(*generation, past);
                Vec::new()
            }
            Event::Unsent { generation, unsent } => self.unsent(*generation, unsent),
            Event::Elapsed { generation } => self.elapsed(*generation),
            Event::Highlighted { key, lines } => {
                let editing = self.editing.as_mut();
                editing.map_or_else(Vec::new, |editing| editing.highlighted(key, lines))
            }
            Event::Curl(curl) => self.copied_as_curl(curl),
            Event::Imported(imported) => self.imported(imported),
            Event::SampleTaken(taken) => self.sample_taken(taken),
            Event::Servables(list) => {
                self.take_servables(list);
                Vec::new()
            }
            Event::Server(server) => self.take_server(server),
            // Answers to what other screens asked.
            _ => Vec::new(),
        }
    }

    pub fn view(&self, pen: &mut Pen<'_>, area: Rect) {
        draw::draw(self, pen, area);
        if let Some(over) = &self.over {
            over.draw(pen);
        }
    }

    /// Cards that were due when the requests were read.
    pub fn due(&self) -> usize {
        self.shelf.as_ref().map_or(0, |loaded| loaded.due)
    }

    /// The environment, and where the server listens that runs here.
    pub fn facts(&self) -> Vec<String> {
        let mut facts: Vec<String> = self.environment.iter().cloned().collect();
        if let Some(server) = self.server().filter(|server| server.runs()) {
            facts.push(match server.port {
                Some(port) if places::is_wide(self.size) => format!("{} on :{port}", server.name),
                Some(port) => format!(":{port}"),
                None => "starting".to_owned(),
            });
        }
        facts
    }

    pub fn scope(&self) -> Scope {
        if self.editing.is_some() { Scope::Request } else { Scope::Requests }
    }

    pub fn is_typing(&self) -> bool {
        self.editing.is_some()
            || self.finding.is_some()
            || self.over.as_ref().is_some_and(Over::is_typing)
    }

    pub fn has_selection(&self) -> bool {
        self.editing.as_ref().is_some_and(|editing| editing.editor.selected().is_some())
    }

    pub fn leave(&mut self) -> Vec<Effect> {
        let stop = |sending: Sending| Effect::Stop { generation: sending.generation };
        let stopped = self.sending.take().map(stop);
        self.end_all_typing().into_iter().chain(stopped).collect()
    }

    fn load(&mut self) -> Vec<Effect> {
        match self.loading {
            Loading::Not => {
                self.loading = Loading::UnderWay;
                self.shown()
            }
            Loading::UnderWay | Loading::Again => {
                self.loading = Loading::Again;
                Vec::new()
            }
        }
    }

    fn take_shelf(&mut self, loaded: &Shelf) {
        let first = self.shelf.is_none();
        self.shelf = Some(Box::new(loaded.clone()));
        if self.environment.as_ref().is_some_and(|name| !loaded.environments.contains(name)) {
            self.environment = None;
        }
        if let Some(typed) = &self.typed {
            let found = self
                .collection(&typed.file)
                .and_then(|collection| entry_in(&collection.text, &typed.content, 0, typed.line));
            if let Some(entry) = found {
                self.chosen = Choice::Request { file: typed.file.clone(), entry };
            }
        }
        if self.editing.is_none() {
            self.typed = None;
        }
        self.keep_choice(first);
    }

    /// What is no longer there cannot stay chosen.
    fn keep_choice(&mut self, first: bool) {
        let rows = self.rows();
        let choices: Vec<_> = rows.iter().filter_map(Row::choice).collect();
        if choices.contains(&&self.chosen) && !first {
            return;
        }
        // The last request of the same file, where some went away.
        let near = match &self.chosen {
            Choice::Request { file, .. } => choices.iter().rev().find(
                |choice| matches!(choice, Choice::Request { file: other, .. } if other == file),
            ),
            Choice::File(_) | Choice::Variable { .. } | Choice::Past(_) | Choice::Sample => None,
        };
        if let Some(choice) = near.or(choices.first()) {
            self.chosen = (*choice).clone();
        }
    }

    fn elapsed(&mut self, generation: Generation) -> Vec<Effect> {
        if let Some(sending) = self.sending.as_mut().filter(|s| s.timer == generation) {
            return vec![Effect::After { ms: sending.waited.go_on(), generation }];
        }
        match self.editing.as_mut().filter(|editing| editing.waits_for(generation)) {
            Some(editing) => editing.save().into_iter().collect(),
            None => Vec::new(),
        }
    }

    fn copied_as_curl(&mut self, curl: &Result<String, Trouble>) -> Vec<Effect> {
        match curl {
            Ok(command) => {
                self.said = Some("Copied as curl.".to_owned());
                vec![Effect::Copy(command.clone())]
            }
            Err(trouble) => {
                self.said = Some(format!("Not copied. {trouble}"));
                Vec::new()
            }
        }
    }

    fn imported(&mut self, imported: &Result<String, Trouble>) -> Vec<Effect> {
        match imported {
            Ok(file) => {
                self.said = Some(format!("{file} has them now."));
                self.chosen = Choice::Request { file: file.clone(), entry: 0 };
                if file == OWN_FILE {
                    // What is new stands at the end.
                    self.chosen = Choice::Request { file: file.clone(), entry: usize::MAX };
                }
                self.load()
            }
            Err(trouble) => {
                self.said = Some(trouble.to_string());
                Vec::new()
            }
        }
    }

    fn collection(&self, name: &str) -> Option<&Collection> {
        self.shelf.as_ref()?.collections.iter().find(|collection| collection.name == name)
    }

    /// The request that is chosen, and its file.
    fn request(&self) -> Option<(&Collection, usize, &Entry)> {
        let Choice::Request { file, entry } = &self.chosen else { return None };
        let collection = self.collection(file)?;
        Some((collection, *entry, collection.file.entries.get(*entry)?))
    }

    fn rows(&self) -> Vec<Row> {
        let roomy = places::is_tall(self.size);
        self.shelf.as_ref().map_or_else(Vec::new, |loaded| tree::rows(loaded, &self.chosen, roomy))
    }

    /// Opens the editor on the piece of a file that holds line `line`.
    fn edit(&mut self, file: &str, line: u32, spot: Spot) -> Vec<Effect> {
        let Some(collection) = self.collection(file).filter(|found| found.trouble.is_none()) else {
            return Vec::new();
        };
        let place = pieces::piece_of_line(&collection.text, line);
        let (piece, within) = place.unwrap_or_default();
        let spot = if spot == Spot::Line(0) { Spot::Line(within) } else { spot };
        let editing = Editing::of(collection, piece, spot);
        self.open_editor(editing)
    }

    fn open_editor(&mut self, mut editing: Editing) -> Vec<Effect> {
        let mut next = self.generation + 1;
        editing.number = next;
        if let Some(server) = self.server() {
            editing.know(&server.routes);
        }
        self.editing = Some(editing);
        self.focus = Focus::Tree;
        self.fit();
        let editing = self.editing.as_mut();
        let effects = editing.map_or_else(Vec::new, |editing| {
            // A line that was made for the cursor is no change yet.
            let mut effects = editing.highlight();
            if 0 < editing.editor.edits() {
                effects.extend(editing.edited(&mut next));
            }
            effects
        });
        self.generation = next;
        effects
    }

    /// The editor gets the room that is drawn for it.
    fn fit(&mut self) {
        let area = places::editor_area(self);
        if let Some(editing) = &mut self.editing {
            editing.editor.resize(area.width, area.height);
        }
        self.follow();
    }

    /// The line of the answer that the keys are on stays in view.
    fn follow(&mut self) {
        let area = answer::content_area(self);
        self.viewer.lay_raw(area.width);
        let mut viewer = self.viewer.clone();
        let rows = |line: usize| lines::rows(self, line, area.width).len().max(1);
        viewer.follow(usize::from(area.height).max(1), &rows);
        self.viewer = viewer;
    }

    /// The parts that there are to look at.
    fn parts(&self) -> Vec<Part> {
        let has_log = self.server().is_some();
        Part::ALL.into_iter().filter(|part| has_log || *part != Part::Log).collect()
    }
}
