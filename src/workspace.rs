//! The learner's own files, one visible folder an exercise: the file there is the truth.
//!
//! A folder is filled once and nothing in it is overwritten unasked. Where no folder can be
//! written the files are kept in memory, and a note says so. Nothing is read or written through a
//! link that leads out of an exercise's folder.

pub mod commands;
mod disk;
pub mod playground;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use self::disk::{Seen, Unread};
use crate::{
    course::{
        exercise::{Exercise, Files},
        id::{ExerciseId, PackId},
    },
    diag::Trouble,
};

/// Bytes of one file that is opened.
pub const FILE_BYTES_MAX: u64 = 1 << 20;
/// Files of one exercise's folder that are read.
pub const FILES_MAX: usize = 200;
/// Bytes of all of them.
pub const FOLDER_BYTES_MAX: u64 = 8 << 20;
/// Folders below an exercise's folder that are read.
pub const DEPTH_MAX: usize = 6;

/// All exercises' folders, and what was last seen in those that are open.
#[derive(Debug)]
pub struct Workspace {
    root: Option<PathBuf>,
    /// Nothing is meant for the disk, so nothing has to be said of that.
    transient: bool,
    open: Mutex<BTreeMap<(PackId, ExerciseId), Open>>,
    /// Files of requests where no folder can be written.
    collections: Mutex<BTreeMap<String, String>>,
}

/// The learner's files of one exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// `None` where nothing can be written.
    pub folder: Option<PathBuf>,
    pub files: Files,
    /// What must be said: the files are in memory only, or some were left out. A sentence.
    pub note: Option<String>,
}

/// A file that another program saved.
#[derive(Clone, Debug, PartialEq)]
pub struct OutsideChange {
    pub path: String,
    /// The new text, or why it cannot be used.
    pub text: Result<String, Trouble>,
    /// What was saved here last and stands nowhere else now; `None` where another program had
    /// written the text before too.
    pub replaced: Option<Vec<u8>>,
}

/// What is known of an open exercise.
#[derive(Debug, Default)]
struct Open {
    /// `None`: in memory only.
    folder: Option<PathBuf>,
    files: Files,
    seen: BTreeMap<String, Seen>,
    /// Files that come with the exercise; what the pack says wins over the disk.
    given: BTreeSet<String>,
    /// Files whose text was saved from here, not by another program.
    ours: BTreeSet<String>,
}

impl Workspace {
    /// `root` holds a folder for each pack's owner; `None` keeps all files in memory.
    pub fn new(root: Option<PathBuf>) -> Workspace {
        Workspace { root, transient: false, open: Mutex::default(), collections: Mutex::default() }
    }

    /// All files are gone with the program, as they should be.
    pub fn transient() -> Workspace {
        Workspace { transient: true, ..Workspace::new(None) }
    }

    /// The folder of all work.
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// Why nothing can be written, where there is no folder of all work.
    pub fn nowhere(&self) -> Trouble {
        if self.transient {
            return Trouble::new("A preview writes no files.");
        }
        Trouble::new("There is no folder to write to: HOME is not set.")
    }

    /// Where the files of an exercise are or would be.
    pub fn folder(&self, pack: &PackId, exercise: &ExerciseId) -> Option<PathBuf> {
        let root = self.root.as_ref()?;
        Some(root.join(pack.owner()).join(pack.name()).join(exercise.as_str()))
    }

    /// Where one file of an exercise is; `None` where that is no place in its folder.
    pub fn file(&self, pack: &PackId, exercise: &ExerciseId, path: &str) -> Option<PathBuf> {
        disk::inside(&self.folder(pack, exercise)?, path).ok()
    }

    /// Gives the folder of an exercise whose id changed its new name. Does nothing where there is
    /// one of that name, nor the second time.
    pub fn carry_over(&self, pack: &PackId, old: &ExerciseId, new: &ExerciseId) {
        if let (Some(old), Some(new)) = (self.folder(pack, old), self.folder(pack, new))
            && old.is_dir()
            && !new.exists()
        {
            // Where it cannot be renamed the old folder stays, and a new one begins.
            let _ = fs::rename(old, new);
        }
    }

    /// The learner's files; those of the starter that are absent are written first.
    ///
    /// # Errors
    /// A file of the exercise is there and cannot be read as text.
    pub fn open(&self, pack: &PackId, exercise: &Exercise) -> Result<Work, Trouble> {
        let mut all = self.lock();
        let key = (pack.clone(), exercise.id.clone());
        let mut files = exercise.starter.clone();
        if let Some(in_memory) = all.get(&key).filter(|open| open.folder.is_none()) {
            // What nobody changed is the starter's, which an author may have written anew.
            let ours = in_memory.files.iter().filter(|(path, _)| in_memory.ours.contains(*path));
            files.extend(ours.map(|(path, content)| (path.clone(), content.clone())));
        }
        let (mut open, note) = match self.fill(pack, exercise, &files) {
            Ok(folder) => read(exercise, &folder)?,
            Err(why) => {
                let open = Open { files, ..Open::default() };
                let note = format!("Files are kept in memory only: {why}.");
                (open, (!self.transient).then_some(note))
            }
        };
        let mut work = Work { folder: open.folder.clone(), files: open.files.clone(), note };
        for (path, content) in exercise.starter.iter().filter(|(path, _)| is_given(exercise, path))
        {
            work.files.insert(path.clone(), content.clone());
            open.given.insert(path.clone());
        }
        if let Some(before) = all.get(&key) {
            let kept =
                before.ours.iter().filter(|path| before.files.get(*path) == open.files.get(*path));
            open.ours = kept.cloned().collect();
        }
        all.insert(key, open);
        Ok(work)
    }

    /// Saves one file, atomically. Gives what another program had written there meanwhile and is
    /// replaced now, so that it can be kept.
    ///
    /// # Errors
    /// The file could not be written; what was there is untouched.
    pub fn save(
        &self,
        pack: &PackId,
        exercise: &ExerciseId,
        path: &str,
        text: &[u8],
    ) -> Result<Option<Vec<u8>>, Trouble> {
        let mut all = self.lock();
        let open = all
            .entry((pack.clone(), exercise.clone()))
            .or_insert_with(|| Open { folder: self.folder(pack, exercise), ..Open::default() });
        let Some(folder) = &open.folder else {
            open.files.insert(path.to_owned(), text.to_owned());
            open.ours.insert(path.to_owned());
            return Ok(None);
        };
        let there = match disk::read_file(folder, path) {
            Ok((content, _)) => Some(content),
            Err(Unread::Absent) => None,
            Err(unread) => return Err(unread.trouble(path)),
        };
        if there.as_deref() != Some(text) {
            disk::write_file(folder, path, text).map_err(|why| not_saved(path, &why))?;
        }
        if let Ok(seen) = disk::look(folder, path) {
            open.seen.insert(path.to_owned(), seen);
        }
        open.ours.insert(path.to_owned());
        let known = open.files.insert(path.to_owned(), text.to_owned());
        let displaced = there.filter(|there| there != text && Some(there) != known.as_ref());
        // A file that was never seen here was not changed meanwhile.
        Ok(displaced.filter(|_| known.is_some()))
    }

    /// Writes a file beside the folder of an exercise, where it is none of its files, and says where:
    /// `ID.NAME`.
    ///
    /// # Errors
    /// There is no folder, or the file could not be written.
    pub fn write_beside(
        &self,
        pack: &PackId,
        exercise: &ExerciseId,
        name: &str,
        text: &str,
    ) -> Result<PathBuf, Trouble> {
        let none = || self.nowhere();
        let folder = self.folder(pack, exercise).ok_or_else(none)?;
        let (parent, name) = (folder.parent().ok_or_else(none)?, format!("{exercise}.{name}"));
        let failed = |why: String| Trouble::new(format!("{name} was not written: {why}."));
        disk::make_folder(parent).map_err(failed)?;
        disk::write_file(parent, &name, text.as_bytes()).map_err(failed)?;
        Ok(parent.join(&name))
    }

    /// The files of an open exercise as they were last seen.
    pub fn files(&self, pack: &PackId, exercise: &ExerciseId) -> Files {
        let all = self.lock();
        all.get(&(pack.clone(), exercise.clone()))
            .map(|open| open.files.clone())
            .unwrap_or_default()
    }

    /// What other programs saved since an exercise was opened, saved or last asked about.
    pub fn changed(&self, pack: &PackId, exercise: &ExerciseId) -> Vec<OutsideChange> {
        let mut all = self.lock();
        let Some(open) = all.get_mut(&(pack.clone(), exercise.clone())) else { return Vec::new() };
        let Some(folder) = &open.folder else { return Vec::new() };
        let mut changes = Vec::new();
        for path in disk::list(folder).paths {
            if open.given.contains(&path) {
                continue;
            }
            let Ok(now) = disk::look(folder, &path) else { continue };
            if open.seen.get(&path).is_some_and(|seen| seen.is_surely(&now)) {
                continue;
            }
            let read = disk::read_file(folder, &path);
            open.seen.insert(path.clone(), now);
            let bytes = match read {
                Err(Unread::Absent) => continue,
                Err(unread) => Err(unread.trouble(&path)),
                Ok((bytes, _)) if open.files.get(&path) == Some(&bytes) => continue,
                Ok((bytes, _)) => Ok(bytes),
            };
            let text = bytes.and_then(|bytes| text_of(&path, &bytes));
            // What cannot be used stays unknown here, so that the next save keeps it.
            let replaced = text.as_ref().ok().and_then(|text| {
                let before = open.files.insert(path.clone(), text.clone().into_bytes());
                before.filter(|_| open.ours.remove(&path))
            });
            changes.push(OutsideChange { path, text, replaced });
        }
        changes
    }

    /// Puts `files` in the place of `was`, which whoever calls has kept: the learner's files are
    /// then these and those given with the exercise. What is not in `was` stays.
    ///
    /// # Errors
    /// A file could not be written; those before it were.
    pub fn replace(
        &self,
        pack: &PackId,
        exercise: &Exercise,
        was: &Files,
        files: &Files,
    ) -> Result<Work, Trouble> {
        let own = files.iter().filter(|(path, _)| !is_given(exercise, path));
        let wanted: Files = own.map(|(path, content)| (path.clone(), content.clone())).collect();
        let folder = self.folder(pack, &exercise.id).filter(|folder| folder.is_dir());
        let Some(folder) = folder else {
            let is_ours = |(path, content): &(&String, &Vec<u8>)| {
                exercise.starter.get(*path) != Some(content)
            };
            let ours = wanted.iter().filter(is_ours).map(|(path, _)| path.clone()).collect();
            let open = Open { files: wanted, ours, ..Open::default() };
            self.lock().insert((pack.clone(), exercise.id.clone()), open);
            return self.open(pack, exercise);
        };
        let holds = |path: &str, content: &Vec<u8>| {
            disk::read_file(&folder, path).is_ok_and(|(there, _)| there == *content)
        };
        for (path, content) in wanted.iter().filter(|(path, content)| !holds(path, content)) {
            disk::write_file(&folder, path, content).map_err(|why| not_saved(path, &why))?;
        }
        let gone = was.iter().filter(|(path, content)| {
            !wanted.contains_key(*path) && !is_given(exercise, path) && holds(path, content)
        });
        for (path, _) in gone {
            disk::remove_file(&folder, path).map_err(|why| not_saved(path, &why))?;
        }
        self.open(pack, exercise)
    }

    /// Makes the folder and every file of `files` that is absent; says why it cannot.
    fn fill(&self, pack: &PackId, exercise: &Exercise, files: &Files) -> Result<PathBuf, String> {
        let folder = self.folder(pack, &exercise.id).ok_or("HOME is not set")?;
        disk::make_folder(&folder)?;
        disk::remove_leftovers(&folder);
        for (path, content) in files {
            if is_given(exercise, path) {
                disk::give_file(&folder, path, content)?;
            } else {
                disk::create_file(&folder, path, content)?;
            }
        }
        Ok(folder)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<(PackId, ExerciseId), Open>> {
        // What is in the map is valid after each single step, so a panic elsewhere spoils nothing.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a file comes with the exercise and is not the learner's to change.
pub fn is_given(exercise: &Exercise, path: &str) -> bool {
    let edited = exercise.files.iter().any(|file| file.edit && file.path == path);
    exercise.starter.contains_key(path) && !edited
}

/// What stands in `folder`, and a note on what was left out of it.
fn read(exercise: &Exercise, folder: &Path) -> Result<(Open, Option<String>), Trouble> {
    let listed = disk::list(folder);
    let mut open = Open { folder: Some(folder.to_owned()), ..Open::default() };
    let mut left_out = listed.left_out;
    let mut bytes: u64 = 0;
    // The exercise's own files come first, so that limits hit the others.
    let own = exercise.files.iter().map(|file| &file.path).chain(exercise.starter.keys());
    let own: BTreeSet<String> = own.cloned().collect();
    let others = listed.paths.into_iter().filter(|path| !own.contains(path));
    for path in own.iter().cloned().chain(others) {
        let ours = own.contains(&path);
        match disk::read_file(folder, &path) {
            Ok((content, _)) if bytes + content.len() as u64 > FOLDER_BYTES_MAX => {
                left_out.push(path);
            }
            Ok((content, seen)) => {
                if ours {
                    text_of(&path, &content)?;
                }
                bytes += content.len() as u64;
                open.seen.insert(path.clone(), seen);
                open.files.insert(path, content);
            }
            Err(Unread::Absent) => {}
            Err(unread) if ours => return Err(unread.trouble(&path)),
            Err(_) => left_out.push(path),
        }
    }
    left_out.sort();
    let note = (!left_out.is_empty())
        .then(|| format!("Not read, being too large, too many or links: {}.", left_out.join(", ")));
    Ok((open, note))
}

fn text_of(path: &str, bytes: &[u8]) -> Result<String, Trouble> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Err(Trouble::new(format!("{path} is not UTF-8 text."))
            .next("Save it as UTF-8, or delete it and open the exercise again.")),
    }
}

fn not_saved(path: &str, why: &str) -> Trouble {
    Trouble::new(format!("{path} was not saved: {why}."))
        .next("It is saved with the next change that works.")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use tempfile::TempDir;

    use super::*;
    use crate::course::exercise::{Kind, LabNeeds, Reveal, Status, WorkFile};

    fn exercise() -> Exercise {
        let file = |text: &str| text.as_bytes().to_owned();
        Exercise {
            id: ExerciseId::parse("split-modules").unwrap(),
            rev: 1,
            kind: Kind::Js,
            title: "Split it".to_owned(),
            difficulty: 1,
            minutes: 5,
            requires: Vec::new(),
            concepts: Vec::new(),
            status: Status::Active,
            task: String::new(),
            files: vec![WorkFile { path: "server.js".to_owned(), edit: true }],
            lab: LabNeeds::default(),
            hints: Vec::new(),
            reveal: Reveal::AfterHints,
            learned: String::new(),
            explain: String::new(),
            checks: Vec::new(),
            starter: Files::from([
                ("server.js".to_owned(), file("starter\n")),
                ("data/users.json".to_owned(), file("[]\n")),
            ]),
            solution: Files::new(),
            alternatives: Vec::new(),
            wrongs: Vec::new(),
            survives: Vec::new(),
        }
    }

    struct Desk {
        _home: TempDir,
        workspace: Workspace,
        pack: PackId,
        exercise: Exercise,
        folder: PathBuf,
    }

    fn desk() -> Desk {
        let home = tempfile::tempdir().unwrap();
        let workspace = Workspace::new(Some(home.path().join("work")));
        let pack = PackId::parse("backlab/backend").unwrap();
        let exercise = exercise();
        let folder = workspace.folder(&pack, &exercise.id).unwrap();
        Desk { _home: home, workspace, pack, exercise, folder }
    }

    impl Desk {
        fn open(&self) -> Work {
            self.workspace.open(&self.pack, &self.exercise).unwrap()
        }

        fn save(&self, path: &str, text: &str) -> Result<Option<Vec<u8>>, Trouble> {
            self.workspace.save(&self.pack, &self.exercise.id, path, text.as_bytes())
        }

        fn changed(&self) -> Vec<OutsideChange> {
            self.workspace.changed(&self.pack, &self.exercise.id)
        }

        fn text(&self, path: &str) -> String {
            fs::read_to_string(self.folder.join(path)).unwrap()
        }
    }

    #[test]
    fn what_is_meant_for_memory_takes_over_a_starter_that_was_written_anew() {
        let desk = desk();
        let (workspace, mut exercise) = (Workspace::transient(), desk.exercise.clone());
        assert_eq!(workspace.open(&desk.pack, &exercise).unwrap().note, None);
        let text = |exercise: &Exercise| {
            let work = workspace.open(&desk.pack, exercise).unwrap();
            String::from_utf8(work.files["server.js"].clone()).unwrap()
        };
        exercise.starter.insert("server.js".to_owned(), b"anew\n".to_vec());
        assert_eq!(text(&exercise), "anew\n");
        let save = |text: &str| {
            workspace.save(&desk.pack, &exercise.id, "server.js", text.as_bytes()).unwrap()
        };
        assert_eq!(save("mine\n"), None);
        exercise.starter.insert("server.js".to_owned(), b"once more\n".to_vec());
        assert_eq!(text(&exercise), "mine\n");
        let was = workspace.files(&desk.pack, &exercise.id);
        let kept = Files::from([("server.js".to_owned(), b"earlier\n".to_vec())]);
        workspace.replace(&desk.pack, &exercise, &was, &kept).unwrap();
        assert_eq!(text(&exercise), "earlier\n");
        workspace.replace(&desk.pack, &exercise, &was, &exercise.starter).unwrap();
        exercise.starter.insert("server.js".to_owned(), b"at last\n".to_vec());
        assert_eq!(text(&exercise), "at last\n");
        assert_eq!(workspace.nowhere().what, "A preview writes no files.");
    }

    #[test]
    fn the_starter_is_written_once_and_never_over_work() {
        let desk = desk();
        let work = desk.open();
        assert_eq!((work.files, work.note), (desk.exercise.starter.clone(), None));
        assert_eq!(work.folder.as_deref(), Some(desk.folder.as_path()));
        assert!(desk.folder.ends_with("work/backlab/backend/split-modules"));
        let mode = fs::metadata(desk.folder.join("data/users.json")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o444);

        fs::write(desk.folder.join("server.js"), "mine\n").unwrap();
        fs::write(desk.folder.join("extra.js"), "more\n").unwrap();
        let work = desk.open();
        assert_eq!(work.files["server.js"], b"mine\n");
        assert_eq!(work.files["extra.js"], b"more\n");
    }

    #[test]
    fn a_given_file_follows_the_pack_until_the_learner_takes_it() {
        let mut desk = desk();
        desk.open();
        desk.exercise.starter.insert("data/users.json".to_owned(), b"[1]\n".to_vec());
        assert_eq!(desk.open().files["data/users.json"], b"[1]\n");
        assert_eq!(desk.text("data/users.json"), "[1]\n");

        let given = desk.folder.join("data/users.json");
        fs::set_permissions(&given, fs::Permissions::from_mode(0o644)).unwrap();
        fs::write(&given, "taken").unwrap();
        assert_eq!(desk.open().files["data/users.json"], b"[1]\n");
        assert_eq!(desk.text("data/users.json"), "taken");
    }

    #[test]
    fn a_save_replaces_the_file_and_keeps_its_mode() {
        let desk = desk();
        desk.open();
        let file = desk.folder.join("server.js");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(desk.save("server.js", "typed\n"), Ok(None));
        assert_eq!(desk.text("server.js"), "typed\n");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o755);
        assert_eq!(desk.changed(), []);
        let names = fs::read_dir(&desk.folder).unwrap().count();
        assert_eq!(names, 2, "nothing is left beside the files");
    }

    #[test]
    fn a_change_outside_is_noticed_once_with_what_of_ours_it_replaced() {
        let desk = desk();
        desk.open();
        fs::write(desk.folder.join("server.js"), "startes\n").unwrap();
        let change = OutsideChange {
            path: "server.js".to_owned(),
            text: Ok("startes\n".to_owned()),
            replaced: None,
        };
        assert_eq!(desk.changed(), [change]);
        assert_eq!(desk.changed(), []);
        desk.save("server.js", "typed\n").unwrap();
        fs::write(desk.folder.join("server.js"), "outside\n").unwrap();
        assert_eq!(desk.changed()[0].replaced.as_deref(), Some(&b"typed\n"[..]));
        fs::write(desk.folder.join("server.js"), "outside again\n").unwrap();
        assert_eq!(desk.changed()[0].replaced, None, "that text was never ours");
        fs::write(desk.folder.join("new.js"), "n\n").unwrap();
        let changed = desk.changed();
        assert_eq!((changed.len(), changed[0].path.as_str()), (1, "new.js"));
    }

    #[test]
    fn a_save_over_a_change_outside_gives_it_back() {
        let desk = desk();
        desk.open();
        fs::write(desk.folder.join("server.js"), "outside\n").unwrap();
        assert_eq!(desk.save("server.js", "typed\n"), Ok(Some(b"outside\n".to_vec())));
        assert_eq!(desk.text("server.js"), "typed\n");
    }

    #[test]
    fn a_file_that_is_no_text_or_too_large_is_said() {
        let desk = desk();
        desk.open();
        fs::write(desk.folder.join("server.js"), b"\xff\xfe").unwrap();
        let trouble = desk.workspace.open(&desk.pack, &desk.exercise).unwrap_err();
        assert_eq!(trouble.what, "server.js is not UTF-8 text.");
        assert!(desk.changed()[0].text.is_err());

        let large = vec![b'a'; usize::try_from(FILE_BYTES_MAX).unwrap() + 1];
        fs::write(desk.folder.join("server.js"), &large).unwrap();
        let trouble = desk.workspace.open(&desk.pack, &desk.exercise).unwrap_err();
        assert_eq!(trouble.what, "server.js is larger than 1 MB.");
        assert!(desk.save("server.js", "typed").is_err(), "what cannot be kept is not replaced");
        assert_eq!(fs::read(desk.folder.join("server.js")).unwrap().len(), large.len());
    }

    #[test]
    fn what_is_too_large_and_not_ours_is_left_out() {
        let desk = desk();
        desk.open();
        let large = vec![b'a'; usize::try_from(FILE_BYTES_MAX).unwrap() + 1];
        fs::write(desk.folder.join("dump.bin"), large).unwrap();
        fs::create_dir(desk.folder.join("node_modules")).unwrap();
        fs::write(desk.folder.join("node_modules/x.js"), "x").unwrap();
        let work = desk.open();
        assert_eq!(work.files, desk.exercise.starter);
        assert_eq!(
            work.note.as_deref(),
            Some("Not read, being too large, too many or links: dump.bin.")
        );
    }

    #[test]
    fn no_link_leads_out_of_the_folder() {
        let desk = desk();
        desk.open();
        let outside = desk.folder.join("../../secret");
        fs::write(&outside, "secret").unwrap();
        let file = desk.folder.join("server.js");
        fs::remove_file(&file).unwrap();
        symlink(&outside, &file).unwrap();
        symlink(desk.folder.join("../.."), desk.folder.join("up")).unwrap();
        assert!(desk.save("server.js", "typed").is_err());
        assert!(desk.save("up/secret", "typed").is_err());
        for path in ["../secret", "/tmp/x", "", "a/../../secret"] {
            assert!(desk.save(path, "typed").is_err(), "{path}");
        }
        assert!(desk.workspace.open(&desk.pack, &desk.exercise).is_err());
        assert_eq!(fs::read_to_string(outside).unwrap(), "secret");
    }

    #[test]
    fn a_link_inside_the_folder_is_followed() {
        let desk = desk();
        desk.open();
        fs::rename(desk.folder.join("server.js"), desk.folder.join("real.js")).unwrap();
        symlink("real.js", desk.folder.join("server.js")).unwrap();
        assert_eq!(desk.save("server.js", "typed"), Ok(None));
        assert_eq!(desk.text("real.js"), "typed");
        assert!(fs::symlink_metadata(desk.folder.join("server.js")).unwrap().is_symlink());
    }

    #[test]
    fn a_folder_follows_an_id_that_changed() {
        let mut desk = desk();
        desk.open();
        desk.save("server.js", "typed").unwrap();
        let new = ExerciseId::parse("split-it").unwrap();
        for _ in 0..2 {
            desk.workspace.carry_over(&desk.pack, &desk.exercise.id, &new);
        }
        desk.exercise.id = new;
        assert_eq!(desk.open().files["server.js"], b"typed");
    }

    #[test]
    fn replacing_removes_only_what_was_kept() {
        let desk = desk();
        desk.open();
        desk.save("server.js", "typed").unwrap();
        desk.save("extra.js", "kept").unwrap();
        let was = desk.open().files;
        desk.save("late.js", "not kept").unwrap();
        let starter = desk.exercise.starter.clone();
        let work = desk.workspace.replace(&desk.pack, &desk.exercise, &was, &starter).unwrap();
        let names: Vec<_> = work.files.keys().map(String::as_str).collect();
        assert_eq!(names, ["data/users.json", "late.js", "server.js"]);
        assert_eq!(work.files["server.js"], b"starter\n");
        let back = desk.workspace.replace(&desk.pack, &desk.exercise, &work.files, &was).unwrap();
        assert_eq!(back.files, was);
    }

    #[test]
    fn without_a_folder_the_files_are_kept_in_memory() {
        let desk = desk();
        let nowhere = desk.folder.join("file");
        fs::create_dir_all(&desk.folder).unwrap();
        fs::write(&nowhere, "").unwrap();
        for (root, why) in [(None, "HOME is not set"), (Some(nowhere), "")] {
            let workspace = Workspace::new(root);
            let work = workspace.open(&desk.pack, &desk.exercise).unwrap();
            let note = work.note.unwrap();
            assert!(note.starts_with("Files are kept in memory only: ") && note.contains(why));
            assert_eq!((work.folder, work.files), (None, desk.exercise.starter.clone()));
            let saved = workspace.save(&desk.pack, &desk.exercise.id, "server.js", b"typed");
            assert_eq!(saved, Ok(None));
            let work = workspace.open(&desk.pack, &desk.exercise).unwrap();
            assert_eq!(work.files["server.js"], b"typed");
            let starter = desk.exercise.starter.clone();
            let work =
                workspace.replace(&desk.pack, &desk.exercise, &work.files, &starter).unwrap();
            assert_eq!(work.files, desk.exercise.starter);
        }
    }
}
