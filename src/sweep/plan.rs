//! What is computed in a sweep, and what must be the same for a later run to go on with it?

use super::layout::{Layout, Shard, Stage};
use super::manifest::{AxisRecord, DesignRecord};
use super::points::Points;
use crate::catalogue::Value;
use crate::experiment::results::{FormatName, Provenance};
use crate::experiment::store::{StoredColumn, Values};
use crate::indicators::registry;
use crate::scenario::Scenario;
use crate::words::Lang;

/// What is to be computed.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The points.
    pub points: Points,
    /// The compared formats; the first is the reference.
    pub formats: Vec<FormatName>,
    /// The outcomes of each run.
    pub columns: Vec<String>,
    /// The order of work.
    pub layout: Layout,
    /// Which part of it is computed here.
    pub shard: Shard,
    /// On how many threads.
    pub threads: usize,
    /// What a foot note must say.
    pub provenance: Provenance,
    /// The scenario as resolved, at one replication, because a sweep has its own number of them.
    pub scenario: String,
}

impl Plan {
    /// The sweep of a scenario over points.
    pub fn new(scenario: &Scenario, points: Points, run: &str, threads: usize) -> Plan {
        let (params, (structures, people)) = (&scenario.params, scenario.population());
        let whole = Stage { points: points.count(), replications: params.run.replications };
        let written = once(scenario);
        Plan {
            formats: scenario
                .formats
                .iter()
                .map(|f| FormatName { id: f.id.clone(), label: f.label.clone(), short: f.short.clone() })
                .collect(),
            columns: registry::columns().map(|column| column.name()).collect(),
            layout: Layout::new(whole),
            shard: Shard::WHOLE,
            threads,
            provenance: Provenance {
                run: run.to_owned(),
                title: scenario.title.clone(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                seed: params.run.seed,
                hash: crate::digest::sha256(written.as_bytes()),
                structures,
                people,
                months: params.run.months as usize,
                launch: (params.run.launch_year, params.run.launch_month),
            },
            scenario: written,
            points,
        }
    }

    /// The table of the points: number, label, and a column for each axis.
    pub fn design(&self) -> Vec<StoredColumn> {
        let count = self.points.count();
        let all: Vec<Vec<Value>> = (0..count).map(|point| self.points.point(point)).collect();
        let label =
            |point: u32| self.points.label(point).map_or(String::new(), |l| l.get(Lang::En).to_owned());
        let mut table = vec![
            StoredColumn::new("point", Values::Whole((0..count as i32).collect())),
            StoredColumn::new("label", Values::Text((0..count).map(label).collect())),
        ];
        for (place, axis) in self.points.axes.iter().enumerate() {
            let words = all.iter().any(|values| matches!(values[place], Value::Text(_)));
            let values = if words {
                Values::Text(all.iter().map(|values| plain(&values[place])).collect())
            } else {
                Values::Number(all.iter().map(|values| number(&values[place])).collect())
            };
            table.push(StoredColumn::new(&*axis.path, values));
        }
        table
    }

    /// What the files of results say of their columns.
    pub fn notes(&self) -> Vec<(String, String)> {
        notes_of(&DesignRecord::of(self))
    }
}

/// What the files of results say of their columns: parameters that vary, then outcomes.
pub fn notes_of(design: &DesignRecord) -> Vec<(String, String)> {
    let of_axis = |axis: &AxisRecord| {
        [
            (format!("unit:{}", axis.path), axis.unit.en.clone()),
            (format!("label.fr:{}", axis.path), axis.label.fr.clone()),
            (format!("label.en:{}", axis.path), axis.label.en.clone()),
            (format!("role:{}", axis.path), "parameter".to_owned()),
        ]
    };
    let of_outcome = |column: registry::Column| {
        let (name, indicator) = (column.name(), column.indicator);
        [
            (format!("unit:{name}"), indicator.unit.schema().to_owned()),
            (format!("label.fr:{name}"), indicator.label.fr.to_owned()),
            (format!("label.en:{name}"), indicator.label.en.to_owned()),
        ]
    };
    design.vary.iter().flat_map(of_axis).chain(registry::columns().flat_map(of_outcome)).collect()
}

/// The resolved text of a scenario, its number of replications left aside.
fn once(scenario: &Scenario) -> String {
    let one = scenario.with(&[("run.replications", Value::Integer(1))]);
    one.unwrap_or_else(|_| scenario.clone()).resolved_toml()
}

fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        other => other.written(),
    }
}

/// True is 1, false is 0.
fn number(value: &Value) -> f64 {
    match value {
        Value::Bool(claim) => f64::from(u8::from(*claim)),
        other => other.as_number().unwrap_or(f64::NAN),
    }
}
