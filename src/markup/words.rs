//! A page as one text without form, for whoever looks for words in it.

use crate::{
    course::lesson::Sample,
    markup::{
        Block, Inline, Page, Span,
        diagram::{Diagram, Step},
    },
};

impl Page {
    /// Whether its first block is the heading that gives the page its title.
    pub fn begins_with_title(&self) -> bool {
        // The title is that of the first heading.
        matches!(self.blocks.first(), Some(Block::Heading { .. }))
    }
}

/// Every word that a reader of the page can see, and the code as its author wrote it; a line for
/// each paragraph, cell and line of code. The heading that gives the page its title is left out.
pub fn of_page(page: &Page) -> String {
    let mut text = String::new();
    let skipped = usize::from(page.begins_with_title());
    push_blocks(&mut text, &page.blocks[skipped..]);
    text
}

fn push_blocks(text: &mut String, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Heading { spans, .. } | Block::Paragraph(spans) => push(text, &plain(spans)),
            Block::List { items, .. } => items.iter().for_each(|item| push_blocks(text, item)),
            Block::Quote(body) | Block::Callout { body, .. } => push_blocks(text, body),
            Block::Sample(sample) => push_sample(text, sample),
            Block::Diagram(diagram) => push_diagram(text, diagram),
            Block::Table(table) => {
                let cells = table.rows.iter().flatten();
                table.header.iter().chain(cells).for_each(|cell| push(text, &plain(cell)));
            }
        }
    }
}

fn push_sample(text: &mut String, sample: &Sample) {
    push(text, &sample.code);
    if let Some(output) = &sample.output {
        push(text, output);
    }
}

fn push_diagram(text: &mut String, diagram: &Diagram) {
    for name in &diagram.names {
        push(text, name);
    }
    for step in &diagram.steps {
        match step {
            Step::Arrow { label: words, .. } | Step::Alone { words, .. } => push(text, words),
            Step::Gap => {}
        }
    }
}

fn push(text: &mut String, words: &str) {
    let words = words.trim_end_matches('\n');
    if !words.is_empty() {
        text.push_str(words);
        text.push('\n');
    }
}

/// The words of one paragraph. The number of a link is no word.
fn plain(spans: &[Span]) -> String {
    let words = spans.iter().filter(|span| !matches!(span.kind, Inline::Link(_)));
    words.map(|span| span.text.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::parse::{Source, parse_text};

    #[test]
    fn all_that_can_be_read_is_there_once() {
        let markdown = "# Title\n\nA **strong** [link](https://example.test/).\n\n- one\n- two\n\n\
                        > [!NOTE]\n> Careful.\n\n| a | b |\n| - | - |\n| c | d |\n\n\
                        ```js\nlet x;\n```\n\n```seq\nme -> you: GET /\nyou: hm\n```\n";
        let (document, _) = parse_text(Source { file: "", text: markdown, start: 0 });
        let page = &document.pages[0];
        let words = of_page(page);
        let lines: Vec<_> = words.lines().collect();
        assert_eq!(page.title, "Title");
        assert_eq!(lines[0], "A strong link.");
        let rest = ["one", "two", "Careful.", "a", "b", "c", "d", "let x;"];
        assert_eq!(lines[1..9], rest);
        assert_eq!(lines[9..], ["me", "you", "GET /", "hm"]);
    }
}
