//! What can be typed after `backlab pack` by who learns from packs.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Subcommand, Debug)]
pub enum ShelfCommand {
    /// Shows what a pack is and where it comes from, asks, and installs it
    Add(Add),
    /// Lists the packs that are installed
    List {
        /// One JSON object instead of text
        #[arg(long)]
        json: bool,
    },
    /// Looks for newer versions where packs came from, asks, and installs them
    Update {
        /// Only this pack
        id: Option<String>,
        /// Do not ask
        #[arg(long, short)]
        yes: bool,
    },
    /// Removes a pack; your progress and your files are kept
    Remove {
        id: String,
        /// Do not ask
        #[arg(long, short)]
        yes: bool,
    },
    /// Says whose signature a pack must have, or allows it one step back
    Trust(Trust),
    /// Writes the installed packs to a file, so that a class gets identical bytes
    Lock {
        #[arg(default_value = crate::pack::shelf::locked::LOCK_FILE)]
        file: PathBuf,
    },
}

#[derive(Args, Debug)]
pub struct Add {
    /// A folder, a .tpack file, an https address, or with --registry owner/name or owner/name@version
    #[arg(required_unless_present = "locked")]
    pub source: Option<String>,
    /// A static registry: its https address, or its folder
    #[arg(long, value_name = "URL|DIR")]
    pub registry: Option<String>,
    /// The packs of this packs.lock, byte for byte
    #[arg(long, value_name = "FILE", conflicts_with = "source")]
    pub locked: Option<PathBuf>,
    /// Do not ask
    #[arg(long, short)]
    pub yes: bool,
}

#[derive(Args, Debug)]
#[group(required = true, multiple = true)]
pub struct TrustWhat {
    /// The minisign public key that signs the pack from now on
    #[arg(long, value_name = "KEY")]
    pub key: Option<String>,
    /// The pack may come without a signature
    #[arg(long, conflicts_with = "key")]
    pub unsigned: bool,
    /// The next install may be an older version, once
    #[arg(long)]
    pub allow_downgrade: bool,
}

#[derive(Args, Debug)]
pub struct Trust {
    /// The pack, as owner/name; it need not be installed
    pub id: String,
    #[command(flatten)]
    pub what: TrustWhat,
}
