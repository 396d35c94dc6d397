//! The commands for lesson packs: those of learners, who install them, and those of authors.

mod archive;
mod author;
mod bar;
mod key;
mod lint;
mod password;
mod registry;
mod shelf;
mod sign;
mod stats;
mod summary;
mod test;

use crate::cli::{
    Ended, Failed,
    arguments::PackCommand,
    screens,
    standing::{self, Standing},
};

/// `language`: the one that was asked for.
pub fn perform(command: &PackCommand, language: Option<&str>) -> Result<Ended, Failed> {
    match command {
        PackCommand::Shelf(command) => shelf::perform(command),
        PackCommand::New { folder, id, kind, author: by } => {
            author::new(folder, id.as_deref(), kind, by.as_deref())
        }
        PackCommand::Guide => author::guide(),
        PackCommand::Preview { folder } => {
            let standing = Standing::preview(folder, standing::machine())?.in_language(language);
            screens::preview(standing.tutor, &standing.settings, folder)
        }
        PackCommand::Schema { name, markdown } => author::schema(name.as_deref(), *markdown),
        PackCommand::Test(asked) => test::test(&standing::machine(), asked),
        PackCommand::Stats { folder, json } => stats::stats(folder, *json),
        PackCommand::Lint { folder, json, fix, against } => {
            let fixed = if *fix { Some(lint::fix(folder)?) } else { None };
            lint::lint(folder, against.as_deref(), fixed.as_deref(), *json)
        }
        PackCommand::Build { folder, out } => archive::build(folder, out.as_deref()),
        PackCommand::Keygen { out, no_password } => sign::keygen(out.clone(), *no_password),
        PackCommand::Sign { file, key } => sign::sign(file, key.clone()),
        PackCommand::Registry { command } => registry::keep(command),
        PackCommand::Verify { file, key } => archive::verify(file, key.as_deref()),
    }
}
