use mutualise::experiment::replication::replicate;
use mutualise::indicators::registry::columns;
use mutualise::indicators::SERIES;
use mutualise::month::Check;
use mutualise::scenario::{Scenario, Source};
use rayon::prelude::*;
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let n: u32 = args[0].parse().unwrap();
    let sets: Vec<String> = args[1..].to_vec();
    let s = Scenario::resolve(Source::named("base"), &sets).unwrap_or_else(|e| panic!("{}", e.render(Default::default(), false)));
    let t = std::time::Instant::now();
    let check = if std::env::var("CHECK").is_ok() { Check::EveryMonth } else { Check::Never };
    let out: Vec<_> = (0..n).into_par_iter().map(|r| replicate(&s, r, check)).collect();
    eprintln!("{:?}", t.elapsed());
    let names: Vec<_> = s.formats.iter().map(|f| f.id.clone()).collect();
    println!("{:40} {:?}", "", names);
    for (k, c) in columns().enumerate() {
        if c.name().contains('.') && std::env::var("ALL").is_err() { continue; }
        print!("{:40}", c.name());
        for f in 0..names.len() {
            let v: Vec<f64> = out.iter().map(|o| o[f].indicators[k]).filter(|x| x.is_finite()).collect();
            print!(" {:12.2}", v.iter().sum::<f64>() / v.len() as f64);
        }
        println!();
    }
    for (k, c) in SERIES.iter().enumerate() {
        for f in 0..names.len() {
            print!("{:20} {:12}", c.id, names[f]);
            for m in [0usize, 6, 12, 18, 24, 36, 48, 60, 71] {
                let v: Vec<f64> = out.iter().filter_map(|o| o[f].series[k].get(m).copied()).filter(|x| x.is_finite()).collect();
                print!(" {:9.1}", v.iter().sum::<f64>() / v.len() as f64);
            }
            println!();
        }
    }
}
