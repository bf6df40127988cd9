//! Budgets whose sums are right, in the shapes that real tables have.

use bilan::issue::Lang;
use bilan::place::{Place, Rect};
use bilan::reconcile::finding::Findings;
use bilan::reconcile::reconcile;
use bilan::record::{
    Budget, BudgetCell, BudgetColumn, BudgetRow, ByColumn, Head, Nature, PackRef, Record, RowKind,
    TextCell,
};
use bilan::rules::Rules;
use rust_decimal::Decimal;

use super::Dice;

/// The columns: two funders and their total.
pub(crate) const COLUMNS: [&str; 3] = ["etat", "ville", "total"];

/// A way in which tables are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Lines and their total.
    Plain,
    /// Some lines are given by one funder alone, the other cell is blank.
    Missing,
    /// As before, but what is not given is said in words.
    Texts,
    /// Groups, each with its subtotal.
    Subtotals,
    /// Groups whose heads state their sums.
    Heads,
    /// Totals of two halves and a total of both.
    TwoLevels,
    /// Amounts of whole thousands of euros.
    Thousands,
    /// Amounts to the cent.
    Cents,
    /// Amounts rounded to the thousand one by one, so that sums are off by what that leaves.
    Rounded,
}

impl Shape {
    /// All of them.
    pub(crate) const ALL: [Self; 9] = [
        Self::Plain,
        Self::Missing,
        Self::Texts,
        Self::Subtotals,
        Self::Heads,
        Self::TwoLevels,
        Self::Thousands,
        Self::Cents,
        Self::Rounded,
    ];

    /// How many lines stand in each part of the table.
    fn parts(self, dice: &mut Dice) -> Vec<usize> {
        let mut few = |least: u64| (least + dice.below(4)) as usize;
        match self {
            Self::Subtotals | Self::Heads => vec![few(2), few(2), few(2)],
            Self::TwoLevels => vec![few(3), few(3)],
            _ => vec![few(5) + few(0)],
        }
    }

    /// What a table states beside its lines.
    fn sums(self) -> (Option<RowKind>, bool) {
        match self {
            Self::Subtotals => (Some(RowKind::Subtotal), false),
            Self::Heads => (Some(RowKind::Group), true),
            Self::TwoLevels => (Some(RowKind::Total), false),
            _ => (None, false),
        }
    }

    /// Hundredths of the smallest digit that is written.
    fn step(self) -> i64 {
        match self {
            Self::Cents => 1,
            Self::Thousands | Self::Rounded => 100_000,
            _ => 100,
        }
    }
}

/// A row: its kind, its label, and an amount in cents a column, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) kind: RowKind,
    pub(crate) label: String,
    pub(crate) cells: [Option<i64>; 3],
}

/// A budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    shape: Shape,
    pub(crate) rows: Vec<Row>,
}

impl Plan {
    /// A budget of a shape, all of whose sums are right.
    pub(crate) fn consistent(shape: Shape, dice: &mut Dice) -> Self {
        let mut rows = Vec::new();
        let mut all = [0; 3];
        let (stated, before) = shape.sums();
        for (part, lines) in shape.parts(dice).into_iter().enumerate() {
            let lines: Vec<Row> = (0..lines)
                .map(|at| line(shape, format!("{}.{}", part + 1, at + 1), dice))
                .collect();
            let sums = [0, 1, 2].map(|c| lines.iter().filter_map(|l| l.cells[c]).sum::<i64>());
            all = [0, 1, 2].map(|c| all[c] + sums[c]);
            let label = format!("{} {}", if before { "Axe" } else { "Sous-total" }, part + 1);
            let sum = stated.map(|kind| Row { kind, label, cells: sums.map(Some) });
            let (head, foot) = if before { (sum, None) } else { (None, sum) };
            rows.extend(head.into_iter().chain(lines).chain(foot));
        }
        let label = "Total général".to_owned();
        rows.push(Row { kind: RowKind::Total, label, cells: all.map(Some) });
        let mut plan = Self { shape, rows };
        if shape == Shape::Rounded {
            plan.rows.iter_mut().flat_map(|r| &mut r.cells).flatten().for_each(|cents| {
                *cents = (*cents + 50_000).div_euclid(100_000) * 100_000;
            });
        }
        plan
    }

    /// What is told of a document with this budget.
    pub(crate) fn findings(&self) -> Findings {
        reconcile(&[self.record()], &Rules::default(), Lang::Fr)
    }

    fn record(&self) -> Record {
        let rules = PackRef { id: "bilan".to_owned(), version: "1.0.0".to_owned() };
        let (kind, path) = ("bilan".to_owned(), "bilan.pdf".to_owned());
        let mut record = Record::new(Head { path, kind, rules, ..Head::default() });
        let column = |id: &&str| BudgetColumn {
            id: (*id).to_owned(),
            label: if *id == "total" { "Total".to_owned() } else { format!("Montant {id}") },
            ..BudgetColumn::default()
        };
        record.budgets.push(Budget {
            id: "budget".to_owned(),
            title: "Budget".to_owned(),
            unit: "EUR".to_owned(),
            nature: Some(Nature::Previsionnel),
            table: "t1".to_owned(),
            columns: COLUMNS.iter().map(column).collect(),
            rows: self.rows.iter().enumerate().map(|(at, row)| self.row(at, row)).collect(),
        });
        record
    }

    fn row(&self, at: usize, row: &Row) -> BudgetRow {
        let (mut cells, mut texts) = (ByColumn::default(), ByColumn::default());
        for (column, id) in COLUMNS.iter().enumerate() {
            match row.cells[column] {
                Some(cents) => {
                    let value = value(cents, self.shape.step());
                    let written = format!("{value} €");
                    let place = place(at, column, &written);
                    let step = Decimal::new(self.shape.step(), 2).normalize();
                    let cell = BudgetCell {
                        value,
                        written,
                        step,
                        stored: None,
                        second_reading: None,
                        place,
                    };
                    cells.insert(id, cell);
                }
                None if self.shape == Shape::Texts => {
                    let text = "n.c.".to_owned();
                    let place = place(at, column, &text);
                    texts.insert(id, TextCell { text, place });
                }
                None => {}
            }
        }
        let action = (row.kind == RowKind::Line).then(|| row.label.clone());
        BudgetRow { kind: row.kind, action, label: row.label.clone(), cells, texts }
    }
}

/// A line of round amounts as funders give them.
fn line(shape: Shape, label: String, dice: &mut Dice) -> Row {
    let step = match shape {
        Shape::Thousands => 100_000,
        Shape::Cents | Shape::Rounded => 1,
        _ => dice.one_of(&[10_000, 50_000, 100_000, 100]),
    };
    let most = if step == 1 { 20_000_000 } else { 2000 };
    let mut amount = || (1 + dice.below(most)).cast_signed() * step + 100_000;
    let (a, b) = (amount(), amount());
    let lacking = matches!(shape, Shape::Missing | Shape::Texts);
    let cells = match if lacking { dice.below(4) } else { 3 } {
        0 => [None, Some(b), Some(b)],
        1 => [Some(a), None, Some(a)],
        _ => [Some(a), Some(b), Some(a + b)],
    };
    Row { kind: RowKind::Line, label, cells }
}

/// Cents as the table writes them: no cents where it writes none.
fn value(cents: i64, step: i64) -> Decimal {
    if step == 1 { Decimal::new(cents, 2) } else { Decimal::from(cents / 100) }
}

fn place(row: usize, column: usize, text: &str) -> Place {
    let (x, y) = (column as f32 * 90.0, row as f32 * 12.0);
    let bbox = Rect { x0: x, y0: y, x1: x + 60.0, y1: y + 10.0 };
    Place::Page { page: 1, bbox, ocr: None, text: text.to_owned() }
}

/// Where a cell of a made budget stands: its row and its column.
pub(crate) fn spot(place: &Place) -> Option<(usize, usize)> {
    let Place::Page { bbox, .. } = place else { return None };
    Some(((bbox.y0 / 12.0).round() as usize, (bbox.x0 / 90.0).round() as usize))
}
