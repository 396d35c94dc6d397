//! The X-ray: the recording of a run, event by event. The timeline is on the left or above, what
//! is known of the chosen event beside or below it.

mod bytes;
mod code;
mod detail;
mod draw;
mod laid;
mod list;
mod place;

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use ratatui::{
    buffer::Buffer,
    crossterm::event::{KeyEvent, MouseButton, MouseEvent, MouseEventKind},
    layout::{Position, Size},
};

use crate::{
    diag::Place,
    judge::Failure,
    markup::{Stretch, highlight::TEXT_BYTES_MAX},
    screen::{
        event::{Effect, Event, HighlightKey, Route},
        keymap::{
            Hint, Scope,
            xray::{self, XRAY, XrayAction},
        },
        theme::Theme,
        widget::{
            grid::MARGIN,
            pen::{Pen, columns},
        },
    },
    trace::{
        What,
        timeline::{Group, Timeline},
    },
    tutor::{Recording, recording::Failed},
};

use self::{laid::Laid, list::List};

/// Rows that one step of the wheel scrolls.
const WHEEL_ROWS: isize = 3;

/// A recording on the screen.
#[derive(Clone, Debug)]
pub struct Xray {
    size: Size,
    recording: Arc<Recording>,
    timeline: Arc<Timeline>,
    /// Where checks failed, the first check first.
    failed: Vec<Failed>,
    /// Groups with a failed event in them.
    troubled: Vec<bool>,
    /// The chosen event.
    at: usize,
    shows: Shows,
    /// First row of the detail in view.
    scroll: usize,
    /// The classes of files and statements; an empty list where they were asked for.
    colours: HashMap<HighlightKey, Vec<Vec<Stretch>>>,
    laid: Laid,
    /// Said above the footer until the next key.
    said: Option<String>,
}

/// What stands beside the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    Detail,
    Bytes,
}

impl Xray {
    /// Opens at the event where the first check failed, else at the first that failed, else at the
    /// first request; where it was left before, there.
    pub fn new(recording: Arc<Recording>, size: Size) -> Xray {
        let (timeline, failed) = recording.timeline();
        let at = failed.first().map(|failed| failed.event);
        let at = at.or_else(|| timeline.events.iter().position(|event| event.failed));
        let request = || timeline.groups.iter().find(|group| group.request.is_some());
        let at = at.or_else(|| request().map(|group| group.events.start)).unwrap_or(0);
        let at = recording.left_at.filter(|at| *at < timeline.events.len()).unwrap_or(at);
        let troubled =
            |group: &Group| timeline.events[group.events.clone()].iter().any(|event| event.failed);
        let mut xray = Xray {
            size,
            troubled: timeline.groups.iter().map(troubled).collect(),
            said: opening_words(&recording),
            recording,
            timeline: Arc::new(timeline),
            failed,
            at,
            shows: Shows::Detail,
            scroll: 0,
            colours: HashMap::new(),
            laid: Laid::default(),
        };
        xray.lay();
        xray
    }

    /// The classes of the code that is shown first.
    pub fn shown(&self) -> Vec<Effect> {
        self.uncoloured()
    }

    pub fn update(&mut self, event: &Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => return self.key(key),
            Event::Mouse(mouse) => self.mouse(*mouse),
            Event::Resized { columns, rows } => {
                self.size = Size::new(*columns, *rows);
                self.lay();
                self.scroll_by(0);
            }
            Event::Highlighted {
                key: key @ (HighlightKey::Recorded { .. } | HighlightKey::Statement { .. }),
                lines,
            } => {
                self.colours.insert(key.clone(), lines.clone());
                self.lay();
            }
            Event::RecordingExported { path } => {
                self.said = Some(self.exported(path));
            }
            Event::Failed { generation: None, trouble } => {
                let next = trouble.next.iter().map(|next| format!(" {next}"));
                self.said = Some(std::iter::once(trouble.what.clone()).chain(next).collect());
            }
            _ => {}
        }
        self.highlight()
    }

    pub fn view(&self, buffer: &mut Buffer, theme: &Theme) {
        self.draw(&mut Pen::new(buffer, theme));
    }

    fn key(&mut self, key: &KeyEvent) -> Vec<Effect> {
        self.said = None;
        let Some(action) = XRAY.action(key) else { return Vec::new() };
        let last = self.timeline.events.len().saturating_sub(1);
        match action {
            XrayAction::Forward => self.go((self.at + 1).min(last)),
            XrayAction::Backward => self.go(self.at.saturating_sub(1)),
            XrayAction::NextRequest => self.next_group(1),
            XrayAction::PreviousRequest => self.next_group(-1),
            XrayAction::First => self.go(0),
            XrayAction::Last => self.go(last),
            XrayAction::Down => self.scroll_by(1),
            XrayAction::Up => self.scroll_by(-1),
            XrayAction::NextFailed => self.next_failed(),
            XrayAction::Bytes => {
                self.shows = match self.shows {
                    Shows::Detail => Shows::Bytes,
                    Shows::Bytes => Shows::Detail,
                };
                self.scroll = 0;
                self.lay();
            }
            XrayAction::Open => return self.open(),
            XrayAction::Export => return self.export(),
            XrayAction::Copy => return self.copy(),
            XrayAction::Help => return vec![Effect::Go(Route::Help(Scope::Xray))],
            XrayAction::Leave => return vec![Effect::Back],
        }
        self.highlight()
    }

    fn go(&mut self, event: usize) {
        if event != self.at {
            self.at = event;
            self.scroll = 0;
            self.lay();
        }
    }

    /// The next group forward or backward; its failed event where it has one.
    fn next_group(&mut self, by: isize) {
        let Some((here, _)) = self.timeline.group_at(self.at) else { return };
        let next = here.saturating_add_signed(by).min(self.timeline.groups.len() - 1);
        let events = self.timeline.groups[next].events.clone();
        if next == here {
            self.go(if by < 0 { events.start } else { events.end - 1 });
            return;
        }
        let failed = events.clone().find(|at| self.timeline.events[*at].failed);
        self.go(failed.unwrap_or(events.start));
    }

    fn next_failed(&mut self) {
        match self.timeline.next_failed(self.at) {
            Some(next) if next != self.at => self.go(next),
            Some(_) => self.said = Some("No other event failed.".to_owned()),
            None => self.said = Some("No event failed.".to_owned()),
        }
    }

    fn open(&mut self) -> Vec<Effect> {
        let Some((path, line)) = self.openable() else {
            self.said = Some("No line of your files is known for this event.".to_owned());
            return Vec::new();
        };
        vec![Effect::BackTo { path, line, from: self.at }]
    }

    fn export(&mut self) -> Vec<Effect> {
        if self.timeline.events.is_empty() {
            return Vec::new();
        }
        if self.recording.exercise.is_none() {
            self.said = Some("Copied; a block of a lesson has no folder.".to_owned());
            return vec![Effect::Copy(self.recording.text())];
        }
        vec![Effect::ExportRecording(Arc::clone(&self.recording))]
    }

    /// Where the file is: all of its path, or its name, where one long word would be cut.
    fn exported(&self, path: &str) -> String {
        let whole = format!("The recording is in {path}");
        if columns(&whole) + 2 * MARGIN <= self.size.width {
            return whole;
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        format!("The recording is {name}, beside the exercise's folder.")
    }

    fn copy(&mut self) -> Vec<Effect> {
        let curl = self.recording.curl(&self.timeline, self.at);
        let said = if curl.is_some() { "Copied as curl." } else { "This event has no request." };
        self.said = Some(said.to_owned());
        curl.map(Effect::Copy).into_iter().collect()
    }

    fn mouse(&mut self, mouse: MouseEvent) {
        let places = self.laid.places;
        let at = Position::new(mouse.column, mouse.row);
        let on_list = places.list.contains(at);
        match mouse.kind {
            MouseEventKind::ScrollDown if on_list => {
                self.go((self.at + 1).min(self.timeline.events.len().saturating_sub(1)));
            }
            MouseEventKind::ScrollUp if on_list => self.go(self.at.saturating_sub(1)),
            MouseEventKind::ScrollDown => self.scroll_by(WHEEL_ROWS),
            MouseEventKind::ScrollUp => self.scroll_by(-WHEEL_ROWS),
            MouseEventKind::Down(MouseButton::Left) if on_list => {
                self.said = None;
                let list = List::of(&self.timeline, self.at);
                let row = list.window(places.list.height).start + usize::from(at.y - places.list.y);
                if let Some(event) = list.row(row).and_then(|row| row.event(&self.timeline)) {
                    self.go(event);
                }
            }
            _ => {}
        }
    }

    fn scroll_by(&mut self, by: isize) {
        let height = usize::from(self.laid.places.detail.height);
        let last = self.laid.beside.len().saturating_sub(height);
        self.scroll = self.scroll.saturating_add_signed(by).min(last);
    }

    /// The line that an event is about: the failed check's, else the recording's.
    fn line(&self) -> Option<Place> {
        let failure = self.failure().and_then(|failure| failure.place.clone());
        failure.or_else(|| self.recording.place(&self.timeline, self.at))
    }

    /// A line of a file of the exercise: of one that the learner may change where there is a choice.
    fn openable(&self) -> Option<(String, u32)> {
        self.recording.exercise.as_ref()?;
        let failure = self.failure();
        let unreached = failure.and_then(|failure| failure.unreached.as_ref());
        let places = [
            failure.and_then(|failure| failure.place.clone()),
            self.recording.place(&self.timeline, self.at),
            unreached.map(|unreached| unreached.place.clone()),
        ];
        let find = |files: &BTreeSet<String>| {
            places.iter().flatten().find(|place| files.contains(&place.file)).cloned()
        };
        let place = find(&self.recording.editable).or_else(|| find(&self.recording.own))?;
        Some((place.file, place.line))
    }

    /// Why a check failed at the chosen event.
    fn failure(&self) -> Option<&Failure> {
        let failed = self.failed.iter().find(|failed| failed.event == self.at)?;
        self.recording.failures.get(failed.failure)
    }

    /// Asks for the classes of what is shown, once.
    fn highlight(&mut self) -> Vec<Effect> {
        let effects = self.uncoloured();
        for effect in &effects {
            if let Effect::Highlight { key, .. } = effect {
                self.colours.insert(key.clone(), Vec::new());
            }
        }
        effects
    }

    /// Asks for the classes of the texts that are shown and that nobody asked for yet.
    fn uncoloured(&self) -> Vec<Effect> {
        let ask = |key: HighlightKey, language: &str, text: &[u8]| {
            let is_new = text.len() <= TEXT_BYTES_MAX && !self.colours.contains_key(&key);
            is_new.then(|| Effect::Highlight {
                key,
                language: language.to_owned(),
                text: String::from_utf8_lossy(text).into_owned(),
            })
        };
        let of_file = self.line().and_then(|place| {
            let text = self.recording.files.get(&place.file)?;
            let language = code::language(&place.file);
            ask(HighlightKey::Recorded { path: place.file.clone() }, language, text)
        });
        let shown = [Some(self.at), self.before()].into_iter().flatten();
        let of_statements = shown.filter_map(|event| {
            let entry = self.timeline.events.get(event)?.entry;
            let What::Sql(ran) = &self.recording.trace.entries.get(entry)?.what else {
                return None;
            };
            ask(HighlightKey::Statement { entry }, "sql", ran.text.as_bytes())
        });
        of_file.into_iter().chain(of_statements).collect()
    }

    /// The event before the chosen one in its group that did something.
    fn before(&self) -> Option<usize> {
        let (_, group) = self.timeline.group_at(self.at)?;
        (group.events.start..self.at).next_back()
    }

    fn hints(&self, detail_rows: usize, height: u16) -> Vec<Hint> {
        if self.timeline.events.is_empty() {
            return Vec::new();
        }
        let bytes = match self.shows {
            Shows::Detail => "bytes",
            Shows::Bytes => "detail",
        };
        let mut hints = vec![xray::step(), XRAY.hint(XrayAction::Bytes, bytes)];
        if let Some((path, line)) = self.openable() {
            let is_shown = self.line().is_some_and(|place| place.file == path);
            let name = path.rsplit('/').next().unwrap_or(&path);
            let label = if is_shown {
                format!("open line {line}")
            } else {
                format!("open {}:{line}", crate::text::clean_line(name))
            };
            hints.push(XRAY.hint(XrayAction::Open, label));
        }
        if usize::from(height) < detail_rows {
            hints.push(XRAY.hint(XrayAction::Down, "scroll"));
        }
        let is_request = |group: &&Group| group.request.is_some();
        if 1 < self.timeline.groups.iter().filter(is_request).count() {
            hints.push(XRAY.hint(XrayAction::NextRequest, "next request"));
        }
        if self.timeline.next_failed(self.at).is_some() {
            hints.push(XRAY.hint(XrayAction::NextFailed, "next failing event"));
        }
        hints.push(XRAY.hint(XrayAction::Export, "export"));
        if self.laid.has_curl {
            hints.push(XRAY.hint(XrayAction::Copy, "copy as curl"));
        }
        hints
    }
}

/// What the recording leaves out.
fn opening_words(recording: &Recording) -> Option<String> {
    let dropped = recording.trace.dropped;
    match (recording.kept_back, dropped) {
        (0, 0) => None,
        (0, _) => Some(format!("{dropped} later entries found no room in the recording.")),
        (1, _) => Some("A hidden check's request is shown from the second attempt on.".to_owned()),
        (_, _) => {
            Some("Requests of hidden checks are shown from the second attempt on.".to_owned())
        }
    }
}
