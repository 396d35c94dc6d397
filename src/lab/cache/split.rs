//! A line split into words as redis-cli and inline commands are: by spaces, with quotes.

/// A quote that is not closed, or one whose end is followed by more than a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unbalanced {
    /// Bytes before the quote that opened the word's quoted part.
    pub at: usize,
}

/// The words of `line`. In double quotes `\n \r \t \b \a \xHH \" \\` stand for one byte each, in
/// single quotes `\'` does (Redis manual, redis-cli, "String quoting and escaping").
pub fn words(line: &[u8]) -> Result<Vec<Vec<u8>>, Unbalanced> {
    let mut words = Vec::new();
    let mut at = 0;
    loop {
        while line.get(at).copied().is_some_and(is_space) {
            at += 1;
        }
        if at >= line.len() {
            return Ok(words);
        }
        let (word, end) = word(line, at)?;
        words.push(word);
        at = end;
    }
}

fn word(line: &[u8], start: usize) -> Result<(Vec<u8>, usize), Unbalanced> {
    let mut out = Vec::new();
    let mut at = start;
    while let Some(&byte) = line.get(at) {
        match byte {
            b'"' | b'\'' => {
                let end = quoted(line, at, &mut out)?;
                return Ok((out, end));
            }
            byte if is_space(byte) => break,
            byte => out.push(byte),
        }
        at += 1;
    }
    Ok((out, at))
}

/// Reads the quoted part that opens at `open`; a word ends with it.
fn quoted(line: &[u8], open: usize, out: &mut Vec<u8>) -> Result<usize, Unbalanced> {
    let quote = line[open];
    let mut rest = &line[open + 1..];
    loop {
        rest = match rest {
            [] => return Err(Unbalanced { at: open }),
            [end, after @ ..] if *end == quote => {
                let is_alone = after.first().copied().is_none_or(is_space);
                let end = line.len() - after.len();
                return if is_alone { Ok(end) } else { Err(Unbalanced { at: open }) };
            }
            [b'\\', b'x', high, low, after @ ..]
                if quote == b'"' && high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                out.push(hex(*high) << 4 | hex(*low));
                after
            }
            [b'\\', escaped, after @ ..] if quote == b'"' => {
                out.push(match escaped {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'b' => 8,
                    b'a' => 7,
                    other => *other,
                });
                after
            }
            [b'\\', b'\'', after @ ..] if quote == b'\'' => {
                out.push(b'\'');
                after
            }
            [byte, after @ ..] => {
                out.push(*byte);
                after
            }
        };
    }
}

fn hex(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        b'a'..=b'f' => digit - b'a' + 10,
        _ => digit.wrapping_sub(b'A').wrapping_add(10),
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | 0 | 11 | 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Result<&[&str], usize>) {
        let found = words(line.as_bytes());
        let found = found
            .map(|words| words.iter().map(|word| word.escape_ascii().to_string()).collect())
            .map_err(|unbalanced| unbalanced.at);
        let expected: Result<Vec<String>, usize> =
            expected.map(|words| words.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn lines_are_split_as_redis_cli_splits_them() {
        check("  set  a b ", Ok(&["set", "a", "b"]));
        check(r#"set a "x y""#, Ok(&["set", "a", "x y"]));
        check(r#"set a "\n\x41\"\q""#, Ok(&["set", "a", r#"\nA\"q"#]));
        check(r"set a 'it\'s \n'", Ok(&["set", "a", r"it\'s \\n"]));
        check(r#"a"b c""#, Ok(&["ab c"]));
        check(r#"get "" ''"#, Ok(&["get", "", ""]));
        check(r#"get "a"#, Err(4));
        check(r#"get "a"b"#, Err(4));
        check("get 'a'\"b\"", Err(4));
        check("", Ok(&[]));
    }
}
