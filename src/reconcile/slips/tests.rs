//! Each slip by its arithmetic, and why it is excluded.
//!
//! Pairs of figures in, the kinds that fit or their clauses out.

use super::*;
use crate::reconcile::made::dec;

fn fitting(a: &str, b: &str) -> Vec<&'static str> {
    let pair = Pair { a: dec(a), b: dec(b), unit: Unit::Euro, directed: false };
    SLIPS.iter().map(|slip| slip(pair)).filter(|t| t.fits).map(|t| t.kind).collect()
}

#[test]
fn each_slip_is_known_by_its_arithmetic() {
    for (a, b, kinds) in [
        ("347000", "347500", &["truncation", "one_digit"][..]),
        ("348000", "347500", &["rounding"]),
        ("1800", "1866", &["truncation"]),
        ("1899", "1866", &[]),
        ("217", "220", &[]),
        ("12346", "12345.67", &["rounding"]),
        ("12345", "12345.67", &["truncation"]),
        ("12390", "12930", &["swapped_digits"]),
        ("12500", "125000", &["factor"]),
        ("-5656.64", "5656.64", &["sign"]),
        ("1000", "1200", &["truncation", "rounding", "one_digit", "tax"]),
        ("12340", "13018.70", &["tax"]),
        ("77000", "107000", &[]),
    ] {
        assert_eq!(fitting(a, b), kinds, "{a} {b}");
        assert_eq!(fitting(b, a), kinds, "{b} {a}");
    }
}

#[test]
fn a_wrong_figure_finer_than_the_right_one_is_no_truncation_of_it() {
    let pair = |a, b| Pair { a: dec(a), b: dec(b), unit: Unit::Euro, directed: true };
    assert!(truncation(pair("347000", "347500")).fits);
    assert!(!truncation(pair("347500", "347000")).fits);
}

#[test]
fn an_excluded_slip_shows_why() {
    let pair = Pair { a: dec("217"), b: dec("220"), unit: Unit::Count, directed: false };
    let texts: Vec<String> = SLIPS.iter().map(|slip| slip(pair).clause(Lang::Fr)).collect();
    assert_eq!(
        texts,
        [
            "217 tronqué à la dizaine donne 210, et non 220",
            "217 arrondi à la dizaine donne 220, mais un zéro final ne montre pas qu'on a \
             arrondi : un nombre sur dix finit ainsi",
            "2 chiffres changent de 217 à 220",
            "intervertir deux chiffres de 217 ne donne pas 220",
            "220 n'est ni 10, ni 100, ni 1\u{a0}000 fois 217",
            "217 et 220 diffèrent par plus que le signe",
            "le rapport de 217 à 220 n'est aucun taux de TVA",
        ]
    );
}
