//! A wrong file never ends in a panic or a silent default: its place and its remedy are told, in both languages.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use mutualise::error::Error;
use mutualise::scenario::{Scenario, Source};
use mutualise::words::Lang;

/// File, places as `file:line:column`, remedy in English, remedy in French.
type Wrong = (&'static str, &'static [&'static str], &'static str, &'static str);

const WRONG: [Wrong; 59] = [
    (
        "unknown-key",
        &["unknown-key.toml:3:1"],
        "did you mean `run.replications`",
        "dire « run.replications »",
    ),
    ("unknown-section", &["unknown-section.toml:1:2"], "did you mean `finance`", "dire « finance »"),
    ("key-without-section", &[".toml:1:1"], "did you mean `run.replications`", "dire « run.replications »"),
    ("formats-below-a-section", &[".toml:3:1"], "top of the file", "en tête de fichier"),
    ("wrong-type", &[".toml:2:16"], "without quotes: 200", "sans guillemets : 200"),
    ("fraction-for-whole", &[".toml:2:10"], "write 73", "écrivez 73"),
    ("out-of-range", &[".toml:2:14"], "25 % is written 0.25", "25 % s'écrit 0.25"),
    (
        "negative-years",
        &[".toml:2:15", ".toml:3:11"],
        "expected a whole number",
        "attendu : un nombre entier",
    ),
    ("zero-structures", &[".toml:2:14"], "expected a whole number", "attendu : un nombre entier"),
    ("huge-integer", &[".toml:2:8"], "too large to hold", "trop grand"),
    ("huge-float", &[".toml:2:10"], "too large to hold", "trop grand"),
    ("not-a-number", &[".toml:2:10", ".toml:3:15"], "finite number", "nombre fini"),
    ("unknown-format", &[".toml:1:26"], "did you mean `scic-interim`", "dire « scic-interim »"),
    ("format-twice", &[".toml:1:32"], "remove it here", "retirez-le ici"),
    ("no-format", &[".toml:1:11"], "for instance formats", "par exemple formats"),
    ("formats-as-text", &[".toml:1:11"], "for instance formats", "par exemple formats"),
    ("missing-format-file", &[".toml:1:26"], "formats/my-ge.toml`?", "formats/my-ge.toml » ?"),
    (
        "broken-format-file",
        &["my-ge.toml:2:1", "my-ge.toml:5:1", "my-ge.toml:6:13"],
        "stands below [terms]",
        "se place sous [terms]",
    ),
    ("unknown-term", &[".toml:2:1"], "did you mean `fee`", "dire « fee »"),
    ("term-out-of-range", &[".toml:2:7"], "12 % is written 0.12", "12 % s'écrit 0.12"),
    ("wrong-word", &[".toml:2:12"], "did you mean \"pool-association\"", "dire \"pool-association\""),
    ("override-of-unknown-format", &[".toml:1:9"], "did you mean `ge`", "dire « ge »"),
    ("format-by-its-beginning", &[".toml:1:9"], "did you mean `club-rh`", "dire « club-rh »"),
    ("terms-without-format", &[".toml:1:2"], "[format.ge]", "[format.ge]"),
    ("cycle-a", &["cycle-c.toml:1:11"], "has to extend \"base\"", "doit étendre \"base\""),
    ("extends-itself", &[".toml:1:11"], "has to extend \"base\"", "doit étendre \"base\""),
    ("extends-missing", &[".toml:1:11"], "unknown-key.toml`?", "unknown-key.toml » ?"),
    ("extends-unknown", &[".toml:1:11"], "did you mean `base`", "dire « base »"),
    ("extends-a-number", &[".toml:1:11"], "expected extends = \"base\"", "attendu : extends = \"base\""),
    (
        "fault-in-parent",
        &["out-of-range.toml:2:14", "fault-in-parent.toml:3:10"],
        "is written 0.25",
        "s'écrit 0.25",
    ),
    ("event-wrong-field", &[".toml:3:1", ".toml:1:1"], "fields: label, kind", "champs : label, kind"),
    ("event-date", &[".toml:3:9"], "count months from launch", "comptez les mois"),
    (
        "event-out-of-range",
        &[".toml:2:8", ".toml:3:10", ".toml:5:10", ".toml:6:9"],
        "35 % is written 0.35",
        "35 % s'écrit 0.35",
    ),
    ("event-single-bracket", &[".toml:1:1"], "double the brackets", "doublez les crochets"),
    (
        "decimal-comma",
        &[".toml:2:15"],
        "decimal mark is a point: 0.25",
        "séparateur décimal est le point : 0.25",
    ),
    ("percent", &[".toml:2:14"], "a share is written 0.25", "une part s'écrit 0.25"),
    ("spaces-in-number", &[".toml:2:14"], "without spaces: 1200", "sans espaces : 1200"),
    ("without-quotes", &[".toml:2:9"], "straight quotes: \"Ma région\"", "guillemets droits : \"Ma région\""),
    ("duplicate-key", &[".toml:3:1"], "first given on line 2", "d'abord à la ligne 2"),
    ("duplicate-section", &[".toml:5:2"], "first given on line 1", "d'abord à la ligne 1"),
    ("unclosed-section", &[".toml:1:5"], "at the end of the line", "en fin de ligne"),
    ("unclosed-list", &[".toml:2:1"], "lacks its closing `]`", "il manque « ] »"),
    ("unclosed-text", &[".toml:1:19"], "close the text", "fermez le texte"),
    ("colon", &[".toml:2:7"], "`key = value`", "« clé = valeur »"),
    ("only-a-word", &[".toml:1:9"], "`key = value`", "« clé = valeur »"),
    ("section-given-a-value", &[".toml:1:7"], "open the section with [run]", "ouvrez la section par [run]"),
    ("parameter-given-a-section", &[".toml:1:1"], "expected a whole number", "attendu : un nombre entier"),
    ("contradiction", &[".toml:2:11"], "exceeds the highest", "dépassent les plus hauts"),
    (
        "weights-of-zones-all-zero",
        &[".toml:2:13"],
        "cannot all be 0: territory.zone_weight",
        "peuvent pas tous valoir 0 : territory.zone_weight",
    ),
    (
        "weights-of-sectors-all-zero",
        &[".toml:2:21"],
        "cannot all be 0: population.sector_weight",
        "peuvent pas tous valoir 0 : population.sector_weight",
    ),
    (
        "weights-of-professions-all-zero",
        &[".toml:2:16"],
        "cannot all be 0: population.profession_weight",
        "peuvent pas tous valoir 0 : population.profession_weight",
    ),
    ("path-without-end", &[".toml:3:15"], "comes to an end", "a un terme"),
    ("title-in-one-language", &[".toml:1:9"], "{ fr = \"…\", en = \"…\" }", "{ fr = \"…\", en = \"…\" }"),
    (
        "many-faults",
        &[".toml:1:9", ".toml:3:10", ".toml:4:1", ".toml:6:10", ".toml:8:14"],
        "run.replications",
        "run.replications",
    ),
    (
        "source-without-text",
        &[".toml:3:1", ".toml:1:1", ".toml:5:8"],
        "mean `finance.margin`",
        "dire « finance.margin »",
    ),
    ("nested-key", &[".toml:3:1"], "did you mean `shocks.depth.bat`", "dire « shocks.depth.bat »"),
    ("name-of-format", &[".toml:1:9"], "small letters", "minuscules sans accent"),
    ("deep-nesting", &[".toml:1:89"], "two or three levels", "deux ou trois niveaux"),
    ("deep-key", &[".toml:1:1"], "two or three levels", "deux ou trois niveaux"),
];

fn wrong_files() -> PathBuf {
    Path::new("tests").join("data").join("wrong")
}

fn refused(path: &Path) -> Error {
    Scenario::resolve(Source::File(path.to_path_buf()), &[]).expect_err("a wrong file")
}

fn with_sets(sets: &[&str]) -> Result<Scenario, Error> {
    let sets: Vec<_> = sets.iter().map(|set| (*set).to_owned()).collect();
    Scenario::resolve(Source::Embedded("base".to_owned()), &sets)
}

/// A file of its own in a folder of its own.
fn written(text: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.toml");
    fs::write(&path, text).expect("a file");
    (folder, path)
}

fn resolved(text: &str) -> Scenario {
    let (_folder, path) = written(text);
    Scenario::resolve(Source::File(path), &[]).expect("a sound scenario")
}

#[test]
fn each_wrong_file_is_refused_with_its_places_and_its_remedy_in_both_languages() {
    for (file, places, english, french) in WRONG {
        let wrong = refused(&wrong_files().join(format!("{file}.toml")));
        assert_eq!(wrong.exit_code(), 2);
        for (lang, remedy) in [(Lang::En, english), (Lang::Fr, french)] {
            let text = wrong.render(lang, false).replace('\u{a0}', " ");
            for place in places {
                assert!(text.contains(place), "{file}: no {place} in\n{text}");
            }
            assert!(text.contains(remedy), "{file}: no « {remedy} » in\n{text}");
            let shown = text.matches("\n   |\n").count().max(text.matches(" --> ").count());
            assert_eq!(shown, places.len(), "{file}: other faults than expected in\n{text}");
        }
        assert!(wrong.render(Lang::Fr, true).contains('\u{1b}'), "{file}: no colour when asked for");
    }
}

#[test]
fn every_wrong_file_is_expected_to_be_wrong() {
    let known = |stem: &str| stem.starts_with("cycle-") || WRONG.iter().any(|(file, ..)| *file == stem);
    for entry in fs::read_dir(wrong_files()).expect("the folder").flatten() {
        let path = entry.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        assert!(path.is_dir() || known(&stem), "{stem} is in the folder and in no list");
    }
}

#[test]
fn what_is_no_text_file_is_refused_where_it_stops_being_one() {
    let (_folder, path) = written(b"title = \"r\xe9gion\"\n");
    let text = refused(&path).render(Lang::En, false);
    assert!(text.contains("mine.toml:1:11") && text.contains("UTF-8"), "{text}");
    assert!(refused(&path).render(Lang::Fr, false).contains("enregistrez"));
    let text = refused(path.parent().expect("its folder")).render(Lang::Fr, false);
    assert!(text.contains("c'est un dossier"), "{text}");
    let text = refused(&path.with_file_name("mien.toml")).render(Lang::En, false);
    assert!(text.contains("mine.toml`?"), "{text}");
}

#[test]
fn noise_is_refused_fast_and_in_few_lines() {
    let mut noise: Vec<Vec<u8>> =
        vec![vec![b'x'; 10 << 20], (0..10 << 20).map(|i: u32| (i % 251) as u8).collect()];
    for unit in ["x\n", "[", "a=\"", "\u{1}\u{2}\n", "[[", "= ", "é", "{", "a.b=1\n", "[a]\n", "\"\"\"", "\r"]
    {
        noise.push(unit.repeat(1_000_000 / unit.len()).into_bytes());
    }
    let keys: String = (0..80_000).map(|i| format!("key{i} = {i}\n")).collect();
    noise.push(keys.into_bytes());
    for text in noise {
        let (_folder, path) = written(&text);
        let start = Instant::now();
        let message = refused(&path).render(Lang::En, false);
        let head = String::from_utf8_lossy(&text[..12]).into_owned();
        assert!(start.elapsed() < Duration::from_secs(3), "{head:?} took {:?}", start.elapsed());
        assert!(
            message.lines().count() < 200 && message.len() < 30_000,
            "{head:?} gives {} bytes",
            message.len()
        );
    }
}

#[test]
fn a_file_cut_anywhere_never_panics() {
    let text = fs::read_to_string("scenarios/base.toml").expect("base")
        + "[run]\nmonths = 60\n[[event]]\nkind = \"orders\"\n";
    let (_folder, path) = written("");
    for end in 0..text.len() {
        fs::write(&path, &text.as_bytes()[..end]).expect("a file");
        if let Err(wrong) = Scenario::resolve(Source::File(path.clone()), &[]) {
            assert!(!wrong.render(Lang::Fr, true).is_empty());
        }
    }
}

#[test]
fn an_empty_file_and_a_byte_order_mark_are_the_base_scenario() {
    assert_eq!(resolved("").hash(), Scenario::base().hash());
    assert_eq!(resolved("\u{feff}# rien\r\n").hash(), Scenario::base().hash());
}

#[test]
fn what_shipped_scenarios_tell_their_readers_is_told_in_both_languages() {
    let folders = ["scenarios", "scenarios/experiments", "scenarios/verification"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = folders.iter().flat_map(|folder| fs::read_dir(root.join(folder)).unwrap());
    let paths = files.map(|file| file.unwrap().path());
    let named = |path: &PathBuf| {
        path.extension().is_some_and(|end| end == "toml") && !path.ends_with("catalogue.toml")
    };
    let mut noted = 0;
    for path in paths.filter(named) {
        let scenario = Scenario::resolve(Source::File(path.clone()), &[]).unwrap();
        let told = [&scenario.title].into_iter().chain(&scenario.notes);
        let told = told.chain(scenario.sources.iter().map(|source| &source.text));
        let told = told.chain(scenario.events.iter().map(|event| &event.label));
        let told = told.chain(scenario.formats.iter().map(|format| &format.summary));
        for text in told {
            assert_ne!(text.fr, text.en, "{}", path.display());
        }
        noted += usize::from(scenario.notes.is_some());
    }
    assert!(noted > 0, "no scenario has a note");
}

#[test]
fn a_resolved_scenario_read_again_is_the_same() {
    let rich = "title = \"Ma \\\"région\\\"\"\nnotes = \"\"\"une\ndeux = 2\"\"\"\nformats = [\"ge\", \"club-rh\"]\n\
                [run]\nmonths = 48\n[finance]\nmargin = 0.0123456789012345\n[format.ge]\nfee = 0.07\n\
                [[source]]\ntext = { fr = \"enquête\", en = \"survey\" }\nyear = 2026\n[[event]]\nkind = \"orders\"\nsector = \"bat\"\n\
                start = -3\nmonths = 6\ndepth = 0.35\n";
    for scenario in [Scenario::base(), resolved(rich)] {
        let again = resolved(&scenario.resolved_toml());
        assert_eq!(again.resolved_toml(), scenario.resolved_toml());
        assert_eq!(again.hash(), scenario.hash());
        assert_eq!((&again.notes, &again.sources), (&scenario.notes, &scenario.sources));
        assert_eq!(again.params, scenario.params);
        assert_eq!(again.formats, scenario.formats);
        assert_eq!(again.events, scenario.events);
        assert_eq!(Scenario::differences(&scenario, &again), []);
    }
}

#[test]
fn the_hash_ignores_comments_and_order_and_sees_values() {
    let one = resolved("title = \"a\"\n[run]\nmonths = 60\n[finance]\nmargin = 0\n");
    let two = resolved(
        "# note\n[finance]\nmargin = 0.0 # none\n[run]\nmonths = 60\n"
            .replacen('[', "title='a'\n[", 1)
            .as_str(),
    );
    assert_eq!(one.hash(), two.hash());
    assert_eq!(one.hash().len(), 64);
    assert_ne!(one.hash(), resolved("title = \"a\"\n[run]\nmonths = 61\n[finance]\nmargin = 0\n").hash());
}

#[test]
fn a_child_lies_over_its_parents_and_their_events_add_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
    fs::create_dir(folder.path().join("below")).expect("a folder");
    let event = "[[event]]\nkind = \"orders\"\nstart = 1\nmonths = 2\ndepth = 0.5\n";
    file("grand.toml", &format!("[run]\nmonths = 60\nreplications = 50\n[format.ge]\nfee = 0.07\n{event}"));
    file(
        "below/parent.toml",
        "extends = \"../grand.toml\"\n[run]\nmonths = 48\n[format.ge]\nmax_users = 2\n",
    );
    file(
        "child.toml",
        &format!("extends = \"below/parent.toml\"\nformats = [\"ge\", \"mine.toml\"]\n{event}"),
    );
    file("mine.toml", "label = \"Le mien\"\n[terms]\nfee = 0.03\n");
    let child =
        Scenario::resolve(Source::File(folder.path().join("child.toml")), &[]).expect("a sound scenario");
    assert_eq!((child.params.run.months, child.params.run.replications, child.events.len()), (48, 50, 2));
    let terms: Vec<_> =
        child.formats.iter().map(|f| (f.id.as_str(), f.terms.fee, f.terms.max_users)).collect();
    let alone = Scenario::base().formats[0].terms.max_users;
    assert_eq!(terms, [("ge", 0.07, 2), ("mine", 0.03, alone)]);
    assert_eq!(resolved(&child.resolved_toml()).formats, child.formats);
}

#[test]
fn flags_come_last_and_are_checked_like_files() {
    let scenario = with_sets(&["run.months=24", "run.months=36", "format.ge.fee=0.12", "formats=ge,club-rh"]);
    let scenario = scenario.expect("sound flags");
    assert_eq!(scenario.params.run.months, 36);
    assert_eq!((scenario.formats[0].id.as_str(), scenario.formats[0].terms.fee), ("ge", 0.12));
    let quoted = with_sets(&["formats=[\"status-quo\",\"ge\"]"]).expect("sound flags");
    assert_eq!(quoted.formats.len(), 2);
    let remedies = [
        ("run.replicatons=3", "did you mean `run.replications`"),
        ("run.replications", "=value"),
        ("run.months=0,5", "decimal mark"),
        ("format.ge.fee=12", "is written 0.12"),
        ("formats=[\"gee\"]", "did you mean `ge`"),
        ("format.scic.fee=0.12", "did you mean `scic-"),
        ("format.e.fee=0.12", "did you mean `ge`"),
        ("extends=other.toml", "in a file"),
        ("=3", "a key is missing"),
        ("", "=value"),
    ];
    for (set, remedy) in remedies {
        let text = with_sets(&[set]).expect_err("a wrong flag").render(Lang::En, false);
        assert!(text.contains("--set") && text.contains(remedy), "{set}:\n{text}");
    }
}

#[test]
fn a_remedy_is_never_refused_in_its_turn_and_a_default_is_the_one_in_force() {
    let said = |set: &str| with_sets(&[set]).expect_err("a wrong flag").render(Lang::En, false);
    for set in ["population.structures=1e9", "population.structures=\"-3\""] {
        let text = said(set);
        assert!(text.contains("expected a whole number") && !text.contains("write "), "{text}");
        assert!(!text.contains("without quotes"), "{text}");
    }
    assert!(said("format.ge.fee=12").contains("default 0.1;"), "{}", said("format.ge.fee=12"));
    assert!(said("format.status-quo.fee=12").contains("default 0.0;"));
}

#[test]
fn a_format_named_as_a_scenario_is_told_how_to_run_it() {
    let wrong = Scenario::resolve(Source::named("ge-scic"), &[]).expect_err("no scenario");
    assert!(wrong.to_string().contains("mutualise run base --format ge-scic"), "{wrong}");
}

/// A name that is part of a compared one is another name: its terms would be lost behind a warning.
#[test]
fn a_format_is_known_by_its_whole_name() {
    for name in ["interim", "ge-", "g", "status"] {
        let set = format!("format.{name}.fee=0.12");
        assert!(with_sets(&[&set]).is_err(), "{name} passes for a format");
    }
    let (folder, path) = written("formats = [\"ge\", \"my-ge.toml\"]\n[format.my-ge]\nfee = 0.12\n");
    fs::write(folder.path().join("my-ge.toml"), "label = \"Le mien\"\n").expect("a file");
    let own = Scenario::resolve(Source::File(path.clone()), &[]).expect("a format named by its file");
    assert_eq!(own.formats[1].terms.fee, 0.12);
    fs::write(&path, "formats = [\"ge\", \"my-ge.toml\"]\n[format.my-gi]\nfee = 0.12\n").expect("a file");
    let text = refused(&path).render(Lang::En, false);
    assert!(text.contains("did you mean `my-ge`"), "{text}");
}

#[test]
fn lawful_but_implausible_values_are_one_grouped_warning() {
    let scenario = with_sets(&["run.burn_in=1", "poaching.match_rate=1"]).expect("lawful values");
    let text = mutualise::error::render_warnings(&scenario.warnings, Lang::En, false);
    assert!(text.contains("2 values outside"), "{text}");
    let text = mutualise::error::render_warnings(&scenario.warnings, Lang::Fr, false);
    assert!(text.contains("2 valeurs hors"), "{text}");
    assert!(Scenario::base().warnings.is_empty());
}

#[test]
fn what_changes_nothing_is_said() {
    let scenario = resolved(
        "formats = [\"status-quo\"]\n[format.ge]\nfee = 0.1\n[[event]]\nkind=\"orders\"\nstart=999\nmonths=1\ndepth=0.1\n",
    );
    let text = mutualise::error::render_warnings(&scenario.warnings, Lang::En, false);
    assert!(text.contains("2 lines without effect") && text.contains("mine.toml:2:9"), "{text}");
}

#[test]
fn the_schema_knows_every_parameter_and_nothing_else() {
    let schema = mutualise::scenario::schema(Lang::Fr);
    for parameter in mutualise::catalogue::Catalogue::embedded().of_model() {
        let found = parameter.path.split('.').fold(&schema, |at, step| &at["properties"][step]);
        assert!(found["title"].is_string(), "{} is missing", parameter.path);
    }
    assert_eq!(schema["additionalProperties"], false);
    assert_eq!(schema["properties"]["run"]["additionalProperties"], false);
}
