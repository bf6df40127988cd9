//! How well planted errors are told.

use rust_decimal::Decimal;

use super::budget::spot;
use super::fault::Planted;
use super::{Dice, Fault, Plan, Shape};

/// How often an error of one kind was told, and how well.
#[derive(Debug, Default)]
pub(crate) struct Score {
    /// Errors planted.
    pub(crate) tried: u32,
    /// Told by one finding.
    pub(crate) once: u32,
    /// Their kind among the first two hypotheses.
    pub(crate) named: u32,
    /// Errors in one cell.
    pub(crate) cells: u32,
    /// The one smallest set is that cell with its right value.
    pub(crate) found: u32,
}

impl Score {
    /// Plants a fault so many times in budgets of a shape.
    pub(crate) fn measure(shape: Shape, fault: Fault, trials: u32, dice: &mut Dice) -> Self {
        let mut score = Self::default();
        while score.tried < trials {
            let mut plan = Plan::consistent(shape, dice);
            let Some(Planted { cell: changed }) = fault.plant(&mut plan, dice) else { continue };
            score.tried += 1;
            score.cells += u32::from(changed.is_some());
            let told = plan.findings();
            let Some(first) = told.findings.first() else { continue };
            score.once += u32::from(told.findings.len() == 1);
            let named = first.hypotheses.iter().take(2).any(|h| h.kind == fault.kind());
            score.named += u32::from(named);
            let Some((row, column, old)) = changed else { continue };
            let (right, slack) = (Decimal::new(old, 2), Decimal::new(plan.slack(), 2));
            let found = match first.corrections.as_slice() {
                [set] => matches!(set.as_slice(),
                    [c] if spot(&c.place) == Some((row, column))
                        && (c.corrected - right).abs() <= slack),
                _ => false,
            };
            score.found += u32::from(found);
        }
        score
    }
}

/// Two errors planted in one budget, in cells that share neither row nor column.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    /// Budgets tried.
    pub(crate) tried: u32,
    /// Both cells are named with their right values by the first set of some findings.
    pub(crate) both: u32,
    /// At least one of them.
    pub(crate) one: u32,
}

impl Pairs {
    /// Plants two slips of cells so many times.
    pub(crate) fn measure(shape: Shape, trials: u32, dice: &mut Dice) -> Self {
        let mut pairs = Self::default();
        while pairs.tried < trials {
            let mut plan = Plan::consistent(shape, dice);
            let Some(changed) = two(&mut plan, dice) else { continue };
            pairs.tried += 1;
            let told = plan.findings();
            let sets = told.findings.iter().filter_map(|f| match f.corrections.as_slice() {
                [only] => Some(only),
                _ => None,
            });
            let corrections: Vec<_> =
                sets.flatten().map(|c| (spot(&c.place), c.corrected)).collect();
            let slack = Decimal::new(plan.slack(), 2);
            let named = |(row, column, old): &(usize, usize, i64)| {
                corrections.iter().any(|(at, corrected)| {
                    *at == Some((*row, *column))
                        && (corrected - Decimal::new(*old, 2)).abs() <= slack
                })
            };
            let hits = changed.iter().filter(|c| named(c)).count();
            pairs.both += u32::from(hits == 2);
            pairs.one += u32::from(hits >= 1);
        }
        pairs
    }
}

fn two(plan: &mut Plan, dice: &mut Dice) -> Option<[(usize, usize, i64); 2]> {
    let (rows, first) = (plan.rows.len(), dice.index(3));
    let at = (dice.index(rows), first);
    let other = (dice.index(rows), (first + 1 + dice.index(2)) % 3);
    if at.0 == other.0 {
        return None;
    }
    let mut slip = |at| dice.one_of(&Fault::OF_CELLS).plant_at(plan, at, dice);
    Some([slip(at)?, slip(other)?])
}
