//! What associations did whose public funding was cut: asked, as a survey asks, whether they did it at all.

use std::ops::Range;

use super::employers::association;
use super::{Observable, Panel, Place, percent};
use crate::indicators::Text;
use crate::kinds::{Profession, Status};
use crate::world::record::{End, Fewer, Outcome, Recruitment, Separation, TeamShrinks};

/// The months that are asked about.
const ASKED: usize = 12;

/// The entries of this theme.
pub const OBSERVABLES: &[Observable] = &[
    Observable {
        id: "not_replaced_after_cut",
        label: Text {
            fr: "Départs non remplacés après une coupe", en: "Leavers not replaced after a cut"
        },
        unit: "%",
        definition: Text {
            fr: "associations interrogées chaque mois sur les douze derniers, ouvertes tout ce temps et dont le financement public y a été coupé : part où un départ de l’équipe propre n’a pas été remplacé, ou bien où, dans une profession, plus de CDI sont partis (licenciements et dernier mois à part) qu’il n’a été recruté depuis ou qu’on ne recrute encore",
            en: "associations asked each month about the last twelve, open throughout and with a cut of public funding in them: share in which somebody who left the own team was not replaced, or more people on open-ended contracts of one profession left (lay-offs and the last month apart) than have been hired since or are still looked for",
        },
        value: |panel| did(panel, not_replaced),
    },
    Observable {
        id: "cancelled_hires_after_cut",
        label: Text { fr: "Embauches annulées après une coupe", en: "Hires cancelled after a cut" },
        unit: "%",
        definition: Text {
            fr: "mêmes associations : part qui a retiré, faute d’argent, un poste ouvert des quatre professions ou de son équipe propre ; un poste prévu et jamais ouvert n’est pas vu",
            en: "the same associations: share that withdrew an open post for want of money, of the four professions or of its own team; a post planned and never opened is not seen",
        },
        value: |panel| did(panel, cancelled),
    },
    Observable {
        id: "layoffs_after_cut",
        label: Text { fr: "Licenciements après une coupe", en: "Lay-offs after a cut" },
        unit: "%",
        definition: Text {
            fr: "mêmes associations : part qui a licencié quelqu’un, des quatre professions ou de son équipe propre",
            en: "the same associations: share that laid somebody off, of the four professions or of its own team",
        },
        value: |panel| did(panel, laid_off),
    },
];

/// What happened at one place, in the order in which it happened.
#[derive(Clone, Default)]
struct Happened<'a> {
    separations: Vec<&'a Separation>,
    recruitments: Vec<&'a Recruitment>,
    teams: Vec<&'a TeamShrinks>,
}

/// One association and the months it is asked about.
struct Asked<'a> {
    panel: &'a Panel,
    place: usize,
    months: Range<usize>,
    happened: &'a Happened<'a>,
}

/// The share of the associations under a cut that did something.
fn did(panel: &Panel, something: fn(&Asked) -> bool) -> f64 {
    let places = panel.months.first().map_or(0, |month| month.structures.len());
    let mut happened = vec![Happened::default(); places];
    for end in panel.events.separations.iter().filter(|end| end.with == Status::Structure) {
        happened[end.employer as usize].separations.push(end);
    }
    for search in panel.recruitments() {
        happened[search.structure as usize].recruitments.push(search);
    }
    for shrinks in &panel.events.teams {
        happened[shrinks.structure as usize].teams.push(shrinks);
    }
    let starts = 0..panel.months.len().saturating_sub(ASKED);
    let asked = starts.flat_map(|from| {
        let months = from..from + ASKED;
        let happened = happened.iter().enumerate();
        happened.map(move |(place, happened)| Asked { panel, place, months: months.clone(), happened })
    });
    percent(asked.filter(Asked::under_cut), something)
}

impl Asked<'_> {
    /// The ends of the months, their eve first.
    fn seen(&self) -> impl Iterator<Item = &Place> + Clone {
        let months = &self.panel.months[self.months.start..=self.months.end];
        months.iter().map(|month| &month.structures[self.place])
    }

    /// Open from the eve to the end under the same identity, and cut in one of the months at least.
    fn under_cut(&self) -> bool {
        let eve = self.panel.months[self.months.start].structures[self.place];
        association(&eve)
            && self.seen().all(|then| then.open && then.identity == eve.identity)
            && self.seen().skip(1).any(|then| then.cut)
    }

    fn about(&self, month: i32) -> bool {
        usize::try_from(month).is_ok_and(|month| self.months.contains(&month))
    }

    fn separations(&self) -> impl Iterator<Item = &Separation> {
        self.happened.separations.iter().copied().filter(|end| self.about(end.month))
    }

    /// Months in which people of that profession left whom one might replace. Whoever leaves in the last month could not
    /// be looked for yet.
    fn left(&self, profession: Profession) -> impl Iterator<Item = i32> {
        self.separations()
            .filter(|end| !matches!(end.why, End::Dismissed | End::TermEnded) && end.contract.is_open_ended())
            .filter(|end| (end.month as usize) + 1 < self.months.end)
            .filter(move |end| {
                self.panel.months[end.month as usize].people[end.worker as usize].profession == profession
            })
            .map(|end| end.month)
    }

    /// Whether its own team lost a post for that reason.
    fn team_shrank(&self, why: Fewer) -> bool {
        self.happened.teams.iter().any(|shrinks| shrinks.why == why && self.about(shrinks.month))
    }

    /// How many of that profession were hired since, or are looked for at the end.
    fn replaced(&self, profession: Profession, since: i32) -> usize {
        let end = self.months.end as i32;
        let ours = self.happened.recruitments.iter().filter(|search| search.profession == profession);
        ours.filter(|search| match search.ended {
            Some((month, Outcome::Filled)) => month >= since && search.opened < end,
            Some((month, _)) => month >= end && search.opened < end,
            None => search.opened < end,
        })
        .count()
    }
}

fn not_replaced(asked: &Asked) -> bool {
    asked.team_shrank(Fewer::NotReplaced)
        || Profession::ALL.into_iter().any(|profession| {
            let first = asked.left(profession).min();
            first.is_some_and(|first| asked.left(profession).count() > asked.replaced(profession, first))
        })
}

fn cancelled(asked: &Asked) -> bool {
    asked.team_shrank(Fewer::Cancelled)
        || asked.happened.recruitments.iter().any(|search| {
            search.ended.is_some_and(|(month, why)| why == Outcome::Unaffordable && asked.about(month))
        })
}

fn laid_off(asked: &Asked) -> bool {
    asked.team_shrank(Fewer::LaidOff) || asked.separations().any(|end| end.why == End::Dismissed)
}
