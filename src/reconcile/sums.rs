//! How a column of a table adds up: which cells make each of its subtotals and totals.
//!
//! Rows « dont … » and sub-accounts (601 under 60) are details of the row above and are added
//! only where it has no amount. A total sums the subtotals printed, or all lines, or what stands
//! above it with an earlier total, or the accounts of two digits alone: the reading that fits is
//! taken, and the nearest where none does.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::facts::Fact;
use super::names;
use crate::record::{Budget, BudgetColumn, BudgetRow, Record, RowKind};
use block::Blocks;

pub(super) mod block;

/// How many subtotals a subtotal of subtotals may take in: twice what the longest nomenclature
/// has at one level.
const SUBTOTALS_BACK: usize = 40;

/// How many totals a total of totals may take in: more than there are départements.
const TOTALS_BACK: usize = 120;

/// How many lines without an amount are kept of those that a total may hold.
const BLANKS: usize = 1000;

/// Which kind of printed sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SumKind {
    /// Of a part of the table.
    Subtotal,
    /// Of all that is above it.
    Total,
}

/// A printed sum with the cells that make it.
#[derive(Debug, Clone)]
pub(super) struct Sum<'a> {
    /// Which kind.
    pub(super) kind: SumKind,
    /// Its row.
    pub(super) row: &'a BudgetRow,
    /// As printed.
    pub(super) printed: Fact<'a>,
    /// The cells that make it, by the reading that fits or the nearest one.
    pub(super) parts: Vec<Fact<'a>>,
    /// Whether the table leaves no doubt about what it sums.
    pub(super) certain: bool,
    /// Lines above it that state no amount in this column.
    pub(super) blank: Vec<&'a BudgetRow>,
    /// The readings of a total, in their order, and the one that fits.
    readings: (Vec<Vec<Fact<'a>>>, Option<usize>),
}

/// Reads totals that nothing makes as another column of the same row is read: what a row sums
/// does not hang on the column.
pub(super) fn agree(columns: &mut [Vec<Sum<'_>>]) {
    let fits = columns.iter().flatten().filter_map(|s| Some((s.row_number(), s.readings.1?)));
    let fits: BTreeMap<usize, usize> = fits.collect();
    for sum in columns.iter_mut().flatten().filter(|s| s.readings.1.is_none()) {
        let alike = fits.get(&sum.row_number()).and_then(|at| sum.readings.0.get(*at));
        if let Some(parts) = alike.filter(|parts| !parts.is_empty()).cloned() {
            sum.parts = parts;
        }
    }
}

impl Sum<'_> {
    /// Its row, as a number that no other row has.
    fn row_number(&self) -> usize {
        std::ptr::from_ref(self.row).addr()
    }
}

/// The printed sums of a column, from the top.
pub(super) fn column_sums<'a>(
    record: &'a Record,
    budget: &'a Budget,
    blocks: &Blocks<'a>,
    column: &'a BudgetColumn,
) -> Vec<Sum<'a>> {
    let block = blocks.of(column);
    let mut walk = Walk::default();
    for row in &budget.rows {
        let cell = row.cells.get(&column.id);
        let fact = cell.map(|c| Fact::of_cell(record, (budget, row), (&column.id, c)));
        let label = block.label(row);
        match block.kind(row, label) {
            RowKind::Line => walk.line(row, label, fact),
            RowKind::Group => walk.group(row, label, fact),
            RowKind::Subtotal => walk.subtotal(row, fact),
            RowKind::Total => walk.total(row, fact),
        }
    }
    walk.sums
}

/// A column read from the top.
#[derive(Default)]
struct Walk<'a> {
    sums: Vec<Sum<'a>>,
    /// Lines since the last group, subtotal or total.
    loose: Vec<Fact<'a>>,
    /// What counts before them: printed subtotals, lines of groups that have none.
    settled: Vec<Fact<'a>>,
    /// All lines since the last total.
    leaves: Vec<Fact<'a>>,
    /// Lines of accounts of two digits since the last total.
    accounts: Vec<Fact<'a>>,
    /// The row of the open group, where it states its own sum.
    head: Option<(&'a BudgetRow, Fact<'a>)>,
    /// Totals above.
    totals: Vec<Fact<'a>>,
    /// The last row that is no detail: the digits that open it, whether it has an amount.
    parent: Option<(String, bool)>,
    /// The last line, if it waits for details to state its amount.
    waiting: Option<&'a BudgetRow>,
    /// Lines without amount since the last total.
    blank: Vec<&'a BudgetRow>,
    /// Whether some subtotal could not be placed.
    doubtful: bool,
}

fn sum(facts: &[Fact<'_>]) -> Decimal {
    facts.iter().fold(Decimal::ZERO, |sum, f| sum.saturating_add(f.value))
}

/// Whether some cells make a printed sum, to the cent of what is stored where a sheet stores it.
fn makes(parts: &[Fact<'_>], printed: &Fact<'_>) -> bool {
    let kept = parts.iter().fold(Decimal::ZERO, |sum, f| sum.saturating_add(f.stored()));
    !parts.is_empty()
        && (sum(parts) == printed.value
            || kept.saturating_sub(printed.stored()).abs() < Decimal::new(1, 2))
}

/// Whether some cells make a printed sum but for a fifth of it.
fn near(parts: &[Fact<'_>], printed: &Fact<'_>) -> bool {
    let fifth = printed.value.abs().saturating_mul(Decimal::new(2, 1));
    sum(parts).saturating_sub(printed.value).abs() <= fifth
}

fn account(label: &str) -> String {
    label.trim_start().chars().take_while(char::is_ascii_digit).collect()
}

impl<'a> Walk<'a> {
    fn line(&mut self, row: &'a BudgetRow, label: Option<&str>, fact: Option<Fact<'a>>) {
        let Some(label) = label else {
            // A blank label beside an amount is a line all the same.
            return self.add(row, "", fact);
        };
        if self.is_detail(label) {
            let stated = self.parent.as_ref().is_some_and(|(_, stated)| *stated);
            if !stated && let Some(fact) = fact {
                self.waiting = None;
                self.loose.push(fact);
                self.leaves.push(fact);
            }
            return;
        }
        self.add(row, label, fact);
    }

    fn is_detail(&self, label: &str) -> bool {
        let code = account(label);
        let dont = names::key(label).split(' ').next() == Some("dont");
        let Some((parent, _)) = &self.parent else { return dont };
        dont || (!parent.is_empty()
            && code.len() > parent.len()
            && code.starts_with(parent.as_str()))
    }

    fn add(&mut self, row: &'a BudgetRow, label: &str, fact: Option<Fact<'a>>) {
        self.close_line();
        let code = account(label);
        self.parent = Some((code.clone(), fact.is_some()));
        match fact {
            Some(fact) => {
                self.loose.push(fact);
                self.leaves.push(fact);
                if code.len() == 2 {
                    self.accounts.push(fact);
                }
            }
            None => self.waiting = Some(row),
        }
    }

    fn close_line(&mut self) {
        let room = self.blank.len() < BLANKS;
        self.blank.extend(self.waiting.take().filter(|_| room));
    }

    /// A row without amounts may open a group, or be a line whose details follow.
    fn group(&mut self, row: &'a BudgetRow, label: Option<&str>, fact: Option<Fact<'a>>) {
        self.close_group();
        self.parent = Some((account(label.unwrap_or_default()), fact.is_some()));
        self.head = fact.map(|f| (row, f));
    }

    /// Ends the open group: a head that states a sum stands for its lines.
    fn close_group(&mut self) {
        self.close_line();
        let lines = std::mem::take(&mut self.loose);
        let Some((row, head)) = self.head.take() else {
            self.settled.extend(lines);
            return;
        };
        self.settled.push(head);
        if lines.is_empty() {
            self.leaves.push(head);
        } else {
            self.record(SumKind::Subtotal, row, head, lines, true);
        }
    }

    fn record(
        &mut self,
        kind: SumKind,
        row: &'a BudgetRow,
        printed: Fact<'a>,
        parts: Vec<Fact<'a>>,
        certain: bool,
    ) {
        let (blank, readings) = (self.blank.clone(), (Vec::new(), None));
        self.sums.push(Sum { kind, row, printed, parts, certain, blank, readings });
    }

    fn subtotal(&mut self, row: &'a BudgetRow, fact: Option<Fact<'a>>) {
        self.close_line();
        let Some(printed) = fact else { return };
        self.parent = Some((String::new(), true));
        if self.head.is_some() {
            self.close_group();
        }
        let lines = std::mem::take(&mut self.loose);
        if !lines.is_empty() && makes(&lines, &printed) {
            self.record(SumKind::Subtotal, row, printed, lines, true);
        } else if let Some(parts) = self.tail(&lines, &printed) {
            self.record(SumKind::Subtotal, row, printed, parts, true);
        } else if lines.is_empty() {
            // A sum of sums that none of them makes: what it covers cannot be told.
            self.doubtful = true;
        } else {
            // Lines that a row without amount cut off may belong to it; subtotals that are of
            // their own lines, one after another, say that this one is too.
            let certain = !self.cut_off() || near(&lines, &printed);
            self.doubtful |= !certain;
            self.record(SumKind::Subtotal, row, printed, lines, certain);
        }
        self.settled.push(printed);
    }

    /// Whether lines stand above that no subtotal has summed.
    fn cut_off(&self) -> bool {
        let since = self.settled.len();
        let own = self.sums.iter().rev().take_while(|s| s.kind == SumKind::Subtotal).take(since);
        let printed: BTreeSet<_> = own.map(|s| std::ptr::from_ref(s.printed.place)).collect();
        !self.settled.iter().all(|f| printed.contains(&std::ptr::from_ref(f.place)))
    }

    /// The last of what is settled, with the loose lines, that makes a printed sum; it is taken
    /// out of what is settled.
    fn tail(&mut self, lines: &[Fact<'a>], printed: &Fact<'a>) -> Option<Vec<Fact<'a>>> {
        let end = self.settled.len();
        let from = (end.saturating_sub(SUBTOTALS_BACK)..end).rev().find(|from| {
            let before = self.settled.get(*from..).unwrap_or_default();
            makes(&[before, lines].concat(), printed)
        })?;
        let mut parts = self.settled.split_off(from);
        parts.extend_from_slice(lines);
        Some(parts)
    }

    fn total(&mut self, row: &'a BudgetRow, fact: Option<Fact<'a>>) {
        let Some(printed) = fact else { return };
        self.close_group();
        self.parent = Some((String::new(), true));
        let readings = self.readings();
        let fits = readings.iter().position(|parts| makes(parts, &printed));
        let alone = self.settled.is_empty();
        let stated = || readings.iter().filter(|parts| !parts.is_empty());
        let off = |parts: &&Vec<Fact<'_>>| sum(parts).saturating_sub(printed.value).abs();
        // The likeliest where none is near: what is far off from all of them says nothing.
        let nearest = stated().filter(|parts| near(parts, &printed)).min_by_key(off);
        let taken = match fits {
            Some(at) => readings.get(at),
            // Totals of totals that do not add up may be of anything.
            None => nearest.or_else(|| stated().next()).filter(|_| !alone),
        };
        if let Some(parts) = taken.cloned() {
            let certain = fits.is_some() || !self.doubtful;
            self.record(SumKind::Total, row, printed, parts, certain);
            if let Some(sum) = self.sums.last_mut() {
                sum.readings = (readings, fits);
            }
        }
        if self.totals.len() == TOTALS_BACK {
            self.totals.remove(0);
        }
        self.totals.push(printed);
        self.start_over();
    }

    /// What a total may sum, the likeliest first.
    fn readings(&self) -> Vec<Vec<Fact<'a>>> {
        let mut readings = vec![self.settled.clone(), self.leaves.clone()];
        if self.accounts.len() >= 2 {
            readings.push(self.accounts.clone());
        }
        if let Some(last) = self.totals.last() {
            readings.push([std::slice::from_ref(last), self.settled.as_slice()].concat());
            readings.push([self.totals.as_slice(), self.settled.as_slice()].concat());
        }
        readings
    }

    fn start_over(&mut self) {
        self.settled.clear();
        self.leaves.clear();
        self.accounts.clear();
        self.blank.clear();
        self.doubtful = false;
    }
}
