//! Columns of what was planned and of what came of it, as headings name them.
//!
//! A form may have both twice over (charges left, produits right): each half has a pair of its own.
//! Where several columns of a half open alike, which is meant cannot be told and there is none.

use super::names;
use crate::record::{Budget, BudgetColumn};

/// How headings of what was planned open.
const PLANNED: [&str; 6] = ["prev", "budget", "vot", "attribu", "notifi", "attendu"];

/// How headings of what came of it open.
const DONE: [&str; 7] = ["realis", "execut", "reel", "mandat", "consomm", "depens", "vers"];

/// What was planned and what came of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair<'a> {
    /// The column of what was planned.
    pub(super) planned: &'a BudgetColumn,
    /// The column of what came of it.
    pub(super) done: &'a BudgetColumn,
}

impl<'a> Pair<'a> {
    /// The pair of a half.
    pub(super) fn of(half: &'a [BudgetColumn]) -> Option<Self> {
        let only = |with: &[&str], without: &[&str]| {
            let mut found = half.iter().filter(|c| opens(c, with) && !opens(c, without));
            found.next().filter(|_| found.next().is_none())
        };
        Some(Self { planned: only(&PLANNED, &DONE)?, done: only(&DONE, &PLANNED)? })
    }

    /// The pairs of a table of amounts. A half ends behind its percentages, and before a column of
    /// texts or of what was planned once it has its two columns.
    pub(super) fn all(budget: &'a Budget) -> Vec<Self> {
        let holds = |c: &BudgetColumn| budget.rows.iter().any(|r| r.cells.contains_key(&c.id));
        let (mut from, mut pairs) = (0, Vec::new());
        for (at, column) in budget.columns.iter().enumerate() {
            let half = budget.columns.get(from..at).unwrap_or_default();
            let next = !holds(column) || opens(column, &PLANNED);
            if is_rate(column) || (next && Self::of(half).is_some()) {
                pairs.extend(Self::of(half));
                from = if is_rate(column) { at + 1 } else { at };
            }
        }
        pairs.extend(Self::of(budget.columns.get(from..).unwrap_or_default()));
        pairs
    }
}

fn opens(column: &BudgetColumn, with: &[&str]) -> bool {
    let key = names::key(&column.label);
    key.split(' ').any(|word| with.iter().any(|w| word.starts_with(w)))
}

/// Whether a column is one of percentages.
pub(super) fn is_rate(column: &BudgetColumn) -> bool {
    let key = names::key(&column.label);
    column.label.contains('%') || key.split(' ').any(|w| matches!(w, "taux" | "pourcentage"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::made::Made;

    fn pairs(headings: &[&str], row: &str) -> Vec<(String, String)> {
        let ids: Vec<String> = (0..headings.len()).map(|n| format!("c{n}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let mut made = Made::new("compte-rendu", "c.xls").table("t", &ids, row);
        for (column, heading) in made.0.budgets[0].columns.iter_mut().zip(headings) {
            (*heading).clone_into(&mut column.label);
        }
        let told = |p: &Pair<'_>| (p.planned.id.clone(), p.done.id.clone());
        Pair::all(&made.0.budgets[0]).iter().map(told).collect()
    }

    fn pair(planned: &str, done: &str) -> (String, String) {
        (planned.to_owned(), done.to_owned())
    }

    #[test]
    fn each_half_of_a_form_has_its_pair() {
        let with_rates = ["Prévision", "Réalisation", "%", "Produits", "Prévision", "Réalisé"];
        let row = "L 60 Achats|1|2|3|=74 Subventions|4|5";
        assert_eq!(pairs(&with_rates, row), [pair("c0", "c1"), pair("c4", "c5")]);
        let without = ["Prévu", "Exécuté", "Produits", "Prévu", "Exécuté"];
        let row = "L 60 Achats|1|2|=74 Subventions|4|5";
        assert_eq!(pairs(&without, row), [pair("c0", "c1"), pair("c3", "c4")]);
    }

    #[test]
    fn two_columns_of_what_was_spent_leave_a_doubt() {
        let row = "L 60 Achats|1|2|3";
        assert_eq!(pairs(&["Prévu", "Réalisé 2022", "Réalisé 2023"], row), []);
        assert_eq!(pairs(&["État", "Ville", "Total"], row), []);
    }
}
