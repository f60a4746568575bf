//! The registry of indicators: id, label, unit, direction, theme, definition and the card's line each one answers.

use super::joined::{joined, total};
use super::{Better, Text, Theme, Unit};
use crate::kinds::Sector;
use crate::world::places::{self, Places};
use crate::world::record::Spell;
use crate::world::structures::SMALL;
use crate::world::{Structures, World};

/// Full-time equivalents in one profession below which a need is less than half time.
const HALF_TIME: f64 = 0.5;

/// Along which lines an indicator is split besides the whole population.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// The whole only.
    None,
    /// By type of employer.
    Employers,
    /// By profession.
    Professions,
    /// By both.
    Both,
    /// By type of employer, and by VAT × size × need crossed.
    Crossed,
}

/// A part of the population for which an indicator is also computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Everybody.
    All,
    /// One type of employer, by its place in [`EMPLOYER_GROUPS`].
    Employer(usize),
    /// One profession, by its place in [`PROFESSION_GROUPS`].
    Profession(usize),
    /// One cell of VAT × size × need, by its place in [`CROSSED_GROUPS`].
    Crossed(usize),
}

/// The types of employer: suffix of the column, label.
pub const EMPLOYER_GROUPS: [(&str, Text); 7] = [
    ("vat-liable", Text { fr: "assujetties à la TVA", en: "liable for VAT" }),
    ("vat-exempt", Text { fr: "non assujetties à la TVA", en: "not liable for VAT" }),
    ("enr", Text { fr: "énergies renouvelables", en: "renewable energy" }),
    ("bat", Text { fr: "rénovation du bâtiment", en: "building renovation" }),
    ("ec", Text { fr: "économie circulaire", en: "circular economy" }),
    ("small", Text { fr: "moins de 10 salariés", en: "fewer than 10 employees" }),
    ("larger", Text { fr: "10 salariés et plus", en: "10 employees or more" }),
];

/// The places of the structures of each of these types, in their order.
const OF_TYPE: [fn(&Structures) -> Vec<u64>; EMPLOYER_GROUPS.len()] = [
    |structures| places::those(structures.vat_liable.iter().copied()),
    |structures| places::those(structures.vat_liable.iter().map(|liable| !liable)),
    |structures| of_sector(structures, Sector::Enr),
    |structures| of_sector(structures, Sector::Bat),
    |structures| of_sector(structures, Sector::Ec),
    |structures| places::those(structures.team_normal.iter().map(|&team| team < SMALL)),
    |structures| places::those(structures.team_normal.iter().map(|&team| team >= SMALL)),
];

fn of_sector(structures: &Structures, sector: Sector) -> Vec<u64> {
    places::those(structures.sector.iter().map(|&its| its == sector))
}

/// The cells of VAT × size × largest recurrent need in one profession: suffix of the column, label.
pub const CROSSED_GROUPS: [(&str, Text); 8] = [
    (
        "liable-small-slight",
        Text {
            fr: "assujetties, moins de 10 salariés, moins d’un mi-temps",
            en: "liable, fewer than 10 employees, less than half time",
        },
    ),
    (
        "liable-small-ample",
        Text {
            fr: "assujetties, moins de 10 salariés, un mi-temps et plus",
            en: "liable, fewer than 10 employees, half time or more",
        },
    ),
    (
        "liable-larger-slight",
        Text {
            fr: "assujetties, 10 salariés et plus, moins d’un mi-temps",
            en: "liable, 10 employees or more, less than half time",
        },
    ),
    (
        "liable-larger-ample",
        Text {
            fr: "assujetties, 10 salariés et plus, un mi-temps et plus",
            en: "liable, 10 employees or more, half time or more",
        },
    ),
    (
        "exempt-small-slight",
        Text {
            fr: "non assujetties, moins de 10 salariés, moins d’un mi-temps",
            en: "not liable, fewer than 10 employees, less than half time",
        },
    ),
    (
        "exempt-small-ample",
        Text {
            fr: "non assujetties, moins de 10 salariés, un mi-temps et plus",
            en: "not liable, fewer than 10 employees, half time or more",
        },
    ),
    (
        "exempt-larger-slight",
        Text {
            fr: "non assujetties, 10 salariés et plus, moins d’un mi-temps",
            en: "not liable, 10 employees or more, less than half time",
        },
    ),
    (
        "exempt-larger-ample",
        Text {
            fr: "non assujetties, 10 salariés et plus, un mi-temps et plus",
            en: "not liable, 10 employees or more, half time or more",
        },
    ),
];

/// The professions: suffix of the column, label.
pub const PROFESSION_GROUPS: [(&str, Text); 4] = [
    ("project-lead", Text { fr: "chargés d’affaires et de projets", en: "project managers" }),
    (
        "logistics-quality",
        Text { fr: "responsables logistique et qualité", en: "logistics and quality leads" },
    ),
    (
        "renovation-technician",
        Text { fr: "techniciens en rénovation énergétique", en: "energy-renovation technicians" },
    ),
    ("support", Text { fr: "fonctions support", en: "support functions" }),
];

/// An outcome of one replication under one format.
#[derive(Clone, Copy, Debug)]
pub struct Indicator {
    /// Its name in files.
    pub id: &'static str,
    /// Its name for readers.
    pub label: Text,
    /// In what it is counted.
    pub unit: Unit,
    /// Which way is better.
    pub better: Better,
    /// The theme of the card.
    pub theme: Theme,
    /// How it is computed.
    pub definition: Text,
    /// The line of the action card it answers, in the card's words.
    pub card: &'static str,
    /// Along which lines it is split.
    pub split: Split,
    /// Its value at the end of a replication; NaN where it is not defined.
    pub value: fn(&World, Group) -> f64,
}

/// A stored column: an indicator for a part of the population.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The indicator.
    pub indicator: &'static Indicator,
    /// For whom.
    pub group: Group,
}

impl Column {
    /// The column's value at the end of a replication.
    pub fn value(&self, world: &World) -> f64 {
        (self.indicator.value)(world, self.group)
    }

    /// The column's name: `turnover`, `turnover.vat-liable`.
    pub fn name(&self) -> String {
        match self.group {
            Group::All => self.indicator.id.to_owned(),
            Group::Employer(k) => format!("{}.{}", self.indicator.id, EMPLOYER_GROUPS[k].0),
            Group::Profession(k) => format!("{}.{}", self.indicator.id, PROFESSION_GROUPS[k].0),
            Group::Crossed(k) => format!("{}.{}", self.indicator.id, CROSSED_GROUPS[k].0),
        }
    }
}

/// Every stored column, in the order of the registry.
pub fn columns() -> impl Iterator<Item = Column> {
    INDICATORS.iter().flat_map(|indicator| {
        let employers = matches!(indicator.split, Split::Employers | Split::Both | Split::Crossed);
        let professions = matches!(indicator.split, Split::Professions | Split::Both);
        let crossed = indicator.split == Split::Crossed;
        let whole = std::iter::once(Group::All);
        let employers = (0..EMPLOYER_GROUPS.len()).filter(move |_| employers).map(Group::Employer);
        let professions = (0..PROFESSION_GROUPS.len()).filter(move |_| professions).map(Group::Profession);
        let crossed = (0..CROSSED_GROUPS.len()).filter(move |_| crossed).map(Group::Crossed);
        whole.chain(employers).chain(professions).chain(crossed).map(move |group| Column { indicator, group })
    })
}

/// The indicator of that name.
pub fn find(id: &str) -> Option<&'static Indicator> {
    INDICATORS.iter().find(|indicator| indicator.id == id)
}

/// The themes' entries, in the order of a report.
const THEMES: [&[Indicator]; 8] = [
    super::retention::INDICATORS,
    super::cost::INDICATORS,
    super::money::INDICATORS,
    super::stability::INDICATORS,
    super::access::INDICATORS,
    super::well_being::INDICATORS,
    super::network::INDICATORS,
    super::realisation::INDICATORS,
];

/// Every indicator, by theme.
pub const INDICATORS: &[Indicator] = &joined::<_, { total(&THEMES) }>(&THEMES);

/// The place in [`CROSSED_GROUPS`] of the cell to which a structure belongs.
fn cell(structures: &Structures, s: usize) -> usize {
    let largest = structures.need[s].values().into_iter().fold(0.0, f64::max);
    let cell = [!structures.vat_liable[s], structures.team_normal[s] >= SMALL, largest >= HALF_TIME];
    cell.iter().fold(0, |k, &second| 2 * k + usize::from(second))
}

impl Group {
    /// Tells spells of employment that belong to the group from others.
    #[inline(always)]
    pub fn tells(self, world: &World) -> impl Fn(&Spell) -> bool {
        let structures = self.set(world);
        move |spell| match self {
            Group::Profession(k) => spell.profession as usize == k,
            _ => places::contains(&structures, spell.structure as usize),
        }
    }

    /// The set of the group's structures; a profession has those of every type.
    fn set(self, world: &World) -> Vec<u64> {
        let structures = &world.structures;
        match self {
            Group::All | Group::Profession(_) => places::all(structures.len()),
            Group::Employer(k) => OF_TYPE[k](structures),
            Group::Crossed(k) => places::those((0..structures.len()).map(|s| k == cell(structures, s))),
        }
    }

    /// The places of the group's structures, in order.
    pub fn structures(self, world: &World) -> impl Iterator<Item = usize> {
        let words = self.set(world).into_iter().enumerate();
        words.flat_map(|(nth, word)| Places::of(word, nth))
    }
}
