//! The real Node and the npm packages that stand beside the lab, installed into the target folder.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Where they are.
pub struct Peers {
    /// With `node_modules` and the programs of `benches/peers`.
    pub folder: PathBuf,
    pub node: PathBuf,
}

/// Installs what `benches/peers/package.json` pins; says why not where that fails.
pub fn installed() -> Option<Peers> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers");
    fs::create_dir_all(&folder).expect("a folder for the peers");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers");
    for file in fs::read_dir(source).expect("the peers").flatten() {
        fs::copy(file.path(), folder.join(file.file_name())).expect("a copy");
    }
    let installed = Command::new("npm")
        .args(["install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(&folder)
        .status();
    if !installed.is_ok_and(|status| status.success()) {
        println!("npm is not there or installs nothing: nothing of Node to compare with");
        return None;
    }
    let node = ["x64", "arm64"]
        .map(|machine| folder.join(format!("node_modules/node-linux-{machine}/bin/node")))
        .into_iter()
        .find(|node| node.is_file());
    if node.is_none() {
        println!("npm has no Node for this machine: nothing of Node to compare with");
    }
    node.map(|node| Peers { folder, node })
}
