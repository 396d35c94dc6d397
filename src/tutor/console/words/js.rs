//! Words of JavaScript: globals, core modules, and members that are used most.

use super::{Vocabulary, offer, start_of_name};
use crate::exchange::http_file::complete::Offer;

const WORDS: [&str; 46] = [
    "await",
    "async",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "delete",
    "else",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "import",
    "instanceof",
    "let",
    "new",
    "null",
    "of",
    "return",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "undefined",
    "var",
    "void",
    "while",
    "yield",
    "Infinity",
    "NaN",
    "isNaN",
    "parseFloat",
    "parseInt",
    "require",
    "fetch",
    "structuredClone",
    "queueMicrotask",
    "globalThis",
];
const GLOBALS: [&str; 34] = [
    "Array",
    "BigInt",
    "Boolean",
    "Buffer",
    "Date",
    "Error",
    "Headers",
    "JSON",
    "Map",
    "Math",
    "Number",
    "Object",
    "Promise",
    "RangeError",
    "RegExp",
    "Request",
    "Response",
    "Set",
    "String",
    "Symbol",
    "TypeError",
    "URL",
    "URLSearchParams",
    "WeakMap",
    "AbortController",
    "TextDecoder",
    "TextEncoder",
    "console",
    "process",
    "setImmediate",
    "setInterval",
    "setTimeout",
    "clearTimeout",
    "clearInterval",
];
const MODULES: [&str; 30] = [
    "assert",
    "buffer",
    "crypto",
    "events",
    "fs",
    "fs/promises",
    "http",
    "net",
    "os",
    "path",
    "perf_hooks",
    "querystring",
    "readline",
    "stream",
    "timers/promises",
    "url",
    "util",
    "zlib",
    "node:sqlite",
    "node:test",
    "express",
    "cors",
    "bcrypt",
    "jsonwebtoken",
    "mongodb",
    "redis",
    "cookie-parser",
    "helmet",
    "dotenv",
    "argon2",
];
const MEMBERS: [(&str, &[&str]); 8] = [
    ("console", &["log", "error", "table", "dir", "warn", "time", "timeEnd", "count"]),
    ("JSON", &["parse", "stringify"]),
    ("Math", &["abs", "ceil", "floor", "max", "min", "random", "round", "sqrt", "trunc", "PI"]),
    ("Object", &["assign", "entries", "freeze", "fromEntries", "keys", "values", "hasOwn"]),
    ("Promise", &["all", "allSettled", "any", "race", "reject", "resolve", "withResolvers"]),
    ("Array", &["from", "isArray", "of"]),
    ("Number", &["isInteger", "isFinite", "isNaN", "MAX_SAFE_INTEGER", "EPSILON"]),
    ("process", &["argv", "cwd", "env", "exit", "hrtime", "memoryUsage", "nextTick", "uptime"]),
];
/// Of texts and lists, whichever stands before the dot.
const OF_VALUES: [&str; 34] = [
    "at",
    "concat",
    "endsWith",
    "every",
    "filter",
    "find",
    "findIndex",
    "flat",
    "flatMap",
    "forEach",
    "includes",
    "indexOf",
    "join",
    "length",
    "map",
    "match",
    "padEnd",
    "padStart",
    "pop",
    "push",
    "reduce",
    "replace",
    "replaceAll",
    "reverse",
    "slice",
    "some",
    "sort",
    "split",
    "startsWith",
    "then",
    "toLowerCase",
    "toSorted",
    "toUpperCase",
    "trim",
];

/// Where the word before the cursor begins, and what may stand there.
pub fn offers(words: &Vocabulary, before: &str) -> (usize, Vec<Offer>) {
    if let Some(at) = before.rfind("require(") {
        let inside = &before[at + "require(".len()..];
        let quoted = inside.strip_prefix(['"', '\'']);
        if let Some(name) = quoted.filter(|name| !name.contains(['"', '\''])) {
            let modules = MODULES.iter().map(|name| offer(name, "module"));
            return (before.len() - name.len(), modules.collect());
        }
    }
    let start = start_of_name(before);
    let (head, typed) = before.split_at(start);
    if let Some(owner) = head.strip_suffix('.') {
        let owner = &owner[start_of_name(owner)..];
        let known = MEMBERS.iter().find(|(name, _)| *name == owner);
        let members = known.map_or(&OF_VALUES[..], |(_, members)| members);
        return (start, members.iter().map(|name| offer(name, "")).collect());
    }
    let own = words.tables.iter().map(|(name, _)| offer(name, "yours"));
    if typed.is_empty() {
        return (start, own.collect());
    }
    let rest = GLOBALS.iter().chain(&WORDS).map(|name| offer(name, ""));
    (start, own.chain(rest).collect())
}

#[cfg(test)]
mod tests {
    use super::{super::Engine, *};

    #[test]
    fn own_names_come_first_and_modules_in_quotes() {
        let tables = vec![("orders".to_owned(), Vec::new())];
        let words = Vocabulary { tables, ..Vocabulary::new(Engine::Js) };
        let first = |text: &str| {
            let offers = words.offers(&[text.to_owned()], 0, text.len());
            offers.map(|offers| offers.list[0].label.clone())
        };
        assert_eq!(first("o").as_deref(), Some("orders"));
        assert_eq!(first("JSON.s").as_deref(), Some("stringify"));
        assert_eq!(first("require(\"ex").as_deref(), Some("express"));
        assert_eq!(first("orders.ma").as_deref(), Some("map"));
        assert_eq!(first("zzz"), None);
    }
}
