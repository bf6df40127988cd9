//! Explanations of a difference: hypotheses in a fixed order, each offered or excluded with its
//! arithmetic, and the question to put.
//!
//! A difference between two figures is tried as a slip between them; one in a sum is tried as a
//! slip in each of its terms, and as a line missing or counted twice. Nothing is decided: the
//! document or its author does that, hence the question.

use rust_decimal::Decimal;

use super::facts::{Fact, Origin, Unit};
use super::finding::Hypothesis;
use super::instance::{Instance, Suspect};
use super::neighbours;
use super::rates;
use super::slips::{Pair, SLIPS, Tested};
use super::tables::told;
use super::verdict::{Comparison, Operand};
use super::words::{capital, figure, row_label, short, unit};
use crate::record::RowKind;
use crate::rules::Operator;

/// Terms of a sum on which slips are tried one by one; a longer sum has so many that some would
/// fit by chance.
const TERMS_TRIED: usize = 60;

/// Lines among which subsets are tried: 2^12 sums.
const SUBSET_LINES: usize = 12;

/// Steps to either side of a figure that rounded amounts give, at which slips are tried.
const NEAR: u32 = 5;

/// Hypotheses, exclusions, question.
#[derive(Debug, Default)]
pub(super) struct Explained {
    /// What could explain the difference.
    pub(super) hypotheses: Vec<Hypothesis>,
    /// What was tried and does not.
    pub(super) excluded: Vec<Hypothesis>,
    /// The question.
    pub(super) ask: String,
}

/// Explains a difference.
pub(super) fn explain(instance: &Instance<'_>, comparison: &Comparison) -> Explained {
    let mut explained = Explained { ask: question(instance, comparison), ..Explained::default() };
    if instance.operator != Operator::Equal {
        return explained;
    }
    if instance.rate.is_some() {
        for tested in rates::explain(instance, comparison) {
            explained.enter(&tested);
        }
        return explained;
    }
    let mut slips = slips(instance, comparison);
    if let Some(tested) = neighbours::test(instance, comparison) {
        let first = matches!(instance.suspect, Suspect::Swapped(..));
        slips.insert(if first { 0 } else { slips.len() }, tested);
    }
    let lines = lines(instance, comparison);
    // Where every column is off, a line explains all of them and a slip only one.
    let ordered = match instance.suspect {
        Suspect::Line | Suspect::Blank(..) => [lines, slips],
        _ => [slips, lines],
    };
    for tested in ordered.iter().flatten() {
        explained.enter(tested);
    }
    explained
}

/// Every slip; cutting and rounding that give the same figure are one.
fn slips(instance: &Instance<'_>, comparison: &Comparison) -> Vec<Tested> {
    let mut slips: Vec<Tested> =
        SLIPS.iter().map(|slip| best(*slip, instance, comparison)).collect();
    if unit(instance.operands()) != Unit::Euro {
        slips.retain(|slip| slip.kind != "tax");
    }
    if let [cut, rounded, ..] = slips.as_mut_slice()
        && cut.fits
        && rounded.fits
    {
        cut.text = cut.text.replace("tronqué", "tronqué ou arrondi");
        slips.remove(1);
    }
    slips
}

impl Explained {
    fn enter(&mut self, tested: &Tested) {
        let text = capital(&tested.text);
        let hypothesis = Hypothesis { kind: tested.kind.to_owned(), text: format!("{text}.") };
        if tested.fits {
            self.hypotheses.push(hypothesis);
        } else {
            self.excluded.push(hypothesis);
        }
    }
}

/// A slip between the two sides or in one term: the first that fits, else why the sides do not.
fn best(slip: fn(Pair) -> Tested, instance: &Instance<'_>, comparison: &Comparison) -> Tested {
    let operands: Vec<Operand<'_>> = instance.operands().copied().collect();
    let unit = unit(&operands);
    let sides = slip(Pair { a: comparison.left, b: comparison.right, unit, directed: false });
    let single = instance.left.len() == 1 && instance.right.len() == 1;
    let gap = comparison.difference();
    match instance.suspect {
        Suspect::Line | Suspect::Swapped(..) => return sides,
        Suspect::Cell(cell) => return in_cell(slip, instance, gap, &cell).unwrap_or(sides),
        Suspect::Unknown | Suspect::Blank(..)
            if sides.fits || single || operands.len() > TERMS_TRIED =>
        {
            return sides;
        }
        Suspect::Unknown | Suspect::Blank(..) => {}
    }
    let left = instance.left.iter().map(|o| corrected(o, gap));
    let right = instance.right.iter().map(|o| corrected(o, -gap));
    left.chain(right)
        .flatten()
        .map(|(fact, value)| {
            (fact, slip(Pair { a: fact.value, b: value, unit: fact.unit, directed: true }))
        })
        .find(|(_, tested)| tested.fits)
        .map_or(sides, |(fact, tested)| Tested {
            text: format!("{}{}", whose(&fact), tested.text),
            ..tested
        })
}

/// A slip in the cell where a wrong row and a wrong column meet.
fn in_cell(
    slip: fn(Pair) -> Tested,
    instance: &Instance<'_>,
    gap: Decimal,
    cell: &Fact<'_>,
) -> Option<Tested> {
    let here = |o: &&Operand<'_>| std::ptr::eq(o.fact.place, cell.place);
    let left = instance.left.iter().find(here).map(|o| (o, gap));
    let (operand, gap) = left.or_else(|| Some((instance.right.iter().find(here)?, -gap)))?;
    let (fact, value) = corrected(operand, gap)?;
    let slipped = |value| slip(Pair { a: fact.value, b: value, unit: fact.unit, directed: true });
    let tested = slipped(value);
    // Of rounded amounts the right one is known but for what is not written.
    let cut = ["truncation", "rounding", "tax"].contains(&tested.kind);
    let near = (1..=NEAR)
        .flat_map(|n| [fact.step, -fact.step].map(|step| step.saturating_mul(Decimal::from(n))));
    let near = near.filter(|off| off.abs() <= instance.slack() && !cut && !tested.fits);
    let found = near.map(|off| slipped(value.saturating_add(off))).find(|t| t.fits);
    let tested = found.unwrap_or(tested);
    Some(Tested { text: format!("{}{}", whose(&fact), tested.text), ..tested })
}

/// The value with which a term alone would make the sides agree; zero says nothing, and
/// there is no count below zero.
fn corrected<'a>(operand: &Operand<'a>, gap: Decimal) -> Option<(Fact<'a>, Decimal)> {
    let change = gap.checked_div(operand.factor)?;
    let value = operand.fact.value.checked_sub(change)?.normalize();
    let counts_less_than_none = operand.fact.unit == Unit::Count && value.is_sign_negative();
    (!value.is_zero() && !counts_less_than_none).then_some((operand.fact, value))
}

pub(super) fn whose(fact: &Fact<'_>) -> String {
    match fact.origin {
        Origin::Cell { budget, row, column } => {
            format!("{}, colonne « {} » : ", row_label(row), short(budget.heading(column)))
        }
        _ => String::new(),
    }
}

/// The lines under a difference: those of the sum, or of the column whose total is compared.
fn lines(instance: &Instance<'_>, comparison: &Comparison) -> Vec<Tested> {
    let lines = match instance.suspect {
        Suspect::Line => instance.left.iter().map(|o| o.fact).collect(),
        _ => lines_under(instance),
    };
    if lines.len() < 2 && !matches!(instance.suspect, Suspect::Line) {
        return Vec::new();
    }
    let show = |value| figure(value, lines.first().map_or(Unit::Count, |f| f.unit));
    let gap = comparison.difference();
    let mut tested = vec![one_line(instance, &lines, gap, &show)];
    tested.extend(subset(&lines, gap.abs(), &show));
    tested
}

/// A line left out of a side, or counted twice in it. A sum that is short of its printed total
/// may lack a line of any amount; one amount beside a total may lack only a line that is there.
fn one_line(
    instance: &Instance<'_>,
    lines: &[Fact<'_>],
    gap: Decimal,
    show: &dyn Fn(Decimal) -> String,
) -> Tested {
    let kind = if gap.is_sign_negative() { "line_missing" } else { "line_doubled" };
    let is_line = matches!(instance.suspect, Suspect::Line);
    let is_sum = is_line || instance.left.len() > 1;
    let amount = show(gap.abs());
    let slack = if is_line { instance.slack() } else { Decimal::ZERO };
    let off = |f: &&Fact<'_>| f.value.saturating_sub(gap.abs()).abs();
    let line = lines.iter().filter(|f| off(f) <= slack).min_by_key(off);
    let (fits, text) = match line {
        Some(line) if line.value != gap.abs() => (true, nearly_line(line, gap, show)),
        Some(line) if gap.is_sign_negative() => {
            (true, format!("l'écart est le montant d'une ligne, oubliée : {}{amount}", whose(line)))
        }
        Some(line) => (
            true,
            format!(
                "l'écart est le montant d'une ligne, comptée deux fois : {}{amount}",
                whose(line)
            ),
        ),
        None if is_sum && gap.is_sign_negative() => {
            if let Suspect::Blank(row, count) = instance.suspect {
                let text = told::blank_cell(row, count, &amount);
                return Tested { kind: "blank_cell", fits: true, text };
            }
            (true, format!("une ligne de {amount} manquerait au tableau"))
        }
        None => (false, format!("aucune des {} lignes ne vaut {amount}", lines.len())),
    };
    Tested { kind, fits, text }
}

/// A line whose amount is the difference but for what rounding leaves.
fn nearly_line(line: &Fact<'_>, gap: Decimal, show: &dyn Fn(Decimal) -> String) -> String {
    let fate = if gap.is_sign_negative() { "oubliée" } else { "comptée deux fois" };
    let (amount, value) = (show(gap.abs()), show(line.value));
    format!("l'écart de {amount} est, aux arrondis près, une ligne {fate} : {}{value}", whose(line))
}

fn subset(lines: &[Fact<'_>], gap: Decimal, show: &dyn Fn(Decimal) -> String) -> Option<Tested> {
    if lines.len() > SUBSET_LINES || lines.iter().any(|f| f.value == gap) {
        return None;
    }
    let found = (1_u32..1 << lines.len()).find(|set| {
        let chosen = lines.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1);
        chosen.fold(Decimal::ZERO, |sum, (_, f)| sum.saturating_add(f.value)) == gap
    });
    let (fits, text) = match found {
        Some(set) => {
            let chosen = lines.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1);
            let values: Vec<String> = chosen.map(|(_, f)| show(f.value)).collect();
            (
                true,
                format!("l'écart est la somme de lignes : {} = {}", values.join(" + "), show(gap)),
            )
        }
        None => (false, format!("aucun ensemble de lignes ne fait {}", show(gap))),
    };
    Some(Tested { kind: "subset_of_lines", fits, text })
}

fn lines_under<'a>(instance: &Instance<'a>) -> Vec<Fact<'a>> {
    let operands: Vec<Operand<'a>> = instance.operands().copied().collect();
    let cells = operands.iter().filter(|o| matches!(o.fact.origin, Origin::Cell { .. }));
    match cells.copied().collect::<Vec<_>>().as_slice() {
        [only] => lines_of_column(&only.fact),
        _ if operands.len() > 2 && !across(&operands) => operands
            .iter()
            .map(|o| o.fact)
            .filter(|f| matches!(f.origin, Origin::Cell { row, .. } if row.kind == RowKind::Line))
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether all cells stand in one row: its columns are no lines.
fn across(operands: &[Operand<'_>]) -> bool {
    let row = |o: &Operand<'_>| match o.fact.origin {
        Origin::Cell { row, .. } => Some(std::ptr::from_ref(row)),
        _ => None,
    };
    operands.iter().map(row).collect::<std::collections::BTreeSet<_>>().len() == 1
}

/// The lines of the column of a total.
fn lines_of_column<'a>(total: &Fact<'a>) -> Vec<Fact<'a>> {
    let Origin::Cell { budget, row, column } = total.origin else { return Vec::new() };
    if row.kind != RowKind::Total {
        return Vec::new();
    }
    let lines = budget.rows.iter().filter(|r| r.kind == RowKind::Line);
    lines
        .filter_map(|r| {
            let (column, cell) = r.cells.get_key_value(column)?;
            Some(Fact::of_cell(total.record, (budget, r), (column, cell)))
        })
        .collect()
}

/// The rule's own question, or one that names both figures and whom to ask.
fn question(instance: &Instance<'_>, comparison: &Comparison) -> String {
    if let Some(ask) = instance.ask {
        return ask.to_owned();
    }
    let unit = unit(instance.operands());
    let whom = instance.operands().find_map(|o| o.fact.operator()).map_or_else(
        || "au service".to_owned(),
        |operator| format!("à « {operator} » et au service"),
    );
    let unit = if instance.rate.is_some() { Unit::Percent } else { unit };
    let (left, right) = (figure(comparison.left, unit), figure(comparison.right, unit));
    format!(
        "Demander {whom} lequel des deux est juste, {left} ou {right}, et la pièce qui le justifie."
    )
}
