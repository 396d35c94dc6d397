//! Small changes of a file of Redis commands: a command, an option, a number.

use crate::audit::mutants::{
    edit::{Edit, Operator, snippet},
    number,
};

/// Options that a command has or has not: `SET lock 1 NX`.
const OPTIONS: &[&str] =
    &["NX", "XX", "GT", "LT", "KEEPTTL", "GET", "REV", "WITHSCORES", "CH", "BYSCORE"];

/// All changes of `text` in the order of their places.
pub fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let command = line.trim();
        if !command.is_empty() && !command.starts_with('#') {
            let change = format!("{} is left out", snippet(command));
            let range = start..start + line.len();
            let (operator, put) = (Operator::Statement, String::new());
            edits.push(Edit { operator, range, put, change });
            words(text, start, line, &mut edits);
        }
        start += line.len();
    }
    edits
}

/// Its lines without comments, each with single spaces.
pub fn tokens(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    let commands = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    commands.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The words of a command after its name. A value in quotes is left as it is.
fn words(text: &str, start: usize, line: &str, edits: &mut Vec<Edit>) {
    if line.contains(['"', '\'']) {
        return;
    }
    let mut at = 0;
    for (index, word) in line.split_whitespace().enumerate() {
        let from = at + line[at..].find(word).unwrap_or_default();
        at = from + word.len();
        let range = start + from..start + at;
        if index == 0 {
            continue;
        }
        if OPTIONS.iter().any(|option| word.eq_ignore_ascii_case(option)) {
            let mut edit = Edit::left_out(Operator::Clause, text, range, "");
            edit.change = format!("{word} is left out of {}", snippet(line));
            edits.push(edit);
            continue;
        }
        for other in number::neighbours(word) {
            edits.push(Edit::becomes(Operator::Number, text, range.clone(), &other));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_loses_options_and_counts_otherwise() {
        let text = "# a lock\nSET lock 1 NX\n\nGET \"my key\"\n";
        let changes: Vec<String> = edits(text).into_iter().map(|edit| edit.change).collect();
        assert_eq!(
            changes,
            [
                "SET lock 1 NX is left out",
                "1 becomes 2",
                "1 becomes 0",
                "NX is left out of SET lock 1 NX",
                "GET \"my key\" is left out",
            ]
        );
        let less = edits(text)[3].applied(text);
        assert_eq!(tokens(&less), ["SET lock 1", "GET \"my key\""]);
    }
}
