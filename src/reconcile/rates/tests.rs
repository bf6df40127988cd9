//! Percentages recomputed on facts made by hand: what holds, what is widened, what is paired.

use super::*;
use crate::reconcile::finding::Findings;
use crate::reconcile::made::{Made, check, dec, loud, run};
use crate::record::{Alias, Aliased};
use crate::rules::{Check, Rate};

/// A relation of a rate over names of the family `v`.
fn rate_check(rate: Rate) -> Check {
    let mut check = check("taux", "v.a + v.b = v.taux");
    check.relation.rate = Some(rate);
    check
}

/// Two counts and a percentage, read by one match.
fn sentence(made: Made, a: &str, b: &str, taux: &str, group: u32) -> Made {
    let mut made = made.count("v.a", "1.1", a, group).count("v.b", "1.1", b, group).count(
        "v.taux",
        "1.1",
        taux.trim_start_matches('+'),
        group,
    );
    let written = made.0.indicators.last_mut().unwrap();
    written.step = Decimal::new(1, written.value.scale());
    written.unit = "%".to_owned();
    written.written = format!("{taux} %");
    made
}

fn bilan() -> Made {
    Made::new("bilan", "bilan.pdf")
}

fn verdicts(found: &Findings) -> Vec<(Verdict, String)> {
    found.findings.iter().map(|f| (f.verdict, f.left.as_ref().unwrap().value.to_string())).collect()
}

#[test]
fn a_percentage_holds_where_it_rounds_to_what_is_written() {
    for (rate, a, b, taux, expected) in [
        (Rate::Variation, "10200", "9812", "-3.8", None),
        (Rate::Variation, "10200", "9812", "3.8", None),
        (Rate::Variation, "10200", "9812", "+3.8", Some((Verdict::Different, "-3.8"))),
        (Rate::Variation, "16770596", "21849942", "30", None),
        (Rate::Variation, "16770596", "21849942", "25", Some((Verdict::Different, "30.3"))),
        (Rate::Variation, "1000", "1309", "30", Some((Verdict::EqualIfTruncated, "30.9"))),
        (Rate::Variation, "1000", "691", "-30", Some((Verdict::EqualIfTruncated, "-30.9"))),
        // Half a point belongs to both neighbours.
        (Rate::Share, "1", "200", "0", None),
        (Rate::Share, "1", "200", "1", None),
        (Rate::Share, "31", "48", "65", None),
        (Rate::Share, "31", "48", "64.6", None),
        (Rate::Share, "31", "48", "64.7", Some((Verdict::Different, "64.6"))),
    ] {
        let found = run(vec![sentence(bilan(), a, b, taux, 1)], vec![rate_check(rate)]);
        let expected: Vec<_> = expected.into_iter().map(|(v, l)| (v, l.to_owned())).collect();
        assert_eq!(verdicts(&found), expected, "{a} {b} {taux}");
        assert_eq!(found.checks.held + found.checks.failed, 1, "{a} {b} {taux}");
    }
}

#[test]
fn about_and_thousands_widen_what_a_percentage_is_of() {
    let about = |qualifier, step: &str| {
        let mut made = sentence(bilan(), "310", "500", "65", 1);
        made.0.indicators[1].qualifier = qualifier;
        made.0.indicators[1].step = dec(step);
        verdicts(&run(vec![made], vec![rate_check(Rate::Share)]))
    };
    let widened = vec![(Verdict::EqualAsWritten, "62".to_owned())];
    assert_eq!(about(Qualifier::About, "1"), widened);
    assert_eq!(about(Qualifier::Exact, "100"), widened);
    assert_eq!(about(Qualifier::Exact, "1")[0].0, Verdict::Different);
}

#[test]
fn nothing_is_reckoned_of_a_base_of_zero_nor_between_percentages() {
    let made = sentence(bilan(), "0", "12", "100", 1);
    let found = run(vec![made], vec![rate_check(Rate::Variation)]);
    assert_eq!((found.findings.len(), found.checks.held), (0, 0));
    let mut points = sentence(bilan(), "20", "25", "5", 1);
    points.0.indicators[0].unit = "%".to_owned();
    points.0.indicators[1].unit = "%".to_owned();
    let found = run(vec![points], vec![rate_check(Rate::Variation)]);
    assert_eq!((found.findings.len(), found.checks.held), (0, 0));
}

#[test]
fn of_two_pairs_for_one_percentage_the_one_that_gives_it_is_meant() {
    let with = |taux: &str| {
        let mut made = sentence(bilan(), "31", "48", taux, 1).count("v.b", "1.1", "104", 2);
        for (id, indicator) in [("v.a", 0), ("v.b", 3), ("v.taux", 2)] {
            let of = Aliased::Indicator(indicator);
            made.0.aliases.push(Alias { id: id.to_owned(), of, match_number: 2 });
        }
        // The fourth number is of the second match alone.
        made.0.indicators[3].id = "libre".to_owned();
        run(vec![made], vec![rate_check(Rate::Share)])
    };
    assert_eq!((with("65").checks.held, with("65").findings.len()), (1, 0));
    assert_eq!((with("30").checks.held, with("30").findings.len()), (1, 0));
    let neither = with("90");
    assert_eq!(loud(&neither), [("taux".to_owned(), "64.6".to_owned(), "90".to_owned())]);
}
