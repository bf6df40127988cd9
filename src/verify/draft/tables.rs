//! The tables of a document as rules: columns by their headings, lines by how they are numbered,
//! the total by its words.

use std::collections::BTreeSet;

use super::block::Block;
use super::numbered::{Numbering, numberings};
use super::words::{Names, literal, opening, slug};
use crate::number;
use crate::record::{Budget, BudgetRow, Record, RowKind};

/// A table and the rule for it.
pub(super) struct Drafted {
    /// The rule.
    pub(super) block: Block,
    /// Its id.
    pub(super) id: String,
    /// The budget of the record that it is drawn from.
    pub(super) budget: usize,
    /// The names that its columns of amounts get, by their id in the record.
    pub(super) columns: Vec<(String, String)>,
}

/// A rule for each table with headings; tables of the same headings are one rule's.
pub(super) fn tables(record: &Record, names: &mut Names) -> Vec<Drafted> {
    let mut seen = BTreeSet::new();
    let budgets = record.budgets.iter().enumerate();
    budgets
        .filter(|(_, budget)| seen.insert(headings(budget)))
        .filter_map(|(at, budget)| table(at, budget, names))
        .collect()
}

fn headings(budget: &Budget) -> Vec<&str> {
    budget.columns.iter().map(|column| column.label.as_str()).collect()
}

fn table(at: usize, budget: &Budget, names: &mut Names) -> Option<Drafted> {
    let mut own = Names::default();
    let is_amount = |id: &str| budget.rows.iter().any(|row| row.cells.contains_key(id));
    let (mut amounts, mut texts, mut columns) = (Vec::new(), Vec::new(), Vec::new());
    for column in budget.columns.iter().filter(|c| !c.label.trim().is_empty()) {
        let name = own.give(last_level(&column.label), "colonne");
        let Some(phrase) = heading(budget, &column.label) else { continue };
        if is_amount(&column.id) {
            columns.push((column.id.clone(), name.clone()));
            amounts.push((name, phrase));
        } else {
            texts.push((name, phrase));
        }
    }
    let mut untitled = Vec::new();
    if budget.columns.iter().all(|c| c.label.trim().is_empty()) {
        for column in &budget.columns {
            let amount = is_amount(&column.id);
            let name = own.give(if amount { "montant" } else { "libelle" }, "colonne");
            let entry = (name.clone(), if amount { "Montant" } else { "Libellé" }.to_owned());
            if amount {
                columns.push((column.id.clone(), name.clone()));
                amounts.push(entry);
            } else {
                texts.push(entry);
            }
            untitled.push(name);
        }
    }
    if amounts.is_empty() {
        return None;
    }
    let id = names.give(&budget.title, "tableau");
    let title = opening(&budget.title, &number::scan(&budget.title));
    let required: Vec<String> = amounts.iter().map(|(name, _)| name.clone()).collect();
    let (lines, groups) = (labels(budget, RowKind::Line), labels(budget, RowKind::Group));
    let (dotted, plain): (Vec<_>, Vec<_>) =
        numberings(lines.iter().chain(&groups).copied()).into_iter().partition(|n| n.dotted);
    let (lines, groups) = if dotted.is_empty() { (plain, dotted) } else { (dotted, plain) };
    let phrases = |ways: Vec<Numbering>| ways.iter().map(Numbering::phrase).collect::<Vec<_>>();
    let block = Block::new("tableau", &id)
        .texts("apres", &title.into_iter().collect::<Vec<_>>())
        .texts("groupe", &phrases(groups))
        .texts("ligne", &phrases(lines))
        .texts("total", &totals(budget))
        .texts("requiert", if untitled.is_empty() { &required } else { &[] })
        .list("sans_titre", &untitled)
        .table("colonnes", &amounts)
        .table("textes", &texts);
    Some(Drafted { block, id, budget: at, columns })
}

/// The labels of the rows of a kind.
fn labels(budget: &Budget, kind: RowKind) -> Vec<&str> {
    let of_kind = |row: &&BudgetRow| row.kind == kind;
    budget.rows.iter().filter(of_kind).map(|row| row.label.as_str()).collect()
}

/// How totals open: their words up to a number.
fn totals(budget: &Budget) -> Vec<String> {
    let rows = budget.rows.iter().filter(|row| row.kind == RowKind::Total);
    let words = rows.filter_map(|row| {
        let first = number::scan(&row.label).first().map_or(row.label.len(), |t| t.range.start);
        let words = row.label.get(..first)?.trim().trim_end_matches([':', '-', '–']).trim();
        slug(words)?;
        Some(literal(words))
    });
    words.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The lowest level of a heading, which names the column.
pub(super) fn last_level(label: &str) -> &str {
    label.rsplit(" / ").find(|level| slug(level).is_some()).unwrap_or(label)
}

/// The phrase of a heading: its lowest level where no other column has it, else all levels.
fn heading(budget: &Budget, label: &str) -> Option<String> {
    let own = last_level(label);
    let alike = budget.columns.iter().filter(|c| last_level(&c.label) == own).count();
    let written = if alike > 1 { label.to_owned() } else { own.to_owned() };
    slug(&written)?;
    Some(written.split_whitespace().take(10).map(literal).collect::<Vec<_>>().join(" "))
}
