//! The parts of an answer to many questions: a comment begins each, in SQL `-- 3` the third.

use std::collections::BTreeMap;

/// The comments that begin the parts of an exercise's answer.
#[derive(Clone, Debug, Default)]
pub struct Headings {
    /// Begins a comment: `--`, `//`, `#`.
    mark: &'static str,
    /// As the file that the learner began with has them.
    given: BTreeMap<u32, String>,
}

impl Headings {
    pub fn of(starter: &str, mark: &'static str) -> Headings {
        let heading = |line: &str| Some((begins(line, mark)?, line.trim().to_owned()));
        Headings { mark, given: starter.lines().filter_map(heading).collect() }
    }

    /// The part that begins at this line of `text`, which is asked for its part `wanted`. A learner's
    /// own comment may begin with a number too: where the given line still stands, that alone begins
    /// the part, and a number that no given line has begins none.
    fn begun(&self, text: &str, line: &str, wanted: u32) -> Option<u32> {
        let number = begins(line, self.mark)?;
        let is_heading = match self.given.get(&number) {
            Some(given) => line.trim() == given || !text.lines().any(|line| line.trim() == given),
            None => self.given.is_empty() || number == wanted,
        };
        is_heading.then_some(number)
    }
}

/// The lines below the comment of `number`, up to the next comment of this kind; lines before them are
/// empty, so that places are those of the whole text. `None` where no such comment stands.
pub fn of(text: &str, number: u32, headings: &Headings) -> Option<String> {
    let mut part = String::new();
    let mut current = None;
    let mut found = false;
    for line in text.split_inclusive('\n') {
        if let Some(begun) = headings.begun(text, line, number) {
            current = Some(begun);
            found |= begun == number;
        } else if current == Some(number) {
            part.push_str(line);
            continue;
        }
        if line.ends_with('\n') {
            part.push('\n');
        }
    }
    found.then_some(part)
}

/// The number of the part that begins at this line: `-- 3`, `--3.`, `-- 3) the names`.
fn begins(line: &str, mark: &str) -> Option<u32> {
    let words = line.trim_start().strip_prefix(mark)?.trim_start();
    let digits = words.len() - words.trim_start_matches(|ch: char| ch.is_ascii_digit()).len();
    let (number, rest) = words.split_at(digits);
    let ends = rest.chars().next().is_none_or(|ch| ch.is_whitespace() || ".):".contains(ch));
    number.parse().ok().filter(|_| ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_keeps_the_lines_of_the_whole() {
        let text =
            "-- 1. names\nSELECT 1;\n-- a note\n  --2) rest\nSELECT 2;\n\n-- 3\n-- 10: ten\nx";
        for (number, part) in [
            (1, Some("\nSELECT 1;\n-- a note\n\n\n\n\n\n")),
            (2, Some("\n\n\n\nSELECT 2;\n\n\n\n")),
            (3, Some("\n\n\n\n\n\n\n\n")),
            (10, Some("\n\n\n\n\n\n\n\nx")),
            (4, None),
        ] {
            let headings = Headings::of("", "--");
            assert_eq!(of(text, number, &headings).as_deref(), part, "{number}");
        }
        let part = |text, mark| of(text, 2, &Headings::of("", mark));
        assert_eq!(part("-- 2nd\n-- 2 000 rows\nx", "--").as_deref(), Some("\n\nx"));
        assert_eq!(part("// 1\n# 2\nx", "#").as_deref(), Some("\n\nx"));
        assert_eq!(part("", "//"), None);
    }

    #[test]
    fn a_comment_that_begins_with_a_number_begins_no_part_where_the_given_line_stands() {
        let headings = Headings::of("-- 1. names\n\n-- 2. prices\n\n-- 3. rest\n", "--");
        let part = |text, number| of(text, number, &headings);
        let text =
            "-- 1. names\na\n-- 500 is not less\n-- 3 columns?\nb\n-- 2. prices\nc\n-- 3. rest\nd";
        assert_eq!(
            part(text, 1).as_deref(),
            Some("\na\n-- 500 is not less\n-- 3 columns?\nb\n\n\n\n")
        );
        assert_eq!(part(text, 2).as_deref(), Some("\n\n\n\n\n\nc\n\n"));
        assert_eq!(part(text, 3).as_deref(), Some("\n\n\n\n\n\n\n\nd"));
        // Written anew, or not given.
        assert_eq!(part("--1\na\n-- 2)\nb", 1).as_deref(), Some("\na\n\n"));
        assert_eq!(part("-- 1\na\n-- 7\nb", 7).as_deref(), Some("\n\n\nb"));
        assert_eq!(part("-- 1\na", 2), None);
    }
}
