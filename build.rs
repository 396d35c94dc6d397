//! Puts two tables into the binary: the course of this repository (pack.toml, glossary.toml,
//! facts.toml, lessons/, exercises/) as paths and bytes, which `pack::files::Bundled` reads, and the
//! lab's core modules as source and as the engine's bytecode, which `lab::js::node` holds. Compiling
//! the modules at each start of a child took ten times as long as reading what was compiled here.

use std::{
    env,
    ffi::CString,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use rquickjs::{Context, Ctx, Runtime, qjs};

/// The files of the course that stand in its root.
const SINGLE: &[&str] = &["facts.toml", "glossary.toml", "pack.toml"];

/// Where the core modules are, and the npm packages that the lab has built in; what stands before
/// their names.
const CORE_MODULES: [(&str, &str); 2] = [("src/lab/js/node", ""), ("src/lab/js/npm", "npm/")];

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-changed=build.rs");
    fs::write(out.join("course.rs"), course(&root)?)?;
    core_modules(&root, &out)
}

/// `&[(path, bytes)]`, by path.
fn course(root: &Path) -> io::Result<String> {
    let mut paths: Vec<String> = SINGLE.iter().map(|file| (*file).to_owned()).collect();
    for folder in ["exercises", "lessons"] {
        add_files(root, folder, &mut paths)?;
        // A folder that is watched is watched with all that is in it, also what is new.
        println!("cargo::rerun-if-changed={folder}");
    }
    for file in SINGLE {
        println!("cargo::rerun-if-changed={file}");
    }
    paths.sort();
    let mut table = String::from("&[\n");
    for path in paths {
        let file = root.join(&path);
        let file = file.to_str().expect("the path of the repository is UTF-8");
        writeln!(table, "    ({path:?}, include_bytes!({file:?})),").expect("text takes any text");
    }
    table.push(']');
    Ok(table)
}

/// Writes `core_modules.rs`: `&[CoreModule { name, source, code }]`, by name.
fn core_modules(root: &Path, out: &Path) -> io::Result<()> {
    let mut modules = Vec::new();
    for (folder, prefix) in CORE_MODULES {
        println!("cargo::rerun-if-changed={folder}");
        let mut paths = Vec::new();
        add_files(root, folder, &mut paths)?;
        for path in paths {
            let name = path.trim_start_matches(folder).trim_start_matches('/');
            let name =
                name.strip_suffix(".js").expect("the folder holds JavaScript and nothing else");
            modules.push((format!("{prefix}{name}"), path));
        }
    }
    modules.sort();
    let codes = out.join("core_modules");
    fs::create_dir_all(&codes)?;
    let runtime = Runtime::new().expect("the engine starts");
    let context = Context::full(&runtime).expect("the engine has a context");
    let mut table = String::from("&[\n");
    for (number, (name, path)) in modules.iter().enumerate() {
        let file = root.join(path);
        let source = fs::read_to_string(&file)?;
        let code = codes.join(number.to_string());
        fs::write(&code, context.with(|ctx| compile(&ctx, name, &source)))?;
        let (file, code) = (file.to_str(), code.to_str());
        let (file, code) = file.zip(code).expect("the paths of a build are UTF-8");
        writeln!(
            table,
            "    CoreModule {{ name: {name:?}, source: include_str!({file:?}), \
             code: include_bytes!({code:?}) }},"
        )
        .expect("text takes any text");
    }
    table.push(']');
    fs::write(out.join("core_modules.rs"), table)
}

/// The bytecode of a script whose value is the function that `source` is the body of.
#[expect(unsafe_code, reason = "rquickjs compiles no script without running it")]
fn compile(ctx: &Ctx<'_>, name: &str, source: &str) -> Vec<u8> {
    let text = format!("{}{source}\n}})", include_str!("src/lab/js/core_head.txt"));
    let length = text.len();
    let text = CString::new(text).expect("no module holds a NUL");
    let file = CString::new(format!("node:{name}")).expect("no name holds a NUL");
    let engine = ctx.as_raw().as_ptr();
    let flags = qjs::JS_EVAL_TYPE_GLOBAL | qjs::JS_EVAL_FLAG_COMPILE_ONLY;
    let flags = i32::try_from(flags).expect("flags are small");
    let written = i32::try_from(qjs::JS_WRITE_OBJ_BYTECODE).expect("flags are small");
    // SAFETY: both texts end in NUL and outlive the calls, the context is entered, and what the
    // engine hands over is copied and then freed, once each.
    unsafe {
        let length = length.try_into().expect("a source is small");
        let script = qjs::JS_Eval(engine, text.as_ptr(), length, file.as_ptr(), flags);
        assert!(
            qjs::JS_VALUE_GET_TAG(script) != qjs::JS_TAG_EXCEPTION,
            "core module {name}: {:?}",
            ctx.catch()
        );
        let mut bytes = 0;
        let start = qjs::JS_WriteObject(engine, &raw mut bytes, script, written);
        assert!(!start.is_null(), "core module {name} cannot be written: {:?}", ctx.catch());
        let bytes = usize::try_from(bytes).expect("a module is small");
        let code = std::slice::from_raw_parts(start, bytes).to_vec();
        qjs::js_free(engine, start.cast());
        qjs::JS_FreeValue(engine, script);
        code
    }
}

/// The files under `folder`, without those that a pack does not see: names with a leading dot.
fn add_files(root: &Path, folder: &str, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if name.starts_with('.') && name != ".env" {
            continue;
        }
        let path = format!("{folder}/{name}");
        if entry.file_type()?.is_dir() {
            add_files(root, &path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}
