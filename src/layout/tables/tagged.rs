//! Grids as the file's own structure tree tells them, held against the page.
//!
//! Takes the page's tagged tables, gives a candidate for each whose cells stand on the page as
//! they do in the tree. A tree may lie: it tags tables that only place things, leaves spans out
//! or keeps ids of a content that is gone. So what it says is one candidate among others, with
//! their marks, and is dropped where its cells are out of order or words among them are no cell's.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Method, Page, TaggedTable};
use crate::place::Rect;

use super::frame::Token;
use super::grid::{Grid, Slot};
use super::values::Kind;

/// One cell in so many may reach into the next row or column: text runs over.
const ASTRAY: usize = 20;
/// By how much a cell may reach into the next, in points: boxes of words are taller than ink.
const TOUCH: f32 = 2.0;

/// The words of each marked content; `None` where its id is drawn in two places.
type Content = BTreeMap<i32, Option<Vec<usize>>>;

/// The candidates of a page.
pub(super) fn grids(page: &Page, tokens: &[Option<Token<'_>>]) -> Vec<Grid> {
    if page.tagged.is_empty() {
        return Vec::new();
    }
    let content = content(page, tokens);
    page.tagged.iter().filter_map(|told| grid(told, &content, tokens)).collect()
}

/// The content of a form counts its ids by itself, beginning where those of the page do. An id
/// is drawn in one stretch (ISO 32000-2, 14.7.5.2): one that comes again may be a form's.
fn content(page: &Page, tokens: &[Option<Token<'_>>]) -> Content {
    let mut content = Content::new();
    let mut last = None;
    for token in tokens.iter().flatten() {
        let Some(mcid) = page.words.get(token.index).and_then(|w| w.mcid) else { continue };
        let own = content.entry(mcid).or_insert_with(|| Some(Vec::new()));
        match own {
            Some(words) if words.is_empty() || last == Some(mcid) => words.push(token.index),
            _ => *own = None,
        }
        last = Some(mcid);
    }
    content
}

fn grid(told: &TaggedTable, content: &Content, tokens: &[Option<Token<'_>>]) -> Option<Grid> {
    let mut cells = Vec::with_capacity(told.cells.len());
    for cell in &told.cells {
        let mut words = Vec::new();
        for drawn in cell.mcids.iter().filter_map(|m| content.get(m)) {
            words.extend(drawn.as_ref()?);
        }
        let (row, column) = (cell.row, cell.column);
        let (row_span, column_span) = (cell.row_span, cell.column_span);
        cells.push(Slot { row, column, row_span, column_span, words });
    }
    cells.retain(|c| !c.words.is_empty());
    let boxes: Vec<Rect> = cells.iter().filter_map(|c| hull(&c.words, tokens)).collect();
    if boxes.len() != cells.len() || !is_ordered(&cells, &boxes, told) {
        return None;
    }
    let grid = Grid {
        rows: told.rows,
        columns: told.columns,
        header_rows: told.header_rows,
        method: Method::Tagged,
        edges: edges(&cells, &boxes, told.columns),
        cells,
        ..Grid::default()
    }
    .tidy();
    (grid.rows > 1 && grid.columns > 1 && is_whole(&grid, tokens)).then_some(grid)
}

fn hull(words: &[usize], tokens: &[Option<Token<'_>>]) -> Option<Rect> {
    Rect::hull(words.iter().filter_map(|&i| tokens.get(i).copied().flatten()).map(|t| t.bbox))
}

/// Whether the cells follow each other on the page as they do in the tree.
fn is_ordered(cells: &[Slot], boxes: &[Rect], told: &TaggedTable) -> bool {
    let both = || cells.iter().zip(boxes);
    let across = both().map(|(c, b)| (c.column, c.column + c.column_span, b.x0, b.x1));
    let down = both().map(|(c, b)| (c.row, c.row + c.row_span, b.y0, b.y1));
    (astray(across, told.columns) + astray(down, told.rows)) * ASTRAY <= cells.len()
}

/// How many cells would have to go for each line between two columns (or rows) to be free:
/// cells are `(first, behind the last, low, high)`.
fn astray(cells: impl Iterator<Item = (usize, usize, f32, f32)>, count: usize) -> usize {
    let mut sides: Vec<(Vec<f32>, Vec<f32>)> = vec![Default::default(); count + 1];
    for (first, behind, low, high) in cells {
        if let Some((ends, _)) = sides.get_mut(behind) {
            ends.push(high);
        }
        if let Some((_, starts)) = sides.get_mut(first) {
            starts.push(low);
        }
    }
    sides.into_iter().map(|(ends, starts)| in_the_way(ends, starts)).sum()
}

/// The fewest that must go so that the ends lie before the starts.
fn in_the_way(mut ends: Vec<f32>, mut starts: Vec<f32>) -> usize {
    ends.sort_by(|a, b| b.total_cmp(a));
    starts.sort_by(f32::total_cmp);
    let without = |(gone, end): (usize, &f32)| gone + starts.partition_point(|s| *s < end - TOUCH);
    ends.iter().enumerate().map(without).min().unwrap_or(0).min(ends.len())
}

/// Left and right edge of each column, by the cells that stand in it alone.
fn edges(cells: &[Slot], boxes: &[Rect], columns: usize) -> Vec<(f32, f32)> {
    let mut hulls: Vec<Option<(f32, f32)>> = vec![None; columns];
    for (cell, own) in cells.iter().zip(boxes).filter(|(c, _)| c.column_span == 1) {
        if let Some(hull) = hulls.get_mut(cell.column) {
            let (x0, x1) = hull.unwrap_or((own.x0, own.x1));
            *hull = Some((x0.min(own.x0), x1.max(own.x1)));
        }
    }
    let mut end = boxes.iter().map(|b| b.x0).fold(f32::INFINITY, f32::min);
    let edge = |hull: Option<(f32, f32)>| {
        let edge = hull.unwrap_or((end, end));
        end = edge.1;
        edge
    };
    hulls.into_iter().map(edge).collect()
}

/// Whether the words that stand among its own are few, and none of them a number.
fn is_whole(grid: &Grid, tokens: &[Option<Token<'_>>]) -> bool {
    let own = grid.words();
    let Some(area) = hull(&own, tokens) else { return false };
    let among = |t: &&Token<'_>| {
        let (x, y) = t.bbox.center();
        area.contains(x, y) && own.binary_search(&t.index).is_err()
    };
    let strangers: Vec<&Token<'_>> = tokens.iter().flatten().filter(among).collect();
    strangers.len() * ASTRAY <= own.len() && strangers.iter().all(|t| t.kind != Kind::Value)
}

/// The tables found without the tree, and those told by it, with each word in one of them at
/// most: where both say something of the same words, those who give more marks to more words.
pub(super) fn contend(found: Vec<Grid>, told: Vec<Grid>) -> (Vec<Grid>, Vec<Grid>) {
    let mut sides: Vec<(Vec<Grid>, Vec<Grid>)> = Vec::new();
    for grid in apart(told) {
        sides.push((Vec::new(), vec![grid]));
    }
    let mut kept = Vec::new();
    for grid in found {
        let (with, without): (Vec<_>, Vec<_>) =
            sides.into_iter().partition(|(_, told)| told.iter().any(|t| shares(t, &grid)));
        sides = without;
        if with.is_empty() {
            kept.push(grid);
            continue;
        }
        let mut side = (vec![grid], Vec::new());
        for (found, told) in with {
            side.0.extend(found);
            side.1.extend(told);
        }
        sides.push(side);
    }
    let mut won = Vec::new();
    for (found, told) in sides {
        if worth(&told) > worth(&found) { won.extend(told) } else { kept.extend(found) }
    }
    (kept, won)
}

/// The tables told of a tree that share no word, the better ones: a table within a cell is
/// either a table, or content of the table around it.
fn apart(mut told: Vec<Grid>) -> Vec<Grid> {
    told.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut apart: Vec<Grid> = Vec::new();
    for grid in told {
        if !apart.iter().any(|a| shares(a, &grid)) {
            apart.push(grid);
        }
    }
    apart
}

fn shares(a: &Grid, b: &Grid) -> bool {
    let words: BTreeSet<usize> = a.words().into_iter().collect();
    b.cells.iter().flat_map(|c| &c.words).any(|w| words.contains(w))
}

/// Marks for each word.
fn worth(grids: &[Grid]) -> f32 {
    grids.iter().map(|g| g.score * g.words().len() as f32).sum()
}
