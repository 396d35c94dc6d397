//! Where a pack is, as it is typed: a place, and of a registry also which of its packs.

use ratatui::layout::Rect;

use crate::screen::{
    keymap::typing::Typing,
    theme::Role,
    widget::{
        field::Field,
        pen::Pen,
        rows::{LABEL_COLUMNS, Row, draw, span, wrap},
    },
};

/// Characters of a place at most.
const PLACE_CHARS_MAX: usize = 500;
/// Characters of `owner/name@version` at most.
const PACK_CHARS_MAX: usize = 200;

const WHERE: &str = "Where is the pack? A folder, a .tpack file, an https address, or the address \
                     or folder of a registry.";
const WHICH: &str = "Only a registry needs the name of the pack: owner/name.";

#[derive(Clone, Debug)]
pub struct Place {
    from: Field,
    pack: Field,
    part: Part,
}

/// What the keys are typed into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    From,
    Pack,
}

/// What was typed, as the command line has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// A place, or with a registry the pack of it.
    pub source: String,
    pub registry: Option<String>,
}

impl Default for Place {
    fn default() -> Place {
        let (from, pack) = (Field::new(PLACE_CHARS_MAX), Field::new(PACK_CHARS_MAX));
        Place { from, pack, part: Part::From }
    }
}

impl Place {
    /// `None` while nothing is typed.
    pub fn typed(&self) -> Option<Typed> {
        let words = |field: &Field| field.text().trim().to_owned();
        match (words(&self.from), words(&self.pack)) {
            (from, pack) if from.is_empty() && pack.is_empty() => None,
            (from, pack) if from.is_empty() => Some(Typed { source: pack, registry: None }),
            (from, pack) if pack.is_empty() => Some(Typed { source: from, registry: None }),
            (from, pack) => Some(Typed { source: pack, registry: Some(from) }),
        }
    }

    /// To the other part.
    pub fn turn(&mut self) {
        self.part = match self.part {
            Part::From => Part::Pack,
            Part::Pack => Part::From,
        };
    }

    pub fn act(&mut self, typing: Typing) {
        self.field().act(typing);
    }

    pub fn paste(&mut self, text: &str) {
        self.field().paste(text);
    }

    /// The rows that are needed in `width` columns.
    pub fn height(width: u16) -> u16 {
        let rows = sentence(WHERE, width).len() + sentence(WHICH, width).len() + 4;
        u16::try_from(rows).unwrap_or(u16::MAX)
    }

    pub fn draw(&self, pen: &mut Pen<'_>, area: Rect) {
        let above = sentence(WHERE, area.width);
        draw(pen, area, &above, 0, 0);
        let y = area.y + u16::try_from(above.len()).unwrap_or(0) + 1;
        let parts = [("from", Part::From, &self.from), ("pack", Part::Pack, &self.pack)];
        for (y, (label, part, field)) in (y..area.bottom()).zip(parts) {
            let x = area.x + LABEL_COLUMNS;
            pen.write(area.x, y, x, label, Role::Muted);
            let room = Rect { x, y, width: area.right().saturating_sub(x), height: 1 };
            if part == self.part {
                let x = pen.write(x, y, room.right(), "> ", Role::Here);
                let width = room.right().saturating_sub(x);
                field.draw(pen, Rect { x, width, ..room });
            } else {
                pen.write_cut(x + 2, y, room.right(), field.text(), Role::Text);
            }
        }
        let below = Rect { y: y + 3, height: area.bottom().saturating_sub(y + 3), ..area };
        draw(pen, below, &sentence(WHICH, area.width), 0, 0);
    }

    fn field(&mut self) -> &mut Field {
        match self.part {
            Part::From => &mut self.from,
            Part::Pack => &mut self.pack,
        }
    }
}

fn sentence(text: &str, width: u16) -> Vec<Row> {
    wrap(&[span(text, Role::Text)], width, 0)
}
