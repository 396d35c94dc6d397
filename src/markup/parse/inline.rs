//! The words inside a paragraph: strong, emphasis, code, links, terms of the glossary.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::{
    markup::{
        Inline, Span,
        parse::{Blocks, FACT, TERM},
    },
    text::{clean, clean_line},
};

/// The schemes that links may have.
const SCHEMES: &[&str] = &["https://", "http://"];

/// Reads the words of one block.
pub(super) struct Inlines<'b, 'a> {
    blocks: &'b mut Blocks<'a>,
    /// Words before this byte are left out.
    from: usize,
    spans: Vec<Span>,
    /// What is open, the innermost last.
    open: Vec<Open>,
}

enum Open {
    Strong,
    Emphasis,
    Term(String),
    Link(String),
    Ignored,
}

/// Whether `event` is words, or begins what stands among words.
pub fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => {
            matches!(tag, Tag::Strong | Tag::Emphasis | Tag::Link { .. } | Tag::Image { .. })
        }
        Event::Rule => false,
        _ => true,
    }
}

impl<'b, 'a> Inlines<'b, 'a> {
    pub fn new(blocks: &'b mut Blocks<'a>, from: usize) -> Inlines<'b, 'a> {
        Inlines { blocks, from, spans: Vec::new(), open: Vec::new() }
    }

    /// Reads up to the end of the block.
    pub fn read(mut self) -> Vec<Span> {
        while let Some((event, range)) = self.blocks.events.next() {
            if self.open.is_empty() && matches!(event, Event::End(_)) {
                break;
            }
            self.event(event, &range);
        }
        self.finish()
    }

    /// Reads words that no paragraph holds, from `event` up to what is no words; that stays.
    pub fn read_loose(mut self, event: Event<'a>, range: Range<usize>) -> Vec<Span> {
        self.event(event, &range);
        while let Some((event, _)) = self.blocks.events.peek() {
            let inline = match event {
                Event::End(_) => !self.open.is_empty(),
                event => is_inline(event),
            };
            if !inline {
                break;
            }
            if let Some((event, range)) = self.blocks.events.next() {
                self.event(event, &range);
            }
        }
        self.finish()
    }

    fn event(&mut self, event: Event<'a>, range: &Range<usize>) {
        let hidden = range.start < self.from;
        match event {
            Event::Text(text) if !hidden => {
                let text = self.with_facts(&text, range.start);
                self.push(&clean(&text), None);
            }
            Event::Code(text) if !hidden => self.push(&clean_line(&text), Some(Inline::Code)),
            Event::SoftBreak => self.push(" ", None),
            Event::HardBreak => self.push("\n", None),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Html(html) | Event::InlineHtml(html) => {
                self.blocks.html(range.start);
                self.push(&clean(&html), None);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: &Range<usize>) {
        let open = match tag {
            Tag::Strong => Open::Strong,
            Tag::Emphasis => Open::Emphasis,
            Tag::Link { dest_url, .. } => self.link(&dest_url, range),
            Tag::Image { .. } => {
                self.blocks.error(range.start, "pictures are not part of the format", "");
                Open::Ignored
            }
            _ => Open::Ignored,
        };
        self.open.push(open);
    }

    fn link(&mut self, address: &str, range: &Range<usize>) -> Open {
        if let Some(id) = address.strip_prefix(TERM) {
            if id.is_empty() {
                let hint = "write `[words](term:id)` with the id of the glossary";
                self.blocks.error(range.start, "the term has no id", hint);
            }
            return Open::Term(clean_line(id).into_owned());
        }
        if !SCHEMES.iter().any(|scheme| address.starts_with(scheme)) {
            let message = format!("`{}` is not a web address", clean_line(address));
            let hint = "a link begins with `https://`, a term of the glossary with `term:`";
            self.blocks.error(range.start, message, hint);
            return Open::Ignored;
        }
        Open::Link(clean_line(address).into_owned())
    }

    /// The text with the values of the facts that it cites; it begins at byte `at` of the file.
    fn with_facts<'t>(&mut self, text: &'t str, at: usize) -> Cow<'t, str> {
        if !text.contains(FACT) {
            return Cow::Borrowed(text);
        }
        let mut whole = String::new();
        let mut rest = text;
        while let Some((before, cited)) = rest.split_once(FACT) {
            let here = at + (text.len() - rest.len()) + before.len();
            whole.push_str(before);
            let Some((id, after)) = cited.split_once('}') else {
                let hint = "write `{fact:id}` with an id of facts.toml";
                self.blocks.error(here, "the fact has no end", hint);
                rest = cited;
                break;
            };
            whole.push_str(&self.fact(id, here));
            rest = after;
        }
        whole.push_str(rest);
        Cow::Owned(whole)
    }

    fn fact(&mut self, id: &str, at: usize) -> String {
        let Some(beside) = self.blocks.beside else {
            self.blocks.error(at, "only the text of a lesson cites facts", "write the value");
            return String::new();
        };
        beside.fact(id).unwrap_or_else(|| {
            let message = format!("facts.toml has no fact `{}`", clean_line(id));
            self.blocks.error(at, message, "`[[fact]]` with this id, its value and its source");
            String::new()
        })
    }

    fn end(&mut self, _: TagEnd) {
        if let Some(Open::Link(address)) = self.open.pop() {
            let links = &mut self.blocks.links;
            let known = links.iter().position(|link| *link == address);
            let number = known.map_or_else(
                || {
                    links.push(address);
                    links.len()
                },
                |at| at + 1,
            );
            self.spans.push(Span { text: format!("[{number}]"), kind: Inline::Link(number) });
        }
    }

    fn push(&mut self, text: &str, kind: Option<Inline>) {
        let kind = kind.unwrap_or_else(|| self.kind());
        if self.spans.is_empty() && text.trim().is_empty() {
            return;
        }
        match self.spans.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(text),
            _ => self.spans.push(Span { text: text.to_owned(), kind }),
        }
    }

    /// What text is here: the innermost thing that is open and says something about it.
    fn kind(&self) -> Inline {
        let said = self.open.iter().rev().find_map(|open| match open {
            Open::Strong => Some(Inline::Strong),
            Open::Emphasis => Some(Inline::Emphasis),
            Open::Term(id) => Some(Inline::Term(id.clone())),
            Open::Link(_) | Open::Ignored => None,
        });
        said.unwrap_or(Inline::Text)
    }

    fn finish(mut self) -> Vec<Span> {
        while let Some(last) = self.spans.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                break;
            }
            self.spans.pop();
        }
        self.spans
    }
}
