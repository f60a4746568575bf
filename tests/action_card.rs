//! Promise: every line of the action card has its row, and every name in it exists in the code.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

use mutualise::catalogue::Catalogue;
use mutualise::indicators::{INDICATORS, SERIES};

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn page() -> String {
    fs::read_to_string(at("docs/action-card.md")).unwrap()
}

/// The four cells of every row.
fn rows(page: &str) -> Vec<Vec<String>> {
    let lines = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| line of the card"));
    lines
        .map(|line| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

/// What stands between backquotes.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_row_has_a_mechanism_an_indicator_and_a_test_that_exist() {
    let page = page();
    let rows = rows(&page);
    assert!(rows.len() >= 45, "{} rows", rows.len());
    let paths: Vec<&str> =
        Catalogue::embedded().parameters().map(|parameter| parameter.path.as_str()).collect();
    let mut wrong = Vec::new();
    for row in &rows {
        let [line, mechanism, indicator, test] = &row[..] else { panic!("{row:?} has not four cells") };
        for name in quoted(mechanism) {
            let exists = if name.contains('/') {
                at(name).exists()
            } else {
                paths.contains(&name) || paths.contains(&format!("terms.{name}").as_str())
            };
            if !exists {
                wrong.push(format!("{line}: no mechanism {name}"));
            }
        }
        for name in quoted(indicator) {
            let known = INDICATORS.iter().any(|known| known.id == name)
                || SERIES.iter().any(|known| known.id == name);
            if !known {
                wrong.push(format!("{line}: no indicator {name}"));
            }
        }
        for name in quoted(test) {
            // a whole file, or what holds for all mechanisms at once, would not miss this one
            let of_its_own = name.split_once("::").filter(|(file, _)| !file.contains("rereading"));
            let found = of_its_own.is_some_and(|(file, function)| {
                let text = fs::read_to_string(at(file)).unwrap_or_default();
                text.contains(&format!("#[test]\nfn {function}()"))
            });
            if !found {
                wrong.push(format!("{line}: no test of its own {name}"));
            }
        }
        if quoted(mechanism).is_empty()
            && !mechanism.contains("the same")
            && !mechanism.starts_with("six years")
        {
            wrong.push(format!("{line}: no mechanism named"));
        }
        if quoted(indicator).is_empty() || quoted(test).is_empty() {
            wrong.push(format!("{line}: no indicator or no test"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_indicator_answers_a_line_and_every_shipped_format_has_its_row() {
    let page = page();
    for indicator in INDICATORS {
        assert!(
            page.contains(&format!("`{}`", indicator.id)),
            "{} answers no line of the card",
            indicator.id
        );
    }
    for (id, _) in
        mutualise::formats::EMBEDDED.iter().filter(|(id, _)| !["status-quo", "club-rh"].contains(id))
    {
        assert!(page.contains(&format!("scenarios/formats/{id}.toml")), "{id} has no row");
    }
}

/// The card's own words for each of its lines, of which none may be missing.
const LINES: [&str; 45] = [
    "Levier d'action",
    "Échelle régionale",
    "Impulser",
    "lien avec les GEIQ",
    "groupements d'employeurs existants",
    "Attractivité",
    "Fidélisation : réduire",
    "Développement des compétences",
    "énergies renouvelables et économie circulaire",
    "entreprises de l'ESS",
    "demandeurs d'emploi",
    "salariés en poste",
    "chargé(e) d'affaires",
    "responsable logistique & qualité",
    "technicien(ne) en rénovation énergétique",
    "Niveau d'impact",
    "Difficulté de mise en œuvre",
    "Fragilité économique",
    "Fragilité des modèles",
    "Besoin de temps partagé",
    "Isolement et charge mentale",
    "Concurrence",
    "Culture de coopération",
    "Étape 1",
    "groupement d'employeurs sectoriel",
    "coopérative d'intérim",
    "ETTI",
    "inter-SIAE",
    "Étape 3",
    "Étape 4, parcours",
    "CRESS PACA et UDES",
    "URSCOP",
    "Mouvement associatif",
    "OPCO",
    "Région / DREETS",
    "NACTIM",
    "Modèles existants : GEIQ",
    "Dispositifs juridiques",
    "plateformes digitales",
    "PTCE",
    "Clubs des employeurs engagés",
    "Sécurisation économique",
    "Fidélisation accrue",
    "Montée en compétences",
    "Renforcement de l'écosystème",
];

/// The card's indicators, of realisation and of impact.
const INDICATEURS: [&str; 7] = [
    "Nombre de structures adhérentes",
    "nombre d'emplois mutualisés",
    "nombre de réunions",
    "personnes ressources rencontrées",
    "% d'individus/structures",
    "diminution du niveau de stress",
    "taux de conversion",
];

#[test]
fn no_line_of_the_card_is_without_its_row() {
    let rows = rows(&page());
    for line in LINES.iter().chain(&INDICATEURS) {
        let found = rows.iter().any(|row| row[0].to_lowercase().contains(&line.to_lowercase()));
        assert!(found, "no row for « {line} »");
    }
}
