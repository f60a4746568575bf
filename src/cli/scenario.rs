//! `mutualise scenario …`: everything about files, without running them.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::Terminal;
use super::flags::quoted;
use super::starter::starter;
use clap::{Args, Subcommand};
use mutualise::catalogue::Catalogue;
use mutualise::error::{Error, both, cause_of};
use mutualise::scenario::{self, Difference, Scenario, Source};
use mutualise::words::{Bilingual, Lang, typeset};

use super::terminal::print;

/// The scenario every other one starts from.
const BASE: &str = "base";

/// Check, show and write scenario files
#[derive(Debug, Args)]
pub struct ScenarioArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check files and report every fault at once
    Check {
        /// Scenario files, or names of embedded scenarios
        #[arg(required = true, value_name = "FILE")]
        files: Vec<String>,
        /// Change a value, as in --set run.replications=100
        #[arg(long = "set", value_name = "PATH=VALUE")]
        sets: Vec<String>,
    },
    /// List the embedded scenarios and formats
    List,
    /// Show a scenario in full, with the meaning and the source of each value
    Show {
        /// A scenario file, or the name of an embedded scenario
        #[arg(default_value = "base", value_name = "FILE")]
        file: String,
        /// Change a value, as in --set run.replications=100
        #[arg(long = "set", value_name = "PATH=VALUE")]
        sets: Vec<String>,
    },
    /// Show where two scenarios differ
    Diff {
        /// The first scenario
        a: String,
        /// The second scenario
        b: String,
    },
    /// Print the JSON Schema of scenario files, for editors
    Schema,
    /// Write a commented file to start from
    New {
        /// The name of the new file
        name: PathBuf,
    },
}

/// Does what was asked; the results go to standard output.
pub fn run(args: ScenarioArgs, terminal: &Terminal) -> Result<(), Error> {
    let lang = terminal.lang;
    match args.command {
        Command::Check { files, sets } => check(&files, &sets, terminal),
        Command::List => print(&typeset(lang, &list(lang))),
        Command::Show { file, sets } => {
            let shown = Scenario::resolve(Source::named(&file), &sets)?;
            terminal.warn(&shown.warnings);
            print(&show(&shown, lang))
        }
        Command::Diff { a, b } => {
            let (a, b) = both_or_all_faults(&a, &b)?;
            print(&diff(&a, &b, lang))
        }
        Command::Schema => print(&format!("{:#}\n", scenario::schema(lang))),
        Command::New { name } => new(&name, lang),
    }
}

fn check(files: &[String], sets: &[String], terminal: &Terminal) -> Result<(), Error> {
    let mut faults = Vec::new();
    for file in files {
        match Scenario::resolve(Source::named(file), sets) {
            Ok(scenario) => {
                print(&format!("{file}{} ok\n", terminal.choose("\u{a0}:", ":")))?;
                terminal.warn(&scenario.warnings);
                if Source::named(file) != Source::named(BASE) && changes_nothing(&scenario) {
                    terminal.tell(terminal.choose(
                        "ce fichier ne change rien : il équivaut à « base »",
                        "this file changes nothing: it equals base",
                    ));
                }
            }
            Err(Error::Input(found)) => faults.extend(found),
            Err(other) => return Err(other),
        }
    }
    Error::if_any(faults)
}

fn changes_nothing(scenario: &Scenario) -> bool {
    scenario.design.is_none() && Scenario::differences(&Scenario::base(), scenario).is_empty()
}

fn both_or_all_faults(a: &str, b: &str) -> Result<(Scenario, Scenario), Error> {
    match (Scenario::resolve(Source::named(a), &[]), Scenario::resolve(Source::named(b), &[])) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(Error::Input(mut first)), Err(Error::Input(second))) => {
            first.extend(second);
            Err(Error::Input(first))
        }
        (Err(wrong), _) | (_, Err(wrong)) => Err(wrong),
    }
}

fn list(lang: Lang) -> String {
    let mut text = String::from(match lang {
        Lang::Fr => "Scénarios\n",
        Lang::En => "Scenarios\n",
    });
    let formats = scenario::embedded_formats();
    let names = scenario::EMBEDDED.iter().map(|(name, _)| *name).chain(formats.iter().map(|f| f.id.as_str()));
    let width = names.map(str::len).max().unwrap_or(0);
    for (name, _) in scenario::EMBEDDED {
        let title =
            Scenario::resolve(Source::Embedded(name.to_owned()), &[]).map(|s| s.title).unwrap_or_default();
        let _ = writeln!(text, "  {name:<width$} {}", title.get(lang));
    }
    text.push_str("\nFormats\n");
    for format in &formats {
        let _ = writeln!(text, "  {:<width$} {}", format.id, format.label.get(lang));
        let _ = writeln!(text, "  {:<width$} {}", "", format.summary.get(lang));
    }
    text
}

/// The resolved file, each value under a comment that says what it is.
fn show(shown: &Scenario, lang: Lang) -> String {
    let catalogue = Catalogue::embedded();
    let changed = Scenario::differences(&Scenario::base(), shown);
    let (mut text, mut section) = (format!("# {}\n", shown.title.get(lang)), String::new());
    for line in shown.resolved_toml().lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']').to_owned();
        }
        let key = line.split(" = ").next().unwrap_or_default();
        let path = if section.is_empty() { key.to_owned() } else { format!("{section}.{key}") };
        let entry = match path.strip_prefix("format.").and_then(|rest| rest.split_once('.')) {
            Some((_, term)) => catalogue.get(&format!("{}.{term}", mutualise::catalogue::TERMS)),
            None => catalogue.get(&path),
        };
        if let Some(entry) = entry {
            let year = entry.year.map(|year| format!(" {year}")).unwrap_or_default();
            let source = format!("{}{year} [{}]", entry.source.get(lang), entry.grade);
            let parts = [entry.label.get(lang), entry.unit.get(lang), source.as_str()];
            let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            let _ = writeln!(text, "# {}", parts.join(" · "));
        }
        text.push_str(line);
        if let Some(Difference { a: Some(base), .. }) = changed.iter().find(|change| change.path == path) {
            let _ = write!(text, "  # <== base : {base}");
        }
        text.push('\n');
    }
    text
}

fn diff(a: &Scenario, b: &Scenario, lang: Lang) -> String {
    let differences = Scenario::differences(a, b);
    if differences.is_empty() {
        return both("aucune différence\n", "no difference\n").get(lang).to_owned();
    }
    let heads = match lang {
        Lang::Fr => ["chemin", "paramètre", &a.name, &b.name, "unité"],
        Lang::En => ["path", "parameter", &a.name, &b.name, "unit"],
    };
    let mut rows = vec![heads.map(str::to_owned)];
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "—".to_owned());
    for found in &differences {
        let (label, unit) = (found.label.get(lang).to_owned(), found.unit.get(lang).to_owned());
        rows.push([found.path.clone(), label, value(&found.a), value(&found.b), unit]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 5] = std::array::from_fn(width);
    let mut text = String::new();
    for (place, row) in rows.iter().enumerate() {
        let cells: Vec<_> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        let _ = writeln!(text, "{}", cells.join(" │ ").trim_end());
        if place == 0 {
            let rules: Vec<_> = widths.iter().map(|width| "─".repeat(*width)).collect();
            let _ = writeln!(text, "{}", rules.join("─┼─"));
        }
    }
    text
}

fn new(name: &Path, lang: Lang) -> Result<(), Error> {
    let mut path = name.to_path_buf();
    if path.extension().is_none_or(|extension| extension != "toml") {
        path.as_mut_os_string().push(".toml");
    }
    let mut file = match fs::File::create_new(&path) {
        Ok(file) => file,
        Err(wrong) if wrong.kind() == io::ErrorKind::AlreadyExists => {
            return Err(Error::Usage(exists(&path)));
        }
        Err(wrong) => return Err(not_written(&path, &wrong)),
    };
    let title = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    file.write_all(starter(&title, lang).as_bytes()).map_err(|wrong| {
        // half a file would only stand in the way of the next try
        let _ = fs::remove_file(&path);
        not_written(&path, &wrong)
    })?;
    let (shown, word) = (path.display(), quoted(&path.display().to_string()));
    let told = both(
        format!("{shown} est écrit. Vérifier : mutualise scenario check {word}\n"),
        format!("{shown} is written. To check it: mutualise scenario check {word}\n"),
    );
    print(told.get(lang))
}

fn not_written(path: &Path, cause: &io::Error) -> Error {
    let (shown, why) = (path.display(), cause_of(cause));
    Error::Usage(both(
        format!(
            "{shown} ne peut pas être écrit : {}\nremède : nommez un fichier d’un dossier qui existe, où vous pouvez écrire et où il reste de la place",
            why.fr
        ),
        format!(
            "{shown} cannot be written: {}\nremedy: name a file in a folder that exists, where you may write and where there is room",
            why.en
        ),
    ))
}

fn exists(path: &Path) -> Bilingual {
    let shown = path.display();
    both(
        format!("« {shown} » existe déjà et n'est pas écrasé ; choisissez un autre nom"),
        format!("`{shown}` exists already and is not overwritten; choose another name"),
    )
}
