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
use super::misread;
use super::neighbours;
use super::rates;
use super::slips::{Clause, Pair, SLIPS, Tested, tell_either};
use super::tables::told;
use super::verdict::{Comparison, Operand};
use super::words::{cell, figure, listed_or, uncapped, unit};
use crate::issue::Lang;
use crate::record::RowKind;
use crate::rules::Operator;
use crate::sentence;

/// Terms of a sum on which slips are tried one by one; a longer sum has so many that some would
/// fit by chance.
pub(super) const TERMS_TRIED: usize = 60;

/// Terms told of those in which a slip fits.
const ALTERNATIVES: usize = 3;

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
pub(super) fn explain(instance: &Instance<'_>, comparison: &Comparison, lang: Lang) -> Explained {
    let ask = question(instance, comparison, lang);
    let mut explained = Explained { ask, ..Explained::default() };
    if instance.operator != Operator::Equal {
        return explained;
    }
    // What a look at the page settles comes first.
    if let Some(tested) = misread::test(instance, comparison.difference(), lang) {
        explained.enter(tested, lang);
    }
    if instance.rate.is_some() {
        for tested in rates::explain(instance, comparison, lang) {
            explained.enter(tested, lang);
        }
        return explained;
    }
    let mut slips = slips(instance, comparison, lang);
    if let Some(tested) = neighbours::test(instance, comparison, lang) {
        let first = matches!(instance.suspect, Suspect::Swapped(..));
        slips.insert(if first { 0 } else { slips.len() }, tested);
    }
    let lines = lines(instance, comparison, lang);
    // Where every column is off, a line explains all of them and a slip only one.
    let ordered = match instance.suspect {
        Suspect::Line | Suspect::Blank(..) => [lines, slips],
        _ => [slips, lines],
    };
    for tested in ordered.into_iter().flatten() {
        explained.enter(tested, lang);
    }
    explained
}

/// Every slip; cutting and rounding that give the same figure are one.
fn slips(instance: &Instance<'_>, comparison: &Comparison, lang: Lang) -> Vec<Tested> {
    let mut slips: Vec<Tested> =
        SLIPS.iter().map(|slip| best(*slip, instance, comparison, lang)).collect();
    if unit(instance.operands()) != Unit::Euro {
        slips.retain(|slip| slip.kind != "tax");
    }
    if let [cut, rounded, ..] = slips.as_mut_slice()
        && cut.fits
        && rounded.fits
    {
        if let Clause::Slip(tell, _) = &mut cut.clause {
            *tell = tell_either;
        }
        slips.remove(1);
    }
    slips
}

impl Explained {
    fn enter(&mut self, tested: Tested, lang: Lang) {
        let (kind, fits) = (tested.kind.to_owned(), tested.fits);
        let hypothesis = Hypothesis { kind, text: tested.sentence(lang) };
        if fits {
            self.hypotheses.push(hypothesis);
        } else {
            self.excluded.push(hypothesis);
        }
    }
}

/// A slip between two single figures, or in a term of a sum: all that fit, since nothing tells
/// them apart; else why the sides do not. What a sum gives is written nowhere and has no slip.
fn best(
    slip: fn(Pair) -> Tested,
    instance: &Instance<'_>,
    comparison: &Comparison,
    lang: Lang,
) -> Tested {
    let operands: Vec<Operand<'_>> = instance.operands().copied().collect();
    let unit = unit(&operands);
    let sides = slip(Pair { a: comparison.left, b: comparison.right, unit, directed: false });
    let single = instance.left.len() == 1 && instance.right.len() == 1;
    let gap = comparison.difference();
    match instance.suspect {
        Suspect::Line | Suspect::Swapped(..) => return sides,
        Suspect::Cell(cell) => {
            return in_cell(slip, instance, (gap, &cell), lang).unwrap_or(sides);
        }
        Suspect::Unknown | Suspect::Blank(..) if single || operands.len() > TERMS_TRIED => {
            return sides;
        }
        Suspect::Unknown | Suspect::Blank(..) => {}
    }
    let left = instance.left.iter().map(|o| corrected(o, gap));
    let right = instance.right.iter().map(|o| corrected(o, -gap));
    let tried = left.chain(right).flatten().map(|(fact, value)| {
        let tested = slip(Pair { a: fact.value, b: value, unit: fact.unit, directed: true });
        Tested { cell: cell(&fact, lang), ..tested }
    });
    one_of(tried.filter(|tested| tested.fits).collect(), lang).unwrap_or(sides)
}

/// Slips of one kind in several terms, told together: each is as likely as the others.
pub(super) fn one_of(mut fitting: Vec<Tested>, lang: Lang) -> Option<Tested> {
    if fitting.len() < 2 {
        return fitting.pop();
    }
    let kind = fitting.first()?.kind;
    // Equal terms of the prose are told alike, once.
    let mut told: Vec<String> = Vec::new();
    for clause in fitting.into_iter().map(|tested| tested.clause_in_cell(lang)) {
        if !told.contains(&clause) {
            told.push(clause);
        }
    }
    let more = told.len() > ALTERNATIVES;
    told.truncate(ALTERNATIVES);
    let told = listed_or(&told, lang);
    let told = if more { sentence::list_cut(lang, told) } else { told };
    Some(Tested::told(kind, true, told))
}

/// A slip in the cell where a wrong row and a wrong column meet.
fn in_cell(
    slip: fn(Pair) -> Tested,
    instance: &Instance<'_>,
    (gap, suspect): (Decimal, &Fact<'_>),
    lang: Lang,
) -> Option<Tested> {
    let here = |o: &&Operand<'_>| std::ptr::eq(o.fact.place, suspect.place);
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
    Some(Tested { cell: cell(&fact, lang), ..found.unwrap_or(tested) })
}

/// The value with which a term alone would make the sides agree; zero says nothing, and
/// there is no count below zero.
pub(super) fn corrected<'a>(operand: &Operand<'a>, gap: Decimal) -> Option<(Fact<'a>, Decimal)> {
    let change = gap.checked_div(operand.factor)?;
    let value = operand.fact.value.checked_sub(change)?.normalize();
    let counts_less_than_none = operand.fact.unit == Unit::Count && value.is_sign_negative();
    (!value.is_zero() && !counts_less_than_none).then_some((operand.fact, value))
}

/// The lines under a difference: those of the sum, or of the column whose total is compared.
fn lines(instance: &Instance<'_>, comparison: &Comparison, lang: Lang) -> Vec<Tested> {
    let lines = match instance.suspect {
        Suspect::Line => instance.left.iter().map(|o| o.fact).collect(),
        _ => lines_under(instance),
    };
    if lines.len() < 2 && !matches!(instance.suspect, Suspect::Line) {
        return Vec::new();
    }
    let gap = comparison.difference();
    let mut tested = vec![one_line(instance, &lines, gap, lang)];
    tested.extend(subset(&lines, gap.abs(), lang));
    tested
}

/// A line left out of a side, or counted twice in it. A sum that is short of its printed total
/// may lack a line of any amount; one amount beside a total may lack only a line that is there.
fn one_line(instance: &Instance<'_>, lines: &[Fact<'_>], gap: Decimal, lang: Lang) -> Tested {
    let is_line = matches!(instance.suspect, Suspect::Line);
    let is_sum = is_line || instance.left.len() > 1;
    let lacks = gap.is_sign_negative();
    let kind = if lacks { "line_missing" } else { "line_doubled" };
    let amount = figure(gap.abs(), unit_of(lines), lang);
    let slack = if is_line { instance.slack() } else { Decimal::ZERO };
    let off = |f: &&Fact<'_>| f.value.saturating_sub(gap.abs()).abs();
    let line = lines.iter().filter(|f| off(f) <= slack).min_by_key(off);
    let fits = line.is_some() || (is_sum && lacks);
    if let (None, true, Suspect::Blank(row, count)) = (line, fits, instance.suspect) {
        return Tested::told("blank_cell", true, told::blank_cell(row, count, &amount, lang));
    }
    let clause = match line {
        Some(line) if line.value != gap.abs() => nearly_line(line, gap, lang),
        Some(line) if lacks => sentence::line_forgotten(lang, cell(line, lang), amount),
        Some(line) => sentence::line_doubled(lang, cell(line, lang), amount),
        None if fits => sentence::line_lacking(lang, amount),
        None => sentence::no_line(lang, lines.len(), amount),
    };
    Tested::told(kind, fits, clause)
}

/// A line whose amount is the difference but for what rounding leaves.
fn nearly_line(line: &Fact<'_>, gap: Decimal, lang: Lang) -> String {
    let fate = if gap.is_sign_negative() { "forgotten" } else { "doubled" };
    let (amount, value) = (figure(gap.abs(), line.unit, lang), figure(line.value, line.unit, lang));
    sentence::line_nearly(lang, amount, fate, cell(line, lang), value)
}

fn unit_of(lines: &[Fact<'_>]) -> Unit {
    lines.first().map_or(Unit::Count, |f| f.unit)
}

fn subset(lines: &[Fact<'_>], gap: Decimal, lang: Lang) -> Option<Tested> {
    if lines.len() > SUBSET_LINES || lines.iter().any(|f| f.value == gap) {
        return None;
    }
    let found = (1_u32..1 << lines.len()).find(|set| {
        let chosen = lines.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1);
        chosen.fold(Decimal::ZERO, |sum, (_, f)| sum.saturating_add(f.value)) == gap
    });
    let show = |value| figure(value, unit_of(lines), lang);
    let clause = match found {
        Some(set) => {
            let chosen = lines.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1);
            let values: Vec<String> = chosen.map(|(_, f)| show(f.value)).collect();
            sentence::lines_together(lang, format!("{} = {}", values.join(" + "), show(gap)))
        }
        None => sentence::no_lines_together(lang, show(gap)),
    };
    Some(Tested::told("subset_of_lines", found.is_some(), clause))
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
fn question(instance: &Instance<'_>, comparison: &Comparison, lang: Lang) -> String {
    let operator = instance.operands().find_map(|o| o.fact.informant());
    if let Some(ask) = instance.ask {
        return match operator {
            Some(operator) => sentence::ask_whom(lang, operator, uncapped(ask)),
            None => ask.to_owned(),
        };
    }
    let unit = unit(instance.operands());
    let unit = if instance.rate.is_some() { Unit::Percent } else { unit };
    let (left, right) = (figure(comparison.left, unit, lang), figure(comparison.right, unit, lang));
    sentence::ask_which(lang, operator, left, right)
}
