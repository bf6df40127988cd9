//! The tables of the pages, as the reading order needs them.
//!
//! Words of headers and footers are hidden from [`super::tables`], and its tables are matched
//! again with their pages once they are joined over page breaks. Where white space alone gave a
//! table on a page with columns of text, the search is made again, a column at a time: lines of
//! prose side by side look like cells.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::Leaf;
use super::lines::{TableArea, regions};
use super::segments::{Row, main_turn};
use super::tables::{self, Found, Watcher};
use crate::document::{Method, Page, Table, TaggedTable};
use crate::place::Rect;

/// The tables of a page, in reading order, each with its place.
///
/// Lines of text columns stand side by side as cells do. Where a page has columns, tables made
/// by white space alone are looked for again, a column at a time.
///
/// `before` is the last table of the page before: this page may hold the rest of it.
pub(super) fn find(
    page: &mut Page,
    hidden: &BTreeSet<usize>,
    before: Option<&Found>,
    watcher: Watcher<'_>,
) -> (Vec<Found>, Vec<TableArea>) {
    let mut found = if hidden.is_empty() {
        tables::find_watched(page, before, watcher)
    } else {
        find_amid(page, hidden, before, watcher)
    };
    if found.iter().any(|f| f.table.method == Method::Aligned) {
        let (drawn, aligned): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|f| f.table.method != Method::Aligned);
        let columns = columns(page, hidden, &drawn);
        found = drawn;
        if columns.is_empty() {
            found.extend(aligned);
        } else {
            watcher.seek_again();
            let parts: Vec<Found> =
                columns.iter().flat_map(|own| find_within(page, own, watcher)).collect();
            let whole: Vec<Found> =
                aligned.into_iter().filter(|whole| is_halved(whole, &parts)).collect();
            let areas: Vec<Rect> = whole.iter().map(place).collect();
            let apart = |f: &Found| !areas.iter().any(|a| a.overlaps(place(f)));
            found.extend(parts.into_iter().filter(apart));
            found.extend(whole);
        }
        found.sort_by(|a, b| place(a).y0.total_cmp(&place(b).y0));
    }
    let areas = found.iter().map(area).collect();
    (found, areas)
}

fn place(found: &Found) -> Rect {
    found.table.parts.first().map(|p| p.1).unwrap_or_default()
}

fn area(found: &Found) -> TableArea {
    TableArea { rect: place(found), words: found.words.iter().copied().collect() }
}

/// Words of a cell, on average, below which cells are no lines of running text.
const SHORT: usize = 5;

/// Whether columns of text cut a table through its rows: of all its parts one alone is a table, with
/// as many rows, and what stands beside its rows are cells too.
fn is_halved(whole: &Found, parts: &[Found]) -> bool {
    let area = place(whole);
    let mut within = parts.iter().filter(|p| place(p).overlaps(area));
    let (Some(part), None) = (within.next(), within.next()) else { return false };
    let own: BTreeSet<usize> = part.words.iter().copied().collect();
    let rest = whole.words.iter().filter(|w| !own.contains(w)).count();
    let cells = whole.table.cells.len().saturating_sub(part.table.cells.len());
    whole.table.rows == part.table.rows
        && whole.table.columns > part.table.columns
        && cells >= part.table.rows
        && rest < SHORT * cells
}

/// The words of each region of a page with columns of text; empty where it has none.
fn columns(page: &Page, hidden: &BTreeSet<usize>, drawn: &[Found]) -> Vec<Vec<usize>> {
    let areas: Vec<TableArea> = drawn.iter().map(area).collect();
    let mut taken = hidden.clone();
    taken.extend(areas.iter().flat_map(|a| &a.words));
    let regions = regions(page, main_turn(page), &taken, &areas);
    if regions.iter().all(|r| r.depth == 0) {
        return Vec::new();
    }
    let words = |r: &Leaf| r.rows.iter().flat_map(Row::words).collect();
    regions.iter().map(words).collect()
}

/// The tables of a column; whether they open or close the page cannot be told from it.
fn find_within(page: &mut Page, words: &[usize], watcher: Watcher<'_>) -> Vec<Found> {
    let mut words = words.to_vec();
    words.sort_unstable();
    // A tree tells whole tables: what of one stands in a column is no table of its own.
    let mut found = find_among(page, &words, Vec::new(), None, watcher);
    for table in &mut found {
        (table.opens_page, table.closes_page) = (false, false);
    }
    found
}

/// The tables of a page without its hidden words.
fn find_amid(
    page: &mut Page,
    hidden: &BTreeSet<usize>,
    before: Option<&Found>,
    watcher: Watcher<'_>,
) -> Vec<Found> {
    let tagged = page.tagged.clone();
    let shown: Vec<usize> = (0..page.words.len()).filter(|i| !hidden.contains(i)).collect();
    find_among(page, &shown, tagged, before, watcher)
}

/// The tables among some words of a page, which they name by index in the whole page.
///
/// The words are lent to a page of their own and come back: most of a long list is in its tables,
/// and to copy it takes as long as to look at it.
fn find_among(
    page: &mut Page,
    shown: &[usize],
    tagged: Vec<TaggedTable>,
    before: Option<&Found>,
    watcher: Watcher<'_>,
) -> Vec<Found> {
    let lent = |i: &usize| page.words.get_mut(*i).map(std::mem::take).unwrap_or_default();
    let mut part = Page {
        words: shown.iter().map(lent).collect(),
        number: page.number,
        width: page.width,
        height: page.height,
        rules: std::mem::take(&mut page.rules),
        fills: std::mem::take(&mut page.fills),
        tags: std::mem::take(&mut page.tags),
        tagged,
        ..Page::default()
    };
    let mut found = tables::find_watched(&part, before, watcher);
    for (&i, word) in shown.iter().zip(part.words.drain(..)) {
        if let Some(place) = page.words.get_mut(i) {
            *place = word;
        }
    }
    (page.rules, page.fills, page.tags) = (part.rules, part.fills, part.tags);
    for table in &mut found {
        table.words = table.words.iter().filter_map(|&i| shown.get(i)).copied().collect();
    }
    found
}

/// The tables of a document joined over page breaks, and which of them begins with the `n`th
/// table of a page, by `(page number, n)`.
pub(super) fn join(pages: Vec<(u32, Vec<Found>)>) -> (Vec<Table>, BTreeMap<(u32, usize), usize>) {
    let joined = tables::join(pages);
    let begins = joined.iter().enumerate().map(|(index, whole)| (whole.first, index)).collect();
    (joined.into_iter().map(|whole| whole.table).collect(), begins)
}

#[cfg(test)]
mod tests {
    use super::super::segments::tests as made;
    use super::*;

    #[test]
    fn the_part_that_begins_a_table_is_told_from_one_that_goes_on() {
        let found = |page: u32, y: f32| Found {
            table: Table {
                columns: 2,
                parts: vec![(page, Rect::from([0.0, y, 9.0, y + 9.0]), 0..1)],
                ..Table::default()
            },
            edges: vec![(0.0, 4.0), (5.0, 9.0)],
            opens_page: y < 1.0,
            closes_page: true,
            ..Found::default()
        };
        let pages = vec![(1, vec![found(1, 0.0)]), (2, vec![found(2, 0.0), found(2, 50.0)])];
        let (tables, begins) = join(pages);
        assert_eq!(tables.len(), 2);
        let begins: Vec<_> = begins.into_iter().collect();
        assert_eq!(begins, [((1, 0), 0), ((2, 1), 1)]);
    }

    #[test]
    fn words_of_a_header_are_hidden_and_indices_stay_those_of_the_page() {
        let mut words = made::words("En-tête", 50.0, 40.0, 10.0);
        for (i, name) in ["Charges", "Produits", "Réserves", "Total"].iter().enumerate() {
            let y = 100.0 + i as f32 * 14.0;
            words.extend(made::words(name, 50.0, y, 10.0));
            words.extend(made::words(&format!("1{},00", i * i * 137 + 11), 300.0, y, 10.0));
            words.extend(made::words(&format!("2{},00", i * i * 291 + 45), 400.0, y, 10.0));
        }
        let (_, areas) =
            find(&mut made::page(words), &BTreeSet::from([0]), None, Watcher::default());
        assert!(areas.iter().all(|a| !a.words.contains(&0)));
        assert_eq!(areas.iter().map(|a| a.words.len()).sum::<usize>(), 12);
    }
}
