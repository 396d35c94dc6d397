//! The learner's own server in an exercise of kind `stack`: the field for its command, and the
//! question before it is started for the first time.

use ratatui::{
    crossterm::event::{KeyCode, KeyEvent},
    layout::Rect,
};

use crate::{
    course::exercise::Kind,
    screen::{
        event::Effect,
        keymap::{
            Hint,
            typing::{Typing, typing},
        },
        theme::{Ground, Role},
        widget::{field::Field, pen::Pen},
    },
    text,
    tutor::OwnCommand,
};

use super::{
    Bench,
    rows::{self, Row, span, wrap},
    run::Live,
};

/// Characters of a command.
const COMMAND_CHARS_MAX: usize = 4_000;
/// Columns of the frame at most.
const FRAME_COLUMNS: u16 = 76;
/// Rows of a command that is asked about, at most.
const COMMAND_ROWS_MAX: usize = 8;
/// Between the frame and what stands in it.
const AIR: u16 = 3;

/// What is asked of the learner about their command.
#[derive(Clone, Debug, Default)]
pub enum Asking {
    #[default]
    Nothing,
    Command(Box<Field>),
    /// Whether the command may be started: it was not typed or started since the exercise was
    /// opened.
    Start,
}

/// What the workbench knows of the command.
#[derive(Clone, Debug, Default)]
pub struct Own {
    pub asking: Asking,
    /// The command was seen in full since the exercise was opened.
    seen: bool,
    /// What was typed and could not be kept.
    draft: Option<String>,
}

impl Own {
    pub fn is_asking(&self) -> bool {
        match self.asking {
            Asking::Nothing => false,
            Asking::Command(_) | Asking::Start => true,
        }
    }

    /// Whether letters belong to the field.
    pub fn is_typing(&self) -> bool {
        matches!(self.asking, Asking::Command(_))
    }
}

/// Keys and answers.
impl Bench {
    pub(super) fn is_stack(&self) -> bool {
        self.piece.exercise.kind == Kind::Stack
    }

    /// Opens the field with the command as it is.
    pub(super) fn open_command(&mut self) {
        if !self.is_stack() {
            self.said = Some("This exercise runs in the lab and takes no command.".to_owned());
            return;
        }
        let mut field = Field::new(COMMAND_CHARS_MAX);
        let now = self.piece.command.as_ref().map(|command| command.line.as_str());
        field.paste(self.own.draft.as_deref().or(now).unwrap_or_default());
        self.own.asking = Asking::Command(Box::new(field));
    }

    /// Whether the command must be shown before it is started; then it is.
    pub(super) fn asks_before_start(&mut self) -> bool {
        let asks = self.piece.command.is_some() && !self.own.seen;
        if asks {
            self.own.asking = Asking::Start;
        }
        asks
    }

    pub(super) fn key_in_asking(&mut self, key: &KeyEvent) -> Vec<Effect> {
        match (&mut self.own.asking, key.code) {
            (_, KeyCode::Esc) => {
                self.own.asking = Asking::Nothing;
                self.own.draft = None;
            }
            (Asking::Start, KeyCode::Enter) => {
                self.own.asking = Asking::Nothing;
                self.own.seen = true;
                return self.check();
            }
            (Asking::Command(field), KeyCode::Enter) => {
                let line = field.text().trim().to_owned();
                self.own.draft = Some(line.clone());
                self.own.asking = Asking::Nothing;
                return vec![Effect::KeepCommand { exercise: self.id().clone(), line }];
            }
            (Asking::Command(field), _) => {
                if let Some(typing) = typing(key).filter(|typing| *typing != Typing::Paste) {
                    field.act(typing);
                }
            }
            (Asking::Start | Asking::Nothing, _) => {}
        }
        Vec::new()
    }

    pub(super) fn paste_in_asking(&mut self, text: &str) {
        if let Asking::Command(field) = &mut self.own.asking {
            field.paste(text);
        }
    }

    /// The command was kept.
    pub(super) fn command_kept(&mut self, command: Option<&OwnCommand>) {
        self.own.draft = None;
        // Whoever typed it has seen it.
        self.own.seen = true;
        self.said = Some(match command {
            Some(_) => "F5 starts your command and checks the server".to_owned(),
            None => "F5 runs your files in the lab".to_owned(),
        });
        self.piece.command = command.cloned();
        if command.is_some() {
            self.known.live = Live::Off;
        }
    }
}

/// What is seen.
impl Bench {
    pub(super) fn draw_asking(&self, pen: &mut Pen<'_>) {
        let room = pen.area().width.saturating_sub(4).min(FRAME_COLUMNS);
        let inner = room.saturating_sub(2 * AIR);
        match &self.own.asking {
            Asking::Nothing => {}
            Asking::Command(field) => {
                let said = "The command that starts your server. {port} in it becomes the port to \
                            listen on, and so does the variable PORT. No shell reads it: ~ and && \
                            mean nothing. Empty: the files run in the lab.";
                let mut words = wrap(&[span(said, Role::Text)], inner, 0);
                let kept = self.piece.command.as_ref().map(|command| &command.folder);
                if let Some(folder) = kept.or(self.piece.folder.as_ref()) {
                    let folder = folder.display().to_string();
                    let folder = format!("It runs in {}", text::clean_line(&folder));
                    words.extend(rows::fold(&folder, inner, Role::Muted));
                }
                words.extend([Row::empty(), Row::empty(), Row::empty()]);
                words.push(answers("keep it", "close"));
                let frame = draw_frame(pen, room, &words);
                let row = frame.bottom().saturating_sub(4);
                field.draw(pen, Rect { x: frame.x + AIR, y: row, width: inner, height: 1 });
            }
            Asking::Start => {
                let Some(command) = &self.piece.command else { return };
                let mut words = wrap(
                    &[span("Start this command? It runs outside the lab, as you.", Role::Text)],
                    inner,
                    0,
                );
                words.push(Row::empty());
                let line = text::clean_line(&command.line).into_owned();
                let mut lines = rows::fold(&line, inner, Role::Bright);
                if COMMAND_ROWS_MAX < lines.len() {
                    lines.truncate(COMMAND_ROWS_MAX);
                    let more = "… it goes on: F10 shows all of it";
                    lines.push(Row::words(more, Role::Note));
                }
                words.extend(lines);
                let folder = command.folder.display().to_string();
                let folder = format!("in {}", text::clean_line(&folder));
                words.extend(rows::fold(&folder, inner, Role::Muted));
                words.push(Row::empty());
                words.push(answers("start it", "not now"));
                draw_frame(pen, room, &words);
            }
        }
    }

    /// What F5 does in an exercise of kind `stack`.
    pub(super) fn start_rows(&self, width: u16) -> Vec<Row> {
        let words = match &self.piece.command {
            Some(command) => vec![
                span("F5", Role::Bright),
                span(" starts ", Role::Muted),
                span(text::clean_line(&command.line), Role::Text),
                span("   F10", Role::Bright),
                span(" changes it.", Role::Muted),
            ],
            None => vec![
                span("F5", Role::Bright),
                span(" runs your files in the lab. ", Role::Muted),
                span("F10", Role::Bright),
                span(" takes the command of your own server, in any language.", Role::Muted),
            ],
        };
        wrap(&words, width, 0)
    }

    /// The keys that work while something is asked.
    pub(super) fn asking_hints(&self) -> [Hint; 2] {
        let (yes, no) = match self.own.asking {
            Asking::Start => ("start it", "not now"),
            Asking::Command(_) | Asking::Nothing => ("keep it", "close"),
        };
        [Hint::new("Enter", yes), Hint::new("Esc", no)]
    }
}

fn answers(yes: &'static str, no: &'static str) -> Row {
    Row::of(vec![
        span("Enter", Role::Here),
        span(format!("  {yes}    "), Role::Text),
        span("Esc", Role::Bright),
        span(format!("  {no}"), Role::Text),
    ])
}

/// A frame in the middle of the screen with `words` in it.
fn draw_frame(pen: &mut Pen<'_>, width: u16, words: &[Row]) -> Rect {
    let area = pen.area();
    pen.restyle(area, Role::Dimmed);
    let height = u16::try_from(words.len() + 2).unwrap_or(u16::MAX).min(area.height);
    let x = area.x + (area.width - width.min(area.width)) / 2;
    let y = area.y + area.height.saturating_sub(height) / 2;
    let frame = Rect { x, y, width, height };
    pen.fill(frame, Ground::Overlay);
    pen.frame(frame, Role::Faint);
    let inside = Rect {
        x: x + AIR,
        y: y + 1,
        width: width.saturating_sub(2 * AIR),
        height: height.saturating_sub(2),
    };
    rows::draw(pen, inside, words, 0, 0);
    frame
}
