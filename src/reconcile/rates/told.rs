//! A percentage in French: how it is recomputed, on which other base it holds, what slip of the
//! pen would give it.
//!
//! The other bases come first and in a fixed order: a percentage that somebody reckoned is seldom
//! a slip. Each is told with its arithmetic, whether it fits or not.

use rust_decimal::Decimal;

use super::super::facts::{Fact, Unit};
use super::super::instance::Instance;
use super::super::slips::{Pair, SLIPS, Tested};
use super::super::verdict::Comparison;
use super::super::words::{figure, spots, spots_by_document, stands};
use super::direction::{self, Way};
use super::{is_unsigned, meet, percent, reckon, said, shown};
use crate::number::Qualifier;
use crate::reconcile::finding::Verdict;
use crate::reconcile::verdict::{Cut, Interval};
use crate::rules::Rate;

/// Slips that turn one percentage into another.
const KINDS: [&str; 4] = ["one_digit", "swapped_digits", "factor", "sign"];

/// The values of a rate and what is written.
struct Parts<'i, 'a> {
    rate: Rate,
    first: &'i Fact<'a>,
    second: &'i Fact<'a>,
    written: &'i Fact<'a>,
}

fn parts<'i, 'a>(instance: &'i Instance<'a>) -> Option<Parts<'i, 'a>> {
    let (rate, [first, second], [written]) =
        (instance.rate?, instance.left.as_slice(), instance.right.as_slice())
    else {
        return None;
    };
    Some(Parts { rate, first: &first.fact, second: &second.fact, written: &written.fact })
}

/// « On lit 25 % dans le texte (p. 1), alors que de a à b la hausse est de 30,3 % », and what that
/// makes of it.
pub(in crate::reconcile) fn read(
    instance: &Instance<'_>,
    comparison: &Comparison,
    verdict: Verdict,
) -> Option<String> {
    let parts = parts(instance)?;
    let several = instance.operands().any(|o| !std::ptr::eq(o.fact.record, instance.record));
    if let Some(way) = parts.contradicted() {
        return Some(parts.read_contrary(way, comparison, several));
    }
    let gap = comparison.difference().abs();
    let points = if gap < Decimal::TWO { "point" } else { "points" };
    let (but, so) = match verdict {
        Verdict::EqualAsWritten => ("et", "égaux à la précision où ils sont écrits".to_owned()),
        Verdict::EqualIfTruncated => ("et", "ce qui est tronqué et non arrondi".to_owned()),
        _ => ("alors que", format!("soit un écart de {} {points}", figure(gap, Unit::Count))),
    };
    let (written, stands) = (parts.written(), stands(&[*parts.written], several));
    Some(format!("On lit {written} {stands}, {but} {}, {so}", parts.told(comparison.left)))
}

/// « de 10 200 à 9 812 la baisse est de 3,8 %, ce que dit −3,8 % », for what holds.
pub(in crate::reconcile) fn held(
    instance: &Instance<'_>,
    comparison: &Comparison,
) -> Option<String> {
    let parts = parts(instance)?;
    Some(format!("{}, et on lit {}", parts.told(comparison.left), parts.written()))
}

impl Parts<'_, '_> {
    fn contradicted(&self) -> Option<Way> {
        direction::contradicted(self.rate, (self.first, self.second), self.written)
    }

    /// « On lit une hausse de 3,8 %, alors que de a à b la baisse est de 3,8 %, soit le sens
    /// contraire ».
    fn read_contrary(&self, way: Way, comparison: &Comparison, several: bool) -> String {
        let (written, stands) = (self.written(), stands(&[*self.written], several));
        let noun = match way {
            Way::Up => "une hausse",
            Way::Down => "une baisse",
        };
        let told = self.told(comparison.left);
        format!("On lit {noun} de {written} {stands}, alors que {told}, soit le sens contraire")
    }

    fn show(&self, value: Decimal) -> String {
        figure(value, self.first.unit)
    }

    fn rate(&self, exact: Decimal) -> String {
        figure(shown(exact, self.written), Unit::Percent)
    }

    /// The percentage as written: a sign that the text gives is part of what it says, and so is
    /// the share that a sheet shows in its stead.
    fn written(&self) -> String {
        let plus = if self.written.written.starts_with('+') { "+" } else { "" };
        let percentage = format!("{plus}{}", figure(self.written.value, Unit::Percent));
        if self.written.as_read() == self.written.value {
            return percentage;
        }
        format!("{} ({percentage})", self.written.written)
    }

    /// A value, « environ » where the text says so.
    fn value(&self, fact: &Fact<'_>) -> String {
        let about = if fact.qualifier == Qualifier::About { "environ " } else { "" };
        format!("{about}{}", self.show(fact.value))
    }

    /// The percentage as recomputed, with what it is of; where the values stand is told if it is
    /// not where the percentage does.
    fn told(&self, reckoned: Decimal) -> String {
        let (a, b) = (self.value(self.first), self.value(self.second));
        let size = figure(reckoned.abs(), Unit::Percent);
        let both = [*self.first, *self.second];
        let elsewhere = both.iter().any(|f| !std::ptr::eq(f.record, self.written.record));
        let there = if elsewhere { spots_by_document(&both) } else { spots(&both) };
        let here = spots(&[*self.written]);
        let there = if here == there { String::new() } else { format!(" ({there})") };
        match self.rate {
            Rate::Variation if self.first.value == self.second.value => {
                format!("de {a} à {b}{there} rien ne change")
            }
            Rate::Variation if self.first.value < self.second.value => {
                format!("de {a} à {b}{there} la hausse est de {size}")
            }
            Rate::Variation => format!("de {a} à {b}{there} la baisse est de {size}"),
            Rate::Share => format!("{a} sur {b}{there} font {size}"),
        }
    }
}

/// The sentence of a percentage whose base is the year before.
pub(super) fn of_the_year_before(year: &str) -> String {
    format!("L'évolution par rapport à {year} est celle que donne le document de {year}")
}

/// What could have given the percentage, and what could not.
pub(in crate::reconcile) fn explain(
    instance: &Instance<'_>,
    comparison: &Comparison,
) -> Vec<Tested> {
    let Some(parts) = parts(instance) else { return Vec::new() };
    if let Some(way) = parts.contradicted() {
        return contrary(&parts, way);
    }
    let mut tested = match parts.rate {
        Rate::Variation => variation(&parts),
        Rate::Share => share(&parts),
    };
    // Digits are compared at the step that is written.
    let decimals = parts.written.step.normalize().scale();
    let exact = reckon(parts.rate, parts.first.value, parts.second.value);
    let exact =
        exact.map_or(comparison.left, |e| if is_unsigned(parts.written) { e.abs() } else { e });
    let expected = exact
        .round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    let pair = Pair { a: parts.written.value, b: expected, unit: Unit::Percent, directed: false };
    tested.extend(SLIPS.iter().map(|slip| slip(pair)).filter(|t| KINDS.contains(&t.kind)));
    tested
}

/// The way alone is wrong, or the two values are exchanged.
fn contrary(parts: &Parts<'_, '_>, way: Way) -> Vec<Tested> {
    let (before, after) = (parts.first.value, parts.second.value);
    let (a, b) = (parts.show(after), parts.show(before));
    let went = match way {
        Way::Up => "une baisse et non une hausse",
        Way::Down => "une hausse et non une baisse",
    };
    let said = match way {
        Way::Up => "la hausse",
        Way::Down => "la baisse",
    };
    vec![
        on(parts, "direction", reckon(parts.rate, before, after), |rate| {
            format!("de {b} à {a} c'est {went}, de {rate}")
        }),
        on(parts, "values_swapped", reckon(parts.rate, after, before), |rate| {
            format!("les deux valeurs interverties, de {a} à {b}, {said} est de {rate}")
        }),
    ]
}

/// On the value at the end, and as what the end is of the start.
fn variation(parts: &Parts<'_, '_>) -> Vec<Tested> {
    let (before, after) = (parts.first.value, parts.second.value);
    let change = after.saturating_sub(before);
    let (b, a, gap) = (parts.show(before), parts.show(after), parts.show(change.abs()));
    vec![
        on(parts, "other_base", percent(change, after), |rate| {
            format!(
                "rapporté à la valeur d'arrivée ({a}) et non à celle de départ ({b}), l'écart de {gap} fait {rate}"
            )
        }),
        on(parts, "ratio", percent(after, before), |rate| {
            format!("le rapport de {a} à {b} est de {rate}")
        }),
    ]
}

/// On what is left of the whole, as the share of what is left, and the wrong way round.
fn share(parts: &Parts<'_, '_>) -> Vec<Tested> {
    let (part, whole) = (parts.first.value, parts.second.value);
    let rest = whole.saturating_sub(part);
    let (p, w, r) = (parts.show(part), parts.show(whole), parts.show(rest));
    vec![
        on(parts, "other_base", percent(part, rest), |rate| {
            format!("rapporté au reste ({w} − {p} = {r}) et non au tout, {p} font {rate}")
        }),
        on(parts, "complement", percent(rest, whole), |rate| {
            format!("la part du reste ({w} − {p} = {r}) est de {rate}")
        }),
        on(parts, "inverse", percent(whole, part), |rate| {
            format!("rapportés dans l'autre sens, {w} sur {p} font {rate}")
        }),
    ]
}

/// Whether another reckoning gives the written percentage.
fn on(
    parts: &Parts<'_, '_>,
    kind: &'static str,
    exact: Option<Decimal>,
    text: impl Fn(&str) -> String,
) -> Tested {
    let Some(exact) = exact else {
        return Tested { kind, fits: false, text: "aucune autre base n'est possible".to_owned() };
    };
    let value = if is_unsigned(parts.written) { exact.abs() } else { exact };
    let point = Interval { low: Some(value), high: Some(value) };
    let fits = meet(point, said(parts.written, Cut::Rounded));
    let text = text(&parts.rate(value));
    let text = if fits { text } else { format!("{text}, et non {}", parts.written()) };
    Tested { kind, fits, text }
}
