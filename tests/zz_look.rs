mod made_up;
use mutualise::{comparison::compare, report, words::Lang};
#[test]
fn look() {
    for (n, f) in [(500, 4), (500, 8), (1, 4), (12, 2), (500,1)] {
        let results = made_up::plausible(n, f);
        let comparison = compare(&results);
        for lang in [Lang::Fr, Lang::En] {
            println!("######## {n} replications, {f} formats {lang:?}");
            println!("{}", report::whole(&results, &comparison, std::path::Path::new("output/2026-11-23-ge-scic"), lang));
        }
    }
}
