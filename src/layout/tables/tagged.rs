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
use super::grid::{Grid, Heads, Slot};
use super::score::Marks;
use super::trace::Refusal;
use super::values::Kind;
use super::{Found, repeated};

/// One cell in so many may reach into the next row or column: text runs over.
const ASTRAY: usize = 20;
/// By how much a cell may reach into the next, in points: boxes of words are taller than ink.
const TOUCH: f32 = 2.0;

/// The words of each marked content; `None` where its id is drawn in two places.
type Content = BTreeMap<i32, Option<Vec<usize>>>;

/// The candidates of a page, and why one is dropped; the first may go on with the table `before`.
pub(super) fn grids(
    page: &Page,
    tokens: &[Option<Token<'_>>],
    before: Option<&Found>,
) -> Vec<(Grid, Option<Refusal>)> {
    if page.tagged.is_empty() {
        return Vec::new();
    }
    let content = content(page, tokens);
    let mut before = before.filter(|b| b.closes_page);
    let grid = |told: &TaggedTable| {
        let goes_on = |b: &mut &Found| told.cut.is_some() && b.table.columns == told.columns;
        grid(told, &content, tokens, before.take_if(goes_on))
    };
    page.tagged.iter().filter_map(grid).collect()
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

fn grid(
    told: &TaggedTable,
    content: &Content,
    tokens: &[Option<Token<'_>>],
    before: Option<&Found>,
) -> Option<(Grid, Option<Refusal>)> {
    let mut seats = seats(told, content, tokens)?;
    reseat(&mut seats, told.columns);
    let ordered = is_ordered(&seats, told);
    let goes_on = told.cut.is_some() && seats.iter().all(|s| s.slot.row >= told.header_rows);
    let before = before.filter(|_| goes_on);
    let top = if goes_on {
        continued(told, &seats, before, tokens)
    } else {
        Top { heads: told_heads(told), rows: told.header_rows, cells: Vec::new() }
    };
    // One row may be all that is left, and a total has cells in few of the columns.
    let edges = before.map_or_else(|| edges(&seats, told.columns), |b| b.edges.clone());
    let cells = seats.into_iter().map(|s| s.slot).chain(top.cells).collect();
    let grid = Grid {
        rows: told.rows,
        columns: told.columns,
        header_rows: top.rows,
        heads: top.heads,
        cut: told.cut,
        method: Method::Tagged,
        edges,
        cells,
        ..Grid::default()
    }
    .tidy();
    let enough = grid.rows > 1 || grid.heads == Heads::Before;
    let faults = [
        (!enough || grid.columns < 2, Refusal::Small),
        (!ordered, Refusal::OutOfOrder),
        (!is_whole(&grid, tokens), Refusal::Mixed),
    ];
    Some((grid, faults.into_iter().find(|(is, _)| *is).map(|(_, why)| why)))
}

fn told_heads(told: &TaggedTable) -> Heads {
    if told.header_rows > 0 { Heads::Told } else { Heads::Unknown }
}

/// What stands at the top of a candidate.
struct Top {
    heads: Heads,
    /// Rows of headings.
    rows: usize,
    /// Headings that the tree does not tell.
    cells: Vec<Slot>,
}

/// The top of a table that goes on from the page `before`, where its headings may come again.
fn continued(
    told: &TaggedTable,
    seats: &[Seat],
    before: Option<&Found>,
    tokens: &[Option<Token<'_>>],
) -> Top {
    let above = seats.iter().map(|s| s.bbox.y0).fold(f32::INFINITY, f32::min);
    let first = seats.iter().map(|s| s.slot.row).min().unwrap_or(0);
    let fits = |rows: usize| rows <= first && [0, rows].contains(&told.header_rows);
    let before = before.map(|b| &b.table).filter(|t| fits(t.header_rows));
    let again = before.and_then(|t| Some((t, repeated::headings(t, tokens, above)?)));
    let known = before.is_some() && told.header_rows > 0;
    let heads = if again.is_some() || known { Heads::Before } else { Heads::Unknown };
    let (rows, cells) = again.map_or_else(
        || (told.header_rows, Vec::new()),
        |(table, cells)| (table.header_rows, cells),
    );
    Top { heads, rows, cells }
}

/// The cells that have words here, each with its box; `None` where an id tells nothing, or cells
/// claim each other's words.
fn seats(told: &TaggedTable, content: &Content, tokens: &[Option<Token<'_>>]) -> Option<Vec<Seat>> {
    let mut seats = Vec::with_capacity(told.cells.len());
    let mut claimed = 0;
    for cell in &told.cells {
        let mut words = Vec::new();
        for drawn in cell.mcids.iter().filter_map(|m| content.get(m)) {
            let drawn = drawn.as_ref()?;
            claimed += drawn.len();
            if claimed > tokens.len() {
                return None;
            }
            words.extend(drawn);
        }
        if let Some(bbox) = hull(&words, tokens) {
            let (row, column) = (cell.row, cell.column);
            let (row_span, column_span) = (cell.row_span, cell.column_span);
            let slot = Slot { row, column, row_span, column_span, words };
            seats.push(Seat { slot, bbox, loose: cell.loose });
        }
    }
    Some(seats)
}

/// A cell with its place on the page.
struct Seat {
    slot: Slot,
    bbox: Rect,
    loose: bool,
}

/// Puts the cells of rows that lack some into the columns below or above which they stand, by the
/// rows that lack none.
fn reseat(cells: &mut [Seat], columns: usize) {
    if !cells.iter().any(|c| c.loose) {
        return;
    }
    let sure = cells.iter().filter(|c| !c.loose && c.slot.column_span == 1);
    let places = hulls(sure.map(|c| (c.slot.column, c.bbox)), columns);
    let mut free = vec![0; columns];
    let (mut row, mut next) = (0, 0);
    for Seat { slot, bbox, loose } in cells {
        if slot.row != row {
            (row, next) = (slot.row, 0);
        }
        if *loose {
            let open = |c: &usize| free.get(*c).is_some_and(|f| *f <= row);
            let off = |c: usize| places.get(c).copied().flatten().map(|p| away(p, *bbox));
            let last = columns.saturating_sub(slot.column_span);
            let near = (next..=last).filter(open).filter_map(|c| Some((c, off(c)?)));
            if let Some((column, _)) = near.min_by(|a, b| a.1.total_cmp(&b.1)) {
                slot.column = column;
            }
        }
        next = slot.column + slot.column_span;
        for f in free.iter_mut().skip(slot.column).take(slot.column_span) {
            *f = slot.row + slot.row_span;
        }
    }
}

/// How far a cell stands from a column: the white between them, and where there is none, how far
/// their sides or middles are apart, whichever are nearest.
fn away((left, right): (f32, f32), cell: Rect) -> f32 {
    let white = (cell.x0 - right).max(left - cell.x1).max(0.0);
    let middle = f32::midpoint(left, right) - cell.center().0;
    let flush = (left - cell.x0).abs().min((right - cell.x1).abs()).min(middle.abs());
    1000.0 * white + flush
}

fn hull(words: &[usize], tokens: &[Option<Token<'_>>]) -> Option<Rect> {
    Rect::hull(words.iter().filter_map(|&i| tokens.get(i).copied().flatten()).map(|t| t.bbox))
}

/// Whether the cells follow each other on the page as they do in the tree.
fn is_ordered(cells: &[Seat], told: &TaggedTable) -> bool {
    let both = || cells.iter().map(|c| (&c.slot, c.bbox));
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
fn edges(cells: &[Seat], columns: usize) -> Vec<(f32, f32)> {
    let alone = cells.iter().filter(|c| c.slot.column_span == 1);
    let mut end = cells.iter().map(|c| c.bbox.x0).fold(f32::INFINITY, f32::min);
    let edge = |hull: Option<(f32, f32)>| {
        let edge = hull.unwrap_or((end, end));
        end = edge.1;
        edge
    };
    hulls(alone.map(|c| (c.slot.column, c.bbox)), columns).into_iter().map(edge).collect()
}

/// The left and right edge of what stands in each column.
fn hulls(boxes: impl Iterator<Item = (usize, Rect)>, columns: usize) -> Vec<Option<(f32, f32)>> {
    let mut hulls: Vec<Option<(f32, f32)>> = vec![None; columns];
    for (column, own) in boxes {
        if let Some(hull) = hulls.get_mut(column) {
            let (x0, x1) = hull.unwrap_or((own.x0, own.x1));
            *hull = Some((x0.min(own.x0), x1.max(own.x1)));
        }
    }
    hulls
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

/// Whether the tree tells headings and the grid is filled as a table is: what only places things
/// has no headings. Cells may then hold long texts, or words alone. The rest of a table from the
/// page before may be little: one row, or half of one.
pub(super) fn is_headed(grid: &Grid, marks: Marks) -> bool {
    let body = grid.rows.saturating_sub(grid.header_rows);
    let filled = match grid.heads {
        Heads::Unknown => false,
        Heads::Told => body > 1 && marks.filled > 0.5,
        Heads::Before => body > 0,
    };
    filled && marks.total() > 55.0
}

/// The tables found without the tree, and those told by it, with each word in one of them at
/// most: where both say something of the same words, those who give more marks to more words.
pub(super) fn contend(found: Vec<Grid>, told: Vec<Grid>) -> Vec<Grid> {
    let (told, mut owner) = apart(told);
    let mut sides: Vec<(Vec<Grid>, Vec<Grid>)> =
        told.into_iter().map(|grid| (Vec::new(), vec![grid])).collect();
    let mut kept = Vec::new();
    for grid in found {
        let words = grid.words();
        let met: BTreeSet<usize> = words.iter().filter_map(|w| owner.get(w).copied()).collect();
        let Some(first) = met.first().copied() else {
            kept.push(grid);
            continue;
        };
        for other in met.into_iter().skip(1) {
            let moved = sides.get_mut(other).map(std::mem::take).unwrap_or_default();
            for word in moved.0.iter().chain(&moved.1).flat_map(Grid::words) {
                owner.insert(word, first);
            }
            if let Some(side) = sides.get_mut(first) {
                side.0.extend(moved.0);
                side.1.extend(moved.1);
            }
        }
        if let Some(side) = sides.get_mut(first) {
            side.0.push(grid);
        }
    }
    for (found, told) in sides {
        kept.extend(if prevails(&told, &found) { told } else { found });
    }
    kept
}

/// Whether what the tree tells is taken: with as many marks as a guess by white space, and with
/// more than a drawn grid.
fn prevails(told: &[Grid], found: &[Grid]) -> bool {
    let guessed = found.iter().all(|g| g.method == Method::Aligned);
    let (a, b) = (worth(told), worth(found));
    a > b || a >= b && guessed
}

/// The tables of a tree that share no word, the better ones, and the number of each by its words:
/// a table within a cell is either a table, or content of the table around it.
fn apart(mut told: Vec<Grid>) -> (Vec<Grid>, BTreeMap<usize, usize>) {
    told.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut owner = BTreeMap::new();
    let mut apart: Vec<Grid> = Vec::new();
    for grid in told {
        let words = grid.words();
        if words.iter().all(|w| !owner.contains_key(w)) {
            owner.extend(words.into_iter().map(|w| (w, apart.len())));
            apart.push(grid);
        }
    }
    (apart, owner)
}

/// Marks for each word.
fn worth(grids: &[Grid]) -> f32 {
    grids.iter().map(|g| g.score * g.words().len() as f32).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(method: Method, score: f32, words: std::ops::Range<usize>) -> Grid {
        let slot = |w| Slot { row: w, column: 0, row_span: 1, column_span: 1, words: vec![w] };
        Grid { method, score, cells: words.map(slot).collect(), ..Grid::default() }
    }

    fn winners(found: Vec<Grid>, told: Vec<Grid>) -> Vec<(Method, usize)> {
        let won = contend(found, told);
        won.iter().map(|g| (g.method, g.words().len())).collect()
    }

    #[test]
    fn a_guess_yields_to_a_tree_of_the_same_marks_and_a_drawn_grid_does_not() {
        let told = || vec![grid(Method::Tagged, 90.0, 0..8)];
        let guess = || vec![grid(Method::Aligned, 90.0, 0..8)];
        assert_eq!(winners(guess(), told()), [(Method::Tagged, 8)]);
        let drawn = vec![grid(Method::Ruled, 90.0, 0..8)];
        assert_eq!(winners(drawn, told()), [(Method::Ruled, 8)]);
        let better = vec![grid(Method::Aligned, 95.0, 0..8), grid(Method::Aligned, 60.0, 20..22)];
        assert_eq!(winners(better, told()), [(Method::Aligned, 2), (Method::Aligned, 8)]);
    }

    #[test]
    fn two_tables_told_stand_together_against_one_found_over_both() {
        let found = || vec![grid(Method::Aligned, 80.0, 0..16)];
        let one = vec![grid(Method::Tagged, 90.0, 0..8)];
        assert_eq!(winners(found(), one.clone()), [(Method::Aligned, 16)]);
        let both = [one, vec![grid(Method::Tagged, 88.0, 8..16)]].concat();
        assert_eq!(winners(found(), both), [(Method::Tagged, 8), (Method::Tagged, 8)]);
    }

    #[test]
    fn cells_in_the_way_are_the_fewest_that_free_the_line_between() {
        assert_eq!(in_the_way(vec![10.0, 12.0, 90.0], vec![50.0, 50.0]), 1);
        assert_eq!(in_the_way(vec![10.0, 51.0], vec![50.0, 50.0]), 0);
        assert_eq!(in_the_way(vec![80.0, 80.0, 80.0], vec![50.0, 50.0]), 2);
        assert_eq!(in_the_way(vec![], vec![50.0]), 0);
    }
}
