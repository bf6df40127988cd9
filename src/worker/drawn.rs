//! What there is to draw of a page for `bilan inspect --format svg`: its picture, its words and
//! rules, its tables, and the grids that were tried for them.
//!
//! The worker gathers it and draws the page itself, since no other process may decode pictures;
//! a page that cannot be drawn comes without its picture, and with the reason.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::base64;
use super::inspect::{Inspected, Seen, SeenPage, cells_in, parts_on};
use crate::document::{Cell, Page, Table, Word};
use crate::issue::Issue;
use crate::layout::tables::trace::{Fate, Trace, Tried};
use crate::place::{PlacedText, Rect, Spot};

/// What there is to draw of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// The document.
    pub document: Seen,
    /// The page asked for, or the only one; `None` where there is no such page.
    pub page: Option<DrawnPage>,
}

/// A page to draw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrawnPage {
    /// Its lines and tables.
    pub seen: SeenPage,
    /// Its picture, a PNG in base64, or why there is none.
    pub picture: Result<String, Issue>,
    /// Its words.
    pub words: Vec<DrawnWord>,
    /// Where each table of `seen` stands, in its order.
    pub tables: Vec<DrawnTable>,
    /// Its drawn lines.
    pub rules: Vec<Rect>,
    /// Its shadings.
    pub fills: Vec<Rect>,
    /// The grids that were tried, and running headers and footers.
    pub trace: Trace,
}

/// A word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrawnWord {
    /// Its letters.
    pub text: String,
    /// Its box.
    pub bbox: Rect,
}

/// A table, or the part of it that stands on the page.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DrawnTable {
    /// The candidate it was made of, by index in the trace.
    pub candidate: Option<usize>,
    /// The area of each of its cells, in their order; none of a cell that stands on the page
    /// before, in a row that goes on here.
    pub areas: Vec<Option<Rect>>,
    /// Headings repeated here, which are no rows of it.
    pub repeated: Vec<Rect>,
    /// Whether its first row begins on the page before.
    pub cut: bool,
    /// The page of its headings, where they stand on another.
    pub headings_on: Option<u32>,
}

/// What there is to draw, of what `inspect` shows of one page.
pub(super) fn drawn(
    shown: Inspected,
    (page, tables): (Option<&Page>, &[Table]),
    picture: Result<Vec<u8>, Issue>,
    trace: Trace,
) -> Drawn {
    let finite = |r: &Rect| [r.x0, r.y0, r.x1, r.y1].iter().all(|v| v.is_finite());
    let word = |w: &Word| DrawnWord { text: w.text.clone(), bbox: w.bbox };
    let seen = shown.pages.into_iter().next();
    let page = seen.zip(page).map(|(seen, page)| DrawnPage {
        picture: picture.map(|png| base64::encode(&png)),
        words: page.words.iter().filter(|w| finite(&w.bbox)).map(word).collect(),
        tables: parts_on(page.number, tables)
            .map(|(table, _, rows)| placed(table, rows, page.number, &trace))
            .collect(),
        rules: page.rules.iter().map(|r| r.bbox).filter(finite).collect(),
        fills: page.fills.iter().copied().filter(finite).collect(),
        seen,
        trace,
    });
    Drawn { document: shown.document, page }
}

/// A part of a table where it stands: the candidate that it was made of, by the middles of its
/// cells, and their areas.
fn placed(table: &Table, rows: &Range<usize>, page: u32, trace: &Trace) -> DrawnTable {
    let cells: Vec<(&Cell, Option<Rect>)> =
        cells_in(table, rows).map(|cell| (cell, stands(&cell.text, page))).collect();
    let part = DrawnTable {
        cut: table
            .parts
            .iter()
            .any(|(_, _, other)| other.start < rows.start && rows.start < other.end),
        headings_on: headings_on(table, page),
        ..DrawnTable::default()
    };
    let middles = || cells.iter().filter_map(|(_, bbox)| bbox.map(Rect::center));
    let holds = |tried: &Tried| middles().filter(|(x, y)| tried.bbox.contains(*x, *y)).count();
    let taken = trace.tried.iter().enumerate().filter(|(_, tried)| tried.fate == Fate::Taken);
    let best = taken.map(|(at, tried)| (holds(tried), at, tried)).max_by_key(|(held, ..)| *held);
    let Some((_, at, tried)) = best.filter(|(held, ..)| *held > 0) else {
        return DrawnTable { areas: cells.into_iter().map(|(_, bbox)| bbox).collect(), ..part };
    };
    let mut free: Vec<Option<Rect>> = tried.cells.iter().map(|area| Some(area.bbox)).collect();
    let mut area = |bbox: Rect| {
        let (x, y) = bbox.center();
        free.iter_mut().find(|area| area.is_some_and(|a| a.contains(x, y)))?.take()
    };
    let areas = cells.iter().map(|(_, bbox)| bbox.map(|b| area(b).unwrap_or(b))).collect();
    // What a further part lost when it was joined are its headings.
    let repeated = if rows.start > 0 { free.into_iter().flatten().collect() } else { Vec::new() };
    DrawnTable { candidate: Some(at), areas, repeated, ..part }
}

/// Where a text stands on a page, of what of it is there.
fn stands(text: &PlacedText, page: u32) -> Option<Rect> {
    Rect::hull(text.spans.iter().filter_map(|span| match span.spot {
        Spot::Page { page: own, bbox, .. } => (own == page).then_some(bbox),
        Spot::Cell { .. } => None,
    }))
}

/// The page of the headings of a table, if it is another.
fn headings_on(table: &Table, page: u32) -> Option<u32> {
    let (first, ..) = table.parts.first()?;
    (table.header_rows > 0 && *first != page).then_some(*first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::tables::trace::Area;

    const PAGES: [u32; 2] = [2, 3];

    fn bbox(column: usize, y: f32) -> Rect {
        let x = 100.0 * column as f32;
        Rect { x0: x, y0: y, x1: x + 50.0, y1: y + 10.0 }
    }

    fn cell(row: usize, column: usize, spots: &[(u32, f32)]) -> Cell {
        let mut text = PlacedText::default();
        for (page, y) in spots {
            text.push(" ", "mot", Spot::Page { page: *page, bbox: bbox(column, *y), ocr: None });
        }
        Cell { row, column, row_span: 1, column_span: 1, text, stored: None }
    }

    /// Headings and a row whose label goes on, below the headings again, on the page after.
    fn cut() -> Table {
        Table {
            rows: 3,
            columns: 2,
            header_rows: 1,
            cells: vec![
                cell(0, 1, &[(2, 680.0)]),
                cell(1, 0, &[(2, 700.0), (3, 70.0)]),
                cell(1, 1, &[(2, 700.0)]),
                cell(2, 0, &[(3, 90.0)]),
            ],
            parts: vec![(2, Rect::default(), 0..2), (3, Rect::default(), 1..3)],
            ..Table::default()
        }
    }

    #[test]
    fn of_a_row_cut_by_the_page_only_what_stands_here_is_drawn() {
        let area = |column, y| Area { bbox: bbox(column, y), heading: false };
        let cells = vec![area(1, 50.0), area(0, 70.0), area(0, 90.0)];
        let whole = Rect { x0: 0.0, y0: 50.0, x1: 150.0, y1: 100.0 };
        let tried = vec![Tried::of(whole, Fate::Taken, cells)];
        let trace = Trace { tried, ..Trace::default() };
        let [first, second] = PAGES.map(|page| {
            let tables = [cut()];
            let (table, _, rows) = parts_on(page, &tables).next().unwrap();
            placed(table, rows, page, &trace)
        });
        assert_eq!((first.cut, first.headings_on), (false, None));
        assert_eq!((second.cut, second.headings_on), (true, Some(2)));
        let (label, own) = (bbox(0, 70.0), bbox(0, 90.0));
        assert_eq!(second.areas, [Some(label), None, Some(own)]);
        assert_eq!(second.repeated, [bbox(1, 50.0)], "the rest of the label is none");
    }
}
