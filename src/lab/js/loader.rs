//! Code in: core modules from the table, CommonJS bodies, and ES modules by the engine's loader.

use std::{fmt::Write as _, rc::Rc};

use rquickjs::{
    Ctx, Exception, Function, Module, Object, Result, Runtime, Value,
    context::EvalOptions,
    loader::{ImportAttributes, Loader, Resolver},
    module::Declared,
};

use super::{
    errors,
    host::{Host, give, imports::ImportRules, or_null},
    node::CoreModule,
};

pub fn install<'js>(object: &Object<'js>, host: &Rc<Host>) -> Result<()> {
    let this = Rc::clone(host);
    give(object, "compileCore", move |ctx: Ctx<'js>, name: String| {
        let compiled = core_module(&ctx, &this, &name)?;
        or_null(&ctx, compiled)
    })?;
    let this = Rc::clone(host);
    give(
        object,
        "compile",
        move |ctx: Ctx<'js>, code: String, path: String, parameters: Vec<String>| {
            compile(&ctx, &this, &code, &path, &parameters)
        },
    )?;
    give(object, "importModule", |ctx: Ctx<'js>, path: String| Module::import(&ctx, path))?;
    give(
        object,
        "evaluateModule",
        |ctx: Ctx<'js>, name: String, code: String, into: Object<'js>| {
            // What an earlier question to the engine left would be taken for this module's error.
            drop(ctx.catch());
            let module = Module::declare(ctx, name, code)?;
            module.meta()?.set("into", into)?;
            let (_, promise) = module.eval()?;
            Ok::<_, rquickjs::Error>(promise)
        },
    )
}

/// The body of core module `name`; `None` when there is none.
pub fn core_module<'js>(ctx: &Ctx<'js>, host: &Host, name: &str) -> Result<Option<Function<'js>>> {
    let Some(module) = CoreModule::find(name) else { return Ok(None) };
    let head = CoreModule::head_chars();
    host.sources.borrow_mut().add(&format!("node:{name}"), module.source, Some(head));
    let read = host.read_ahead.borrow_mut().remove(name);
    match read {
        Some(body) => body.restore(ctx).map(Some),
        None => module.body(ctx).map(Some),
    }
}

/// A function with `parameters` whose body is `code`.
fn compile<'js>(
    ctx: &Ctx<'js>,
    host: &Host,
    code: &str,
    path: &str,
    parameters: &[String],
) -> Result<Function<'js>> {
    // A first line for the shell is a comment to Node.
    let body = code.strip_prefix("#!").map_or(code.to_owned(), |rest| format!("//{rest}"));
    let head = format!("(function ({}) {{", parameters.join(", "));
    host.sources.borrow_mut().add(path, code.to_owned(), Some(head.chars().count()));
    let mut options = EvalOptions::default();
    options.strict = false;
    options.filename = Some(path.to_owned());
    ctx.eval_with_options(format!("{head}{body}\n}})"), options)
}

/// Makes imports work once `host.import_rules` are set.
pub fn serve_imports(runtime: &Runtime, host: &Rc<Host>) {
    runtime.set_loader(Imports { host: Rc::clone(host) }, Imports { host: Rc::clone(host) });
}

/// How a module of `internal/require_module` begins its name, which is no path.
const OURS: &str = "require-default:";

struct Imports {
    host: Rc<Host>,
}

impl Resolver for Imports {
    fn resolve<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        base: &str,
        name: &str,
        attributes: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        if name.starts_with(OURS) {
            return Ok(name.to_owned());
        }
        let resolve = self.rules(ctx)?.resolve.clone().restore(ctx)?;
        let resolved: String = resolve.call((name, base)).map_err(|error| {
            let error = if error.is_exception() { ctx.catch() } else { return error };
            if let Some(object) = error.as_object()
                && let Err(error) =
                    errors::imports::place(object, base, name, &self.host.sources.borrow())
            {
                return error;
            }
            ctx.throw(error)
        })?;
        check_type(ctx, &resolved, attributes)?;
        Ok(resolved)
    }
}

/// JSON is imported only where the importer says so (nodejs.org/api/esm.html, "Import attributes").
fn check_type<'js>(
    ctx: &Ctx<'js>,
    resolved: &str,
    attributes: Option<ImportAttributes<'js>>,
) -> Result<()> {
    let given = attributes.map(|all| all.get_type()).transpose()?.flatten();
    let is_json = is_json_file(resolved);
    let (code, message) = match given.as_deref() {
        Some("json") if is_json => return Ok(()),
        None if !is_json => return Ok(()),
        None => (
            "ERR_IMPORT_ATTRIBUTE_MISSING",
            format!("Module \"file://{resolved}\" needs an import attribute of \"type: json\""),
        ),
        Some("json") => (
            "ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE",
            format!(
                "Module \"{}{resolved}\" is not of type \"json\"",
                if is_ours(resolved) { "" } else { "file://" }
            ),
        ),
        Some(other) => (
            "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED",
            format!(
                "Import attribute \"type\" with value \"{other}\" is not supported in {resolved}"
            ),
        ),
    };
    let error = Exception::throw_type(ctx, &message);
    let thrown = ctx.catch();
    let Some(object) = thrown.as_object() else { return Err(error) };
    object.set("code", code)?;
    Err(ctx.throw(thrown))
}

fn is_json_file(name: &str) -> bool {
    !is_ours(name) && name.rsplit_once('.').is_some_and(|(_, end)| end == "json")
}

/// A core module or a package that is built in, not a file.
fn is_ours(name: &str) -> bool {
    name.starts_with("node:") || name.starts_with("npm:")
}

impl Loader for Imports {
    fn load<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        name: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<Module<'js, Declared>> {
        let rules = self.rules(ctx)?;
        let own = !is_ours(name);
        let kind = rules.kind.clone().restore(ctx)?;
        let kind = if own { kind.call::<_, String>((name,))? } else { String::new() };
        if kind == "module" {
            return self.load_file(ctx, name);
        }
        let load = rules.load.clone().restore(ctx)?;
        let seen = Seen::of(name);
        if seen == Seen::InItsTurn {
            let source = format!("{EVALUATED}{COMMONJS_EXPORT}");
            let module = Module::declare(ctx.clone(), name, source)?;
            module.meta()?.set("load", load)?;
            module.meta()?.set("name", name)?;
            return Ok(module);
        }
        let exports: Value<'js> = load.call((name,))?;
        // What loading asked of the engine may have left an error, which is not this module's.
        drop(ctx.catch());
        let is_json = is_json_file(name);
        let mut source = if is_json { DEFAULT_ONLY.to_owned() } else { source_of(seen, &exports)? };
        let is_commonjs = kind == "commonjs" || name.starts_with("npm:") && seen != Seen::EsModule;
        if is_commonjs && !is_json {
            source.push_str(COMMONJS_EXPORT);
        }
        let module = Module::declare(ctx.clone(), name, source)?;
        module.meta()?.set("exports", exports)?;
        Ok(module)
    }
}

impl Imports {
    fn rules(&self, ctx: &Ctx<'_>) -> Result<&ImportRules> {
        let rules = self.host.import_rules.get();
        rules.ok_or_else(|| Exception::throw_internal(ctx, "an import before the start"))
    }

    /// The file that `name` is, which may have a query behind its path: the engine makes a module
    /// of each name.
    fn load_file<'js>(&self, ctx: &Ctx<'js>, name: &str) -> Result<Module<'js, Declared>> {
        let path = name.find(['?', '#']).map_or(name, |end| &name[..end]);
        let Some(bytes) = self.host.disk.read(name).or_else(|| self.host.disk.read(path)) else {
            return Err(Exception::throw_message(ctx, &format!("Cannot find module '{name}'")));
        };
        let text = String::from_utf8_lossy(&bytes);
        self.host.sources.borrow_mut().add(name, text.to_string(), None);
        let module = Module::declare(ctx.clone(), name, text.as_ref())?;
        let fill_meta = self.rules(ctx)?.fill_meta.clone().restore(ctx)?;
        fill_meta.call::<_, ()>((name, module.meta()?))?;
        Ok(module)
    }
}

/// How an import sees a module that is no ES module of the program.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// All its exports by their names, as where Node runs it first.
    Whole,
    /// Only these: Node reads CommonJS and does not run it, and finds no more in this package.
    Only(&'static [&'static str]),
    /// The real package is an ES module, without what Node adds to CommonJS.
    EsModule,
    /// It is loaded for what it does: when its turn comes, not when it is found.
    InItsTurn,
}

impl Seen {
    fn of(name: &str) -> Seen {
        match name.strip_prefix("npm:") {
            Some("bcryptjs" | "express-rate-limit" | "helmet") => Seen::EsModule,
            Some("dotenv/config" | "dotenv/config.js") => Seen::InItsTurn,
            Some("jsonwebtoken") => Seen::Only(&["decode"]),
            Some(_) | None => Seen::Whole,
        }
    }

    fn has(self, name: &str) -> bool {
        match self {
            Seen::Only(names) => names.contains(&name),
            Seen::Whole | Seen::EsModule | Seen::InItsTurn => true,
        }
    }
}

/// A module whose default export is loaded when it is evaluated.
const EVALUATED: &str = "const all = import.meta.load(import.meta.name);\nexport default all;\n";

/// What an import of a CommonJS module has beside the names of its exports.
const COMMONJS_EXPORT: &str = "export { all as 'module.exports' };\n";

/// A module whose default export is what it is given.
const DEFAULT_ONLY: &str = "const all = import.meta.exports;\nexport default all;\n";

/// A module whose default export is `exports`, and whose named exports are those of its properties
/// that are `seen`.
fn source_of(seen: Seen, exports: &Value<'_>) -> Result<String> {
    let mut source = DEFAULT_ONLY.to_owned();
    let Some(object) = exports.as_object() else { return Ok(source) };
    for (index, key) in object.keys::<String>().enumerate() {
        let key = key?;
        if key != "default" && seen.has(&key) && is_name(&key) {
            writeln!(source, "const x{index} = all.{key};\nexport {{ x{index} as {key} }};")
                .expect("a string takes every write");
        }
    }
    Ok(source)
}

/// Whether `key` can stand after a dot; reserved words can.
fn is_name(key: &str) -> bool {
    key.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '_' || ch == '$')
        && !key.starts_with(|ch: char| ch.is_ascii_digit())
        && !key.is_empty()
}
