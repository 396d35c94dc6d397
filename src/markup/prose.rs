//! The words of a text with their places in its file, for those who judge words and not pages.
//!
//! Blocks of code, their output and diagrams are no words. What the format does not know (HTML,
//! pictures) is left out without a word: the reading for the page reports it.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::markup::parse::{FACT, TERM, callout_word};

/// The words of one paragraph, heading, item or cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    pub kind: PassageKind,
    /// Counted from 0.
    pub page: usize,
    /// As it is read, but for facts, which stay as they are cited.
    pub text: String,
    /// Where in `text` inline code stands.
    pub code: Vec<Range<usize>>,
    pub terms: Vec<Mark>,
    pub links: Vec<Link>,
    /// Offsets in `text` and in the file, where a stretch of words begins.
    starts: Vec<(usize, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassageKind {
    Heading,
    /// A paragraph, an item, a quote: sentences.
    Sentences,
    /// A cell of a table.
    Cell,
}

/// A term of the glossary that is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub id: String,
    /// Where its words stand in the passage's text.
    pub words: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub address: String,
    /// Where it begins in the file.
    pub at: usize,
}

impl Passage {
    /// The offset in the file of byte `at` of the text.
    pub fn place_in_file(&self, at: usize) -> usize {
        let next = self.starts.partition_point(|(start, _)| *start <= at);
        match next.checked_sub(1).map(|before| self.starts[before]) {
            Some((start, in_file)) => in_file + (at - start),
            None => 0,
        }
    }

    /// Whether byte `at` of the text belongs to inline code.
    pub fn is_code(&self, at: usize) -> bool {
        self.code.iter().any(|range| range.contains(&at))
    }

    /// The facts that it cites, without regard to whether they exist.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.text.match_indices(FACT).filter(|(at, _)| !self.is_code(*at)).filter_map(|(at, _)| {
            let cited = &self.text[at + FACT.len()..];
            Some(cited.split_once('}')?.0)
        })
    }
}

/// The passages of the Markdown that begins at byte `start` of `text`.
pub fn passages(text: &str, start: usize) -> Vec<Passage> {
    let mut prose = Prose { text, page: 0, done: Vec::new(), open: None, hidden: 0, aside: 0 };
    let parser = Parser::new_ext(&text[start..], Options::ENABLE_TABLES).into_offset_iter();
    let mut depth = 0_usize;
    for (event, range) in parser {
        let range = range.start + start..range.end + start;
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Rule if depth == 0 => prose.page += 1,
            _ => {}
        }
        prose.event(event, &range);
    }
    prose.close();
    prose.done
}

struct Prose<'t> {
    text: &'t str,
    page: usize,
    done: Vec<Passage>,
    open: Option<Passage>,
    /// Words before this byte of the file belong to the mark of a callout.
    hidden: usize,
    /// How many blocks that hold no words are open.
    aside: usize,
}

impl Prose<'_> {
    fn event(&mut self, event: Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                self.close();
                self.aside += 1;
            }
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => {
                self.aside = self.aside.saturating_sub(1);
            }
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(words) if self.aside == 0 && range.start >= self.hidden => {
                self.push(&words, range.start, false);
            }
            Event::Code(words) if self.aside == 0 => {
                // The place of the words, behind the backticks.
                let ticks = self.text[range.clone()].bytes().take_while(|b| *b == b'`').count();
                self.push(&words, range.start + ticks, true);
            }
            Event::SoftBreak => self.push(" ", range.start, false),
            Event::HardBreak => self.push("\n", range.start, false),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Heading { .. } => self.begin(PassageKind::Heading),
            Tag::Paragraph | Tag::Item => self.begin(PassageKind::Sentences),
            Tag::TableCell => self.begin(PassageKind::Cell),
            Tag::BlockQuote(_) => {
                self.close();
                if let Some((_, end)) = callout_word(self.text, range) {
                    self.hidden = end;
                }
            }
            Tag::Link { dest_url, .. } => {
                let passage = self.passage();
                let at = passage.text.len();
                match dest_url.strip_prefix(TERM) {
                    Some(id) => passage.terms.push(Mark { id: id.to_owned(), words: at..at }),
                    None => {
                        passage.links.push(Link { address: dest_url.to_string(), at: range.start });
                    }
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => {
                let passage = self.passage();
                let end = passage.text.len();
                if let Some(mark) = passage.terms.last_mut().filter(|mark| mark.words.is_empty()) {
                    mark.words.end = end;
                }
            }
            TagEnd::Heading(_)
            | TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::TableCell
            | TagEnd::BlockQuote(_)
            | TagEnd::List(_) => self.close(),
            _ => {}
        }
    }

    fn push(&mut self, words: &str, at: usize, is_code: bool) {
        let passage = self.passage();
        let start = passage.text.len();
        passage.starts.push((start, at));
        passage.text.push_str(words);
        if is_code {
            passage.code.push(start..passage.text.len());
        }
    }

    /// The passage that is open; an item may go on below a list inside it.
    fn passage(&mut self) -> &mut Passage {
        let page = self.page;
        self.open.get_or_insert_with(|| Passage {
            kind: PassageKind::Sentences,
            page,
            text: String::new(),
            code: Vec::new(),
            terms: Vec::new(),
            links: Vec::new(),
            starts: Vec::new(),
        })
    }

    fn begin(&mut self, kind: PassageKind) {
        self.close();
        self.passage().kind = kind;
    }

    fn close(&mut self) {
        self.done.extend(self.open.take().filter(|passage| !passage.text.trim().is_empty()));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<String> {
        passages(text, 0).into_iter().map(|passage| passage.text).collect()
    }

    #[test]
    fn words_are_found_wherever_they_stand_and_code_is_not() {
        let text = "# A *title*\n\nOne `two`.\n\n```js run\nlet x;\n```\n```output\n3\n```\n\n\
                    - item\n  - inner\n\n  below\n\n> [!NOTE]\n> said\n\n| a | b |\n| - | - |\n| c | d |\n";
        assert_eq!(
            texts(text),
            ["A title", "One two.", "item", "inner", "below", " said", "a", "b", "c", "d"]
        );
    }

    #[test]
    fn each_word_has_its_place() {
        let text = "+++\n+++\nünd `code` [words here](term:one) and\nmore {fact:a} `{fact:b}`\n";
        let passage = &passages(text, 8)[0];
        for word in ["nd", "code", "words", "here", "and", "more", "{fact:a}"] {
            let at = passage.place_in_file(passage.text.find(word).unwrap());
            assert_eq!(at, text.find(word).unwrap(), "{word}");
        }
        assert_eq!(passage.terms[0].id, "one");
        assert_eq!(&passage.text[passage.terms[0].words.clone()], "words here");
        assert_eq!(passage.facts().collect::<Vec<_>>(), ["a"]);
        assert!(passage.is_code(passage.text.find("code").unwrap()));
    }

    #[test]
    fn pages_and_links_are_counted() {
        let text = "one\n\n---\n\n[two](https://a.test/)\n";
        let found = passages(text, 0);
        assert_eq!(found.iter().map(|passage| passage.page).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(found[1].links, [Link { address: "https://a.test/".into(), at: 10 }]);
    }

    proptest! {
        #[test]
        fn any_text_has_places_within_itself(
            text in "(```[a-z]{0,4}\n|> \\[!?[A-Z]{0,4}\\]?|[-#>*+`|~\\[\\]!_<&; \n0-9.(){}:]|---\n|\\[a\\]\\(term:b\\)|[a-z日é]{1,9}){0,60}",
        ) {
            for passage in passages(&text, 0) {
                for (at, _) in passage.text.char_indices() {
                    prop_assert!(passage.place_in_file(at) <= text.len());
                }
                for mark in &passage.terms {
                    prop_assert!(passage.text.get(mark.words.clone()).is_some());
                }
            }
        }
    }
}
