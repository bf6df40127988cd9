//! Slips of the hand, planted in budgets.

use bilan::record::RowKind;

use super::{Dice, Plan};

/// A slip of the hand, by the name of the hypothesis that tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    OneDigit,
    SwappedDigits,
    Sign,
    Factor,
    ColumnSwapped,
    LineMissing,
    LineDoubled,
}

/// A cell that was changed: its row, its column, and what it was.
pub(crate) type Changed = (usize, usize, i64);

impl Fault {
    /// All of them.
    pub(crate) const ALL: [Self; 7] = [
        Self::OneDigit,
        Self::SwappedDigits,
        Self::Sign,
        Self::Factor,
        Self::ColumnSwapped,
        Self::LineMissing,
        Self::LineDoubled,
    ];

    /// Those of one cell.
    pub(crate) const OF_CELLS: [Self; 4] =
        [Self::OneDigit, Self::SwappedDigits, Self::Sign, Self::Factor];

    /// The kind of hypothesis that names it.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::OneDigit => "one_digit",
            Self::SwappedDigits => "swapped_digits",
            Self::Sign => "sign",
            Self::Factor => "factor",
            Self::ColumnSwapped => "column_swapped",
            Self::LineMissing => "line_missing",
            Self::LineDoubled => "line_doubled",
        }
    }

    /// Plants it at random; the cell, if it is one of a cell. `None` where nothing changes.
    #[expect(clippy::option_option, reason = "no place for the error, or an error of no cell")]
    pub(crate) fn plant(self, plan: &mut Plan, dice: &mut Dice) -> Option<Option<Changed>> {
        let lines: Vec<usize> =
            (0..plan.rows.len()).filter(|at| plan.rows[*at].kind == RowKind::Line).collect();
        let line = dice.one_of(&lines);
        match self {
            Self::ColumnSwapped => {
                let cells = &mut plan.rows[line].cells;
                let apart = cells[0].zip(cells[1]).map_or(0, |(a, b)| (a - b).abs());
                cells.swap(0, 1);
                (apart > plan.slack()).then_some(None)
            }
            Self::LineMissing => {
                plan.rows.remove(line);
                Some(None)
            }
            Self::LineDoubled => {
                let row = plan.rows[line].clone();
                plan.rows.insert(line, row);
                Some(None)
            }
            _ => {
                let (row, column) = (dice.index(plan.rows.len()), dice.index(3));
                self.plant_at(plan, (row, column), dice).map(Some)
            }
        }
    }

    /// Plants it in a cell.
    pub(crate) fn plant_at(
        self,
        plan: &mut Plan,
        (row, column): (usize, usize),
        dice: &mut Dice,
    ) -> Option<Changed> {
        let old = plan.rows[row].cells[column]?;
        let wrong = self.slipped(old, plan.unit(), dice)?;
        plan.rows[row].cells[column] = Some(wrong);
        ((wrong - old).abs() > plan.slack()).then_some((row, column, old))
    }

    /// A figure as a slip leaves it: of the digits that are written, `unit` cents each.
    fn slipped(self, cents: i64, unit: i64, dice: &mut Dice) -> Option<i64> {
        let mut digits = (cents / unit).abs().to_string().into_bytes();
        match self {
            Self::Sign => return Some(-cents),
            Self::Factor => return Some(cents * 10),
            Self::OneDigit => {
                let at = dice.index(digits.len());
                digits[at] = b'1' + dice.below(9) as u8;
            }
            _ => {
                let at = dice.index(digits.len().checked_sub(1).filter(|n| *n > 0)?);
                digits.swap(at, at + 1);
            }
        }
        let opens_with_zero = digits[0] == b'0';
        let value: i64 = String::from_utf8(digits).unwrap().parse().unwrap();
        (!opens_with_zero).then_some(value * unit)
    }
}

impl Plan {
    /// Cents by which sums may be off without a fault: each term may have lost as much as it does
    /// not write.
    pub(crate) fn slack(&self) -> i64 {
        let unit = self.unit();
        if unit > 100 { unit * i64::try_from(self.rows.len()).unwrap_or(i64::MAX) } else { 0 }
    }

    /// Cents of the last digit that a hand writes: « 12 k€ » has no hundreds to get wrong.
    fn unit(&self) -> i64 {
        let all = self.rows.iter().flat_map(|r| &r.cells).flatten();
        let whole = |unit: &i64| all.clone().all(|cents| cents % unit == 0);
        [100_000, 100, 1].into_iter().find(whole).unwrap_or(1)
    }
}
