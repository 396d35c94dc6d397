//! The parts of an answer to many questions: a comment begins each, in SQL `-- 3` the third.

/// The lines below the comment of `number`, up to the next comment of this kind; lines before them are
/// empty, so that places are those of the whole text. `None` where no such comment stands. `mark` begins
/// a comment: `--`, `//`, `#`.
pub fn of(text: &str, number: u32, mark: &str) -> Option<String> {
    let mut part = String::new();
    let mut current = None;
    let mut found = false;
    for line in text.split_inclusive('\n') {
        if let Some(begun) = begins(line, mark) {
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
            assert_eq!(of(text, number, "--").as_deref(), part, "{number}");
        }
        assert_eq!(of("-- 2nd\n-- 2 000 rows\nx", 2, "--").as_deref(), Some("\n\nx"));
        assert_eq!(of("// 1\n# 2\nx", 2, "#").as_deref(), Some("\n\nx"));
        assert_eq!(of("", 1, "//"), None);
    }
}
