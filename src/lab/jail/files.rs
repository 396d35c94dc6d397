//! Walls around files and ports (Landlock): the run's folder, and nothing else.

use std::path::Path;

use landlock::{
    ABI, Access, AccessFs, AccessNet, LandlockStatus, PathBeneath, PathFd, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetError, Scope,
};

/// The newest walls that are asked for; an older kernel raises those that it has.
const NEWEST: ABI = ABI::V6;

/// Lets this thread, and those that it starts, open nothing but what is in `folder`, where they
/// may read, write, make and remove files and folders. No port can be bound or reached, and no
/// process outside be sent a signal, where the kernel knows how.
///
/// Gives the version of the kernel's walls (`landlock(7)`: 1 files, 2 moving between folders, 3
/// truncating, 4 ports, 5 devices, 6 signals and abstract sockets); 0 where it has none.
///
/// A folder that cannot be opened stays closed.
///
/// # Errors
/// What kept the kernel from raising walls that it has.
pub fn wall_off(folder: Option<&Path>) -> Result<u8, RulesetError> {
    let rules = Ruleset::default()
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?;
    let rules = match folder.map(PathFd::new) {
        Some(Ok(folder)) => rules.add_rule(PathBeneath::new(folder, in_the_folder()))?,
        // What cannot be opened now cannot be opened later.
        Some(Err(_)) | None => rules,
    };
    let status = rules.restrict_self()?;
    Ok(match status.landlock {
        LandlockStatus::Available { effective_abi, .. } => effective_abi as u8,
        LandlockStatus::NotEnabled | LandlockStatus::NotImplemented => 0,
    })
}

/// No links, devices, sockets and pipes are made there, and nothing in it is run.
fn in_the_folder() -> landlock::BitFlags<AccessFs> {
    AccessFs::ReadFile
        | AccessFs::ReadDir
        | AccessFs::WriteFile
        | AccessFs::Truncate
        | AccessFs::MakeReg
        | AccessFs::MakeDir
        | AccessFs::RemoveFile
        | AccessFs::RemoveDir
        | AccessFs::Refer
}
