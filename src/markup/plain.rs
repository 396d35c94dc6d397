//! Lessons and tasks as plain text, for the command line and for screen readers: no box drawing,
//! no colour; what a page shows by place is said in words.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::{
    markup::{Block, Document, Page, layout, parse},
    text,
};

/// A lesson, page by page.
pub fn lesson(title: &str, document: &Document, columns: usize) -> String {
    let mut shown = format!("Lesson: {}\n", text::clean_line(title));
    for (index, page) in document.pages.iter().enumerate() {
        let _ = writeln!(shown, "\nPage {} of {}\n", index + 1, document.pages.len());
        shown.push_str(&blocks(&page.blocks, columns));
        for (number, link) in page.links.iter().enumerate() {
            let _ = writeln!(shown, "{}  {}", number + 1, text::clean_line(link));
        }
    }
    shown
}

/// A title and a Markdown text under it.
pub fn text(title: &str, markdown: &str, columns: usize) -> String {
    let (document, _) = parse::parse_text(parse::Source { file: "", text: markdown, start: 0 });
    let pages: Vec<_> = document.pages.iter().map(|page| blocks(&page.blocks, columns)).collect();
    format!("{}\n\n{}", text::clean_line(title), pages.join("\n"))
}

/// The addresses of a page, an empty line behind them.
pub fn links(page: &Page) -> String {
    let mut shown = String::new();
    for (number, link) in (1..).zip(&page.links) {
        let _ = writeln!(shown, "{number}  {}", text::clean_line(link));
    }
    if !shown.is_empty() {
        shown.push('\n');
    }
    shown
}

/// Some blocks of a page.
pub fn blocks(blocks: &[Block], columns: usize) -> String {
    let mut shown = String::new();
    for block in blocks {
        match block {
            Block::Sample(sample) => {
                let language = text::clean_line(&sample.language);
                shown.push_str(&listing(&format!("Code, {language}"), &sample.code));
                if let Some(output) = &sample.output {
                    shown.push_str(&listing("Output", output));
                }
            }
            Block::Heading { level: 1 | 2, .. } => {
                let rows = rows(block, columns);
                let rule = rows.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
                let _ = writeln!(shown, "{rows}{}\n", "-".repeat(rule));
            }
            Block::Heading { .. }
            | Block::Paragraph(_)
            | Block::List { .. }
            | Block::Quote(_)
            | Block::Callout { .. }
            | Block::Diagram(_)
            | Block::Table(_) => {
                let _ = writeln!(shown, "{}", rows(block, columns));
            }
        }
    }
    shown
}

/// `Code, js, 7 lines:` and the lines behind four spaces.
pub fn listing(what: &str, lines: &str) -> String {
    let cleaned = text::clean(lines);
    let lines: Vec<_> = cleaned.trim_end_matches('\n').lines().collect();
    let plural = if lines.len() == 1 { "line" } else { "lines" };
    let mut shown = format!("{what}, {} {plural}:\n\n", lines.len());
    for line in lines {
        shown.push_str(format!("    {line}").trim_end());
        shown.push('\n');
    }
    shown.push('\n');
    shown
}

/// A block as it is laid out, the bar of callouts and quotes taken off.
fn rows(block: &Block, columns: usize) -> String {
    let rows = layout::blocks(std::slice::from_ref(block), columns, 0);
    let mut shown = String::new();
    for row in rows {
        let text = row.text();
        shown.push_str(text.strip_prefix("▌ ").unwrap_or(&text).trim_end());
        shown.push('\n');
    }
    shown
}
