//! Finds in a source the expression that an engine error is about, written as Node writes it.
//! It reads characters, not a syntax tree: the code may have any form and must not be run again.

/// The callee around byte `at`, where the engine points at its last name: `app.get`,
/// `routes[key]`, `res.status(...).json`.
pub fn callee(text: &str, at: usize) -> Option<String> {
    let name = name_at(text, at)?;
    let end = at + name.len();
    let after = text[end..].trim_start();
    if let Some(rest) = after.strip_prefix(']')
        && rest.trim_start().starts_with('(')
    {
        // The engine points into the brackets of `routes[key](..)`.
        let open = opening(text, end + (text[end..].len() - after.len()))?;
        let base = base_before(text, open)?;
        return Some(format!("{base}[{}]", text[open + 1..end].trim()));
    }
    let index = indexed(text, end).unwrap_or_default();
    Some(with_base(text, at, name) + &index)
}

/// Where the name is that is called, when the engine points at byte `at`: it may point at an
/// argument, as `app` in `server.use(app)`, which is no call itself.
pub fn called(text: &str, at: usize) -> usize {
    const NO_CALLS: [&str; 6] = ["if", "while", "for", "switch", "catch", "function"];
    let Some(name) = name_at(text, at) else { return at };
    let after = text[at + name.len()..].trim_start();
    let after_index = after.strip_prefix(']').map_or(after, str::trim_start);
    let is_call = ["(", "`", "?.("].iter().any(|call| after_index.starts_with(call));
    // What stands in parentheses behind `async` are the parameters of a function.
    let is_call = is_call && name != "async";
    if is_call || indexed(text, at + name.len()).is_some() {
        return at;
    }
    let Some(open) = arguments_around(text, at) else { return at };
    let before = text[..open].trim_end();
    let before = before.strip_suffix("?.").unwrap_or(before);
    let callee = word_before(text, before.len());
    if callee.is_empty() || NO_CALLS.contains(&callee) {
        return at;
    }
    let start = before.len() - callee.len();
    if name_at(text, start).is_some() { start } else { at }
}

/// The index in brackets from byte `from` on, when what it gives is called: `["del"]`.
fn indexed(text: &str, from: usize) -> Option<String> {
    let inside = text[from..].strip_prefix('[')?;
    let (index, rest) = inside.split_once(']')?;
    let is_called = rest.trim_start().starts_with('(') && !index.contains(['[', '(']);
    is_called.then(|| format!("[{}]", index.trim().replace('\'', "\"")))
}

/// The parenthesis around byte `at`, within the same function.
fn arguments_around(text: &str, at: usize) -> Option<usize> {
    let mut depth = 0_u32;
    let mut end = at;
    while let Some(place) = end.checked_sub(1) {
        end = place;
        match text.as_bytes()[place] {
            b'"' | b'\'' | b'`' => end = string_start(text, place).unwrap_or(place),
            b')' | b']' | b'}' => depth += 1,
            b'(' | b'[' | b'{' if depth > 0 => depth -= 1,
            b'(' => return Some(place),
            // An object among the arguments; other braces are those of a block.
            b'{' if !text[..place].trim_end().ends_with(['(', ',', ':', '[']) => return None,
            b';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// Where the string begins that the quote at byte `close` ends, on the same line.
fn string_start(text: &str, close: usize) -> Option<usize> {
    let quote = char::from(text.as_bytes()[close]);
    let line = text[..close].rfind('\n').map_or(0, |end| end + 1);
    let mut quotes = text[line..close].rmatch_indices(quote).map(|(at, _)| line + at);
    quotes.find(|at| !text[..*at].ends_with('\\'))
}

/// The chain of names from byte `at` on: `x.Y` of `new x.Y()`.
pub fn chain(text: &str, at: usize) -> Option<&str> {
    let rest = &text[at..];
    let end = rest.find(|ch: char| !is_name_part(ch) && ch != '.').unwrap_or(rest.len());
    let chain = rest[..end].trim_end_matches('.');
    (!chain.is_empty()).then_some(chain)
}

/// The name that begins at byte `at`.
pub fn name_at(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..)?;
    let end = rest.find(|ch| !is_name_part(ch)).unwrap_or(rest.len());
    let name = &rest[..end];
    (!name.is_empty() && !name.starts_with(|ch: char| ch.is_ascii_digit())).then_some(name)
}

/// The word before byte `at`.
pub fn word_before(text: &str, at: usize) -> &str {
    let before = text[..at].trim_end();
    let start = before.rfind(|ch| !is_name_part(ch));
    &before[start.map_or(0, |start| start + first_len(&before[start..]))..]
}

/// Where `.name` or `?.name` next stands at or after byte `at`: the byte of the name.
pub fn member_after(text: &str, at: usize, name: &str) -> Option<usize> {
    let rest = text.get(at..)?;
    let dotted = format!(".{name}");
    let found = rest
        .match_indices(&dotted)
        .find(|(found, _)| !rest[found + dotted.len()..].starts_with(is_name_part));
    found.map(|(found, _)| at + found + 1)
}

/// The first destructuring from byte `at` on: its first property, and what is taken apart.
pub fn destructured(text: &str, at: usize) -> Option<(&str, &str)> {
    /// How far the engine's place can be before the statement.
    const BYTES_MAX: usize = 400;
    let mut from = at;
    while from < at + BYTES_MAX {
        let open = from + text.get(from..)?.find('{')?;
        from = open + 1;
        let close = from + text[from..].find(['{', '}'])?;
        let inside = from + (text[from..].len() - text[from..].trim_start().len());
        let Some(property) = name_at(text, inside) else { continue };
        let after = text[close..].strip_prefix('}').map_or("", str::trim_start);
        if text[..open].trim_end().ends_with('(') && after.starts_with(')') {
            return Some((property, "undefined"));
        }
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else { continue };
        if let Some(value) = chain(text, text.len() - value.len()) {
            return Some((property, value));
        }
    }
    None
}

/// `name` at byte `at` with what stands before it and its dot.
fn with_base(text: &str, at: usize, name: &str) -> String {
    let before = text[..at].trim_end();
    let Some(before) = before.strip_suffix('.') else { return name.to_owned() };
    let before = before.strip_suffix('?').unwrap_or(before);
    match base_before(text, before.len()) {
        Some(base) => format!("{base}.{name}"),
        None => format!("(intermediate value).{name}"),
    }
}

/// The expression that ends before byte `end`: a name, a call, an index, with their bases.
fn base_before(text: &str, end: usize) -> Option<String> {
    let before = text[..end].trim_end();
    let last = before.chars().next_back()?;
    if is_name_part(last) {
        let name = word_before(text, before.len());
        let keyword = matches!(name, "return" | "await" | "typeof" | "new" | "of" | "in" | "case");
        return (!keyword).then(|| with_base(text, before.len() - name.len(), name));
    }
    match last {
        ')' => {
            let open = opening(text, before.len() - 1)?;
            Some(format!("{}(...)", base_before(text, open)?))
        }
        ']' => {
            let open = opening(text, before.len() - 1)?;
            let inside = &before[open + 1..before.len() - 1];
            let base = base_before(text, open).unwrap_or_default();
            Some(format!("{base}[{}]", inside.trim()))
        }
        '"' | '\'' => {
            let open = before[..before.len() - 1].rfind(last)?;
            Some(format!("\"{}\"", &before[open + 1..before.len() - 1]))
        }
        _ => None,
    }
}

/// The bracket that the one at byte `close` closes. Brackets in strings are counted too, which
/// costs a wrong word in a message at worst.
fn opening(text: &str, close: usize) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, byte) in text.as_bytes()[..=close].iter().enumerate().rev() {
        match byte {
            b')' | b']' | b'}' => depth += 1,
            b'(' | b'[' | b'{' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn is_name_part(ch: char) -> bool {
    ch.is_alphanumeric() || matches!(ch, '_' | '$' | '#')
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `^` stands where the engine points.
    #[track_caller]
    fn check_callee(marked: &str, expected: &str) {
        let at = marked.find('^').unwrap();
        let text = marked.replacen('^', "", 1);
        assert_eq!(callee(&text, at).as_deref(), Some(expected));
    }

    #[test]
    fn the_callee_is_written_with_its_base() {
        check_callee("app.^get('/')", "app.get");
        check_callee("await db.users\n  .^findAll()", "db.users.findAll");
        check_callee("return ^run()", "run");
        check_callee("res.status(404).^jso({})", "res.status(...).jso");
        check_callee("routes[^key](req)", "routes[key]");
        check_callee("a.list[0].^run()", "a.list[0].run");
        check_callee("({}).^x()", "(intermediate value).x");
        check_callee("user?.^getName()", "user.getName");
        check_callee("'abc'.^foo()", "\"abc\".foo");
        check_callee("[].^x()", "[].x");
    }

    #[test]
    fn what_is_called_is_found_from_its_arguments() {
        let check = |marked: &str, expected: &str| {
            let at = marked.find('^').unwrap();
            let text = marked.replacen('^', "", 1);
            assert_eq!(callee(&text, called(&text, at)).as_deref(), Some(expected), "{marked}");
        };
        check("app.del(^app)", "app.del");
        check("[1].mapp(^x => x + 1)", "[1].mapp");
        check("run(a.b, { c: [^d] })", "run");
        check("app.del('/', express.^json())", "express.json");
        check("app.use(() => { ^a; })", "a");
        check("if (^a) {}", "a");
        check("app.del(^async () => {})", "app.del");
        check("app.del('/:)', ^app)", "app.del");
        check("res.sent('it\\'s; (', \"{\", ^body)", "res.sent");
        check("res.sent(/* it's */ ^body)", "res.sent");
        check("x.^y", "x.y");
        check("run(^app['del']())", "app[\"del\"]");
    }

    #[test]
    fn destructuring_is_found_after_a_place() {
        let text = "const o = { a: 1 };\nconst { name, age } = req.body;";
        assert_eq!(destructured(text, 0), Some(("name", "req.body")));
        assert_eq!(destructured("({ a }) => a", 0), Some(("a", "undefined")));
        assert_eq!(destructured("{ let u; const { a } = u; }", 0), Some(("a", "u")));
        assert_eq!(destructured("if (x) { run(); }", 0), None);
    }

    #[test]
    fn broken_code_has_no_callee_and_does_no_harm() {
        for text in ["", "(", ").x", "]]]", "é.x(", "a.b["] {
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                callee(text, called(text, at));
                destructured(text, at);
                word_before(text, at);
            }
        }
    }
}
