#!/usr/bin/env bash
# Runs the job array of `mutualise sweep --emit slurm` on a Slurm cluster, requeues a task and kills another in the
# middle, and compares the merged bytes with those of one machine. `mutualise` must be on the PATH.
#
#     distributed/tests/slurm-on-loopback.sh distributed/tests/slurm-array.sh
set -euo pipefail
sweep=$(cd "$(dirname "$0")" && pwd)/sweep.toml
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"
cp "$sweep" sweep.toml
say() { printf '%s  %s\n' "$(date +%T)" "$*"; }
states() { squeue --noheader --array --format='%T' | sort | uniq -c | tr -s ' \n' ' ' | sed 's|^ ||; s| $||'; }

say "$(sbatch --version), $(sinfo --noheader --format='%D nodes of %c CPU')"
mutualise sweep sweep.toml --out alone --threads 2 --quiet 2> /dev/null > alone.txt
say "one machine: $(sha256sum < alone/indicators.parquet | cut -c 1-16)"
mutualise sweep sweep.toml --emit slurm --shards 8 --out far 2> /dev/null > sweep.sbatch

first=$(bash sweep.sbatch --partition=short)
say "bash sweep.sbatch: jobs $first"
array=${first% *}
until [ -n "$(ls far/shard-0002/parts 2> /dev/null)" ]; do sleep 0.05; done
say "requeued: task 2 ($(ls far/shard-0002/parts | wc -l) of its 16 parts done), the others $(states)"
scontrol requeue "${array}_2"
until [ -n "$(ls far/shard-0003/parts 2> /dev/null)" ]; do sleep 0.05; done
killed=
for process in $(pgrep -x mutualise); do
  # ours alone: by its folder and its shard
  [ "$(readlink "/proc/$process/cwd")" = "$here" ] && grep -qz '^3/8$' "/proc/$process/cmdline" || continue
  kill -KILL "$process"
  killed=$process
done
[ -n "$killed" ] || { say "task 3 was not there to be killed"; exit 1; }
say "killed: task 3 ($(ls far/shard-0003/parts | wc -l) of its 16 parts done)"
# what is requeued waits two minutes unless told not to
scontrol update JobId="${array}_2" StartTime=now
while [ -n "$(squeue --noheader)" ]; do sleep 0.5; done
scontrol show job --oneliner "$array" | sed -n 's/.*ArrayTaskId=\([0-9]*\) .*JobState=\([A-Z]*\) .*Restarts=\([0-9]*\) .*ExitCode=\([0-9:]*\) .*/task \1 \2, restarts \3, exit \4/p' | sort
scontrol show job --oneliner "${first#* }" | sed -n 's/.*JobState=\([A-Z]*\) .*/the merge: \1/p'
[ ! -e far/whole ] || { say "merged without all its shards"; exit 1; }

second=$(bash sweep.sbatch --partition=short)
say "bash sweep.sbatch again: jobs $second"
while [ -n "$(squeue --noheader)" ]; do sleep 0.2; done
scontrol show job --oneliner "${second#* }" | sed -n 's/.*JobState=\([A-Z]*\) .*/the merge: \1/p'
say "merged: $(sha256sum < far/whole/indicators.parquet | cut -c 1-16)"
cmp alone/indicators.parquet far/whole/indicators.parquet
say "the same bytes"
