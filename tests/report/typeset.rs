//! The PDF: accessible by its own checks, the same twice, and blind to what texts look like.

use mutualise::charts::{Scene, Size, applicable};
use mutualise::report::content::{self, Beside};
use mutualise::report::pdf;
use mutualise::words::Lang;

use super::plausible;

#[test]
fn a_pdf_passes_the_checks_for_those_who_listen_and_is_the_same_twice() {
    for (lang, code) in [(Lang::Fr, "fr-FR"), (Lang::En, "en-GB")] {
        let document = content::of_one(&plausible(30, 8), Beside::default(), lang);
        let bytes = pdf::written(&document).unwrap();
        assert_eq!(bytes, pdf::written(&document).unwrap());
        let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(bytes.starts_with(b"%PDF-1.7"));
        // what typst writes only after PDF/UA-1's checks have passed, and what they ask for
        for text in ["<pdfuaid:part>1<", "/StructTreeRoot", "/Outlines", "/FontFile2", code] {
            assert!(holds(text), "{text} is missing");
        }
    }
}

#[test]
fn a_chart_as_pdf_keeps_its_words_and_is_the_same_twice() {
    let run = plausible(30, 4);
    let (results, comparison, size) = (&run.results, &run.comparison, Size::Wide);
    for (lang, code) in [(Lang::Fr, "(fr)"), (Lang::En, "(en)")] {
        for chart in applicable(results) {
            let picture = (chart.draw)(&Scene { results, comparison, lang, size });
            let bytes = picture.pdf().unwrap().expect("this program writes PDF");
            assert_eq!(Some(&bytes), picture.pdf().unwrap().as_ref(), "{}", chart.id);
            let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
            assert!(bytes.starts_with(b"%PDF-"), "{}", chart.id);
            for text in ["/StructTreeRoot", "/Figure", "/Alt", "/ToUnicode", code] {
                assert!(holds(text), "{}: {text} is missing", chart.id);
            }
        }
    }
}

#[test]
fn whatever_a_scenario_says_is_set_as_it_is_said() {
    let mut run = plausible(12, 2);
    let hostile = "#panic() \"] \\ $x$ @y <z> ‹\u{202e}› = * _ `".to_owned();
    run.results.provenance.title.en = hostile.clone();
    run.record.reproduce = hostile;
    pdf::written(&content::of_one(&run, Beside::default(), Lang::En)).unwrap();
    pdf::written(&content::of_several(&[run.clone(), run], Lang::En)).unwrap();
}
