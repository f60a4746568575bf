//! A disk that is full, a file that may not grow, a folder that may not be written.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{JOURNAL, assert_same, comparison, done, ended, home, mutualise, not_tried, undisturbed};

const REPLICATIONS: u32 = 60;

/// A shell that sets its limits, then becomes the comparison.
fn in_shell(home: &Path, limits: &str, more: &[&str]) -> (Option<i32>, String) {
    let plain = comparison(home, REPLICATIONS, more);
    let words: Vec<_> = std::iter::once(plain.get_program()).chain(plain.get_args()).collect();
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("{limits}; exec \"$@\"")).arg("sh").args(words).current_dir(home);
    for variable in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        shell.env_remove(variable);
    }
    done(shell.stdout(Stdio::piped()).stderr(Stdio::piped()))
}

#[test]
fn a_disk_that_is_full_when_results_are_written_loses_nothing_computed() {
    let expected = undisturbed(REPLICATIONS);
    for name in ["indicators.parquet", "monthly.parquet", "comparison.csv", "run.json", "charts/cost.svg"] {
        let home = home();
        let run = home.path().join("run");
        // the device on which every write fails for want of room stands where the file is going to be written
        fs::create_dir_all(run.join("charts")).unwrap();
        symlink("/dev/full", run.join(format!("{name}.part"))).unwrap();
        let (status, said) = done(&mut comparison(home.path(), REPLICATIONS, &[]));
        assert_eq!(status, Some(2), "{name}: {said}");
        assert!(said.contains("no space left on the disk") && said.contains("--resume"), "{name}: {said}");
        assert!(!run.join("run.json").exists(), "{name}: a record of what is not whole");
        let _ = fs::remove_file(run.join(format!("{name}.part")));
        let (status, said) = done(&mut comparison(home.path(), REPLICATIONS, &["--resume"]));
        assert_eq!(status, Some(0), "{name}: {said}");
        assert_same(&run, &expected, name);
    }
}

/// A redirection to a full disk is no success; a reader that stops reading is none of the program's business.
#[test]
fn results_that_standard_output_does_not_take_are_a_fault() {
    let home = home();
    let facts = "id,fact,unit,value,low,high,source\nunemployment_rate,a,%,8,0,100,b\n";
    fs::write(home.path().join("facts.csv"), facts).unwrap();
    fs::write(home.path().join("free.csv"), "path,low,high\nmobility.personal_quit,,\n").unwrap();
    let calibrate = "calibrate tiny.toml --targets facts.csv --free free.csv --candidates 4 --generations 1 --replications 2";
    for line in [
        "compare tiny.toml --replications 3 --out run",
        "validate tiny.toml --replications 2 --targets facts.csv --json",
        "cost --gross 2500",
        calibrate,
        "scenario list",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let (status, said) = done(mutualise(home.path(), &words).stdout(full).stderr(Stdio::piped()));
        assert_eq!(status, Some(2), "{line}: {said}");
        assert!(said.contains("standard output") && said.contains("remedy"), "{line}: {said}");
    }
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let (status, said) =
        done(mutualise(home.path(), &["cost", "--gross", "2500"]).stdout(writer).stderr(Stdio::piped()));
    assert_eq!((status, &*said), (Some(0), ""));
}

#[test]
fn a_journal_that_may_not_grow_keeps_what_it_holds() {
    let expected = undisturbed(REPLICATIONS);
    let home = home();
    let run = home.path().join("run");
    let (status, said) = in_shell(home.path(), "trap '' XFSZ; ulimit -f 100", &[]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains(JOURNAL) && said.contains("--resume"), "{said}");
    assert!(fs::metadata(run.join(JOURNAL)).unwrap().len() > 20_000);
    let (status, said) = done(&mut comparison(home.path(), REPLICATIONS, &["--resume"]));
    assert_eq!(status, Some(0), "{said}");
    assert_same(&run, &expected, "a limit on files");
}

/// Needs the right to mount in a space of its own, which some machines refuse: what is refused is said.
#[test]
fn a_small_disk_that_fills_up_is_told_and_a_larger_one_goes_on() {
    let expected = undisturbed(REPLICATIONS);
    let home = home();
    fs::create_dir(home.path().join("disk")).unwrap();
    let program = assert_cmd::cargo::cargo_bin!("mutualise").display().to_string();
    let run = format!("{program} compare tiny.toml --quiet --out disk/run --replications {REPLICATIONS}");
    let script = format!(
        "mount -t tmpfs -o size=120k none disk || exit 77
         {run}; echo first $? >&2
         mount -o remount,size=20m disk || exit 77
         {run} --resume; echo second $? >&2
         cp -r disk/run run"
    );
    let mut shell = Command::new("unshare");
    shell.args(["--mount", "--map-root-user", "sh", "-c", &script]).current_dir(home.path());
    shell.env("LANG", "C").env_remove("LC_ALL").stdout(Stdio::null()).stderr(Stdio::piped());
    let Ok(output) = shell.output() else { return not_tried("tmpfs", "there is no `unshare`") };
    if output.status.code() != Some(0) && !String::from_utf8_lossy(&output.stderr).contains("first") {
        return not_tried("tmpfs", "this machine lets nobody mount a small disk");
    }
    let (_, said) = ended(output);
    assert!(said.contains("first 2") && said.contains("no space left on the disk"), "{said}");
    assert!(said.contains("second 0"), "{said}");
    assert_same(&home.path().join("run"), &expected, "a small disk");
}

#[test]
fn a_read_only_folder_is_told_before_anything_is_computed() {
    let home = home();
    let run = home.path().join("run");
    fs::create_dir(&run).unwrap();
    fs::set_permissions(&run, fs::Permissions::from_mode(0o555)).unwrap();
    let plain = comparison(home.path(), 1_000_000, &[]);
    let words: Vec<_> = std::iter::once(plain.get_program()).chain(plain.get_args()).collect();
    let mut command = if fs::write(run.join("probe"), "").is_ok() {
        // the administrator may write everywhere, unless that right is laid down first
        fs::remove_file(run.join("probe")).unwrap();
        let mut command = Command::new("setpriv");
        command.arg("--bounding-set=-dac_override,-dac_read_search").args(words);
        command
    } else {
        let mut command = Command::new(words[0]);
        command.args(&words[1..]);
        command
    };
    command.current_dir(home.path()).env("LC_ALL", "C").stdout(Stdio::piped()).stderr(Stdio::piped());
    let (status, said) = done(&mut command);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("read-only folder") && said.contains("--out"), "{said}");
    fs::set_permissions(&run, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(fs::read_dir(&run).unwrap().count(), 0);
}
