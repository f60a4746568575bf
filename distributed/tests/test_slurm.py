"""Promise: on Slurm, through dask-jobqueue, a worker's job that is killed is followed by another, and the bytes are
those of one machine.

    distributed/tests/slurm-on-loopback.sh python -m pytest distributed/tests/test_slurm.py
"""

import shutil
import subprocess

import pytest
from test_spread import PROGRAM, alone, ended, merged, spreading, until, wrapped

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


def workers_in(folder):
    """Who has begun a shard and not ended it: what a folder in `unfinished` is named after."""
    return {path.name.rsplit("-", 1)[0] for path in folder.glob("unfinished/*")}


def test_a_job_killed_in_the_middle_is_followed_by_another_and_leaves_no_trace(tmp_path):
    options = ["--points", "64"]
    expected = alone(tmp_path / "alone", options)
    settings = tmp_path / "slurm.yaml"
    settings.write_text(
        f"memory: 1GB\nwalltime: '00:10:00'\ninterface: lo\nlog_directory: {tmp_path}/logs\nqueue: short\n",
        encoding="utf-8",
    )
    # no shard begins while there is a hold: the sweep shall not end before the job that follows has come
    hold = tmp_path / "hold"
    program = wrapped(tmp_path, f'while [ -e "{hold}" ]; do sleep 0.1; done')
    far = tmp_path / "far"
    more = ["--on", "slurm", "--cluster", str(settings), "--workers", "2", "--shards", "8"]
    driver = spreading(far, *more, *options, program=program)
    until(lambda: len(workers_in(far)) == 2)
    until(lambda: list(far.glob("shard-*")))
    until(lambda: list(far.glob("unfinished/*/shard-*/parts/*.parquet")))
    first, victim = workers_in(far), running()[0]
    hold.touch()
    subprocess.run(["scancel", "--signal=KILL", victim], check=True)
    until(lambda: workers_in(far) - first)
    assert victim not in running()
    hold.unlink()
    status, _, went = ended(driver)
    assert status == 0, went
    assert "workers: 1 (were 2)" in went and "workers: 2 (were 1)" in went
    assert merged(far) == expected
    until(lambda: not squeue().stdout.strip())
