"""What a worker does: one shard of a sweep, or the merge of all.

Both write beside and rename, so that a folder that bears its name is whole, whoever dies when. A shard computed twice
has the same results: the first to be renamed stays, and the other is compared with it.

An answer is the program's exit status, the seconds it took, and its words.
"""

import filecmp
import os
import pathlib
import shutil
import socket
import subprocess
import time
import uuid

# `mutualise` ends with 1 when replications failed: they are kept and counted, and the results are whole
WHOLE = (0, 1)
# and with 2 when it was asked something wrong, which no other worker can do better
REFUSED = 2


def run(command):
    """Runs the program and keeps its answer."""
    began = time.monotonic()
    # a worker that is killed takes the program with it, where the machine knows how to
    leash = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
    ended = subprocess.run([*leash, *map(str, command)], capture_output=True, text=True, check=False)
    said = ended.stdout if ended.returncode in WHOLE else ended.stderr
    return ended.returncode, time.monotonic() - began, said.strip()


def beside(folder, name):
    """A folder that no other worker, and no other try, can have."""
    place = folder / "unfinished" / f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    place.mkdir(parents=True)
    return place / name


def settle(made, place):
    """Gives what was made its name, unless another worker was faster."""
    try:
        os.rename(made, place)
    except OSError:
        if not place.exists():
            raise
        for path in sorted((made / "parts").iterdir()):
            if not filecmp.cmp(path, place / "parts" / path.name, shallow=False):
                raise RuntimeError(f"{path.name} of {place} has other bytes when computed again") from None
    shutil.rmtree(made.parent, ignore_errors=True)


def made_at(place, command):
    """Runs a command that takes `--out`, and gives what it made its place."""
    made = beside(place.parent, place.name)
    status, seconds, said = run([*command, "--out", made])
    if status in WHOLE:
        settle(made, place)
    return status, seconds, said.replace(str(made), str(place))


def sweeping(sweep):
    """The command of the whole sweep, but for its folder."""
    return [sweep["program"], "sweep", sweep["file"], *sweep["options"], "--quiet"]


def compute(sweep, number):
    """Computes a shard, or finds it done."""
    place = pathlib.Path(sweep["folder"]) / f"shard-{number:04d}"
    command = [*sweeping(sweep), "--shard", f"{number}/{sweep['shards']}", "--threads", sweep["threads"]]
    if place.exists():
        # whole already; the program still refuses it if it is of another sweep
        return run([*command, "--out", place, "--resume"])
    return made_at(place, command)


def merge(sweep):
    """Joins the shards, or finds them joined."""
    folder = pathlib.Path(sweep["folder"])
    whole = folder / "whole"
    if whole.exists():
        return run([*sweeping(sweep), "--out", whole, "--resume"])
    shards = [folder / f"shard-{number:04d}" for number in range(1, sweep["shards"] + 1)]
    answer = made_at(whole, [sweep["program"], "merge", *shards])
    # what killed workers left behind
    shutil.rmtree(folder / "unfinished", ignore_errors=True)
    return answer
