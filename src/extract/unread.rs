//! What nothing has claimed: every such number is told, so that none is lost.
//!
//! Takes the passages with their claims and the tables of which no budget was made. Years, dates,
//! codes and labels are not told: they are no figure that a reader would look for.

use std::collections::BTreeMap;

use crate::document::Laid;
use crate::number::{self, CellValue, Kind};
use crate::record::{Record, Unread, UnreadKind};

use super::budgets::Claimed;
use super::text::Script;

/// Tells the numbers of prose, and of tables that no budget was made of, that nothing claims.
pub(super) fn tell(laid: &Laid, tables: &[Claimed<'_>], script: &Script<'_>, record: &mut Record) {
    for passage in &script.passages {
        for (token, claim) in passage.reading.numbers.iter().zip(&passage.claims) {
            let Some(kind) = kind(token.kind).filter(|_| claim.is_none()) else { continue };
            let (Some(written), Some(place)) =
                (passage.reading.text.get(token.range.clone()), passage.place(token.range.clone()))
            else {
                continue;
            };
            record.unread.push(Unread { written: written.to_owned(), kind, place });
        }
    }
    // Of a table that is read, the rows above its headings are not.
    let read: BTreeMap<usize, usize> = tables
        .iter()
        .filter(|t| t.is_budget())
        .map(|t| (t.table, t.headed.as_ref().map_or(0, |h| h.banner)))
        .collect();
    for (index, table) in laid.tables.iter().enumerate() {
        let until = read.get(&index).copied().unwrap_or(usize::MAX);
        for cell in table.cells.iter().take_while(|c| c.row < until) {
            let CellValue::Number(token) = number::cell(&cell.text.text) else { continue };
            let Some(kind) = kind(token.kind) else { continue };
            let Some(place) = cell.text.whole() else { continue };
            let written = cell.text.text.clone();
            record.unread.push(Unread { written, kind, place });
        }
    }
}

/// The kind of the contract; `None` for what is no figure to check: years, dates, codes,
/// ordinals and labels are read as what they are.
pub(super) fn kind(kind: Kind) -> Option<UnreadKind> {
    match kind {
        Kind::Amount | Kind::Rate => Some(UnreadKind::Amount),
        Kind::Count | Kind::Percent => Some(UnreadKind::Number),
        Kind::Ordinal | Kind::Date(_) | Kind::Year | Kind::Code | Kind::Label => None,
    }
}
