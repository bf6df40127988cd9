//! The cells of the tables that came out, on the page: each tells its row, its column and the
//! headings over it.
//!
//! Rows and columns are told from 1 on, as people count; those of the JSON are counted from 0. A
//! row that begins on the page before is none of those counted here.

use maud::{Markup, html};

use super::super::tell;
use super::{titled, words};
use crate::issue::Lang;
use crate::worker::drawn::{DrawnPage, DrawnTable};
use crate::worker::inspect::{SeenCell, SeenTable};

/// The names of the tables of a page, in their order: parts of one under one id are numbered.
pub(super) fn names(tables: &[SeenTable], lang: Lang) -> Vec<String> {
    let name = |(at, table): (usize, &SeenTable)| match number(tables, at, &table.id) {
        Some(number) => words::part(&table.id, number, lang),
        None => table.id.clone(),
    };
    tables.iter().enumerate().map(name).collect()
}

/// Which of the parts under one id the table at `at` is, from 1; `None` for the only one.
fn number(tables: &[SeenTable], at: usize, id: &str) -> Option<usize> {
    let parts = |tables: &[SeenTable]| tables.iter().filter(|t| t.id == id).count();
    (parts(tables) > 1).then(|| parts(tables.get(..=at).unwrap_or_default()))
}

/// The layer of cells.
pub(super) fn layer(page: &DrawnPage, lang: Lang) -> Markup {
    let tables = &page.seen.tables;
    let names = names(tables, lang);
    let again = tell(lang, "en-tête répété : n'est pas une ligne", "repeated heading: not a row");
    html! {
        g #cells {
            @for (at, ((table, drawn), name)) in tables.iter().zip(&page.tables).zip(&names).enumerate() {
                g id=(id(tables, at, &table.id)) {
                    @for area in &drawn.repeated { (titled(*area, "again", again)) }
                    @for (cell, area) in table.cells.iter().zip(&drawn.areas) {
                        @if let Some(area) = area {
                            @let about = about((table, drawn), name, cell, lang);
                            (titled(*area, class(table, cell), &about))
                        }
                    }
                }
            }
        }
    }
}

/// The id of a table in the drawing, where each stands once: `t2`, `t2-2`.
fn id(tables: &[SeenTable], at: usize, id: &str) -> String {
    match number(tables, at, id) {
        Some(number) if number > 1 => format!("{id}-{number}"),
        _ => id.to_owned(),
    }
}

/// The class of a cell.
fn class(table: &SeenTable, cell: &SeenCell) -> &'static str {
    if cell.row < table.header_rows { "heading" } else { "cell" }
}

/// What is told of a cell.
fn about(
    (table, drawn): (&SeenTable, &DrawnTable),
    name: &str,
    cell: &SeenCell,
    lang: Lang,
) -> String {
    let begun = drawn.cut && cell.row == 0;
    let (row, column) = (cell.row + usize::from(!drawn.cut), cell.column + 1);
    let place = match (lang, begun) {
        (Lang::Fr, true) => format!("ligne commencée à la page d'avant, colonne {column}"),
        (Lang::En, true) => format!("row begun on the page before, column {column}"),
        (Lang::Fr, false) => format!("ligne {row}, colonne {column}"),
        (Lang::En, false) => format!("row {row}, column {column}"),
    };
    let span = match (cell.row_span, cell.column_span) {
        (1, 1) => String::new(),
        (rows, columns) => format!(" ({rows} × {columns})"),
    };
    let path = match cell.headings.as_slice() {
        [] => String::new(),
        path => {
            let on = drawn.headings_on.filter(|_| cell.row >= table.header_rows);
            let on = on.map_or_else(String::new, |page| format!(" (page {page})"));
            format!("\n{}{on}", path.join(" › "))
        }
    };
    format!("{name} · {place}{span}{path}\n« {} »", cell.text)
}
