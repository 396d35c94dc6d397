//! What the learner chose (`config.toml`), and the folders where things are kept.
//!
//! A mistake in the file never stops the program: what can be read is used, the rest keeps its
//! default, and every mistake is a finding.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::diag::{Findings, Place, did_you_mean};

/// Bytes of a configuration file that are read at most.
pub const CONFIG_BYTES_MAX: u64 = 64 << 10;

/// The file's name in its folder; findings name it so.
pub const CONFIG_FILE: &str = "config.toml";

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub theme: ThemeChoice,
    pub marks: Marks,
    /// Visible checks run a moment after typing stops.
    pub live: bool,
    /// The mouse is captured from the start.
    pub mouse: bool,
    /// Where the learner's files are; `~/backlab-work` when absent.
    pub workspace: Option<PathBuf>,
    /// The language of texts, as `de` or `pt-BR`, where a pack has it; that of the system when absent.
    pub language: Option<String>,
    pub stack: Stack,
    /// `[keys]`: what is wished for; `screen::keymap` says what of it can be.
    pub keys: Vec<KeyWish>,
}

/// One line below `[keys]`: `run = "r"` under `[keys.reader]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyWish {
    /// Where the keys stand.
    pub place: Place,
    /// `reader`
    pub table: String,
    /// `run`
    pub action: String,
    /// As they are written.
    pub keys: Vec<String>,
}

/// `[stack]`: the learner's own server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stack {
    /// Starts it in `stack` exercises that have no command of their own.
    pub command: Option<String>,
    /// Where commands are started; the exercise's folder when absent.
    pub folder: Option<PathBuf>,
    /// How long a command may take until it listens.
    pub ready_seconds: Option<u32>,
}

/// The longest `ready_seconds`.
const READY_SECONDS_MAX: i64 = 600;

impl Default for Config {
    fn default() -> Config {
        Config {
            theme: ThemeChoice::Auto,
            marks: Marks::Unicode,
            live: true,
            mouse: true,
            workspace: None,
            language: None,
            stack: Stack::default(),
            keys: Vec::new(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThemeChoice {
    /// Taken from what the terminal announces.
    Auto,
    Ink,
    Paper,
    Dark,
    Light,
    Mono,
}

impl ThemeChoice {
    pub const ALL: [(&'static str, ThemeChoice); 6] = [
        ("auto", ThemeChoice::Auto),
        ("ink", ThemeChoice::Ink),
        ("paper", ThemeChoice::Paper),
        ("dark", ThemeChoice::Dark),
        ("light", ThemeChoice::Light),
        ("mono", ThemeChoice::Mono),
    ];
}

/// Which characters marks and bars are drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    Unicode,
    Ascii,
}

impl Marks {
    pub const ALL: [(&'static str, Marks); 2] =
        [("unicode", Marks::Unicode), ("ascii", Marks::Ascii)];
}

/// Where things live. `None`: nothing says where, so that thing is kept in memory only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders {
    /// Holds `config.toml`.
    pub config: Option<PathBuf>,
    /// Holds `progress.db` and the installed packs.
    pub data: Option<PathBuf>,
    /// Holds what can be made again.
    pub cache: Option<PathBuf>,
    /// Holds the learner's own files.
    pub workspace: Option<PathBuf>,
}

/// The path that was typed; `~/x` is what a shell would have made of it.
pub fn typed_path(typed: &str) -> PathBuf {
    match (typed.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        (Some(_) | None, _) => PathBuf::from(typed),
    }
}

impl Folders {
    /// The folders that an environment names: the XDG Base Directory Specification, on every
    /// system. As it says, a variable whose value is not an absolute path counts as not set.
    pub fn of_environment(variable: impl Fn(&str) -> Option<OsString>) -> Folders {
        let absolute = |name: &str| variable(name).map(PathBuf::from).filter(|p| p.is_absolute());
        let home = absolute("HOME");
        let below = |name: &str, usual: &str| {
            let base = absolute(name).or_else(|| home.as_ref().map(|home| home.join(usual)));
            base.map(|base| base.join("backlab"))
        };
        Folders {
            config: below("XDG_CONFIG_HOME", ".config"),
            data: below("XDG_DATA_HOME", ".local/share"),
            cache: below("XDG_CACHE_HOME", ".cache"),
            workspace: home.as_ref().map(|home| home.join("backlab-work")),
        }
    }

    /// These folders, with the workspace that the configuration names.
    #[must_use]
    pub fn with(self, config: &Config) -> Folders {
        Folders { workspace: config.workspace.clone().or(self.workspace), ..self }
    }
}

impl Config {
    /// Reads `config.toml` of `folders`; no such file means all defaults.
    pub fn load(folders: &Folders) -> (Config, Findings) {
        let Some(folder) = &folders.config else { return (Config::default(), Findings::new()) };
        let path = folder.join(CONFIG_FILE);
        let shown = path.display().to_string();
        match read_capped(&path) {
            Ok(Some(text)) => Config::parse(&shown, &text),
            Ok(None) => (Config::default(), Findings::new()),
            Err(why) => {
                let mut findings = Findings::new();
                findings.error(Place::new(shown, 1, 1), why).hint("the defaults are used");
                (Config::default(), findings)
            }
        }
    }

    /// Reads `text`, the content of `file`. What is wrong keeps its default.
    pub fn parse(file: &str, text: &str) -> (Config, Findings) {
        let (document, errors) = DeTable::parse_recoverable(text);
        let mut reading = Reading { file, text, findings: Findings::new() };
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            reading.error(at, lower_case(error.message()));
        }
        let mut config = Config::default();
        let mut entries: Vec<_> = document.get_ref().iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            reading.key(&mut config, key, value);
        }
        (config, reading.findings.in_order_of_place())
    }
}

const KEYS: [&str; 8] =
    ["theme", "marks", "live", "mouse", "workspace", "language", "stack", "keys"];
const STACK_KEYS: [&str; 3] = ["command", "folder", "ready_seconds"];

struct Reading<'a> {
    file: &'a str,
    text: &'a str,
    findings: Findings,
}

impl Reading<'_> {
    fn key(
        &mut self,
        config: &mut Config,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) {
        let name = key.get_ref().as_ref();
        match name {
            "theme" => self.choice(name, value, &ThemeChoice::ALL, &mut config.theme),
            "marks" => self.choice(name, value, &Marks::ALL, &mut config.marks),
            "live" => self.switch(name, value, &mut config.live),
            "mouse" => self.switch(name, value, &mut config.mouse),
            "workspace" => self.folder(name, value, &mut config.workspace),
            "language" => self.language(value, &mut config.language),
            "stack" => self.stack(value, &mut config.stack),
            "keys" => self.keys(value, &mut config.keys),
            unknown => self.unknown(key.span().start, unknown, &KEYS),
        }
    }

    fn unknown(&mut self, offset: usize, key: &str, keys: &[&'static str]) {
        let hint = match did_you_mean(key, keys.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys are {}", keys.join(", ")),
        };
        self.error(offset, format!("unknown key `{}`", key.escape_debug())).hint(hint);
    }

    fn stack(&mut self, table: &Spanned<DeValue<'_>>, stack: &mut Stack) {
        let Some(entries) = table.get_ref().as_table() else {
            let kind = kind_of(table.get_ref());
            self.error(table.span().start, format!("`stack` is a table, not {kind}"))
                .hint("write [stack], and under it command = \"flask run -p {port}\"");
            return;
        };
        let mut entries: Vec<_> = entries.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            match key.get_ref().as_ref() {
                "command" => {
                    let command = value.get_ref().as_str().map(|command| command.trim().to_owned());
                    if command.is_none() {
                        let kind = kind_of(value.get_ref());
                        self.error(value.span().start, format!("`command` is a text, not {kind}"))
                            .hint("command = \"flask run -p {port}\"");
                    }
                    stack.command = command;
                }
                "folder" => self.folder("folder", value, &mut stack.folder),
                "ready_seconds" => {
                    let number = value.get_ref().as_integer();
                    let number = number
                        .and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok())
                        .filter(|seconds| (1..=READY_SECONDS_MAX).contains(seconds))
                        .and_then(|seconds| u32::try_from(seconds).ok());
                    if number.is_some() {
                        stack.ready_seconds = number;
                    } else {
                        let words =
                            format!("`ready_seconds` is a number, 1 to {READY_SECONDS_MAX}");
                        self.error(value.span().start, words)
                            .hint("how long a command may take until it listens");
                    }
                }
                unknown => self.unknown(key.span().start, unknown, &STACK_KEYS),
            }
        }
    }

    /// `[keys.reader]` and what stands below each of them.
    fn keys(&mut self, tables: &Spanned<DeValue<'_>>, wishes: &mut Vec<KeyWish>) {
        let form = "write [keys.reader], and under it run = \"r\"";
        let Some(entries) = tables.get_ref().as_table() else {
            let kind = kind_of(tables.get_ref());
            self.error(tables.span().start, format!("`keys` is a table, not {kind}")).hint(form);
            return;
        };
        for (table, actions) in entries {
            let Some(actions) = actions.get_ref().as_table() else {
                let what = format!("`keys.{}` is no table", table.get_ref().escape_debug());
                self.error(table.span().start, what).hint(form);
                continue;
            };
            for (action, value) in actions {
                let (table, action) = (table.get_ref().to_string(), action.get_ref().to_string());
                if let Some(keys) = texts(value.get_ref()) {
                    let place = Place::of_offset(self.file, self.text, value.span().start);
                    wishes.push(KeyWish { place, table, action, keys });
                } else {
                    let name = action.escape_debug();
                    let what = format!("`{name}` is a key or a list of keys, in quotes");
                    self.error(value.span().start, what)
                        .hint("run = \"r\", or run = [\"r\", \"F6\"]");
                }
            }
        }
        wishes.sort_by(|one, other| one.place.cmp(&other.place));
    }

    fn choice<T: Copy>(
        &mut self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        choices: &[(&'static str, T)],
        chosen: &mut T,
    ) {
        let written = value.get_ref().as_str();
        if let Some((_, choice)) = choices.iter().find(|(name, _)| Some(*name) == written) {
            *chosen = *choice;
            return;
        }
        let names = || choices.iter().map(|(name, _)| *name);
        let listed = names().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let message = match written {
            Some(written) => format!("`{key}` cannot be {written:?}"),
            None => format!("`{key}` is a text, not {}", kind_of(value.get_ref())),
        };
        let hint = match written.and_then(|written| did_you_mean(written, names())) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("it is one of {listed}"),
        };
        self.error(value.span().start, message).hint(hint);
    }

    fn switch(&mut self, key: &str, value: &Spanned<DeValue<'_>>, chosen: &mut bool) {
        if let Some(written) = value.get_ref().as_bool() {
            *chosen = written;
            return;
        }
        let kind = kind_of(value.get_ref());
        self.error(value.span().start, format!("`{key}` is true or false, not {kind}"))
            .hint(format!("write `{key} = true` or `{key} = false`, without quotes"));
    }

    fn language(&mut self, value: &Spanned<DeValue<'_>>, chosen: &mut Option<String>) {
        let plain = |text: &&str| {
            let letters = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            letters && (2..=12).contains(&text.len())
        };
        match value.get_ref().as_str().filter(plain) {
            Some(language) => *chosen = Some(language.to_owned()),
            None => {
                self.error(value.span().start, "`language` is a language".to_owned())
                    .hint("as in language = \"de\" or language = \"pt-BR\"");
            }
        }
    }

    fn folder(&mut self, key: &str, value: &Spanned<DeValue<'_>>, chosen: &mut Option<PathBuf>) {
        match value.get_ref().as_str().map(Path::new) {
            Some(path) if path.is_absolute() => *chosen = Some(path.to_owned()),
            Some(_) | None => {
                self.error(value.span().start, format!("`{key}` is the absolute path of a folder"))
                    .hint("begin it with a slash; `~` is not expanded");
            }
        }
    }

    fn error(&mut self, offset: usize, message: String) -> &mut crate::diag::Diagnostic {
        self.findings.error(Place::of_offset(self.file, self.text, offset), message)
    }
}

/// The text of `path`; `None` where there is no such file.
fn read_capped(path: &Path) -> Result<Option<String>, String> {
    use io::Read;
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("the file cannot be read: {error}")),
    };
    let mut bytes = Vec::new();
    let read = file.take(CONFIG_BYTES_MAX + 1).read_to_end(&mut bytes);
    match read {
        Err(error) => Err(format!("the file cannot be read: {error}")),
        Ok(length) if length as u64 > CONFIG_BYTES_MAX => {
            Err(format!("the file is larger than {CONFIG_BYTES_MAX} bytes"))
        }
        Ok(_) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err("the file is not UTF-8 text".to_owned()),
        },
    }
}

/// A text, or a list of texts.
fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    if let Some(text) = value.as_str() {
        return Some(vec![text.to_owned()]);
    }
    let list = value.as_array()?.iter();
    list.map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// A parser's message in the form of ours: lower case, on one line.
fn lower_case(message: &str) -> String {
    let line = message.lines().collect::<Vec<_>>().join(", ");
    let mut chars = line.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => "not a TOML file".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, config: &Config, findings: &[&str]) {
        let (read, found) = Config::parse("config.toml", text);
        assert_eq!(read, *config, "{text}");
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), findings, "{text}");
    }

    #[test]
    fn what_is_written_is_taken() {
        check("", &Config::default(), &[]);
        check(
            "theme = \"paper\"\nmarks = \"ascii\"\nlive = false\nmouse = false\n\
             workspace = \"/srv/work\"\n",
            &Config {
                theme: ThemeChoice::Paper,
                marks: Marks::Ascii,
                live: false,
                mouse: false,
                workspace: Some("/srv/work".into()),
                ..Config::default()
            },
            &[],
        );
    }

    #[test]
    fn keys_are_wished_for_in_the_order_of_the_file() {
        let wish = |line, column, table: &str, action: &str, keys: &[&str]| KeyWish {
            place: Place::new("config.toml", line, column),
            table: table.to_owned(),
            action: action.to_owned(),
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        };
        let keys = vec![
            wish(2, 7, "reader", "run", &["x"]),
            wish(3, 12, "reader", "contents", &["c", "F6"]),
            wish(5, 6, "home", "up", &["w"]),
        ];
        check(
            "[keys.reader]\nrun = \"x\"\ncontents = [\"c\", \"F6\"]\n[keys.home]\nup = \"w\"\n",
            &Config { keys, ..Config::default() },
            &[],
        );
        check(
            "keys = 1\n",
            &Config::default(),
            &[
                "config.toml:1:8: error: `keys` is a table, not a number\n    write [keys.reader], and under it run = \"r\"",
            ],
        );
        check(
            "[keys]\nrun = \"x\"\n[keys.reader]\nrun = 1\n",
            &Config::default(),
            &[
                "config.toml:2:1: error: `keys.run` is no table\n    write [keys.reader], and under it run = \"r\"",
                "config.toml:4:7: error: `run` is a key or a list of keys, in quotes\n    run = \"r\", or run = [\"r\", \"F6\"]",
            ],
        );
    }

    #[test]
    fn a_mistake_names_key_and_place_and_keeps_the_default() {
        check(
            "mouse = false\nthem = \"ink\"\n",
            &Config { mouse: false, ..Config::default() },
            &["config.toml:2:1: error: unknown key `them`\n    did you mean `theme`?"],
        );
        check(
            "theme = \"papr\"\nmarks = 1\nlive = \"yes\"\nworkspace = \"~/w\"\nx = 1\n",
            &Config::default(),
            &[
                "config.toml:1:9: error: `theme` cannot be \"papr\"\n    did you mean \"paper\"?",
                "config.toml:2:9: error: `marks` is a text, not a number\n    it is one of \"unicode\", \"ascii\"",
                "config.toml:3:8: error: `live` is true or false, not a text\n    write `live = true` or `live = false`, without quotes",
                "config.toml:4:13: error: `workspace` is the absolute path of a folder\n    begin it with a slash; `~` is not expanded",
                "config.toml:5:1: error: unknown key `x`\n    the keys are theme, marks, live, mouse, workspace, language, stack, keys",
            ],
        );
        check(
            "\"the\\nme\" = 1\ntheme = \"\\u001b[2J\"\n",
            &Config::default(),
            &[
                "config.toml:1:1: error: unknown key `the\\nme`\n    did you mean `theme`?",
                "config.toml:2:9: error: `theme` cannot be \"\\u{1b}[2J\"\n    it is one of \"auto\", \"ink\", \"paper\", \"dark\", \"light\", \"mono\"",
            ],
        );
    }

    #[test]
    fn the_learners_own_server_is_a_table() {
        check(
            "[stack]\ncommand = \" flask run -p {port} \"\nfolder = \"/srv\"\nready_seconds = 90\n",
            &Config {
                stack: Stack {
                    command: Some("flask run -p {port}".into()),
                    folder: Some("/srv".into()),
                    ready_seconds: Some(90),
                },
                ..Config::default()
            },
            &[],
        );
        check(
            "[stack]\ncomand = \"x\"\ncommand = 1\nfolder = \"x\"\nready_seconds = 0\n",
            &Config::default(),
            &[
                "config.toml:2:1: error: unknown key `comand`\n    did you mean `command`?",
                "config.toml:3:11: error: `command` is a text, not a number\n    command = \"flask run -p {port}\"",
                "config.toml:4:10: error: `folder` is the absolute path of a folder\n    begin it with a slash; `~` is not expanded",
                "config.toml:5:17: error: `ready_seconds` is a number, 1 to 600\n    how long a command may take until it listens",
            ],
        );
        check(
            "stack = \"flask run\"\n",
            &Config::default(),
            &[
                "config.toml:1:9: error: `stack` is a table, not a text\n    write [stack], and under it command = \"flask run -p {port}\"",
            ],
        );
    }

    #[test]
    fn what_is_no_toml_is_said_and_the_rest_is_taken() {
        let (config, findings) = Config::parse("config.toml", "live = false\ntheme = \n");
        assert!(!config.live);
        let first = findings.iter().next().unwrap();
        assert_eq!((first.place.line, first.place.file.as_str()), (2, "config.toml"));
    }

    #[test]
    fn a_file_that_is_none_and_one_that_is_absent() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders { config: Some(home.path().to_owned()), ..Folders::default() };
        assert_eq!(Config::load(&folders), (Config::default(), Findings::new()));
        fs::write(home.path().join(CONFIG_FILE), b"\xff\xfe").unwrap();
        assert!(Config::load(&folders).1.has_errors());
        fs::remove_file(home.path().join(CONFIG_FILE)).unwrap();
        fs::create_dir(home.path().join(CONFIG_FILE)).unwrap();
        assert!(Config::load(&folders).1.has_errors());
    }

    fn folders(variables: &[(&str, &str)]) -> Folders {
        Folders::of_environment(|name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn folders_follow_the_environment() {
        let home = folders(&[("HOME", "/home/ada")]);
        assert_eq!(home.config, Some("/home/ada/.config/backlab".into()));
        assert_eq!(home.data, Some("/home/ada/.local/share/backlab".into()));
        assert_eq!(home.cache, Some("/home/ada/.cache/backlab".into()));
        assert_eq!(home.workspace, Some("/home/ada/backlab-work".into()));
        let xdg = folders(&[("HOME", "/home/ada"), ("XDG_DATA_HOME", "/data")]);
        assert_eq!(xdg.data, Some("/data/backlab".into()));
        let relative = folders(&[("HOME", "/home/ada"), ("XDG_DATA_HOME", "data")]);
        assert_eq!(relative.data, home.data);
        for nowhere in [&[][..], &[("HOME", "")], &[("HOME", "home")]] {
            assert_eq!(folders(nowhere), Folders::default());
        }
        let chosen = Config { workspace: Some("/w".into()), ..Config::default() };
        assert_eq!(home.with(&chosen).workspace, Some("/w".into()));
    }

    proptest! {
        #[test]
        fn no_text_stops_the_program(text in "\\PC{0,80}|(theme|live|\\[|\"|=|\n| |'|#|\\{|,){0,30}") {
            let (config, findings) = Config::parse("config.toml", &text);
            prop_assert!(config == Config::default() || !text.is_empty());
            for found in &findings {
                prop_assert!(found.place.line >= 1 && found.place.column >= 1);
                prop_assert!(!found.message.is_empty() && !found.message.contains('\n'));
            }
        }
    }
}
