//! Sentences of the sums of tables.

use super::super::sums::Sum;
use super::super::words::{listed, row_label};
use crate::record::{BudgetColumn, BudgetRow};

/// Why a sum is left open: lines without an amount, and what they would have to hold.
pub(super) fn blank(sum: &Sum<'_>, column: &BudgetColumn, gap: &str) -> String {
    let line = |row: &&BudgetRow| match row.texts.get(&column.id) {
        Some(text) => format!("« {} » (« {} »)", row_label(row), text.text.trim()),
        None => format!("« {} »", row_label(row)),
    };
    let lines: Vec<String> = sum.blank.iter().map(line).collect();
    match lines.as_slice() {
        [only] => format!("la ligne {only} n'y a pas de montant, qui vaudrait {gap}"),
        _ => format!("les lignes {} n'y ont pas de montant, ils feraient {gap}", listed(&lines)),
    }
}

/// What empty cells would have to hold for a total to be right.
pub(in super::super) fn blank_cell(row: &BudgetRow, count: usize, amount: &str) -> String {
    match count {
        1 => format!("la case vide de la ligne « {} » vaudrait {amount}", row_label(row)),
        _ => format!("les {count} cases vides vaudraient ensemble {amount}"),
    }
}

/// What the sum of the lines adds to a total that another check found wrong.
pub(super) fn wrong_total(sum: &str, exact: bool) -> String {
    if exact {
        format!("La somme des lignes donne aussi {sum} : le total imprimé est seul de son avis.")
    } else {
        format!(
            "La somme des lignes donne {sum}, aux arrondis près : le total imprimé est seul de son avis."
        )
    }
}
