//! Blocks and a width in, rows out. The same rows stand on the screen and on paper.

mod drawing;
mod inline;
mod table;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use self::inline::Word;
use crate::{
    course::lesson::{Mode, Sample},
    markup::{Block, Callout, Class, Inline, Page, Span},
    text,
};

/// Lists and quotes inside each other are laid out so deep; what is deeper stays at this depth.
const DEPTH_MAX: usize = 8;

/// One row of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub pieces: Vec<Piece>,
    /// The block of code that the row belongs to, by its index.
    pub sample: Option<usize>,
}

/// Text of one row that means one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub class: Class,
}

impl Row {
    /// The words alone.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    fn push(&mut self, text: impl Into<String>, class: Class) {
        let text = text.into();
        match self.pieces.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.class == class => last.text.push_str(&text),
            _ => self.pieces.push(Piece { text, class }),
        }
    }

    fn columns(&self) -> usize {
        self.pieces.iter().map(|piece| piece.text.width()).sum()
    }
}

/// The rows of a page in `width` columns, its addresses last.
pub fn lay_out(page: &Page, width: u16) -> Vec<Row> {
    let mut rows = blocks(&page.blocks, usize::from(width), 0);
    if !page.links.is_empty() {
        rows.push(Row::default());
        for (index, link) in page.links.iter().enumerate() {
            let words = [Word::new(text::clean_line(link), Class::Muted)];
            let number = format!("{}  ", index + 1);
            let laid = inline::wrap(&words, usize::from(width).saturating_sub(number.len()));
            rows.extend(hang(laid, &number, Class::Muted, &" ".repeat(number.len())));
        }
    }
    rows
}

/// Blocks under each other with one empty row between.
pub fn blocks(blocks: &[Block], width: usize, depth: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut blocks = blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        let laid = match block {
            // The third level runs into its paragraph.
            Block::Heading { level: 3.., spans } => {
                let mut words = words(spans, Some(Class::Strong));
                if let Some(Block::Paragraph(body)) = blocks.peek() {
                    words.push(Word::new("  ", Class::Text));
                    words.extend(self::words(body, None));
                    blocks.next();
                }
                inline::wrap(&words, width)
            }
            block => lay_block(block, width, depth),
        };
        if !rows.is_empty() && !laid.is_empty() {
            rows.push(Row::default());
        }
        rows.extend(laid);
    }
    rows
}

fn lay_block(block: &Block, width: usize, depth: usize) -> Vec<Row> {
    match block {
        Block::Heading { spans, .. } => inline::wrap(&words(spans, Some(Class::Bright)), width),
        Block::Paragraph(spans) => inline::wrap(&words(spans, None), width),
        Block::List { start, items } => list(*start, items, width, depth),
        Block::Quote(body) => {
            let rows = self::blocks(body, inner(width, 2, depth), depth + 1);
            hang(rows, "▌ ", Class::Faint, "▌ ")
        }
        Block::Callout { kind, body } => callout(*kind, body, width, depth),
        Block::Sample(sample) => code(sample, width),
        Block::Diagram(diagram) => drawing::draw(diagram, width),
        Block::Table(table) => table::draw(table, width),
    }
}

/// Items with their marks, continued under their first word.
fn list(start: Option<u64>, items: &[Vec<Block>], width: usize, depth: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    let is_loose = items.iter().any(|item| item.len() > 1);
    for (index, item) in items.iter().enumerate() {
        let mark = match start {
            Some(start) => format!("{}. ", start.saturating_add(index as u64)),
            None => "- ".to_owned(),
        };
        let laid = blocks(item, inner(width, mark.len(), depth), depth + 1);
        if index > 0 && is_loose {
            rows.push(Row::default());
        }
        rows.extend(hang(laid, &mark, Class::Muted, &" ".repeat(mark.len())));
    }
    rows
}

/// A bar in the first column, a bold word, and the text behind both.
fn callout(kind: Callout, body: &[Block], width: usize, depth: usize) -> Vec<Row> {
    let width = inner(width, 2, depth);
    let word = Word::new(format!("{}  ", kind.word()), Class::NoteBold);
    let rows = match body {
        [Block::Paragraph(spans), rest @ ..] => {
            let mut all = vec![word];
            all.extend(words(spans, None));
            let mut rows = inline::wrap(&all, width);
            let below = blocks(rest, width, depth + 1);
            if !below.is_empty() {
                rows.push(Row::default());
                rows.extend(below);
            }
            rows
        }
        body => {
            let mut rows = inline::wrap(&[word], width);
            rows.extend(blocks(body, width, depth + 1));
            rows
        }
    };
    hang(rows, "▌ ", Class::Note, "▌ ")
}

/// Code as it is, cut where it is too wide; language and mode stand at the right of its first row.
fn code(sample: &Sample, width: usize) -> Vec<Row> {
    let room = width.saturating_sub(2).max(1);
    let label = label(sample);
    let cleaned = text::clean(&sample.code);
    let mut rows = Vec::new();
    for line in cleaned.trim_end_matches('\n').split('\n') {
        let mut row = Row { sample: Some(sample.index), ..Row::default() };
        row.push("│ ", Class::Faint);
        row.push(cut(line, room), Class::Code);
        let used = row.columns();
        if rows.is_empty() && used + 2 + label.width() <= width {
            row.push(" ".repeat(width - used - label.width()), Class::Code);
            row.push(label.clone(), Class::Muted);
        }
        rows.push(row);
    }
    rows
}

fn label(sample: &Sample) -> String {
    let mode = match sample.mode {
        Mode::Run => "runs",
        Mode::Predict => "predict",
        Mode::Fails => "fails",
        Mode::Vulnerable => "vulnerable",
        Mode::Fragment => "part",
        Mode::Display => return text::clean_line(&sample.language).into_owned(),
    };
    format!("{}  {mode}", text::clean_line(&sample.language))
}

/// `line` in at most `room` columns, with `…` where something is missing.
fn cut(line: &str, room: usize) -> String {
    if line.width() <= room {
        return line.to_owned();
    }
    let mut kept = String::new();
    let mut columns = 1;
    for ch in line.chars() {
        columns += ch.width().unwrap_or(0);
        if columns > room {
            break;
        }
        kept.push(ch);
    }
    kept.push('…');
    kept
}

/// The room inside an indent; deeper than `DEPTH_MAX` nothing is indented any more.
fn inner(width: usize, indent: usize, depth: usize) -> usize {
    if depth < DEPTH_MAX { width.saturating_sub(indent).max(1) } else { width }
}

/// Puts `first` before the first row and `rest` before the others.
fn hang(rows: Vec<Row>, first: &str, class: Class, rest: &str) -> Vec<Row> {
    let indented = |(index, row): (usize, Row)| {
        let mut indented = Row { sample: row.sample, ..Row::default() };
        indented.push(if index == 0 { first } else { rest }, class);
        for piece in row.pieces {
            indented.push(piece.text, piece.class);
        }
        indented
    };
    rows.into_iter().enumerate().map(indented).collect()
}

/// Spans as words with a class; `all` is the class of everything that has none of its own.
fn words(spans: &[Span], all: Option<Class>) -> Vec<Word> {
    let prose = all.unwrap_or(Class::Text);
    let word = |span: &Span| match &span.kind {
        Inline::Text => Word::new(&*span.text, prose),
        Inline::Strong => Word::new(&*span.text, all.unwrap_or(Class::Bright)),
        Inline::Emphasis => Word::new(&*span.text, all.unwrap_or(Class::Emphasis)),
        Inline::Code => Word::new(&*span.text, Class::InlineCode),
        Inline::Term(_) => Word::new(&*span.text, Class::Term),
        Inline::Link(number) => Word::new(format!(" {number}"), Class::Muted),
    };
    spans.iter().map(word).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::markup::parse::{Source, parse_text};

    fn rows(markdown: &str, width: u16) -> Vec<Row> {
        let (document, _) = parse_text(Source { file: "", text: markdown, start: 0 });
        document.pages.iter().flat_map(|page| lay_out(page, width)).collect()
    }

    #[track_caller]
    fn check(markdown: &str, width: u16, expected: &[&str]) {
        let rows: Vec<String> = rows(markdown, width).iter().map(Row::text).collect();
        assert_eq!(rows, expected, "\n{}", rows.join("\n"));
    }

    #[test]
    fn headings_and_prose_keep_one_empty_row_between() {
        check("# Hi\n\n`a` and\nmore", 8, &["Hi", "", "a and", "more"]);
        check("### Why\n\nBecause it is so.", 12, &["Why  Because", "it is so."]);
        check("one two\\\nthree", 20, &["one two", "three"]);
    }

    #[test]
    fn lists_hang_under_their_first_word() {
        check("- one two\n- three", 7, &["- one", "  two", "- three"]);
        check("9. nine\n10. ten and more", 9, &["9. nine", "10. ten", "    and", "    more"]);
    }

    #[test]
    fn a_callout_carries_its_bar_and_its_word() {
        check(
            "> [!CAREFUL]\n> A present token is not a valid token.",
            24,
            &["▌ Careful  A present", "▌ token is not a valid", "▌ token."],
        );
    }

    #[test]
    fn wide_characters_break_and_words_that_do_not_fit_are_cut_in_two() {
        check("日本語日本", 4, &["日本", "語日", "本"]);
        check("abcdefgh", 3, &["abc", "def", "gh"]);
    }

    #[test]
    fn tables_fit_their_width() {
        check(
            "| name | n |\n| --- | --: |\n| Zoë | 7 |\n| Kishore | 12 |",
            40,
            &["name       n", "────────────", "Zoë        7", "Kishore   12"],
        );
        check(
            "| n |\n| --- |\n| 7 |\n| 1200 |\n| NULL |",
            40,
            &["   n", "────", "   7", "1200", "NULL"],
        );
        check(
            "| a | b |\n| --- | --- |\n| one two | x |",
            7,
            &["a     b", "───────", "one   x", "two   "],
        );
    }

    /// The prose, the code and the callout of screen 02a.
    #[test]
    fn a_page_is_laid_out_as_designed() {
        let markdown = "\
# A header is not a login

[Authentication](term:a) asks who is calling. [Authorization](term:b) asks whether that caller may
do this. The gate below asks neither.

> [!CAREFUL]
> A present token is not a valid token. Before a token counts, the server must check its
> signature, its algorithm and its expiry.
";
        check(
            markdown,
            76,
            &[
                "A header is not a login",
                "",
                "Authentication asks who is calling. Authorization asks whether that caller",
                "may do this. The gate below asks neither.",
                "",
                "▌ Careful  A present token is not a valid token. Before a token counts, the",
                "▌ server must check its signature, its algorithm and its expiry.",
            ],
        );
        let wide: Vec<String> = rows(markdown, 88).iter().map(Row::text).collect();
        assert_eq!(
            wide[5..],
            [
                "▌ Careful  A present token is not a valid token. Before a token counts, the server must",
                "▌ check its signature, its algorithm and its expiry.",
            ]
        );
        let classes: Vec<_> = rows(markdown, 76)[2].pieces.iter().map(|p| p.class).collect();
        assert_eq!(classes, [Class::Term, Class::Text, Class::Term, Class::Text]);
    }

    #[test]
    fn code_is_cut_and_says_what_it_is() {
        let sample = |code: &str| Sample {
            index: 4,
            language: "js".into(),
            mode: Mode::Run,
            code: code.into(),
            on: None,
            setup: None,
            sends: Vec::new(),
            continues: false,
            output: None,
            place: crate::diag::Place::new("lesson.md", 1, 1),
        };
        let text = |code: &str, width| -> Vec<String> {
            super::code(&sample(code), width).iter().map(Row::text).collect()
        };
        assert_eq!(text("f();\n\tg();\n", 20), ["│ f();      js  runs", "│   g();"]);
        assert_eq!(text("const long = 1;", 12), ["│ const lon…"]);
        assert!(super::code(&sample("x"), 20).iter().all(|row| row.sample == Some(4)));
    }

    proptest! {
        #[test]
        fn no_text_and_no_width_is_too_much(
            markdown in "([-#>*`|\\[\\]!_ \n0-9.]|[a-z日é]{1,9}){0,60}",
            width in 1_u16..300,
        ) {
            rows(&markdown, width);
        }
    }
}
