//! Markdown to blocks. A line `---` begins a new page.

mod code;
mod fence;
mod inline;

use std::{iter::Peekable, ops::Range, vec};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::{
    course::lesson::Sample,
    diag::{Findings, Instead, Place},
    exchange::Request,
    markup::{Block, Callout, Document, Page, Span, Table, parse::inline::Inlines},
    text::clean,
};

/// Bytes of one text at most.
pub const TEXT_BYTES_MAX: usize = 512 << 10;
/// Blocks inside blocks at most: lists, quotes.
pub const NESTING_MAX: usize = 6;
/// Findings about one text at most.
pub const FINDINGS_MAX: usize = 200;

const CALLOUTS: &str =
    "the first line is `[!NOTE]`, `[!CAREFUL]`, `[!TRY IT]` or `[!IN NODE]` alone";

/// The scheme of a link that marks a term: `[words](term:id)`.
pub(super) const TERM: &str = "term:";
/// The begin of a fact that is cited: `{fact:id}`.
pub(super) const FACT: &str = "{fact:";

/// Where a text stands.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The path to say in findings.
    pub file: &'a str,
    /// The whole file.
    pub text: &'a str,
    /// Where its Markdown begins, in bytes.
    pub start: usize,
}

/// What the samples of a lesson name and do not hold.
pub trait Beside {
    /// The file of `setup="name"` or `on="name"`: its path in the pack and its text. For a block in
    /// `sql`, `mongo` or `redis` that is a file with that ending, for any other block it is none such.
    fn setup(&self, name: &str, language: &str) -> Option<(String, String)>;
    /// The request of `send="@name"`.
    fn request(&self, name: &str) -> Option<Request>;
    /// What stands in place of `{fact:id}`.
    fn fact(&self, id: &str) -> Option<String>;
}

/// Reads a lesson: each block of code says its language and its mode.
pub fn parse_lesson(source: Source<'_>, beside: &dyn Beside) -> (Document, Findings) {
    let (document, mut findings) = parse(source, Some(beside));
    let silent = |sample: &&Sample| sample.mode.runs() && sample.output.is_none();
    for sample in document.samples().filter(silent).take(FINDINGS_MAX) {
        findings
            .warning(
                sample.place.clone(),
                "this block runs, and the text does not say what it prints",
            )
            .hint("add an `output` block directly below it");
    }
    (document, findings.in_order_of_place())
}

/// Reads any other text: a task, a hint, an explanation. Its code is only shown.
pub fn parse_text(source: Source<'_>) -> (Document, Findings) {
    parse(source, None)
}

fn parse(source: Source<'_>, beside: Option<&dyn Beside>) -> (Document, Findings) {
    let mut findings = Findings::new();
    if source.text.len() > TEXT_BYTES_MAX {
        let message = format!("the text is longer than {} kB", TEXT_BYTES_MAX >> 10);
        findings.error(Place::new(source.file, 1, 1), message);
        return (Document::default(), findings);
    }
    let body = &source.text[source.start..];
    let events: Vec<_> = Parser::new_ext(body, Options::ENABLE_TABLES)
        .into_offset_iter()
        .map(|(event, range)| (event, range.start + source.start..range.end + source.start))
        .collect();
    let mut blocks = Blocks {
        source,
        beside,
        events: events.into_iter().peekable(),
        findings,
        found: 0,
        samples: 0,
        links: Vec::new(),
    };
    let pages = blocks.pages();
    (Document { pages }, blocks.findings.in_order_of_place())
}

pub(super) type Events<'a> = Peekable<vec::IntoIter<(Event<'a>, Range<usize>)>>;

/// The reading of one text.
pub(super) struct Blocks<'a> {
    pub source: Source<'a>,
    pub beside: Option<&'a dyn Beside>,
    pub events: Events<'a>,
    pub findings: Findings,
    found: usize,
    /// Samples so far.
    pub samples: usize,
    /// Addresses of the page that is read.
    pub links: Vec<String>,
}

impl<'a> Blocks<'a> {
    fn pages(&mut self) -> Vec<Page> {
        let mut pages = vec![Page::default()];
        while let Some((event, range)) = self.events.next() {
            let page = pages.last_mut().expect("a page was put in before the loop");
            if matches!(event, Event::Rule) {
                page.links = std::mem::take(&mut self.links);
                if page.blocks.is_empty() {
                    self.error(range.start, "the page before this line is empty", "");
                } else {
                    pages.push(Page::default());
                }
                continue;
            }
            self.block(event, &range, 0, &mut page.blocks);
            if let Some(Block::Heading { spans, .. }) = page.blocks.last()
                && page.title.is_empty()
            {
                page.title = spans.iter().map(|span| span.text.as_str()).collect();
            }
        }
        if let Some(page) = pages.last_mut() {
            page.links = std::mem::take(&mut self.links);
        }
        if pages.len() > 1 && pages.last().is_some_and(|page| page.blocks.is_empty()) {
            pages.pop();
            self.error(self.source.text.len(), "the last page is empty", "");
        }
        pages
    }

    /// Reads the blocks up to the end that belongs to the start that was just read.
    fn blocks_until_end(&mut self, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.events.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
            self.block(event, &range, depth, &mut blocks);
        }
        blocks
    }

    /// Reads the block that `event` begins and adds it to `blocks`.
    fn block(
        &mut self,
        event: Event<'a>,
        range: &Range<usize>,
        depth: usize,
        blocks: &mut Vec<Block>,
    ) {
        let nests = matches!(event, Event::Start(Tag::BlockQuote(_) | Tag::List(_)));
        if nests && depth >= NESTING_MAX {
            let message = format!("lists and quotes nest at most {NESTING_MAX} deep");
            self.error(range.start, message, "");
            self.skip();
            return;
        }
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                if !self.source.text[range.start..].starts_with('#') {
                    let hint = "leave a line empty above `---`, or write `# Title`";
                    self.error(range.start, "the line under this makes it a heading", hint);
                }
                blocks.push(Block::Heading { level: level as u8, spans: self.spans(0) });
            }
            Event::Start(Tag::Paragraph) => blocks.push(Block::Paragraph(self.spans(0))),
            Event::Start(Tag::BlockQuote(_)) => blocks.push(self.quote(range, depth)),
            Event::Start(Tag::List(start)) => {
                let items = self.items(depth);
                blocks.push(Block::List { start, items });
            }
            Event::Start(Tag::CodeBlock(kind)) => self.code(&kind, range, blocks),
            Event::Start(Tag::Table(alignments)) => {
                let right = alignments
                    .iter()
                    .map(|alignment| matches!(alignment, pulldown_cmark::Alignment::Right))
                    .collect();
                let table = self.table(right);
                blocks.push(Block::Table(table));
            }
            Event::Start(Tag::HtmlBlock) => {
                self.html(range.start);
                self.skip();
            }
            Event::Rule => {
                self.error(range.start, "a page cannot end inside a block", "");
            }
            // A tight item of a list holds its words without a paragraph, and they may begin with a
            // strong one.
            inline if inline::is_inline(&inline) => {
                let spans = Inlines::new(self, range.start).read_loose(inline, range.clone());
                if !spans.is_empty() {
                    blocks.push(Block::Paragraph(spans));
                }
            }
            _ => {
                self.error(range.start, "this is not part of the format", "");
                self.skip();
            }
        }
    }

    /// The words up to the end of what was just begun, without those before byte `from`.
    fn spans(&mut self, from: usize) -> Vec<Span> {
        Inlines::new(self, from).read()
    }

    fn items(&mut self, depth: usize) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => items.push(self.blocks_until_end(depth + 1)),
                _ => break,
            }
        }
        items
    }

    /// A quote, or a callout where its first line is `[!NOTE]` and its like.
    fn quote(&mut self, range: &Range<usize>, depth: usize) -> Block {
        let Some((word, end)) = callout_word(self.source.text, range) else {
            if self.source.text[range.clone()].trim_start_matches(['>', ' ']).starts_with("[!") {
                self.error(
                    range.start,
                    "the first line of a callout holds its word alone",
                    CALLOUTS,
                );
            }
            return Block::Quote(self.blocks_until_end(depth + 1));
        };
        let kind = match word {
            "NOTE" => Some(Callout::Note),
            "CAREFUL" => Some(Callout::Careful),
            "TRY IT" | "TRY-IT" => Some(Callout::TryIt),
            "IN NODE" | "IN-NODE" => Some(Callout::InNode),
            _ => None,
        };
        if kind.is_none() {
            let message = format!("unknown callout `{}`", clean(word));
            self.error(range.start, message, CALLOUTS);
        }
        let mut body = Vec::new();
        if let Some((Event::Start(Tag::Paragraph), _)) = self.events.peek() {
            self.events.next();
            let spans = self.spans(end);
            if !spans.is_empty() {
                body.push(Block::Paragraph(spans));
            }
        }
        body.extend(self.blocks_until_end(depth + 1));
        if body.is_empty() {
            self.error(range.start, "the callout says nothing", "");
        }
        match kind {
            Some(kind) => Block::Callout { kind, body },
            None => Block::Quote(body),
        }
    }

    fn table(&mut self, right: Vec<bool>) -> Table {
        let mut table = Table { right, ..Table::default() };
        let mut row = Vec::new();
        while let Some((event, _)) = self.events.next() {
            match event {
                Event::Start(Tag::TableCell) => row.push(self.spans(0)),
                Event::End(TagEnd::TableHead) => table.header = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => table.rows.push(std::mem::take(&mut row)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        table
    }

    pub fn html(&mut self, at: usize) {
        self.error(at, "HTML is not part of the format", "put it into code, as in `` `<p>` ``");
    }

    /// Passes over everything up to the end of what was just begun.
    pub fn skip(&mut self) {
        let mut open = 1;
        while open > 0 {
            match self.events.next() {
                Some((Event::Start(_), _)) => open += 1,
                Some((Event::End(_), _)) => open -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }

    /// Adds a finding; `hint` may be empty.
    pub fn error(&mut self, at: usize, message: impl Into<String>, hint: &str) {
        self.mistake(at, message, hint, None);
    }

    /// As `error`, where the word at the place may be misspelt.
    pub fn mistake(
        &mut self,
        at: usize,
        message: impl Into<String>,
        hint: &str,
        instead: Option<Instead>,
    ) {
        if self.found == FINDINGS_MAX {
            return;
        }
        self.found += 1;
        let place = self.place(at);
        let found = self.findings.error(place, message);
        if !hint.is_empty() {
            found.hint(hint);
        }
        found.instead = instead;
    }

    pub fn place(&self, at: usize) -> Place {
        Place::of_offset(self.source.file, self.source.text, at)
    }
}

/// The word of `> [!WORD]` in the first line of a quote, and where that line ends.
pub(super) fn callout_word<'t>(text: &'t str, range: &Range<usize>) -> Option<(&'t str, usize)> {
    let quote = &text[range.clone()];
    let line = quote.lines().next()?;
    let rest = line.trim_start_matches(['>', ' ']).trim_end();
    let word = rest.strip_prefix("[!")?.strip_suffix(']')?;
    Some((word, range.start + line.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{course::lesson::Mode, markup::Inline};

    struct Nothing;

    impl Beside for Nothing {
        fn setup(&self, name: &str, _: &str) -> Option<(String, String)> {
            (name == "shop").then(|| ("lessons/m/data/shop.js".into(), "let shop;".into()))
        }

        fn request(&self, name: &str) -> Option<Request> {
            (name == "one").then(Request::default)
        }

        fn fact(&self, id: &str) -> Option<String> {
            (id == "node-lts").then(|| "26".to_owned())
        }
    }

    fn lesson(text: &str) -> (Document, Vec<String>) {
        let source = Source { file: "a.md", text, start: 0 };
        let (document, findings) = parse_lesson(source, &Nothing);
        (document, findings.iter().map(|found| found.place.to_string()).collect())
    }

    #[test]
    fn a_line_of_dashes_begins_a_page() {
        let (document, findings) = lesson("# One *word*\n\ntext\n\n---\n\n# Two\n");
        assert_eq!(findings, Vec::<String>::new());
        let titles: Vec<_> = document.pages.iter().map(|page| page.title.as_str()).collect();
        assert_eq!(titles, ["One word", "Two"]);
    }

    #[test]
    fn samples_are_numbered_and_joined_to_their_output() {
        let text = "```js run send=\"GET / | A: b\" send=\"@one\" setup=\"shop\"\na\n```\n\
                    ```output\nb\n```\n\n- ```js fails continues\n  c\n  ```\n";
        let (document, findings) = lesson(text);
        let samples: Vec<_> = document.samples().collect();
        assert_eq!(samples.len(), 2);
        assert_eq!(samples[0].output.as_deref(), Some("b\n"));
        assert_eq!((samples[0].sends.len(), samples[0].setup.is_some()), (2, true));
        assert_eq!(
            (samples[1].index, samples[1].mode, samples[1].continues),
            (1, Mode::Fails, true)
        );
        assert_eq!(samples[1].code, "c\n");
        assert_eq!(findings, ["a.md:9:3"], "the second has no output");
    }

    #[test]
    fn links_are_numbered_and_terms_are_found() {
        let text = "[a](https://a.test/) [b](https://b.test/) [a](https://a.test/) [t](term:auth)";
        let (document, findings) = lesson(text);
        assert!(findings.is_empty(), "{findings:?}");
        let page = &document.pages[0];
        assert_eq!(page.links, ["https://a.test/", "https://b.test/"]);
        let ids: Vec<&str> = page.terms().iter().map(|term| term.id).collect();
        assert_eq!(ids, ["auth"]);
        let Block::Paragraph(spans) = &page.blocks[0] else { panic!("{page:?}") };
        let numbers = spans.iter().filter_map(|span| match span.kind {
            Inline::Link(number) => Some(number),
            _ => None,
        });
        assert_eq!(numbers.collect::<Vec<_>>(), [1, 2, 1]);
    }

    #[test]
    fn an_item_may_begin_with_a_strong_word() {
        for text in ["- **a**: b\n- c\n", "- *a* b\n- `c`\n", "1. [a](term:auth) b\n2. c\n"] {
            let (document, findings) = lesson(text);
            assert_eq!(findings, Vec::<String>::new(), "{text}");
            let Block::List { items, .. } = &document.pages[0].blocks[0] else {
                panic!("{document:?}")
            };
            let [Block::Paragraph(first)] = &items[0][..] else { panic!("{items:?}") };
            assert_ne!(first[0].kind, Inline::Text, "{first:?}");
            assert_eq!(first[0].text, "a");
            assert_eq!(items.len(), 2, "{text}");
        }
    }

    #[test]
    fn facts_stand_in_the_text_and_code_stays() {
        let (document, findings) = lesson("Node {fact:node-lts}, `{fact:x}` {fact: *a*}\n");
        let Block::Paragraph(spans) = &document.pages[0].blocks[0] else { panic!("{document:?}") };
        let text: String = spans.iter().map(|span| span.text.as_str()).collect();
        assert_eq!(text, "Node 26, {fact:x}  a}");
        assert_eq!(findings, ["a.md:1:34"], "the last has no end");
        let (document, findings) = lesson("one {fact:other} two {fact:node-lts}\n");
        assert_eq!(findings, ["a.md:1:5"]);
        assert_eq!(document.pages.len(), 1);
    }

    #[test]
    fn what_would_drive_the_terminal_is_shown() {
        let (document, _) = lesson("a\u{202e}b `\u{1b}[2J`\n");
        let Block::Paragraph(spans) = &document.pages[0].blocks[0] else { panic!("{document:?}") };
        let text: String = spans.iter().map(|span| span.text.as_str()).collect();
        assert_eq!(text, "a<U+202E>b ␛[2J");
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(
            text in "(```[a-z =\"]{0,20}\n|> \\[!?[A-Z]{0,4}\\]?|[-#>*+`|~\\[\\]!_<&; \n0-9.()]|---\n|[a-z日é\u{202e}]{1,9}){0,60}",
        ) {
            let (document, _) = lesson(&text);
            let indexes: Vec<_> = document.samples().map(|sample| sample.index).collect();
            prop_assert_eq!(indexes.clone(), (0..indexes.len()).collect::<Vec<_>>());
        }
    }
}
