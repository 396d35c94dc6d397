//! Stack frames as the engine gives them, and as Node writes them.

use rquickjs::{Array, Ctx, Function, Object, Result, Value};

use crate::lab::js::{
    host::places::Places,
    sources::{Source, Sources},
};

/// One frame of a stack.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The empty text where it has no name.
    pub function: String,
    /// The file's path; the empty text for a native function.
    pub file: String,
    /// In the file as it was written, from 1.
    pub line: u32,
    pub column: u32,
    /// Where its function starts; 0 where that is not known.
    pub starts_line: u32,
    pub starts_column: u32,
    pub is_native: bool,
    pub is_constructor: bool,
}

/// The frames of an array of `CallSite`s, the innermost first.
pub fn read<'js>(
    ctx: &Ctx<'js>,
    sites: &Array<'js>,
    places: Option<&Places>,
    sources: &Sources,
) -> Result<Vec<Frame>> {
    sites.iter::<Object<'js>>().map(|site| read_one(ctx, &site?, places, sources)).collect()
}

fn read_one<'js>(
    ctx: &Ctx<'js>,
    site: &Object<'js>,
    places: Option<&Places>,
    sources: &Sources,
) -> Result<Frame> {
    let ask = |name: &str| -> Result<Value<'js>> {
        let method: Function<'js> = site.get(name)?;
        method.call((rquickjs::prelude::This(site.clone()),))
    };
    let text = |value: Value<'js>| value.get::<Option<String>>().ok().flatten().unwrap_or_default();
    let number = |value: Value<'js>| value.get::<Option<u32>>().ok().flatten().unwrap_or_default();
    let mut frame = Frame {
        function: text(ask("getFunctionName")?),
        file: text(ask("getFileName")?),
        line: number(ask("getLineNumber")?),
        column: number(ask("getColumnNumber")?),
        is_native: ask("isNative")?.as_bool() == Some(true),
        ..Frame::default()
    };
    frame.is_constructor = ask("isConstructor").is_ok_and(|is| is.as_bool() == Some(true));
    if let Some(places) = places {
        (frame.starts_line, frame.starts_column) = places.start(ctx, &ask("getFunction")?);
    }
    if let Some(source) = sources.get(&frame.file) {
        frame.place_as_written(source);
    }
    Ok(frame)
}

impl Frame {
    fn place_as_written(&mut self, source: &Source) {
        let head = source.head.unwrap_or(0);
        // The function that a CommonJS body was put into begins before the file does.
        let whole_file = self.starts_line == 1 && self.starts_column <= head.min(2);
        if whole_file && self.function.is_empty() && source.head.is_some() {
            "Object.<anonymous>".clone_into(&mut self.function);
        }
        (self.line, self.column) = source.as_written(self.line, self.column);
        // The engine points at the name of a class, Node at the `new` before it.
        if let Some(at) = source.offset(self.line, self.column)
            && let Some(before) = source.text[..at].strip_suffix("new ")
            && !before.ends_with(char::is_alphanumeric)
        {
            self.column = self.column.saturating_sub(4).max(1);
        }
        (self.starts_line, self.starts_column) =
            source.as_written(self.starts_line, self.starts_column);
    }

    /// Moves the place from byte `at` of its file to byte `to`. Over lines only where the engine
    /// knew no better than the start of the function.
    pub fn move_to(&mut self, text: &str, at: usize, to: usize) {
        let between = &text[at..to];
        let lines = between.matches('\n').count();
        if lines > 0 && (self.line, self.column) != (self.starts_line, self.starts_column) {
            return;
        }
        let last = between.rsplit('\n').next().unwrap_or_default();
        let columns = u32::try_from(last.chars().count()).unwrap_or(0);
        self.line += u32::try_from(lines).unwrap_or(0);
        self.column = if lines == 0 { self.column + columns } else { columns + 1 };
    }

    /// As a line of `error.stack`.
    pub fn as_line(&self, sources: &Sources) -> String {
        if self.is_native {
            return format!("    at {} (<anonymous>)", native_name(&self.function));
        }
        let is_module = sources.get(&self.file).is_some_and(|source| source.head.is_none());
        let scheme = if is_module { "file://" } else { "" };
        let place = format!("{scheme}{}:{}:{}", self.file, self.line, self.column);
        if self.function.is_empty() || self.function == "<module>" {
            return format!("    at {place}");
        }
        let new = if self.is_constructor { "new " } else { "" };
        format!("    at {new}{} ({place})", self.function)
    }
}

/// Without the frames that Node does not have: those of `internal/*`, the native functions that
/// they call, and the false file of `JSON.parse`.
pub fn visible(frames: &[Frame]) -> impl Iterator<Item = &Frame> {
    let hidden = |frame: &Frame| frame.file.starts_with("node:internal/");
    frames.iter().enumerate().filter_map(move |(index, frame)| {
        let caller = frames.get(index + 1);
        let from_inside = frame.is_native && caller.is_some_and(hidden);
        (!hidden(frame) && !from_inside && frame.file != "<input>").then_some(frame)
    })
}

/// Node names a native method with its class; the engine gives the method only.
fn native_name(function: &str) -> String {
    let class = match function {
        "map" | "forEach" | "filter" | "reduce" | "reduceRight" | "find" | "findIndex" | "some"
        | "every" | "sort" | "flatMap" => "Array",
        "parse" | "stringify" => "JSON",
        "replace" | "replaceAll" => "String",
        "apply" | "call" => "Function",
        "Promise" | "Map" | "Set" | "Array" | "Proxy" | "RegExp" => {
            return format!("new {function}");
        }
        _ => return function.to_owned(),
    };
    format!("{class}.{function}")
}
