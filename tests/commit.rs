//! Promise: a release build knows the commit it was made from, and any build succeeds where there is none.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;

use tempfile::{TempDir, tempdir};

#[allow(dead_code, reason = "cargo runs its main function")]
#[path = "../build.rs"]
mod build;

const ONE: &str = "1111111111111111111111111111111111111111";
const TWO: &str = "2222222222222222222222222222222222222222";

/// A folder with these files.
fn tree(files: &[(&str, &str)]) -> TempDir {
    let home = tempdir().unwrap();
    for (path, text) in files {
        let path = home.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    home
}

fn commit(root: &Path) -> Option<String> {
    build::head(root).map(|head| head.commit)
}

#[test]
fn the_commit_is_read_from_a_branch_a_packed_branch_or_a_detached_head() {
    let loose = format!("{ONE}\n");
    let packed = format!(
        "# pack-refs with: peeled fully-peeled sorted\n{TWO} refs/heads/main-2\n{ONE} refs/heads/main\n"
    );
    let on_main = (".git/HEAD", "ref: refs/heads/main\n");
    for files in [
        &[on_main, (".git/refs/heads/main", loose.as_str())][..],
        &[on_main, (".git/packed-refs", packed.as_str())],
        &[(".git/HEAD", loose.as_str())],
    ] {
        assert_eq!(commit(tree(files).path()).as_deref(), Some(ONE), "{files:?}");
    }
    // a loose branch is newer than the packed one of its name
    let newer = tree(&[on_main, (".git/refs/heads/main", TWO), (".git/packed-refs", &packed)]);
    assert_eq!(commit(newer.path()).as_deref(), Some(TWO));
}

#[test]
fn a_linked_work_tree_has_its_own_head_and_the_common_branches() {
    let home = tree(&[
        ("main/.git/HEAD", "ref: refs/heads/main\n"),
        ("main/.git/refs/heads/main", ONE),
        ("main/.git/refs/heads/side", TWO),
        ("main/.git/worktrees/side/HEAD", "ref: refs/heads/side\n"),
        ("main/.git/worktrees/side/commondir", "../..\n"),
        ("side/.git", "gitdir: ../main/.git/worktrees/side\n"),
    ]);
    let head = build::head(&home.path().join("side")).unwrap();
    assert_eq!(head.commit, TWO);
    assert!(head.watched.iter().all(|path| path.is_file()), "cargo builds for ever what it cannot find");
    assert!(head.watched.iter().any(|path| path.ends_with("refs/heads/side")));
}

#[test]
fn without_history_or_with_a_damaged_one_there_is_no_commit_and_no_failure() {
    let on_main = (".git/HEAD", "ref: refs/heads/main\n");
    for files in [
        &[("Cargo.toml", "")][..],
        &[on_main],
        &[on_main, (".git/refs/heads/main", "not a commit")],
        &[(".git/HEAD", "")],
        &[(".git", "gitdir: nowhere")],
        &[(".git", "noise")],
    ] {
        assert_eq!(commit(tree(files).path()), None, "{files:?}");
    }
}
