"""Promise: on Slurm, through dask-jobqueue, a worker's job that is killed is followed by another, and the bytes are
those of one machine.

    distributed/tests/slurm-on-loopback.sh python -m pytest distributed/tests/test_slurm.py
"""

import shutil
import subprocess

import pytest
from test_spread import PROGRAM, alone, ended, merged, spreading, until

pytest.importorskip("dask_jobqueue")


def squeue(*more):
    """What Slurm has to do."""
    return subprocess.run(["squeue", "--noheader", *more], capture_output=True, text=True, check=False)


pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason="no mutualise: cargo build, or name it in MUTUALISE"),
    pytest.mark.skipif(
        shutil.which("squeue") is None or squeue().returncode != 0,
        reason="no Slurm here: distributed/tests/slurm-on-loopback.sh starts one",
    ),
]


def running():
    """The jobs that run."""
    return squeue("--states=RUNNING", "--format=%A").stdout.split()


def test_a_job_killed_in_the_middle_is_followed_by_another_and_leaves_no_trace(tmp_path):
    options = ["--points", "64"]
    expected = alone(tmp_path / "alone", options)
    settings = tmp_path / "slurm.yaml"
    settings.write_text(
        f"memory: 1GB\nwalltime: '00:10:00'\ninterface: lo\nlog_directory: {tmp_path}/logs\nqueue: short\n",
        encoding="utf-8",
    )
    far = tmp_path / "far"
    more = ["--on", "slurm", "--cluster", str(settings), "--workers", "2", "--shards", "8"]
    driver = spreading(far, *more, *options)
    until(lambda: len(running()) == 2)
    until(lambda: list(far.glob("shard-*")))
    until(lambda: list(far.glob("unfinished/*/shard-*/parts/*.parquet")))
    victim = running()[0]
    subprocess.run(["scancel", "--signal=KILL", victim], check=True)
    status, _, went = ended(driver)
    print(went)
    assert status == 0, went
    assert "workers: 1 (were 2)" in went and "workers: 2 (were 1)" in went
    assert merged(far) == expected
    until(lambda: not squeue().stdout.strip())
