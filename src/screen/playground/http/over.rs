//! What is laid over the tab: what to take in, how to log in, which server to start.

use ratatui::{crossterm::event::KeyEvent, layout::Rect};

use crate::{
    exchange::{base64, is_token},
    screen::{
        keymap::{
            requests::{OVER, OverAction},
            typing::typing,
        },
        theme::{Ground, Role},
        widget::{field::Field, pen::Pen, window},
    },
    tutor::serving::Servable,
};

/// Characters of a field.
const FIELD_CHARS_MAX: usize = 4_000;
const COLUMNS: u16 = 70;
/// Rows of a list that are seen at once.
const LIST_ROWS: usize = 10;

#[derive(Clone, Debug)]
pub enum Over {
    Import(Field),
    /// What can be started, once it is known.
    Servers {
        list: Option<Vec<Servable>>,
        chosen: usize,
        /// The one that runs.
        running: Option<usize>,
        /// A request asks for one.
        wanted: bool,
    },
    /// Which way of logging in.
    Ways {
        chosen: usize,
    },
    Login {
        way: Way,
        fields: Vec<Field>,
        at: usize,
    },
}

/// A way to say who asks, in a header field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Bearer,
    Basic,
    ApiKey,
}

/// What came of a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Taken {
    Nothing,
    Close,
    Import(String),
    Serve(Servable),
    /// A header field.
    Field {
        name: String,
        value: String,
    },
}

impl Way {
    const ALL: [Way; 3] = [Way::Bearer, Way::Basic, Way::ApiKey];

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Way::Bearer => ("Bearer", "Authorization: Bearer TOKEN"),
            Way::Basic => ("Basic", "Authorization: Basic, name and password in base64"),
            Way::ApiKey => ("API key", "a header field that the API names"),
        }
    }

    fn labels(self) -> &'static [&'static str] {
        match self {
            Way::Bearer => &["token"],
            Way::Basic => &["name", "password"],
            Way::ApiKey => &["header", "key"],
        }
    }

    /// What stands in the fields at first.
    fn usual(self, has_token: bool) -> [&'static str; 2] {
        match self {
            Way::Bearer => [if has_token { "{{token}}" } else { "" }, ""],
            Way::Basic => ["", ""],
            Way::ApiKey => ["X-Api-Key", ""],
        }
    }

    /// The header field; says what is wrong with what was typed.
    fn field(self, typed: &[Field]) -> Result<(String, String), &'static str> {
        let text = |at: usize| typed.get(at).map_or("", |field| field.text().trim());
        let authorization = |value: String| Ok(("Authorization".to_owned(), value));
        match self {
            Way::Bearer if text(0).is_empty() => Err("A token is wanted."),
            Way::Bearer => authorization(format!("Bearer {}", text(0))),
            Way::Basic if text(0).contains(':') => Err("A name holds no colon."),
            Way::Basic => {
                let password = typed.get(1).map_or("", Field::text);
                authorization(format!(
                    "Basic {}",
                    base64::encode(format!("{}:{password}", text(0)).as_bytes())
                ))
            }
            Way::ApiKey if !is_token(text(0)) => {
                Err("The first field is the name of a header field.")
            }
            Way::ApiKey => Ok((text(0).to_owned(), text(1).to_owned())),
        }
    }
}

impl Over {
    pub fn import() -> Over {
        Over::Import(Field::new(FIELD_CHARS_MAX))
    }

    pub fn is_typing(&self) -> bool {
        matches!(self, Over::Import(_) | Over::Login { .. })
    }

    pub fn key(&mut self, key: &KeyEvent, has_token: bool) -> Taken {
        match OVER.action(key) {
            Some(OverAction::Close) => return Taken::Close,
            Some(OverAction::Take) => return self.take(has_token),
            Some(OverAction::Down) => self.step(1),
            Some(OverAction::Up) => self.step(-1),
            None => {
                if let (Some(field), Some(typing)) = (self.field(), typing(key)) {
                    field.act(typing);
                }
            }
        }
        Taken::Nothing
    }

    /// Many lines are requests, which are taken in at once.
    pub fn paste(&mut self, text: &str) -> Taken {
        if let Over::Import(_) = self
            && text.trim().contains('\n')
        {
            return Taken::Import(text.to_owned());
        }
        if let Some(field) = self.field() {
            field.paste(text);
        }
        Taken::Nothing
    }

    fn field(&mut self) -> Option<&mut Field> {
        match self {
            Over::Import(field) => Some(field),
            Over::Login { fields, at, .. } => fields.get_mut(*at),
            Over::Servers { .. } | Over::Ways { .. } => None,
        }
    }

    fn step(&mut self, by: isize) {
        let (at, count) = match self {
            Over::Import(_) => return,
            Over::Servers { list, chosen, .. } => (chosen, list.as_ref().map_or(0, Vec::len)),
            Over::Ways { chosen } => (chosen, Way::ALL.len()),
            Over::Login { fields, at, .. } => (at, fields.len()),
        };
        *at = at.saturating_add_signed(by).min(count.saturating_sub(1));
    }

    fn take(&mut self, has_token: bool) -> Taken {
        match self {
            Over::Import(field) if field.text().trim().is_empty() => Taken::Nothing,
            Over::Import(field) => Taken::Import(field.text().to_owned()),
            Over::Servers { list, chosen, .. } => {
                let found = list.as_ref().and_then(|list| list.get(*chosen));
                found.map_or(Taken::Nothing, |what| Taken::Serve(what.clone()))
            }
            Over::Ways { chosen } => {
                let way = Way::ALL[(*chosen).min(Way::ALL.len() - 1)];
                let usual = way.usual(has_token).into_iter().take(way.labels().len());
                let fields = usual.map(|text| {
                    let mut field = Field::new(FIELD_CHARS_MAX);
                    field.set(text);
                    field
                });
                *self = Over::Login { way, fields: fields.collect(), at: 0 };
                Taken::Nothing
            }
            Over::Login { fields, at, .. } if *at + 1 < fields.len() => {
                *at += 1;
                Taken::Nothing
            }
            Over::Login { way, fields, .. } => match way.field(fields) {
                Ok((name, value)) => Taken::Field { name, value },
                Err(_) => Taken::Nothing,
            },
        }
    }

    /// A frame in the middle, everything behind it dimmed.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        let area = pen.area();
        pen.restyle(area, Role::Dimmed);
        let height = u16::try_from(self.rows()).unwrap_or(u16::MAX).saturating_add(4);
        let (width, height) =
            (COLUMNS.min(area.width.saturating_sub(4)), height.min(area.height.saturating_sub(2)));
        let x = area.x + (area.width - width) / 2;
        let y = area.y + (area.height - height) / 2;
        let frame = Rect { x, y, width, height };
        pen.cover(frame, Ground::Overlay);
        pen.frame(frame, Role::Faint);
        let inner = Rect { x: x + 3, y: y + 1, width: width - 6, height: height - 2 };
        let mut pen = pen.within(inner);
        match self {
            Over::Import(field) => {
                let words = "The path of a .http file, or paste requests or a curl command.";
                pen.write_cut(inner.x, inner.y, inner.right(), words, Role::Text);
                draw_field(&mut pen, inner, 2, "import", field, true);
            }
            Over::Servers { list, chosen, running, wanted } => {
                let words = if *wanted {
                    "No server runs. Start the one that the request is for:"
                } else {
                    "Start a server"
                };
                pen.write_cut(inner.x, inner.y, inner.right(), words, Role::Text);
                draw_servers(&mut pen, inner, list.as_deref(), *chosen, *running);
            }
            Over::Ways { chosen } => {
                pen.write(inner.x, inner.y, inner.right(), "Who asks?", Role::Text);
                for (row, way) in (2..).zip(Way::ALL) {
                    let (word, says) = way.words();
                    let is_chosen = Way::ALL[*chosen] == way;
                    draw_item(&mut pen, inner, row, word, says, is_chosen);
                }
            }
            Over::Login { way, fields, at } => {
                pen.write(inner.x, inner.y, inner.right(), way.words().1, Role::Text);
                for (index, (label, field)) in way.labels().iter().zip(fields).enumerate() {
                    let row = 2 + u16::try_from(index).unwrap_or(0);
                    draw_field(&mut pen, inner, row, label, field, index == *at);
                }
                if let Err(why) = way.field(fields) {
                    let last = inner.bottom().saturating_sub(1);
                    pen.write_cut(inner.x, last, inner.right(), why, Role::Muted);
                }
            }
        }
    }

    fn rows(&self) -> usize {
        match self {
            Over::Import(_) => 3,
            Over::Servers { list, .. } => {
                2 + list.as_ref().map_or(1, |list| list.len().clamp(2, LIST_ROWS))
            }
            Over::Ways { .. } => 2 + Way::ALL.len(),
            Over::Login { fields, .. } => 4 + fields.len(),
        }
    }
}

fn draw_servers(
    pen: &mut Pen<'_>,
    inner: Rect,
    list: Option<&[Servable]>,
    chosen: usize,
    running: Option<usize>,
) {
    let Some(list) = list else {
        pen.write(inner.x, inner.y + 2, inner.right(), "…", Role::Muted);
        return;
    };
    if list.is_empty() {
        let words = "There is none: no program in the playground's folder, no API in the pack.";
        pen.write_cut(inner.x, inner.y + 2, inner.right(), words, Role::Muted);
        return;
    }
    let height = usize::from(inner.height.saturating_sub(2));
    let seen = window::around(list.len(), height, chosen);
    for (row, index) in (2..).zip(seen) {
        let says = match &list[index] {
            _ if running == Some(index) => "runs".to_owned(),
            Servable::Api { exercise, .. } => format!("API of {exercise}"),
            Servable::Program { .. } => "program".to_owned(),
        };
        draw_item(pen, inner, row, list[index].name(), &says, index == chosen);
    }
}

/// A row of a list, with what it is at the right edge.
fn draw_item(pen: &mut Pen<'_>, inner: Rect, row: u16, word: &str, says: &str, chosen: bool) {
    let y = inner.y + row;
    if inner.bottom() <= y {
        return;
    }
    let role = if chosen { Role::Bright } else { Role::Text };
    if chosen {
        pen.lay(Rect { y, height: 1, ..inner }, Ground::Selected);
        pen.write(inner.x, y, inner.right(), "▌", Role::Here);
    }
    // The name is what one looks for; what is said of it stands where it has room.
    let x = pen.write_cut(inner.x + 2, y, inner.right(), word, role) + 3;
    pen.write_right(x, y, inner.right(), says, Role::Muted);
}

fn draw_field(pen: &mut Pen<'_>, inner: Rect, row: u16, label: &str, field: &Field, here: bool) {
    let y = inner.y + row;
    if inner.bottom() <= y {
        return;
    }
    pen.write(inner.x, y, inner.right(), label, if here { Role::Here } else { Role::Muted });
    let line = Rect { x: inner.x + 10, y, width: inner.width.saturating_sub(10), height: 1 };
    pen.lay(line, Ground::Code);
    if here {
        field.draw(pen, line);
    } else {
        pen.write_cut(line.x, y, line.right(), field.text(), Role::Text);
    }
}
