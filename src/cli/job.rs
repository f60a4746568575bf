//! A job from its folder to its record: claim the folder, compute, write the tables, say how it went.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::flags::Flags;
use super::glance::Glance;
use super::months::Months;
use super::progress::Teller;
use super::{Answer, Status, Terminal, interrupt, print};
use mutualise::comparison::precision::Rule;
use mutualise::error::Error;
use mutualise::experiment::folder::{Present, RunFolder};
use mutualise::experiment::journal::{Done, Identity, JOURNAL, Journal};
use mutualise::experiment::record::{Commands, Look, Precision, Record, Width};
use mutualise::experiment::regional;
use mutualise::experiment::replication::{Outcome, replicate_heard};
use mutualise::experiment::results::{FormatName, Provenance, Results};
use mutualise::experiment::trouble::Trouble;
use mutualise::experiment::{self, Experiment, Failure, Plan, Progress};
use mutualise::formats::Format;
use mutualise::month::Check;
use mutualise::scenario::Scenario;
use mutualise::words::Lang;
use mutualise::words::numbers::number;

/// How many failures are told one by one; the record has them all.
const TOLD_FAILURES: usize = 5;

/// What is asked, and by which command.
pub struct Job<'a> {
    /// What to simulate.
    pub scenario: &'a Scenario,
    /// How.
    pub flags: &'a Flags,
    /// How the command to repeat it begins.
    pub start: &'a [&'a str],
    /// When to stop before the last replication, if ever.
    pub rule: Option<&'a Rule>,
    /// Where it is told.
    pub terminal: &'a Terminal,
}

impl Job<'_> {
    /// Computes and keeps everything; `tell` adds its own files to the folder and gives the text of the results.
    pub fn done(
        &self,
        tell: impl FnOnce(&Results, &RunFolder) -> Result<String, Error>,
    ) -> Result<Answer, Error> {
        let folder = self.folder()?;
        let commands = self.flags.commands(self.start, folder.path());
        let mut plan = plan(self.scenario, self.flags.threads(), folder.path());
        let (mut journal, done) = match self.journal(&folder, &plan) {
            Ok(opened) => opened,
            Err(trouble) => {
                folder.discard_if_empty();
                return Err(trouble.into());
            }
        };
        let result = self.computed(&mut plan, &commands, &mut journal, done).map_err(Error::from).and_then(
            |(experiment, precision)| {
                folder.clear()?;
                experiment.results.write(&folder, &experiment.failures)?;
                regional::write(&plan, &experiment.done, &folder)?;
                let text = tell(&experiment.results, &folder)?;
                let record = Record::of(&plan, &experiment, &commands, self.scenario.resolved_toml());
                folder.finish(Record { precision: precision.clone(), ..record })?;
                Ok((experiment, precision, text))
            },
        );
        let (experiment, precision, text) = result.inspect_err(|_| self.tell_resume(&commands))?;
        if !experiment.is_interrupted() {
            journal.remove()?;
        }
        // how it ended comes last: the command that goes on with a run must not scroll away
        let printed = print(&text);
        precision.iter().for_each(|precision| self.tell_precision(precision));
        self.tell_end(&experiment, &commands);
        printed?;
        Ok(Answer { text: String::new(), status: status(&experiment) })
    }

    fn folder(&self) -> Result<RunFolder, Trouble> {
        let formats: Vec<&str> = self.scenario.formats.iter().map(|format| format.id.as_str()).collect();
        match &self.flags.out {
            Some(path) => RunFolder::named(path, self.flags.present()),
            None => RunFolder::fresh(&self.scenario.name, &formats),
        }
    }

    fn journal(&self, folder: &RunFolder, plan: &Plan) -> Result<(Journal, Done), Trouble> {
        let identity = Identity { scenario: self.scenario.resolved_toml(), ..plan.identity() };
        match self.flags.present() {
            Present::Resume if folder.path().join(JOURNAL).exists() => {
                Journal::resume(folder.path(), &identity)
            }
            _ => Ok((Journal::create(folder.path(), &identity)?, Done::new())),
        }
    }

    /// All replications, or as many as the rule wants: the plan then says how many those are.
    fn computed(
        &self,
        plan: &mut Plan,
        commands: &Commands,
        journal: &mut Journal,
        done: Done,
    ) -> Result<(Experiment, Option<Precision>), Trouble> {
        let stop = interrupt::listen(*self.terminal, &commands.resume);
        let mut teller = Teller::new(self.flags.quiet, *self.terminal);
        let result = match self.rule {
            None => self.whole(plan, journal, done, stop, &mut teller).map(|experiment| (experiment, None)),
            Some(rule) => self.until(rule, plan, journal, done, stop, &mut teller),
        };
        teller.end();
        result
    }

    /// All replications of the plan, with a first look at it by the way.
    fn whole(
        &self,
        plan: &Plan,
        journal: &mut Journal,
        done: Done,
        stop: &AtomicBool,
        teller: &mut Teller,
    ) -> Result<Experiment, Trouble> {
        let (first, months) = (Glance::at(plan, self.terminal, done.is_empty()), Months::of(self.scenario));
        let simulate = |replication| {
            let outcomes = months.heard(|lived| outcomes(self.scenario, replication, self.flags, lived));
            first.see(replication, &outcomes);
            outcomes
        };
        experiment::run(plan, simulate, Some(journal), done, stop, |p| {
            teller.tell(&months.told(p));
            first.tell(teller);
        })
    }

    /// Looks after numbers of replications that are fixed beforehand, and stops once the rule is met.
    fn until(
        &self,
        rule: &Rule,
        plan: &mut Plan,
        journal: &mut Journal,
        done: Done,
        stop: &AtomicBool,
        teller: &mut Teller,
    ) -> Result<(Experiment, Option<Precision>), Trouble> {
        let months = Months::of(self.scenario);
        let simulate =
            |replication| months.heard(|lived| outcomes(self.scenario, replication, self.flags, lived));
        let (start, resumed) = (Instant::now(), done.len() as u32);
        let width = |column: &str, width: f64| Width {
            indicator: column.to_owned(),
            half_width: width.is_finite().then_some(width),
        };
        let targets = rule.targets.iter().map(|t| width(&t.column, t.half_width)).collect();
        let (floor, ceiling) = (rule.floor, rule.ceiling);
        let mut precision = Precision { targets, floor, ceiling, looks: Vec::new(), met: false };
        let mut known = (done, Vec::new());
        for replications in rule.looks() {
            plan.replications = replications;
            // the wait that is told is the longest there may be
            let whole = |p: &Progress| {
                let resumed = resumed.min(p.over);
                Progress { total: ceiling, elapsed: start.elapsed(), resumed, ..*p }
            };
            // replications that an interrupted run did beyond this look are kept for the next
            let beyond = known.0.split_off(&replications);
            let mut experiment = experiment::go_on(plan, simulate, Some(journal), known, stop, |p| {
                teller.tell(&months.told(&whole(p)))
            })?;
            experiment.progress = Progress { elapsed: start.elapsed(), ..experiment.progress };
            experiment.progress.resumed = resumed.min(experiment.progress.over);
            if experiment.is_interrupted() {
                experiment.progress.total = ceiling;
                return Ok((experiment, Some(precision)));
            }
            let widths = rule.widths(&experiment.results);
            precision.met = rule.is_met(&widths);
            let widths = rule.targets.iter().zip(widths).map(|(t, w)| width(&t.column, w)).collect();
            precision.looks.push(Look { replications, widths });
            if precision.met || replications == ceiling {
                // what is not needed is not left to do
                teller.tell(&Progress { total: experiment.progress.over, ..experiment.progress });
                return Ok((experiment, Some(precision)));
            }
            experiment.done.extend(beyond);
            known = (experiment.done, experiment.failures);
        }
        unreachable!("the last look is at the ceiling")
    }

    /// Whether the intervals are as narrow as was asked, and how wide they are where they are not.
    fn tell_precision(&self, precision: &Precision) {
        let Some(last) = precision.looks.last().filter(|_| !self.flags.quiet) else { return };
        let (lang, most) = (self.terminal.lang, last.replications);
        if precision.met {
            let french = format!("précision atteinte après {most} réplications");
            let english = format!("precision reached after {most} replications");
            self.terminal.tell(self.terminal.choose(&french, &english));
            return;
        }
        let wide = |(target, width): (&Width, &Width)| {
            let wanted = target.half_width.unwrap_or_default();
            let reached = width.half_width.filter(|width| *width <= wanted);
            let shown = |width: Option<f64>| width.map_or("–".to_owned(), |w| number(w, 2, lang));
            let (indicator, width, wanted) =
                (&target.indicator, shown(width.half_width), shown(target.half_width));
            reached.is_none().then(|| match lang {
                Lang::Fr => format!("{indicator} ±{width}, au lieu de ±{wanted}"),
                Lang::En => format!("{indicator} ±{width}, not ±{wanted}"),
            })
        };
        let wide: Vec<String> = precision.targets.iter().zip(&last.widths).filter_map(wide).collect();
        let (ceiling, wide) = (precision.ceiling, wide.join("; "));
        let french = format!(
            "précision non atteinte après {most} réplications sur {ceiling} permises (--replications) : {}",
            wide.replace("; ", " ; ")
        );
        let english = format!(
            "precision not reached after {most} of the {ceiling} replications allowed (--replications): {wide}"
        );
        self.terminal.tell(self.terminal.choose(&french, &english));
    }

    /// How fast it went; each failure with the command that replays it; when interrupted, how to go on.
    fn tell_end(&self, experiment: &Experiment, commands: &Commands) {
        if !self.flags.quiet {
            self.tell_speed(experiment);
            self.tell_checked(experiment);
        }
        self.tell_failures(&experiment.failures, commands);
        if experiment.is_interrupted() {
            let (over, total) = (experiment.progress.over, experiment.progress.total);
            let french = format!("interrompu : {over} réplications sur {total}");
            let english = format!("interrupted: {over} of {total} replications");
            self.terminal.tell(self.terminal.choose(&french, &english));
            self.tell_resume(commands);
        }
    }

    fn tell_speed(&self, experiment: &Experiment) {
        let Experiment { results, progress, .. } = experiment;
        let done = results.replications.len();
        let (seconds, rate) = (progress.elapsed.as_secs_f64(), progress.rate().unwrap_or(0.0));
        // of a country, fewer than one a second
        let (rate, fr, en) =
            if rate < 0.1 { (60.0 * rate, "minute", "minute") } else { (rate, "seconde", "second") };
        let french = format!("{done} réplications en {seconds:.1} s ({rate:.1} par {fr})");
        let english = format!("{done} replications in {seconds:.1} s ({rate:.1} a {en})");
        self.terminal.tell(self.terminal.choose(&french.replace('.', ","), &english));
    }

    /// What `--check` has found when it found nothing.
    fn tell_checked(&self, experiment: &Experiment) {
        if self.flags.check && experiment.failures.is_empty() {
            self.terminal.tell(self.terminal.choose(
                "vérification : tous les invariants du modèle tiennent, chaque mois",
                "checked: all invariants of the model hold, every month",
            ));
        }
    }

    fn tell_failures(&self, failures: &[Failure], commands: &Commands) {
        let head = self.terminal.choose("échec de la réplication", "failed: replication");
        let again = self.terminal.choose("pour la rejouer", "to replay it");
        for Failure { replication, message, place } in failures.iter().take(TOLD_FAILURES) {
            let command = commands.replay(*replication);
            self.terminal.tell(&format!("{head} {replication}: {message} ({place})\n  {again}: {command}"));
        }
        if let Some(more) = failures.len().checked_sub(TOLD_FAILURES).filter(|more| *more > 0) {
            let rest =
                self.terminal.choose("autres échecs, tous dans run.json", "more failed, all in run.json");
            self.terminal.tell(&format!("{more} {rest}"));
        }
    }

    fn tell_resume(&self, commands: &Commands) {
        let head = self.terminal.choose(
            "ce qui est calculé est gardé ; pour faire le reste :",
            "what is done is kept; to do the rest:",
        );
        self.terminal.tell(&format!("{head}\n  {}", commands.resume));
    }
}

/// One replication, with the invariants checked if the flags say so; `lived` hears of the months of a country.
pub fn outcomes(
    scenario: &Scenario,
    replication: u32,
    flags: &Flags,
    lived: &(dyn Fn() + Sync),
) -> Vec<Outcome> {
    let check = if flags.check { Check::EveryMonth } else { Check::Never };
    replicate_heard(scenario, replication, check, lived)
}

fn status(experiment: &Experiment) -> Status {
    match experiment {
        _ if experiment.is_interrupted() => Status::Interrupted,
        _ if experiment.failures.is_empty() => Status::Done,
        _ => Status::SomeFailed,
    }
}

/// What is to be computed for the scenario.
fn plan(scenario: &Scenario, threads: usize, folder: &Path) -> Plan {
    let format = |format: &Format| FormatName {
        id: format.id.clone(),
        label: format.label.clone(),
        short: format.short.clone(),
    };
    let (params, (structures, people)) = (&scenario.params, scenario.population());
    let whole = |count: u32| count as usize;
    Plan {
        formats: scenario.formats.iter().map(format).collect(),
        replications: params.run.replications,
        threads,
        at_once: if scenario.is_country() { 1 } else { threads },
        provenance: Provenance {
            run: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            title: scenario.title.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: params.run.seed,
            hash: scenario.hash(),
            structures,
            people,
            months: whole(params.run.months),
            launch: (params.run.launch_year, params.run.launch_month),
        },
    }
}
