//! `mutualise explain`: why two formats of a run differ, from one of its replications lived again.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Answer, Status, Terminal};
use mutualise::comparison::statistics::Summary;
use mutualise::error::{Error, both};
use mutualise::experiment::folder::{RECORD, RunFolder};
use mutualise::experiment::record::Record;
use mutualise::experiment::replication::outcome;
use mutualise::experiment::results::Results;
use mutualise::experiment::trouble::Trouble;
use mutualise::explanation::{Asked, EXPLAINED, Explanation, told};
use mutualise::formats::Format;
use mutualise::indicators::registry;
use mutualise::report::hanging;
use mutualise::scenario::Scenario;
use mutualise::words::{Bilingual, fill, say, typeset};

/// Of which indicators the difference is split, where nobody says.
const USUAL: [&str; 2] = ["retention-24", "cost-per-fte"];

/// Arguments of `mutualise explain`.
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// Folder of a comparison
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// Which replication [default: the one whose difference is nearest to the median]
    #[arg(long, value_name = "K")]
    replication: Option<u32>,
    /// Which two formats of the run [default: the reference, and the one that departs most from it]
    #[arg(long, value_name = "A,B", value_delimiter = ',', num_args = 1)]
    formats: Vec<String>,
    /// Whose life to tell, by number [default: who lives most differently]
    #[arg(long, value_name = "N")]
    person: Option<u32>,
    /// Of which structure to tell the life, by number [default: whose needs are covered most differently]
    #[arg(long, value_name = "N")]
    structure: Option<u32>,
    /// Of which indicators to split the difference: retention-12, -24, -36, cost-per-fte, net-benefit
    #[arg(long = "indicator", value_name = "ID", value_delimiter = ',')]
    indicators: Vec<String>,
}

/// Answers `mutualise explain`.
pub fn run(args: &ExplainArgs, terminal: &Terminal) -> Result<Answer, Error> {
    let lang = terminal.lang;
    let indicators = args.indicators()?;
    let (record, results) = (Record::read(&args.run)?, Results::read(&args.run)?);
    let path = args.run.join(RECORD);
    let scenario = Scenario::from_text(&record.scenario).map_err(|why| {
        // a record whose scenario cannot be read is not a record of this program
        Trouble::not_ours(&path, why.render(lang, false))
    })?;
    scenario.one_territory()?;
    let formats = args.formats(&scenario, &results, &indicators[0])?;
    let replication = args.replication(&results, formats, &indicators[0])?;
    let [a, b] = formats.map(|place| &scenario.formats[place]);
    let explanation = Explanation::of(&scenario, replication, [a, b]);
    same_as_stored(&args.run, &results, &record, formats, replication, &explanation)?;
    let (person, structure) = (args.person(&explanation)?, args.structure(&explanation)?);
    let asked = Asked { person, structure, indicators: &indicators, launch: results.provenance.launch, lang };
    let [first, second] = [a, b].map(|format: &Format| typeset(lang, format.short.get(lang)));
    let number = replication.to_string();
    let run = &results.provenance.run;
    let values = [("replication", &*number), ("run", run), ("first", &*first), ("second", &*second)];
    let mut text = format!("{}\n", fill(say(lang, "explain.heading"), &values));
    if args.replication.is_none() {
        text += &format!("{}\n", say(lang, "explain.typical"));
    }
    text += &format!("\n{}", told(&explanation, &asked));
    let text = text.lines().map(|line| hanging(line, terminal.columns()) + "\n").collect();
    Ok(Answer { text, status: Status::Done })
}

impl ExplainArgs {
    fn indicators(&self) -> Result<Vec<String>, Error> {
        let asked = &self.indicators;
        if let Some(other) = asked.iter().find(|id| !EXPLAINED.contains(&id.as_str())) {
            let list = EXPLAINED.join(", ");
            return Err(Error::Usage(both(
                format!("« {other} » ne se décompose pas\nremède : --indicator, parmi {list}"),
                format!("`{other}` cannot be split\nremedy: --indicator, one of {list}"),
            )));
        }
        let usual = || USUAL.map(str::to_owned).to_vec();
        Ok(if asked.is_empty() { usual() } else { asked.clone() })
    }

    /// The places of the two formats in the run.
    fn formats(&self, scenario: &Scenario, results: &Results, indicator: &str) -> Result<[usize; 2], Error> {
        let known: Vec<&str> = scenario.formats.iter().map(|format| format.id.as_str()).collect();
        let list = known.join(", ");
        if known.len() < 2 {
            return Err(Error::Usage(both(
                format!("ce dossier ne compare rien : il n’a que {list}\nremède : mutualise compare"),
                format!("this folder compares nothing: it has {list} only\nremedy: mutualise compare"),
            )));
        }
        if self.formats.is_empty() {
            return Ok([0, farthest(results, indicator)]);
        }
        let place = |id: &str| known.iter().position(|known| *known == id.trim());
        match &self.formats[..] {
            [a, b] if a.trim() != b.trim() => match (place(a), place(b)) {
                (Some(a), Some(b)) => Ok([a, b]),
                (missing, _) => {
                    let other = if missing.is_none() { a } else { b };
                    Err(Error::Usage(both(
                        format!("« {other} » n’est pas dans ce dossier\nremède : deux formats parmi {list}"),
                        format!("`{other}` is not in this folder\nremedy: two formats among {list}"),
                    )))
                }
            },
            _ => Err(Error::Usage(both(
                format!("il faut deux formats différents\nremède : --formats A,B, parmi {list}"),
                format!("two different formats are needed\nremedy: --formats A,B, among {list}"),
            ))),
        }
    }

    /// The replication asked for, or the most ordinary one.
    fn replication(&self, results: &Results, formats: [usize; 2], indicator: &str) -> Result<u32, Error> {
        let there = &results.replications;
        match self.replication {
            Some(asked) if there.contains(&asked) => Ok(asked),
            Some(asked) => {
                let (least, most) = (there.iter().min(), there.iter().max());
                let [least, most] = [least, most].map(|k| k.map_or("–".to_owned(), u32::to_string));
                Err(Error::Usage(both(
                    format!(
                        "la réplication {asked} n’est pas dans ce dossier, ou elle y a échoué\nremède : de {least} à {most}"
                    ),
                    format!(
                        "replication {asked} is not in this folder, or failed there\nremedy: from {least} to {most}"
                    ),
                )))
            }
            None => ordinary(results, formats, indicator),
        }
    }

    fn person(&self, explanation: &Explanation) -> Result<Option<usize>, Error> {
        let identities = &explanation.past.workers.identity;
        match self.person {
            None => Ok(explanation.most_different_person()),
            Some(asked) => of_number(asked, identities, ("personne", "person")).map(Some),
        }
    }

    fn structure(&self, explanation: &Explanation) -> Result<Option<usize>, Error> {
        let identities = &explanation.past.structures.identity;
        match self.structure {
            None => Ok(explanation.most_different_structure()),
            Some(asked) => of_number(asked, identities, ("structure", "structure")).map(Some),
        }
    }
}

/// The place of who has that number at the launch.
fn of_number(asked: u32, identities: &[u32], (fr, en): (&str, &str)) -> Result<usize, Error> {
    let place = identities.iter().position(|&identity| identity == asked);
    place.ok_or_else(|| {
        let nearest = identities.iter().min_by_key(|identity| identity.abs_diff(asked));
        let nearest = nearest.map_or_else(String::new, u32::to_string);
        Error::Usage(both(
            format!("aucune {fr} n’a le numéro {asked} au lancement\nremède : par exemple {nearest}"),
            format!("no {en} has the number {asked} at the launch\nremedy: for instance {nearest}"),
        ))
    })
}

/// The difference in each replication, by place.
fn differences(results: &Results, formats: [usize; 2], indicator: &str) -> Vec<f64> {
    let column = results.columns.iter().position(|column| column == indicator);
    let value = |format: usize, k: usize| column.map_or(f64::NAN, |c| results.values[format][c][k]);
    (0..results.replications.len()).map(|k| value(formats[1], k) - value(formats[0], k)).collect()
}

fn median(differences: &[f64]) -> Option<f64> {
    let defined: Vec<f64> = differences.iter().copied().filter(|difference| difference.is_finite()).collect();
    (!defined.is_empty()).then(|| Summary::of(&defined).median)
}

/// The format whose median difference from the reference is largest.
fn farthest(results: &Results, indicator: &str) -> usize {
    let size = |format: usize| median(&differences(results, [0, format], indicator)).map_or(0.0, f64::abs);
    let farther = |best: usize, other: usize| if size(other) > size(best) { other } else { best };
    (1..results.formats.len()).reduce(farther).unwrap_or_default()
}

/// The replication whose difference is nearest to the median.
fn ordinary(results: &Results, formats: [usize; 2], indicator: &str) -> Result<u32, Error> {
    let differences = differences(results, formats, indicator);
    let median = median(&differences).unwrap_or(0.0);
    // a difference that is not defined is farther than any other
    let from_median = |k: usize| match differences[k] {
        difference if difference.is_finite() => (difference - median).abs(),
        _ => f64::INFINITY,
    };
    let nearest = (0..differences.len()).min_by(|&a, &b| from_median(a).total_cmp(&from_median(b)));
    nearest.map(|k| results.replications[k]).ok_or_else(|| {
        Error::Usage(both(
            "aucune réplication n’a été menée à terme dans ce dossier",
            "no replication was completed in this folder",
        ))
    })
}

/// What is lived again must be what is stored, or another life would be explained.
fn same_as_stored(
    folder: &Path,
    results: &Results,
    record: &Record,
    formats: [usize; 2],
    replication: u32,
    explanation: &Explanation,
) -> Result<(), Error> {
    let at = results.replications.iter().position(|&known| known == replication).unwrap_or_default();
    for (place, world) in formats.into_iter().zip(explanation.worlds()) {
        let again = outcome(world).indicators;
        for (value, column) in again.iter().zip(registry::columns()) {
            let name = column.name();
            let Some(c) = results.columns.iter().position(|known| *known == name) else { continue };
            let stored = results.values[place][c][at];
            let same = stored == *value || stored.is_nan() && value.is_nan();
            if !same {
                let folder = RunFolder::at(folder).path().display().to_string();
                return Err(Error::Usage(differs(&folder, &name, record, stored, *value)));
            }
        }
    }
    Ok(())
}

fn differs(folder: &str, column: &str, record: &Record, stored: f64, again: f64) -> Bilingual {
    let (there, here) = (&record.program.version, env!("CARGO_PKG_VERSION"));
    let command = &record.reproduce;
    both(
        format!(
            "{folder} : {column} y vaut {stored}, et {again} recalculé : le programme a changé depuis (version {there} alors, {here} ici)\nremède : le programme d’alors, ou un nouveau calcul : {command}"
        ),
        format!(
            "{folder}: {column} is {stored} there, and {again} computed again: the program has changed since (version {there} then, {here} now)\nremedy: the program of then, or a new run: {command}"
        ),
    )
}
