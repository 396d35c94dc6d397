//! The parts of an answer to many questions: a comment begins each, in SQL `-- 3` the third.

use std::collections::{BTreeMap, BTreeSet};

/// The comments that begin the parts of an exercise's answer.
#[derive(Clone, Debug, Default)]
pub struct Headings {
    /// Begins a comment: `--`, `//`, `#`.
    pub mark: &'static str,
    /// As the file that the learner began with has them.
    given: BTreeMap<u32, String>,
}

impl Headings {
    pub fn of(starter: &str, mark: &'static str) -> Headings {
        let heading = |line: &str| Some((begins(line, mark)?, line.trim().to_owned()));
        Headings { mark, given: starter.lines().filter_map(heading).collect() }
    }

    /// The part that begins at this line, when it is a given one.
    fn given_at(&self, line: &str) -> Option<u32> {
        let is_given =
            |number: &u32| self.given.get(number).is_some_and(|given| line.trim() == given);
        begins(line, self.mark).filter(is_given)
    }

    /// The part that begins at this line of a text that is asked for its part `wanted`, and in which the
    /// given lines of the parts `standing` still stand. A learner's own comment may begin with a number
    /// too: such a part begins at its given line alone, and a number that no given line has begins none.
    fn begun(&self, line: &str, standing: &BTreeSet<u32>, wanted: u32) -> Option<u32> {
        let is_heading = |number: &u32| {
            if standing.contains(number) {
                return self.given_at(line).is_some();
            }
            self.given.is_empty() || self.given.contains_key(number) || *number == wanted
        };
        begins(line, self.mark).filter(is_heading)
    }
}

/// The lines below the comment of `number`, up to the next comment of this kind; lines before them are
/// empty, so that places are those of the whole text. `None` where no such comment stands.
pub fn of(text: &str, number: u32, headings: &Headings) -> Option<String> {
    let standing = text.lines().filter_map(|line| headings.given_at(line)).collect();
    let mut part = String::new();
    let mut current = None;
    let mut found = false;
    for line in text.split_inclusive('\n') {
        if let Some(begun) = headings.begun(line, &standing, number) {
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
