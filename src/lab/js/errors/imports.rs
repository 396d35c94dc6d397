//! Errors of imports: the engine names no place for them, so it is found in the source.

use rquickjs::{Object, Result, object::Property};

use super::frames::Frame;
use crate::lab::js::sources::{Source, Sources};

/// Node's message for a name that a module does not export, and where it is imported.
pub fn missing_export(message: &str, sources: &Sources) -> Option<(String, Frame)> {
    let rest = message.strip_prefix("Could not find export '")?;
    let (name, rest) = rest.split_once("' in module '")?;
    let module = rest.strip_suffix('\'')?;
    sources.modules().find_map(|(path, source)| {
        let (at, specifier) = import_of(&source.text, name, module)?;
        let said = if module.starts_with("npm:") {
            not_seen(&source.text, at, name, specifier)
        } else {
            format!("The requested module '{specifier}' does not provide an export named '{name}'")
        };
        Some((said, frame(path, source, at)))
    })
}

/// What Node says where a CommonJS package has no export of that name, or none that can be seen
/// without running it. `at` is where `text` imports it.
fn not_seen(text: &str, at: usize, name: &str, specifier: &str) -> String {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    // Node reads the list of names from the line alone.
    let names = line.split_once('{').and_then(|(_, rest)| rest.split_once('}'));
    let example = names
        .map(|(names, _)| format!("const {{{}}} = pkg;\n", names.replace(" as ", ": ")))
        .unwrap_or_default();
    format!(
        "Named export '{name}' not found. The requested module '{specifier}' is a CommonJS module, \
         which may not support all module.exports as named exports.\nCommonJS modules can always \
         be imported via the default export, for example using:\n\nimport pkg from \
         '{specifier}';\n{example}"
    )
}

/// Gives `error`, thrown while `specifier` was resolved for the file at `path`, the place of the
/// import as its only frame.
pub fn place(error: &Object<'_>, path: &str, specifier: &str, sources: &Sources) -> Result<()> {
    let Some(source) = sources.get(path) else { return Ok(()) };
    let quoted = ["'", "\""].map(|quote| format!("{quote}{specifier}{quote}"));
    let Some(at) = quoted.iter().find_map(|quoted| source.text.find(quoted)) else {
        return Ok(());
    };
    let stack: String = error.get("stack")?;
    let line = frame(path, source, at).as_line(sources);
    let stack = Property::from(format!("{stack}\n{line}")).writable().configurable();
    error.prop("stack", stack)
}

/// Where `text` imports `name` from a specifier that can mean `module`.
fn import_of<'a>(text: &'a str, name: &str, module: &str) -> Option<(usize, &'a str)> {
    text.match_indices(name).find_map(|(at, _)| {
        let import = text[..at].rfind("import")?;
        if text[import..at].contains([';', '"', '\'']) {
            return None;
        }
        let rest = &text[at..];
        let open = rest.find(['"', '\''])?;
        let quote = rest[open..].chars().next()?;
        let specifier = rest[open + 1..].split(quote).next()?;
        let file = specifier.trim_start_matches("../").trim_start_matches("./");
        module.ends_with(file).then_some((at, specifier))
    })
}

fn frame(path: &str, source: &Source, at: usize) -> Frame {
    let (line, column) = source.place_of(at);
    Frame { file: path.to_owned(), line, column, ..Frame::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_export_is_found_where_it_is_imported() {
        let mut sources = Sources::default();
        let text = "import fs from 'node:fs';\nimport { has, hasNot } from './lib/a.js';\n";
        sources.add("/app/main.mjs", text, None);
        let engine = "Could not find export 'hasNot' in module '/app/lib/a.js'";
        let (said, frame) = missing_export(engine, &sources).unwrap();
        assert_eq!(
            said,
            "The requested module './lib/a.js' does not provide an export named 'hasNot'"
        );
        assert_eq!((frame.file.as_str(), frame.line, frame.column), ("/app/main.mjs", 2, 15));
    }
}
