//! Headings written up or down the side, over narrow columns.
//!
//! They are no lines of the page, so that neither rows nor columns see them. Once a grid stands,
//! what is written upwards right above its columns (or beside the heading of its labels) heads
//! them; what stands upright beside such headings heads the other columns.

use crate::document::{Page, Word};

use super::columns;
use super::frame::Line;
use super::grid::{Grid, Slot};
use super::regions::TELLING;

/// How far above a grid its turned headings may begin, in sizes of their letters.
const HIGH: f32 = 18.0;
/// White between the lowest of them and the grid, in sizes.
const NEAR: f32 = 2.5;

/// The grids of a page that is read upright, with the turned headings above them.
pub(super) fn crown(grids: Vec<Grid>, page: &Page, lines: &[Line<'_>]) -> Vec<Grid> {
    if !page.words.iter().any(is_turned) {
        return grids;
    }
    grids.into_iter().map(|grid| crown_one(grid, page, lines)).collect()
}

fn is_turned(word: &Word) -> bool {
    matches!(word.turn, 90 | 270) && !word.text.trim().is_empty()
}

fn crown_one(grid: Grid, page: &Page, lines: &[Line<'_>]) -> Grid {
    // Headings that are known count for no row of the body.
    let body = grid.cells.iter().filter(|c| c.row >= grid.header_rows).flat_map(|c| &c.words);
    let top = body.filter_map(|&i| page.words.get(i)).map(|w| w.bbox.y0);
    let top = top.fold(f32::INFINITY, f32::min);
    let mut own: Vec<Vec<usize>> = vec![Vec::new(); grid.columns];
    for (i, word) in page.words.iter().enumerate().filter(|(_, w)| is_turned(w)) {
        let above = word.bbox.y1 < top + word.size && word.bbox.y0 > top - HIGH * word.size;
        let column = column_at(&grid.edges, word.bbox.center().0).filter(|_| above);
        if let Some(words) = column.and_then(|c| own.get_mut(c)) {
            words.push(i);
        }
    }
    let headed = own.iter().skip(1).filter(|w| !w.is_empty()).count();
    let words = || own.iter().flatten().filter_map(|&i| page.words.get(i));
    let low = words().map(|w| w.bbox.y1 + NEAR * w.size).fold(f32::NEG_INFINITY, f32::max);
    if headed < 2 || headed * 2 < grid.columns - 1 || low < top {
        return grid;
    }
    let high = words().map(|w| w.bbox.y0).fold(f32::INFINITY, f32::min);
    with_row(grid, own, lines, (high, top))
}

/// The column of a grid at some place across the page, the white beside it shared with the next.
fn column_at(edges: &[(f32, f32)], x: f32) -> Option<usize> {
    let (first, last) = (edges.first()?, edges.last()?);
    let narrow = edges.iter().map(|e| e.1 - e.0).fold(f32::INFINITY, f32::min).max(10.0);
    if x < first.0 - narrow || last.1 + narrow < x {
        return None;
    }
    Some(
        edges.windows(2).take_while(|w| matches!(w, [a, b] if x > f32::midpoint(a.1, b.0))).count(),
    )
}

/// Adds headings to the last heading row of a grid, or as a new one where it has none, with the
/// upright words that stand beside them.
fn with_row(
    mut grid: Grid,
    mut own: Vec<Vec<usize>>,
    lines: &[Line<'_>],
    (high, top): (f32, f32),
) -> Grid {
    if grid.header_rows == 0 {
        for cell in &mut grid.cells {
            cell.row += 1;
        }
        (grid.rows, grid.header_rows) = (grid.rows + 1, 1);
        let beside = lines.iter().filter(|l| high < l.bbox.y1 && l.bbox.y1 < top + 1.0);
        for chunk in beside.flat_map(|l| l.chunks(TELLING)) {
            let place = columns::covered(&grid.edges, &chunk).filter(|(a, b)| a == b);
            let free = place.and_then(|(at, _)| own.get_mut(at));
            if let Some(words) = free.filter(|_| chunk.words() < 6) {
                words.extend(chunk.tokens.iter().map(|t| t.index));
            }
        }
    }
    let row = grid.header_rows - 1;
    for (column, words) in own.into_iter().enumerate().filter(|(_, w)| !w.is_empty()) {
        let known = grid.cells.iter_mut().find(|c| c.row == row && c.column == column);
        if let Some(cell) = known {
            cell.words.extend(words);
        } else {
            grid.cells.push(Slot { row, row_span: 1, column, column_span: 1, words });
        }
    }
    grid.tidy()
}

/// Turned words in reading order: line by line, each from its foot to its head.
pub(super) fn in_order(mut words: Vec<(usize, &Word)>) -> Vec<usize> {
    let line = |w: &Word| if w.turn == 270 { w.bbox.x0 } else { -w.bbox.x1 };
    let along = |w: &Word| if w.turn == 270 { -w.bbox.y1 } else { w.bbox.y0 };
    words.sort_by(|a, b| line(a.1).total_cmp(&line(b.1)));
    let mut out: Vec<Vec<(usize, &Word)>> = Vec::new();
    for word in words {
        match out
            .last_mut()
            .filter(|l| l.first().is_some_and(|f| line(word.1) - line(f.1) < 0.5 * word.1.size))
        {
            Some(open) => open.push(word),
            None => out.push(vec![word]),
        }
    }
    for own in &mut out {
        own.sort_by(|a, b| along(a.1).total_cmp(&along(b.1)));
    }
    out.into_iter().flatten().map(|w| w.0).collect()
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::frame::tests::page;
    use crate::document::Word;
    use crate::place::Rect;

    #[test]
    fn headings_written_upwards_head_their_columns() {
        let mut page = page(&[
            (50.0, 100.0, "Service"),
            (50.0, 120.0, "Libraries"),
            (200.0, 120.0, "45"),
            (250.0, 120.0, "12"),
            (50.0, 134.0, "Housing"),
            (200.0, 134.0, "31"),
            (250.0, 134.0, "20"),
            (50.0, 148.0, "Roads"),
            (200.0, 148.0, "18"),
            (250.0, 148.0, "32"),
        ]);
        let turned = [(200.0, 100.0, "Very"), (200.0, 75.0, "good"), (250.0, 100.0, "Bad")];
        page.words.extend(turned.map(|(x, y, text)| Word {
            text: text.into(),
            bbox: Rect { x0: x, y0: y - 20.0, x1: x + 10.0, y1: y },
            baseline: y,
            size: 10.0,
            turn: 270,
            ..Word::default()
        }));
        let found = find(&page);
        let table = &found[0].table;
        assert_eq!((table.rows, table.header_rows), (4, 1));
        let heads: Vec<&str> = (0..3).map(|c| table.at(0, c).unwrap().text.text.as_str()).collect();
        assert_eq!(heads, ["Service", "Very good", "Bad"]);
    }
}
