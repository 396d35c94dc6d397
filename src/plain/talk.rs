//! What plain mode says and hears: lines of text, one question at a time.

use std::io::{self, BufRead, Read, Write};

use crate::{plain::lines::wrap, text::clean_line, tutor::Trouble};

/// Bytes of a line that are taken; what is longer than any answer is read and left out.
const LINE_BYTES_MAX: u64 = 16 << 10;
/// Bytes of a text that is typed line by line.
const TEXT_BYTES_MAX: usize = 256 << 10;

/// Both ends of the conversation.
pub struct Talk<'a> {
    input: &'a mut dyn BufRead,
    output: &'a mut dyn Write,
    columns: usize,
}

/// A line that was typed.
enum Line {
    Typed(String),
    TooLong,
    /// The input has ended.
    End,
}

impl<'a> Talk<'a> {
    pub fn new(input: &'a mut dyn BufRead, output: &'a mut dyn Write, columns: usize) -> Talk<'a> {
        Talk { input, output, columns }
    }

    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Says a text as it is.
    ///
    /// # Errors
    /// Nobody reads any more.
    pub fn say(&mut self, text: &str) -> io::Result<()> {
        self.output.write_all(text.as_bytes())
    }

    /// Says a paragraph, broken at spaces.
    ///
    /// # Errors
    /// As `say`.
    pub fn tell(&mut self, text: &str) -> io::Result<()> {
        let wrapped = wrap(text, self.columns);
        self.say(&format!("{wrapped}\n"))
    }

    /// Says what did not work, and what to do next.
    ///
    /// # Errors
    /// As `say`.
    pub fn trouble(&mut self, trouble: &Trouble) -> io::Result<()> {
        let next = trouble.next.iter().map(String::as_str);
        let words: Vec<_> = std::iter::once(trouble.what.as_str()).chain(next).collect();
        self.tell(&clean_line(&words.join(" ")))
    }

    /// Asks for a line; `None` once the input has ended. A line without visible end is a question
    /// asked again: nothing of what is open is lost by it.
    ///
    /// # Errors
    /// The input cannot be read, or nobody reads any more.
    pub fn ask(&mut self) -> io::Result<Option<String>> {
        loop {
            self.say("> ")?;
            match self.line()? {
                Line::Typed(line) => return Ok(Some(line.trim().to_owned())),
                Line::TooLong => self.tell(&format!(
                    "That line has more than {LINE_BYTES_MAX} bytes and was left out. Nothing \
                     else has changed."
                ))?,
                Line::End => {
                    self.say("\n")?;
                    return Ok(None);
                }
            }
        }
    }

    /// Takes lines up to one that is `end`; `None` where the input ended before it.
    ///
    /// # Errors
    /// As `ask`.
    pub fn ask_lines(&mut self, end: &str) -> io::Result<Option<String>> {
        let mut text = String::new();
        loop {
            self.say("> ")?;
            match self.line()? {
                Line::Typed(line) if line.trim_end() == end => return Ok(Some(text)),
                Line::Typed(line) if text.len() + line.len() < TEXT_BYTES_MAX => {
                    text.push_str(line.trim_end_matches(['\n', '\r']));
                    text.push('\n');
                }
                Line::Typed(_) | Line::TooLong => {
                    self.tell("That line is too long for a text here and was left out.")?;
                }
                Line::End => {
                    self.say("\n")?;
                    return Ok(None);
                }
            }
        }
    }

    fn line(&mut self) -> io::Result<Line> {
        self.output.flush()?;
        let mut bytes = Vec::new();
        let mut input: &mut dyn BufRead = self.input;
        Read::take(&mut input, LINE_BYTES_MAX).read_until(b'\n', &mut bytes)?;
        if bytes.is_empty() {
            return Ok(Line::End);
        }
        let is_cut = !bytes.ends_with(b"\n") && bytes.len() as u64 == LINE_BYTES_MAX;
        if is_cut {
            self.skip_line()?;
            return Ok(Line::TooLong);
        }
        Ok(Line::Typed(String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// Reads what is left of a line, a piece at a time.
    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let piece = self.input.fill_buf()?;
            let end = piece.iter().position(|byte| *byte == b'\n');
            let count = end.map_or(piece.len(), |at| at + 1);
            let is_over = end.is_some() || piece.is_empty();
            self.input.consume(count);
            if is_over {
                return Ok(());
            }
        }
    }
}
