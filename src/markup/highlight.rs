//! Code to stretches with a class, by syntect's grammars, and by one of our own for requests.
//!
//! Loading the grammars takes about a millisecond and a first use compiles regular expressions, so
//! a `Highlighter` is made on a worker, when something is to be highlighted.

mod http;
mod kept;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

pub use self::kept::Kept;
use crate::markup::{Class, Stretch};

/// Bytes of a line that is highlighted; a longer one stays plain, since one of 100 KB took seconds.
pub const LINE_BYTES_MAX: usize = 2_000;
/// Bytes of a text that is highlighted.
pub const TEXT_BYTES_MAX: usize = 64 << 10;

/// The scopes that mean something here; of several on the stack the innermost decides, and for one
/// scope the first row that fits.
const CLASSES: &[(&str, Class)] = &[
    ("comment", Class::Comment),
    ("punctuation.definition.comment", Class::Comment),
    ("punctuation.definition.string", Class::String),
    ("punctuation.definition.template-expression", Class::Punctuation),
    ("punctuation.section.interpolation", Class::Punctuation),
    ("meta.template.expression", Class::Code),
    ("meta.interpolation", Class::Code),
    ("meta.object-literal.key", Class::Code),
    ("string.unquoted.label", Class::Code),
    ("string", Class::String),
    ("constant.numeric", Class::Number),
    ("constant.language", Class::Number),
    ("constant.character.escape", Class::Number),
    ("storage.type.function.arrow", Class::Punctuation),
    ("storage", Class::Keyword),
    ("keyword.operator.word", Class::Keyword),
    ("keyword.operator", Class::Punctuation),
    ("keyword.generator", Class::Punctuation),
    ("keyword", Class::Keyword),
    ("variable.language", Class::Keyword),
    ("variable.function", Class::Name),
    ("support.function", Class::Name),
    ("entity.name", Class::Name),
    ("meta.mapping.key", Class::Name),
    ("punctuation", Class::Punctuation),
    ("meta.brace", Class::Punctuation),
];

/// Names that lessons and files use, and the grammars do not know.
const ALSO: &[(&str, &str)] = &[
    ("mjs", "js"),
    ("cjs", "js"),
    ("jsx", "js"),
    ("javascript", "js"),
    ("mongo", "js"),
    ("redis", "sh"),
    ("shell", "sh"),
];

/// The names of what [`http`] reads.
const HTTP: &[&str] = &["http", "rest"];

pub struct Highlighter {
    grammars: SyntaxSet,
    classes: Vec<(Scope, Class)>,
}

/// What a line inherits from the lines above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineState {
    Grammar {
        parse: ParseState,
        stack: ScopeStack,
    },
    Http(http::State),
    /// Of a language that is not known: everything is plain.
    Unknown,
}

impl Default for Highlighter {
    fn default() -> Highlighter {
        Highlighter::new()
    }
}

impl Highlighter {
    pub fn new() -> Highlighter {
        let class = |(scope, class): &(&str, Class)| {
            (Scope::new(scope).expect("the table holds scopes"), *class)
        };
        Highlighter {
            grammars: SyntaxSet::load_defaults_newlines(),
            classes: CLASSES.iter().map(class).collect(),
        }
    }

    /// One row of stretches for each line of `text`; everything is `Code` where the language is
    /// unknown or the text is too long.
    pub fn highlight(&self, language: &str, text: &str) -> Vec<Vec<Stretch>> {
        let mut state = self.start(language, text);
        text.lines().map(|line| self.line(&mut state, line)).collect()
    }

    /// The state before the first line of `text`.
    fn start(&self, language: &str, text: &str) -> LineState {
        if text.len() > TEXT_BYTES_MAX {
            return LineState::Unknown;
        }
        let language = language.to_ascii_lowercase();
        if HTTP.contains(&language.as_str()) {
            return LineState::Http(http::State::default());
        }
        match self.grammar(&language) {
            Some(grammar) => {
                LineState::Grammar { parse: ParseState::new(grammar), stack: ScopeStack::new() }
            }
            None => LineState::Unknown,
        }
    }

    /// The stretches of one line, given without its line break; `state` becomes that of the next.
    fn line(&self, state: &mut LineState, line: &str) -> Vec<Stretch> {
        let is_long = line.len() > LINE_BYTES_MAX;
        match state {
            LineState::Unknown => plain(line),
            // A long line leads on to the next one as a short one does.
            LineState::Http(state) => {
                let stretches = http::line(state, line);
                if is_long { plain(line) } else { stretches }
            }
            LineState::Grammar { .. } if is_long => plain(line),
            LineState::Grammar { parse, stack } => self.parsed(parse, stack, line),
        }
    }

    fn parsed(&self, parse: &mut ParseState, stack: &mut ScopeStack, line: &str) -> Vec<Stretch> {
        // The grammars are written for lines that end with a line break.
        let Ok(operations) = parse.parse_line(&format!("{line}\n"), &self.grammars) else {
            return plain(line);
        };
        let mut stretches = Vec::new();
        let mut at = 0;
        for (offset, operation) in operations {
            let offset = offset.min(line.len());
            push(&mut stretches, offset - at, self.class(stack));
            at = offset;
            if stack.apply(&operation).is_err() {
                break;
            }
        }
        push(&mut stretches, line.len() - at, self.class(stack));
        stretches
    }

    fn grammar(&self, language: &str) -> Option<&SyntaxReference> {
        let known = ALSO.iter().find(|(name, _)| *name == language);
        let name = known.map_or(language, |(_, name)| name);
        self.grammars.find_syntax_by_token(name)
    }

    fn class(&self, stack: &ScopeStack) -> Class {
        let of_scope = |scope: &Scope| {
            self.classes
                .iter()
                .find(|(known, _)| known.is_prefix_of(*scope))
                .map(|(_, class)| *class)
        };
        stack.scopes.iter().rev().find_map(of_scope).unwrap_or(Class::Code)
    }
}

fn plain(line: &str) -> Vec<Stretch> {
    if line.is_empty() { Vec::new() } else { vec![(line.len(), Class::Code)] }
}

/// Adds a stretch, joined to the one before where both mean the same.
fn push(stretches: &mut Vec<Stretch>, bytes: usize, class: Class) {
    match stretches.last_mut() {
        _ if bytes == 0 => {}
        Some((before, same)) if *same == class => *before += bytes,
        _ => stretches.push((bytes, class)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each stretch of each line as `letter:text`.
    pub fn shown(language: &str, text: &str) -> Vec<String> {
        let rows = Highlighter::new().highlight(language, text);
        let row = |(line, stretches): (&str, Vec<Stretch>)| {
            let mut at = 0;
            let mut shown = Vec::new();
            for (bytes, class) in stretches {
                let letter = match class {
                    Class::Keyword => 'w',
                    Class::String => 's',
                    Class::Number => 'd',
                    Class::Name => 'y',
                    Class::Comment => 't',
                    Class::Punctuation => 'u',
                    _ => 'c',
                };
                shown.push(format!("{letter}:{}", &line[at..at + bytes]));
                at += bytes;
            }
            assert_eq!(at, line.len(), "stretches make the line");
            shown.join("|")
        };
        text.lines().zip(rows).map(row).collect()
    }

    #[test]
    fn javascript_has_its_words() {
        let rows = shown("js", "const x = f(\"a\", 12); // note");
        assert_eq!(rows.len(), 1);
        for part in ["w:const", "y:f", "s:\"a\"", "d:12", "t:// note"] {
            assert!(rows[0].contains(part), "{part} in {}", rows[0]);
        }
    }

    #[test]
    fn a_comment_goes_on_over_lines() {
        assert_eq!(shown("js", "/* one\nlet two = 2;\n*/"), ["t:/* one", "t:let two = 2;", "t:*/"]);
    }

    #[test]
    fn a_text_that_changes_is_highlighted_as_if_it_were_new() {
        let highlighter = Highlighter::new();
        let mut kept = Kept::default();
        let check = |kept: &mut Kept, language: &str, text: &str, read: usize| {
            let again = highlighter.highlight_again(kept, language, text);
            assert_eq!(again, highlighter.highlight(language, text), "{text:?}");
            assert_eq!(kept.lines_read(), read, "{text:?}");
        };
        check(&mut kept, "js", "let a = 1;\nlet b = 2;\nf(a);\n", 3);
        check(&mut kept, "js", "let a = 1;\nlet bc = 2;\nf(a);\n", 1);
        check(&mut kept, "js", "let a = 1;\nlet bc = 2;\nf(a);\ng();", 1);
        check(&mut kept, "js", "let a = 1;\n\nlet bc = 2;\nf(a);\ng();", 1);
        check(&mut kept, "js", "let a = 1;\n/*\nlet bc = 2;\nf(a);\ng();", 4);
        check(&mut kept, "js", "let a = 1;\n/**/\nlet bc = 2;\nf(a);\ng();", 4);
        // The grammar knows its first line.
        check(&mut kept, "js", "f(a);\ng();", 1);
        check(&mut kept, "js", "", 0);
        check(&mut kept, "http", "GET /\nA: b\n\nx", 4);
        check(&mut kept, "http", "GET /\nA: b\n\nxy", 1);
        check(&mut kept, "klingon", "GET /\nA: b\n\nxy", 4);
        check(&mut kept, "klingon", &"a\n".repeat(TEXT_BYTES_MAX / 2 + 1), TEXT_BYTES_MAX / 2 + 1);
    }

    #[test]
    fn unknown_languages_and_long_lines_stay_plain() {
        assert_eq!(shown("klingon", "let x"), ["c:let x"]);
        let long = format!("\"{}\"", "a".repeat(LINE_BYTES_MAX));
        assert_eq!(shown("js", &long), [format!("c:{long}")]);
        assert_eq!(Highlighter::new().highlight("js", ""), Vec::<Vec<Stretch>>::new());
    }
}
