//! What a program does to the files of its folder, and what it asks about them. Nothing outside of
//! the folder is touched: a link may not lead out, and none can be made.

use std::{
    collections::BTreeMap,
    fs::{self, Metadata, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    rc::Rc,
};

use rquickjs::{ArrayBuffer, Ctx, IntoJs, Object, Result, Value};

use super::{
    Host,
    files::{Disk, below},
    give, with_bytes,
};

/// Bytes that a program writes to its files in all.
const WRITTEN_BYTES_MAX: u64 = 1 << 30;
/// Bytes that files in memory have together.
const MEMORY_BYTES_MAX: usize = 32 << 20;
/// What a folder counts for among the bytes that are written.
const FOLDER_BYTES: u64 = 4096;
/// Bytes that one call reads.
const PART_BYTES_MAX: u64 = 1 << 20;
/// Of a file that a database is kept in.
const DATABASE_MODE: u32 = 0o644;
/// What files in memory say of themselves: a file or a folder that its owner may write.
const MEMORY_FILE_MODE: u32 = 0o100_644;
const MEMORY_FOLDER_MODE: u32 = 0o040_755;

/// The name of an error, such as `ENOENT`.
type Code = &'static str;
type Done<T> = std::result::Result<T, Code>;
type Contents = BTreeMap<String, Vec<u8>>;

pub fn install<'js>(object: &Object<'js>, host: &Rc<Host>) -> Result<()> {
    let this = Rc::clone(host);
    give(object, "fileStat", move |ctx: Ctx<'js>, path: String, follow: bool| {
        answer(&ctx, this.disk.stat(&path, follow))
    })?;
    let this = Rc::clone(host);
    give(object, "readPart", move |ctx: Ctx<'js>, path: String, from: f64, count: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast of a float stays in the range"
        )]
        let part = this.disk.part(&path, from as u64, (count as u64).min(PART_BYTES_MAX));
        answer(&ctx, part.map(|bytes| ArrayBuffer::new_copy(ctx.clone(), bytes)))
    })?;
    let this = Rc::clone(host);
    give(
        object,
        "writeFile",
        move |ctx: Ctx<'js>, path: String, bytes: Value<'js>, flag: String, mode: u32| {
            let done = with_bytes(&ctx, &bytes, |bytes| {
                this.count_written(bytes.len() as u64)?;
                this.disk.write(&path, bytes, &flag, mode)
            })?;
            Ok::<_, rquickjs::Error>(done.err())
        },
    )?;
    let this = Rc::clone(host);
    give(object, "makeFolder", move |path: String| {
        this.count_written(FOLDER_BYTES).and_then(|()| this.disk.make_folder(&path)).err()
    })?;
    let this = Rc::clone(host);
    give(object, "removeFile", move |path: String| this.disk.remove_file(&path).err())?;
    let this = Rc::clone(host);
    give(object, "removeFolder", move |path: String| this.disk.remove_folder(&path).err())?;
    let this = Rc::clone(host);
    give(object, "renameFile", move |from: String, to: String| this.disk.rename(&from, &to).err())
}

/// The value, or the code as a text.
fn answer<'js, T: IntoJs<'js>>(ctx: &Ctx<'js>, result: Done<T>) -> Result<Value<'js>> {
    match result {
        Ok(value) => value.into_js(ctx),
        Err(code) => code.into_js(ctx),
    }
}

impl Host {
    /// Puts `content` into the file at `path`, which is made where it is not there.
    pub fn keep_file(&self, path: &str, content: &[u8]) -> Done<()> {
        self.count_written(content.len() as u64)?;
        self.disk.write(path, content, "w", DATABASE_MODE)
    }

    fn count_written(&self, bytes: u64) -> Done<()> {
        let all = self.written.get().saturating_add(bytes);
        if WRITTEN_BYTES_MAX < all {
            return Err("ENOSPC");
        }
        self.written.set(all);
        Ok(())
    }
}

impl Disk {
    /// dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, then the times of access,
    /// change of content, change of anything and birth in milliseconds.
    fn stat(&self, path: &str, follow: bool) -> Done<Vec<f64>> {
        match self {
            Disk::Memory(files) => {
                let key = self.key(path).ok_or("ENOENT")?;
                in_memory(&files.borrow(), &key)
            }
            Disk::Folder(root) => {
                let data = if follow {
                    fs::metadata(below(root, path).ok_or_else(|| why_not(root, path))?)
                } else {
                    fs::symlink_metadata(entry(root, path)?)
                };
                data.map(|data| numbers(&data)).map_err(|error| code_of(&error))
            }
        }
    }

    fn part(&self, path: &str, from: u64, count: u64) -> Done<Vec<u8>> {
        match self {
            Disk::Memory(files) => {
                let files = files.borrow();
                let bytes = files.get(&self.key(path).ok_or("ENOENT")?).ok_or("ENOENT")?;
                let from = usize::try_from(from).unwrap_or(usize::MAX).min(bytes.len());
                let count = usize::try_from(count).unwrap_or(usize::MAX);
                let end = from.saturating_add(count).min(bytes.len());
                Ok(bytes[from..end].to_vec())
            }
            Disk::Folder(root) => {
                let path = below(root, path).ok_or_else(|| why_not(root, path))?;
                part_of(&path, from, count).map_err(|error| code_of(&error))
            }
        }
    }

    /// Flags as Node has them: `w`, `a`, `r+`, each with `x` where the file may not exist, and with
    /// `s`; the letters stand in any order.
    fn write(&self, path: &str, bytes: &[u8], flag: &str, mode: u32) -> Done<()> {
        let (append, alone) = (flag.contains('a'), flag.contains('x'));
        match self {
            Disk::Memory(files) => {
                let key = self.key(path).ok_or("EACCES")?;
                let files = &mut *files.borrow_mut();
                parent_in_memory(files, &key)?;
                if is_folder(files, &key) {
                    return Err("EISDIR");
                }
                match files.get(&key) {
                    Some(_) if alone => return Err("EEXIST"),
                    None if flag.contains('r') => return Err("ENOENT"),
                    Some(_) | None => {}
                }
                let all: usize = files.values().map(Vec::len).sum();
                if MEMORY_BYTES_MAX < all + bytes.len() {
                    return Err("ENOSPC");
                }
                let content = files.entry(key).or_default();
                if flag.contains('r') {
                    // What lies behind the new bytes stays.
                    let kept = content.split_off(bytes.len().min(content.len()));
                    content.clear();
                    content.extend_from_slice(bytes);
                    content.extend(kept);
                } else {
                    if !append {
                        content.clear();
                    }
                    content.extend_from_slice(bytes);
                }
                Ok(())
            }
            Disk::Folder(root) => {
                let path = target(root, path)?;
                let mut options = OpenOptions::new();
                options.mode(mode).create_new(alone).custom_flags(libc::O_NOFOLLOW);
                if append {
                    options.append(true).create(!alone);
                } else {
                    options.write(true).truncate(!alone && flag.contains('w'));
                    options.create(!alone && flag.contains('w'));
                }
                let file = options.open(path);
                file.and_then(|mut file| file.write_all(bytes)).map_err(|error| code_of(&error))
            }
        }
    }

    fn make_folder(&self, path: &str) -> Done<()> {
        match self {
            Disk::Memory(files) => {
                let key = self.key(path).ok_or("EACCES")?;
                let files = &mut *files.borrow_mut();
                parent_in_memory(files, &key)?;
                if files.contains_key(&key) || is_folder(files, &key) {
                    return Err("EEXIST");
                }
                files.insert(format!("{key}/"), Vec::new());
                Ok(())
            }
            Disk::Folder(root) => {
                fs::create_dir(entry(root, path)?).map_err(|error| code_of(&error))
            }
        }
    }

    fn remove_file(&self, path: &str) -> Done<()> {
        match self {
            Disk::Memory(files) => {
                let key = self.key(path).ok_or("EACCES")?;
                let files = &mut *files.borrow_mut();
                if is_folder(files, &key) {
                    return Err("EISDIR");
                }
                files.remove(&key).ok_or("ENOENT")?;
                keep_parent(files, &key);
                Ok(())
            }
            Disk::Folder(root) => {
                fs::remove_file(entry(root, path)?).map_err(|error| code_of(&error))
            }
        }
    }

    fn remove_folder(&self, path: &str) -> Done<()> {
        match self {
            Disk::Memory(files) => {
                let key = self.key(path).ok_or("EACCES")?;
                let files = &mut *files.borrow_mut();
                if files.contains_key(&key) {
                    return Err("ENOTDIR");
                }
                let mark = format!("{key}/");
                if files.keys().any(|file| file.starts_with(&mark) && *file != mark) {
                    return Err("ENOTEMPTY");
                }
                files.remove(&mark).ok_or("ENOENT")?;
                keep_parent(files, &key);
                Ok(())
            }
            Disk::Folder(root) => {
                let path = entry(root, path)?;
                if path == *root {
                    return Err("EBUSY");
                }
                fs::remove_dir(path).map_err(|error| code_of(&error))
            }
        }
    }

    fn rename(&self, from: &str, to: &str) -> Done<()> {
        match self {
            Disk::Memory(files) => {
                let (from, to) = (self.key(from).ok_or("EACCES")?, self.key(to).ok_or("EACCES")?);
                let files = &mut *files.borrow_mut();
                parent_in_memory(files, &to)?;
                if let Some(bytes) = files.remove(&from) {
                    files.insert(to, bytes);
                    keep_parent(files, &from);
                    return Ok(());
                }
                let (old, new) = (format!("{from}/"), format!("{to}/"));
                if new.starts_with(&old) && old != new {
                    return Err("EINVAL");
                }
                let inside: Vec<String> =
                    files.keys().filter(|file| file.starts_with(&old)).cloned().collect();
                if inside.is_empty() {
                    return Err("ENOENT");
                }
                for file in inside {
                    if let Some(bytes) = files.remove(&file) {
                        files.insert(format!("{new}{}", &file[old.len()..]), bytes);
                    }
                }
                keep_parent(files, &from);
                Ok(())
            }
            Disk::Folder(root) => {
                let (from, to) = (entry(root, from)?, entry(root, to)?);
                if from == *root || to == *root {
                    return Err("EBUSY");
                }
                fs::rename(from, to).map_err(|error| code_of(&error))
            }
        }
    }
}

/// A folder in memory stays when the last of its files goes.
fn keep_parent(files: &mut Contents, key: &str) {
    if let Some((folder, _)) = key.rsplit_once('/') {
        files.entry(format!("{folder}/")).or_default();
    }
}

fn is_folder(files: &Contents, key: &str) -> bool {
    let inside = format!("{key}/");
    key.is_empty() || files.keys().any(|file| file.starts_with(&inside))
}

fn parent_in_memory(files: &Contents, key: &str) -> Done<()> {
    let folder = key.rsplit_once('/').map_or("", |(folder, _)| folder);
    if is_folder(files, folder) {
        return Ok(());
    }
    Err(if files.contains_key(folder) { "ENOTDIR" } else { "ENOENT" })
}

fn in_memory(files: &Contents, key: &str) -> Done<Vec<f64>> {
    let (mode, size) = match files.get(key) {
        Some(bytes) => (MEMORY_FILE_MODE, bytes.len()),
        None if is_folder(files, key) => (MEMORY_FOLDER_MODE, 0),
        None => return Err("ENOENT"),
    };
    // Its number is its place among the files: enough to tell two files apart.
    let place = files.keys().take_while(|file| file.as_str() < key).count() + 1;
    #[expect(clippy::cast_precision_loss, reason = "both are far below 2^53")]
    let (size, place) = (size as f64, place as f64);
    let blocks = (size / 512.0).ceil();
    Ok(vec![
        1.0,
        f64::from(mode),
        1.0,
        0.0,
        0.0,
        0.0,
        4096.0,
        place,
        size,
        blocks,
        0.0,
        0.0,
        0.0,
        0.0,
    ])
}

#[expect(clippy::cast_precision_loss, reason = "Node's Stats has doubles too")]
fn numbers(data: &Metadata) -> Vec<f64> {
    let ms = |seconds: i64, nanoseconds: i64| seconds as f64 * 1e3 + nanoseconds as f64 / 1e6;
    let changed = ms(data.ctime(), data.ctime_nsec());
    let born = data.created().ok().and_then(|time| {
        Some(time.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs_f64() * 1e3)
    });
    vec![
        data.dev() as f64,
        f64::from(data.mode()),
        data.nlink() as f64,
        f64::from(data.uid()),
        f64::from(data.gid()),
        data.rdev() as f64,
        data.blksize() as f64,
        data.ino() as f64,
        data.size() as f64,
        data.blocks() as f64,
        ms(data.atime(), data.atime_nsec()),
        ms(data.mtime(), data.mtime_nsec()),
        changed,
        born.unwrap_or(changed),
    ]
}

fn part_of(path: &Path, from: u64, count: u64) -> io::Result<Vec<u8>> {
    let mut file = fs::File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(count).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The place of `path` in a folder that is really below `root`; the last part is not followed.
fn entry(root: &Path, path: &str) -> Done<PathBuf> {
    let path = Path::new(path);
    if path == root {
        return Ok(root.to_owned());
    }
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err("EACCES");
    };
    let folder = folder.canonicalize().map_err(|error| code_of(&error))?;
    if folder.starts_with(root) { Ok(folder.join(name)) } else { Err("EACCES") }
}

/// Where writing to `path` goes: through links that stay inside.
fn target(root: &Path, path: &str) -> Done<PathBuf> {
    let place = entry(root, path)?;
    match fs::symlink_metadata(&place) {
        Ok(data) if data.is_symlink() => below(root, path).ok_or("EACCES"),
        Ok(_) | Err(_) => Ok(place),
    }
}

/// Why `path` cannot be read: what is outside does not exist for a program.
fn why_not(root: &Path, path: &str) -> Code {
    match entry(root, path) {
        Ok(place) => match fs::metadata(place) {
            Ok(_) => "ENOENT",
            Err(error) => code_of(&error),
        },
        Err("ENOTDIR") => "ENOTDIR",
        Err(_) => "ENOENT",
    }
}

fn code_of(error: &io::Error) -> Code {
    match error.raw_os_error() {
        Some(libc::EACCES) => "EACCES",
        Some(libc::EBUSY) => "EBUSY",
        Some(libc::EEXIST) => "EEXIST",
        Some(libc::EFBIG) => "EFBIG",
        Some(libc::EINVAL) => "EINVAL",
        Some(libc::EISDIR) => "EISDIR",
        Some(libc::ELOOP) => "ELOOP",
        Some(libc::EMFILE) => "EMFILE",
        Some(libc::ENAMETOOLONG) => "ENAMETOOLONG",
        Some(libc::ENOENT) => "ENOENT",
        Some(libc::ENOSPC) => "ENOSPC",
        Some(libc::ENOTDIR) => "ENOTDIR",
        Some(libc::ENOTEMPTY) => "ENOTEMPTY",
        Some(libc::EPERM) => "EPERM",
        Some(libc::EROFS) => "EROFS",
        None if error.kind() == io::ErrorKind::IsADirectory => "EISDIR",
        Some(_) | None => "EIO",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::protocol::Files;

    #[test]
    fn memory_holds_what_is_written() {
        let disk = Disk::new(&mut Files::Memory(Vec::new()));
        assert_eq!(disk.make_folder("/app/a"), Ok(()));
        assert_eq!(disk.make_folder("/app/a"), Err("EEXIST"));
        assert_eq!(disk.write("/app/a/f", b"one", "w", 0), Ok(()));
        assert_eq!(disk.write("/app/a/f", b"two", "a", 0), Ok(()));
        assert_eq!(disk.write("/app/a/f", b"", "wx", 0), Err("EEXIST"));
        assert_eq!(disk.write("/app/a", b"", "w", 0), Err("EISDIR"));
        assert_eq!(disk.write("/app/b/f", b"", "w", 0), Err("ENOENT"));
        assert_eq!(disk.write("/app/../f", b"", "w", 0), Err("EACCES"));
        assert_eq!(disk.part("/app/a/f", 2, 2).as_deref(), Ok(b"et".as_slice()));
        assert_eq!(disk.rename("/app/a", "/app/b"), Ok(()));
        assert_eq!(disk.remove_folder("/app/b"), Err("ENOTEMPTY"));
        assert_eq!(disk.remove_file("/app/b/f"), Ok(()));
        assert_eq!(disk.remove_folder("/app/b"), Ok(()));
        assert_eq!(disk.stat("/app/b", true), Err("ENOENT"));
    }

    #[test]
    fn no_link_leads_out_of_the_folder() {
        let whole = tempfile::tempdir().unwrap();
        let root = whole.path().canonicalize().unwrap().join("root");
        fs::create_dir(&root).unwrap();
        fs::create_dir(whole.path().join("out")).unwrap();
        fs::write(whole.path().join("out/kept"), "kept").unwrap();
        let link = std::os::unix::fs::symlink::<PathBuf, PathBuf>;
        link(whole.path().join("out"), root.join("folder")).unwrap();
        link(whole.path().join("out/kept"), root.join("file")).unwrap();
        link(whole.path().join("out/new"), root.join("dangling")).unwrap();
        let disk = Disk::new(&mut Files::Disk(root.to_string_lossy().into_owned()));
        let at = |name: &str| disk.absolute(name);
        for name in ["file", "dangling", "folder/kept", "folder/new", "../out/kept", "../new"] {
            assert_eq!(disk.write(&at(name), b"x", "w", 0o666), Err("EACCES"), "{name}");
        }
        for name in ["file", "folder/kept", "../out/kept"] {
            assert_eq!(disk.part(&at(name), 0, 9), Err("ENOENT"), "{name}");
            assert_eq!(disk.stat(&at(name), true), Err("ENOENT"), "{name}");
        }
        for name in ["folder/kept", "../out/kept"] {
            assert_eq!(disk.remove_file(&at(name)), Err("EACCES"), "{name}");
            assert_eq!(disk.rename(&at(name), &at("x")), Err("EACCES"), "{name}");
        }
        assert_eq!(disk.make_folder(&at("folder/x")), Err("EACCES"));
        assert_eq!(disk.write(&at("in"), b"x", "w", 0o666), Ok(()));
        assert_eq!(disk.rename(&at("in"), &at("../in")), Err("EACCES"));
        // A link itself goes; what it names stays.
        assert_eq!(disk.remove_file(&at("file")), Ok(()));
        assert_eq!(fs::read(whole.path().join("out/kept")).unwrap(), b"kept");
        assert!(!whole.path().join("out/new").exists());
    }
}
