use mutualise::experiment::replication::{common_past, future};
use mutualise::month::Check;
use mutualise::scenario::{Scenario, Source};
use std::collections::BTreeMap;
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let n: u32 = args[0].parse().unwrap();
    let which: usize = args[1].parse().unwrap();
    let s = Scenario::resolve(Source::named("base"), &args[2..].to_vec()).unwrap_or_else(|e| panic!("{}", e.render(Default::default(), false)));
    let mut m: BTreeMap<String, f64> = BTreeMap::new();
    let mut years = 0.0; let mut calls = 0.0;
    let mut closed: BTreeMap<String, f64> = BTreeMap::new();
    for r in 0..n {
        let past = common_past(&s, r, Check::Never);
        let w = future(&s, &past, &s.formats[which], r, Check::Never);
        years += w.record.employed_months.iter().sum::<f64>() / 12.0;
        for sp in &w.record.spells { if let Some((_, why)) = sp.ended { *m.entry(format!("{why:?} open_ended={} pooled={}", sp.open_ended, sp.pooled)).or_default() += 1.0; } }
        for s2 in 0..w.structures.len() { let st = &w.structures; *closed.entry(format!("strain {:?}", st.strain[s2])).or_default() += 1.0; if st.cash_months[s2] < 3.0 { *closed.entry("cash<3".into()).or_default() += 1.0; } if st.cash_months[s2] <= 6.0 { *closed.entry("cash<=6".into()).or_default() += 1.0; } if st.cash_months[s2] >= 12.0 { *closed.entry("cash>=12".into()).or_default() += 1.0; } }
        let n = w.workers.len() as f64;
        for st in &w.workers.status { *closed.entry(format!("status {st:?}")).or_default() += 100.0 / n; }
        calls += w.ledger.moved(mutualise::world::Purpose::SolidarityCall).as_euros();
    }
    for (k, v) in m { println!("{k:40} {:6.2} per 100 job-years", 100.0 * v / years); }
    for (k, v) in closed { println!("{k:30} {:.2} mean", v / n as f64); }
    println!("calls {calls} job-years/rep {}", years / n as f64);
}
