"""Spreads a sweep over a Dask cluster, shard by shard, and merges them to the bytes of one machine.

    python distributed/spread.py SWEEP.toml --out output/far --workers 2

starts two workers on this machine. The file stands first; options that are not listed here go to `mutualise sweep`
(--points, --set ...). A worker that is lost costs the shards it was computing, which others compute again; running the
same command again computes what is missing. The file and the folder are paths on a disk that all workers see.
"""

import argparse
import contextlib
import os
import sys
import time

import cloudpickle
import dask
import yaml
from distributed import Client, LocalCluster, wait

import shards

# Neither a worker nor the scheduler need have these files: what is done travels with the task. Dask sends a function of
# a module by its name, even of a module registered so; a lambda it must send whole, and with it the module.
cloudpickle.register_pickle_by_value(shards)
COMPUTE = lambda sweep, number: shards.compute(sweep, number)  # noqa: E731
MERGE = lambda sweep: shards.merge(sweep)  # noqa: E731

ON = """where: `local`; `slurm`; `kubernetes`; the address of a scheduler (tcp://HOST:PORT); or its scheduler file"""


def arguments():
    """What is asked: ours, and the rest for `mutualise sweep`."""
    raw = argparse.RawDescriptionHelpFormatter
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=raw, allow_abbrev=False)
    asked.add_argument("file", help="scenario file with a section [design]")
    asked.add_argument("--out", required=True, help="folder of the shards and of the whole")
    asked.add_argument("--on", default="local", help=ON)
    asked.add_argument("--workers", type=int, default=2, help="how many workers to start [default: 2]")
    asked.add_argument("--shards", type=int, default=16, help="into how many shards [default: 16]")
    asked.add_argument("--threads", type=int, default=1, help="threads of a shard [default: 1]")
    asked.add_argument("--cluster", metavar="FILE.yaml", help="with slurm or kubernetes: how a worker is started")
    asked.add_argument("--tries", type=int, default=5, help="how often a shard may fail [default: 5]")
    asked.add_argument("--patience", type=float, default=600, help="seconds to wait for workers [default: 600]")
    asked.add_argument("--program", default="mutualise", help="the program, as the workers find it")
    return asked.parse_known_args()


@contextlib.contextmanager
def client_of(asked):
    """A client of the cluster that is asked for; what was started ends with it."""
    # a shard is not to blame for the machines it was on
    dask.config.set({"distributed.scheduler.allowed-failures": 100})
    if asked.on not in STARTED:
        address = {"scheduler_file": asked.on} if os.path.exists(asked.on) else {"address": asked.on}
        with Client(**address) as client:
            yield client
        return
    with STARTED[asked.on](asked) as cluster, Client(cluster) as client:
        yield client


def on_this_machine(asked):
    """Workers of this machine, seen from this machine only."""
    return LocalCluster(n_workers=asked.workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)


def on_slurm(asked):
    """A Slurm job for each worker; a job that ends is followed by another."""
    from dask_jobqueue import SLURMCluster

    job = {"cores": asked.threads, "processes": 1, "job_cpu": asked.threads, "memory": "2GB", "walltime": "01:00:00"}
    # a worker takes one shard at a time, however many threads the shard has
    cluster = SLURMCluster(**{**job, **settings(asked), "worker_extra_args": ["--nthreads", "1"]})
    cluster.adapt(minimum_jobs=asked.workers, maximum_jobs=asked.workers)
    return cluster


def on_kubernetes(asked):
    """A pod for each worker, kept up by Dask's operator."""
    from dask_kubernetes.operator import KubeCluster

    cluster = settings(asked)
    cluster["spec"]["worker"]["replicas"] = asked.workers
    return KubeCluster(custom_cluster_spec=cluster)


STARTED = {"local": on_this_machine, "slurm": on_slurm, "kubernetes": on_kubernetes}


def settings(asked):
    """The file of --cluster, beside this one unless told."""
    path = asked.cluster or os.path.join(os.path.dirname(__file__), f"{asked.on}.yaml")
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file) or {}


def say(text):
    """A line of progress."""
    print(f"{time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)


class GivenUp(Exception):
    """The sweep cannot be done: why, and the program's exit status if it has one."""


class Spreading:
    """The shards under way."""

    def __init__(self, client, sweep, asked):
        self.client, self.sweep, self.asked = client, sweep, asked
        self.under_way = {}
        self.failed = dict.fromkeys(range(1, asked.shards + 1), 0)
        self.workers = 0
        self.alone_since = None

    def hand_out(self, number):
        """Hands a shard to the cluster, which gives those of a lost worker to others by itself."""
        key = f"shard-{number:04d}-try-{self.failed[number] + 1}"
        future = self.client.submit(COMPUTE, self.sweep, number, key=key, pure=False)
        self.under_way[future] = number

    def all(self):
        """Until all are done; the exit status of the worst."""
        for number in self.failed:
            self.hand_out(number)
        worst = 0
        while self.under_way:
            self.count_workers()
            for future in self.ended():
                number = self.under_way.pop(future)
                worst = max(worst, self.told(future, number))
        return worst

    def ended(self):
        """Those that ended since."""
        with contextlib.suppress(TimeoutError):
            return list(wait(list(self.under_way), timeout=2, return_when="FIRST_COMPLETED").done)
        return []

    def told(self, future, number):
        """Takes note of a shard that ended, and hands it out again if it failed."""
        wrong = future.exception()
        status, seconds, said = (None, 0, str(wrong)) if wrong else future.result()
        if status in shards.WHOLE:
            done = self.asked.shards - len(self.under_way)
            say(f"shard {number} done in {seconds:.1f} s; {done} of {self.asked.shards}")
            return status
        self.failed[number] += 1
        if status == shards.REFUSED or self.failed[number] >= self.asked.tries:
            raise GivenUp(said, status)
        say(f"shard {number} ended with {status} ({self.failed[number]} of {self.asked.tries}), once more: {said}")
        self.hand_out(number)
        return 0

    def count_workers(self):
        """Tells of workers that come and go; gives up when there has been none for long."""
        workers = len(self.client.nthreads())
        if workers != self.workers:
            say(f"workers: {workers} (were {self.workers})")
        self.workers = workers
        now = time.monotonic()
        self.alone_since = None if workers else self.alone_since or now
        if self.alone_since is not None and now - self.alone_since > self.asked.patience:
            raise GivenUp(f"no worker for {self.asked.patience:.0f} s; the same command goes on", None)


def main():
    """Reads, spreads, merges."""
    asked, options = arguments()
    sweep = {
        "program": asked.program,
        "file": os.path.abspath(asked.file),
        "options": options,
        "folder": os.path.abspath(asked.out),
        "shards": asked.shards,
        "threads": asked.threads,
    }
    try:
        with client_of(asked) as client:
            worst = Spreading(client, sweep, asked).all()
            whole = client.submit(MERGE, sweep, pure=False)
            status, _, said = (None, 0, str(whole.exception())) if whole.exception() else whole.result()
            if status not in shards.WHOLE:
                raise GivenUp(said, status)
    except KeyboardInterrupt:
        print("interrupted: what is done is kept; the same command goes on", file=sys.stderr)
        return 130
    except GivenUp as why:
        said, status = why.args
        print(said, file=sys.stderr)
        return shards.REFUSED if status == shards.REFUSED else 3
    print(said)
    return max(worst, status)


if __name__ == "__main__":
    sys.exit(main())
