//! What the reader sees, as text: lines of each page, then its tables, a row a line.
//!
//! For people who write rules: a phrase is written from these lines, not from how the page
//! looks. The same in JSON is `bilan.inspect/1`.

use std::fmt::Write as _;

use super::terminal;
use crate::worker::inspect::{Inspected, SeenTable};

/// Renders the text.
#[must_use]
pub fn render(seen: &Inspected) -> String {
    let mut out = String::new();
    for page in &seen.pages {
        let _ = writeln!(
            out,
            "── page {} ({:.0} × {:.0} pt, {})",
            page.number, page.width, page.height, page.source
        );
        for line in &page.lines {
            let _ = writeln!(out, "{}", line.text);
        }
        page.tables.iter().for_each(|table| render_table(&mut out, table));
    }
    for sheet in &seen.sheets {
        let _ = writeln!(out, "── {}{}", sheet.name, if sheet.hidden { " (masquée)" } else { "" });
        sheet.tables.iter().for_each(|table| render_table(&mut out, table));
    }
    terminal::plain(&out)
}

/// Renders a table, a row a line.
fn render_table(out: &mut String, table: &SeenTable) {
    let _ = write!(out, "\n[{} · {} · {} %]", table.id, table.method, table.confidence);
    let mut row = usize::MAX;
    for cell in &table.cells {
        out.push_str(if cell.row == row { " | " } else { "\n" });
        row = cell.row;
        out.push_str(&cell.text);
    }
    out.push_str("\n\n");
}
