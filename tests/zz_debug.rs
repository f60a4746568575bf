mod small_world;
use mutualise::experiment::replication::{common_past, future};
use mutualise::month::Check;
use mutualise::world::{Account, Purpose};
use small_world::small;
#[test]
fn debug() {
    for format in ["private-agency", "scic-cdii", "geiq", "etti"] {
        for months in [12, 24, 36, 48] {
            let scenario = small(&[
                &format!("formats=[\"{format}\"]"),
                "population.structures=120",
                "population.people=900",
                &format!("run.months={months}"),
            ]);
            let past = common_past(&scenario, 1, Check::EveryMonth);
            let world = future(&scenario, &past, &scenario.formats[0], 1, Check::EveryMonth);
            let pool = &world.pools[0];
            let eur = |p: Purpose| world.ledger.moved(p).as_euros().round();
            println!(
                "{format} {months}: {:?} opens {} ended {:?} cash {} jobs {} held {} members {} rate {:.3} invoice {} overheads {} guar {} grant {} capital {} aid {} acc {} tax {} div {} receiv {} charge {:.3} sold {} unsold {}",
                pool.stage,
                pool.opens,
                pool.ended,
                world.ledger.balance(Account::Pool(0)).as_euros().round(),
                pool.jobs.len(),
                pool.jobs.iter().filter(|j| j.worker.is_some()).count(),
                pool.member.iter().filter(|m| **m).count(),
                pool.rate,
                eur(Purpose::Invoice),
                eur(Purpose::Overheads),
                eur(Purpose::Guarantee),
                eur(Purpose::Grant),
                eur(Purpose::FoundingCapital),
                eur(Purpose::Aid),
                eur(Purpose::Accompaniment),
                eur(Purpose::CorporateTax),
                eur(Purpose::Dividend),
                pool.receivables.iter().map(|i| i.amount).sum::<mutualise::units::Money>().as_euros().round(),
                pool.charge(),
                world.record.pool_sold,
                world.record.pool_unsold
            );
        }
    }
}
