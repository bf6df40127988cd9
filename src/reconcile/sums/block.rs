//! Two tables side by side on one sheet (charges and produits): which columns of text name the
//! rows of a column of amounts.
//!
//! Each has its labels left of its amounts. Found once a table: a sheet has thousands of columns.

use std::collections::BTreeSet;

use crate::reconcile::names;
use crate::record::{Budget, BudgetColumn, BudgetRow, RowKind};

/// The blocks of a table, from the left.
pub(in crate::reconcile) struct Blocks<'a> {
    /// The columns of text of each, and the columns of amounts.
    blocks: Vec<(Vec<&'a str>, BTreeSet<&'a str>)>,
}

impl<'a> Blocks<'a> {
    /// Those of a table.
    pub(in crate::reconcile) fn of_table(budget: &'a Budget) -> Self {
        let filled: BTreeSet<&str> = budget.rows.iter().flat_map(|row| row.cells.keys()).collect();
        let mut blocks: Vec<(Vec<&str>, BTreeSet<&str>)> = Vec::new();
        let mut after_amount = true;
        for column in &budget.columns {
            let amounts = filled.contains(column.id.as_str());
            if !amounts && after_amount {
                blocks.push((Vec::new(), BTreeSet::new()));
            }
            after_amount = amounts;
            let Some((texts, holds)) = blocks.last_mut() else { continue };
            if amounts {
                holds.insert(&column.id);
            } else {
                texts.push(&column.id);
            }
        }
        Self { blocks }
    }

    /// The block of a column.
    pub(super) fn of(&self, column: &BudgetColumn) -> Block<'a> {
        let holds = |(_, holds): &&(Vec<&str>, BTreeSet<&str>)| holds.contains(column.id.as_str());
        let (own, others): (Vec<_>, Vec<_>) = self.blocks.iter().partition(holds);
        let ids = |blocks: Vec<&(Vec<&'a str>, _)>| {
            blocks.into_iter().flat_map(|(texts, _)| texts.iter().copied()).collect()
        };
        Block { own: ids(own), others: ids(others) }
    }
}

/// The columns of text that name the rows of a column.
pub(super) struct Block<'a> {
    /// Of this column, right of the amounts of another block.
    own: Vec<&'a str>,
    /// Of the other blocks, where there are several.
    others: Vec<&'a str>,
}

impl<'a> Block<'a> {
    /// What the row is called in this block; `None` where this block leaves it blank.
    pub(super) fn label(&self, row: &'a BudgetRow) -> Option<&'a str> {
        if self.others.is_empty() || self.own.is_empty() {
            return Some(&row.label);
        }
        texts(&self.own, row).next()
    }

    /// The kind of the row in this block: on the line of the other block's total there may stand
    /// an ordinary line of this one.
    pub(super) fn kind(&self, row: &BudgetRow, label: Option<&str>) -> RowKind {
        let (false, Some(label)) = (self.others.is_empty(), label) else { return row.kind };
        let total =
            |label: &str| names::key(label).split(' ').any(|w| w == "total" || w == "totaux");
        match row.kind {
            RowKind::Line if names::key(label).starts_with("sous total") => RowKind::Subtotal,
            RowKind::Line if names::key(label).starts_with("total") => RowKind::Total,
            RowKind::Total if !total(label) && texts(&self.others, row).any(total) => RowKind::Line,
            kind => kind,
        }
    }
}

/// The texts of a row in some columns.
fn texts<'a>(columns: &[&str], row: &'a BudgetRow) -> impl Iterator<Item = &'a str> {
    let texts = columns.iter().filter_map(|id| row.texts.get(id));
    texts.map(|t| t.text.as_str()).filter(|t| !t.trim().is_empty())
}
