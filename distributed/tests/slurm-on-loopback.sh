#!/usr/bin/env bash
# Runs a command beside a Slurm cluster of two nodes, all on this machine's loopback:
#
#     distributed/tests/slurm-on-loopback.sh COMMAND ...
#
# It needs the packages slurm-wlm and munge, and root. Everything it writes is in one temporary folder; its four servers
# end with it. CLUSTER_FOLDER names a folder to keep instead, logs and all.
set -euo pipefail
for program in munged slurmctld slurmd; do
  command -v "$program" > /dev/null || { echo "no $program here: install slurm-wlm and munge" >&2; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo "slurmd wants root here" >&2; exit 77; }

if [ -n "${CLUSTER_FOLDER:-}" ]; then
  here=$CLUSTER_FOLDER
  mkdir -p "$here"
else
  here=$(mktemp -d)
fi
mkdir -p "$here"/{state,spool-one,spool-two}
chmod 755 "$here"
servers=()
stop() {
  for (( place = ${#servers[@]} - 1; place >= 0; place-- )); do kill "${servers[place]}" 2> /dev/null || true; done
  wait
  [ -n "${CLUSTER_FOLDER:-}" ] || rm -rf "$here"
}
trap stop EXIT

cat > "$here/slurm.conf" << CONF
ClusterName=loopback
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=16817
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$here/munge.socket
CryptoType=crypto/munge
StateSaveLocation=$here/state
SlurmdSpoolDir=$here/spool-%n
SlurmctldPidFile=$here/slurmctld.pid
SlurmdPidFile=$here/slurmd-%n.pid
SlurmctldLogFile=$here/slurmctld.log
SlurmdLogFile=$here/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SchedulerType=sched/backfill
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
JobRequeue=1
KillWait=2
MinJobAge=3600
SlurmdTimeout=10
NodeName=one NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=16818 CPUs=1 RealMemory=4000
NodeName=two NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=16819 CPUs=1 RealMemory=4000
PartitionName=short Nodes=one,two Default=YES MaxTime=60 State=UP
CONF
export SLURM_CONF=$here/slurm.conf

dd if=/dev/urandom of="$here/munge.key" bs=128 count=1 status=none
chmod 400 "$here/munge.key"
munged --foreground --key-file="$here/munge.key" --socket="$here/munge.socket" --pid-file="$here/munged.pid" \
  --log-file="$here/munged.log" --seed-file="$here/munged.seed" --force 2> "$here/munged.err" &
servers+=($!)
for _ in $(seq 50); do [ -S "$here/munge.socket" ] && break; sleep 0.1; done
slurmctld -D 2> /dev/null &
servers+=($!)
slurmd -D -N one 2> /dev/null &
servers+=($!)
slurmd -D -N two 2> /dev/null &
servers+=($!)
for _ in $(seq 300); do
  [ "$(sinfo --noheader --format=%D --states=idle 2> /dev/null)" = 2 ] && break
  sleep 0.1
done
"$@"
