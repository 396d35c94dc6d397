//! Syntax errors in Node's words and at Node's place: the engine stops one token late for what is
//! missing, and knows nothing of a file that is put into a function.

use super::expression::{name_at, word_before};

/// Node's message for the engine's `message` at byte `at` of `text`, and the byte where Node has
/// the error; `None` where the engine says it as Node does. Words about imports are for files that
/// are no modules.
pub fn in_nodes_words(
    message: &str,
    text: &str,
    at: usize,
    is_module: bool,
) -> Option<(String, usize)> {
    let code = text.trim_end();
    let brackets = Brackets::before(text, at);
    if let Some(extra) = brackets.extra {
        let token = text[extra..].chars().next()?;
        return Some((format!("Unexpected token '{token}'"), extra));
    }
    if code.len() <= at {
        let unclosed = brackets.in_template || message == "unexpected end of string";
        let said =
            if unclosed { "Unterminated template literal" } else { "Unexpected end of input" };
        return Some((said.to_owned(), last_token(text, code.len())));
    }
    let line_start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let line = text[line_start..].trim_start();
    if !is_module && (line.starts_with("import ") || line.starts_with("import{")) {
        return Some(("Cannot use import statement outside a module".to_owned(), line_start));
    }
    if !is_module && line.starts_with("export ") {
        return Some(("Unexpected token 'export'".to_owned(), line_start));
    }
    if word_before(text, at) == "await" && missing_something(message) {
        let said = "await is only valid in async functions and the top level bodies of modules";
        return Some((said.to_owned(), last_token(text, at)));
    }
    if brackets.in_call && missing_something(message) && !text[at..].starts_with(['{', '=']) {
        return Some(("missing ) after argument list".to_owned(), last_token(text, at)));
    }
    match message {
        "invalid redefinition of lexical identifier"
        | "invalid redefinition of a variable"
        | "invalid redefinition of parameter name" => {
            let start = last_token(text, at);
            let name = name_at(text, start)?;
            Some((format!("Identifier '{name}' has already been declared"), start))
        }
        "missing initializer for variable" => {
            let said = "Missing initializer in const declaration";
            Some((said.to_owned(), last_token(text, at)))
        }
        message if missing_something(message) => Some((unexpected(text, at)?, at)),
        _ => None,
    }
}

/// Whether the engine wanted another token at the place.
fn missing_something(message: &str) -> bool {
    message.starts_with("expecting ")
        || message.ends_with(" expected")
        || message.starts_with("Unexpected ")
        || message.starts_with("unexpected token")
        || message.starts_with("unsupported keyword")
}

/// What Node says of a token that does not belong.
fn unexpected(text: &str, at: usize) -> Option<String> {
    /// Those that are no identifiers; the engine tells them apart, this only names them.
    const KEYWORDS: &[&str] = &[
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "debugger",
        "default",
        "delete",
        "do",
        "else",
        "enum",
        "export",
        "extends",
        "false",
        "finally",
        "for",
        "function",
        "if",
        "import",
        "in",
        "instanceof",
        "new",
        "null",
        "return",
        "super",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "typeof",
        "var",
        "void",
        "while",
        "with",
    ];
    let first = text[at..].chars().next()?;
    if first.is_ascii_digit() {
        return Some("Unexpected number".to_owned());
    }
    if matches!(first, '"' | '\'') {
        return Some("Unexpected string".to_owned());
    }
    if first == '`' {
        return Some("Unexpected template string".to_owned());
    }
    Some(match name_at(text, at) {
        Some(word) if KEYWORDS.contains(&word) => format!("Unexpected token '{word}'"),
        Some(name) => format!("Unexpected identifier '{name}'"),
        None => format!("Unexpected token '{}'", operator(&text[at..])),
    })
}

fn operator(text: &str) -> &str {
    const LONG: &[&str] = &["===", "!==", "...", "=>", "==", "!=", "<=", ">=", "&&", "||", "??"];
    let long = LONG.iter().find(|long| text.starts_with(**long));
    long.copied().unwrap_or_else(|| &text[..text.chars().next().map_or(0, char::len_utf8)])
}

/// The byte where the token begins that ends before byte `at`.
fn last_token(text: &str, at: usize) -> usize {
    let before = text[..at].trim_end();
    let Some(last) = before.chars().next_back() else { return 0 };
    if matches!(last, '"' | '\'' | '`') {
        let inside = &before[..before.len() - 1];
        return inside.rfind(last).unwrap_or(inside.len());
    }
    match word_before(text, before.len()) {
        "" => before.len() - last.len_utf8(),
        word => before.len() - word.len(),
    }
}

/// The brackets of a text, as far as strings and comments can be told without parsing.
#[derive(Debug, Default)]
struct Brackets {
    /// The first closing bracket that nothing opened.
    extra: Option<usize>,
    /// The innermost open one is that of a call.
    in_call: bool,
    in_template: bool,
}

impl Brackets {
    /// Those before byte `at`.
    fn before(text: &str, at: usize) -> Brackets {
        let mut open: Vec<(char, usize)> = Vec::new();
        let mut rest = text.char_indices().take_while(|(index, _)| *index < at).peekable();
        let mut quote = None;
        while let Some((index, ch)) = rest.next() {
            if let Some(end) = quote {
                if ch == '\\' {
                    rest.next();
                } else if ch == end || (ch == '\n' && end != '`') {
                    quote = None;
                } else if end == '`' && ch == '$' && rest.peek().is_some_and(|next| next.1 == '{') {
                    open.push(('`', index));
                    rest.next();
                    quote = None;
                }
                continue;
            }
            match ch {
                '"' | '\'' | '`' => quote = Some(ch),
                '/' if text[index..].starts_with("//") => {
                    while rest.next_if(|next| next.1 != '\n').is_some() {}
                }
                '/' if text[index..].starts_with("/*") => {
                    let end = text[index + 2..].find("*/").map_or(at, |end| index + end + 4);
                    while rest.next_if(|next| next.0 < end).is_some() {}
                }
                '(' | '[' | '{' => open.push((ch, index)),
                ')' | ']' | '}' => match open.pop() {
                    Some(('`', _)) => quote = Some('`'),
                    Some(_) => {}
                    None => return Brackets { extra: Some(index), ..Brackets::default() },
                },
                _ => {}
            }
        }
        let in_call = open.last().is_some_and(|(ch, index)| *ch == '(' && calls(text, *index));
        Brackets { extra: None, in_call, in_template: quote == Some('`') }
    }
}

/// Whether the round bracket at byte `open` holds the arguments of a call.
fn calls(text: &str, open: usize) -> bool {
    let before = text[..open].trim_end();
    let word = word_before(text, before.len());
    let keyword =
        matches!(word, "if" | "for" | "while" | "switch" | "catch" | "function" | "return");
    let declared = word_before(text, before.len() - word.len()) == "function";
    let follows = !word.is_empty() || before.ends_with([')', ']']);
    follows && !keyword && !declared
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `^` stands where the engine points, `@` where Node does.
    #[track_caller]
    fn check(message: &str, marked: &str, expected: &str) {
        let text = marked.replace(['^', '@'], "");
        let at = marked.replace('@', "").find('^').unwrap();
        let place = marked.replace('^', "").find('@').unwrap();
        assert_eq!(in_nodes_words(message, &text, at, false), Some((expected.to_owned(), place)));
    }

    #[test]
    fn what_is_missing_is_said_where_it_is_missing() {
        let missing = "missing ) after argument list";
        check("Unexpected identifier 'log'", "log(@\"a\"\n^log(2)\n", missing);
        check("Unexpected token ';'", "get('/', () => {\n  run();\n@}^;\n", missing);
        check("Unexpected token ')'", "function f() {\n  run()@;\n^", "Unexpected end of input");
        check("unexpected end of string", "const a = `abc\n@d\n^", "Unterminated template literal");
    }

    #[test]
    fn a_bracket_too_many_is_found_before_the_engine_sees_it() {
        let extra = "Unexpected token '}'";
        check("Unexpected identifier 'log'", "const a = '}'; // }\n@}\n^log(2);\n", extra);
    }

    #[test]
    fn tokens_are_named_as_node_names_them() {
        check("expecting ';'", "retrun @^5;", "Unexpected number");
        check("variable name expected", "var @^class = 1;", "Unexpected token 'class'");
        check("unsupported keyword: export", "@^export const a = 1;", "Unexpected token 'export'");
        check(
            "Unexpected identifier 'fs'",
            "@import ^fs from 'fs';",
            "Cannot use import statement outside a module",
        );
        check(
            "expecting ';'",
            "function f() { @await ^1; }",
            "await is only valid in async functions and the top level bodies of modules",
        );
        check(
            "invalid redefinition of lexical identifier",
            "let a;\nlet @a ^= 2;",
            "Identifier 'a' has already been declared",
        );
        assert_eq!(
            in_nodes_words("Unexpected token '{'", "if (x {", 6, false).map(|found| found.1),
            Some(6)
        );
    }

    #[test]
    fn broken_code_does_no_harm() {
        for text in ["", "`${", "é(`", "/*", "// a", "}}}", "'\\", "(((`${`${"] {
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                in_nodes_words("expecting ';'", text, at, true);
            }
        }
    }
}
