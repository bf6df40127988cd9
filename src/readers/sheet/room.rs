//! How much of a workbook may be held: cells, their text, and the memory that both will take.
//!
//! Takes the limits and each cell as it is read; says when it is one too many and what is told
//! of that. A cell costs far more than its text before its document is done (layout, record and
//! JSON hold it again), so that memory is reckoned here, where reading can still stop and keep
//! what it has.

use crate::document::SheetCell;
use crate::issue::Issue;
use crate::limits::{Limits, mib};

/// Bytes that a cell takes until its document is done, without its text.
const CELL: u64 = 800;

/// Bytes that a row takes besides.
const ROW: u64 = 3_000;

/// How often a text is held.
const COPIES: u64 = 6;

/// What the sheets of a workbook have taken so far.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Used {
    cells: u64,
    text: u64,
    memory: u64,
}

impl Used {
    /// Adds the cells of a sheet.
    pub(super) fn add(&mut self, cells: &[SheetCell]) {
        let mut row = None;
        for cell in cells {
            self.one(row.replace(cell.at.row) != Some(cell.at.row), size(cell));
        }
    }

    fn one(&mut self, opens_row: bool, text: usize) {
        self.cells += 1;
        self.text += text as u64;
        self.memory += CELL + text as u64 * COPIES + if opens_row { ROW } else { 0 };
    }
}

/// Bytes of the texts of a cell.
pub(super) fn size(cell: &SheetCell) -> usize {
    cell.shown.len() + cell.formula.as_ref().map_or(0, String::len)
}

/// Which limit ended the reading of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Full {
    /// `--max-cells`.
    Cells,
    /// The share of `--max-cells` that repeats may take.
    Repeats,
    /// `--max-text`.
    Text,
    /// `--max-memory`.
    Memory,
}

/// The room that a workbook has left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    limits: Limits,
    used: Used,
    row: Option<u32>,
}

impl Room {
    /// The room beside what is used.
    pub(super) fn new(limits: &Limits, used: Used) -> Self {
        Self { limits: *limits, used, row: None }
    }

    /// Takes a cell with a text of some bytes; tells why there is no room for it.
    pub(super) fn take(&mut self, row: u32, text: usize) -> Result<(), Full> {
        let mut used = self.used;
        used.one(self.row != Some(row), text);
        if used.cells > self.limits.cells {
            return Err(Full::Cells);
        } else if used.text > self.limits.text_bytes {
            return Err(Full::Text);
        } else if used.memory > self.limits.memory_bytes / 4 * 3 {
            return Err(Full::Memory);
        }
        (self.used, self.row) = (used, Some(row));
        Ok(())
    }
}

/// Cells of a table that repeats may add: a column of equal values down to the last row is filled
/// in by accident and says nothing more.
pub(super) fn repeats(limits: &Limits) -> u64 {
    limits.cells / 50
}

/// What is told of a sheet whose cells did not all find room.
pub(super) fn cut(sheet: &str, full: Full, limits: &Limits) -> Issue {
    let (what, limit, flag) = match full {
        Full::Cells => ("", limits.cells.to_string(), "--max-cells"),
        Full::Repeats => {
            let what = ", cellules répétées (un cinquantième de --max-cells)";
            (what, repeats(limits).to_string(), "--max-cells")
        }
        Full::Text => (", texte", mib(limits.text_bytes), "--max-text"),
        Full::Memory => (", mémoire pour ses cellules", mib(limits.memory_bytes), "--max-memory"),
    };
    Issue::over(&format!("feuille « {sheet} »{what}"), &limit, flag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_text_and_memory_each_fill_the_room() {
        let full = |limits: Limits, text: usize| {
            let mut room = Room::new(&limits, Used::default());
            (0..2_000_000).find_map(|row| room.take(row, text).err())
        };
        let plenty = Limits { memory_bytes: 1 << 40, ..Limits::default() };
        assert_eq!(full(plenty, 1), None);
        assert_eq!(full(Limits { cells: 10, ..plenty }, 1), Some(Full::Cells));
        assert_eq!(full(plenty, 1000), Some(Full::Text));
        assert_eq!(full(Limits::default(), 1), Some(Full::Memory));
        let told = cut("F", Full::Memory, &Limits::default()).message;
        assert!(told.contains("mémoire pour ses cellules : limite de 1024 Mio"), "{told}");
    }
}
