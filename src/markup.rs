//! The words of lessons and tasks: Markdown in, blocks, rows of spans with a class out.
//!
//! Nothing here knows a colour, a screen or a file. Text is made safe to show when it is parsed;
//! the code of a sample stays as its author wrote it, because it runs, and is made safe when it is
//! laid out.

pub mod diagram;
pub mod highlight;
pub mod layout;
pub mod parse;
pub mod plain;
pub mod prose;
pub mod words;

use crate::{course::lesson::Sample, markup::diagram::Diagram};

/// A lesson, or any other text, as its author divided it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// At least one, and none of them empty, unless the text is.
    pub pages: Vec<Page>,
}

impl Document {
    /// The blocks of code, in the order of their `index`.
    pub fn samples(&self) -> impl Iterator<Item = &Sample> {
        let mut samples = Vec::new();
        for page in &self.pages {
            collect_samples(&page.blocks, &mut samples);
        }
        samples.into_iter()
    }
}

fn collect_samples<'d>(blocks: &'d [Block], samples: &mut Vec<&'d Sample>) {
    for block in blocks {
        match block {
            Block::Sample(sample) => samples.push(sample),
            Block::List { items, .. } => {
                for item in items {
                    collect_samples(item, samples);
                }
            }
            Block::Quote(body) | Block::Callout { body, .. } => collect_samples(body, samples),
            Block::Heading { .. } | Block::Paragraph(_) | Block::Diagram(_) | Block::Table(_) => {}
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The words of its first heading; empty where it has none.
    pub title: String,
    /// With the heading.
    pub blocks: Vec<Block>,
    /// The addresses of its links; `Inline::Link` counts them from 1.
    pub links: Vec<String>,
}

impl Page {
    /// The glossary terms that the page marks, in order, each once.
    pub fn terms(&self) -> Vec<MarkedTerm<'_>> {
        let mut terms: Vec<MarkedTerm<'_>> = Vec::new();
        for_each_span(&self.blocks, &mut |span| {
            if let Inline::Term(id) = &span.kind
                && terms.iter().all(|term| term.id != id)
            {
                terms.push(MarkedTerm { id, words: &span.text });
            }
        });
        terms
    }
}

/// A term of the glossary where a page marks it first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkedTerm<'d> {
    pub id: &'d str,
    /// As the page has it: `status codes`.
    pub words: &'d str,
}

fn for_each_span<'d>(blocks: &'d [Block], visit: &mut impl FnMut(&'d Span)) {
    for block in blocks {
        match block {
            Block::Heading { spans, .. } | Block::Paragraph(spans) => {
                spans.iter().for_each(&mut *visit);
            }
            Block::List { items, .. } => {
                for item in items {
                    for_each_span(item, visit);
                }
            }
            Block::Quote(body) | Block::Callout { body, .. } => for_each_span(body, visit),
            Block::Table(table) => {
                table.rows.iter().chain([&table.header]).flatten().flatten().for_each(&mut *visit);
            }
            Block::Sample(_) | Block::Diagram(_) => {}
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Heading {
        /// 1 to 6.
        level: u8,
        spans: Vec<Span>,
    },
    Paragraph(Vec<Span>),
    List {
        /// The number of the first item, where the items are numbered.
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Quote(Vec<Block>),
    Callout {
        kind: Callout,
        body: Vec<Block>,
    },
    /// Code; what it prints is in the sample.
    Sample(Sample),
    Diagram(Diagram),
    Table(Table),
}

/// A quote that begins with `[!NOTE]` and its like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callout {
    Note,
    Careful,
    TryIt,
    InNode,
}

impl Callout {
    /// The word that stands before its text.
    pub fn word(self) -> &'static str {
        match self {
            Callout::Note => "Note",
            Callout::Careful => "Careful",
            Callout::TryIt => "Try it",
            Callout::InNode => "In Node",
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub header: Vec<Vec<Span>>,
    /// Each as long as the header.
    pub rows: Vec<Vec<Vec<Span>>>,
    /// Columns whose cells stand at the right; as long as the header.
    pub right: Vec<bool>,
}

/// A piece of text inside a paragraph; `\n` in it is a line break that the author wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    pub kind: Inline,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    Text,
    Strong,
    Emphasis,
    Code,
    /// The id of a term of the glossary.
    Term(String),
    /// The number of an address, counted from 1; follows the words of the link.
    Link(usize),
}

/// What a stretch of text means on a page. Themes turn it into colour and weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Prose.
    Text,
    /// Emphasised prose.
    Emphasis,
    /// Headings of the first and second level, strong prose.
    Bright,
    /// Headings of the third level.
    Strong,
    /// Labels and units.
    Muted,
    /// Rules and the edges of code; never words.
    Faint,
    /// The bar of a callout.
    Note,
    /// The first word of a callout, a question in a diagram.
    NoteBold,
    /// A glossary term.
    Term,
    InlineCode,
    /// Code that is nothing in particular.
    Code,
    Keyword,
    String,
    Number,
    /// Calls and JSON keys.
    Name,
    Comment,
    Punctuation,
}

/// Bytes of a line, and what they mean; one after another they make the line.
pub type Stretch = (usize, Class);

/// Text of one class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub class: Class,
}

impl Piece {
    pub fn new(text: impl Into<String>, class: Class) -> Piece {
        Piece { text: text.into(), class }
    }
}
