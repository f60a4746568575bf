//! Tells the program which commit it is built from, where that can be read: no git is needed, and none is missed.
//!
//! Only a release build is told: while a program is being changed, its commit says little, and each new one would
//! build everything again. `MUTUALISE_COMMIT` in the environment stands for what is read here.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

const VARIABLE: &str = "MUTUALISE_COMMIT";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    let release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if !release || env::var_os(VARIABLE).is_some() {
        return;
    }
    let Some(head) = env::var_os("CARGO_MANIFEST_DIR").and_then(|root| head(Path::new(&root))) else {
        return;
    };
    head.watched.iter().for_each(|path| println!("cargo::rerun-if-changed={}", path.display()));
    println!("cargo::rustc-env={VARIABLE}={}", head.commit);
}

/// Where a work tree stands.
#[derive(Debug)]
pub struct Head {
    /// The commit, in hexadecimal.
    pub commit: String,
    /// The files that change when it does.
    pub watched: Vec<PathBuf>,
}

/// The commit checked out in a folder; nothing in a package, in a copy without history, or before the first commit.
pub fn head(root: &Path) -> Option<Head> {
    let own = history(root)?;
    // a linked work tree has a head of its own and shares the branches
    let shared = read(&own.join("commondir")).map_or_else(|| own.clone(), |path| own.join(path));
    let says = read(&own.join("HEAD"))?;
    let mut watched = vec![own.join("HEAD"), own.join("logs").join("HEAD"), shared.join("packed-refs")];
    let commit = match says.strip_prefix("ref: ") {
        None => says,
        Some(branch) => {
            let loose = shared.join(branch);
            watched.push(loose.clone());
            read(&loose).or_else(|| packed(&shared.join("packed-refs"), branch))?
        }
    };
    watched.retain(|path| path.is_file());
    let is_commit = commit.len() >= 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_commit.then_some(Head { commit, watched })
}

/// The folder of the history: `.git`, or the one that a file of this name points to.
fn history(root: &Path) -> Option<PathBuf> {
    let place = root.join(".git");
    if place.is_dir() {
        return Some(place);
    }
    Some(root.join(read(&place)?.strip_prefix("gitdir: ")?))
}

/// The commit of a branch in the list of those that are packed together.
fn packed(list: &Path, branch: &str) -> Option<String> {
    let text = read(list)?;
    let commit =
        |line: &str| line.split_once(' ').filter(|(_, name)| *name == branch).map(|(id, _)| id.to_owned());
    text.lines().find_map(commit)
}

fn read(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok().map(|text| text.trim_end().to_owned())
}
