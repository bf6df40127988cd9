//! Addresses of cells, as a spreadsheet names them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The address of a cell, zero-based; shown as `B7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellRef {
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub column: u32,
}

impl FromStr for CellRef {
    type Err = ();

    /// Reads `B7`, letters small or not; an address that no sheet has is none.
    fn from_str(text: &str) -> Result<Self, ()> {
        let split = text.find(|c: char| c.is_ascii_digit()).ok_or(())?;
        let (letters, digits) = text.split_at(split);
        let column = letters.bytes().try_fold(0_u32, |n, b| {
            let letter = b.to_ascii_uppercase().checked_sub(b'A').filter(|l| *l < 26)?;
            n.checked_mul(26)?.checked_add(u32::from(letter) + 1)
        });
        let column = column.and_then(|n| n.checked_sub(1)).ok_or(())?;
        let row = digits.parse::<u32>().ok().and_then(|n| n.checked_sub(1)).ok_or(())?;
        Ok(Self { row, column })
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = Vec::new();
        let mut n = u64::from(self.column) + 1;
        while n > 0 {
            n -= 1;
            letters.push(char::from(b'A' + (n % 26) as u8));
            n /= 26;
        }
        let letters: String = letters.into_iter().rev().collect();
        write!(f, "{letters}{}", u64::from(self.row) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_is_written_and_no_other() {
        for (text, row, column) in [("B7", 6, 1), ("xfd1048576", 1_048_575, 16_383), ("AA1", 0, 26)]
        {
            assert_eq!(text.parse(), Ok(CellRef { row, column }));
            assert_eq!(CellRef { row, column }.to_string(), text.to_uppercase());
        }
        for none in ["", "7", "B", "B0", "7B", "é7", "ZZZZZZZZ1", "A99999999999"] {
            assert_eq!(none.parse::<CellRef>(), Err(()), "{none}");
        }
    }

    #[test]
    fn cells_are_named_as_a_spreadsheet_names_them() {
        for (row, column, name) in
            [(0, 0, "A1"), (6, 1, "B7"), (0, 25, "Z1"), (0, 26, "AA1"), (152, 16383, "XFD153")]
        {
            assert_eq!(CellRef { row, column }.to_string(), name);
        }
    }
}
