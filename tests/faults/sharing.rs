//! Two processes in one folder.

use std::fs;

use crate::{assert_same, comparison, done, ended, home, undisturbed, wait_for_journal};

#[test]
fn a_folder_in_use_is_refused_whatever_is_asked_and_the_first_run_is_not_disturbed() {
    let expected = undisturbed(300);
    let home = home();
    let run = home.path().join("run");
    let mut first = comparison(home.path(), 300, &["--threads", "1"]).spawn().unwrap();
    wait_for_journal(&mut first, &run, 20_000);
    for more in [&[][..], &["--resume"], &["--force"]] {
        let (status, said) = done(&mut comparison(home.path(), 300, more));
        assert_eq!(status, Some(2), "{more:?}: {said}");
        assert!(
            said.contains(&format!("process {}", first.id())) && said.contains("--out"),
            "{more:?}: {said}"
        );
    }
    assert_eq!(first.try_wait().unwrap(), None, "too short a run to be disturbed");
    let (status, said) = ended(first.wait_with_output().unwrap());
    assert_eq!(status, Some(0), "{said}");
    assert_same(&run, &expected, "disturbed by three others");
}

#[test]
fn of_several_started_at_once_one_runs_and_the_others_are_refused() {
    let expected = undisturbed(60);
    let home = home();
    let children: Vec<_> = (0..5).map(|_| comparison(home.path(), 60, &[]).spawn().unwrap()).collect();
    let ends: Vec<_> = children.into_iter().map(|child| ended(child.wait_with_output().unwrap())).collect();
    let done = ends.iter().filter(|(status, _)| *status == Some(0)).count();
    assert_eq!(done, 1, "{ends:?}");
    assert!(ends.iter().all(|(status, _)| matches!(status, Some(0 | 2))), "{ends:?}");
    assert_same(&home.path().join("run"), &expected, "five at once");
}

#[test]
fn runs_without_a_name_started_at_once_get_a_folder_each() {
    let home = home();
    let start = |_| {
        let mut command =
            crate::mutualise(home.path(), &["compare", "tiny.toml", "--quiet", "--replications", "3"]);
        command.stdout(std::process::Stdio::null()).spawn().unwrap()
    };
    let children: Vec<_> = (0..4).map(start).collect();
    assert!(children.into_iter().all(|mut child| child.wait().unwrap().success()));
    assert_eq!(fs::read_dir(home.path().join("output")).unwrap().count(), 4);
}
