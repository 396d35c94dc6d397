//! What can be typed after `backlab`.

mod shelf;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use clap_complete::Shell;

pub use self::shelf::{Add, ShelfCommand, Trust};
use crate::{audit::Mutants, lab::command::READY_SECONDS_MAX};

/// How long `send` waits for an answer unless it is told otherwise.
const ANSWER_SECONDS: u16 = 30;
/// The longest that it can be told.
const ANSWER_SECONDS_MAX: i64 = 600;

#[derive(Parser, Debug)]
#[command(
    name = "backlab",
    version,
    about = "The backend, learned in a terminal: read, build, break and repair, offline.",
    long_about = "Backlab teaches backend development by having you build one. Without a command \
                  it opens its screens; every command below also works without them.",
    after_help = "Exit codes: 0 ok, 1 not passed, 2 misuse, 3 broken or could not be judged; \
                  `run` exits with the program's own code, 124 if a limit stopped it. \
                  `send` exits with 1 when a request got no answer, whatever the statuses were."
)]
pub struct Arguments {
    /// Line by line, for screen readers and terminals that draw nothing
    #[arg(long)]
    pub plain: bool,
    /// The installed pack to work in, as owner/name; else that of this folder, or the last one
    #[arg(long, global = true, value_name = "ID")]
    pub pack: Option<String>,
    /// The language of texts where a pack has it, as `de`; else that of config.toml, then LANG
    #[arg(long, global = true, value_name = "LANGUAGE")]
    pub lang: Option<String>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Lists modules, lessons and exercises with your state
    List {
        /// One JSON object instead of text
        #[arg(long)]
        json: bool,
    },
    /// Shows a lesson or a task as text
    Show {
        /// A lesson or an exercise, as `list` names it
        id: String,
        /// The Markdown as its author wrote it
        #[arg(long)]
        raw: bool,
    },
    /// Writes an exercise's files into the workspace and prints their paths
    Start { id: String },
    /// Checks an exercise: the one named, else this folder's, else the last one
    Check(Check),
    /// Shows the next hint of an exercise
    Hint { id: String },
    /// Shows the solution with its explanation, after passing or after the last hint
    Solution { id: String },
    /// Puts an exercise's files back to their start; what you have is kept in its history
    Reset {
        id: String,
        /// Do not ask
        #[arg(long, short)]
        yes: bool,
    },
    /// Lists every attempt at an exercise, newest first
    History {
        id: String,
        /// Shows the files of this attempt
        #[arg(long, value_name = "NUMBER")]
        show: Option<i64>,
    },
    /// Runs a program in the lab as `node FILE` would
    Run {
        file: PathBuf,
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Runs SQL in the lab: a file, standard input, or statements typed at a prompt
    Sql {
        file: Option<PathBuf>,
        /// On the data of this exercise instead of an empty database
        #[arg(long, value_name = "ID")]
        on: Option<String>,
    },
    /// Runs MongoDB commands in the lab, as mongosh takes them: a file, standard input, or typed
    Mongo {
        file: Option<PathBuf>,
        /// On the data of this exercise instead of an empty store
        #[arg(long, value_name = "ID")]
        on: Option<String>,
    },
    /// Runs Redis commands in the lab, as redis-cli takes them: a file, standard input, or typed
    Redis {
        file: Option<PathBuf>,
        /// On the data of this exercise instead of an empty store
        #[arg(long, value_name = "ID")]
        on: Option<String>,
    },
    /// Sends the requests of a .http file in their order and prints each with its answer
    Send(Send),
    /// Serves an API or a program on 127.0.0.1 until Ctrl+C; the first line says on which port
    Serve {
        /// An exercise of kind http, a mock API (.toml), a database (.json) or a program (.js)
        #[arg(required_unless_present_any = ["mongo", "redis"])]
        what: Option<PathBuf>,
        /// An empty store for MongoDB's drivers and mongosh
        #[arg(long, conflicts_with_all = ["what", "redis"])]
        mongo: bool,
        /// An empty store for Redis's clients and redis-cli
        #[arg(long, conflicts_with = "what")]
        redis: bool,
        /// The port; 0 for a free one. Without it a program gets the port that it names
        #[arg(long)]
        port: Option<u16>,
    },
    /// Lesson packs: installs and removes them, and helps their authors
    Pack {
        #[command(subcommand)]
        command: PackCommand,
    },
    /// Shows what you read, solved and remember
    Progress {
        #[arg(long)]
        json: bool,
    },
    /// Writes everything that is kept of you to one file
    Export { file: PathBuf },
    /// Joins such a file with what is kept here; twice is once
    Import { file: PathBuf },
    /// Looks at this machine and says what works and what does not
    Doctor,
    /// Prints a completion script for your shell
    Completions { shell: Shell },
    /// Prints the manual page (roff)
    Man,
}

#[derive(clap::Args, Debug)]
pub struct Check {
    pub id: Option<String>,
    /// The verdict as one JSON object
    #[arg(long)]
    pub json: bool,
    /// Checks again whenever a file is saved, until Ctrl+C
    #[arg(long, conflicts_with_all = ["json", "solution", "also", "wrong", "url", "cmd"])]
    pub watch: bool,
    /// Checks the reference solution instead of your files; recorded nowhere
    #[arg(long, conflicts_with_all = ["also", "wrong", "url", "cmd"])]
    pub solution: bool,
    /// Checks this other right answer of the pack, by its name; recorded nowhere
    #[arg(long, value_name = "NAME", conflicts_with_all = ["wrong", "url", "cmd"])]
    pub also: Option<String>,
    /// Checks this wrong answer of the pack, by its name; recorded nowhere
    #[arg(long, value_name = "NAME", conflicts_with_all = ["url", "cmd"])]
    pub wrong: Option<String>,
    /// Checks a server that you started, in any language
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Starts your server by this command, checks it and ends it, in any language: `{port}` in it
    /// and the variable PORT are the port to listen on
    #[arg(long, value_name = "COMMAND", conflicts_with = "url")]
    pub cmd: Option<String>,
    /// How long the command may take until it listens
    #[arg(long, value_name = "SECONDS",
          value_parser = clap::value_parser!(u32).range(1..=i64::from(READY_SECONDS_MAX)))]
    pub ready: Option<u32>,
}

impl Check {
    /// An answer that the pack holds is checked in place of the learner's.
    pub fn is_of_the_pack(&self) -> bool {
        self.solution || self.also.is_some() || self.wrong.is_some()
    }
}

#[derive(clap::Args, Debug)]
pub struct Send {
    /// The requests; `-` is standard input
    pub file: PathBuf,
    /// The environment of http-client.env.json and http-client.private.env.json beside the file
    #[arg(long, value_name = "NAME")]
    pub env: Option<String>,
    /// Where requests go that name no host, as localhost:3000
    #[arg(long, value_name = "URL")]
    pub base: Option<String>,
    /// Short for --base http://localhost:PORT
    #[arg(long, conflicts_with = "base", value_parser = clap::value_parser!(u16).range(1..))]
    pub port: Option<u16>,
    /// How long an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = ANSWER_SECONDS,
          value_parser = clap::value_parser!(u16).range(1..=ANSWER_SECONDS_MAX))]
    pub timeout: u16,
    /// One JSON object instead of text
    #[arg(long)]
    pub json: bool,
}

#[derive(clap::Args, Debug)]
pub struct PackTest {
    /// The pack's folder
    #[arg(default_value = ".")]
    pub folder: PathBuf,
    /// One JSON object instead of text
    #[arg(long)]
    pub json: bool,
    /// Only these lessons, exercises or modules, by their ids
    #[arg(long, value_name = "ID,ID", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Runs everything again, also what is unchanged since it was proved
    #[arg(long)]
    pub all: bool,
    /// Tests again whenever a file is saved, until Ctrl+C
    #[arg(long, conflicts_with = "json")]
    pub watch: bool,
    /// How many small mistakes are tried in each solution: a number (40 unless said), `all` or `none`
    #[arg(long, value_name = "HOW MANY", value_parser = mutants)]
    pub mutants: Option<Mutants>,
    /// Fails where the checks of an exercise see less than this part of them, in percent
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub bar: Option<u8>,
}

fn mutants(word: &str) -> Result<Mutants, String> {
    match word {
        "all" => Ok(Mutants::All),
        "none" | "0" => Ok(Mutants::None),
        number => match number.parse() {
            Ok(most) => Ok(Mutants::AtMost(most)),
            Err(_) => Err("a number, `all` or `none`".to_owned()),
        },
    }
}

#[derive(Subcommand, Debug)]
pub enum PackCommand {
    #[command(flatten)]
    Shelf(ShelfCommand),
    /// Makes a new pack that passes its own lint and test: one lesson, one exercise of each kind
    New {
        /// Where; absent or empty
        #[arg(default_value = ".")]
        folder: PathBuf,
        /// OWNER/NAME; without it the name is that of the folder
        #[arg(long, value_name = "OWNER/NAME")]
        id: Option<String>,
        /// Of each of these an exercise: js, http, sql, mongo, redis, quiz, attack, stack; or all
        #[arg(long, value_name = "KIND", value_delimiter = ',', default_value = "js")]
        kind: Vec<String>,
        /// Whose the pack is
        #[arg(long, value_name = "NAME")]
        author: Option<String>,
    },
    /// Prints the guide for authors: from nothing to a pack that others can install
    Guide,
    /// Shows a pack as learners see it, anew whenever you save, with what lint says; records nothing
    Preview {
        /// The pack's folder
        #[arg(default_value = ".")]
        folder: PathBuf,
    },
    /// Prints a JSON Schema of a pack's files, for editors: pack, lesson, exercise, glossary, facts, api, translation
    Schema {
        /// Without it the names are listed
        name: Option<String>,
        /// A page about every key instead
        #[arg(long, conflicts_with = "name")]
        markdown: bool,
    },
    /// Proves a pack: solutions pass, wrong answers fail as they should, checks see small mistakes,
    /// samples print what is told
    Test(PackTest),
    /// Tells how large a pack is, how long it takes, what it teaches and what was proved last
    Stats {
        /// The pack's folder
        #[arg(default_value = ".")]
        folder: PathBuf,
        /// One JSON object instead of text
        #[arg(long)]
        json: bool,
    },
    /// Makes the archive NAME-VERSION.tpack of a pack; a pack with errors gets none
    Build {
        /// The pack's folder
        #[arg(default_value = ".")]
        folder: PathBuf,
        /// Where the archive goes; without it into this folder
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Makes a pair of keys to sign archives with, in minisign's form
    Keygen {
        /// The secret key's file; the public key gets the same name with .pub
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// The secret key is not encrypted: whoever reads the file can sign
        #[arg(long)]
        no_password: bool,
    },
    /// Signs an archive: FILE.minisig is written beside it
    Sign {
        /// The archive, a .tpack file
        file: PathBuf,
        /// The secret key's file; without it the one that `keygen` made
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
    /// Keeps a registry: a folder that any web server can hand out, and learners add packs from
    Registry {
        #[command(subcommand)]
        command: RegistryCommand,
    },
    /// Opens an archive in memory, checks the signature beside it and says what is in it
    Verify {
        /// The archive, a .tpack file
        file: PathBuf,
        /// The public key that must have signed it, or its file
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
    },
    /// Looks at the files of a pack without running anything: form, words, order, what is missing
    Lint {
        /// The pack's folder
        #[arg(default_value = ".")]
        folder: PathBuf,
        /// One JSON object instead of text
        #[arg(long)]
        json: bool,
        /// Mends what cannot change what a file says, and keys that are clearly misspelt
        #[arg(long)]
        fix: bool,
        /// An earlier version, as learners have it, a folder or a .tpack: its ids must not vanish
        #[arg(long, value_name = "OLD")]
        against: Option<PathBuf>,
    },
}

#[derive(Subcommand, Debug)]
pub enum RegistryCommand {
    /// Adds archives with the signatures beside them; a version that is there never changes
    Add {
        /// The registry's folder; it is made where there is none
        folder: PathBuf,
        /// The archives, .tpack files
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Withdraws a version: it is offered to nobody any more, and stays for those who name it
    Yank {
        /// The registry's folder
        folder: PathBuf,
        /// The pack, as owner/name
        id: String,
        version: String,
        /// One line that tells why
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
        /// Offers it again
        #[arg(long, conflicts_with = "why")]
        undo: bool,
    },
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_definition_holds_together() {
        super::Arguments::command().debug_assert();
    }
}
