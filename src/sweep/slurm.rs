//! How is a sweep spread over a Slurm cluster? As a job array, each task a shard that goes on where it stood, and a job
//! that waits for all of them and joins them.

/// What is spread, and how.
#[derive(Clone, Copy, Debug)]
pub struct Spread<'a> {
    /// The sweep's name.
    pub name: &'a str,
    /// The sweep without shard, threads and folder, as a shell takes it.
    pub command: &'a str,
    /// The folder that will hold a folder for each shard, and the whole, as a shell takes it.
    pub folder: &'a str,
    /// Into how many shards.
    pub shards: u32,
    /// What a reader of the file must know, a line each.
    pub notes: &'a str,
}

/// The file: run by hand, it hands itself in as an array, and the merge after it; run by Slurm, it does a shard.
pub fn script(spread: &Spread) -> String {
    let Spread { command, folder, shards, .. } = spread;
    let name = plain(spread.name);
    let notes: String = spread.notes.lines().map(|line| format!("# {line}\n")).collect();
    format!(
        r#"#!/bin/bash
#SBATCH --job-name={name}
#SBATCH --array=1-{shards}
#SBATCH --cpus-per-task=1
#SBATCH --requeue
#SBATCH --open-mode=append
{notes}set -eu
folder={folder}
if [ -z "${{SLURM_ARRAY_TASK_ID:-}}" ]; then
  mkdir -p "$folder/logs"
  array=$(sbatch --parsable --output="$folder/logs/shard-%a.log" "$@" "$0")
  merge=$(sbatch --parsable --job-name={name}-merge --output="$folder/logs/merge.log" --open-mode=append --requeue \
    --dependency="afterok:${{array%%;*}}" --kill-on-invalid-dep=yes "$@" <<'MERGE'
#!/bin/bash
exec mutualise merge {folder}/shard-* --out {folder}/whole
MERGE
  )
  echo "${{array%%;*}} ${{merge%%;*}}"
  exit
fi
out=$folder/shard-$(printf %04d "$SLURM_ARRAY_TASK_ID")
resume=
if [ -e "$out/sweep.json" ]; then resume=--resume; fi
status=0
{command} \
  --shard "$SLURM_ARRAY_TASK_ID/{shards}" --threads "${{SLURM_CPUS_PER_TASK:-1}}" --out "$out" $resume --quiet || status=$?
if [ "$status" -gt 1 ]; then exit "$status"; fi
"#
    )
}

/// A name that needs no quotes in a line of `#SBATCH`.
fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect()
}
