//! The areas of the cells of a grid, from edge to edge, so that it can be drawn.
//!
//! A grid knows words and not where its rows end: two rows part in the middle of the white between
//! them, and so do two columns.

use super::grid::{Grid, Slot};
use super::trace::Area;
use crate::document::Page;
use crate::place::Rect;

/// White around the words of the outermost cells, in points.
const MARGIN: f32 = 2.0;

/// The area of each cell that holds something.
pub(super) fn of(grid: &Grid, page: &Page) -> Vec<Area> {
    let hull = |words: &[usize]| {
        Rect::hull(words.iter().filter_map(|&i| page.words.get(i)).map(|w| w.bbox))
    };
    let hulls: Vec<Option<Rect>> = grid.cells.iter().map(|c| hull(&c.words)).collect();
    let placed = || grid.cells.iter().zip(&hulls).filter_map(|(c, h)| Some((c, (*h)?)));
    let down = placed().filter(|(c, _)| c.row_span == 1).map(|(c, h)| (c.row, (h.y0, h.y1)));
    let rows = bounds(grid.rows, down);
    let across = placed().filter(|(c, _)| c.column_span == 1);
    let columns = if grid.edges.len() == grid.columns {
        bounds(grid.columns, grid.edges.iter().copied().enumerate())
    } else {
        bounds(grid.columns, across.map(|(c, h)| (c.column, (h.x0, h.x1))))
    };
    let area = |(cell, hull): (&Slot, Rect)| {
        let (y0, y1) = stretch(&rows, cell.row, cell.row_span).unwrap_or((hull.y0, hull.y1));
        let (x0, x1) =
            stretch(&columns, cell.column, cell.column_span).unwrap_or((hull.x0, hull.x1));
        let own = Rect { x0, y0, x1, y1 };
        // A heading put over a column beside it stands outside of it.
        let (x, y) = hull.center();
        let bbox = if own.contains(x, y) { own } else { own.union(hull) };
        Area { bbox, heading: cell.row < grid.header_rows }
    };
    placed().map(area).collect()
}

/// Where each of `count` bands ends and the next begins, from the extents known of them.
fn bounds(count: usize, extents: impl Iterator<Item = (usize, (f32, f32))>) -> Vec<f32> {
    let mut bands: Vec<Option<(f32, f32)>> = vec![None; count];
    for (index, (from, to)) in extents {
        if let Some(band) = bands.get_mut(index) {
            *band = Some(band.map_or((from, to), |b| (b.0.min(from), b.1.max(to))));
        }
    }
    let known: Vec<(usize, (f32, f32))> =
        bands.into_iter().enumerate().filter_map(|(i, b)| Some((i, b?))).collect();
    let between = |at: usize| {
        let before = known.iter().rev().find(|(i, _)| *i < at);
        let after = known.iter().find(|(i, _)| *i >= at);
        match (before, after) {
            (Some((_, a)), Some((_, b))) => f32::midpoint(a.1, b.0),
            (Some((_, a)), None) => a.1 + MARGIN,
            (None, Some((_, b))) => b.0 - MARGIN,
            (None, None) => f32::NAN,
        }
    };
    (0..=count).map(between).collect()
}

/// From where to where some bands run, where that is known.
fn stretch(bounds: &[f32], from: usize, span: usize) -> Option<(f32, f32)> {
    let (from, to) = (*bounds.get(from)?, *bounds.get(from + span)?);
    (from < to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_part_in_the_middle_of_the_white_between_them() {
        let extents = [(0, (10.0, 20.0)), (2, (60.0, 70.0)), (0, (12.0, 24.0))];
        assert_eq!(bounds(3, extents.into_iter()), [8.0, 42.0, 42.0, 72.0]);
        assert_eq!(stretch(&[8.0, 42.0, 72.0], 0, 2), Some((8.0, 72.0)));
        assert_eq!(stretch(&[8.0, 42.0, 42.0], 1, 1), None);
    }

    #[test]
    fn an_area_reaches_to_its_words_where_they_stand_beside_their_column() {
        let page =
            super::super::frame::tests::page(&[(50.0, 100.0, "Label"), (400.0, 100.0, "Sum")]);
        let slot = |column, word| Slot {
            column,
            row_span: 1,
            column_span: 1,
            words: vec![word],
            ..Slot::default()
        };
        let grid = Grid {
            rows: 1,
            columns: 2,
            cells: vec![slot(0, 0), slot(1, 1)],
            edges: vec![(50.0, 90.0), (200.0, 250.0)],
            ..Grid::default()
        };
        let areas = of(&grid, &page);
        assert_eq!((areas[0].bbox.x0, areas[0].bbox.x1), (48.0, 145.0));
        assert_eq!((areas[1].bbox.x0, areas[1].bbox.x1), (145.0, 415.0));
    }
}
