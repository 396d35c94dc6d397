//! Words on a page: Markdown to blocks, blocks and a width to rows of stretches with a class.
//! Nothing here knows a colour.

pub mod highlight;

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
