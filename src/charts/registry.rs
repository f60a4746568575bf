//! Which charts there are, in the order of a report: an entry says its name, its theme, when it applies, how to draw it.

use super::{
    Depends, Drawn, Picture, SIZES, Scene, Size, composition, conditions, dependence, differences,
    distribution, fans, flows, panels, regret, retention, survival, variance, who_gains,
};
use crate::discovery::Knowledge;
use crate::experiment::results::Results;
use crate::indicators::{Text, Theme};
use crate::sensitivity::Sensitivity;

/// A chart: of a run, unless it says of what else.
#[derive(Clone, Copy, Debug)]
pub struct Chart<Applies = fn(&Results) -> bool, Draw = fn(&Scene) -> Picture> {
    /// Its name in files.
    pub id: &'static str,
    /// Its name for readers, without a finding.
    pub name: Text,
    /// The part of a report in which it stands.
    pub part: Part,
    /// Whether it can be drawn at the width of one column of two, while formats are few.
    pub narrow: bool,
    /// Whether these results hold what it shows.
    pub applies: Applies,
    /// Draws it.
    pub draw: Draw,
}

/// A part of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What is said of a theme.
    Of(Theme),
    /// Who gains among employers.
    WhoGains,
    /// What goes through all themes.
    Whole,
}

/// A chart of a run over drawn parameters.
pub type OfDraws = Chart<fn(&Knowledge) -> bool, fn(&Drawn) -> Picture>;
/// A chart of a study of sensitivity.
pub type OfSensitivity = Chart<fn(&Sensitivity) -> bool, fn(&Depends) -> Picture>;

/// With more formats than this, a chart as wide as one column would be higher than the page.
const MOST_NARROW: usize = 4;

impl<Applies, Draw> Chart<Applies, Draw> {
    /// Whether a picture of so many formats at that width fits a page.
    pub fn fits(&self, size: Size, formats: usize) -> bool {
        size == Size::Wide || self.narrow && formats <= MOST_NARROW
    }

    /// The widths at which a picture of so many formats fits a page.
    pub fn sizes(&self, formats: usize) -> impl Iterator<Item = Size> + use<Applies, Draw> {
        SIZES
            .map(|size| (size, self.fits(size, formats)))
            .into_iter()
            .filter(|(_, fits)| *fits)
            .map(|(s, _)| s)
    }
}

/// Every chart, in the order of a report.
pub const CHARTS: &[Chart] = &[
    Chart {
        id: "retention",
        name: Text { fr: "Courbes de fidélisation", en: "Retention curves" },
        part: Part::Of(Theme::Retention),
        narrow: true,
        applies: retention::applies,
        draw: retention::draw,
    },
    Chart {
        id: "retention-spread",
        name: Text {
            fr: "Dispersion de la fidélisation à 24 mois", en: "Spread of retention at 24 months"
        },
        part: Part::Of(Theme::Retention),
        narrow: true,
        applies: |results| distribution::applies(results, "retention-24"),
        draw: |scene| distribution::draw(scene, "retention-24"),
    },
    Chart {
        id: "cost",
        name: Text { fr: "Dispersion du coût", en: "Spread of cost" },
        part: Part::Of(Theme::Cost),
        narrow: true,
        applies: |results| distribution::applies(results, "cost-per-fte"),
        draw: |scene| distribution::draw(scene, "cost-per-fte"),
    },
    Chart {
        id: "net-benefit",
        name: Text { fr: "Dispersion du bénéfice net", en: "Spread of net benefit" },
        part: Part::Of(Theme::Cost),
        narrow: true,
        applies: |results| distribution::applies(results, "net-benefit"),
        draw: |scene| distribution::draw(scene, "net-benefit"),
    },
    Chart {
        id: "composition",
        name: Text { fr: "Composition du coût", en: "What the cost is made of" },
        part: Part::Of(Theme::Cost),
        narrow: true,
        applies: composition::applies,
        draw: composition::draw,
    },
    Chart {
        id: "flows",
        name: Text { fr: "Où va l’argent", en: "Where the money goes" },
        part: Part::Of(Theme::Cost),
        narrow: false,
        applies: flows::applies,
        draw: flows::draw,
    },
    Chart {
        id: "stability",
        name: Text { fr: "Stabilité", en: "Stability" },
        part: Part::Of(Theme::Stability),
        narrow: true,
        applies: |results| panels::applies(results, &panels::STABILITY),
        draw: |scene| panels::draw(scene, &panels::STABILITY),
    },
    Chart {
        id: "contracts",
        name: Text { fr: "Conversion des contrats", en: "Conversion of contracts" },
        part: Part::Of(Theme::Stability),
        narrow: true,
        applies: |results| panels::applies(results, &panels::CONTRACTS),
        draw: |scene| panels::draw(scene, &panels::CONTRACTS),
    },
    Chart {
        id: "survival",
        name: Text { fr: "Survie du dispositif et des structures", en: "Survival of pool and structures" },
        part: Part::Of(Theme::Stability),
        narrow: true,
        applies: survival::applies,
        draw: survival::draw,
    },
    Chart {
        id: "monthly",
        name: Text { fr: "Vie du dispositif", en: "Life of the pool" },
        part: Part::Of(Theme::Realisation),
        narrow: true,
        applies: |results| fans::applies(results, &fans::POOL),
        draw: |scene| fans::draw(scene, &fans::POOL),
    },
    Chart {
        id: "access",
        name: Text { fr: "Accès aux compétences", en: "Access to skills" },
        part: Part::Of(Theme::Access),
        narrow: true,
        applies: |results| panels::applies(results, &panels::ACCESS),
        draw: |scene| panels::draw(scene, &panels::ACCESS),
    },
    Chart {
        id: "needs",
        name: Text {
            fr: "Besoins, stress et surcharge au fil du temps",
            en: "Needs, stress and load over time",
        },
        part: Part::Of(Theme::WellBeing),
        narrow: true,
        applies: |results| fans::applies(results, &fans::NEEDS),
        draw: |scene| fans::draw(scene, &fans::NEEDS),
    },
    Chart {
        id: "well-being",
        name: Text { fr: "Bien-être", en: "Well-being" },
        part: Part::Of(Theme::WellBeing),
        narrow: true,
        applies: |results| panels::applies(results, &panels::WELL_BEING),
        draw: |scene| panels::draw(scene, &panels::WELL_BEING),
    },
    Chart {
        id: "network",
        name: Text { fr: "Réseau", en: "Network" },
        part: Part::Of(Theme::Network),
        narrow: true,
        applies: |results| panels::applies(results, &panels::NETWORK),
        draw: |scene| panels::draw(scene, &panels::NETWORK),
    },
    Chart {
        id: "who-gains",
        name: Text { fr: "Qui gagne, selon l’employeur", en: "Who gains, by employer" },
        part: Part::WhoGains,
        narrow: false,
        applies: |results| who_gains::applies(results, &who_gains::ONE_BY_ONE),
        draw: |scene| who_gains::draw(scene, &who_gains::ONE_BY_ONE),
    },
    Chart {
        id: "who-gains-crossed",
        name: Text {
            fr: "Qui gagne : TVA, taille et besoins croisés",
            en: "Who gains: VAT, size and need crossed",
        },
        part: Part::WhoGains,
        narrow: false,
        applies: |results| who_gains::applies(results, &who_gains::CROSSED),
        draw: |scene| who_gains::draw(scene, &who_gains::CROSSED),
    },
    Chart {
        id: "differences",
        name: Text { fr: "Toutes les différences", en: "All differences" },
        part: Part::Whole,
        narrow: false,
        applies: differences::applies,
        draw: differences::draw,
    },
];

/// Every chart of a run over drawn parameters.
pub const OF_DRAWS: &[OfDraws] = &[
    Chart {
        id: "variance",
        name: Text { fr: "Le hasard et les hypothèses", en: "Chance and assumptions" },
        part: Part::Whole,
        narrow: true,
        applies: variance::applies,
        draw: variance::draw,
    },
    Chart {
        id: "regret",
        name: Text { fr: "Regret de chaque format", en: "Regret of each format" },
        part: Part::Whole,
        narrow: true,
        applies: regret::applies,
        draw: regret::draw,
    },
    Chart {
        id: "conditions",
        name: Text { fr: "Quand le classement s’inverse", en: "When the ranking flips" },
        part: Part::Whole,
        narrow: true,
        applies: conditions::applies,
        draw: conditions::draw,
    },
];

/// Every chart of a study of sensitivity.
pub const OF_SENSITIVITY: &[OfSensitivity] = &[
    Chart {
        id: "screening",
        name: Text { fr: "Les paramètres qui comptent", en: "The parameters that matter" },
        part: Part::Whole,
        narrow: true,
        applies: |study| dependence::applies(study, &dependence::SCREENING),
        draw: |scene| dependence::draw(scene, &dependence::SCREENING),
    },
    Chart {
        id: "shares",
        name: Text { fr: "Les parts de la variance", en: "Shares of the variance" },
        part: Part::Whole,
        narrow: true,
        applies: |study| dependence::applies(study, &dependence::SHARES),
        draw: |scene| dependence::draw(scene, &dependence::SHARES),
    },
];

/// The chart of that name.
pub fn find(id: &str) -> Option<&'static Chart> {
    CHARTS.iter().find(|chart| chart.id == id)
}

/// The charts for which these results hold something to draw.
pub fn applicable(results: &Results) -> impl Iterator<Item = &'static Chart> + '_ {
    CHARTS.iter().filter(|chart| (chart.applies)(results))
}
