//! The files that a program can see: its folder, and nothing else of the disk.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use rquickjs::{ArrayBuffer, Ctx, Object, Result};

use super::{Host, give, or_null};
use crate::lab::protocol::Files;

/// Where files in memory seem to be.
const MEMORY_ROOT: &str = "/app";
/// Bytes of one file that are read at most.
const FILE_BYTES_MAX: u64 = 32 << 20;

pub fn install<'js>(object: &Object<'js>, host: &Rc<Host>) -> Result<()> {
    let this = Rc::clone(host);
    give(object, "readFile", move |path: String| {
        this.disk.read(&path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    })?;
    let this = Rc::clone(host);
    give(object, "readBytes", move |ctx: Ctx<'js>, path: String| {
        let bytes = this.disk.read(&path);
        let buffer = bytes.map(|bytes| ArrayBuffer::new_copy(ctx.clone(), bytes)).transpose()?;
        or_null(&ctx, buffer)
    })?;
    let this = Rc::clone(host);
    give(object, "fileKind", move |path: String| this.disk.kind(&path))?;
    let this = Rc::clone(host);
    give(object, "realPath", move |path: String| this.disk.real_path(&path))?;
    let this = Rc::clone(host);
    give(object, "readFolder", move |path: String| this.disk.names(&path))
}

/// The program's folder.
#[derive(Debug)]
pub enum Disk {
    /// Contents by path relative to the root. A path that ends with a slash is a folder that was made.
    Memory(RefCell<BTreeMap<String, Vec<u8>>>),
    /// The folder, canonical.
    Folder(PathBuf),
}

impl Disk {
    /// Takes the files out of `files`.
    pub fn new(files: &mut Files) -> Disk {
        match files {
            Files::Memory(list) => Disk::Memory(RefCell::new(
                std::mem::take(list).into_iter().map(|(path, c)| (path, c.0)).collect(),
            )),
            Files::Disk(path) => {
                let path = PathBuf::from(std::mem::take(path));
                Disk::Folder(path.canonicalize().unwrap_or(path))
            }
        }
    }

    /// The absolute path of the program's folder, without a slash at its end.
    pub fn root(&self) -> String {
        match self {
            Disk::Memory(_) => MEMORY_ROOT.to_owned(),
            Disk::Folder(root) => root.to_string_lossy().trim_end_matches('/').to_owned(),
        }
    }

    /// The absolute path of `relative`, a path below the root.
    pub fn absolute(&self, relative: &str) -> String {
        format!("{}/{}", self.root(), relative.trim_start_matches("./"))
    }

    /// `absolute` as the program's owner knows it; `None` when it is not below the root.
    pub fn relative<'a>(&self, absolute: &'a str) -> Option<&'a str> {
        absolute.strip_prefix(self.root().as_str())?.strip_prefix('/')
    }

    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        match self {
            Disk::Memory(files) => files.borrow().get(&self.key(path)?).cloned(),
            Disk::Folder(root) => {
                let path = below(root, path)?;
                let short = fs::metadata(&path).is_ok_and(|data| data.len() <= FILE_BYTES_MAX);
                if short { fs::read(path).ok() } else { None }
            }
        }
    }

    /// `file` or `folder`.
    fn kind(&self, path: &str) -> Option<&'static str> {
        match self {
            Disk::Memory(files) => {
                let files = files.borrow();
                let key = self.key(path)?;
                let inside = format!("{key}/");
                let holds = |file: &String| key.is_empty() || file.starts_with(&inside);
                if files.contains_key(&key) {
                    Some("file")
                } else {
                    files.keys().any(holds).then_some("folder")
                }
            }
            Disk::Folder(root) => {
                let data = fs::metadata(below(root, path)?).ok()?;
                Some(if data.is_dir() { "folder" } else { "file" })
            }
        }
    }

    fn real_path(&self, path: &str) -> Option<String> {
        match self {
            Disk::Memory(_) => {
                self.kind(path)?;
                let key = self.key(path)?;
                Some(if key.is_empty() { self.root() } else { self.absolute(&key) })
            }
            Disk::Folder(root) => Some(below(root, path)?.to_string_lossy().into_owned()),
        }
    }

    fn names(&self, path: &str) -> Option<Vec<String>> {
        let mut names: Vec<String> = match self {
            Disk::Memory(files) => {
                let key = self.key(path)?;
                let inside = if key.is_empty() { String::new() } else { format!("{key}/") };
                let files = files.borrow();
                let rests = files.keys().filter_map(|file| file.strip_prefix(&inside));
                let names: Vec<_> = rests.filter_map(|rest| rest.split('/').next()).collect();
                if names.is_empty() && !key.is_empty() {
                    return None;
                }
                names.into_iter().filter(|name| !name.is_empty()).map(str::to_owned).collect()
            }
            Disk::Folder(root) => fs::read_dir(below(root, path)?)
                .ok()?
                .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
                .collect(),
        };
        names.sort();
        names.dedup();
        Some(names)
    }

    /// The path relative to the root with `.` and `..` taken away; `None` when it leaves it.
    pub fn key(&self, path: &str) -> Option<String> {
        let rest = path.strip_prefix(self.root().as_str())?;
        if !rest.is_empty() && !rest.starts_with('/') {
            return None;
        }
        let mut parts: Vec<&str> = Vec::new();
        for part in rest.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(parts.join("/"))
    }
}

/// The canonical form of `path` when that is in `root`: a link may not lead out.
pub fn below(root: &Path, path: &str) -> Option<PathBuf> {
    let path = Path::new(path).canonicalize().ok()?;
    path.starts_with(root).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::protocol::Content;

    fn memory(paths: &[&str]) -> Disk {
        let files = paths.iter().map(|path| ((*path).to_owned(), Content(path.as_bytes().into())));
        Disk::new(&mut Files::Memory(files.collect()))
    }

    #[test]
    fn memory_shows_its_files_and_nothing_else() {
        let disk = memory(&["a.js", "lib/b.js"]);
        assert_eq!(disk.read("/app/lib/../a.js").as_deref(), Some(b"a.js".as_slice()));
        assert_eq!(disk.kind("/app/lib"), Some("folder"));
        assert_eq!(disk.kind("/app"), Some("folder"));
        assert_eq!(disk.kind("/app/li"), None);
        assert_eq!(disk.names("/app").unwrap(), ["a.js", "lib"]);
        for outside in ["/etc/passwd", "/app/../etc/passwd", "/application", "a.js"] {
            assert_eq!(disk.read(outside), None, "{outside}");
        }
    }

    #[test]
    fn a_folder_shows_nothing_above_it() {
        let whole = tempfile::tempdir().unwrap();
        let root = whole.path().join("root");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("in.js"), "in").unwrap();
        fs::write(whole.path().join("out.js"), "out").unwrap();
        std::os::unix::fs::symlink(whole.path().join("out.js"), root.join("link.js")).unwrap();
        let disk = Disk::new(&mut Files::Disk(root.to_string_lossy().into_owned()));
        assert_eq!(disk.read(&disk.absolute("in.js")).as_deref(), Some(b"in".as_slice()));
        assert_eq!(disk.read(&disk.absolute("link.js")), None);
        assert_eq!(disk.read(&disk.absolute("../out.js")), None);
    }
}
