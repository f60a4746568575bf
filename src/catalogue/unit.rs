//! How is a unit named in each language?

use crate::error::both;
use crate::words::Bilingual;

/// English, as the catalogue has it, and French.
const UNITS: [(&str, &str); 45] = [
    ("", ""),
    ("share", "part"),
    ("per month", "par mois"),
    ("per year", "par an"),
    ("months", "mois"),
    ("days", "jours"),
    ("years", "ans"),
    ("year", "année"),
    ("month of the year", "mois de l'année"),
    ("minutes", "minutes"),
    ("€", "€"),
    ("€ per month", "€ par mois"),
    ("€ per year", "€ par an"),
    ("euros", "euros"),
    ("share of pay", "part du salaire"),
    ("share of market pay", "part du salaire du marché"),
    ("share of gross", "part du brut"),
    ("multiple", "multiple"),
    ("h per year", "h par an"),
    ("share of income", "part des ressources"),
    ("share of spending", "part des dépenses"),
    ("share of the sum", "part du total"),
    ("share of what is missing", "part de ce qui manque"),
    ("of loaded pay", "du salaire chargé"),
    ("months of spending", "mois de dépenses"),
    ("months of wages", "mois de salaire"),
    ("months of loaded pay", "mois de salaire chargé"),
    ("months of invoice", "mois de facture"),
    ("per invoice", "par facture"),
    ("log", "log"),
    ("log pay", "log du salaire"),
    ("log odds", "log de cote"),
    ("ratio", "rapport"),
    ("elasticity", "élasticité"),
    ("points", "points"),
    ("points of 10", "points sur 10"),
    ("people", "personnes"),
    ("employees", "salarié·es"),
    ("structures", "structures"),
    ("territories", "territoires"),
    ("firms", "entreprises"),
    ("meetings", "réunions"),
    ("hours", "heures"),
    ("FTE", "ETP"),
    ("FTE per FTE", "ETP par ETP"),
];

/// The unit in both languages, if it is known.
pub(super) fn words(unit: &str) -> Option<Bilingual> {
    UNITS.iter().find(|(en, _)| *en == unit).map(|(en, fr)| both(*fr, *en))
}
