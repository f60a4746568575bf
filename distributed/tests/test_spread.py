"""Promise: a sweep spread over workers has the bytes of one machine, whoever dies in the middle.

    python -m pytest distributed/tests

The program is that of `MUTUALISE`, else the last one built, else the one on the PATH.
"""

import contextlib
import os
import pathlib
import shutil
import signal
import stat
import subprocess
import sys
import time

import pytest

HERE = pathlib.Path(__file__).parent
SPREAD = HERE.parent / "spread.py"
SWEEP = HERE / "sweep.toml"
SMALL = ["--points", "8", "--replications", "4"]

sys.path.insert(0, str(HERE.parent))
import shards  # noqa: E402


def find_program():
    """The program that is tested."""
    built = [HERE.parents[1] / "target" / kind / "mutualise" for kind in ("release", "debug")]
    built = sorted((path for path in built if path.exists()), key=lambda path: -path.stat().st_mtime)
    places = [os.environ.get("MUTUALISE"), *map(str, built), shutil.which("mutualise")]
    return next((place for place in places if place), None)


PROGRAM = find_program()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no mutualise: cargo build, or name it in MUTUALISE")


def alone(folder, options):
    """The bytes of one machine."""
    command = [PROGRAM, "sweep", str(SWEEP), "--out", str(folder), "--quiet", *options]
    subprocess.run(command, check=True, capture_output=True)
    return (folder / "indicators.parquet").read_bytes()


def spreading(folder, *more, program=PROGRAM):
    """The driver, started."""
    command = [sys.executable, str(SPREAD), str(SWEEP), "--out", str(folder), "--program", str(program), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(driver):
    """Its exit status, what it said, and how it went."""
    said, went = driver.communicate(timeout=300)
    return driver.returncode, said, went


def merged(folder):
    """The bytes of the whole."""
    return (folder / "whole" / "indicators.parquet").read_bytes()


def until(true, seconds=120):
    """Waits for something to become true, and returns it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = true()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("waited in vain")


def running(folder):
    """The programs that write to a folder."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        # a process may end while it is looked at
        with contextlib.suppress(OSError):
            if str(folder).encode() in path.read_bytes().split(b"\0"):
                found.append(path)
    return found


@pytest.fixture(name="cluster")
def start_cluster(tmp_path):
    """A scheduler and two workers without a nurse: who is killed stays dead."""
    file = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    local = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file)]
    started = [subprocess.Popen([*dask, "scheduler", "--port", "0", *local], **quiet)]
    until(file.exists)
    work = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny"]
    workers = [subprocess.Popen([*dask, "worker", *work], **quiet) for _ in range(2)]
    yield file, workers
    for process in [*workers, *started]:
        process.kill()
        process.wait()


def test_a_worker_killed_in_the_middle_leaves_no_trace_in_the_bytes(tmp_path, cluster):
    file, (victim, _) = cluster
    options = ["--points", "64"]
    expected = alone(tmp_path / "alone", options)
    far = tmp_path / "far"
    driver = spreading(far, "--on", str(file), "--shards", "8", *options)
    # in the middle: a shard is done, and the victim has computed a part of another
    until(lambda: list(far.glob("shard-*")))
    begun = until(lambda: list(far.glob(f"unfinished/*-{victim.pid}-*/shard-*/parts/*.parquet")))[0].parents[1]
    assert not sys.platform.startswith("linux") or running(begun)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    assert not (far / begun.name).exists(), "the victim's shard was done already"
    lost = sorted(path.name for path in begun.joinpath("parts").iterdir())
    assert 0 < len(lost) < 8, "the victim was not in the middle"
    # the program dies with its worker, where the machine knows how to
    if shutil.which("setpriv"):
        until(lambda: not running(begun), seconds=10)
    status, said, went = ended(driver)
    assert status == 0, went
    assert "workers: 1 (were 2)" in went
    assert str(far / "whole") in said
    assert merged(far) == expected
    assert sorted(path.name for path in far.iterdir()) == [f"shard-{n:04d}" for n in range(1, 9)] + ["whole"]


def test_one_command_starts_two_workers_and_finds_done_what_is_done(tmp_path):
    expected = alone(tmp_path / "alone", SMALL)
    far = tmp_path / "far"
    status, said, went = ended(spreading(far, "--workers", "2", "--shards", "3", *SMALL))
    assert status == 0, went
    assert "workers: 2" in went
    assert merged(far) == expected
    parts = {path: path.stat().st_mtime_ns for path in far.rglob("parts/*.parquet")}
    assert len(parts) == 4, "two blocks, in their shard and in the whole"
    status, again, went = ended(spreading(far, "--shards", "3", *SMALL))
    assert (status, again.splitlines()[-1]) == (0, said.splitlines()[-1]), went
    assert parts == {path: path.stat().st_mtime_ns for path in far.rglob("parts/*.parquet")}
    # what is lost is computed again, and nothing else
    shutil.rmtree(far / "shard-0002")
    shutil.rmtree(far / "whole")
    status, _, went = ended(spreading(far, "--shards", "3", *SMALL))
    assert status == 0, went
    assert merged(far) == expected
    again = {path for path, when in parts.items() if path.stat().st_mtime_ns != when}
    assert {path.relative_to(far).parts[0] for path in again} == {"shard-0002", "whole"}
    # what is there is of another sweep
    status, said, went = ended(spreading(far, "--shards", "3", "--points", "4", "--replications", "4"))
    assert (status, said) == (2, "")
    assert "has 8 points, here 4 are asked for" in went


def test_a_shard_computed_twice_gives_the_same_bytes(tmp_path):
    sweep = {"program": PROGRAM, "file": str(SWEEP), "options": SMALL, "shards": 2, "threads": 1}
    made = []
    for name, threads in (("one", 1), ("two", 2)):
        answer = shards.compute({**sweep, "folder": str(tmp_path / name), "threads": threads}, 1)
        assert answer[0] == 0, answer
        made.append(sorted((tmp_path / name / "shard-0001" / "parts").iterdir()))
    assert made[0] and [path.name for path in made[0]] == [path.name for path in made[1]]
    assert all(one.read_bytes() == two.read_bytes() for one, two in zip(*made))
    # a slower worker that made the same finds the place taken, and lets it be
    late = shards.beside(tmp_path / "two", "shard-0001")
    shutil.copytree(tmp_path / "one" / "shard-0001", late)
    shards.settle(late, tmp_path / "two" / "shard-0001")
    assert not late.exists()
    # one that made something else is found out
    late = shards.beside(tmp_path / "two", "shard-0001")
    shutil.copytree(tmp_path / "one" / "shard-0001", late)
    next((late / "parts").iterdir()).write_bytes(b"other")
    with pytest.raises(RuntimeError, match="other bytes"):
        shards.settle(late, tmp_path / "two" / "shard-0001")


def wrapped(tmp_path, body):
    """A program that does something first."""
    path = tmp_path / "wrapped"
    path.write_text(f'#!/bin/sh\n{body}\nexec "{PROGRAM}" "$@"\n', encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_a_program_that_is_killed_is_started_again_and_one_that_always_is_is_given_up(tmp_path):
    expected = alone(tmp_path / "alone", SMALL)
    once = wrapped(tmp_path, f'if mkdir "{tmp_path}/mark" 2> /dev/null; then kill -KILL $$; fi')
    status, _, went = ended(spreading(tmp_path / "far", "--shards", "2", *SMALL, program=once))
    assert status == 0, went
    assert "ended with -9 (1 of 5), once more" in went
    assert merged(tmp_path / "far") == expected
    always = wrapped(tmp_path, "echo no memory >&2; kill -KILL $$")
    status, said, went = ended(spreading(tmp_path / "lost", "--shards", "2", "--tries", "2", *SMALL, program=always))
    assert (status, said) == (3, "")
    assert went.rstrip().endswith("no memory")
    assert not list((tmp_path / "lost").glob("shard-*")) and not (tmp_path / "lost" / "whole").exists()


def test_a_cluster_without_workers_is_given_up_after_some_patience(tmp_path, cluster):
    file, workers = cluster
    for worker in workers:
        worker.kill()
        worker.wait()
    status, _, went = ended(spreading(tmp_path / "far", "--on", str(file), "--patience", "1", *SMALL))
    assert status == 3
    assert "no worker for 1 s" in went


def test_an_interrupted_driver_says_so_and_the_same_command_goes_on(tmp_path, cluster):
    file, _ = cluster
    expected = alone(tmp_path / "alone", SMALL)
    far = tmp_path / "far"
    slow = wrapped(tmp_path, "sleep 0.5")
    more = ["--on", str(file), "--shards", "6", *SMALL]
    driver = spreading(far, *more, program=slow)
    until(lambda: list(far.glob("shard-*")))
    driver.send_signal(signal.SIGINT)
    status, said, went = ended(driver)
    assert (status, said) == (130, "")
    assert "the same command goes on" in went
    assert not (far / "whole").exists()
    status, _, went = ended(spreading(far, *more))
    assert status == 0, went
    assert merged(far) == expected
