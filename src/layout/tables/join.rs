//! Tables that go on over a page break made one.
//!
//! The last table of a page and the first of the next are one table if nothing but furniture
//! stands between them and their columns are the same. Headings repeated on the next page are
//! dropped; a row that the break has cut (its label goes on, its amounts stand on the first page)
//! is put together again. Lists that go on beside themselves on one page are joined likewise.

use std::collections::BTreeMap;

use crate::document::{Cell, Table};

use super::Found;
use super::beside;
use super::values;

/// A table of the document, with the page and the index there of the part that begins it.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    /// The whole table.
    pub table: Table,
    /// Page number, and which of the tables found there begins it.
    pub first: (u32, usize),
}

/// The last table of a page, if nothing stands below it: its place among the joined, its columns.
struct Open {
    page: u32,
    at: usize,
    edges: Vec<(f32, f32)>,
}

/// Joins the tables of a document, given by page in order, and names them `t1`, `t2` …
#[must_use]
pub fn join(pages: Vec<(u32, Vec<Found>)>) -> Vec<Joined> {
    let mut joined: Vec<Joined> = Vec::new();
    let mut open: Option<Open> = None;
    for (number, found) in pages {
        let mut at: BTreeMap<usize, usize> = BTreeMap::new();
        for (index, item, before) in beside::ordered(found) {
            let goes_on = open.take().filter(|o| o.page + 1 == number && item.opens_page);
            let whole = goes_on.and_then(|o| {
                let places = same_columns(&o.edges, &item.edges)?;
                Some((o.at, o.edges, places))
            });
            let beside = before.and_then(|i| at.get(&i).copied());
            let own = beside.map(|at| (at, item.edges.clone(), vec![0, 1])).or(whole);
            let closes = item.closes_page;
            let own = own.and_then(|o| Some((joined.get_mut(o.0)?, o)));
            let (place, edges) = if let Some((whole, (place, edges, columns))) = own {
                append(&mut whole.table, item.table, &columns, item.cut);
                (place, edges)
            } else {
                joined.push(Joined { table: item.table, first: (number, index) });
                (joined.len() - 1, item.edges)
            };
            at.insert(index, place);
            open = closes.then_some(Open { page: number, at: place, edges });
        }
    }
    for (i, whole) in joined.iter_mut().enumerate() {
        whole.table.id = format!("t{}", i + 1);
    }
    joined
}

/// The column of the whole table for each column of the part; `None` where they differ.
fn same_columns(whole: &[(f32, f32)], part: &[(f32, f32)]) -> Option<Vec<usize>> {
    if part.len() > whole.len() || part.len() < 2 {
        return None;
    }
    let mut places: Vec<usize> = Vec::new();
    for edge in part {
        // A column that is empty on this page has been added to the one before it: what counts is
        // how much of a column is covered, and the first that is.
        let shared = |w: &(f32, f32)| (w.1.min(edge.1) - w.0.max(edge.0)) / (w.1 - w.0).max(1.0);
        let (best, most) = whole
            .iter()
            .enumerate()
            .map(|(i, w)| (i, shared(w)))
            .reduce(|a, b| if b.1 > a.1 + 0.02 { b } else { a })?;
        if most <= 0.0 || places.last().is_some_and(|last| *last >= best) {
            return None;
        }
        places.push(best);
    }
    Some(places)
}

/// Adds the rows of a part to a table.
fn append(table: &mut Table, part: Table, places: &[usize], told: Option<bool>) {
    let column = |c: usize| places.get(c).or(places.last()).copied().unwrap_or(c);
    let mut cells: Vec<Cell> = part.cells;
    for cell in &mut cells {
        let end = column(cell.column + cell.column_span - 1);
        cell.column = column(cell.column);
        cell.column_span = end + 1 - cell.column.min(end);
    }
    let repeated = repeated_rows(table, &cells);
    let cut = told.unwrap_or_else(|| is_cut(table, &cells, repeated));
    let shift = table.rows - usize::from(cut);
    let from = table.rows - usize::from(cut);
    for mut cell in cells.into_iter().filter(|c| c.row >= repeated) {
        cell.row = cell.row - repeated + shift;
        match table
            .cells
            .iter_mut()
            .find(|c| cut && c.row == shift && c.row == cell.row && c.column == cell.column)
        {
            Some(open) => glue(open, &cell),
            None => table.cells.push(cell),
        }
    }
    table.cells.sort_by_key(|c| (c.row, c.column));
    table.rows = shift + part.rows.saturating_sub(repeated);
    table.confidence = table.confidence.min(part.confidence);
    table
        .parts
        .extend(part.parts.into_iter().map(|(page, bbox, _)| (page, bbox, from..table.rows)));
}

/// How many rows at the top of a part say what the headings say.
fn repeated_rows(table: &Table, cells: &[Cell]) -> usize {
    let row = |cells: &[Cell], row: usize| -> Vec<(usize, String)> {
        cells.iter().filter(|c| c.row == row).map(|c| (c.column, fold(&c.text.text))).collect()
    };
    let limit = table.header_rows.max(1);
    (0..limit)
        .take_while(|r| {
            let head = row(&table.cells, *r);
            !head.is_empty() && head == row(cells, *r)
        })
        .count()
}

fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether the first row of a part goes on with the last of the table: it holds no number where
/// the table has numbers, and either nothing in the first column or small letters, or several cells
/// where each other row of several holds numbers.
fn is_cut(table: &Table, cells: &[Cell], first: usize) -> bool {
    let own: Vec<&Cell> = cells.iter().filter(|c| c.row == first).collect();
    let last: Vec<&Cell> = table.row(table.rows.saturating_sub(1)).collect();
    let data = |c: &&Cell| c.column > 0 && is_data(c);
    let Some(lead) = own.iter().min_by_key(|c| c.column) else { return false };
    let small = lead.text.text.starts_with(char::is_lowercase);
    if holds_rest(table, &own, &last) {
        return true;
    }
    let under = own.iter().all(|c| last.iter().any(|l| l.column == c.column && !data(l)));
    table.rows > table.header_rows
        && !own.iter().any(data)
        && under
        && (lead.column > 0 || small || own.len() > 1 && is_of_numbers(table))
}

fn is_data(cell: &Cell) -> bool {
    let known = |w: &str| values::kind(w).is_data() || values::kind(w) == values::Kind::Unit;
    cell.text.text.split(' ').all(known)
}

/// Whether each row of several cells holds a number.
fn is_of_numbers(table: &Table) -> bool {
    let rows = (table.header_rows..table.rows).filter(|r| table.row(*r).count() > 1);
    let mut numbers = rows.map(|r| table.row(r).any(|c| c.column > 0 && is_data(c))).peekable();
    numbers.peek().is_some() && numbers.all(|n| n)
}

/// Whether the row is the cell that the last row of the table alone lacks: a code or a name in the
/// middle or at the foot of its cell came after the break.
fn holds_rest(table: &Table, own: &[&Cell], last: &[&Cell]) -> bool {
    let [only] = own else { return false };
    let over = |c: &Cell| (c.column..c.column + c.column_span).contains(&only.column);
    let holds = |row: usize| table.row(row).any(over);
    let before = table.header_rows..table.rows.saturating_sub(1);
    only.column_span == 1
        && !last.is_empty()
        && !holds(table.rows.saturating_sub(1))
        && !before.is_empty()
        && before.into_iter().all(holds)
}

/// Puts the second part of a cut cell after the first.
fn glue(open: &mut Cell, rest: &Cell) {
    open.text.append(" ", &rest.text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Page;
    use crate::layout::tables::frame::tests::page;
    use crate::layout::tables::{find, find_after};

    fn first() -> Page {
        page(&[
            (300.0, 600.0, "Montant État"),
            (400.0, 600.0, "Montant ville"),
            (50.0, 620.0, "Action 1.1"),
            (130.0, 620.0, "Ouvrir un lieu"),
            (325.0, 620.0, "1 000 €"),
            (430.0, 620.0, "2 000 €"),
            (50.0, 640.0, "Action 1.2"),
            (130.0, 640.0, "Aller vers les"),
            (325.0, 640.0, "3 000 €"),
            (430.0, 640.0, "4 000 €"),
        ])
    }

    fn second() -> Page {
        let mut second = page(&[
            (300.0, 60.0, "Montant État"),
            (400.0, 60.0, "Montant ville"),
            (130.0, 80.0, "habitants"),
            (50.0, 100.0, "Total"),
            (325.0, 100.0, "4 000 €"),
            (430.0, 100.0, "6 000 €"),
        ]);
        second.number = 2;
        second
    }

    #[test]
    fn a_row_cut_by_the_page_is_one_row_and_repeated_headings_go() {
        let found = find(&first());
        let rest = find_after(&second(), found.last());
        let joined = join(vec![(1, found), (2, rest)]);
        let [Joined { table, first: (1, 0) }] = joined.as_slice() else {
            panic!("one table that begins on page 1, not {joined:?}")
        };
        assert_eq!((table.id.as_str(), table.rows, table.columns), ("t1", 4, 4));
        assert_eq!(table.at(2, 1).unwrap().text.text, "Aller vers les habitants");
        assert_eq!(table.at(3, 3).unwrap().text.text, "6 000 €");
        let parts: Vec<_> = table.parts.iter().map(|p| (p.0, p.2.clone())).collect();
        assert_eq!(parts, [(1, 0..3), (2, 2..4)]);
    }

    #[test]
    fn a_row_cut_between_the_lines_of_its_code_is_one_row() {
        let cell = |row: usize, column: usize, text: &str| Cell {
            row,
            column,
            row_span: 1,
            column_span: 1,
            text: crate::place::PlacedText { text: text.into(), ..Default::default() },
            stored: None,
        };
        let table = Table {
            rows: 2,
            columns: 3,
            header_rows: 1,
            cells: vec![
                cell(0, 0, "Action"),
                cell(0, 2, "Montant"),
                cell(1, 0, "Action"),
                cell(1, 1, "Former au"),
                cell(1, 2, "4 000 €"),
            ],
            ..Table::default()
        };
        let rest = [cell(0, 0, "2.1"), cell(0, 1, "Numérique")];
        assert!(is_cut(&table, &rest, 0));
        assert!(!is_cut(&table, &[cell(0, 0, "Action 3")], 0));
        assert!(!is_cut(&table, &[rest[0].clone(), cell(0, 2, "7 €")], 0));
    }

    #[test]
    fn a_table_does_not_go_on_over_text() {
        let found = find(&first());
        let mut between = second();
        between.words.extend(page(&[(50.0, 30.0, "Une phrase qui ouvre la page")]).words);
        let rest = find_after(&between, found.last());
        assert_eq!(join(vec![(1, found), (2, rest)]).len(), 2);
    }

    #[test]
    fn a_code_that_stands_after_the_break_fills_its_row() {
        let mut above = first();
        above.words.retain(|w| w.text != "1.2" && !(w.text == "Action" && w.baseline > 630.0));
        let mut rest = page(&[
            (50.0, 60.0, "Action"),
            (50.0, 72.0, "1.2"),
            (50.0, 100.0, "Total"),
            (325.0, 100.0, "4 000 €"),
            (430.0, 100.0, "6 000 €"),
        ]);
        rest.number = 2;
        let found = find(&above);
        let rest = find_after(&rest, found.last());
        let joined = join(vec![(1, found), (2, rest)]);
        assert_eq!((joined.len(), joined[0].table.rows), (1, 4));
        assert_eq!(joined[0].table.at(2, 0).unwrap().text.text, "Action 1.2");
    }
}
