//! Lines of plain text.

/// Columns of text where the terminal does not say otherwise, and at most.
pub const COLUMNS_MAX: usize = 88;

/// `text` broken at spaces so that no line is longer than `columns`; lines that begin with a space
/// are kept as they are.
pub fn wrap(text: &str, columns: usize) -> String {
    let mut wrapped = String::new();
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            wrapped.push('\n');
        }
        if line.starts_with(' ') {
            wrapped.push_str(line);
            continue;
        }
        let mut column = 0;
        for word in line.split(' ').filter(|word| !word.is_empty()) {
            let width = unicode_width::UnicodeWidthStr::width(word);
            if column > 0 && column + 1 + width > columns {
                wrapped.push('\n');
                column = 0;
            }
            if column > 0 {
                wrapped.push(' ');
                column += 1;
            }
            wrapped.push_str(word);
            column += width;
        }
    }
    wrapped
}

/// `1 line`, `7 lines`.
pub fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn words_wrap_and_code_does_not() {
        assert_eq!(wrap("one two three", 7), "one two\nthree");
        assert_eq!(wrap("    a long line of code", 7), "    a long line of code");
        assert_eq!(wrap("a\n\nb", 7), "a\n\nb");
        assert_eq!(wrap("unbreakable", 3), "unbreakable");
    }
}
