//! How are the territories of a country shared out among its regions? By population, as last counted.

use crate::sheet::{Others, Sheet};

/// The regions of metropolitan France, in an order in which each borders the one before, Corsica by sea, and the last the first.
const TABLE: &str = include_str!("../../scenarios/regions.csv");

/// A region.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Its official code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How many people live there.
    pub population: f64,
}

/// All regions, in the order of the table.
pub fn regions() -> Vec<Region> {
    let columns = ["code", "region", "population", "year", "source", "grade"];
    let sheet = Sheet::read("regions.csv", TABLE, &columns, Others::Among(&[]));
    let sheet = sheet.unwrap_or_else(|wrong| panic!("the embedded regions: {wrong}"));
    let region = |row: crate::sheet::Row| Region {
        code: row.text("code").to_owned(),
        name: row.text("region").to_owned(),
        population: row.number("population").unwrap_or_else(|_| panic!("the embedded regions: a population")),
    };
    sheet.rows().map(region).collect()
}

/// The region of each of so many territories, by its place in the table: in proportion to population, what is left over
/// to the largest remainders, and the territories of a region side by side.
pub fn share_out(territories: usize, regions: &[Region]) -> Vec<usize> {
    let all: f64 = regions.iter().map(|region| region.population).sum();
    let quota = |region: &Region| territories as f64 * region.population / all;
    let mut given: Vec<usize> = regions.iter().map(|region| quota(region).floor() as usize).collect();
    let mut next: Vec<usize> = (0..regions.len()).collect();
    next.sort_by(|&a, &b| quota(&regions[b]).fract().total_cmp(&quota(&regions[a]).fract()));
    let left = territories - given.iter().sum::<usize>();
    next.iter().take(left).for_each(|&region| given[region] += 1);
    given.iter().enumerate().flat_map(|(region, &n)| std::iter::repeat_n(region, n)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_territory_has_a_region_and_every_region_its_share() {
        let regions = regions();
        let all: f64 = regions.iter().map(|region| region.population).sum();
        assert_eq!((regions.len(), all), (13, 65_505_213.0));
        for n in [0, 1, 6, 13, 100, 1_250] {
            let shared = share_out(n, &regions);
            assert_eq!(shared.len(), n);
            assert!(shared.is_sorted(), "the territories of a region stand side by side");
            for (place, region) in regions.iter().enumerate() {
                let given = shared.iter().filter(|&&of| of == place).count() as f64;
                let due = n as f64 * region.population / all;
                assert!((given - due).abs() < 1.0, "{} has {given} of {n}, {due} are due", region.name);
            }
        }
    }
}
