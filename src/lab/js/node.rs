//! The core modules, and the npm packages that are built in, as modules `npm/...`. Each is the body
//! of a function `(exports, require, module, host)`; build.rs has compiled it, and the engine reads it
//! when it is first asked for.

use rquickjs::{Ctx, Error, Function, Result, Value, qjs};

/// What stands before a module's source when it is compiled.
const HEAD: &str = include_str!("core_head.txt");

/// A core module.
pub struct CoreModule {
    /// Without the `node:` prefix. Names that begin with `internal/` are for the others and no
    /// program can load them.
    pub name: &'static str,
    pub source: &'static str,
    /// The engine's bytecode for it.
    code: &'static [u8],
}

/// All of them, by name.
const CORE_MODULES: &[CoreModule] = include!(concat!(env!("OUT_DIR"), "/core_modules.rs"));

impl CoreModule {
    /// The module with this name.
    #[cfg(not(feature = "core-on-disk"))]
    pub fn find(name: &str) -> Option<&'static CoreModule> {
        let at = CORE_MODULES.binary_search_by(|module| module.name.cmp(name)).ok()?;
        Some(&CORE_MODULES[at])
    }

    /// The module as its file is now: for who works on it and would build for each change.
    #[cfg(feature = "core-on-disk")]
    pub fn find(name: &str) -> Option<&'static CoreModule> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lab/js");
        let file = match name.strip_prefix("npm/") {
            Some(name) => format!("{folder}/npm/{name}.js"),
            None => format!("{folder}/node/{name}.js"),
        };
        let known = CORE_MODULES.iter().find(|module| module.name == name);
        let Ok(source) = std::fs::read_to_string(file) else { return known };
        let (name, source) = (name.to_owned().leak(), source.leak());
        Some(Box::leak(Box::new(CoreModule { name, source, code: &[] })))
    }

    /// Characters before its first line when it was compiled.
    pub fn head_chars() -> usize {
        HEAD.chars().count()
    }

    /// Its body as a function, new each time.
    #[cfg(feature = "core-on-disk")]
    pub fn body<'js>(&self, ctx: &Ctx<'js>) -> Result<Function<'js>> {
        if !self.code.is_empty() {
            return self.read_body(ctx);
        }
        let mut options = rquickjs::context::EvalOptions::default();
        options.strict = false;
        options.filename = Some(format!("node:{}", self.name));
        ctx.eval_with_options(format!("{HEAD}{}\n}})", self.source), options)
    }

    /// Its body as a function, new each time.
    #[cfg(not(feature = "core-on-disk"))]
    pub fn body<'js>(&self, ctx: &Ctx<'js>) -> Result<Function<'js>> {
        self.read_body(ctx)
    }

    #[expect(unsafe_code, reason = "rquickjs reads the bytecode of ES modules only")]
    fn read_body<'js>(&self, ctx: &Ctx<'js>) -> Result<Function<'js>> {
        let engine = ctx.as_raw().as_ptr();
        let flags = i32::try_from(qjs::JS_READ_OBJ_BYTECODE).expect("flags are small");
        let length = self.code.len().try_into().expect("a module is small");
        // SAFETY: the bytes are what this engine wrote when the program was built, and nobody can
        // change them; the context is entered, and the value is owned by the call that gets it.
        let body = unsafe {
            let script = qjs::JS_ReadObject(engine, self.code.as_ptr(), length, flags);
            if qjs::JS_VALUE_GET_TAG(script) == qjs::JS_TAG_EXCEPTION {
                return Err(Error::Exception);
            }
            let body = qjs::JS_EvalFunction(engine, script);
            if qjs::JS_VALUE_GET_TAG(body) == qjs::JS_TAG_EXCEPTION {
                return Err(Error::Exception);
            }
            Value::from_raw(ctx.clone(), body)
        };
        Function::from_value(body)
    }
}
