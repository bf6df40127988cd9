//! Differences that the document itself explains.
//!
//! The verdict stays what it is; what is told is quieter and carries the sentence. Whether the
//! sentence is right is for its reader: a figure that is called provisional differs all the same.

use rust_decimal::Decimal;

use super::facts::{Fact, Origin, Unit};
use super::finding::{Hypothesis, Justified};
use super::instance::Instance;
use super::verdict::Comparison;
use crate::issue::Lang;
use crate::record::Justification;
use crate::rules::Operator;
use crate::sentence;

/// The kind of the hypothesis that gives the sentence.
pub(super) const KIND: &str = "justified_by_text";

/// The rule of roundings, and those of what a value leaves out: of money, of actions.
const ROUNDING: &str = "arrondi";
const LEFT_OUT: [&str; 2] = ["perimetre", "perimetre-actions"];

/// The first sentence that speaks of a value compared and can explain the difference.
pub(super) fn of<'a>(
    instance: &Instance<'a>,
    comparison: &Comparison,
) -> Option<&'a Justification> {
    let left = instance.left.iter().map(|o| (o, Decimal::ONE));
    let right = instance.right.iter().map(|o| (o, Decimal::NEGATIVE_ONE));
    let gap = comparison.difference();
    left.chain(right).find_map(|(operand, side)| {
        let toward = side.saturating_mul(operand.factor).saturating_mul(gap);
        let is_short = toward.is_sign_negative();
        spoken_of(&operand.fact).find(|j| can_explain(j, instance, &operand.fact, is_short))
    })
}

/// Whether a sentence is of a kind that can explain a difference. What is left out makes a value
/// smaller, and only money is left out of money. Between the numbers of one statement there is no
/// other date and no other perimeter, only roundings.
fn can_explain(
    said: &Justification,
    instance: &Instance<'_>,
    fact: &Fact<'_>,
    is_short: bool,
) -> bool {
    if is_one_statement(instance) {
        return said.id == ROUNDING && instance.operator == Operator::Equal;
    }
    match LEFT_OUT.iter().position(|id| *id == said.id) {
        Some(0) => is_short && fact.unit == Unit::Euro,
        Some(_) => is_short,
        None => true,
    }
}

/// Whether all values were read by one match of a phrase of the prose.
fn is_one_statement(instance: &Instance<'_>) -> bool {
    let mut matches = instance.operands().map(|o| match o.fact.origin {
        Origin::Amount | Origin::Indicator => o.fact.match_number,
        _ => None,
    });
    let Some(first) = matches.next().flatten() else { return false };
    matches.all(|other| other == Some(first))
}

/// Whether one sentence speaks of two values: « 1 866,00 € arrondi à 1 800,00 € ».
pub(super) fn together(one: &Fact<'_>, other: &Fact<'_>) -> bool {
    spoken_of(one).any(|j| spoken_of(other).any(|k| std::ptr::eq(j, k)))
}

/// The sentence as a finding carries it.
pub(super) fn told(justification: &Justification) -> Justified {
    Justified { text: justification.text.clone(), place: justification.place.clone() }
}

/// The sentence as what explains a difference.
pub(super) fn hypothesis(justification: &Justification, lang: Lang) -> Hypothesis {
    let text = sentence::explained_by_text(lang, &justification.text);
    Hypothesis { kind: KIND.to_owned(), text }
}

fn spoken_of<'f, 'a>(fact: &'f Fact<'a>) -> impl Iterator<Item = &'a Justification> + use<'f, 'a> {
    let speaks = |j: &&'a Justification| match fact.origin {
        Origin::Cell { budget, .. } => j.table.as_ref() == Some(&budget.table),
        _ => j.speaks_of(fact.record, fact.place),
    };
    fact.record.justifications.iter().filter(speaks)
}
