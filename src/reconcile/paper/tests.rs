//! How grave a discrepancy is of which some values were recognised, and how it ends.

use crate::issue::Severity;
use crate::place::Recognised;
use crate::reconcile::made::{Made, check, run};

const TYPED: Option<Recognised> = None;

#[expect(clippy::unnecessary_wraps, reason = "read beside what is not recognised")]
fn sure(confidence: u8) -> Option<Recognised> {
    Some(Recognised::Confidence(confidence))
}

/// The gravity of 347 000 beside another amount, each read in its way, and how it ends.
fn told(one: Option<Recognised>, other: (&str, Option<Recognised>)) -> (Severity, &'static str) {
    let made = Made::new("bilan", "a.pdf").read(one).amount("a", "347000", 1);
    let made = made.read(other.1).amount("b", other.0, 2);
    let found = run(vec![made], vec![check("egal", "a = b")]).findings;
    let [finding] = found.as_slice() else { panic!("{found:#?}") };
    let ends = [
        "Lu sur un scan : à vérifier sur la page.",
        "Lu en partie sur un scan : à vérifier sur la page.",
    ];
    let end = ends.into_iter().find(|end| finding.message.ends_with(end));
    (finding.severity, end.map_or("", |end| end.split(" :").next().unwrap()))
}

#[test]
fn what_stands_on_paper_alone_is_to_be_looked_at() {
    let whole = (Severity::Warning, "Lu sur un scan");
    assert_eq!(told(sure(95), ("347500", sure(94))), whole);
    assert_eq!(told(Some(Recognised::LAYER), ("347500", sure(94))), whole);
}

#[test]
fn what_was_typed_keeps_its_gravity() {
    assert_eq!(told(TYPED, ("347500", TYPED)), (Severity::Error, ""));
    assert_eq!(told(sure(95), ("347500", TYPED)), (Severity::Error, ""));
    assert_eq!(told(TYPED, ("347500", Some(Recognised::LAYER))), (Severity::Error, ""));
}

#[test]
fn a_doubt_or_a_misread_digit_asks_for_a_look_first() {
    let part = (Severity::Warning, "Lu en partie sur un scan");
    assert_eq!(told(sure(61), ("347500", TYPED)), part);
    assert_eq!(told(TYPED, ("341000", sure(95))), part, "a 7 taken for a 1");
}
