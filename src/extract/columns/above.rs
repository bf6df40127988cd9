//! The lines above each table that state what its amounts are: its caption and, on a sheet, the
//! short lines above it.
//!
//! Only the nearest line that states a unit and the nearest that speaks of tax say anything, so
//! that one pass over a document finds those of all its tables: an export may have thousands on
//! one sheet, and reading all that stands above each of them would take the square of that.

use std::collections::BTreeMap;

use super::stated::Stated;
use crate::document::{Block, Laid, Paragraph};
use crate::number::{Kind, scan};
use crate::place::Spot;

/// Longest line above a table that may state a unit, in characters.
const LINE: usize = 160;

/// The lines above the tables of a document.
pub(in crate::extract) struct Above<'a> {
    /// By the number of the table, the nearest line first.
    tables: Vec<Vec<&'a str>>,
}

/// The last lines of a sheet so far, with the number of their block.
#[derive(Default)]
struct Last<'a> {
    unit: Option<(usize, &'a str)>,
    tax: Option<(usize, &'a str)>,
}

impl<'a> Above<'a> {
    /// Those of a document.
    pub(in crate::extract) fn of(laid: &'a Laid) -> Self {
        let captions = laid.tables.iter().map(|table| {
            let caption = table.caption.iter().map(|caption| caption.text.as_str());
            caption.filter(|line| states(line) != (false, false)).collect()
        });
        let mut tables: Vec<Vec<&str>> = captions.collect();
        let mut met = vec![false; tables.len()];
        let mut sheets: BTreeMap<&str, Last<'_>> = BTreeMap::new();
        for (number, block) in laid.blocks.iter().enumerate() {
            match block {
                Block::Paragraph(line) => {
                    if let Some(sheet) = sheet(line) {
                        sheets.entry(sheet).or_default().see(number, line.text.text.as_str());
                    }
                }
                Block::Table(index) => {
                    let sheet = laid.tables.get(*index).and_then(|table| table.sheet.as_deref());
                    let last = sheet.and_then(|sheet| sheets.get(sheet));
                    // A table that stands in several blocks has the lines above its first.
                    let first =
                        met.get_mut(*index).is_some_and(|met| !std::mem::replace(met, true));
                    if let (Some(last), Some(lines), true) = (last, tables.get_mut(*index), first) {
                        lines.extend(last.lines());
                    }
                }
            }
        }
        Self { tables }
    }

    /// The lines above a table, by its number.
    pub(in crate::extract) fn table(&self, index: usize) -> &[&'a str] {
        self.tables.get(index).map_or(&[], Vec::as_slice)
    }
}

impl<'a> Last<'a> {
    /// Takes in the next line of its sheet.
    fn see(&mut self, number: usize, line: &'a str) {
        if line.chars().count() > LINE || is_amount(line) {
            return;
        }
        let (unit, tax) = states(line);
        if unit {
            self.unit = Some((number, line));
        }
        if tax {
            self.tax = Some((number, line));
        }
    }

    /// The lines that count, the nearest first.
    fn lines(&self) -> impl Iterator<Item = &'a str> {
        let tax = self.tax.filter(|_| self.tax != self.unit);
        let mut lines: Vec<(usize, &str)> = self.unit.into_iter().chain(tax).collect();
        lines.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
        lines.into_iter().map(|(_, line)| line)
    }
}

/// The sheet that a line stands on.
fn sheet(line: &Paragraph) -> Option<&str> {
    match &line.text.spans.first()?.spot {
        Spot::Cell { sheet, .. } => Some(sheet),
        Spot::Page { .. } => None,
    }
}

/// Whether a line states a unit, and whether it speaks of tax.
fn states(line: &str) -> (bool, bool) {
    let stated = Stated::of(line);
    (stated.scale.is_some(), stated.tax.is_some())
}

/// Whether a line holds an amount of its own: « Subvention : 10 000 € » states no unit.
fn is_amount(line: &str) -> bool {
    scan(line).iter().any(|token| token.kind == Kind::Amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The last lines after these.
    fn after<'a>(lines: &[&'a str]) -> Vec<&'a str> {
        let mut last = Last::default();
        lines.iter().enumerate().for_each(|(number, line)| last.see(number, line));
        last.lines().collect()
    }

    #[test]
    fn the_nearest_line_that_states_a_unit_and_the_nearest_of_tax_count() {
        assert_eq!(
            after(&["en k€", "hors taxes", "Bilan", "en euros"]),
            ["en euros", "hors taxes"]
        );
        assert_eq!(after(&["en euros", "montants HT en k€", "Bilan"]), ["montants HT en k€"]);
        assert_eq!(after(&["Bilan", "Subvention : 10 000 €"]), [""; 0], "an amount is no unit");
        assert_eq!(after(&[&"en euros ".repeat(20)]), [""; 0], "nor is a paragraph");
    }
}
