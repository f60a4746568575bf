//! The file that hands a sweep in to Slurm.

use std::fs;

use assert_cmd::Command;

use crate::{ended, home, mutualise, results};

/// Stands for Slurm: does each task of an array at once, in the folder it is handed in from, and what waits for it.
const SBATCH: &str = r#"#!/bin/bash
set -eu
echo "$*" >> asked
file=${!#}
case $* in
  *--dependency=*) cat > merge.sh; PATH=$HERE:$PATH bash merge.sh > merge.log ;;
  *) last=$(sed -n 's/^#SBATCH --array=1-//p' "$file")
     for task in $(seq "$last"); do SLURM_ARRAY_TASK_ID=$task bash "$file" >> tasks.log; done ;;
esac
echo '7;here'
"#;

#[cfg(unix)]
#[test]
fn a_slurm_file_hands_in_the_shards_and_their_merge_to_the_bytes_of_one_machine() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = home();
    let (status, _, err) = ended(&mut mutualise(home.path(), &["sweep", "s.toml", "--out", "alone"]));
    assert_eq!(status, 0, "{err}");
    let folder = "l'été à deux";
    let emit = ["sweep", "s.toml", "--emit", "slurm", "--shards", "5", "--out", folder];
    let (status, file, _) = ended(&mut mutualise(home.path(), &emit));
    assert_eq!(status, 0);
    for line in ["\n#SBATCH --array=1-5\n", "\n#SBATCH --job-name=s\n", "\n# Run by hand"] {
        assert!(file.contains(line), "{line} is missing in {file}");
    }
    fs::write(home.path().join("sbatch"), SBATCH).unwrap();
    fs::set_permissions(home.path().join("sbatch"), fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(home.path().join("spread.sbatch"), file).unwrap();
    let program = assert_cmd::cargo::cargo_bin("mutualise");
    let path = format!(
        "{}:{}:{}",
        home.path().display(),
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let hand_in = || {
        let mut bash = Command::new("bash");
        bash.current_dir(home.path()).env("PATH", &path).env("HERE", home.path());
        ended(bash.args(["spread.sbatch", "--partition=short"]))
    };
    let (status, jobs, err) = hand_in();
    assert_eq!((status, jobs.as_str()), (0, "7 7\n"), "{err}");
    let asked = fs::read_to_string(home.path().join("asked")).unwrap();
    let [array, merge] = asked.lines().collect::<Vec<_>>()[..] else { panic!("{asked}") };
    assert!(array.ends_with("--partition=short spread.sbatch"), "{array}");
    for option in ["--dependency=afterok:7 ", "--kill-on-invalid-dep=yes", "--partition=short"] {
        assert!(merge.contains(option), "{option} is missing in {merge}");
    }
    assert!(results(home.path(), &format!("{folder}/whole")) == results(home.path(), "alone"));
    // a shard that is lost is computed again, the others are found done
    let kept = fs::metadata(home.path().join(folder).join("shard-0001/parts/000000.parquet")).unwrap();
    fs::remove_dir_all(home.path().join(folder).join("shard-0003")).unwrap();
    fs::remove_dir_all(home.path().join(folder).join("whole")).unwrap();
    assert_eq!(hand_in().0, 0);
    let still = fs::metadata(home.path().join(folder).join("shard-0001/parts/000000.parquet")).unwrap();
    assert_eq!(kept.modified().unwrap(), still.modified().unwrap());
    assert!(results(home.path(), &format!("{folder}/whole")) == results(home.path(), "alone"));
}

#[test]
fn a_slurm_file_says_in_french_what_it_does() {
    let home = home();
    let emit = ["sweep", "s.toml", "--emit", "slurm", "--lang", "fr"];
    let (_, file, _) = ended(&mut mutualise(home.path(), &emit));
    assert!(file.contains("\n# Lancé à la main"), "{file}");
}
