//! How is a sweep spread over a Slurm cluster? As a job array: each task is a shard that goes on where it stood.

/// The file for `sbatch`. `command` is the sweep without shard, threads and folder; `folder` holds a folder for each
/// shard.
pub fn script(name: &str, command: &str, folder: &str, shards: u32) -> String {
    format!(
        r#"#!/bin/bash
#SBATCH --job-name={name}
#SBATCH --array=1-{shards}
#SBATCH --cpus-per-task=1
#SBATCH --requeue
#SBATCH --open-mode=append
# Each task is a shard of one sweep. A task that is killed or requeued goes on where it stood; one that is done ends
# at once. Once all are done, join them:
#   mutualise merge {folder}/shard-* --out {folder}/whole
# or, in the same breath:
#   id=$(sbatch --parsable THIS-FILE)
#   sbatch --dependency=afterok:$id --wrap 'mutualise merge {folder}/shard-* --out {folder}/whole'
set -eu
out={folder}/shard-$(printf %04d "$SLURM_ARRAY_TASK_ID")
resume=
if [ -e "$out/sweep.json" ]; then resume=--resume; fi
exec {command} \
  --shard "$SLURM_ARRAY_TASK_ID/{shards}" --threads "${{SLURM_CPUS_PER_TASK:-1}}" --out "$out" $resume --quiet
"#
    )
}
